"""A row of a table with the blocks of its cells, and where its columns stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.document import Candidate, Cell, Kind, Table
from extractor.structure.paragraphs import Block


@dataclass(slots=True)
class Row:
    """A row: its own filled cells, and the blocks of each."""

    index: int
    cells: list[Cell]
    blocks: dict[int, list[Block]]  # by column
    kind: str = ""  # of the table
    reaching: list[Cell] = field(default_factory=list)  # cells of rows above that span it

    def text(self, cell: Cell) -> str:
        """Return the text of a cell, one line per block."""
        return "\n".join(b.text for b in self.blocks[cell.column])

    def value(self, cell: Cell) -> str:
        """Return the text of a cell that holds a value: who breaks a line in a sheet means it."""
        if self.kind != "sheet":
            return self.text(cell)
        return "\n".join(line.text.strip() for b in self.blocks[cell.column] for line in b.lines)

    @property
    def filled(self) -> list[Cell]:
        """Return the cells that hold text or a table."""
        return [c for c in self.cells if self.blocks[c.column] or c.nested]


def page_of(row: Row, cell: Cell) -> int | None:
    """Return the page on which a cell begins, None where the source has no pages."""
    blocks = row.blocks.get(cell.column)
    return blocks[0].first.page if blocks else None


def edges_of(table: Table) -> tuple[float, ...]:
    """Return the left edges of the columns, where the source has places."""
    edges: dict[int, float] = {}
    for cell in table.cells:
        if cell.bbox:
            edges[cell.column] = min(cell.bbox.x0, edges.get(cell.column, cell.bbox.x0))
    return tuple(edges[c] for c in sorted(edges))


def texts_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return what is written in each of the rows that are not empty."""
    return tuple(" ".join(row.text(c) for c in row.filled) for row in rows if row.filled)


def starts_lower(row: Row) -> bool:
    """Tell whether the first text of a row begins in lower case."""
    return any(row.text(cell)[:1].islower() for cell in row.filled[:1])


def goes_on_row(row: Row, data: Sequence[Candidate]) -> bool:
    """Tell whether the first row of a page is the rest of a row that the page break cut."""
    titles = [c for c in data if c.kind is Kind.HEADING]
    if row.blocks[row.cells[0].column] and not titles:
        return False
    return all(c.title[:1].islower() and not c.marked for c in titles)
