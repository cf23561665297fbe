"""What a title is about: weighted concepts, the object before the purpose.

In: a title. Out: `Concept`s, one per notion, with the words that say it, their role, a weight by
that role (`roles.py`) and the topics that the words belong to (`models/topics`, the fields of
`models/synonyms.toml`). Wordings of
`models/synonyms.toml` and the names and acronyms of `models/entities.toml` are one concept each,
the longest first; any other word is its stem. Needs no spaCy.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from extractor.nlp.roles import Role, read_roles
from extractor.nlp.taxonomy import load_taxonomy
from extractor.nlp.themes import find_senses, standing_topics
from extractor.nlp.words import split, stem
from extractor.resources import models_path

WEIGHTS = {
    Role.OBJECT: 1.0,
    Role.SUBJECT: 1.0,
    Role.COMPLEMENT: 0.85,
    Role.PUBLIC: 0.5,
    Role.PURPOSE: 0.5,
    Role.PLACE: 0.35,
    Role.EXAMPLE: 0.35,
    Role.PARTNER: 0.3,
    Role.VERB: 0.25,  # `favoriser`, `développer`: how one acts is rarely what one compares
    Role.LINK: 0.0,
}
LONGEST = 4  # words of a wording of a field
TELLING = 0.7  # weight of a verb that names a subject: `isoler`, `déneiger`


@dataclass(frozen=True, slots=True)
class Concept:
    """A notion of a title: `key` identifies it, `text` is how the title says it."""

    key: str
    label: str
    text: str
    weight: float
    role: Role = Role.OBJECT
    topics: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Branch:
    next: dict[str, _Branch] = field(default_factory=dict)
    concept: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The data of `synonyms.toml` and `entities.toml`, ready to be looked up."""

    root: _Branch
    empty: frozenset[str]
    prefixes: re.Pattern[str]  # beginnings written with or without a hyphen
    general: frozenset[str]  # stems that say little about the subject
    actions: Mapping[str, str]  # verb or noun of action → the verb that stands for its kin
    own: Mapping[str, tuple[str, ...]]  # kind of institution → its names for itself
    fields: Mapping[tuple[str, ...], frozenset[str]]  # stems of a wording → policies it belongs to


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Return the vocabulary; read once."""
    data = tomllib.loads(models_path("synonyms.toml").read_text("utf-8"))
    empty = frozenset(stem(word) for word in data["empty"])
    prefixes = "|".join(data["prefixes"])
    root = _Branch()
    for concept, wordings in (*_entities(), *_synonyms(data)):
        for wording in wordings:
            branch = root
            for word in split(wording):
                branch = branch.next.setdefault(word.stem, _Branch())
            branch.concept = concept
    return Vocabulary(
        root,
        empty,
        re.compile(rf"\b({prefixes})-(?=\w)", re.IGNORECASE),
        frozenset(stem(word) for word in data["general"]),
        {stem(verb): group[0] for group in data["actions"] for verb in group},
        {kind: tuple(names) for kind, names in data["own"].items()},
        _fields(data["field"]),
    )


def _fields(entries: list[dict[str, Any]]) -> dict[tuple[str, ...], frozenset[str]]:
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for entry in entries:
        for wording in entry["wordings"]:
            key = tuple(word.stem for word in split(wording))
            found[key] = found.get(key, frozenset()) | {entry["field"]}
    return found


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


def find_concepts(title: str, ignored: frozenset[str] = frozenset()) -> list[Concept]:
    """Return the concepts of a title, the heaviest mention of each; `ignored` holds keys.

    >>> [(c.label, c.weight) for c in find_concepts("Aider les usagers afin de réduire les dettes")]
    [('aider', 0.25), ('bénéficiaires', 0.5), ('réduire', 0.5), ('surendettement', 0.5)]
    """
    vocabulary = load_vocabulary()
    title = vocabulary.prefixes.sub(r"\1", title)
    words = split(title)
    roles = read_roles(title, words).roles
    topics = standing_topics(words, find_senses(words, load_taxonomy(), "", roles))
    stems = [word.stem for word in words]
    _add_fields(stems, topics, vocabulary.fields)
    found: dict[str, Concept] = {}
    place = 0
    while place < len(words):
        length, name = _longest(vocabulary.root, stems, place)
        inside = range(place, place + length)
        first = place
        place += length
        role = max((roles[k] for k in inside), key=lambda role: WEIGHTS[role])
        key = f"={name}" if name else _action(stems[first], role, vocabulary)
        if key in ignored or not WEIGHTS[role]:
            continue
        if not name and (stems[first] in vocabulary.empty or _says_little(key)):
            continue
        text = " ".join(words[k].text for k in inside)
        about = frozenset().union(*(topics[k] for k in inside))
        weight = TELLING if role is Role.VERB and (about or name) else WEIGHTS[role]
        if key not in found or found[key].weight < weight:
            found[key] = Concept(key, name or text.lower(), text, weight, role, about)
    return list(found.values())


def _add_fields(
    stems: list[str], topics: list[set[str]], fields: Mapping[tuple[str, ...], frozenset[str]]
) -> None:
    """Add to the topics of each word the policies of the longest wordings found."""
    start = 0
    while start < len(stems):
        longest = range(min(LONGEST, len(stems) - start), 0, -1)
        length = next((n for n in longest if tuple(stems[start : start + n]) in fields), 0)
        for place in range(start, start + length):
            topics[place] |= fields[tuple(stems[start : start + length])]
        start += max(1, length)


def _action(word: str, role: Role, vocabulary: Vocabulary) -> str:
    """Return the key of a word; a verb has that of its kin: `aider` for `soutenir`."""
    if role is Role.VERB and word in vocabulary.actions:
        return f"~{vocabulary.actions[word]}"
    return word


@lru_cache(maxsize=1)
def _wordings() -> dict[str, frozenset[str]]:
    """Return the stems of the wordings of each named concept (`=name`) and each topic."""
    data = tomllib.loads(models_path("synonyms.toml").read_text("utf-8"))
    found: dict[str, frozenset[str]] = {}
    for name, wordings in (*_entities(), *_synonyms(data)):
        found[f"={name}"] = frozenset(word.stem for w in wordings for word in split(w))
    for topic in load_taxonomy().topics.values():
        words = (word.replace("_", " ").rstrip("*") for word in topic.words)
        found[topic.name] = frozenset(word.stem for w in words for word in split(w))
    return found


def related_stems(concept: Concept) -> frozenset[str]:
    """Return the stems by which a title may say a concept: its wordings, those of its topics."""
    found = {word.stem for word in split(concept.text)}
    for name in (concept.key, *concept.topics):
        found |= _wordings().get(name, frozenset())
    return frozenset(found)


@lru_cache(maxsize=1)
def _named_wordings() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads(models_path("synonyms.toml").read_text("utf-8"))
    return {name: tuple(wordings) for name, wordings in (*_entities(), *_synonyms(data))}


def spell_out(title: str) -> str:
    """Return the notions of a title with the other words for each, for an index of words.

    >>> spell_out("Héberger les sans-abri").split(" ; ")[0]
    'sans-abri : sans abri, sans abrisme, sans domicile, sdf, abri nuit, grand froid, relais social'
    """
    parts: dict[str, None] = {}
    for concept in find_concepts(title):
        if concept.key.startswith("="):
            wordings = ", ".join(_named_wordings()[concept.key[1:]])
            parts[f"{concept.label} : {wordings}"] = None
        for topic in sorted(concept.topics):
            parts[topic] = None
    return " ; ".join(parts)


@lru_cache(maxsize=1)
def known_words() -> tuple[str, ...]:
    """Return every word of the wordings, as they are written, to correct a query by."""
    data = tomllib.loads(models_path("synonyms.toml").read_text("utf-8"))
    texts = [w for _, wordings in (*_entities(), *_synonyms(data)) for w in wordings]
    texts += [w.rstrip("*") for topic in load_taxonomy().topics.values() for w in topic.words]
    return tuple(sorted({word.text for text in texts for word in split(text)}))


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
