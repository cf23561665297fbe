"""How much two nodes say the same thing, and which pairs are worth asking about.

Likeness of titles is `extractor.nlp.likeness`. What is below the two nodes and their themes can
raise it, never lower it, and never make a pair by themselves:

    score = 1 - (1 - title) (1 - CONTENT x content x title') (1 - THEME x theme x title')

with title' = sqrt(title). An inverted index over concepts, heads of words and topics proposes the
pairs, so that five hundred plans do not mean a billion comparisons.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from extractor.harmonise.items import Item, theme_label
from extractor.harmonise.model import Reason, SharedTerm
from extractor.nlp.concepts import broader
from extractor.nlp.likeness import likeness, meaning_of, score_of

CONTENT = 0.35
THEME = 0.2
KIN_HEAD = 5  # letters
BROADER = 0.5  # weight of a head of words or a topic beside that of the concept itself
CANDIDATES = 40  # per node: those that share most
COMMON = 0.2  # a concept on more nodes than this share proposes no pair, in corpora of 1000 nodes
SMALL = 1000  # nodes; below, every concept proposes
REASONS = 6  # shared notions listed
Vector = dict[str, float]


class Comparer:
    """The items with their weights; ask for `candidates`, the `score` of two, its `reason`."""

    def __init__(self, items: Sequence[Item], rarity: Mapping[str, float]) -> None:
        self.items = items
        self.rarity = rarity
        self.meanings = [meaning_of(item.member.title, item.concepts) for item in items]
        self.contents = [self._unit(item.content) for item in items]

    def _unit(self, content: Mapping[str, float]) -> Vector:
        raw = {
            key: math.sqrt(weight) * self.rarity.get(key, 1.0) for key, weight in content.items()
        }
        norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {key: value / norm for key, value in raw.items()}

    def score(self, first: int, second: int) -> float:
        """Return how much two items say the same thing, 0 to 1."""
        title = score_of(self.meanings[first], self.meanings[second])
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
        found = likeness(self.meanings[first], self.meanings[second])
        content, shared = _cosine(self.contents[first], self.contents[second])
        theme, codes = _themes_in_common(one, other)
        return Reason(
            title=round(found.score, 3),
            content=round(content, 3),
            theme=round(theme, 3),
            terms=tuple(
                SharedTerm(term.label, term.first, term.second, term.share)
                for term in found.shared[:REASONS]
            ),
            content_terms=tuple(one.labels[key] for key in shared[:REASONS]),
            themes=tuple(theme_label(code) for code in codes),
            only_first=found.only_first,
            only_second=found.only_second,
        )

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
    lengths = [math.sqrt(sum(v * v for v in item.themes.values())) for item in (one, other)]
    return min(1.0, product / (lengths[0] * lengths[1])), codes


class _Index:
    """Postings of concepts and heads of words, as arrays of places and weights."""

    def __init__(self, comparer: Comparer) -> None:
        self.size = len(comparer.items)
        self.features: list[Vector] = []
        rows: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, meaning in enumerate(comparer.meanings):
            features: Vector = {}
            norm = math.sqrt(sum(weight * weight for weight in meaning.weights)) or 1.0
            for concept, weight in zip(meaning.concepts, meaning.weights, strict=True):
                features[concept.key] = weight / norm
                family = _family(concept.key)
                wider = [f"#{topic}" for topic in sorted(concept.topics)]
                for key in [*wider, f"{family}*"] if family else wider:
                    features[key] = max(features.get(key, 0.0), BROADER * weight / norm)
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
