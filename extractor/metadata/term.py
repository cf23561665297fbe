"""The years of the plan.

Order of precedence: a period printed in the title, on the cover, in a running line, in the file's
name or title, or in the text beside the words that name a plan or a legislature; then the end
alone (`jusqu’en 2030`) or the beginning alone; then the legislature of the adoption date. Only the
first is not `inferred`. A period of another plan, budget, statistic or past legislature is none.
Legislatures begin on the first Monday of December (Code de la démocratie locale, L1121-1).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from extractor.diagnostics import Report
from extractor.metadata.cover import PLAN, Cover, CoverLine
from extractor.schema import Term
from extractor.text import fold, words

LEGISLATURES = (
    (date(2012, 12, 3), 2012, 2018),
    (date(2018, 12, 3), 2018, 2024),
    (date(2024, 12, 2), 2024, 2030),
)
_LAST_DAY = date(2030, 12, 1)
_SPAN = range(2, 9)  # years; a legislature has six, a plan may cover five

_PERIOD = re.compile(
    r"(?<![\d/.-])(?P<a>20[1-4]\d) ?(?:-{1,2}|/|>|->|a|au|et|_) ?(?P<b>20[1-4]\d|[1-4]\d)(?![\d/])"
)
_END = re.compile(
    r"(?:jusqu'?(?:en|a|au)?(?: fin| la fin)?(?: de)?|horizon|d'ici(?: a)?(?: fin)?|vision)"
    r" ?(20[1-4]\d)\b"
    r"|\bp\.?s\.?t\.? ?(2030)\b"
)
_YEAR = re.compile(r"(?<![\d/.-])(20[1-4]\d)(?![\d/.-])")
_NAMED = re.compile(
    PLAN.pattern + r"|\b(?:mandature|legislature|mandat|olympiade)\b|\bannees couvertes"
)
_OTHER = re.compile(
    r"\b(?:budgets?|exercices?|comptes?|subsides?|statistiques?|scolaires?|academique|convention"
    r"|contrats?|p\.?c\.?s|cohesion|p\.?c\.?d\.?r|developpement rural|p\.?i\.?c|investissement"
    r"|feder|pollec|paedc|climat|sante|precedent\w*|derni\w+|anci\w+|bilan|ecoule\w*|passe\w*"
    r"|evaluation|periode de programmation|plan (?:local|habitation|de formation|zonal|d'action)"
    r"|population|habitants|saison|hiver|fse|recettes|depenses|evolution)\b"
)


@dataclass(frozen=True, slots=True)
class _Period:
    start: int
    end: int
    weight: float
    line: int | None


def find_term(
    cover: Cover, adopted_on: date | None, report: Report
) -> tuple[Term, tuple[int, ...]]:
    """Return the term and the cover lines that print it; report what is not printed or unsure."""
    periods = _find_periods(cover)
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for period in periods:
        key = (period.start, period.end)
        weights[key] = max(weights[key], period.weight) + 0.01
    if weights:
        ranked = sorted(
            weights, key=lambda k: (-weights[k], k[0] - k[1], k)
        )  # the longest of equals
        best = ranked[0]
        if len(ranked) > 1 and int(weights[ranked[1]]) == int(weights[best]):
            others = ", ".join(f"{a}-{b}" for a, b in ranked[1:])
            report.add("ambiguous-term", f"{best[0]}-{best[1]} chosen; also printed: {others}")
        own = {p.line for p in periods if (p.start, p.end) == best and p.line is not None}
        return Term(start=best[0], end=best[1]), tuple(sorted(own))
    return _infer(cover, adopted_on, report), ()


def _find_periods(cover: Cover) -> list[_Period]:
    found: list[_Period] = []
    for item in cover.lines:
        found += _periods_of(item, 10.0 if item.index in cover.title else 7.0)
    for item in cover.running:
        found += _periods_of(item, 6.0)
    for weight, text in ((4.0, cover.document_title), (3.0, cover.stem)):
        found += [_Period(a, b, weight, None) for a, b in _read(fold(text))]
    previous = ""
    for item in cover.body:
        named = _NAMED.search(item.key) or (_NAMED.search(previous) and len(item.key) < 120)
        if named and not _OTHER.search(item.key):
            found += _periods_of(item, 2.0)
        previous = item.key[-60:]
    return found


def _periods_of(item: CoverLine, weight: float) -> list[_Period]:
    if _OTHER.search(item.key):
        weight = 1.0
        if not PLAN.search(item.key):
            return []
    return [_Period(a, b, weight, item.index) for a, b in _read(item.key)]


def _read(key: str) -> list[tuple[int, int]]:
    """Return the periods of a folded text.

    >>> _read("mandature 2018/24, 2019 a 2024, du 01/01/2019 au 31/12/2024")
    [(2018, 2024), (2019, 2024)]
    """
    found = []
    for match in _PERIOD.finditer(key):
        start, end = int(match["a"]), int(match["b"])
        end += 2000 if end < 100 else 0
        if end - start in _SPAN:
            found.append((start, end))
    return found


def legislature_of(day: date) -> tuple[int, int] | None:
    """Return the years of the legislature that holds a day, None outside 2012-2030."""
    if day > _LAST_DAY:
        return None
    for begin, start, end in reversed(LEGISLATURES):
        if day >= begin:
            return start, end
    return None


def _infer(cover: Cover, adopted_on: date | None, report: Report) -> Term:
    """Deduce the term from a printed end or beginning, else from the adoption date."""
    display = [item.key for item in (*cover.lines, *cover.running)]
    texts = [fold(cover.document_title), fold(cover.stem)]
    for key in (*display, *texts):
        match = _END.search(key)
        if match and not _OTHER.search(key):
            end = int(match[1] or match[2])
            for _, start, last in LEGISLATURES:
                if last == end:
                    report.add("ambiguous-term", f"only the end {end} is printed")
                    return Term(start=start, end=end, inferred=True)
    years = legislature_of(adopted_on) if adopted_on else None
    if years:
        report.add(
            "ambiguous-term", f"no term is printed; {years[0]}-{years[1]} follows from the adoption"
        )
        return Term(start=years[0], end=years[1], inferred=True)
    for key in (*(k for k in display if PLAN.search(k) or len(words(k)) <= 3), *texts):
        match = _YEAR.search(key)
        found = legislature_of(date(int(match[1]), 12, 31)) if match else None
        if match and found:
            report.add("ambiguous-term", f"only the year {match[1]} is printed")
            return Term(start=found[0], end=found[1], inferred=True)
    report.add("ambiguous-term", "no term is printed and nothing tells the legislature")
    return Term()
