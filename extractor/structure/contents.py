"""What a value is by its own content: a date, an amount, a state, a name, the title of an action.

In: the values that stand under one header or behind one label. Out: the contract's key that most of
them are, or None. It speaks where the header or label says nothing that the vocabulary knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from extractor.structure.wording import is_plan_like
from extractor.text import collapse_spaces, fold
from extractor.values import parse_deadline, parse_money, parse_priority, parse_status

_MAX_DATE, _MAX_STATE, _MAX_AMOUNT = 45, 30, 60  # characters of a value of that kind
_MOST = 0.7  # part of the values of a column that are of its kind
_TIME = re.compile(
    r"\b20\d\d\b|\b(?:trim|sem|permanent|continu|recurrent|annuel|"
    r"court terme|moyen terme|long terme|"
    r"janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)|\d/20\d\d"
)
_PROGRESS = re.compile(r"\d{1,3}(?:[.,]\d)?\s?%")
_GOALS = re.compile(
    r"(?:(?:odd|sdg)\s*)?(?:n°\s*)?\d{1,2}(?:\s*(?:[,;/&+·•-]|et)\s*(?:odd\s*)?\d{1,2})*"
)
_AMOUNT = re.compile(r"[\d\s.,]*\d{1,3}(?:[ .]\d{3})+(?:,\d\d)?|\d{4,}(?:[.,]\d\d)?")
_ELECTED = re.compile(r"\b(?:echevine?s?|bourgmestre|deputee?|mandataire|presidente?|college)\b")
_STAFF = re.compile(
    r"\b(?:services?|direct(?:ion|eur|rice)|agente?s?|conseillere?|chef(?:fe)?|coordinat\w+|"
    r"employee?|dg|df|drh|responsable|secretariat|bibliothe\w+|cellule|departement|equipe|"
    r"referente?|eco-?conseill\w+|juriste|comptab\w+|administration|police|urbanisme|travaux)\b"
)


_BODY = re.compile(
    r"(?:direction|administration|secretariat|departement|section)s?\b"
)  # nouns in -ion


@lru_cache(maxsize=16384)
def kind_of(text: str) -> str | None:
    """Return what one value is: a key of the contract, `title`, or None.

    >>> kind_of("31/12/2027"), kind_of("12.500 €"), kind_of("Service Travaux")
    ('deadline', 'budget', 'responsibles')
    """
    text = collapse_spaces(text)
    folded = fold(text)
    if _PROGRESS.fullmatch(folded):
        return "progress"
    if _GOALS.fullmatch(folded) and ("odd" in folded or len(re.findall(r"\d+", folded)) > 1):
        return "sdgs"
    money = len(text) <= _MAX_AMOUNT and ("€" in text or re.search(r"\beuros?\b", folded))
    if money and any(each.amount is not None for each in parse_money(text)):
        return "budget"
    if _AMOUNT.fullmatch(folded) and not re.fullmatch(r"20\d\d", folded):
        return "budget"
    timed = len(text) <= _MAX_DATE and _TIME.search(folded) and not is_plan_like(text)
    if timed and parse_deadline(text) is not None:
        return "deadline"
    if len(text) <= _MAX_STATE:
        if parse_status(text)[1] is not None:
            return "status"
        if parse_priority(text)[1] is not None and not text.isdecimal():
            return "priority"
    if len(text) <= _MAX_AMOUNT and _BODY.match(folded):
        return "responsibles"
    if is_plan_like(text) or folded.startswith(("etre ", "une commune ", "un cpas ")):
        return "title"
    if len(text) <= 2 * _MAX_AMOUNT:
        if _ELECTED.search(folded):
            return "mandataries"
        if _STAFF.search(folded):
            return "responsibles"
    return None


def kind_of_values(values: Sequence[str]) -> str | None:
    """Return what most of some values are, or None."""
    found = Counter(kind_of(value) for value in values)
    kind, count = found.most_common(1)[0] if found else (None, 0)
    return kind if kind is not None and count >= _MOST * found.total() else None
