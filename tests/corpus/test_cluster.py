"""Dask: the same bytes as the local run, a worker killed in the middle included."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.corpus.agenda import Options
from extractor.corpus.batch import run_batch
from extractor.corpus.cluster import ClusterError
from extractor.corpus.job import Outcome
from tests.corpus.plans import outputs, write_plans

distributed = pytest.importorskip("distributed", reason="needs the extra [cluster]")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as found:
        yield found


@pytest.mark.slow
def test_a_killed_worker_loses_nothing(cluster: Any, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write_plans(raw, 40)
    (raw / "empty.pdf").touch()
    local = run_batch([str(raw)], tmp_path / "local", Options(nlp=False, jobs=2))
    pids = [worker.pid for worker in cluster.workers.values()]
    killed: list[int] = []

    def kill_one(outcome: Outcome) -> None:
        if not killed:
            killed.append(pids[0])
            os.kill(pids[0], signal.SIGKILL)

    options = Options(nlp=False, scheduler=cluster.scheduler_address)
    result = run_batch([str(raw)], tmp_path / "cluster", options, on_done=kill_one)
    assert killed and result.done == 41
    assert [record.reason for record in result.bad] == [record.reason for record in local.bad]
    assert outputs(tmp_path / "cluster") == outputs(tmp_path / "local")
    assert run_batch([str(raw)], tmp_path / "cluster", options).done == 0


@pytest.mark.slow
def test_urls_are_read_by_the_workers_and_once(cluster: Any, tmp_path: Path) -> None:
    write_plans(tmp_path / "raw", 3)
    url = f"file://{tmp_path}/raw"
    options = Options(nlp=False, scheduler=cluster.scheduler_address)
    run_batch([url], tmp_path / "urls", options)
    run_batch([str(tmp_path / "raw")], tmp_path / "paths", Options(nlp=False))
    assert outputs(tmp_path / "urls") == outputs(tmp_path / "paths")
    written = {p: p.stat().st_mtime_ns for p in (tmp_path / "urls").glob("*.json")}
    run_batch([url], tmp_path / "urls", options)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "urls").glob("*.json")} == written


def test_no_scheduler_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.corpus.cluster.CONNECT", "1s")
    write_plans(tmp_path / "raw", 1)
    options = Options(nlp=False, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(ClusterError, match="check the address") as caught:
        run_batch([str(tmp_path / "raw")], tmp_path / "out", options)
    assert "\n" not in str(caught.value)
