"""Documents inside containers in a batch, and what is no document at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli import main
from extractor.corpus.sources import Source, find_sources
from tests.corpus.plans import plan_text
from tests.corpus.test_batch import Corpus
from tests.readers.test_containers import OTHER, PICTURE, archive, mail


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path)


def put(corpus: Corpus, name: str, data: bytes) -> Path:
    path = corpus.raw / name
    path.write_bytes(data)
    return path


def test_each_document_of_a_container_is_a_source(corpus: Corpus) -> None:
    first, second = plan_text().encode(), plan_text(actions=3).encode()
    put(corpus, "envoi.zip", archive({"a/plan.txt": first, "b/plan.txt": second, "l.png": PICTURE}))
    put(corpus, "lettre.eml", mail(OTHER, {"plan.txt": first}))
    result = corpus.run()
    assert [record.source for record in result.records] == [
        "raw/envoi.zip › a/plan.txt",
        "raw/envoi.zip › b/plan.txt",
        "raw/lettre.eml › plan.txt",
    ]
    assert not result.bad and len(set(corpus.names())) == 3
    assert "lettre › plan.json" in corpus.names()
    assert result.duplicates == [["raw/envoi.zip › a/plan.txt", "raw/lettre.eml › plan.txt"]]


def test_an_unchanged_container_is_not_read_again_and_a_changed_one_is(corpus: Corpus) -> None:
    put(
        corpus, "envoi.zip", archive({"a.txt": plan_text().encode(), "b.txt": plan_text().encode()})
    )
    assert corpus.run().done == 2
    assert corpus.run().done == 0
    put(corpus, "envoi.zip", archive({"a.txt": plan_text().encode(), "c.txt": b"OS 1 : Lire\n"}))
    changed = corpus.run()
    assert changed.done == 1
    assert [record.source for record in changed.vanished] == ["raw/envoi.zip › b.txt"]


def test_a_container_without_documents_is_named(corpus: Corpus) -> None:
    put(corpus, "logos.zip", archive({"l.png": PICTURE}))
    (record,) = corpus.run().bad
    assert record.source == "raw/logos.zip" and "no document" in (record.reason or "")


def test_what_is_no_document_is_left_out_and_named(corpus: Corpus) -> None:
    corpus.write("plan.txt")
    put(corpus, "logo.png", PICTURE)
    put(corpus, "ancien.json", b'{"schema_version": "1.0"}')
    result = corpus.run()
    assert not result.bad
    assert {r.source: r.status for r in result.records} == {
        "raw/ancien.json": "no-document",
        "raw/logo.png": "no-document",
        "raw/plan.txt": "extracted",
    }
    assert corpus.names() == ["plan.json"]
    assert corpus.run().done == 0
    arguments = ["batch", str(corpus.raw), "-o", str(corpus.output), "--no-nlp"]
    run = CliRunner().invoke(main, arguments)
    assert run.exit_code == 0
    said = [line for line in run.stderr.splitlines() if "logo.png" in line]
    assert len(said) == 1 and "ancien.json" in said[0]


def test_names_of_members_stay_inside_the_output(tmp_path: Path) -> None:
    data = archive({"../../etc/plan.txt": b"OS 1 : Lire", "/plan.txt": b"OS 2 : Lire"})
    (tmp_path / "a.zip").write_bytes(data)
    found = find_sources([str(tmp_path / "a.zip")], tmp_path / "output")
    assert {source.stem for source in found.sources} == {"a › plan"}
    assert Source("k", "l", "d/a.zip › b/c.pdf").filename == "a.zip › c.pdf"


def test_extract_picks_a_member(corpus: Corpus) -> None:
    both = {"a.txt": plan_text().encode(), "b.txt": plan_text().encode()}
    path = put(corpus, "envoi.zip", archive(both))
    run = CliRunner().invoke(main, ["extract", str(path), "--no-nlp", "-q"])
    assert run.exit_code == 1 and "--member" in run.stderr and not run.stdout
    run = CliRunner().invoke(main, ["extract", str(path), "--no-nlp", "-q", "--member", "b.txt"])
    assert run.exit_code == 0 and '"envoi.zip › b.txt"' in run.stdout
