"""Grids and forms whose headers and labels no vocabulary knows."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook

from extractor.pipeline import extract_bytes
from extractor.schema import Plan
from tests.structure.helpers import find, outline

Rows = Sequence[Sequence[object]]


def _workbook(rows: Rows, merged: Sequence[str] = ()) -> Plan:
    """Extract a workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    data = io.BytesIO()
    book.save(data)
    return extract_bytes(data.getvalue(), "plan.xlsx", nlp=False)


def test_titles_finer_than_the_merged_ones_stand_in_a_column_that_is_named_like_a_text() -> None:
    plan = _workbook(
        [
            ("Boussole", "Sillon", "Concrètement", "Pilote"),
            ("Boussole 1 : Être une commune verte", "Sillon 1.1 : Planter partout",
             "Le service plante mille arbres", "Service Travaux"),
            (None, None, "Les écoles creusent quatre mares", "Service Écoles"),
            (None, "Sillon 1.2 : Consommer moins", "Le hall est isolé avant l'hiver",
             "Cellule Énergie"),
            ("Boussole 2 : Être une commune ouverte", "Sillon 2.1 : Accueillir chacun",
             "Un guichet unique ouvre au rez", "Service Population"),
            (None, None, "Les formulaires passent en ligne", "Service Population"),
        ],
        ["A2:A4", "B2:B3", "A5:A6", "B5:B6"],
    )  # fmt: skip
    assert outline(plan) == (
        "OS 1 Être une commune verte\n"
        "  OO 1.1 Planter partout\n"
        "    ACTION Le service plante mille arbres\n"
        "    ACTION Les écoles creusent quatre mares\n"
        "  OO 1.2 Consommer moins\n"
        "    ACTION Le hall est isolé avant l'hiver\n"
        "OS 2 Être une commune ouverte\n"
        "  OO 2.1 Accueillir chacun\n"
        "    ACTION Un guichet unique ouvre au rez\n"
        "    ACTION Les formulaires passent en ligne"
    )


def test_a_header_that_the_cells_repeat_is_no_part_of_their_titles() -> None:
    plan = _workbook(
        [
            ("Objectif stratégique", "Sillons", "Actions"),
            ("OS 1 : Être une commune verte", "Sillon « Planter partout »", "Planter mille arbres"),
            ("OS 1 : Être une commune verte", "Sillon « Consommer moins »", "Isoler le hall"),
            ("OS 2 : Être une commune ouverte", "Sillon « Accueillir chacun »",
             "Ouvrir un guichet"),
            ("OS 2 : Être une commune ouverte", "Sillon « Informer mieux »", "Refaire le site"),
        ]
    )  # fmt: skip
    assert [child.title for root in plan.tree for child in root.children] == [
        "Planter partout", "Consommer moins", "Accueillir chacun", "Informer mieux",
    ]  # fmt: skip


def test_forms_below_each_other_have_labels_that_come_back() -> None:
    rows: list[tuple[object, ...]] = []
    for vision, path, code, title, who in (
        ("I. Être une commune verte", "1. Planter partout", "I.1.1",
         "Planter mille arbres", "Jean"),
        ("I. Être une commune verte", "1. Planter partout", "I.1.2", "Creuser des mares", "Anne"),
        ("I. Être une commune verte", "2. Consommer moins", "I.2.1", "Isoler le hall", "Jean"),
        ("II. Être une commune ouverte", "1. Accueillir mieux", "II.1.1",
         "Ouvrir un guichet", "Léa"),
    ):  # fmt: skip
        rows += [
            ("Ce que nous voulons", vision), ("Comment y arriver", path),
            ("Titre", f"{code}. {title}"), ("Porteur", who), (),
        ]  # fmt: skip
    plan = _workbook(rows)
    assert outline(plan) == (
        "OS 1 Être une commune verte\n"
        "  OO 1 Planter partout\n"
        "    ACTION 1.1.1 Planter mille arbres\n"
        "    ACTION 1.1.2 Creuser des mares\n"
        "  OO 2 Consommer moins\n"
        "    ACTION 1.2.1 Isoler le hall\n"
        "OS 2 Être une commune ouverte\n"
        "  OO 1 Accueillir mieux\n"
        "    ACTION 2.1.1 Ouvrir un guichet"
    )
    assert find(plan, "Creuser").attributes.responsibles == ["Anne"]


def test_a_mark_chooses_the_option_at_the_head_of_its_column() -> None:
    plan = _workbook(
        [
            ("Objectif opérationnel", "Action", "Avancement", None, None),
            (None, None, "À démarrer", "En cours", "Fin."),
            ("OO 1.1 Planter partout", "1.1.1 Planter mille arbres", None, "X", None),
            ("OO 1.1 Planter partout", "1.1.2 Creuser des mares", None, None, "X"),
            ("OO 1.2 Consommer moins", "1.2.1 Isoler le hall", "X", None, None),
        ],
        ["C1:E1"],
    )
    found = {node.title: node.attributes for node in plan.nodes() if node.level.value == "ACTION"}
    assert found["Creuser des mares"].deadline is None
    assert [a.status.text for a in found.values() if a.status] == ["En cours", "Fin.", "À démarrer"]


def test_lines_of_a_cell_are_a_title_each_where_some_are_sentences() -> None:
    plan = _workbook(
        [
            ("Objectifs opérationnels", "Actions"),
            ("OO 1.1 Planter partout",
             "Planter mille arbres\nDes mares sont creusées.\nTailler les haies"),
            ("OO 1.2 Consommer moins", "Isoler le hall des sports"),
        ]
    )  # fmt: skip
    assert [child.title for child in find(plan, "Planter partout").children] == [
        "Planter mille arbres", "Des mares sont creusées.", "Tailler les haies",
    ]  # fmt: skip


def test_a_level_its_number_and_its_title_stand_in_one_row() -> None:
    plan = _workbook(
        [
            ("Objectif stratégique n°", "3", "Intitulé :", "Être une commune verte"),
            ("Objectif opérationnel n°", "3.1", "Intitulé :", "Planter partout"),
            ("N°", "Action", "Responsable", "Délai"),
            ("1", "Planter mille arbres", "Travaux", "2021"),
            ("2", "Creuser des mares", "Travaux", "2020"),
        ]
    )
    assert outline(plan) == (
        "OS 3 Être une commune verte\n"
        "  OO 3.1 Planter partout\n"
        "    ACTION 1 Planter mille arbres\n"
        "    ACTION 2 Creuser des mares"
    )


def test_codes_of_each_level_may_share_one_column_of_titles() -> None:
    plan = _workbook(
        [
            ("OS", "OO", "Action", "Intitulé"),
            ("OS 1", None, None, "Être une commune verte"),
            (None, "OO 1.1", None, "Planter partout"),
            (None, None, "A 1.1.1", "Planter mille arbres"),
            (None, None, "A 1.1.2", "Creuser des mares"),
            ("OS 2", None, None, "Être une commune ouverte"),
            (None, "OO 2.1", None, "Accueillir mieux"),
            (None, None, "A 2.1.1", "Ouvrir un guichet"),
        ]
    )
    assert outline(plan) == (
        "OS 1 Être une commune verte\n"
        "  OO 1.1 Planter partout\n"
        "    ACTION 1.1.1 Planter mille arbres\n"
        "    ACTION 1.1.2 Creuser des mares\n"
        "OS 2 Être une commune ouverte\n"
        "  OO 2.1 Accueillir mieux\n"
        "    ACTION 2.1.1 Ouvrir un guichet"
    )
