"""Nested tables, totals that disagree, colours."""

from __future__ import annotations

from extractor.document import CellRef, RawField
from tests.attributes.helpers import Sheet, build, node

MATRIX = [
    ["", "Global", "2026", "2027"],
    ["Europe", "300.5", "100.0", "200.5"],
    ["Ville", "50.0", "50.0", "-"],
    ["Totaux", "350.5", "150.0", "200.5"],
]


def _nested(key: str, label: str, *tables: list[list[str]]) -> tuple[Sheet, RawField]:
    sheet = Sheet()
    sheet.table([[label, "" if tables else "vide"]])
    inner = [sheet.table(rows, parent=CellRef(0, 0, 1)) for rows in tables]
    lines = tuple(line.index for line in sheet.lines)
    return sheet, RawField(key, label, "texte des tables", lines, tuple(inner))


def test_rows_of_a_budget_table() -> None:
    rows = [
        ["Type de budget", "Anné\ne", "Montant", "Détail / Commentaire"],
        ["Wallonie", "2026", "1\u00a0000,0", ""],
        ["Ville", "2027", "215,0", "solde"],
    ]
    sheet, field = _nested("budget", "Budget propre", rows)
    attributes, _, codes = build(node("Créer", field), sheet.document())
    assert [(m.amount, m.year, m.funding) for m in attributes.budget] == [
        (1000, 2026, "wallonie"),
        (215, 2027, "propre"),
    ]
    assert attributes.budget[1].text == "Ville | 2027 | 215,0 | solde"
    assert codes == []


def test_a_table_cut_by_a_page_is_one() -> None:
    first = [["Type de budget", "Année", "Montant"], ["Wallonie", "2026", "500,0"]]
    sheet, field = _nested("budget", "Budget propre", first, [["Europe", "2026", "200,0"]])
    attributes, _, _ = build(node("Créer", field), sheet.document())
    assert [m.amount for m in attributes.budget] == [500, 200]


def test_indicator_rows_and_a_repeated_header() -> None:
    header = ["Libellé", "Valeur à\natteindre", "Valeur déjà\natteinte", "A\nn\nn\né\ne"]
    sheet, field = _nested(
        "indicators", "Indicateur de résultat",
        [header, ["Ateliers donnés", "20,0", "12,0", "2\n0\n2\n6"]],
        [header, ["Heures suivies", "40,0", "28,5", "2027"]],
    )  # fmt: skip
    attributes, _, _ = build(node("Créer", field), sheet.document())
    assert [(i.label, i.target, i.reached, i.year) for i in attributes.indicators] == [
        ("Ateliers donnés", 20, 12, 2026),
        ("Heures suivies", 40, 28.5, 2027),
    ]


def test_a_source_by_year_matrix_is_read_and_checked() -> None:
    sheet, field = _nested("budget", "Budget", MATRIX)
    attributes, _, codes = build(node("Créer", field), sheet.document())
    assert [(m.amount, m.year, m.funding) for m in attributes.budget] == [
        (100, 2026, "europe"),
        (200.5, 2027, "europe"),
        (50, 2026, "propre"),
    ]
    assert codes == []


def test_totals_that_disagree_are_reported_even_under_other_labels() -> None:
    wrong = [row[:] for row in MATRIX]
    wrong[3][2] = "160.0"
    sheet, field = _nested("other", "Budget des actions", wrong)
    attributes, _, codes = build(node("Créer", field), sheet.document())
    assert attributes.other == {"Budget des actions": "texte des tables"}
    assert set(codes) == {"budget-mismatch"}


def test_health_printed_as_a_colour_only() -> None:
    sheet = Sheet()
    sheet.table([["Indice de santé", ""]], shades={(0, 0): "#eeeeee", (0, 1): "#FF6633"})
    field = RawField("health", "Indice de santé", "", (1,))
    attributes, _, _ = build(node("Créer", field), sheet.document())
    assert attributes.health and (attributes.health.text, attributes.health.value) == (
        "",
        "risque",
    )


def test_health_with_details_takes_the_colour_of_its_cell() -> None:
    sheet = Sheet()
    sheet.table([["Créer", "2026", "retard du marché"]], shades={(0, 2): "#ff0000"})
    field = RawField("health", "Indice santé", "retard du marché", (3,))
    attributes, _, _ = build(node("Créer", field), sheet.document())
    assert attributes.health and attributes.health.value == "blocage"
    assert attributes.health.text == "retard du marché"
