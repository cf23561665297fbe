"""Summaries for the press: a list is the plan where a sentence says how many items it has."""

from __future__ import annotations

import textwrap

import pytest

from extractor.vocabulary import counted_level
from tests.structure.helpers import codes, outline, plan_of

SUMMARY = """\
    {title}

    Le bourgmestre a présenté les priorités de la majorité, qui compte trois groupes :

    - la liste du bourgmestre ;
    - les jeunes pour la commune ;
    - les indépendants.

    {count} objectifs stratégiques ont été retenus :

    - Etre une commune proche de ses villages
    - Etre une commune où l'on respire
    - Etre une commune solidaire

    « Nous voulons avancer », conclut-il.
    """


@pytest.mark.parametrize(
    ("title", "count", "found"),
    [
        ("Le plan stratégique transversal de Belleherbe", "Trois grands", True),
        ("Le plan stratégique transversal de Belleherbe", "3", True),
        ("Le plan stratégique transversal de Belleherbe", "Quatre", False),
        ("Déclaration de politique sociale", "Trois", False),
    ],
)
def test_a_list_is_the_plan_if_it_has_as_many_items_as_announced(
    title: str, count: str, found: bool
) -> None:
    plan = plan_of(SUMMARY.format(title=title, count=count))
    expected = textwrap.dedent(
        """\
        OS Etre une commune proche de ses villages
        OS Etre une commune où l'on respire
        OS Etre une commune solidaire"""
    )
    assert outline(plan) == (expected if found else "")
    assert ("no-plan-found" in codes(plan)) is not found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quatre objectifs stratégiques ont été retenus :", ("OS", 4)),
        ("4 objectifs stratégiques et 8 objectifs opérationnels :", ("OO", 8)),
        ("Douze grands axes guident notre action :", ("OS", 12)),
        ("Quatre agents et des objectifs stratégiques :", None),
        ("Quatre objectifs stratégiques ont été retenus", None),
    ],
)
def test_sentences_that_count(text: str, expected: tuple[str, int] | None) -> None:
    assert counted_level(text) == expected
