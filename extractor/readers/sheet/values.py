"""Values of spreadsheet cells as text, as the sheet prints them where its format says so."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta

_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?!\$)[^\]]*\]')
_FIXED = re.compile(r"0\.(0+)$")


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


def _format_number(value: int | float, number_format: str) -> str:
    if not math.isfinite(value):
        return str(value)
    positive = number_format.split(";")[0]
    plain = _QUOTED.sub("", positive)
    if "%" in plain:
        return f"{_shortest(value * 100)} %"
    if re.fullmatch(r"0+", plain) and value == int(value):
        return str(int(value)).zfill(len(plain))
    fixed = _FIXED.fullmatch(plain)
    text = _shortest(value)
    if fixed and value != int(value):  # a code such as 3.10 is stored as 3.1
        text = f"{value:.{len(fixed.group(1))}f}"
    return f"{text} €" if "€" in positive or "EUR" in positive else text


def _shortest(value: int | float) -> str:
    """Print at most 12 digits, so that 0.07 * 100 is 7."""
    if isinstance(value, int) or (value == value and abs(value) < 1e15 and value == int(value)):
        return str(int(value))
    return f"{value:.12g}"


def _format_date(value: date, number_format: str) -> str:
    """Print no day and no month that the format leaves out."""
    shown = _QUOTED.sub("", number_format.split(";")[0]).lower()
    if "y" in shown and "d" not in shown and "general" not in shown:
        return f"{value:%m}/{value.year:04d}" if "m" in shown else f"{value.year:04d}"
    return f"{value:%d/%m}/{value.year:04d}"
