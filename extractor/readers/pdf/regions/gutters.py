"""Find the vertical gutters that may part a page into columns.

In: rows of pieces and of blocks that are already read. Out: runs of rows that leave a strip free
and have text on both sides of it. A strip stands left of an edge where several pieces start. What
only parts labels, bullets or page numbers from their text is no gutter (`parts_text`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from extractor.document import BBox
from extractor.readers.pdf.glyphs.lines import DraftLine, build_lines
from extractor.readers.pdf.glyphs.marks import Piece
from extractor.readers.pdf.regions.rows import Cells

STRIP = 4.5  # points: the least width of a gutter; a justified blank may be as wide in one line
WIDE_STRIP = 12.0  # points: a gutter that is seen in a single line
SIGN_GAP = 24.0  # points at most between a list sign and its text
HANG = 40.0  # points by which a heading may hang out of its column
MIN_LINES = 3  # lines on either side of a gutter; two may be a coincidence
COLUMN_LINES = 10  # that wrap before an edge, where little stands right of it
FULL_LINE = 0.8  # of the way to the edge
EDGE = 2.0  # points between left edges that are one column's
HEADER_GAP = 1.0  # line heights below a running header that is no part of a right column
FOOTER_GAP = 2.4  # line heights above a page number that is no part of a column
_LABEL = re.compile(
    r"""(\W|o|[a-z]\W|[A-Z]{1,3}\W?)$              # bullets, a), OO
      | .{0,28}(\d|\b[IVXLivxl]+|\b[A-Z])\W{0,3}$  # O.O.1.1., Projet 12, Objectif stratégique 3 :
      | [^:]{1,40}:$                               # Pilote :
    """,
    re.X,
)
_TICKED = re.compile(r"[☐☒☑□■]\s?\w")
_FOLD = re.compile(r"[▼▲▾▴▸◂►◄◀▶⌄˅›»\s]+$")  # the arrow of a panel that folds
_PAGE_NUMBER = re.compile(r"[pP.…\s]{0,4}\d{1,3}$")


@dataclass(slots=True)
class Row:
    """A row of pieces, or the place of a block that is already read (`unit`)."""

    box: BBox
    pieces: list[Piece] = field(default_factory=list)
    unit: int | None = None


@dataclass(slots=True)
class Zone:
    """Rows `first` to `last` (both included) and the left edges of all but the first column."""

    first: int
    last: int
    edges: list[float]
    kind: Literal["columns", "table"] = "columns"
    table: Cells = field(default_factory=list)  # row, column → lines


def make_rows(rows: Sequence[Sequence[Piece]], units: Sequence[BBox]) -> list[Row]:
    """Return rows and units from top to bottom."""
    result = [
        Row(
            BBox(
                row[0].x0,
                min(piece.top for piece in row),
                max(piece.x1 for piece in row),
                max(piece.bottom for piece in row),
            ),
            list(row),
        )
        for row in rows
    ]
    result += [Row(box, unit=number) for number, box in enumerate(units)]
    result.sort(key=lambda row: (row.box.top, row.box.x0))
    return result


def find_edges(rows: Sequence[Row]) -> list[float]:
    """Return the left edges where at least three rows start after a gutter or at a margin.

    With them come single starts a little to the left: a heading that hangs out of its column.
    """
    starts: list[float] = []
    hanging: list[float] = []
    beside: list[float] = []
    for row in rows:
        end = float("-inf")
        for piece in row.pieces:
            if piece.x0 - end >= STRIP:
                starts.append(piece.x0)
            if piece.x0 - end >= WIDE_STRIP:
                hanging.append(piece.x0)
            if piece.x0 - end >= WIDE_STRIP and piece is not row.pieces[0]:
                beside.append(piece.x0)
            end = max(end, piece.x1)
        if row.unit is not None:
            starts.append(row.box.x0)
    starts.sort()
    edges: list[float] = []
    index = 0
    while index < len(starts):
        stop = index
        while stop < len(starts) and starts[stop] - starts[index] <= EDGE:
            stop += 1
        if stop - index >= MIN_LINES:
            edges.append(starts[index])
        index = stop
    margin, edges = edges[:1], edges[1:]
    for x0 in sorted(hanging, reverse=True):  # a heading may hang out of one that hangs out
        near = any(EDGE < edge - x0 <= HANG for edge in edges)
        if near and x0 > margin[0] + HANG and all(abs(x0 - edge) > EDGE for edge in edges):
            edges.append(x0)
    apart = [x0 for x0 in beside[:1] if all(abs(x0 - edge) > HANG for edge in edges)]
    return sorted([*edges, *(x0 for x0 in apart if _is_beside_column(rows, x0))])


def _is_beside_column(rows: Sequence[Row], edge: float) -> bool:
    """Tell whether what stands right of an edge, however short, is beside a column of lines."""
    first = next(i for i, row in enumerate(rows) if any(p.x0 == edge for p in row.pieces))
    return wraps(rows[first:], edge)


def wraps(rows: Sequence[Row], edge: float) -> bool:
    """Tell whether the lines left of an edge wrap before it and none crosses it: a column."""
    ends: list[float] = []
    for row in rows:
        left, _, across = _sides(row, edge)
        if across:
            return False
        ends += [max(p.x1 for p in row.pieces if p.x1 < edge)] if left and row.pieces else []
    start = min((row.box.x0 for row in rows), default=edge)
    full = sum(end > start + FULL_LINE * (edge - start) for end in ends)
    return len(ends) >= COLUMN_LINES and full >= MIN_LINES


def _sides(row: Row, edge: float) -> tuple[bool, bool, bool]:
    """Tell whether a row has text left of a gutter, right of it, across it."""
    if row.unit is not None:
        left, right = row.box.x1 <= edge - STRIP / 2, row.box.x0 >= edge - EDGE - STRIP / 2
        return left, right, not left and not right
    left = right = False
    for piece in row.pieces:
        if piece.x1 <= edge - STRIP:
            left = True
        elif piece.x0 >= edge - 0.5:
            right = True
        else:
            return left, right, True
    return left, right, False


def find_runs(rows: Sequence[Row], edge: float, least: int = MIN_LINES) -> list[Zone]:
    """Return the runs of rows that leave the gutter free and have text on both sides."""
    zones: list[Zone] = []
    lefts: list[int] = []
    rights: list[int] = []
    for index in range(len(rows) + 1):
        left = right = False
        across = True
        if index < len(rows):
            left, right, across = _sides(rows[index], edge)
        if not across:
            if left:
                lefts.append(index)
            if right:
                rights.append(index)
            continue
        if len(lefts) >= least and len(rights) >= least:
            first = _without_header(rows, lefts[0], rights[0])
            last = _without_footer(rows, lefts[0], max(lefts[-1], rights[-1]))
            overlap = min(lefts[-1], rights[-1], last) - max(lefts[0], rights[0]) + 1
            if overlap >= least:
                zones.append(Zone(first, last, [edge]))
        lefts, rights = [], []
    return zones


def _without_header(rows: Sequence[Row], left: int, right: int) -> int:
    """Return the first row of a zone: a right column may start a little above the left one."""
    first = left
    while first > right and rows[first].box.top - rows[first - 1].box.bottom <= HEADER_GAP * (
        rows[first - 1].box.bottom - rows[first - 1].box.top
    ):
        first -= 1
    return first


def _without_footer(rows: Sequence[Row], first: int, last: int) -> int:
    for index in range(last, max(first, last - 2), -1):
        height = max(rows[index].box.bottom - rows[index].box.top, 1.0)
        if rows[index].box.top - rows[index - 1].box.bottom > FOOTER_GAP * height:
            return index - 1
    return last


def parts_text(rows: Sequence[Row], zone: Zone) -> bool:
    """Tell whether a gutter parts more than labels, bullets, choices or page numbers."""
    lefts: list[str] = []
    rights: list[str] = []
    for row in rows[zone.first : zone.last + 1]:
        left = [p.text for p in row.pieces if p.x1 <= zone.edges[0]]
        right = [p.text for p in row.pieces if p.x1 > zone.edges[0]]
        if left:
            lefts.append(" ".join(left))
        if right:
            rights.append(" ".join(right))
    if not lefts or not rights:
        return True
    labels = sum(bool(_LABEL.match(text)) for text in lefts)
    numbers = sum(bool(_PAGE_NUMBER.match(text)) for text in rights)
    ticked = sum(bool(_TICKED.match(text)) for text in rights)
    folds = sum(bool(_FOLD.match(text)) for text in rights)
    return labels < 0.7 * len(lefts) and max(numbers, ticked, folds) < 0.8 * len(rights)


def hangs(rows: Sequence[Row], zone: Zone, edge: float) -> bool:
    """Tell whether an edge of a zone is that of a list: at most list signs stand between it and
    the edge at its left, each close to a text that starts there."""
    left = max((other for other in zone.edges if other < edge), default=None)
    if left is None:
        return False
    for row in rows[zone.first : zone.last + 1]:
        for piece, after in pairwise([*row.pieces, None]):
            if piece is None or not left - 1 <= piece.x0 < edge - 1:
                continue
            if after is None or len(piece.text) > 1 or after.x0 - piece.x1 > SIGN_GAP:
                return False
    return True


def column_of(edges: Sequence[float], x0: float, x1: float) -> int:
    """Return the column that holds the middle of a span."""
    middle = (x0 + x1) / 2
    return sum(middle >= edge - 1 for edge in edges)


def columns_of(rows: Sequence[Row], zone: Zone) -> list[list[DraftLine]]:
    """Return the lines of each column of a zone."""
    pieces: list[list[Piece]] = [[] for _ in range(len(zone.edges) + 1)]
    for row in rows[zone.first : zone.last + 1]:
        for piece in row.pieces:
            pieces[column_of(zone.edges, piece.x0, piece.x1)].append(piece)
    return [build_lines(part) for part in pieces]
