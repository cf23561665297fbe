"""XLSX, ODS and CSV to one table per sheet, hidden sheets and rows included.

Rows and columns keep their position in the sheet, empty ones before them too; cells that hold
neither text nor colour are not listed. The name of a sheet is a line of its own before its table,
with the style `sheet-name`. A line break inside a cell starts another line of that cell.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import datetime
from pathlib import PurePath
from typing import Any

from lxml import etree

from extractor.bounds import MAX_BLANKS, whole
from extractor.diagnostics import UnreadableDocument
from extractor.document import SourceDocument
from extractor.readers.builder import DocumentBuilder, Look, OpenTable
from extractor.readers.decode import decode
from extractor.readers.odt.styles import FO, OFFICE, TABLE, TEXT, Styles, hex_color
from extractor.readers.package import Package
from extractor.readers.sheet.values import format_value
from extractor.readers.sniff import CSV, ODS, XLSX, find_delimiter, read_records

_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384  # of a sheet, as in Excel and LibreOffice
_DAMAGED = "the workbook is damaged; open it in a spreadsheet program and save it again"


_REFUSALS = (
    zipfile.BadZipFile,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OSError,
    zlib.error,
)


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
            _add_cell(builder, table, row, column, format_value(value))
    return builder.finish(CSV)


def read_xlsx(data: bytes) -> SourceDocument:
    """Read an Excel workbook: the values that it shows, not its formulas."""
    import warnings

    from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that it does not keep on saving
            workbook = load_workbook(io.BytesIO(data), data_only=True)
    except SyntaxError as error:  # XML that does not parse: its values would be cut short
        raise UnreadableDocument(_DAMAGED) from error
    except _REFUSALS:
        return _read_values(data)  # styles or drawings that openpyxl refuses
    builder = DocumentBuilder()
    for sheet in workbook.worksheets:
        table = _open_sheet(builder, sheet.title)
        spans = {
            (area.min_row, area.min_col): (
                area.max_row - area.min_row + 1,
                area.max_col - area.min_col + 1,
            )
            for area in sheet.merged_cells.ranges
        }
        # only the cells that the file holds: `iter_rows` would make up to 17 billion
        for position in sorted(sheet._cells):
            _add_excel_cell(builder, table, sheet._cells[position], spans.get(position, (1, 1)))
    return builder.finish(XLSX, title=(workbook.properties.title or "").strip())


def _add_excel_cell(
    builder: DocumentBuilder, table: OpenTable, cell: Any, span: tuple[int, int]
) -> None:
    fill, font = cell.fill, cell.font
    shade = _excel_color(fill.fgColor) if fill is not None and fill.fill_type == "solid" else None
    look = Look(
        size=font.sz if font else None,
        bold=bool(font and font.b),
        italic=bool(font and font.i),
        color=_excel_color(font.color) if font else None,
        indent=float(cell.alignment.indent or 0) if cell.alignment else 0.0,
    )
    text = format_value(cell.value, cell.number_format or "General")
    _add_cell(builder, table, cell.row - 1, cell.column - 1, text, look, span, shade)


def _excel_color(color: Any) -> str | None:
    value = getattr(color, "rgb", None)
    if getattr(color, "type", None) != "rgb" or not isinstance(value, str):
        return None  # a colour of the theme
    return hex_color(f"#{value[-6:]}")


def _read_values(data: bytes) -> SourceDocument:
    """Read the bare values of a workbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    builder = DocumentBuilder()
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in workbook.sheet_names:
            table = _open_sheet(builder, name)
            for row, values in enumerate(workbook.get_sheet_by_name(name).to_python(False)):
                for column, value in enumerate(values):
                    _add_cell(builder, table, row, column, format_value(value))
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableDocument(_DAMAGED) from error
    if not workbook.sheet_names:
        raise UnreadableDocument(_DAMAGED)
    return builder.finish(XLSX)


def read_ods(data: bytes) -> SourceDocument:
    """Read an OpenDocument spreadsheet."""
    package = Package(data)
    content = package.required("content.xml")
    styles = Styles(package.part("styles.xml"), content)
    builder = DocumentBuilder()
    for sheet in content.iterfind(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table"):
        table = _open_sheet(builder, sheet.get(TABLE + "name", ""))
        row = 0
        for tr in sheet.iter(TABLE + "table-row"):
            count = whole(tr.get(TABLE + "number-rows-repeated"), 1, 1, _MAX_ROWS)
            if any(True for _ in tr.iter(TEXT + "p")) or tr.find(TABLE + "table-cell") is not None:
                for copy in builder.copies.of(count if _has_text(tr) else 1, len(tr)):
                    _read_ods_row(builder, styles, table, tr, row + copy)
            row = min(row + count, _MAX_ROWS)
    return builder.finish(ODS)


def _read_ods_row(
    builder: DocumentBuilder, styles: Styles, table: OpenTable, tr: etree._Element, row: int
) -> None:
    column = 0
    for tc in tr:
        if tc.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
            continue
        count = whole(tc.get(TABLE + "number-columns-repeated"), 1, 1, _MAX_COLUMNS)
        text = _ods_text(tc)
        style = tc.get(TABLE + "style-name")
        weight = styles.find("table-cell", style, "text", FO + "font-weight")
        shade = styles.find("table-cell", style, "table-cell", FO + "background-color")
        look = Look(
            size=styles.size("table-cell", style),
            bold=weight in ("bold", "600", "700", "800", "900"),
            color=hex_color(styles.find("table-cell", style, "text", FO + "color")),
        )
        span = (
            whole(tc.get(TABLE + "number-rows-spanned"), 1, 1, _MAX_ROWS),
            whole(tc.get(TABLE + "number-columns-spanned"), 1, 1, _MAX_COLUMNS),
        )
        for copy in builder.copies.of(count if text else 1):
            _add_cell(builder, table, row, column + copy, text, look, span, hex_color(shade))
        column = min(column + count, _MAX_COLUMNS)


def _ods_text(cell: etree._Element) -> str:
    """Return what the cell prints; dates with four digits of the year, percentages `40 %`."""
    kind = cell.get(OFFICE + "value-type")
    printed = "\n".join(_ods_paragraph(p) for p in cell.iterfind(TEXT + "p"))
    if kind == "boolean":
        return format_value(cell.get(OFFICE + "boolean-value") == "true")
    try:
        if kind == "date":
            return format_value(datetime.fromisoformat(cell.get(OFFICE + "date-value", "")))
        if kind == "percentage":
            return format_value(float(cell.get(OFFICE + "value", "")), "0%")
        if kind == "float" and (not printed or printed.endswith(".0")):
            return format_value(float(cell.get(OFFICE + "value", "")))
    except ValueError:
        return printed
    return printed


def _ods_paragraph(element: etree._Element) -> str:
    text = element.text or ""
    for child in element:
        if child.tag == TEXT + "s":
            text += " " * whole(child.get(TEXT + "c"), 1, 1, MAX_BLANKS)
        elif child.tag == TEXT + "tab":
            text += "\t"
        elif child.tag == TEXT + "line-break":
            text += "\n"
        elif child.tag != OFFICE + "annotation":
            text += _ods_paragraph(child)
        text += child.tail or ""
    return text


def _has_text(row: etree._Element) -> bool:
    return any(_ods_paragraph(p).strip() for p in row.iter(TEXT + "p"))


def _open_sheet(builder: DocumentBuilder, name: str) -> OpenTable:
    builder.add(name, Look(style="sheet-name"))
    table = builder.open_table("sheet")
    table.caption = name or None
    return table


def _add_cell(
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
