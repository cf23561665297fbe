"""Find the columns of a page that have nothing to do with each other: the leaves of a folded sheet.

In: the pieces and rules of an upright frame. Out: `Leaves`, the columns and the rows above and
below them; nothing where columns share their rows. A white strip parts leaves where it runs down
(nearly) the whole page, no rule crosses it, and the lines on its two sides keep neither the same
baselines nor the same whites, as those of a table, of cards in rows or of titles in a margin do.
Each leaf is a page of its own: with its own cards, tables and columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractor.readers.pdf.glyphs.lines import build_lines, build_rows
from extractor.readers.pdf.glyphs.marks import Piece, Rule
from extractor.readers.pdf.regions.gutters import Zone, make_rows
from extractor.readers.pdf.regions.verdict import margin_groups

WIDE = 2.0  # font sizes: the white between leaves; the gutter of a newspaper may be narrower
LEAST = 5  # lines of a leaf
NARROWEST = 0.15  # of the width of the page: a narrower column is a margin
OUTSIDE = 0.2  # of the rows may stand above the leaves, or below: a title, the number of the page
LARGER = 1.15  # times the usual size is that of a heading
SAME = 1.0  # points between baselines that are one
LEVEL = 0.4  # of the lines of the shorter leaf are on such a baseline by chance: 2 points of 12,
# and more where both have the same leading for a while
CENTRED = 0.75  # of the cells of a column, where rows are as high as their highest cell
TURNS = 2  # of two columns one may begin below the other, or end above it
CUT = 0.8  # line heights: a white that parts blocks


@dataclass(frozen=True, slots=True)
class Leaves:
    """Columns from left to right, and what stands above and below them."""

    above: list[Piece]
    columns: list[list[Piece]]
    below: list[Piece]
    edges: list[float]  # the middles of the strips
    top: float
    bottom: float


def find_leaves(
    pieces: Sequence[Piece], horizontals: Sequence[Rule], width: float
) -> Leaves | None:
    """Return the leaves of a frame of this width."""
    rows = build_rows([piece for piece in pieces if piece.text])
    if len(rows) < 2 * LEAST:
        return None
    rows.sort(key=lambda row: min(piece.top for piece in row))
    margin = int(OUTSIDE * len(rows))
    inner = [piece for row in rows[margin : len(rows) - margin] for piece in row]
    strips = [strip for strip in _strips(inner) if not _is_ruled(strip, horizontals, rows)]
    runs = [_run(rows, strip) for strip in strips]
    first, last = max((run[0] for run in runs), default=0), min((r[1] for r in runs), default=0)
    if not strips or first > margin or last < len(rows) - 1 - margin:
        return None
    body = rows[first : last + 1]
    kept: list[tuple[float, float]] = []
    for strip in strips:  # a strip that parts no leaf is white within one
        left = _between(body, kept[-1][1] if kept else float("-inf"), strip[0])
        right = _between(body, strip[1], min((s[0] for s in strips if s > strip), default=1e9))
        if _is_leaf(left, width) and _is_leaf(right, width) and _are_apart(left, right):
            kept.append(strip)
    if not kept:
        return None
    edges = [(left + right) / 2 for left, right in kept]
    columns: list[list[Piece]] = [[] for _ in range(len(edges) + 1)]
    for row in body:
        for piece in row:
            columns[sum(piece.x0 >= edge for edge in edges)].append(piece)
    if not all(_is_leaf(column, width) for column in columns) or _has_band(columns):
        return None
    top = min(piece.top for row in body for piece in row)
    bottom = max(piece.bottom for row in body for piece in row)
    above = [piece for row in rows[:first] for piece in row]
    below = [piece for row in rows[last + 1 :] for piece in row]
    return Leaves(above, columns, below, edges, top, bottom)


def _has_band(columns: Sequence[Sequence[Piece]]) -> bool:
    """Tell whether a heading in the first column stands over them all: it is larger than their
    text, and the others leave its height free, between lines above and below."""
    usual = median(piece.size for column in columns for piece in column)
    others = [piece for column in columns[1:] for piece in column]
    top, bottom = min(p.top for p in others), max(p.bottom for p in others)
    return any(
        row[0].size >= LARGER * usual
        and top < row[0].top
        and row[0].bottom < bottom
        and not any(p.top < row[0].bottom and row[0].top < p.bottom for p in others)
        for row in build_rows(columns[0])
    )


def _strips(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """Return the whites, from left to right, that no piece reaches into."""
    strips: list[tuple[float, float]] = []
    end = float("-inf")
    size = max((piece.size for piece in pieces), default=0.0)
    usual = sorted(piece.size for piece in pieces)[len(pieces) // 2] if pieces else size
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        if piece.x0 - end >= WIDE * usual and end > float("-inf"):
            strips.append((end, piece.x0))
        end = max(end, piece.x1)
    return strips


def _is_ruled(
    strip: tuple[float, float], rules: Sequence[Rule], rows: Sequence[Sequence[Piece]]
) -> bool:
    """Tell whether rules cross a strip between rows: those of a table."""
    top, bottom = rows[0][0].base, rows[-1][0].base
    across = [r for r in rules if r.start < strip[0] and r.end > strip[1] and top < r.at < bottom]
    return len(across) > 1


def _run(rows: Sequence[Sequence[Piece]], strip: tuple[float, float]) -> tuple[int, int]:
    """Return the first and last row of the middle that leaves a strip free."""
    free = [all(p.x1 <= strip[0] + 1 or p.x0 >= strip[1] - 1 for p in row) for row in rows]
    middle = len(rows) // 2
    first = max((n + 1 for n in range(middle) if not free[n]), default=0)
    last = min((n - 1 for n in range(middle, len(rows)) if not free[n]), default=len(rows) - 1)
    return first, last


def _between(rows: Sequence[Sequence[Piece]], left: float, right: float) -> list[Piece]:
    return [p for row in rows for p in row if p.x0 >= left - 1 and p.x1 <= right + 1]


def _is_leaf(pieces: Sequence[Piece], width: float) -> bool:
    if not pieces:
        return False
    wide = max(piece.x1 for piece in pieces) - min(piece.x0 for piece in pieces)
    return wide >= NARROWEST * width and len(build_rows(pieces)) >= LEAST


def _are_apart(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Tell whether two columns share neither baselines nor whites, and neither is a margin."""
    bases = [sorted(row[0].base for row in build_rows(part)) for part in (left, right)]
    few, many = sorted(bases, key=len)
    level = sum(any(abs(base - other) <= SAME for other in many) for base in few)
    if level > LEVEL * len(few) or _are_rows(left, right) or _are_stairs(left, right):
        return False
    edge = min(piece.x0 for piece in right)
    rows = make_rows(build_rows([*left, *right]), [])
    zone = Zone(0, len(rows) - 1, [edge])
    return not margin_groups(rows, zone, [build_lines(left), build_lines(right)])


