"""A row of a table with the blocks of its cells, and where its columns stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.document import Candidate, Cell, Kind, Table
from extractor.schema import Level
from extractor.structure.paragraphs import Block, ends_open


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
    """Tell whether the first text of a row begins in lower case, and is no label."""
    first = [row.blocks[cell.column][0] for cell in row.filled[:1] if row.blocks[cell.column]]
    return any(block.kind == "plain" and block.text[:1].islower() for block in first)


def unfinished(candidates: Sequence[Candidate]) -> frozenset[Level]:
    """Return the levels whose last title cannot end as it does: `… de Silly,`."""
    last = {c.level: c for c in candidates if c.kind is Kind.HEADING and c.level}
    return frozenset(level for level, c in last.items() if level and ends_open(c.text))


def rest_of_row(row: Row, data: Sequence[Candidate], waiting: frozenset[Level]) -> list[Candidate]:
    """Return what goes on, in the first row of a page, with a row that the page break cut: ends of
    titles, those that `waiting` levels miss; values too, where no title is a new one."""
    titles = [c for c in data if c.kind is Kind.HEADING]
    if not titles:
        return [] if row.blocks[row.cells[0].column] else list(data)
    first = {c.level: c for c in reversed(titles)}.values()
    ends = [c for c in first if not c.marked and (c.title[:1].islower() or c.level in waiting)]
    for c in titles:
        if c.marked and c.level is Level.SOUS_ACTION and any(e.level is Level.ACTION for e in ends):
            c.level = Level.ACTION  # of the list that the page break cut
    return ends if len(ends) < len(titles) else list(data)
