"""The French lexicon of `models/`: which words a string of capitals may stand for.

In: `models/lexicon.txt.gz` (made by `models/build.py`). Out: forms with their accents, parts of
speech and levels of frequency. Read once, on first use, in some 30 ms, and
searched by halves; needs no spaCy.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from extractor.resources import models_path
from extractor.text import fold

INFINITIVE, PARTICIPLE, PRESENT_PARTICIPLE, FINITE = "I", "P", "R", "V"
NOUNS = "MFN"
ADJECTIVE, ADVERB, FUNCTION_WORD = "A", "D", "X"


@dataclass(frozen=True, slots=True)
class Form:
    """A word with its accents; `analyses` maps a letter (see `models/build.py`) to its level."""

    text: str
    analyses: dict[str, int]


def key_of(word: str) -> str:
    """Return a word in small letters without accents and ligatures. Changes length.

    >>> key_of("Œuvre")
    'oeuvre'
    """
    if "œ" in word or "Œ" in word or "æ" in word or "Æ" in word:
        for ligature, letters in (("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae")):
            word = word.replace(ligature, letters)
    return fold(word)


@lru_cache(maxsize=1)
def _lines() -> list[str]:
    return gzip.decompress(models_path("lexicon.txt.gz").read_bytes()).decode().split("\n")


def _key_of_line(line: str) -> str:
    return key_of(line[: line.index("/")])


@lru_cache(maxsize=20_000)
def lookup(key: str) -> tuple[Form, ...]:
    """Return the forms that a key (`key_of`) may stand for, the most frequent first."""
    lines = _lines()
    place = bisect_left(lines, key, key=_key_of_line)
    if place == len(lines) or _key_of_line(lines[place]) != key:
        return ()
    forms = []
    for entry in lines[place].split(" "):
        text, _, code = entry.partition("/")
        pairs = zip(code[::2], code[1::2], strict=True)
        forms.append(Form(text, {letter: int(digit, 36) for letter, digit in pairs}))
    return tuple(forms)


def find_infinitive(word: str) -> str | None:
    """Return the infinitive that a word is, with its accents, or None.

    >>> find_infinitive("AMELIORER")
    'améliorer'
    """
    found = [form for form in lookup(key_of(word)) if INFINITIVE in form.analyses]
    exact = [form for form in found if form.text == word.lower()]
    return (exact or found)[0].text if found else None


def is_word(text: str) -> bool:
    """Tell whether a word, whatever its case and accents, is a French one of the lexicon."""
    return bool(lookup(key_of(text)))
