"""What a node is about: themes and sustainable development goals.

In: items with their parents. Out: for each, classes with a score from 0 to 1, best first.
Evidence is a sum of weights of wordings (`taxonomy.py`), each by the role of its words in the title
(`roles.py`): the object and its verb in full, the public and the place least. Where only those
speak they are heard all the same. A parent's evidence counts as a prior, and an objective that says
nothing itself takes the themes of what stands under it. From the evidence `candidates.py` gives
each class its chance; below a bound nothing is said. What the document prints as a category comes
first, with score 1.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.nlp.candidates import (
    Spoken,
    chances,
    choose,
    goal_features,
    load_model,
    theme_features,
)
from extractor.nlp.items import NlpItem, Sdg, Theme
from extractor.nlp.roles import Reading, Role, read_roles
from extractor.nlp.taxonomy import NEUTRAL, Sense, Taxonomy, load_taxonomy
from extractor.nlp.titles import normalize_title
from extractor.nlp.words import Word, split
from extractor.text import is_capitals, letters

Evidence = dict[str, float]


@dataclass(frozen=True, slots=True)
class Settings:
    """Weights, all measured on the building half of the annotated titles (`benchmarks.nlp`)."""

    roles: Mapping[Role, float] = field(
        default_factory=lambda: {
            Role.VERB: 1.0,
            Role.OBJECT: 1.0,
            Role.SUBJECT: 1.1,
            Role.COMPLEMENT: 0.9,
            Role.PUBLIC: 0.4,
            Role.PLACE: 0.3,
            Role.PURPOSE: 0.5,
            Role.PARTNER: 0.3,
            Role.EXAMPLE: 0.4,
            Role.LINK: 0.0,
        }
    )
    lift: float = 0.8  # weight of a public or a place where nothing else speaks
    faint: float = 1.0  # evidence below which nothing has spoken
    works: float = 3.0  # evidence for the estate of works on a building
    description: float = 0.4
    inherited: float = 0.35  # share of the parent's evidence
    inherited_from_os: float = 0.2  # the same from a strategic objective, which is broad
    from_children: float = 0.4  # share of the mean evidence of what stands under an objective
    said: float = 3.0  # own evidence of a title that says clearly what it is about
    silent: float = 0.6  # what a title that says nothing adds to the three shares above
    silent_under_os: float = 0.5  # of that, from a strategic objective
    phrase: float = 0.5  # what each further word of a wording adds to its weight
    covered: float = 0.35  # share left to a word inside a longer wording
    of_theme: float = 0.5  # share of a theme's evidence that its own goals get


SETTINGS = Settings()
_BESIDE = frozenset({Role.PUBLIC, Role.PLACE, Role.PARTNER, Role.PURPOSE, Role.EXAMPLE, Role.LINK})
_OBJECTIVES = frozenset({"OS", "OO", "PROJET"})
_ESTATE = "volet-interne-adm-generale-gestion-patrimoine/infrastructures"


@dataclass(frozen=True, slots=True)
class Classes:
    """What one node is about."""

    themes: tuple[Theme, ...]
    sdgs: tuple[Sdg, ...]


@dataclass(slots=True)
class Found:
    """Evidence of a text, for themes and for goals."""

    themes: Evidence = field(default_factory=lambda: defaultdict(float))
    goals: Evidence = field(default_factory=lambda: defaultdict(float))

    @property
    def most(self) -> float:
        """The evidence of the first theme."""
        return max(self.themes.values(), default=0.0)

    def add(self, other: Found, share: float, most: float = math.inf) -> None:
        """Add a share of other evidence, of which the first theme counts for `most` at most."""
        share *= min(1.0, most / other.most) if other.most else 1.0
        for mine, theirs in ((self.themes, other.themes), (self.goals, other.goals)):
            for code, value in theirs.items():
                mine[code] += share * value


@dataclass(frozen=True, slots=True)
class Heard:
    """All that is heard about an item: in its title, above, below, summed."""

    own: Found
    above: Found
    below: Found
    total: Found

    def themes(self) -> Spoken:
        """Return the evidence for themes."""
        parts = (self.own, self.above, self.below, self.total)
        return Spoken(*(part.themes for part in parts))

    def goals(self, taxonomy: Taxonomy) -> Spoken:
        """Return the evidence for goals, with what the themes serve by themselves."""
        parts = (self.own, self.above, self.below, self.total)
        return Spoken(*(_with_served(part, taxonomy) for part in parts))


def classify(items: Sequence[NlpItem]) -> list[Classes]:
    """Return the themes of each item, and its goals that are not printed on it."""
    taxonomy = load_taxonomy()
    heard = listen(items, taxonomy)
    return [_classes(item, each, taxonomy) for item, each in zip(items, heard, strict=True)]


def listen(items: Sequence[NlpItem], taxonomy: Taxonomy) -> list[Heard]:
    """Return the evidence about each item."""
    kind = institution_kind(items)
    merged = taxonomy.cpas if kind == "cpas" else taxonomy.commune
    own = [_own(item, taxonomy, kind, merged) for item in items]
    below = _below(items, own)
    totals: list[Found] = []
    heard = []
    for place, item in enumerate(items):
        has_parent = item.parent is not None and item.parent < place
        above = totals[item.parent] if item.parent is not None and has_parent else Found()
        from_os = has_parent and items[item.parent or 0].level == "OS"
        under = below.get(place, Found()) if item.level in _OBJECTIVES else Found()
        total = _total(own[place], above, under, from_os)
        totals.append(total)
        heard.append(Heard(own[place], above, under, total))
    return heard


def classify_themes(items: Sequence[NlpItem]) -> list[tuple[Theme, ...]]:
    """Return the themes of each item."""
    return [classes.themes for classes in classify(items)]


def institution_kind(items: Sequence[NlpItem]) -> str:
    """Return `cpas` or `commune` (province too): by the institution, else by the titles."""
    names = {letters(name) for item in items for name in item.context}
    if names:
        of_cpas = any("cpas" in name or "centrepublicdactionsociale" in name for name in names)
        of_both = any(name.startswith(("communeetcpas", "villeetcpas")) for name in names)
        return "cpas" if of_cpas and not of_both else "commune"
    spoken = sum("cpas" in letters(item.title) for item in items)
    return "cpas" if spoken and spoken * 8 >= len(items) else "commune"


def _below(items: Sequence[NlpItem], own: Sequence[Found]) -> dict[int, Found]:
    """Return the mean evidence of what stands under each item, the nearer the more."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        if item.parent is not None and item.parent < place:
            children[item.parent].append(place)
    below: dict[int, Found] = {}
    for place in range(len(items) - 1, -1, -1):  # children first
        found = Found()
        for child in children[place]:
            found.add(own[child], 1 / len(children[place]))
            if child in below:
                found.add(below[child], SETTINGS.from_children / len(children[place]))
        if children[place]:
            below[place] = found
    return below


