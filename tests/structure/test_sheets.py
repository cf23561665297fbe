"""Workbooks and their exports: numbers in columns of their own, sums, notes, sheets apart."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping, Sequence

import pytest
from openpyxl import Workbook

from extractor.pipeline import extract_bytes
from extractor.schema import Plan
from tests.structure.helpers import find, outline, plan_of

Rows = Sequence[Sequence[object]]

TREE = """\
OS 1 Être une ville verte
  OO 1.1 Planter partout
    ACTION 1 Planter mille arbres le long des routes
    ACTION 2 Creuser quatre mares dans les parcs
  OO 1.2 Consommer moins
    ACTION 3 Isoler le hall des sports
OS 2 Être une ville ouverte
  OO 2.1 Accueillir chacun
    ACTION 4 Ouvrir un guichet unique"""

ROWS = (
    ("1", "Être une ville verte", "1.1", "Planter partout", "1",
     "Planter mille arbres le long des routes"),
    ("1", "Être une ville verte", "1.1", "Planter partout", "2",
     "Creuser quatre mares dans les parcs"),
    ("1", "Être une ville verte", "1.2", "Consommer moins", "3", "Isoler le hall des sports"),
    ("2", "Être une ville ouverte", "2.1", "Accueillir chacun", "4", "Ouvrir un guichet unique"),
)  # fmt: skip


def _workbook(sheets: Mapping[str, Rows], wide: tuple[str, ...] = ()) -> Plan:
    """Extract a workbook; the second cell of rows that begin with one of `wide` spans four."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
            if wide and len(row) == 2 and str(row[0]).startswith(wide):
                at = sheet.max_row
                sheet.merge_cells(start_row=at, end_row=at, start_column=2, end_column=6)
    data = io.BytesIO()
    book.save(data)
    return extract_bytes(data.getvalue(), "plan.xlsx", nlp=False)


def _csv(*rows: Sequence[str]) -> Plan:
    return plan_of("\n".join(";".join(row) for row in rows) + "\n", "plan.csv")


@pytest.mark.parametrize(
    ("header", "order"),
    [
        ("OS;Libellé OS;OO;Libellé OO;N°;Action", (0, 1, 2, 3, 4, 5)),
        ("N° OS;Intitulé;N° OO;Intitulé;N° action;Intitulé", (0, 1, 2, 3, 4, 5)),
        ("Libellé de l’OS;Code OS;Libellé de l’OO;Code OO;Action;N° action", (1, 0, 3, 2, 5, 4)),
        ("N°;Objectif stratégique;N°;Objectif opérationnel;N°;Action", (0, 1, 2, 3, 4, 5)),
        ("Code action;Action;Code OO;OO;Code OS;OS", (4, 5, 2, 3, 0, 1)),
        ("OS;Description;OO;Description;Action;Description", (0, 1, 2, 3, 4, 5)),
        ("OS;OO;N°;Objectif stratégique;Objectif opérationnel;Action", (0, 2, 4, 1, 3, 5)),
    ],
)
def test_numbers_in_columns_of_their_own(header: str, order: tuple[int, ...]) -> None:
    rows = [[row[i] for i in order] for row in ROWS]
    assert outline(_csv(header.split(";"), *rows)) == TREE


def test_the_number_of_each_row_is_that_of_its_action() -> None:
    header = ("N°", "Objectif stratégique", "Objectif opérationnel", "Action")
    rows = [(r[4], r[1], r[3], r[5]) for r in ROWS]
    plan = _csv(header, *rows)
    assert [n.code for n in plan.nodes() if n.level == "ACTION"] == ["1", "2", "3", "4"]
    assert [n.code for n in plan.tree] == [None, None]


def test_empty_cells_of_parents_mean_as_above() -> None:
    rows = [list(row) for row in ROWS]
    rows[1][0:4] = [""] * 4
    rows[2][0:2] = [""] * 2
    header = ("N° OS", "OS", "N° OO", "OO", "N° action", "Action")
    assert outline(_csv(header, *rows)) == TREE


def test_bare_numbers_before_all_titles_of_a_column() -> None:
    header = ("Objectif stratégique", "Objectif opérationnel", "N°", "Action")
    rows = [(f"{r[0]} {r[1]}", f"{r[2]} {r[3]}", r[4], r[5]) for r in ROWS]
    assert outline(_csv(header, *rows)) == TREE


def test_identifiers_number_nothing() -> None:
    rows = [[f"C-{at:03}", "Interne", *row] for at, row in enumerate(ROWS)]
    header = ("ID", "Volet", "OS", "Libellé OS", "OO", "Libellé OO", "N°", "Action")
    plan = _csv(header, *rows)
    volet = TREE.replace("ville verte", "ville verte [interne]")
    assert outline(plan) == volet.replace("ville ouverte", "ville ouverte [interne]")


