"""The data of themes and goals: `models/taxonomy.toml`, `models/sdgs.toml`.

In: wordings in French, worth 3, 1.5 or 0.7. Out: a trie of stemmed words, so that a title is
compared with all of them in one pass.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from extractor.lexicon import key_of
from extractor.resources import models_path

KIN_HEAD = 5  # letters
KIN_LIKENESS = 0.5  # of the longer word
KIN_SHARE = 0.6  # of the weight of the listed word
WEIGHTS = {"strong": 3.0, "terms": 1.5, "weak": 0.7}
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+", re.UNICODE)
# feminine and plural endings, longest first, and what they become
_ENDINGS = (
    ("trice", "teur"), ("euse", "eur"), ("elle", "el"), ("enne", "en"),
    ("iere", "ier"), ("ive", "if"), ("ale", "al"), ("aux", "al"),
)  # fmt: skip


def stem(word: str) -> str:
    """Return what a word shares with its feminine and its plural.

    >>> [stem(w) for w in ("sociaux", "bénéficiaires", "accompagnées")]
    ['social', 'beneficiair', 'accompagne']
    """
    key = key_of(word).replace(".", "")
    if len(key) <= 3:
        return key
    if key.endswith("eaux") or (key.endswith("s") and not key.endswith("ss")):
        key = key[:-1]
    for ending, replacement in _ENDINGS:
        if key.endswith(ending) and len(key) > len(ending) + 2:
            return key[: -len(ending)] + replacement
    return key[:-1] if key.endswith("e") and len(key) > 4 else key


@dataclass(slots=True)
class _Branch:
    """A point of the trie; `ends` lists (class, weight) of the wordings that end here."""

    next: dict[str, _Branch] = field(default_factory=dict)
    prefixes: dict[str, _Branch] = field(default_factory=dict)
    ends: list[tuple[str, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Classes with their labels and the trie of their wordings."""

    labels: dict[str, str]
    root: _Branch
    kin: dict[str, list[tuple[str, str, float]]]  # head → (word, class, weight)
    small_words: frozenset[str]
    cpas: dict[str, str]  # category → domain that stands for it in the plan of a CPAS
    commune: dict[str, str]  # domain → category that stands for it in the plan of a commune

    def split(self, text: str) -> list[tuple[str, int]]:
        """Return the stems of a text with their offsets, small words left out."""
        found = ((match.group(), match.start()) for match in _WORD.finditer(text))
        return [
            (stem(word), place) for word, place in found if key_of(word) not in self.small_words
        ]

    def match(self, stems: list[str], start: int) -> list[tuple[str, float, int]]:
        """Return (class, weight, words) for the wordings that begin at a stem."""
        found: list[tuple[str, float, int]] = []
        branches = [self.root]
        for position in range(start, len(stems)):
            branches = [after for branch in branches for after in _follow(branch, stems[position])]
            if not branches:
                break
            length = position - start + 1
            found += [(code, weight, length) for b in branches for code, weight in b.ends]
        return found

    def similar(self, word: str) -> list[tuple[str, float]]:
        """Return (class, weight) of the wordings of one word that are akin to an unlisted one.

        `endetté` is akin to `endettement`: a common head of at least `KIN_HEAD` letters; the
        weight falls with the part that differs.
        """
        if len(word) < KIN_HEAD:
            return []
        found: dict[str, float] = {}
        for listed, code, weight in self.kin.get(word[:KIN_HEAD], ()):
            common = _common_head(listed, word)
            likeness = common / max(len(listed), len(word))
            if likeness >= KIN_LIKENESS:
                found[code] = max(found.get(code, 0.0), KIN_SHARE * likeness * weight)
        return list(found.items())


def _common_head(one: str, other: str) -> int:
    """Return how many letters two words share from the start."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _follow(branch: _Branch, word: str) -> list[_Branch]:
    after = [branch.next[word]] if word in branch.next else []
    after += [b for prefix, b in branch.prefixes.items() if word.startswith(prefix)]
    return after


@lru_cache(maxsize=1)
def load_taxonomy() -> Taxonomy:
    """Return the themes of `models/taxonomy.toml`."""
    data = tomllib.loads(models_path("taxonomy.toml").read_text("utf-8"))
    return _build([*data["category"], *data["theme"]], frozenset(data["small_words"]))


@lru_cache(maxsize=1)
def load_goals() -> Taxonomy:
    """Return the goals of `models/sdgs.toml`."""
    data = tomllib.loads(models_path("sdgs.toml").read_text("utf-8"))
    return _build(data["goal"], load_taxonomy().small_words)


def _build(entries: list[dict[str, Any]], small_words: frozenset[str]) -> Taxonomy:
    slugs = {entry["code"].rpartition("/")[2]: entry["code"] for entry in entries}
    root = _Branch()
    for entry in entries:
        for level, weight in WEIGHTS.items():
            for wording in entry.get(level, ()):
                _add(root, wording, entry["code"], weight, small_words)
    return Taxonomy(
        {entry["code"]: entry["label"] for entry in entries},
        root,
        _kin(root),
        small_words,
        {entry["code"]: slugs[entry["cpas"]] for entry in entries if "cpas" in entry},
        {entry["code"]: entry["commune"] for entry in entries if "commune" in entry},
    )


def _add(
    root: _Branch, wording: str, code: str, weight: float, small_words: frozenset[str]
) -> None:
    branch = root
    for word in wording.replace("-", " ").split():
        if key_of(word) in small_words and " " in wording:
            continue
        if word.endswith("*"):
            branch = branch.prefixes.setdefault(key_of(word[:-1]), _Branch())
        else:
            branch = branch.next.setdefault(stem(word), _Branch())
    branch.ends.append((code, weight))


def _kin(root: _Branch) -> dict[str, list[tuple[str, str, float]]]:
    """Return the wordings of one word by their first letters."""
    heads: dict[str, list[tuple[str, str, float]]] = {}
    for word, branch in root.next.items():
        if len(word) >= KIN_HEAD:
            entries = [(word, code, weight) for code, weight in branch.ends]
            heads.setdefault(word[:KIN_HEAD], []).extend(entries)
    return heads
