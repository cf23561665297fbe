"""The patterns of the EntityRuler, made from `models/entities.toml`.

Phrases match whatever their case, in the singular and the plural, with and without accents;
acronyms match in capitals only, with and without dots; a name that is also a common word
(`Province`) needs its capital. A capital head (`[heads]`) opens a longer name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from extractor import lexicon
from extractor.nlp.names import municipality_names
from extractor.resources import models_path
from extractor.text import fold

Pattern = dict[str, Any]

_SMALL_WORDS = frozenset(
    [
        "de",
        "d'",
        "du",
        "des",
        "l'",
        "le",
        "la",
        "les",
        "à",
        "a",
        "au",
        "aux",
        "en",
        "et",
        "pour",
        "contre",
        "sur",
    ]
)
_PIECE = re.compile(r"[^\s'’]+['’]?|[’']")
CAPITALISED = r"^[A-ZÀ-ÖØ-ÞŒ][\w’'-]*$"


def build_patterns() -> list[Pattern]:
    """Return the patterns of the entities, the heads and the municipalities."""
    data = tomllib.loads(models_path("entities.toml").read_text("utf-8"))
    found: list[Pattern] = []
    for group in data["group"]:
        for entry in group["entries"]:
            found += _entry_patterns(entry, group["label"])
    found += _head_patterns(data["heads"])
    found += [_exact(name, "PLACE") for name in municipality_names()]
    return found


def _entry_patterns(entry: dict[str, Any], label: str) -> Iterator[Pattern]:
    identity = entry["name"]
    for wording in (entry["name"], *entry.get("aliases", ())):
        if wording.isupper() and " " not in wording:
            yield from _acronym_patterns(wording, label, identity)
        elif not entry.get("plain") and " " not in wording and _is_common(wording):
            yield _exact(wording, label)
        else:
            for phrase in sorted(_variants(wording)):
                yield {"label": label, "pattern": phrase, "id": identity}
    if "acronym" in entry:
        yield from _acronym_patterns(entry["acronym"], label, identity)


def _is_common(word: str) -> bool:
    return bool(lexicon.lookup(lexicon.key_of(word)))


def _exact(name: str, label: str) -> Pattern:
    """Return a pattern that respects case; a name in several words is found as one phrase."""
    pieces = [piece for part in name.split() for piece in _PIECE.findall(part)]
    return {"label": label, "pattern": [{"TEXT": piece} for piece in pieces], "id": name}


def _acronym_patterns(acronym: str, label: str, identity: str) -> Iterator[Pattern]:
    letters = acronym.replace(" ", "").replace("-", "")
    wordings = {acronym}
    if letters.isalpha() and len(letters) > 1 and " " not in acronym:
        wordings |= {".".join(letters.upper()) + ".", ".".join(letters.upper()), acronym.upper()}
    for wording in sorted(wordings):
        pattern = [{"TEXT": part} for part in wording.split()]
        yield {"label": label, "pattern": pattern, "id": identity}


def _variants(wording: str) -> set[str]:
    """Return a wording and its plural, each with ’ and ', with and without accents."""
    plain = wording.replace("’", "'")
    both = {plain, _plural(plain)}
    both |= {fold(form) for form in both}
    return both


def _plural(phrase: str) -> str:
    """Put the words before the first preposition in the plural."""
    words = phrase.split(" ")
    for position, word in enumerate(words):
        elided = word.partition("'")[1]
        if word in _SMALL_WORDS or elided or not word[-1].isalpha():
            break
        if word.endswith("al") and position:
            words[position] = word[:-1] + "ux"
        elif word.endswith("eau"):
            words[position] = word + "x"
        elif not word.endswith(("s", "x")):
            words[position] = word + "s"
    return " ".join(words)


def _head_patterns(heads: dict[str, Any]) -> Iterator[Pattern]:
    small = "|".join(re.escape(word) for word in heads["small_words"]["words"])
    inside = {"TEXT": {"REGEX": rf"^(?:{small})$|{CAPITALISED}"}, "OP": "*"}
    last = {"TEXT": {"REGEX": CAPITALISED}, "LOWER": {"NOT_IN": ["asbl"]}}
    for label, words in heads.items():
        if label == "small_words":
            continue
        singles = sorted({form for word in words for form in (word, f"{word}s") if " " not in word})
        yield {"label": label, "pattern": [{"TEXT": {"IN": singles}}, inside, last], "id": label}