def test_sums_and_notes_are_no_nodes() -> None:
    header = ("OS", "Libellé OS", "OO", "Libellé OO", "N°", "Action", "Budget")
    rows = [(*row, "500 €") for row in ROWS]
    sums = [("", "", "", "Sous-total OO 1.1", "", "", "1.000 €"), ("", "TOTAL GÉNÉRAL")]
    rows = [*rows[:2], sums[0], *rows[2:], sums[1], ("Source : direction générale.",)]
    assert outline(_csv(header, *rows)) == TREE


def test_the_volet_of_a_row_is_that_of_its_objective() -> None:
    plan = _csv(
        ("Niveau", "Réf.", "Intitulé", "Volet", "Avancement (%)"),
        ("OS", "1", "Être une ville verte", "Interne", ""),
        ("OO", "1.1", "Planter partout", "Interne", ""),
        ("Action", "1.1.1", "Planter mille arbres", "Interne", "40"),
        ("OS", "2", "Être une ville ouverte", "Externe", ""),
        ("O.O.", "2.1", "Accueillir chacun", "Externe", ""),
        ("ACTION", "2.1.1", '"Ouvrir un guichet.\nIl est ouvert le samedi."', "Externe", "0"),
        ("Nombre de lignes exportées : 6",),
    )
    assert outline(plan) == (
        "OS 1 Être une ville verte [interne]\n"
        "  OO 1.1 Planter partout\n"
        "    ACTION 1.1.1 Planter mille arbres\n"
        "OS 2 Être une ville ouverte [externe]\n"
        "  OO 2.1 Accueillir chacun\n"
        "    ACTION 2.1.1 Ouvrir un guichet. Il est ouvert le samedi."
    )


FORM_HEAD = ("N°", "Intitulé de l’action", "Service", "Échéance", "Coût estimé", "État")


def _form(os: str, oo: str, *actions: Sequence[str]) -> Rows:
    return (
        ("FICHE D’OBJECTIF OPÉRATIONNEL",), (), ("Objectif stratégique", os),
        ("Objectif opérationnel", oo), ("Pilote", "Direction"), ("Constat", "Le bâti est ancien."),
        (), ("Actions",), FORM_HEAD, *actions, (), ("Date de mise à jour :", "2025"),
    )  # fmt: skip


def test_a_form_above_a_table_of_actions() -> None:
    first, second = "1. Être une ville verte", "2. Être une ville ouverte"
    plan = _workbook(
        {
            "Sommaire": (
                ("Onglet", "Objectif opérationnel", "Pilote"),
                ("OO 1.1", "Planter partout", "Direction"),
                ("OO 1.2", "Consommer moins", "Direction"),
                ("OO 2.1", "Accueillir chacun", "Direction"),
            ),
            "OO 1.1": _form(
                first, "1.1 Planter partout",
                (*ROWS[0][4:], "Parcs", "2026", "5 €", "Fait"),
                (*ROWS[1][4:], "Parcs", "2027", "", "À faire"),
            ),
            "OO 1.2": _form(first, "1.2 Consommer moins", (*ROWS[2][4:], "", "2026")),
            "OO 2.1": _form(second, "2.1 Accueillir chacun", (*ROWS[3][4:], "État civil")),
            "Modèle": _form("", ""),
        }
    )  # fmt: skip
    assert outline(plan) == TREE
    assert find(plan, "Planter mille").attributes.services == ["Parcs"]
    assert find(plan, "Planter partout").attributes.responsibles == ["Direction"]


def test_a_line_break_in_a_cell_parts_values() -> None:
    plan = _workbook(
        {
            f"OO {r[2]}.{r[4]}": (
                ("Objectif stratégique", f"{r[0]}. {r[1]}"),
                ("Objectif opérationnel", f"{r[2]}. {r[3]}"),
                ("Action", f"{r[4]}. {r[5]}"),
                ("Partenaires", "Natagora\nclubs de marche"),
            )
            for r in ROWS
        }
    )
    assert outline(plan) == TREE
    assert find(plan, "Isoler").attributes.partners == ["Natagora", "clubs de marche"]


def test_sheets_of_lists_and_figures_are_no_part_of_the_plan() -> None:
    header = ("OS", "Libellé OS", "OO", "Libellé OO", "N°", "Action")
    plan = _workbook(
        {
            "PST": (header, *ROWS),
            "Listes": (("Statut", "Priorité"), ("En cours", "Haute"), ("Suspendu",)),
            "Chiffres": (("OS", "Budget"), ("OS 1", 500), ("OS 2", 800)),
            "Par état": (("Statut", "N°", "Action"), *(("Fait", r[4], r[5]) for r in ROWS)),
            "Part": (("OS", "Nombre d’actions", "% terminé"), ("OS 1", 3, 50), ("OS 2", 1, 0)),
            "Infos": (("Commune de Belleherbe",), ("Extraction du 11/10/2025",)),
        }
    )
    assert outline(plan) == TREE
    assert all(not node.attributes.budget for node in plan.nodes())


