"""The catalogue, the collector, and what a doubtful scan is told."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from PIL import Image, ImageDraw

from extractor.diagnostics import CATALOGUE, Report
from extractor.pipeline import extract_bytes
from extractor.readers import ocr
from extractor.readers.ocr import Engine, Word


def test_every_entry_says_what_raises_it_and_what_to_do() -> None:
    for code, entry in CATALOGUE.items():
        assert code == code.lower() and code.replace("-", "").isalpha()
        assert entry.raised and entry.hint and entry.raised != entry.hint
        assert not entry.raised.endswith(".") and not entry.hint.endswith(".")


def test_report_takes_the_severity_from_the_catalogue_and_refuses_other_codes() -> None:
    report = Report()
    report.add("numbering-gap", "one", page=2)
    report.add("no-plan-found", "two")
    assert [(i.code, i.severity, i.page) for i in report.items] == [
        ("numbering-gap", "info", 2),
        ("no-plan-found", "error", None),
    ]
    with pytest.raises(KeyError):
        report.add("numbering-gaps", "misspelt")


def scan() -> bytes:
    """Return a PDF of one picture with strokes of ink where `recognised` reads words."""
    buffer = io.BytesIO()
    picture = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(picture)
    for row in range(3):
        for left in range(100, 520, 4):
            if (left - 100) % 75 < 69:
                draw.line((left, 151 + 50 * row, left, 164 + 50 * row), fill=0, width=2)
    picture.save(buffer, "PDF", resolution=150)
    return buffer.getvalue()


def recognised(confidence: float) -> Engine:
    """Return an engine that reads the same three lines on any page."""
    texts = ["OS 1 Être une commune sûre", "OO 1.1 Éclairer les rues", "Action 1 Poser des lampes"]

    def words(grey: object, dpi: float) -> list[Word]:
        return [
            Word(text, 200 + 150 * n, 300 + 100 * row, 340 + 150 * n, 330 + 100 * row, confidence,
                 (row,))
            for row, line in enumerate(texts)
            for n, text in enumerate(line.split())
        ]  # fmt: skip

    return Engine("OCR", words)


@pytest.mark.parametrize(("confidence", "poor"), [(0.5, True), (0.97, False)])
def test_scan_is_marked_and_a_poor_one_said_to_be(
    confidence: float, poor: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "find_engine", lambda: recognised(confidence))
    plan = extract_bytes(scan(), "scan.pdf", nlp=False)
    found = {item.code for item in plan.diagnostics}
    assert plan.source.text_layer == "ocr"
    assert "ocr-used" in found and ("ocr-poor" in found) is poor
    assert [node.level for node in plan.nodes()] == ["OS", "OO", "ACTION"]


def test_an_unsure_reading_makes_unsure_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    means = []
    for confidence in (0.4, 0.8, 1.0):
        monkeypatch.setattr(ocr, "find_engine", lambda c=confidence: recognised(c))
        nodes = list(extract_bytes(scan(), "scan.pdf", nlp=False).nodes())
        means.append(sum(node.confidence for node in nodes) / len(nodes))
    assert all(a < b for a, b in pairwise(means))


def test_scan_without_recognition_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_engine", lambda: None)
    plan = extract_bytes(scan(), "scan.pdf", nlp=False)
    (missing,) = (item for item in plan.diagnostics if item.code == "no-text-layer")
    assert "install" in missing.message and "\n" not in missing.message
    assert plan.source.text_layer == "none" and plan.has_errors()
