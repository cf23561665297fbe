"""Refit the weights of the structure layer on golds; figures before and after, golds left out.

    python -m benchmarks.learn [--golds FOLDER …] [--draws N] [--seed S] [--write]

In: folders with documents and `NAME.gold.json` beside them (a corrected plan is one), and random
draws of the grammar of layouts. For each document the reading that the gold asks for is compared
with the other readings that the search finds; weights move where another one scores more
(structured perceptron with margin, averaged). Figures are of documents left out in turn (folds by
label and layout: a whole draw of the grammar, a whole gold). `--write` writes
`models/structure.toml` when the figures are better.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from extractor.furniture import find_roles
from extractor.readers import read_bytes
from extractor.resources import models_path
from extractor.structure import collect
from extractor.structure.blocks import Block
from extractor.structure.looks import Look, find_looks
from extractor.structure.readings import best_readings
from extractor.structure.score import PARTS, Weights, load_weights, score
from extractor.structure.series import OwnWords
from extractor.structure.summaries import adopt_words, find_mentions
from extractor.text import letters
from extractor.vocabulary.words import RANKS

_FOLDS = 4
_EPOCHS = 6
_RATE = 0.02
_MARGIN = 0.5  # by which the right reading is to win, for each share of blocks that differ


@dataclass(frozen=True, slots=True)
class Case:
    """One document: its blocks and looks, and the rank that the gold gives each block."""

    name: str
    blocks: list[Block]
    looks: list[Look]
    words: OwnWords
    truth: dict[int, int]


def load_case(name: str, data: bytes, filename: str, gold: dict[str, Any]) -> Case | None:
    """Return a document with its truth, None where the gold's titles are not found in it."""
    document = read_bytes(data, filename)
    blocks, words = collect(document, find_roles(document))
    looks = find_looks(blocks)
    mentions = find_mentions(blocks, looks)
    if adopt_words(blocks, mentions):
        looks = find_looks(blocks)
    looks = [
        k
        for look in looks
        if (k := replace(look, members=tuple(a for a in look.members if a not in mentions))).members
    ]
    levels: dict[str, Counter[str]] = {}
    for node in gold["nodes"]:
        levels.setdefault(letters(node["title"]), Counter())[node["level"]] += 1
    truth = {
        at: 1 + RANKS.index(found.most_common(1)[0][0])
        for look in looks
        for at in look.members
        if (found := levels.get(letters(blocks[at].title)))
    }
    if len(truth) < 0.5 * len(gold["nodes"]):
        return None
    return Case(name, blocks, looks, words, truth)


def oracle(case: Case) -> tuple[int, ...]:
    """Return the reading that agrees with most blocks of each look."""
    return tuple(
        Counter(case.truth.get(at, 0) for at in look.members).most_common(1)[0][0]
        for look in case.looks
    )


def right(case: Case, ranks: Sequence[int]) -> float:
    """Return the share of items that a reading gives their rank."""
    total = sum(len(look.members) for look in case.looks)
    good = sum(
        case.truth.get(at, 0) == rank
        for look, rank in zip(case.looks, ranks, strict=True)
        for at in look.members
    )
    return good / total if total else 1.0


def figures(cases: Sequence[Case], weights: Weights) -> tuple[float, float]:
    """Return the mean share of items read right, and the share of documents all right."""
    shares = []
    for case in cases:
        readings, _ = best_readings(case.blocks, case.looks, weights, case.words)
        best = right(case, oracle(case))
        shares.append(right(case, readings[0].ranks) / best if best else 1.0)
    return float(np.mean(shares)), float(np.mean([s >= 1.0 for s in shares]))


def fit(cases: Sequence[Case], weights: Weights, *, seed: int = 0) -> Weights:
    """Return weights under which the right readings win; never below zero."""
    current = weights.parts.copy()
    total = np.zeros_like(current)
    steps = 0
    rng = np.random.default_rng(seed)
    for _ in range(_EPOCHS):
        for i in rng.permutation(len(cases)):
            case = cases[int(i)]
            now = replace(weights, parts=current)
            readings, t = best_readings(case.blocks, case.looks, now, case.words)
            wanted = oracle(case)
            _, parts = score(np.array([wanted]), t, now)
            good = right(case, wanted)
            worst, loss = None, 0.0
            size = np.sqrt(max(1, len(case.truth)))
            for reading in readings:
                differs = good - right(case, reading.ranks)
                if differs <= 0:
                    continue
                other = np.array(reading.parts)
                lost = _MARGIN * differs * size - float((parts[0] - other) @ current) / size
                if lost > loss:
                    worst, loss = other, lost
            if worst is not None:
                current = np.maximum(0.01, current + _RATE * (parts[0] - worst) / size)
            total += current
            steps += 1
    return replace(weights, parts=total / max(1, steps))


def write(weights: Weights) -> None:
    """Write the weights of the parts into `models/structure.toml`."""
    path = models_path("structure.toml")
    text = path.read_text(encoding="utf-8")
    for name, value in zip(PARTS, weights.parts, strict=True):
        text = re.sub(rf"(?m)^{name} = [\d.]+", f"{name} = {value:.3f}", text)
    path.write_text(text, encoding="utf-8")


def _golds(folder: Path) -> list[Case]:
    out = []
    for gold in sorted(folder.rglob("*.gold.json")):
        stem = gold.name.removesuffix(".gold.json")
        own = (
            [gold.parent / stem] if (gold.parent / stem).exists() else gold.parent.glob(f"{stem}.*")
        )
        for path in own:
            if path.suffix in (".json", ".py"):
                continue
            case = load_case(
                path.name, path.read_bytes(), path.name, json.loads(gold.read_text("utf-8"))
            )
            if case is not None:
                out.append(case)
    return out


def _draws(count: int, seed: int) -> list[Case]:
    from tests.zoo.grammar import draw

    out = []
    for i in range(count):
        document = draw(seed + i, blind=True)
        case = load_case(document.filename, document.data, document.filename, document.gold)
        if case is not None:
            out.append(case)
    return out


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--golds", type=Path, nargs="*", default=[])
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--seed", type=int, default=500_000)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    golds = [case for folder in args.golds for case in _golds(folder)]
    cases = _draws(args.draws, args.seed) + golds * 2
    weights = load_weights()
    print(f"documents {len(cases)}")
    before, after = [], []
    for fold in range(_FOLDS):
        held = [c for i, c in enumerate(cases) if i % _FOLDS == fold]
        rest = [c for i, c in enumerate(cases) if i % _FOLDS != fold]
        names = {c.name for c in held}
        rest = [c for c in rest if c.name not in names]
        before.append(figures(held, weights))
        after.append(figures(held, fit(rest, weights)))
    for name, found in (("before", before), ("after ", after)):
        mean = np.mean(found, axis=0)
        print(f"{name} (left out)  items {mean[0]:.4f}  documents {mean[1]:.4f}")
    fitted = fit(cases, weights)
    for name, old, new in zip(PARTS, weights.parts, fitted.parts, strict=True):
        print(f"  {name:18} {old:7.3f} → {new:7.3f}")
    better = np.mean(after, axis=0)[0] > np.mean(before, axis=0)[0]
    if args.write and better:
        write(fitted)
        print("written")
    elif args.write:
        print("not better: not written")


if __name__ == "__main__":
    main()
