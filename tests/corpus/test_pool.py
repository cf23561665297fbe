"""Workers that hang, crash or grow old, and what is left when the batch ends."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from extractor.corpus import pool
from extractor.corpus.job import Job, Outcome, run_job
from extractor.corpus.pool import run_pool
from tests.corpus.plans import plan_text
from tests.corpus.work import misbehave


def job(name: str, limit: float = 20.0, folder: Path = Path(".")) -> Job:
    return Job(
        source=name,
        location=str(folder / name),
        filename=name,
        folder=str(folder),
        output=f"{name}.json",
        program="test",
        nlp=False,
        limit=limit,
    )


def run(*jobs: Job, size: int = 2) -> dict[str, Outcome]:
    return {outcome.record.source: outcome for outcome in run_pool(jobs, size, misbehave)}


def alive(pid: str | None) -> bool:
    try:
        return bool(pid) and Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_a_stuck_worker_is_killed_and_the_others_go_on() -> None:
    started = time.monotonic()
    found = run(job("hang", limit=0.5), *(job(f"good{n}") for n in range(4)))
    assert time.monotonic() - started < 8
    assert found.pop("hang").record.status == "timeout"
    assert {outcome.record.status for outcome in found.values()} == {"extracted"}
    assert not any(alive(outcome.record.reason) for outcome in found.values())


@pytest.mark.parametrize(("name", "how"), [("killed", "signal 9"), ("exit", "status 3")])
def test_a_dead_worker_costs_its_document_only(name: str, how: str) -> None:
    found = run(job("a"), job(name), job("b"), size=1)
    assert found[name].record.status == "lost" and how in (found[name].record.reason or "")
    assert found["a"].record.status == found["b"].record.status == "extracted"
    assert found["a"].record.reason != found["b"].record.reason  # another process


@pytest.mark.parametrize(("limit", "value", "workers"), [("MAX_TASKS", 2, 3), ("MAX_MEMORY", 1, 5)])
def test_workers_retire(
    limit: str, value: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, limit, value)
    found = run(*(job(f"good{n}") for n in range(5)), size=1)
    assert len({outcome.record.reason for outcome in found.values()}) == workers


def test_stopping_early_leaves_no_process() -> None:
    outcomes = run_pool([job(f"good{n}") for n in range(3)] + [job("hang")] * 2, 2, misbehave)
    first = next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert not alive(first.record.reason)


def test_more_workers_than_jobs() -> None:
    assert len(run(job("a"), size=8)) == 1
    assert run(size=2) == {}


def test_an_error_of_ours_is_a_reason_and_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("two\nlines")

    (tmp_path / "a.txt").write_text(plan_text(), "utf-8")
    monkeypatch.setattr("extractor.pipeline.extract_bytes", broken)
    outcome = run_job(job("a.txt", folder=tmp_path))
    assert outcome.record.status == "failed"
    assert "ZeroDivisionError: two lines" in (outcome.record.reason or "")
    assert "Traceback" in (outcome.error or "")


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(plan_text(), "utf-8")
    (tmp_path / "a.txt.json").mkdir()
    record = run_job(job("a.txt", folder=tmp_path)).record
    assert record.status == "lost" and "cannot be written" in (record.reason or "")
    names = [".pst", "a.txt", "a.txt.json"]  # the state folder; no temporary file
    assert sorted(os.listdir(tmp_path)) == names


def test_a_source_that_vanishes_meanwhile(tmp_path: Path) -> None:
    assert run_job(job("a.txt", folder=tmp_path)).record.status == "unreadable"
