"""Columns that no header names, told by their values: words for states say how far actions are.

In: the rows of a table without a header. Out: its columns, or none where no column holds states.
The states stand to the right of the titles they are said of: a legend has them first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from extractor.schema import Level
from extractor.structure.table_columns import Column, are_numbered
from extractor.structure.table_rows import Row
from extractor.values import parse_deadline, parse_status

_MAX_VALUE = 25  # characters of a state or of a date
_MIN_TITLE = 22  # characters of a title, on average
_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d+)?\s?%")


def columns_of_values(rows: Sequence[Row]) -> dict[int, Column]:
    """Return what the columns hold: the first of long texts actions, those right of it values."""
    texts: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        for cell in row.filled if len(row.filled) > 1 else ():
            texts[cell.column].append(" ".join(row.text(cell).split()))
    long = [i for i in sorted(texts) if sum(map(len, texts[i])) >= _MIN_TITLE * len(texts[i])]
    if not long:
        return {}
    columns = {i: Column(_kind(texts[i]), f"colonne {i + 1}") for i in texts if i > long[0]}
    if not any(c.kind == "status" for c in columns.values()):
        return {}
    numbered = are_numbered(texts[long[0]])
    titles = Column(Level.ACTION.value, f"colonne {long[0] + 1}", numbered=numbered)
    return columns | {long[0]: titles}


def _kind(texts: Sequence[str]) -> str:
    """Return the field of which every text is a value; of states, half need be known."""
    if all(_PERCENT.fullmatch(text) for text in texts):
        return "progress"
    if any(len(text) > _MAX_VALUE for text in texts):
        return "other"
    if all(map(_is_date, texts)):
        return "deadline"
    if 2 * sum(map(_is_state, texts)) >= len(texts):
        return "status"
    return "other"


def _is_state(text: str) -> bool:
    return parse_status(text)[1] is not None and not any(map(str.isdigit, text))


def _is_date(text: str) -> bool:
    return "20" in text and parse_deadline(text) is not None
