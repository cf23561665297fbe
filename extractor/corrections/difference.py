"""An edited plan → the corrections that make it out of what the program read.

In: an `Applier` that stands where the output stood when somebody edited it, and the edited plan.
Out: entries, already applied, and a note for each change that no correction can say. Nodes are
known by their identifier, else by the text and lines of their source. Values come first, then
nodes that are gone, nodes that are new, and last the places: a node that was only moved along by
others gets no entry.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.corrections.apply import Applier
from extractor.corrections.model import DOCUMENT_KEYS, Entry, MarkedLine, new_entry
from extractor.corrections.operations import value_of
from extractor.corrections.workspace import Item
from extractor.schema import Attributes, Node, Plan
from extractor.text import collapse_spaces

_VALUES = ("title", "code", "volet", "description", "sections")
#: what a plan holds besides; an edit there is told, not taken
_NOT_TAKEN = ("front_matter", "coverage", "diagnostics", "source", "extractor")
_NOT_TAKEN_OF_NODES = ("label", "enrichment", "source", "body", "same_as", "confidence")


@dataclass(slots=True)
class Difference:
    """What was found: `entries` are applied and to be kept, `notes` say what was not taken, in
    English as the catalogue of messages knows it."""

    applier: Applier
    by: str
    entries: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, kind: str, item: Item | None, **more: Any) -> None:
        """Make an entry and apply it; note the reason where the tree cannot take it."""
        on = self.applier.anchor(item) if item else None
        name = repr(item.node.title[:60]) if item else "the document"
        try:
            entry = new_entry(
                kind,  # type: ignore[arg-type]
                by=self.by,
                read_in=self.applier.read.source.sha256,
                on=on,
                **more,
            )
        except ValueError as error:
            reason = " ".join(str(error).split())
            self.notes.append(f"correction of the {kind} of {name}: {reason}")
            return
        conflict = self.applier.apply(entry)
        if conflict is None:
            self.entries.append(entry)
        else:
            self.applier.conflicts.pop()
            self.notes.append(f"correction of the {kind} of {name}: {conflict.reason}")

    def set_value(self, item: Item, kind: str, key: str | None, new: Any) -> None:
        """Add an entry where a value differs from the present one."""
        old = value_of(item, kind, key)
        if (old or None) != (new or None):
            self.add(kind, item, key=key, old=old, new=new)


def find_difference(applier: Applier, edited: Plan, *, by: str) -> Difference:
    """Return the corrections that turn the applier's plan into the edited one."""
    found = Difference(applier, by)
    known = _match(applier, edited)
    _document(found, edited)
    for node in edited.nodes():
        if item := known.get(id(node)):
            _values(found, item, node)
    kept = {id(item) for item in known.values()}
    for item in list(applier.workspace.items()):
        if id(item) not in kept:
            found.add("remove", item)
    _arrange(found, edited.tree, None, known)
    _note_the_rest(found, edited, known)
    return found


def _match(applier: Applier, edited: Plan) -> dict[int, Item]:
    """Return the items of the edited plan's nodes, keyed by the nodes' identity."""
    by_id = applier.identifiers()
    counts = Counter(node.id for node in edited.nodes())
    known: dict[int, Item] = {}
    free = {id(item): item for item in by_id.values()}
    for node in edited.nodes():
        item = by_id.get(node.id)
        if item is not None and counts[node.id] == 1:
            known[id(node)] = item
            free.pop(id(item), None)
    by_source: dict[tuple[str, Any], list[Item]] = {}
    for item in free.values():
        by_source.setdefault((item.node.source.text, item.node.source.lines), []).append(item)
    for node in edited.nodes():
        same = by_source.get((node.source.text, node.source.lines), [])
        if id(node) not in known and same:
            known[id(node)] = same.pop(0)
    return known


def _document(found: Difference, edited: Plan) -> None:
    plan = found.applier.plan()
    for key in DOCUMENT_KEYS:
        old = plan.model_dump(mode="json", include={key})[key]
        new = edited.model_dump(mode="json", include={key})[key]
        if old != new:
            found.add("document", None, key=key, old=old, new=new)


