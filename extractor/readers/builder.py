"""Collects lines and tables in reading order; shared by the readers of structured formats.

After `finish`, every line added stands exactly once in the document, indices are continuous from
1, and every line added while a cell was open belongs to the innermost open cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from extractor.bounds import valid
from extractor.document import Cell, CellRef, Line, Role, SourceDocument, Table
from extractor.schema import Printed

#: line ends become blanks; soft hyphens and characters without width go
_UNPRINTED = {
    **dict.fromkeys(map(ord, "\r\n"), " "),
    **dict.fromkeys(map(ord, "\0\xad\u200b\u2060\ufeff")),
}


_NUMBERED = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})+\.?\s+[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is set: what formats say beside its text. Fields as in `Line`."""

    size: float | None = None
    bold: bool = False
    italic: bool = False
    color: str | None = None
    indent: float = 0.0
    heading: int | None = None
    list_level: int | None = None
    style: str | None = None
    lead: int = 0
    printed: Printed = "normal"


PLAIN = Look()
MAX_COPIES = 2_000  # paragraphs that repeated rows and cells of a document may add
MAX_AREA = 200_000  # positions of a grid that the merged cells of a table may cover
_CUT = (
    "cut-short",
    "rows or cells are repeated or merged beyond all measure; what passes it was left out",
    None,
)


class Copies:
    """How often the repeated parts of one document are read: once each, then while this lasts."""

    def __init__(self) -> None:
        self.left = MAX_COPIES
        self.short = False

    def of(self, count: int, cost: int = 1) -> Iterator[int]:
        """Yield 0, then the numbers below `count` that can be paid for at `cost` paragraphs."""
        yield 0
        for number in range(1, count):
            if self.left < cost:
                self.short = True
                return
            self.left -= cost
            yield number


@dataclass(slots=True)
class OpenCell:
    """A cell that still takes lines; spans may grow until the document is finished."""

    ref: CellRef
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    shade: str | None = None
    lines: list[int] = field(default_factory=list)
    nested: list[int] = field(default_factory=list)


@dataclass(slots=True)
class OpenTable:
    """A table that still takes cells."""

    index: int
    parent: CellRef | None
    kind: Literal["native", "sheet"]
    caption: str | None = None
    cells: list[OpenCell] = field(default_factory=list)
    rows: int = 0
    columns: int = 0

    def add_cell(
        self,
        row: int,
        column: int,
        *,
        row_span: int = 1,
        column_span: int = 1,
        header: bool = False,
        shade: str | None = None,
    ) -> OpenCell:
        """Add a cell with its top left at `row`, `column`, both from 0."""
        cell = OpenCell(CellRef(self.index, row, column), row_span, column_span, header, shade)
        self.cells.append(cell)
        return cell


