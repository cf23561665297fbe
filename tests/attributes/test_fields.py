"""Labelled fields become the contract's attributes, and none is dropped."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractor.attributes import find_bold_first, find_star_first
from extractor.attributes.boxes import ticked_options
from tests.attributes.helpers import build, field, node

VALUES: list[tuple[str, str, Any]] = [
    ("responsibles", "Claire Dumoulin, juriste", ["Claire Dumoulin, juriste"]),
    ("services", "Services - Service Travaux, Services\n- Cellule Énergie",
     ["Services - Service Travaux", "Services - Cellule Énergie"]),
    ("partners", "Forem\nONE", ["Forem", "ONE"]),
    ("partners", "/", []),
    ("categories", "Volet interne : Gestion - Personnel, Volet interne :\nGestion - Bâtiments",
     ["Volet interne : Gestion - Personnel", "Volet interne : Gestion - Bâtiments"]),
    ("sdgs", "ODD 3, ODD 11", [3, 11]),
    ("sdgs", "Paix, justice et institutions efficaces", [16]),
    ("progress", "40 %", 40.0),
    ("progress", "0,4", 40.0),
    ("remarks", "À revoir\nen 2027", "À revoir en 2027"),
    ("observations", "Retard d’un mois", "Retard d’un mois"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "printed", "expected"), VALUES)
def test_value(key: str, printed: str, expected: Any) -> None:
    attributes, _, _ = build(node("Créer une donnerie", field(key, printed)))
    assert getattr(attributes, key) == expected


def test_typed_values_keep_their_text() -> None:
    made = node(
        "Créer une donnerie",
        field("deadline", "fin 2027"),
        field("budget", "12.500,50 € (Région wallonne)"),
        field("status", "En cours de réalisation"),
        field("priority", "Haute"),
        field("indicators", "Nombre d’ateliers = 12 / 20"),
        field("health", "Risque"),
    )
    attributes, _, codes = build(made)
    assert attributes.deadline is not None
    assert (attributes.deadline.text, attributes.deadline.end) == ("fin 2027", date(2027, 12, 31))
    (money,) = attributes.budget
    assert (money.amount, money.currency, money.funding) == (12500.5, "EUR", "wallonie")
    assert attributes.status and attributes.status.value == "en_cours"
    assert attributes.priority and attributes.priority.value == 1
    assert [(i.label, i.target, i.reached) for i in attributes.indicators] == [
        ("Nombre d’ateliers", 20.0, 12.0)
    ]
    assert attributes.health and attributes.health.value == "risque"
    assert codes == []


def test_legislature_is_resolved_by_the_term() -> None:
    attributes, _, _ = build(node("Créer", field("deadline", "Fin de législature")))
    assert attributes.deadline and attributes.deadline.end == date(2030, 12, 31)


@pytest.mark.parametrize("key", ["deadline", "budget"])
def test_what_cannot_be_typed_keeps_its_text_and_is_reported(key: str) -> None:
    attributes, _, codes = build(node("Créer", field(key, "voir le point 3bis du cahier")))
    value = getattr(attributes, key)
    kept = value[0].text if isinstance(value, list) else value.text
    assert kept == "voir le point 3bis du cahier"
    assert codes == ["unparsed-value"]


def test_no_labelled_field_is_dropped() -> None:
    made = node(
        "Créer une donnerie",
        field("other", "0,5 ETP", "Ressources humaines"),
        field("sdgs", "tous", "ODD"),
        field("progress", "à mesurer", "Avancement"),
        field("other", "1 camion", "Ressources humaines"),
    )
    attributes, _, _ = build(made)
    assert attributes.other == {
        "Ressources humaines": "0,5 ETP\n1 camion",
        "ODD": "tous",
        "Avancement": "à mesurer",
    }


def test_fields_of_one_key_are_merged_in_order_without_repetition() -> None:
    made = node(
        "Créer une donnerie",
        field("services", "Énergie", "Service"),
        field("services", "Énergie", "Service"),
        field("services", "Logement, énergie", "Services impliqués"),
        field("deadline", "2026", "Début"),
        field("deadline", "2028", "Fin"),
        field("budget", "12000 €", "Coût"),
        field("budget", "12000 €", "Coût"),  # the row of another task of the same action
        field("budget", "Fonds propres", "Financement"),
    )
    attributes, _, _ = build(made)
    assert attributes.services == ["Énergie", "Logement"]
    assert attributes.deadline is not None
    assert attributes.deadline.start == date(2026, 1, 1)
    assert attributes.deadline.end == date(2028, 12, 31)
    (money,) = attributes.budget
    assert (money.amount, money.funding, money.text) == (12000, "propre", "12000 € ; Fonds propres")


def test_a_state_that_is_a_percentage_is_the_progress() -> None:
    made = node("Créer", field("status", "Terminé"), field("status", "100%", "Avancement"))
    attributes, _, _ = build(made)
    assert attributes.status and attributes.status.value == "termine"
    assert attributes.progress == 100


def test_a_marked_column_named_after_a_state_is_the_status() -> None:
    attributes, _, _ = build(node("Créer", field("other", "X", "Fin.")))
    assert attributes.status and (attributes.status.text, attributes.status.value) == (
        "Fin.",
        "termine",
    )
    assert attributes.other == {}


def test_who_steers_may_be_a_service_of_the_dashboard() -> None:
    pilot, _, _ = build(node("Créer", field("responsibles", "Services - Travaux", "Pilote")))
    officer, _, _ = build(
        node("Créer", field("responsibles", "Services - Travaux", "Responsable administratif"))
    )
    assert (pilot.services, pilot.responsibles) == (["Services - Travaux"], [])
    assert (officer.services, officer.responsibles) == ([], ["Services - Travaux"])


def test_the_year_of_a_label_is_the_year_of_its_amount() -> None:
    attributes, _, _ = build(node("Créer", field("budget", "4 000 €", "Budget 2027")))
    assert [(m.amount, m.year) for m in attributes.budget] == [(4000, 2027)]


def test_the_unit_of_a_label_is_that_of_a_bare_number() -> None:
    for printed, amount in (("12,5", 12500), ("8.000 €", 8000)):
        attributes, _, _ = build(node("Créer", field("budget", printed, "Coût total (k€)")))
        assert [entry.amount for entry in attributes.budget] == [amount]


def test_a_target_column_completes_the_indicator() -> None:
    made = node(
        "Créer", field("indicators", "Nombre d’inscrits", "Indicateur"),
        field("indicators", "50", "Cible"),
    )  # fmt: skip
    attributes, _, _ = build(made)
    assert [(i.label, i.target) for i in attributes.indicators] == [("Nombre d’inscrits", 50)]


def test_description_joins_prose_and_fields() -> None:
    made = node("Créer", field("description", "Un local\nest prêt."))
    made.description = ["Une phrase."]
    _, description, _ = build(made)
    assert description == "Une phrase.\nUn local est prêt."


BOXES = [
    ("☐ En cours ☒ Terminé", "Terminé"),
    ("En cours ☐ Terminé ☑", "Terminé"),
    ("☒ Communal ☒ Provincial ☐ Fédéral", "Communal\nProvincial"),
    ("[x] Oui [ ] Non", "Oui"),
    ("□ En cours ■ Terminé", "Terminé"),
    ("☐ En cours X Terminé", "Terminé"),
    ("\uf0a8 En cours \uf0fe Terminé", "Terminé"),
    ("☐ En cours ☐ Terminé", ""),
    ("■ Forem ■ ONE", None),
    ("□ Forem □ ONE", None),
    ("Terminé", None),
    ("☐", None),
]


@pytest.mark.parametrize(("printed", "expected"), BOXES)
def test_check_boxes(printed: str, expected: str | None) -> None:
    assert ticked_options(printed) == expected


def test_a_field_without_a_tick_keeps_its_text_under_its_label() -> None:
    attributes, _, _ = build(node("Créer", field("status", "☐ En cours ☐ Terminé", "État")))
    assert attributes.status is None
    assert attributes.other == {"État": "☐ En cours ☐ Terminé"}


TITLES: list[tuple[str, dict[str, Any]]] = [
    ("Rénover la salle des fêtes : début 2028.", {"deadline": "début 2028"}),
    ("Rénover la salle des fêtes (fin 2028)", {"deadline": "fin 2028"}),
    ("Rénover la salle (budget : 5.000 €)", {"budget": [5000.0]}),
    ("Rénover la salle (pilote : le service Travaux ; budget : 100 €)",
     {"responsibles": ["le service Travaux"], "budget": [100.0]}),
    ("Rénover la salle pour fin 2028", {}),
    ("Rénover la salle (par exemple : la scène)", {}),
    ("Évaluer le plan de cohésion (2020-2025)", {}),
]  # fmt: skip


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_values_set_apart_in_a_title(title: str, expected: dict[str, Any]) -> None:
    attributes, _, _ = build(node(title))
    found: dict[str, Any] = {}
    if attributes.deadline:
        found["deadline"] = attributes.deadline.text
    if attributes.budget:
        found["budget"] = [money.amount for money in attributes.budget]
    if attributes.responsibles:
        found["responsibles"] = attributes.responsibles
    assert found == expected


def test_a_labelled_deadline_comes_before_that_of_the_title() -> None:
    made = node("Rénover la salle : début 2028.", field("deadline", "2027"))
    attributes, _, _ = build(made)
    assert attributes.deadline and attributes.deadline.text == "2027"


BOLD = [
    ("Les actions en gras seront menées en premier lieu.", "en gras"),
    ("Voici le plan. Nous ciblerons d’abord les projets « EN GRAS ». Merci.", "EN GRAS"),
    ("Les titres sont en gras. Les actions prioritaires suivent.", None),
    ("Nos actions prioritaires sont soulignées.", None),
]


@pytest.mark.parametrize(("text", "expected"), BOLD)
def test_bold_first(text: str, expected: str | None) -> None:
    assert find_bold_first(["Avant-propos", text]) == expected


def test_bold_gives_priority_only_where_the_plan_says_so() -> None:
    said, _, _ = build(node("Créer", bold=True), bold_first="en gras")
    plain, _, _ = build(node("Créer"), bold_first="en gras")
    unsaid, _, _ = build(node("Créer", bold=True))
    assert said.priority and (said.priority.text, said.priority.value) == ("en gras", 1)
    assert plain.priority is None and unsaid.priority is None


def test_a_star_gives_priority_only_where_the_plan_says_so() -> None:
    assert find_star_first(["Une étoile (★) signale une action prioritaire."]) == "étoile"
    assert find_star_first(["Un hôtel à trois étoiles ★ ouvrira."]) is None
    said, _, _ = build(node("Rénover la gare ★"), star_first="étoile")
    plain, _, _ = build(node("Rénover la gare"), star_first="étoile")
    unsaid, _, _ = build(node("Rénover la gare ★"))
    assert said.priority and (said.priority.text, said.priority.value) == ("★", 1)
    assert plain.priority is None and unsaid.priority is None
