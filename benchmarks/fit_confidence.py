"""Fit the weights of `models/confidence.toml` and print how well they hold on what is left out.

    python -m benchmarks.fit_confidence [--draws N] [--plans N] [--golds FOLDER …] [--write]

Plans: random draws of the grammar of layouts with words that no vocabulary knows, and the named
layouts. Documents are left out whole: the figures are of every third draw, whose labels come from
the half of the blind words that no fitted draw prints, of the named layouts left out in turn, and
of the annotated plans of `--golds`. numpy only.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from extractor.attributes import Context
from extractor.confidence import Features, describe
from extractor.diagnostics import Report
from extractor.evaluate.figures import reliability
from extractor.evaluate.golds import FlatNode, load
from extractor.evaluate.matching import match_nodes, rightly_placed
from extractor.furniture import find_roles
from extractor.normalise import build_nodes
from extractor.readers import load_bytes, read_bytes
from extractor.resources import models_path
from extractor.schema import Term
from extractor.structure import find_structure
from tests.zoo.__main__ import render
from tests.zoo.grammar import draw
from tests.zoo.renderers import load as load_layouts

RIDGE = 10.0  # L2 penalty on every weight but the bias, in nodes
FOLDS = 3


@dataclass(frozen=True)
class Sample:
    """A node that was extracted: its features, and whether level, title and parent are right."""

    features: Features
    right: bool
    held_out: bool
    source: str


def samples_of(data: bytes, filename: str, gold: Path, source: str, held_out: bool) -> list[Sample]:
    """Extract a document and compare each node with its annotation."""
    document = read_bytes(data, filename)
    structure = find_structure(document, find_roles(document))
    if not structure.roots:
        return []
    tree = build_nodes(structure.roots, document, Context(document, Term()), "plan", Report())
    places: dict[str, int] = {}
    flat: list[FlatNode] = []
    for root in tree:
        for node in root.walk():
            parent = places.get(node.id.rpartition("/")[0])
            places[node.id] = len(flat)
            flat.append(
                FlatNode(node.level.value, node.title, node.code, parent, None, None, None, 1.0)
            )
    wanted = load(gold).nodes
    matches = match_nodes(wanted, flat) if flat and wanted else {}
    right = {matches[place] for place in rightly_placed(wanted, flat, matches)}
    found = describe(structure, document)
    return [Sample(f, i in right, held_out, source) for i, f in enumerate(found)]


def drawn(folder: Path, count: int, seed: int) -> Iterator[Sample]:
    """Yield the nodes of random draws; every third is left out, with blind words of its own."""
    for i in range(count):
        held_out = i % FOLDS == 0
        document = draw(seed + i, blind=True, fold=1 if held_out else 0)
        gold = folder / "draw.gold.json"
        gold.write_text(json.dumps(document.gold, ensure_ascii=False), encoding="utf-8")
        yield from samples_of(document.data, document.filename, gold, "drawn", held_out)


def named(folder: Path, plans: int) -> Iterator[Sample]:
    """Yield the nodes of the named layouts; every third layout is left out."""
    for i, layout in enumerate(load_layouts().values()):
        for seed in range(1, plans + 1):
            path, expected = render(layout, seed, folder)
            gold = path.with_suffix(".gold.json")
            expected.write_gold(gold)
            held_out = i % FOLDS == 0
            yield from samples_of(load_bytes(path), path.name, gold, "named", held_out)


def annotated(folders: Sequence[Path]) -> Iterator[Sample]:
    """Yield the nodes of documents that stand beside their `NAME.gold.json`; never fitted on."""
    for folder in folders:
        for gold in sorted(folder.rglob("*.gold.json")):
            stem = gold.name.removesuffix(".gold.json")
            for path in sorted(gold.parent.glob(f"{stem}.*")):
                if path.suffix not in (".json", ".py"):
                    yield from samples_of(load_bytes(path), path.name, gold, "annotated", True)


def fit(samples: Sequence[Sample], names: Sequence[str]) -> dict[str, float]:
    """Return the weights of a ridge logistic regression, by Newton's method."""
    x = np.array([[1.0, *(s.features.get(n, 0.0) for n in names)] for s in samples])
    y = np.array([float(s.right) for s in samples])
    w = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], RIDGE)
    penalty[0] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return {"bias": float(w[0]), **{n: float(v) for n, v in zip(names, w[1:], strict=True)}}


def chance(weights: dict[str, float], features: Features) -> float:
    """Return what the fitted model says of a node."""
    total = weights["bias"] + sum(weights.get(n, 0.0) * v for n, v in features.items())
    return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


def report(weights: dict[str, float], samples: Sequence[Sample], title: str) -> None:
    """Print the reliability of the model on some nodes."""
    table: dict[str, Any] = reliability([(chance(weights, s.features), s.right) for s in samples])
    share = sum(s.right for s in samples) / max(1, len(samples))
    print(
        f"{title}: {len(samples)} nodes, {share:.4f} right, calibration error "
        f"{table['calibration_error']}, right when sure (>= 0.9) {table['right_when_sure']}",
        flush=True,
    )
    for row in table["buckets"]:
        bucket = f"{row['from']:.1f}-{row['to']:.1f}"
        print(f"  {bucket} {row['nodes']:6} {row['confidence']} {row['right']}")


def write(weights: dict[str, float], samples: Sequence[Sample]) -> None:
    """Write the weights where the extractor reads them."""
    lines = [
        "# Weights of the logistic model behind `confidence`: see extractor/confidence.py for the",
        "# features. Made by `python -m benchmarks.fit_confidence --write`; not edited by hand.",
        f'source = "{len(samples)} nodes of random draws and named layouts"',
        "",
        "[weights]",
        *(f"{name} = {value:.4f}" for name, value in weights.items()),
    ]
    target = models_path("confidence.toml")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, print the figures of the nodes held out, and write the weights on request."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=300)
    parser.add_argument("--seed", type=int, default=700_000)
    parser.add_argument("--plans", type=int, default=2, help="per named layout")
    parser.add_argument("--golds", type=Path, action="append", default=[], help="annotated plans")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        samples = [
            *drawn(folder, options.draws, options.seed), *named(folder, options.plans)
        ]  # fmt: skip
    print(f"{len(samples)} nodes", flush=True)
    fitted = [s for s in samples if not s.held_out]
    kept = [s for s in samples if s.held_out]
    names = sorted({name for s in fitted for name in s.features})
    weights = fit(fitted, names)
    for name, value in sorted(weights.items(), key=lambda pair: -abs(pair[1])):
        print(f"{name:18} {value:8.3f}")
    report(weights, fitted, "fitted")
    for source in ("drawn", "named"):
        if part := [s for s in kept if s.source == source]:
            report(weights, part, f"left out, {source}")
    report(weights, kept, "left out, all")
    if options.golds:
        report(weights, list(annotated(options.golds)), "annotated plans")
    if options.write:
        write(weights, fitted)


if __name__ == "__main__":
    main()
