"""The workbook, read back with openpyxl."""

from __future__ import annotations

import tomllib
import zipfile
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest

from extractor import schema
from extractor.diagnostics import CATALOGUE
from extractor.exports import export
from extractor.exports.xlsx import count_lines, load_sheets
from extractor.schema import Diagnostic, Level, Plan

LONG_TITLE_LINES = 8  # of the fixture's long title in a column of 48 characters
openpyxl = pytest.importorskip("openpyxl")


@pytest.fixture
def workbook(plans: list[Plan], tmp_path: Path) -> Any:
    export(plans, "xlsx", tmp_path / "pst.xlsx")
    return openpyxl.load_workbook(tmp_path / "pst.xlsx")


def records(sheet: Any) -> list[dict[str, Any]]:
    rows = sheet.iter_rows(values_only=True)
    headings = next(rows)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_sheets_and_counts(workbook: Any) -> None:
    assert {sheet.title: sheet.max_row - 1 for sheet in workbook} == {
        "Actions": 6,
        "Objectifs": 8,
        "Plans": 2,
        "À relire": 2,
    }
    for sheet in workbook:
        columns = load_sheets()[sheet.title]
        assert [cell.value for cell in sheet[1]] == [column.heading for column in columns]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.column_dimensions["A"].width == columns[0].width


def test_action_row(workbook: Any) -> None:
    row = records(workbook["Actions"])[0]
    assert row["Institution"] == "CPAS de Val-Fictif"
    assert row["Période"] == "2025-2030"
    assert (row["Volet"], row["OS n°"], row["OO n°"]) == ("Interne", "1", "1.1")
    assert row["Objectif stratégique"] == "Être un CPAS à l’écoute"
    assert row["Fin"] == datetime(2027, 12, 31)
    assert row["Montant à additionner (€)"] == 12502.5
    assert (
        row["Budget (imprimé)"]
        == "2025 : 12.500,50 € ; dont 50 % Europe ; 1 €/an pendant 2 ans ; à définir"
    )
    assert (row["Statut"], row["Statut (imprimé)"]) == ("Terminé", "Clôturé en 2026")
    assert (row["Avancement"], row["Confiance"], row["Page"]) == (62.5, 0.87, 2)
    assert (row["ODD"], row["ODD déduits"]) == ("3 ; 10", "11")
    assert row["Autres champs"] == "Synergie : Oui\n=Formule : =2+3"
    assert row["Description"] == "Première ligne\nSeconde ligne "


def test_types_and_styles_of_cells(workbook: Any) -> None:
    sheet = workbook["Actions"]
    cells = {column[0].value: column[1] for column in sheet.iter_cols(max_row=2)}
    assert cells["Fin"].is_date and cells["Fin"].number_format == "dd/mm/yyyy"
    assert cells["Montant à additionner (€)"].data_type == "n"
    assert cells["Action"].alignment.wrap_text and cells["Action"].alignment.vertical == "top"


def test_rows_are_high_enough(workbook: Any) -> None:
    sheet = workbook["Actions"]
    assert sheet.row_dimensions[1].height == 30
    assert sheet.row_dimensions[2].height >= 15 * LONG_TITLE_LINES
    assert sheet.row_dimensions[5].height == 15


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 8, 1), ("Interne", 9, 1), ("mot " * 20, 22, 4), ("MOT " * 20, 22, 5), ("a\nb", 9, 2)],
)
def test_count_lines(text: str, width: int, lines: int) -> None:
    assert count_lines(text, width) == lines


def test_sub_action_row(workbook: Any) -> None:
    row = records(workbook["Actions"])[1]
    assert (row["Action n°"], row["Sous-action n°"], row["Sous-action"]) == (
        "1",
        "a",
        "Former l’équipe",
    )


def test_no_formula(workbook: Any) -> None:
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert [c.value for c in cells if c.data_type == "f"] == []
    texts = {c.value for c in cells if isinstance(c.value, str)}
    assert [text for text in texts if text[:1] in set("=+-@\t\r")] == []
    assert "'=HYPERLINK(1;2) dans l’intitulé" in texts
    assert "'-Ouvrir un guichet directement sous l’OS" in texts


def test_objectives_count_their_actions(workbook: Any) -> None:
    rows = records(workbook["Objectifs"])
    assert [(row["N°"], row["Nombre d’actions"]) for row in rows[:6]] == [
        ("1", 3),
        ("1.1", 2),
        ("2", 1),
        ("2.1", 1),
        ("12", 1),
        ("13", 0),
    ]
    assert rows[4]["Sous"] == "Soutenir les ménages"


def test_review_sheet_is_french(workbook: Any) -> None:
    row = records(workbook["À relire"])[0]
    assert row["Gravité"] == "Information"
    assert row["Remarque"] == "L’objectif ne contient ni projet ni action"
    assert (row["Élément concerné"], row["Page"]) == ("Écouter les jeunes", 7)


def test_text_longer_than_a_cell_is_reported(plans: list[Plan], tmp_path: Path) -> None:
    plans[0].tree[0].description = "x" * 40_000
    notices = export(plans, "xlsx", tmp_path / "x.xlsx")
    assert [n.message for n in notices if "40000" in n.message] == [
        "cpas-99001-2025: Description holds 40000 characters, cut to 32767, "
        "the most a cell can hold"
    ]
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["Objectifs"]
    text = records(sheet)[0]["Description"]
    assert len(text) == 32_767 and text.endswith("…")


def test_no_clock_in_the_file(plans: list[Plan], tmp_path: Path) -> None:
    export(plans, "xlsx", tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in archive.read("docProps/core.xml")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("level", {level.value for level in Level}),
        ("kind", set(get_args(schema.Kind))),
        ("volet", set(get_args(schema.Volet))),
        ("status", set(get_args(schema.StatusValue))),
        ("health", set(get_args(schema.HealthValue))),
        ("funding", set(get_args(schema.Funding))),
        ("severity", set(get_args(schema.Severity))),
        ("diagnostic", set(CATALOGUE)),
    ],
)
def test_every_value_has_a_french_wording(kind: str, values: set[str]) -> None:
    text = files("extractor.exports").joinpath("french.toml").read_text("utf-8")
    assert set(tomllib.loads(text)[kind]) == values


def test_unknown_diagnostic_keeps_its_code(plans: list[Plan], tmp_path: Path) -> None:
    plans[0].diagnostics = [Diagnostic(code="new-code", severity="info", message="m")]
    export(plans, "xlsx", tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["À relire"]
    assert records(sheet)[0]["Remarque"] == "new-code"
