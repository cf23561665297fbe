"""What a document says of its own levels: in sentences, legends and headers."""

from __future__ import annotations

import pytest

from extractor.structure.announced import announced_words, sentences, told_levels
from extractor.structure.labels import Labels
from tests.structure.helpers import COVER, outline, plan_of


def test_a_sentence_goes_on_below_where_the_page_ended_its_line() -> None:
    lines = (
        "Le plan compte deux objectifs stratégiques (nos «",
        "caps »), qui se déclinent en objectifs opérationnels.",
        "Les rives, les caps et les sillons du bourg",  # 43 characters
        "suite en minuscules",
    )
    assert list(sentences(lines)) == [f"{lines[0]} {lines[1]}", lines[2], lines[3]]
    assert announced_words(lines)["cap"] == "OS"


def test_levels_told_over_two_lines() -> None:
    told = told_levels(
        (
            "Le programme compte quatre objectifs stratégiques, qui se déclinent en objectifs",
            "opérationnels, puis en projets, puis en actions.",
        )
    )
    assert told == {"OS", "OO", "PROJET", "ACTION"}


@pytest.mark.parametrize(
    ("text", "word", "rank"),
    [
        ("Les cinq élans ci-dessous sont nos objectifs stratégiques.", "elan", "OS"),
        ("Cela donne six « élans ». Ce sont nos objectifs stratégiques.", "elan", "OS"),
        ("Le plan suit quatre élans, nos objectifs stratégiques.", "elan", "OS"),
        ("Nous gardons trois élans. Ils sont les objectifs stratégiques.", "elan", "OS"),
        ("Chacune des huit fiches correspond à un objectif opérationnel.", "fiche", "OO"),
        ("Chaque élan (objectif stratégique) se décline en fiches.", "elan", "OS"),
        ("Une fiche = un objectif opérationnel, avec ses actions.", "fiche", "OO"),
        ("AXE = objectif stratégique - JALON = objectif opérationnel", "jalon", "OO"),
    ],
)
def test_what_sentences_and_legends_call_a_level(text: str, word: str, rank: str) -> None:
    assert announced_words([text])[word] == rank


def test_the_plan_itself_is_no_level() -> None:
    assert announced_words(["Le programme est un ensemble d’objectifs stratégiques."]) == {}


def test_names_of_levels_in_a_row_tell_them() -> None:
    legend = ("Légende", "Orientation stratégique", "Objectif opérationnel", "Projet", "Action")
    assert told_levels(legend) == {"OS", "OO", "PROJET", "ACTION"}
    assert told_levels(("Objectif stratégique", "Action")) == frozenset()  # two are no legend
    assert told_levels(("Objectif opérationnel", "Projet", "Action")) == frozenset()
    assert told_levels(("Défi", "Objectif opérationnel", "Action")) == frozenset()  # of what rank?


PROJECTS = """
    Le programme compte 2 objectifs stratégiques, qui se déclinent en objectifs opérationnels,
    puis en projets.

    I. Être une commune verte
    1. Soigner les chemins
    1.1 Planter des haies le long du canal
    1.2 Curer les fossés de Rouvre
    2. Soigner les rives
    2.1 Poser des nichoirs au moulin
    II. Être une commune sûre
    1. Éclairer les rues
    1.1 Remplacer les lampes de la place
    1.2 Ralentir devant les écoles
"""


def test_a_plan_that_tells_projects_ends_in_projects() -> None:
    levels = {line.split()[0] for line in outline(plan_of(COVER + PROJECTS)).splitlines()}
    assert levels == {"OS", "OO", "PROJET"}
    untold = PROJECTS.replace("puis en projets", "puis en actions")
    assert "ACTION" in outline(plan_of(COVER + untold))


def test_a_code_that_shortens_an_explained_word_has_its_level() -> None:
    plan = plan_of(
        COVER
        + """
        Le plan compte 2 objectifs stratégiques (nos « grands caps »), qui se déclinent en
        objectifs opérationnels (nos « sillons »).

        GC1 : Une commune verte
        SL1 : Planter des haies
        SL2 : Curer les mares
        GC2 : Une commune sûre
        SL3 : Éclairer les rues
        """
    )
    assert outline(plan).splitlines() == [
        "OS 1 Une commune verte",
        "  OO 1 Planter des haies",
        "  OO 2 Curer les mares",
        "OS 2 Une commune sûre",
        "  OO 3 Éclairer les rues",
    ]


def test_offices_before_a_colon_name_no_level() -> None:
    texts = [
        f"{word} : {title}"
        for word, title in (
            ("Direction porteuse", "Direction des routes"),
            ("Direction porteuse", "Direction des soins"),
            ("Halte", "Planter des haies"),
            ("Halte", "Curer les mares"),
        )
    ]
    assert Labels(texts).words.bare == {"halte"}


@pytest.mark.parametrize("word", ["Objectif de fond", "Grand objectif"])
def test_labels_of_several_words_that_name_a_level(word: str) -> None:
    key = word.lower()
    assert key in Labels([f"{word} 1 Une vallée", f"{word} 2 Un bourg"]).words.own
    assert key in Labels([f"{word} : Une vallée", f"{word} : Un bourg"]).words.bare
    assert Labels(["Clos du bois 1 Une vallée", "Clos du bois 2 Un bourg"]).words.own == frozenset()


def test_a_label_without_its_number() -> None:
    labels = Labels(["Maillon 1.1 – Semer", "Maillon 1.2 – Planter", "Maillon Curer les mares"])
    found = labels.match("Maillon Curer les mares")
    assert found is not None
    assert (found.word, found.number) == ("maillon", None)
    assert labels.match("Maillon faible du réseau") is None


def test_the_beginning_of_a_known_chain_is_a_label() -> None:
    texts = ["EP1/BL1 – Un bourg", "EP1/BL1/AC1 : Planter", "EP1/BL1/AC2 : Curer"]
    found = Labels(texts).match(texts[0])
    assert found is not None
    assert (found.word, found.number, found.path) == ("bl", "1", ("1",))


def test_a_closing_code_may_stand_once_beside_others() -> None:
    twice = ["Planter (HT.1)", "Curer (HT.2)"]
    assert Labels([*twice, "Une vallée (GO.1)"]).closes("Une vallée (GO.1)")
    assert not Labels(["Une vallée (GO.1)"]).closes("Une vallée (GO.1)")


def test_a_sentence_that_goes_on_to_another_name_tells_no_levels() -> None:
    told = "Le plan compte deux axes stratégiques, déclinés en objectifs opérationnels"
    assert told_levels([f"{told}."]) == {"OS", "OO"}
    for more in (", puis en gestes.", " et en gestes.", ", eux-mêmes suivis de gestes."):
        assert told_levels([told + more]) == frozenset()


def test_objectives_alone_are_no_plan_where_lists_stand_below_them() -> None:
    plan = plan_of(
        """
        <h1>PST 2025-2030</h1>
        <h2>Axe 1 – Un village qui revit</h2><h3>Les rues vides</h3>
        <ul><li>Cadastre des cellules</li><li>Loyer progressif</li></ul>
        <h2>Axe 2 – Une commune en bonne santé</h2><h3>L’école à table</h3>
        <ul><li>Cuisine en régie</li><li>Fontaine dans le préau</li></ul>
        """,
        "plan.html",
    )
    assert [line.split()[0] for line in outline(plan).splitlines()] == [
        *("OS", "OO", "ACTION", "ACTION"),
        *("OS", "OO", "ACTION", "ACTION"),
    ]
