"""No regular expression of the package takes exponential time."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from tests.bounds import regexes


def test_every_pattern_of_the_package_is_attacked_in_vain() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.bounds.regexes"], capture_output=True, text=True, check=True
    )
    first, *slow = map(json.loads, run.stdout.splitlines())
    assert first["patterns"] > 200
    assert slow == []


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(?:<!--.*?-->\s*)*<p", r"\((?:[^()]+|x)*\)"])
def test_the_attack_finds_what_is_exponential(pattern: str) -> None:
    def stop(*_: object) -> None:
        raise regexes.TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        assert regexes.slowest(pattern, 0)[0] > regexes.LIMIT
    finally:
        signal.signal(signal.SIGVTALRM, before)
