"""Numbers as French, Belgian and English hands write them: `12.500,50`, `1 000,0`, `20091.0`,
`1500,-`.

With two kinds of separators the last is the decimal one. A single `.` or `,` before exactly three
digits separates thousands (`5.000`, `1,500`), unless a zero stands before it; otherwise it is
decimal.
"""

from __future__ import annotations

import re
from decimal import Decimal

#: a number in folded text (no-break and thin blanks are blanks there)
NUMBER = (
    r"(?:\d{1,3}(?:[ .,']\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?)(?:\s?[.,]\s?-{1,2})?"
)


def parse_number(printed: str, scaled: bool = False) -> Decimal | None:
    """Return the value of a printed number, or None when the text is not one number.

    With `scaled` (a multiplier follows: `1,250 million`) a single separator is always decimal.

    >>> parse_number("12.500,50")
    Decimal('12500.50')
    """
    text = re.sub(r"[\s'’]|[.,]\s?-{1,2}$", "", printed)
    if not re.fullmatch(r"-?\d+(?:[.,]\d+)*", text):
        return None
    separators = re.findall(r"[.,]", text)
    if not separators:
        return Decimal(text)
    if len(set(separators)) == 2:
        decimal: str | None = separators[-1]
    else:
        decimal = separators[0] if _is_decimal(text, separators, scaled) else None
    whole = text.replace("," if decimal == "." else ".", "")
    return Decimal(whole.replace(",", "." if decimal == "," else ""))


def _is_decimal(text: str, separators: list[str], scaled: bool) -> bool:
    if len(separators) > 1:
        return False
    head, tail = re.split(r"[.,]", text.lstrip("-"))
    return scaled or len(tail) != 3 or head == "0" or len(head) > 3
