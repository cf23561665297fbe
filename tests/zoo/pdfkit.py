"""A small press over reportlab: paragraphs, tables, columns, headers, footers, contents page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from tests.zoo.look import Look
from tests.zoo.plans import ZooPlan

#: regular, bold, italic; the first three come with reportlab, the others are used where installed
FAMILIES = (
    ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    ("Times-Roman", "Times-Bold", "Times-Italic"),
    ("Vera", "VeraBd", "VeraIt"),
)
TINTS = ("#1f4e79", "#2e7d32", "#7b1f3a", "#000000", "#444444", "#b35900")
FILLS = ("#d9e2f3", "#e2efd9", "#fbe4d5", "#ededed", "#fff2cc")
#: word processors draw bullets with a symbol font; the text layer keeps odd code points
SYMBOLS = {"•": "•", "\uf0b7": "•", "▪": "•", "➢": "»", "→": "»", "✓": "•", "\uf0d8": "»"}


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Register reportlab's own TrueType family and a symbol font made of it."""
    for name in ("Vera", "VeraBd", "VeraIt"):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="VeraIt")
    symbols = TTFont("ZooSymbols", "Vera.ttf")
    symbols.face.name = b"ZooSymbols"  # reportlab registers one font per face name
    pdfmetrics.registerFont(symbols)
    glyphs = symbols.face.charToGlyph
    for printed, drawn in SYMBOLS.items():
        glyphs[ord(printed)] = glyphs[ord(drawn)]


