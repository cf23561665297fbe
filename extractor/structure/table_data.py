"""Rows of data: each cell is read as its column's header says.

In: a row and what its columns hold. Out: its titles, each with the number that stands in a column
of its own, then its fields, told how many of the titles they apply to. What says where a row
stands (volet, axis, kind) comes before its titles, and titles from the highest level down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor import vocabulary
from extractor.document import NUMBER_ALONE, Candidate, Cell, Kind
from extractor.schema import Level
from extractor.structure.headings import find_candidates
from extractor.structure.table_cells import CellReader
from extractor.structure.table_columns import (
    Column,
    depth_of,
    is_code,
    is_mark,
    level_of_code,
    unknown_of,
    untold_level,
)
from extractor.structure.table_rows import Row, page_of
from extractor.text import letters

_SHARED = vocabulary.attribute_keys() - {"budget"}
_CONTEXT_KINDS = ("section", "volet", "kind")  # of columns that say where a row stands

_KINDS = {
    "os": Level.OS, "oo": Level.OO, "a": Level.ACTION, "al": Level.ACTION, "action": Level.ACTION,
    "sa": Level.SOUS_ACTION, "sal": Level.SOUS_ACTION, "saction": Level.SOUS_ACTION,
    "sousaction": Level.SOUS_ACTION, "projet": Level.PROJET, "objectifstrategique": Level.OS,
    "objectifoperationnel": Level.OO, "o s": Level.OS,
}  # fmt: skip


@dataclass(slots=True)
class _Code:
    """A number that stands in a column of its own."""

    text: str | None = None
    lines: tuple[int, ...] = ()


@dataclass(slots=True)
class _RowData:
    """What was read of a row so far."""

    codes: dict[Level | None, _Code]  # numbers that no title has taken yet
    titles: list[Cell]  # the cells that hold titles
    untold: Level | None  # of titles of which nothing tells the level
    row_level: Level | None  # that the table has one row for
    out: list[Candidate] = field(default_factory=list)
    fields: list[Candidate] = field(default_factory=list)
    kind: Level | None = None  # that a cell of the row names
    coded: bool = False  # a cell says what kind of row it is: one row, one node
    scope: Level | None = None  # of the last titles
    titled: int = 0  # titles that the last cell of titles holds
    owned: bool = False  # it has a title of the table's own level


class DataReader(CellReader):
    """Reads rows below a header."""

    def _data(
        self, row: Row, columns: dict[int, Column], row_level: Level | None = None
    ) -> list[Candidate]:
        """Return the titles and fields of a row, each cell read as its column says."""
        cells = _contexts_first(row, columns)
        titles = [c for c in cells if columns.get(c.column, unknown_of(c)).holds_titles]
        data = _RowData(self._codes(row, columns), titles, untold_level(columns), row_level)
        data.coded = any(columns.get(c.column, unknown_of(c)).kind == "kind" for c in row.filled)
        for cell in cells:
            column = _column_of(row, cell, columns)
            text = " ".join(row.text(cell).split())
            if column.kind == "number":
                continue
            if column.kind == "kind" or (column.kind == "other" and letters(text) in _KINDS):
                data.kind = _KINDS.get(letters(text))
                data.codes.setdefault(None, _Code()).lines += cell.lines
            elif column.kind in ("section", "volet"):
                data.out += self._context(column.kind, row, cell)
            elif column.holds_titles:
                self._title_cell(row, cell, column, data)
            elif self._holds_titles(cell):
                data.out += find_candidates(row.blocks[cell.column], self.typography)
                data.out += self._nested(cell)
            else:
                data.fields += self._column_field(row, cell, column)
        data.fields += self._coloured(row, columns)
        data.fields += self._reaching(row, columns) if data.titled else []
        for candidate in data.fields:
            candidate.span = max(1, data.titled)
            candidate.scope = candidate.scope or (row_level if data.owned else None) or data.scope
        return _with_untitled(data.out, data.codes) + data.fields

    def _title_cell(self, row: Row, cell: Cell, column: Column, data: _RowData) -> None:
        """Add the titles of a cell, with the number that stands in a column of its own."""
        level = column.level or data.kind
        code = data.codes.pop(level, None)
        if code is None and cell is data.titles[-1]:
            code = data.codes.pop(None, None)
        if not data.kind and len(data.titles) == 1:
            level = self._level_by_code(code) or level
        level = level or data.untold
        single = data.coded or level in (Level.OS, Level.OO) or bool(code and code.text)
        found = self._titles(row.blocks[cell.column], level, single=single)
        if column.numbered and found and not found[0].number and code is None:
            _part_number(found[0])
        if found and code is not None:
            found[0].lines = tuple(sorted((*code.lines, *found[0].lines)))
            if code.text and not found[0].number:
                _number(found[0], code.text)
        elif code is not None:
            data.codes[level] = code
        data.out += found
        if found:
            data.scope = found[0].level or level
        data.owned = data.owned or (bool(found) and level is data.row_level)
        data.titled = len([c for c in found if c.level is level]) or len(found)
        data.out += self._nested(cell)

    def _row_level(self, rows: Sequence[Row], columns: dict[int, Column]) -> Level | None:
        """Return the level that a table has one row for, where the rows list several actions each:
        the values of a row are then that level's."""
        above = [c.level for c in columns.values() if c.level in (Level.OS, Level.OO, Level.PROJET)]
        leaf = next((i for i, c in columns.items() if c.level is Level.ACTION), None)
        if not above or leaf is None:
            return None
        listed = [row.blocks.get(leaf, []) for row in rows]
        several = sum(len(blocks) > 1 and blocks[0].kind == blocks[1].kind for blocks in listed)
        filled = sum(bool(blocks) for blocks in listed)
        return max(above, key=lambda x: x.rank) if several * 3 >= filled else None

    def _level_by_code(self, code: _Code | None) -> Level | None:
        """Return the level that a number names (`OO 1.2`), or that its depth tells."""
        if code is None or not code.text:
            return None
        return level_of_code(code.text) or self.memory.depths.get(depth_of(code.text))

    def _codes(self, row: Row, columns: dict[int, Column]) -> dict[Level | None, _Code]:
        """Return the numbers that stand in columns of their own, by the level they number."""
        codes: dict[Level | None, _Code] = {}
        for cell in row.filled:
            column = columns.get(cell.column) or unknown_of(cell)
            if column.kind != "number":
                continue
            blocks = row.blocks[cell.column]
            text = " ".join(row.text(cell).split()) or (blocks[0].first.marker if blocks else None)
            code = codes.setdefault(column.scope, _Code())
            code.text = text or code.text
            code.lines += cell.lines
        return codes

    def _reaching(self, row: Row, columns: dict[int, Column]) -> list[Candidate]:
        """Read again the values of cells that span several rows: each row has them, but for money,
        which they have together. Their lines stay with the first."""
        out: list[Candidate] = []
        for cell in row.reaching:
            column = columns.get(cell.column, unknown_of(cell))
            if column.kind in _SHARED and column.scope is None and cell.lines:
                out += self._column_field(row, cell, column)
        for candidate in out:
            candidate.source, candidate.lines = candidate.lines, ()
        return out

    def _coloured(self, row: Row, columns: dict[int, Column]) -> list[Candidate]:
        """Read the empty cells of a calendar that a colour of their own marks."""
        around = {None, "#ffffff", *(c.shade for c in row.filled)}
        empty = [c for c in row.cells if c not in row.filled and c.shade not in around]
        marked = [columns.get(c.column, unknown_of(c)) for c in empty]
        return [
            Candidate(Kind.FIELD, "", (), key=c.kind, label=c.label, value=c.option)
            for c in marked
            if c.kind == "deadline" and c.option is not None
        ]

    def _column_field(self, row: Row, cell: Cell, column: Column) -> list[Candidate]:
        blocks = self._blocks(cell, row.kind, labels=False)
        value = "\n".join(p for p in (*(b.text for b in blocks), self._nested_text(cell)) if p)
        if column.option is not None and is_mark(value):
            value = column.option
        lines = tuple(sorted((*cell.lines, *self._nested_lines(cell))))
        return [
            Candidate(
                Kind.FIELD, value, lines, key=column.kind, label=column.label, value=value,
                scope=column.scope, nested=cell.nested, page=page_of(row, cell),
            )
        ]  # fmt: skip


