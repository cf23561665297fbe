"""DOCX by python-docx: heading styles, real lists, merged cells, headers and footers."""

from __future__ import annotations

import datetime
import io
from random import Random
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from tests.zoo.grammar.model import Block, Box, Break, Cell, Margin, Para, Print, Table
from tests.zoo.grammar.producers.package import stamped
from tests.zoo.grammar.producers.word_lists import Lists, child

FONTS = ("Calibri", "Arial", "Times New Roman", "Cambria", "Verdana")
POINTS = (0, 1, 2, 4, 8)


def write(document: Print, rng: Random) -> bytes:
    """Return the file."""
    return _Word(document, rng).build()


class _Word:
    def __init__(self, document: Print, rng: Random) -> None:
        self.document = document
        self.doc: Any = docx.Document()
        stamp = datetime.datetime(2025, 1, 1)
        self.doc.core_properties.created = self.doc.core_properties.modified = stamp
        base = self.doc.styles["Normal"].font
        self.points = rng.choice((10, 11))
        base.name, base.size = rng.choice(FONTS), Pt(self.points)
        self.section: Any = self.doc.sections[0]
        self.section.page_width, self.section.page_height = Cm(21), Cm(29.7)
        if document.landscape:
            self.section.orientation = WD_ORIENT.LANDSCAPE
            self.section.page_width, self.section.page_height = Cm(29.7), Cm(21)
        self.section.left_margin = self.section.right_margin = Cm(rng.choice((1.8, 2.2, 2.5)))
        self.lists = Lists(self.doc, document.blocks)
        self.typed = rng.random() < 0.25  # bullets typed as text, no Word list
        self.fill = rng.choice(("D9E2F3", "E2EFD9", "EDEDED"))
        self.furniture()

    def furniture(self) -> None:
        document = self.document
        if document.header:
            self.section.header.paragraphs[0].text = document.header
        if document.footer or document.numbers:
            paragraph = self.section.footer.paragraphs[0]
            paragraph.add_run(f"{document.footer}\t" if document.footer else "")
            if document.numbers:
                field = OxmlElement("w:fldSimple")
                field.set(qn("w:instr"), "PAGE")
                paragraph._p.append(field)

    def build(self) -> bytes:
        for block in self.document.blocks:
            self.put(block, self.doc)
        out = io.BytesIO()
        self.doc.save(out)
        return stamped(out.getvalue())

    def put(self, block: Block, where: Any) -> None:
        if isinstance(block, Para):
            self.paragraph(block, where.add_paragraph())
        elif isinstance(block, Table):
            self.table(block, where)
        elif isinstance(block, Box):
            frame = where.add_table(rows=1, cols=1)
            frame.style = "Table Grid"
            self.fill_cell(frame.cell(0, 0), block.blocks)
            where.add_paragraph()
        elif isinstance(block, Margin):
            frame = where.add_table(rows=1, cols=2)
            frame.autofit = False
            for cell, width in zip(frame._cells, (Cm(4.6), Cm(11.5)), strict=True):
                cell.width = width
            self.fill_cell(frame.cell(0, 0), block.left)
            self.fill_cell(frame.cell(0, 1), block.right)
        elif isinstance(block, Break):
            where.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def fill_cell(self, cell: Any, blocks: tuple[Block, ...]) -> None:
        first = cell.paragraphs[0]
        for rank, block in enumerate(blocks):
            if rank == 0 and isinstance(block, Para):
                self.paragraph(block, first)
            else:
                self.put(block, cell)
        if not blocks or not isinstance(blocks[-1], Para):
            cell.add_paragraph()

    def paragraph(self, para: Para, paragraph: Any) -> None:
        """Write a paragraph into an empty one."""
        look = para.style
        if para.outline:
            paragraph.style = self.doc.styles[f"Heading {min(para.outline, 9)}"]
        listed = para.bullet and not self.typed
        text = para.text
        if listed:
            self.lists.bullet(paragraph, para)
        elif self.lists.numbered(paragraph, para) and para.auto:
            text = para.auto.text
        elif para.marker:
            text = f"{para.marker} {text}" if not para.bullet else f"{para.marker}\t{text}"
        run = paragraph.add_run(text)
        if para.note:
            paragraph.add_run(para.note).font.superscript = True
        if para.badge:
            width = self.section.page_width - 2 * self.section.left_margin
            paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
            paragraph.add_run(f"\t{para.badge}")
        if not para.outline:
            run.bold = look.bold or None
            if look.size:
                run.font.size = Pt(self.points + POINTS[look.size])
            if look.colour:
                run.font.color.rgb = RGBColor(0x1F, 0x4E, 0x79)
        run.underline = look.underline or None
        run.italic = look.italic or None
        if para.small:
            run.font.size = Pt(8)
        if look.center:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if para.indent and not listed:
            paragraph.paragraph_format.left_indent = Cm(0.75 * para.indent + 0.5)
            if para.marker:
                paragraph.paragraph_format.first_line_indent = Cm(-0.5)

    def table(self, table: Table, where: Any) -> None:
        columns = len(table.widths)
        grid = where.add_table(rows=len(table.rows), cols=columns)
        if table.ruled:
            grid.style = "Table Grid"
        grid.autofit = False
        total = sum(table.widths)
        width = self.section.page_width - 2 * self.section.left_margin
        for column, share in zip(grid.columns, table.widths, strict=True):
            column.width = int(width * share / total)
        cells = grid._cells
        for at, row in enumerate(table.rows):
            for place in range(len(row)):
                target = cells[at * columns + place]
                target.width = int(width * table.widths[place] / total)
        for at, row in enumerate(table.rows):
            for place, cell in enumerate(row):
                if cell is not None:
                    self.cell(cells, at * columns + place, cell, columns)
        for row in grid.rows[: table.header]:
            properties = row._tr.get_or_add_trPr()
            child(properties, "w:tblHeader", "w:val", "true")
        if where is self.doc:
            self.doc.add_paragraph()

    def cell(self, cells: Any, at: int, cell: Cell, columns: int) -> None:
        target = cells[at]
        if cell.cols > 1 or cell.rows > 1:
            target = target.merge(cells[at + (cell.rows - 1) * columns + cell.cols - 1])
        if cell.fill:
            shade = child(target._tc.get_or_add_tcPr(), "w:shd", "w:val", "clear")
            shade.set(qn("w:fill"), self.fill)
        for rank, para in enumerate(cell.paras):
            paragraph = target.paragraphs[0] if rank == 0 else target.add_paragraph()
            self.paragraph(para, paragraph)
