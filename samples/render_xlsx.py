"""A workbook: one sheet per volet, OS and OO as one-cell rows, one row per action."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from samples.frozen import freeze_zip
from samples.model import Node, Plan, Value

LAYOUT = "workbook: a sheet per volet, OS and OO rows, header row per OO, one row per action"
COLUMNS = (
    ("N°", 6),
    ("Action", 62),
    ("Responsable", 26),
    ("Partenaires", 28),
    ("Échéance", 13),
    ("État", 13),
    ("Avancement", 13),
)
_DAY = datetime(2025, 9, 1)


def render(plan: Plan) -> bytes:
    """Return the workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for volet in ("interne", "externe"):
        sheet = book.create_sheet(f"Volet {volet}")
        _fill(sheet, plan, volet)
    book.properties.creator = plan.meta["printed"]
    book.properties.title = plan.meta["title"]
    book.properties.created = book.properties.modified = _DAY
    buffer = io.BytesIO()
    book.save(buffer)
    return freeze_zip(buffer.getvalue(), modified=_DAY)


def _fill(sheet: Any, plan: Plan, volet: str) -> None:
    from openpyxl.styles import Alignment, Font

    for rank, (_, width) in enumerate(COLUMNS):
        sheet.column_dimensions["ABCDEFG"[rank]].width = width
    sheet.append([plan.meta["title"]])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([f"Volet {volet}"])
    sheet["A2"].font = Font(italic=True)
    sheet.append([])
    for node in plan.tree:
        if node.volet != volet:
            continue
        _band(sheet, f"OS {node.code} : {node.title}", "1F4E5F", "FFFFFF", 13)
        for child in node.children:
            _band(sheet, f"OO {child.code} : {child.title}", "CFE3E8", "1F4E5F", 11)
            _header(sheet)
            for action in child.children:
                _row(sheet, action)
        sheet.append([])
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            cell.alignment = Alignment(wrap_text=cell.column == 2, vertical="top")
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _band(sheet: Any, text: str, fill: str, color: str, size: int) -> None:
    from openpyxl.styles import Font, PatternFill

    sheet.append([text])
    row = sheet.max_row
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(COLUMNS))
    cell = sheet.cell(row, 1)
    cell.fill = PatternFill("solid", fgColor=fill)
    cell.font = Font(bold=True, size=size, color=color)


def _header(sheet: Any) -> None:
    from openpyxl.styles import Font

    sheet.append([name for name, _ in COLUMNS])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True, size=9, color="57768A")


def _row(sheet: Any, node: Node) -> None:
    values = node.attributes
    deadline, progress = values.get("deadline"), values.get("progress")
    sheet.append(
        [
            int(node.code or 0),
            node.title,
            _printed(values.get("responsibles")),
            _printed(values.get("partners")),
            date.fromisoformat(deadline.meaning) if deadline and deadline.meaning else None,
            _printed(values.get("status")),
            float(progress.printed) / 100 if progress else None,
        ]
    )
    row = sheet[sheet.max_row]
    row[4].number_format = "DD/MM/YYYY"
    row[6].number_format = "0%"


def _printed(value: Value | None) -> str | None:
    return ", ".join(value.entries()) if value else None
