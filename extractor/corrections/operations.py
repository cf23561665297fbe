"""What each kind of correction does to the tree.

In: a workspace, an entry and the items that its anchors name. Out: the workspace changed, with
what the program had read noted on the item; `Refused` where the tree cannot take it, `Differs`
where the program now reads another value than the one that was corrected, in another document.
A value that is already as decided is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from extractor.corrections.anchors import key_of
from extractor.corrections.model import Entry
from extractor.corrections.passages import give_back, take_lines
from extractor.corrections.workspace import Item, Refused, Workspace
from extractor.schema import (
    Attributes,
    Enrichment,
    Institution,
    Level,
    Node,
    SourceSpan,
    Term,
)
from extractor.text import collapse_spaces


class Differs(ValueError):
    """The program reads something else than what was corrected; `now` is what."""

    def __init__(self, now: Any) -> None:
        super().__init__("the program reads another value now")
        self.now = now


@dataclass(frozen=True, slots=True)
class Target:
    """The items that an entry names; `same_source`: the person saw this very document."""

    entry: Entry
    same_source: bool
    item: Item | None = None
    parent: Item | None = None
    after: Item | None = None

    @property
    def node(self) -> Item:
        """The item that the entry speaks of; kinds that need one always have it."""
        if self.item is None:
            raise Refused("it names no node")
        return self.item

    def note(self, key: str, old: Any) -> None:
        """Keep on the item what the program had read, the first time that it changes."""
        item = self.node
        item.read.setdefault(key, old)
        self.sign()

    def sign(self) -> None:
        """Say on the item who decided, and when."""
        item = self.node
        if self.entry.kind not in item.kinds:
            item.kinds.append(self.entry.kind)
        item.by, item.at = self.entry.by, self.entry.at

    def check(self, now: Any) -> bool:
        """Tell whether there is something to change; raise `Differs` where it no longer fits."""
        if _same(now, self.entry.new):
            self.sign()
            return False
        if not self.same_source and not _same(now, self.entry.old):
            raise Differs(now)
        return True


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return collapse_spaces(one) == collapse_spaces(other)
    return bool((one or None) == (other or None))


def apply_to(workspace: Workspace, target: Target) -> None:
    """Apply an entry; the workspace is unchanged when it raises."""
    _OPERATIONS[target.entry.kind](workspace, target)


def value_of(item: Item, kind: str, key: str | None = None) -> Any:
    """Return the present value that an entry of this kind changes, as JSON data."""
    node = item.node
    if kind == "attribute":
        return node.attributes.model_dump(mode="json").get(key or "")
    if kind == "place":
        parent = item.parent.node if item.parent else None
        under = f"{parent.level} {parent.code or ''}".strip() if parent else None
        return {
            "level": node.level.value,
            "under": under,
            "title": parent.title if parent else None,
        }
    if kind == "split":
        return node.title
    value = getattr(node, kind, None)
    return value.value if isinstance(value, Level) else value


def _title(workspace: Workspace, target: Target) -> None:
    # The text as read is the same, else there would be no item: what was decided on it stands.
    item, new = target.node, collapse_spaces(target.entry.new)
    if item.node.title != new:
        target.note("title", item.node.title)
        item.change(title=new)
    target.sign()


def _level(workspace: Workspace, target: Target) -> None:
    item, level = target.node, Level(target.entry.new)
    if target.check(item.node.level.value):
        old = item.node.level.value
        workspace.set_level(item, level)
        target.note("level", old)


def _simple(key: str) -> Callable[[Workspace, Target], None]:
    def operation(workspace: Workspace, target: Target) -> None:
        item = target.node
        old = getattr(item.node, key)
        if target.check(old):
            target.note(key, old)
            item.change(**{key: target.entry.new or ([] if key == "sections" else None)})

    return operation


def _place(workspace: Workspace, target: Target) -> None:
    item, entry = target.node, target.entry
    old = value_of(item, "place")
    level = Level(entry.new) if entry.new else item.node.level
    if not target.same_source and isinstance(entry.old, dict):
        before = {key: entry.old.get(key) for key in old}
        if _place_key(before) != _place_key(old):
            raise Differs(old)
    workspace.place(item, target.parent, target.after, level)
    target.note("place", old)


def _place_key(value: dict[str, Any]) -> tuple[Any, ...]:
    return value.get("level"), value.get("under"), key_of(value.get("title"))


def _split(workspace: Workspace, target: Target) -> None:
    item, entry = target.node, target.entry
    first, second = (collapse_spaces(part) for part in entry.new)
    if not target.same_source and not _same(item.node.title, entry.old):
        raise Differs(item.node.title)
    target.note("title", item.node.title)
    made = Item(
        entry.id,
        item.node.model_copy(
            update={
                "title": second,
                "code": None,
                "label": None,
                "attributes": Attributes(),
                "enrichment": Enrichment(),
                "description": None,
                "same_as": None,
                "body": [],
            }
        ),
        by=entry.by,
        at=entry.at,
        kinds=["split"],
    )
    item.change(title=first)
    workspace.insert(made, item.parent, item)
    for child in item.children:  # printed after the whole heading, hence after its second part
        child.parent = made
    made.children, item.children = item.children, []


def _merge(workspace: Workspace, target: Target) -> None:
    item, other = target.node, target.after
    if other is None:
        raise Refused("the node to merge with is gone")
    if other is item or any(above is other for above in _above(item)):
        raise Refused("a node cannot be merged with what holds it")
    target.note("title", item.node.title)
    item.read.setdefault("merged", []).append(other.node.title)
    one, two = item.node, other.node
    item.change(
        title=f"{one.title} {two.title}",
        description="\n".join(filter(None, (one.description, two.description))) or None,
        attributes=_united(one.attributes, two.attributes),
        source=_joined(one.source, two.source),
        body=[*one.body, *two.body],
    )
    adopted = other.children
    workspace.take_out(other)
    del workspace.by_handle[other.handle]
    for child in adopted:
        child.parent = item
    item.children += adopted
    workspace.settle(item)


def _above(item: Item) -> list[Item]:
    found, here = [], item.parent
    while here is not None:
        found.append(here)
        here = here.parent
    return found


def _united(one: Attributes, two: Attributes) -> Attributes:
    """Return the attributes of both: lists one after the other, else the first's value."""
    values: dict[str, Any] = {}
    for key in Attributes.model_fields:
        mine, theirs = getattr(one, key), getattr(two, key)
        if isinstance(mine, list):
            values[key] = mine + [value for value in theirs if value not in mine]
        elif isinstance(mine, dict):
            values[key] = {**theirs, **mine}
        else:
            values[key] = theirs if mine is None else mine
    return one.model_copy(update=values)


