"""ODT by odfdo: outline headings, lists, tables with spans; automatic styles for what is typed."""

from __future__ import annotations

import io
from random import Random
from xml.sax.saxutils import escape

from odfdo import Document, Element

from tests.zoo.grammar.model import Block, Box, Break, Cell, Margin, Para, Print, Style, Table
from tests.zoo.grammar.producers.package import stamped

POINTS = (11, 12, 13, 15, 19)
FIXED = (
    '<style:style style:name="Ruled" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.5pt solid #555555" fo:padding="0.1cm"/></style:style>',
    '<style:style style:name="NewPage" style:family="paragraph">'
    '<style:paragraph-properties fo:break-before="page"/></style:style>',
    '<style:style style:name="Sup" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>',
)


def write(document: Print, rng: Random) -> bytes:
    """Return the file."""
    odt = Document("text")
    press = _Odt(rng)
    body = "".join(press.block(block) for block in document.blocks)
    odt.body.clear()
    for style in press.style_elements():
        odt.insert_style(style, automatic=True)  # type: ignore[arg-type]
    wrapper = Element.from_tag(f"<text:section>{body}</text:section>")
    for child in list(wrapper.children):
        odt.body.append(child)
    out = io.BytesIO()
    odt.save(out)
    return stamped(out.getvalue())


class _Odt:
    def __init__(self, rng: Random) -> None:
        self.lists = rng.random() < 0.75
        self.styles: dict[tuple[Style, int, bool], str] = {}
        self.signs: dict[str, str] = {}
        self.tables = 0

    def style_elements(self) -> list[Element]:
        """Return the automatic styles in use."""
        tags = [*FIXED, *(self._paragraph_style(*key) for key in self.styles)]
        for sign, name in self.signs.items():
            levels = "".join(
                f'<text:list-level-style-bullet text:level="{depth}" '
                f'text:bullet-char="{escape(sign[:1])}"/>'
                for depth in range(1, 6)
            )
            tags.append(f'<text:list-style style:name="{name}">{levels}</text:list-style>')
        return [Element.from_tag(tag) for tag in tags]

    def _paragraph_style(self, look: Style, indent: int, small: bool) -> str:
        size = 8 if small else POINTS[look.size]
        text = f'fo:font-size="{size}pt"'
        text += ' fo:font-weight="bold"' if look.bold else ""
        text += ' fo:color="#1f4e79"' if look.colour else ""
        text += ' style:text-underline-style="solid"' if look.underline else ""
        para = f'fo:margin-left="{0.7 * indent:.1f}cm"'
        para += ' fo:text-align="center"' if look.center else ""
        name = self.styles[look, indent, small]
        return (
            f'<style:style style:name="{name}" style:family="paragraph" '
            f'style:parent-style-name="Standard"><style:paragraph-properties {para}/>'
            f"<style:text-properties {text}/></style:style>"
        )

    def named(self, para: Para) -> str:
        key = (para.style, para.indent, para.small)
        return self.styles.setdefault(key, f"G{len(self.styles) + 1}")

    def block(self, block: Block) -> str:
        if isinstance(block, Para):
            return self.paragraph(block)
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Box):
            inner = "".join(self.block(part) for part in block.blocks)
            return self._frame([[(inner, 1, 1)]], 1, True)
        if isinstance(block, Margin):
            left = "".join(self.paragraph(para) for para in block.left)
            right = "".join(self.paragraph(para) for para in block.right)
            return self._frame([[(left, 1, 1), (right, 1, 1)]], 2, False)
        return '<text:p text:style-name="NewPage"/>' if isinstance(block, Break) else ""

    def paragraph(self, para: Para) -> str:
        badge = f"<text:tab/>{escape(para.badge)}" if para.badge else ""
        if para.outline:
            text = escape(para.line if not para.badge else f"{para.marker} {para.text}".strip())
            return f'<text:h text:outline-level="{para.outline}">{text}{badge}</text:h>'
        note = f'<text:span text:style-name="Sup">{para.note}</text:span>' if para.note else ""
        badge = note + badge
        if para.bullet and self.lists and len(para.marker) == 1:
            name = self.signs.setdefault(para.marker, f"LG{len(self.signs) + 1}")
            style = self.named(Para("", style=para.style))
            inner = f'<text:p text:style-name="{style}">{escape(para.text)}{badge}</text:p>'
            for _ in range(para.indent + 1):
                inner = f"<text:list-item>{inner}</text:list-item>"
                inner = f'<text:list text:style-name="{name}">{inner}</text:list>'
            return inner
        marker = f"{escape(para.marker)} " if para.marker else ""
        return (
            f'<text:p text:style-name="{self.named(para)}">{marker}{escape(para.text)}{badge}'
            "</text:p>"
        )

    def table(self, table: Table) -> str:
        rows = [
            [None if cell is None else (self._inside(cell), cell.cols, cell.rows) for cell in row]
            for row in table.rows
        ]
        return self._frame(rows, len(table.widths), table.ruled, table.header)

    def _inside(self, cell: Cell) -> str:
        return "".join(self.paragraph(para) for para in cell.paras) or "<text:p/>"

    def _frame(
        self, rows: list[list[tuple[str, int, int] | None]], columns: int, ruled: bool,
        header: int = 0,
    ) -> str:  # fmt: skip
        self.tables += 1
        style = ' table:style-name="Ruled"' if ruled else ""
        lines = []
        for row in rows:
            cells = ""
            for cell in row:
                if cell is None:
                    cells += "<table:covered-table-cell/>"
                    continue
                inner, cols, down = cell
                spans = f' table:number-columns-spanned="{cols}" table:number-rows-spanned="{down}"'
                spans = spans if cols > 1 or down > 1 else ""
                cells += (
                    f'<table:table-cell{style} office:value-type="string"{spans}>{inner}'
                    "</table:table-cell>"
                )
            lines.append(f"<table:table-row>{cells}</table:table-row>")
        head = "".join(lines[:header])
        head = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
        return (
            f'<table:table table:name="T{self.tables}"><table:table-column '
            f'table:number-columns-repeated="{columns}"/>{head}{"".join(lines[header:])}'
            "</table:table><text:p/>"
        )
