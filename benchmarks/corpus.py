"""Folders of documents for the benchmarks: plans in many layouts, and bad documents among them.

The plans come from the layout zoo and from the samples of `raw/`; the same arguments give the same
documents. Every file has its own name and, but for copies of the samples, its own content.
"""

from __future__ import annotations

import random
import shutil
import sys
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parent.parent


def fill(folder: Path, count: int, bad: int = 0, *, suffixes: frozenset[str] | None = None) -> None:
    """Write `count` documents to `folder`, `bad` of them unreadable."""
    from tests.zoo.plans import random_plan
    from tests.zoo.renderers import load

    folder.mkdir(parents=True, exist_ok=True)
    layouts = [x for x in load().values() if suffixes is None or x.suffix in suffixes]
    seeds = (seed for seed in range(1, count + 1) for _ in layouts)
    good = zip(seeds, cycle(layouts))
    for seed, layout in islice(good, count - bad):
        layout.render(random_plan(seed), folder / f"{layout.name}-{seed:03}{layout.suffix}")
    for number in range(bad):
        _write_bad(folder, number)


def copies(folder: Path, count: int) -> None:
    """Write `count` copies of the samples."""
    folder.mkdir(parents=True, exist_ok=True)
    samples = sorted(path for path in (ROOT / "raw").iterdir() if path.is_file())
    for number, sample in enumerate(islice(cycle(samples), count)):
        shutil.copy(sample, folder / f"{number:03}-{sample.name}")


def _write_bad(folder: Path, number: int) -> None:
    """Write an empty file, random bytes, or the first half of a PDF."""
    source = random.Random(number)
    if number % 3 == 0:
        (folder / f"bad-{number:03}.pdf").write_bytes(b"")
    elif number % 3 == 1:
        (folder / f"bad-{number:03}.docx").write_bytes(source.randbytes(3000 + number))
    else:
        sample = sorted((ROOT / "raw").glob("*.pdf"))[0].read_bytes()
        cut = len(sample) // 3 + number
        (folder / f"bad-{number:03}.pdf").write_bytes(sample[:cut])


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
