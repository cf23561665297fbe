"""Find the sentence by which a plan gives its bold actions priority (wordings: emphasis.toml)."""

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
    for text in texts:
        folded = fold(text)
        start = 0
        for stop in [*re.finditer(r"[.!?](?=\s|$)|\n", folded), None]:
            end = stop.start() if stop else len(folded)
            sentence = folded[start:end]
            found = {key: pattern.search(sentence) for key, pattern in _patterns().items()}
            bold = found["bold"]
            if bold and all(found.values()):
                return text[start + bold.start() : start + bold.end()]
            start = stop.end() if stop else end
    return None
