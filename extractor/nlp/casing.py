"""Put a title printed in capitals back into sentence case, accents included.

In: a string; out: a string of the same length, character for character (ligatures that would
change it are left to `titles.py`), so offsets hold in both. Order of precedence for a word:
dotted or listed acronym, listed proper name, the lexicon with the context (rules of
`models/titles.toml`), compound of a prefix and a known word, known ending; an unknown short word
is taken for an acronym, an unknown long one for a name.
What is printed with an accent keeps it. Never looks at the meaning: no model is needed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from extractor.nlp import lexicon
from extractor.nlp.lexicon import Form, key_of
from extractor.nlp.names import NameIndex
from extractor.resources import models_path
from extractor.text import fold, is_capitals

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+", re.UNICODE)
_SENTENCE_END = re.compile(r"[.?!]\s+[«\"(]?\s*$")
_GAP = re.compile(r"[,;:()/–—«»\"]")
_ROMAN = re.compile(r"[IVX]{2,}")
_VERB_ENDINGS = (
    ("antes", "antes"), ("ants", "ants"), ("ante", "ante"), ("ant", "ant"), ("ations", "ations"),
    ("ation", "ation"), ("ees", "ées"), ("ee", "ée"), ("ent", "ent"), ("es", "és"), ("e", "é"),
)  # fmt: skip
_VOWEL = re.compile(r"[aeiouy]")
_ELIDED = frozenset(["c", "d", "j", "l", "m", "n", "s", "t", "qu"])

MAX_ACRONYM = 4  # letters; longer unknown words are rather names
FREQUENT = 14  # level from which a word is a word, even where it is listed as an acronym
RARE = 8  # level below which a word is rather the name of a place
PREFERRED = 10  # levels (half octaves of frequency) added to a form that plans prefer
CLAUSE = 14  # words after `qui` among which a verb is expected


@dataclass(frozen=True, slots=True)
class _Rules:
    context: dict[str, frozenset[str]]
    preferred: frozenset[str]
    prefixes: tuple[str, ...]
    endings: dict[str, str]
    acronyms: frozenset[str]
    extra: dict[str, str]
    proper: tuple[str, ...]


@lru_cache(maxsize=1)
def rules() -> _Rules:
    """Return the data of `models/titles.toml`."""
    data: dict[str, Any] = tomllib.loads(models_path("titles.toml").read_text("utf-8"))
    return _Rules(
        {name: frozenset(words) for name, words in data["context"].items()},
        frozenset(data["preferred"]["words"]),
        tuple(sorted(data["compounds"]["prefixes"], key=len, reverse=True)),
        dict(sorted(data["endings"].items(), key=lambda item: -len(item[0]))),
        frozenset(data["acronyms"]["words"]),
        {key_of(word): word for word in data["extra"]["words"]},
        tuple(data["proper"]["words"]),
    )


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    printed: str
    key: str
    first: bool  # of a sentence
    gap: bool  # punctuation stands before it
    text: str = ""
    letter: str = ""


def restore_case(
    title: str, names: NameIndex, acronyms: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Return a title in sentence case when it is printed in capitals, unchanged otherwise.

    The result has the same length. `names` holds the proper names, `acronyms` those known beside
    the listed ones: in capitals → as they are written.
    """
    if not is_capitals(title):
        return title
    words = _split(title)
    _settle_names(title, words, names)
    known = dict.fromkeys(rules().acronyms, "") | dict(acronyms)
    # a title that prints its accents means its bare letters
    accented = sum(fold(w.printed) != w.printed.lower() for w in words) >= 2
    for position, word in enumerate(words):
        if not word.text:
            _settle(words, position, title, known, accented)
    return _write(title, words)


def _split(title: str) -> list[_Word]:
    words: list[_Word] = []
    for match in _TOKEN.finditer(title):
        before = title[: match.start()]
        # "C.P.A.S. QUI": the stop of an acronym ends no sentence
        after_acronym = bool(words) and "." in words[-1].printed
        first = not words or (bool(_SENTENCE_END.search(before)) and not after_acronym)
        gap = bool(words) and bool(_GAP.search(title[words[-1].end : match.start()]))
        words.append(_Word(*match.span(), match.group(), key_of(match.group()), first, gap))
    return words


def _settle_names(title: str, words: Sequence[_Word], names: NameIndex) -> None:
    for first, last, name in names.find([w.key for w in words]):
        span = words[first : last + 1]
        if not _is_name(words, first, last, name):
            continue
        letters = [part for part in _TOKEN.findall(name)]
        for word, part in zip(span, letters, strict=True):
            if len(part) == len(word.printed):
                word.text, word.letter = part, "N"


