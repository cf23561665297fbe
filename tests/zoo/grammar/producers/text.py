"""Plain text: wrapped lines, indents, rules of signs, tables set by bars or by blanks."""

from __future__ import annotations

import textwrap
from random import Random

from tests.zoo.grammar.model import Block, Box, Break, Cell, Margin, Para, Print, Table


def write(document: Print, rng: Random) -> bytes:
    """Return the text; line ends and encoding are drawn."""
    press = _Text(rng)
    for block in document.blocks:
        press.put(block)
    text = "\n".join(press.lines).strip("\n") + "\n"
    pages = _pages(text, document, rng) if document.footer or document.numbers else text
    return pages.encode("utf-8")


def _pages(text: str, document: Print, rng: Random) -> str:
    """Cut the text into pages of lines, each with its footer."""
    lines, height = text.split("\n"), 58
    out, page, count = [], 1, 0
    for line in lines:
        if "\f" in line or (count >= height and not line.strip()):
            out += ["", _foot(document, page)]
            page, count = page + 1, 0
            out.append("\f" + line.lstrip("\f"))
            continue
        out.append(line)
        count += 1
    out += ["", _foot(document, page)] if page > 1 else []
    return "\n".join(out) + "\n"


def _foot(document: Print, page: int) -> str:
    number = f"{page}" if document.numbers else ""
    return "   ".join(part for part in (document.footer, number) if part)


class _Text:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.width = rng.choice((72, 78, 84, 96, 120))
        self.step = rng.choice((2, 3, 4))
        self.airy = rng.random() < 0.6
        self.bars = rng.random() < 0.5
        self.hang = rng.random() < 0.85
        self.lines: list[str] = []

    def put(self, block: Block) -> None:
        if isinstance(block, Para):
            self.paragraph(block)
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Box):
            self.lines.append("")
            for inner in block.blocks:
                self.put(inner)
            self.lines.append("")
        elif isinstance(block, Margin):
            for para in block.left + block.right:
                self.paragraph(para)
        elif isinstance(block, Break):
            self.lines += ["", "", ""]

    def paragraph(self, para: Para) -> None:
        if not para.line:
            self.lines.append("")
            return
        margin = " " * (self.step * para.indent)
        first = margin + (f"{para.marker} " if para.marker else "")
        later = " " * len(first) if self.hang and len(first) < 16 else margin
        heading = bool(para.style.size or para.style.bold or para.style.underline)
        if (heading or (not para.marker and not para.indent)) and self.airy:
            self.lines.append("")
        text = para.text + (f"   {para.badge}" if para.badge else "")
        wrapped = textwrap.wrap(
            text, self.width, initial_indent=first, subsequent_indent=later,
            break_on_hyphens=False, break_long_words=False,
        )  # fmt: skip
        if para.style.center and wrapped and len(wrapped) == 1:
            wrapped = [wrapped[0].strip().center(self.width).rstrip()]
        self.lines += wrapped
        if para.style.underline:
            self.lines.append(margin + "-" * min(self.width, len(wrapped[-1].strip())))
        if heading and self.airy:
            self.lines.append("")

    def table(self, table: Table) -> None:
        """Set the cells in columns of their own width; a blank line or a rule between rows."""
        room = max(self.width, 40 * len(table.widths) if len(table.widths) < 4 else 150)
        total = sum(table.widths)
        sizes = [
            max(10, room * share // total, _longest_word(table, place))
            for place, share in enumerate(table.widths)
        ]
        bar = " | " if self.bars else "   "
        rule = "-" * (sum(sizes) + len(bar) * (len(sizes) - 1))
        self.lines.append("")
        for rank, row in enumerate(table.rows):
            wide = row[0] is not None and row[0].cols == len(row)
            if wide and row[0]:
                for para in row[0].paras:
                    self.lines += textwrap.wrap(para.line, len(rule), break_on_hyphens=False)
            else:
                self._row(row, sizes, bar)
            if rank + 1 == table.header or (table.ruled and rank + 1 < len(table.rows)):
                self.lines.append(rule if self.bars or rank + 1 == table.header else "")
        self.lines.append("")

    def _row(self, row: tuple[Cell | None, ...], sizes: list[int], bar: str) -> None:
        columns: list[list[str]] = []
        for place, cell in enumerate(row):
            size = sizes[place]
            if cell and cell.cols > 1:
                size = sum(sizes[place : place + cell.cols]) + len(bar) * (cell.cols - 1)
            lines: list[str] = []
            for para in cell.paras if cell else ():
                hang = " " * (len(para.marker) + 1) if para.marker else ""
                lines += textwrap.wrap(
                    para.line, size, subsequent_indent=hang, break_on_hyphens=False,
                    break_long_words=False,
                )  # fmt: skip
            columns.append(lines)
        for line in range(max(1, *(len(lines) for lines in columns))):
            cells = [
                (column[line] if line < len(column) else "").ljust(size)
                for column, size in zip(columns, sizes, strict=True)
            ]
            self.lines.append(bar.join(cells).rstrip())


def _longest_word(table: Table, place: int) -> int:
    """Return the length of the longest word of a column, which no line break can cut."""
    cells = (row[place] for row in table.rows)
    texts = (para.line for cell in cells if cell and cell.cols == 1 for para in cell.paras)
    return max((len(word) for text in texts for word in text.split()), default=0)
