"""PDF by reportlab: paragraphs, tables whose merged cells are cut at page ends, cards, margins."""

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
from tests.zoo.grammar.model import Block, Box, Break, Cell, Margin, Para, Print, Style
from tests.zoo.pdfkit import FAMILIES, FILLS, TINTS, register_fonts

PADDING = 3.0  # points between a cell's text and its rules
SIZES = (0.0, 1.0, 2.0, 4.0, 7.0)  # points above running text, by rank
#: signs that the standard fonts lack, drawn with the symbol font of the zoo
SYMBOLS = ("▪", "➢", "→")


def write(document: Print, rng: Random) -> bytes:
    """Return the file; in smaller type where a row would not fit on a page."""
    press = _Press(document, rng)
    for _ in range(4):
        try:
            return press.build()
        except LayoutError:
            press.size -= 1.2
    raise AssertionError("a row of this document fits on no page")


class _Press:
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
        return self.page[0] - 2 * self.margin

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
            return [Spacer(1, 4), _Spanned(self, block, width), Spacer(1, 4)]
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


def _margin(press: _Press, block: Margin, width: float) -> list[Flowable]:
    """Return a row of two cells; what does not fit goes on below, the margin blank."""
    side = width * 0.28
    left = [f for para in block.left for f in press.paragraph(para, side - 12, cell=True)]
    right = [f for para in block.right for f in press.paragraph(para, width - side - 6)]
    style = TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (0, -1), 12), ("RIGHTPADDING", (1, 0), (1, -1), 0),
    ])  # fmt: skip
    return [Table([[left, right]], colWidths=[side, width - side], style=style, splitInRow=1)]


class _Spanned(Flowable):  # type: ignore[misc]
    """A table that is cut between rows; a merged cell that is cut goes on blank."""

    def __init__(self, press: _Press, table: model.Table, width: float) -> None:
        super().__init__()
        self.press, self.table, self.full = press, table, width
        self.inner = self._build()

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.inner.wrap(self.full, 10_000)
        self.width, self.height = self.full, sum(self.inner._rowHeights)
        return self.width, self.height

    def draw(self) -> None:
        self.inner.canv = self.canv
        self.inner.drawOn(self.canv, 0, 0)

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        room, count = height, 0
        for size in self.inner._rowHeights:
            if size > room:
                break
            room -= size
            count += 1
        rows = self.table.rows
        count = min(count, len(rows) - 1)
        while count > self.table.header:
            upper, lower = _cut(rows, count)
            first = self._part(upper)
            if first.wrap(width, height)[1] <= height:  # a cell cut short may make rows taller
                return [first, self._part((*rows[: self.table.header], *lower))]
            count -= 1
        return []

    def _part(self, rows: Rows) -> _Spanned:
        table = model.Table(rows, self.table.widths, self.table.header, self.table.ruled)
        return _Spanned(self.press, table, self.full)

    def _build(self) -> Table:
        press, table = self.press, self.table
        total = sum(table.widths)
        widths = [self.full * share / total for share in table.widths]
        commands: list[tuple[Any, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING), ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]  # fmt: skip
        if table.ruled:
            commands.append(("GRID", (0, 0), (-1, -1), 0.5, colors.HexColor("#555555")))
        cells: list[list[Any]] = []
        for at, row in enumerate(table.rows):
            line: list[Any] = []
            for place, cell in enumerate(row):
                if cell is None:
                    line.append("")
                    continue
                if cell.cols > 1 or cell.rows > 1:
                    last = (place + cell.cols - 1, at + cell.rows - 1)
                    commands.append(("SPAN", (place, at), last))
                if cell.fill and table.ruled:
                    corner = (place + cell.cols - 1, at + cell.rows - 1)
                    fill = colors.HexColor(press.fill)
                    commands.append(("BACKGROUND", (place, at), corner, fill))
                room = sum(widths[place : place + cell.cols]) - 2 * PADDING
                line.append(
                    [f for para in cell.paras for f in press.paragraph(para, room, cell=True)]
                )
            cells.append(line)
        return Table(cells, colWidths=widths, style=TableStyle(commands))


Rows = tuple[tuple[Cell | None, ...], ...]


def _cut(rows: Rows, at: int) -> tuple[Rows, Rows]:
    """Cut rows in two; merged cells that reach over the cut are shortened and go on blank."""
    upper = [list(row) for row in rows[:at]]
    lower = [list(row) for row in rows[at:]]
    for rank, row in enumerate(upper):
        for place, cell in enumerate(row):
            if cell and rank + cell.rows > at:
                left = rank + cell.rows - at
                row[place] = Cell(cell.paras, cell.cols, at - rank, cell.fill)
                lower[0][place] = Cell((), cell.cols, left, cell.fill)
    return tuple(map(tuple, upper)), tuple(map(tuple, lower))
