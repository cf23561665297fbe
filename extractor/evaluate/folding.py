"""What two printings of one wording have in common: words and accents stay, typography goes."""

from __future__ import annotations

import re
import unicodedata

_TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "…": "..."} | dict.fromkeys("«»“”", '"')
)
_AROUND_SIGNS = re.compile(r"\s*([,.;:!?()'\"/-])\s*")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_MARKERS = frozenset({"os", "oo", "projet", "action", "sa", "al", "sal", "a", "p", "o", "s", "n"})
_PART = re.compile(r"\d+|[^\W\d_]+")


def fold_title(text: str) -> str:
    """Return a title without case, typographic variants, blanks around signs and final stops.

    >>> fold_title("« L’été » , déjà .")
    '"l\\'été",déjà'
    """
    text = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)
    text = _AROUND_SIGNS.sub(r"\1", " ".join(text.split()).casefold())
    return text.rstrip(" .;,:")


def fold_code(code: str | None) -> str | None:
    """Return the number that identifies a node, whatever stands before it.

    >>> [fold_code(code) for code in ("OS.1", "(A.3)", "II.1", "3.10.", "b)")]
    ['1', '3', '2.1', '3.10', 'b']
    """
    if code is None:
        return None
    parts = _PART.findall(code.casefold())
    while len(parts) > 1 and parts[0] in _MARKERS:
        parts = parts[1:]
    return ".".join(str(_roman(part)) if set(part) <= set(_ROMAN) else part for part in parts)


def _roman(part: str) -> int:
    values = [_ROMAN[letter] for letter in part]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))
