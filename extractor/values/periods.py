"""Periods of the calendar as plans print them, and what `fin`, `début` and `mi-` make of them.

An `Atom` is one printed period (`mars 2021`, `T2`, `31/12`), its year perhaps missing; `resolve`
turns it into first and last day, both inclusive. Nothing here reads the clock.

Conventions, chosen once:
- `fin X` ends with X and says no start; when a start is needed (`de fin 2021 à mi-2022`) it is the
  last quarter of a year, the last ten days of a month, the last third of anything else;
- `début X` starts with X and ends with its first quarter (year), tenth day (month) or first third;
- `mi-X` ends in the middle of X (30 June, the 15th) and says no start;
- seasons are whole months (spring is March to May), a school year runs from 1 September to 31
  August;
- a week is that of ISO 8601, Monday to Sunday.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

CENTURY = 2000  # two-digit years: 22 is 2022; no plan is older than 2012


@dataclass(frozen=True, slots=True)
class Atom:
    """One printed period: `months` months from `month` of `year`, or one day of it.

    `week` is a numbered week of the year, `after_easter` a day counted from Easter Sunday; the
    month of either is None.
    """

    precision: str
    year: int | None = None
    month: int | None = None
    months: int = 1
    day: int | None = None
    week: int | None = None
    after_easter: int | None = None

    def completed(self, other: Atom) -> Atom:
        """Return this atom with the year, and for a bare day the month, of `other`."""
        if self.month is None and self.day is not None:
            return replace(self, month=other.month, year=other.year)
        return replace(self, year=other.year) if self.year is None else self


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day, inclusive; `shown` tells which of the two the wording says."""

    first: date
    last: date
    shown: str = "both"


def month_end(year: int, month: int) -> date:
    """Return the last day of a month; months above 12 count on into the next years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def month_start(year: int, month: int) -> date:
    """Return the first day of a month; months above 12 count on into the next years."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def resolve(atom: Atom, edge: str | None = None) -> Span | None:
    """Return the days of `atom` under `edge` (`fin`, `debut`, `mi`), or None without a year."""
    if atom.year is None:
        return None
    if atom.week is not None:
        return _week(atom.year, atom.week, edge)
    if atom.after_easter is not None:
        day = easter(atom.year) + timedelta(days=atom.after_easter)
        return Span(day, day)
    if atom.month is None:
        return None
    if atom.day is not None:
        day = date(atom.year, atom.month, atom.day)
        return Span(day, day)
    whole = Span(
        month_start(atom.year, atom.month), month_end(atom.year, atom.month + atom.months - 1)
    )
    if edge is None:
        return whole
    return _part_of_month(whole, edge) if atom.months == 1 else _part(atom, whole, edge)


def _week(year: int, week: int, edge: str | None) -> Span | None:
    if week > date(year, 12, 28).isocalendar().week:  # 28 December is always in the last week
        return None
    shown = "end" if edge in ("fin", "mi") else "both"
    return Span(date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7), shown)


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (Meeus, Jones and Butcher's rule)."""
    century, rest = divmod(year, 100)
    moon = (
        19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _part_of_month(whole: Span, edge: str) -> Span:
    if edge == "debut":
        return Span(whole.first, whole.first.replace(day=10))
    if edge == "mi":
        return Span(whole.first.replace(day=11), whole.first.replace(day=15), "end")
    return Span(whole.first.replace(day=21), whole.last, "end")


def _part(atom: Atom, whole: Span, edge: str) -> Span:
    assert atom.year is not None and atom.month is not None
    slice_ = 3 if atom.months % 12 == 0 else max(1, atom.months // 3)
    if edge == "debut":
        return Span(whole.first, month_end(atom.year, atom.month + slice_ - 1))
    if edge == "fin":
        start = month_start(atom.year, atom.month + atom.months - slice_)
        return Span(start, whole.last, "end")
    middle = atom.month + (atom.months - 1) // 2
    last = month_end(atom.year, middle)
    if atom.months % 2:
        last = last.replace(day=15)
    return Span(last.replace(day=1), last, "end")


def legislature(
    term: tuple[int | None, int | None], edge: str | None, following: bool = False
) -> Span | None:
    """Return the days of the plan's term, its end, middle or first year, or of the next term.

    A term printed over seven years (2018-2024: elections in the autumn) counts from its second
    year, so that its middle is 31 December 2021 as for 2019-2024. A bound that is needed and
    unknown gives None.
    """
    start, end = term
    if end is None:
        return None
    if following:
        return Span(date(end + 1, 1, 1), date(end + 6, 12, 31))
    first = end - 5 if start is None or end - start == 6 else start
    if edge == "fin":
        return Span(date(end, 7, 1), date(end, 12, 31), "end")
    if edge == "mi":
        return Span(date((first + end) // 2, 7, 1), date((first + end) // 2, 12, 31), "end")
    if edge == "debut":
        return Span(date(first, 1, 1), date(first, 12, 31))
    if start is None:
        return Span(date(first, 1, 1), date(end, 12, 31), "end")
    return Span(date(start, 1, 1), date(end, 12, 31))


def day_before(day: date) -> date:
    """Return the day before."""
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    """Return the day after."""
    return day + timedelta(days=1)
