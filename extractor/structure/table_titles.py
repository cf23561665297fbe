"""Rows of one filled cell: titles between the rows of data, captions above them, remarks below.

In: a row and what its table's columns hold. Out: its candidates. What looks the same in rows of
its own is of one level; what stands below all data and looks like no title is a remark.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor import vocabulary
from extractor.document import Candidate, Cell, Kind, Line, Table, Use
from extractor.structure.headings import Typography, clean_title, find_candidates
from extractor.structure.paragraphs import Block
from extractor.structure.table_columns import Column
from extractor.structure.table_data import DataReader
from extractor.structure.table_kinds import is_label, is_total, titles_ahead
from extractor.structure.table_rows import Row


class TitleReader(DataReader):
    """Reads rows that stand alone; knows the looks of all of them in the document."""

    def __init__(
        self,
        lines: Sequence[Line],
        tables: Sequence[Table],
        typography: Typography,
        *,
        native: bool,
    ) -> None:
        super().__init__(lines, tables, typography, native=native)
        self.looks = {
            _row_look(row.filled[0], row.blocks[row.filled[0].column][0])
            for table in tables
            for row in self._rows(table)
            if table.columns > 1 and len(row.filled) == 1 and row.blocks[row.filled[0].column]
        }

    def _single(
        self, row: Row, cell: Cell, columns: dict[int, Column], at: int, rows: Sequence[Row]
    ) -> list[Candidate]:
        column = columns.get(cell.column)
        spans = cell.column_span > 1 or cell.column == min(columns, default=0)
        spans = spans or (len(row.cells) == 1 and column is None)
        if column is not None and not spans:
            return self._data(row, columns)
        found = find_candidates(row.blocks[cell.column], self.typography)
        for candidate in found:
            if candidate.kind is not Kind.CAPTION and is_label(candidate.text):
                key = vocabulary.field_key(candidate.text.rstrip(" :"))
                candidate.kind, candidate.level = Kind.FIELD if key else Kind.TEXT, None
                candidate.key, candidate.label = key, candidate.text.rstrip(" :")
        if columns and column is not None and cell.column_span == 1 and column.level is not None:
            first = found[0] if found else None
            if first is not None and first.kind not in (Kind.HEADING, Kind.VOLET, Kind.SECTION):
                return self._data(row, columns)
        for block, candidate in zip(row.blocks[cell.column], found, strict=False):
            if candidate.kind in (Kind.ITEM, Kind.TEXT) and len(candidate.text) < 400:
                if vocabulary.names_plan(candidate.text) or is_label(candidate.text):
                    candidate.kind = Kind.TEXT
                    continue
                candidate.kind = Kind.ITEM
                candidate.title = candidate.title or clean_title(candidate.text)
                ahead = min(1, titles_ahead(rows, at))
                look = _row_look(cell, block)
                candidate.signature = f"row:{look}" if len(self.looks) > 1 else f"row:{ahead}"
                candidate.marked = True
                candidate.evidence += ("a row of its own",)
        return [*found, *self._nested(cell)]

    def _running(self, row: Row, cell: Cell) -> list[Candidate]:
        """Read a cell as what stands between tables, its look that of running text."""
        found = find_candidates(row.blocks[cell.column], self.typography)
        for candidate in found:
            candidate.loose = True
        return [*found, *self._nested(cell)]

    def _is_note(self, row: Row, rows: Sequence[Row]) -> bool:
        """Tell whether a row of a sheet is a remark below its data: alone in its row, unlike the
        titles between the data."""
        if row.kind != "sheet" or len(row.filled) != 1 or row.filled[0].nested:
            return False
        at = rows.index(row)
        if any(len(other.filled) > 1 for other in rows[at + 1 :]):
            return False
        cell = row.filled[0]
        blocks = row.blocks[cell.column]
        found = find_candidates(blocks, self.typography)
        if any(c.kind not in (Kind.ITEM, Kind.TEXT, Kind.FIELD) for c in found):
            return False
        looks = {
            _row_look(other.filled[0], other.blocks[other.filled[0].column][0])
            for other in rows[:at]
            if len(other.filled) == 1
            and not is_total(other)
            and other.blocks[other.filled[0].column]
        }
        return bool(blocks) and _row_look(cell, blocks[0]) not in looks

    def _caption(self, row: Row) -> list[Candidate]:
        """Read a row above a header whose columns hold every level: it titles no node."""
        found = find_candidates(row.blocks[row.filled[0].column], self.typography)
        for candidate in found:
            if candidate.kind in (Kind.ITEM, Kind.TEXT):
                candidate.kind = Kind.CAPTION
        return found

    def _note(self, row: Row) -> list[Candidate]:
        """Read a remark below the data of a sheet: it closes what stands above."""
        found = find_candidates(row.blocks[row.filled[0].column], self.typography)
        for candidate in found:
            candidate.kind, candidate.use = Kind.TEXT, Use.END
        return found


def _row_look(cell: Cell, block: Block) -> str:
    """Return what tells the titles of one level from those of another, in rows of one cell."""
    marker = block.marker.shape if block.marker else ""
    size = round((block.first.size or 0) * 2) / 2
    if block.first.quality < 1 and (marker or cell.shade):
        size = 0  # measured on ink, it varies
    return f"{cell.shade or ''}{size:g}{'b' if block.bold else ''}{marker}"
