"""Find columns of text that no rule draws: newspaper columns and borderless tables.

In: the rows of free pieces of a page and the boxes of what is already read (tables, frames).
Out: `Zone`s, runs of rows that one or more vertical gutters divide. A gutter is a strip left of an
edge where several pieces start; rows that cross it end the zone. What remains is plain text:
hanging labels and bullets before a text, tables of contents, justified lines with wide blanks.
A zone is a table when its cells, the text between wide white spaces of a column, start at the
height of cells at their right; else it is read column by column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from extractor.document import BBox
from extractor.readers.pdf_chars import Piece, Rule
from extractor.readers.pdf_lines import DraftLine, build_lines

STRIP = 4.5  # points: the least width of a gutter; a justified blank may be as wide in one line
MIN_LINES = 3  # lines on either side of a gutter; two may be a coincidence
EDGE = 2.0  # points between left edges that are one column's
MIN_SHARE = 0.2  # of the zone's width for a newspaper column
BAND = 0.35  # line heights beyond the usual white space: the white between rows of a table
HEADER_GAP = 1.0  # line heights below a running header that is no part of a right column
FOOTER_GAP = 2.5  # line heights above a page number that is no part of a column
_LABEL = re.compile(
    r"""(\W|o|[a-z]\W|[A-Z]{1,3}\W?)$              # bullets, a), OO
      | .{0,28}(\d|\b[IVXLivxl]+|\b[A-Z])\W{0,3}$  # O.O.1.1., Projet 12, Objectif stratégique 3 :
      | [^:]{1,40}:$                               # Pilote :
    """,
    re.X,
)
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
    table: list[list[list[DraftLine]]] = field(default_factory=list)  # row, column → lines


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


def find_zones(
    rows: Sequence[Row], rules: Sequence[Rule] = (), known: Sequence[float] = ()
) -> list[Zone]:
    """Return the zones of a page from top to bottom; they do not overlap.

    `known` are the edges of newspaper columns on the page before: what stands beside such an edge
    is columns, however short.
    """
    found = [run for edge in _edges(rows) for run in _runs(rows, edge) if _parts(rows, run)]
    found.sort(key=lambda zone: (zone.first - zone.last, zone.edges))
    zones: list[Zone] = []
    for run in found:
        host = next((z for z in zones if _meets(z, run)), None)
        if host is None:
            zones.append(run)
        elif _fits(host, run):
            host.first, host.last = max(host.first, run.first), min(host.last, run.last)
            host.edges = sorted([*host.edges, *run.edges])
    kept = [zone for zone in zones if _classify(rows, zone, rules)]
    edges = {zone.edges[0] for zone in kept if zone.kind == "columns" and len(zone.edges) == 1}
    for edge in sorted({*edges, *known}):
        for run in _runs(rows, edge - 0.5, least=1):
            if _parts(rows, run) and not any(_meets(zone, run) for zone in kept):
                kept.append(run)
    return sorted(kept, key=lambda zone: zone.first)


def _meets(zone: Zone, other: Zone) -> bool:
    return other.first <= zone.last and other.last >= zone.first


def _fits(host: Zone, run: Zone) -> bool:
    """Tell whether a gutter divides the same rows as those of a zone."""
    common = min(host.last, run.last) - max(host.first, run.first) + 1
    apart = all(abs(run.edges[0] - edge) > 20 for edge in host.edges)
    return apart and common >= 0.7 * (host.last - host.first + 1)


def _edges(rows: Sequence[Row]) -> list[float]:
    """Return the left edges where at least three rows start after a gutter or at a margin."""
    starts: list[float] = []
    for row in rows:
        end = -1e9
        for piece in row.pieces:
            if piece.x0 - end >= STRIP:
                starts.append(piece.x0)
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
    return edges[1:]


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


def _runs(rows: Sequence[Row], edge: float, least: int = MIN_LINES) -> list[Zone]:
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


def _parts(rows: Sequence[Row], zone: Zone) -> bool:
    """Tell whether a gutter parts more than labels, bullets or page numbers from their text."""
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
    return labels < 0.7 * len(lefts) and numbers < 0.8 * len(rights)


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


def _classify(rows: Sequence[Row], zone: Zone, rules: Sequence[Rule]) -> bool:
    """Set the kind of a zone; False when it is neither columns nor a table."""
    part = rows[zone.first : zone.last + 1]
    columns = columns_of(rows, zone)
    left, right = min(row.box.x0 for row in part), max(row.box.x1 for row in part)
    bounds = [left, *zone.edges, right]
    widths = [b - a for a, b in pairwise(bounds)]
    has_units = any(row.unit is not None for row in part)
    if not has_units and all(columns):
        wide = [rule.at for rule in rules if rule.end - rule.start >= 0.6 * (right - left)]
        zone.table = find_rows(columns, wide)
        if zone.table:
            zone.kind = "table"
            return True
    if len(columns) > 3 or min(widths) < MIN_SHARE * (right - left):
        return False
    lines = [len(column) for column in columns]
    if sum(lines) < 10 or (min(lines) < MIN_LINES and not has_units):
        return False
    return all(_reach(column) > 0.3 * width for column, width in zip(columns, widths, strict=True))


def _reach(lines: Sequence[DraftLine]) -> float:
    """Return the mean width of lines; a column without text holds blocks that fill it."""
    if not lines:
        return float("inf")
    return sum(line.bbox.x1 - line.bbox.x0 for line in lines) / len(lines)


def find_rows(
    columns: Sequence[list[DraftLine]], rules: Sequence[float]
) -> list[list[list[DraftLine]]]:
    """Return the rows of a borderless table, one list of lines per column; none when it is none.

    Rules across all columns part the rows where there are some; else a cell starts after white
    space in its column, and a row where a cell starts. A cell that is longer than its row belongs
    to the row where it starts.
    """
    tops = [line.bbox.top for column in columns for line in column]
    inner = [at for at in rules if min(tops) < at < max(tops)]
    if len(inner) >= 2:
        starts = [min(tops), *inner]
        cells = [[[line] for line in column] for column in columns]
        check = False
    else:
        cells = [_cells(column, _usual_gap(columns) + BAND) for column in columns]
        if sum(map(len, cells)) <= len(cells) + 1:
            if not _single_lines(columns):
                return []
            cells = _tight_cells(columns)
        starts = _merged_starts([cell[0] for column in cells for cell in column])
        check = True
    if len(starts) < (3 if len(columns) > 2 else 4):
        return []
    if check and not _starts_together(cells):
        return []
    table: list[list[list[DraftLine]]] = [[[] for _ in columns] for _ in starts]
    for number, column in enumerate(cells):
        for cell in column:
            top = cell[0].bbox.top + 0.4 * cell[0].size
            row = max(sum(start <= top for start in starts) - 1, 0)
            table[row][number] += cell
    filled = [sum(bool(row[number]) for row in table) for number in range(len(columns))]
    return table if min(filled) >= 2 else []


def _usual_gap(columns: Sequence[Sequence[DraftLine]]) -> float:
    gaps = sorted(line.gap for column in columns for line in column[1:])
    return gaps[len(gaps) // 5] if gaps else 0.0


def _cells(lines: Sequence[DraftLine], gap: float) -> list[list[DraftLine]]:
    """Cut a column where the white space above a line is wider than usual."""
    cells: list[list[DraftLine]] = []
    for line in lines:
        if cells and line.gap <= gap:
            cells[-1].append(line)
        else:
            cells.append([line])
    return cells


def _tight_cells(columns: Sequence[Sequence[DraftLine]]) -> list[list[list[DraftLine]]]:
    """Cut columns without white space where the first column and others start a line together."""
    starts = [
        line.bbox.top
        for line in columns[0]
        if not line.text[0].islower()
        and 2 * sum(_starts_at(column, line.bbox.top) for column in columns[1:]) >= len(columns) - 1
    ]
    cells: list[list[list[DraftLine]]] = []
    for column in columns:
        part: list[list[DraftLine]] = []
        for line in column:
            if not part or any(abs(line.bbox.top - start) <= 0.35 * line.size for start in starts):
                part.append([line])
            else:
                part[-1].append(line)
        cells.append(part)
    return cells


def _starts_at(lines: Sequence[DraftLine], top: float) -> bool:
    return any(abs(line.bbox.top - top) <= 0.35 * line.size for line in lines)


def _merged_starts(lines: Sequence[DraftLine]) -> list[float]:
    starts: list[float] = []
    for line in sorted(lines, key=lambda line: line.bbox.top):
        if not starts or line.bbox.top - starts[-1] > 0.4 * line.size:
            starts.append(line.bbox.top)
    return starts


def _starts_together(cells: Sequence[Sequence[Sequence[DraftLine]]]) -> bool:
    """Tell whether cells start at the height of cells at their right, first of all column one."""
    for number, column in enumerate(cells[:-1]):
        right = [cell[0] for other in cells[number + 1 :] for cell in other]
        met = sum(_starts_at(right, cell[0].bbox.top) for cell in column)
        if len(column) < 2 or met < (0.8 if number == 0 else 0.3) * len(column):
            return False
    return True


def _single_lines(columns: Sequence[Sequence[DraftLine]]) -> bool:
    """Tell whether hardly any line goes on from the one above."""
    lines = [line for column in columns for line in column]
    return sum(line.text[0].islower() for line in lines) <= 0.1 * len(lines)