def _total(own: Found, above: Found, below: Found, from_os: bool) -> Found:
    """Add to an item's evidence that of its parent, and of its children where it has little."""
    total = Found()
    total.add(own, 1.0)
    lent = SETTINGS.silent * max(0.0, 1 - own.most / SETTINGS.said)
    total.add(below, SETTINGS.from_children + lent, SETTINGS.said)
    share = SETTINGS.inherited_from_os if from_os else SETTINGS.inherited
    lent *= SETTINGS.silent_under_os if from_os else 1.0
    total.add(above, share + lent, SETTINGS.said)
    return total


def _own(item: NlpItem, taxonomy: Taxonomy, kind: str, merged: Mapping[str, str]) -> Found:
    """Return the evidence of an item's own words."""
    title = item.title
    if is_capitals(title):
        title = normalize_title(title, item.context)
    words = split(title)
    reading = read_roles(title, words)
    found = Found()
    weights = [SETTINGS.roles[role] for role in reading.roles]
    matches = find_senses(words, taxonomy, kind, reading.roles)
    if not _speaks(reading, matches):
        weights = [max(w, SETTINGS.lift) if w else w for w in weights]
    _collect(words, weights, matches, merged, found)
    _add_works(reading, found)
    if item.description:
        words = split(item.description)
        flat = [SETTINGS.description] * len(words)
        _collect(words, flat, find_senses(words, taxonomy, kind), merged, found)
    return found


def _speaks(reading: Reading, matches: Sequence[Match]) -> bool:
    """Tell whether a wording of some weight stands elsewhere than in a public or a place."""
    return any(
        match.share * max((weight for _, weight in match.sense.themes), default=0.0)
        >= SETTINGS.faint
        for match in matches
        if any(
            reading.roles[place] not in _BESIDE
            for place in range(match.start, match.start + match.length)
        )
    )


def _add_works(reading: Reading, found: Found) -> None:
    if reading.works:
        found.themes[_ESTATE] = max(found.themes[_ESTATE], SETTINGS.works)


@dataclass(frozen=True, slots=True)
class Match:
    """A wording found: where, how many words, what it stands for, and how surely (0 to 1)."""

    start: int
    length: int
    sense: Sense
    share: float = 1.0


