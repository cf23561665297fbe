"""CSV and other delimited text to one table, named for its file."""

from __future__ import annotations

from pathlib import PurePath

from extractor.document import SourceDocument
from extractor.readers.builder import DocumentBuilder
from extractor.readers.decode import decode
from extractor.readers.delimited import find_delimiter, read_records
from extractor.readers.media import CSV
from extractor.readers.sheet.grid import add_cell
from extractor.readers.sheet.values import format_value


def read_csv(data: bytes, filename: str = "") -> SourceDocument:
    """Read delimited text; the table's caption is the file's name without its extension."""
    text = decode(data)
    delimiter = find_delimiter(text) or ";"
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    builder = DocumentBuilder()
    table = builder.open_table("sheet")
    table.caption = PurePath(filename).stem or None
    for row, record in enumerate(read_records(text, delimiter)):
        table.rows = row + 1
        table.columns = max(table.columns, len(record))
        for column, value in enumerate(record):
            add_cell(builder, table, row, column, format_value(value))
    return builder.finish(CSV)
