"""What a batch tells while it works: the document in hand, its time, and its remarks."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli import main, progress
from extractor.cli.progress import Progress
from extractor.corpus.job import Outcome
from extractor.corpus.record import SourceRecord
from extractor.messages import choose_language

PLAN = "OS 1 : Être une commune propre\nOO 1.1 : Trier\nAction 1 : Placer des bulles\n"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_the_bar_names_the_document_that_has_been_at_work_the_longest(
    tmp_path: Path, clock: list[float]
) -> None:
    with Progress(tmp_path / "output", quiet=False) as told:
        told.start(3)
        assert told.at_work() == ""
        told.begin("raw/long.pdf")
        clock[0] += 12.4
        told.begin("raw/court.txt")
        choose_language("fr")
        assert told.at_work() == "long.pdf, 12 s (et 1 autre)"
        choose_language(None)
        told.done(Outcome(SourceRecord("raw/long.pdf", None, "extracted")))
        assert told.at_work() == "court.txt, 0 s"
        told.done(Outcome(SourceRecord("raw/court.txt", None, "extracted")))
        assert told.at_work() == ""


def test_verbose_names_each_document_when_it_begins_and_its_remarks_when_it_ends(
    tmp_path: Path,
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "plan.txt").write_text(PLAN, "utf-8")
    (raw / "vide.txt").write_bytes(b"")
    words = ["batch", str(raw), "-o", str(tmp_path / "out"), "--no-nlp", "--jobs", "1", "-v"]
    lines = CliRunner().invoke(main, [*words, "--lang", "fr"]).stderr.splitlines()
    begun = next(at for at, line in enumerate(lines) if line.endswith("plan.txt : commencé"))
    ended = next(line for line in lines[begun:] if "plan.txt : 1 OS, 1 OO, 1 action" in line)
    assert " s · " in ended and "unknown-institution" in ended
    assert any("vide.txt : le fichier est vide" in line and "[" in line for line in lines)
    quiet = CliRunner().invoke(main, [*words, "--force", "--quiet"]).stderr.splitlines()
    assert [line for line in quiet if "begun" in line or "[" in line] == []
