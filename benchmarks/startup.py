"""Start-up time of the command line, as a ratio to `python -c pass`.

`python -m benchmarks.startup [PLAN.json]`: the best of several runs of each command.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15


def best(*arguments: str) -> float:
    """Return the shortest time in seconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> None:
    """Print one line a command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup", description=__doc__)
    parser.add_argument("plan", nargs="?", metavar="PLAN.json", help="default: a sample of raw/")
    given = parser.parse_args().plan
    with tempfile.TemporaryDirectory() as folder:
        plan = given or str(Path(folder, "plan.json"))
        if given is None:
            sample = sorted(Path(__file__).parent.parent.glob("raw/*.txt"))[0]
            command = [sys.executable, "-m", "extractor", "extract", "-q", str(sample), "-o", plan]
            subprocess.run(command, check=True)
        base = best("-c", "pass")
        print(f"{'python -c pass':24} {base * 1000:6.0f} ms   1.0")
        for name, arguments in {
            "python -c 'import click'": ("-c", "import click"),
            "pst --help": ("-m", "extractor", "--help"),
            "pst show plan.json": ("-m", "extractor", "show", plan),
            "pst check plan.json": ("-m", "extractor", "check", plan),
            "pst batch --help": ("-m", "extractor", "batch", "--help"),
        }.items():
            seconds = best(*arguments)
            print(f"{name:24} {seconds * 1000:6.0f} ms {seconds / base:5.1f}")


if __name__ == "__main__":
    main()
