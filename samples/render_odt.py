"""OpenDocument: headings for the objectives, one sheet (label and value) per action."""

from __future__ import annotations

import io
from typing import Any

from samples.frozen import freeze_zip
from samples.model import Node, Plan, Value, french_date

LAYOUT = (
    "ODT: volet, OS and OO headings; one two-column form per action, its first row `Action n : …`"
)
LABELS = {
    "services": "Service pilote",
    "partners": "Partenaires",
    "deadline": "Échéance",
    "budget": "Budget estimé",
    "indicators": "Indicateur de résultat",
    "sdgs": "ODD",
}
_STYLES = """
<style:style style:name="PstBand" style:family="table-cell"><style:table-cell-properties
 fo:background-color="#2f5d8a" fo:padding="0.15cm" fo:border="0.5pt solid #2f5d8a"/></style:style>
<style:style style:name="PstLabel" style:family="table-cell"><style:table-cell-properties
 fo:background-color="#e7eef5" fo:padding="0.12cm" fo:border="0.5pt solid #b7c6d6"/></style:style>
<style:style style:name="PstValue" style:family="table-cell"><style:table-cell-properties
 fo:padding="0.12cm" fo:border="0.5pt solid #b7c6d6"/></style:style>
<style:style style:name="PstForm" style:family="table"><style:table-properties
 style:width="17cm" style:may-break-between-rows="false"/></style:style>
<style:style style:name="PstNarrow" style:family="table-column"><style:table-column-properties
 style:column-width="4.2cm"/></style:style>
<style:style style:name="PstWide" style:family="table-column"><style:table-column-properties
 style:column-width="12.8cm"/></style:style>
<style:style style:name="PstBandText" style:family="paragraph"><style:paragraph-properties
 fo:keep-with-next="always"/><style:text-properties fo:color="#ffffff" fo:font-weight="bold"
 fo:font-size="11pt" style:font-name="Liberation Sans"/></style:style>
<style:style style:name="PstLabelText" style:family="paragraph"><style:text-properties
 fo:font-weight="bold" fo:font-size="9.5pt" fo:color="#2f5d8a"/></style:style>
<style:style style:name="PstValueText" style:family="paragraph"><style:text-properties
 fo:font-size="10pt"/></style:style>
<style:style style:name="PstTitle" style:family="paragraph"><style:paragraph-properties
 fo:text-align="center" fo:margin-top="0.4cm" fo:margin-bottom="0.2cm"/><style:text-properties
 fo:font-size="22pt" fo:font-weight="bold" fo:color="#2f5d8a"/></style:style>
<style:style style:name="PstUnder" style:family="paragraph"><style:paragraph-properties
 fo:text-align="center" fo:margin-bottom="0.3cm"/><style:text-properties fo:font-size="14pt"/>
</style:style>
<style:style style:name="PstBody" style:family="paragraph"><style:paragraph-properties
 fo:text-align="justify" fo:margin-bottom="0.25cm"/><style:text-properties fo:font-size="11pt"/>
</style:style>
"""
_NS = (
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def render(plan: Plan) -> bytes:
    """Return the document."""
    from odfdo import Document, Header, Paragraph

    document = Document("text")
    document.body.clear()
    _unnumber(document)
    _add_styles(document)
    _set_meta(document, plan)
    body = document.body
    body.append(Paragraph(plan.meta["printed"], style="PstUnder"))
    body.append(Paragraph(plan.meta["title"], style="PstTitle"))
    day = french_date(plan.meta["adopted"])
    adopted = f"Adopté par le Conseil de l’Action sociale en séance du {day}"
    body.append(Paragraph(adopted, style="PstUnder"))
    for chapter in plan.front:
        body.append(Header(1, chapter.heading))
        for text in chapter.paragraphs:
            body.append(Paragraph(text, style="PstBody"))
    volet = None
    for node in plan.tree:
        if node.volet != volet:
            volet = node.volet
            body.append(Header(1, f"Volet {volet}"))
        body.append(Header(2, f"OS {node.code} : {node.title}"))
        for child in node.children:
            body.append(Header(3, f"OO {child.code} : {child.title}"))
            for action in child.children:
                body.append(_form(action))
                body.append(Paragraph(""))
    buffer = io.BytesIO()
    document.save(buffer)
    return freeze_zip(buffer.getvalue())


def _add_styles(document: Any) -> None:
    from odfdo import Element

    for piece in _STYLES.split("</style:style>"):
        if piece.strip():
            xml = piece.strip().replace("<style:style ", f"<style:style {_NS} ", 1)
            document.insert_style(Element.from_tag(f"{xml}</style:style>"), automatic=True)


def _unnumber(document: Any) -> None:
    """Take the automatic numbers of the template's headings away."""
    for level in document.styles.get_elements("//text:outline-style/text:outline-level-style"):
        level.set_attribute("style:num-format", "")
        level.set_attribute("style:num-suffix", "")
        level.del_attribute("loext:num-list-format")


def _set_meta(document: Any, plan: Plan) -> None:
    from datetime import datetime

    meta = document.meta
    day = datetime.fromisoformat(plan.meta["adopted"])
    meta.creation_date = meta.date = day
    meta.title = plan.meta["title"]
    meta.creator = meta.initial_creator = plan.meta["printed"]
    meta.generator = "LibreOffice"


def _form(action: Node) -> Any:
    from odfdo import Cell, Column, Element, Paragraph, Row, Table

    rows = [
        (LABELS[key], _printed(value)) for key, value in action.attributes.items() if key in LABELS
    ]
    table = Table(f"Fiche {action.code}", style="PstForm")
    for style in ("PstNarrow", "PstWide"):
        table.append(Column(style=style))
    band: Any = Row()
    first = Cell(style="PstBand")
    first.append(Paragraph(f"Action {action.code} : {action.title}", style="PstBandText"))
    first.set_attribute("table:number-columns-spanned", "2")
    band.append(first)
    band.append(Element.from_tag("table:covered-table-cell"))
    table.append(band)
    for label, value in rows:
        row = Row()
        for text, cell_style, text_style in (
            (label, "PstLabel", "PstLabelText"),
            (value, "PstValue", "PstValueText"),
        ):
            cell = Cell(style=cell_style)
            cell.append(Paragraph(text, style=text_style))
            row.append(cell)
        table.append(row)
    return table


def _printed(value: Value) -> str:
    return ", ".join(value.entries())
