"""Three documents that hold no plan.

An explanation (PDF), a cover with its table of contents (DOCX), a staff regulation (text). Their
wording is in `no-plan/*.md`: `#` the title, `##` and `###` headings, `- ` bullets; a tab stands
before the page number of a table of contents.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from samples.frozen import freeze_zip
from samples.model import HERE

_DAY = datetime(2019, 9, 11)
_WIDTH = 84


def build() -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each document."""
    yield "qu-est-ce-qu-un-pst.pdf", render_explanation(_read("qu-est-ce-qu-un-pst"))
    yield "couverture-et-table.docx", render_contents(_read("couverture"))
    yield "statut-administratif.txt", render_statute(_read("statut"))


def _read(name: str) -> list[tuple[int, str]]:
    """Return (heading depth, 0 for text; text) for each line."""
    found = []
    for line in (HERE / "no-plan" / f"{name}.md").read_text(encoding="utf-8").splitlines():
        marks, _, text = line.partition(" ")
        depth = len(marks) if marks and set(marks) == {"#"} else 0
        found.append((depth, text if depth else line))
    return found


def render_statute(lines: list[tuple[int, str]]) -> bytes:
    """Return plain text in Windows-1252, as older editors save it."""
    out: list[str] = []
    for depth, text in lines:
        if depth == 1:
            out += [text.upper().center(_WIDTH).rstrip(), ""]
        elif depth == 2:
            out += ["", text.upper(), ""]
        else:
            out += textwrap.wrap(text, _WIDTH, break_on_hyphens=False)
            out += [""] if text.startswith(("Article", "§", "Arrêté")) else []
    return "\r\n".join([*out, ""]).encode("cp1252")


def render_explanation(lines: list[tuple[int, str]]) -> bytes:
    """Return a PDF with numbered headings."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import cm
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=15, spaceAfter=6)
    bold = {"fontName": "Times-Bold", "keepWithNext": 1, "textColor": HexColor("#5b2c6f")}
    styles = {
        0: body,
        1: ParagraphStyle("h1", body, **bold, fontSize=20, leading=25, spaceAfter=10),
        2: ParagraphStyle("h2", body, **bold, fontSize=14, leading=18, spaceBefore=12),
        3: ParagraphStyle("h3", body, **bold, fontSize=12, leading=15, spaceBefore=6),
    }
    bullet = ParagraphStyle("bullet", body, leftIndent=24, bulletIndent=12)
    story: list[Any] = []
    for depth, text in lines:
        if text.startswith("- "):
            story.append(Paragraph(text[2:], bullet, bulletText="•"))
        else:
            story.append(Paragraph(text, styles[depth]))
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=2.5 * cm,
        rightMargin=2.5 * cm,
        title=lines[0][1],
        invariant=1,
    )
    document.build(story, onFirstPage=_number, onLaterPages=_number)
    return buffer.getvalue()


def _number(canvas: Any, document: Any) -> None:
    canvas.setFont("Times-Roman", 9)
    canvas.drawCentredString(document.pagesize[0] / 2, 34, f"– {document.page} –")


def render_contents(lines: list[tuple[int, str]]) -> bytes:
    """Return a Word file: a cover, then a table of contents with dot leaders."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm, Pt

    document: Any = Document()
    for depth, text in lines:
        if depth == 2:
            document.add_page_break()
            document.add_heading(text, 1)
        elif "\t" in text:
            paragraph = document.add_paragraph(text)
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(Cm(15), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            indent = 1.0 * text.startswith("OS") + 1.8 * text.startswith("OO")
            paragraph.paragraph_format.left_indent = Cm(indent)
            paragraph.paragraph_format.space_after = Pt(3)
        else:
            paragraph = document.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = paragraph.add_run(text)
            run.bold, run.font.size = depth == 1, Pt(26 if depth else 15)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "CPAS de Sart-Lagrange"
    properties.title, properties.comments = lines[0][1], ""
    properties.created = properties.modified = _DAY
    buffer = io.BytesIO()
    document.save(buffer)
    return freeze_zip(buffer.getvalue(), modified=_DAY)
