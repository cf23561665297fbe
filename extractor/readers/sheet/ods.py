"""OpenDocument spreadsheets to one table per sheet; what is not shown is kept apart.

Rows that a filter or a closed group hides are a view of the same plan: they stay, marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from extractor.bounds import MAX_BLANKS, whole
from extractor.diagnostics import UNREAD
from extractor.document import Role, SourceDocument
from extractor.readers.builder import DocumentBuilder, Look, OpenTable
from extractor.readers.media import ODS
from extractor.readers.odt.parts import open_document
from extractor.readers.odt.styles import DRAW, FO, OFFICE, STYLE, TABLE, TEXT, Styles, hex_color
from extractor.readers.sheet.grid import add_cell, open_sheet
from extractor.readers.sheet.values import format_value

_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384  # that a sheet may have
_CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")


def read_ods(data: bytes) -> SourceDocument:
    """Read an OpenDocument spreadsheet."""
    parts = open_document(data)
    builder = DocumentBuilder()
    for sheet in parts.content.iterfind(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table"):
        _Sheet(sheet, parts.styles, builder).read()
    return builder.finish(ODS, title=parts.title)


class _Sheet:
    """Reads one sheet."""

    def __init__(self, sheet: etree._Element, styles: Styles, builder: DocumentBuilder) -> None:
        self.sheet, self.styles, self.builder = sheet, styles, builder
        self.name = sheet.get(TABLE + "name", "")
        self.columns = dict(_hidden_columns(sheet))

    def read(self) -> None:
        """Add the sheet; one that is hidden is kept apart whole."""
        style = self.sheet.get(TABLE + "style-name")
        if self.styles.find("table", style, "table", TABLE + "display") == "false":
            self.builder.add_apart(self.name, Role.HIDDEN)
            for tr in self.sheet.iter(TABLE + "table-row"):
                self._leave(tr)
            return
        table = open_sheet(self.builder, self.name)
        row = 0
        for tr in self.sheet.iter(TABLE + "table-row"):
            count = whole(tr.get(TABLE + "number-rows-repeated"), 1, 1, _MAX_ROWS)
            visibility = tr.get(TABLE + "visibility", "visible")
            grouped = any(
                group.get(TABLE + "display") == "false"
                for group in tr.iterancestors(TABLE + "table-row-group")
            )
            if visibility == "collapse" and not grouped:
                self._leave(tr)
            elif next(tr.iter(TEXT + "p"), None) is not None or tr.find(_CELLS[0]) is not None:
                hidden = grouped or visibility == "filter"
                for copy in self.builder.copies.of(count if _has_text(tr) else 1, len(tr)):
                    self._read_row(table, tr, row + copy, hidden)
            row = min(row + count, _MAX_ROWS)
        self._read_shapes()

    def _leave(self, tr: etree._Element) -> None:
        self.builder.add_apart(" ".join(_text(tc) for tc in tr.iter(_CELLS[0])), Role.HIDDEN)

    def _read_row(self, table: OpenTable, tr: etree._Element, row: int, hidden: bool) -> None:
        column = 0
        for tc in tr:
            if tc.tag not in _CELLS:
                continue
            count = whole(tc.get(TABLE + "number-columns-repeated"), 1, 1, _MAX_COLUMNS)
            text = _text(tc)
            span = (
                whole(tc.get(TABLE + "number-rows-spanned"), 1, 1, _MAX_ROWS),
                whole(tc.get(TABLE + "number-columns-spanned"), 1, 1, _MAX_COLUMNS),
            )
            look, shade = self._look(tc.get(TABLE + "style-name"), hidden)
            for note in tc.iterfind(OFFICE + "annotation"):
                self.builder.add_apart(
                    " ".join(_paragraph(p) for p in note.iterfind(TEXT + "p")), Role.NOTE
                )
            for copy in self.builder.copies.of(count if text else 1):
                at = column + copy
                if self.columns.get(at) == "collapse" and span[1] == 1:
                    self.builder.add_apart(text, Role.HIDDEN)
                else:
                    add_cell(self.builder, table, row, at, text, look, span, shade)
            column = min(column + count, _MAX_COLUMNS)

    def _look(self, style: str | None, hidden: bool) -> tuple[Look, str | None]:
        def find(group: str, attribute: str) -> str | None:
            return self.styles.find("table-cell", style, group, attribute)

        struck = find("text", STYLE + "text-line-through-style") not in (None, "none")
        look = Look(
            size=self.styles.size("table-cell", style),
            bold=find("text", FO + "font-weight") in ("bold", "600", "700", "800", "900"),
            color=hex_color(find("text", FO + "color")),
            printed="struck" if struck else "hidden" if hidden else "normal",
        )
        return look, hex_color(find("table-cell", FO + "background-color"))

    def _read_shapes(self) -> None:
        """Add the texts of boxes that lie over the sheet; name charts and other objects."""
        for shapes in self.sheet.iter(TABLE + "shapes"):
            for paragraph in shapes.iter(TEXT + "p"):
                if _paragraph(paragraph).strip():
                    self.builder.add(_paragraph(paragraph), Look(style="text-box"))
        for frame in self.sheet.iter(DRAW + "frame"):
            if frame.find(DRAW + "object") is not None:
                self.builder.note(UNREAD, f"a chart of the sheet {self.name!r} is not read")
            elif not any(True for _ in frame.iterancestors(TABLE + "shapes")):
                for paragraph in frame.iter(TEXT + "p"):
                    if _paragraph(paragraph).strip():
                        self.builder.add(_paragraph(paragraph), Look(style="text-box"))


def _hidden_columns(sheet: etree._Element) -> Iterator[tuple[int, str]]:
    """Yield the columns, from 0, that are not shown, with what hides them."""
    column = 0
    for element in sheet.iter(TABLE + "table-column"):
        copies = whole(element.get(TABLE + "number-columns-repeated"), 1, 1, _MAX_COLUMNS)
        visibility = element.get(TABLE + "visibility", "visible")
        if visibility != "visible":
            for number in range(column, min(column + copies, _MAX_COLUMNS)):
                yield number, visibility
        column += copies


def _text(cell: etree._Element) -> str:
    """Return what the cell prints; dates with four digits of the year, percentages `40 %`."""
    kind = cell.get(OFFICE + "value-type")
    printed = "\n".join(_paragraph(p) for p in cell.iterfind(TEXT + "p"))
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


def _paragraph(element: etree._Element) -> str:
    text = element.text or ""
    for child in element:
        if child.tag == TEXT + "s":
            text += " " * whole(child.get(TEXT + "c"), 1, 1, MAX_BLANKS)
        elif child.tag == TEXT + "tab":
            text += "\t"
        elif child.tag == TEXT + "line-break":
            text += "\n"
        elif child.tag not in (OFFICE + "annotation", DRAW + "frame"):
            text += _paragraph(child)
        text += child.tail or ""
    return text


def _has_text(row: etree._Element) -> bool:
    return any(_paragraph(p).strip() for p in row.iter(TEXT + "p"))
