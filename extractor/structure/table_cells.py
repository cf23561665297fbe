"""The cells of tables: their blocks, the titles they hold, the tables inside them.

In: the lines and tables of a document. Out: what every kind of row needs to know of a cell. A
cell of titles is cut into one title per marked block or paragraph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor import vocabulary
from extractor.document import Candidate, Cell, Kind, Line, Table
from extractor.markers import find_marker
from extractor.schema import Level
from extractor.structure.headings import Typography, clean_title, find_candidates
from extractor.structure.paragraphs import Block, build_blocks
from extractor.structure.table_columns import Column, parse_header
from extractor.structure.table_kinds import ends_label
from extractor.structure.table_rows import Row
from extractor.text import join_lines

_CELL_PADDING = 4.0  # points between a cell's border and its text


@dataclass(slots=True)
class Memory:
    """What earlier tables said of their columns, for tables that go on without a header."""

    columns: dict[int, dict[int, Column]] = field(default_factory=dict)
    edges: dict[int, tuple[float, ...]] = field(default_factory=dict)
    depths: dict[int, Level] = field(default_factory=dict)  # of numbers that alone tell levels
    form: tuple[float, ...] = ()  # left edges of the form that the last table was
    header: tuple[dict[int, Column], tuple[float, ...]] = field(default_factory=lambda: ({}, ()))
    page: int = 0  # of the last table below that header
    head: tuple[str, ...] = ()  # rows above its data
    last: int = 0  # line of that table
    unfinished: frozenset[Level] = frozenset()  # levels whose last title there cannot end so


class CellReader:
    """Reads the cells of one document's tables; remembers what earlier tables said."""

    def __init__(
        self,
        lines: Sequence[Line],
        tables: Sequence[Table],
        typography: Typography,
        *,
        native: bool,
    ) -> None:
        self.lines = {line.index: line for line in lines}
        self.tables = tables
        self.typography = typography
        self.native = native
        self.memory = Memory()

    def read(self, table: Table) -> list[Candidate]:
        """Return the candidates of a table."""
        raise NotImplementedError

    def _rows(self, table: Table) -> list[Row]:
        by_row: dict[int, list[Cell]] = defaultdict(list)
        for cell in table.cells:
            by_row[cell.row].append(cell)
        spanning = [cell for cell in table.cells if cell.row_span > 1]
        rows: list[Row] = []
        for index in sorted(by_row):
            cells = sorted(by_row[index], key=lambda c: c.column)
            blocks = {c.column: self._blocks(c, table.kind) for c in cells}
            reaching = [c for c in spanning if c.row < index < c.row + c.row_span]
            row = Row(index, cells, blocks, table.kind, reaching)
            if rows and ends_label(rows[-1], row):
                self._join_labels(rows[-1], row)
            else:
                rows.append(row)
        return rows

    def _join_labels(self, above: Row, row: Row) -> None:
        """Give a label the line that white space put in a row of its own."""
        first = above.cells[0]
        whole = replace(first, lines=first.lines + row.cells[0].lines)
        above.cells[0] = whole
        above.blocks[whole.column] = self._blocks(whole, row.kind)

    def _blocks(self, cell: Cell, kind: str, *, labels: bool = True) -> list[Block]:
        lines = [self.lines[i] for i in cell.lines if i in self.lines]
        ruled = cell.bbox is not None and kind == "ruled"
        edge = cell.bbox.x1 - _CELL_PADDING if cell.bbox and ruled else None
        own = self.typography.own_labels
        return build_blocks(lines, native=self.native, edge=edge, labels=labels, own_labels=own)

    def _nested(self, cell: Cell) -> list[Candidate]:
        out: list[Candidate] = []
        for index in cell.nested:
            out += self.read(self.tables[index])
        return out

    def _nested_lines(self, cell: Cell) -> tuple[int, ...]:
        """Return the lines of all tables inside a cell."""
        out: list[int] = []
        for index in cell.nested:
            for inner in self.tables[index].cells:
                out += inner.lines
                out += self._nested_lines(inner)
        return tuple(sorted(out))

    def _nested_text(self, cell: Cell) -> str:
        rows = []
        for index in cell.nested:
            for row in self._rows(self.tables[index]):
                rows.append(" | ".join(" ".join(row.text(c).split()) for c in row.cells))
        return "\n".join(rows)

    def _holds_titles(self, cell: Cell) -> bool:
        """Tell whether a table inside a cell lists actions, and is not a value."""
        for index in cell.nested:
            for row in self._rows(self.tables[index])[:2]:
                if any(
                    (found := parse_header(" ".join(row.text(c).split()))) and found.level
                    for c in row.filled
                ):
                    return True
        return False

    def _context(
        self, kind: str, row: Row, cell: Cell, extra: tuple[int, ...] = ()
    ) -> list[Candidate]:
        text = clean_title(row.text(cell))
        lines = tuple(sorted((*extra, *cell.lines)))
        if kind == "volet":
            volet = vocabulary.match_volet(text[:1].upper() + text[1:])
            return [Candidate(Kind.VOLET, text, lines, value=volet[0] if volet else "", title=text)]
        return [Candidate(Kind.SECTION, text, lines, title=text, signature="column")]

    def _titles(
        self, blocks: Sequence[Block], level: Level | None, *, single: bool
    ) -> list[Candidate]:
        """Return the titles of a cell of a level's column: one per marked block or paragraph."""
        found = find_candidates(blocks, self.typography)
        out: list[Candidate] = []
        deeper = _deeper_marks(found) if level is Level.ACTION else set()
        for candidate in found:
            if self._is_remark(out, candidate):
                candidate.kind = Kind.TEXT
                out.append(candidate)
                continue
            if id(candidate) in deeper and out:
                candidate.kind, candidate.level = Kind.HEADING, Level.SOUS_ACTION
                candidate.signature = ""
                out.append(candidate)
                continue
            opens = candidate.kind is Kind.HEADING or candidate.marked or not out
            if not opens and (single or _goes_on(out[-1], candidate)):
                out[-1].title = clean_title(join_lines([out[-1].title, candidate.text]))
                out[-1].lines += candidate.lines
                out[-1].text += " " + candidate.text
                continue
            if candidate.kind is not Kind.HEADING:
                candidate.level = level
                if candidate.kind is Kind.FIELD or not candidate.title:
                    candidate.title = clean_title(_unmarked(candidate))
            candidate.kind = Kind.HEADING if candidate.level else Kind.TEXT
            candidate.signature = ""
            candidate.evidence += ("column",)
            out.append(candidate)
        return out

    def _is_remark(self, above: Sequence[Candidate], candidate: Candidate) -> bool:
        """Tell whether a paragraph is said of the title above it: in italics, as that is not."""
        title = next((c for c in reversed(above) if c.kind is Kind.HEADING and c.title), None)
        mine = [self.lines[i] for i in candidate.lines]
        if title is None or candidate.kind not in (Kind.ITEM, Kind.TEXT) or not mine:
            return False
        said = [self.lines[i] for i in title.lines]
        slanted = all(line.italic for line in mine) and not any(line.italic for line in said)
        return slanted and not candidate.marked


def _unmarked(candidate: Candidate) -> str:
    """Return the text of a candidate without the sign or number that marks it."""
    marker = find_marker(candidate.text) if candidate.marked else None
    return candidate.text[marker.end :] if marker else candidate.text


def _deeper_marks(found: Sequence[Candidate]) -> set[int]:
    """Return the marked blocks below a title without mark: parts of that action."""
    if not found or found[0].marked or found[0].kind is Kind.HEADING:
        return set()
    marked = [c for c in found[1:] if c.marked]
    plain = [c for c in found[1:] if not c.marked]
    return {id(c) for c in marked} if marked and not plain else set()


def _goes_on(before: Candidate, candidate: Candidate) -> bool:
    """Tell whether a paragraph without mark goes on with a title that had one."""
    return before.marked or not before.title or candidate.text[:1].islower()
