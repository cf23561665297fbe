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
from itertools import pairwise

from extractor.document import Line

_JUMP = 40.0  # points upwards that begin another column
_MAX_INDENT = 60.0  # points from a column's edge to its deepest list
_MIN_WIDTH = 100.0  # points of a column; what starts closer is indented


def from_column_edges(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, indents in right-hand columns shifted to where a left one would stand."""
    starts = [b for a, b in pairwise(lines) if a.page == b.page and _jumps(a, b)]
    pages = {line.page for line in starts}
    placed = [line for line in lines if line.page in pages and line.bbox]
    if not placed:
        return list(lines)
    left = min(line.indent for line in placed)
    edges = _edges(left, [line.indent for line in starts], placed)
    return [
        replace(line, indent=line.indent - max(behind) + left)
        if line.page in pages and (behind := [x for x in edges if x <= line.indent + 1])
        else line
        for line in lines
    ]


def _jumps(before: Line, line: Line) -> bool:
    return bool(before.bbox and line.bbox and line.bbox.top < before.bbox.top - _JUMP)


def _edges(left: float, starts: Sequence[float], lines: Sequence[Line]) -> list[float]:
    """Return where the columns right of the first begin.

    A column may begin with an indented line: its edge is then where other lines left of that
    stand, or a single one that lies right of all that stands in the column before.
    """
    edges = [left]
    counts = Counter(round(line.indent) for line in lines)
    for start in sorted(starts):
        if start >= edges[-1] + _MIN_WIDTH:
            begin = start - _MAX_INDENT
            end = max((ln.bbox.x1 for ln in lines if ln.bbox and ln.indent < begin), default=0.0)
            near = [x for x, n in counts.items() if begin <= x <= start and (n > 1 or x > end)]
            edges.append(min([*near, start]))
    return edges[1:]
