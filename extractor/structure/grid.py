"""Tables → blocks: a cell is a block with features; rows say which values are whose.

In: one table of the grid. Out: its blocks in reading order, every line in one. Each row is judged
on its own, so that a table may be a form, a list with columns, or both by turns: a header names
columns, labels stand beside values, a cell alone in its row is a title (a band), all else is data
under the header above, or under that of an earlier table with the same columns. Titles come before
the values of their row; which level they have is for the whole document to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractor.document import Cell, Table
from extractor.structure.blocks import Block, Place, Sort
from extractor.structure.columns import is_code
from extractor.structure.contents import kind_of
from extractor.structure.rows import Row
from extractor.structure.state import Tables, TableState
from extractor.structure.tables import TableReader

_MAX_CELL = 8  # paragraphs; a cell with more is a page laid out by a table


class GridReader(Tables):
    """Reads the tables of one document, in order."""

    def read(self, table: Table) -> list[Block]:
        """Return the blocks of a table, nested tables included."""
        rows = [row for row in self.maker.rows(table) if row.filled]
        if not rows:
            return []
        single = all(len(row.cells) == 1 for row in self.maker.rows(table))
        if (single and not _is_staircase(rows)) or self._lays_out(rows):
            return [b for row in rows for cell in row.filled for b in self._loose(row, cell)]
        if _are_cards(rows):
            return [b for row in rows for cell in row.filled for b in self._card(table, row, cell)]
        badge = self._badge(rows)
        if badge:
            return badge
        return TableReader(TableState(self, table, rows)).read()

    def _lays_out(self, rows: Sequence[Row]) -> bool:
        """Tell whether a table only lays out a page: some cell is a page of its own."""
        return any(
            len(row.paragraphs[c.column]) > _MAX_CELL for row in rows for c in row.filled
        ) and (len(rows) <= _FEW_ROWS)

    def _loose(self, row: Row, cell: Cell) -> list[Block]:
        """Read a cell as running text."""
        out = self.flow.blocks(row.paragraphs[cell.column])
        return [*out, *self.nested(cell)]

    def _card(self, table: Table, row: Row, cell: Cell) -> list[Block]:
        """Read a card: its title, what it lists, and goals or states that are values of the card.

        In which column of the table it stands says nothing of its level."""
        grid = self.memory.grids.setdefault((_CARD,), len(self.memory.grids) + 1)
        place = Place(table.index, row.index, cell.column, _CARD, grid=grid)
        out: list[Block] = []
        items = 0
        for block in self.flow.blocks(row.paragraphs[cell.column]):
            key = kind_of(block.text)
            if items and key in _VALUES and not block.value:
                block = replace(
                    block, sort=Sort.FIELD, key=key, label=key, value=block.text, owner=items - 1,
                    place=place,
                )  # fmt: skip
            elif block.sort is Sort.ITEM:
                block, items = replace(block, place=place), items + 1
            out.append(block)
        return [*out, *self.nested(cell)]

    def _badge(self, rows: Sequence[Row]) -> list[Block]:
        """Return the heading that a table is which holds a number and, beside it, a title."""
        if len(rows) != 1 or len(rows[0].filled) != 2:
            return []
        row = rows[0]
        number, title = (row.paragraphs[cell.column] for cell in row.filled)
        if len(number) != 1 or len(title) != 1 or not is_code(number[0].text):
            return []
        joined = self.flow.blocks(title)
        if len(joined) != 1 or joined[0].sort is not Sort.ITEM or joined[0].number:
            return []
        made = self.coded(joined[0], number[0].text.strip(), number[0].indices)
        return [made]


_FEW_ROWS = 3  # of a table that lays out a page


def _are_cards(rows: Sequence[Row]) -> bool:
    """Tell whether the cells of a table are cards, two or more abreast: most hold a title and,
    below it, a list of their own."""
    cells = [row.paragraphs.get(c.column, []) for row in rows for c in row.filled]
    lists = [own[0].marker is None and any(p.marker for p in own[1:]) for own in cells if own]
    abreast = any(len(row.filled) > 1 for row in rows)
    return abreast and sum(lists) * 2 > len(cells)


_CARD = "carte"  # stands where other titles have the header of their column
_VALUES = ("sdgs", "status", "progress")  # what a card may print without a label


def _is_staircase(rows: Sequence[Row]) -> bool:
    """Tell whether rows of one cell stand in columns by their level."""
    counts = Counter(row.filled[0].column for row in rows)
    return sum(count > 1 for count in counts.values()) > 1
