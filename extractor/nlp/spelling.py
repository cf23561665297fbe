"""The word that capitals stand for, from the lexicon, its neighbours and its parts.

In: the words of a title, those before the one in question settled. Out: a form with its accents
and its part of speech. The context gives bonuses to parts of speech, in levels of frequency
(`models/build.py`); the words that make a context are data (`models/titles.toml`). A word that
the lexicon lacks is built from an infinitive, a prefix or an ending, or stays unknown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor import lexicon
from extractor.lexicon import Form, key_of
from extractor.resources import models_path
from extractor.text import fold

_VERB_ENDINGS = (
    ("antes", "antes"), ("ants", "ants"), ("ante", "ante"), ("ant", "ant"), ("ations", "ations"),
    ("ation", "ation"), ("ees", "ées"), ("ee", "ée"), ("ent", "ent"), ("es", "és"), ("e", "é"),
)  # fmt: skip
_ELIDED = frozenset(["c", "d", "j", "l", "m", "n", "s", "t", "qu"])

SHORT = 4  # letters; a word this short is not taken apart
PREFERRED = 10  # levels (half octaves of frequency) added to a form that plans prefer
CLAUSE = 14  # words after `qui` among which a verb is expected


@dataclass(frozen=True, slots=True)
class Rules:
    """The data of `models/titles.toml`."""

    context: dict[str, frozenset[str]]
    preferred: frozenset[str]
    prefixes: tuple[str, ...]
    endings: dict[str, str]
    acronyms: frozenset[str]
    extra: dict[str, str]
    proper: tuple[str, ...]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Return the data of `models/titles.toml`."""
    data: dict[str, Any] = tomllib.loads(models_path("titles.toml").read_text("utf-8"))
    return Rules(
        {name: frozenset(words) for name, words in data["context"].items()},
        frozenset(data["preferred"]["words"]),
        tuple(sorted(data["compounds"]["prefixes"], key=len, reverse=True)),
        dict(sorted(data["endings"].items(), key=lambda item: -len(item[0]))),
        frozenset(data["acronyms"]["words"]),
        {key_of(word): word for word in data["extra"]["words"]},
        tuple(data["proper"]["words"]),
    )


@dataclass(slots=True)
class Word:
    """A word of a title; `text` and `letter` are empty until it is settled."""

    start: int
    end: int
    printed: str
    key: str
    first: bool  # of a sentence
    gap: bool  # punctuation stands before it
    text: str = ""
    letter: str = ""


def level_of(key: str) -> int:
    """Return the level of the most frequent reading of a key, 0 for an unknown word."""
    return max((v for form in lexicon.lookup(key) for v in form.analyses.values()), default=0)


def choose_small_word(words: Sequence[Word], position: int) -> str | None:
    """Settle `a`/`à`, `ou`/`où`, `des`/`dès`, `la`/`là`, which frequency cannot."""
    word = words[position]
    context = rules().context
    before = words[position - 1].key if position else ""
    after = words[position + 1].key if position + 1 < len(words) else ""
    if word.printed != fold(word.printed).upper():  # printed with its accent
        return None
    if word.key == "a" and before not in _ELIDED - {"n"}:
        verb = before in context["has"] and not _is_infinitive(after)
        return "a" if verb else "à"
    if word.key == "ou":
        article = after in context["determiner"] | context["masculine"] | context["feminine"]
        subject = after in context["where"]
        where = before == "d" or subject or (before in context["places"] and article)
        return "où" if where else "ou"
    if word.key == "des":
        since = after in context["since"] or after.isdigit()
        return "dès" if since else "des"
    if word.key == "sur":
        last = not after or (position + 1 < len(words) and words[position + 1].gap)
        return "sûr" if position and (last or after in context["safe"]) else "sur"
    if word.key == "la":
        return "là" if before in context["there"] else "la"
    if word.key == "du":
        return "du"
    return None


def _is_infinitive(key: str) -> bool:
    return any(lexicon.INFINITIVE in form.analyses for form in lexicon.lookup(key))