def test_years_as_columns() -> None:
    header = ("OO", "Action", "2026", "2027", "2028")
    ticked = _csv(
        header,
        ("1.1 Planter partout", "Planter mille arbres", "X", "X", ""),
        ("1.1 Planter partout", "Creuser quatre mares", "", "", "X"),
        ("1.2 Consommer moins", "Isoler le hall", "X", "", ""),
    )
    deadline = find(ticked, "Planter mille").attributes.deadline
    assert deadline is not None
    assert (str(deadline.start), str(deadline.end)) == ("2026-01-01", "2027-12-31")
    priced = _csv(
        header,
        ("1.1 Planter partout", "Planter mille arbres", "1000", "2.500 €", ""),
        ("1.1 Planter partout", "Creuser quatre mares", "", "", "400"),
        ("1.2 Consommer moins", "Isoler le hall", "50000", "", ""),
    )
    budget = find(priced, "Planter mille").attributes.budget
    assert [(b.amount, b.year) for b in budget] == [(1000, 2026), (2500, 2027)]


def _staircase() -> list[tuple[str, str, str]]:
    """Return level, number and title of each row of a plan printed row by row."""
    rows: list[tuple[str, str, str]] = []
    for os, os_title, oo, oo_title, action, title in ROWS:
        rows += [("OS", os, os_title), ("OO", oo, oo_title), ("Action", f"{oo}.{action}", title)]
    return list(dict.fromkeys(rows))


DEEP_TREE = TREE
for row in ROWS:
    DEEP_TREE = DEEP_TREE.replace(f"ACTION {row[4]} ", f"ACTION {row[2]}.{row[4]} ")


@pytest.mark.parametrize("title", ["Intitulé", "Action"])
def test_the_depth_of_numbers_tells_levels_where_nothing_else_does(title: str) -> None:
    service = {"Action": "Parcs"}
    rows = [(n, t, service.get(x, "")) for x, n, t in _staircase()]
    assert outline(_csv(("N°", title, "Service"), *rows)) == DEEP_TREE


@pytest.mark.parametrize("title", ["Libellé", "Action"])
def test_numbers_that_name_their_level(title: str) -> None:
    rows = [(f"{x} {n}", t, "") for x, n, t in _staircase()]
    assert outline(_csv(("Code", title, "Service"), *rows)) == DEEP_TREE


def test_one_column_of_numbers_for_stairs_of_titles() -> None:
    header = ("N°", "Objectif stratégique", "Objectif opérationnel", "Action")
    place = {"OS": 0, "OO": 1, "Action": 2}
    rows = [(n, *[t if place[x] == i else "" for i in range(3)]) for x, n, t in _staircase()]
    assert outline(_csv(header, *rows)) == DEEP_TREE


def test_lists_that_refer_to_each_other_by_numbers() -> None:
    plan = _workbook(
        {
            "OS": (("N° OS", "Objectif stratégique"), *dict.fromkeys(r[:2] for r in ROWS)),
            "OO": (
                ("N° OS", "N° OO", "Objectif opérationnel"),
                *dict.fromkeys((r[0], r[2], r[3]) for r in ROWS),
            ),
            "Actions": (("N° OO", "N° action", "Action"), *((r[2], r[4], r[5]) for r in ROWS)),
        }
    )
    assert outline(plan) == TREE


def test_a_sheet_for_each_service() -> None:
    header = ("OS", "OO", "N°", "Action", "Budget 2026", "Moyens (€)")
    rows = [(f"{r[0]}. {r[1]}", f"{r[2]}. {r[3]}", r[4], r[5], "50 €", "7000") for r in ROWS]
    plan = _workbook(
        {
            "Parcs": (("Service des parcs",), (), header, *rows[:2]),
            "Bâtiments": (("Service des bâtiments",), (), header, *rows[2:]),
        }
    )
    assert outline(plan) == TREE
    budget = find(plan, "Creuser").attributes.budget
    assert [(b.amount, b.year) for b in budget] == [(50, 2026), (7000, None)]
    assert all(node.description is None for node in plan.nodes())


def test_letters_stand_below_numbers() -> None:
    rows = [(n, t, {"Action": "Parcs"}.get(x, "")) for x, n, t in _staircase()]
    plan = _csv(("N°", "Intitulé", "Service"), *rows, ("a", "Choisir les essences", "Parcs"))
    assert outline(plan) == DEEP_TREE + "\n      SOUS_ACTION a Choisir les essences"


