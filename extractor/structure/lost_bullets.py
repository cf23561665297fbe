"""Bullets that a conversion to text lost: one or two leading blanks stand for each.

In: the lines of one flow. Out: the indices of those that such a bullet opened; none in a text that
shows its bullets, is indented otherwise, or has a place on the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor import vocabulary
from extractor.document import Line
from extractor.markers import find_marker

_MAX_LIST_INDENT = 8  # blanks; lines further right hang under a title
_LEAST = 3  # leading blanks that stand for a bullet; fewer may be page tops
_MAX_BLANKS = 2


def starts_lower(text: str) -> bool:
    """Tell whether a text begins as the rest of another one does."""
    stripped = text.lstrip(' «"(“')
    return bool(stripped) and (stripped[0].islower() or stripped[0] in ":;,)»”[")


def find_lost_bullets(lines: Sequence[Line]) -> set[int]:
    """Return the indices of the lines whose bullet is lost.

    What stands before the first heading that names its level may show bullets or indents.
    """
    first = next((i for i, line in enumerate(lines) if _names_level(line)), 0)
    return _found_in(lines) or _found_in(lines[first:], lines)


def _found_in(part: Sequence[Line], lines: Sequence[Line] | None = None) -> set[int]:
    """Return the lost bullets of lines where nearly no line is indented deeper."""
    if any(line.bbox or line.marker for line in part):
        return set()
    deep = sum(_MAX_BLANKS < line.indent <= _MAX_LIST_INDENT for line in part)
    glyphs = sum(bool((m := find_marker(line.text)) and m.kind == "bullet") for line in part)
    opened = _opened(part)
    if len(opened) < _LEAST or deep > 0.03 * len(part) or glyphs >= len(opened) / 5:
        return set()
    return _opened(lines or part)


def _opened(lines: Sequence[Line]) -> set[int]:
    """Return the lines that one or two blanks open, without the titles of numbers above them."""
    found: set[int] = set()
    untitled = False
    for line in lines:
        if 0 < line.indent <= _MAX_BLANKS and not untitled and not starts_lower(line.text):
            found.add(line.index)
        heading = vocabulary.match_heading(line.text)
        untitled = (
            heading is not None
            and not heading.bare
            and not line.text[heading.title_start :].strip()
        )
    return found


def _names_level(line: Line) -> bool:
    heading = vocabulary.match_heading(line.text)
    return heading is not None and heading.level is not None and not heading.bare
