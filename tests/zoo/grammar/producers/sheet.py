"""XLSX by openpyxl: sheets, merged cells, wrapped lines, fills."""

from __future__ import annotations

import datetime
import io
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from tests.zoo.grammar.model import Block, Box, Break, Margin, Para, Print, Table
from tests.zoo.grammar.producers.package import stamped


def write(document: Print, rng: Random) -> bytes:
    """Return the workbook."""
    book: Any = Workbook()
    book.remove(book.active)
    stamp = datetime.datetime(2025, 1, 1)
    book.properties.created = book.properties.modified = stamp
    names: set[str] = set()
    for sheet in document.sheets:
        name = sheet.name or "PST"
        while name in names:
            name += "_"
        names.add(name)
        _Sheet(book.create_sheet(name), rng).fill(sheet.blocks)
    out = io.BytesIO()
    book.save(out)
    return stamped(out.getvalue())


class _Sheet:
    def __init__(self, sheet: Any, rng: Random) -> None:
        self.sheet = sheet
        self.row = 1
        self.blank = rng.random() < 0.5  # a blank row before tables
        self.merge_bands = rng.random() < 0.6

    def fill(self, blocks: list[Block]) -> None:
        for block in blocks:
            self.put(block)

    def put(self, block: Block) -> None:
        if isinstance(block, Para):
            if not block.line:
                self.row += 1
                return
            self.write(self.row, 1, [block])
            if block.badge:
                self.sheet.cell(self.row, 1).value = _first_line(block)
                self.sheet.cell(self.row, 2).value = block.badge
            self.row += 1
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Box):
            for inner in block.blocks:
                self.put(inner)
            self.row += 1
        elif isinstance(block, Margin):
            for para in block.left + block.right:
                self.put(para)
        elif isinstance(block, Break):
            self.row += 1

    def write(self, row: int, column: int, paras: list[Para]) -> Any:
        cell = self.sheet.cell(row, column)
        text = "\n".join(para.line for para in paras)
        cell.value = int(text) if text.isdigit() and len(text) < 5 else text
        cell.alignment = Alignment(wrap_text="\n" in text or len(text) > 40, vertical="top")
        if paras and (paras[0].style.bold or paras[0].style.size):
            colour = "1F4E79" if paras[0].style.colour else "000000"
            cell.font = Font(bold=True, color=colour, size=11 + 2 * paras[0].style.size)
        elif paras and paras[0].style.colour:
            cell.font = Font(color="1F4E79")
        return cell

    def table(self, table: Table) -> None:
        if self.blank and self.row > 1:
            self.row += 1
        for place, width in enumerate(table.widths, 1):
            letter = self.sheet.cell(1, place).column_letter
            self.sheet.column_dimensions[letter].width = max(10, width * 1.1)
        for row in table.rows:
            for place, cell in enumerate(row, 1):
                if cell is None:
                    continue
                if cell.paras:
                    written = self.write(self.row, place, list(cell.paras))
                    if cell.fill:
                        written.fill = PatternFill("solid", fgColor="D9E2F3")
                band = cell.cols > 1 and cell.rows == 1
                if (cell.cols > 1 or cell.rows > 1) and (not band or self.merge_bands):
                    self.sheet.merge_cells(
                        start_row=self.row, start_column=place,
                        end_row=self.row + cell.rows - 1, end_column=place + cell.cols - 1,
                    )  # fmt: skip
            self.row += 1


def _first_line(para: Para) -> str:
    return f"{para.marker} {para.text}".strip()
