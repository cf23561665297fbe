"""Do what a newcomer does: clone, `make demo`, then everything that the README shows, in order.

    python -m benchmarks.newcomer                 # needs PyPI (network) and some minutes
    python -m benchmarks.newcomer --use-python    # this environment, no `make demo`, no network

The clone is of this repository as committed. What `make demo` says comes next is run (`pst serve`
until it answers), then each block of the README marked `bash`, `python` or `sql`, with the programs
of the clone's `.venv`; the block `text` after it is what it must print. At the end the clone must
hold no file that Git would show. The commands of the French first steps (`docs/fr/`) run last, in a
folder of their own with `raw/`. Exit status 1 when anything differs. Not run: blocks marked
`console` of the README (`make test` and the benchmarks, which take long).
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST_STEPS = "docs/fr/prise-en-main.md"
SERVE_SECONDS = 60.0  # until the review page must have said its address
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
        if use_python:
            command = ["bash", "-ec", "python -m extractor batch raw -o output --quiet"]
            subprocess.run(command, cwd=clone, check=True, env=_settings(clone, programs))
        wrong = follow_next((clone / "Makefile").read_text("utf-8"), clone, programs)
        wrong += follow((clone / "README.md").read_text("utf-8"), clone, programs)
        left = subprocess.run(
            ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
        ).stdout
        wrong += follow_first_steps(clone, Path(folder, "dossier"), programs)
    if left:
        print(f"left in the clone:\n{left}")
    print(f"{wrong} blocks differ from the README")
    return 1 if wrong or left else 0


def follow(page: str, clone: Path, programs: str) -> int:
    """Run the blocks of a page in order; return how many do not print what it says."""
    environment = _settings(clone, programs)
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


def follow_next(makefile: str, clone: Path, programs: str) -> int:
    """Run what `make demo` says comes next; return how many do not work."""
    commands = re.findall(r'"  (pst [^"]+)"', makefile)
    environment = _settings(clone, programs)
    return sum(not _works(command, clone, environment) for command in commands) + (not commands)


def _works(command: str, folder: Path, environment: dict[str, str]) -> bool:
    """Run a command, the review page until it answers; tell whether it works, and say so."""
    if command.startswith("pst serve"):
        good, said = _serves(command, folder, environment), ""
    else:
        done = subprocess.run(
            ["bash", "-ec", command], cwd=folder, env=environment, capture_output=True, text=True
        )
        good, said = done.returncode == 0, done.stderr
    print(f"{'ok   ' if good else 'WRONG'} {command}")
    if not good:
        print(said, end="")
    return good


def _serves(command: str, clone: Path, environment: dict[str, str]) -> bool:
    """Tell whether the review page says its address; stop it."""
    words = ["bash", "-c", f"exec {command} --no-open --port 0"]
    server = subprocess.Popen(words, cwd=clone, env=environment, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        until = time.monotonic() + SERVE_SECONDS
        for line in server.stderr:
            if "http://127.0.0.1" in line or time.monotonic() > until:
                return "http://127.0.0.1" in line
        return False
    finally:
        server.terminate()
        server.wait()


def follow_first_steps(clone: Path, folder: Path, programs: str) -> int:
    """Run the commands of the French first steps in a new folder; return how many do not work."""
    folder.mkdir()
    (folder / "raw").symlink_to(clone / "raw", target_is_directory=True)
    text = (clone / FIRST_STEPS).read_text("utf-8")
    blocks = [code for language, code in BLOCK.findall(text) if language == "console"]
    commands = [line for line in "".join(blocks).splitlines() if line.startswith("pst ")]
    environment = _settings(clone, programs)
    return sum(not _works(command, folder, environment) for command in commands)


def _settings(clone: Path, programs: str) -> dict[str, str]:
    """Return the environment of a command: the clone's program, plain output in English."""
    settings = {"LANG": "C.UTF-8", "COLUMNS": "100", "NO_COLOR": "1", "PYTHONPATH": str(clone)}
    return {**os.environ, **settings, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}


def _found(program: str, path: str) -> str:
    """Return the first program of that name on a path."""
    folders = (Path(folder, program) for folder in path.split(os.pathsep))
    return next((str(file) for file in folders if file.exists()), program)


def _plain(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


if __name__ == "__main__":
    sys.exit(main())
