"""Chosen candidates → the tree, with one stack; numbering checks.

In: candidates whose `use`, `level` and `code` are decided. Out: the root nodes. Document order
wins: a heading goes under the nearest open heading of a higher level, a heading printed again
(same level, code and title) opens its node again instead of making another. A wrong number is
reported, never corrected; a missing layer is reported, never invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.document import Candidate, Kind, OutlineNode, RawField, Use
from extractor.schema import Level
from extractor.structure.ownership import REOPENED
from extractor.text import letters


class _Builder:
    def __init__(self) -> None:
        self.roots: list[OutlineNode] = []
        self.stack: list[OutlineNode] = []
        self.sections: dict[str, str] = {}
        self.index: dict[tuple[Level, str | None, str], OutlineNode] = {}
        self.recent: list[OutlineNode] = []

    def open(self, c: Candidate) -> None:
        """Open the node of a heading, or the node that it names again."""
        assert c.level is not None
        key = (c.level, c.code, letters(c.title))
        while self.stack and self.stack[-1].level.rank >= c.level.rank:
            self.stack.pop()
        known = self.index.get(key) if c.level in REOPENED else self._row_again(c)
        if known is not None and self._fits(known):
            self._place(known)
            self.stack = _path(known)
            known.body_lines += c.lines
            known.volet = known.volet or c.volet
            self.recent.append(known)
            return
        node = OutlineNode(
            c.level, c.code, c.label, c.title, c.lines, c.evidence,
            volet=c.volet if c.level is Level.OS else None,
            sections=tuple(self.sections.values()) if not self.stack else (),
            bold=c.bold, page=c.page, quality=c.quality,
        )  # fmt: skip
        if self.stack:
            node.parent = self.stack[-1]
            self.stack[-1].children.append(node)
        else:
            self.roots.append(node)
        self.index[key] = node
        self.stack.append(node)
        self.recent.append(node)

    def _place(self, known: OutlineNode) -> None:
        """Put a node that stood under nothing where it is printed again."""
        if known.parent is None and self.stack:
            self.roots.remove(known)
            known.parent, known.sections = self.stack[-1], ()
            self.stack[-1].children.append(known)

    def _is_list_of_another(self, c: Candidate) -> bool:
        """Tell whether the open node is only listed where a value stands: by a row of the same
        form, or as an unlabelled part of an action in running text."""
        node = self.stack[-1]
        if "listed" in node.evidence:
            subject = self.stack[-2].level in (Level.PROJET, Level.ACTION)
            return subject and c.table is not None and c.scope is None
        unlabelled = any(e.startswith("marker ") for e in node.evidence)
        return node.level is Level.SOUS_ACTION and unlabelled and not c.in_table and not c.marked

    def _extend(self, c: Candidate) -> bool:
        """Add the rest of a value that a page break cut to the field it belongs to."""
        node = self.stack[-1]
        for at in range(len(node.fields) - 1, -1, -1):
            field = node.fields[at]
            if c.key in (None, field.key):
                glue = " " if c.value[:1].islower() else "\n"
                value = f"{field.value}{glue}{c.value}".strip()
                lines, tables = field.lines + c.lines, field.tables + c.nested
                node.fields[at] = RawField(field.key, field.label, value, lines, tables)
                node.body_lines += c.lines
                return True
        return False

    def _row_again(self, c: Candidate) -> OutlineNode | None:
        """Return the node of the same parent that a table row repeats beside deeper cells."""
        if not c.in_table or c.code is None or not self.stack:
            return None
        for node in reversed(self.stack[-1].children):
            same = node.level is c.level and node.code == c.code
            if same and letters(node.title) == letters(c.title):
                return node
        return None

    def _fits(self, known: OutlineNode) -> bool:
        """Tell whether a node may be opened again here: nothing contradicts its parent."""
        above = [n for n in self.stack if n.level.rank < known.level.rank]
        return not above or known.parent is None or known.parent in above or bool(known.code)

    def section(self, c: Candidate) -> None:
        """Remember a heading above the levels; one of the same kind replaces it and all below."""
        kinds = list(self.sections)
        if c.signature in kinds:
            for kind in kinds[kinds.index(c.signature) :]:
                del self.sections[kind]
        self.sections[c.signature] = " ".join(p for p in (c.label, c.title) if p)
        self.stack = []

    def add_text(self, c: Candidate) -> None:
        """Put prose under the node it stands in."""
        node = self.stack[-1]
        if c.kind in (Kind.CAPTION, Kind.VOLET):
            node.body_lines += c.lines
            return
        if c.text:
            node.description.append(c.text)
        node.body_lines += c.lines

    def add_field(self, c: Candidate) -> None:
        """Attach a labelled value to the node, or to the several nodes, that it speaks of."""
        while len(self.stack) > 1 and self._is_list_of_another(c):
            self.stack.pop()
        if c.continues and self._extend(c):
            return
        field = RawField(c.key, c.label or "", c.value, c.lines or c.source, c.nested)
        targets = self.recent[-c.span :] if c.span > 1 else [self.stack[-1]]
        if c.scope is not None:
            own = [n for n in self.recent if n.level is c.scope]
            targets = own[-c.span :] or targets
        for node in targets:
            node.fields.append(field)
        targets[0].body_lines += c.lines


def _path(node: OutlineNode) -> list[OutlineNode]:
    path = [node]
    while path[0].parent is not None:
        path.insert(0, path[0].parent)
    return path


def build_tree(candidates: Sequence[Candidate]) -> list[OutlineNode]:
    """Return the root nodes, in document order."""
    builder = _Builder()
    for c in candidates:
        if c.use is Use.NODE:
            builder.open(c)
        elif c.use is Use.END:
            builder.stack = []
        elif c.use is Use.BODY:
            if c.kind is Kind.SECTION:
                builder.section(c)
            elif not builder.stack:
                c.use = Use.FRONT
            elif c.kind is Kind.FIELD:
                builder.add_field(c)
            else:
                builder.add_text(c)
    return builder.roots


def walk(roots: Sequence[OutlineNode]) -> Iterator[OutlineNode]:
    """Yield every node, in document order."""
    for node in roots:
        yield node
        yield from walk(node.children)
