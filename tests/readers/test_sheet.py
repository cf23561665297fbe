"""Spreadsheets: one table per sheet, values as the sheet prints them."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from extractor.document import SourceDocument
from extractor.readers import detect, read_bytes
from extractor.readers.delimited import find_delimiter
from extractor.readers.sheet.values import format_value
from tests.readers.test_odt import NAMES, package


def save(workbook: Any) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def grid(document: SourceDocument, table: int = 0) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for cell in document.tables[table].cells:
        text = "\n".join(document.lines[index - 1].text for index in cell.lines)
        found[cell.row, cell.column] = text
    return found


def test_xlsx() -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Interne"
    sheet["B3"] = "OS 1\nÊtre accueillant"
    sheet["B3"].font = Font(bold=True, size=14, color="FFFF0000")
    sheet["B3"].fill = PatternFill("solid", fgColor="FFAECF00")
    sheet.merge_cells("B3:D3")
    sheet.merge_cells("B4:B5")
    sheet["B4"] = 3.0
    sheet["C4"] = 0.4
    sheet["C4"].number_format = "0%"
    sheet["D5"] = datetime(2027, 6, 30)
    sheet.merge_cells("A7:B7")
    workbook.create_sheet("Externe")["A1"] = True
    result = read_bytes(save(workbook), "plan.xlsx")
    assert detect(save(workbook)) == result.media_type
    assert grid(result) == {
        (2, 1): "OS 1\nÊtre accueillant", (3, 1): "3", (3, 2): "40 %", (4, 3): "30/06/2027",
        (6, 0): "",
    }  # fmt: skip
    assert grid(result, 1) == {(0, 0): "VRAI"}
    first, second = result.tables
    assert (first.kind, first.caption, first.rows, first.columns) == ("sheet", "Interne", 7, 4)
    assert [(c.row_span, c.column_span, c.shade) for c in first.cells[:2]] == [
        (1, 3, "#aecf00"),
        (2, 1, None),
    ]
    names = [(line.text, line.index) for line in result.lines if line.style == "sheet-name"]
    assert names == [("Interne", 1), ("Externe", 7)]
    line = result.lines[1]
    assert (line.bold, line.size, line.color, line.cell) == (True, 14, "#ff0000", (0, 2, 1))
    assert second.caption == "Externe"


def test_xlsx_with_a_far_formatted_cell_is_quick() -> None:
    workbook = Workbook()
    workbook.active["A1"] = "a"
    workbook.active["XFD1048576"].font = Font(bold=True)
    assert grid(read_bytes(save(workbook), "a")) == {(0, 0): "a"}


def ods(rows: str) -> SourceDocument:
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>"
        '<style:style style:family="table-cell" style:name="C"><style:table-cell-properties'
        ' fo:background-color="#AECF00"/><style:text-properties fo:font-weight="bold"/>'
        "</style:style></office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Interne">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    data = package(content.encode(), f"<office:document-styles {NAMES}/>".encode(), mimetype)
    assert detect(data) == mimetype
    return read_bytes(data, "plan.ods")


def cell(text: str = "", extra: str = "") -> str:
    paragraphs = "".join(f"<text:p>{part}</text:p>" for part in text.split("|") if part)
    return f"<table:table-cell {extra}>{paragraphs}</table:table-cell>"


def row(*cells: str, extra: str = "") -> str:
    return f"<table:table-row {extra}>{''.join(cells)}</table:table-row>"


def test_ods() -> None:
    columns, twice = "table:number-columns-repeated", 'table:number-rows-repeated="2"'
    value = 'office:value-type="{}" office:{}="{}"'
    result = ods(
        row(cell("", f'{columns}="1024"'), extra=twice)
        + row(cell(), cell("OS|suite", 'table:number-columns-spanned="2" table:style-name="C"'),
              "<table:covered-table-cell/>")
        + row(cell("x", f'{columns}="2"'), extra=twice)
        + row(cell("40%", value.format("percentage", "value", "0.4")),
              cell("30/06/27", value.format("date", "date-value", "2027-06-30")),
              cell("2.0", value.format("float", "value", "2")),
              cell("1 000,50 €", value.format("currency", "value", "1000.5")),
              cell("TRUE", value.format("boolean", "boolean-value", "true")))
        + row(cell("", f'{columns}="1024"'),
              extra='table:number-rows-repeated="1048570"')
    )  # fmt: skip
    assert grid(result) == {
        (2, 1): "OS\nsuite", (3, 0): "x", (3, 1): "x", (4, 0): "x", (4, 1): "x",
        (5, 0): "40 %", (5, 1): "30/06/2027", (5, 2): "2", (5, 3): "1 000,50 €", (5, 4): "VRAI",
    }  # fmt: skip
    first = result.tables[0].cells[0]
    assert (first.column_span, first.shade, result.lines[1].bold) == (2, "#aecf00", True)
    assert result.lines[0].text == "Interne"


ROWS = [
    ["Volet interne", "", ""],
    ["Numéro d’action", "Titre", "Échéance"],
    ["1", "Créer un guichet ; informer,\naccueillir | « tous »", "30/06/2027"],
    ["2", "Être à l’écoute", ""],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "|", "\t"])
def test_csv(delimiter: str, encoding: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(ROWS)
    data = out.getvalue().encode(encoding)
    assert detect(data) == "text/csv"
    result = read_bytes(data, "interne.csv")
    assert result.tables[0].caption == "interne"
    assert (result.tables[0].rows, result.tables[0].columns) == (4, 3)
    assert grid(result) == {
        (y, x): text for y, texts in enumerate(ROWS) for x, text in enumerate(texts) if text
    }
    assert [line.cell for line in result.lines[4:6]] == [(0, 2, 0), (0, 2, 1)]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("sep=;\na;b\n", ";"),
        ("OS;OO\nÊtre;Informer\nÊtre;Orienter\n", ";"),
        ("a,b,c\n1,2,3\n4,5,6\n", ","),
        ("- créer un guichet ;\n- informer ;\n- orienter ;\n", None),
        ("Créer, informer, orienter\nAider, loger, nourrir\nLire, écrire, compter\n", None),
        ("1.\tCréer\n2.\tInformer\n3.\tOrienter\n", None),
        ("Texte ; suite\nUne phrase.\nUne autre phrase.\nEncore ; une\nFin.\n", None),
        ("a;b;c\n", None),
        ("OS 1\nOO 1\n1;Créer;2027\nOO 2\nOO 3\n2;Aider;2027\n", ";"),
        ("Un.\nDeux.\nTrois.\nQuatre.\nx;y;z\nx;y;z\nCinq.\n", None),
    ],
)
def test_find_delimiter(text: str, delimiter: str | None) -> None:
    assert find_delimiter(text) == delimiter


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (None, "General", ""), (True, "General", "VRAI"), (False, "General", "FAUX"),
        (12, "General", "12"), (12.0, "General", "12"), (12.5, "General", "12.5"),
        (0.1 + 0.2, "General", "0.3"), (1e20, "General", "1e+20"),
        (0.07, "0%", "7 %"), (0.125, "0.0%", "12,5 %"), (5, '"100%"', "5"),
        (3.1, "0.00", "3.10"), (3, "0.00", "3"), (7, "000", "007"),
        (1000.5, "#,##0.00", "1 000,50"),
        (1000, '#,##0.00\\ "€"', "1 000,00 €"), (1000, "#,##0 [$€-80C]", "1 000 €"),
        (-1250000, "#,##0;(#,##0)", "-1 250 000"), (12.5, "[$EUR] 0.00", "12,50 EUR"),
        (date(2027, 6, 3), "General", "03/06/2027"), (date(2027, 6, 1), "mm/yyyy", "06/2027"),
        (date(2027, 1, 1), "yyyy", "2027"), (date(2027, 6, 1), "[$-80C]mmmm\\ yyyy", "juin 2027"),
        (datetime(2027, 6, 3, 9, 5), "General", "03/06/2027 09:05"), (time(9, 5), "hh:mm", "09:05"),
        ("a\r\nb_x000D_", "General", "a\nb"), (" x ", "General", " x "),
    ],
)  # fmt: skip
def test_format_value(value: object, number_format: str, expected: str) -> None:
    assert format_value(value, number_format) == expected
