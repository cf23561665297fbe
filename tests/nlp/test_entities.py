"""Names in titles. Marked in the sentence: `[Forem|ORG]`."""

from __future__ import annotations

import re

import pytest

from extractor.nlp.entities import find_entities
from extractor.nlp.heads import find_places
from extractor.nlp.patterns import build_patterns

pytestmark = pytest.mark.model

_MARK = re.compile(r"\[([^|\]]+)\|([A-Z]+)\]")

MARKED = [
    "Inviter le [Forem|ORG] et l’[ONE|ORG]",
    "INVITER LE [FOREM|ORG] ET L’[O.N.E.|ORG]",
    "Revoir la convention du [CPAS de Namur|ORG]",
    "Soutenir la [régie des quartiers|ORG] et les [régies de quartier|ORG]",
    "Soutenir la [REGIE DES QUARTIERS|ORG]",
    "Engager deux [assistantes sociales|FUNCTION] et un [éducateur|FUNCTION]",
    "Ouvrir une [épicerie sociale|SERVICE]",
    "Ouvrir deux [épiceries sociales|SERVICE]",
    "Solliciter le [Fonds social de l’eau|PROGRAMME]",
    "Solliciter l’[agence immobilière sociale Haute-Lande|ORG]",
    "Favoriser une meilleure connaissance mutuelle",
    "Affilier chacun à une [mutuelle|ORG]",
    "Organiser un voyage à [Dinant|PLACE]",
    "Rencontrer M. [Dupont|PERSON] et Mme [Claire Legrand|PERSON]",
    "Améliorer le bien-être",
    "Développer Internet",
    "Rédiger une FAQ en PDF",
    "Une seule fois par an",
    "Réunir la [commission locale de développement rural|ORG]",
    "Consulter le [conseil consultatif des aînés|ORG]",
    "Adopter un [plan d’actions en faveur de l’égalité|PROGRAMME]",
    "Engager un [agent constatateur|FUNCTION] chargé des immeubles vides",
    "Recruter un [conseiller en mobilité|FUNCTION] à mi-temps",
    "Rénover la [plaine de jeux de Villers-le-Tige|SERVICE]",
    "Refaire les revêtements de la [rue des Combattants|PLACE]",
    "Remplacer les conduites de [Limerlé|PLACE] et de [Steinbach|PLACE]",
    "Former le [tuteur énergie|FUNCTION] du [CPAS|ORG]",
    "Servir des fruits dans les écoles",
    "Rédiger une fiche en FALC",
    "Améliorer les services du [CPAS|ORG]",
    "Revoir les conventions de partenariat",
    "Ouvrir une [crèche|SERVICE] de vingt-huit places",
    "Doter les ouvriers de vêtements légers",
    "Installer un [skatepark|SERVICE] dessiné avec les jeunes",
    "Mettre son temps au service de la solidarité",
    "Racheter le fond du jardin",
    "Rendre la [Vernelle|PLACE] à ses méandres",
    "Fermer la [Grand-Rue|PLACE] en été",
    "Faire rouler un minibus entre [Chevron|PLACE] et la gare",
    "Organiser une journée de nettoyage",
    "Fêter la [semaine de la forêt|PROGRAMME]",
    "",
]


@pytest.mark.parametrize("marked", MARKED)
def test_entities(marked: str) -> None:
    title = _MARK.sub(r"\1", marked)
    expected = _MARK.findall(marked)
    (found,) = find_entities([title])
    assert [(entity.text, entity.label) for entity in found] == expected
    assert all(title[entity.start : entity.end] == entity.text for entity in found)


def test_the_municipality_of_the_document() -> None:
    (found,) = find_entities(["Animer le centre de Valmont"], ("Valmont",))
    assert [(entity.text, entity.label) for entity in found] == [("Valmont", "PLACE")]


def test_acronyms_that_the_document_spells_out() -> None:
    titles = ["Créer un centre de services partagés (CSP)", "Confier la paie au CSP"]
    first, second = find_entities(titles)
    assert [(e.text, e.label) for e in first][-1] == ("CSP", "SERVICE")
    assert [(e.text, e.label) for e in second] == [("CSP", "SERVICE")]


def test_listed_names_score_higher_than_guessed_ones() -> None:
    (found,) = find_entities(["Inviter le Forem et Mme Legrand"])
    listed, guessed = found
    assert 1 > listed.score > guessed.score > 0.5


def test_patterns_have_an_identity() -> None:
    patterns = build_patterns()
    assert all(pattern["id"] and pattern["pattern"] for pattern in patterns)
    labels = {"ORG", "SERVICE", "PERSON", "FUNCTION", "PLACE", "PROGRAMME"}
    assert {pattern["label"] for pattern in patterns} <= labels


def test_an_abbreviated_name_is_no_place() -> None:
    assert not list(find_places(["Consulter", "la", "Verbundhilfe", "(", "VBH", ")"]))
    assert list(find_places(["Longer", "la", "Verbundhilfe", "à", "pied"]))
