"""Where the letters of a title stand on its pages.

In: a title and the lines of its heading. Out: one `Box` for each page, column and group of lines,
cut to the words of the title: the label before it, the values after it and what else a line holds
stay outside. Where a line does not say where its words stand, its width is shared out by letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.document import BBox, Line
from extractor.schema import Box
from extractor.text import ems, letters

ALIKE = 3.0  # points between left edges of lines that are one group
NEAR = 1.0  # line heights between them
LEAST = 3  # letters of a title that a line must end or begin with


class _Span(NamedTuple):
    """Words `first` to `last`, both included, of a line."""

    line: Line
    first: int
    last: int


def boxes_of(title: str, lines: Sequence[Line]) -> list[Box]:
    """Return the places of a title, from its first line to its last."""
    boxes: list[tuple[int, BBox]] = []
    for span in _spans(title, lines):
        box, page = _box(span), span.line.page
        if box is None or page is None:
            continue
        if boxes and boxes[-1][0] == page and _goes_on(boxes[-1][1], box):
            boxes[-1] = (page, boxes[-1][1].union(box))
        else:
            boxes.append((page, box))
    return [Box(page=page, bbox=_rounded(box)) for page, box in boxes]


def _rounded(box: BBox) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = (round(value, 2) for value in box)
    return x0, top, x1, bottom


def _spans(title: str, lines: Sequence[Line]) -> list[_Span]:
    """Return the words of the title in each line; whole lines where the title is not found."""
    rest = letters(title)
    spans: list[_Span] = []
    for line in lines:
        words = [letters(word) for word in line.text.split()]
        found = _find(words, rest, begun=bool(spans))
        if found is None:
            continue
        first, last, count = found
        spans.append(_Span(line, first, last))
        rest = rest[count:]
        if not rest:
            break
    if spans:
        return spans
    return [_Span(line, 0, len(line.text.split()) - 1) for line in lines if line.text.strip()]


def _find(words: Sequence[str], rest: str, *, begun: bool) -> tuple[int, int, int] | None:
    """Return the first and last word that go on with a title, and how many letters they are.

    A title may begin within a line, end within it, or both; the longest run of words wins.
    """
    best: tuple[int, int, int] | None = None
    for first in range(1 if begun else len(words)):
        if not words[first] and not begun:
            continue  # a dash or a colon before the title
        count = 0
        last = -1
        for index in range(first, len(words)):
            if not rest.startswith(words[index], count):
                break
            if words[index]:
                count += len(words[index])
                last = index
            if count == len(rest):
                break
        ends = last == _last_word(words) or count == len(rest)
        if last >= 0 and ends and count >= min(LEAST, len(rest)) and (not best or count > best[2]):
            best = (first, last, count)
    return best


def _last_word(words: Sequence[str]) -> int:
    return max((n for n, word in enumerate(words) if word), default=-1)


def _box(span: _Span) -> BBox | None:
    """Return the box of words of a line."""
    line, box = span.line, span.line.bbox
    if box is None:
        return None
    parts = line.text.split()
    if len(line.words) == 2 * len(parts):
        return box._replace(x0=line.words[2 * span.first], x1=line.words[2 * span.last + 1])
    if span.first == 0 and span.last == len(parts) - 1:
        return box
    em = (box.x1 - box.x0) / max(ems(line.text.strip()), 1.0)
    before = " ".join([*parts[: span.first], ""]) if span.first else ""
    start = box.x0 + em * ems(before)
    end = start + em * ems(" ".join(parts[span.first : span.last + 1]))
    return box._replace(x0=start, x1=min(end, box.x1))


def _goes_on(above: BBox, box: BBox) -> bool:
    """Tell whether a line goes on with those above: at their left edge, close below."""
    height = box.bottom - box.top
    gap = box.top - above.bottom
    return abs(above.x0 - box.x0) <= ALIKE and -0.5 * height <= gap <= NEAR * height
