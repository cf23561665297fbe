"""Bad sources: one line with the reason and what to do, and in a batch the others go on."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractor import readers
from extractor.cli.progress import Progress
from extractor.corpus.job import Outcome
from extractor.corpus.record import SourceRecord
from tests.cli.test_commands import pst
from tests.corpus.plans import plan_text


def pdf(**options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, **options)
    canvas.drawString(72, 720, "OS 1 : Être un CPAS accessible")
    canvas.save()
    return out.getvalue()


def plain_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("logo.png", b"\x89PNG\r\n\x1a\n\0")
    return out.getvalue()


NO_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("empty.txt", lambda: b""),
    "random": ("random.pdf", lambda: random.Random(1).randbytes(5000)),
    "truncated": ("truncated.pdf", lambda: pdf()[:400]),
    "encrypted": ("encrypted.pdf", lambda: pdf(encrypt=StandardEncryption("secret"))),
    "zip": ("zip.docx", plain_zip),
    "no page": ("nopage.pdf", lambda: NO_PAGE),
}


@pytest.mark.parametrize("name", BAD)
def test_extract_names_the_reason(name: str, tmp_path: Path) -> None:
    filename, make = BAD[name]
    path = tmp_path / filename
    path.write_bytes(make())
    result = pst("extract", path)
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"pst: {path}: ")


def test_extract_of_a_directory(tmp_path: Path) -> None:
    result = pst("extract", tmp_path)
    assert result.exit_code == 1
    assert result.stderr == f"pst: {tmp_path}: it is a directory; give the documents inside\n"


def test_extract_without_the_right_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(plan_text(), "utf-8")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)  # root reads whatever the mode says
    result = pst("extract", path)
    assert result.exit_code == 1
    assert "permission denied" in result.stderr and len(result.stderr.splitlines()) == 1


def test_extract_of_a_file_that_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(plan_text(), "utf-8")
    read = Path.read_bytes

    def grow(self: Path) -> bytes:
        data = read(self)
        with self.open("a") as stream:
            stream.write("more")
        return data

    monkeypatch.setattr(readers.Path, "read_bytes", grow)
    result = pst("extract", path)
    assert result.exit_code == 1
    assert "changed while it was read" in result.stderr and len(result.stderr.splitlines()) == 1


def test_a_batch_names_all_bad_ones_and_does_the_others(tmp_path: Path) -> None:
    raw, output = tmp_path / "raw", tmp_path / "output"
    (raw / "deep").mkdir(parents=True)
    for filename, make in BAD.values():
        (raw / filename).write_bytes(make())
    for name in ("a.txt", "deep/b.txt"):
        (raw / name).write_text(plan_text(), "utf-8")
    result = pst("batch", raw, "-o", output, "--jobs", "2", "--no-nlp")
    assert (result.exit_code, result.stdout) == (1, "")
    named = [line for line in result.stderr.splitlines() if line.startswith("pst: ")]
    assert sorted(Path(line.split(": ")[1]).name for line in named) == sorted(
        filename for filename, _ in BAD.values()
    )
    assert "Traceback" not in result.stderr
    assert {path.stem for path in output.glob("*.json")} == {"a", "b", "run"}
    record = json.loads((output / "run.json").read_text("utf-8"))
    assert record["totals"]["unreadable"] == len(BAD) and record["totals"]["extracted"] == 2


def test_a_bug_in_a_batch_prints_its_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = SourceRecord("raw/a.txt", None, "failed", reason="error of the program: x")
    with Progress(tmp_path / "output", quiet=False) as progress:
        progress.start(1)
        progress.done(Outcome(record, error="Traceback: [bold] here"))
    printed = capsys.readouterr()
    assert printed.err == "Traceback: [bold] here\n" and not printed.out