def _column_of(row: Row, cell: Cell, columns: dict[int, Column]) -> Column:
    """Return the column of a cell; `Volet interne` is no value of whatever column it stands in."""
    column = columns.get(cell.column) or unknown_of(cell)
    text = " ".join(row.text(cell).split())
    volet = vocabulary.match_volet(text) if text.lower().startswith("volet") else None
    return replace(column, kind="volet") if volet and volet[1] else column


def _contexts_first(row: Row, columns: dict[int, Column]) -> list[Cell]:
    """Return the filled cells, those that say where a row stands before its titles."""

    def place(cell: Cell) -> tuple[int, int]:
        column = _column_of(row, cell, columns)
        if column.kind in _CONTEXT_KINDS:
            return -1, cell.column
        return (column.level.rank, cell.column) if column.level else (len(Level), cell.column)

    return sorted(row.filled, key=place)


def _with_untitled(out: list[Candidate], codes: dict[Level | None, _Code]) -> list[Candidate]:
    """Add the numbers that no title in their row takes: objectives titled elsewhere, or text."""
    headings: list[Candidate] = []
    texts: list[Candidate] = []
    for level, code in codes.items():
        if level in (Level.OS, Level.OO) and code.text:
            heading = Candidate(Kind.HEADING, code.text, code.lines, level=level)
            _number(heading, code.text)
            heading.evidence = ("column", NUMBER_ALONE)
            headings.append(heading)
        else:
            texts.append(Candidate(Kind.TEXT, code.text or "", code.lines))
    levels = [*headings, *out]
    levels.sort(key=lambda c: c.level.rank if c.level and c.kind is Kind.HEADING else -1)
    return [*(levels if headings else out), *texts]


def _number(candidate: Candidate, code: str) -> None:
    """Give a title the number that stands in a column of its own."""
    heading = vocabulary.match_heading(code)
    candidate.number = heading.number if heading and heading.number else code
    candidate.label = candidate.label or code


def _part_number(candidate: Candidate) -> None:
    """Part the number that begins a title where all titles of its column begin with one."""
    number, _, title = candidate.title.partition(" ")
    if is_code(number) and title:
        candidate.number, candidate.title = number, title.strip()
        candidate.label = candidate.label or number
