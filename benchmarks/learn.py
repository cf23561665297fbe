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
from pathlib import Path
from typing import Any

import numpy as np

from extractor.furniture import find_roles
from extractor.learn.weights import Example, fit, oracle, right
from extractor.readers import read_bytes
from extractor.resources import models_path
from extractor.structure import prepare
from extractor.structure.readings import best_readings
from extractor.structure.score import PARTS, Weights, load_weights
from extractor.text import letters
from extractor.vocabulary.words import RANKS

_FOLDS = 4


def load_case(name: str, data: bytes, filename: str, gold: dict[str, Any]) -> Example | None:
    """Return a document with its truth, None where the gold's titles are not found in it."""
    document = read_bytes(data, filename)
    blocks, looks, words, _ = prepare(document, find_roles(document))
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
    return Example(name, blocks, looks, words, truth)


def figures(cases: Sequence[Example], weights: Weights) -> tuple[float, float]:
    """Return the mean share of items read right, and the share of documents all right."""
    shares = []
    for case in cases:
        readings, _ = best_readings(case.blocks, case.looks, weights, case.words)
        best = right(case, oracle(case))
        shares.append(right(case, readings[0].ranks) / best if best else 1.0)
    return float(np.mean(shares)), float(np.mean([s >= 1.0 for s in shares]))


def write(weights: Weights) -> None:
    """Write the weights of the parts into `models/structure.toml`."""
    path = models_path("structure.toml")
    text = path.read_text(encoding="utf-8")
    for name, value in zip(PARTS, weights.parts, strict=True):
        text = re.sub(rf"(?m)^{name} = [\d.]+", f"{name} = {value:.3f}", text)
    path.write_text(text, encoding="utf-8")


def _golds(folder: Path) -> list[Example]:
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


def _draws(count: int, seed: int) -> list[Example]:
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