_BAND_HEAD = ("N°", "Action", "Service", "Budget 2025", "Budget 2026", "État")


def _bands(volet: str, code: str, title: str, *bands: tuple[str, str, Rows]) -> Rows:
    rows: list[Sequence[object]] = [("PST 2024-2030", "", "", "", "", volet), (f"OS {code}", title)]
    for number, objective, actions in bands:
        sums = ("", f"Sous-total OO {number}", "", "10 €", "20 €")
        rows += [(f"OO {number}", objective), _BAND_HEAD, *actions, sums]
    return (*rows, ("", f"TOTAL OS {code}", "", "10 €", "20 €"))


def _action(number: str, title: str) -> Sequence[object]:
    return (number, title, "Parcs", "10 €", "20 €", "En cours")


def test_a_tool_with_a_legend_sums_and_a_sheet_per_objective() -> None:
    first, second = "Être une ville verte", "Être une ville ouverte"
    empty = (("", "(fiches à compléter par le service)"),)
    plan = _workbook(
        {
            "Légende": (
                ("En cours", "L’action a débuté"), ("OS", "Ce que la ville veut être"),
                ("OO", "Ce que la ville veut faire"), ("PCDN", "Plan de la nature"),
            ),
            "Synthèse": (
                ("OS", "Intitulé", "Nombre d’actions", "Réalisé", "En cours", "À lancer", "Budget"),
                ("OS 1", first, "2", "0", "2", "0", "60 €"),
                ("OS 2", second, "1", "0", "1", "0", "30 €"),
                ("", "TOTAL PST", "3", "0", "3", "0", "90 €"),
            ),
            "OS 1": _bands(
                "Volet externe", "1", first,
                ("1.1", "Planter partout", [_action("1.1.1", "Planter mille arbres")]),
                ("1.2", "Consommer moins", [_action("1.2.1", "Isoler le hall des sports")]),
                ("1.3", "Anticiper les crises", empty),
            ),
            "OS 2": _bands(
                "Volet interne", "2", second,
                ("2.1", "Accueillir chacun", [_action("2.1.1", "Ouvrir un guichet unique")]),
            ),
        },
        wide=("OS ", "OO "),
    )  # fmt: skip
    assert outline(plan) == (
        "OS 1 Être une ville verte [externe]\n"
        "  OO 1.1 Planter partout\n"
        "    ACTION 1.1.1 Planter mille arbres\n"
        "  OO 1.2 Consommer moins\n"
        "    ACTION 1.2.1 Isoler le hall des sports\n"
        "  OO 1.3 Anticiper les crises\n"
        "OS 2 Être une ville ouverte [interne]\n"
        "  OO 2.1 Accueillir chacun\n"
        "    ACTION 2.1.1 Ouvrir un guichet unique"
    )
    assert not plan.tree[0].attributes.budget
    assert [item.year for item in find(plan, "Planter mille").attributes.budget] == [2025, 2026]


def test_a_note_under_titles_that_have_their_numbers_beside_them() -> None:
    header = ("N° OS", "Objectif stratégique", "N° OO", "Objectif opérationnel", "N°", "Action")
    note = ("", "PCDN = plan communal de développement de la nature ; SAF = aide aux familles")
    plan = _workbook({"PST": (header, *ROWS, (), note)})
    assert outline(plan) == TREE


@pytest.mark.parametrize("numbers", ["12", "②③", "¹³"])
def test_a_table_of_two_actions_and_nothing_else_is_a_plan(numbers: str) -> None:
    first, second = numbers
    plan = plan_of(
        f"N°;Action\n{first};Isoler le hall\n{second};Ouvrir un guichet\n", name="plan.csv"
    )
    codes = [str(unicodedata.digit(sign)) for sign in numbers]
    assert outline(plan) == f"ACTION {codes[0]} Isoler le hall\nACTION {codes[1]} Ouvrir un guichet"
    uncertain = next(d.message for d in plan.diagnostics if d.code == "plan-uncertain")
    assert "no element" in uncertain


@pytest.mark.parametrize(
    "source",
    [
        "N°;Action\n1;Isoler le hall\n",  # one is not enough
        "N°;Objet\n1;Isoler le hall\n2;Ouvrir un guichet\n",  # no level is named
        "<p>Nos actions</p><table><tr><th>Action<th>Date<tr><td>Fête<td>2024"
        "<tr><td>Visite<td>2026</table>",  # something else stands beside it
    ],
)
def test_any_other_small_table_is_none(source: str) -> None:
    assert outline(plan_of(source, name="plan.csv")) == ""
