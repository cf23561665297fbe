"""Applying corrections: entries in their order, on the plan as the program reads it now.

In: a plan and a corrections file. Out: the corrected plan and the conflicts; the plan that came in
is not changed. All anchors are looked up in that plan, before the first correction is applied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.corrections.anchors import Index, Miss
from extractor.corrections.model import Anchor, Corrections, Entry
from extractor.corrections.operations import Differs, Target, apply_to
from extractor.corrections.outcome import Conflict, build_plan, plan_id_of
from extractor.corrections.workspace import Item, Refused, Workspace
from extractor.normalise import identify
from extractor.schema import Node, Plan


def apply_corrections(plan: Plan, corrections: Corrections) -> tuple[Plan, list[Conflict]]:
    """Return the corrected plan and the corrections that no longer fit; `plan` is not changed."""
    if not corrections.entries:
        return plan, []
    applier = Applier(plan)
    applier.run(corrections.entries)
    return applier.plan(), applier.conflicts


class _Lost(ValueError):
    """An anchor that names no node now; `miss` says why."""

    def __init__(self, miss: Miss) -> None:
        super().__init__(miss.reason)
        self.miss = miss


@dataclass(slots=True)
class Applier:
    """A plan being corrected entry by entry; `plan()` is the result so far."""

    read: Plan
    applied: list[Entry] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    workspace: Workspace = field(init=False)
    _index: Index | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.workspace = Workspace(self.read)

    @property
    def index(self) -> Index:
        """The nodes as read, by what they read; made when a correction first asks for them."""
        if self._index is None:
            self._index = Index(self.read)
        return self._index

    def restart(self) -> None:
        """Forget what was applied; the index of the plan as read is kept."""
        self.workspace = Workspace(self.read)
        self.applied, self.conflicts = [], []

    def run(self, entries: Sequence[Entry]) -> None:
        """Apply entries in order; what does not fit is added to `conflicts`."""
        for entry in entries:
            self.apply(entry)

    def apply(self, entry: Entry) -> Conflict | None:
        """Apply one entry; return the conflict where it does not fit."""
        conflict = None
        try:
            apply_to(self.workspace, self._target(entry))
        except Differs as differs:
            conflict = Conflict(entry, str(differs), differs.now, self._nearest(entry))
        except _Lost as lost:
            node = lost.miss.nearest
            conflict = Conflict(entry, str(lost), node.title if node else None, node)
        except Refused as refused:
            conflict = Conflict(entry, str(refused), None, self._nearest(entry))
        if conflict is None:
            self.applied.append(entry)
        else:
            self.conflicts.append(conflict)
        return conflict

    def plan(self) -> Plan:
        """Return the plan with all that was applied, conflicts among its remarks."""
        return build_plan(self.workspace, self.applied, self.conflicts)

    def identifiers(self) -> dict[str, Item]:
        """Return the items by the identifier that their node has in `plan()`."""
        return self._identified(self.workspace.roots, plan_id_of(self.workspace))

    def _identified(self, items: Sequence[Item], path: str) -> dict[str, Item]:
        found: dict[str, Item] = {}
        pairs = [(item.node.level, item.node.code) for item in items]
        for item, node_id in zip(items, identify(pairs, path), strict=True):
            found[node_id] = item
            found |= self._identified(item.children, node_id)
        return found

    def anchor(self, item: Item) -> Anchor:
        """Return the anchor of an item, to be kept in an entry."""
        if item.handle.startswith("n"):
            return self.index.anchor(int(item.handle[1:]))
        node = item.node
        return Anchor(made_by=item.handle, level=node.level, text=node.title)

    def _target(self, entry: Entry) -> Target:
        return Target(
            entry,
            entry.read_in == self.read.source.sha256,
            *(self._item(anchor, entry) for anchor in (entry.on, entry.parent, entry.after)),
        )

    def _item(self, anchor: Anchor | None, entry: Entry) -> Item | None:
        if anchor is None:
            return None
        if anchor.made_by:
            handle = anchor.made_by
        else:
            found = self.index.find(anchor, entry.read_in)
            if isinstance(found, Miss):
                raise _Lost(found)
            handle = f"n{found.rank}"
        item = self.workspace.by_handle.get(handle)
        if item is None:
            raise Refused("the node was taken away, or could not be made")
        return item

    def _nearest(self, entry: Entry) -> Node | None:
        """Return the node that a conflict should be shown at."""
        for anchor in (entry.on, entry.parent):
            if anchor is not None and not anchor.made_by:
                found = self.index.find(anchor, entry.read_in)
                return found.nearest if isinstance(found, Miss) else found.node
        return None
