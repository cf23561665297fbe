"""What wordings stand for: themes, goals and topics, in one trie.

In: `models/taxonomy.toml` (themes and their wordings), `models/topics/*.toml` (topics of a commune,
a CPAS or a province with their themes and goals), `models/sdgs.toml` (goals). Out: a trie of
stemmed words, so that a title is compared with all of them in one pass. A wording that shrinks to a
bare common word is refused when the data is read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from extractor.lexicon import key_of
from extractor.nlp.words import Word, small_words, stem, wording_keys
from extractor.resources import models_path

__all__ = ["Sense", "Taxonomy", "load_goals", "load_taxonomy", "stem"]

KIN_HEAD = 5  # letters
KIN_LIKENESS = 0.7  # of the longer word
KIN_SHARE = 0.6  # of the weight of the listed word
WEIGHTS = {"strong": 3.0, "terms": 1.5, "weak": 0.7}
SECOND = 0.6  # share of a topic's weight that its further themes get
GOAL_SHARES = (1.0, 0.8, 0.6)  # of a topic's weight, for its goals in order
TOPICS = "topics"
FILES = ("territoire", "environnement", "vivre", "administration", "social")
Weighted = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Sense:
    """What a wording stands for: a topic or none, classes of themes and goals with weights.

    `kinds` holds the kinds of institution in whose plans it has this sense; empty: in all.
    """

    topic: str | None
    themes: Weighted
    goals: Weighted
    kinds: frozenset[str] = frozenset()


NEUTRAL = Sense(None, (), ())  # an expression whose words have no sense of their own


@dataclass(slots=True)
class _Branch:
    """A point of the trie; `ends` lists the senses of the wordings that end here."""

    next: dict[str, _Branch] = field(default_factory=dict)
    prefixes: dict[str, _Branch] = field(default_factory=dict)
    ends: list[Sense] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as the data has it."""

    name: str
    themes: tuple[str, ...]
    goals: tuple[int, ...]
    kinds: frozenset[str]
    words: tuple[str, ...]
    examples: tuple[str, ...]
    counter: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Themes with their labels, topics, and the trie of all wordings."""

    labels: dict[str, str]
    root: _Branch
    kin: dict[str, list[tuple[str, Sense]]]  # head → (word, sense)
    nouns: frozenset[str]  # stems that count alone only behind a small word
    topics: dict[str, Topic]
    theme_goals: dict[str, tuple[str, ...]]  # theme → goals it serves by itself
    cpas: dict[str, str]  # category → domain that stands for it in the plan of a CPAS
    commune: dict[str, str]  # domain → category that stands for it in the plan of a commune

    def match(self, words: Sequence[Word], start: int) -> list[tuple[Sense, int]]:
        """Return (sense, words) for the wordings that begin at a word."""
        found: list[tuple[Sense, int]] = []
        branches = [self.root]
        for position in range(start, len(words)):
            word = words[position]
            branches = [after for branch in branches for after in _follow(branch, word)]
            if not branches:
                break
            length = position - start + 1
            if length == 1 and start and word.stem in self.nouns and not word.lead:
                continue  # an adjective: `guides locaux`
            found += [(sense, length) for branch in branches for sense in branch.ends]
        return found

    def similar(self, word: str) -> list[tuple[Sense, float]]:
        """Return (sense, share) of the wordings of one word that are akin to an unlisted one.

        `endetté` is akin to `endettement`: a common head of at least `KIN_HEAD` letters; the
        share falls with the part that differs.
        """
        if len(word) < KIN_HEAD or word.endswith(("er", "ir", "ant")):
            return []  # `ouvrir` is not of the kin of `ouvrier`, nor `habitant` of `habitat`
        found = []
        for listed, sense in self.kin.get(word[:KIN_HEAD], ()):
            likeness = _common_head(listed, word) / max(len(listed), len(word))
            if likeness >= KIN_LIKENESS:
                found.append((sense, KIN_SHARE * likeness))
        return found


def _common_head(one: str, other: str) -> int:
    """Return how many letters two words share from the start."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _follow(branch: _Branch, word: Word) -> list[_Branch]:
    after = [branch.next[key] for key in (word.stem, word.tied) if key in branch.next]
    if len(after) == 2 and not word.lead:
        after.pop()
    if branch.prefixes:
        after += [b for prefix, b in branch.prefixes.items() if word.stem.startswith(prefix)]
    return after


@lru_cache(maxsize=1)
def load_taxonomy() -> Taxonomy:
    """Return themes, goals and topics; raise `ValueError` when a wording says too little."""
    return build_taxonomy()


