"""The bare values of a workbook, by calamine: old and binary Excel, and what openpyxl refuses."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager

from extractor.diagnostics import UnreadableDocument
from extractor.document import Role, SourceDocument
from extractor.readers.builder import DocumentBuilder
from extractor.readers.media import XLS, XLSB
from extractor.readers.sheet.grid import add_cell, open_sheet
from extractor.readers.sheet.values import format_value

DAMAGED = "the workbook is damaged; open it in a spreadsheet program and save it again"


def read_xls(data: bytes) -> SourceDocument:
    """Read a workbook of Excel 97 to 2003."""
    return read_bare(data, XLS)


def read_xlsb(data: bytes) -> SourceDocument:
    """Read a binary workbook."""
    return read_bare(data, XLSB)


def read_bare(data: bytes, media_type: str) -> SourceDocument:
    """Read values and merged areas; formats and colours are not known."""
    builder = DocumentBuilder()
    try:
        with _quiet():
            _read_sheets(data, builder)
    except (OSError, ValueError) as error:
        raise UnreadableDocument(DAMAGED) from error
    except BaseException as error:
        if type(error).__name__ not in _RUST:
            raise
        raise UnreadableDocument(DAMAGED) from error
    return builder.finish(media_type)


#: what calamine raises of its own: errors of its modules, and panics, which are no `Exception`
_RUST = frozenset(
    {"PanicException", "CalamineError", "XmlError", "ZipError", "PasswordError"}
    | {"WorksheetNotFound", "TablesNotLoaded", "WorkbookClosed"}
)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Rust prints when it panics off standard error."""
    try:
        kept = os.dup(2)
    except OSError:  # there is none
        yield
        return
    with open(os.devnull, "wb") as silent:
        os.dup2(silent.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _read_sheets(data: bytes, builder: DocumentBuilder) -> None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    if not workbook.sheet_names:
        raise ValueError("no sheet")
    for meta in workbook.sheets_metadata:
        if meta.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        texts = [
            [format_value(value) for value in row] for row in sheet.to_python(skip_empty_area=False)
        ]
        if meta.visible is not SheetVisibleEnum.Visible:
            for row in texts:
                builder.add_apart(" ".join(row), Role.HIDDEN)
            continue
        spans = {
            start: (end[0] - start[0] + 1, end[1] - start[1] + 1)
            for start, end in sheet.merged_cell_ranges or ()
        }
        table = open_sheet(builder, meta.name)
        for number, row in enumerate(texts):
            for column, text in enumerate(row):
                span = spans.get((number, column), (1, 1))
                add_cell(builder, table, number, column, text, span=span)
