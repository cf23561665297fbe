"""Two versions of fictional plans that differ in one known way, or in several."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from extractor.compare import Comparison, as_text, compare
from extractor.messages import choose_language
from extractor.schema import Plan
from tests.plans_kit import node, plan

DESK = "Ouvrir un guichet le samedi matin pour les habitants qui travaillent"


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    choose_language("fr")
    yield
    choose_language(None)


def old(**changes: Any) -> Plan:
    """Return a plan; `changes` replaces nodes by key."""
    nodes = {
        "desk": node("ACTION", "1", DESK, attributes={"deadline": {"text": "fin 2020"}}),
        "sign": node("ACTION", "2", "Poser une signalétique lisible dans le hall"),
        "garden": node("ACTION", "3", "Créer un potager collectif derrière la maison de repos"),
    } | changes
    welcome = node("OO", "1.1", "Rendre l’accueil plus chaleureux", nodes["desk"], nodes["sign"])
    links = node("OO", "1.2", "Rompre la solitude des aînés du village", nodes["garden"])
    return plan("Valmont", node("OS", "1", "Être un CPAS proche des gens", welcome, links))


def kinds(found: Comparison) -> dict[str, tuple[str, ...]]:
    return {change.after.title: change.kinds for change in found.changed}


def test_a_plan_and_itself_differ_in_nothing() -> None:
    found = compare(old(), old())
    assert (found.added, found.removed, found.changed, found.unchanged) == ((), (), (), 6)


def test_typography_is_no_rewording() -> None:
    capitals = node("ACTION", "2", "POSER UNE SIGNALETIQUE LISIBLE, DANS LE HALL.")
    assert compare(old(), old(sign=capitals)).changed == ()


def test_added_and_removed() -> None:
    bus = node("ACTION", "3", "Affréter un minibus pour les marchés")
    found = compare(old(), old(garden=bus))
    assert [ref.title for ref in found.added] == ["Affréter un minibus pour les marchés"]
    assert found.added[0].parent == "Rompre la solitude des aînés du village"
    assert [ref.name for ref in found.removed] == ["Action 3"]
    assert found.changed == ()


@pytest.mark.parametrize(
    "title",
    [
        "Ouvrir un guichet le samedi pour les habitants qui travaillent",
        "Ouvrir le guichet un samedi matin sur deux pour les habitants qui travaillent",
    ],
)
def test_reworded(title: str) -> None:
    attributes = {"deadline": {"text": "fin 2020"}}
    found = compare(old(), old(desk=node("ACTION", "1", title, attributes=attributes)))
    assert kinds(found) == {title: ("reworded",)}
    assert found.changed[0].before.title == DESK
    assert 0.6 < found.changed[0].likeness < 1


def test_short_titles_of_one_mould_are_two_subjects() -> None:
    one = plan("Valmont", node("OO", "1", "Lutter contre la pauvreté infantile"))
    two = plan("Valmont", node("OO", "2", "Lutter contre la fraude sociale"))
    found = compare(one, two)
    assert (len(found.added), len(found.removed), found.changed) == (1, 1, ())


def test_moved_and_renumbered() -> None:
    sign = node("ACTION", "2", "Poser une signalétique lisible dans le hall")
    before = old()
    after = old(sign=node("ACTION", "2", "Engager une assistante sociale de rue"))
    links = after.tree[0].children[1]
    links.children += plan("X", sign | {"code": "9"}).tree
    found = compare(before, after)
    assert kinds(found) == {"Poser une signalétique lisible dans le hall": ("moved", "renumbered")}
    (change,) = found.of_kind("moved")
    assert change.before.parent == "Rendre l’accueil plus chaleureux"
    assert change.after.parent == "Rompre la solitude des aînés du village"


def test_a_parent_rewritten_does_not_move_its_children() -> None:
    after = old()
    after.tree[0].children[0].title = "Simplifier les démarches administratives en ligne"
    found = compare(old(), after)
    assert [ref.name for ref in found.removed] == ["OO 1.1"]
    assert [ref.name for ref in found.added] == ["OO 1.1"]
    assert found.of_kind("moved") == []


def test_twin_actions_stay_under_their_own_parents() -> None:
    twin = "Tenir une réunion d’équipe"

    def version(order: int) -> Plan:
        parents = [
            node("OO", "1", "Soigner le bien-être du personnel", node("ACTION", None, twin)),
            node("OO", "2", "Piloter les projets du centre", node("ACTION", None, twin)),
        ]
        return plan("Valmont", *parents[::order])

    assert compare(version(1), version(-1)).changed == ()


def test_relevelled() -> None:
    found = compare(
        old(),
        old(garden=node("PROJET", "3", "Créer un potager collectif derrière la maison de repos")),
    )
    assert list(kinds(found).values()) == [("relevelled",)]


def test_attributes_by_key() -> None:
    attributes = {"deadline": {"text": "juin 2022"}, "partners": ["Forem", "ONE"]}
    found = compare(old(), old(desk=node("ACTION", "1", DESK, attributes=attributes)))
    (change,) = found.of_kind("attributes")
    assert change.kinds == ("attributes",)
    values = {item.key: (item.before, item.after) for item in change.attributes}
    assert list(values) == ["partners", "deadline"]
    assert values["partners"] == (None, ["Forem", "ONE"])
    assert values["deadline"][1]["text"] == "juin 2022"


def test_text_is_french_and_complete() -> None:
    attributes = {"deadline": {"text": "juin 2022"}}
    desk = node("ACTION", "4", DESK + " ou étudient", attributes=attributes)
    text = as_text(compare(old(), old(desk=desk, garden=node("ACTION", "5", "Chanter"))))
    for line in (
        "Avant : CPAS de Valmont 2019-2024 (valmont-2019.txt)",
        "4 inchangés, 1 ajouté, 1 supprimé, 1 reformulé, 1 renuméroté, 1 aux attributs modifiés",
        "  + Action 5 : Chanter",
        f"      avant : {DESK}",
        f"  # Action 1 → Action 4 : {DESK} ou étudient",
        "      échéance : fin 2020 → juin 2022",
    ):
        assert line in text.splitlines()
    assert "Déplacés" not in text


def test_json_is_the_same_each_time() -> None:
    found = compare(old(), plan("Aubel-Ville", node("OO", "1", "Chanter")))
    assert (
        found.to_json() == compare(old(), plan("Aubel-Ville", node("OO", "1", "Chanter"))).to_json()
    )
    assert len(json.loads(found.to_json())["removed"]) == 6


def test_empty_plans() -> None:
    assert compare(plan("Valmont"), old()).unchanged == 0
    assert len(compare(plan("Valmont"), old()).added) == 6
    assert as_text(compare(plan("Valmont"), plan("Valmont"))).endswith("0 inchangé\n")


def test_like_parents_weigh_when_two_wordings_compete() -> None:
    def version(*actions: str) -> Plan:
        heads = ("Soigner l’accueil au guichet", "Développer la bibliothèque du village")
        return plan(
            "Valmont",
            *(
                node("OO", None, h, node("ACTION", None, a))
                for h, a in zip(heads, actions, strict=True)
            ),
        )

    before = version("Former chaque année les agents", "Acheter des livres")
    after = version(
        "Former chaque année les agents polyvalents", "Former chaque année les agents neufs"
    )
    (change,) = compare(before, after).changed
    assert change.after.title == "Former chaque année les agents polyvalents"
    assert change.kinds == ("reworded",)
