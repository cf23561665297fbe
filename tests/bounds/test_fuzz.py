"""A short run of the fuzzer, and the fuzzer itself."""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.fuzz import __main__ as fuzzer

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.mark.slow
def test_a_short_run_finds_nothing(tmp_path: Path) -> None:
    assert fuzzer.fuzz(1, range(48), tmp_path) == Counter()


def test_an_input_follows_from_its_seed_and_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzer, "seeds", lambda: {"csv": [b"a;b\n1;2\n"], "txt": [b"OS 1\nOO 2"]})
    inputs = [fuzzer.make_input(3, number) for number in range(1, 40) if number % 4]
    again = [fuzzer.make_input(3, number) for number in range(1, 40) if number % 4]
    assert inputs == again and len(set(inputs)) > 20
    assert inputs != [fuzzer.make_input(4, number) for number in range(1, 40) if number % 4]


def test_a_traceback_a_hang_and_a_death_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def misbehave(kind: str, data: bytes, number: int) -> None:
        if number == 1:
            raise ZeroDivisionError("a bug")
        if number == 2:
            time.sleep(60)
        if number == 3:
            os._exit(7)
        if number == 4:
            raise MemoryError

    monkeypatch.setattr(fuzzer, "seeds", lambda: {"txt": [b"OS 1"]})
    monkeypatch.setattr(fuzzer, "run_input", misbehave)
    monkeypatch.setattr(fuzzer, "PATIENCE", 1.0)
    found = fuzzer.fuzz(1, range(6), tmp_path)
    assert sorted(key.split()[0] for key in found) == [
        "ZeroDivisionError",
        "died",
        "hang:",
        "memory",
    ]
    assert len(list(tmp_path.iterdir())) == 4 and "a bug" in capsys.readouterr().out
