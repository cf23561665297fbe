"""What the readers of sheets share: a sheet's table and its cells."""

from __future__ import annotations

from extractor.readers.builder import DocumentBuilder, Look, OpenTable


def open_sheet(builder: DocumentBuilder, name: str) -> OpenTable:
    """Start a sheet: its name is a line of its own before its table."""
    builder.add(name, Look(style="sheet-name"))
    table = builder.open_table("sheet")
    table.caption = name or None
    return table


def add_cell(
    builder: DocumentBuilder,
    table: OpenTable,
    row: int,
    column: int,
    text: str,
    look: Look | None = None,
    span: tuple[int, int] = (1, 1),
    shade: str | None = None,
) -> None:
    """Add a cell with a line per printed line; a cell without text and colour is left out."""
    lines = text.split("\n") if text.strip() else []
    if not lines and not shade and span == (1, 1):
        return
    cell = table.add_cell(row, column, row_span=span[0], column_span=span[1], shade=shade)
    with builder.inside(cell):
        for line in lines:
            builder.add(line, look or Look())
