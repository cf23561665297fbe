"""Delimited text: which character parts the fields, and the records."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

_MIN_TABULAR = 0.3  # of the records; rows of one cell for OS and OO may be the majority


def find_delimiter(text: str, *, whole: bool = True) -> str | None:
    """Return the field delimiter of a CSV text, or `None` when the text is no CSV.

    A hint line `sep=;` decides. Else most records must have the same number of fields, at least
    three, or two that are both filled: a French list whose items end in ` ;` is no table.
    `whole` is false when the text is cut, and its last record is then left out.
    """
    hint = re.match(r"\ufeff?sep=(.)\r?\n", text, re.I)
    if hint:
        return hint.group(1)
    return next((d for d in ";\t|," if _is_delimiter(text, d, whole=whole)), None)


def read_records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the records of a CSV text, whatever the length of its fields."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # never lowered: it is global
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _is_delimiter(text: str, delimiter: str, *, whole: bool) -> bool:
    try:
        records = list(read_records(text, delimiter))
    except csv.Error:
        return False
    records = [r for r in (records if whole else records[:-1]) if any(f.strip() for f in r)]
    several = [r for r in records if len(r) > 1]
    if len(several) < 2 or len(several) < _MIN_TABULAR * len(records):
        return False
    width, count = Counter(len(r) for r in several).most_common(1)[0]
    if delimiter == "," and _is_prose(text, several, records):
        return False
    if width == 2:
        filled = sum(1 for r in several if len(r) == 2 and r[0].strip() and r[1].strip())
        return delimiter in ";|" and count == len(records) and filled >= 0.9 * len(records)
    return count >= 0.8 * len(several)


def _is_prose(text: str, several: list[list[str]], records: list[list[str]]) -> bool:
    """Tell commas of sentences, followed by a blank, from commas between fields."""
    glued = sum(1 for r in several for f in r[1:] if not f.startswith(" "))
    total = sum(len(r) - 1 for r in several)
    return glued < 0.8 * total or len(several) < 0.9 * len(records) or len(several) < 3
