"""Tables → candidates: which row is a header, a pair of label and value, a title or data.

In: one table of the grid, the blocks of its cells. Out: candidates in reading order, each line of
the table in exactly one. Every row is judged on its own, so that one table may be a form, a list
with columns, or both by turns. Order of precedence: a row whose cells name columns is a header; a
row of known labels with values beside them is a form; a row with one filled cell is a title; all
else is data under the header that stands above, or under the header of an earlier table with the
same columns (tables go on over pages). A level is taken from the column's header, from the marker
printed in the cell, or from the cell that says what kind of row it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor import vocabulary
from extractor.document import Candidate, Kind, Table
from extractor.markers import find_marker
from extractor.structure.column_values import columns_of_values
from extractor.structure.headings import find_candidates
from extractor.structure.paragraphs import Block
from extractor.structure.table_columns import (
    Column,
    has_numbers,
    levels_by_depth,
    merge_columns,
    merge_options,
    settle_columns,
    under_header,
)
from extractor.structure.table_forms import FormReader
from extractor.structure.table_kinds import (
    heads_whole_tree,
    holds_labelled_cells,
    is_form,
    is_form_row,
    is_group_header,
    is_header,
    is_label_above,
    is_more_of_value,
    is_second_line,
    is_subheader,
    is_total,
    label_beside,
    mostly_labels,
    names_columns,
)
from extractor.structure.table_rows import (
    Row,
    edges_of,
    rest_of_row,
    starts_lower,
    texts_of,
    unfinished,
)
from extractor.structure.table_titles import TitleReader

_BADGE = re.compile(r"\d{1,2}|[IVX]{1,4}|[A-Z]")
_MIN_BELOW = 3  # columns of a table that stands below the header of another grid


@dataclass(slots=True)
class _Reading:
    """A table being read: what its rows so far said of those that follow."""

    table: Table
    rows: list[Row]
    form: bool
    formish: bool
    headed: bool
    columns: dict[int, Column]
    named: dict[int, Column]  # as headers name them, before the rows below have their say
    taken: int = -1  # the last row that the one above it was read with
    label: str = ""  # of the last row of a form
    header: Row | None = None
    first: int | None = None  # row of data
    out: list[Candidate] = field(default_factory=list)

    def following(self, at: int) -> Row | None:
        """Return the row below."""
        return self.rows[at + 1] if at + 1 < len(self.rows) else None


class TableReader(FormReader, TitleReader):
    """Reads the tables of one document, in order; remembers their columns."""

    def read(self, table: Table) -> list[Candidate]:
        """Return the candidates of a table, nested tables included as values of their field."""
        reading = self._begin(table)
        badge = self._badge(reading.rows)
        if badge:
            return badge
        volet = vocabulary.match_volet(table.caption or "") if table.kind != "sheet" else None
        if volet:
            reading.out.append(Candidate(Kind.VOLET, "", (), value=volet[0], table=table.index))
        kinds = (self._form_row, self._header_row, self._labelled_row, self._row_alone)
        for at, row in enumerate(reading.rows):
            if row.filled and at != reading.taken:
                found = next((f for kind in kinds if (f := kind(reading, at)) is not None), None)
                reading.out += self._data_row(reading, at) if found is None else found
        self._remember(reading)
        for candidate in reading.out:
            candidate.in_table = len(table.cells) > 1 and not candidate.loose
            candidate.table = table.index
        return reading.out

    def _badge(self, rows: Sequence[Row]) -> list[Candidate]:
        """Return the heading that a table is which holds a number and, beside it, a title."""
        filled = [row for row in rows if row.filled]
        if len(filled) != 1 or len(filled[0].filled) != 2:
            return []
        number, title = (filled[0].blocks[cell.column] for cell in filled[0].filled)
        if len(number) != 1 or len(title) != 1 or not _BADGE.fullmatch(number[0].text.strip()):
            return []
        (heading, *more) = find_candidates(title, self.typography)
        if more or heading.kind is not Kind.ITEM or heading.marked:
            return []
        heading.number = number[0].text.strip()
        heading.lines = number[0].indices + heading.lines
        return [heading]

    def _begin(self, table: Table) -> _Reading:
        rows = self._rows(table)
        form = is_form(rows)
        headed = not form and any(map(is_header, rows))
        cut = (
            table.page == self.memory.page + 1
            and not is_header(rows[0])
            and len(rows[0].filled) > 1
        )
        alone = (headed and not cut) or form or table.kind == "sheet"  # no page break cuts a sheet
        columns = {} if alone else self._remembered(table)
        if not columns and not form and not headed:
            columns = columns_of_values(rows)
        formish = form or mostly_labels(rows)
        return _Reading(table, rows, form, formish, headed, columns, columns)

    # ------------------------------------------------------------------ kinds of rows

    def _form_row(self, reading: _Reading, at: int) -> list[Candidate] | None:
        """Read a row of labels and values; None if it is none."""
        row, following = reading.rows[at], reading.following(at)
        form = reading.form
        if at == 0 and not reading.columns and self._goes_on_from_form(reading.table, row):
            return self._rest_of_value(row)
        if following is not None and is_label_above(row, following):
            reading.taken = at + 1
            return self._above(row, following)
        if holds_labelled_cells(row):
            return [c for cell in row.filled for c in self._flow(row, cell)]
        if form and reading.label and is_more_of_value(row):
            return self._more_of_value(row, reading.label)
        if form and is_form_row(row, reading.table, False) and not names_columns(row):
            reading.label = " ".join(row.text(row.cells[0]).split()) or reading.label
            return self._form(row)
        return None

    def _header_row(self, reading: _Reading, at: int) -> list[Candidate] | None:
        """Read a row that names columns, or adds up those above it; None if it does neither."""
        row, following = reading.rows[at], reading.following(at)
        if reading.columns and is_total(row):
            return [_header_candidate(row)]
        if (
            is_header(row, again=reading.headed and bool(reading.columns))
            or (following is not None and is_group_header(row, following))
            or is_second_line(row, reading.header)
        ):
            below = reading.rows[at + 1 :]
            reading.header = row
            reading.named = merge_columns(reading.named, row, reading.table)
            reading.columns = settle_columns(reading.named, below)
            self.memory.depths = levels_by_depth(reading.columns, below)
            return [_header_candidate(row)]
        if reading.columns and is_subheader(row, reading.columns):
            reading.columns = merge_options(reading.columns, row)
            return [_header_candidate(row)]
        return None

    def _labelled_row(self, reading: _Reading, at: int) -> list[Candidate] | None:
        """Read labels with their values between rows of another kind; None if there is none."""
        row = reading.rows[at]
        if reading.formish and is_form_row(row, reading.table, bool(reading.columns)):
            return self._form(row)
        beside = label_beside(row, reading.rows[:at])
        if beside is not None and not reading.columns:
            label = self._label_text(beside, reading.rows)
            return self._pair(row, beside, label, row.filled[0])
        return None

    def _row_alone(self, reading: _Reading, at: int) -> list[Candidate] | None:
        """Read a row of one filled cell: a title or a remark; None if it has more."""
        row, rows, columns = reading.rows[at], reading.rows, reading.columns
        if len(row.filled) != 1:
            return None
        goes_on = starts_lower(row) or self.memory.unfinished
        if goes_on and self._may_go_on(reading, at):
            return None
        if row.kind == "sheet" and heads_whole_tree(rows[at + 1 :]):
            return self._caption(row)
        cell = row.filled[0]
        if _heads_next_table(reading, at):
            return self._running(row, cell)
        start = rows.index(reading.header) if reading.header else 0
        column = columns.get(cell.column)
        titled = column is not None and column.level and not has_numbers(column, columns)
        inside = titled and cell.column_span == 1 and cell.column > min(columns)
        if columns and not inside and self._is_note(row, rows[start:]):
            return self._note(row)
        if reading.table.columns > 1 or not columns:
            return self._single(row, cell, columns, at, rows)
        return None

    def _data_row(self, reading: _Reading, at: int) -> list[Candidate]:
        """Read a row below a header, or one of which nothing is known."""
        row, columns = reading.rows[at], reading.columns
        if not columns:
            return self._loose(row)
        data = self._data(row, columns, self._row_level(reading.rows, columns))
        if reading.first is None:
            reading.first = at
        goes_on = self._may_go_on(reading, at)
        rest = rest_of_row(row, data, self.memory.unfinished) if goes_on else []
        if not rest:
            return data
        for candidate in rest:
            candidate.continues = True
        reading.out[:0] = data  # what stands above is printed again
        return []

    # ------------------------------------------------------------------ from table to table

    def _remember(self, reading: _Reading) -> None:
        """Keep what the next table may need, where it goes on without a header."""
        table, columns = reading.table, reading.columns
        self.memory.form = edges_of(table) if table.columns == 2 and not columns else ()
        if columns:
            self.memory.columns[table.columns] = columns
            self.memory.edges[table.columns] = edges_of(table)
            self.memory.page = table.page or 0
            self.memory.head = texts_of(reading.rows[: reading.first])
            self.memory.unfinished = unfinished(reading.out)
            self.memory.last = max((i for c in table.cells for i in c.lines), default=0)
            if reading.header is not None:
                self.memory.header = columns, edges_of(table)

    def _remembered(self, table: Table) -> dict[int, Column]:
        columns = self.memory.columns.get(table.columns, {})
        edges = self.memory.edges.get(table.columns, ())
        mine = edges_of(table)
        apart = mine and edges and any(abs(a - b) > 6 for a, b in zip(mine, edges, strict=False))
        if columns and not apart:
            return columns
        known, header = self.memory.header
        near = len(mine) >= _MIN_BELOW and 0 <= (table.page or 0) - self.memory.page <= 1
        return under_header(known, header, mine) if near and len(header) >= _MIN_BELOW else {}

    def _may_go_on(self, reading: _Reading, at: int) -> bool:
        """Tell whether a row is the first below a page break: no header stands above it, or one
        that stands above the data of the table a page before too."""
        if at == 0:
            return bool(reading.columns) and not reading.headed
        above = set(texts_of(reading.rows[:at]))
        first = min((i for c in reading.table.cells for i in c.lines), default=0)
        return (
            bool(above)
            and above <= set(self.memory.head)
            and (reading.table.page or 0) == self.memory.page + 1
            and not any(self.memory.last < index < first for index in self.lines)
        )

    def _goes_on_from_form(self, table: Table, row: Row) -> bool:
        """Tell whether a table's first row is the rest of a value that a page break cut."""
        if len(row.cells) != 2 or row.blocks[row.cells[0].column] or not row.filled:
            return False
        if self._holds_titles(row.filled[0]):
            return False
        edges = edges_of(table)
        same = len(edges) == len(self.memory.form) == 2
        return same and all(abs(a - b) < 6 for a, b in zip(edges, self.memory.form, strict=True))

    # ------------------------------------------------------------------ rows without a header

    def _loose(self, row: Row) -> list[Candidate]:
        """Read a row of which nothing is known: number beside its title, else cell by cell."""
        filled = row.filled
        first = " ".join(row.text(filled[0]).split())
        marker = find_marker(f"{first} X") if len(first) <= 12 else None
        heading = vocabulary.match_heading(first)
        beside = (
            len(filled) > 1
            and any(c.isalpha() for c in row.text(filled[1]))
            and (
                (marker is not None and marker.end >= len(first))
                or (
                    heading is not None
                    and not heading.bare
                    and not first[heading.title_start :].strip()
                )
            )
        )
        if not beside:
            return [c for cell in filled for c in self._flow(row, cell)]
        merged = Block(
            [
                ln
                for b in (*row.blocks[filled[0].column], *row.blocks[filled[1].column][:1])
                for ln in b.lines
            ]
        )
        merged.text = (
            f"{first} {row.blocks[filled[1].column][0].text}"
            if row.blocks[filled[1].column]
            else first
        )
        merged.marker = find_marker(merged.text)
        out = find_candidates([merged], self.typography)
        out += find_candidates(row.blocks[filled[1].column][1:], self.typography)
        out += self._nested(filled[1])
        for cell in filled[2:]:
            out += self._flow(row, cell)
        return out


def _heads_next_table(reading: _Reading, at: int) -> bool:
    """Tell whether the header that opens the table is printed again below a row: what is one grid
    here was drawn as several tables, each with its title above it."""
    header, following = reading.header, reading.following(at)
    if header is None or header is not reading.rows[0] or following is None:
        return False
    return texts_of([following]) == texts_of([header])


def _header_candidate(row: Row) -> Candidate:
    lines = tuple(sorted(i for c in row.cells for i in c.lines))
    text = " | ".join(" ".join(row.text(c).split()) for c in row.filled)
    return Candidate(Kind.TEXT, "", lines, label=text, evidence=("header row",))
