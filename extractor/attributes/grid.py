"""A field's place in the tables: its nested tables as rows, its own text, its colour.

In: a `RawField` and the document. Out: plain rows of strings. A nested table that goes on over a
page is several tables with the same number of columns; they come out as one.
"""

from __future__ import annotations

from extractor.document import Cell, Line, RawField, SourceDocument, Table

Rows = list[list[str]]


def _lines(document: SourceDocument, indices: tuple[int, ...]) -> list[Line]:
    """Return lines by their index, which is 1-based and continuous."""
    return [document.lines[i - 1] for i in indices if 0 < i <= len(document.lines)]


def _rows(document: SourceDocument, table: Table) -> Rows:
    """Return the texts of a table; a merged cell stands at its first column."""
    grid = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        if cell.row < table.rows and cell.column < table.columns:
            text = "\n".join(line.text.strip() for line in _lines(document, cell.lines))
            grid[cell.row][cell.column] = text.strip()
    return [row for row in grid if any(row)]


def nested_rows(field: RawField, document: SourceDocument) -> list[Rows]:
    """Return the tables inside a field, those that a page break cut put together again."""
    found: list[Rows] = []
    for index in field.tables:
        rows = _rows(document, document.tables[index])
        if not rows:
            continue
        if found and len(found[-1][0]) == len(rows[0]):
            found[-1] += rows[1:] if rows[0] == found[-1][0] else rows
        else:
            found.append(rows)
    return found


def own_text(field: RawField, document: SourceDocument) -> str:
    """Return a field's text without that of its nested tables."""
    if not field.tables:
        return field.value
    holders = {document.tables[index].parent for index in field.tables}
    own = [ln for ln in _lines(document, field.lines) if ln.cell is not None and ln.cell in holders]
    return "\n".join(line.text for line in own).strip()


def _cells(field: RawField, document: SourceDocument) -> list[Cell]:
    places = {line.cell for line in _lines(document, field.lines) if line.cell is not None}
    found = []
    for place in sorted(places):
        cells = document.tables[place.table].cells
        row = [c for c in cells if c.row == place.row]
        own = [c for c in row if c.column == place.column]
        follows = [c for c in row if own and c.column == own[0].column + own[0].column_span]
        found += [*own, *follows] if len(places) == 1 and len(row) == 2 else own
    return found


def shades(field: RawField, document: SourceDocument) -> list[str]:
    """Return the background colours (`#rrggbb`) of a field's cells.

    The value's cell may be empty and have no line: in a row of two cells it stands beside the
    label's.
    """
    return [cell.shade.lower() for cell in _cells(field, document) if cell.shade]