def has_glyphs(text: str) -> bool:
    """Tell whether the standard fonts can draw this text."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """A document that tells the contents page where headings fell."""

    def afterFlowable(self, flowable: Flowable) -> None:
        level = getattr(flowable, "toc_level", None)
        if level is not None:
            self.notify("TOCEntry", (level, flowable.toc_text, self.page))


class Press:
    """One PDF under construction; `story` is filled from top to bottom."""

    def __init__(
        self, plan: ZooPlan, mark: Look, *, wide: bool = False, columns: int = 1, size: float = 0
    ) -> None:
        register_fonts()
        rng = mark.rng
        self.plan, self.mark, self.columns = plan, mark, columns
        self.regular, self.bold, self.italic = rng.choice(FAMILIES)
        self.size = size or rng.choice((9.5, 10.0, 11.0))
        if self.regular == "Vera":
            self.size -= 1
        self.tint, self.fill = rng.choice(TINTS), rng.choice(FILLS)
        self.page = landscape(A4) if wide else A4
        self.margin = rng.choice((42.0, 56.0, 70.0)) if not wide else rng.choice((30.0, 42.0))
        self.story: list[Flowable] = []
        self.numbers = rng.choice(("{n}", "Page {n}", "{n}", "- {n} -", "{n} |"))
        self.justify = rng.random() < 0.4
        self.toc_style = rng.random()
        self.rotated = False

    @property
    def width(self) -> float:
        """Return the width of a column of text."""
        gap = 24.0 * (self.columns - 1)
        return cast(float, (self.page[0] - 2 * self.margin - gap) / self.columns)

    def style(self, **options: Any) -> ParagraphStyle:
        """Return a paragraph style; `bold`, `size`, `left`, `first`, `before`, `after`, `align`."""
        size = options.get("size", self.size)
        face = self.regular
        if options.get("bold"):
            face = self.bold
        elif options.get("italic"):
            face = self.italic
        align = {"center": TA_CENTER, "justify": TA_JUSTIFY}.get(options.get("align", ""), TA_LEFT)
        return ParagraphStyle(
            "zoo",
            fontName=face,
            fontSize=size,
            leading=size * options.get("leading", 1.22),
            leftIndent=options.get("left", 0),
            firstLineIndent=options.get("first", 0),
            bulletIndent=options.get("bullet_at", 0),
            bulletFontName=options.get("bullet_font", face),
            bulletFontSize=size,
            spaceBefore=options.get("before", 0),
            spaceAfter=options.get("after", 3),
            textColor=colors.HexColor(options.get("color", "#000000")),
            alignment=align,
            splitLongWords=0,
            keepWithNext=int(options.get("keep", False)),
        )

    def paragraph(self, text: str, bullet: str | None = None, **options: Any) -> Paragraph:
        """Return a paragraph; the bullet or number hangs at `bullet_at`, the text at `left`."""
        if bullet and (bullet in SYMBOLS or not has_glyphs(bullet)):
            options["bullet_font"] = "ZooSymbols"
        flowable = Paragraph(escape(text), self.style(**options), bulletText=bullet)
        if options.get("toc") is not None:
            flowable.toc_level, flowable.toc_text = options["toc"], escape(text)
        return flowable

    def put(self, text: str, bullet: str | None = None, **options: Any) -> None:
        """Print a paragraph."""
        self.story.append(self.paragraph(text, bullet, **options))

    def hanging(self, first: str, text: str, **options: Any) -> None:
        """Print marker and title in one line of text, later lines indented under the title."""
        face = self.bold if options.get("bold") else self.regular
        size = options.get("size", self.size)
        indent = pdfmetrics.stringWidth(first, face, size)
        if indent > self.width / 3:
            indent = 18.0
        left = options.pop("left", 0)
        self.put(first + text, left=left + indent, first=-indent, **options)

    def bullets(self, lines: Sequence[str], sign: str, left: float = 18, **options: Any) -> None:
        """Print a bulleted list; text stands `left` points in, its sign 12 points before."""
        for line in lines:
            self.put(line, sign, left=left, bullet_at=max(0, left - 12), **options)

    def space(self, height: float) -> None:
        """Leave a blank."""
        self.story.append(Spacer(1, height))

    def rule(self) -> None:
        """Draw a thin line across the column."""
        self.story.append(HRFlowable(width="100%", thickness=0.6, color=colors.HexColor(self.tint)))

    def new_page(self) -> None:
        """Start a page."""
        self.story.append(PageBreak())

    def table(
        self,
        rows: Sequence[Sequence[Any]],
        widths: Sequence[float],
        *,
        ruled: bool = True,
        repeat: int = 0,
        commands: Sequence[tuple[Any, ...]] = (),
        split_rows: bool = False,
    ) -> Table:
        """Print a table; `widths` are shares of the text width."""
        total = sum(widths)
        basic: list[tuple[Any, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ]
        if ruled:
            basic.append(("GRID", (0, 0), (-1, -1), 0.5, colors.HexColor("#555555")))
        flowable = Table(
            [list(row) for row in rows],
            colWidths=[self.width * share / total for share in widths],
            repeatRows=repeat,
            splitInRow=int(split_rows),
            style=TableStyle(basic + list(commands)),
        )
        self.story.append(flowable)
        return flowable

    def shade(self, first: tuple[int, int], last: tuple[int, int]) -> tuple[Any, ...]:
        """Return the command that fills cells with the document's colour."""
        return ("BACKGROUND", first, last, colors.HexColor(self.fill))

    def front(self, *, contents_page: bool = False, numbered_values: bool = False) -> None:
        """Print title, contents page (headings give `toc`) and front matter, as the plan has."""
        plan = self.plan
        self.put(plan.title, bold=True, size=self.size + 6, align="center", after=18, leading=1.3)
        if plan.toc and contents_page:
            self.put("Table des matières", bold=True, size=self.size + 2, after=8)
            contents = TableOfContents(dotsMinLevel=0 if self.toc_style < 0.8 else 9)
            contents.levelStyles = [
                self.style(left=12 * depth, after=2, bold=depth == 0) for depth in range(3)
            ]
            self.story += [contents, PageBreak()]
        for kind, lines in plan.front:
            if kind == "introduction":
                self.put("Introduction", bold=True, size=self.size + 2, after=6)
                for line in lines:
                    self.put(line, after=6, align="justify" if self.justify else "")
            elif kind == "values":
                self.put(self.mark.caption(kind), bold=True, size=self.size + 2, after=6)
                for rank, line in enumerate(lines, 1):
                    sign = f"{rank}." if numbered_values else self.mark.bullet
                    self.put(line, sign, left=18, bullet_at=4)
            else:
                self.put(self.mark.caption(kind), after=6)
                self.bullets(lines, self.mark.bullet)
            self.space(10)

    def build(self, path: Path) -> None:
        """Write the file; the same story gives the same bytes."""
        height = self.page[1] - 2 * self.margin
        frames = [
            Frame(
                self.margin + i * (self.width + 24),
                self.margin,
                self.width,
                height,
                leftPadding=0,
                rightPadding=0,
            )
            for i in range(self.columns)
        ]
        document = _Document(str(path), pagesize=self.page, invariant=1, title=self.plan.title)
        document.rotation = 90 if self.rotated else 0
        document.addPageTemplates([PageTemplate("page", frames, onPage=self._furniture)])
        document.multiBuild(self.story)

    def _furniture(self, canvas: Any, document: Any) -> None:
        """Draw running header, footer and page number; turn the page where it is rotated."""
        if self.rotated:
            canvas.rotate(90)
            canvas.translate(0, -self.page[1])
        canvas.saveState()
        canvas.setFont(self.regular, 8)
        middle = self.page[0] / 2
        if self.plan.header:
            canvas.drawCentredString(middle, self.page[1] - self.margin * 0.6, self.plan.header)
        if self.plan.footer:
            canvas.drawString(self.margin, self.margin * 0.55, self.plan.footer)
        if self.plan.page_numbers:
            text = self.numbers.format(n=document.page)
            canvas.drawRightString(self.page[0] - self.margin, self.margin * 0.55, text)
        canvas.restoreState()