def _is_name(words: Sequence[_Word], first: int, last: int, name: str) -> bool:
    """Tell whether a name stands here; a common word (`ans`, `spa`) needs `de` or `à` before."""
    if last > first or name in rules().proper or _level(words[first].key) < RARE:
        return True
    if first == 0:
        return False
    before = words[first - 1].key
    return before in {"de", "d", "a", "cpas", "commune", "ville", "sur"} or "." in before


def _settle(
    words: list[_Word], position: int, title: str, known: Mapping[str, str], accented: bool
) -> None:
    word = words[position]
    plain = word.printed.replace(".", "")
    listed = plain in known and _level(word.key) < FREQUENT
    if "." in word.printed or listed or any(c.isdigit() for c in plain):
        word.text, word.letter = known.get(word.printed) or word.printed, "N"
        if any(c.isdigit() for c in plain) and plain not in known:
            word.text = _lower_ordinal(word.printed)
        return
    special = rules().extra.get(word.key) or _choose_small_word(words, position)
    if special is not None:
        word.text, word.letter = special, lexicon.FUNCTION_WORD
        return
    form, letter = _choose_form(words, position, accented)
    if form is None:
        form = _guess(word)
        letter = "N"
    if form is not None and len(form) == len(word.printed):
        word.text, word.letter = _keep_accents(word.printed, form), letter
    elif form is not None and "œ" in form:  # the ligature is joined in titles.py
        word.text, word.letter = word.printed.lower(), letter
    elif _ROMAN.fullmatch(plain) or _looks_like_acronym(word):
        word.text, word.letter = word.printed, "N"
    elif form is not None:
        word.text, word.letter = word.printed.lower(), letter
    else:
        word.text, word.letter = word.printed.capitalize(), "N"


def _lower_ordinal(printed: str) -> str:
    """`1ER`, `6EME`, `2030` → `1er`, `6ème`; codes such as `CO2` stay."""
    if not printed[0].isdigit():
        return printed
    lower = printed.lower()
    return lower.replace("eme", "ème") if lower.endswith("eme") else lower


def _level(key: str) -> int:
    """Return the level of the most frequent reading of a key, 0 for an unknown word."""
    return max((v for form in lexicon.lookup(key) for v in form.analyses.values()), default=0)


def _looks_like_acronym(word: _Word) -> bool:
    return len(word.printed) <= MAX_ACRONYM or not _VOWEL.search(word.key)


def _choose_small_word(words: Sequence[_Word], position: int) -> str | None:
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
        subject = after in context["subject"] | {"l", "chacun", "nous", "vous", "chaque"}
        where = before == "d" or (subject and after not in {"l", "ne", "n"})
        where = where or (before in context["places"] and (article or subject))
        return "où" if where else "ou"
    if word.key == "des":
        since = after in context["since"] or after.isdigit()
        return "dès" if since else "des"
    if word.key == "sur":
        last = not after or (position + 1 < len(words) and words[position + 1].gap)
        return "sûr" if position and (last or after in context["safe"]) else "sur"
    if word.key == "la":
        return "là" if before in {"celui", "celle", "ceux", "celles", "jusque"} else "la"
    if word.key == "du":
        return "du"
    return None


def _is_infinitive(key: str) -> bool:
    return any(lexicon.INFINITIVE in form.analyses for form in lexicon.lookup(key))


def _choose_form(words: Sequence[_Word], position: int, accented: bool) -> tuple[str | None, str]:
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


def _fit(form: Form, words: Sequence[_Word], position: int) -> tuple[int, str]:
    bonus = _context_bonus(words, position)
    preferred = PREFERRED if form.text in rules().preferred else 0
    return max(
        (level + preferred + bonus.get(letter, 0), letter)
        for letter, level in form.analyses.items()
    )


def _context_bonus(words: Sequence[_Word], position: int) -> dict[str, int]:
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


def _guess(word: _Word) -> str | None:
    """Return a word that the lexicon lacks, made of known parts, or None."""
    for ending in ("s", "e", "es", "x"):
        if word.key.endswith(ending):
            for form in lexicon.lookup(word.key[: -len(ending)]):
                if len(form.text) > MAX_ACRONYM - 1:
                    return form.text + ending
    if len(word.key) <= MAX_ACRONYM:
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
                if lexicon.INFINITIVE in form.analyses and len(form.text) > MAX_ACRONYM:
                    return form.text[:-2] + written
    return None


def _keep_accents(printed: str, form: str) -> str:
    pairs = zip(printed.lower(), form, strict=True)
    return "".join(p if fold(p) != p else f for p, f in pairs)


def _write(title: str, words: Iterable[_Word]) -> str:
    letters = list(title)
    for word in words:
        text = word.text
        if word.first and text[:1].islower():
            text = text[:1].upper() + text[1:]
        if len(text) == word.end - word.start:  # not so for a few foreign letters (İ)
            letters[word.start : word.end] = text
    return "".join(letters)
