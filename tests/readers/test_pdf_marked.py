"""What a page says of its own text: layers that are off, running lines, text drawn otherwise."""

from __future__ import annotations

from typing import Any

from pdfminer.pdftypes import PDFObjRef
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Role
from extractor.readers.pdf.glyphs.marked import MarkedContent, layers_off
from extractor.readers.pdf.glyphs.marks import RawPage
from tests.readers.test_pdf import put, read, texts


class Objects:
    """A document of three layers, of which the second is off, and a group of the last two."""

    def __init__(self) -> None:
        self.found: dict[int, Any] = {n: {"Name": b"layer"} for n in (1, 2, 3)}
        self.found[4] = {"OCGs": [self.ref(2), self.ref(3)]}

    def ref(self, number: int) -> PDFObjRef:
        return PDFObjRef(self, number)  # type: ignore[arg-type]

    def getobj(self, number: int) -> Any:
        return self.found[number]


def test_what_is_painted_on_a_layer_that_is_off_is_hidden() -> None:
    objects = Objects()
    off = layers_off({"OCProperties": {"D": {"OFF": [objects.ref(2)]}}})
    marked, page = MarkedContent(off), RawPage(100, 100)
    shown = []
    for number in (1, 2, 3, 4):
        marked.begin("OC", objects.ref(number), page)
        marked.begin("Span", None, page)
        shown.append(marked.shown)
        marked.end(page)
        marked.end(page)
    assert (shown, marked.shown) == ([True, False, True, True], True)
    assert layers_off({}) == frozenset()


def test_artifacts_of_pagination_are_headers_and_footers() -> None:
    def page(canvas: Canvas) -> None:
        def tagged(tag: str, top: float, text: str) -> None:
            canvas._code.append(tag)
            put(canvas, 60, top, text)
            canvas._code.append("EMC")

        tagged("/Artifact <</Type /Pagination /Subtype /Header>> BDC", 120, "Plan de la commune")
        tagged("/P <</MCID 0>> BDC", 150, "Verdir les rues")
        tagged("/Artifact BMC", 300, "Un ornement")
        tagged("/Artifact BMC", 800, "Service du plan")

    roles = {line.text: line.role for line in read(page).lines}
    assert roles == {
        "Plan de la commune": Role.PAGE_HEADER,
        "Verdir les rues": None,
        "Un ornement": None,
        "Service du plan": Role.PAGE_FOOTER,
    }


def test_text_is_read_as_what_it_stands_for() -> None:
    def page(canvas: Canvas) -> None:
        for top, actual, drawn in (
            (100, "Fleurir les rues", "Feurir les rues"),
            (130, "Ensemble", "En sem ble"),
            (160, "", "Planter"),
        ):
            canvas._code.append(f"/Span <</ActualText ({actual})>> BDC")
            put(canvas, 60, top, drawn)
            canvas._code.append("EMC")
        put(canvas, 60, 190, "des arbres")

    assert texts(read(page)) == ["Fleurir les rues", "Ensemble", "Planter", "des arbres"]
