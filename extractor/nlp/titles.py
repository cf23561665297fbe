"""`title_normalized`: one way of writing for titles that plans print in many.

In: a title as printed. Out: sentence case with accents (titles in capitals; see `casing.py`),
apostrophes ’, guillemets « » with a blank inside, `…` for three stops, ligatures, an accented
first capital, no final stop. A title in mixed case keeps its words and its case. Needs no spaCy.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from extractor import lexicon
from extractor.nlp import casing, spelling
from extractor.nlp.names import NameIndex, municipality_names
from extractor.resources import models_path
from extractor.text import collapse_spaces, fold

_APOSTROPHE = re.compile(r"(?<=\w)\s?['`´‘ʼ′](?=\w)")
_APOSTROPHE_SPACED = re.compile(r"\b([cdjlmnstCDJLMNST]|[qQ]u)['’`´]\s+(?=\w)")
_QUOTES = (
    (re.compile(r"[«“„]\s*"), "« "),
    (re.compile(r"\s*[»”]"), " »"),
    (re.compile(r'"\s*([^"]*?)\s*"'), "« \\1 »"),
    (re.compile(r"(?<!\w)['‘]([^'‘’]+)['’](?!\w)"), "« \\1 »"),
)
_ABBREVIATION_END = re.compile(r"(?:\b(?:[^\W\d_]\.){2,}|\betc\.|…|\b(?:art|ex|cf|min|max)\.)$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_LIGATURE_WORD = re.compile(r"\b[^\W\d_]*(?:oe|OE|Oe)[^\W\d_]*\b")


def normalize_title(title: str, names: tuple[str, ...] = ()) -> str:
    """Return a title in sentence case and uniform typography; see the module.

    `names` are the proper names of the document: institution, municipality.

    >>> normalize_title("ETRE UN C.P.A.S. QUI AMELIORE LA COHESION SOCIALE.")
    'Être un C.P.A.S. qui améliore la cohésion sociale'
    """
    text = collapse_spaces(title)
    text = casing.restore_case(text, name_index(names), listed_acronyms())
    text = _LIGATURE_WORD.sub(_join_ligature, text)
    text = _APOSTROPHE_SPACED.sub(r"\1’", _APOSTROPHE.sub("’", text))
    for pattern, replacement in _QUOTES:
        text = pattern.sub(replacement, text)
    text = re.sub(r"\.{3,}", "…", text)
    return _drop_stop(_capitalise(text))


def _join_ligature(match: re.Match[str]) -> str:
    word = match.group()
    if not any("œ" in form.text for form in lexicon.lookup(lexicon.key_of(word))):
        return word
    for two, one in (("oe", "œ"), ("Oe", "Œ"), ("OE", "Œ")):
        word = word.replace(two, one)
    return word


def _capitalise(text: str) -> str:
    """Give the first word its capital, and the capital its accent: `Etre` → `Être`."""
    match = _FIRST_WORD.search(text)
    if not match or match.start() > 2 or text[match.end() : match.end() + 1] == ".":
        return text
    word = match.group()
    if word[1:].lower() != word[1:] or not word[1:]:
        accented = "À" if word == "A" and text[match.end() : match.end() + 1] == " " else word
    else:
        accented = _accent_first(word)
    return text[: match.start()] + accented[:1].upper() + accented[1:] + text[match.end() :]


def _accent_first(word: str) -> str:
    """Return the word with the accent of its first letter when no other reading exists."""
    forms = [form.text for form in lexicon.lookup(lexicon.key_of(word))]
    same_end = [form for form in forms if form[1:] == word[1:]]
    return same_end[0] if len({form[0] for form in same_end}) == 1 else word


def _drop_stop(text: str) -> str:
    text = text.rstrip()
    while text.endswith((".", ";", ",")) and not _ABBREVIATION_END.search(text):
        text = text[:-1].rstrip()
    return text


@lru_cache(maxsize=1)
def _listed() -> tuple[tuple[str, ...], Mapping[str, str]]:
    data = tomllib.loads(models_path("entities.toml").read_text("utf-8"))
    entries = [entry for group in data["group"] for entry in group["entries"]]
    names = [
        wording
        for entry in entries
        if not entry.get("plain")
        for wording in (entry["name"], *entry.get("aliases", ()))
        if fold(wording[1:]) != wording[1:] or not lexicon.lookup(lexicon.key_of(wording))
    ]
    acronyms = {
        entry["acronym"].upper(): entry["acronym"] for entry in entries if "acronym" in entry
    }
    return tuple(names), MappingProxyType(acronyms)


def listed_acronyms() -> Mapping[str, str]:
    """Return the acronyms of `models/entities.toml`: in capitals → as they are written."""
    return _listed()[1]


@lru_cache(maxsize=16)
def name_index(names: tuple[str, ...] = ()) -> NameIndex:
    """Return the proper names known to the project and to one document."""
    return NameIndex(_all_names(names))


def _all_names(names: tuple[str, ...]) -> Iterator[str]:
    yield from names
    yield from _listed()[0]
    yield from spelling.rules().proper
    yield from municipality_names()
