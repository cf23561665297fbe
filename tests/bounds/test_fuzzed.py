"""What damaged and random inputs have shown: each kind of fault with the smallest input for it."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.diagnostics import ExtractorError, UnreadableDocument
from extractor.evaluate.golds import load
from extractor.limits import Limits, run_limited
from extractor.pipeline import extract_bytes
from extractor.readers import pdf_annotations, read_bytes
from extractor.structure.announced import announced_words, told_levels
from extractor.structure.numbers import path_of
from extractor.structure.series import find_own_words
from extractor.text import join_lines, kept_when_short
from extractor.vocabulary import announced_levels

LONG = 100_000  # characters; what is not linear takes minutes


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("unit", [" ", "(", "-", "a", "a ", "nos ", "os ( ", ": "])
def test_a_line_of_any_length_is_read_in_one_pass(unit: str) -> None:
    text = "Objectif stratégique " + unit * (LONG // len(unit)) + "1"

    def read() -> None:
        announced_words([text])
        told_levels([text])
        announced_levels(text)

    run_limited(read, Limits(60), ())


def test_a_remark_at_the_end_of_a_caption_counts_for_nothing() -> None:
    expected = announced_levels("Objectifs opérationnels")
    for remark in (" (à mener) :", " (dix (au plus)", " (à mener", " (ouverts ) "):
        assert announced_levels("Objectifs opérationnels" + remark) == expected, remark
    assert expected
    assert announced_levels("Objectifs opérationnels (ab)") == ()  # too short for a remark


def test_digits_of_other_scripts_count() -> None:
    words = find_own_words(["Cap ١ : Planter", "Cap ٢ : Semer"])
    assert "cap" in words.own


def test_a_number_too_large_is_a_bound() -> None:
    huge = "9" * 40
    assert path_of(f"1.{huge}") == (1, 10**9)
    html = f"<ol start='1'><li>Un</li></ol><h2>OS {huge} : Être</h2><h3>OO {huge} : Aider</h3>"
    extract_bytes(html.encode(), "plan.html", nlp=False)


def test_a_damaged_stream_of_a_presentation_is_told() -> None:
    from pptx import Presentation

    out = io.BytesIO()
    presentation = Presentation()
    presentation.slides.add_slide(presentation.slide_layouts[0])
    presentation.save(out)
    data = bytearray(out.getvalue())
    with zipfile.ZipFile(out) as package:
        part = package.getinfo("ppt/slideLayouts/slideLayout4.xml")
    start = part.header_offset + 30 + len(part.filename)
    data[start : start + 8] = b"\xff" * 8
    with pytest.raises(UnreadableDocument, match="presentation is damaged"):
        read_bytes(bytes(data), "plan.pptx")


def test_pages_that_are_lost_in_rewriting_are_read_from_the_original(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out, empty = io.BytesIO(), io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 700, "OS 1 : Être une commune verte")
    canvas.save()
    pypdfium2.PdfDocument.new().save(empty)
    monkeypatch.setattr(
        pdf_annotations, "flatten_annotations", lambda pdf, data: (empty.getvalue(), [])
    )
    document = read_bytes(out.getvalue(), "plan.pdf")
    assert [line.text for line in document.lines] == ["OS 1 : Être une commune verte"]


@pytest.mark.parametrize(
    "data",
    [
        {"nodes": [{"level": "OS", "title": ["a"]}]},
        {"tree": [{"level": "OS", "title": {}}]},
        {"nodes": [], "source": ["plan.pdf"]},
        {"tree": [], "source": {"filename": 3}},
    ],
)
def test_an_annotation_of_another_shape_is_refused_in_one_line(
    tmp_path: Path, data: dict[str, object]
) -> None:
    path = tmp_path / "x.gold.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ExtractorError, match="of another shape"):
        load(path)


def test_only_short_texts_are_remembered() -> None:
    asked: list[str] = []

    def read(text: str) -> str:
        asked.append(text)
        return text.lower()

    kept = kept_when_short(read)
    short, long = "A" * 500, "B" * 501
    for text in (short, short, long, long):
        assert kept(text) == text.lower()
    assert asked == [short, long, long]


def _zip_with(change: Callable[[bytearray, int], None], method: int) -> bytes:
    """Return a zip of a plan whose central directory is changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        package.writestr("plan.txt", "OS 1 : Être\nOO 1.1 : Agir\n")
    data = bytearray(out.getvalue())
    change(data, data.index(b"PK\x01\x02"))
    return bytes(data)


def _move_before_the_file(data: bytearray, at: int) -> None:
    end = data.index(b"PK\x05\x06")
    data[end + 16 : end + 20] = (1 << 20).to_bytes(4, "little")


def _name_an_unknown_method(data: bytearray, at: int) -> None:
    data[at + 10] = 99


@pytest.mark.parametrize("change", [_move_before_the_file, _name_an_unknown_method])
def test_a_damaged_zip_is_told_from_a_locked_one(
    change: Callable[[bytearray, int], None],
) -> None:
    with pytest.raises(UnreadableDocument, match="container is damaged"):
        extract_bytes(_zip_with(change, zipfile.ZIP_DEFLATED), "plans.zip", nlp=False)


def test_a_paragraph_of_any_length_is_joined_in_one_pass() -> None:
    def join() -> None:
        assert len(join_lines(["é" * LONG] + ["un mot"] * 20_000)) == LONG + 7 * 20_000

    run_limited(join, Limits(10), ())


def test_damaged_properties_of_a_presentation_lose_nothing_else() -> None:
    from pptx import Presentation

    presentation, out, damaged = Presentation(), io.BytesIO(), io.BytesIO()
    slide = presentation.slides.add_slide(presentation.slide_layouts[0])
    slide.shapes.title.text = "OS 1 : Être une commune verte"
    presentation.save(out)
    with zipfile.ZipFile(out) as package, zipfile.ZipFile(damaged, "w") as target:
        for name in package.namelist():
            content = package.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"package.core-properties", b"package.other-properties")
            target.writestr(name, content)
    document = read_bytes(damaged.getvalue(), "plan.pptx")
    assert [line.text for line in document.lines] == ["OS 1 : Être une commune verte"]
