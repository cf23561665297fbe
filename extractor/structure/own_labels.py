"""Labels that a document makes itself: `Cap 1.1 : …`, `Cap 1.2 : …`, `Cap 2.1 : …`.

A capitalised word that opens several lines, each time with another number and a separator, is a
label though no vocabulary knows it. Once it is known, the separator may be missing. What level it
stands for is decided elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from extractor import vocabulary
from extractor.document import Line
from extractor.text import fold

_LABEL = re.compile(
    r"\s*([A-ZÀ-Ý][\w’'-]+(?: [\w’'-]+)?)\s+(?:[nN]\s?[°º]\s?)?"
    r"(\d{1,2}(?:\.\d{1,2}){0,3})(?:\s*([:.–—-]+)\s+(?=\S)|\s+(?=[A-ZÀ-Ý«]))"
)
_LEAST = 3  # numbers after one word that make it a label


class OwnLabel(NamedTuple):
    """A label at the start of a line: its word folded, `label` and `number` as printed."""

    word: str
    label: str
    number: str
    title_start: int


def with_label(line: Line, text: str) -> str:
    """Return a text with the automatic label of its line: Word computes `OS 1 :` as a number."""
    named = line.marker is not None and sum(map(str.isalpha, line.marker)) >= 2
    return f"{line.marker} {text}" if named else text


def find_own_labels(texts: Iterable[str]) -> frozenset[str]:
    """Return the words, folded, that the lines of a document use as labels."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        match = _LABEL.match(text)
        if not match or not match.group(3) or vocabulary.is_common_label(match.group(1)):
            continue
        if vocabulary.match_heading(f"{match.group(1)} {match.group(2)}") is None:
            numbers[fold(match.group(1))].add(match.group(2))
    return frozenset(word for word, found in numbers.items() if len(found) >= _LEAST)


def match_own_label(text: str, words: frozenset[str]) -> OwnLabel | None:
    """Return the label that opens a line, None when it is none of the document's own."""
    match = _LABEL.match(text) if words else None
    if match is None or fold(match.group(1)) not in words:
        return None
    word, label = fold(match.group(1)), text[: match.end(2)].strip()
    return OwnLabel(word, label, match.group(2), match.end())
