"""Check boxes: of the options that a field prints, keep the ones that are ticked.

In: the text of a field. Out: the ticked options, one a line, or None when the text holds no boxes.
Glyphs that may also be bullets count only beside unmistakable ones; they are data (boxes.toml).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from extractor.attributes.wordings import wordings
from extractor.text import collapse_spaces


def _alternation(*kinds: str) -> str:
    glyphs = [glyph for kind in kinds for glyph in wordings("boxes")[kind]]
    letters = [rf"(?<!\w){re.escape(g)}(?!\w)" for g in glyphs if g.isalpha()]
    return "|".join([*(re.escape(g) for g in glyphs if not g.isalpha()), *letters])


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns: an unmistakable box, any mark among boxes, a ticked mark."""
    ticked = _alternation("checked", "checked_beside")
    return (
        re.compile(_alternation("checked", "unchecked")),
        re.compile(f"{ticked}|{_alternation('unchecked', 'unchecked_beside')}"),
        re.compile(ticked),
    )


def _is_mixed(text: str) -> bool:
    """Tell whether empty squares and ticked marks stand together: boxes, not bullets."""
    empty = re.search(_alternation("unchecked_beside"), text)
    return bool(empty and re.search(_alternation("checked", "checked_beside"), text))


def ticked_options(text: str) -> str | None:
    """Return the ticked options, one a line; "" when none is; None when there are no boxes.

    >>> ticked_options("☐ En cours ☒ Terminé")
    'Terminé'
    """
    sure, mark, ticked = _patterns()
    if not sure.search(text) and not _is_mixed(text):
        return None
    marks = list(mark.finditer(text))
    gaps = [text[a.end() : b.start()] for a, b in pairwise(marks)]
    head, tail = text[: marks[0].start()], text[marks[-1].end() :]
    after = not re.search(r"\w", tail) and re.search(r"\w[\s:]*$", head) is not None
    options = [head, *gaps] if after else [*gaps, tail]
    if not any(re.search(r"\w", option) for option in options):
        return None
    chosen = [o for m, o in zip(marks, options, strict=True) if ticked.fullmatch(m.group())]
    return "\n".join(collapse_spaces(option).strip(" ,;/|–-") for option in chosen)
