"""Search of objectives and actions by what they mean.

In: titles with their parents (of plans, or plain), a query as a person types it: apostrophes,
hyphens and lone quotes are no syntax, several words between quotes must stand together. Out: hits
with a score from 0 to 1 and the words that match, the best first; for words that nothing knows, the
nearest that something does. Concepts and topics are those of `extractor.nlp.likeness`: `sans-abri`
finds `dormir dehors`. A title also answers, less, for what its parent says. Needs no spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from extractor.lexicon import key_of
from extractor.nlp.concepts import (
    Concept,
    find_concepts,
    known_words,
    load_vocabulary,
    related_stems,
)
from extractor.nlp.likeness import KIN_HEAD, alike, rarity
from extractor.nlp.roles import Role
from extractor.nlp.taxonomy import load_taxonomy
from extractor.nlp.words import small_words, split
from extractor.schema import Node, Plan
from extractor.text import fold

LIMIT = 20
LEAST = 0.3  # share of the query's weight that a hit must answer
DESCRIPTION = 0.6  # of a word found in the prose below a title
THEME = 0.32  # of a common theme, asked for when little else answers
FEW = 5  # hits below which a common theme is asked for
FAINT = 0.1  # of a word that says nothing
PARENT = 0.25  # of what the title above says
ASIDE = 0.75  # of a match with a place, a public, an example
CLOSE = 78  # likeness of letters, 0 to 100, from which a word is proposed for another
_ASIDE = frozenset({Role.PUBLIC, Role.PLACE, Role.PARTNER, Role.PURPOSE, Role.EXAMPLE})
_QUOTED = re.compile(r'["«“]\s*([^"«»“”]+?)\s*["»”]')


@dataclass(frozen=True, slots=True)
class Entry:
    """A title that can be found; `parent` is its parent's rank in the same sequence."""

    title: str
    description: str = ""
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A title that answers: its rank among the entries, a score, (query word, title's word)."""

    place: int
    score: float
    matches: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query finds, the best first, and words to try for those that nothing knows."""

    query: str
    hits: tuple[Hit, ...]
    total: int  # before the limit
    suggestions: tuple[tuple[str, str], ...]  # (word typed, word meant)

    @property
    def meant(self) -> str | None:
        """The query with the words that were perhaps meant, None when all words are known."""
        text = self.query
        for typed, meant in self.suggestions:
            text = re.sub(rf"\b{re.escape(typed)}\b", meant, text)
        return text if self.suggestions else None


class Index:
    """Entries ready to be searched; titles are analysed when a query first concerns them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._stems = [
            frozenset(word.stem for word in split(f"{entry.title} {entry.description}"))
            for entry in self.entries
        ]
        self._concepts: dict[int, list[Concept]] = {}

    def search(self, query: str, limit: int | None = LIMIT) -> Answer:
        """Return what answers a query; nothing for an empty one."""
        wanted = find_concepts(_plain(query))
        phrases = [fold(phrase) for phrase in _QUOTED.findall(query) if " " in phrase]
        own = self._own(wanted, self._candidates(wanted), themed=False)
        if sum(hit.score >= LEAST for hit in own.values()) < FEW:
            wider = self._own(wanted, range(len(self.entries)), themed=True)
            own = wider | own
        scored = [self._with_parent(place, own) for place in self._reached(own)]
        hits = [hit for hit in scored if hit.score >= LEAST and self._has(hit.place, phrases)]
        hits.sort(key=lambda hit: (-hit.score, hit.place))
        return Answer(query, tuple(hits[:limit]), len(hits), self._suggestions(query))

    def _own(
        self, wanted: Sequence[Concept], places: Iterable[int], *, themed: bool
    ) -> dict[int, Hit]:
        """Return the hits of some entries; `themed`: a common theme answers too, faintly."""
        hits = (self._hit(place, wanted, themed) for place in places)
        return {hit.place: hit for hit in hits if hit.score > 0}

    def _candidates(self, wanted: Sequence[Concept]) -> list[int]:
        """Return the entries that may answer: a related stem, or a common head of words."""
        stems = frozenset().union(*(related_stems(concept) for concept in wanted))
        heads = {
            word.stem[:KIN_HEAD]
            for concept in wanted
            for word in split(concept.text)
            if len(word.stem) >= KIN_HEAD
        }
        return [
            place
            for place, found in enumerate(self._stems)
            if not stems.isdisjoint(found) or any(word[:KIN_HEAD] in heads for word in found)
        ]

    def _concepts_of(self, place: int) -> list[Concept]:
        if place not in self._concepts:
            self._concepts[place] = find_concepts(self.entries[place].title)
        return self._concepts[place]

    def _hit(self, place: int, wanted: Sequence[Concept], themed: bool) -> Hit:
        total = gained = 0.0
        matches: list[tuple[str, str]] = []
        for concept in wanted:
            weight = rarity(concept.key)
            total += weight
            best, text = self._best(place, concept)
            if not best and themed:
                best, text = self._by_theme(place, concept)
            gained += weight * best
            if best:
                matches.append((concept.text, text))
        return Hit(place, round(gained / total, 4) if total else 0.0, tuple(matches))

    def _best(self, place: int, concept: Concept) -> tuple[float, str]:
        """Return how well a title answers one concept, and by which words."""
        best, text = 0.0, ""
        for other in self._concepts_of(place):
            value = alike(concept, other) * (ASIDE if other.role in _ASIDE else 1.0)
            if value > best:
                best, text = value, other.text
        stems = {word.stem: _worth(word.stem) for word in split(concept.text)}
        present = sum(worth for stem, worth in stems.items() if stem in self._stems[place])
        said = present / sum(stems.values()) if stems else 0.0
        literal = 0.95 * said if self._in_title(place, stems) else DESCRIPTION * said
        return (literal, concept.text) if literal > best else (best, text)

    def _by_theme(self, place: int, concept: Concept) -> tuple[float, str]:
        """Return a faint answer when a topic of the title has the theme of one of the query."""
        themes = _main_themes(concept)
        for other in self._concepts_of(place):
            if not themes.isdisjoint(_main_themes(other)) and other.role not in _ASIDE:
                return THEME, other.text
        return 0.0, ""

    def _in_title(self, place: int, stems: Iterable[str]) -> bool:
        title = {word.stem for word in split(self.entries[place].title)}
        return any(stem in title for stem in stems)

    def _reached(self, own: dict[int, Hit]) -> list[int]:
        """Return the entries that answer, or whose parent does."""
        below = [
            place
            for place, entry in enumerate(self.entries)
            if place not in own and entry.parent in own
        ]
        return sorted([*own, *below])

    def _with_parent(self, place: int, own: dict[int, Hit]) -> Hit:
        hit = own.get(place) or Hit(place, 0.0, ())
        parent = self.entries[place].parent
        above = own[parent].score if parent is not None and parent in own else 0.0
        score = hit.score + (1 - hit.score) * PARENT * above
        return Hit(place, round(score, 4), hit.matches)

    def _has(self, place: int, phrases: Sequence[str]) -> bool:
        text = fold(f"{self.entries[place].title} {self.entries[place].description}")
        return all(phrase in text for phrase in phrases)

    def _suggestions(self, query: str) -> tuple[tuple[str, str], ...]:
        known = {word.stem for text in known_words() for word in split(text)}
        found = []
        for word in split(_plain(query)):
            seen = word.stem in known or any(word.stem in stems for stems in self._stems)
            if seen or len(word.text) < 4 or key_of(word.text) in small_words():
                continue
            near = process.extractOne(
                word.text.lower(), self._words(), scorer=fuzz.ratio, score_cutoff=CLOSE
            )
            if near:
                found.append((word.text, near[0]))
        return tuple(found)

    def _words(self) -> list[str]:
        words = {word.text.lower() for entry in self.entries for word in split(entry.title)}
        return sorted({*words, *map(str.lower, known_words())})


def _plain(query: str) -> str:
    """Return a query without what other engines take for syntax."""
    return re.sub(r"[\"«»“”*():^+]", " ", query)


def _worth(word: str) -> float:
    """Return how much a word of a query says: `personne` next to nothing."""
    return FAINT if word in load_vocabulary().empty else rarity(word)


def _main_themes(concept: Concept) -> frozenset[str]:
    topics = load_taxonomy().topics
    return frozenset(topics[name].themes[0] for name in concept.topics if name in topics)


@dataclass(frozen=True, slots=True)
class Found:
    """A node that answers, with its plan."""

    plan: Plan
    node: Node
    hit: Hit


def search_plans(
    plans: Iterable[Plan], query: str, limit: int | None = LIMIT
) -> tuple[list[Found], Answer]:
    """Search the nodes of plans; nodes printed twice (`same_as`) are found once."""
    rows: list[tuple[Plan, Node]] = []
    entries: list[Entry] = []

    def visit(plan: Plan, node: Node, parent: int | None) -> None:
        place = len(entries)
        entries.append(Entry(node.title_normalized or node.title, node.description or "", parent))
        rows.append((plan, node))
        for child in node.children:
            if child.same_as is None:
                visit(plan, child, place)

    for plan in plans:
        for root in plan.tree:
            visit(plan, root, None)
    answer = Index(entries).search(query, limit)
    return [Found(*rows[hit.place], hit) for hit in answer.hits], answer
