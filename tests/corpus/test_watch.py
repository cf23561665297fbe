"""Watching: what is dropped in is extracted, what the batch writes wakes nobody."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from extractor.corpus import watch
from extractor.corpus.agenda import Options
from extractor.corpus.batch import Busy, run_batch
from tests.corpus.plans import plan_text


def test_a_document_dropped_in_is_extracted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "QUIET", 50)
    monkeypatch.setattr(watch, "TICK", 100)
    output, stop, runs = tmp_path / "output", threading.Event(), []
    refused: list[bool] = []

    def run() -> None:
        if len(runs) == 1 and not refused:
            refused.append(True)
            raise Busy
        result = run_batch([str(tmp_path)], output, Options(nlp=False))
        runs.append(result.done)

    thread = threading.Thread(target=watch.watch_folders, args=([str(tmp_path)], output, run, stop))
    thread.start()
    try:
        wait_until(lambda: len(runs) == 2)  # at once; when the watch has begun, after a refusal
        (tmp_path / ".~lock.plan.odt#").write_text("x")
        (tmp_path / "plan.txt").write_text(plan_text(), "utf-8")
        wait_until((output / "plan.json").exists)
        wait_until(lambda: sum(runs) == 1)
        quiet = len(runs)
        time.sleep(0.4)
        assert len(runs) == quiet
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


def wait_until(condition: object, seconds: float = 15.0) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
