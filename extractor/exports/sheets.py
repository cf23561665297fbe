"""How the workbook looks: `sheets.toml`, and the painter that fills a sheet with XlsxWriter.

A sheet is written when all its records are known: columns that are empty everywhere are hidden,
bands follow the objectives, and what repeats the row above is grey. Columns of detail are folded;
only the main ones are printed, on one page's width, with the headings on every page.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from extractor.diagnostics import Report
from extractor.exports.files import neutralise, printable
from extractor.exports.french import wordings
from extractor.exports.tables import Value

CELL_LIMIT = 32_767  # characters in a cell, a limit of the format itself
LINE_HEIGHT = 13.5  # points, of Calibri 10
MAX_LINES = 20  # of a row: 270 points, a higher row hides its neighbours (the limit is 409)
DOCUMENTS = "Sommaire!$C$4"  # the cell that says where the documents lie
_FONT = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
_BANDS = ("#FFFFFF", "#EEF4FA")
_REPEATED = "#A9B5C1"  # there to filter and sort by, not to be read again
LINE = {"bottom": 4, "bottom_color": "#C5D3E0"}  # below each row: thin and dotted
_NUMBER_FORMATS = {
    "date": "dd/mm/yyyy",
    "money": '#,##0.00 "€"',
    "percent": '0.##" %"',
    "ratio": "0.00",
}
#: value → (letters, background), on whatever column it stands
_COLOURS = {
    "Terminé": ("#14532D", "#D7EADD"), "En cours": ("#0B3D66", "#D6E6F5"),
    "En attente": ("#5F4700", "#FDF1D0"), "Problème": ("#7A1B12", "#F8D9D5"),
    "Abandonné": ("#555555", "#E4E4E4"), "Non commencé": ("#333333", "#F2F2F2"),
    "Sûr": ("#14532D", "#D7EADD"), "Probable": ("#5F4700", "#FDF1D0"),
    "À vérifier": ("#7A1B12", "#F8D9D5"), "Correct": ("#14532D", "#D7EADD"),
    "À corriger": ("#7A1B12", "#F8D9D5"), "Traité": ("#14532D", "#D7EADD"),
    "Sans suite": ("#555555", "#E4E4E4"), "Erreur": ("#7A1B12", "#F8D9D5"),
    "Avertissement": ("#5F4700", "#FDF1D0"), "Information": ("#0B3D66", "#D6E6F5"),
    "Bon": ("#14532D", "#D7EADD"), "Risque": ("#5F4700", "#FDF1D0"),
    "Blocage": ("#7A1B12", "#F8D9D5"), "Pause": ("#555555", "#E4E4E4"),
}  # fmt: skip

Record = dict[str, Value]


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet; `width` in characters, `place` main, detail or id."""

    key: str
    heading: str
    width: int
    format: str
    place: str

    @property
    def choices(self) -> list[str] | None:
        """The values to choose from, where the column has a list."""
        kind = self.format.removeprefix("list:")
        if kind == self.format:
            return None
        return list(_data()["lists"].get(kind) or wordings(kind).values())


@dataclass(frozen=True, slots=True)
class SheetLook:
    """A sheet: what it says, its columns, where bands begin, what may repeat the row above."""

    name: str
    says: str
    columns: tuple[SheetColumn, ...]
    band: str | None = None
    chain: frozenset[str] = frozenset()


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("sheets.toml").read_text("utf-8"))


@cache
def load_sheets() -> dict[str, SheetLook]:
    """Return the sheets by name, in order."""
    return {
        s["name"]: SheetLook(
            s["name"],
            s["says"],
            tuple(SheetColumn(*column) for column in s["columns"]),
            s.get("band"),
            frozenset(s.get("chain", ())),
        )
        for s in _data()["sheet"]
    }


def count_lines(text: str, width: int) -> int:
    """Estimate the lines that `text` takes in a column of `width` characters, wrapped at words.

    Widths are those of digits; capitals count for more, and a line loses part of a word.
    """
    lines = 0
    for paragraph in text.split("\n"):
        capitals = sum(char.isupper() for char in paragraph)
        size = len(paragraph) + 0.3 * capitals
        lines += max(1, math.ceil(size / (width - 2))) if size > width - 1 else 1
    return lines


