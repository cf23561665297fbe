"""Run the fuzzer: every exception that is not the program's own, every hang, is kept as a file.

Each input follows from the seed and its number alone. A process of its own reads them, held to
`MEMORY` by the system; one that shows no progress for `PATIENCE` seconds is killed, its input
counts as a hang. A quarter of the inputs is JSON for the commands that read it. `--large` mutates
the samples and a document of each layout of the zoo instead of small documents that hold what a
format has to offer; these take some 50 ms of CPU an input, so that a hundred thousand take an hour.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import resource
import selectors
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.fuzz.mutate import CHANGES
from benchmarks.fuzz.seeds import large_seeds, random_text, seeds

MEMORY = 1 << 30  # bytes that an input may make the program write to
CPU = 10.0  # seconds of an input
PATIENCE = 300.0  # seconds of the clock without progress; the machine may be busy
CHUNK = 1000  # inputs of one process
EXPORTS = ("jsonl", "csv", "sqlite", "xlsx", "ecomptes", "stratml", "parquet")
_UNSAFE = re.compile("(?![\n\t])[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def make_input(seed: int, number: int, large: bool = False) -> tuple[str, bytes]:
    """Return the kind and the bytes of an input."""
    valid = large_seeds() if large else seeds()
    random = Random(f"{seed}/{number}")
    if number % 4 == 0:
        kind, data = "json", plan_json()
    elif number % 8 == 1:
        return "words.txt", random_text(random)
    else:
        kind = random.choice(sorted(valid))
        data = random.choice(valid[kind])
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        with contextlib.suppress(Exception):  # a change may break what the next one needs
            data = CHANGES[kind](random, data)
    return kind, data


_PLAN: list[bytes] = []


def plan_json() -> bytes:
    """Return the JSON of a small plan with every kind of value."""
    if not _PLAN:
        from extractor.pipeline import extract_bytes

        text = (
            "CPAS de Baelen\nPST 2019-2024\nOS 1 : Être accessible\nOO 1.1 : Accueillir\n"
            "Action 1.1.1 : Ouvrir un guichet\nPilote : Service social\nÉchéance : fin 2022\n"
            "Budget : 12.500 €\nIndicateur : 80 % des dossiers\nAction 1.1.2 : Former\n"
        )
        _PLAN.append(extract_bytes(text.encode(), "plan.txt", nlp=False).to_json().encode())
    return _PLAN[0]


def keep_programs_out() -> None:
    """Find no LibreOffice and no OCR: it is this program that is tried, and they take seconds."""
    os.environ["PATH"] = os.devnull


def warm() -> None:
    """Load what the inputs need, once for all children."""
    import pandas  # noqa: F401  (pyarrow asks for it at the first table)
    import pyarrow.parquet  # noqa: F401  (its threads do not outlive a fork, so it is not run)

    keep_programs_out()
    for kind, documents in seeds().items():
        for data in documents:
            run_input(kind, data, 0)
    for number in range(len(EXPORTS) + 5):  # all but the last, Parquet
        run_commands(plan_json(), 4 * number)


def run_input(kind: str, data: bytes, number: int) -> None:
    """Feed one input to the program; raise whatever is not the program's own."""
    if kind == "json":
        run_commands(data, number)
        return
    from extractor.diagnostics import ExtractorError
    from extractor.pipeline import extract_bytes

    with contextlib.suppress(ExtractorError):
        extract_bytes(data, f"fuzz.{kind.rpartition('.')[2]}", nlp=False).to_json().encode()


