"""Find tables without vertical rules: a header of filled boxes side by side, rules below its rows.

In: fills, the horizontal rules that belong to no grid, and the pieces of a page. Out: `Grid`s whose
columns are those of the header. A coloured band over all columns is one cell. A table ends where
the next header comes, or where text runs from one column into the next and no band holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractor.document import BBox
from extractor.readers.pdf.glyphs.lines import build_rows
from extractor.readers.pdf.glyphs.marks import Fill, Piece, Rule
from extractor.readers.pdf.regions.grid import SNAP, Grid, GridCell

LOWEST, HIGHEST = 7.0, 80.0  # points of a header
GAP = 3.5  # points between the filled boxes of a header
BLANK = 0.4  # of the font size: no blank between words is wider

_Row = tuple[float, float, bool]  # from, to, whether it is one cell


def find_open_grids(
    fills: Sequence[Fill], rules: Sequence[Rule], pieces: Sequence[Piece]
) -> list[Grid]:
    """Return one grid for each header that rules of its width stand below."""
    boxes = sorted({box for box, color, _ in fills if color != "#ffffff"})
    headers = _headers(boxes)
    grids: list[Grid] = []
    for header in headers:
        left, right, top = header[0].x0, header[-1].x1, header[0].bottom
        edges = [(a.x1 + b.x0) / 2 for a, b in pairwise(header)]
        end = min((h[0].top for h in headers if h[0].top > top), default=float("inf"))
        ends = [rule.at for rule in rules if _spans(rule.start, rule.end, left, right)]
        bands = [box for box in boxes if _spans(box.x0, box.x1, left, right)]
        ends = [at for at in ends if top + SNAP < at <= end]
        if not ends:
            continue
        ends += [at for band in bands for at in (band.top, band.bottom) if top < at < max(ends)]
        rows = _rows([top, *_apart(ends, top)], edges, bands, pieces)
        if rows:
            grids.append(_grid((left, *edges, right), [(header[0].top, top, False), *rows]))
    return grids


def _spans(start: float, end: float, left: float, right: float) -> bool:
    return abs(start - left) <= SNAP and abs(end - right) <= SNAP


def _apart(places: Iterable[float], above: float) -> list[float]:
    """Return places from top to bottom without those that hardly differ from the one above."""
    result: list[float] = []
    for at in sorted(places):
        if at - (result[-1] if result else above) > SNAP:
            result.append(at)
    return result


def _headers(boxes: Sequence[BBox]) -> list[list[BBox]]:
    """Return the rows of boxes, given from left to right, that touch."""
    headers: list[list[BBox]] = []
    for box in boxes:
        if not LOWEST <= box.bottom - box.top <= HIGHEST or box.x1 - box.x0 < LOWEST:
            continue
        for header in headers:
            last = header[-1]
            level = abs(last.top - box.top) <= SNAP and abs(last.bottom - box.bottom) <= SNAP
            if level and abs(box.x0 - last.x1) <= GAP:
                header.append(box)
                break
        else:
            headers.append([box])
    return [header for header in headers if len(header) > 1]


def _rows(
    ends: Sequence[float], edges: Sequence[float], bands: Sequence[BBox], pieces: Sequence[Piece]
) -> list[_Row]:
    """Return the rows down to the first whose text keeps neither to the columns nor to a band."""
    rows: list[_Row] = []
    for top, bottom in pairwise(ends):
        text = build_rows([piece for piece in pieces if top < piece.base < bottom])
        across = any(_crosses(line, edge) for line in text for edge in edges)
        held = any(b.top <= top + SNAP and b.bottom >= bottom - SNAP for b in bands)
        if not text or (across and not held):
            break
        rows.append((top, bottom, across))
    return rows


def _crosses(line: Sequence[Piece], edge: float) -> bool:
    """Tell whether a line runs over an edge: within a word, or between two."""
    if any(piece.x0 + 1 < edge < piece.x1 - 1 for piece in line):
        return True
    return any(
        a.x1 <= edge + 1 and b.x0 >= edge - 1 and b.x0 - a.x1 <= BLANK * a.size
        for a, b in pairwise(line)
    )


def _grid(xs: Sequence[float], rows: Sequence[_Row]) -> Grid:
    wide = len(xs) - 1
    cells: list[GridCell] = []
    slots: list[tuple[int, ...]] = []
    for number, (_, _, across) in enumerate(rows):
        first = len(cells)
        if across:
            cells.append(GridCell(number, 0, 1, wide))
            slots.append((first,) * wide)
        else:
            cells += [GridCell(number, column, 1, 1) for column in range(wide)]
            slots.append(tuple(range(first, first + wide)))
    ys = (rows[0][0], *(bottom for _, bottom, _ in rows))
    return Grid(tuple(xs), ys, tuple(cells), tuple(slots))
