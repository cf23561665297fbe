"""Read one printed period (`mars 2021`, `2e trimestre`, `31.12.22`) at a position of folded text.

In: text folded by `extractor.text.fold` and a position. Out: an `Atom` and the position after it,
or None. The forms are tried in the order of `_READERS`, the most explicit first. Impossible dates
(`31/11/2021`) are read as their month; numbers that count something (`2020 habitants`) are no
year. A month of six letters or more may have one typing error after its first letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from extractor.bounds import is_whole
from extractor.text import fold
from extractor.values.folding import alternation, vocabulary
from extractor.values.periods import CENTURY, Atom, month_end

Read = tuple[Atom, int]

_YEAR = r"(?:19[89]\d|20[0-6]\d)(?![\d%])"
_OF = r"(?:\s*(?:de\s+l'\s?annee|de|du|en|d'|l'annee|annee|,|[-/.'])?\s*)"
_SEP_YEAR = rf"(?:{_OF}(?:(?P<year>{_YEAR})|'?(?P<short>[1-6]\d)(?![\d/.:%]|\s*-\s*\d|[a-z])))?"
_END = r"(?![a-z0-9])"
YEARS = range(1900, 2100)  # of a whole date: `31/12/0000` is none
MIN_MISSPELT = 6  # letters; shorter words are one edit from other words (mai, mais; mars, mara)


def _words() -> dict[str, Any]:
    return vocabulary("deadlines")


@cache
def _lookup(table: str) -> dict[str, int]:
    forms = {k: v for k, v in _words()[table].items() if k != "source"}
    return {_plain(form): int(number) for number, all_ in forms.items() for form in all_}


def _plain(form: str) -> str:
    return re.sub(r"[\s.]", "", fold(form))


def _number(table: str, printed: str) -> int:
    return _lookup(table)[_plain(printed)]


def _forms(table: str) -> str:
    return alternation(f for k, v in _words()[table].items() if k != "source" for f in v)


_NUMERIC = {
    "iso": r"(?P<year>(?:19|20)\d\d)\s?(?P<sep>[-/.])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?"
    r"(?P<day>\d{1,2})(?!\d)",
    "dmy": r"(?P<day>\d{1,2})\s?(?:(?P<sep>[-/.])\s*(?P<month>\d{1,2})\s*(?P=sep)\s*"
    r"(?P<year>\d{4}|\d\d)|\s(?P<month2>\d{1,2})\s+(?P<year2>20\d\d))(?!\d)",
    "year_month": r"(?P<year>(?:19|20)\d\d)\s?[-/]\s?(?P<month>0?[1-9]|1[0-2])(?![\d/])",
    "month_year": r"(?P<month>0?[1-9]|1[0-2])\s?[-/.]\s?"
    r"(?P<year>20\d\d|(?:1[3-9]|[2-5]\d)(?![/.]))(?!\d)",
    "years": r"(?P<year>20\d\d)\s?[-/]\s?(?P<last>\d\d)(?![\d/.])",
    "short_year": r"'(?P<short>[1-6]\d)(?!\d)",
    "edge_year": r"'?(?P<short>[1-6]\d)(?![\d/.%]|\s*[a-z])",
    "day_month": r"(?P<day>0?[1-9]|[12]\d|3[01])/(?P<month>0[1-9]|1[0-2])(?![\d/])",
}


def _day_and_month_patterns() -> dict[str, str]:
    month = rf"(?P<month>{_forms('months')})(?![a-z])\.?"
    weekday = alternation(_words()["weekdays"]["forms"])
    day = r"(?P<day>\d{1,2})(?:\s?er)?"
    return {
        "written": rf"(?:(?:{weekday})\s+)?{day}\s*[-/]?\s*{month}{_SEP_YEAR}",
        "day": rf"{day}(?=\s*(?:au|a|et|ou|-|,|/)\s*(?:le\s+)?\d{{1,2}}(?:\s?er)?"
        rf"(?:\s+{month}|/\d{{1,2}}/\d))",
        "month": month + _SEP_YEAR,
        "misspelt": rf"(?:(?P<day>\d{{1,2}})(?:\s?er)?\s+)?(?P<month>[a-z]{{{MIN_MISSPELT},10}})"
        rf"(?![a-z]){_SEP_YEAR}",
    }


def _division_patterns() -> dict[str, str]:
    ordinal = rf"(?:{_forms('ordinals')}|{_forms('roman')})"
    units = [u for k, u in _words()["divisions"].items() if k != "source"]
    unit = alternation(form for u in units for form in u["forms"])
    letters = "|".join(letter for u in units for letter in u["letters"])
    letter = rf"(?P<letter>{letters})\s?(?P<rank>[1-4])(?!\d)"
    return {
        "letter": letter + _SEP_YEAR,
        "letter_last": rf"(?P<year>{_YEAR})\s?[-/,]?\s?{letter}(?!\s?[-/]?\s?20\d\d)",
        "rank_first": rf"(?P<rank>[1-4])\s?(?P<letter>{letters})\s?[-/]?\s?(?P<year>{_YEAR})",
        "division": rf"(?P<rank>{ordinal})\s*(?P<unit>{unit}){_END}{_SEP_YEAR}",
        "unit_first": rf"(?P<unit>{unit})\s*(?:n°\s?)?(?P<rank>[1-4])(?![\d/]){_SEP_YEAR}",
        "rank_only": rf"(?P<rank>{ordinal})(?=\s*(?:et|-|a|/|au|ou|,)\s*(?:le\s+)?{ordinal}\s*"
        rf"(?P<unit>{unit}){_END})",
    }


def _year_patterns() -> dict[str, str]:
    years, seasons = _words()["years"], _words()["seasons"]
    season = alternation(f for k, s in seasons.items() if k != "source" for f in s["forms"])
    counted = alternation(_words()["title"]["counted"])
    feast = alternation(
        f for k, f in _words()["feasts"].items() if k != "source" for f in f["forms"]
    )
    week, week_short = (alternation(_words()["weeks"][key]) for key in ("forms", "short"))
    school, civil = alternation(years["school"]), alternation(years["civil"])
    return {
        "season": rf"(?P<season>{season}){_END}(?:\s*(?:,|\(|de|d'|du mois de|en)?\s*"
        rf"(?P<month>{_forms('months')})(?![a-z])\.?)?{_SEP_YEAR}"
        r"(?:\s?[-/]\s?(?:20)?\d\d(?!\d))?(?(month)\)?)",
        "feast": rf"(?P<feast>{feast}){_END}{_SEP_YEAR}",
        "week": rf"(?:(?:{week})\s*(?:n°|no)?\s?(?P<week>\d{{1,2}})(?!\d){_SEP_YEAR}"
        rf"|(?:{week_short})\s?(?P<week2>\d\d)(?!\d)\s?[-/,]?\s?(?P<year2>{_YEAR}))",
        "school": rf"(?:{school})\s*(?P<year>20\d\d)\s?(?:[-/]\s?(?:20)?\d\d)?(?!\d)",
        "year": rf"(?:(?:{civil})\s+)?(?P<year>{_YEAR})(?!\s?(?:{counted})(?![a-z]))(?![,.]\d)",
        "no_year": rf"(?:{civil}){_END}",
    }


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    sources = _NUMERIC | _day_and_month_patterns() | _division_patterns() | _year_patterns()
    return {name: re.compile(source) for name, source in sources.items()}


def _group(match: re.Match[str], name: str) -> str | None:
    return match.groupdict().get(name)


def _year_of(match: re.Match[str]) -> int | None:
    for name in ("year", "year2", "short"):
        text = _group(match, name)
        if text:
            return int(text) if len(text) == 4 else CENTURY + int(text)
    return None


def _day(match: re.Match[str]) -> Atom | None:
    printed = _group(match, "month") or _group(match, "month2")
    day, year = int(match["day"]), _year_of(match)
    if printed is None:
        return Atom("day", year, None, day=day) if 1 <= day <= 31 else None
    month = int(printed) if is_whole(printed) else _number("months", printed)
    if not (1 <= month <= 12 and 1 <= day <= 31 and (year is None or year in YEARS)):
        return None
    if day > month_end(year or 2000, month).day:
        return Atom("month", year, month)
    return Atom("day", year, month, day=day)


def _is_one_edit(printed: str, word: str) -> bool:
    """Tell whether one letter was left out, added, changed or swapped with the next."""
    start = 0
    while start < min(len(printed), len(word)) and printed[start] == word[start]:
        start += 1
    a, b = printed[start:], word[start:]
    swapped = len(a) > 1 and a[1] + a[0] + a[2:] == b
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped


def _misspelt(match: re.Match[str]) -> Atom | None:
    for form, number in _lookup("months").items():
        if len(form) < MIN_MISSPELT or form[0] != match["month"][0]:
            continue
        if _is_one_edit(match["month"], form):
            if match["day"] is None:
                return Atom("month", _year_of(match), number)
            day = int(match["day"])
            return Atom("day", _year_of(match), number, day=day) if 1 <= day <= 28 else None
    return None


def _bare_day(match: re.Match[str]) -> Atom | None:
    day = int(match["day"])
    return Atom("day", day=day) if 1 <= day <= 31 else None


def _month(match: re.Match[str]) -> Atom:
    printed = match["month"]
    number = int(printed) if is_whole(printed) else _number("months", printed)
    return Atom("month", _year_of(match), number)


def _division(match: re.Match[str]) -> Atom | None:
    letter, unit, rank = _group(match, "letter"), _group(match, "unit"), match["rank"]
    for name, division in _words()["divisions"].items():
        if name == "source":
            continue
        months = int(division["months"])
        if letter not in division["letters"] and (
            unit is None or _plain(unit) not in {_plain(f) for f in division["forms"]}
        ):
            continue
        table = "ordinals" if _plain(rank) in _lookup("ordinals") else "roman"
        number = _number(table, rank)
        number = 12 // months if number == -1 else number
        if number * months > 12:
            return None
        return Atom(name, _year_of(match), (number - 1) * months + 1, months)
    return None


def _season(match: re.Match[str]) -> Atom | None:
    """Build a season, or the month that is named in it (`rentrée de septembre 2020`)."""
    if match["month"]:
        return _month(match)
    for name, season in _words()["seasons"].items():
        if name != "source" and _plain(match["season"]) in {_plain(f) for f in season["forms"]}:
            precision = "season" if int(season["months"]) > 1 else "month"
            return Atom(precision, _year_of(match), int(season["first"]), int(season["months"]))
    return None


def _feast(match: re.Match[str]) -> Atom | None:
    year = _year_of(match)
    for name, feast in _words()["feasts"].items():
        if name == "source" or _plain(match["feast"]) not in {_plain(f) for f in feast["forms"]}:
            continue
        if "after_easter" in feast:
            return Atom("day", year, after_easter=int(feast["after_easter"]))
        return Atom("day", year, int(feast["month"]), day=int(feast["day"]))
    return None


def _week(match: re.Match[str]) -> Atom | None:
    number = int(match["week"] or match["week2"])
    return Atom("week", _year_of(match), week=number) if 1 <= number <= 53 else None


def _school(match: re.Match[str]) -> Atom:
    return Atom("school_year", _year_of(match), 9, 12)


def _years(match: re.Match[str]) -> Atom | None:
    count = (int(match["last"]) - int(match["year"])) % 100 + 1
    return Atom("year", int(match["year"]), 1, 12 * count) if 2 <= count <= 15 else None


def _year(match: re.Match[str]) -> Atom:
    return Atom("year", _year_of(match), 1, 12)


_READERS: dict[str, Callable[[re.Match[str]], Atom | None]] = {
    "iso": _day,
    "dmy": _day,
    "written": _day,
    "day": _bare_day,
    "letter_last": _division,
    "rank_first": _division,
    "year_month": _month,
    "month_year": _month,
    "month": _month,
    "division": _division,
    "rank_only": _division,
    "week": _week,
    "letter": _division,
    "unit_first": _division,
    "season": _season,
    "feast": _feast,
    "school": _school,
    "years": _years,
    "year": _year,
    "day_month": _day,
    "short_year": _year,
    "misspelt": _misspelt,
}

#: what may stand after its year: `2021 (T2)`, `2022 - mars`, `2023, printemps`
_INSIDE_A_YEAR = ("month", "division", "letter", "season", "week")
_INTO_YEAR = re.compile(r"\s*[(,:-]?\s*(?:en\s+|au\s+|le\s+)?")


def _read_inside(folded: str, pos: int, year: Atom) -> Read | None:
    """Return the part of `year` that is printed after it and has no year of its own."""
    into = _INTO_YEAR.match(folded, pos)
    assert into is not None  # it matches the empty string
    for name in _INSIDE_A_YEAR:
        match = _patterns()[name].match(folded, into.end())
        atom = _READERS[name](match) if match else None
        if match and atom:
            if atom.year is not None:
                return None
            closed = "(" in into.group() and folded.startswith(")", match.end())
            return replace(atom, year=year.year), match.end() + closed
    return None


def read_atom(folded: str, pos: int, after_edge: bool = False) -> Read | None:
    """Return the period printed at `pos` and where it ends, or None.

    After an edge (`fin`, `mi-`) two digits are a year too, and `année` alone is a year unsaid.
    """
    for name, build in _READERS.items():
        match = _patterns()[name].match(folded, pos)
        atom = build(match) if match else None
        if match and atom:
            inside = _read_inside(folded, match.end(), atom) if name == "year" else None
            return inside or (atom, match.end())
    if after_edge:
        match = _patterns()["edge_year"].match(folded, pos)
        if match:
            return _year(match), match.end()
        match = _patterns()["no_year"].match(folded, pos)
        if match:
            return Atom("year", None, 1, 12), match.end()
    return None
