"""Deadlines: a table of French expressions, negatives, titles, and properties."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.values.deadlines import (
    Deadline,
    find_inline_deadlines,
    find_trailing_deadline,
    parse_deadline,
)
from extractor.values.periods import easter

TABLE = Path(__file__).with_name("deadlines.txt")
TERM = (2019, 2024)


def rows() -> list[tuple[str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cases = [line.rsplit(" => ", 1) for line in lines if line and not line.startswith("#")]
    return [(a.replace("~", "\u00a0").replace("\\n", "\n"), b) for a, b in cases]


def shown(found: Deadline | None) -> str:
    if found is None:
        return "none"
    values = (found.start, found.end, found.precision, found.recurrence)
    return " ".join(str(v) if v else "-" for v in values)


def test_the_table_is_large_enough_and_has_no_duplicate() -> None:
    texts = [text for text, _ in rows()]
    assert len(texts) >= 200
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(("text", "wanted"), rows())
def test_expression(text: str, wanted: str) -> None:
    assert shown(parse_deadline(text, TERM)) == wanted


NOT_DEADLINES = """à définir|à déterminer|article 60|art. 60 §7|2 agents|Forem|néant|/|-|?
|Voir fiche 12|12|3.10|OS 1|10.000 €|2020 habitants|L1123-27|article 27|oui|en cours|Service Culture
|50 %|1/2 ETP|04/222 33 44|24/7|CPAS et commune|mais pas avant|continuer|secrétariat|marsupial
|Decret du 19 juillet 2018|20091.0|1234|2112|fin|début|pour le|t5 2021|13/13/2021|32/01/2021
|membre 2022|lévrier 2020|logement 2022|semaine 60 2021|vacances de Noël 2022|sem. 60 2021| """


@pytest.mark.parametrize("text", NOT_DEADLINES.replace("\n", "").split("|"))
def test_text_that_is_no_deadline(text: str) -> None:
    assert parse_deadline(text, TERM) is None


@pytest.mark.parametrize(
    ("text", "term", "wanted"),
    [
        ("fin de législature", (None, None), "- - legislature -"),
        ("mi-législature", (2018, 2024), "- 2021-12-31 legislature -"),
        ("mi-législature", (2025, 2030), "- 2027-12-31 legislature -"),
        ("début de législature", (2018, 2024), "2019-01-01 2019-12-31 legislature -"),
        ("fin de législature", (None, 2030), "- 2030-12-31 legislature -"),
        ("toute la législature", (2018, 2024), "2018-01-01 2024-12-31 legislature -"),
        ("31/12/2022", (2025, 2030), "2022-12-31 2022-12-31 day -"),
        ("septembre", (2019, 2024), "- - month -"),
    ],
)
def test_the_term_resolves_the_legislature_and_nothing_else(
    text: str, term: tuple[int | None, int | None], wanted: str
) -> None:
    assert shown(parse_deadline(text, term)) == wanted


def test_the_text_is_kept_as_printed_with_blanks_collapsed() -> None:
    found = parse_deadline("  Fin\u00a0 décembre\n2021 ")
    assert found is not None
    assert found.text == "Fin décembre 2021"


TRAILING = [
    ("Rénover la salle : début 2020.", ("Rénover la salle", "début 2020")),
    ("Rénover la salle\u00a0: fin 2021", ("Rénover la salle", "fin 2021")),
    ("Créer un potager: 31/12/2022.", ("Créer un potager", "31/12/2022")),
    ("Former le personnel : permanent", ("Former le personnel", "permanent")),
    (
        "Volet jeunesse : ouvrir un local : mars 2021",
        ("Volet jeunesse : ouvrir un local", "mars 2021"),
    ),
    ("Ouvrir une crèche (fin 2022)", ("Ouvrir une crèche", "fin 2022")),
    ("Ouvrir une crèche (pour le 30/06/2022).", ("Ouvrir une crèche", "pour le 30/06/2022")),
    ("Ouvrir une crèche (2021-2022)", ("Ouvrir une crèche", "2021-2022")),
    ("Évaluer l’accueil : 2020, 2022 et 2024.", ("Évaluer l’accueil", "2020, 2022 et 2024")),
    ("Informer les aînés : d’ici 2024", ("Informer les aînés", "d’ici 2024")),
    ("Réunir les voisins : Noël 2022", ("Réunir les voisins", "Noël 2022")),
    ("Réunir les voisins : Noël", None),
    ("Trois priorités : logement, énergie et emploi en 2021", None),
    ("Rénover la salle : étude en 2020", None),
    ("Mettre en œuvre le plan de cohésion (2020-2025)", None),
    ("Renouveler la convention (2020)", None),
    ("Ouvrir une crèche (12 places)", None),
    ("Un service mobile (été)", None),
    ("Horaire : 24h/24", None),
    (": fin 2021", None),
    ("Budget : 2.000 €", None),
    ("Engager deux agents", None),
]


@pytest.mark.parametrize(("title", "wanted"), TRAILING)
def test_trailing_deadline(title: str, wanted: tuple[str, str] | None) -> None:
    assert find_trailing_deadline(title) == wanted


#: the deadline that must be found stands between < and >
INLINE = """Former tous les agents d'accueil <pour fin 2021> compte tenu des moyens
Réduire la facture de 20% <d'ici 2024>
Réduire les déchets de 90% <au 31 12 2022>
Ouvrir un guichet <dans les 3 mois>
Réduire l'attente de 20% <dans les 12 mois à venir>
Doubler le nombre de places <d’ici fin 2023> et engager 2 agents
Publier un guide <à partir de 2021>
Tenir une permanence <de 2020 à 2022>
Achever l'étude <avant le 30 juin 2022>
Isoler la toiture <en 2022>
Isoler la toiture <courant 2022> puis la façade
Tester la formule <dès septembre 2020> dans les quartiers
Évaluer le projet <d'ici la fin de la législature>
Finaliser l'inventaire <endéans les 6 mois>
Présenter un bilan <fin 2021> et un autre <fin 2023>
Inaugurer le site <le 12 mars 2021>
Appliquer le décret du 19 juillet 2018
Mettre en œuvre le Plan 2020-2025
Mettre en œuvre le bilan de l'année 2020
Installer un ascenseur au 1er étage
Accueillir 2020 personnes
Un budget pour 2020 ménages
Créer 12 logements pour aînés
Soutenir les familles en mars
Poursuivre l'accompagnement social en article 60
Une aide dans les 3 écoles
Fêter les 20 ans de la maison de repos""".splitlines()


@pytest.mark.parametrize("marked", INLINE)
def test_inline_deadlines(marked: str) -> None:
    title = marked.replace("<", "").replace(">", "")
    found = find_inline_deadlines(title, TERM)
    rebuilt = title
    for span in reversed(found):
        rebuilt = f"{rebuilt[: span.start]}<{title[span.start : span.end]}>{rebuilt[span.end :]}"
    assert rebuilt == marked


def test_an_inline_deadline_carries_its_value() -> None:
    (found,) = find_inline_deadlines("Réduire les déchets au 31 12 2022")
    assert found.deadline.end == date(2022, 12, 31)
    assert found.deadline.start is None
    assert found.deadline.text == "au 31 12 2022"


def test_easter_is_a_sunday_between_22_march_and_25_april() -> None:
    known = {2012: (4, 8), 2019: (4, 21), 2020: (4, 12), 2024: (3, 31), 2038: (4, 25)}
    for year, (month, day) in known.items():
        assert easter(year) == date(year, month, day)
    for year in range(2012, 2061):
        found = easter(year)
        assert found.isoweekday() == 7
        assert (3, 22) <= (found.month, found.day) <= (4, 25)


WORDS = """fin début mi- 2021 2022 21 31/12/2022 mars et à de du au d'ici pour T1 semestre 1er 2e (
) , - / chaque année permanent législature mois 3 dans les été . : ; trimestre avant depuis
Noël Pâques semaine 12 reporté initialement"""


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=9))
def test_any_shuffle_of_words_is_read_without_error(words: list[str]) -> None:
    text = " ".join(words)
    found = parse_deadline(text, TERM)
    if found and found.start and found.end:
        assert found.start <= found.end
    for span in find_inline_deadlines(text, TERM):
        assert 0 <= span.start < span.end <= len(text)
