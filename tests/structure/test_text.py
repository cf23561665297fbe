"""Pure string functions, on lines as plans print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text import (
    collapse_spaces,
    fold,
    is_capitals,
    join_lines,
    letters,
    repair_typography,
    words,
)


@given(st.text())
def test_fold_keeps_the_length_and_is_stable(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÉTÉ", "ete"),
        ("l’aînée – « œuvre »", 'l\'ainee - " ouvre "'),
        ("n°\u00a012\u202f:", "n° 12 :"),
        ("Ça\u00ad", "ca-"),
        ("ﬁn", "ﬁn"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("L ’A CTION SOCIALE", "L’ACTION SOCIALE"),
        ("D ’O RVAULX", "D’ORVAULX"),
        ("(CULTURELLE , SPORTIVE", "(CULTURELLE, SPORTIVE"),
        ("L’ ÉCOLE", "L’ÉCOLE"),
        ("l ’école et qu ’elle", "l’école et qu’elle"),
        ("( à confirmer )", "(à confirmer)"),
        ("eﬃcacité  de   l’oﬀre", "efficacité de l’offre"),
        ("Plan A ’B", "Plan A ’B"),
        ("Coût : 12 ; 13 ?", "Coût : 12 ; 13 ?"),
        ("de 3 , 5 à 4 points", "de 3 , 5 à 4 points"),
    ],
)
def test_repair_changes_blanks_and_ligatures_only(text: str, repaired: str) -> None:
    assert repair_typography(text) == repaired


def test_a_code_page_without_apostrophe_is_undone_inside_words_only() -> None:
    assert repair_typography("L?accueil qu?il faut") == "L’accueil qu’il faut"
    for whole in ("Qui ? À qui ?", "Plan b?", "Est-ce l? oui", "site.be/?a=1"):
        assert repair_typography(whole) == whole


@given(st.text(alphabet="abÉL’' ,.()ﬁ\u00ad-12\n", max_size=40))
def test_repair_keeps_letters_and_is_stable(text: str) -> None:
    repaired = repair_typography(text)
    glued = "".join(text.replace("ﬁ", "fi").replace("\u00ad", "").split())
    assert "".join(repaired.split()) == glued
    assert repair_typography(repaired) == repaired


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        (["un accompagne-", "ment"], "un accompagnement"),
        (["l’insertion socio-", "professionnelle"], "l’insertion socio-professionnelle"),
        (["un rendez-vous mensu-", "el"], "un rendez-vous mensuel"),
        (["du porte-à-", "porte"], "du porte-à-porte"),
        (["la région Grand-", "Est"], "la région Grand-Est"),
        (["prévu en 2019-", "2020"], "prévu en 2019-2020"),
        (["  deux  ", "", "lignes "], "deux lignes"),
        (["mot\u00ad", "cassé"], "motcassé"),
        ([], ""),
    ],
)
def test_join_lines(parts: list[str], joined: str) -> None:
    assert join_lines(parts) == joined


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("ÊTRE UN C.P.A.S. OUVERT", True),
        ("Être un CPAS", False),
        ("CPAS", True),
        ("PST", False),
        ("12.3 – 4", False),
        ("OFFRIR DES LOGEMENTS d", True),
    ],
)
def test_is_capitals(text: str, capitals: bool) -> None:
    assert is_capitals(text) is capitals


def test_words_letters_and_blanks() -> None:
    assert words("L’accueil (n° 3) – C.P.A.S.") == ["l", "accueil", "n", "3", "c", "p", "a", "s"]
    assert letters("Pré-\nvention") == letters("PREVENTION")
    assert collapse_spaces("\t a \u00a0 b\n") == "a b"
