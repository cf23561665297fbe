"""Read the items of a deadline (a period with the words around it) at a position of folded text.

An item is a period with its lead and edge (`pour fin 2021`), a recurrence (`chaque année`), a
duration (`dans les 3 mois`), a horizon (`moyen terme`) or a part of the legislature. `read_items`
reads as many as follow each other, joined by words that make a range or a list of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from extractor.bounds import is_whole
from extractor.text import fold
from extractor.values.atoms import read_atom
from extractor.values.folding import alternation, vocabulary
from extractor.values.periods import Atom

MAX_LEADS = 4  # "à finaliser pour au plus tard le": more is prose


@dataclass(frozen=True, slots=True)
class Item:
    """One item as printed, not yet resolved. `joiner` tells how it follows the item before it."""

    atom: Atom | None = None
    lead: str | None = None
    edge: str | None = None
    recurrence: str | None = None
    precision: str | None = None
    term: str | None = None
    joiner: str | None = None
    strong: bool = False

    @property
    def is_loose(self) -> bool:
        """Tell whether the item may follow or precede another without a joiner."""
        return self.atom is None or self.lead in ("by", "before", "from", "after")


def _words() -> dict[str, Any]:
    return vocabulary("deadlines")


def _phrases(forms: list[str]) -> re.Pattern[str]:
    """Compile wordings; one that ends in a letter or digit must not go on in the text."""
    return re.compile(rf"(?:{alternation(forms)})(?:(?<![a-z0-9])|(?![a-z0-9]))")


@cache
def _grouped(table: str) -> tuple[re.Pattern[str], dict[str, str]]:
    groups = {k: v for k, v in _words()[table].items() if k != "source"}
    names = {_bare(form): name for name, forms in groups.items() for form in forms}
    return _phrases([form for forms in groups.values() for form in forms]), names


@cache
def _listed(table: str, key: str) -> re.Pattern[str]:
    return _phrases(_words()[table][key])


def _bare(form: str) -> str:
    return re.sub(r"\s", "", fold(form))


def _skip(folded: str, pos: int) -> int:
    while pos < len(folded) and folded[pos].isspace():
        pos += 1
    return pos


def _match_group(table: str, folded: str, pos: int) -> tuple[str, int] | None:
    pattern, names = _grouped(table)
    match = pattern.match(folded, pos)
    return (names[_bare(match.group())], match.end()) if match else None


@cache
def _frequency() -> re.Pattern[str]:
    numbers = "|".join(_words()["duration"]["words"])
    units = "|".join(_words()["frequency"]["per_year"])
    return re.compile(
        rf"(?P<count>\d{{1,3}}|{numbers})\s*(?:x|fois)\s*(?:par\s+|/\s*|l'|chaque\s+)?"
        rf"(?:les\s+)?(?P<unit>{units})s?(?![a-z])"
    )


@cache
def _every() -> re.Pattern[str]:
    numbers = "|".join(_words()["duration"]["words"])
    return re.compile(rf"tous?t?e?s? les (?P<count>\d{{1,2}}|{numbers})\s+(?P<unit>[a-z]+)")


def _read_recurrence(folded: str, pos: int) -> tuple[Item, int] | None:
    found = _match_group("recurrence", folded, pos)
    if found:
        return Item(recurrence=found[0]), found[1]
    match = _frequency().match(folded, pos)
    if match:
        words, frequency = _words()["duration"]["words"], _words()["frequency"]
        count = int(match["count"]) if is_whole(match["count"]) else int(words[match["count"]])
        yearly = count * int(frequency["per_year"][match["unit"]])
        return Item(recurrence=frequency["names"].get(str(yearly), f"{yearly}/an")), match.end()
    match = _every().match(folded, pos)
    if match and _listed("units", "forms").fullmatch(match["unit"]):
        return Item(recurrence=re.sub(r"\s+", " ", match.group())), match.end()
    match = _listed("recurrence_before", "forms").match(folded, pos)
    if match:
        read = read_atom(folded, _skip(folded, match.end()))
        if read and read[0].year is None:
            return Item(atom=read[0], recurrence="annuel"), read[1]
    return None


@cache
def _duration() -> re.Pattern[str]:
    table = _words()["duration"]
    return re.compile(
        rf"(?P<before>(?:(?:{alternation(table['before'])})\s+){{0,4}})"
        rf"(?:l')?(?:\d{{1,3}}|{'|'.join(table['words'])})(?:\s*(?:a|-|ou|/)\s*\d{{1,3}})?"
        rf"\s*(?:prochaine?s?\s+|premiere?s?\s+)?(?:{alternation(_words()['units']['forms'])})(?![a-z0-9])"
        rf"(?!\s*(?:{_YEAR_AFTER}))(?:\s*(?:{alternation(table['after'])})){{0,3}}"
    )


_YEAR_AFTER = r"(?:de\s+)?(?:19|20)\d\d(?!\d)"


def _read_undated(folded: str, pos: int) -> tuple[Item, int] | None:
    """Read a duration or a horizon: deadlines that no calendar resolves."""
    match = _duration().match(folded, pos)
    if match:
        before = re.sub(r"\s+", " ", match["before"]).strip()
        strong = any(before == fold(form) for form in _words()["duration"]["strong"])
        return Item(precision="duration", strong=strong), match.end()
    for key, precision in (("forms", "horizon"), ("letters", "horizon"), ("relative", "relative")):
        match = _listed("horizon", key).match(folded, pos)
        if match:
            return Item(precision=precision), match.end()
    return None


@cache
def _legislature() -> re.Pattern[str]:
    table = _words()["legislature"]
    edges = "|".join(f"(?P<{edge}>{alternation(table[edge])})" for edge in ("fin", "debut", "mi"))
    return re.compile(
        rf"(?:(?:{alternation(table['around'])}|{alternation(table['around_next'])})\s+){{0,4}}"
        rf"(?:(?:{edges})\s*)?(?:(?P<next>{alternation(table['next'])})|(?:{alternation(table['names'])}))"
        r"(?![a-z])(?:\s*\(?(?P<start>20\d\d)\s?[-/]\s?(?P<end>20\d\d)\)?)?"
    )


def _read_legislature(folded: str, pos: int) -> tuple[Item, int] | None:
    match = _legislature().match(folded, pos)
    if not match:
        return None
    edge = next((e for e in ("fin", "debut", "mi") if match[e] is not None), None)
    years = f" {match['start']} {match['end']}" if match["start"] else ""
    term = ("next" if match["next"] else "this") + years
    return Item(precision="legislature", term=term, edge=edge, strong=edge is not None), match.end()


_STRONGER = ("by", "before", "from", "after")


def _read_lead(folded: str, pos: int) -> tuple[str | None, bool, int]:
    """Return what the leads at `pos` say, whether one of them is `au`, and where they end."""
    lead, at = None, False
    for _ in range(MAX_LEADS):
        found = _match_group("leads", folded, pos)
        if not found:
            break
        name, end = found
        at = at or name == "at"
        if lead not in _STRONGER:
            lead = name
        pos = _skip(folded, end)
        if folded[pos : pos + 1] == ":":
            pos = _skip(folded, pos + 1)
    return lead, at, pos


def _read_period(folded: str, pos: int) -> tuple[Item, int] | None:
    lead, at, after_lead = _read_lead(folded, pos)
    starts = (
        [(lead, at, after_lead)] if lead is None else [(lead, at, after_lead), (None, False, pos)]
    )
    for lead, at, start in starts:
        edge = _match_group("edges", folded, start)
        if edge:
            read = read_atom(folded, _skip(folded, edge[1]), after_edge=True)
            if read:
                return Item(atom=read[0], lead=lead, edge=edge[0], strong=True), read[1]
        read = read_atom(folded, start)
        if read:
            if at and read[0].precision == "day" and lead == "at":
                lead = "by"
            strong = lead is not None and lead != "range"
            return Item(atom=read[0], lead=lead, strong=strong), read[1]
    return None


def _read_item(folded: str, pos: int) -> tuple[Item, int] | None:
    for read in (_read_recurrence, _read_legislature, _read_undated, _read_period):
        found = read(folded, pos)
        if found:
            return found
    return None


def _read_next(folded: str, pos: int, before: Item) -> tuple[Item, int] | None:
    """Read a joiner and the item after it; loose items and new lines need no joiner."""
    start = _skip(folded, pos)
    found = _match_group("joiners", folded, start)
    while found:
        name, end = found
        item = _read_item(folded, _skip(folded, end))
        if item:
            return replace(item[0], joiner=name), item[1]
        more = _match_group("joiners", folded, _skip(folded, end))
        found = more if more and more[1] > end else None
    item = _read_item(folded, start) if start > pos or folded[pos : pos + 1] == "(" else None
    if item and (before.is_loose or item[0].is_loose or "\n" in folded[pos:start]):
        return replace(item[0], joiner="list"), item[1]
    return None


def read_items(folded: str, pos: int) -> tuple[list[Item], int]:
    """Return the items printed from `pos` on and where the last of them ends."""
    items: list[Item] = []
    found = _read_item(folded, _skip(folded, pos))
    while found:
        items.append(found[0])
        pos = found[1]
        found = _read_next(folded, pos, found[0])
    return items, pos


def read_suffix(folded: str, pos: int) -> tuple[set[str], int]:
    """Return what the words after the items say, and where they end.

    `open`: the period has no end (`et suivantes`); `by`: the date is a limit (`au plus tard`).
    """
    said: set[str] = set()
    while True:
        found = _match_group("suffixes", folded, _skip(folded, pos))
        if not found:
            return said, pos
        said.add(found[0])
        pos = found[1]
