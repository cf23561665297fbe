"""How much two titles say the same thing, and why: `likeness(a, b)`.

In: two titles, or their `Meaning`s. Out: a score from 0 to 1 and its reasons. What two titles share
is weighed by role (the object most, public and place least) and by rarity in French; a word that
belongs to the same topic as a word of the other title counts in part. What is left over on both
sides tells that they differ: `plan de gestion` and `plan de formation` share a plan and nothing
else. One function for `harmonise`, `compare`, groups and search. Identical titles score 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from extractor import lexicon
from extractor.lexicon import key_of
from extractor.nlp.concepts import Concept, broader, find_concepts, load_vocabulary
from extractor.nlp.roles import Role
from extractor.text import words as folded_words

LEFT_OVER = 0.35  # weight without counterpart on both sides, from which two titles differ
DIFFERENT = 0.5  # share of the score that such a pair keeps
BROADER = 0.6  # `logement social` and `logement`
SIBLINGS = 0.3  # `logement social` and `logement d’urgence`
TOPIC = 0.75  # two words of one topic or field: `nid-de-poule`, `voirie`
KIN_HEAD = 5  # letters
KIN_LIKENESS = 0.6  # common head over the longer word
KIN_SHARE = 0.8  # of an identical word
MOST = 60  # concepts of a title that are compared; titles of a page have fewer
GENERAL = 0.35  # weight of a word of every plan
NAMED = 1.2  # weight of a listed concept
COMMONEST = 26  # level of the commonest words of the lexicon (`models/build.py`)
RARITY = (1.3, 0.6)  # weight of an unknown word, and what the commonest word loses of it


Row = tuple[int, int, float, float]  # places, likeness of the two concepts, weight gained
_ASIDE = frozenset({Role.VERB, Role.PLACE, Role.PARTNER})


@dataclass(frozen=True, slots=True)
class Shared:
    """A notion that both titles have: its name, how each one says it, its part of the score."""

    label: str
    first: str
    second: str
    share: float
    first_place: int
    second_place: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score from 0 to 1, what it rests on (heaviest first), what each title says alone."""

    score: float
    shared: tuple[Shared, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The concepts of a title with their weights by role and rarity."""

    key: str  # folded words of the title
    concepts: tuple[Concept, ...]
    weights: tuple[float, ...]

    @property
    def total(self) -> float:
        """The weight of the whole title."""
        return sum(self.weights)


def meaning_of(title: str, concepts: Iterable[Concept] | None = None) -> Meaning:
    """Return the meaning of a title; `concepts` when they are already known."""
    found = tuple(find_concepts(title) if concepts is None else concepts)[:MOST]
    weights = tuple(concept.weight * rarity(concept.key) for concept in found)
    return Meaning(" ".join(folded_words(title)), found, weights)


@lru_cache(maxsize=100_000)
def rarity(key: str) -> float:
    """Return how much a concept says by itself, from 0.35 (`plan`) to 1.3 (a rare word)."""
    if key.startswith("="):
        return NAMED
    if key in load_vocabulary().general:
        return GENERAL
    levels = [
        level
        for spelling in (key, f"{key}e")
        for form in lexicon.lookup(key_of(spelling))
        for level in form.analyses.values()
    ]
    top, fall = RARITY
    return top - fall * min(1.0, max(levels, default=0) / COMMONEST)


def likeness(first: str | Meaning, second: str | Meaning) -> Likeness:
    """Return how much two titles say the same thing, from 0 to 1, and why.

    >>> likeness("Lutter contre le surendettement", "Aider à sortir des dettes").score > 0.5
    True
    >>> likeness("Élaborer un plan de gestion", "Élaborer un plan de formation").score < 0.4
    True
    """
    one = meaning_of(first) if isinstance(first, str) else first
    other = meaning_of(second) if isinstance(second, str) else second
    rows = _matches(one, other)
    score = _score(one, other, rows)
    gained = sum(value for *_, value in rows) or 1.0
    shared = tuple(
        Shared(
            one.concepts[a].label,
            one.concepts[a].text,
            other.concepts[b].text,
            round(value / gained, 3),
            a,
            b,
        )
        for a, b, _, value in sorted(rows, key=lambda row: (-row[3], row[0]))
    )
    mine, theirs = {a for a, *_ in rows}, {b for _, b, *_ in rows}
    return Likeness(
        score,
        shared,
        tuple(c.text for k, c in enumerate(one.concepts) if k not in mine),
        tuple(c.text for k, c in enumerate(other.concepts) if k not in theirs),
    )


def score_of(one: Meaning, other: Meaning) -> float:
    """Return the score of `likeness` alone."""
    return _score(one, other, _matches(one, other))


def _score(one: Meaning, other: Meaning, rows: list[Row]) -> float:
    if one.key == other.key:
        return 1.0
    if not rows or not one.total or not other.total:
        return 0.0
    mine, theirs = [0.0] * len(one.concepts), [0.0] * len(other.concepts)
    for a, b, value, _ in rows:
        mine[a] = max(mine[a], value)
        theirs[b] = max(theirs[b], value)
    gained: float = sum(map(mul, mine, one.weights)) + sum(map(mul, theirs, other.weights))
    score = gained / (one.total + other.total)
    if min(_left_over(one, mine), _left_over(other, theirs)) > LEFT_OVER:
        score *= DIFFERENT
    return round(min(score, 0.999), 4)


def _left_over(meaning: Meaning, found: list[float]) -> float:
    """Return the share of a title's subject that has no counterpart; verbs and places aside."""
    rows = [
        (weight, weight * (value > 0))
        for concept, weight, value in zip(meaning.concepts, meaning.weights, found, strict=True)
        if concept.role not in _ASIDE
    ]
    total = sum(weight for weight, _ in rows)
    return 1 - sum(covered for _, covered in rows) / total if total else 0.0


def _matches(one: Meaning, other: Meaning) -> list[Row]:
    """Return the best counterpart of each concept, seen from both sides."""
    if not one.concepts or not other.concepts:
        return []
    table = [[alike(a, b) for b in other.concepts] for a in one.concepts]
    pairs: dict[tuple[int, int], float] = {}
    for a, row in enumerate(table):
        best = max(range(len(row)), key=lambda b: (row[b], -b))
        pairs[a, best] = row[best]
    for b in range(len(other.concepts)):
        best = max(range(len(table)), key=lambda a: (table[a][b], -a))
        pairs[best, b] = table[best][b]
    return [
        (a, b, value, value * (one.weights[a] + other.weights[b]))
        for (a, b), value in pairs.items()
        if value
    ]


def alike(one: Concept, other: Concept) -> float:
    """Return how alike two concepts are, from 0 to 1."""
    if one.key == other.key:
        return 1.0
    if (one.role is Role.VERB) != (other.role is Role.VERB):
        return _by_topic(one, other)
    return max(_kinship(one.key, other.key), _by_topic(one, other))


def _by_topic(one: Concept, other: Concept) -> float:
    return TOPIC if one.topics & other.topics else 0.0


@lru_cache(maxsize=200_000)
def _kinship(one: str, other: str) -> float:
    """Return how akin two keys are: one broader than the other, or two words of a common head."""
    if one.startswith("=") and other.startswith("="):
        above, beside = broader(one), broader(other)
        if one == beside or other == above:
            return BROADER
        return SIBLINGS if above and above == beside else 0.0
    if one[:1] in "=~" or other[:1] in "=~" or one[:KIN_HEAD] != other[:KIN_HEAD]:
        return 0.0
    if min(len(one), len(other)) < KIN_HEAD:
        return 0.0
    common = next(
        (p for p, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    share = common / max(len(one), len(other))
    return KIN_SHARE * share if share >= KIN_LIKENESS else 0.0