class Painter:
    """Makes the cell formats of a workbook, each once, and paints sheets."""

    def __init__(self, workbook: Any, report: Report) -> None:
        self._workbook, self._report = workbook, report
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, **more: Any) -> Any:
        """Return the cell format with these properties."""
        key = tuple(sorted({**_FONT, **more}.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(dict(key))
        return self._formats[key]

    def paint(self, sheet: Any, look: SheetLook, records: Sequence[Record]) -> None:
        """Fill a sheet with headings and records, then say how it is read and printed."""
        self._set_columns(sheet, look, records)
        dark = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79"}
        dark |= {"text_wrap": True, "valign": "vcenter"}
        sheet.set_row(0, 2 * LINE_HEIGHT + 4)
        for at, column in enumerate(look.columns):
            numbers = column.format in (*_NUMBER_FORMATS, "number", "page")
            side = {"align": "center"} if numbers else {"align": "left", "indent": 1}
            sheet.write_string(0, at, column.heading, self.format(**dark, **side))
        band, before = 0, Record()
        for row, record in enumerate(records, 1):
            band ^= bool(look.band and row > 1 and record[look.band] != before.get(look.band))
            self._write_row(sheet, look, row, record, before, band)
            before = record
        self._set_choices(sheet, look, len(records))
        self._set_page(sheet, look, len(records))

    def _set_columns(self, sheet: Any, look: SheetLook, records: Sequence[Record]) -> None:
        for at, column in enumerate(look.columns):
            options: dict[str, Any] = {}
            filled = any(record.get(column.key) is not None for record in records)
            to_fill = column.format in ("list:checked", "list:done") or column.key == "note"
            if not filled and not to_fill:
                options = {"hidden": True}
            elif column.place != "main":
                options = {"level": 1, "hidden": True}
            sheet.set_column(at, at, column.width, None, options)

    def _write_row(
        self, sheet: Any, look: SheetLook, row: int, record: Record, before: Record, band: int
    ) -> None:
        lines = 1
        for at, column in enumerate(look.columns):
            value = record.get(column.key)
            style: dict[str, Any] = {"bg_color": _BANDS[band], **LINE}
            repeated = column.key in look.chain and value == before.get(column.key)
            if repeated:
                style["font_color"] = _REPEATED
            if value is None:
                sheet.write_blank(row, at, None, self.format(**style))
            elif isinstance(value, str):
                text = self._fitted(value, f"{record.get('id')}: {column.heading}")
                style["text_wrap"] = not repeated
                style["align"] = "left"  # without it no indent counts
                style["indent"] = 3 if column.key == "title" and record.get("indent") else 1
                if column.place == "main" and not repeated:
                    lines = max(lines, count_lines(text, column.width))
                sheet.write_string(row, at, text, self.format(**style))
            else:
                self._write_value(sheet, row, at, column, value, record, style)
        sheet.set_row(row, LINE_HEIGHT * min(lines, MAX_LINES) + 2)

    def _write_value(
        self,
        sheet: Any,
        row: int,
        at: int,
        column: SheetColumn,
        value: Any,
        record: Mapping[str, Any],
        style: dict[str, Any],
    ) -> None:
        if column.format in _NUMBER_FORMATS:
            style["num_format"] = _NUMBER_FORMATS[column.format]
        style["align"] = "right" if column.format == "money" else "center"
        if column.format == "date":
            sheet.write_datetime(row, at, value, self.format(**style))
        elif column.format == "page" and record.get("document"):
            target = str(record["document"]).replace('"', '""') + f"#page={value}"
            style |= {"font_color": "#0B5CAD", "underline": 1}
            formula = f'=HYPERLINK({DOCUMENTS}&"{target}",{value})'
            sheet.write_formula(row, at, formula, self.format(**style), value)
        else:
            sheet.write_number(row, at, value, self.format(**style))

    def _fitted(self, text: str, place: str) -> str:
        """Return `text` as a cell may hold it; report it when it is cut."""
        text = neutralise(printable(text))
        if len(text) <= CELL_LIMIT:
            return text
        self._report.add(
            "format-limit",
            f"{place} holds {len(text)} characters, cut to {CELL_LIMIT}, the most a cell can hold",
        )
        return text[: CELL_LIMIT - 1] + "…"

    def _set_choices(self, sheet: Any, look: SheetLook, rows: int) -> None:
        for at, column in enumerate(look.columns):
            if not (choices := column.choices) or not rows:
                continue
            sheet.data_validation(
                1, at, rows, at, {"validate": "list", "source": choices, "error_type": "warning"}
            )
            for choice in choices:
                if choice in _COLOURS:
                    letters, ground = _COLOURS[choice]
                    colours = self._workbook.add_format({"font_color": letters, "bg_color": ground})
                    rule = {"type": "cell", "criteria": "==", "value": f'"{choice}"'}
                    sheet.conditional_format(1, at, rows, at, {**rule, "format": colours})

    def _set_page(self, sheet: Any, look: SheetLook, rows: int) -> None:
        last = max(at for at, column in enumerate(look.columns) if column.place == "main")
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(rows, 1), len(look.columns) - 1)
        sheet.outline_settings(True, False, False, False)  # the sign of details before them
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, max(rows, 1), last)
        set_paper(sheet, look.name)


def set_paper(sheet: Any, name: str) -> None:
    """Print on A4 across, one page wide, with the sheet's name and the page's number."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L&9Programmes stratégiques transversaux&R&9{name}")
    sheet.set_footer("&R&9page &P sur &N")
