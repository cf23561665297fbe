"""Number the lines and tables of drafts in document order."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Cell, CellRef, Line, Table
from extractor.readers.pdf.glyphs.lines import DraftLine
from extractor.readers.pdf.regions.tables import Block, DraftTable


class Builder:
    """Numbers lines and tables in document order."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tables: list[Table | None] = []

    def add(self, blocks: Sequence[Block], page: int) -> None:
        """Add the blocks of a page."""
        for block in blocks:
            if isinstance(block, DraftLine):
                self._line(block, page, None)
            else:
                self._table(block, page, None)

    def _line(self, draft: DraftLine, page: int, cell: CellRef | None) -> int:
        line = Line(
            index=len(self.lines) + 1,
            text=draft.text,
            page=page,
            bbox=draft.bbox,
            size=draft.size,
            bold=draft.bold,
            italic=draft.italic,
            color=draft.color,
            indent=draft.bbox.x0,
            gap=draft.gap,
            cell=cell,
            quality=draft.quality,
            lead=draft.lead,
            room=draft.room,
            printed=draft.printed,
            role=draft.role,
            words=draft.words,
        )
        self.lines.append(line)
        return line.index

    def _table(self, draft: DraftTable, page: int, parent: CellRef | None) -> int:
        index = len(self.tables)
        self.tables.append(None)
        cells: list[Cell] = []
        for part in draft.cells:
            row, column, row_span, column_span = part.cell
            here = CellRef(index, row, column)
            lines: list[int] = []
            nested: list[int] = []
            for item in part.items:
                if isinstance(item, DraftLine):
                    lines.append(self._line(item, page, here))
                else:
                    nested.append(self._table(item, page, here))
            cells.append(
                Cell(
                    row=row,
                    column=column,
                    row_span=row_span,
                    column_span=column_span,
                    lines=tuple(lines),
                    nested=tuple(nested),
                    shade=part.shade,
                    bbox=part.bbox,
                )
            )
        self.tables[index] = Table(
            index=index,
            rows=draft.rows,
            columns=draft.columns,
            cells=tuple(cells),
            page=page,
            bbox=draft.bbox,
            parent=parent,
            kind=draft.kind,
        )
        return index

    def built_tables(self) -> tuple[Table, ...]:
        """Return the tables; all are complete once `add` has returned."""
        return tuple(table for table in self.tables if table is not None)
