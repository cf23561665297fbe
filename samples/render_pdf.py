"""PDF: cover, foreword, table of contents, chapters by volet, projects with inline attributes."""

from __future__ import annotations

import io
from typing import Any

from samples.model import Node, Plan, Value, french_date

LAYOUT = (
    "A4 PDF: cover, dotted table of contents, running header and footer, volet chapters, "
    "`Objectif stratégique n :` in a coloured band, `Projet n :` numbered through, attribute lines"
)
GREEN, DARK, GREY = "#3d7a4c", "#1f3d2b", "#6b7770"
LABELS = {
    "responsibles": "Pilote",
    "partners": "Partenaires",
    "deadline": "Échéance",
    "budget": "Budget estimé",
}


def render(plan: Plan) -> bytes:
    """Return the document; the same plan gives the same bytes."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import cm
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    buffer = io.BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=A4,
        title=plan.meta["title"],
        author=plan.meta["printed"],
        invariant=1,
    )
    frame = Frame(2.3 * cm, 2.2 * cm, A4[0] - 4.6 * cm, A4[1] - 4.6 * cm, id="text")
    document.addPageTemplates(
        [
            PageTemplate("cover", [frame], onPage=lambda canvas, _: _cover(canvas, plan)),
            PageTemplate("page", [frame], onPage=lambda canvas, doc: _page(canvas, doc, plan)),
        ]
    )
    document.afterFlowable = lambda flowable: _notify(document, flowable)
    document.multiBuild(_story(plan))
    return buffer.getvalue()


def _styles() -> dict[str, Any]:
    from reportlab.lib.colors import HexColor, white
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.styles import ParagraphStyle

    body = ParagraphStyle(
        "body", fontName="Helvetica", fontSize=10, leading=14.5, spaceAfter=7, alignment=TA_JUSTIFY
    )
    bold = {"fontName": "Helvetica-Bold", "keepWithNext": 1, "alignment": 0}
    return {
        "body": body,
        "chapter": ParagraphStyle(
            "chapter",
            body,
            **bold,
            fontSize=17,
            leading=22,
            spaceBefore=16,
            spaceAfter=12,
            textColor=HexColor(GREEN),
        ),
        "OS": ParagraphStyle(
            "OS",
            body,
            **bold,
            fontSize=13,
            leading=17,
            spaceBefore=12,
            spaceAfter=12,
            textColor=white,
            backColor=HexColor(GREEN),
            borderPadding=(7, 8, 8, 8),
            leftIndent=8,
            rightIndent=8,
        ),
        "OO": ParagraphStyle(
            "OO", body, **bold, fontSize=11.5, leading=15, spaceBefore=10, textColor=HexColor(GREEN)
        ),
        "PROJET": ParagraphStyle(
            "PROJET", body, **bold, spaceBefore=6, spaceAfter=3, leftIndent=12
        ),
        "ACTION": ParagraphStyle("ACTION", body, leftIndent=38, bulletIndent=26, spaceAfter=3),
        "attribute": ParagraphStyle(
            "attribute",
            body,
            fontName="Helvetica-Oblique",
            fontSize=9,
            leading=12,
            leftIndent=12,
            spaceAfter=2,
            textColor=HexColor(GREY),
        ),
        "toc0": ParagraphStyle("toc0", body, fontName="Helvetica-Bold", spaceBefore=6, alignment=0),
        "toc1": ParagraphStyle(
            "toc1", body, leftIndent=14, rightIndent=30, spaceAfter=3, alignment=0
        ),
        "toc2": ParagraphStyle(
            "toc2", body, leftIndent=28, rightIndent=30, spaceAfter=1, alignment=0
        ),
    }


def _story(plan: Plan) -> list[Any]:
    from reportlab.platypus import NextPageTemplate, PageBreak, Paragraph
    from reportlab.platypus.tableofcontents import TableOfContents

    styles = _styles()
    story: list[Any] = [NextPageTemplate("page"), PageBreak()]
    for chapter in plan.front:
        story.append(Paragraph(chapter.heading, styles["chapter"]))
        story += [Paragraph(text, styles["body"]) for text in chapter.paragraphs]
    story += [PageBreak(), Paragraph("Table des matières", styles["chapter"])]
    contents = TableOfContents(dotsMinLevel=0)
    contents.levelStyles = [styles["toc0"], styles["toc1"], styles["toc2"]]
    story.append(contents)
    volet = None
    for node in plan.tree:
        if node.volet != volet:
            volet = node.volet
            heading = Paragraph(f"VOLET {(volet or '').upper()}", styles["chapter"])
            heading.toc_level = 0
            story += [PageBreak(), heading]
        story += _node(node, styles)
    return story


def _node(node: Node, styles: dict[str, Any]) -> list[Any]:
    from reportlab.platypus import Paragraph

    if node.level == "ACTION":
        return [Paragraph(node.title, styles["ACTION"], bulletText="•")]
    label = {"OS": "Objectif stratégique", "OO": "Objectif opérationnel", "PROJET": "Projet"}
    heading = Paragraph(f"{label[node.level]} {node.code} : {node.title}", styles[node.level])
    if node.level != "PROJET":
        heading.toc_level = 1 if node.level == "OS" else 2
    story: list[Any] = [heading]
    for key, value in node.attributes.items():
        story.append(Paragraph(f"{LABELS[key]} : {_printed(value)}", styles["attribute"]))
    for child in node.children:
        story += _node(child, styles)
    return story


def _printed(value: Value) -> str:
    return ", ".join(value.entries())


def _notify(document: Any, flowable: Any) -> None:
    """Tell the table of contents where a heading stands."""
    level = getattr(flowable, "toc_level", None)
    if level is not None:
        document.notify("TOCEntry", (level, flowable.getPlainText(), document.page))


def _cover(canvas: Any, plan: Plan) -> None:
    from reportlab.lib.colors import HexColor, white
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import cm

    width, height = A4
    canvas.setFillColor(HexColor(GREEN))
    canvas.rect(0, height * 0.42, width, height * 0.36, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#8fbf6b"))
    canvas.rect(0, height * 0.405, width, height * 0.015, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.setFont("Helvetica-Bold", 32)
    first, second, years = plan.meta["title"].split(" ", 2)
    canvas.drawString(2.3 * cm, height * 0.66, f"{first} {second}")
    name, years = years.rsplit(" ", 1)
    canvas.drawString(2.3 * cm, height * 0.66 - 42, name)
    canvas.setFont("Helvetica", 26)
    canvas.drawString(2.3 * cm, height * 0.66 - 92, years)
    canvas.setFillColor(HexColor(DARK))
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(2.3 * cm, height * 0.86, plan.meta["printed"])
    canvas.setFont("Helvetica", 11)
    day = french_date(plan.meta["adopted"])
    canvas.drawString(2.3 * cm, height * 0.30, f"Adopté par le Conseil communal en séance du {day}")
    canvas.setFillColor(HexColor(GREY))
    canvas.setFont("Helvetica", 9)
    canvas.drawString(2.3 * cm, 2 * cm, "Maison communale – Place du Tilleul 4")


def _page(canvas: Any, document: Any, plan: Plan) -> None:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import cm

    width, height = A4
    canvas.setFillColor(HexColor(GREY))
    canvas.setStrokeColor(HexColor("#c9d3cc"))
    canvas.setFont("Helvetica", 8.5)
    canvas.drawString(2.3 * cm, height - 1.5 * cm, plan.meta["printed"])
    canvas.line(2.3 * cm, height - 1.7 * cm, width - 2.3 * cm, height - 1.7 * cm)
    canvas.drawString(2.3 * cm, 1.3 * cm, plan.meta["title"])
    canvas.drawRightString(width - 2.3 * cm, 1.3 * cm, str(document.page))
