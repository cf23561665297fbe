"""`kill -9` at random moments: is the final output that of an undisturbed run?

`python -m benchmarks.crash [--kills 20] [--documents 120] [--seed 1]`. The batch is killed that
many times, every other time once it is at work and else at any moment, then left to end. Compared
byte for byte: every output, and `run.json` without `seconds`, the one key that tells how long an
extraction took.

Then what a killed or careless run must not do: an orphan worker writes over a newer plan; sources
that only seem to have vanished (an empty folder, a share that cannot be read) are pruned; a file of
somebody else is overwritten, by a batch or by an export.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.corpus import fill


def command(raw: Path, output: Path) -> list[str]:
    return [sys.executable, "-m", "extractor", "batch", str(raw), "-o", str(output), "-q"]


def run(raw: Path, output: Path) -> float:
    """Run to the end; return the seconds."""
    started = time.perf_counter()
    subprocess.run(command(raw, output), stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - started


def kill(words: list[str], output: Path, pause: float, *, at_work: bool) -> int:
    """Start, wait for a new output when `at_work`, then `pause`, and kill; return the outputs."""

    def count() -> int:
        return len(list(output.glob("*.json"))) if output.exists() else 0

    before = count()
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    while at_work and count() == before and process.poll() is None:
        time.sleep(0.001)
    time.sleep(pause)
    process.kill()
    process.wait()
    return count()


def content(output: Path) -> dict[str, Any]:
    """Return all that the folder holds, durations apart."""
    found: dict[str, Any] = {
        path.name: path.read_bytes() for path in output.iterdir() if path.is_file()
    }
    record = json.loads(found.pop("run.json"))
    found["run.json"] = {
        **record,
        "sources": [{**item, "seconds": None} for item in record["sources"]],
    }
    return found


def half_written(output: Path) -> list[str]:
    """Return the outputs that are not whole JSON."""
    bad = []
    for path in output.glob("*.json"):
        try:
            json.loads(path.read_bytes())
        except ValueError:
            bad.append(path.name)
    return bad


def orphan(folder: Path) -> bool:
    """Kill a batch whose worker holds a document, change the source, run again; twice the same?"""
    from tests.corpus.plans import plan_text

    raw, output, fresh = folder / "raw", folder / "output", folder / "fresh"
    raw.mkdir(parents=True)
    source = raw / "plan.txt"
    source.write_text(plan_text(actions=300), "utf-8")
    process = subprocess.Popen(command(raw, output), stderr=subprocess.DEVNULL)
    while not (output / ".pst" / "announced.json").exists() and process.poll() is None:
        time.sleep(0.001)
    time.sleep(0.5)  # the worker has the document, or is about to get it
    process.kill()
    process.wait()
    source.write_text(plan_text(actions=2), "utf-8")
    run(raw, output)
    first = (output / "plan.json").read_bytes()
    time.sleep(5)  # what an orphan would need to end
    run(raw, fresh)
    return first == (output / "plan.json").read_bytes() == (fresh / "plan.json").read_bytes()


def pst(*words: object) -> int:
    """Run a command; return its exit status."""
    line = [sys.executable, "-m", "extractor", *map(str, words)]
    return subprocess.run(line, stderr=subprocess.DEVNULL, check=False).returncode


def plans_of(output: Path) -> list[bytes]:
    """Return what the plans hold; their names follow from those that are there."""
    return sorted(path.read_bytes() for path in output.glob("plan-*.json"))


def pruned(folder: Path, vanish: Callable[[Path], None]) -> bool:
    """Prune after the sources seem to have vanished: is every plan kept, and the run no success?"""
    from tests.corpus.plans import write_plans

    raw, output = folder / "raw", folder / "output"
    write_plans(raw / "share", 3)
    write_plans(raw, 1)
    run(raw, output)
    before = plans_of(output)
    vanish(raw)
    status = pst("batch", raw, "-o", output, "-q", "--prune")
    return len(before) == 4 and plans_of(output) == before and status == 1


def empty(raw: Path) -> None:
    """Leave nothing but the folder, as a disk that is not there does."""
    raw.rename(raw.with_name("away"))
    raw.mkdir()


def unmount(raw: Path) -> None:
    """Leave a link that leads nowhere, as a share does that cannot be read."""
    (raw / "share").rename(raw.with_name("away"))
    (raw / "share").symlink_to(raw.with_name("share-that-is-gone"))


def foreign(folder: Path) -> bool:
    """Meet files of somebody else: a plan's name in OUTPUT, `metadata.json` beside an export."""
    from tests.corpus.plans import write_plans

    raw, output, dest = folder / "raw", folder / "output", folder / "export"
    write_plans(raw, 1)
    output.mkdir()
    dest.mkdir()
    theirs = [output / "plan-00.json", dest / "metadata.json"]
    for path in theirs:
        path.write_text("mine")
    statuses = [
        pst("batch", raw, "-o", output, "-q"),
        pst("batch", raw, "-o", folder / "fresh", "-q"),
        pst("export", folder / "fresh", "--to", "sqlite", "-o", dest / "plans.sqlite"),
    ]
    whole = all(path.read_text() == "mine" for path in theirs)
    return whole and statuses == [1, 0, 1] and not (dest / "plans.sqlite").exists()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--documents", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    source = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw, quiet, killed = folder / "raw", folder / "undisturbed", folder / "killed"
        fill(raw, options.documents, options.documents // 30)
        seconds = run(raw, quiet)
        print(f"undisturbed: {seconds:.1f} s, {len(list(quiet.glob('*.json')))} files")
        halves = 0
        for number in range(options.kills):
            pause = source.uniform(0, 2 * seconds / options.kills)
            done = kill(command(raw, killed), killed, pause, at_work=number % 2 == 0)
            halves += len(half_written(killed)) if killed.exists() else 0
            print(f"kill {number + 1:2}: {done} files, {halves} half-written")
        run(raw, killed)
        same = content(killed) == content(quiet)
        print("identical" if same and not halves else "DIFFERENT")
        safe = {
            "orphans": orphan(folder / "orphan"),
            "prune without sources": pruned(folder / "empty", empty),
            "prune after a read error": pruned(folder / "unmounted", unmount),
            "files of somebody else": foreign(folder / "foreign"),
        }
    for name, well in safe.items():
        print(f"{name}: {'nothing lost' if well else 'LOST'}")
    return 0 if same and not halves and all(safe.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
