"""Amounts as plans print them: text in, one `Money` per amount out, nothing of the text lost.

Each amount takes the year and the funding source printed beside it (`2019 pour Wallonie: 1000€ |
2020 pour Europe: 200€`). A range gives two amounts with the same text, `role` min and max; `dont
5.000 €` has role part, a printed total role total. A rate keeps its unit in `per`. Text without an
amount (`budget ordinaire`, `à définir`, `/`) gives entries with `amount` None. Currency is EUR
wherever there is an amount: the plans know no other. A number without a currency is an amount only
when it stands alone or after a year, a source or a colon; a bare year beside words is none (`voir
budget communal 2021`). `2 x 5.000 €` is one amount, the product; a rate is not multiplied, `times`
counts it (`100 € x 12 mois`, `1.500 €/an pendant 3 ans`). A percentage that somebody pays is a part
of the amount before it (`80 k€ dont 50 % Région`). `budget ordinaire` names no giver: it books the
expense, whoever pays. Parts headed by a year each (`2020 : 5.000 € - 2021 : néant`) are read apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

from extractor.text import collapse_spaces, fold
from extractor.values.folding import alternation, vocabulary
from extractor.values.funding import find_fundings, parse_funding
from extractor.values.numbers import NUMBER, parse_number

CURRENCY = "EUR"
_YEAR = r"(?<![\d.,/-])(?:20[0-6]\d)(?![\d.,]\d|\d|\s?€|[-/](?:20)?\d\d(?!\d))"


@dataclass(frozen=True, slots=True)
class Money:
    """A printed amount.

    `role` is min, max, about, part or total; `per` the unit of a rate and `times` how many such
    units the text counts; `share` the percentage that gives a part (its `amount` is computed).
    """

    text: str
    amount: Decimal | None = None
    currency: str | None = None
    year: int | None = None
    funding: str | None = None
    role: str | None = None
    per: str | None = None
    times: int | None = None
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """An amount at `start:end` of the folded text."""

    start: int
    end: int
    value: Decimal
    role: str | None = None
    is_product: bool = False


def _words() -> dict[str, Any]:
    return vocabulary("money")


@cache
def _amount() -> re.Pattern[str]:
    words = _words()
    symbols = alternation(words["currency"]["symbols"])
    glued = alternation(words["currency"]["glued"])
    currency = rf"(?:{symbols}|{glued}|(?:{alternation(words['currency']['words'])})(?![a-z]))"
    multiplier = rf"(?:{alternation(words['multipliers']['words'])})(?![a-z])"
    factor = rf"(?:\s*(?P<word>{multiplier})|\s?(?P<letter>[km])(?=\s?{currency}))"
    written = rf"(?:{alternation(words['numbers']['words'])})(?=\s+{multiplier})"
    after = rf"(?P<number>-?{NUMBER}|{written})(?:{factor})?\s*(?:d'\s*|de\s+)?{currency}"
    before = rf"{currency}\s*(?P<number2>-?{NUMBER})(?:\s*(?P<word2>{multiplier}))?"
    dashes = r"(?:\s?-{1,2}(?!\s?\d))?"
    return re.compile(rf"(?:(?<![\d\w.,])|(?<=\dx))(?:{after}|{before}(?!\s*{currency})){dashes}")


def _factor(match: re.Match[str]) -> int:
    multipliers = _words()["multipliers"]
    groups = match.groupdict()
    word = groups.get("word") or groups.get("word2")
    if word:
        return int(multipliers["words"][word])
    letter = groups.get("letter")
    return int(multipliers["letters"][letter]) if letter else 1


def _value(printed: str, factor: int) -> Decimal | None:
    written = _words()["numbers"]["words"].get(printed)
    number = Decimal(written) if written else parse_number(printed, scaled=factor >= 1_000_000)
    return number * factor if number is not None else None


_LOW = re.compile(
    rf"(?P<lead>(?<![a-z])(?:entre|de)\s+)?(?<![\d.,/-])(?P<number>{NUMBER})\s*(?P<word>-|a|et|/|→)\s*$"
)


def _low(folded: str, high: _Found, factor: int, floor: int) -> _Found | None:
    """Return the first number of a range whose currency is printed after the second only."""
    match = _LOW.search(folded, floor, high.start)
    if not match or (match["word"] == "et") != bool(match["lead"] and "entre" in match["lead"]):
        return None
    if not match["lead"] and re.fullmatch(r"20[0-6]\d", match["number"]):
        return None
    value = _value(match["number"], factor)
    if value is None or value >= high.value:
        return None
    if value < 1000 <= high.value and high.value % 1000 == 0 and value * 1000 < high.value:
        value *= 1000  # `20 à 30.000 €`
    return _Found(match.start(), high.end, value, "min")


def _with_currency(folded: str) -> list[_Found]:
    found: list[_Found] = []
    for match in _amount().finditer(folded):
        factor = _factor(match)
        value = _value(match["number"] or match["number2"], factor)
        if value is None:
            continue
        here = _Found(match.start(), match.end(), value)
        low = _low(folded, here, factor, found[-1].end if found else 0)
        if low:
            found += [low, replace(here, start=low.start, role="max")]
        elif found and _joins_a_range(folded, found[-1], here):
            start = found[-1].start
            found[-1] = replace(found[-1], end=here.end, role="min")
            found.append(replace(here, start=start, role="max"))
        else:
            found.append(_multiplied(folded, here, found[-1].end if found else 0))
    return _without_factors(folded, found)


@cache
def _counts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a count before an amount (`2 agents x`) and after it (`x 2`)."""
    table = _words()["times"]
    sign, time = alternation(table["signs"]), alternation(table["not_counts"])
    noun = rf"(?:(?!(?:{time})(?![a-z]))[a-z]+\s+){{0,2}}?"
    before = rf"(?<![\w.,/-])(?P<count>\d{{1,3}})\s*{noun}(?:{sign})\s*$"
    after = rf"\s*(?:{sign})\s*(?P<count>\d{{1,3}})(?!\s?\d|[.,%/]|\s*(?:{time})(?![a-z]))"
    return re.compile(before), re.compile(after)


