"""Small plans as text, one habit each: which line is what. All are invented."""

from __future__ import annotations

import textwrap

import pytest

from tests.structure.helpers import COVER, find, outline, plan_of

#: habit → (text after the cover, outline)
CASES = {
    "a level with one member is a level": (
        """\
        1. Rendre la vallée plus verte

          1. Replanter les talus
            • Semer des prairies
            • Tailler les saules

          2. Nettoyer les rives
            • Curer le bief
        """,
        """\
        OS 1 Rendre la vallée plus verte
          OO 1 Replanter les talus
            ACTION Semer des prairies
            ACTION Tailler les saules
          OO 2 Nettoyer les rives
            ACTION Curer le bief
        """,
    ),
    "one chain of numbers": (
        """\
        1. Être une vallée sobre

        1.1 Chauffer moins

        1.1.1 Isoler la halle
        1.1.2 Isoler la crèche
        """,
        """\
        OS 1 Être une vallée sobre
          OO 1.1 Chauffer moins
            ACTION 1.1.1 Isoler la halle
            ACTION 1.1.2 Isoler la crèche
        """,
    ),
    "two labelled nodes are a plan": (
        "Objectif stratégique 1 : Être sobre\n\nObjectif opérationnel 1.1 : Isoler\n",
        "OS 1 Être sobre\n  OO 1.1 Isoler\n",
    ),
    "two objectives alone are a plan": (
        "Objectif stratégique 1 : Être sobre\n\nObjectif stratégique 2 : Être sûr\n",
        "OS 1 Être sobre\nOS 2 Être sûr\n",
    ),
    "the rank of a word comes from the document": (
        """\
        Objectif spécifique n°1 : Écouter les jeunes
        Objectif opérationnel 1.1 : Ouvrir une maison
        Objectif opérationnel 1.2 : Élire un conseil
        Objectif spécifique n°2 : Écouter les aînés
        Objectif opérationnel 2.1 : Visiter les villages
        """,
        """\
        OS 1 Écouter les jeunes
          OO 1.1 Ouvrir une maison
          OO 1.2 Élire un conseil
        OS 2 Écouter les aînés
          OO 2.1 Visiter les villages
        """,
    ),
    "PRJ is a project": (
        "OS 1 Être sobre\n\nOO 1.1. Isoler\n\nPRJ 1.1.1. Poser des vitres\n\n"
        "PRJ 1.1.2. Souffler de la laine\n",
        "OS 1 Être sobre\n  OO 1.1 Isoler\n    PROJET 1.1.1 Poser des vitres\n"
        "    PROJET 1.1.2 Souffler de la laine\n",
    ),
    "the number before the label is the code": (
        """\
        I. Objectif stratégique : Être une vallée qui soigne ses forêts
        I.1. Objectif opérationnel : Replanter les coupes
        a) Élever mille plants
        b) Clôturer les parcelles
        I.2. Objectif opérationnel : Protéger les sources
        a) Poser des bornes
        II. Objectif stratégique : Être une vallée ouverte
        II.1. Objectif opérationnel : Entretenir les chemins
        a) Gravillonner trois sentiers
        """,
        """\
        OS 1 Être une vallée qui soigne ses forêts
          OO 1.1 Replanter les coupes
            ACTION a Élever mille plants
            ACTION b Clôturer les parcelles
          OO 1.2 Protéger les sources
            ACTION a Poser des bornes
        OS 2 Être une vallée ouverte
          OO 2.1 Entretenir les chemins
            ACTION a Gravillonner trois sentiers
        """,
    ),
    "an action printed again closes nothing": (
        """\
        OBJECTIF STRATEGIQUE 2 - ANIMER LES HAMEAUX

        1- RENOVER LES SALLES

        ACTION 1 - AIDER LES COMITES

        1- RENOVER LES SALLES

        ACTION 2 - SUIVRE LES TRAVAUX

        OBJECTIF STRATEGIQUE 4 - CHAUFFER MOINS

        1- MESURER LES BESOINS

        ACTION 1- FORMER LES CONCIERGES
        """,
        """\
        OS 2 ANIMER LES HAMEAUX
          OO 1 RENOVER LES SALLES
            ACTION 1 AIDER LES COMITES
            ACTION 2 SUIVRE LES TRAVAUX
        OS 4 CHAUFFER MOINS
          OO 1 MESURER LES BESOINS
            ACTION 1 FORMER LES CONCIERGES
        """,
    ),
}
for sep in ("/", "-", "."):
    CASES[f"a path with {sep}"] = (
        "OS1 - Être une vallée où l’on vit bien\n\n"
        f"OS1{sep}OO1 - Garder nos écoles\n"
        f"OS1{sep}OO1{sep}A1 - Agrandir la cour\n"
        f"OS1{sep}OO1{sep}A2 - Prolonger la garderie\n"
        f"OS1{sep}OO2 - Aider nos aînés\n"
        f"OS1{sep}OO2{sep}A1 - Bâtir une maison\n",
        """\
        OS 1 Être une vallée où l’on vit bien
          OO 1 Garder nos écoles
            ACTION 1 Agrandir la cour
            ACTION 2 Prolonger la garderie
          OO 2 Aider nos aînés
            ACTION 1 Bâtir une maison
        """,
    )


