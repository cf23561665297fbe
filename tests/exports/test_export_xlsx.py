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
from extractor.exports.sheets import count_lines, load_sheets
from extractor.exports.xlsx import sheet_names
from extractor.schema import Diagnostic, Level, Plan
from extractor.values.sums import total_for_sums

openpyxl = pytest.importorskip("openpyxl")
get_column_letter = openpyxl.utils.get_column_letter


@pytest.fixture
def workbook(plans: list[Plan], tmp_path: Path) -> Any:
    export(plans, "xlsx", tmp_path / "pst.xlsx")
    return openpyxl.load_workbook(tmp_path / "pst.xlsx")


def records(sheet: Any) -> list[dict[str, Any]]:
    rows = sheet.iter_rows(values_only=True)
    headings = next(rows)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_sheets_and_counts(workbook: Any) -> None:
    assert workbook.sheetnames == sheet_names()
    counts = {name: workbook[name].max_row - 1 for name in load_sheets()}
    assert counts == {"Actions": 6, "Objectifs": 8, "Budgets": 4, "Plans": 2, "À relire": 2}
    for name, look in load_sheets().items():
        sheet = workbook[name]
        assert [cell.value for cell in sheet[1]] == [column.heading for column in look.columns]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_action_row(workbook: Any) -> None:
    row = records(workbook["Actions"])[0]
    assert row["Institution"] == "CPAS de Val-Fictif"
    assert row["Période"] == "2025-2030"
    assert (row["Volet"], row["N°"]) == ("Interne", "1")
    assert row["Objectif stratégique › opérationnel"] == (
        "1 · Être un CPAS à l’écoute › 1.1 · Écouter les jeunes"
    ) or row["Objectif stratégique › opérationnel"].startswith(
        "1 · Être un CPAS à l’écoute › 1.1 ·"
    )
    assert row["Fin"] == datetime(2027, 12, 31)
    assert row["Montant à additionner (€)"] == 12502.5
    assert row["Budget (imprimé)"].startswith("2025 : 12.500,50 € ; dont 50 % Europe ; 1 €/an")
    assert (row["Statut"], row["Statut (imprimé)"]) == ("Terminé", "Clôturé en 2026")
    assert (row["Avancement"], row["Confiance"]) == (62.5, 0.87)
    assert row["Certitude"] == "Probable"
    assert (row["ODD"], row["ODD déduits"]) == ("3 ; 10", "11")
    assert row["Autres champs"] == "Synergie : Oui\n=Formule : =2+3"
    assert row["Description"] == "Première ligne\nSeconde ligne "


def test_types_and_styles_of_cells(workbook: Any) -> None:
    sheet = workbook["Actions"]
    cells = {column[0].value: column[1] for column in sheet.iter_cols(max_row=2)}
    assert cells["Fin"].is_date and cells["Fin"].number_format == "dd/mm/yyyy"
    assert cells["Montant à additionner (€)"].data_type == "n"
    assert cells["Action"].alignment.wrap_text and cells["Action"].alignment.vertical == "top"


def test_what_is_empty_everywhere_is_hidden_and_details_are_folded(workbook: Any) -> None:
    sheet = workbook["À relire"]
    hidden = {
        column.heading: sheet.column_dimensions[get_column_letter(at)].hidden
        for at, column in enumerate(load_sheets()["À relire"].columns, 1)
    }
    assert hidden["Code"] and hidden["Identifiant"]
    assert not hidden["Remarque"] and not hidden["Traité"]
    plans = workbook["Plans"]
    letters = {
        c.heading: get_column_letter(at) for at, c in enumerate(load_sheets()["Plans"].columns, 1)
    }
    assert plans.column_dimensions[letters["Titre"]].outline_level == 1


def test_every_sheet_is_one_page_wide_with_its_headings(workbook: Any) -> None:
    for sheet in workbook:
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert all(workbook[name].print_title_rows == "$1:$1" for name in load_sheets())


