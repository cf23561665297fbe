"""ODS by odfdo: sheets, spans, cells of several paragraphs."""

from __future__ import annotations

import io
from random import Random
from xml.sax.saxutils import escape

from odfdo import Document, Element

from tests.zoo.grammar.model import Block, Box, Break, Cell, Margin, Para, Print, Sheet, Table
from tests.zoo.grammar.producers.package import stamped

BLANK_ROW = "<table:table-row><table:table-cell/></table:table-row>"


def write(document: Print, rng: Random) -> bytes:
    """Return the workbook."""
    ods = Document("spreadsheet")
    ods.body.clear()
    for sheet in document.sheets:
        ods.body.append(Element.from_tag(_sheet(sheet)))
    out = io.BytesIO()
    ods.save(out)
    return stamped(out.getvalue())


def _sheet(sheet: Sheet) -> str:
    rows = "".join(_rows(block) for block in sheet.blocks)
    return (
        f'<table:table table:name="{escape(sheet.name)}">'
        f'<table:table-column table:number-columns-repeated="12"/>{rows}</table:table>'
    )


def _rows(block: Block) -> str:
    if isinstance(block, Para):
        cells = _cell(Cell((block,))) if block.line else "<table:table-cell/>"
        return f"<table:table-row>{cells}</table:table-row>"
    if isinstance(block, Table):
        return "".join(
            f"<table:table-row>{''.join(_cell(cell) for cell in row)}</table:table-row>"
            for row in block.rows
        )
    if isinstance(block, Box):
        return (
            "".join(map(_rows, block.blocks))
            + "<table:table-row><table:table-cell/></table:table-row>"
        )
    if isinstance(block, Margin):
        return "".join(_rows(para) for para in block.left + block.right)
    return (
        "<table:table-row><table:table-cell/></table:table-row>" if isinstance(block, Break) else ""
    )


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return "<table:covered-table-cell/>"
    if not cell.paras and cell.cols == cell.rows == 1:
        return "<table:table-cell/>"
    spans = ""
    if cell.cols > 1 or cell.rows > 1:
        spans = (
            f' table:number-columns-spanned="{cell.cols}" table:number-rows-spanned="{cell.rows}"'
        )
    inner = "".join(f"<text:p>{escape(para.line)}</text:p>" for para in cell.paras)
    return f'<table:table-cell office:value-type="string"{spans}>{inner}</table:table-cell>'
