"""How well layouts come out: those that are drawn, and the named ones of `docs/layouts.md`.

`python -m benchmarks.layouts --blind --draws 500 [--seed S] [--jobs 2] [--producer pdf] [--keep
DIR] [--write]` prints as many documents of the grammar (`tests.zoo.grammar`), fresh ones without
`--seed`, and reports figures over all and by choice; `--blind` uses words of levels that the
vocabulary does not hold; `--keep` writes documents and golds for study; `--write` measures both
kinds and puts their rows into the page.

`python -m benchmarks.layouts --plans 20 [--jobs 2] [--write]` extracts that many random plans in
each named layout and prints one row per layout in Markdown; `--write` puts the rows into the page.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs/layouts.md"
NAMED, DRAWN = "layouts", "draws"  # the two tables of the page
HEAD = "| family | layout | format | what it looks like | exact | tree exact | tree F1 |\n"


@dataclass(frozen=True)
class Figures:
    """What became of the plans of one layout."""

    plans: int
    exact: int
    trees: int
    f1: float


def measure(name: str, plans: int) -> Figures:
    """Print and extract the plans of the seeds 1 to `plans` in one layout."""
    from extractor.pipeline import extract
    from tests.zoo.check import compare, is_tree_difference, tree_f1
    from tests.zoo.plans import random_plan
    from tests.zoo.renderers import load

    layout = load()[name]
    exact = trees = 0
    total = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{layout.suffix}"
        for seed in range(1, plans + 1):
            expected = layout.render(random_plan(seed), path)
            contract = extract(path, nlp=False).model_dump(mode="json")
            differences = compare(expected, contract)
            exact += not differences
            trees += not any(map(is_tree_difference, differences))
            total += tree_f1(expected, contract)
    return Figures(plans, exact, trees, total / plans)


def table(plans: int, jobs: int) -> str:
    """Return the rows of all layouts, by family."""
    from tests.zoo.renderers import load

    layouts = sorted(load().values(), key=lambda layout: (int(layout.family[1:]), layout.name))
    names = [layout.name for layout in layouts]
    with ProcessPoolExecutor(jobs) as pool:
        found = list(pool.map(partial(measure, plans=plans), names))
    rows = [
        f"| {layout.family} | `{layout.name}` | {layout.suffix[1:]} | "
        f"{layout.about.replace('|', chr(92) + '|')} | {got.exact}/{got.plans} | "
        f"{got.trees}/{got.plans} | {got.f1:.4f} |\n"
        for layout, got in zip(layouts, found, strict=True)
    ]
    number = sum(got.plans for got in found)
    exact, trees = sum(got.exact for got in found), sum(got.trees for got in found)
    mean = sum(got.f1 * got.plans for got in found) / number
    rows.append(f"| | all {len(rows)} | | | {exact}/{number} | {trees}/{number} | {mean:.4f} |\n")
    return HEAD + "|---|---|---|---|---|---|---|\n" + "".join(rows)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.layouts", description=__doc__)
    parser.add_argument("--plans", type=int, default=20, help="random plans per named layout")
    parser.add_argument("--draws", type=int, help="documents of the grammar instead")
    parser.add_argument("--blind", action="store_true", help="words that no list knows")
    parser.add_argument("--seed", type=int, help="of the first draw; default a fresh one")
    parser.add_argument(
        "--producer",
        help="pdf, docx, txt, xlsx, html, odt, ods; docx_pdf, html_pdf… where installed",
    )
    parser.add_argument("--fold", type=int, choices=(0, 1), help="half of the blind words")
    parser.add_argument("--scan", action="store_true", help="PDF draws as scans")
    parser.add_argument("--nlp", action="store_true", help="with the spaCy model")
    parser.add_argument("--keep", type=Path, help="folder for documents and golds")
    parser.add_argument("--rows", type=int, default=25, help="of the table of costs")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="replace the table of the page")
    options = parser.parse_args(arguments)
    if options.draws:
        _draws(options)
        return
    rows = table(options.plans, options.jobs)
    print(rows, end="")
    if options.write:
        write(NAMED, rows)


def _draws(options: argparse.Namespace) -> None:
    """Measure drawn layouts; with `--write`, open and blind ones, and put both into the page."""
    from benchmarks.draws import HEAD as DRAWS_HEAD
    from benchmarks.draws import Options, report, row, run

    rows = DRAWS_HEAD
    for blind in (True, False) if options.write else (options.blind,):
        how = Options(
            blind=blind,
            producer=options.producer,
            fold=options.fold,
            scan=options.scan,
            nlp=options.nlp,
            keep=options.keep,
        )
        results = run(options.draws, options.seed, options.jobs, how)
        rows += row(results, blind)
        for line in report(results, options.rows):
            print(line)
    if options.write:
        write(DRAWN, rows)


def write(name: str, rows: str) -> None:
    """Put the rows between the marks of that name in the page."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    before, rest = PAGE.read_text("utf-8").split(begin)
    PAGE.write_text(f"{before}{begin}{rows}{end}{rest.split(end)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
