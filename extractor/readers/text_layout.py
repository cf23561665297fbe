"""Tables and columns of a text that are set by blanks alone.

In: the lines of one page of a text, as `pdftotext -layout` or copy and paste give them. Out: zones
of lines that runs of blanks part into cells or into newspaper columns; what is in no zone stays as
it is. Each line is taken for a row of positioned words, so that the zones are those that the same
page would have in a PDF (`pdf_columns`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.document import BBox
from extractor.readers.pdf_columns import Known, find_zones
from extractor.readers.pdf_gutters import Row, columns_of
from extractor.readers.pdf_lines import DraftLine
from extractor.readers.pdf_marks import Face, Piece

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


def expand(line: str) -> str:
    """Return a line with blanks for tabs."""
    return line.expandtabs(_TAB_STOP)


def find_areas(lines: Sequence[str], known: Known) -> Iterator[Area]:
    """Yield the tables and columns of a page from top to bottom; `known` are those of the last."""
    if not any("  " in line.strip() for line in lines):
        return
    numbers = [number for number, line in enumerate(lines) if line.strip()]
    rows = [_row(number, lines[number]) for number in numbers]
    for zone in find_zones(rows, [], known):
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


def _parts(table: Sequence[Sequence[Sequence[DraftLine]]]) -> list[list[list[Part]]]:
    ends = [
        max((line.bbox.x1 for row in table for line in row[number]), default=0.0)
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