class DocumentBuilder:
    """Takes lines, tables and cells in reading order."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._tables: list[OpenTable] = []
        self._cells: list[OpenCell] = []
        self._gap = 0
        self.copies = Copies()
        self._apart: dict[tuple[str, Role], None] = {}  # in order, each once
        self._notes: dict[tuple[str, str, int | None], None] = {}
        self.page: int | None = None  # of the lines added from now on

    @property
    def cell(self) -> OpenCell | None:
        """The innermost open cell."""
        return self._cells[-1] if self._cells else None

    def add(self, text: str, look: Look = PLAIN, *, marker: str | None = None) -> Line:
        """Add one line; line ends inside `text` become blanks."""
        cell = self.cell
        text = unicodedata.normalize("NFC", valid(text.translate(_UNPRINTED)))
        if marker and not any(map(str.isalnum, marker)) and _NUMBERED.match(text):
            marker = None  # the number before the title says more than a bullet
        line = Line(
            index=len(self.lines) + 1,
            text=text,
            page=self.page,
            size=look.size,
            bold=look.bold,
            italic=look.italic,
            color=look.color,
            indent=look.indent,
            gap=float(self._gap),
            marker=valid(marker) if marker else marker,
            heading=look.heading,
            list_level=look.list_level,
            style=look.style,
            lead=look.lead,
            printed=look.printed,
            cell=cell.ref if cell else None,
        )
        self.lines.append(line)
        self._gap = self._gap + 1 if line.blank else 0
        if cell:
            cell.lines.append(line.index)
        return line

    def add_apart(self, text: str, role: Role) -> None:
        """Keep a text that is no part of the body; it stands at the document's end, once."""
        text = " ".join(text.split())
        if text:
            self._apart[text, role] = None

    def note(self, code: str, message: str, page: int | None = None) -> None:
        """Remark on the document; a remark made twice counts once."""
        self._notes[code, message, page] = None

    def roll_back(self, lines: int) -> None:
        """Take back what was added after the first `lines` lines, outside of any cell."""
        del self.lines[lines:]
        last = {line.cell.table for line in self.lines if line.cell}
        while self._tables and self._tables[-1].index not in last:
            self._tables.pop()

    def graft(self, document: SourceDocument) -> None:
        """Add the lines and tables of another document where this one stands."""
        cells: dict[CellRef, OpenCell] = {}
        first = len(self._tables)
        for table in document.tables:
            parent = cells.get(table.parent) if table.parent else self.cell
            new = OpenTable(first + table.index, parent.ref if parent else None, "native")
            new.caption, new.rows, new.columns = table.caption, table.rows, table.columns
            self._tables.append(new)
            if parent:
                parent.nested.append(new.index)
            for c in table.cells:
                cells[CellRef(table.index, c.row, c.column)] = new.add_cell(
                    c.row,
                    c.column,
                    row_span=c.row_span,
                    column_span=c.column_span,
                    header=c.header,
                    shade=c.shade,
                )
        for line in document.lines:
            cell = cells.get(line.cell, self.cell) if line.cell else self.cell
            index = len(self.lines) + 1
            ref = cell.ref if cell else None
            self.lines.append(replace(line, index=index, cell=ref, page=self.page, bbox=None))
            if cell:
                cell.lines.append(index)
        for code, message, _ in document.notes:
            self.note(code, message)

    def open_table(self, kind: Literal["native", "sheet"] = "native") -> OpenTable:
        """Start a table inside the innermost open cell, or in the body."""
        parent = self.cell
        table = OpenTable(len(self._tables), parent.ref if parent else None, kind)
        self._tables.append(table)
        if parent:
            parent.nested.append(table.index)
        return table

    @contextmanager
    def inside(self, cell: OpenCell) -> Iterator[None]:
        """Lines and tables added meanwhile belong to `cell`."""
        self._cells.append(cell)
        self._gap = 0
        yield
        self._cells.pop()
        self._gap = 0

    def finish(
        self, media_type: str, *, title: str | None = None, pages: int | None = None
    ) -> SourceDocument:
        """Return the document."""
        self.page = None
        hidden = [text for text, role in self._apart if role is Role.HIDDEN]
        if hidden:
            more = f" and {len(hidden) - 1} more" if len(hidden) > 1 else ""
            self.note("hidden-text", f"text that is not shown is left out: {hidden[0]!r:.80}{more}")
        for text, role in self._apart:
            line = self.add(text, Look(printed="hidden") if role is Role.HIDDEN else PLAIN)
            self.lines[-1] = replace(line, role=role)
        bounded = [_bound_spans(table) for table in self._tables]
        if self.copies.short or not all(bounded):
            self.note(*_CUT)
        return SourceDocument(
            media_type=media_type,
            lines=tuple(self.lines),
            pages=pages,
            notes=tuple(self._notes),
            tables=tuple(_close(table) for table in self._tables),
            text_layer="native" if any(not line.blank for line in self.lines) else "none",
            title=title or None,
        )


def _bound_spans(table: OpenTable) -> bool:
    """Keep the merged cells of a table within its used rows and columns, and within `MAX_AREA`.

    A sheet's clerk merges whole columns: what lies below the last row that holds anything is no
    part of the table. Return false when a cell had to lose its span.
    """
    cells = table.cells
    if table.kind != "sheet" and sum(c.row_span * c.column_span for c in cells) <= MAX_AREA:
        return True
    rows = max([table.rows, *(cell.ref.row + 1 for cell in cells)])
    columns = max([table.columns, *(cell.ref.column + 1 for cell in cells)])
    area = 0
    kept = True
    for cell in cells:
        cell.row_span = min(cell.row_span, rows - cell.ref.row)
        cell.column_span = min(cell.column_span, columns - cell.ref.column)
        merged = cell.row_span * cell.column_span
        if merged > 1 and area + merged > MAX_AREA:
            cell.row_span = cell.column_span = 1
            kept = False
        elif merged > 1:
            area += merged
    return kept


def _close(table: OpenTable) -> Table:
    cells = sorted(table.cells, key=lambda cell: cell.ref)
    return Table(
        index=table.index,
        rows=max([table.rows, *(c.ref.row + c.row_span for c in cells)]),
        columns=max([table.columns, *(c.ref.column + c.column_span for c in cells)]),
        cells=tuple(
            Cell(
                row=cell.ref.row,
                column=cell.ref.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                lines=tuple(cell.lines),
                nested=tuple(cell.nested),
                header=cell.header,
                shade=cell.shade,
            )
            for cell in cells
        ),
        parent=table.parent,
        caption=table.caption,
        kind=table.kind,
    )
