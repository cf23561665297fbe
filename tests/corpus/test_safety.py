"""The batch never loses, never lies: orphans, files of others, links, names, folders, pruning."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.corpus import job as job_module
from extractor.corpus.agenda import Options
from extractor.corpus.batch import Result, run_batch
from extractor.corpus.job import Job, run_job
from extractor.corpus.pool import run_pool
from extractor.corpus.record import SourceRecord, read_run, start_run
from extractor.corpus.sources import find_sources
from tests.cli.test_commands import pst
from tests.corpus.plans import outputs, plan_text, write_plans
from tests.corpus.work import misbehave


def batch(folder: Path, **options: bool) -> Result:
    chosen = Options(nlp=False, **options)
    return run_batch([str(folder / "raw")], folder / "output", chosen)


def make_job(folder: Path, name: str, **more: object) -> Job:
    values: dict[str, object] = {
        "source": name, "location": str(folder / "raw" / name), "filename": name,
        "folder": str(folder / "output"), "output": f"{name}.json", "program": "test",
        "nlp": False, "limit": 60.0,
    }  # fmt: skip
    return Job(**(values | more))  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_plans(tmp_path / "raw", 2)
    (tmp_path / "output" / ".pst").mkdir(parents=True)
    return tmp_path


def test_an_orphan_does_not_write_over_a_newer_batch(folder: Path) -> None:
    mine = start_run(folder / "output")
    orphan = make_job(folder, "plan-00.txt", run=mine)
    newer = start_run(folder / "output")
    assert newer != mine and read_run(folder / "output") == newer
    outcome = run_job(orphan)
    assert outcome.record.status == "lost" and "another batch" in (outcome.record.reason or "")
    assert outputs(folder / "output") == {}
    assert run_job(make_job(folder, "plan-00.txt", run=newer)).record.good


@pytest.mark.skipif(sys.platform != "linux", reason="the system kills orphans on Linux")
def test_workers_die_with_a_batch_that_is_killed(tmp_path: Path) -> None:
    script = (
        "from tests.corpus.test_pool import job\n"
        "from extractor.corpus.pool import run_pool\n"
        "from tests.corpus.work import misbehave\n"
        "for outcome in run_pool([job('good'), job('hang', limit=300)], 1, misbehave):\n"
        "    print(outcome.record.reason, flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    worker = Path("/proc") / process.stdout.readline().strip() / "stat"
    assert worker.exists()
    process.send_signal(signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 20
    while worker.exists() and worker.read_text().split()[2] != "Z":
        assert time.monotonic() < deadline, "the worker outlives its batch"
        time.sleep(0.05)


def test_a_file_that_pst_did_not_write_stays(folder: Path) -> None:
    theirs = folder / "output" / "plan-00.json"
    theirs.write_text('{"mine": true}')
    (bad,) = batch(folder).bad
    assert bad.source == "raw/plan-00.txt" and "none of ours" in (bad.reason or "")
    assert theirs.read_text() == '{"mine": true}'
    assert batch(folder, force=True).bad == []
    assert "plan_id" in theirs.read_text("utf-8")


def test_outputs_without_a_record_are_taken_back_when_they_are_the_same(folder: Path) -> None:
    batch(folder)
    before = outputs(folder / "output")
    (folder / "output" / "run.json").unlink()
    (folder / "output" / ".pst" / "announced.json").unlink()
    assert batch(folder).bad == [] and outputs(folder / "output") == before


def test_an_output_that_a_killed_batch_had_announced_is_ours(folder: Path) -> None:
    (folder / "output" / "plan-00.json").write_text("written before the kill, never recorded")
    (folder / "output" / ".pst" / "announced.json").write_text('["plan-00.json"]')
    assert batch(folder).bad == []


def test_prune_removes_nothing_when_the_disk_is_not_there(folder: Path) -> None:
    batch(folder)
    before = outputs(folder / "output")
    (folder / "raw").rename(folder / "away")
    (folder / "raw").mkdir()
    result = batch(folder, prune=True)
    assert not result.pruned and len(result.vanished) == 2
    assert "removes nothing" in result.problems[-1] and outputs(folder / "output") == before


def test_prune_removes_nothing_after_a_folder_that_cannot_be_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "raw" / "closed").mkdir()
    (folder / "raw" / "closed" / "c.txt").write_text(plan_text(), "utf-8")
    batch(folder)
    before = outputs(folder / "output")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)  # root reads whatever the mode says
    result = batch(folder, prune=True)
    assert not result.pruned and outputs(folder / "output") == before
    assert "closed: the folder cannot be read (permission denied)" in result.problems[0]


def test_links_that_lead_out_are_named_and_followed_on_request(folder: Path) -> None:
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "far.txt").write_text(plan_text(), "utf-8")
    (folder / "raw" / "linked").symlink_to(elsewhere)
    (folder / "raw" / "file.txt").symlink_to(elsewhere / "far.txt")
    (folder / "raw" / "same.txt").symlink_to(folder / "raw" / "plan-00.txt")
    result = batch(folder)
    assert [record.source for record in result.records] == [
        "raw/plan-00.txt", "raw/plan-01.txt", "raw/same.txt",
    ]  # fmt: skip
    assert len(result.problems) == 2 and all("--follow-links" in line for line in result.problems)
    result = batch(folder, follow=True)
    assert not result.problems
    assert {"raw/linked/far.txt", "raw/file.txt"} <= {r.source for r in result.records}


def test_followed_folders_that_link_to_each_other_end(folder: Path) -> None:
    (folder / "raw" / "loop").symlink_to(folder / "raw")
    found = find_sources([str(folder / "raw")], folder / "output", follow=True)
    assert [source.key for source in found.sources] == ["raw/plan-00.txt", "raw/plan-01.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_not_utf8_are_read_apart_and_named(folder: Path) -> None:
    for name in (b"\xe9.txt", b"\xe8.txt"):
        (folder / "raw" / os.fsdecode(name)).write_text(plan_text(), "utf-8")
    result = pst("batch", folder / "raw", "-o", folder / "output", "--no-nlp", "--jobs", "1")
    assert result.exit_code == 1
    assert result.stderr.count("its name is not UTF-8") == 2
    assert len(outputs(folder / "output")) == 4


def test_a_title_of_a_source_commands_no_terminal(folder: Path) -> None:
    (folder / "raw" / "a\x1b[2Jb\nc.txt").write_text("")
    result = pst("batch", folder / "raw", "-o", folder / "output", "--no-nlp", "--jobs", "1")
    assert "\x1b" not in result.stderr and "a�[2Jb c.txt" in result.stderr


@pytest.mark.parametrize(
    "record",
    [
        SourceRecord("a", None, "lost"),
        SourceRecord("a", None, "timeout"),
        SourceRecord("a", "a.json", "extracted", diagnostics={"ocr-failed": 1}),
    ],
)
def test_passing_failures_are_tried_again(record: SourceRecord) -> None:
    assert record.passing


def test_lasting_failures_are_not_tried_again() -> None:
    assert not SourceRecord("a", None, "unreadable").passing
    assert not SourceRecord("a", "a.json", "extracted", diagnostics={"ocr-used": 1}).passing


def test_want_of_memory_is_passing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*location: str | None) -> bytes:
        raise MemoryError

    monkeypatch.setattr(job_module, "load_source", greedy)
    record = run_job(make_job(folder, "plan-00.txt", memory=512)).record
    assert record.passing and record.reason == (
        "it needs more than 512 MB of memory; raise --max-memory"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux refuses memory by this limit")
def test_the_system_refuses_a_worker_memory(folder: Path) -> None:
    (outcome,) = run_pool([make_job(folder, "greedy", memory=300)], 1, misbehave)
    assert outcome.record.status == "lost"


def test_the_engines_belong_to_the_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch(folder)
    assert batch(folder).done == 0
    monkeypatch.setattr("extractor.corpus.program.find_engines", lambda: "Tesseract 9.9")
    assert batch(folder).done == 2
    record = json.loads((folder / "output" / "run.json").read_bytes())
    assert record["extractor"]["engines"] == "Tesseract 9.9"
