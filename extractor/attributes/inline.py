"""Values printed inside a title: a date after its final colon, labelled final parentheses.

In: a title as printed. Out: raw fields; the title keeps its full wording. Only what is set apart
counts: `… : début 2020.`, `… (fin 2021)`, `… (budget : 5.000 €)`, `… (pilote : …)`. A date in
running text (`pour fin 2021`) is part of the wording, not a printed field.
"""

from __future__ import annotations

import re

from extractor import vocabulary
from extractor.document import RawField
from extractor.values import find_trailing_deadline

_PARTS = re.compile(r"\s*;\s*|\s+[–—-]\s+")
_FINAL = re.compile(r"\(([^()]+)\)\s*[.;]?\s*$")


def title_fields(
    title: str, lines: tuple[int, ...], years: tuple[int | None, int | None]
) -> list[RawField]:
    """Return the labelled values that a title carries, in printed order."""
    found: list[RawField] = []
    rest = title
    while (match := _FINAL.search(rest)) and match.start():
        fields = _labelled(match.group(1), lines)
        if not fields:
            break
        found[:0] = fields
        rest = rest[: match.start()].rstrip()
    deadline = find_trailing_deadline(rest, years)
    if deadline is not None and all(field.key != "deadline" for field in found):
        found.insert(0, RawField("deadline", "", deadline[1], lines))
    return found


def _labelled(text: str, lines: tuple[int, ...]) -> list[RawField]:
    """Return the fields of `budget : 5.000 € ; pilote : le juriste`, [] when a part is none."""
    found = []
    for part in _PARTS.split(text):
        field = vocabulary.match_field(part)
        if field is None or ":" not in part[: field.value_start]:
            return []
        found.append(RawField(field.key, field.label, part[field.value_start :].strip(), lines))
    return found
