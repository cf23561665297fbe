"""What the page shows of a plan's nodes: a short row for the tree, a sheet for the one chosen.

A row is made again only when something that it shows has changed: a key press on a plan of 5,000
nodes costs the few rows that it touches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extractor.corrections.apply import Applier
from extractor.corrections.operations import value_of
from extractor.corrections.typed import LISTS, PROSE
from extractor.corrections.workspace import Item, Workspace
from extractor.exports.french import french
from extractor.schema import Node, SourceSpan

UNSURE = 0.6  # confidence below which a node is listed to be reviewed: that of `low-confidence`
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A row, and what it was made from: while that is the same, so is the row."""

    row: Row
    node: Node
    parent: str | None
    depth: int
    state: tuple[str | None, int, str]


def make_rows(workspace: Workspace, before: dict[str, Kept]) -> dict[str, Kept]:
    """Return the rows by handle, in document order; unchanged ones are those of `before`."""
    rows: dict[str, Kept] = {}
    todo: list[tuple[Item, str | None, int]]
    todo = [(item, None, 1) for item in reversed(workspace.roots)]
    while todo:
        item, parent, depth = todo.pop()
        handle = item.handle
        old = before.get(handle)
        state = (item.marked, len(item.kinds), item.by)
        if (
            old is None
            or old.node is not item.node
            or old.depth != depth
            or old.parent != parent
            or old.state != state
        ):
            row = _row(item, parent, depth)
            if old is not None and old.row == row:
                row = old.row
            old = Kept(row, item.node, parent, depth, state)
        rows[handle] = old
        if item.children:
            todo += [(child, handle, depth + 1) for child in reversed(item.children)]
    return rows


def _row(item: Item, parent: str | None, depth: int) -> Row:
    node = item.node
    settled = item.marked == "right" or (item.touched and item.marked is None)
    return {
        "k": item.handle,
        "p": parent,
        "d": depth,
        "l": node.level.value,
        "c": node.code,
        "t": node.title,
        "f": 1.0 if settled else node.confidence,
        "m": item.marked,
        "x": bool(item.kinds),
        "g": node.source.page,
        "n": node.source.lines[0],
    }


def boxes_of(span: SourceSpan) -> list[tuple[int, tuple[float, float, float, float]]]:
    """Return the boxes that a heading stands on, with their pages; none for other formats."""
    boxes = getattr(span, "boxes", None) or []
    found = [(box.page, tuple(box.bbox)) for box in boxes]
    if not found and span.page and span.bbox:
        found = [(span.page, span.bbox)]
    return found


def make_sheet(applier: Applier, item: Item) -> dict[str, Any]:
    """Return all that the form of a node shows, and what the program had read."""
    node = item.node
    attributes = node.attributes.model_dump(mode="json")
    was = None
    if item.handle.startswith("n"):
        was = applier.index.placed[int(item.handle[1:])].node
    history = [
        {"kind": e.kind, "key": e.key, "by": e.by, "at": e.at}
        for e in applier.applied
        if e.id == item.handle or (e.on and _names(applier, e.on, item))
    ]
    return {
        "k": item.handle,
        "level": node.level.value,
        "level_name": french("level", node.level.value),
        "code": node.code,
        "label": node.label,
        "title": node.title,
        "description": node.description,
        "volet": node.volet,
        "sections": node.sections,
        "attributes": attributes,
        "page": node.source.page,
        "lines": node.source.lines,
        "printed": node.source.text,
        "body": [text.text for text in node.body],
        "confidence": node.confidence,
        "marked": item.marked,
        "read": None if was is None else _read(was, item),
        "evidence": _evidence(node),
        "history": history,
    }


def _names(applier: Applier, anchor: Any, item: Item) -> bool:
    if anchor.made_by:
        return bool(anchor.made_by == item.handle)
    if not item.handle.startswith("n"):
        return False
    was = applier.index.placed[int(item.handle[1:])].node
    return bool(anchor.text == was.source.text and anchor.lines == was.source.lines)


def _read(was: Any, item: Item) -> dict[str, Any]:
    """Return what the program had read, for the values that differ now."""
    found: dict[str, Any] = dict(item.read)
    for key in ("title", "code", "description", "volet"):
        if getattr(was, key) != getattr(item.node, key):
            found[key] = getattr(was, key)
    if was.level is not item.node.level:
        found["level"] = was.level.value
    return found


def _evidence(node: Any) -> list[str]:
    """Return the reasons that the plan itself carries, if it does."""
    return [str(reason) for reason in getattr(node, "evidence", None) or []]


def present(item: Item, kind: str, key: str | None) -> Any:
    """Return the present value of what a change is about, to compare with what a client saw."""
    return value_of(item, kind, key)


def as_text(key: str, value: Any) -> str:
    """Return a typed attribute as the text that a form shows.

    >>> as_text("services", ["Travaux", "Finances"])
    'Travaux\\nFinances'
    """
    if value is None:
        return ""
    if key in LISTS:
        return "\n".join(value)
    if key in PROSE:
        return str(value)
    if key in ("budget", "indicators"):
        return "\n".join(part["text"] for part in value)
    if isinstance(value, dict):
        return str(value.get("text") or "")
    return str(value)
