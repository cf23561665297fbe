"""Excel workbooks to one table per sheet: the values that a sheet shows, not its formulas.

What a sheet does not show (hidden sheets, rows and columns, white on white) is kept apart; rows
that a filter or a closed group hides are a view of the same plan: they stay, marked `hidden`.
Formulas that were never computed are computed by LibreOffice where it is installed.
"""

from __future__ import annotations

import io
from typing import Any

from extractor.diagnostics import UNREAD, UnreadableDocument
from extractor.document import Role, SourceDocument
from extractor.readers.builder import DocumentBuilder, Look, OpenTable
from extractor.readers.media import XLSX
from extractor.readers.sheet.bare import DAMAGED, read_bare
from extractor.readers.sheet.colors import Palette
from extractor.readers.sheet.grid import add_cell, open_sheet
from extractor.readers.sheet.parts import Workbook
from extractor.readers.sheet.values import format_value, hides_value
from extractor.readers.zips import DAMAGED_ZIP

_REFUSALS = (*DAMAGED_ZIP, LookupError, TypeError, AttributeError)
_WHITE = "#ffffff"


def read_xlsx(data: bytes) -> SourceDocument:
    """Read an Excel workbook."""
    from extractor.readers.office import convert

    parts = Workbook(data)
    waiting = {name: cells for name in parts.parts if (cells := parts.uncomputed(name))}
    builder = DocumentBuilder()
    if waiting:
        computed = convert(data, "xlsx", "xlsx")
        if computed:
            builder.note("converted", "its formulas were computed by LibreOffice")
            parts = Workbook(computed)
        else:
            name, cells = next(iter(waiting.items()))
            count = sum(map(len, waiting.values()))
            builder.note(
                "formula-without-value",
                f"{count} formula{'s' * (count > 1)} without a result, from {cells[0]} of {name!r}",
            )
    workbook = _load(parts)
    if workbook is None:
        return read_bare(data, XLSX)
    palette = Palette(workbook.loaded_theme)
    for sheet in workbook.worksheets:
        _Sheet(sheet, parts, palette, builder).read()
    for chart in workbook.chartsheets:
        builder.note(UNREAD, f"the chart {chart.title!r} is not read")
    return builder.finish(XLSX, title=(workbook.properties.title or "").strip())


def _load(parts: Workbook) -> Any:
    """Return the workbook; `None` for styles or drawings that openpyxl refuses."""
    import warnings

    from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that it does not keep on saving
            return load_workbook(io.BytesIO(parts.readable()), data_only=True, rich_text=True)
    except SyntaxError as error:  # XML that does not parse: its values would be cut short
        raise UnreadableDocument(DAMAGED) from error
    except _REFUSALS:
        return None


