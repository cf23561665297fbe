"""Fit the weights of `models/confidence.toml` on annotated plans and print how well they hold.

    python -m benchmarks.fit_confidence [--plans N] [--scans N] [--write]

Plans: the zoo in every layout, printed well; its text layouts damaged (labels lost, lines joined or
broken); its PDF layouts scanned, where optical recognition is installed; the annotated plans of
`--golds` folders. Seeds that leave rest 0 when divided by 3 are not used to fit: the figures are
theirs. numpy only.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from extractor.attributes import Context
from extractor.confidence import Features, describe, find_facts
from extractor.diagnostics import Report
from extractor.evaluate.figures import reliability
from extractor.evaluate.golds import FlatNode, load
from extractor.evaluate.matching import match_nodes, rightly_placed
from extractor.furniture import find_roles
from extractor.normalise import build_nodes
from extractor.readers import load_bytes, read_bytes
from extractor.readers.decode import decode
from extractor.resources import models_path
from extractor.schema import Term
from extractor.structure import find_structure
from tests.zoo.__main__ import render
from tests.zoo.renderers import load as load_layouts

RIDGE = 1.0  # L2 penalty on every weight but the bias, in nodes
FOLDS = 3
DAMAGE = 0.06  # share of the lines of a damaged text that are spoiled
SCANNED = ("pdf_labelled", "pdf_unlabelled", "pdf_merged", "pdf_forms", "pdf_table_per_oo")


@dataclass(frozen=True)
class Sample:
    """A node that was extracted: its features, and whether level, title and parent are right."""

    features: Features
    right: bool
    held_out: bool
    source: str


def samples_of(path: Path, gold: Path, source: str, held_out: bool) -> list[Sample]:
    """Extract a document and compare each node with its annotation."""
    document = read_bytes(load_bytes(path), path.name)
    structure = find_structure(document, find_roles(document))
    roots = structure.roots
    tree = build_nodes(roots, document, Context(document, Term()), "plan", Report())
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
    features = describe(roots, find_facts(document, roots, structure.candidates))
    return [Sample(f, i in right, held_out, source) for i, f in enumerate(features)]


def damage(text: str, rng: random.Random) -> str:
    """Spoil lines as bad copies do: a label or marker lost, lines joined, a line broken."""
    lines = text.split("\n")
    out: list[str] = []
    for line in lines:
        chance = rng.random()
        if not line.strip() or chance > DAMAGE:
            out.append(line)
        elif chance < DAMAGE * 0.4:
            out.append(re.sub(r"\S+\s*", "", line, count=rng.choice((1, 1, 2))))
        elif chance < DAMAGE * 0.7 and out:
            out[-1] = f"{out[-1]} {line.strip()}"
        else:
            words = line.split(" ")
            at = rng.randrange(len(words))
            out += [" ".join(words[:at]), " ".join(words[at:])]
    return "\n".join(out)


def zoo_samples(folder: Path, plans: int, scans: int) -> Iterator[Sample]:
    """Yield the nodes of the zoo: printed, damaged and scanned."""
    for layout in load_layouts().values():
        for seed in range(1, plans + 1):
            held_out = seed % FOLDS == 0
            path, expected = render(layout, seed, folder)
            gold = path.with_suffix(".gold.json")
            expected.write_gold(gold)
            yield from samples_of(path, gold, "printed", held_out)
            if layout.suffix == ".txt":
                text = decode(path.read_bytes())
                path.write_text(damage(text, random.Random(seed)), encoding="utf-8")
                yield from samples_of(path, gold, "damaged", held_out)
        for seed in range(1, scans + 1) if layout.name in SCANNED else ():
            path, expected = render(layout, seed, folder, scan=True)
            gold = path.with_suffix(".gold.json")
            expected.write_gold(gold)
            yield from samples_of(path, gold, "scanned", seed % FOLDS == 0)


def gold_samples(folders: Sequence[Path]) -> Iterator[Sample]:
    """Yield the nodes of documents that stand beside their `NAME.gold.json`; never fitted on."""
    for folder in folders:
        for gold in sorted(folder.rglob("*.gold.json")):
            stem = gold.name.removesuffix(".gold.json")
            for path in sorted(gold.parent.glob(f"{stem}.*")):
                if path.suffix != ".json":
                    yield from samples_of(path, gold, "annotated", True)


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
        f"{table['calibration_error']}, right when sure (>= 0.9) {table['right_when_sure']}"
    )
    for row in table["buckets"]:
        bucket = f"{row['from']:.1f}-{row['to']:.1f}"
        print(f"  {bucket} {row['nodes']:6} {row['confidence']} {row['right']}")


def write(weights: dict[str, float], samples: Sequence[Sample]) -> None:
    """Write the weights where the extractor reads them."""
    lines = [
        "# Weights of the logistic model behind `confidence`: see extractor/confidence.py for the",
        "# features. Made by `python -m benchmarks.fit_confidence --write`; not edited by hand.",
        f'source = "{len(samples)} nodes of the layout zoo: printed, damaged, scanned"',
        "",
        "[weights]",
        *(f"{name} = {value:.4f}" for name, value in weights.items()),
    ]
    target = models_path("taxonomy.toml").with_name("confidence.toml")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, print the figures of the nodes held out, and write the weights on request."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plans", type=int, default=9, help="per layout")
    parser.add_argument("--scans", type=int, default=6, help="per scanned layout")
    parser.add_argument("--golds", type=Path, action="append", default=[], help="annotated plans")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        samples = list(zoo_samples(Path(temporary), options.plans, options.scans))
    annotated = list(gold_samples(options.golds))
    fitted = [s for s in samples if not s.held_out]
    kept = [s for s in samples if s.held_out]
    names = sorted({name for s in fitted for name in s.features})
    weights = fit(fitted, names)
    for name, value in sorted(weights.items(), key=lambda pair: -abs(pair[1])):
        print(f"{name:18} {value:8.3f}")
    report(weights, fitted, "fitted")
    for source in ("printed", "damaged", "scanned"):
        if part := [s for s in kept if s.source == source]:
            report(weights, part, f"held out, {source}")
    report(weights, kept, "held out, all")
    if annotated:
        report(weights, annotated, "annotated plans")
    if options.write:
        write(weights, fitted)


if __name__ == "__main__":
    main()