def _multiplied(folded: str, unit: _Found, floor: int) -> _Found:
    """Return the product where the text counts the amount, else the amount itself."""
    before, after = _counts()
    match = before.search(folded, floor, unit.start)
    if match:
        return _Found(match.start(), unit.end, unit.value * int(match["count"]), is_product=True)
    match = after.match(folded, unit.end)
    if match:
        return _Found(unit.start, match.end(), unit.value * int(match["count"]), is_product=True)
    return unit


_RESULT = re.compile(r"\s*\(?\s*(?:=|soit|total|:)*\s*")


def _without_factors(folded: str, found: list[_Found]) -> list[_Found]:
    """Put a product and its printed result together (`2 x 500 € = 1.000 €`)."""
    done: list[_Found] = []
    for item in found:
        last = done[-1] if done else None
        gap = folded[last.end : item.start] if last else ""
        if last and last.is_product and last.value == item.value and _RESULT.fullmatch(gap):
            done[-1] = replace(last, end=item.end)
        else:
            done.append(item)
    return done


def _joins_a_range(folded: str, low: _Found, high: _Found) -> bool:
    gap = folded[low.end : high.start].strip()
    if low.role is not None or low.value >= high.value:
        return False
    between = re.search(r"(?<![a-z])entre\s*$", folded[: low.start]) is not None
    return gap in ("a", "-", "→", "jusqu'a") or (gap == "et" and between)


@cache
def _bare() -> re.Pattern[str]:
    rate = alternation(
        form for unit, forms in _words()["per"].items() if unit != "source" for form in forms
    )
    return re.compile(
        rf"\s*(?P<label>[^\d]*(?:{_YEAR}[^\d]*)?)(?P<number>-?{NUMBER})\s*(?:{rate})?\s*(?:\([^()\d]*\))?[\s.]*"
    )


def _without_currency(folded: str) -> list[_Found]:
    """Return numbers that stand for an amount although no currency is printed."""
    found = []
    for part in re.finditer(r"[^|;\n]+", folded):
        match = _bare().fullmatch(part.group())
        if not match or not _announces(match["label"], match["number"]):
            continue
        value = parse_number(match["number"])
        if value is not None:
            start = part.start() + match.start("number")
            found.append(_Found(start, part.start() + match.end("number"), value))
    return found


#: 1990 to 2050 without currency or thousands mark: the years that plans print
_BARE_YEAR = re.compile(r"-?(?:199\d|20[0-4]\d|2050)")


