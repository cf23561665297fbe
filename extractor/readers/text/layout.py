"""Tables and columns of a text that are set by blanks alone.

In: the lines of one page of a text, as `pdftotext -layout` or copy and paste give them. Out: zones
of lines that runs of blanks part into cells or into newspaper columns; what is in no zone stays as
it is. Tables whose header names the columns come first (`headers`). For the others each line
is taken for a row of positioned words, so that the zones are those that the same page would have in
a PDF (`pdf.regions.cover`).
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from extractor.document import BBox
from extractor.readers.pdf.glyphs.lines import DraftLine, build_lines
from extractor.readers.pdf.glyphs.marks import Face, Piece
from extractor.readers.pdf.regions.cover import Known, find_zones
from extractor.readers.pdf.regions.gutters import Row, columns_of
from extractor.readers.pdf.regions.rows import find_rows
from extractor.readers.text.headers import HeadedTable, column_at, find_headed_tables

_TAB_STOP = 8  # columns
_WIDTH = 4.0  # points given to a character: two blanks are a gutter, one is none
_SIZE = 8.0
_PITCH = 10.0  # points from line to line
_WORD = re.compile(r"\S+")
_FACE = Face("", bold=False, italic=False, symbol=False)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line: `row` is its place in the page, `start` and `end` are columns.

    `room` is the number of characters that would still fit into its cell or column.
    """

    row: int
    start: int
    end: int
    room: int


@dataclass(frozen=True, slots=True)
class Area:
    """Lines `first` to `last` of a page, cut: a table's rows of cells, or one row of columns."""

    first: int
    last: int
    table: bool
    edges: tuple[int, ...]  # where the columns begin
    cells: list[list[list[Part]]]  # row, column → parts
    titles: frozenset[int] = frozenset()  # rows of one cell over all columns
    headed: bool = False  # the first row names the columns


def expand(line: str) -> str:
    """Return a line with blanks for tabs."""
    return line.expandtabs(_TAB_STOP)


def find_areas(lines: Sequence[str], known: Known) -> Iterator[Area]:
    """Yield the tables and columns of a page from top to bottom; `known` are those of the last."""
    if not any("  " in line.strip() for line in lines):
        return
    headed = list(find_headed_tables(lines))
    areas = [_headed_area(lines, table) for table in headed]
    edges = {tuple(edge * _WIDTH for edge in table.edges) for table in headed}
    known.tables |= edges
    areas += _other_areas(lines, areas, known)
    known.tables |= edges  # they may go on without a header
    yield from sorted(areas, key=lambda area: area.first)


def _other_areas(lines: Sequence[str], found: Sequence[Area], known: Known) -> Iterator[Area]:
    """Yield the tables and columns that no header tells."""
    taken = {number for area in found for number in range(area.first, area.last + 1)}
    numbers = [n for n, line in enumerate(lines) if line.strip() and n not in taken]
    rows = [_row(number, lines[number]) for number in numbers]
    right = max((row.box.x1 for row in rows), default=0.0)
    for unit, area in enumerate(found):
        place = bisect(numbers, area.first)
        numbers.insert(place, area.first)
        box = BBox(0.0, area.first * _PITCH, right, area.last * _PITCH + _SIZE)
        rows.insert(place, Row(box, unit=unit))
    for zone in find_zones(rows, [], known, exact=False):
        cells = zone.table if zone.kind == "table" else [columns_of(rows, zone)]
        part = rows[zone.first : zone.last + 1]
        left = min(row.box.x0 for row in part)
        yield Area(
            numbers[zone.first],
            numbers[zone.last],
            zone.kind == "table",
            tuple(round(x / _WIDTH) for x in (left, *zone.edges)),
            _parts(cells),
        )


def _headed_area(lines: Sequence[str], table: HeadedTable) -> Area:
    cells: list[list[list[DraftLine]]] = []
    titles: set[int] = set()
    for band in table.bands:
        rows = [_row(number, lines[number]) for number in band.lines]
        if band.kind == "title":
            titles.add(len(cells))
            cells.append([_column(rows, (), 0), *([] for _ in table.edges)])
            continue
        columns = [_column(rows, table.edges, at) for at in range(len(table.edges) + 1)]
        cells += [columns] if band.kind == "header" else _split_rows(columns)
    return Area(
        table.first,
        table.last,
        True,
        (0, *table.edges),
        _parts(cells, titles),
        frozenset(titles),
        headed=True,
    )


def _column(rows: Sequence[Row], edges: Sequence[int], number: int) -> list[DraftLine]:
    """Return the lines of one column of a table whose edges, in characters, are known."""
    return build_lines(
        [
            piece
            for row in rows
            for piece in row.pieces
            if column_at(edges, round(piece.x0 / _WIDTH), round(piece.x1 / _WIDTH)) == number
        ]
    )


def _split_rows(columns: Sequence[list[DraftLine]]) -> list[list[list[DraftLine]]]:
    """Return the rows of cells whose columns are known; what spans them may hide where they start.

    Texts of the first column then belong to the row that they start in.
    """
    rows = find_rows(columns, least=1)
    if rows or len(columns) < 3:
        return rows or [list(columns)]
    rows = [[[], *row] for row in find_rows(columns[1:], least=1)]
    if not rows:
        return [list(columns)]
    tops = [min(ln.bbox.top for cell in row for ln in cell) for row in rows]
    at = 0
    for line in columns[0]:
        if not line.text[0].islower():
            at = max(bisect(tops, line.bbox.top) - 1, 0)
        rows[at][0].append(line)
    return rows


def _row(number: int, line: str) -> Row:
    top = number * _PITCH
    pieces = [
        Piece(
            text=word.group(),
            x0=word.start() * _WIDTH,
            x1=word.end() * _WIDTH,
            top=top,
            bottom=top + _SIZE,
            base=top + _SIZE,
            size=_SIZE,
            face=_FACE,
            spaced=True,
        )
        for word in _WORD.finditer(line)
    ]
    return Row(BBox(pieces[0].x0, top, pieces[-1].x1, top + _SIZE), pieces)


def _parts(
    table: Sequence[Sequence[Sequence[DraftLine]]], titles: Collection[int] = ()
) -> list[list[list[Part]]]:
    ends = [
        max(
            (
                line.bbox.x1
                for at, row in enumerate(table)
                for line in row[number]
                if at not in titles
            ),
            default=0.0,
        )
        for number in range(len(table[0]))
    ]
    return [
        [
            [
                Part(
                    row=round(line.bbox.top / _PITCH),
                    start=round(line.bbox.x0 / _WIDTH),
                    end=round(line.bbox.x1 / _WIDTH),
                    room=round((end - line.bbox.x1) / _WIDTH),
                )
                for line in cell
            ]
            for cell, end in zip(row, ends, strict=True)
        ]
        for row in table
    ]
