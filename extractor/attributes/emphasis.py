"""Find the sentence that gives actions in bold, or with a star, priority (emphasis.toml)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from extractor.attributes.wordings import wordings
from extractor.text import fold


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        key: re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(f)) for f in forms) + r")(?!\w)")
        for key, forms in wordings("emphasis").items()
    }


def find_bold_first(texts: Iterable[str]) -> str | None:
    """Return how the texts say `bold` where one sentence gives bold actions priority, else None.

    >>> find_bold_first(["Les actions en gras seront réalisées en premier lieu."])
    'en gras'
    """
    return _find_first(texts, "bold")


def find_star_first(texts: Iterable[str]) -> str | None:
    """Return how the texts say `star` where one sentence gives starred actions priority.

    >>> find_star_first(["Une étoile (★) signale une action prioritaire."])
    'étoile'
    """
    return _find_first(texts, "star")


def _find_first(texts: Iterable[str], mark: str) -> str | None:
    patterns = _patterns()
    needed = [patterns[key] for key in (mark, "subject", "priority")]
    for text in texts:
        folded = fold(text)
        start = 0
        for stop in [*re.finditer(r"[.!?](?=\s|$)|\n", folded), None]:
            end = stop.start() if stop else len(folded)
            found = [pattern.search(folded[start:end]) for pattern in needed]
            if found[0] and all(found):
                return text[start + found[0].start() : start + found[0].end()]
            start = stop.end() if stop else end
    return None