def _announces(label: str, number: str) -> bool:
    label = label.strip(" •*")
    if _BARE_YEAR.fullmatch(number) and re.search(r"[a-z]", label):
        return False
    if re.search(rf"(?<![a-z])(?:{alternation(_words()['not_money']['forms'])})\W*$", label):
        return False
    if not label or label == "-":
        return not re.fullmatch(r"20[0-6]\d", number)
    return (
        label.endswith((":", "="))
        or re.search(_YEAR, label) is not None
        or bool(find_fundings(label))
    )


_SEPARATOR = re.compile(r"[|;\n+]|,(?!\d)|\s/\s|(?<![a-z])(?:et|dont)(?![a-z])|\s-\s")


def _cut(folded: str, start: int, end: int) -> int:
    """Return where, between two amounts, the words of the first end and those of the next begin."""
    masked = re.sub(r"\([^()]*\)", lambda m: "x" * len(m.group()), folded[start:end])
    cuts = list(_SEPARATOR.finditer(masked))
    if cuts:
        last = cuts[-1]
        return start + (last.start() if last.group() == "dont" else last.end())
    closing = masked.rfind("x") if "(" in folded[start:end] else -1
    if closing >= 0:
        return start + closing + 1
    return end if re.match(r"\s*(?:de|du|pour|par)\s", masked) and ":" not in masked else start


def _pieces(folded: str, found: list[_Found]) -> list[tuple[int, int]]:
    """Return the stretch of text of each amount; the two amounts of a range share theirs."""
    starts = sorted({item.start for item in found})
    ends = {item.start: item.end for item in found}
    cuts = [0]
    for before, after in pairwise(starts):
        cuts.append(_cut(folded, ends[before], after))
    cuts.append(len(folded))
    place = {start: (cuts[i], cuts[i + 1]) for i, start in enumerate(starts)}
    return [place[item.start] for item in found]


@cache
def _grouped(table: str) -> tuple[re.Pattern[str], dict[str, str]]:
    groups = {k: v for k, v in _words()[table].items() if k != "source"}
    names = {re.sub(r"\s", "", fold(f)): name for name, forms in groups.items() for f in forms}
    forms = alternation(form for forms in groups.values() for form in forms)
    return re.compile(rf"(?<![a-z])(?:{forms})(?![a-z])"), names


def _named(table: str, text: str) -> str | None:
    pattern, names = _grouped(table)
    match = pattern.search(text)
    return names[re.sub(r"\s", "", match.group())] if match else None


_TRAIL = re.compile(r"\s+(?:et|/|-)$")
_PERCENT = re.compile(r"(?<![\d.,])(?P<share>\d{1,3}(?:[.,]\d+)?)\s*(?:%|pour ?cents?(?![a-z]))")
_SEGMENTS = re.compile(r"[|;\n+()]|,(?!\d)|\s/\s|(?<![a-z])(?:et|dont)(?![a-z])|\s-\s|:\s")


def _year(context: str) -> int | None:
    years = {int(y) for y in re.findall(_YEAR, context)}
    return years.pop() if len(years) == 1 else None


def _share(folded: str) -> Decimal | None:
    """Return the one percentage of a text, None when it has none, several, or above 100."""
    found = [match["share"] for match in _PERCENT.finditer(folded)]
    value = parse_number(found[0]) if len(found) == 1 else None
    return value if value is not None and 0 < value <= 100 else None


def _segments(text: str) -> list[str]:
    """Cut where one payer's words end and the next one's begin."""
    cuts = [match.span() for match in _SEGMENTS.finditer(fold(text))]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _shares(context: str, whole: Decimal, year: int | None) -> list[Money]:
    """Return the parts that percentages of named payers make of an amount (`60 % Région`)."""
    found = []
    for segment in _segments(context):
        share, funding = _share(fold(segment)), parse_funding(segment)
        if share is not None and funding:
            amount = (whole * share / 100).quantize(Decimal("0.01"))
            text = collapse_spaces(segment).strip(" |;,+•-–")
            found.append(Money(text, amount, CURRENCY, year, funding, "part", share=share))
    return found if sum(part.share or 0 for part in found) <= 100 else []


@cache
def _times() -> dict[str, re.Pattern[str]]:
    """Return for each unit of a rate the pattern of its count: `pendant 3 ans`, `x 12 mois`."""
    table = _words()["counted_by"]
    before = alternation(table["before"])
    return {
        unit: re.compile(
            rf"(?:{before})\s*(?P<count>\d{{1,3}})\s*(?:{alternation(forms)})(?![a-z])"
        )
        for unit, forms in table["units"].items()
    }


