"""A reading → the tree: one stack, document order, values with the node that they speak of.

In: blocks, the rank of each, the places that only mention. Out: the root nodes and the use that was
made of each block. A heading goes under the nearest open one of a higher rank; printed again (same
rank, code and title) it opens its node again. A wrong number is reported elsewhere, never
corrected; no layer is invented. Values of a row belong to the titles of that row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.document import OutlineNode, RawField, Use
from extractor.schema import Level, Volet
from extractor.structure.blocks import Block, Sort
from extractor.structure.closing import closing_fields
from extractor.structure.looks import Look
from extractor.structure.numbers import codes_of
from extractor.structure.score import OS, SECTION, ends
from extractor.text import letters
from extractor.vocabulary.words import RANKS

REOPENED = (Level.OS, Level.OO, Level.PROJET)  # printed again, they open their node again


@dataclass(slots=True)
class Decoded:
    """The tree, and what was made of every block."""

    roots: list[OutlineNode]
    uses: list[Use]
    node_of: dict[int, OutlineNode]  # by place of the block that opened it


@dataclass(slots=True)
class _Volets:
    """The volet that holds for the objectives to come."""

    running: Volet | None = None
    once: Volet | None = None  # in brackets: for the next objective alone
    mentioned: bool = False  # objectives were listed below it: it holds for those
    of_title: dict[str, Volet] = field(default_factory=dict)


class TreeBuilder:
    """Builds the tree of one reading."""

    def __init__(
        self,
        blocks: Sequence[Block],
        looks: Sequence[Look],
        ranks: Mapping[int, int],
        mentions: set[int],
    ) -> None:
        self.blocks, self.looks, self.ranks = blocks, looks, ranks
        self.mentions = mentions
        self.look_of = {at: i for i, look in enumerate(looks) for at in look.members}
        self.codes = _codes(blocks, self.look_of, ranks)
        self.roots: list[OutlineNode] = []
        self.stack: list[OutlineNode] = []
        self.looks_open: list[int] = []
        self.sections: dict[int, str] = {}
        self.index: dict[tuple[Level, str | None, str], OutlineNode] = {}
        self.printed: dict[tuple[int | None, str], OutlineNode] = {}  # by column and title
        self.row: list[tuple[int, OutlineNode]] = []  # nodes of the row at hand, by place
        self.uses = [Use.FRONT] * len(blocks)
        self.closing = closing_fields(blocks, ranks)
        self.node_of: dict[int, OutlineNode] = {}
        self.volets = _Volets()
        self.top = min((r for r in ranks.values() if r >= OS), default=OS)

    def build(self) -> Decoded:
        """Return the tree."""
        for at, block in enumerate(self.blocks):
            self._step(at, block)
        return Decoded(self.roots, self.uses, self.node_of)

    def _step(self, at: int, block: Block) -> None:
        if at in self.mentions:
            self._mention(at, block)
        elif block.repeat:
            self._repeat(at, block)
        elif block.sort is Sort.CLOSING and self.stack:
            self.stack, self.uses[at] = [], Use.END
        elif block.sort is Sort.VOLET:
            self._volet(at, block)
        elif block.sort is Sort.ITEM and self.ranks.get(at, 0) >= SECTION:
            self._item(at, block)
        elif self.stack and block.sort is Sort.ITEM and self._ends(at):
            pass
        elif self.stack and block.sort is Sort.FIELD:
            self._field(at, block)
        elif self.stack:
            self._text(at, block)

    # ------------------------------------------------------------------ headings

    def _item(self, at: int, block: Block) -> None:
        rank = self.ranks[at]
        if rank == SECTION:
            self._section(at, block)
            return
        level = Level(RANKS[rank - 1])
        while self.stack and self.stack[-1].level.rank >= level.rank:
            self.stack.pop()
        if not self.stack and rank > self.top:
            return  # stands under nothing: outside the plan
        self.uses[at] = Use.NODE
        code = self.codes.get(at)
        key = (level, code, letters(block.title))
        known = self.index.get(key) if level in REOPENED else None
        if known is not None and self._fits(known):
            self.stack = _path(known)
            known.body_lines += block.lines
            known.volet = known.volet or block.volet
        else:
            known = self._open(at, block, level, code)
            self.index[key] = known
        if block.place is not None:
            self.printed[block.place.column, letters(block.title)] = known
        self._remember(at, block, known)

    def _open(self, at: int, block: Block, level: Level, code: str | None) -> OutlineNode:
        node = OutlineNode(
            level, code, block.label, block.title, block.lines,
            volet=self._volet_of(block) if level is Level.OS else None,
            sections=tuple(self.sections.values()) if not self.stack else (),
            bold=block.bold, page=block.page, quality=block.quality, block=at,
        )  # fmt: skip
        if self.stack:
            node.parent = self.stack[-1]
            self.stack[-1].children.append(node)
        else:
            self.roots.append(node)
        self.stack.append(node)
        self.node_of[at] = node
        return node

    def _remember(self, at: int, block: Block, node: OutlineNode) -> None:
        """Keep the nodes of one row: their values follow."""
        last = self.blocks[self.row[-1][0]].place if self.row else None
        if block.place is None or last is None or _row_of(block) != (last.table, last.row):
            self.row = []
        self.row.append((at, node))

    def _repeat(self, at: int, block: Block) -> None:
        """Open again the node that a row prints again in the same column."""
        key = block.place.column if block.place else None, letters(block.title)
        node = self.printed.get(key)
        self.uses[at] = Use.BODY if node is not None else Use.FRONT
        if node is not None:
            self.stack = _path(node)
            node.body_lines += block.lines
            self._remember(at, block, node)

    def _fits(self, known: OutlineNode) -> bool:
        """Tell whether a node may be opened again here: nothing contradicts its parent."""
        above = [n for n in self.stack if n.level.rank < known.level.rank]
        return not above or known.parent is None or known.parent in above

    def _section(self, at: int, block: Block) -> None:
        """Remember a heading above the levels; one of the same look replaces it and all below."""
        look = self.look_of[at]
        kinds = list(self.sections)
        if look in kinds:
            for kind in kinds[kinds.index(look) :]:
                del self.sections[kind]
        self.sections[look] = " ".join(p for p in (block.label, block.title) if p)
        self.stack, self.uses[at] = [], Use.BODY
        if block.volet is not None:
            self.volets.running, self.volets.mentioned = block.volet, False

    # ------------------------------------------------------------------ volets

    def _volet(self, at: int, block: Block) -> None:
        after = next(
            (
                self.ranks.get(i, 0)
                for i in range(at + 1, len(self.blocks))
                if self.ranks.get(i, 0) >= OS and i not in self.mentions
            ),
            0,
        )
        bracket = block.text.lstrip().startswith("(")
        self.uses[at] = Use.BODY if self.stack else Use.FRONT
        below_title = bool(self.stack) and self.stack[-1].level is Level.OS
        just_below = at > 0 and self.uses[at - 1] is Use.NODE
        if below_title and (just_below or not self.stack[-1].children) and after != OS:
            opened = self.blocks[self.stack[-1].block]
            self.stack[-1].volet = opened.volet or block.volet
            self.stack[-1].body_lines += block.lines
            return
        if bracket:
            self.volets.once = block.volet
        else:
            self.volets.running, self.volets.mentioned = block.volet, False
        if self.stack:
            self.stack[-1].body_lines += block.lines

    def _volet_of(self, block: Block) -> Volet | None:
        said = self.volets.of_title.get(letters(block.title))
        once, self.volets.once = self.volets.once, None
        running = None if self.volets.mentioned else self.volets.running
        return block.volet or once or running or said

    def _mention(self, at: int, block: Block) -> None:
        self.uses[at] = Use.MENTION
        volet = block.volet or self.volets.once or self.volets.running
        self.volets.once = None
        if volet is None:
            return
        key = letters(block.title)
        self.volets.of_title.setdefault(key, volet)
        self.volets.mentioned = self.volets.mentioned or block.volet is None
        for root in self.roots:
            if letters(root.title) == key:
                root.volet = root.volet or volet

    # ------------------------------------------------------------------ what stands below

    def _ends(self, at: int) -> bool:
        """Close what a title that is none of the plan's ends; tell whether all is closed."""
        if at not in self.look_of:
            return False
        look = self.looks[self.look_of[at]]
        for depth, node in enumerate(self.stack):
            if node.block in self.look_of and ends(look, self.looks[self.look_of[node.block]]):
                del self.stack[depth:]
                break
        if not self.stack:
            self.uses[at] = Use.END
        return not self.stack

    def _text(self, at: int, block: Block) -> None:
        node = self.stack[-1]
        self.uses[at] = Use.BODY
        node.body_lines += block.lines
        if block.sort in (Sort.TEXT, Sort.ITEM) and block.text.strip():
            node.description.append(block.text)

    def _field(self, at: int, block: Block) -> None:
        self.uses[at] = Use.BODY
        if block.continues and self._extend(block):
            return
        above = self.stack[-1].parent if at in self.closing else None
        targets = [above] if above is not None else self._targets(block)
        raw = RawField(block.key, block.label or "", block.value, block.lines, block.nested)
        for node in targets:
            node.fields.append(raw)
        targets[0].body_lines += block.lines

    def _targets(self, block: Block) -> list[OutlineNode]:
        """Return the nodes that a value speaks of: those of its row, or the one that is open."""
        same = [
            node
            for at, node in self.row
            if (place := self.blocks[at].place) is not None
            and _row_of(block) == (place.table, place.row)
        ]
        if block.place is None or not same:
            return [self.stack[-1]]
        if block.shared > 1:
            return same[-block.shared :]
        return [same[max(0, len(same) - 1 - block.owner)]]

    def _extend(self, block: Block) -> bool:
        """Add the rest of a value that a page break cut to the field it belongs to."""
        node = self.stack[-1]
        for at in range(len(node.fields) - 1, -1, -1):
            before = node.fields[at]
            if block.key in (None, before.key):
                glue = " " if block.value[:1].islower() else "\n"
                value = f"{before.value}{glue}{block.value}".strip()
                node.fields[at] = RawField(
                    before.key, before.label, value, before.lines + block.lines,
                    before.tables + block.nested,
                )  # fmt: skip
                node.body_lines += block.lines
                return True
        return False


def _row_of(block: Block) -> tuple[int, int] | None:
    return (block.place.table, block.place.row) if block.place else None


def _path(node: OutlineNode) -> list[OutlineNode]:
    path = [node]
    while path[0].parent is not None:
        path.insert(0, path[0].parent)
    return path


def _codes(
    blocks: Sequence[Block], look_of: Mapping[int, int], ranks: Mapping[int, int]
) -> dict[int, str]:
    """Return the codes of the blocks that become nodes; a series tells letters from numerals."""
    series: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, rank in ranks.items():
        if rank >= OS and blocks[at].number and at in look_of:
            series[rank, look_of[at]].append(at)
    out: dict[int, str] = {}
    for members in series.values():
        codes = codes_of([blocks[at].number or "" for at in members])
        out.update(zip(members, codes, strict=True))
    return out


def walk(roots: Sequence[OutlineNode]) -> Iterator[OutlineNode]:
    """Yield every node, in document order."""
    for node in roots:
        yield node
        yield from walk(node.children)
