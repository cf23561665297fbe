"""Figures of what titles mean: `python -m benchmarks.nlp`, the blind ones first.

Blind: titles of plans by authors who know nothing of the word lists (`benchmarks.blind`), the half
that nothing was built on beside the half for building: themes, goals, entities, likeness, search.
Then our own: three CPAS plans annotated here (entities by exact span and label, themes) and titles
in capitals. The annotations of the two real plans are in `tests/nlp/annotations/`; their sentences
stay in `../shared/plans`.
"""

from __future__ import annotations

import argparse
import json
import math
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2s
from pathlib import Path
from typing import Any

from benchmarks.blind import (
    SAME,
    BlindPlan,
    read_authors,
    read_own,
    read_pairs,
    read_queries,
    theme_name,
)
from extractor.harmonise import DEFAULT_THRESHOLD
from extractor.nlp import NlpItem, NlpResult, enrich, normalize_title
from extractor.nlp.likeness import likeness
from extractor.search import Entry, Index

ROOT = Path(__file__).resolve().parents[1]
ANNOTATIONS = ROOT / "tests" / "nlp" / "annotations"
PLANS = ROOT.parent / "shared" / "plans"
CONTEXTS = {"baelen": ("CPAS de Baelen", "Baelen"), "oupeye": ("CPAS d’Oupeye", "Oupeye")}
RECALL_AT, GAIN_AT = 20, 10  # hits that a person looks at


@dataclass
class Counts:
    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, expected: set[Any], found: set[Any]) -> None:
        self.right += len(expected & found)
        self.wrong += len(found - expected)
        self.missed += len(expected - found)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}  recall {self.recall:.3f}  F1 {self.f1:.3f}"


@dataclass
class BlindScores:
    """Figures over the annotated titles of plans."""

    titles: int
    first: float
    none: float
    themes: Counts
    goals: Counts
    entities: Counts
    by_label: dict[str, Counts]


def score_blind(plans: Iterable[BlindPlan]) -> BlindScores:
    """Compare what is inferred of whole plans with the annotations of some of their titles."""
    titles = first = none = 0
    themes, goals, entities = Counts(), Counts(), Counts()
    by_label: dict[str, Counts] = {}
    for plan in plans:
        for result, told in zip(enrich(plan.items), plan.annotations, strict=True):
            if told is None:
                continue
            titles += 1
            found = list(dict.fromkeys(theme_name(theme.code) for theme in result.themes))
            first += bool(found) and found[0] in told.themes
            none += not found
            themes.add(set(told.themes), set(found))
            goals.add(set(told.sdgs), {goal.goal for goal in result.sdgs})
            spans = {(e.start, e.end, e.label) for e in result.entities}
            entities.add(set(told.entities), spans)
            for label in {label for *_, label in spans | told.entities}:
                by_label.setdefault(label, Counts()).add(
                    {row for row in told.entities if row[2] == label},
                    {row for row in spans if row[2] == label},
                )
    return BlindScores(titles, first / titles, none / titles, themes, goals, entities, by_label)


def score_pairs(half: str) -> tuple[int, int, int]:
    """Return how many pairs of one meaning are found, of two are raised, and of how many."""
    rows = read_pairs(half)
    raised = [same for same, a, b in rows if likeness(a, b).score >= DEFAULT_THRESHOLD]
    return sum(raised), len(raised) - sum(raised), sum(same for same, *_ in rows)


def score_search(half: str) -> tuple[float, float, int]:
    """Return recall@20, nDCG@10 and how many queries find nothing."""
    entries: list[Entry] = []
    for plan in read_own(half):
        base = len(entries)
        for item in plan.items:
            parent = None if item.parent is None else base + item.parent
            entries.append(Entry(item.title, "", parent))
    index = Index(entries)
    recalls, gains, empty = [], [], 0
    for query, right in read_queries(half):
        found = [hit.place for hit in index.search(query, RECALL_AT).hits]
        empty += not found
        recalls.append(len(right & set(found)) / len(right))
        gained = sum(1 / math.log2(k + 2) for k, p in enumerate(found[:GAIN_AT]) if p in right)
        best = sum(1 / math.log2(k + 2) for k in range(min(GAIN_AT, len(right))))
        gains.append(gained / best)
    return sum(recalls) / len(recalls), sum(gains) / len(gains), empty


def print_blind() -> None:
    """Print the blind figures, the half that nothing was built on first."""
    halves = {
        "held": "held out",
        "fresh": "fresh, never mended on",
        "last": "unusual wordings, never mended on",
        "build": "building half, optimistic",
    }
    for half, name in halves.items():
        sets = [("independent authors", read_authors(half)), ("our own writing", read_own(half))]
        if half in ("fresh", "last"):
            del sets[0]  # their titles are our own alone
        for who, plans in sets:
            scores = score_blind(plans)
            labels = "  ".join(f"{k} {v.f1:.2f}" for k, v in sorted(scores.by_label.items()))
            print(f"\nblind, {name}, {who}: {scores.titles} titles")
            print(f"  first theme right  {scores.first:.3f}, none {scores.none:.3f}")
            for kind in sorted({plan.kind for plan in plans}):
                part = score_blind([plan for plan in plans if plan.kind == kind])
                print(f"    {kind:12} {part.first:.3f} of {part.titles}")
            print(f"  all themes         {scores.themes}")
            print(f"  goals              {scores.goals}")
            print(f"  entities           {scores.entities}")
            print(f"    {labels}")
        found, raised, pairs = score_pairs(half)
        print(f"\nlikeness, {name}: {found} of {pairs} same found, {raised} different raised")
        if half == "last":
            continue  # it has no queries
        recall, gain, empty = score_search(half)
        print(
            f"search, {name}: recall@{RECALL_AT} {recall:.3f}, nDCG@{GAIN_AT} {gain:.3f}, "
            f"{empty} find nothing"
        )