_SPAN = re.compile(rf"(?:de|entre)\s+({_YEAR})\s+(?:a|et)\s+({_YEAR})|({_YEAR})\s?[-/]\s?(20\d\d)")


def _rate(head: str, tail: str) -> tuple[str | None, int | None]:
    """Return the unit of a rate and how many of them the words after it count.

    A sign of multiplication makes a rate of an amount (`5.000 € x 3 ans`).
    """
    per = _named("per", tail.split("|")[0][:24]) or _named("per", head[-24:])
    for unit, pattern in _times().items():
        match = pattern.search(tail)
        if match and (
            per == unit or (per is None and match.start() <= 1 and tail.strip()[0] in "x×*")
        ):
            return unit, int(match["count"])
    years = _SPAN.search(re.sub(r"(?<=20\d\d)\s*-\s*(?=20\d\d)", "/", tail))
    if per == "an" and years:
        first, last = (int(year) for year in years.groups() if year)
        return per, last - first + 1 if first <= last else None
    return per, None


def _money(text: str, folded: str, item: _Found, piece: tuple[int, int]) -> list[Money]:
    """Return the amount of a stretch of text, then its parts that percentages give."""
    begin, end = piece
    head, tail = folded[begin : item.start], folded[item.end : end]
    context = text[begin : item.start] + " | " + text[item.end : end]
    per, times = _rate(head, tail)
    after = _named("role", tail[:16])
    role = item.role or _named("role", head) or (None if after == "part" else after)
    printed = _TRAIL.sub("", collapse_spaces(text[begin:end]).strip(" |;,+•"))
    printed = printed.removesuffix("(").rstrip()
    if printed.count(")") > printed.count("("):
        printed = printed.removesuffix(")")  # `(dont 500 € de la Province)`
    year = None if times else _year(context)
    parts = _shares(context, item.value, year) if item.role is None and per is None else []
    payer = None if parts else parse_funding(context)
    whole = Money(printed, item.value, CURRENCY, year, payer, role, per, times)
    if len(parts) == 1 and parts[0].share == 100:
        return [replace(whole, funding=parts[0].funding, share=parts[0].share)]
    return [whole, *parts]


def _unpriced(text: str) -> list[Money]:
    """Return the entries of a text without amounts: one for each source it lists, else one."""
    parts = [p for p in re.split(r"[|;\n,+]|\s/\s|\s+et\s+", text) if p.strip()]
    if len(parts) < 2 or not all(parse_funding(part) for part in parts):
        parts = [text]
    return [_unpriced_part(part) for part in parts]


def _unpriced_part(part: str) -> Money:
    folded, payer = fold(part), parse_funding(part)
    share = _share(folded) if payer else None
    return Money(collapse_spaces(part), year=_year(folded), funding=payer, share=share)


_YEAR_HEAD = re.compile(
    rf"(?:^|[|;\n,+/]|\s-\s|[€)]|(?<![a-z])(?:et|euros?|eur|neant)\s)\s*(?P<head>{_YEAR}"
    r"(?:\s+pour\s[^:|;\d]{1,40})?\s*:)"
)


def _year_parts(text: str) -> list[str]:
    """Cut a text where years head its parts (`2020 : … - 2021 : …`); else the whole."""
    heads = [match.start("head") for match in _YEAR_HEAD.finditer(fold(text))]
    if len(heads) < 2:
        return [text]
    ends = [*heads[1:], len(text)]
    parts = [text[a:b] for a, b in zip([0, *heads[1:]], ends, strict=True)]
    return [re.sub(r"(?:[\s|;,+/]|(?<!:)\s[-–—]|\set)+\s*$", "", part) for part in parts]


def parse_money(text: str) -> list[Money]:
    """Return the amounts that a budget field prints, in order; empty for blank text only.

    >>> [str(m.amount) for m in parse_money("12.500,50 € (Région wallonne)")]
    ['12500.50']
    """
    parts = _year_parts(text)
    if len(parts) > 1:
        return [money for part in parts for money in parse_money(part)]
    if not text.strip():
        return []
    folded = fold(text)
    found = _with_currency(folded) or _without_currency(folded)
    if not found:
        return _unpriced(text)
    return [
        money
        for item, piece in zip(found, _pieces(folded, found), strict=True)
        for money in _money(text, folded, item, piece)
    ]
