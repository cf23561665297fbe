"""Read PDF: bytes → `SourceDocument`.

pdfplumber opens the file; each page is parsed by our own device (`pdf_chars`), its rules become
tables (`pdf_grid`, `pdf_tables`), its text lines (`pdf_lines`) in reading order (`pdf_page`).
A page that our device cannot parse is read by pdfplumber; one that nothing can read is noted and
left out. Boxes are points from the top left of the crop box. Nothing here detects structure.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from extractor.diagnostics import UnreadableDocument
from extractor.document import Cell, CellRef, Line, SourceDocument, Table
from extractor.readers.pdf_lines import DraftLine
from extractor.readers.pdf_tables import Block, DraftTable

MEDIA_TYPE = "application/pdf"


class Builder:
    """Numbers lines and tables in document order."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tables: list[Table | None] = []

    def add(self, blocks: Sequence[Block], page: int) -> None:
        """Add the blocks of a page."""
        for block in blocks:
            if isinstance(block, DraftLine):
                self._line(block, page, None)
            else:
                self._table(block, page, None)

    def _line(self, draft: DraftLine, page: int, cell: CellRef | None) -> int:
        line = Line(
            index=len(self.lines) + 1,
            text=draft.text,
            page=page,
            bbox=draft.bbox,
            size=draft.size,
            bold=draft.bold,
            italic=draft.italic,
            color=draft.color,
            indent=draft.bbox.x0,
            gap=draft.gap,
            cell=cell,
            quality=draft.quality,
        )
        self.lines.append(line)
        return line.index

    def _table(self, draft: DraftTable, page: int, parent: CellRef | None) -> int:
        index = len(self.tables)
        self.tables.append(None)
        cells: list[Cell] = []
        for part in draft.cells:
            row, column, row_span, column_span = part.cell
            here = CellRef(index, row, column)
            lines: list[int] = []
            nested: list[int] = []
            for item in part.items:
                if isinstance(item, DraftLine):
                    lines.append(self._line(item, page, here))
                else:
                    nested.append(self._table(item, page, here))
            cells.append(
                Cell(
                    row=row,
                    column=column,
                    row_span=row_span,
                    column_span=column_span,
                    lines=tuple(lines),
                    nested=tuple(nested),
                    shade=part.shade,
                    bbox=part.bbox,
                )
            )
        self.tables[index] = Table(
            index=index,
            rows=draft.rows,
            columns=draft.columns,
            cells=tuple(cells),
            page=page,
            bbox=draft.bbox,
            parent=parent,
            kind=draft.kind,
        )
        return index

    def built_tables(self) -> tuple[Table, ...]:
        """Return the tables; all are complete once `add` has returned."""
        return tuple(table for table in self.tables if table is not None)


def read_pdf(data: bytes) -> SourceDocument:
    """Return the lines and tables of a PDF. Raise `UnreadableDocument` on bad input."""
    from extractor.readers.pdf_chars import PageDevice, PageInterpreter
    from extractor.readers.pdf_columns import Known
    from extractor.readers.pdf_page import read_blocks

    pdf = _open(data)
    builder = Builder()
    notes: list[tuple[str, str, int | None]] = []
    device = PageDevice(pdf.rsrcmgr)
    interpreter = PageInterpreter(pdf.rsrcmgr, device)
    pages = pdf.pages
    known = Known()
    for number, page in enumerate(pages, start=1):
        try:
            builder.add(read_blocks(interpreter.read(page.page_obj), known), number)
        except Exception:
            notes.append(("unreadable-page", "the page could not be parsed", number))
        page.close()
    title = pdf.metadata.get("Title")
    return SourceDocument(
        media_type=MEDIA_TYPE,
        lines=tuple(builder.lines),
        tables=builder.built_tables(),
        pages=len(pages),
        text_layer="native" if builder.lines else "none",
        title=title.strip() or None if isinstance(title, str) else None,
        notes=tuple(notes),
    )


def _open(data: bytes) -> Any:
    import pdfplumber

    try:
        pdf = pdfplumber.open(io.BytesIO(data))
        pages = pdf.pages
    except Exception as error:
        raise UnreadableDocument("the PDF cannot be opened: save it again as PDF") from error
    if not pages:
        raise UnreadableDocument("the PDF has no page: save it again as PDF")
    return pdf
