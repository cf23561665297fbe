"""Tables of a text whose header names its columns.

In: the lines of one page. Out: `HeadedTable`s. The header says how many columns there are and
roughly where; each gutter is where the lines below leave the least text and start the most cells.
Titles that cross the gutters between rows are rows of one cell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor import vocabulary

FOOTER_GAP = 2  # blank lines above a footer
MAX_TITLE = 4  # lines at most that stand between two rows and are none
_MAX_LABEL = 45  # characters of a column's name
_REACH = (0, 1, 2)  # lines above and below that may hold more of the names
_SLACK = 3  # characters by which a text may reach over a gutter
_SHIFT = 2  # characters by which a full cell may shift the next to the left
_WIDE = 2  # blanks that part cells
_WORD = re.compile(r"\S+")
_SEGMENT = re.compile(r"\S+(?: \S+)*")


@dataclass(frozen=True, slots=True)
class Span:
    """A text between wide blanks and the columns of characters where it stands."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """The lines of a header and the names of its columns."""

    first: int
    last: int
    names: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Lines of a table: its header, a title over all its columns, or rows of cells."""

    kind: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A table from line `first` to line `last`; `edges` are where its columns but one start."""

    first: int
    last: int
    edges: tuple[int, ...]
    bands: tuple[Band, ...]


def find_headed_tables(lines: Sequence[str]) -> Iterator[HeadedTable]:
    """Yield the tables of a page that a header names the columns of, from top to bottom."""
    headers = [header for header in _find_headers(lines) if not _is_form_row(lines, header)]
    for number, header in enumerate(headers):
        end = headers[number + 1].first if number + 1 < len(headers) else len(lines)
        edges = _find_edges(header, lines[header.first : end])
        full = _full_columns(lines[header.first : end], edges)
        kept = [line for line in lines[header.first : end] if _keeps(line, edges, full)]
        edges = _find_edges(header, kept)  # without the titles between the rows
        bands = _without_footer(lines, _find_bands(lines, header, end, edges))
        if len(bands) > 1:
            yield HeadedTable(header.first, bands[-1].lines[-1], edges, tuple(bands))


def spans(line: str) -> list[Span]:
    """Return the texts of a line that two blanks or more part."""
    return [Span(m.start(), m.end(), m.group()) for m in _SEGMENT.finditer(line)]


def column_at(edges: Sequence[int], start: int, end: int) -> int:
    """Return the column of a word; one that fills the blank before an edge is shifted there."""
    return sum(start >= edge or (end >= edge > start >= edge - _SHIFT) for edge in edges)


def _find_headers(lines: Sequence[str]) -> Iterator[Header]:
    done = 0
    for number, line in enumerate(lines):
        if number >= done and _names_columns(spans(line)):
            header = max(
                (
                    found
                    for above in _REACH
                    for below in _REACH
                    if number - above >= done
                    and (found := _header(lines, number - above, number, number + below))
                ),
                key=lambda header: (_named(header.names), header.last - header.first),
            )
            yield header
            done = header.last + 1


def _header(lines: Sequence[str], first: int, core: int, last: int) -> Header | None:
    """Return lines as a header; None when those around its core do not go on with its names."""
    if last >= len(lines) or not all(line.strip() for line in lines[first : last + 1]):
        return None
    names: list[Span] = []
    more: list[Span] = []
    for number in range(first, last + 1):
        for span in spans(lines[number]):
            met = [name for name in names if name.start < span.end and span.start < name.end]
            if len(met) > 1 or (number != core and span.text[0] in "(["):
                return None
            names = [*(name for name in names if name not in met), _joined([*met, span])]
            if number != core:
                more.append(span)
    names.sort(key=lambda name: name.start)
    longer = [n for n in names if any(n.start <= s.start and s.end <= n.end for s in more)]
    return Header(first, last, tuple(names)) if all(map(_is_name, longer)) else None


def _joined(parts: Sequence[Span]) -> Span:
    return Span(
        min(part.start for part in parts),
        max(part.end for part in parts),
        " ".join(part.text for part in parts),
    )


def _is_form_row(lines: Sequence[str], header: Header) -> bool:
    """Tell whether what would name the first column is one of several labels of a form."""
    above = header.first - 1
    while above >= 0 and lines[above].strip():
        label, *values = spans(lines[above])
        if values and label.start == header.names[0].start and _is_name(label):
            return True
        above -= 1
    return False


def _named(names: Sequence[Span]) -> int:
    return sum(map(_is_name, names))


def _is_name(span: Span) -> bool:
    short = len(span.text) <= _MAX_LABEL and not span.text.endswith(":")
    return short and vocabulary.column_kind(span.text, exact=True) is not None


def _names_columns(names: Sequence[Span]) -> bool:
    """Tell whether most of several texts are names of columns; the first goes on from nothing."""
    return 2 <= _named(names) > len(names) / 2 and not names[0].text[0].islower()


def _is_prose(line: str, left: Span, right: Span) -> bool:
    """Tell whether a line goes on from one column into the next without a wide blank."""
    (first, *more) = spans(line) or [Span(0, 0, "")]
    return not more and first.start < left.end and first.end > right.start


def _find_edges(header: Header, lines: Sequence[str]) -> tuple[int, ...]:
    """Return where the columns start that a header names, all but the first."""
    edges = []
    for left, right in pairwise(header.names):
        around = [line for line in lines if not _is_prose(line, left, right)]
        sides = [side for line in around for side in _sides(line, left, right)]
        places = range((left.start + left.end) // 2 + 1, (right.start + right.end) // 2 + 1)
        scores = {at: _evidence(around, sides, at) - abs(at - right.start) / 1000 for at in places}
        edges.append(max(scores, key=lambda at: scores[at]))
    return tuple(edges)


def _sides(line: str, left: Span, right: Span) -> Iterator[tuple[int, bool]]:
    """Yield where a text starts that stands nearer to one of two names, and whether the right."""
    for span in spans(line):
        to_left, to_right = _distance(span, left), _distance(span, right)
        between = span.start >= left.start and span.end <= right.end
        if to_left != to_right and (between or min(to_left, to_right) == 0):
            yield span.start, to_right < to_left


def _distance(span: Span, name: Span) -> int:
    return max(span.start - name.end, name.start - span.end, 0)


def _evidence(lines: Sequence[str], sides: Sequence[tuple[int, bool]], at: int) -> int:
    """Weigh a gutter: the cells that start there against texts on the wrong side or across."""
    crossed = sum(bool(line[at - 1 : at].strip()) for line in lines)
    wrong = sum((start >= at) != right for start, right in sides)
    return sum(start == at for start, _ in sides) - 2 * crossed - 2 * wrong


def _find_bands(
    lines: Sequence[str], header: Header, end: int, edges: tuple[int, ...]
) -> list[Band]:
    full = _full_columns(lines[header.first : end], edges)
    bands = [Band("header", tuple(range(header.first, header.last + 1)))]
    waiting: list[Band] = []
    near = True
    for number in range(header.last + 1, end):
        line = lines[number]
        if not line.strip():
            near = False
            continue
        cells = _count_cells(line, edges, full)
        if cells > 1:
            for band in [*waiting, Band("rows", (number,))]:
                _add(bands, band)
            waiting = []
        elif cells and near and not waiting:
            _add(bands, Band("rows", (number,)))
        else:
            near = near and vocabulary.match_heading(line.strip()) is None
            _add(waiting, Band("rows" if cells else "title", (number,)), near)
        near = True
        if sum(len(band.lines) for band in waiting) > MAX_TITLE:
            break
    return bands


def _add(bands: list[Band], band: Band, near: bool = False) -> None:
    """Add a band; rows go on with the rows above, a line of a title with the line above it."""
    if bands and bands[-1].kind == band.kind and (near or band.kind == "rows"):
        bands[-1] = Band(band.kind, bands[-1].lines + band.lines)
    else:
        bands.append(band)


def _without_footer(lines: Sequence[str], bands: list[Band]) -> list[Band]:
    """Leave out a line at the end of the page that stands far from the rows of a table."""
    last = bands[-1].lines[-1]
    if any(line.strip() for line in [*lines[last - FOOTER_GAP : last], *lines[last + 1 :]]):
        return bands
    kept = bands[-1].lines[:-1]
    return [*bands[:-1], Band("rows", kept)] if kept else bands[:-1]


def _keeps(line: str, edges: Sequence[int], full: Collection[int]) -> bool:
    return bool(line.strip()) and _count_cells(line, edges, full) > 0


def _full_columns(lines: Sequence[str], edges: Sequence[int]) -> set[int]:
    """Return the edges that texts reach: one blank may part these from the text at their right."""
    ends = {span.end for line in lines for span in spans(line)}
    return {edge for edge in edges if not ends.isdisjoint(range(edge - 2 * _SLACK, edge - 1))}


def _count_cells(line: str, edges: Sequence[int], full: Collection[int]) -> int:
    """Count the columns that a line fills; 0 when it does not keep to their edges."""
    columns: list[int] = []
    end = 0
    for word in _WORD.finditer(line):
        start = word.start()
        if any(start + _SLACK < edge < word.end() - _SLACK for edge in edges):
            return 0
        column = column_at(edges, start, word.end())
        tight = bool(columns) and column != columns[-1] and start - end < _WIDE
        if tight and edges[column - 1] not in full:
            return 0
        columns.append(column)
        end = word.end()
    first, *more = spans(line)
    starts = [*(span.start for span in more), *([first.start] if 0 not in columns else [])]
    at_edge = any(abs(start - edge) < _SLACK for start in starts for edge in edges)
    filled = len(set(columns))
    return filled if filled == 1 or at_edge else 0
