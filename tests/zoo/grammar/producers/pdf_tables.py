"""Tables of a PDF: cut between rows at page ends, no column narrower than a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.lib import colors
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable, Table, TableStyle
from reportlab.platypus.doctemplate import LayoutError

from tests.zoo.grammar import model
from tests.zoo.grammar.model import Cell

if TYPE_CHECKING:
    from tests.zoo.grammar.producers.pdf import Press

PADDING = 3.0  # points between a cell's text and its rules


class Spanned(Flowable):  # type: ignore[misc]
    """A table that is cut between rows; a merged cell that is cut goes on blank."""

    def __init__(
        self, press: Press, table: model.Table, width: float, columns: list[float] | None = None
    ) -> None:
        super().__init__()
        self.press, self.table, self.full = press, table, width
        self.columns = columns or _columns(press, table, width)
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

    def _part(self, rows: Rows) -> Spanned:
        table = model.Table(rows, self.table.widths, self.table.header, self.table.ruled)
        return Spanned(self.press, table, self.full, self.columns)

    def _build(self) -> Table:
        press, table, widths = self.press, self.table, self.columns
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


def _columns(press: Press, table: model.Table, full: float) -> list[float]:
    """Return the widths of the columns: their shares, but no column narrower than a word."""
    least = [0.0] * len(table.widths)
    for row in table.rows:
        for place, cell in enumerate(row):
            if cell is None or cell.cols > 1:
                continue
            for para in cell.paras:
                face = press.bold if para.style.bold else press.regular
                words = (para.line if not para.marker else para.text).split()
                sizes = [pdfmetrics.stringWidth(word, face, press.size) for word in words]
                mark = 16.0 if para.marker else 0.0
                least[place] = max(least[place], max(sizes, default=0.0) + mark)
    least = [size + 2 * PADDING + 1 for size in least]
    if sum(least) > full:
        raise LayoutError("columns narrower than their words")
    total = sum(table.widths)
    widths = [max(small, full * w / total) for small, w in zip(least, table.widths, strict=True)]
    spare = sum(widths) - full
    room = sum(width - small for width, small in zip(widths, least, strict=True))
    return [
        width - (spare * (width - small) / room if room else 0.0)
        for width, small in zip(widths, least, strict=True)
    ]


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
