"""What a node is about: themes and sustainable development goals.

In: items with their parents. Out: for each, classes with a score from 0 to 1, best first.
Evidence is a sum of weights of wordings (`taxonomy.py`): those of the title in full, less inside
parentheses and in the description; a parent's evidence counts for a share at each level. What the
document prints as a category comes first, with score 1. Below a threshold nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from extractor.nlp.items import NlpItem, Sdg, Theme
from extractor.nlp.taxonomy import Taxonomy, load_goals, load_taxonomy
from extractor.text import letters

# Chosen on the annotations of one plan, see `python -m benchmarks.nlp`.
HEAD_WORDS = 5  # content words at the head of a title, which say what it is about
HEAD = 1.25
PARENTHESIS = 0.4  # examples
DESCRIPTION = 0.4
INHERITED = 0.5  # share of the parent's evidence
PHRASE = 0.5  # what each further word of a wording adds to its weight
COVERED = 0.5  # share left to a word inside a longer wording: `environnement` de travail
INHERITED_OS = 0.2  # the same where the parent is a strategic objective, which is broad
HALF = 2.0  # evidence that scores 0.5
THEME_THRESHOLD = 0.3
SDG_THRESHOLD = 0.5
MAX_THEMES = 3
BEHIND_FIRST = 0.8  # a theme is kept when it scores at least this share of the first

Evidence = dict[str, float]


def classify_themes(items: Sequence[NlpItem]) -> list[tuple[Theme, ...]]:
    """Return the themes of each item."""
    taxonomy = load_taxonomy()
    of_cpas = _is_cpas(items)
    merged = taxonomy.cpas if of_cpas else taxonomy.commune
    totals = [_merge(evidence, merged) for evidence in _totals(items, taxonomy)]
    return [_themes(item, total, taxonomy) for item, total in zip(items, totals, strict=True)]


def classify_sdgs(items: Sequence[NlpItem]) -> list[tuple[Sdg, ...]]:
    """Return the goals of each item that are not printed on it."""
    goals = load_goals()
    results = []
    for item, total in zip(items, _totals(items, goals), strict=True):
        ranked = [pair for pair in _ranked(total) if pair[1] >= SDG_THRESHOLD]
        results.append(
            tuple(
                Sdg(int(code), score)
                for code, score in ranked[:MAX_THEMES]
                if int(code) not in item.sdgs
            )
        )
    return results


def _is_cpas(items: Sequence[NlpItem]) -> bool:
    """Tell whether the plan is a CPAS's: by its institution, else by its first objectives."""
    names = {letters(name) for item in items for name in item.context}
    if names:
        return any("cpas" in name or "centrepublicdactionsociale" in name for name in names)
    return sum("cpas" in letters(item.title) for item in items) * 8 >= len(items)


def _totals(items: Sequence[NlpItem], taxonomy: Taxonomy) -> list[Evidence]:
    totals: list[Evidence] = []
    for position, item in enumerate(items):
        total = defaultdict(float, _own(item, taxonomy))
        if item.parent is not None and item.parent < position:
            share = INHERITED_OS if items[item.parent].level == "OS" else INHERITED
            for code, value in totals[item.parent].items():
                total[code] += share * value
        totals.append(dict(total))
    return totals


def _own(item: NlpItem, taxonomy: Taxonomy) -> Evidence:
    evidence: Evidence = defaultdict(float)
    _collect(item.title, 1.0, taxonomy, evidence)
    if item.description:
        _collect(item.description, DESCRIPTION, taxonomy, evidence)
    return evidence


def _collect(text: str, share: float, taxonomy: Taxonomy, evidence: Evidence) -> None:
    """Add the weight of each wording found; one word serves a class once, by its best wording."""
    found = taxonomy.split(text)
    stems = [word for word, _ in found]
    inside = _parenthesised(text)
    matches = [
        (start, *found) for start in range(len(stems)) for found in taxonomy.match(stems, start)
    ]
    seen = {place for start, *_, length in matches for place in range(start, start + length)}
    for place in range(len(stems)):
        if place not in seen:
            matches += [(place, code, weight, 1) for code, weight in taxonomy.similar(stems[place])]
    longest = [1] * len(stems)
    for start, _, _, length in matches:
        for place in range(start, start + length):
            longest[place] = max(longest[place], length)
    best: dict[tuple[str, int], float] = {}
    for start, code, weight, length in matches:
        factor = PARENTHESIS if inside[found[start][1]] else HEAD if start < HEAD_WORDS else 1.0
        value = share * weight * factor * (1 + PHRASE * (length - 1)) / length
        for place in range(start, start + length):
            covered = COVERED if longest[place] > length else 1.0
            best[code, place] = max(best.get((code, place), 0.0), value * covered)
    repeated: dict[tuple[str, str], float] = {}
    for (code, place), value in best.items():
        key = (code, stems[place])  # a word said twice is one fact
        repeated[key] = max(repeated.get(key, 0.0), value)
    for (code, _), value in repeated.items():
        evidence[code] += value


def _parenthesised(text: str) -> list[bool]:
    depth, inside = 0, []
    for char in text:
        depth += (char == "(") - (char == ")")
        inside.append(depth > 0)
    return inside


def _merge(evidence: Evidence, merged: Mapping[str, str]) -> Evidence:
    total: Evidence = defaultdict(float)
    for code, value in evidence.items():
        total[merged.get(code, code)] += value
    return total


def _ranked(total: Evidence) -> list[tuple[str, float]]:
    scores = [(code, round(value / (value + HALF), 3)) for code, value in total.items()]
    return sorted(scores, key=lambda pair: (-pair[1], pair[0]))


def _themes(item: NlpItem, total: Evidence, taxonomy: Taxonomy) -> tuple[Theme, ...]:
    printed = [code for name in item.categories if (code := _category(name))]
    ranked = [pair for pair in _ranked(total) if pair[1] >= THEME_THRESHOLD]
    if ranked:
        ranked = [pair for pair in ranked if pair[1] >= BEHIND_FIRST * ranked[0][1]][:MAX_THEMES]
    codes = dict.fromkeys(printed, 1.0) | {c: s for c, s in ranked if c not in printed}
    return tuple(Theme(code, taxonomy.labels[code], score) for code, score in codes.items())


@lru_cache(maxsize=256)
def _category(printed: str) -> str | None:
    """Return the code of a printed category: its whole label, or what follows its last dash."""
    wanted = letters(printed)
    for code, label in load_taxonomy().labels.items():
        if wanted in (letters(label), letters(label.rpartition(" - ")[2])):
            return code
    return None
