"""The batch at scale: workers, memory, bad documents, and what a second run costs.

`python -m benchmarks.batch [--documents 1000] [--bad 30] [--copies 40]` prints two tables.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import copies, fill

ROUNDS = 3
INTERVAL = 0.2  # seconds between two looks at the memory


def tree_memory(pid: int) -> Iterator[int]:
    """Yield the resident bytes of a process and of those below it (Linux)."""
    try:
        status = Path(f"/proc/{pid}/smaps_rollup").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    yield next(int(line.split()[1]) for line in status.splitlines() if "Pss:" in line) * 1024
    for child in children:
        yield from tree_memory(int(child))


def batch(raw: Path, output: Path, jobs: int) -> tuple[float, list[int]]:
    """Run `pst batch`; return the seconds and the memory of all its processes over time."""
    words = ["batch", str(raw), "-o", str(output), "--jobs", str(jobs), "--quiet"]
    memory: list[int] = []
    ended = threading.Event()
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor", *words], stderr=subprocess.DEVNULL
    )

    def watch() -> None:
        while not ended.wait(INTERVAL):
            memory.append(sum(tree_memory(process.pid)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    seconds = time.perf_counter() - started
    ended.set()
    watcher.join()
    return seconds, memory


def scaling(folder: Path, count: int) -> None:
    """Compare one worker with two: the best of `ROUNDS` runs each, taken in turn."""
    copies(folder / "copies", count)
    times: dict[int, list[float]] = {1: [], 2: []}
    for number in range(ROUNDS):
        for jobs, seconds in times.items():
            seconds.append(batch(folder / "copies", folder / f"{jobs}-{number}", jobs)[0])
    one, two = min(times[1]), min(times[2])
    print(f"{count} copies of the samples: 1 worker {one:.2f} s, 2 workers {two:.2f} s", end="")
    print(f", ratio {one / two:.2f}")


def large(folder: Path, count: int, bad: int) -> None:
    """Run a large batch twice."""
    fill(folder / "raw", count, bad)
    size = sum(path.stat().st_size for path in (folder / "raw").iterdir())
    first, memory = batch(folder / "raw", folder / "output", 2)
    second, _ = batch(folder / "raw", folder / "output", 2)
    totals = json.loads((folder / "output/run.json").read_text("utf-8"))["totals"]
    print(f"{count} documents ({size / 1e6:.0f} MB), {bad} bad, 2 workers")
    print("  " + ", ".join(f"{key} {value}" for key, value in totals.items()))
    print(f"  first run {first:.1f} s, {count / first:.1f} documents a second")
    print(f"  second run {second:.2f} s, {100 * second / first:.2f} % of the first")
    quarter = max(len(memory) // 4, 1)
    parts = [max(memory[i : i + quarter]) / 1e6 for i in range(0, len(memory), quarter)][:4]
    print("  memory, peak of each quarter: " + ", ".join(f"{part:.0f} MB" for part in parts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--bad", type=int, default=30)
    parser.add_argument("--copies", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scaling(Path(folder), options.copies)
        large(Path(folder), options.documents, options.bad)


if __name__ == "__main__":
    main()