@pytest.mark.parametrize("habit", CASES)
def test_text_gives_the_tree(habit: str) -> None:
    text, expected = CASES[habit]
    plan = plan_of(COVER + textwrap.dedent(text))
    assert outline(plan) == textwrap.dedent(expected).strip()


NUMERALS = """\
    I. Être une vallée à taille humaine
    I.1. Penser nos villages
    a) Schéma des villages
    {0} Choisir un bureau
    {1} Réunir les habitants
    {2} Adopter le schéma
    b) Ancienne scierie
    {0} Signer un accord
    {1} Assainir la cour
    I.2. Soigner les places
    a) Place du Moulin
    {0} Lancer un concours
    {1} Fermer la place aux autos
    II. Être une vallée où l’on se déplace bien
    II.1. Aider les cyclistes
    a) Réseau de sentiers
    {0} Tracer des bandes
    {1} Bâtir une passerelle
"""


@pytest.mark.parametrize("close", [")", "."])
def test_numerals_below_letters_are_a_series_of_their_own(close: str) -> None:
    text = textwrap.dedent(NUMERALS).format(*(f"{n}{close}" for n in ("i", "ii", "iii")))
    rows = outline(plan_of(COVER + text)).splitlines()
    assert len(rows) == 18
    leaf = [row.split()[1] for row in rows if row.startswith(" " * 6)]
    assert leaf == ["1", "2", "3", "1", "2", "1", "2", "1", "2"]
    assert [row for row in rows if row.startswith("  OO")] == [
        "  OO 1.1 Penser nos villages",
        "  OO 1.2 Soigner les places",
        "  OO 2.1 Aider les cyclistes",
    ]


@pytest.mark.parametrize("rule", ["====================", "--------------", "*********", "______"])
@pytest.mark.parametrize("below", ["OS", "OO"])
def test_rules_drawn_with_signs_are_no_text(rule: str, below: str) -> None:
    lines = ["OS 1. ÊTRE UNE VALLÉE OÙ L'ON PREND SOIN DES ENFANTS ET DES AÎNÉS"]
    lines += [rule] * (below == "OS")
    for number, title in enumerate(("Aider les familles", "Aider les aînés"), 1):
        lines += [f"OO 1.{number}. {title}", *[rule] * (below == "OO")]
        lines += [f"* Ouvrir la maison {number}", f"* Créer la bourse {number}"]
    plan = plan_of(COVER + "\n".join(lines) + "\n")
    assert [node.level.value for node in plan.nodes()] == ["OS", *["OO", "ACTION", "ACTION"] * 2]
    assert plan.tree[0].title == "ÊTRE UNE VALLÉE OÙ L'ON PREND SOIN DES ENFANTS ET DES AÎNÉS"
    assert not any(node.description for node in plan.nodes())


