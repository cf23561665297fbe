"""Attack every regular expression of the package: `python -m tests.bounds.regexes`.

In: the patterns that modules compile on import and while small plans are read. Each is run on
texts made of what its own repetitions match, many times over, with an end that does not fit. Out:
one JSON line per pattern that takes more than `LIMIT` seconds of CPU on `LONG` characters: what
grows with a low power of the length stays below, what grows exponentially does not.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import pkgutil
import re
import re._constants as c  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
import sys
import time
from collections.abc import Iterator
from random import Random
from typing import Any

LIMIT = 0.6  # seconds of CPU
LONG = 200  # characters; a line of a plan is rarely longer
LENGTHS = (24, 48, LONG)
PUMPS = (
    " ",
    "a",
    "1",
    "(",
    "\n",
    "- ",
    "1.",
    "A ",
    "<!-- a -->",
    "\\",
    "a-",
    "I",
    "1 ",
    "/",
    "a/b.",
)
REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
_CLASSES = {
    c.CATEGORY_DIGIT: "1", c.CATEGORY_SPACE: " ", c.CATEGORY_WORD: "a",
    c.CATEGORY_NOT_SPACE: "x", c.CATEGORY_NOT_DIGIT: "x", c.CATEGORY_NOT_WORD: "-",
}  # fmt: skip


class TooLong(Exception):
    """The time is up."""


def collect() -> dict[tuple[Any, int], str]:
    """Return the patterns of our modules with the line that compiles each."""
    found: dict[tuple[Any, int], str] = {}
    compile_ = re._compile  # type: ignore[attr-defined]

    def record(pattern: Any, flags: Any) -> Any:
        frame = sys._getframe(2)
        if isinstance(pattern, (str, bytes)) and "/extractor/" in frame.f_code.co_filename:
            place = frame.f_code.co_filename.rpartition("/extractor/")[2]
            found.setdefault((pattern, int(flags)), f"{place}:{frame.f_lineno}")
        return compile_(pattern, flags)

    re._compile = record  # type: ignore[attr-defined]
    import extractor

    for module in pkgutil.walk_packages(extractor.__path__, "extractor."):
        if not module.name.endswith(("preload", "__main__", "cluster")):
            with contextlib.suppress(ImportError):  # of an extra that is not installed
                importlib.import_module(module.name)
    from extractor.pipeline import extract_bytes

    text = "CPAS de Baelen\nOS 1 : Être\nOO 1.1 : Agir\nAction 1 : Ouvrir\nÉchéance : fin 2022\n"
    text += "Budget : 1.000 €\nPilote : Service social\nIndicateur : 80 %\nÉtat : en cours\n"
    extract_bytes(text.encode(), "plan.txt", nlp=False)
    extract_bytes(text.replace(" : ", ";").encode(), "plan.csv", nlp=False)
    extract_bytes(f"<html><p>{text}</p></html>".encode(), "plan.html", nlp=False)
    re._compile = compile_  # type: ignore[attr-defined]
    return found


def one_of(random: Random, members: Any) -> str:
    """Return a character of a class."""
    if members[0][0] is not c.NEGATE:
        kind, value = random.choice(members)
        if kind is c.LITERAL:
            return chr(value)
        if kind is c.RANGE:
            return chr(random.randint(value[0], min(value[1], value[0] + 60)))
        return _CLASSES.get(value, "a")
    ours = re.compile("[^" + "".join(_written(member) for member in members[1:]) + "]")
    return next((char for char in "a1 -.b;:x(\n" if ours.match(char)), "é")


def _written(member: Any) -> str:
    kind, value = member
    if kind is c.LITERAL:
        return re.escape(chr(value))
    if kind is c.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    names = {c.CATEGORY_DIGIT: r"\d", c.CATEGORY_SPACE: r"\s", c.CATEGORY_WORD: r"\w"}
    return names.get(value, "")


def sample(random: Random, tree: Any) -> str:
    """Return a text that a pattern matches, looks ahead and behind left aside."""
    out = ""
    for kind, value in tree:
        if kind in REPEATS:
            out += "".join(
                sample(random, value[2]) for _ in range(max(value[0], random.randint(0, 1)))
            )
        elif kind is c.SUBPATTERN:
            out += sample(random, value[3])
        elif kind is c.ATOMIC_GROUP:
            out += sample(random, value)
        elif kind is c.BRANCH:
            out += sample(random, random.choice(value[1]))
        elif kind is c.LITERAL:
            out += chr(value)
        elif kind is c.IN:
            out += one_of(random, value)
        elif kind in (c.ANY, c.NOT_LITERAL):
            out += "a" if value != ord("a") else "b"
    return out


def repetitions(random: Random, tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield what may stand before each repetition, and what it repeats."""
    for kind, value in tree:
        if kind in REPEATS:
            if value[1] is c.MAXREPEAT or value[1] > 8:
                yield before, sample(random, value[2]) or sample(random, value[2])
            yield from repetitions(random, value[2], before)
        elif kind is c.SUBPATTERN:
            yield from repetitions(random, value[3], before)
        elif kind is c.ATOMIC_GROUP:
            yield from repetitions(random, value, before)
        elif kind is c.BRANCH:
            for branch in value[1]:
                yield from repetitions(random, branch, before)
        elif kind in (c.ASSERT, c.ASSERT_NOT):
            yield from repetitions(random, value[1], before)
        before += sample(random, [(kind, value)])


def slowest(pattern: Any, flags: int) -> tuple[float, str]:
    """Return the CPU seconds of the worst attack, and the attack."""
    random = Random(1)
    tree = parser.parse(pattern, flags)
    attacks = dict.fromkeys(("", pump) for pump in PUMPS)
    for _ in range(2):
        attacks.update(dict.fromkeys(repetitions(random, tree)))
    worst = (0.0, "")
    compiled = re.compile(pattern, flags)
    for before, pump in attacks:
        for length in LENGTHS if pump else ():
            text: Any = before + pump * (length // len(pump)) + "\x01"
            if isinstance(pattern, bytes):
                text = text.encode("latin-1", "replace")
            worst = max(worst, (seconds(compiled, text), f"{before!r} + {pump!r} * {length}"))
            if worst[0] > LIMIT:
                return worst
    return worst


def seconds(compiled: re.Pattern[Any], text: Any) -> float:
    """Return the CPU seconds of looking for all matches; stops a little after the limit."""
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * LIMIT)
    try:
        for _ in compiled.finditer(text):
            pass
    except TooLong:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - began


def main() -> None:
    def stop(*_: object) -> None:
        raise TooLong

    signal.signal(signal.SIGVTALRM, stop)
    found = collect()
    print(json.dumps({"patterns": len(found)}))
    for (pattern, flags), place in found.items():
        took, attack = slowest(pattern, flags)
        if took > LIMIT:
            shown = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
            told = {"place": place, "seconds": round(took, 2), "attack": attack}
            print(json.dumps({**told, "pattern": shown[:120]}), flush=True)


if __name__ == "__main__":
    main()
