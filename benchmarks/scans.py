"""How well scans are read: `python -m benchmarks.scans [--engine rapidocr]`.

Every PDF layout of the zoo (`tests.zoo`), printed for a few random plans, turned into what a
scanner makes of it (`tests.zoo.scan`: 200 dpi, up to 0.7° askew, blur, noise, dust) and extracted.
`tree_f1` is that of `pst evaluate`: a title may differ by a twelfth. `exact` wants every letter of
the title. `native` is the same figure before scanning: what recognition cannot be blamed for.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from extractor.evaluate import evaluate
from extractor.pipeline import extract
from extractor.readers import ocr
from tests.zoo.__main__ import render
from tests.zoo.check import tree_f1
from tests.zoo.expected import ExpectedPlan
from tests.zoo.renderers import load


class Figures(NamedTuple):
    """Of one document."""

    tree: float
    exact: float
    native: float
    seconds: float


def figure(expected: ExpectedPlan, contract: dict[str, Any]) -> float:
    """Return `tree_f1` as `pst evaluate` counts it."""
    with tempfile.TemporaryDirectory() as name:
        gold, output = Path(name, "plan.gold.json"), Path(name, "plan.json")
        expected.write_gold(gold)
        output.write_text(json.dumps(contract), encoding="utf-8")
        return float(evaluate([gold], [output])["overall"]["tree_f1"])


def run(job: tuple[str, int], engine: str, native: bool) -> Figures:
    """Print one plan in one layout, scan it, extract it."""
    chosen = ocr.find_engine(engine)
    if chosen is None:
        raise SystemExit(f"{engine} is not installed: {ocr.MISSING}")
    ocr.find_engine = lambda _="": chosen  # type: ignore[assignment]
    layout, seed = load()[job[0]], job[1]
    before = 0.0
    with tempfile.TemporaryDirectory() as name:
        if native:
            path, expected = render(layout, seed, Path(name))
            before = figure(expected, extract(path).model_dump(mode="json"))
        path, expected = render(layout, seed, Path(name), scan=True)
        started = time.perf_counter()
        contract: dict[str, Any] = extract(path).model_dump(mode="json")
        seconds = time.perf_counter() - started
    return Figures(figure(expected, contract), tree_f1(expected, contract), before, seconds)


def mean(rows: Sequence[Figures]) -> Figures:
    """Return the mean of each figure."""
    return Figures(*(sum(column) / len(rows) for column in zip(*rows, strict=True)))


def show(name: str, rows: Sequence[Figures], each: bool = True) -> None:
    """Print a line of the table."""
    average = mean(rows)
    cells = "  ".join(f"{value:7.4f}" for value in average[:3])
    singles = " ".join(f"{row.tree:.3f}" for row in rows) if each else ""
    print(f"{name:22} {cells}  {average.seconds:6.1f}s  {singles}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scans", description=__doc__)
    parser.add_argument("--engine", choices=("tesseract", "rapidocr"), default="tesseract")
    parser.add_argument("--layout", action="append", help="part of a name; default all")
    parser.add_argument("--plans", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1, help="of the first plan")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--native", action="store_true", help="measure before scanning too")
    options = parser.parse_args(arguments)
    names = [
        name
        for name, layout in load().items()
        if layout.suffix == ".pdf" and any(part in name for part in options.layout or [""])
    ]
    seeds = range(options.seed, options.seed + options.plans)
    work = partial(run, engine=options.engine, native=options.native)
    print(f"{'layout':22} {'tree_f1':>7}  {'exact':>7}  {'native':>7}  seconds  tree_f1 per plan")
    everything: list[Figures] = []
    with ProcessPoolExecutor(options.jobs) as pool:
        results = pool.map(work, [(name, seed) for name in names for seed in seeds])
        for name in names:
            rows = [next(results) for _ in seeds]
            everything += rows
            show(name, rows)
    show("mean", everything, each=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
