"""Word: axes, objectives as headings, one table of actions per operational objective."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from samples.frozen import freeze_zip
from samples.model import Chapter, Node, Plan, Value, french_date

LAYOUT = (
    "DOCX: axes as Heading 1, OS as Heading 2, OO as Heading 3, a table of actions per OO "
    "(N°, Action, Pilote, Partenaires, Échéance, Indicateur)"
)
COLUMNS = (
    ("N°", 1.3),
    ("Action", 5.3),
    ("Pilote", 2.9),
    ("Partenaires", 2.9),
    ("Échéance", 2.4),
    ("Indicateur", 2.6),
)
_DAY = datetime(2019, 7, 1)


def render(plan: Plan) -> bytes:
    """Return the document."""
    document = _new(plan)
    _cover(document, plan)
    for chapter in plan.front:
        _chapter(document, chapter)
    section = None
    for node in plan.tree:
        if node.section != section:
            section = node.section
            document.add_heading(section, 1)
        document.add_heading(f"Objectif stratégique {node.code} : {node.title}", 2)
        for child in node.children:
            document.add_heading(f"Objectif opérationnel {child.code} : {child.title}", 3)
            if child.children:
                _table(document, child.children)
    buffer = io.BytesIO()
    document.save(buffer)
    return freeze_zip(buffer.getvalue(), modified=_DAY)


def _new(plan: Plan) -> Any:
    from docx import Document
    from docx.shared import Cm, Pt, RGBColor

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(10.5)
    for name, size, color in (("Heading 1", 20, "7A2E2E"), ("Heading 2", 14, "7A2E2E")):
        document.styles[name].font.size = Pt(size)
        document.styles[name].font.color.rgb = RGBColor.from_string(color)
    document.styles["Heading 3"].font.size = Pt(12)
    document.styles["Heading 3"].font.color.rgb = RGBColor.from_string("404040")
    section.header.paragraphs[0].text = plan.meta["printed"]
    footer = section.footer.paragraphs[0]
    footer.add_run("PST – page ")
    _page_field(footer)
    properties = document.core_properties
    properties.author, properties.title = plan.meta["printed"], plan.meta["title"]
    properties.created = properties.modified = _DAY
    properties.last_modified_by, properties.comments = plan.meta["printed"], ""
    return document


def _page_field(paragraph: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _cover(document: Any, plan: Plan) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for _ in range(7):
        document.add_paragraph()
    for size, text in zip((28, 20, 16), _title_lines(plan), strict=False):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.font.size = True, Pt(size)
    document.add_paragraph()
    day = french_date(plan.meta["adopted"])
    paragraph = document.add_paragraph(f"Approuvé par le Conseil communal du {day}")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_page_break()


def _title_lines(plan: Plan) -> list[str]:
    title, _, years = plan.meta["title"].partition(", ")
    what, _, who = title.partition(" de la ")
    return [what, f"de la {who},", years]


def _chapter(document: Any, chapter: Chapter) -> None:
    document.add_heading(chapter.heading, 1)
    for text in chapter.paragraphs:
        document.add_paragraph(text)


def _table(document: Any, actions: list[Node]) -> None:
    from docx.shared import Cm, Pt

    table = document.add_table(rows=1, cols=len(COLUMNS), style="Light Grid Accent 2")
    table.autofit = False
    rows = [[name for name, _ in COLUMNS]]
    for action in actions:
        values = action.attributes
        cells = [_printed(values.get(k)) for k in ("responsibles", "partners", "deadline")]
        rows.append([action.code or "", action.title, *cells, _printed(values.get("indicators"))])
        table.add_row()
    for column, (_, width) in zip(table.columns, COLUMNS, strict=True):
        column.width = Cm(width)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text, (_, width) in zip(row.cells, texts, COLUMNS, strict=True):
            cell.width = Cm(width)
            run = cell.paragraphs[0].add_run(text)
            run.font.size = Pt(9)
    document.add_paragraph()


def _printed(value: Value | None) -> str:
    return ", ".join(value.entries()) if value else ""