def read_plan(name: str) -> tuple[list[NlpItem], list[dict[str, Any]]]:
    """Return the items of a plan and its annotations, in the same order."""
    context = CONTEXTS.get(name, ("CPAS de Valmont", "Valmont"))
    rows = json.loads((ANNOTATIONS / f"{name}.json").read_text("utf-8"))
    if name == "fictional":
        nodes = rows
    else:
        nodes = json.loads((PLANS / f"{name}.gold.json").read_text("utf-8"))["nodes"]
    items = [NlpItem(n["title"], n["level"], n["parent"], context=context) for n in nodes]
    return items, rows


def score_entities(
    items: list[NlpItem], results: list[NlpResult], rows: list[dict[str, Any]], own: bool = True
) -> Counts:
    """Compare spans; `own=False` leaves out the mentions of the CPAS itself."""
    counts = Counts()
    for item, result, row in zip(items, results, rows, strict=True):
        expected = {tuple(entity) for entity in row["entities"]}
        found = {(e.start, e.end, e.label) for e in result.entities}
        if not own:
            words = {"CPAS", "C.P.A.S."}
            expected = {e for e in expected if item.title[e[0] : e[1]] not in words}
            found = {e for e in found if item.title[e[0] : e[1]] not in words}
        counts.add(expected, found)
    return counts


def score_themes(
    results: list[NlpResult], rows: list[dict[str, Any]]
) -> tuple[float, float, Counts]:
    """Return the share of nodes whose first theme is the first, is one of the annotated; all."""
    first = among = 0
    counts = Counts()
    for result, row in zip(results, rows, strict=True):
        found = list(dict.fromkeys(theme_name(theme.code) for theme in result.themes))
        wanted = [SAME.get(name, name) for name in row["themes"]]
        first += found[:1] == wanted[:1]
        among += found[0] in wanted if found else not wanted
        counts.add(set(wanted), set(found))
    return first / len(rows), among / len(rows), counts


def without_accents(text: str) -> str:
    """Return a text without accents and ligatures."""
    plain = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def digest(word: str) -> str:
    """Return what is stored of a word of a real plan."""
    return blake2s(word.encode(), digest_size=4).hexdigest()


def score_capitals(titles: list[str], accents: bool) -> tuple[int, int]:
    """Return (words right, words) over titles put in capitals and back."""
    right = total = 0
    for title in titles:
        printed = (title if accents else without_accents(title)).upper()
        expected, found = title.split(), normalize_title(printed).split()
        total += len(expected)
        if len(expected) == len(found):
            right += sum(a == b for a, b in zip(expected, found, strict=True))
    return right, total


def score_oupeye_capitals() -> tuple[int, int]:
    """Return (words right, words) over the titles that Oupeye prints in capitals."""
    expected = json.loads((ANNOTATIONS / "oupeye_capitals.json").read_text("utf-8"))
    nodes = json.loads((PLANS / "oupeye.gold.json").read_text("utf-8"))["nodes"]
    right = total = 0
    for node in nodes:
        words = expected.get(str(node["id"]))
        if words:
            found = [digest(word) for word in normalize_title(node["title"]).split()]
            total += len(words)
            right += sum(a == b for a, b in zip(words, found, strict=False))
    return right, total


def print_speed() -> None:
    """Print the processor time of a title, everything loaded."""
    plans = [plan.items for plan in read_authors("held")]
    start = time.process_time()
    for items in plans:
        enrich(items)
    titles = sum(map(len, plans))
    spent = 1000 * (time.process_time() - start) / titles
    print(f"\nspeed: {spent:.2f} ms of one processor a title, over {titles} titles")


def main() -> None:
    """Print every figure."""
    argparse.ArgumentParser(prog="python -m benchmarks.nlp", description=__doc__).parse_args()
    print_blind()
    print_speed()
    print()
    titles = (ROOT / "tests" / "nlp" / "titles.txt").read_text("utf-8").splitlines()
    for accents in (False, True):
        right, total = score_capitals(titles, accents)
        how = "with" if accents else "without"
        print(f"capitals {how} accents, {len(titles)} titles: {right / total:.4f} of {total} words")
    if PLANS.exists():
        right, total = score_oupeye_capitals()
        print(f"capitals of oupeye: {right / total:.4f} of {total} words")
    for name in ("fictional", *(CONTEXTS if PLANS.exists() else ())):
        items, rows = read_plan(name)
        results = enrich(items)
        first, among, themes = score_themes(results, rows)
        print(f"\nour own plan {name}: {len(items)} nodes")
        print(f"  entities           {score_entities(items, results, rows)}")
        print(f"  without the CPAS   {score_entities(items, results, rows, own=False)}")
        print(f"  first theme        {first:.3f} the first annotated, {among:.3f} one of them")
        print(f"  all themes         {themes}")


if __name__ == "__main__":
    main()
