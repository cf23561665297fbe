"""The tree while it is being corrected: items that move, nodes that are never changed in place.

An `Item` holds a node of the contract, its parent and its children; a change of a value puts a
copy of the node in its place, so that the plan as the program read it stays as it was. Every item
has a handle that lasts: `n12` for the thirteenth node that the program read, the identifier of the
entry for a node that a correction made. Structural changes keep two promises: a node ranks below
its parent, and no node is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.schema import FrontBlock, Level, Node, Plan


class Refused(ValueError):
    """A correction that the tree cannot take; the message says why, in one line."""


@dataclass(slots=True, eq=False)
class Item:
    """A node in the tree; `read` keeps what the program had read, by key, once it is changed."""

    handle: str
    node: Node
    parent: Item | None = None
    children: list[Item] = field(default_factory=list)
    read: dict[str, Any] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    marked: str | None = None
    by: str = ""
    at: str = ""

    @property
    def touched(self) -> bool:
        """Tell whether a correction speaks of this node."""
        return bool(self.by)

    def walk(self) -> Iterator[Item]:
        """Yield this item and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def change(self, **values: Any) -> None:
        """Put a copy of the node with other values in its place."""
        self.node = self.node.model_copy(update=values)


class Workspace:
    """A plan being corrected."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.roots: list[Item] = []
        self.by_handle: dict[str, Item] = {}
        self.front: list[FrontBlock] = list(plan.front_matter)
        self.to_nodes = 0  # lines of the front matter that nodes hold now, less the contrary
        self.from_discarded: list[str] = []  # keys of lines that had been left out
        self.document: dict[str, Any] = {}
        self.document_read: dict[str, Any] = {}
        self.document_kinds: list[str] = []
        self.document_mark: str | None = None
        self.document_by = self.document_at = ""
        self._grow(plan.tree, None)

    def _grow(self, nodes: Sequence[Node], parent: Item | None) -> None:
        for node in nodes:
            item = Item(f"n{len(self.by_handle)}", node, parent)
            self.by_handle[item.handle] = item
            self.siblings(parent).append(item)
            self._grow(node.children, item)

    def siblings(self, parent: Item | None) -> list[Item]:
        """Return the children of an item, or the roots; the list itself."""
        return self.roots if parent is None else parent.children

    def items(self) -> Iterator[Item]:
        """Yield every item, in document order."""
        for root in self.roots:
            yield from root.walk()

    def rank_in(self, item: Item) -> int:
        """Return the position among the siblings, from 0."""
        return next(n for n, other in enumerate(self.siblings(item.parent)) if other is item)

    def insert(self, item: Item, parent: Item | None, after: Item | None) -> None:
        """Put an item that stands nowhere under a parent, after one of its children or first."""
        siblings = self.siblings(parent)
        if after is not None and after.parent is not parent:
            raise Refused("the node after which it should stand has another parent")
        siblings.insert(self.rank_in(after) + 1 if after else 0, item)
        item.parent = parent
        self.by_handle[item.handle] = item

    def take_out(self, item: Item) -> None:
        """Remove an item with what is below it from its place."""
        del self.siblings(item.parent)[self.rank_in(item)]

    def place(self, item: Item, parent: Item | None, after: Item | None, level: Level) -> None:
        """Move an item with what is below it; raise `Refused` when it cannot stand there."""
        if parent is not None and any(above is item for above in _ancestors(parent)):
            raise Refused("a node cannot stand under itself")
        if after is item:
            raise Refused("a node cannot stand after itself")
        if after is not None and after.parent is not parent:
            raise Refused("the node after which it should stand has another parent")
        if parent is not None and parent.node.level.rank >= level.rank:
            raise Refused(f"{level} cannot stand under {parent.node.level}")
        self.take_out(item)
        item.change(level=level)
        self.insert(item, parent, after)
        self.settle(item)

    def set_level(self, item: Item, level: Level) -> None:
        """Give an item another level and nest its surroundings as the document's order wants.

        Higher up, it leaves the parents that it does not rank below, and what followed it there
        stands under it. Deeper, it goes under the sibling before it when that ranks above it, and
        what it held but does not rank below it follows it.

        Where it leaves no parent, the siblings of its former level that follow it at once stand
        under it.
        """
        if level.rank < item.node.level.rank:
            self._raise(item, level)
        else:
            item.change(level=level)
            before = self._before(item)
            while before is not None and before.node.level.rank < level.rank:
                self.take_out(item)
                last = before.children[-1] if before.children else None
                self.insert(item, before, last)
                before = last
        self.settle(item)

    def _raise(self, item: Item, level: Level) -> None:
        adopted: list[Item] = []
        former = item.node.level
        if item.parent is None or item.parent.node.level.rank < level.rank:
            rank, siblings = self.rank_in(item), self.siblings(item.parent)
            while len(siblings) > rank + 1 and siblings[rank + 1].node.level is former:
                adopted.append(siblings.pop(rank + 1))
        while item.parent is not None and item.parent.node.level.rank >= level.rank:
            parent, rank = item.parent, self.rank_in(item)
            adopted += parent.children[rank + 1 :]
            del parent.children[rank:]
            self.insert(item, parent.parent, parent)
        item.change(level=level)
        for child in adopted:
            child.parent = item
        item.children += adopted

    def _before(self, item: Item) -> Item | None:
        rank = self.rank_in(item)
        return self.siblings(item.parent)[rank - 1] if rank else None

    def settle(self, item: Item) -> None:
        """Let the children that do not rank below the item follow it instead."""
        level = item.node.level.rank
        stay = 0
        while stay < len(item.children) and item.children[stay].node.level.rank > level:
            stay += 1
        leaving = item.children[stay:]
        del item.children[stay:]
        last = item
        for child in leaving:
            parent = item.parent
            if last is not item and last.node.level.rank < child.node.level.rank:
                # It stood behind one that leaves: document order puts it below that one.
                self.insert(child, last, last.children[-1] if last.children else None)
                continue
            self.insert(child, parent, last)
            last = child

    def remove(self, item: Item) -> None:
        """Take a node out; what it held stands in its place, its text goes to what holds it."""
        parent, rank = item.parent, self.rank_in(item)
        siblings = self.siblings(parent)
        siblings[rank : rank + 1] = item.children
        for child in item.children:
            child.parent = parent
        item.children = []
        del self.by_handle[item.handle]


def _ancestors(item: Item | None) -> Iterator[Item]:
    while item is not None:
        yield item
        item = item.parent