def run_commands(data: bytes, number: int) -> None:
    """Feed one file to a command that reads JSON; its exit status and its words are looked at."""
    from click.testing import CliRunner

    from extractor.cli import main

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, good, dest = folder / "in" / "plan.json", folder / "good.json", folder / "dest"
        path.parent.mkdir()
        path.write_bytes(data)
        good.write_bytes(plan_json())
        commands = [["check", path], ["show", path], ["compare", path, good], ["harmonise", path]]
        commands += [["evaluate", path, good], ["evaluate", good, path]]
        commands += [["export", path, "--to", fmt, "-o", dest / "x"] for fmt in EXPORTS]
        command = [str(word) for word in commands[number // 4 % len(commands)]]
        before = {p for p in folder.rglob("*") if dest not in (p, *p.parents)}
        result = CliRunner().invoke(main, command)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        shown = result.stderr
        if command[0] in ("check", "show", "compare"):
            shown += result.stdout
        if "Traceback" in shown or _UNSAFE.search(shown):
            raise AssertionError(f"{command[0]} shows {shown[:300]!r}")
        after = {p for p in folder.rglob("*") if dest not in (p, *p.parents)}
        if after != before:
            raise AssertionError(f"{command[0]} wrote {sorted(map(str, after - before))}")


def serve(seed: int, numbers: list[int], out: int, large: bool) -> None:
    """Be the child: read the inputs, tell each start and each failure on the pipe."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    keep_programs_out()
    for number in numbers:
        os.write(out, f"start {number}\n".encode())
        kind, data = make_input(seed, number, large)
        began = time.process_time()
        failure = ""
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                run_input(kind, data, number)
        except MemoryError:
            failure = "memory"
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            spot = [*frames[-1:], *(f for f in frames if "/extractor/" in f.filename)][-1]
            where = f"{Path(spot.filename).name}:{spot.lineno}"
            failure = f"{type(error).__name__} at {where}: {str(error)[:120]!r}"
        if not failure and time.process_time() - began > CPU:
            failure = f"slow: {time.process_time() - began:.0f} s of CPU"
        if failure:
            os.write(out, f"fail {number} {failure}\n".encode("utf-8", "replace"))


def run_chunk(seed: int, numbers: list[int], large: bool) -> Iterator[tuple[int, str]]:
    """Yield the failures among some inputs; a process that dies or hangs is started again."""
    while numbers:
        readable, writable = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(readable)
                serve(seed, numbers, writable, large)
            finally:
                os._exit(0)
        os.close(writable)
        at, rest, why = numbers[0], b"", ""
        with selectors.DefaultSelector() as selector:
            selector.register(readable, selectors.EVENT_READ)
            while not why:
                if not selector.select(PATIENCE):
                    why = f"hang: {PATIENCE:.0f} s without progress"
                    break
                part = os.read(readable, 65_536)
                if not part:
                    break
                *lines, rest = (rest + part).split(b"\n")
                for line in lines:
                    word, _, value = line.decode("utf-8", "replace").partition(" ")
                    if word == "start":
                        at = int(value)
                    else:
                        number, _, failure = value.partition(" ")
                        yield int(number), failure
        os.close(readable)
        if why:
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if not why and os.waitstatus_to_exitcode(status) == 0:
            return
        yield at, why or f"died with status {os.waitstatus_to_exitcode(status)}"
        numbers = numbers[numbers.index(at) + 1 :]


def fuzz(seed: int, numbers: range, keep: Path, large: bool = False) -> Counter[str]:
    """Run the inputs of a range; keep what fails; return the failures by kind."""
    failures: Counter[str] = Counter()
    for start in range(0, len(numbers), CHUNK):
        for number, failure in run_chunk(seed, list(numbers[start : start + CHUNK]), large):
            kind, data = make_input(seed, number, large)
            key = failure.partition(": '")[0]
            failures[key] += 1
            keep.mkdir(parents=True, exist_ok=True)
            if failures[key] <= 5:
                (keep / f"{seed}-{number}.{kind}").write_bytes(data)
            print(f"{number} {kind}: {failure}", flush=True)
        read = min(start + CHUNK, len(numbers))
        print(f"{read} of {len(numbers)} read, {failures.total()} failed", file=sys.stderr)
    return failures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--start", type=int, default=0, help="the number of the first input")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "pst-fuzz")
    parser.add_argument("--large", action="store_true", help="mutate whole plans")
    options = parser.parse_args()
    warm()
    began = time.monotonic()
    children = []
    for job in range(options.jobs):
        share = range(options.start + job, options.start + options.count, options.jobs)
        pid = os.fork()
        if pid == 0:
            found = fuzz(options.seed, share, options.keep, options.large)
            sys.stdout.flush()
            os._exit(1 if found else 0)
        children.append(pid)
    statuses = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
    seconds = time.monotonic() - began
    verdict = "failures, see above" if any(statuses) else "0 tracebacks, 0 hangs, 0 over memory"
    print(f"{options.count} inputs of seed {options.seed} in {seconds:.0f} s: {verdict}")
    return int(any(statuses))


if __name__ == "__main__":
    sys.exit(main())