def build_taxonomy(keep: Callable[[str], bool] = lambda wording: True) -> Taxonomy:
    """Return the taxonomy with the wordings of topics that `keep` accepts.

    A model that is fitted on titles whose words were listed because of them would trust the lists
    too much; without a part of the wordings it sees what an unknown title looks like.
    """
    data = _read("taxonomy.toml")
    entries = [*data["category"], *data["theme"]]
    slugs = {short_name(entry["code"]): entry["code"] for entry in reversed(entries)}
    domains = {short_name(entry["code"]): entry["code"] for entry in data["theme"]}
    root = _Branch()
    for entry in entries:
        for level, weight in WEIGHTS.items():
            for wording in entry.get(level, ()):
                kinds = frozenset() if level == "strong" else frozenset({"cpas"})
                _add(root, wording, Sense(None, ((entry["code"], weight),), (), kinds))
    for wording in data["neutral"]:
        _add(root, wording, NEUTRAL)
    for goal in _read("sdgs.toml")["goal"]:
        for level, weight in WEIGHTS.items():
            for wording in goal.get(level, ()):
                _add(root, wording, Sense(None, (), ((goal["code"], weight),)))
    topics = {topic.name: topic for topic in _topics()}
    for entry in _topic_entries():
        senses = list(_senses(entry, slugs))
        for wording in filter(keep, entry["words"]):
            for sense in senses:
                _add(root, wording, sense)
    return Taxonomy(
        {entry["code"]: entry["label"] for entry in entries},
        root,
        _kin(root),
        frozenset(stem(word) for word in data["nouns"]),
        topics,
        {entry["code"]: tuple(map(str, entry.get("sdgs", ()))) for entry in entries},
        {entry["code"]: domains[entry["cpas"]] for entry in entries if "cpas" in entry},
        {entry["code"]: entry["commune"] for entry in entries if "commune" in entry},
    )


@lru_cache(maxsize=1)
def load_goals() -> dict[str, str]:
    """Return the labels of the goals by their number."""
    return {goal["code"]: goal["label"] for goal in _read("sdgs.toml")["goal"]}


def short_name(code: str) -> str:
    """Return the short name of a theme, as the data and the annotations write it."""
    last = code.rpartition("/")[2]
    for prefix in ("volet-externe-dvp-politiques-", "volet-interne-adm-generale-"):
        last = last.removeprefix(prefix)
    return last


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(models_path(name).read_text("utf-8"))


@lru_cache(maxsize=1)
def _topic_entries() -> list[dict[str, Any]]:
    return [entry for name in FILES for entry in _read(f"{TOPICS}/{name}.toml")["topic"]]


def _topics() -> Iterator[Topic]:
    for entry in _topic_entries():
        yield Topic(
            entry["name"],
            tuple(entry["themes"]),
            tuple(entry["sdgs"]),
            frozenset(entry.get("kinds", ())),
            tuple(entry["words"]),
            tuple(entry["examples"]),
            tuple(entry["counter"]),
        )


def _senses(entry: dict[str, Any], slugs: dict[str, str]) -> Iterator[Sense]:
    """Yield the senses of a topic: one, or one for each kind of institution (`cpas` themes)."""
    kinds = frozenset(entry.get("kinds", ()))
    if "cpas" in entry:
        yield _sense(entry, entry["themes"], frozenset({"commune"}), slugs)
        yield _sense(entry, entry["cpas"], frozenset({"cpas"}), slugs)
    else:
        yield _sense(entry, entry["themes"], kinds, slugs)


def _sense(
    entry: dict[str, Any], themes: list[str], kinds: frozenset[str], slugs: dict[str, str]
) -> Sense:
    weight = WEIGHTS[entry.get("weight", "strong")]
    shares = [1.0, *[SECOND] * (len(themes) - 1)]
    goals = zip(entry["sdgs"], GOAL_SHARES, strict=False)
    return Sense(
        entry["name"],
        tuple((slugs[name], weight * share) for name, share in zip(themes, shares, strict=True)),
        tuple((str(goal), weight * share) for goal, share in goals),
        kinds,
    )


def _add(root: _Branch, wording: str, sense: Sense) -> None:
    branch = root
    for key in wording_keys(wording):
        if key.endswith("*"):
            branch = branch.prefixes.setdefault(key_of(key[:-1]), _Branch())
        else:
            branch = branch.next.setdefault(key, _Branch())
    branch.ends.append(sense)


def _kin(root: _Branch) -> dict[str, list[tuple[str, Sense]]]:
    """Return the wordings of one word by their first letters."""
    heads: dict[str, list[tuple[str, Sense]]] = {}
    for word, branch in root.next.items():
        if len(word) >= KIN_HEAD and word not in small_words():
            heads.setdefault(word[:KIN_HEAD], []).extend((word, s) for s in branch.ends)
    return heads