def test_a_plan_quoted_in_a_mail_is_a_plan() -> None:
    text = "OS 1 : Être sobre\n\nOO 1.1 : Isoler\n A 1.1.1 Poser des vitres\n\nOS 2 : Être sûr\n"
    quoted = "".join(f"> {line}\n" for line in text.splitlines())
    plan = plan_of(COVER + quoted)
    assert [node.code for node in plan.nodes()] == ["1", "1.1", "1.1.1", "2"]
    assert not any(node.description for node in plan.nodes())


TAILS = [
    ("(pilote : la forestière ; échéance : fin 2027)", {"responsibles": ["la forestière"],
                                                        "deadline": "fin 2027"}),
    ("– Pilote : la forestière – Échéance : fin 2027", {"responsibles": ["la forestière"],
                                                        "deadline": "fin 2027"}),
    ("(en cours, 60 %)", {"status": "en cours", "progress": 60}),
    ("(état : en cours, 60 %)", {"status": "en cours", "progress": 60}),
    ("[En cours – 50 %]", {"status": "En cours", "progress": 50}),
    ("– réalisé", {"status": "réalisé"}),
    ("(reporté)", {"status": "reporté"}),
]  # fmt: skip


@pytest.mark.parametrize(("tail", "expected"), TAILS)
def test_values_at_the_end_of_a_line_are_no_title(tail: str, expected: dict[str, object]) -> None:
    plan = plan_of(
        COVER + "OS 1 : Être une vallée verte\nOO 1.1 : Soigner les haies\n"
        f"Action 1.1.1 : Recéper les saules {tail}\nAction 1.1.2 : Élever mille plants\n"
    )
    node = find(plan, "Recéper")
    assert node.title == "Recéper les saules"
    said = node.attributes
    found = {
        "responsibles": said.responsibles or None,
        "deadline": said.deadline.text if said.deadline else None,
        "status": said.status.text if said.status else None,
        "progress": said.progress,
    }
    assert {key: value for key, value in found.items() if value is not None} == expected
    assert not said.services


def test_an_arrow_sets_off_a_remark() -> None:
    plan = plan_of(
        COVER + "OS 1 : Être une vallée verte\nOO 1.1 : Soigner les haies\n"
        "Action 1.1.1 : Recéper les saules\n→ Accord donné par le Collège du 3 mai 2020.\n"
        "Action 1.1.2 : Élever mille plants\n→ Deux serres sur trois sont prêtes.\n"
    )
    assert [node.title for node in plan.tree[0].children[0].children] == [
        "Recéper les saules", "Élever mille plants",
    ]  # fmt: skip
    assert find(plan, "Élever").attributes.remarks == "Deux serres sur trois sont prêtes."


def test_the_letter_of_every_code_names_the_level_and_is_no_part_of_it() -> None:
    plan = plan_of(
        COVER + "OS1 - Être une vallée où l’on vit bien\n\nOO1 Garder nos écoles\n"
        "A1 Agrandir la cour\nA2 Prolonger la garderie\nOO2 Aider nos aînés\nA1 Bâtir une maison\n"
    )
    leaves = [(n.level.value, n.code) for n in plan.nodes() if not n.children]
    assert leaves == [("ACTION", "1"), ("ACTION", "2"), ("ACTION", "1")]


@pytest.mark.parametrize("articles", [True, False])
def test_a_deliberation_that_carries_a_plan_holds_a_plan(articles: bool) -> None:
    plan = plan_of(
        ("Commune de Belleherbe\nExtrait du registre aux délibérations du Conseil communal\n"
         "Séance du 3 septembre 2019\nDÉCIDE :\nArticle 1er. D’approuver le programme "
         "stratégique transversal 2018-2024 comme suit :\n" if articles else COVER)
        + "Objectif stratégique 1 : Être une vallée verte\n"
        "Objectif opérationnel 1.1 : Soigner les haies\n- Recéper les saules ;\n"
        "- Élever mille plants ;\nObjectif opérationnel 1.2 : Soigner les rives\n"
        "- Curer le bief ;\n- Relever le seuil ;\n"
        + "Article 2. De transmettre la présente délibération au Gouvernement wallon.\n" * articles
    )  # fmt: skip
    assert [node.level.value for node in plan.nodes()] == ["OS", *["OO", "ACTION", "ACTION"] * 2]
