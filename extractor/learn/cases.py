"""A document with the plan that a person left: what is right, and how far a reading is from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.attributes import Context
from extractor.diagnostics import Report
from extractor.document import Role, SourceDocument
from extractor.evaluate.folding import fold_title
from extractor.evaluate.golds import FlatNode
from extractor.evaluate.matching import match_nodes
from extractor.furniture import find_roles
from extractor.normalise import build_nodes
from extractor.schema import Node, Plan, Term
from extractor.structure import Structure, find_structure
from extractor.structure.blocks import Block
from extractor.structure.looks import Look
from extractor.text import letters
from extractor.vocabulary.words import RANKS


@dataclass(frozen=True, slots=True)
class Right:
    """A node that is right: its heading as read, its title, its level and label."""

    level: str
    title: str
    text: str
    label: str | None
    first: int  # line, 1-based


@dataclass(frozen=True, slots=True)
class Case:
    """A document and its corrected plan."""

    name: str
    document: SourceDocument
    roles: Mapping[int, Role]
    nodes: list[FlatNode]
    rights: list[Right]


@dataclass(frozen=True, slots=True)
class Distance:
    """What a person would have to do to a reading: nodes to add, to remove, to move or re-level,
    and titles to cut or to go on."""

    missed: int
    added: int
    moved: int
    retitled: int = 0

    @property
    def corrections(self) -> int:
        """All of them."""
        return self.missed + self.added + self.moved + self.retitled


def make_case(name: str, document: SourceDocument, plan: Plan) -> Case:
    """Return the case of a corrected plan."""
    rights = [
        Right(node.level.value, node.title, node.source.text, node.label, node.source.lines[0])
        for node in plan.nodes()
    ]
    return Case(name, document, find_roles(document), flatten(plan.tree), rights)


def flatten(roots: Sequence[Node]) -> list[FlatNode]:
    """Return nodes in document order, each with the place of its parent."""
    out: list[FlatNode] = []

    def visit(node: Node, parent: int | None) -> None:
        here = len(out)
        out.append(FlatNode(node.level.value, node.title, node.code, parent, None, None, None, 1.0))
        for child in node.children:
            visit(child, here)

    for root in roots:
        visit(root, None)
    return out


def read(case: Case) -> tuple[Structure, list[FlatNode]]:
    """Read the document with the model that is current."""
    structure = find_structure(case.document, case.roles)
    context = Context(case.document, Term())
    return structure, flatten(build_nodes(structure.roots, case.document, context, "p", Report()))


def distance(wanted: Sequence[FlatNode], found: Sequence[FlatNode]) -> Distance:
    """Count what differs; a node whose parent moved stays with it."""
    plain, other = [replace(n, level="") for n in wanted], [replace(n, level="") for n in found]
    matches = match_nodes(plain, other) if plain and other else {}
    known = len(matches)
    matches |= _begun_alike(plain, other, matches)
    moved = 0
    for place, at in matches.items():
        parent = wanted[place].parent
        there = matches.get(parent) if parent is not None else None
        moved += wanted[place].level != found[at].level or found[at].parent != there
    same = len(matches)
    return Distance(len(wanted) - same, len(found) - same, moved, same - known)


def _begun_alike(
    wanted: Sequence[FlatNode], found: Sequence[FlatNode], matches: Mapping[int, int]
) -> dict[int, int]:
    """Match what is left where one title is the beginning of the other."""
    taken = set(matches.values())
    free = {at: fold_title(n.title) for at, n in enumerate(found) if at not in taken}
    out: dict[int, int] = {}
    for place, node in enumerate(wanted):
        if place in matches:
            continue
        title = fold_title(node.title)
        alike = (at for at, t in free.items() if t and (t.startswith(title) or title.startswith(t)))
        if title and (at := next(alike, None)) is not None:
            out[place] = at
            del free[at]
    return out


def ranks_of(case: Case, blocks: Sequence[Block], looks: Sequence[Look]) -> dict[int, int]:
    """Return the rank of each block that a node stands in, by place: by the block's title, else by
    the whole text of the heading, else by the line where it begins."""
    by_text: dict[str, Counter[str]] = {}
    by_line: dict[int, list[Right]] = {}
    for right in case.rights:
        for text in {letters(right.title), letters(right.text)}:
            by_text.setdefault(text, Counter())[right.level] += 1
        by_line.setdefault(right.first, []).append(right)
    ranks: dict[int, int] = {}
    for at in sorted(at for look in looks for at in look.members):
        block = blocks[at]
        title = letters(block.title)
        found = by_text.get(title) or by_text.get(letters(block.text))
        level = found.most_common(1)[0][0] if found else None
        if level is None and block.lines:
            level = _begun(title, by_line.get(block.lines[0], ()))
        if level is not None:
            ranks[at] = 1 + RANKS.index(level)
    return ranks


def _begun(title: str, rights: Sequence[Right]) -> str | None:
    """Return the level of a node of this line whose title the block holds, or is the start of."""
    for right in rights:
        mine = letters(right.title)
        if title and mine and (mine.startswith(title) or title.endswith(mine)):
            return right.level
    return None
