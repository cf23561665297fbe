"""Numbers and text that come from outside, within bounds, read at one place.

Files and texts may say `²`, `①`, `inf`, `nan`, a number of 5,000 digits, a span of 10⁹ columns, or
characters that no JSON holds. Nothing here raises: what is no number is the default, what passes a
bound is the bound. Layer 0: every module may use it.
"""

from __future__ import annotations

import math
import re
import unicodedata

#: no number of a plan that counts something (codes, pages, rows, repeats) is larger
MAX_WHOLE = 10**9
#: lengths, sizes and values of cells; amounts of money have bounds of their own
MAX_REAL = 1e15
MAX_BLANKS = 1000  # in a row; wider than every page
_WHOLE = re.compile(r"\s*([+-]?)(\d+)\s*")
_DIGITS = len(str(MAX_WHOLE))
#: for a class of a pattern: numbers in a circle, in brackets, with a full stop, on black
CIRCLED = "\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
#: these, and numbers above and below the line, which keyboards have beside the usual ones
_STANDS_FOR_NUMBER = re.compile(rf"[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089{CIRCLED}]")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def whole(text: str | None, default: int = 0, low: int = 0, high: int = MAX_WHOLE) -> int:
    """Return a whole number as written, between `low` and `high`; `default` when it is none.

    >>> whole("12"), whole("²", 1), whole("9" * 5000, high=1000), whole(None, 1, low=1)
    (12, 1, 1000, 1)
    """
    match = _WHOLE.fullmatch(text) if text else None
    if match is None:
        return default
    digits = match[2].lstrip("0") if match[2].isascii() else match[2]
    value = MAX_WHOLE if len(digits) > _DIGITS else int(digits or "0")
    return min(max(-value if match[1] == "-" else value, low), high)


def real(text: str | None, default: float | None = None, high: float = MAX_REAL) -> float | None:
    """Return a finite number of at most `high` either way; `default` when it is none.

    >>> real("11.5"), real("nan"), real("inf", 0.0), real("1e300", high=1000)
    (11.5, None, 0.0, 1000.0)
    """
    try:
        value = float(text) if text else math.nan
    except ValueError:
        return default
    return min(max(value, -high), high) if math.isfinite(value) else default


def digits_of(text: str) -> str:
    """Return `text` with its superscript and circled numbers as plain ones.

    >>> digits_of("①"), digits_of("⑫."), digits_of("1.²"), digits_of("m²")
    ('1', '12.', '1.2', 'm2')
    """
    if text.isascii():
        return text
    return "".join(
        str(int(unicodedata.numeric(c))) if _STANDS_FOR_NUMBER.match(c) else c for c in text
    )


def is_whole(text: str) -> bool:
    """Tell whether `int` reads the text: decimal digits alone, no exponents or circled ones.

    >>> is_whole("12"), is_whole("²"), is_whole("")
    (True, False, False)
    """
    return text.isdecimal() and len(text) < _DIGITS


def valid(text: str) -> str:
    """Return `text` without NUL and with `�` for lone surrogates, which no UTF-8 holds."""
    return _NO_TEXT.sub(lambda m: "" if m[0] == "\0" else "�", text)
