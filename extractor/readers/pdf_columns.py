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
from extractor.readers.pdf_rows import Cells, find_rows

STRIP = 4.5  # points: the least width of a gutter; a justified blank may be as wide in one line
WIDE_STRIP = 12.0  # points: a gutter that is seen in a single line
HANG = 40.0  # points by which a heading may hang out of its column
MIN_LINES = 3  # lines on either side of a gutter; two may be a coincidence
EDGE = 2.0  # points between left edges that are one column's
MIN_SHARE = 0.2  # of the zone's width for a newspaper column
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


@dataclass(slots=True)
class Known:
    """The edges of the columns and of the borderless tables seen so far, for pages to come."""

    columns: set[float] = field(default_factory=set)
    tables: set[tuple[float, ...]] = field(default_factory=set)


def find_zones(rows: Sequence[Row], rules: Sequence[Rule], known: Known) -> list[Zone]:
    """Return the zones of a page from top to bottom; they do not overlap.

    What stands beside an edge that is known from the page or the page before is columns or a
    table, however short. `known` is brought up to date.
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
    kept = _continued(rows, known.tables, [], least=MIN_LINES)
    kept += [
        zone
        for zone in zones
        if not any(_meets(other, zone) for other in kept) and _classify(rows, zone, rules)
    ]
    tables = {tuple(zone.edges) for zone in kept if zone.kind == "table"} or known.tables
    kept = _continued(rows, tables, kept, least=1)
    columns = {z.edges[0] for z in kept if z.kind == "columns" and len(z.edges) == 1}
    for edge in sorted({*columns, *known.columns}):
        for run in _runs(rows, edge - 0.5, least=1):
            if _parts(rows, run) and not any(_meets(zone, run) for zone in kept):
                kept.append(run)
    known.tables = tables
    known.columns = {z.edges[0] for z in kept if z.kind == "columns" and len(z.edges) == 1}
    return sorted(kept, key=lambda zone: zone.first)


def _continued(
    rows: Sequence[Row], tables: set[tuple[float, ...]], kept: list[Zone], least: int
) -> list[Zone]:
    """Add tables that have the edges of known ones and at least so many rows."""
    for edges in sorted(tables, key=lambda edges: (-len(edges), edges)):
        for run in _table_runs(rows, edges):
            if not any(_meets(zone, run) for zone in kept):
                run.table = find_rows(columns_of(rows, run), least=least)
                kept = [*kept, run] if run.table else kept
    return kept


def _table_runs(rows: Sequence[Row], edges: Sequence[float]) -> list[Zone]:
    """Return the runs of rows between known edges, from a row of several cells to another."""
    zones: list[Zone] = []
    first = last = -1
    several = 0
    for index, row in enumerate(rows):
        filled = _filled(row, edges)
        if not filled:
            first = -1
        elif filled > 1:
            if first < 0:
                first, several = index, 0
                zones.append(Zone(index, index, list(edges), "table"))
            zones[-1].last = last = index
            several += 1
            if several == 1 and len(edges) == 1:
                zones[-1].last = -1  # a single row of two cells is no table yet
        elif (
            first >= 0
            and index == last + 1
            and (_follows(rows[last], row) or (len(edges) > 1 and row.box.x0 > edges[0] - 1))
        ):
            zones[-1].last = last = index
    return [zone for zone in zones if zone.last >= zone.first]


def _filled(row: Row, edges: Sequence[float]) -> int:
    """Count the columns between known edges that a row fills; 0 when it does not keep to them."""
    columns: set[int] = set()
    end = float("-inf")
    for piece in row.pieces:
        number = column_of(edges, piece.x0, piece.x1)
        if number and piece.x0 < edges[number - 1] - 1:
            return 0
        if number < len(edges) and piece.x1 > edges[number] - 1:
            return 0
        if number and number not in columns and piece.x0 - end < STRIP:
            return 0
        columns.add(number)
        end = piece.x1
    return len(columns)


def _follows(above: Row, row: Row, reach: float = 0.6) -> bool:
    """Tell whether a row stands at most `reach` line heights below another."""
    return row.box.top - above.box.bottom <= reach * (row.box.bottom - row.box.top)


def _meets(zone: Zone, other: Zone) -> bool:
    return other.first <= zone.last and other.last >= zone.first


def _fits(host: Zone, run: Zone) -> bool:
    """Tell whether a gutter divides the same rows as those of a zone."""
    common = min(host.last, run.last) - max(host.first, run.first) + 1
    apart = all(abs(run.edges[0] - edge) > HANG + EDGE for edge in host.edges)
    return apart and common >= 0.7 * (host.last - host.first + 1)


def _edges(rows: Sequence[Row]) -> list[float]:
    """Return the left edges where at least three rows start after a gutter or at a margin.

    With them come single starts a little to the left: a heading that hangs out of its column.
    """
    starts: list[float] = []
    hanging: list[float] = []
    for row in rows:
        end = float("-inf")
        for piece in row.pieces:
            if piece.x0 - end >= STRIP:
                starts.append(piece.x0)
            if piece.x0 - end >= WIDE_STRIP:
                hanging.append(piece.x0)
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
    for x0 in sorted(hanging):
        near = any(EDGE < edge - x0 <= HANG for edge in edges)
        if near and x0 > margin[0] + HANG and all(abs(x0 - edge) > EDGE for edge in edges):
            edges.append(x0)
    return sorted(edges)


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
        first, last = _trimmed(part, zone.edges)
        within = Zone(zone.first + first, zone.first + last, zone.edges)
        zone.table = find_rows(columns_of(rows, within), wide)
        if zone.table:
            zone.first, zone.last = within.first, within.last
            zone.kind = "table"
            return True
    if len(columns) > 3 or min(widths) < MIN_SHARE * (right - left):
        return False
    lines = [len(column) for column in columns]
    if sum(lines) < 10 or (min(lines) < MIN_LINES and not has_units):
        return False
    return all(_reach(column) > 0.3 * width for column, width in zip(columns, widths, strict=True))


def _trimmed(part: Sequence[Row], edges: Sequence[float]) -> tuple[int, int]:
    """Return the first and last row of a table: rows of one cell around it are headings or prose.

    At the end of three columns and more, rows of one cell are its last entries.
    """
    several = [index for index, row in enumerate(part) if _filled(row, edges) > 1]
    if not several:
        return 0, len(part) - 1
    last = several[-1]
    reach = FOOTER_GAP if len(edges) > 1 else 0.6
    while last + 1 < len(part) and _follows(part[last], part[last + 1], reach):
        last += 1
    return several[0], last


def _reach(lines: Sequence[DraftLine]) -> float:
    """Return the mean width of lines; a column without text holds blocks that fill it."""
    if not lines:
        return float("inf")
    return sum(line.bbox.x1 - line.bbox.x0 for line in lines) / len(lines)
