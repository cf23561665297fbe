"""Roles of words in titles, written as `word|role`."""

from __future__ import annotations

import pytest

from extractor.nlp.roles import read_roles
from extractor.nlp.words import split

READ = [
    "Sensibiliser|verb les écoles|public au tri|subject",
    "Isoler|verb les écoles|place",
    "Rénover|verb la toiture|object de l’école|complement",
    "Engager|verb un conseiller|object en énergie|complement",
    "Créer|verb un potager|object avec les élèves|partner",
    "Organiser|verb un repas|object pour les aînés|public",
    "Réduire|verb les délais|object afin|link de rassurer|purpose",
    "Poser|verb un banc|object dans le cimetière|place",
    "En partenariat|link avec le Forem|partner, former|verb les jeunes|public",
    "Aider|verb les familles|public à payer|subject leurs factures|subject",
    "Mettre|verb en place|link un guichet|object",
    "Renforcer|verb la collaboration|object avec la police|complement",
    "Isoler|verb le bâtiment|place (châssis|example)",
]


@pytest.mark.parametrize("marked", READ)
def test_roles(marked: str) -> None:
    title = " ".join(
        part.split("|")[0] + part.partition("|")[2].lstrip("abcdefghijklmnopqrstuvwxyz")
        for part in marked.split()
    )
    expected = [
        (word.partition("|")[0].split("’")[-1].lstrip("("), word.partition("|")[2].rstrip(",)"))
        for word in marked.split()
        if "|" in word
    ]
    words = split(title)
    reading = read_roles(title, words)
    assert [(w.text, r.value) for w, r in zip(words, reading.roles, strict=True)] == expected


def test_works_on_a_building() -> None:
    def works(title: str) -> bool:
        return read_roles(title, split(title)).works

    assert works("Rénover la maison communale")
    assert not works("Rénover la gestion des plaintes")
    assert not works("Animer la maison communale")


def test_nothing() -> None:
    assert read_roles("", []).roles == ()
