"""What a title is about: weighted concepts, the object before the purpose.

In: a title. Out: `Concept`s, one per notion, with the words that say it and a weight. Wordings of
`models/synonyms.toml` and the names and acronyms of `models/entities.toml` are one concept each,
the longest first; any other word is its stem. The infinitive at the head, purposes, means and
what stands in parentheses weigh less than the object. Needs no spaCy.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from extractor.lexicon import find_infinitive, key_of
from extractor.nlp.taxonomy import stem
from extractor.resources import models_path

OBJECT = 1.0
VERB = 0.25  # `favoriser`, `développer`: how one acts is rarely what one compares
PURPOSE = 0.5
PARENTHESIS = 0.35
MIN_OBJECT = 2  # words of the object before a purpose may begin
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+(?:-[^\W_]+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Concept:
    """A notion of a title: `key` identifies it, `text` is how the title says it."""

    key: str
    label: str
    text: str
    weight: float


@dataclass(slots=True)
class _Branch:
    next: dict[str, _Branch] = field(default_factory=dict)
    concept: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The data of `synonyms.toml` and `entities.toml`, ready to be looked up."""

    root: _Branch
    empty: frozenset[str]
    small_words: frozenset[str]
    prefixes: frozenset[str]
    connectors: tuple[tuple[tuple[str, ...], bool], ...]  # words, only before an infinitive
    own: Mapping[str, tuple[str, ...]]  # kind of institution → its names for itself


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Return the vocabulary; read once."""
    data = tomllib.loads(models_path("synonyms.toml").read_text("utf-8"))
    small = frozenset(tomllib.loads(models_path("taxonomy.toml").read_text("utf-8"))["small_words"])
    empty = frozenset(stem(word) for word in data["empty"])
    prefixes = frozenset(key_of(prefix) for prefix in data["prefixes"])
    root = _Branch()
    for concept, wordings in (*_entities(), *_synonyms(data)):
        for wording in wordings:
            branch = root
            for word in wording.replace("-", " ").replace("’", " ").split():
                if key_of(word) not in small or " " not in wording:
                    branch = branch.next.setdefault(stem(word), _Branch())
            branch.concept = concept
    connectors = [
        (tuple(key_of(w) for w in text.rstrip(" +").split()), text.endswith("+"))
        for text in data["connectors"]
    ]
    longest_first = tuple(sorted(connectors, key=lambda pair: (-len(pair[0]), pair)))
    own = {kind: tuple(names) for kind, names in data["own"].items()}
    return Vocabulary(root, empty, small, prefixes, longest_first, own)


def _synonyms(data: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for entry in data["concept"]:
        yield entry["concept"], entry["wordings"]


def _entities() -> Iterator[tuple[str, list[str]]]:
    """Yield the names that have an acronym or an alias; a name alone is its own words."""
    data = tomllib.loads(models_path("entities.toml").read_text("utf-8"))
    for group in data["group"]:
        for entry in group["entries"]:
            others = [*entry.get("aliases", ()), *filter(None, [entry.get("acronym")])]
            if others:
                yield entry["name"], [entry["name"], *others]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    key: str
    weight: float


def find_concepts(title: str, ignored: frozenset[str] = frozenset()) -> list[Concept]:
    """Return the concepts of a title, the heaviest mention of each; `ignored` holds keys.

    >>> [(c.label, c.weight) for c in find_concepts("Aider les usagers afin de réduire les dettes")]
    [('aider', 0.25), ('bénéficiaires', 1.0), ('réduire', 0.5), ('surendettement', 0.5)]
    """
    vocabulary = load_vocabulary()
    tokens = [
        token for token in _tokens(title, vocabulary) if token.key not in vocabulary.small_words
    ]
    stems = [stem(token.key) for token in tokens]
    found: dict[str, Concept] = {}
    place = 0
    while place < len(tokens):
        length, name = _longest(vocabulary.root, stems, place)
        text = " ".join(token.text for token in tokens[place : place + length])
        weight = max(token.weight for token in tokens[place : place + length])
        key = f"={name}" if name else stems[place]
        place += length
        if key in ignored or (not name and (key in vocabulary.empty or _says_little(key))):
            continue
        if key not in found or found[key].weight < weight:
            found[key] = Concept(key, name or text.lower(), text, weight)
    return list(found.values())


def own_names(kind: str, municipality: str | None) -> frozenset[str]:
    """Return the keys of what an institution calls itself."""
    names = " ".join(load_vocabulary().own.get(kind, ()))
    return frozenset(concept.key for concept in find_concepts(f"{names} {municipality or ''}"))


@lru_cache(maxsize=10_000)
def broader(key: str) -> str | None:
    """Return the key of the concept that the first word of a named concept is, or None.

    >>> broader("=pauvreté infantile")
    '=pauvreté'
    """
    first, _, rest = key.removeprefix("=").replace("’", " ").partition(" ")
    branch = load_vocabulary().root.next.get(stem(first))
    if not rest or branch is None or branch.concept is None:
        return None
    return f"={branch.concept}" if f"={branch.concept}" != key else None


def _says_little(key: str) -> bool:
    return len(key) < 3 and not key.isdigit()


def _longest(root: _Branch, stems: list[str], place: int) -> tuple[int, str | None]:
    """Return the number of words of the longest wording at a place, and its concept."""
    branch, best = root, (1, None)
    found: tuple[int, str | None] = best
    for length, word in enumerate(stems[place:], start=1):
        after = branch.next.get(word)
        if after is None:
            break
        branch = after
        if branch.concept is not None:
            found = (length, branch.concept)
    return found


def _tokens(title: str, vocabulary: Vocabulary) -> Iterator[_Token]:
    """Yield words with their weight, hyphens opened except after a known beginning."""
    matches = list(_WORD.finditer(title))
    keys = [key_of(match.group()).replace(".", "") for match in matches]
    depth, counted, purpose, end = 0, 0, False, 0
    for place, match in enumerate(matches):
        between = title[end : match.start()]
        depth = max(0, depth + between.count("(") - between.count(")"))
        end = match.end()
        if ":" in between and counted >= MIN_OBJECT:
            purpose = True
        if counted >= MIN_OBJECT and _connects(keys, place, vocabulary):
            purpose = True
        weight = PARENTHESIS if depth else PURPOSE if purpose else OBJECT
        if place == 0 and find_infinitive(match.group()):
            weight = VERB
        counted += keys[place] not in vocabulary.small_words and stem(keys[place]) != ""
        head, _, rest = keys[place].partition("-")
        if rest and head in vocabulary.prefixes:
            yield _Token(match.group(), head + rest.replace("-", ""), weight)
        else:
            for text, key in zip(match.group().split("-"), keys[place].split("-"), strict=True):
                yield _Token(text, key, weight)


def _connects(keys: list[str], place: int, vocabulary: Vocabulary) -> bool:
    for words, before_infinitive in vocabulary.connectors:
        after = place + len(words)
        if tuple(keys[place:after]) == words and (
            not before_infinitive or (after < len(keys) and find_infinitive(keys[after]))
        ):
            return True
    return False
