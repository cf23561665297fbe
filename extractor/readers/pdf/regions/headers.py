"""Borderless tables that their header tells: the one that a table of another page begins with.

In: the rows of a page and the headers that were read so far. Out: tables from such a header down
to what leaves its columns, however few rows that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor import vocabulary
from extractor.readers.pdf.glyphs.lines import DraftLine
from extractor.readers.pdf.regions.gutters import FOOTER_GAP, Row, Zone, column_of, columns_of
from extractor.readers.pdf.regions.rows import LEVEL, Cells, find_rows
from extractor.text import letters

MIN_COLUMNS = 3  # fewer may be headings side by side
MAX_NAME = 30  # letters of a column's name
LARGER = 0.5  # points: a heading below a table is set in larger type

Names = tuple[str, ...]  # of columns, letters of their first lines


class Header(NamedTuple):
    """Left edges of all columns but the first, and how many lines the names take."""

    edges: tuple[float, ...]
    lines: int


Headers = dict[Names, Header]


def note_headers(zones: Iterable[Zone], headers: Headers) -> None:
    """Remember the first row of each borderless table, where it may be a header."""
    for zone in zones:
        if zone.kind != "table" or len(zone.edges) + 1 < MIN_COLUMNS or not zone.table:
            continue
        names = tuple(letters(cell[0].text) if cell else "" for cell in zone.table[0])
        if all(names) and max(map(len, names)) <= MAX_NAME:
            height = max(map(len, zone.table[0]))
            headers.setdefault(names, Header(tuple(zone.edges), height))


def find_headed(rows: Sequence[Row], headers: Mapping[Names, Header]) -> list[Zone]:
    """Return the tables below known headers, from top to bottom."""
    zones: list[Zone] = []
    for index, row in enumerate(rows):
        if zones and index <= zones[-1].last:
            continue
        header = next((h for names, h in headers.items() if _names(row, h.edges) == names), None)
        if header is None:
            continue
        edges = list(header.edges)
        zone = Zone(index, _last_row(rows, index, edges), edges, "table")
        last = min(index + header.lines - 1, zone.last)
        head, body = replace(zone, last=last), replace(zone, first=last + 1)
        zone.table = find_rows(columns_of(rows, zone), least=1)
        if len(zone.table) < 3 and body.first <= body.last:  # the header hides what parts the rest
            zone.table = [columns_of(rows, head), *_body_rows(columns_of(rows, body))]
        if len(zone.table) > 1:
            zones.append(zone)
    return zones


def _body_rows(columns: list[list[DraftLine]]) -> Cells:
    """Return the rows of few lines: where the first column has labelled titles, one for each."""
    labelled = [ln for ln in columns[0] if (m := vocabulary.match_heading(ln.text)) and m.number]
    if len(labelled) < 2 or labelled[0] is not columns[0][0]:
        return find_rows(columns, least=1) or [columns]
    starts = [line.bbox.top - LEVEL * line.size for line in labelled]
    parts = zip(starts, [*starts[1:], float("inf")], strict=True)
    return [[[ln for ln in c if a <= ln.bbox.top < b] for c in columns] for a, b in parts]


def _names(row: Row, edges: Sequence[float]) -> Names:
    """Return what a row writes into each column, as letters."""
    texts = [""] * (len(edges) + 1)
    for piece in row.pieces:
        texts[column_of(edges, piece.x0, piece.x1)] += piece.text
    return tuple(map(letters, texts))


def _last_row(rows: Sequence[Row], header: int, edges: Sequence[float]) -> int:
    """Return the last row that keeps to the columns, is near and no larger than the header."""
    size = rows[header].pieces[0].size + LARGER
    last = header
    for row in rows[header + 1 :]:
        above = rows[last].box
        apart = row.box.top - above.bottom > FOOTER_GAP * (above.bottom - above.top)
        if apart or not row.pieces or any(piece.size > size for piece in row.pieces):
            break
        if any(piece.x0 < edge - 1 < piece.x1 - 2 for piece in row.pieces for edge in edges):
            break
        last += 1
    return last
