"""Figures of `extractor.nlp` on annotated nodes: `python -m benchmarks.nlp`.

Entities (exact span and label), first theme, all themes, titles in capitals. The annotations of
the two real plans are in `tests/nlp/annotations/`; their sentences stay in `../shared/plans`.
"""

from __future__ import annotations

import json
import time
import unicodedata
from dataclasses import dataclass
from hashlib import blake2s
from pathlib import Path
from typing import Any

from extractor.nlp import NlpItem, NlpResult, enrich, normalize_title

ROOT = Path(__file__).resolve().parents[1]
ANNOTATIONS = ROOT / "tests" / "nlp" / "annotations"
PLANS = ROOT.parent / "shared" / "plans"
CONTEXTS = {"baelen": ("CPAS de Baelen", "Baelen"), "oupeye": ("CPAS d’Oupeye", "Oupeye")}


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
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        return f"precision {precision:.3f}  recall {recall:.3f}  F1 {self.f1:.3f}"


def slug_of(code: str) -> str:
    """Return the short name that annotations use for a theme."""
    last = code.rpartition("/")[2]
    for prefix in ("volet-externe-dvp-politiques-", "volet-interne-adm-generale-"):
        last = last.removeprefix(prefix)
    return last


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
        found = [slug_of(theme.code) for theme in result.themes]
        first += found[:1] == row["themes"][:1]
        among += found[0] in row["themes"] if found else not row["themes"]
        counts.add(set(row["themes"]), set(found))
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


def main() -> None:
    """Print every figure."""
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
        enrich(items[:2])
        start = time.perf_counter()
        results = enrich(items)
        seconds = time.perf_counter() - start
        first, among, themes = score_themes(results, rows)
        print(f"\n{name}: {len(items)} nodes, {seconds:.2f} s warm")
        print(f"  entities           {score_entities(items, results, rows)}")
        print(f"  without the CPAS   {score_entities(items, results, rows, own=False)}")
        print(f"  first theme        {first:.3f} the first annotated, {among:.3f} one of them")
        print(f"  all themes         {themes}")


if __name__ == "__main__":
    main()