def _are_rows(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Tell whether blocks of both columns stand in rows: below most of the whites that cross both
    they start at one height (cards), or they have the same middles (cells that are centred)."""
    sides = [_cuts(left), _cuts(right)]
    common = [
        (one, other)
        for one in sides[0]
        for other in sides[1]
        if min(one.start, other.start) - max(one.end, other.end) >= CUT * min(one.size, other.size)
    ]
    level = sum(abs(one.start - other.start) <= 2 * SAME for one, other in common)
    few, many = sorted(([(a.start + b.end) / 2 for a, b in pairwise(s)] for s in sides), key=len)
    centred = sum(any(abs(at - other) <= SAME for other in many) for at in few)
    return 2 * level > len(common) or (len(few) > 1 and centred > CENTRED * len(few))


def _are_stairs(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Tell whether the lines of two columns take turns, as where each level of a plan has a column
    and lines of its own: most have nothing beside them, now left, now right."""
    spans = [
        (min(p.top for p in row), max(p.bottom for p in row), side)
        for side, part in enumerate((left, right))
        for row in build_rows(part)
    ]
    alone = [
        side
        for top, bottom, side in sorted(spans)
        if not any(s != side and t < bottom and top < b for t, b, s in spans)
    ]
    turns = sum(one != other for one, other in pairwise(alone))
    return 2 * len(alone) > len(spans) and turns >= TURNS


class _Cut(NamedTuple):
    """A white that parts blocks: where that above ends and that below starts, its type."""

    end: float
    start: float
    size: float


def _cuts(pieces: Sequence[Piece]) -> list[_Cut]:
    found: list[_Cut] = []
    rows = build_rows(pieces)
    for above, row in pairwise(rows):
        end, start = max(p.bottom for p in above), min(p.top for p in row)
        if start - end >= CUT * row[0].size:
            found.append(_Cut(end, start, row[0].size))
    return found
