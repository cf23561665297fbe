"""Tables → blocks: a cell is a block with features; rows say which values are whose.

In: one table of the grid. Out: its blocks in reading order, every line in one. Each row is judged
on its own, so that a table may be a form, a list with columns, or both by turns: a header names
columns, labels stand beside values, a cell alone in its row is a title (a band), all else is data
under the header above, or under that of an earlier table with the same columns. Titles come before
the values of their row; which level they have is for the whole document to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor import vocabulary
from extractor.document import Cell, Line, Table
from extractor.structure.blocks import Block, Place, Sort, clean_title, has_letters
from extractor.structure.columns import (
    CODED,
    Column,
    Holds,
    content_key,
    headed,
    header_texts,
    is_code,
    is_mark,
    settle,
)
from extractor.structure.flow import Flow
from extractor.structure.numbers import without_letters
from extractor.structure.paragraphs import Paragraph
from extractor.structure.rows import (
    Repeats,
    Row,
    RowMaker,
    header_score,
    is_form,
    is_label,
    is_short,
    is_total,
)
from extractor.structure.wording import has_sentences, is_being, is_plan_like
from extractor.text import fold, join_lines, letters
from extractor.vocabulary.labels import label_key
from extractor.vocabulary.words import level_odds

_MAX_CELL = 8  # paragraphs; a cell with more is a page laid out by a table
_SHARED = vocabulary.attribute_keys() - {"budget"}
_KINDS = {
    "os": "os", "oo": "oo", "a": "action", "al": "action", "action": "action", "sa": "sous-action",
    "sal": "sous-action", "saction": "sous-action", "sousaction": "sous-action",
    "projet": "projet", "objectifstrategique": "os", "objectifoperationnel": "oo",
}  # fmt: skip


@dataclass(slots=True)
class _Memory:
    """What earlier tables said, for tables that go on without a header."""

    columns: dict[int, dict[int, Column]] = field(default_factory=dict)
    edges: dict[int, tuple[float, ...]] = field(default_factory=dict)
    grids: dict[tuple[str, ...], int] = field(default_factory=dict)
    grid: dict[int, int] = field(default_factory=dict)  # by number of columns
    form: tuple[float, ...] = ()
    label: str = ""
    page: int = 0
    last: dict[tuple[int, int], str] = field(default_factory=dict)  # titles printed, by column


class GridReader:
    """Reads the tables of one document, in order."""

    def __init__(
        self,
        lines: Mapping[int, Line],
        tables: Sequence[Table],
        flow: Flow,
        maker: RowMaker,
    ) -> None:
        self.lines, self.tables, self.flow, self.maker = lines, tables, flow, maker
        self.repeats = Repeats([maker.rows(t) for t in tables], flow.labels)
        self.memory = _Memory()

    def read(self, table: Table) -> list[Block]:
        """Return the blocks of a table, nested tables included."""
        rows = [row for row in self.maker.rows(table) if row.filled]
        if not rows:
            return []
        single = all(len(row.cells) == 1 for row in self.maker.rows(table))
        if (single and not _is_staircase(rows)) or self._lays_out(rows):
            return [b for row in rows for cell in row.filled for b in self._loose(row, cell)]
        badge = self._badge(rows)
        if badge:
            return badge
        reading = _Table(self, table, rows)
        return reading.read()

    def _lays_out(self, rows: Sequence[Row]) -> bool:
        """Tell whether a table only lays out a page: some cell is a page of its own."""
        return any(
            len(row.paragraphs[c.column]) > _MAX_CELL for row in rows for c in row.filled
        ) and (len(rows) <= _FEW_ROWS)

    def _loose(self, row: Row, cell: Cell) -> list[Block]:
        """Read a cell as running text."""
        out = self.flow.blocks(row.paragraphs[cell.column])
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
        made = self._coded(joined[0], number[0].text.strip(), number[0].indices)
        return [made]

    def _coded(self, block: Block, code: str, lines: tuple[int, ...]) -> Block:
        """Return a title with the number that stands in a cell of its own."""
        label = self.flow.labels.match(code)
        own = tuple(sorted({*lines, *block.lines}))
        whole = label is not None and not code[label.start : label.end].strip()
        if label is not None and whole and label.number and not block.word:
            number = label.number or block.number
            return replace(
                block, word=label.word, label=code, number=number, path=label.path,
                known=label.known, lines=own,
            )  # fmt: skip
        if block.number:
            return replace(block, lines=own)
        number = without_letters(code.strip(" .)("))
        return replace(block, number=number, label=block.label or code, lines=own)

    def nested(self, cell: Cell) -> list[Block]:
        """Return the blocks of the tables inside a cell."""
        return [b for index in cell.nested for b in self.read(self.tables[index])]

    def nested_lines(self, cell: Cell) -> tuple[int, ...]:
        """Return the lines of all tables inside a cell."""
        out: list[int] = []
        for index in cell.nested:
            for inner in self.tables[index].cells:
                out += inner.lines
                out += self.nested_lines(inner)
        return tuple(sorted(out))

    def nested_text(self, cell: Cell) -> str:
        """Return the text of the tables inside a cell, a line per row."""
        return "\n".join(
            " | ".join(row.flat(c) for c in row.cells)
            for index in cell.nested
            for row in self.maker.rows(self.tables[index])
        )

    def nested_titles(self, cell: Cell) -> bool:
        """Tell whether a table inside a cell lists titles, and is no value."""
        for index in cell.nested:
            for row in self.maker.rows(self.tables[index])[:2]:
                if len(row.filled) > 1 and any(
                    vocabulary.column_kind(row.flat(c)) in ("OS", "OO", "ACTION", "PROJET")
                    for c in row.filled
                ):
                    return True
        return False


_FEW_ROWS = 3  # of a table that lays out a page


class _Table:
    """One table being read."""

    def __init__(self, reader: GridReader, table: Table, rows: Sequence[Row]) -> None:
        self.r, self.table, self.rows = reader, table, rows
        self.out: list[Block] = []
        self.form = is_form(rows, reader.repeats)
        self.columns: dict[int, Column] = {}
        self.headers: list[Row] = []
        self.grid = 0
        self.previous: dict[int, str] = {}  # titles of the row above, by column
        self.started = False

    def read(self) -> list[Block]:
        """Return the blocks of the table."""
        volet = vocabulary.match_volet(self.table.caption or "")
        if volet and self.table.kind != "sheet":
            self.out.append(Block(Sort.VOLET, "", (), volet=volet[0]))
        self._inherit()
        at = 0
        while at < len(self.rows):
            at += self._row(at)
        self._remember()
        return self.out

    # ------------------------------------------------------------------ from table to table

    def _inherit(self) -> None:
        """Take the columns of an earlier table of the same shape, where this one names none."""
        memory = self.r.memory
        if self.form or any(self._is_header(at) for at in range(min(len(self.rows), _TOP))):
            return
        if self.table.kind == "sheet" and self.table.columns not in memory.columns:
            self._settle([], self.rows)
            return
        known = memory.columns.get(self.table.columns)
        mine, theirs = _edges(self.table), memory.edges.get(self.table.columns, ())
        apart = (
            mine and theirs and any(abs(a - b) > _NEAR for a, b in zip(mine, theirs, strict=False))
        )
        if known and not apart and self.table.kind != "sheet":
            self.columns, self.grid = known, memory.grid[self.table.columns]
        elif len([r for r in self.rows if len(r.filled) > 1]) >= _MIN_BARE:
            self._settle([], self.rows)

    def _settle(self, headers: Sequence[Row], below: Sequence[Row]) -> None:
        texts = header_texts(headers)
        columns = settle(texts, below, self.r.flow.labels)
        if any(c.holds is Holds.TITLE for c in columns.values()) or headers:
            self.columns = columns
            titles = [(i, c.label) for i, c in columns.items() if c.holds is Holds.TITLE]
            key = tuple(f"{i} {fold(label)}" for i, label in titles) if headers else (
                "", str(self.table.columns), str(self.table.index),
            )  # fmt: skip
            self.grid = self.r.memory.grids.setdefault(key, len(self.r.memory.grids) + 1)

    def _remember(self) -> None:
        memory = self.r.memory
        memory.form = _edges(self.table) if self.form else ()
        memory.page = self.table.page or 0
        if self.columns:
            memory.columns[self.table.columns] = self.columns
            memory.edges[self.table.columns] = _edges(self.table)
            memory.grid[self.table.columns] = self.grid

    # ------------------------------------------------------------------ rows

    def _is_header(self, at: int) -> bool:
        row = self.rows[at]
        again = bool(self.columns) and bool(self.headers)
        return header_score(row, self.rows[at + 1 :], self.r.repeats, again=again) >= 1.0

    def _row(self, at: int) -> int:
        """Read a row; return how many rows it takes."""
        row = self.rows[at]
        following = self.rows[at + 1] if at + 1 < len(self.rows) else None
        if is_total(row) and self.columns:
            self._header_block(row)
            return 1
        paired = self.form and len(row.filled) > 1 and not self._heads_list(at)
        if paired and self._pair_row(row, at):
            return 1
        if following is not None and self._is_label_above(row, following):
            self._pair(following, row.filled[0], row.flat(row.filled[0]), following.filled[0])
            return 2
        if self._numbered_title(row):
            return 1
        if self._is_header(at) or (following is not None and self._is_group(at)):
            return self._header(at)
        if len(row.filled) == 1:
            self._alone(row, at)
            return 1
        if not self.columns and self._pair_row(row, at):
            return 1
        if self.columns:
            self._data(row)
        else:
            self._unknown(row)
        return 1

    def _heads_list(self, at: int) -> bool:
        """Tell whether a row inside a form begins a table: three headers or more, no values."""
        return len(self.rows[at].filled) > 2 and self._is_header(at)

    def _is_group(self, at: int) -> bool:
        """Tell whether a row only groups the headers below it."""
        row = self.rows[at]
        spans = any(c.column_span > 1 for c in row.filled) and len(row.filled) > 1
        short = all(is_short(row.flat(c)) for c in row.filled)
        coded = any(
            (label := self.r.flow.labels.match(row.flat(c))) and label.number for c in row.filled
        )
        return spans and short and not coded and self._is_header(at + 1)

    def _header(self, at: int) -> int:
        """Read the rows that name the columns; return how many they are."""
        taken = 1
        if self._is_group(at) and not self._is_header(at):
            taken = 2
        while at + taken < len(self.rows) and (
            self._is_second_line(at + taken) or self._is_finer(at + taken)
        ):
            taken += 1
        rows = list(self.rows[at : at + taken])
        if self.headers and len(rows[0].filled) < len(self.columns) / 2 and taken == 1:
            rows = [*self.headers, *rows]
        self.headers = rows
        for row in rows[-taken:]:
            self._header_block(row)
        self._settle(rows, self.rows[at + taken :])
        return taken

    def _is_finer(self, at: int) -> bool:
        """Tell whether a row names the columns that the row above it groups."""
        above, row = self.rows[at - 1], self.rows[at]
        score = header_score(row, self.rows[at + 1 :], self.r.repeats)
        return len(row.filled) > len(above.filled) and score >= 1.0

    def _is_second_line(self, at: int) -> bool:
        """Tell whether a row divides headers of the row above it that span several columns."""
        above, row = self.rows[at - 1], self.rows[at]
        spanned = {
            column
            for cell in above.cells
            if cell.column_span > 1
            for column in range(cell.column, cell.column + cell.column_span)
        }
        short = all(is_short(row.flat(c)) for c in row.filled)
        return short and len(row.filled) > 1 and all(c.column in spanned for c in row.filled)

    def _header_block(self, row: Row) -> None:
        lines = tuple(sorted(i for c in row.cells for i in c.lines if i in self.r.lines))
        text = " ".join(row.flat(c) for c in row.filled)
        self.out.append(Block(Sort.HEADER, text, lines, page=_page(row, row.filled[0])))

    # ------------------------------------------------------------------ forms

    def _is_label_above(self, row: Row, following: Row) -> bool:
        """Tell whether a row is a label alone and the next one its value."""
        if len(row.filled) != 1 or len(following.filled) != 1 or row.filled[0].nested:
            return False
        if self.columns and not self.form:
            return False
        label, below = row.flat(row.filled[0]), following.flat(following.filled[0])
        return is_label(label) and not is_label(below) and not level_odds(label)

    def _pair_row(self, row: Row, at: int) -> bool:
        """Read labels with their values beside them; False if the row is none."""
        cells = row.cells
        if self._holds_labelled(row):
            for cell in row.filled:
                self._labelled_cell(row, cell)
            return True
        if len(cells) not in (2, 3, 4, 6) or not row.flat(cells[0]):
            return self._rest_of_value(row)
        labels = [row.flat(c) for c in cells[0::2]] if len(cells) != 3 else [row.flat(cells[0])]
        if not all(self._is_form_label(t) for t in labels if t):
            return False
        step = 2 if len(cells) != 3 else 3
        for start in range(0, len(cells), step):
            label, values = (
                cells[start],
                [c for c in cells[start + 1 : start + step] if row.flat(c) or c.nested],
            )
            if not row.flat(label) and not values:
                continue
            if not values:
                self._pair(row, label, row.flat(label), None)
                continue
            for value in values:
                self._pair(row, label, row.flat(label), value)
                label = Cell(label.row, label.column)  # its lines are told once
        self.r.memory.label = row.flat(cells[0]).rstrip(" :")
        return True

    def _numbered_title(self, row: Row) -> bool:
        """Read a level, its number, a label and the title: `OS n° | 1 | Intitulé : | Être…`."""
        if len(row.filled) != 4:
            return False
        level, number, label, title = row.filled
        word = _NUMBER_SIGN.sub("", row.flat(level).rstrip(" :"))
        named = vocabulary.column_kind(row.flat(label).rstrip(" :")) == "title"
        if (
            not named
            or vocabulary.column_kind(word) not in _LEVELS
            or not is_code(row.flat(number))
        ):
            return False
        head = tuple(sorted(i for c in (level, number, label) for i in self._lines(c)))
        start = len(self.out)
        self._form_titles(row, word, row.paragraphs[title.column], head, title)
        if start < len(self.out):
            self.out[start] = self.r._coded(self.out[start], row.flat(number), head)
        return True

    def _is_form_label(self, text: str) -> bool:
        plain = text.rstrip(" :")
        if not is_short(plain) or self._is_coded(plain):
            return False
        if is_label(plain) or vocabulary.column_kind(plain) is not None:
            return True
        if self.form and (self.r.repeats.is_label(plain) or text.rstrip().endswith(":")):
            return True
        return text.rstrip().endswith(":") and not self.columns

    def _is_coded(self, text: str) -> bool:
        label = self.r.flow.labels.match(text)
        return label is not None and label.number is not None

    def _holds_labelled(self, row: Row) -> bool:
        """Tell whether the cells of a row hold a label each, with its value below or behind it."""
        if len(row.cells) > 4 or len(row.filled) < 2:
            return False
        found = [_labelled(row.paragraphs[c.column]) for c in row.filled]
        alone = [len(row.paragraphs[c.column]) == 1 and is_label(row.flat(c)) for c in row.filled]
        return any(found) and all(a or b for a, b in zip(found, alone, strict=True))

    def _labelled_cell(self, row: Row, cell: Cell) -> None:
        own = row.paragraphs[cell.column]
        if len(own) > 1 and is_label(own[0].text):
            inner = Row(row.index, [cell], {cell.column: own[1:]}, row.kind)
            head = Cell(cell.row, cell.column)
            label = own[0].text.rstrip(" :")
            self._pair(inner, head, label, cell)
        else:
            self.out += self.r.flow.blocks(own)

    def _rest_of_value(self, row: Row) -> bool:
        """Read the rest of a value, below or over the page, of the row above; False if none."""
        if not self.form and not self._goes_on_from_form():
            return False
        cells = row.cells
        if len(cells) != 2 or row.flat(cells[0]) or len(row.filled) != 1:
            return False
        cell = row.filled[0]
        text = "\n".join(p for p in (row.value(cell), self.r.nested_text(cell)) if p)
        lines = tuple(sorted((*self._lines(cell), *self.r.nested_lines(cell))))
        self.out.append(
            Block(
                Sort.FIELD, text, lines, value=text, nested=cell.nested, continues=True,
                page=_page(row, cell),
            )
        )  # fmt: skip
        return True

    def _goes_on_from_form(self) -> bool:
        edges, form = _edges(self.table), self.r.memory.form
        same = len(edges) == len(form) == 2
        return same and all(abs(a - b) < _NEAR for a, b in zip(edges, form, strict=True))

    def _lines(self, cell: Cell) -> tuple[int, ...]:
        return tuple(i for i in cell.lines if i in self.r.lines)

    def _pair(self, row: Row, label: Cell, text: str, value: Cell | None) -> None:
        """Read a label and its value: a title where the label names a level, else a field."""
        plain = text.rstrip(" :")
        own = row.paragraphs.get(value.column, []) if value is not None else []
        lines = self._lines(label)
        if value is not None:
            lines = tuple(sorted((*lines, *self._lines(value), *self.r.nested_lines(value))))
        kind = vocabulary.column_kind(plain)
        if kind == "volet" and value is not None:
            self._volet(row.flat(value), lines)
            return
        level = kind in ("OS", "OO", "PROJET", "ACTION", "SOUS_ACTION", "section")
        told = bool(level_odds(plain)) or label_key(plain) in self.r.repeats.titled
        named = level or (told and kind is None)
        if kind == "title" and own and value is not None and not value.nested:
            self._own_title(row, own, self._lines(label), value)
            return
        if named and own and value is not None and not value.nested:
            self._form_titles(row, plain, own, self._lines(label), value)
            return
        content = ""
        if value is not None:
            content = "\n".join(p for p in (row.value(value), self.r.nested_text(value)) if p)
        if kind in ("number", "kind", "title"):
            key = "number"
        else:
            key = vocabulary.field_key(plain) or _field_key(kind) or content_key(content) or "other"
        if vocabulary.names_steps(plain) and self._steps(row, plain, own, lines, value):
            return
        self.out.append(
            Block(
                Sort.FIELD, f"{text} : {content}", lines, key=key, label=plain, value=content,
                nested=value.nested if value is not None else (), page=_page(row, value or label),
            )
        )  # fmt: skip

    def _own_title(
        self,
        row: Row,
        own: Sequence[Paragraph],
        head: tuple[int, ...],
        value: Cell,
    ) -> None:
        """Add the title of a form; its number, or its label and number, may stand before it."""
        last = self.out[-1] if self.out else None
        start = len(self.out)
        self._form_titles(row, "titre", own, head, value)
        if last is None or start == len(self.out) or self.out[start].sort is not Sort.ITEM:
            return
        title = self.out[start]
        lines = tuple(sorted({*last.lines, *title.lines}))
        if last.sort is Sort.FIELD and last.key == "number" and title.number is None:
            self.out[start] = self.r._coded(title, last.value, last.lines)
            del self.out[start - 1]
        elif last.sort is Sort.ITEM and (not last.title or is_code(last.title)):
            number = last.number or (last.title if is_code(last.title) else None)
            self.out[start] = replace(
                last, title=title.title, lines=lines, number=number,
                text=f"{last.text} {title.text}",
            )  # fmt: skip
            del self.out[start - 1]

    def _form_titles(
        self,
        row: Row,
        label: str,
        own: Sequence[Paragraph],
        head: tuple[int, ...],
        value: Cell,
    ) -> None:
        """Add the titles that a label of a form names."""
        blocks = self._titles(self.r.flow.blocks(own), single=not is_listed(label))
        word = vocabulary.label_key(label)
        first = True
        for block in blocks:
            if block.sort is Sort.ITEM:
                place = Place(self.table.index, row.index, value.column, word, field=True)
                block = replace(block, place=place)
                if first:
                    block = replace(
                        block,
                        lines=tuple(sorted((*head, *block.lines))),
                        label=block.label or label,
                    )
                    first = False
            self.out.append(block)

    def _steps(self, row: Row, label: str, own, lines, value) -> bool:  # type: ignore[no-untyped-def]
        """Read a list of steps as titles where its lines are marked and read as actions."""
        if value is None or value.nested or not own:
            return False
        blocks = self.r.flow.blocks(own)
        marked = all(b.marker is not None for b in blocks)
        like = sum(is_plan_like(b.title) for b in blocks)
        if not marked or 2 * like < len(blocks):
            return False
        place = Place(self.table.index, row.index, value.column, "étapes", field=True)
        blocks = [replace(b, place=place) for b in blocks]
        blocks[0] = replace(blocks[0], lines=tuple(sorted({*lines, *blocks[0].lines})))
        self.out += blocks
        return True

    # ------------------------------------------------------------------ rows of one cell

    def _alone(self, row: Row, at: int) -> None:
        """Read a row of one filled cell: a title between rows of data, a value, a remark."""
        cell = row.filled[0]
        if self._rest_of_value(row):
            return
        column = self.columns.get(cell.column)
        if column is not None and self._is_data_alone(row, cell, column, at):
            self._data(row)
            return
        blocks = self.r.flow.blocks(row.paragraphs[cell.column])
        if self.table.columns <= 1:
            self.out += [*blocks, *self.r.nested(cell)]
            return
        place = Place(
            self.table.index, row.index, cell.column, alone=True, grid=self.grid, shade=cell.shade
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
                elif (vocabulary.names_plan(block.text) and not block.word) or _is_prose(block):
                    block = replace(block, sort=Sort.TEXT)
                else:
                    block = replace(block, place=place)
            self.out.append(block)
        self.previous = {}
        self.out += self.r.nested(cell)

    def _is_data_alone(self, row: Row, cell: Cell, column: Column, at: int) -> bool:
        """Tell whether the only cell of a row stands in its column like those of other rows."""
        if cell.column_span > 1 or column.holds is not Holds.TITLE:
            return column.holds is not Holds.TITLE and cell.column > min(self.columns)
        own = row.paragraphs[cell.column]
        labelled = bool(own) and self.r.flow.labels.match(own[0].text) is not None
        others = [r for r in self.rows if len(r.filled) > 1 and r not in self.headers]
        same = [r for r in others if any(c.column == cell.column for c in r.filled)]
        titles = [i for i, c in self.columns.items() if c.holds is Holds.TITLE]
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

    def _word(self, row: Row, cell: Cell) -> str:
        """Return the word of the label that begins a cell."""
        label = self.r.flow.labels.match(row.flat(cell))
        return label.word if label is not None else ""

    # ------------------------------------------------------------------ rows of data

    def _data(self, row: Row) -> None:
        """Read a row below a header: its titles, then its values."""
        columns = self.columns
        codes = {
            c.owner: cell
            for cell in row.filled
            if (c := columns.get(cell.column)) and c.holds is Holds.CODE
        }
        kind, kind_lines = self._kind(row)
        titles: list[tuple[int, int]] = []  # column, number of titles
        fields: list[tuple[Cell, Column]] = []
        used: set[int] = set()
        start = len(self.out)
        for cell in row.filled:
            column = columns.get(cell.column) or Column(Holds.FIELD, f"colonne {cell.column + 1}")
            text = row.flat(cell)
            volet = vocabulary.match_volet(text) if text.lower().startswith("volet") else None
            if column.holds is Holds.VOLET or (volet and volet[1]):
                self._volet(text, self._lines(cell))
            elif column.holds in (Holds.CODE, Holds.KIND) or (
                kind_lines and self._lines(cell) == kind_lines
            ):
                continue
            elif column.holds is Holds.TITLE:
                code = codes.get(cell.column)
                count = self._title_cell(row, cell, column, code, kind)
                if code is not None and count:
                    used.add(code.column)
                if count:
                    titles.append((cell.column, count))
            elif cell.nested and self.r.nested_titles(cell):
                self.out += [*self.r.flow.blocks(row.paragraphs[cell.column]), *self.r.nested(cell)]
            else:
                fields.append((cell, column))
        self.started = True
        self._leave_codes(row, codes, used, kind_lines)
        if kind_lines:
            at = next(
                (i for i in range(start, len(self.out)) if self.out[i].sort is Sort.ITEM), None
            )
            if at is not None:
                block = self.out[at]
                self.out[at] = replace(block, lines=tuple(sorted({*kind_lines, *block.lines})))
        self._fields(row, fields, titles)

    def _kind(self, row: Row) -> tuple[str, tuple[int, ...]]:
        """Return the level that a cell of the row names, and its lines."""
        for cell in row.filled:
            column = self.columns.get(cell.column)
            if column is not None and column.holds in (Holds.KIND, Holds.FIELD):
                word = _KINDS.get(letters(row.flat(cell)))
                if word or column.holds is Holds.KIND:
                    return word or label_key(row.flat(cell)), self._lines(cell)
        return "", ()

    def _leave_codes(
        self, row: Row, codes: Mapping[int | None, Cell], used: set[int], kind: tuple[int, ...]
    ) -> None:
        """Keep the numbers that no title in their row takes as text."""
        for cell in codes.values():
            if cell.column not in used:
                self.out.append(Block(Sort.TEXT, row.flat(cell), self._lines(cell)))

    def _title_cell(
        self, row: Row, cell: Cell, column: Column, code: Cell | None, kind: str
    ) -> int:
        """Add the titles of a cell; return how many stand in it."""
        made = self.r.flow.blocks(row.paragraphs[cell.column])
        blocks = self._titles(made, single=code is not None or bool(kind))
        place = Place(
            self.table.index,
            row.index,
            cell.column,
            column.label,
            grid=self.grid,
            rows=cell.row_span,
        )
        text = letters(row.flat(cell)) + (row.flat(code) if code is not None else "")
        leftmost = all(self.previous.get(i) is not None or i >= cell.column for i in self.previous)
        again = bool(text) and self.previous.get(cell.column) == text and leftmost
        self.previous = {i: t for i, t in self.previous.items() if i < cell.column or again}
        self.previous[cell.column] = text
        count = 0
        for block in blocks:
            if block.sort is Sort.FIELD and block.label and not count:
                block = replace(block, sort=Sort.ITEM, title=clean_title(block.text))
            if block.sort in (Sort.ITEM, Sort.CAPTION, Sort.CLOSING) or (
                block.sort is Sort.TEXT and not count and has_letters(block.text)
            ):
                if not block.title:
                    block = replace(block, title=clean_title(block.text))
                block = without_header(block, column)
                cut = not count and not self.started and not self.headers and bool(self.columns)
                goes_on = cut and block.title[:1].islower() and block.marker is None
                block = replace(block, sort=Sort.ITEM, place=place, repeat=again, continues=goes_on)
                if count == 0 and code is not None:
                    block = self.r._coded(block, row.flat(code), self._lines(code))
                if kind and not block.word:
                    block = replace(block, word=kind, known=kind in _KINDS.values())
                count += 1
            self.out.append(block)
        self.out += self.r.nested(cell)
        return count

    def _titles(self, blocks: Sequence[Block], *, single: bool) -> list[Block]:
        """Return the blocks of a cell of titles: one per marked block, or per paragraph that
        reads as a title; the rest of a title is joined to it, what follows it is text."""
        out: list[Block] = []
        plain = [b for b in blocks if b.sort is Sort.ITEM and b.marker is None and not b.word]
        several = len(plain) > 1 and not single and _are_titles(plain)
        for block in blocks:
            first = not any(b.sort is Sort.ITEM for b in out)
            opens = first or block.marker is not None or bool(block.word) or several
            if block.sort is not Sort.ITEM or opens:
                out.append(block)
                continue
            before = out[-1]
            if before.sort is Sort.ITEM and _goes_on(before, block, single=single):
                out[-1] = replace(
                    before, title=clean_title(join_lines([before.title, block.text])),
                    lines=before.lines + block.lines, text=f"{before.text} {block.text}",
                )  # fmt: skip
            else:
                out.append(replace(block, sort=Sort.TEXT))
        return out

    def _volet(self, text: str, lines: tuple[int, ...]) -> None:
        found = vocabulary.match_volet(text[:1].upper() + text[1:])
        sort = Sort.VOLET if found else Sort.TEXT
        self.out.append(Block(sort, text, lines, title=text, volet=found[0] if found else None))

    # ------------------------------------------------------------------ values

    def _fields(
        self, row: Row, fields: Sequence[tuple[Cell, Column]], titles: Sequence[tuple[int, int]]
    ) -> None:
        """Add the values of a row, each with the titles that it speaks of."""
        listed = titles[-1][1] if titles else 0
        for cell, column in fields:
            value = self._value(row, cell)
            if column.option is not None and is_mark(value):
                value = column.option
            lines = tuple(sorted((*self._lines(cell), *self.r.nested_lines(cell))))
            base = Block(
                Sort.FIELD, value, lines, key=column.key, label=column.label, value=value,
                nested=cell.nested, page=_page(row, cell), place=self._place(row, cell),
            )  # fmt: skip
            self.out += self._owned(base, cell, column, row, titles, listed)
        if titles:
            self.out += self._reaching(row, listed)
        self._coloured(row)

    def _place(self, row: Row, cell: Cell) -> Place:
        return Place(self.table.index, row.index, cell.column, grid=self.grid)

    def _value(self, row: Row, cell: Cell) -> str:
        own = row.printed(cell)
        return "\n".join(p for p in (own, self.r.nested_text(cell)) if p)

    def _owned(
        self,
        base: Block,
        cell: Cell,
        column: Column,
        row: Row,
        titles: Sequence[tuple[int, int]],
        listed: int,
    ) -> list[Block]:
        """Return a value once for each title it speaks of."""
        after = self._after(cell, column, row, titles)
        if after:
            return [replace(base, owner=after)]
        if listed > 1:
            own = row.paragraphs.get(cell.column, [])
            parts = [p.text for p in own]
            if len(parts) != listed:
                parts = [line.text for p in own for line in p.lines]
            if len(parts) == listed:  # n actions, n pilots: they go together
                return [
                    replace(
                        base, value=part, text=part, owner=listed - 1 - i,
                        lines=base.lines if i == 0 else (),
                    )
                    for i, part in enumerate(parts)
                ]  # fmt: skip
        if listed and len(titles) > 1 and self._lists():
            return [replace(base, owner=listed)]
        return [replace(base, shared=listed)] if listed > 1 else [base]

    def _after(
        self, cell: Cell, column: Column, row: Row, titles: Sequence[tuple[int, int]]
    ) -> int:
        """Return how many titles of the row stand after the one that a value speaks of."""
        owner = column.owner
        if owner is None and cell.row_span > 1:
            spans = {c.column: c.row_span for c in row.cells}
            owner = next((i for i, _ in titles[:-1] if spans.get(i) == cell.row_span), None)
        if owner is None or owner not in [i for i, _ in titles]:
            return 0
        return sum(n for i, n in titles if i > owner)

    def _lists(self) -> bool:
        """Tell whether the rows of the table list several titles each in their last column."""
        last = max((i for i, c in self.columns.items() if c.holds is Holds.TITLE), default=0)
        cells = [r.paragraphs.get(last, []) for r in self.rows if len(r.filled) > 1]
        filled = [own for own in cells if own]
        several = sum(len(own) > 1 and own[0].kind == own[1].kind for own in filled)
        return several * 3 >= len(filled)

    def _reaching(self, row: Row, listed: int) -> list[Block]:
        """Return again the values of cells that span several rows: each row has them, but for
        money, which they have together. Their lines stay with the first."""
        out = []
        for cell in row.reaching:
            column = self.columns.get(cell.column)
            if column is None or column.holds is not Holds.FIELD or column.key not in _SHARED:
                continue
            spans = [c for c in row.reaching if c.row == cell.row and c.row_span == cell.row_span]
            if any(self._is_title(c.column) for c in spans if c is not cell):
                continue  # it is the value of the title that spans the same rows
            own = self.r.maker.paragraphs(cell, row.kind)
            value = "\n".join(p.text for p in own)
            if value:
                out.append(
                    Block(
                        Sort.FIELD, value, (), key=column.key, label=column.label, value=value,
                        place=self._place(row, cell), shared=max(1, listed),
                    )
                )  # fmt: skip
        return out

    def _is_title(self, column: int) -> bool:
        found = self.columns.get(column)
        return found is not None and found.holds is Holds.TITLE

    def _coloured(self, row: Row) -> None:
        """Read the empty cells of a calendar that a colour of their own marks."""
        around = {None, "#ffffff", *(c.shade for c in row.filled)}
        for cell in row.cells:
            column = self.columns.get(cell.column)
            if cell in row.filled or cell.shade in around or column is None:
                continue
            if column.key == "deadline" and column.option is not None:
                self.out.append(
                    Block(
                        Sort.FIELD, "", (), key="deadline", label=column.label, value=column.option,
                        place=self._place(row, cell),
                    )
                )  # fmt: skip

    # ------------------------------------------------------------------ rows of nothing known

    def _unknown(self, row: Row) -> None:
        """Read a row of which nothing is known: number beside its title, else cell by cell."""
        filled = row.filled
        code = row.flat(filled[0])
        blocks = self.r.flow.blocks(row.paragraphs[filled[1].column])
        if is_code(code) and blocks and blocks[0].sort is Sort.ITEM and not blocks[0].number:
            place = Place(self.table.index, row.index, filled[1].column, grid=self.grid)
            first = self.r._coded(replace(blocks[0], place=place), code, self._lines(filled[0]))
            self.out += [first, *blocks[1:], *self.r.nested(filled[1])]
            rest = filled[2:]
        else:
            rest = filled
        for cell in rest:
            for block in self.r.flow.blocks(row.paragraphs[cell.column]):
                if block.sort is Sort.ITEM:
                    place = Place(self.table.index, row.index, cell.column, grid=self.grid)
                    block = replace(block, place=place)
                self.out.append(block)
            self.out += self.r.nested(cell)


_LEVELS = ("OS", "OO", "PROJET", "ACTION", "SOUS_ACTION")
_NUMBER_SIGN = re.compile(r"\s*n\s?[°º]$", re.IGNORECASE)
_TOP = 4  # rows among which the first header stands
_NEAR = 6.0  # points between the edges of one column in two tables
_MIN_BARE = 3  # rows of a table whose columns are told by what they hold
_MAX_STATEMENT = 70  # characters of a sentence alone in its row that is no title
_MAX_BAND = 200  # characters of a band that is no remark


def _is_prose(block: Block) -> bool:
    """Tell whether the only cell of a row is a remark or an introduction."""
    if block.word or block.number:
        return False
    long = len(block.title) > _MAX_BAND and has_sentences(block.title)
    sentence = block.title.endswith(".") and len(block.title) > _MAX_STATEMENT
    return long or (sentence and not is_plan_like(block.title) and not is_being(block.title))


def without_header(block: Block, column: Column) -> Block:
    """Return a title without the header of its column or the code that stands before it."""
    if block.word:
        return block
    found = headed(block.title, column.label) if column.label else None
    if found is not None:
        word, number, start = found
    elif column.coded and block.number is None and (match := CODED.match(block.title)):
        word, number, start = match.group().strip(" .:)–—-"), match["number"], match.end()
    else:
        return block
    title = clean_title(block.title[start:])
    if not title:
        return block
    return replace(block, title=title, label=block.label or word, number=block.number or number)


def _is_staircase(rows: Sequence[Row]) -> bool:
    """Tell whether rows of one cell stand in columns by their level."""
    counts = Counter(row.filled[0].column for row in rows)
    return sum(count > 1 for count in counts.values()) > 1


def _are_titles(blocks: Sequence[Block]) -> bool:
    """Tell whether the paragraphs of a cell are a title each: none goes on with the one above, and
    most read as plans word them."""
    like = sum(is_plan_like(b.title) or b.title.endswith(".") for b in blocks)
    starts = all(not b.title[:1].islower() for b in blocks)
    return starts and like * 2 > len(blocks)


def is_listed(label: str) -> bool:
    """Tell whether a label of a form announces several titles: `Actions :`."""
    return bool(vocabulary.announced_levels(label[:1].upper() + label[1:]))


def _goes_on(before: Block, block: Block, *, single: bool) -> bool:
    """Tell whether a paragraph without mark goes on with the title above it."""
    if single or block.text[:1].islower():
        return True
    return before.marker is not None or (len(before.title) < 40 and not before.title.endswith("."))


def _labelled(own: Sequence) -> bool:  # type: ignore[type-arg]
    """Tell whether a cell holds a label and, below or behind it, its value."""
    if len(own) > 1 and is_label(own[0].text) and not is_label(own[1].text):
        return True
    text = own[0].text if own else ""
    pair = vocabulary.match_field(text)
    return pair is not None and ":" in text[: pair.value_start] and pair.value_start < len(text)


def _cell(row: Row, column: int) -> Cell:
    return next(c for c in row.filled if c.column == column)


def _field_key(kind: str | None) -> str | None:
    return kind if kind in vocabulary.attribute_keys() | {"other", "description"} else None


def _edges(table: Table) -> tuple[float, ...]:
    """Return the left edges of the columns, where the source has places."""
    edges: dict[int, float] = {}
    for cell in table.cells:
        if cell.bbox:
            edges[cell.column] = min(cell.bbox.x0, edges.get(cell.column, cell.bbox.x0))
    return tuple(edges[c] for c in sorted(edges))


def _page(row: Row, cell: Cell) -> int | None:
    own = row.paragraphs.get(cell.column)
    return own[0].first.page if own else None


def without_sheet_names(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, names of sheets as text where the sheet prints the same label again:
    `OS 1 Propreté` above `OS 1 : Être une commune propre`."""
    out = list(blocks)
    for at, block in enumerate(blocks):
        if not block.sheet or block.sort is not Sort.ITEM or not block.word:
            continue
        after = [b for b in blocks[at + 1 : at + 1 + _NEXT] if b.sort is Sort.ITEM and b.place]
        odds = level_odds(block.word)
        if odds and any(b.number == block.number and level_odds(b.word) == odds for b in after):
            out[at] = replace(block, sort=Sort.TEXT)
    return out


