"""Progress, status, health and priority: printed wording in, typed value out.

The vocabulary is states.toml. The printed text is always given back; an unknown wording has the
value None (`Permanent` names a perennial action, no state). Nothing is deduced from one field for
another.
"""

from __future__ import annotations

import re
from functools import cache

from extractor.text import collapse_spaces, fold
from extractor.values.folding import alternation, vocabulary
from extractor.values.numbers import NUMBER, parse_number

MAX_PROGRESS = 100.0


def parse_progress(text: str) -> float | None:
    """Return the progress printed, 0 to 100, or None when there is none or several.

    `40 %`, `40`, `réalisé à 80 %`, `3/4`; a decimal below 1 without a percent sign is a fraction,
    as spreadsheets store it.
    """
    folded = fold(text).strip()
    percents = re.findall(rf"({NUMBER})\s*(?:%|pourcents?|p\.c\.)", folded)
    if len(percents) == 1 and not re.search(r"\d\s*(?:a|-)\s*$", folded.split(percents[0])[0]):
        return _within(parse_number(percents[0]))
    if percents:
        return None
    ratio = re.fullmatch(r"(\d{1,3})\s?/\s?(\d{1,3})", folded)
    if ratio and int(ratio[2]):
        return _within(100 * int(ratio[1]) / int(ratio[2]))
    number = parse_number(folded)
    if number is not None and 0 < number < 1:
        number *= 100
    return _within(number)


def _within(value: object) -> float | None:
    if value is None:
        return None
    number = float(str(value))
    return number if 0 <= number <= MAX_PROGRESS else None


@cache
def _wordings(table: str) -> tuple[re.Pattern[str], dict[str, str]]:
    groups = {k: v for k, v in vocabulary("states")[table].items() if k != "source"}
    values = {re.sub(r"\s", "", fold(f)): value for value, forms in groups.items() for f in forms}
    every = alternation(form for forms in groups.values() for form in forms)
    return re.compile(rf"(?<![\w#])(?:{every})(?!\w)"), values


def _value(table: str, text: str, whole: bool = False) -> str | None:
    """Return the value of the leftmost wording in `text`, the longest at that place."""
    pattern, values = _wordings(table)
    folded = fold(collapse_spaces(text))
    match = pattern.fullmatch(folded) if whole else pattern.search(folded)
    return values[re.sub(r"\s", "", match.group())] if match else None


def parse_status(text: str) -> tuple[str, str | None]:
    """Return the printed status and its value.

    Values: non_commence, en_cours, en_attente, probleme, termine, abandonne, or None.

    >>> parse_status("Finalisé")
    ('Finalisé', 'termine')
    """
    return collapse_spaces(text), _value("status", text)


def status_at_end(text: str) -> str | None:
    """Return the words at the end of a text that are nothing but a state, or None.

    >>> status_at_end("Planter cent arbres en cours"), status_at_end("Suivre le chantier")
    ('en cours', None)
    """
    words = text.split(" ")
    for count in range(min(_STATE_WORDS, len(words) - 1), 0, -1):
        end = " ".join(words[-count:])
        if _value("status", end, whole=True) is not None:
            return end
    return None


_STATE_WORDS = 4


def parse_health(text: str) -> tuple[str, str | None]:
    """Return the printed health index and its value: bon, risque, blocage, pause or None.

    The colour in which iA.PST prints it is accepted as `#rrggbb`.
    """
    return collapse_spaces(text), _value("health", text)


_NUMBERED = re.compile(
    r"(?:priorite|prio|niveau|p|n°|rang)?\s*+(?:n°|:|de\s++)?\s*+(?:p\s?)?(\d)\s*+(?:/\s*+\d)?"
    r"(?:e|er|ere)?"
)


def parse_priority(text: str) -> tuple[str, int | None]:
    """Return the printed priority and its rank, 1 the highest; a printed digit is kept as it is.

    >>> parse_priority("Haute")
    ('Haute', 1)
    """
    printed = collapse_spaces(text)
    folded = fold(printed).strip(" .:")
    match = _NUMBERED.fullmatch(folded)
    if match:
        return printed, int(match[1])
    bare = re.sub(r"^(?:priorite|prio|niveau|degre|action)\s*:?\s*", "", folded)
    value = _value("priority", bare, whole=True) or _value("priority", folded, whole=True)
    return printed, int(value) if value else None
