"""Values of spreadsheet cells as text, as a French sheet prints them where its format says so."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta

_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?!\$)[^\]]*\]|_.|\*.')
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]')
_FIXED = re.compile(r"[#0]*0\.(0+)")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_SIGNS = ("€", "EUR", "$", "£")  # what a format prints beside an amount
_HIDES = re.compile(r"\s*;\s*;\s*;?\s*")  # `;;;` prints nothing


def format_value(value: object, number_format: str = "General") -> str:
    """Return the text of a cell; dates are day/month/year, percentages `40 %`.

    >>> format_value(3.1, "0.00"), format_value(2.0), format_value(0.4, "0%")
    ('3.10', '2', '40 %')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, (int, float)):
        return _format_number(value, number_format)
    if isinstance(value, datetime):
        day = _format_date(value.date(), number_format)
        return day if value.time() == time() else f"{day} {value:%H:%M}"
    if isinstance(value, date):
        return _format_date(value, number_format)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def hides_value(number_format: str) -> bool:
    """Tell whether a format prints nothing, whatever the value."""
    return bool(_HIDES.fullmatch(number_format)) and ";" in number_format


def _format_number(value: int | float, number_format: str) -> str:
    if not math.isfinite(value):
        return str(value)
    sections = number_format.split(";")
    positive = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    plain = _QUOTED.sub("", positive)
    if "%" in plain:
        return f"{_shortest(value * 100)} %".replace(".", ",")
    if re.fullmatch(r"0+", plain) and value == int(value):
        return str(int(value)).zfill(len(plain))
    fixed = _FIXED.search(plain)
    sign = _sign(positive)
    text = _shortest(value)
    amount = "#,##" in plain or bool(sign)
    if fixed and (amount or value != int(value)):  # a code such as 3.10 is stored as 3.1
        text = f"{value:.{len(fixed.group(1))}f}"
    if amount:
        text = _grouped(text) if "#,##" in plain else text.replace(".", ",")
    return f"{text} {sign}" if sign else text


def _sign(section: str) -> str:
    """Return the currency that a format prints, `` when it prints none.

    >>> _sign('#,##0.00 "€"'), _sign("[$EUR] 0"), _sign('0 "jours"')
    ('€', 'EUR', '')
    """
    printed = "".join("".join(parts) for parts in _LITERAL.findall(section))
    shown = printed + _QUOTED.sub("", section)
    return next((sign for sign in _SIGNS if sign in shown), "")


def _grouped(text: str) -> str:
    """Print digits in groups of three, as French does.

    >>> _grouped("12500.50"), _grouped("-1234567")
    ('12 500,50', '-1 234 567')
    """
    whole, _, decimals = text.partition(".")
    digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", " ", whole)
    return f"{digits},{decimals}" if decimals else digits


def _shortest(value: int | float) -> str:
    """Print at most 12 digits, so that 0.07 * 100 is 7."""
    if isinstance(value, int) or (value == value and abs(value) < 1e15 and value == int(value)):
        return str(int(value))
    return f"{value:.12g}"


def _format_date(value: date, number_format: str) -> str:
    """Print no day and no month that the format leaves out; years have four digits.

    >>> _format_date(date(2025, 12, 31), "mmmm yyyy"), _format_date(date(2025, 12, 31), "mm/yy")
    ('décembre 2025', '12/2025')
    """
    shown = _QUOTED.sub("", number_format.split(";")[0]).lower()
    if "y" in shown and "d" not in shown and "general" not in shown:
        if "mmm" in shown:
            return f"{_MONTHS[value.month - 1]} {value.year:04d}"
        return f"{value:%m}/{value.year:04d}" if "m" in shown else f"{value.year:04d}"
    return f"{value:%d/%m}/{value.year:04d}"