def _values(found: Difference, item: Item, node: Node) -> None:
    for key in _VALUES:
        found.set_value(item, key, None, getattr(node, key))
    new = node.attributes.model_dump(mode="json")
    for key in Attributes.model_fields:
        found.set_value(item, "attribute", key, new.get(key))


def _arrange(
    found: Difference, nodes: Sequence[Node], parent: Item | None, known: dict[int, Item]
) -> None:
    """Put the items in the order of the edited nodes, parents first."""
    siblings = found.applier.workspace.siblings(parent)
    ranks = {id(item): rank for rank, item in enumerate(siblings)}
    here = [known[id(n)] for n in nodes if id(n) in known and id(known[id(n)]) in ranks]
    still = {id(item) for item in _longest_rise(here, ranks)}
    last: Item | None = None
    for node in nodes:
        item = known.get(id(node)) or _added(found, node, parent, last)
        if item is None:
            continue
        known[id(node)] = item
        if (
            item.parent is not parent
            or item.node.level is not node.level
            or (id(item) not in still and id(item) in ranks)
        ):
            found.add(
                "place",
                item,
                old=value_of(item, "place"),
                new=node.level.value,
                parent=found.applier.anchor(parent) if parent else None,
                after=found.applier.anchor(last) if last else None,
            )
        last = item if item.parent is parent else last
    for node in nodes:
        if item := known.get(id(node)):
            _arrange(found, node.children, item, known)


def _longest_rise(items: Sequence[Item], ranks: dict[int, int]) -> Iterator[Item]:
    """Yield the most items that already stand in this order (longest increasing subsequence)."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int | None] = []
    for place, item in enumerate(items):
        rank = ranks[id(item)]
        at = bisect_left(ends, rank)
        ends[at : at + 1] = [rank]
        tails[at : at + 1] = [place]
        before.append(tails[at - 1] if at else None)
    here = tails[-1] if tails else None
    while here is not None:
        yield items[here]
        here = before[here]


def _added(found: Difference, node: Node, parent: Item | None, last: Item | None) -> Item | None:
    """Make a node that the edited plan holds and the program did not read."""
    texts = [text for text in node.source.text.split("\n") if text.strip()] or [node.title]
    page, box = node.source.page, node.source.bbox
    count = len(found.entries)
    found.add(
        "add",
        None,
        new={"level": node.level.value, "code": node.code, "title": node.title},
        lines=[MarkedLine(text=text, page=page, bbox=box) for text in texts],
        parent=found.applier.anchor(parent) if parent else None,
        after=found.applier.anchor(last) if last else None,
    )
    if len(found.entries) == count:
        note = f"{found.notes.pop()}: the new node {collapse_spaces(node.title)[:60]!r}"
        found.notes.append(f"{note} is not taken; its lines must stand in the document")
        return None
    item = found.applier.workspace.by_handle[found.entries[-1].id]
    _values(found, item, node)
    return item


def _note_the_rest(found: Difference, edited: Plan, known: dict[int, Item]) -> None:
    plan = found.applier.read
    for key in _NOT_TAKEN:
        if key != "diagnostics" and getattr(edited, key) != getattr(plan, key):
            if key in ("front_matter", "coverage") and found.entries:
                continue  # they follow from the nodes that were added or removed
            found.notes.append(f"{key}: an edit here is no correction, and is not taken")
    changed: Counter[str] = Counter()
    for node in edited.nodes():
        item = known.get(id(node))
        if item is None or not item.handle.startswith("n") or item.touched:
            continue
        for key in _NOT_TAKEN_OF_NODES:
            if getattr(node, key) != getattr(item.node, key) and key != "same_as":
                changed[key] += 1
    found.notes += [
        f"{key} of {count} nodes: an edit here is no correction, and is not taken"
        for key, count in changed.items()
    ]
