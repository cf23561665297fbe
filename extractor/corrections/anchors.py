"""Which node a correction speaks of: found again by its content, or not at all.

In: an `Anchor` and the plan as the program reads it now. Out: the node, or the reason why none
can be told for sure together with the likeliest one. The rules, in order:

1. the same document, and the only node with this text on these lines, or the only one there whose
   text begins the same (a later version of the program reads a line more): that node;
2. a text that was alone of its kind and still is: its node; a short text (below `SURE_LETTERS`)
   must also keep its parent and a neighbour, since `Suivi` may be another `Suivi`;
3. a text that several nodes carry, then or now: the only one with the same parent and both the
   same neighbours, where there was only one such before;
4. else none. A reworded text is another text: what was decided on it is told, not applied.

Texts are compared by their letters and digits, without case, accents and blanks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from extractor.corrections.model import Anchor
from extractor.schema import Node, Plan
from extractor.text import letters

SURE_LETTERS = 12  # of a text that names its node alone; `Communication` (13) hardly does
LIKELY = 70.0  # likeness (0 to 100) from which a reworded heading is shown beside its conflict


@dataclass(frozen=True, slots=True)
class Placed:
    """A node as the program read it, with what stands around it (as keys)."""

    node: Node
    parent: Node | None
    rank: int
    text: str
    under: str
    previous: str
    next: str

    @property
    def context(self) -> tuple[str, str, str, str]:
        """The text with all that tells it from another printing of it."""
        return self.text, self.under, self.previous, self.next


@dataclass(frozen=True, slots=True)
class Miss:
    """No node can be told; `nearest` is the likeliest, if any is likely."""

    reason: str
    nearest: Node | None = None


def key_of(text: str | None) -> str:
    """Return what two readings of one text have in common; the text itself without letters.

    >>> key_of("1.1  ÉCLAIRER les rues") == key_of("1.1 Eclairer les rues")
    True
    """
    return letters(text or "") or (text or "").strip()


class Index:
    """The nodes of a plan by what they read; the plan must not change while it is in use."""

    def __init__(self, plan: Plan) -> None:
        self.sha256 = plan.source.sha256
        self.placed = _place(plan)
        self._by_text: dict[str, list[Placed]] = defaultdict(list)
        for item in self.placed:
            self._by_text[item.text].append(item)
        self._alike = Counter(item.context for item in self.placed)
        self._texts: list[str] | None = None

    def anchor(self, rank: int) -> Anchor:
        """Return the anchor of the node with this rank in document order, from 0."""
        item = self.placed[rank]
        node = item.node
        previous = self.placed[rank - 1].node if rank else None
        following = self.placed[rank + 1].node if rank + 1 < len(self.placed) else None
        parent = item.parent
        return Anchor(
            level=node.level,
            code=node.code,
            text=node.source.text,
            page=node.source.page,
            lines=node.source.lines,
            under=parent.source.text if parent else None,
            previous=previous.source.text if previous else None,
            next=following.source.text if following else None,
            twins=len(self._by_text[item.text]),
            alike=self._alike[item.context],
        )

    def find(self, anchor: Anchor, read_in: str) -> Placed | Miss:
        """Return the node that the anchor names; see the module for the rules."""
        same = self._by_text.get(key_of(anchor.text), [])
        if read_in == self.sha256 and anchor.lines and (found := self._on_lines(anchor, same)):
            return found
        if not same:
            return Miss("its text is no longer read", self._nearest(anchor))
        wanted = _context(anchor)
        if anchor.twins == 1 and len(same) == 1:
            if len(same[0].text) >= SURE_LETTERS or _keeps_its_place(same[0], wanted):
                return same[0]
            return Miss("its text is short and stands elsewhere now", same[0].node)
        whole = [item for item in same if item.context == wanted]
        if anchor.alike == 1 and len(whole) == 1:
            return whole[0]
        return Miss("its text stands in several places", same[0].node)

    def _on_lines(self, anchor: Anchor, same: list[Placed]) -> Placed | None:
        """Return the node that stands where the anchor stood in this very document."""
        first, last = anchor.lines or (0, 0)
        exact = [p for p in same if p.node.source.lines == anchor.lines]
        exact = [p for p in exact if p.node.source.page == anchor.page]
        if len(exact) == 1:
            return exact[0]
        key = key_of(anchor.text)
        if same or len(key) < SURE_LETTERS:
            return None
        longer = [
            p
            for p in self.placed
            if p.node.source.lines[0] <= last
            and p.node.source.lines[1] >= first
            and len(p.text) >= SURE_LETTERS
            and (p.text.startswith(key) or key.startswith(p.text))
        ]
        return longer[0] if len(longer) == 1 else None

    def _nearest(self, anchor: Anchor) -> Node | None:
        """Return the node that reads most like the anchor, if any does."""
        if self._texts is None:
            self._texts = [item.text for item in self.placed]
        found = process.extractOne(
            key_of(anchor.text), self._texts, scorer=fuzz.ratio, score_cutoff=LIKELY
        )
        return self.placed[found[2]].node if found else None


def _context(anchor: Anchor) -> tuple[str, str, str, str]:
    around = (anchor.text, anchor.under, anchor.previous, anchor.next)
    text, under, previous, following = (key_of(part) for part in around)
    return text, under, previous, following


def _keeps_its_place(item: Placed, wanted: tuple[str, str, str, str]) -> bool:
    _, under, previous, following = wanted
    return item.under == under and (item.previous == previous or item.next == following)


def _place(plan: Plan) -> list[Placed]:
    pairs = list(_with_parents(plan.tree, None))
    keys = [key_of(node.source.text) for node, _ in pairs]
    by_id = {id(node): key for (node, _), key in zip(pairs, keys, strict=True)}
    return [
        Placed(
            node=node,
            parent=parent,
            rank=rank,
            text=keys[rank],
            under=by_id[id(parent)] if parent else "",
            previous=keys[rank - 1] if rank else "",
            next=keys[rank + 1] if rank + 1 < len(keys) else "",
        )
        for rank, (node, parent) in enumerate(pairs)
    ]


def _with_parents(nodes: Iterable[Node], parent: Node | None) -> Iterable[tuple[Node, Node | None]]:
    for node in nodes:
        yield node, parent
        yield from _with_parents(node.children, node)
