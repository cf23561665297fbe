"""Values at the ends of titles, and what only the whole document tells of titles."""

from __future__ import annotations

import pytest

from extractor.structure.refine import refine
from extractor.structure.tails import split_counter, split_tail, unlabelled
from tests.structure.blocks_kit import item, prose


@pytest.mark.parametrize(
    ("tail", "values"),
    [
        ("(pilote : le garde ; échéance : 2027)", [("responsibles", "le garde"),
                                                   ("deadline", "2027")]),
        ("– Pilote : le garde – Échéance : 2027", [("responsibles", "le garde"),
                                                   ("deadline", "2027")]),
        ("[En cours – 50 %]", [("status", "En cours"), ("progress", "50 %")]),
        ("(en cours, 60 %)", [("status", "en cours"), ("progress", "60 %")]),
        ("– réalisé", [("status", "réalisé")]),
        ("(reporté) (échéance : 2027)", [("status", "reporté"), ("deadline", "2027")]),
    ],
)  # fmt: skip
def test_labelled_values_and_states(tail: str, values: list[tuple[str, str]]) -> None:
    title, found = split_tail(f"Curer le bief {tail}")
    assert title == "Curer le bief"
    assert [(key, text) for key, _, text in found] == values


@pytest.mark.parametrize(
    "title",
    [
        "Curer le bief (volet externe)",
        "Curer le bief (tranche 2)",
        "Curer le bief – rive droite",
        "Suivre le chantier en cours",
        "(en cours)",
        "OO 1 – Curer 12 biefs, 3 mares et 2 étangs",
    ],
)
def test_what_is_wording_stays(title: str) -> None:
    assert split_tail(title) == (title, ())


def test_values_without_label_need_a_date_among_them() -> None:
    found = unlabelled("Curer le bief (service technique, 2026)")
    assert found == (
        "Curer le bief", [("services", "", "service technique"), ("deadline", "", "2026")],
    )  # fmt: skip
    assert unlabelled("Curer le bief (rive droite, rive gauche)") is None
    assert unlabelled("Curer le bief (2026)") is None


@pytest.mark.parametrize(
    ("title", "rest"),
    [("Habiter la vallée (3 actions)", "Habiter la vallée"), ("Habiter la vallée (12)",
     "Habiter la vallée"), ("Habiter (3 villages)", "Habiter (3 villages)")],
)  # fmt: skip
def test_counters(title: str, rest: str) -> None:
    assert split_counter(title) == rest


def titles(*texts: str) -> list[tuple[str | None, str]]:
    return [(b.number, b.title) for b in refine([item(t) for t in texts]) if b.sort == "item"]


def test_brackets_are_values_where_most_titles_end_in_them() -> None:
    many = [f"- Curer le bief {n} (service des eaux, 202{n})" for n in (5, 6, 7)]
    assert titles(*many) == [(None, f"Curer le bief {n}") for n in (5, 6, 7)]
    few = [many[0], "- Planter des haies", "- Semer des prés"]
    assert titles(*few)[0][1] == "Curer le bief 5 (service des eaux, 2025)"


def test_bare_numbers_that_count_belong_to_the_titles() -> None:
    found = titles("1 Être une vallée verte", "2 Être une vallée sûre", "3 Être une vallée gaie")
    assert found[0] == ("1", "Être une vallée verte")
    kept = titles("4 Vents", "7 Collines", "9 Ponts")
    assert kept[0] == (None, "4 Vents")


def test_a_letter_before_all_numbers_is_no_part_of_them() -> None:
    same = titles("A1 Curer le bief", "A2 Semer des prés", "A3 Planter des haies")
    assert [number for number, _ in same] == ["1", "2", "3"]
    mixed = titles("A1 Curer le bief", "A2 Semer des prés", "B1 Planter des haies")
    assert [number for number, _ in mixed] == ["A1", "A2", "B1"]


def test_the_number_that_a_series_lacks() -> None:
    found = titles("1. Être une vallée verte", "2 Être une vallée sûre", "3. Être une vallée gaie")
    assert found[1] == ("2", "Être une vallée sûre")
    kept = titles("1. Être une vallée verte", "2 agents de plus", "2. Être une vallée gaie")
    assert kept[1] == (None, "2 agents de plus")


def test_arrows_set_off_remarks_or_states() -> None:
    blocks = refine([item("Curer le bief → la rive droite attend"), item("Semer des prés")])
    assert [(b.sort.value, b.key, b.value) for b in blocks[1:2]] == [
        ("field", "remarks", "la rive droite attend")
    ]
    blocks = refine([item("Curer le bief → en cours"), item("Semer des prés → reporté")])
    assert [b.key for b in blocks if b.sort == "field"] == ["status", "status"]


def test_no_block_is_lost() -> None:
    blocks = [item("1. Être une vallée verte"), prose("Un texte."), item("- Curer le bief")]
    assert refine(blocks) == blocks
