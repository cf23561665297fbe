"""The infinitive that a title stands for."""

from __future__ import annotations

import tomllib

import pytest

from extractor.lexicon import find_infinitive
from extractor.nlp.verbs import find_verb
from extractor.resources import models_path


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Développer l’accueil", "développer"),
        ("AMELIORER L’ACCUEIL", "améliorer"),
        ("Être un CPAS ouvert", "être"),
        ("Etre un CPAS ouvert", "être"),
        ("Organisation d’une sortie", "organiser"),
        ("Mises à jour régulières du site", "mettre à jour"),
        ("Mise en place d’une permanence", "mettre en place"),
        ("Mettre en place une permanence", "mettre en place"),
        ("Prise en charge des frais", "prendre en charge"),
        ("Création de trois places", "créer"),
        ("Octroi d’une prime", "octroyer"),
        ("Soutien et aide des familles", "soutenir"),
        ("Étude de faisabilité", "étudier"),
        ("S’associer aux voisins", "s’associer"),
        ("Se doter d’un logiciel", "se doter"),
        ("Mieux accueillir les usagers", "accueillir"),
        ("Ne pas chauffer la nuit", "chauffer"),
        ("En lien avec le relais, inciter chacun à se former", "inciter"),
        ("Via le tuteur, rencontre de propriétaires", "rencontrer"),
        ("Intervention, à raison de moitié, dans les frais", "intervenir"),
        ("Chaque dossier est examiné", None),
        ("Ateliers de cuisine", None),
        ("Atelier de cuisine", None),
        ("Courrier aux habitants", None),
        ("Un personnel motivé", None),
        ("Logement", None),
        ("Soutien", None),
        ("", None),
        ("(…)", None),
    ],
)
def test_verb(title: str, expected: str | None) -> None:
    assert find_verb(title) == expected


def test_every_verb_of_the_data_is_an_infinitive() -> None:
    data = tomllib.loads(models_path("verbs.toml").read_text("utf-8"))
    for verb in [*data["nouns"].values(), *data["phrases"].values(), *data["locutions"]]:
        first = verb.split()[0]
        assert find_infinitive(first) == first, verb