def choose_form(words: Sequence[Word], position: int, accented: bool) -> tuple[str | None, str]:
    """Return the form that fits best and the letter of its analysis."""
    word = words[position]
    forms = [f for f in lexicon.lookup(word.key) if _agrees(word.printed, f.text)]
    if not forms:
        return None, ""
    exact = [f for f in forms if f.text == word.printed.lower()]
    if accented and exact:
        forms = exact
    best = max(forms, key=lambda form: _fit(form, words, position)[0])
    return best.text, _fit(best, words, position)[1]


def _agrees(printed: str, form: str) -> bool:
    """Tell whether a form has every accent that is printed."""
    if len(printed) != len(form):
        return "œ" in form or "æ" in form
    return all(p == f or fold(p) == p for p, f in zip(printed.lower(), form, strict=True))


def _fit(form: Form, words: Sequence[Word], position: int) -> tuple[int, str]:
    bonus = _context_bonus(words, position)
    preferred = PREFERRED if form.text in rules().preferred else 0
    return max(
        (level + preferred + bonus.get(letter, 0), letter)
        for letter, level in form.analyses.items()
    )


def _context_bonus(words: Sequence[Word], position: int) -> dict[str, int]:
    """Return what each part of speech gains or loses here, in levels of frequency."""
    context = rules().context
    previous = words[position - 1] if position else None
    after = words[position + 1].key if position + 1 < len(words) else ""
    clause = any(w.key in context["clause"] for w in words[max(0, position - CLAUSE) : position])
    article_next = after in context["determiner"] | context["masculine"] | context["feminine"]
    noun = {"M": 12, "F": 12, "N": 12, "A": 5, "V": -15, "P": -2, "D": -6}
    if previous is None:
        return {"I": 8, "F": 3, "M": 3, "N": 3, "V": 4 if article_next else -6}
    if words[position].gap:
        verb = {"V": 8 if article_next else 4} if clause else {}
        return verb | {"P": -4, "M": 2, "F": 2, "N": 2}
    key = previous.key
    if key in context["subject"]:
        return {"V": 18, "P": -10, "M": -6, "F": -6, "A": -6}
    if key in context["masculine"]:
        return noun | {"F": -8}
    if key in context["feminine"]:
        return noun | {"M": -8}
    if previous.text == "a" or key in context["auxiliary"]:
        return {"P": 15, "A": 6, "V": -15}
    if key in context["degree"]:
        return {"P": 10, "A": 12, "V": -15}
    if key in context["determiner"] or key.isdigit():
        return noun
    if article_next and clause:
        return {"V": 14}
    if key in context["preposition"]:
        return {"M": 6, "F": 6, "N": 6, "I": 6, "V": -15, "P": -1}
    if previous.letter in ("M", "F", "N", "A"):
        return {"P": 7, "A": 6, "V": 6 if article_next else (0 if clause else -4)}
    if key in ("et", "ou") and position > 1 and words[position - 2].letter:
        return {words[position - 2].letter: 6, "V": -2 if not clause else 4}
    return {}


def guess(word: Word) -> str | None:
    """Return a word that the lexicon lacks, made of known parts, or None."""
    for ending in ("s", "e", "es", "x"):
        if word.key.endswith(ending):
            for form in lexicon.lookup(word.key[: -len(ending)]):
                if len(form.text) > SHORT - 1:
                    return form.text + ending
    if len(word.key) <= SHORT:
        return None
    from_verb = _from_infinitive(word.key)
    if from_verb:
        return from_verb
    for prefix in rules().prefixes:
        size = len(prefix)
        rest = lexicon.lookup(word.key[size:]) if word.key.startswith(fold(prefix)) else ()
        if rest and len(rest[0].text) > 3:
            return prefix + rest[0].text
    for ending, written in rules().endings.items():
        if word.key.endswith(ending) and len(word.key) > len(ending) + 2:
            return word.key[: -len(ending)] + written
    return None


def _from_infinitive(key: str) -> str | None:
    """Return a form of a verb of which the lexicon has the infinitive only."""
    for ending, written in _VERB_ENDINGS:
        if key.endswith(ending):
            for form in lexicon.lookup(key[: -len(ending)] + "er"):
                if lexicon.INFINITIVE in form.analyses and len(form.text) > SHORT:
                    return form.text[:-2] + written
    return None
