"""Indicators in text and in tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values.indicators import Indicator, parse_indicator_rows, parse_indicators

#: text => label | target | unit | year | reached, - for none; indicators joined by " && "
CASES = """Nombre d'ateliers = 20 => Nombre d'ateliers | 20 | - | - | -
Nombre d’ateliers = 12 / 20 => Nombre d’ateliers | 20 | - | - | 12
Nombre d'ateliers = 20,0 => Nombre d'ateliers | 20 | - | - | -
Nombre d'ateliers = 0 / 50 => Nombre d'ateliers | 50 | - | - | 0
Plaintes reçues = 7 / 0 => Plaintes reçues | 0 | - | - | 7
Litres de mazout = 6500 / 20000 => Litres de mazout | 20000 | - | - | 6500
Baisse de l'attente (en %) = 12 / 20 => Baisse de l'attente (en %) | 20 | % | - | 12
Personnes formées fin 2021 = 5 / 8 => Personnes formées fin 2021 | 8 | - | 2021 | 5
Sacs (31 12 2022) = 0 / 50 => Sacs (31 12 2022) | 50 | - | 2022 | 0
A = 6 / 8 | B = 28 / 40 => A | 8 | - | - | 6 && B | 40 | - | - | 28
nombre de repas : 10 par an => nombre de repas | 10 | par an | - | -
Nombre de repas: 10 => Nombre de repas | 10 | - | - | -
Nombre de repas : 1.500 => Nombre de repas | 1500 | - | - | -
Nombre de repas\u00a0: 1\u00a0500 => Nombre de repas | 1500 | - | - | -
Nombre de repas : au moins 10 => Nombre de repas | 10 | - | - | -
Nombre de repas : minimum 10 par mois => Nombre de repas | 10 | par mois | - | -
Nombre de repas : ≥ 10 => Nombre de repas | 10 | - | - | -
Nombre de repas (objectif : 12) => Nombre de repas | 12 | - | - | -
Nombre de repas (12) => Nombre de repas | 12 | - | - | -
Nombre de repas – 12 => Nombre de repas | 12 | - | - | -
Nombre de repas : 5 en 2022 => Nombre de repas | 5 | - | 2022 | -
Logements créés : 5 d'ici 2024 => Logements créés | 5 | - | 2024 | -
Taux de satisfaction : 75 % => Taux de satisfaction | 75 | % | - | -
Taux de satisfaction : 75% => Taux de satisfaction | 75 | % | - | -
Enquête : 80 % de satisfaits => Enquête | 80 | % | - | -
Taux de présence => Taux de présence | - | % | - | -
% de familles aidées => % de familles aidées | - | % | - | -
Pourcentage de dossiers traités => Pourcentage de dossiers traités | - | % | - | -
20 participants => 20 participants | 20 | participants | - | -
Au moins 3 réunions par an => Au moins 3 réunions par an | 3 | réunions par an | - | -
2 réunions/an => 2 réunions/an | 2 | réunions/an | - | -
1.500 visiteurs => 1.500 visiteurs | 1500 | visiteurs | - | -
≥ 20 participants en 2022 => ≥ 20 participants en 2022 | 20 | participants | 2022 | -
80 % de satisfaction => 80 % de satisfaction | 80 | % | - | -
Passer de 10 à 20 % => Passer de 10 à 20 % | 20 | % | - | -
20 => - | 20 | - | - | -
Nombre de participants => Nombre de participants | - | - | - | -
Nombre de participants. => Nombre de participants | - | - | - | -
Rapport remis => Rapport remis | - | - | - | -
Rapport remis en 2021 => Rapport remis en 2021 | - | - | 2021 | -
Rapport remis : 2021 => Rapport remis : 2021 | - | - | 2021 | -
Bilan 2020-2021 publié => Bilan 2020-2021 publié | - | - | - | -
Charte signée : oui => Charte signée : oui | - | - | - | -
Engagés article 60 : 5 => Engagés article 60 | 5 | - | - | -
Repas, colis et bons => Repas, colis et bons | - | - | - | -
• Repas : 10\\n• Colis : 5 par an => Repas | 10 | - | - | - && Colis | 5 | par an | - | -
- Repas\\n- Colis => Repas | - | - | - | - && Colis | - | - | - | -
Repas : 10 ; Colis : 5 => Repas | 10 | - | - | - && Colis | 5 | - | - | -
Repas\\nColis => Repas | - | - | - | - && Colis | - | - | - | -
Nombre\\nde repas => Nombre de repas | - | - | - | -
/ => none
à définir => none
- => none""".splitlines()


def shown(indicator: Indicator) -> str:
    numbers = (indicator.target, indicator.reached)
    target, reached = ("-" if n is None else f"{n:g}" for n in numbers)
    values = (indicator.label, target, indicator.unit, indicator.year, reached)
    return " | ".join("-" if value is None else str(value) for value in values)


@pytest.mark.parametrize("case", [c.replace("\\n", "\n") for c in CASES])
def test_indicators(case: str) -> None:
    text, _, wanted = case.partition(" => ")
    assert (" && ".join(map(shown, parse_indicators(text))) or "none") == wanted


def test_a_blank_field_has_no_indicator() -> None:
    assert parse_indicators(" \n ") == []


def test_the_text_is_kept() -> None:
    (found,) = parse_indicators("Nombre\u00a0de repas : 10 par an.")
    assert found.text == "Nombre de repas : 10 par an."


HEADER = ["Libellé", "Valeur à atteindre", "Valeur déjà atteinte", "Anné\ne"]


def test_rows() -> None:
    rows = [
        ["Baisse de l'attente (en %)", "20,0", "0,0", "2020"],
        ["Agents formés", "8", "", ""],
        ["Heures suivies", "40,5", "28", "202\n1"],
        ["Charte signée", "", "", ""],
        ["", "", "", ""],
    ]
    assert list(map(shown, parse_indicator_rows(HEADER, rows))) == [
        "Baisse de l'attente (en %) | 20 | % | 2020 | 0",
        "Agents formés | 8 | - | - | -",
        "Heures suivies | 40.5 | - | 2021 | 28",
        "Charte signée | - | - | - | -",
    ]


def test_rows_whose_label_a_page_break_cut() -> None:
    rows = [
        ["Pourcentage de visiteurs", "50,0", "0,0", "2\n0\n2\n0"],
        ["satisfaits sur un an", "", "", ""],
        ["Plaintes", "5,0", "0,0", "2020"],
        ["(document à disposition)", "", "", ""],
    ]
    assert list(map(shown, parse_indicator_rows(HEADER, rows))) == [
        "Pourcentage de visiteurs satisfaits sur un an | 50 | % | 2020 | 0",
        "Plaintes (document à disposition) | 5 | - | 2020 | 0",
    ]


def test_rows_in_another_column_order_and_without_a_label_column() -> None:
    assert list(map(shown, parse_indicator_rows(["Cible", "Indicateur"], [["5", "Repas"]]))) == [
        "Repas | 5 | - | - | -"
    ]
    assert parse_indicator_rows(["Nom", "Prénom"], [["Modèle", "Jean"]]) == []


@given(st.text(alphabet="Nab 012,./:=%()-•|;\n", max_size=40))
def test_any_text_is_read_without_error(text: str) -> None:
    for indicator in parse_indicators(text):
        assert indicator.text