class _Sheet:
    """Reads one sheet."""

    def __init__(
        self, sheet: Any, parts: Workbook, palette: Palette, builder: DocumentBuilder
    ) -> None:
        self.sheet, self.parts, self.palette, self.builder = sheet, parts, palette, builder
        self.spans = parts.spans(sheet.title)
        self.columns = {  # hidden ones, from 1 → whether they are a closed group
            number: bool(dimension.outlineLevel)
            for dimension in sheet.column_dimensions.values()
            if dimension.hidden
            for number in range(dimension.min or 1, min(dimension.max or 1, 16_384) + 1)
        }
        areas = [sheet.auto_filter, *(table.autoFilter for table in sheet.tables.values())]
        self.filtered = [_rows(a.ref) for a in areas if a is not None and a.ref and a.filterColumn]
        self.dressed = [_area(table.ref) for table in sheet.tables.values()]
        self.dressed += [
            (r.min_row, r.min_col, r.max_row, r.max_col)
            for rules in sheet.conditional_formatting
            for r in rules.sqref.ranges
        ]
        self.apart: dict[int, list[str]] = {}  # row → texts that are not shown

    def read(self) -> None:
        """Add the sheet; one that is hidden is kept apart whole."""
        sheet, builder = self.sheet, self.builder
        cells = [sheet._cells[at] for at in sorted(sheet._cells)]  # only those that the file holds
        if sheet.sheet_state != "visible":
            self.apart = {0: [sheet.title]}
            for cell in cells:
                self.apart.setdefault(cell.row, []).append(_text(cell))
        else:
            first = min((cell.row for cell in cells if cell.value is not None), default=1)
            shapes = self.parts.drawings(sheet.title)
            above = [shape for shape in shapes if shape[0] < first]
            table = open_sheet(builder, sheet.title)
            for _, anchor, part in above:
                self.parts.read_drawing(anchor, part, builder, sheet.title)
            for cell in cells:
                self._read_cell(table, cell)
            for (row, column), span in self.spans.items():
                if (row, column) not in sheet._cells:  # an empty merged area
                    add_cell(builder, table, row - 1, column - 1, "", span=span)
            for _, anchor, part in shapes[len(above) :]:
                self.parts.read_drawing(anchor, part, builder, sheet.title)
        for texts in self.apart.values():
            builder.add_apart(" ".join(texts), Role.HIDDEN)
        for cell in cells:
            if cell.comment and cell.comment.text:
                builder.add_apart(cell.comment.text, Role.NOTE)
        errors = [c.coordinate for c in cells if c.data_type == "e"]
        if errors:
            count = len(errors)
            builder.note(
                "formula-without-value",
                f"{count} cell{'s' * (count > 1)} show an error, from {errors[0]} of "
                f"{sheet.title!r}: left empty",
            )

    def _read_cell(self, table: OpenTable, cell: Any) -> None:
        text = _text(cell)
        span = self.spans.get((cell.row, cell.column), (1, 1))
        printed = self._hides(cell, span)
        if text.strip() and printed is None:
            self.apart.setdefault(cell.row, []).append(text)
            return
        fill = cell.fill
        solid = fill is not None and fill.fill_type == "solid"
        shade = self.palette.hex(fill.fgColor) if solid else None
        font = cell.font
        color = self.palette.hex(font.color) if font and font.color is not None else None
        if text.strip() and color == _WHITE and shade in (None, _WHITE) and not self._dressed(cell):
            self.apart.setdefault(cell.row, []).append(text)
            return
        struck = bool(font and font.strike)
        look = Look(
            size=font.sz if font else None,
            bold=bool(font and font.b) or _whole_bold(cell.value),
            italic=bool(font and font.i),
            color=None if color == "#000000" else color,
            indent=float(cell.alignment.indent or 0) if cell.alignment else 0.0,
            printed="struck" if struck else "hidden" if printed else "normal",
        )
        add_cell(self.builder, table, cell.row - 1, cell.column - 1, text, look, span, shade)

    def _hides(self, cell: Any, span: tuple[int, int]) -> bool | None:
        """Return whether a filter or a closed group hides a cell; `None` when it is not shown."""
        if hides_value(cell.number_format or ""):
            return None
        rows = [self._row(row) for row in range(cell.row, cell.row + min(span[0], 50))]
        columns = [self.columns.get(c) for c in range(cell.column, cell.column + min(span[1], 50))]
        if all(state == "off" for state in rows) or all(state is False for state in columns):
            return None
        return all(rows) or all(state is not None for state in columns)

    def _row(self, row: int) -> str:
        """Return `` for a row that is shown, `view` under a filter or in a group, else `off`."""
        dimension = self.sheet.row_dimensions.get(row)
        if dimension is None or not (dimension.hidden or dimension.height == 0):
            return ""
        filtered = any(top <= row <= bottom for top, bottom in self.filtered)
        return "view" if filtered or dimension.outlineLevel else "off"

    def _dressed(self, cell: Any) -> bool:
        """Tell whether a table's style or a condition may colour a cell."""
        return any(
            top <= cell.row <= bottom and left <= cell.column <= right
            for top, left, bottom, right in self.dressed
        )


def _text(cell: Any) -> str:
    """Return what a cell shows: no error values, no words struck out of others."""
    value = cell.value
    if cell.data_type == "e":
        return ""
    if isinstance(value, list):  # rich text
        kept = [str(p) for p in value if not getattr(getattr(p, "font", None), "strike", False)]
        value = "".join(kept) or "".join(str(p) for p in value)
    return format_value(value, cell.number_format or "General")


def _whole_bold(value: object) -> bool:
    return isinstance(value, list) and all(
        bool(getattr(getattr(part, "font", None), "b", False)) or not str(part).strip()
        for part in value
    )


def _area(ref: str) -> tuple[int, int, int, int]:
    """Return first row and column, last row and column of `A1:C9`, all from 1."""
    from openpyxl.utils import range_boundaries  # type: ignore[import-untyped,unused-ignore]

    left, top, right, bottom = range_boundaries(ref)
    return top or 1, left or 1, bottom or 1_048_576, right or 16_384


def _rows(ref: str) -> tuple[int, int]:
    top, _, bottom, _ = _area(ref)
    return top, bottom
