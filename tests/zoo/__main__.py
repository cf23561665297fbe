"""`python -m tests.zoo`: print random plans in many layouts and extract them again."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from tests.zoo.check import compare, is_tree_difference, tree_f1
from tests.zoo.expected import ExpectedPlan
from tests.zoo.plans import random_plan
from tests.zoo.renderers import Layout, load

Extract = Callable[[Path], dict[str, Any]]


def extract_in_process() -> Extract:
    """Return a function from a path to the contract's JSON."""
    from extractor.pipeline import extract

    def run(path: Path) -> dict[str, Any]:
        result: dict[str, Any] = extract(path).model_dump(mode="json")
        return result

    return run


def render(
    layout: Layout, seed: int, folder: Path, *, scan: bool = False
) -> tuple[Path, ExpectedPlan]:
    """Print the plan of that seed; return the file and what must be found in it."""
    path = folder / f"{layout.name}-{seed}{layout.suffix}"
    expected = layout.render(random_plan(seed), path)
    if scan:
        from tests.zoo.scan import scan_pdf

        scan_pdf(path, path, seed=seed)
    return path, expected


def run_layout(
    layout: Layout, options: argparse.Namespace, folder: Path, extract: Extract
) -> float:
    """Extract the plans of one layout, print a line of figures and the first differences."""
    exact = trees = 0
    total = 0.0
    plans: int = options.plans
    notes: list[str] = []
    started = time.perf_counter()
    for seed in range(options.seed, options.seed + options.plans):
        path, expected = render(layout, seed, folder, scan=options.scan)
        try:
            contract = extract(path)
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(frame.filename).name}:{frame.lineno}"
            notes.append(f"  seed {seed}: {type(error).__name__}: {error} ({where})")
            continue
        differences = compare(expected, contract)
        exact += not differences
        trees += not any(map(is_tree_difference, differences))
        total += tree_f1(expected, contract)
        notes += [f"  seed {seed}: {line}" for line in differences[: options.differences]]
    seconds = time.perf_counter() - started
    print(
        f"{layout.name:22} {layout.family:4} exact {exact:3}/{options.plans}  "
        f"tree exact {trees:3}/{options.plans}  tree_f1 {total / options.plans:.4f}  {seconds:.1f}s"
    )
    for note in notes[: options.notes]:
        print(note[:320])
    sys.stdout.flush()
    return total / plans


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.zoo", description=__doc__)
    parser.add_argument("--layout", action="append", help="name or part of a name; default all")
    parser.add_argument("--plans", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder in which to keep the rendered files")
    parser.add_argument("--render-only", type=Path, metavar="DIR", help="write files and gold")
    parser.add_argument("--list", action="store_true", help="name the layouts")
    parser.add_argument("--scan", action="store_true", help="turn PDF layouts into scans first")
    parser.add_argument("--differences", type=int, default=3, help="shown per plan")
    parser.add_argument("--notes", type=int, default=12, help="shown per layout")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when every plan asked for was rendered and extracted."""
    options = parse(arguments)
    names = options.layout or [""]
    layouts = load()
    wanted = [[name] if name in layouts else [x for x in layouts if name in x] for name in names]
    chosen = [layouts[name] for name in dict.fromkeys(chain.from_iterable(wanted))]
    if options.scan:
        chosen = [layout for layout in chosen if layout.suffix == ".pdf"]
    if options.list:
        for layout in chosen:
            print(f"{layout.name:22} {layout.family:4} {layout.suffix:6} {layout.about}")
        return 0
    if options.render_only:
        options.render_only.mkdir(parents=True, exist_ok=True)
        for layout in chosen:
            for seed in range(options.seed, options.seed + options.plans):
                path, expected = render(layout, seed, options.render_only, scan=options.scan)
                expected.write_gold(path.with_name(path.name + ".gold.json"))
        return 0
    extract = extract_in_process()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for layout in chosen:
            run_layout(layout, options, folder, extract)
    return 0


if __name__ == "__main__":
    sys.exit(main())
