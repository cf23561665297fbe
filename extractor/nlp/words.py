"""A title as words: the content words with their stems, the small words before each of them.

In: a title. Out: `Word`s in order. A stem is what a word shares with its feminine and its plural;
where accents are printed, `équipe` and `équipé` are two. Needs no spaCy.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from extractor.lexicon import key_of
from extractor.resources import models_path

WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+", re.UNICODE)
# feminine and plural endings, longest first, and what they become
_ENDINGS = (
    ("trice", "teur"), ("euse", "eur"), ("elle", "el"), ("enne", "en"),
    ("iere", "ier"), ("ive", "if"), ("ale", "al"), ("aux", "al"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: as printed, its stem, its offset, and the small words just before it."""

    text: str
    stem: str
    start: int
    lead: tuple[str, ...] = ()

    @property
    def tied(self) -> str:
        """Return the stem tied to the small word before it: `en_lign` for `(en) ligne`."""
        return f"{self.lead[-1]}_{self.stem}" if self.lead else self.stem


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what a word shares with its feminine and its plural.

    >>> [stem(w) for w in ("sociaux", "bénéficiaires", "accompagnées", "équipe", "équipé")]
    ['social', 'beneficiair', 'accompagne', 'equip', 'equipe']
    """
    key = key_of(word).replace(".", "")
    if len(key) <= 3:
        return key
    last = word.rstrip("sS")[-1:]
    plural_x = key.endswith("x") and (key.endswith("eaux") or not key.endswith("aux"))
    if plural_x or (key.endswith("s") and not key.endswith("ss")):
        key = key[:-1]
    for ending, replacement in _ENDINGS:
        if key.endswith(ending) and len(key) > len(ending) + 2:
            return key[: -len(ending)] + replacement
    if last in "éÉ":
        return key
    return key[:-1] if key.endswith("e") and len(key) > 4 else key


@lru_cache(maxsize=1)
def small_words() -> frozenset[str]:
    """Return the words that no wording is made of: articles, prepositions, pronouns."""
    return frozenset(tomllib.loads(models_path("taxonomy.toml").read_text("utf-8"))["small_words"])


def split(text: str) -> list[Word]:
    """Return the content words of a text.

    >>> [(w.stem, w.lead) for w in split("Rénover les sentiers de la commune")]
    [('renover', ()), ('sentier', ('les',)), ('commun', ('de', 'la'))]
    """
    small = small_words()
    found: list[Word] = []
    lead: list[str] = []
    for match in WORD.finditer(text):
        key = key_of(match.group())
        if key in small and "û" not in match.group().lower():  # `sûr` is no `sur`
            lead.append(key)
        else:
            found.append(Word(match.group(), stem(match.group()), match.start(), tuple(lead)))
            lead = []
    return found


def wording_keys(wording: str) -> list[str]:
    """Return the keys of a listed wording: stems, `en_lign` where a small word is tied by `_`.

    Raise `ValueError` when a wording in several words keeps only one of them: `avec la commune`
    would claim every `commune`.
    """
    keys: list[str] = []
    pieces = wording.replace("-", " ").replace("’", " ").replace("'", " ").split()
    small = small_words()
    for piece in pieces:
        head, tie, rest = piece.rpartition("_")
        if tie:
            keys.append(f"{key_of(head)}_{stem(rest)}")
        elif key_of(piece) not in small or "û" in piece or len(pieces) == 1:
            keys.append(piece if piece.endswith("*") else stem(piece))
    if not keys or (len(pieces) == 1 and key_of(pieces[0]) in small and "û" not in wording):
        raise ValueError(f"wording « {wording} »: nothing is left without its small words")
    if len(pieces) > 1 and len(keys) == 1 and "_" not in keys[0]:
        raise ValueError(f"wording « {wording} » shrinks to « {keys[0]} »; tie the words with _")
    return keys
