"""Find columns of text that no rule draws: newspaper columns and borderless tables.

In: the rows of free pieces of a page and the boxes of what is already read (tables, frames).
Out: `Zone`s, runs of rows that one or more vertical gutters divide. A gutter is a strip left of an
edge where several pieces start; rows that cross it end the zone. What remains is plain text:
hanging labels and bullets before a text, tables of contents, justified lines with wide blanks.
A zone is a table when white bands through all its columns part it into rows that start together;
else it is read column by column.
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

STRIP = 8.0  # points: the least width of a gutter
MIN_LINES = 3  # lines on either side of a gutter; two may be a coincidence
EDGE = 2.0  # points between left edges that are one column's
MIN_SHARE = 0.2  # of the zone's width for a newspaper column
BAND = 0.35  # line heights beyond the usual white space: the white between rows of a table
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
    starts: list[float] = field(default_factory=list)  # tops of table rows


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


def find_zones(rows: Sequence[Row], rules: Sequence[Rule] = ()) -> list[Zone]:
    """Return the zones of a page from top to bottom; they do not overlap."""
    found = [
        run for edge in _edges(rows) for run in _runs(rows, edge) if not _is_label_gutter(rows, run)
    ]
    found.sort(key=lambda zone: (zone.first - zone.last, zone.edges))
    zones: list[Zone] = []
    for run in found:
        host = next((z for z in zones if run.first <= z.last and run.last >= z.first), None)
        if host is None:
            zones.append(run)
        elif _fits(host, run):
            host.first, host.last = max(host.first, run.first), min(host.last, run.last)
            host.edges = sorted([*host.edges, *run.edges])
    kept = [zone for zone in zones if _classify(rows, zone, rules)]
    return sorted(kept, key=lambda zone: zone.first)


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


def _runs(rows: Sequence[Row], edge: float) -> list[Zone]:
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
        if len(lefts) >= MIN_LINES and len(rights) >= MIN_LINES:
            last = _without_footer(rows, lefts[0], max(lefts[-1], rights[-1]))
            overlap = min(lefts[-1], rights[-1], last) - max(lefts[0], rights[0]) + 1
            if overlap >= MIN_LINES:
                zones.append(Zone(lefts[0], last, [edge]))
        lefts, rights = [], []
    return zones


def _without_footer(rows: Sequence[Row], first: int, last: int) -> int:
    for index in range(last, max(first, last - 2), -1):
        height = max(rows[index].box.bottom - rows[index].box.top, 1.0)
        if rows[index].box.top - rows[index - 1].box.bottom > FOOTER_GAP * height:
            return index - 1
    return last


def _is_label_gutter(rows: Sequence[Row], zone: Zone) -> bool:
    """Tell whether a gutter only parts labels or bullets from their text, or page numbers."""
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
        return False
    labels = sum(bool(_LABEL.match(text)) for text in lefts)
    numbers = sum(bool(_PAGE_NUMBER.match(text)) for text in rights)
    return labels >= 0.7 * len(lefts) or numbers >= 0.8 * len(rights)


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
    width = right - left
    shares = [(b - a) / width for a, b in pairwise(bounds)]
    has_units = any(row.unit is not None for row in part)
    if not has_units and all(columns):
        zone.starts = _table_rows(part, zone, rules, left, right)
        together = _together(columns, zone.starts)
        least = 3 if len(columns) > 2 else 4
        if len(zone.starts) >= least and together >= 0.6 * len(zone.starts):
            zone.kind = "table"
            return True
    lines = [len(column) for column in columns]
    if len(columns) > 3 or min(shares) < MIN_SHARE:
        return False
    fills = [
        sum(line.bbox.x1 - line.bbox.x0 for line in column) / max(len(column), 1)
        for column in columns
    ]
    reach = min(
        fill / (share * width) for fill, share, count in zip(fills, shares, lines, strict=True)
        if count
    )  # fmt: skip
    return (has_units or min(lines) >= MIN_LINES) and sum(lines) >= 10 and reach > 0.3


def _together(columns: Sequence[Sequence[DraftLine]], starts: Sequence[float]) -> int:
    """Count the table rows in which at least two columns start at the same height."""
    count = 0
    for start in starts:
        begun = sum(
            any(abs(line.bbox.top - start) <= 0.35 * line.size for line in column)
            for column in columns
        )
        count += begun >= 2
    return count


def _table_rows(
    part: Sequence[Row], zone: Zone, rules: Sequence[Rule], left: float, right: float
) -> list[float]:
    """Return the tops of the rows of a table: after rules, white bands, or first cells."""
    top, bottom = part[0].box.top, part[-1].box.bottom
    inner = [
        rule.at
        for rule in rules
        if top < rule.at < bottom and rule.end - rule.start >= 0.6 * (right - left)
    ]
    gaps: list[float] = []
    lowest = part[0].box.bottom
    for row in part[1:]:
        height = max(row.box.bottom - row.box.top, 1.0)
        gaps.append((row.box.top - lowest) / height)
        lowest = max(lowest, row.box.bottom)
    if len(inner) >= 2:
        breaks = [
            any(a.box.bottom - 2 <= at <= b.box.top + 2 for at in inner) for a, b in pairwise(part)
        ]
    else:
        usual = sorted(gaps)[len(gaps) // 5] if gaps else 0.0
        breaks = [gap > usual + BAND for gap in gaps]
        if sum(breaks) < 2:
            breaks = [_starts_row(row, zone) for row in part[1:]]
    starts = [part[0].box.top]
    starts += [row.box.top for row, new in zip(part[1:], breaks, strict=True) if new]
    return starts


def _starts_row(row: Row, zone: Zone) -> bool:
    """Tell whether a row of a tight table starts with first-column text and all its cells."""
    filled = {column_of(zone.edges, piece.x0, piece.x1) for piece in row.pieces}
    first = row.pieces[0].text[0]
    return 0 in filled and len(filled) > max(1, len(zone.edges) // 2) and not first.islower()
