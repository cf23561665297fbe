"""Labels: words before titles, known or not, and what a document says of its own words."""

from __future__ import annotations

import pytest

from extractor.structure.announced import announced_words
from extractor.structure.labels import Labels
from extractor.structure.numbers import number_parts

SILLON = ["Sillon 1 : Planter des haies", "Sillon 2 : Semer des prés"]


def test_two_numbers_of_one_series_make_a_label() -> None:
    found = Labels(SILLON).match(SILLON[0])
    assert found is not None
    assert (found.word, found.number, found.known) == ("sillon", "1", False)
    assert SILLON[0][found.start :] == "Planter des haies"


@pytest.mark.parametrize(
    "texts",
    [
        SILLON[:1],  # alone
        ["Sillon 1 : Planter", "Sillon 1 : Semer"],  # one number
        ["Bilan 2019 : Planter", "Bilan 2024 : Semer"],  # years
        ["Parcelle 214 : Planter", "Parcelle 215 : Semer"],  # counts nothing of this document
        ["Page 1 Planter", "Total 2 Semer"],  # two words
    ],
)
def test_what_is_no_series_is_no_label(texts: list[str]) -> None:
    labels = Labels(texts)
    assert [labels.match(text) for text in texts] == [None] * len(texts)


@pytest.mark.parametrize(
    ("text", "word", "number", "title"),
    [
        ("Objectif stratégique 2 : Être une vallée verte", "objectif strategique", "2",
         "Être une vallée verte"),
        ("II. Objectif stratégique : Être une vallée verte", "objectif strategique", "II",
         "Être une vallée verte"),
        ("OS1/OO2/A3 Planter des haies", "a", "3", "Planter des haies"),
        ("OO 1.2 – Soigner les rives", "oo", "1.2", "Soigner les rives"),
    ],
)  # fmt: skip
def test_known_labels(text: str, word: str, number: str, title: str) -> None:
    found = Labels([text]).match(text)
    assert found is not None
    assert (found.word, found.number, text[found.start : found.end]) == (word, number, title)


def test_a_path_keeps_the_numbers_above() -> None:
    found = Labels(["OS1/OO2/A3 Planter"]).match("OS1/OO2/A3 Planter")
    assert found is not None and found.path == ("1", "2")


def test_a_word_before_titles_is_a_label_and_before_names_it_is_none() -> None:
    titles = ["Sillon : Planter des haies", "Sillon : Semer des prés"]
    names = ["Garant : Ann Rox", "Garant : Luc Nys"]
    found = Labels(titles).match(titles[0])
    assert found is not None and (found.word, found.number) == ("sillon", None)
    assert Labels(names).match(names[0]) is None


def test_letters_that_count_are_no_label() -> None:
    texts = [f"{letter}.{n} : Planter" for letter in "AB" for n in (1, 2)]
    assert Labels(texts).match("A.1 : Planter") is None
    assert Labels(texts[:2]).match("A.1 : Planter") is not None


def test_ordinals_and_codes_at_the_end() -> None:
    ordinals = ["Premier sillon : Planter", "Deuxième sillon : Semer"]
    found = Labels(ordinals).match(ordinals[1])
    assert found is not None and (found.word, found.number) == ("sillon", "2")
    ends = ["Planter des haies (SI.1)", "Semer des prés (SI.2)"]
    found = Labels(ends).match(ends[1])
    assert found is not None and (found.word, found.number) == ("si", "2")
    assert ends[1][found.start : found.end] == "Semer des prés"


def test_parts_of_a_number() -> None:
    assert number_parts("II.1-b") == ["II", "1", "b"]


@pytest.mark.parametrize(
    ("text", "word", "rank"),
    [
        ("Boussole = objectif stratégique", "boussole", "OS"),
        ("- Sillon : objectif opérationnel ;", "sillon", "OO"),
        ("Nos objectifs stratégiques (nos « caps »), déclinés", "cap", "OS"),
        ("Les actions, appelées « pas », sont suivies", "pas", "ACTION"),
        ("Graine : ce que nous ferons", "graine", "ACTION"),
        ("Ligne de crête = objectif stratégique", "lc", "OS"),
    ],
)
def test_a_document_explains_its_words(text: str, word: str, rank: str) -> None:
    assert announced_words([text]).get(word) == rank


@pytest.mark.parametrize("text", ["Plan = objectif stratégique", "La vallée est belle", "Objectif"])
def test_what_explains_nothing(text: str) -> None:
    assert announced_words([text]) == {}


def test_an_explained_word_needs_no_second_member() -> None:
    texts = ["Boussole = objectif stratégique", "Boussole : Être une vallée verte"]
    found = Labels(texts).match(texts[1])
    assert found is not None and found.word == "boussole"


@pytest.mark.parametrize(
    ("texts", "at", "word", "number"),
    [
        (["VS1 Une commune sobre", "OT11 Isoler", "OT12 Planter"], 0, "vs", "1"),
        (["1 Rive. Vivre ici", "Texte", "2 Rive. Bouger"], 0, "rive", "1"),
        (["1.1 Ressort", "Isoler l’école", "1.2 Ressort", "Planter"], 2, "ressort", "1.2"),
        (["Rive = objectif stratégique", "1 Rive Vers une école"], 1, "rive", "1"),
        (["[LT] 1 | Développer", "[LT] 2 | Aider"], 1, "lt", "2"),
        (["LIGNE DE TRAVAIL 1 Développer", "LIGNE DE TRAVAIL 2 Aider"], 0, "ligne de travail", "1"),
    ],
)
def test_words_beside_numbers_are_labels(texts: list[str], at: int, word: str, number: str) -> None:
    found = Labels(texts).match(texts[at])
    assert found is not None
    assert (found.word, found.number) == (word, number)


def test_words_that_only_meet_numbers_are_none() -> None:
    verbs = ["Construire dix-huit logements", "Construire dix logements"]
    assert Labels(verbs).match(verbs[0]) is None
    capitals = ["1 - ÊTRE UN CPAS", "1 - VERS UNE VILLE", "2 - VERS UN CPAS", "3 - VERS UN BUS"]
    assert Labels(capitals).match(capitals[0]) is None
    assert Labels(capitals[1:]).match(capitals[1]) is None
    themes = ["1. Voirie : réfection", "2. Écoles : isolation", "3. Voirie : éclairage"]
    assert Labels(themes).match(themes[0]) is None
    calls = ["Aménager par le biais d’un appel à projets (LT.2)", "Créer (LT.3)"]
    assert Labels(calls).words.announced == {}
