"""`title_normalized`: capitals, accents, typography."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.nlp import PLANS, score_capitals, score_oupeye_capitals
from extractor.nlp import normalize_title
from extractor.nlp.casing import restore_case
from extractor.nlp.titles import listed_acronyms, name_index

TITLES = (Path(__file__).parent / "titles.txt").read_text("utf-8").splitlines()
RIGHT = 0.98  # share of words


@pytest.mark.parametrize("accents", [False, True])
def test_capital_titles(accents: bool) -> None:
    assert len(TITLES) >= 100
    right, total = score_capitals(TITLES, accents)
    assert right >= RIGHT * total


@pytest.mark.skipif(not PLANS.exists(), reason="the real plans are not here")
def test_capital_titles_of_oupeye() -> None:
    right, total = score_oupeye_capitals()
    assert total > 100
    assert right >= RIGHT * total


@pytest.mark.parametrize("title", TITLES)
def test_mixed_case_is_left_alone(title: str) -> None:
    assert normalize_title(title) == title


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        # accents that frequency alone gets wrong
        ("UNE COMMUNE QUI A UN AVENIR", "Une commune qui a un avenir"),
        ("REPONDRE A LA DEMANDE", "Répondre à la demande"),
        ("A L’ECOUTE DE CHACUN", "À l’écoute de chacun"),
        ("UNE VILLE OU IL FAIT BON VIVRE", "Une ville où il fait bon vivre"),
        ("PARCS OU JARDINS", "Parcs ou jardins"),
        ("DES 2022, CREER DES POTAGERS", "Dès 2022, créer des potagers"),
        ("UN CADRE DE VIE SUR", "Un cadre de vie sûr"),
        ("VEILLER SUR LES AINES", "Veiller sur les aînés"),
        ("UN CPAS QUI PRESERVE SON PATRIMOINE", "Un CPAS qui préserve son patrimoine"),
        ("LE PATRIMOINE EST PRESERVE", "Le patrimoine est préservé"),
        ("VOLET INTERNE", "Volet interne"),
        ("LE MARCHE DE NOEL", "Le marché de Noël"),
        ("LA MARCHE GOURMANDE", "La marche gourmande"),
        # names and acronyms
        ("SE FORMER A L’A.I.S. DE NAMUR", "Se former à l’A.I.S. de Namur"),
        ("LE P.C.S., LE RGPD ET L’AVIQ", "Le P.C.S., le RGPD et l’AViQ"),
        ("LES 3 A 5 ANS", "Les 3 à 5 ans"),
        ("LE CPAS D’ANS", "Le CPAS d’Ans"),
        ("AU XXI SIECLE", "Au XXI siècle"),
        ("LA SOCIETE ZWARTEC", "La société Zwartec"),
        ("LE SITE DE HAM-SUR-SABLE", "Le site de Ham-sur-Sable"),
        ("LA FETE DE SAINTE-ADELE", "La fête de Sainte-Adele"),
        ("LE REZ-DE-CHAUSSEE", "Le rez-de-chaussée"),
        ("LE 1ER ETAGE", "Le 1er étage"),
        ("TENIR COMPTE DE CE QUE CHACUN VIT, EN TOUT CAS", None),
        # ligatures
        ("METTRE EN OEUVRE AU COEUR DU VILLAGE", "Mettre en œuvre au cœur du village"),
        ("METTRE EN ŒUVRE", "Mettre en œuvre"),
    ],
)
def test_words(printed: str, expected: str | None) -> None:
    assert normalize_title(printed) == (expected or printed.capitalize())


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("L'aide d'urgence", "L’aide d’urgence"),
        ("L’ aide", "L’aide"),
        ('Créer un "guichet unique" social', "Créer un « guichet unique » social"),
        ("Créer un “guichet unique”", "Créer un « guichet unique »"),
        ("Créer un «guichet\u00a0unique»", "Créer un « guichet unique »"),
        ("Réunir les aînés.", "Réunir les aînés"),
        ("Réunir les aînés ;", "Réunir les aînés"),
        ("Réunir le C.P.A.S.", "Réunir le C.P.A.S."),
        ("Cartes, affiches, etc.", "Cartes, affiches, etc."),
        ("Cartes, affiches...", "Cartes, affiches…"),
        ("Etre attentif", "Être attentif"),
        ("Etablir un plan", "Établir un plan"),
        ("Energie", "Énergie"),
        ("développer les contacts", "Développer les contacts"),
        ("Oeuvrer ensemble", "Œuvrer ensemble"),
        ("Deux  blancs\u00a0ici", "Deux blancs ici"),
        ("", ""),
        ("…", "…"),
        ("12", "12"),
    ],
)
def test_typography(printed: str, expected: str) -> None:
    assert normalize_title(printed) == expected


def test_names_of_the_document() -> None:
    assert normalize_title("VIVRE AU VAL DORE") == "Vivre au val doré"
    assert normalize_title("VIVRE AU VAL DORE", ("Val Doré",)) == "Vivre au Val Doré"


@given(st.text(alphabet="AEIOUÉÀÇŒSTRNLDMPQ’' .,:()«»-1", max_size=60))
def test_case_keeps_the_length(text: str) -> None:
    assert len(restore_case(text, name_index(), listed_acronyms())) == len(text)


@given(st.text(max_size=40))
def test_any_text_is_accepted(text: str) -> None:
    once = normalize_title(text)
    assert "\n" not in once
