"""The batch: up to date or not, vanished, renamed, twice the same, interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from extractor.corpus.agenda import Options
from extractor.corpus.batch import Busy, Result, lock, run_batch
from extractor.corpus.record import BadRecord
from tests.corpus.plans import PROSE, outputs, plan_text, write_plans


class Corpus:
    """A folder of documents with its output."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.output = folder / "raw", folder / "output"
        self.raw.mkdir(parents=True)

    def write(self, name: str, text: str | None = None) -> Path:
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plan_text() if text is None else text, "utf-8")
        return path

    def run(self, *, nlp: bool = False, **options: Any) -> Result:
        return run_batch([str(self.raw)], self.output, Options(nlp=nlp, **options))

    def record(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((self.output / "run.json").read_text("utf-8"))
        return data

    def names(self) -> list[str]:
        return sorted(outputs(self.output))


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path)


def test_the_second_run_does_nothing(corpus: Corpus) -> None:
    corpus.write("a.txt")
    corpus.write("note.txt", PROSE)
    corpus.write("empty.txt", "")
    first = corpus.run()
    written = {path: path.stat().st_mtime_ns for path in corpus.output.glob("*.json")}
    second = corpus.run()
    assert (first.done, second.done) == (3, 0)
    assert second.records == first.records  # the bad ones are still named
    assert [record.status for record in second.bad] == ["unreadable", "no-plan"]
    assert {path: path.stat().st_mtime_ns for path in corpus.output.glob("*.json")} == written


def test_the_record_says_what_became_of_each_source(corpus: Corpus) -> None:
    corpus.write("a.txt")
    corpus.write("empty.txt", "")
    corpus.run()
    good, bad = corpus.record()["sources"]
    assert good["source"] == "raw/a.txt" and good["output"] == "a.json"
    assert good["counts"] == {"OS": 1, "OO": 1, "ACTION": 2} and good["seconds"] >= 0
    assert bad["status"] == "unreadable" and "empty" in bad["reason"] and bad["output"] is None
    totals = corpus.record()["totals"]
    assert (totals["sources"], totals["extracted"], totals["nodes"]) == (2, 1, 4)


def test_only_what_changed_is_extracted(corpus: Corpus) -> None:
    changed = corpus.write("a.txt")
    corpus.write("b.txt")
    corpus.run()
    changed.write_text(plan_text(actions=3), "utf-8")
    (corpus.output / "b.json").unlink()
    corpus.write("c.txt")
    assert corpus.run().done == 3
    assert corpus.run().done == 0
    assert corpus.record()["sources"][0]["counts"]["ACTION"] == 3


