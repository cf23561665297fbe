"""Lists of responsibles, services and partners."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values.lists import split_list

#: entries expected, joined by the list itself where it must stay whole
CASES: list[tuple[str, list[str]]] = [
    ("Forem", ["Forem"]),
    ("Forem, ONE, AViQ", ["Forem", "ONE", "AViQ"]),
    ("Forem ; ONE ; AViQ", ["Forem", "ONE", "AViQ"]),
    ("Forem\nONE\nAViQ", ["Forem", "ONE", "AViQ"]),
    ("Forem | ONE", ["Forem", "ONE"]),
    ("Forem / ONE / AViQ", ["Forem", "ONE", "AViQ"]),
    ("• Forem\n• ONE", ["Forem", "ONE"]),
    ("• Forem • ONE", ["Forem", "ONE"]),
    ("- Forem\n- ONE", ["Forem", "ONE"]),
    ("\uf0b7 Forem\n\uf0b7 ONE", ["Forem", "ONE"]),
    ("• Maison de repos\nLes Tilleuls\n• ONE", ["Maison de repos Les Tilleuls", "ONE"]),
    ("Forem et ONE", ["Forem", "ONE"]),
    ("Forem, ONE et AViQ", ["Forem", "ONE", "AViQ"]),
    ("Commune et CPAS", ["Commune", "CPAS"]),
    ("Ville et CPAS", ["Ville", "CPAS"]),
    ("le Forem et l’AViQ", ["le Forem", "l’AViQ"]),
    ("l'AIS et la SLSP", ["l'AIS", "la SLSP"]),
    ("Jean Modèle et Anne Exemple", ["Jean Modèle", "Anne Exemple"]),
    ("Mme Exemple et M. Modèle", ["Mme Exemple", "M. Modèle"]),
    ("Jean Modèle, Anne Exemple", ["Jean Modèle", "Anne Exemple"]),
    ("Anne Exemple, assistante sociale", ["Anne Exemple, assistante sociale"]),
    ("Jean Modèle, médiateur de dettes", ["Jean Modèle, médiateur de dettes"]),
    ("Anne Exemple, cheffe du service", ["Anne Exemple, cheffe du service"]),
    (
        "Anne Exemple, directrice générale, Jean Modèle",
        ["Anne Exemple, directrice générale", "Jean Modèle"],
    ),
    ("Bourgmestre et Directeur général", ["Bourgmestre", "Directeur général"]),
    ("Service Travaux et Service Énergie", ["Service Travaux", "Service Énergie"]),
    ("Service Culture et sports", ["Service Culture et sports"]),
    ("Service Logement et énergie", ["Service Logement et énergie"]),
    ("Aide et soins à domicile", ["Aide et soins à domicile"]),
    (
        "Services - Service Population, Services - Service Etat-civil",
        ["Services - Service Population", "Services - Service Etat-civil"],
    ),
    (
        "Echevins - 2ème échevin, Echevins - 3ème échevin",
        ["Echevins - 2ème échevin", "Echevins - 3ème échevin"],
    ),
    ("Services - Service de l'Urbanisme", ["Services - Service de l'Urbanisme"]),
    (
        "Office de la Naissance et de l'Enfance, Forem",
        ["Office de la Naissance et de l'Enfance", "Forem"],
    ),
    (
        "Industrie, innovation et infrastructure, Vie terrestre",
        ["Industrie, innovation et infrastructure", "Vie terrestre"],
    ),
    (
        "SPF Emploi, Travail et Concertation sociale, ONEM",
        ["SPF Emploi, Travail et Concertation sociale", "ONEM"],
    ),
    ("asbl (aide, conseil et écoute), AIS", ["asbl (aide, conseil et écoute)", "AIS"]),
    ("asbl « Ici, ailleurs », AIS", ["asbl « Ici, ailleurs »", "AIS"]),
    ("Partenaires locaux (Forem ; ONE)", ["Partenaires locaux (Forem ; ONE)"]),
    (
        "Service de l'Urbanisme, de l'Environnement et du Logement",
        ["Service de l'Urbanisme, de l'Environnement et du Logement"],
    ),
    ("Service de\nl'Urbanisme", ["Service de l'Urbanisme"]),
    ("Service Jeunesse\net Culture", ["Service Jeunesse et Culture"]),
    ("Maison médicale (quartier\nnord)\nForem", ["Maison médicale (quartier nord)", "Forem"]),
    ("Forem, ONE, etc.", ["Forem", "ONE"]),
    ("Forem, ONE…", ["Forem", "ONE…"]),
    ("Forem, ONE.", ["Forem", "ONE."]),
    ("Associations locales.", ["Associations locales"]),
    ("Forem,", ["Forem"]),
    ("Forem,, ONE", ["Forem", "ONE"]),
    ("Plan de formation, Plan de gestion", ["Plan de formation", "Plan de gestion"]),
    ("CPAS/Commune, Forem", ["CPAS/Commune", "Forem"]),
    ("Budget 1,5 ETP", ["Budget 1,5 ETP"]),
    ("Police\nAgents constatateurs\nStewards", ["Police", "Agents constatateurs", "Stewards"]),
    ("/", []),
    ("-", []),
    ("", []),
    ("\n \n", []),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_split(text: str, wanted: list[str]) -> None:
    assert split_list(text) == wanted


def test_known_names_are_not_split() -> None:
    text = "Eau, gaz et lumière, Forem et Les Amis et Compagnie"
    known = ("Eau, gaz et lumière", "Les Amis et Compagnie")
    assert split_list(text, known)[0] == "Eau, gaz et lumière"
    assert split_list("Les Amis et Compagnie, Forem", known) == ["Les Amis et Compagnie", "Forem"]
    assert split_list("Eau, gaz et lumière") == ["Eau", "gaz et lumière"]


@given(st.text(alphabet="AbcéT ,;/()\n•-et«»", max_size=40))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(split_list(text))
    lost = [c for c in text if c in "AbcéT" and kept.count(c) != text.count(c)]
    assert lost == []