_NEXT = 4  # blocks below the name of a sheet among which its title stands


def join_cut(blocks: Sequence[Block]) -> list[Block]:
    """Join the titles that a page break cut in a table: `… du hangar` / `communal`."""
    out: list[Block] = []
    for block in blocks:
        if out and _ends_band(out[-1], block):
            block = _joined(out.pop(), block)
        if not (block.continues and block.sort is Sort.ITEM and block.place):
            out.append(block)
            continue
        at = next(
            (
                i
                for i in range(len(out) - 1, -1, -1)
                if out[i].sort is Sort.ITEM and (p := out[i].place) is not None
                and (p.grid, p.column) == (block.place.grid, block.place.column)
            ),
            None,
        )  # fmt: skip
        if at is None:
            out.append(block)
            continue
        out[at] = _joined(out[at], block)
    return out


def _joined(before: Block, block: Block) -> Block:
    """Return a title with the rest of it."""
    return replace(
        before, title=f"{before.title} {block.title}", lines=before.lines + block.lines,
        text=f"{before.text} {block.text}", number=before.number or block.number,
        word=before.word or block.word, label=before.label or block.label,
        known=before.known or block.known,
    )  # fmt: skip


def _ends_band(before: Block, block: Block) -> bool:
    """Tell whether a title alone at the head of a table is the end of what stands right above it,
    in a row of its own too, on the page before."""
    if before.sort is not Sort.ITEM or block.sort is not Sort.ITEM or before.word:
        return False
    if before.place is None or block.place is None or before.place.table == block.place.table:
        return False
    alone = before.place.alone and block.place.alone
    return alone and block.title[:1].islower() and before.title[-1:] not in ".;:!?"