def test_force_another_program_and_another_option(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.write("a.txt")
    corpus.run()
    assert corpus.run(force=True).done == 1
    monkeypatch.setattr("extractor.corpus.program.__version__", "9.9")
    assert corpus.run().done == 1
    assert corpus.run().done == 0


def test_only_failed(corpus: Corpus) -> None:
    corpus.write("a.txt")
    corpus.write("note.txt", PROSE)
    corpus.run()
    corpus.write("a.txt", plan_text(actions=4))
    corpus.write("new.txt")
    assert corpus.run(only_failed=True).done == 1
    assert "new.json" not in corpus.names()
    assert corpus.record()["sources"][0]["counts"]["ACTION"] == 2


def test_a_vanished_source_is_reported_until_pruned(corpus: Corpus) -> None:
    corpus.write("a.txt")
    gone = corpus.write("b.txt")
    corpus.run()
    gone.unlink()
    for _ in range(2):
        result = corpus.run()
        assert [record.source for record in result.vanished] == ["raw/b.txt"]
        assert corpus.names() == ["a.json", "b.json"]
        assert corpus.record()["totals"]["vanished"] == 1
    corpus.run(prune=True)
    assert corpus.names() == ["a.json"]
    assert corpus.run().vanished == []


def test_a_vanished_source_may_come_back(corpus: Corpus) -> None:
    path = corpus.write("a.txt")
    corpus.run()
    path.unlink()
    corpus.run()
    corpus.write("a.txt")
    assert corpus.run().vanished == [] and corpus.record()["totals"]["vanished"] == 0


def test_prune_leaves_other_folders_alone(corpus: Corpus, tmp_path: Path) -> None:
    corpus.write("a.txt")
    corpus.run()
    (tmp_path / "other").mkdir()
    run_batch([str(tmp_path / "other")], corpus.output, Options(nlp=False, prune=True))
    assert corpus.names() == ["a.json"]


def test_a_stem_that_begins_to_clash_renames_and_comes_back(corpus: Corpus) -> None:
    corpus.write("x/plan.txt")
    corpus.run()
    before = (corpus.output / "plan.json").read_bytes()
    other = corpus.write("y/plan.txt", plan_text(actions=4))
    assert corpus.run().done == 1  # the first one is moved, not made again
    assert len(corpus.names()) == 2 and "plan.json" not in corpus.names()
    other.unlink()
    assert corpus.run(prune=True).done == 0
    assert outputs(corpus.output) == {"plan.json": before}


def test_a_bad_new_version_keeps_the_former_output(corpus: Corpus) -> None:
    path = corpus.write("a.txt")
    corpus.run()
    before = outputs(corpus.output)
    path.write_bytes(b"")
    for _ in range(2):
        (record,) = corpus.run().bad
        assert record.kept and record.output == "a.json"
        assert outputs(corpus.output) == before


def test_an_edited_output_is_kept_until_forced(corpus: Corpus) -> None:
    corpus.write("a.txt")
    corpus.run()
    before = outputs(corpus.output)
    (corpus.output / "a.json").write_text("{}")
    assert corpus.run().edited == ["a.json"]
    assert (corpus.output / "a.json").read_text() == "{}"
    corpus.run(force=True)
    assert outputs(corpus.output) == before


def test_duplicates_and_versions(corpus: Corpus) -> None:
    corpus.write("a.txt", plan_text("Baelen"))
    corpus.write("copy.txt", plan_text("Baelen"))
    corpus.write("new.txt", plan_text("Baelen", actions=5))
    corpus.write("later.txt", plan_text("Baelen", first=2025))
    result = corpus.run()
    assert result.duplicates == [["raw/a.txt", "raw/copy.txt"]]
    assert result.versions == [["raw/a.txt", "raw/new.txt"]]
    assert corpus.record()["duplicates"] == result.duplicates


def test_two_batches_on_one_output(corpus: Corpus) -> None:
    corpus.write("a.txt")
    with lock(corpus.output), pytest.raises(Busy, match="another batch is writing"):
        corpus.run()
    assert corpus.run().done == 1


@pytest.mark.parametrize("text", ["{", "[]", '{"record_version": "0"}', '{"a": 1}'])
def test_a_foreign_run_file_is_not_overwritten(corpus: Corpus, text: str) -> None:
    corpus.write("a.txt")
    corpus.output.mkdir()
    (corpus.output / "run.json").write_text(text)
    with pytest.raises(BadRecord):
        corpus.run()
    assert (corpus.output / "run.json").read_text() == text


def test_jobs_do_not_change_a_byte(corpus: Corpus, tmp_path: Path) -> None:
    write_plans(corpus.raw, 6)
    corpus.run(jobs=1)
    other = tmp_path / "other"
    run_batch([str(corpus.raw)], other, Options(nlp=False, jobs=3))
    assert outputs(other) == outputs(corpus.output)


def command(corpus: Corpus) -> list[str]:
    words = ["batch", str(corpus.raw), "-o", str(corpus.output), "--no-nlp", "--jobs", "2"]
    return [sys.executable, "-m", "extractor", *words]


def durationless(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "sources": [{**item, "seconds": 0} for item in record["sources"]]}


def test_a_killed_batch_is_completed_by_the_next(corpus: Corpus, tmp_path: Path) -> None:
    write_plans(corpus.raw, 30)
    quiet = Corpus(tmp_path / "undisturbed")
    write_plans(quiet.raw, 30)
    quiet.run(jobs=2)
    process = subprocess.Popen(command(corpus), stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while len(list(corpus.output.glob("*.json"))) < 8 and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = outputs(corpus.output)
    complete = {name: data for name, data in left.items() if name.endswith(".json")}
    assert 0 < len(complete) < 30
    assert all(data == outputs(quiet.output)[name] for name, data in complete.items())
    (corpus.output / ".pst-0123.part").write_text("half")
    result = corpus.run(jobs=2)
    assert result.done < 30  # what the journal knows is not done again
    assert outputs(corpus.output) == outputs(quiet.output)
    assert durationless(corpus.record()) == durationless(quiet.record())


def test_a_torn_journal_is_read_up_to_the_tear(corpus: Corpus) -> None:
    corpus.write("a.txt")
    corpus.write("b.txt")
    corpus.run()
    lines = [json.dumps(item) for item in corpus.record()["sources"]]
    (corpus.output / "run.json").unlink()
    (corpus.output / ".pst/journal.jsonl").write_text(lines[0] + "\n" + lines[1][:50])
    assert corpus.run().done == 1
    assert corpus.record()["totals"]["extracted"] == 2


def test_an_interrupt_records_what_is_done(corpus: Corpus) -> None:
    write_plans(corpus.raw, 80)  # far more than are done before the signal comes
    process = subprocess.Popen(
        command(corpus),
        stderr=subprocess.PIPE,
        text=True,
        # a job in the background inherits that interrupts are ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stderr
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.splitlines()[-1].startswith("pst: interrupted")
    assert 0 < corpus.record()["totals"]["extracted"] < 80


def test_a_pipe_is_named_and_blocks_nothing(corpus: Corpus) -> None:
    os.mkfifo(corpus.raw / "pipe")
    corpus.write("a.txt")
    (bad,) = corpus.run().bad
    assert bad.source == "raw/pipe" and "not a regular file" in (bad.reason or "")
