"""PDF by reportlab: paragraphs, cards, margin columns, what runs on each page."""

from __future__ import annotations

import io
from random import Random
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.doctemplate import LayoutError

from tests.zoo.grammar import model
from tests.zoo.grammar.model import Block, Box, Break, Margin, Para, Print, Style
from tests.zoo.grammar.producers.pdf_tables import Spanned
from tests.zoo.pdfkit import FAMILIES, FILLS, TINTS, register_fonts

SIZES = (0.0, 1.0, 2.0, 4.0, 7.0)  # points above running text, by rank
#: signs that the standard fonts lack, drawn with the symbol font of the zoo
SYMBOLS = ("▪", "➢", "→")


def write(document: Print, rng: Random) -> bytes:
    """Return the file; in smaller type where a row would not fit on a page."""
    press = Press(document, rng)
    for _ in range(6):
        try:
            return press.build()
        except LayoutError:
            press.size -= 0.8
    raise AssertionError("a row of this document fits on no page")


class Press:
    """One document under construction, in one face and size."""

    def __init__(self, document: Print, rng: Random) -> None:
        register_fonts()
        self.document = document
        self.regular, self.bold, self.italic = rng.choice(FAMILIES)
        self.size = rng.choice((9.5, 10.0, 11.0)) - (1 if self.regular == "Vera" else 0)
        self.tint, self.fill = rng.choice(TINTS[:3]), rng.choice(FILLS)
        self.page = landscape(A4) if document.landscape else A4
        self.margin = rng.choice((42.0, 56.0, 64.0)) if not document.landscape else 36.0
        self.justify = rng.random() < 0.25
        self.gap = rng.choice((2.0, 3.0, 5.0))
        self.number_form = rng.choice(("{}", "Page {}", "- {} -", "{} |"))
        self.step = rng.choice((12.0, 16.0, 20.0))

    @property
    def width(self) -> float:
        return float(self.page[0] - 2 * self.margin)

    def build(self) -> bytes:
        story: list[Flowable] = []
        for block in self.document.blocks:
            story += self.block(block, self.width)
        out = io.BytesIO()
        template = BaseDocTemplate(out, pagesize=self.page, invariant=1, title=self.document.title)
        frame = Frame(
            self.margin, self.margin, self.width, self.page[1] - 2 * self.margin,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip
        template.addPageTemplates([PageTemplate("page", [frame], onPage=self.furniture)])
        template.build(story)
        return out.getvalue()

    def furniture(self, canvas: Any, template: Any) -> None:
        document, middle = self.document, self.page[0] / 2
        canvas.saveState()
        if document.watermark:
            canvas.saveState()
            canvas.setFont(self.bold, 90)
            canvas.setFillColor(colors.HexColor("#eeeeee"))
            canvas.translate(middle, self.page[1] / 2)
            canvas.rotate(45)
            canvas.drawCentredString(0, 0, document.watermark)
            canvas.restoreState()
        canvas.setFont(self.regular, 8)
        if document.header:
            canvas.drawCentredString(middle, self.page[1] - self.margin * 0.6, document.header)
        if document.footer:
            canvas.drawString(self.margin, self.margin * 0.55, document.footer)
        if document.numbers:
            text = self.number_form.format(template.page)
            canvas.drawRightString(self.page[0] - self.margin, self.margin * 0.55, text)
        canvas.restoreState()

    def block(self, block: Block, width: float) -> list[Flowable]:
        if isinstance(block, Para):
            return self.paragraph(block, width)
        if isinstance(block, model.Table):
            return [Spacer(1, 4), Spanned(self, block, width), Spacer(1, 4)]
        if isinstance(block, Box):
            inner = [f for part in block.blocks for f in self.block(part, width - 16)]
            frame = Table([[inner]], colWidths=[width], style=TableStyle([
                ("BOX", (0, 0), (-1, -1), 0.8, colors.HexColor(self.tint)),
                ("LEFTPADDING", (0, 0), (-1, -1), 8), ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ]), splitInRow=1)  # fmt: skip
            return [KeepTogether([frame]), Spacer(1, 6)]
        if isinstance(block, Margin):
            return [*_margin(self, block, width), Spacer(1, 6)]
        return [PageBreak()] if isinstance(block, Break) else []

    def style(self, look: Style, **options: Any) -> ParagraphStyle:
        size = self.size + SIZES[look.size] if not options.get("small") else 7.5
        face = self.bold if look.bold else self.italic if look.italic else self.regular
        align = TA_CENTER if look.center else options.get("align", TA_LEFT)
        return ParagraphStyle(
            "zoo", fontName=face, fontSize=size, leading=size * 1.22,
            leftIndent=options.get("left", 0.0), firstLineIndent=options.get("first", 0.0),
            bulletIndent=options.get("at", 0.0), bulletFontName=face, bulletFontSize=size,
            spaceBefore=options.get("before", 0.0), spaceAfter=options.get("after", self.gap),
            textColor=colors.HexColor(self.tint if look.colour else "#000000"), alignment=align,
            keepWithNext=int(options.get("keep", False)), splitLongWords=0,
        )  # fmt: skip

    def paragraph(self, para: Para, width: float, *, cell: bool = False) -> list[Flowable]:
        """Return a paragraph: its marker hangs, its badge stands at the right edge."""
        if not para.line:
            return [Spacer(1, 8)]
        look = para.style
        text = _drawn(para.text)
        if look.underline:
            text = f"<u>{text}</u>"
        if para.note:
            text += f"<super size={self.size * 0.65:.0f}>{para.note}</super>"
        left = self.step * para.indent
        heading = bool(look.size or (look.bold and not para.marker))
        options: dict[str, Any] = {"small": para.small, "left": left}
        if not cell and heading:
            options |= {"before": 6.0 + 2 * look.size, "keep": look.size > 0}
        if cell:
            options["after"] = 1.0
        elif not heading and self.justify and len(para.text) > 90:
            options["align"] = TA_JUSTIFY
        if para.marker:
            face = self.bold if look.bold else self.regular
            hang = pdfmetrics.stringWidth(para.marker + "  ", face, self.size + SIZES[look.size])
            sign = _drawn(para.marker)
            if hang < width / 3:
                style = self.style(look, **options | {"left": left + hang, "at": left})
                flow = Paragraph(f"<bullet>{sign}</bullet>{text}", style)
            else:
                flow = Paragraph(f"{sign} {text}", self.style(look, **options))
        else:
            flow = Paragraph(text, self.style(look, **options))
        if not para.badge:
            return [flow]
        badge = Paragraph(_drawn(para.badge), self.style(Style(), align=TA_RIGHT))
        return [Table([[flow, badge]], colWidths=[width * 0.8, width * 0.2], style=TableStyle([
            ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
        ]))]  # fmt: skip


def _drawn(text: str) -> str:
    """Return the text as reportlab's markup, odd signs in the symbol font."""
    marked = escape(text)
    for sign in SYMBOLS:
        marked = marked.replace(sign, f'<font name="ZooSymbols">{sign}</font>')
    return marked


def _margin(press: Press, block: Margin, width: float) -> list[Flowable]:
    """Return a row of two cells; what does not fit goes on below, the margin blank."""
    side = width * 0.28
    left = [f for para in block.left for f in press.paragraph(para, side - 12, cell=True)]
    right = [f for para in block.right for f in press.paragraph(para, width - side - 6)]
    style = TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (0, -1), 12), ("RIGHTPADDING", (1, 0), (1, -1), 0),
    ])  # fmt: skip
    return [Table([[left, right]], colWidths=[side, width - side], style=style, splitInRow=1)]
