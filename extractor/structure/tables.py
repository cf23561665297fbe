"""One table, row by row: what a row is, and which columns a header settles.

A header names columns; labels stand beside values (`pairs`); a cell alone in its row is a title (a
band), a value or a remark; all else is data (`data`) below the header above, or below that of an
earlier table with the same columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor import vocabulary
from extractor.document import Cell
from extractor.structure.blocks import Block, Place, Sort
from extractor.structure.cells import is_prose
from extractor.structure.columns import Column, Holds, header_texts, is_code, settle
from extractor.structure.data import DataReader
from extractor.structure.pairs import PairReader
from extractor.structure.rows import (
    Row,
    header_score,
    is_count,
    is_label,
    is_short,
    is_total,
)
from extractor.structure.state import NEAR, TableState, edges_of, header_key, page_of
from extractor.text import fold


class TableReader:
    """Reads one table."""

    def __init__(self, state: TableState) -> None:
        self.t, self.doc = state, state.doc
        self.pairs, self.data = PairReader(state), DataReader(state)

    def read(self) -> list[Block]:
        """Return the blocks of the table."""
        volet = vocabulary.match_volet(self.t.table.caption or "")
        if volet and self.t.table.kind != "sheet":
            self.t.out.append(Block(Sort.VOLET, "", (), volet=volet[0]))
        self._inherit()
        at = 0
        while at < len(self.t.rows):
            at += self._row(at)
        self._remember()
        return self.t.out

    # ------------------------------------------------------------------ from table to table

    def _inherit(self) -> None:
        """Take the columns of an earlier table of the same shape, where this one names none."""
        memory = self.doc.memory
        if self.t.form or any(self._is_header(at) for at in range(min(len(self.t.rows), _TOP))):
            return
        if self.t.table.kind == "sheet" and self.t.table.columns not in memory.columns:
            self._settle([], self.t.rows)
            return
        known = memory.columns.get(self.t.table.columns)
        mine, theirs = edges_of(self.t.table), memory.edges.get(self.t.table.columns, ())
        apart = (
            mine and theirs and any(abs(a - b) > NEAR for a, b in zip(mine, theirs, strict=False))
        )
        if known and not apart and self.t.table.kind != "sheet":
            self.t.columns, self.t.grid = known, memory.grid[self.t.table.columns]
        elif len([r for r in self.t.rows if len(r.filled) > 1]) >= _MIN_BARE:
            self._settle([], self.t.rows)

    def _settle(self, headers: Sequence[Row], below: Sequence[Row]) -> None:
        texts = header_texts(headers)
        if headers and len(below) < _FEW:
            below = [*below, *self.doc.below_alike(headers[-1], self.t.table)]
        columns = settle(texts, below, self.doc.flow.labels)
        if any(c.holds is Holds.TITLE for c in columns.values()) or headers:
            self.t.columns = columns
            titles = [(i, c.label) for i, c in columns.items() if c.holds is Holds.TITLE]
            key = tuple(f"{i} {fold(label)}" for i, label in titles) if headers else (
                "", str(self.t.table.columns), str(self.t.table.index),
            )  # fmt: skip
            self.t.grid = self.doc.memory.grids.setdefault(key, len(self.doc.memory.grids) + 1)

    def _remember(self) -> None:
        memory = self.doc.memory
        memory.form = edges_of(self.t.table) if self.t.form else ()
        memory.page = self.t.table.page or 0
        if self.t.columns:
            memory.columns[self.t.table.columns] = self.t.columns
            memory.edges[self.t.table.columns] = edges_of(self.t.table)
            memory.grid[self.t.table.columns] = self.t.grid

    # ------------------------------------------------------------------ rows

    def _is_header(self, at: int) -> bool:
        row = self.t.rows[at]
        again = bool(self.t.columns) and bool(self.t.headers)
        return header_score(row, self.t.rows[at + 1 :], self.doc.repeats, again=again) >= 1.0

    def _row(self, at: int) -> int:
        """Read a row; return how many rows it takes."""
        row = self.t.rows[at]
        following = self.t.rows[at + 1] if at + 1 < len(self.t.rows) else None
        if self.t.columns and (is_total(row) or is_count(row, self.doc.flow.labels)):
            self._header_block(row)
            return 1
        paired = self.t.form and len(row.filled) > 1 and not self._heads_list(at)
        if paired and self.pairs.read_row(row, at):
            return 1
        if following is not None and self.pairs.is_label_above(row, following):
            self.pairs.add(following, row.filled[0], row.flat(row.filled[0]), following.filled[0])
            return 2
        if self.pairs.numbered_title(row):
            return 1
        if self._is_header(at) or (following is not None and self._is_group(at)):
            return self._header(at)
        if len(row.filled) == 1:
            self._alone(row, at)
            return 1
        if not self.t.columns and self.pairs.read_row(row, at):
            return 1
        if self.t.columns:
            self.data.read_row(row)
        else:
            self._unknown(row)
        return 1

    def _heads_list(self, at: int) -> bool:
        """Tell whether a row inside a form begins a table: three headers or more, no values."""
        return len(self.t.rows[at].filled) > 2 and self._is_header(at)

    def _is_group(self, at: int) -> bool:
        """Tell whether a row only groups the headers below it."""
        if at + 1 >= len(self.t.rows):
            return False
        row = self.t.rows[at]
        spans = any(c.column_span > 1 for c in row.filled) and len(row.filled) > 1
        short = all(is_short(row.flat(c)) for c in row.filled)
        coded = any(
            (label := self.doc.flow.labels.match(row.flat(c))) and label.number for c in row.filled
        )
        return spans and short and not coded and self._is_header(at + 1)

    def _header(self, at: int) -> int:
        """Read the rows that name the columns; return how many they are."""
        taken = 1
        if self._is_group(at) and not self._is_header(at):
            taken = 2
        while at + taken < len(self.t.rows) and (
            self._is_second_line(at + taken) or self._is_finer(at + taken)
        ):
            taken += 1
        rows = list(self.t.rows[at : at + taken])
        if self.t.headers and len(rows[0].filled) < len(self.t.columns) / 2 and taken == 1:
            rows = [*self.t.headers, *rows]
        self.t.headers = rows
        for row in rows[-taken:]:
            self._header_block(row)
        self._settle(rows, self.t.rows[at + taken :])
        return taken

    def _is_finer(self, at: int) -> bool:
        """Tell whether a row names the columns that the row above it groups."""
        above, row = self.t.rows[at - 1], self.t.rows[at]
        score = header_score(row, self.t.rows[at + 1 :], self.doc.repeats)
        return len(row.filled) > len(above.filled) and score >= 1.0

    def _is_second_line(self, at: int) -> bool:
        """Tell whether a row divides headers of the row above it that span several columns."""
        above, row = self.t.rows[at - 1], self.t.rows[at]
        spanned = {
            column
            for cell in above.cells
            if cell.column_span > 1
            for column in range(cell.column, cell.column + cell.column_span)
        }
        short = all(is_short(row.flat(c)) for c in row.filled)
        return short and len(row.filled) > 1 and all(c.column in spanned for c in row.filled)

    def _header_block(self, row: Row) -> None:
        lines = tuple(sorted(i for c in row.cells for i in c.lines if i in self.doc.lines))
        text = " ".join(row.flat(c) for c in row.filled)
        self.t.out.append(Block(Sort.HEADER, text, lines, page=page_of(row, row.filled[0])))

    # ------------------------------------------------------------------ rows of one cell

    def _alone(self, row: Row, at: int) -> None:
        """Read a row of one filled cell: a title between rows of data, a value, a remark."""
        cell = row.filled[0]
        if self.pairs.rest_of_value(row):
            return
        column = self.t.columns.get(cell.column)
        if column is not None and self._is_data_alone(row, cell, column, at):
            self.data.read_row(row)
            return
        blocks = self.doc.flow.blocks(row.paragraphs[cell.column])
        if self.t.table.columns <= 1:
            self.t.out += [*blocks, *self.doc.nested(cell)]
            return
        place = Place(
            self.t.table.index,
            row.index,
            cell.column,
            alone=True,
            grid=self.t.grid,
            shade=cell.shade,
        )
        for block in blocks:
            if block.sort is Sort.ITEM:
                if is_label(block.text) and vocabulary.field_key(block.text.rstrip(" :")):
                    block = replace(
                        block,
                        sort=Sort.FIELD,
                        key=vocabulary.field_key(block.text.rstrip(" :")),
                        label=block.text.rstrip(" :"),
                        value="",
                    )
                elif (vocabulary.names_plan(block.text) and not block.word) or is_prose(block):
                    block = replace(block, sort=Sort.TEXT)
                else:
                    block = replace(block, place=place)
            self.t.out.append(block)
        self.t.previous = {}
        self.t.out += self.doc.nested(cell)

    def _is_data_alone(self, row: Row, cell: Cell, column: Column, at: int) -> bool:
        """Tell whether the only cell of a row stands in its column like those of other rows."""
        if self._opens_again(at):
            return False
        if cell.column_span > 1 or column.holds is not Holds.TITLE:
            return column.holds is not Holds.TITLE and cell.column > min(self.t.columns)
        own = row.paragraphs[cell.column]
        labelled = bool(own) and self.doc.flow.labels.match(own[0].text) is not None
        others = [r for r in self.t.rows if len(r.filled) > 1 and r not in self.t.headers]
        same = [r for r in others if any(c.column == cell.column for c in r.filled)]
        titles = [i for i, c in self.t.columns.items() if c.holds is Holds.TITLE]
        if labelled and cell.shade in {_cell(r, cell.column).shade for r in same}:
            word = self._word(row, cell)
            if word and sum(self._word(r, _cell(r, cell.column)) == word for r in same) * 2 > len(
                same
            ):
                return True
        if len(titles) > 1:
            return not labelled or len(same) * 2 < len(others) or cell.column != titles[0]
        alike = [r for r in same if r.bold(_cell(r, cell.column)) == row.bold(cell)]
        shades = {_cell(r, cell.column).shade for r in same}
        return not labelled and bool(alike) and (cell.shade in shades or not shades)

    def _opens_again(self, at: int) -> bool:
        """Tell whether the header stands again below a row, or below those alone under it: then
        the row is a title above a list, and no part of the one before."""
        known = {header_key(row) for row in self.t.headers}
        for row in self.t.rows[at + 1 : at + 1 + _REACH]:
            if len(row.filled) > 1:
                return header_key(row) in known
        return False

    def _word(self, row: Row, cell: Cell) -> str:
        """Return the word of the label that begins a cell."""
        label = self.doc.flow.labels.match(row.flat(cell))
        return label.word if label is not None else ""

    # ------------------------------------------------------------------ rows of nothing known

    def _unknown(self, row: Row) -> None:
        """Read a row of which nothing is known: number beside its title, else cell by cell."""
        filled = row.filled
        code = row.flat(filled[0])
        blocks = self.doc.flow.blocks(row.paragraphs[filled[1].column])
        if is_code(code) and blocks and blocks[0].sort is Sort.ITEM and not blocks[0].number:
            place = Place(self.t.table.index, row.index, filled[1].column, grid=self.t.grid)
            first = self.doc.coded(replace(blocks[0], place=place), code, self.t.lines(filled[0]))
            self.t.out += [first, *blocks[1:], *self.doc.nested(filled[1])]
            rest = filled[2:]
        else:
            rest = filled
        for cell in rest:
            for block in self.doc.flow.blocks(row.paragraphs[cell.column]):
                if block.sort is Sort.ITEM:
                    place = Place(self.t.table.index, row.index, cell.column, grid=self.t.grid)
                    block = replace(block, place=place)
                self.t.out.append(block)
            self.t.out += self.doc.nested(cell)


_TOP = 4  # rows among which the first header stands

_REACH = 4  # rows below a title alone in its row, a remark among them, where its header stands
_FEW = 2  # rows below a header: one alone does not tell what its columns hold
_MIN_BARE = 3  # rows of a table whose columns are told by what they hold


def _cell(row: Row, column: int) -> Cell:
    return next(c for c in row.filled if c.column == column)
