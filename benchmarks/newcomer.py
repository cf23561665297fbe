"""Do what a newcomer does: clone, `make demo`, then everything that the README shows, in order.

    python -m benchmarks.newcomer                 # needs PyPI and some minutes
    python -m benchmarks.newcomer --use-python    # this environment instead of `make demo`

The clone is of this repository as committed. Each block of the README marked `bash`, `python` or
`sql` runs in it, with the programs of the clone's `.venv`; the block `text` after it is what it
must print. At the end the clone must hold no file that Git would show. Exit status 1 when anything
differs.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SQL = "import duckdb, sys; print(duckdb.sql(sys.stdin.read()))"


def main() -> int:
    """Run all; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--use-python", action="store_true", help="no `make demo`: faster")
    use_python = parser.parse_args().use_python
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder, "clone")
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        if use_python:
            programs = str(Path(sys.executable).parent)
        else:
            print("make demo")
            subprocess.run(["make", "demo"], cwd=clone, check=True)
            programs = str(clone / ".venv/bin")
        wrong = follow((clone / "README.md").read_text("utf-8"), clone, programs)
        left = subprocess.run(
            ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
        ).stdout
    if left:
        print(f"left in the clone:\n{left}")
    print(f"{wrong} blocks differ from the README")
    return 1 if wrong or left else 0


def follow(page: str, clone: Path, programs: str) -> int:
    """Run the blocks of a page in order; return how many do not print what it says."""
    settings = {"LANG": "C.UTF-8", "COLUMNS": "100", "NO_COLOR": "1", "PYTHONPATH": str(clone)}
    environment = {**os.environ, **settings, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    blocks = [match.groups() for match in BLOCK.finditer(page)]
    wrong = 0
    for at, (language, code) in enumerate(blocks):
        command = {
            "bash": ["bash", "-e"],
            "python": ["python", "-"],
            "sql": ["python", "-c", SQL],
        }.get(language)
        if command is None:
            continue
        done = subprocess.run(
            [_found(command[0], environment["PATH"]), *command[1:]],
            input=code,
            cwd=clone,
            env=environment,
            capture_output=True,
            text=True,
        )
        kind, expected = blocks[at + 1] if at + 1 < len(blocks) else ("", "")
        same = kind != "text" or _plain(done.stdout) == _plain(expected)
        good = done.returncode == 0 and same
        wrong += not good
        print(f"{'ok   ' if good else 'WRONG'} {code.strip().splitlines()[0]}")
        if not good:
            print(done.stderr or done.stdout)
    return wrong


def _found(program: str, path: str) -> str:
    """Return the first program of that name on a path."""
    folders = (Path(folder, program) for folder in path.split(os.pathsep))
    return next((str(file) for file in folders if file.exists()), program)


def _plain(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


if __name__ == "__main__":
    sys.exit(main())
