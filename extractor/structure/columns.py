"""Left edges on pages set in columns: indents are counted from the column, not from the page.

In: the lines of a PDF in reading order. Out: the same lines; on pages where the reading order jumps
back up, `indent` of the lines in the right-hand column is counted from that column's left edge.
Pages without columns and sources without places are left as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.document import Line

_JUMP = 40.0  # points upwards that begin another column
_MIN_LINES = 2  # lines that start at the edge of a column


def from_column_edges(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, indents of right-hand columns shifted to where a left one would stand."""
    pages = {b.page for a, b in pairwise(lines) if a.page == b.page and _jumps(a, b)}
    placed = [line for line in lines if line.page in pages and line.bbox]
    if not placed:
        return list(lines)
    middle = (min(ln.indent for ln in placed) + max(ln.bbox.x1 for ln in placed if ln.bbox)) / 2
    left = _edge([line.indent for line in placed if line.indent < middle - _JUMP])
    right = _edge([line.indent for line in placed if line.indent >= middle - _JUMP])
    if left is None or right is None:
        return list(lines)
    return [
        replace(line, indent=line.indent - right + left)
        if line.page in pages and line.indent >= right - 1
        else line
        for line in lines
    ]


def _jumps(before: Line, line: Line) -> bool:
    return bool(before.bbox and line.bbox and line.bbox.top < before.bbox.top - _JUMP)


def _edge(indents: Sequence[float]) -> float | None:
    """Return the smallest indent that lines start at repeatedly."""
    count = Counter(round(indent) for indent in indents)
    return min((x for x, n in count.items() if n >= _MIN_LINES), default=None)
