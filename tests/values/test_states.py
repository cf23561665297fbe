"""Progress, status, health, priority."""

from __future__ import annotations

import pytest

from extractor.values.folding import vocabulary
from extractor.values.states import parse_health, parse_priority, parse_progress, parse_status

STATUSES = """non_commence: En création|À agender|A agender|A progr.
non_commence: À DÉMARRER|A démarrer|À assigner|À faire
non_commence: Non initiée|Non commencé|Pas encore commencé
non_commence: Non réalisé|Non réalisée|À réaliser en 2022|Planifié
en_cours: En cours|EN COURS|en cours de finalisation|Initiée
en_cours: Partiellement réalisé|Débutée|À poursuivre|Entamé
en_cours: Action en cours, à finaliser|Non terminé
en_cours: Réalisée en partie|Étude en cours
en_attente: Reporté|Reportée|Reporté à 2022|En attente
en_attente: En attente de subsides|Postposé|En pause|En suspens
probleme: Bloqué
en_attente: Suspendu|Suspendue
probleme: Problème|Interrompu
en_attente: Suspendu durant les travaux
termine: Finalisé|Finalisée|Clôturé|CLOTURE|Réalisé|Réalisée
termine: Réalisé(e)|Terminé|Terminée|Fin.|Achevé|Fait|100 % réalisé
termine: Réalisé ou terminé|✓
termine: Mis en place|Opérationnel
abandonne: Annulé|Annulée|Abandonné
abandonne: Ne sera pas concrétisé|Ne seront pas concrétisés|Sans suite|Ne sera pas réalisé
None: Permanent|||2021|Forem|oui|inconnu|encoursif|préfinalisés"""


def statuses() -> list[tuple[str, str | None]]:
    cases = []
    for line in STATUSES.splitlines():
        value, _, texts = line.partition(": ")
        cases += [(text, None if value == "None" else value) for text in texts.split("|")]
    return cases


@pytest.mark.parametrize(("text", "wanted"), statuses())
def test_status(text: str, wanted: str | None) -> None:
    assert parse_status(text) == (text, wanted)


def test_there_are_enough_statuses() -> None:
    assert len(set(statuses())) >= 60


def test_status_text_is_kept_with_blanks_collapsed() -> None:
    assert parse_status(" En\u00a0 cours\n") == ("En cours", "en_cours")


@pytest.mark.parametrize("table", ["status", "health", "priority"])
def test_each_wording_has_one_value(table: str) -> None:
    seen: dict[str, str] = {}
    for value, forms in vocabulary("states")[table].items():
        for form in forms if value != "source" else []:
            assert seen.setdefault(form, value) == value


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("40 %", 40.0),
        ("40%", 40.0),
        ("40\u00a0%", 40.0),
        ("40", 40.0),
        ("0", 0.0),
        ("0 %", 0.0),
        ("100 %", 100.0),
        ("12,5 %", 12.5),
        ("12.5%", 12.5),
        ("0,4", 40.0),
        ("0.25", 25.0),
        ("0,5 %", 0.5),
        ("3/4", 75.0),
        ("1 / 2", 50.0),
        ("réalisé à 80 %", 80.0),
        ("80 % réalisé", 80.0),
        ("60 pourcents", 60.0),
        ("120 %", None),
        ("-10", None),
        ("40 à 50 %", None),
        ("40 % puis 60 %", None),
        ("3/0", None),
        ("2021", None),
        ("terminé", None),
        ("", None),
        ("/", None),
    ],
)
def test_progress(text: str, wanted: float | None) -> None:
    assert parse_progress(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Bon", "bon"),
        ("bon", "bon"),
        ("Vert", "bon"),
        ("#33cc66", "bon"),
        ("#33CC66", "bon"),
        ("Risque", "risque"),
        ("À risque", "risque"),
        ("#ff6633", "risque"),
        ("Blocage", "blocage"),
        ("Rouge", "blocage"),
        ("#ff0000", "blocage"),
        ("En pause", "pause"),
        ("#ffff00", "pause"),
        ("🔴", "blocage"),
        ("Agent malade", None),
        ("#123456", None),
        ("", None),
    ],
)
def test_health(text: str, wanted: str | None) -> None:
    assert parse_health(text) == (text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1", 1),
        ("2", 2),
        ("0", 0),
        ("P1", 1),
        ("P 2", 2),
        ("Priorité 2", 2),
        ("priorité n°3", 3),
        ("Priorité : 1", 1),
        ("1/3", 1),
        ("1er", 1),
        ("haute", 1),
        ("Haute", 1),
        ("HAUTE", 1),
        ("Élevée", 1),
        ("Priorité haute", 1),
        ("Prioritaire", 1),
        ("très haute", 1),
        ("urgent", 1),
        ("***", 1),
        ("+++", 1),
        ("A", 1),
        ("moyenne", 2),
        ("**", 2),
        ("normale", 2),
        ("basse", 3),
        ("Faible", 3),
        ("*", 3),
        ("non prioritaire", 3),
        ("12", None),
        ("2021", None),
        ("à définir", None),
        ("", None),
    ],
)
def test_priority(text: str, wanted: int | None) -> None:
    assert parse_priority(text) == (text, wanted)
