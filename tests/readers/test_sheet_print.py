"""What a sheet shows and what it does not: hidden, struck, uncomputed, drawn over."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import python_calamine
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.table import Table, TableStyleInfo

from extractor.diagnostics import UnreadableDocument
from extractor.document import Role, SourceDocument
from extractor.pipeline import extract_bytes
from extractor.readers import office, read_bytes
from tests.readers.test_sheet import cell, grid, ods, row, save

PLAN = [
    ["OS", "OO", "N°", "Action"],
    ["OS 1 : Accueillir", "OO 1.1 : Ouvrir", "1.1.1", "Créer un guichet"],
    ["OS 1 : Accueillir", "OO 1.1 : Ouvrir", "1.1.2", "Former le personnel"],
    ["OS 2 : Durer", "OO 2.1 : Isoler", "2.1.1", "Isoler le toit"],
]


def plan() -> tuple[Any, Any]:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "PST"
    for line in PLAN:
        sheet.append(line)
    return workbook, sheet


def read(workbook: Any) -> SourceDocument:
    return read_bytes(save(workbook), "plan.xlsx")


def apart(document: SourceDocument, role: Role = Role.HIDDEN) -> list[str]:
    return [line.text for line in document.lines if line.role is role]


def codes(document: SourceDocument) -> list[str]:
    return [code for code, _, _ in document.notes]


def test_hidden_sheets_rows_and_columns_are_kept_apart() -> None:
    workbook, sheet = plan()
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    old = workbook.create_sheet("Ancien")
    old.append(["OS 9 : Ancien"])
    old.sheet_state = "veryHidden"
    result = read(workbook)
    assert {text for (_, column), text in grid(result).items() if column == 3} == {
        "Action", "Créer un guichet", "Isoler le toit",
    }  # fmt: skip
    assert not any(column == 1 for _, column in grid(result))
    assert "Ancien" in apart(result) and "OS 9 : Ancien" in apart(result)
    assert any("Former le personnel" in text for text in apart(result))
    assert [line.text for line in result.lines if line.style == "sheet-name"] == ["PST"]
    assert codes(result) == ["hidden-text"]


@pytest.mark.parametrize("view", ["filter", "table", "group"])
def test_a_view_of_the_sheet_hides_nothing_of_the_plan(view: str) -> None:
    workbook, sheet = plan()
    sheet.row_dimensions[3].hidden = True
    if view == "filter":
        sheet.auto_filter.ref = "A1:D4"
        sheet.auto_filter.add_filter_column(3, ["Créer un guichet", "Isoler le toit"])
    elif view == "table":
        table = Table(displayName="T", ref="A1:D4")
        sheet.add_table(table)
        table._initialise_columns()
        for column, title in zip(table.tableColumns, PLAN[0], strict=True):
            column.name = title
        table.autoFilter.add_filter_column(3, ["Créer un guichet"])
    else:
        sheet.row_dimensions[3].outlineLevel = 1
    result = read(workbook)
    assert grid(result)[2, 3] == "Former le personnel"
    printed = {line.text: line.printed for line in result.lines}
    assert printed["Former le personnel"] == "hidden" and printed["Isoler le toit"] == "normal"
    found = extract_bytes(save(workbook), "plan.xlsx", nlp=False)
    node = next(n for n in found.nodes() if n.title == "Former le personnel")
    assert node.source.printed == "hidden"
    assert [d.node_id for d in found.diagnostics if d.code == "hidden-text"] == [node.id]


def test_struck_cells_and_struck_words() -> None:
    workbook, sheet = plan()
    sheet["D3"].font = Font(strike=True)
    sheet["D4"] = CellRichText(
        "Isoler ", TextBlock(InlineFont(strike=True), "le garage "), "le toit"
    )
    result = read(workbook)
    assert grid(result)[3, 3] == "Isoler le toit"
    assert {line.text: line.printed for line in result.lines}["Former le personnel"] == "struck"
    found = extract_bytes(save(workbook), "plan.xlsx", nlp=False)
    assert [n.title for n in found.nodes() if n.source.printed == "struck"] == [
        "Former le personnel"
    ]
    assert [d.code for d in found.diagnostics if d.code == "struck-text"] == ["struck-text"]


def whiten(sheet: Any) -> None:
    sheet["D3"].font = Font(color="FFFFFFFF")


def whiten_by_theme(sheet: Any) -> None:
    sheet["D3"].font = Font(color=Color(theme=0))


def print_nothing(sheet: Any) -> None:
    sheet["D3"].number_format = ";;;"


def whiten_on_blue(sheet: Any) -> None:
    whiten(sheet)
    sheet["D3"].fill = PatternFill("solid", fgColor=Color(theme=4))


def whiten_in_table(sheet: Any) -> None:
    whiten(sheet)
    style = TableStyleInfo("TableStyleMedium9", showRowStripes=True)
    sheet.add_table(Table(displayName="T", ref="A1:D4", tableStyleInfo=style))


@pytest.mark.parametrize(
    ("change", "hidden"),
    [
        (whiten, True),
        (whiten_by_theme, True),
        (print_nothing, True),
        (whiten_on_blue, False),
        (whiten_in_table, False),
    ],
)
def test_letters_that_nobody_sees(change: Callable[[Any], None], hidden: bool) -> None:
    workbook, sheet = plan()
    change(sheet)
    assert (apart(read(workbook)) == ["Former le personnel"]) is hidden


def test_colours_of_the_theme() -> None:
    workbook, sheet = plan()
    sheet["A1"].fill = PatternFill("solid", fgColor=Color(theme=4))
    sheet["B1"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.8))
    sheet["C1"].fill = PatternFill("solid", fgColor=Color(indexed=13))
    shades = {c.column: c.shade for c in read(workbook).tables[0].cells if c.row == 0}
    assert shades == {0: "#4f81bd", 1: "#dce6f2", 2: "#ffff00", 3: None}


def test_comments_and_errors_are_no_text_of_the_plan() -> None:
    workbook, sheet = plan()
    sheet["D2"].comment = Comment("À revoir", "x")
    sheet["D4"] = "#REF!"
    result = read(workbook)
    assert apart(result, Role.NOTE) == ["À revoir"]
    assert (3, 3) not in grid(result)
    assert codes(result) == ["formula-without-value"]


def test_formulas_without_results(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook, sheet = plan()
    sheet["D3"] = '="Former " & "le personnel"'
    monkeypatch.setattr(office, "convert", lambda *_: None)
    result = read(workbook)
    assert [note for note in result.notes if note[0] == "formula-without-value"] == [
        ("formula-without-value", "1 formula without a result, from D3 of 'PST'", None)
    ]
    filled, _ = plan()
    monkeypatch.setattr(office, "convert", lambda *_: save(filled))
    result = read(workbook)
    assert grid(result)[2, 3] == "Former le personnel"
    assert codes(result) == ["converted"]


def test_strict_workbooks_are_read() -> None:
    workbook, _ = plan()
    out = io.BytesIO()
    usual, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    with zipfile.ZipFile(io.BytesIO(save(workbook))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for room in (b"spreadsheetml", b"officeDocument", b"drawingml"):
                content = content.replace(usual + room + b"/2006/", strict + room + b"/")
            new.writestr(name, content)
    assert len(grid(read_bytes(out.getvalue(), "a"))) == 16


def test_text_boxes_stand_above_or_below_the_table() -> None:
    workbook, sheet = plan()
    sheet.insert_rows(1, 3)
    data = save(workbook)
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        + "".join(
            f"<xdr:twoCellAnchor><xdr:from><xdr:row>{at}</xdr:row></xdr:from><xdr:sp><xdr:txBody>"
            f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
            for at, text in ((9, "Remarque"), (0, "PST de Montjoly"))
        )
        + "</xdr:wsDr>"
    )
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="http://x/drawing" Target="../drawings/a.xml"/></Relationships>'
    )
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/worksheets/_rels/sheet1.xml.rels", relation)
        package.writestr("xl/drawings/a.xml", drawing)
    lines = [line.text for line in read_bytes(out.getvalue(), "a").lines]
    assert (lines[:2], lines[-1]) == (["PST", "PST de Montjoly"], "Remarque")


def test_old_workbooks_give_the_same_cells(tmp_path: Any) -> None:
    workbook, sheet = plan()
    sheet.merge_cells("A2:A3")
    hidden = workbook.create_sheet("Ancien")
    hidden.append(["OS 9"])
    hidden.sheet_state = "hidden"
    data = office.convert(save(workbook), "xlsx", "xls")
    if data is None:
        pytest.skip("LibreOffice is not installed")
    result = read_bytes(data, "plan.xls")
    assert grid(result) == grid(read(workbook))
    assert next(c for c in result.tables[0].cells if (c.row, c.column) == (1, 0)).row_span == 2
    assert apart(result) == ["OS 9"]


def test_ods_hides_strikes_and_comments() -> None:
    annotation = "<office:annotation><text:p>À revoir</text:p></office:annotation>"
    result = ods(
        row(
            cell("OS 1"),
            cell("un").replace("</table:table-cell>", f"{annotation}</table:table-cell>"),
        )
        + row(cell("caché"), extra='table:visibility="collapse"')
        + row(cell("filtré"), extra='table:visibility="filter"')
        + f'<table:table-row-group table:display="false">{row(cell("replié"))}'
        + "</table:table-row-group>"
    )
    assert grid(result) == {(0, 0): "OS 1", (0, 1): "un", (2, 0): "filtré", (3, 0): "replié"}
    printed = {line.text: line.printed for line in result.lines if line.role is None}
    assert printed["filtré"] == printed["replié"] == "hidden" and printed["un"] == "normal"
    assert apart(result) == ["caché"] and apart(result, Role.NOTE) == ["À revoir"]


def test_a_panic_of_the_library_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class PanicException(BaseException):
        pass

    class Broken:
        @staticmethod
        def from_filelike(stream: object) -> None:
            os.write(2, b"thread panicked at cfb.rs")
            raise PanicException("range end index out of range")

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Broken)
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")
    with pytest.raises(UnreadableDocument, match="workbook is damaged"):
        read_bytes(old, "plan.xls")
    assert capfd.readouterr().err == ""