def test_values_are_chosen_from_lists(workbook: Any) -> None:
    lists = {v.formula1 for v in workbook["Actions"].data_validations.dataValidation}
    assert '"Correct,À corriger"' in lists
    assert any("Terminé" in choice for choice in lists)


def test_totals_agree_with_the_tables(plans: list[Plan], workbook: Any, tmp_path: Path) -> None:
    export(plans, "xlsx", tmp_path / "values.xlsx")
    read = openpyxl.load_workbook(tmp_path / "values.xlsx", data_only=True)
    rows = [[cell.value for cell in row] for row in read["Totaux"].iter_rows()]
    totals = [row for row in rows if row[0] == "Total"]
    wanted = sum(total_for_sums(plan) for plan in plans)
    assert len(totals) == 2
    assert [[v for v in row if v is not None][-1] for row in totals] == [wanted, wanted]
    formulas = [
        c.value for row in workbook["Totaux"].iter_rows() for c in row if c.data_type == "f"
    ]
    assert any("SUMIFS" in formula for formula in formulas)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 8, 1), ("Interne", 9, 1), ("mot " * 20, 22, 4), ("MOT " * 20, 22, 5), ("a\nb", 9, 2)],
)
def test_count_lines(text: str, width: int, lines: int) -> None:
    assert count_lines(text, width) == lines


def test_sub_action_row(workbook: Any) -> None:
    row = records(workbook["Actions"])[1]
    assert (row["Niveau"], row["N°"], row["Action"]) == ("Sous-action", "a", "Former l’équipe")


def test_no_formula(workbook: Any) -> None:
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    formulas = [c.value for c in cells if c.data_type == "f"]
    ours = ("=HYPERLINK(Sommaire!$C$4&", "=SUMIFS(Budgets!", "=SUM(")
    assert [text for text in formulas if not text.startswith(ours)] == []
    texts = {c.value for c in cells if isinstance(c.value, str) and c.data_type != "f"}
    assert [text for text in texts if text[:1] in set("=+-@\t\r")] == []
    assert "'=HYPERLINK(1;2) dans l’intitulé" in texts
    assert "'-Ouvrir un guichet directement sous l’OS" in texts


def test_objectives_count_their_actions(workbook: Any) -> None:
    rows = records(workbook["Objectifs"])
    assert [(row["N°"], row["Actions"]) for row in rows[:6]] == [
        ("1", 3),
        ("1.1", 2),
        ("2", 1),
        ("2.1", 1),
        ("12", 1),
        ("13", 0),
    ]
    assert rows[4]["Sous"].endswith("Soutenir les ménages")


def test_review_sheet_is_french(workbook: Any) -> None:
    row = records(workbook["À relire"])[0]
    assert row["Gravité"] == "Information"
    assert row["Remarque"] == "L’objectif ne contient ni projet ni action"
    assert row["Détail"] == "le projet 13 est vide"
    assert row["Que faire"] == "Permis, et fréquent"
    assert row["Élément concerné"].endswith("Écouter les jeunes")


def test_text_longer_than_a_cell_is_reported(plans: list[Plan], tmp_path: Path) -> None:
    plans[0].tree[0].description = "x" * 40_000
    notices = export(plans, "xlsx", tmp_path / "x.xlsx")
    assert [n.message for n in notices if "40000" in n.message] == [
        f"{plans[0].tree[0].id}: Description holds 40000 characters, cut to 32767, "
        "the most a cell can hold"
    ]
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["Objectifs"]
    text = records(sheet)[0]["Description"]
    assert len(text) == 32_767 and text.endswith("…")


def test_no_clock_in_the_file(plans: list[Plan], tmp_path: Path) -> None:
    export(plans, "xlsx", tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
        assert len({info.date_time for info in archive.infolist()}) == 1
        assert archive.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2


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
        ("money_role", set(get_args(schema.MoneyRole))),
        ("hint", set(CATALOGUE)),
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
