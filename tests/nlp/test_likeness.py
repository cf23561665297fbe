"""One likeness for all: same meaning in other words, same words in another meaning."""

from __future__ import annotations

import pytest

from extractor.harmonise import DEFAULT_THRESHOLD
from extractor.nlp.likeness import likeness, meaning_of, rarity, score_of

SAME = [
    ("Lutter contre les décharges sauvages", "En finir avec les dépôts clandestins"),
    ("Refaire la chaussée", "Réparer les routes"),
    ("Épauler les clubs sportifs", "Aider les associations de sport"),
    ("Rompre la solitude des aînés", "Combattre l’isolement des personnes âgées"),
]
DIFFERENT = [
    ("Élaborer un plan de gestion", "Élaborer un plan de formation pluriannuel"),
    ("Rénover l’école de Valmont", "Rénover la chapelle de Valmont"),
    ("Renforcer la collaboration avec la police", "Renforcer la collaboration avec les écoles"),
    ("Sensibiliser les élèves au tri", "Sensibiliser les élèves au harcèlement"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_same_meaning(first: str, second: str) -> None:
    assert likeness(first, second).score >= 0.45


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_left_overs_tell_that_titles_differ(first: str, second: str) -> None:
    found = likeness(first, second)
    assert 0 < found.score < 0.45
    assert found.only_first and found.only_second


def test_identical_titles_and_their_typography() -> None:
    assert likeness("Ouvrir une crèche", "OUVRIR UNE CRECHE.").score == 1.0
    assert likeness("Mieux", "Mieux").score == 1.0
    assert likeness("Ouvrir une crèche", "").score == 0.0


@pytest.mark.parametrize(("first", "second"), SAME + DIFFERENT)
def test_likeness_is_symmetric(first: str, second: str) -> None:
    assert likeness(first, second).score == likeness(second, first).score
    assert score_of(meaning_of(first), meaning_of(second)) == likeness(first, second).score


def test_reasons_name_both_wordings() -> None:
    found = likeness("Soigner la voirie", "Réparer les routes communales")
    assert ("voirie", "routes") in [(term.first, term.second) for term in found.shared]
    assert abs(sum(term.share for term in found.shared) - 1) < 0.01


def test_words_of_every_plan_say_little() -> None:
    assert rarity("plan") < rarity("surendettement") <= rarity("=surendettement") < 1.4


def test_other_words_for_one_policy_bring_titles_nearer() -> None:
    same = likeness("Protéger les données personnelles", "Se mettre en conformité avec le RGPD")
    assert same.score >= DEFAULT_THRESHOLD
    related = likeness("Planter une haie au cimetière", "Organiser un cours de français")
    assert related.score < 0.2