def _joined(one: SourceSpan, two: SourceSpan) -> SourceSpan:
    lines = (min(one.lines[0], two.lines[0]), max(one.lines[1], two.lines[1]))
    box = one.bbox
    if box and two.bbox and one.page == two.page:
        pairs = zip(box, two.bbox, (min, min, max, max), strict=True)
        x0, top, x1, bottom = (choose(a, b) for a, b, choose in pairs)
        box = (x0, top, x1, bottom)
    update: dict[str, Any] = {"text": f"{one.text}\n{two.text}", "lines": lines, "bbox": box}
    if hasattr(one, "boxes"):
        update["boxes"] = [*one.boxes, *getattr(two, "boxes", [])]
    return one.model_copy(update=update)


def _remove(workspace: Workspace, target: Target) -> None:
    item = target.node
    give_back(workspace, item)
    workspace.remove(item)


def _add(workspace: Workspace, target: Target) -> None:
    entry = target.entry
    level = Level(entry.new["level"])
    if target.parent is not None and target.parent.node.level.rank >= level.rank:
        raise Refused(f"{level} cannot stand under {target.parent.node.level}")
    if target.after is not None and target.after.parent is not target.parent:
        raise Refused("the node after which it should stand has another parent")
    taking = take_lines(workspace, entry.lines)
    beside = target.after or target.parent
    lines = taking.lines or (beside.node.source.lines if beside else (1, 1))
    taking.commit()
    text = "\n".join(line.text for line in entry.lines)
    first = entry.lines[0]
    title = collapse_spaces(str(entry.new["title"]))
    boxes = [ln.bbox for ln in entry.lines if ln.bbox and ln.page == first.page]
    node = Node(
        id="",
        level=level,
        code=entry.new.get("code") or None,
        title=title,
        title_normalized=title,
        source=SourceSpan(page=first.page, bbox=_around(boxes), lines=lines, text=text),
    )
    made = Item(entry.id, node, by=entry.by, at=entry.at, kinds=["add"])
    workspace.insert(made, target.parent, target.after)


def _around(
    boxes: list[tuple[float, float, float, float]],
) -> tuple[float, float, float, float] | None:
    if not boxes:
        return None
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _attribute(workspace: Workspace, target: Target) -> None:
    item, key = target.node, target.entry.key or ""
    old = value_of(item, "attribute", key)
    if not target.check(old):
        return
    data = item.node.attributes.model_dump(mode="json")
    data.pop(key, None)
    if target.entry.new is not None:
        data[key] = target.entry.new
    target.note(key, old)
    item.change(attributes=Attributes.model_validate(data))


def _document(workspace: Workspace, target: Target) -> None:
    entry, plan, key = target.entry, workspace.plan, target.entry.key or ""
    old = workspace.document.get(key, getattr(plan, key))
    new: Any = entry.new
    if key == "institution":
        new = Institution.model_validate(new)
    elif key == "term":
        new = Term.model_validate(new)
    elif key == "adopted_on":
        new = TypeAdapter(date | None).validate_python(new)
    was = TypeAdapter(Any).dump_python(old, mode="json")
    if new != old:
        if not target.same_source and not _same(was, entry.old):
            raise Differs(was)
        workspace.document_read.setdefault(key, was)
        workspace.document[key] = new
    workspace.document_by, workspace.document_at = entry.by, entry.at
    if key not in workspace.document_kinds:
        workspace.document_kinds.append(key)


def _mark(workspace: Workspace, target: Target) -> None:
    if target.item is not None:
        target.sign()
        target.item.marked = target.entry.new
        return
    workspace.document_mark = target.entry.new
    workspace.document_by, workspace.document_at = target.entry.by, target.entry.at


_OPERATIONS: dict[str, Callable[[Workspace, Target], None]] = {
    "title": _title,
    "level": _level,
    "code": _simple("code"),
    "place": _place,
    "split": _split,
    "merge": _merge,
    "remove": _remove,
    "add": _add,
    "attribute": _attribute,
    "description": _simple("description"),
    "volet": _simple("volet"),
    "sections": _simple("sections"),
    "document": _document,
    "mark": _mark,
}
