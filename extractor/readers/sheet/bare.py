"""The bare values of a workbook, by calamine: old and binary Excel, and what openpyxl refuses."""

from __future__ import annotations

import io

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
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    builder = DocumentBuilder()
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in workbook.sheets_metadata:
            if meta.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            rows = sheet.to_python(skip_empty_area=False)
            texts = [[format_value(value) for value in row] for row in rows]
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
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableDocument(DAMAGED) from error
    if not workbook.sheet_names:
        raise UnreadableDocument(DAMAGED)
    return builder.finish(media_type)
