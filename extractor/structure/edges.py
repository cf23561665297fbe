"""Left edges on pages set in columns: indents are counted from the column, not from the page.

In: the lines of a PDF in reading order. Out: the same lines; on pages where the reading order jumps
back up, `indent` of the lines in a column or box further right is counted from its left edge. The
lines that follow a jump tell where columns begin. Pages without columns and sources without places
are left as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractor.document import Line

_JUMP = 40.0  # points upwards that begin another column
_MAX_INDENT = 60.0  # points from a column's edge to its deepest list
_MIN_WIDTH = 100.0  # points of a column; what starts closer is indented


def from_column_edges(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, indents in right-hand columns shifted to where a left one would stand."""
    starts = [at for at in range(1, len(lines)) if _jumps(lines[at - 1], lines[at])]
    pages = {lines[at].page for at in starts}
    placed = [line for line in lines if line.page in pages and line.bbox]
    if not placed:
        return list(lines)
    left = min(line.indent for line in placed)
    edges = [left]
    for edge in sorted(_column_edge(lines, at) for at in starts):
        if edge >= edges[-1] + _MIN_WIDTH:
            edges.append(edge)
    columns: list[list[Line]] = [[] for _ in edges]
    for line in placed:
        columns[_column_of(line, edges)].append(line)
    shifts = [_shift(column, columns[0], x) for column, x in zip(columns, edges, strict=True)]
    return [
        replace(line, indent=line.indent - shifts[column])
        if line.page in pages and line.bbox and (column := _column_of(line, edges))
        else line
        for line in lines
    ]


def _column_of(line: Line, edges: Sequence[float]) -> int:
    return max(sum(edge <= line.indent + 1 for edge in edges) - 1, 0)


def _shift(column: Sequence[Line], first: Sequence[Line], edge: float) -> float:
    """Return how far a column stands from the first one: so that most of its lines stand where
    lines of the first one do, its highest level being printed in one of them only, perhaps."""
    here = Counter(round(line.indent, 1) for line in column)
    there = Counter(round(line.indent, 1) for line in first)
    near = edge - min(there)

    def fit(shift: float) -> tuple[int, float]:
        met = [n for x, n in here.items() if any(abs(x - shift - y) < 1 for y in there)]
        return sum(met), -abs(shift - near)

    shifts = {x - y for x in here for y in there if abs(x - y - near) <= _MAX_INDENT}
    return max(shifts | {near}, key=fit)


def _jumps(before: Line, line: Line) -> bool:
    """Tell whether a line begins another column of the page."""
    if before.page != line.page or not before.bbox or not line.bbox:
        return False
    return line.bbox.top < before.bbox.top - _JUMP


def _column_edge(lines: Sequence[Line], start: int) -> float:
    """Return the left edge of the column that begins at `start`, perhaps with an indented line.

    Its lines stand right of all lines of the column before and near the first of its own.
    """
    first = lines[start]
    limit = first.indent - _MAX_INDENT
    for line in reversed(lines[:start]):
        if line.page != first.page or not line.bbox or line.bbox.x1 >= first.indent:
            break
        if first.bbox and line.bbox.bottom <= first.bbox.top:
            break  # above the columns
        limit = max(limit, line.bbox.x1)
    edge = first.indent
    for line in lines[start:]:
        if line.page != first.page or not line.bbox or line.indent < limit:
            break
        edge = min(edge, line.indent)
    return edge
