"""The infinitive that a title stands for: `Organisation d’une sortie` → `organiser`.

In: a title. Out: an infinitive with its accents, or None. Precedence: an infinitive at the head
(after adverbs), a phrase, a noun of action followed by its complement (`models/verbs.toml`); the
same after the comma that closes a circumstance (`En collaboration avec le relais, inciter…`).
A full sentence and any other noun give None. Needs no spaCy.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor import lexicon
from extractor.lexicon import key_of
from extractor.resources import models_path

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:-[^\W_]+)*", re.UNICODE)
_REFLEXIVE = frozenset({"se", "s"})
_PARENTHESES = re.compile(r"\([^()]*\)")
NEAR = 3  # words after a noun among which its complement begins


@dataclass(frozen=True, slots=True)
class _Rules:
    adverbs: frozenset[str]
    circumstance: frozenset[str]
    complements: frozenset[str]
    not_verbs: frozenset[str]
    locutions: dict[str, dict[tuple[str, ...], str]]
    phrases: dict[tuple[str, ...], str]
    nouns: dict[str, str]


def _keys(text: str) -> list[str]:
    return [key_of(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data: dict[str, Any] = tomllib.loads(models_path("verbs.toml").read_text("utf-8"))
    return _Rules(
        frozenset(data["adverbs"]),
        frozenset(data["circumstance"]),
        frozenset(data["complements"]),
        frozenset(data["not_verbs"]),
        {
            key_of(verb): {tuple(_keys(rest)): f"{verb} {rest}" for rest in rests}
            for verb, rests in data["locutions"].items()
        },
        {tuple(_keys(phrase)): verb for phrase, verb in data["phrases"].items()},
        {key_of(noun): verb for noun, verb in data["nouns"].items()},
    )


def find_verb(title: str) -> str | None:
    """Return the infinitive that a title stands for, or None when that is not sure.

    >>> find_verb("Mises à jour régulières du site")
    'mettre à jour'
    """
    text = _PARENTHESES.sub(" ", title)
    verb = _verb_at_head(text)
    if verb:
        return verb
    first = _keys(text[:40])[:1]
    if first and first[0] in _rules().circumstance:
        for part in text.split(",")[1:]:
            verb = _verb_at_head(part)
            if verb:
                return verb
    return None


def _verb_at_head(text: str) -> str | None:
    words = _WORD.findall(text)
    keys = [key_of(word) for word in words]
    rules = _rules()
    place = 0
    while place < len(keys) and keys[place] in rules.adverbs and not is_verb(words[place]):
        place += 1
    if place >= len(keys):
        return None
    reflexive = keys[place] in _REFLEXIVE and place + 1 < len(keys)
    place += reflexive
    if is_verb(words[place]):
        verb = _with_locution(lexicon.find_infinitive(words[place]) or "", keys[place + 1 :])
        if reflexive:
            return ("s’" if verb[0] in "aeiouyéèêhâîôœ" else "se ") + verb
        return verb
    return None if reflexive or place else _from_noun(keys)


@lru_cache(maxsize=20_000)
def is_verb(word: str) -> bool:
    """Tell whether a word is an infinitive; what is printed with accents must have them."""
    key = key_of(word)
    if key in _rules().not_verbs:
        return False
    return any(
        lexicon.INFINITIVE in form.analyses
        and form.analyses[lexicon.INFINITIVE]
        >= max((v for k, v in form.analyses.items() if k in lexicon.NOUNS), default=0) - 8
        for form in lexicon.lookup(key)
    )


@lru_cache(maxsize=20_000)
def noun_verb(word: str) -> str | None:
    """Return the infinitive of a noun of action, whatever follows it, or None."""
    key = key_of(word)
    return _rules().nouns.get(key) or _rules().nouns.get(_singular(key))


def _with_locution(verb: str, after: list[str]) -> str:
    for rest, whole in _rules().locutions.get(key_of(verb), {}).items():
        if tuple(after[: len(rest)]) == rest:
            return whole
    return verb


def _singular(key: str) -> str:
    return key[:-1] if key.endswith("s") and len(key) > 4 else key


def _from_noun(keys: list[str]) -> str | None:
    rules = _rules()
    head = (_singular(keys[0]), *keys[1:4])
    for size in (4, 3, 2):
        if head[:size] in rules.phrases:
            return rules.phrases[head[:size]]
    verb = rules.nouns.get(keys[0]) or rules.nouns.get(_singular(keys[0]))
    if verb and any(key in rules.complements for key in keys[1 : 1 + NEAR]):
        return verb
    return None