def _holds(sense: Sense, kind: str) -> bool:
    """Tell whether a sense is one in the plan of a kind of institution (empty: of any)."""
    return not kind or not sense.kinds or kind in sense.kinds


def find_senses(
    words: Sequence[Word], taxonomy: Taxonomy, kind: str, roles: Sequence[Role] = ()
) -> list[Match]:
    """Return the wordings found in a text; words that none holds may be akin to a listed one.

    With `roles`, no wording goes over a word that only joins others: `(mettre en) place un accueil`
    is no `place d’accueil`.
    """
    joints = {place for place, role in enumerate(roles) if role is Role.LINK}
    matches = [
        Match(start, length, sense)
        for start in range(len(words))
        for sense, length in taxonomy.match(words, start)
        if _holds(sense, kind) and (not joints or joints.isdisjoint(range(start, start + length)))
    ]
    seen = {place for m in matches for place in range(m.start, m.start + m.length)}
    for place, word in enumerate(words):
        if place not in seen:
            for sense, share in taxonomy.similar(word.stem):
                if _holds(sense, kind):
                    matches.append(Match(place, 1, sense, share))
    return matches


def standing_topics(words: Sequence[Word], matches: Sequence[Match]) -> list[set[str]]:
    """Return the topics of each word: those of the longest listed wordings that hold it."""
    sure = [match for match in matches if match.share == 1.0]
    longest = [0] * len(words)
    for match in sure:
        for place in range(match.start, match.start + match.length):
            longest[place] = max(longest[place], match.length)
    topics: list[set[str]] = [set() for _ in words]
    for match in sure:
        for place in range(match.start, match.start + match.length):
            if longest[place] == match.length and match.sense.topic:
                topics[place].add(match.sense.topic)
    return topics


def _collect(
    words: Sequence[Word],
    weights: Sequence[float],
    matches: Sequence[Match],
    merged: Mapping[str, str],
    found: Found,
) -> None:
    """Add the weight of each wording found; one word serves a class once, by its best wording."""
    longest = [1] * len(words)
    for match in matches:
        for place in range(match.start, match.start + match.length):
            longest[place] = max(longest[place], match.length)
    neutral = {
        place
        for match in matches
        if match.sense is NEUTRAL
        for place in range(match.start, match.start + match.length)
        if longest[place] == match.length
    }
    for evidence, kind in ((found.themes, "themes"), (found.goals, "goals")):
        best: dict[tuple[str, str], float] = {}
        for match in matches:
            places = range(match.start, match.start + match.length)
            role = max(weights[place] for place in places)
            if match.sense is NEUTRAL:
                continue
            factor = match.share * role * (1 + SETTINGS.phrase * (match.length - 1)) / match.length
            for code, weight in getattr(match.sense, kind):
                for place in places:
                    covered = SETTINGS.covered if longest[place] > match.length else 1.0
                    if place in neutral:
                        covered = 0.0
                    key = merged.get(code, code), words[place].stem  # a word said twice is one fact
                    best[key] = max(best.get(key, 0.0), weight * factor * covered)
        for (code, _), value in best.items():
            evidence[code] += value


def _with_served(found: Found, taxonomy: Taxonomy) -> Evidence:
    evidence: Evidence = defaultdict(float, found.goals)
    for theme, value in found.themes.items():
        for goal in taxonomy.theme_goals.get(theme, ()):
            evidence[goal] += SETTINGS.of_theme * value
    return evidence


def _classes(item: NlpItem, heard: Heard, taxonomy: Taxonomy) -> Classes:
    model = load_model()
    themes = chances(model.themes.weights, theme_features(heard.themes(), model.beside))
    goals = goal_features(heard.goals(taxonomy), themes, model.goals_of)
    printed = [code for name in item.categories if (code := _category(name))]
    kept = choose(model.themes, themes)
    codes = dict.fromkeys(printed, 1.0) | {c: round(s, 3) for c, s in kept if c not in printed}
    return Classes(
        tuple(Theme(code, taxonomy.labels[code], score) for code, score in codes.items()),
        tuple(
            Sdg(int(code), round(score, 3))
            for code, score in choose(model.goals, chances(model.goals.weights, goals))
            if int(code) not in item.sdgs
        ),
    )


@lru_cache(maxsize=256)
def _category(printed: str) -> str | None:
    """Return the code of a printed category: its whole label, or what follows its last dash."""
    wanted = letters(printed)
    for code, label in load_taxonomy().labels.items():
        if wanted in (letters(label), letters(label.rpartition(" - ")[2])):
            return code
    return None
