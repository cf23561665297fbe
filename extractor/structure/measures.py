"""What a document says of its own typesetting: how wide its lines are, how far they stand apart.

In: the lines of one flow and what opens each. Measured are the joins that are certain: a line that
begins in lower case goes on with the one above.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.document import Line
from extractor.structure.lost_bullets import starts_lower
from extractor.text import ems

TERMINAL = re.compile(r"[.!?;:…][\s»”\")]*$")
_MANY, _HARDLY = 60, 0.03  # lines of a text, and part of them that go on with the one above


@dataclass(slots=True)
class Measures:
    """What the document says of its own typesetting."""

    gap: float  # white space allowed inside a paragraph, in line heights
    widths: dict[str, float]  # by kind of block: the longest line that was certainly cut
    right_edges: dict[tuple[int, int], float]  # (page, line index) -> right edge of its column
    unwrapped: bool = False  # plain text with a paragraph per line


def certain(before: Line, line: Line) -> bool:
    """Tell whether `line` certainly continues `before`, whatever the spacing."""
    if starts_lower(line.text) and not TERMINAL.search(before.text):
        return True
    return before.text.rstrip().endswith((",", "(")) or bool(
        re.search(r"\w[-\u00ad]$", before.text.rstrip()) and starts_lower(line.text)
    )


def _first_word(text: str) -> str:
    """Return what a line break cannot part: the first word, with an opening mark before it."""
    parts = text.split(maxsplit=2)
    if len(parts) > 1 and not any(c.isalnum() for c in parts[0]):
        return f"{parts[0]} {parts[1]}"
    return parts[0] if parts else ""


def measure(lines: Sequence[Line], kinds: dict[int, str]) -> Measures:
    """Measure the lines of a flow; `kinds` tells by line index what opens a block there."""
    gaps: Counter[float] = Counter()
    lengths: dict[str, list[int]] = defaultdict(list)
    for before, line in pairwise(lines):
        if kinds.get(line.index) or not certain(before, line) or before.page != line.page:
            continue
        if before.size and line.size and abs(before.size - line.size) > 0.5:
            continue
        gaps[round(line.gap, 1)] += 1
        lengths["*"].append(len(before.text.strip()))
        lengths[kinds.get(before.index) or "plain"].append(len(before.text.strip()))
    total = sum(gaps.values())
    usual = [gap for gap, n in gaps.items() if n >= max(2, 0.03 * total)]
    widths = {
        kind: float(sorted(values)[int(0.9 * (len(values) - 1))])
        for kind, values in lengths.items()
        if len(values) >= 3 or kind == "*"
    }
    return Measures(
        gap=max(usual, default=0.0 if not lines or not lines[0].bbox else 0.6) + 0.15,
        widths=widths,
        right_edges=_right_edges(lines),
        unwrapped=len(lines) >= _MANY and total < _HARDLY * len(lines),
    )


def _right_edges(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """Return for each PDF line the right edge of the lines that stand in its column."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.bbox and line.page:
            pages[line.page].append(line)
    edges = {}
    for page, members in pages.items():
        for line in members:
            assert line.bbox
            x0 = line.bbox.x0
            beside = (
                o.bbox.x1
                for o in members
                if o.bbox and o.bbox.x0 < x0 + 60 and o.bbox.x1 > x0 and o.bbox.x0 > x0 - 80
            )
            edges[page, line.index] = max(beside, default=line.bbox.x1)
    return edges


def is_full(before: Line, line: Line, kind: str, measures: Measures) -> bool:
    """Tell whether the first word of `line` would not have fitted at the end of `before`."""
    word = _first_word(line.text)
    if before.room is not None:
        return len(word) + 1 > before.room
    if before.bbox and before.page:
        edge = measures.right_edges[before.page, before.index]
        measured = line.bbox or before.bbox
        sample = line.text if line.bbox else before.text
        em = (measured.x1 - measured.x0) / (ems(sample.strip()) or 1)
        return before.bbox.x1 + ems(f" {word}") * em > edge - 2
    width = measures.widths.get(kind) or measures.widths.get("*")
    if measures.unwrapped:
        return False
    if width is None:
        return len(before.text.strip()) > 60
    return len(before.text.strip()) + 1 + len(word) > 0.97 * width
