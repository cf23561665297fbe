"""Pages as agencies design them: side boxes, key figures, an overview before the plan."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from extractor.pipeline import extract_bytes
from extractor.schema import Plan
from tests.structure.helpers import find, outline

HEIGHT = 842.0

Put = Callable[..., None]


def plan_of(*pages: Callable[[Canvas, Put], None]) -> Plan:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, HEIGHT), invariant=1)

    def put(x: float, top: float, text: str, size: float = 10, face: str = "Helvetica") -> None:
        canvas.setFont(face, size)
        canvas.drawString(x, HEIGHT - top, text)

    for page in pages:
        page(canvas, put)
        canvas.showPage()
    canvas.save()
    return extract_bytes(buffer.getvalue(), "plan.pdf", nlp=False)


def overview(canvas: Canvas, put: Put) -> None:
    put(50, 60, "Programme stratégique transversal de Belleherbe", 20, "Helvetica-Bold")
    put(50, 100, "OS 1 Être une commune qui respire")
    put(50, 116, "OS 2 Être une commune qui apprend")
    put(50, 160, "Comment avons-nous travaillé ?", 20, "Helvetica-Bold")
    for row, text in enumerate(("Un diagnostic partagé", "Des ateliers", "La rédaction"), 1):
        put(60, 170 + 16 * row, f"{row}. {text}")


def objective(number: int, title: str) -> Callable[[Canvas, Put], None]:
    def page(canvas: Canvas, put: Put) -> None:
        put(50, 60, f"OS {number} Être une commune qui {title}", 16, "Helvetica-Bold")
        for part, top in ((1, 90), (2, 290)):
            put(50, top, f"OO {number}.{part} Partager {'ce qui' * part} {title}", 12)
            for row in range(5):
                put(60, top + 20 + 16 * row, f"• Ouvrir le lieu numéro {row} où l’on {title}")
            figure(canvas, put, top)
            put(60, top + 140, f"• Fermer ce qui {title} mal")
            sheet(canvas, put, top)

    return page


def figure(canvas: Canvas, put: Put, top: float) -> None:
    canvas.setFillColor(HexColor("#2a6f97"))
    put(70, top + 110, f"{top}", 20, "Helvetica-Bold")
    put(70, top + 122, "habitants de plus depuis l’an dernier", 8)
    canvas.setFillColor(HexColor("#000000"))


def sheet(canvas: Canvas, put: Put, top: float) -> None:
    canvas.setFillColor(HexColor("#eeeedd"))
    canvas.rect(400, HEIGHT - top - 150, 130, 140, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#000000"))
    values = ("Mme Odile Grand",), ("Forem", "Maison de la culture", "AVIQ"), ("3, 4",)
    below = top + 26
    for label, lines in zip(("Échevine", "Partenaires", "ODD"), values, strict=True):
        put(410, below, label, 9, "Helvetica-Bold")
        for row, line in enumerate(lines, 1):
            put(410, below + 12 * row, line, 9)
        below += 12 * len(lines) + 20


PLAN = plan_of(overview, objective(1, "respire"), objective(2, "apprend"))


def test_neither_figures_nor_the_list_below_an_overview_are_actions() -> None:
    lines = outline(PLAN).splitlines()
    assert lines[:3] == [
        "OS 1 Être une commune qui respire",
        "  OO 1.1 Partager ce qui respire",
        "    ACTION Ouvrir le lieu numéro 0 où l’on respire",
    ]
    assert len(lines) == 2 + 4 + 4 * 6
    assert lines.count("    ACTION Fermer ce qui apprend mal") == 2


def test_a_side_box_says_something_of_the_objective_beside_it() -> None:
    for title in ("Partager ce qui respire", "Partager ce quice qui apprend"):
        said = find(PLAN, title).attributes
        assert said.mandataries == ["Mme Odile Grand"]
        assert said.partners == ["Forem", "Maison de la culture", "AVIQ"]
        assert said.sdgs == [3, 4]
