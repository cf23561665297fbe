"""How well plans come out in layouts that nobody listed: the grammar of `tests.zoo.grammar`.

Each seed is one document whose words, numbers, containers, looks, places of attributes and
surroundings are drawn independently. Reported: mean `tree_f1`, the share whose tree is exact, the
mean of the worst tenth, mean `attribute_f1` (of documents that print attributes), how confidence
keeps its word, and which choice of which dimension costs most. Called by `benchmarks.layouts`.
"""

from __future__ import annotations

import json
import secrets
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

WORST = 0.1  # share of the draws that the worst figure is the mean of
#: of the table in `docs/layouts.md`
HEAD = (
    "| draws | tree F1 | exact | worst tenth | attribute F1 | right when sure | ECE | seeds |\n"
    "|---|---|---|---|---|---|---|---|\n"
)
FEWEST = 8  # draws on either side below which a difference between choices is chance


@dataclass(frozen=True)
class Result:
    """What became of one draw."""

    seed: int
    filename: str
    tree_f1: float
    attribute_f1: float | None
    confidences: tuple[tuple[float, bool], ...]
    choices: dict[str, str]
    seconds: float
    error: str = ""

    @property
    def exact(self) -> bool:
        return self.tree_f1 >= 1.0


@dataclass(frozen=True)
class Options:
    """How draws are made."""

    blind: bool = False
    producer: str | None = None
    fold: int | None = None
    scan: bool = False
    nlp: bool = False
    keep: Path | None = None


def measure(seed: int, options: Options) -> Result:
    """Print the draw of that seed, extract it, compare it with its gold."""
    from extractor.evaluate.figures import count
    from extractor.evaluate.golds import load
    from extractor.pipeline import extract
    from tests.zoo.grammar import draw

    drawn = draw(
        seed,
        producer=options.producer,
        blind=options.blind,
        fold=options.fold,
        scan=options.scan,
    )
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        path = folder / drawn.filename
        path.write_bytes(drawn.data)
        gold = folder / f"{path.name}.gold.json"
        gold.write_text(json.dumps(drawn.gold, ensure_ascii=False, indent=1), encoding="utf-8")
        output = Path(temporary) / "output.json"
        started = time.perf_counter()
        try:
            contract = extract(path, nlp=options.nlp).model_dump(mode="json")
        except Exception as error:  # a crash counts as nothing found, and is named
            seconds = time.perf_counter() - started
            name = f"{type(error).__name__}: {error}"
            return Result(seed, drawn.filename, 0.0, 0.0, (), drawn.choices, seconds, name)
        seconds = time.perf_counter() - started
        output.write_text(json.dumps(contract), encoding="utf-8")
        counts = count(load(gold), load(output))
    figures = counts.figures()
    attributes = figures["attributes"]
    return Result(
        seed=seed,
        filename=drawn.filename,
        tree_f1=figures["tree_f1"],
        attribute_f1=attributes["f1"] if attributes and attributes["all"]["gold"] else None,
        confidences=tuple(counts.confidences),
        choices=drawn.choices,
        seconds=seconds,
    )


def run(draws: int, seed: int | None, jobs: int, options: Options) -> list[Result]:
    """Measure that many draws; without a seed, fresh ones, whose first is printed."""
    first = secrets.randbelow(10**9) if seed is None else seed
    print(f"seeds {first} to {first + draws - 1}; one again: --seed SEED --draws 1", flush=True)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    seeds = range(first, first + draws)
    work = partial(measure, options=options)
    if jobs < 2:
        return [work(number) for number in seeds]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(work, seeds, chunksize=4))


def mean(values: Iterable[float]) -> float:
    """Return the mean, 0 of nothing."""
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """Return the figures of a run."""
    from extractor.evaluate.figures import reliability

    scores = sorted(result.tree_f1 for result in results)
    worst = scores[: max(1, round(len(scores) * WORST))]
    attributes = [r.attribute_f1 for r in results if r.attribute_f1 is not None]
    sure = reliability(pair for result in results for pair in result.confidences)
    return {
        "draws": len(results),
        "tree_f1": round(mean(scores), 4),
        "exact": round(mean(float(result.exact) for result in results), 4),
        "worst_tenth": round(mean(worst), 4),
        "attribute_f1": round(mean(attributes), 4),
        "right_when_sure": sure["right_when_sure"],
        "calibration_error": sure["calibration_error"],
        "seconds": round(mean(result.seconds for result in results), 3),
        "errors": sum(bool(result.error) for result in results),
    }


def row(results: Sequence[Result], blind: bool) -> str:
    """Return the run as a row of the page's table."""
    figures = summary(results)
    kind = "blind words" if blind else "all words"
    keys = ("tree_f1", "exact", "worst_tenth", "attribute_f1")
    cells = [f"{figures[key]:.3f}" for key in keys]
    for key in ("right_when_sure", "calibration_error"):
        cells.append("–" if figures[key] is None else f"{figures[key]:.3f}")
    seeds = f"{results[0].seed}–{results[-1].seed}"
    return f"| {len(results)} of {kind} | {' | '.join(cells)} | {seeds} |\n"


@dataclass(frozen=True)
class Cost:
    """What a choice costs: the mean of the draws without it less the mean of those with it."""

    dimension: str
    choice: str
    draws: int
    with_it: float
    without: float
    exact: float

    @property
    def cost(self) -> float:
        return self.without - self.with_it


def costs(results: Sequence[Result]) -> list[Cost]:
    """Return the choices by what they cost, the dearest first."""
    by_choice: defaultdict[tuple[str, str], list[Result]] = defaultdict(list)
    by_dimension: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results:
        for dimension, choice in result.choices.items():
            by_choice[dimension, choice].append(result)
            by_dimension[dimension].append(result)
    found = []
    for (dimension, choice), members in by_choice.items():
        others = [r for r in by_dimension[dimension] if r.choices[dimension] != choice]
        if len(members) >= FEWEST and len(others) >= FEWEST:
            found.append(
                Cost(
                    dimension,
                    choice,
                    len(members),
                    mean(r.tree_f1 for r in members),
                    mean(r.tree_f1 for r in others),
                    mean(float(r.exact) for r in members),
                )
            )
    return sorted(found, key=lambda cost: -cost.cost)


def report(results: Sequence[Result], rows: int = 25) -> Iterator[str]:
    """Yield the lines of the report."""
    figures = summary(results)
    yield "  ".join(f"{key} {value}" for key, value in figures.items())
    yield ""
    head = f"{'dimension':22} {'choice':26} {'draws':>5} {'with':>6} {'without':>7}"
    yield f"{head} {'cost':>6} exact"
    for cost in costs(results)[:rows]:
        yield (
            f"{cost.dimension:22} {cost.choice:26} {cost.draws:5} {cost.with_it:6.3f} "
            f"{cost.without:7.3f} {cost.cost:6.3f} {cost.exact:5.2f}"
        )
    yield ""
    yield "worst draws:"
    for result in sorted(results, key=lambda r: (r.tree_f1, r.seed))[:12]:
        levels = [x.partition("_")[2] for x in result.choices if x.startswith("container_")]
        chain = " > ".join(
            f"{level}:{result.choices[f'word_{level}']}/{result.choices[f'number_{level}']}/"
            f"{result.choices[f'container_{level}']}"
            for level in levels
        )
        name = f"--seed {result.seed} {result.filename}"
        yield f"  {result.tree_f1:.2f} {name} {chain} {result.error}"
