"""Goals of sustainable development, by number and by name."""

from __future__ import annotations

import pytest

from extractor.values.folding import key, vocabulary
from extractor.values.sdgs import parse_sdgs

CASES = [
    ("ODD 3", [3]),
    ("ODD3", [3]),
    ("ODD n°3", [3]),
    ("ODD n° 3", [3]),
    ("O.D.D. 3", [3]),
    ("SDG 13", [13]),
    ("odd 03", [3]),
    ("ODD 3, 4 et 11", [3, 4, 11]),
    ("ODD 3 - 4 - 11", [3, 4, 11]),
    ("ODD 3/4/11", [3, 4, 11]),
    ("ODD 3 & 4", [3, 4]),
    ("ODD 3, ODD 4, ODD 11", [3, 4, 11]),
    ("ODD 3; ODD 4", [3, 4]),
    ("ODD3 ODD4", [3, 4]),
    ("ODD 3 à 5", [3, 4, 5]),
    ("ODD 16 et 17", [16, 17]),
    ("Objectif de développement durable 7", [7]),
    ("Objectifs de développement durable n° 7 et 13", [7, 13]),
    ("3", [3]),
    ("3, 4, 11", [3, 4, 11]),
    ("1\n3\n10", [1, 3, 10]),
    ("1 et 10", [1, 10]),
    ("cible 3.4", [3]),
    ("ODD 11.2", [11]),
    ("ODD 1.a", [1]),
    ("13 Mesures relatives…", [13]),
    ("13. Mesures relatives à la lutte contre les changements climatiques", [13]),
    ("16. PAIX, JUSTICE …", [16]),
    ("16. PAIX, JUSTICE ET INSTITUTIONS EFFICACES", [16]),
    ("Paix, justice et institutions efficaces", [16]),
    ("Industrie, innovation et infrastructure", [9]),
    ("Industrie, innovation et infrastructure, Inégalités réduites", [9, 10]),
    ("Bonne santé et bien-être, Villes et communautés durables", [3, 11]),
    ("Mesures relatives à la lutte contre les changements climatiques", [13]),
    ("Inégalités réduites", [10]),
    ("INEGALITES REDUITES", [10]),
    ("Faim « zéro »", [2]),
    ("Énergie propre et d’un coût abordable", [7]),
    ("ENERGIE PROPRE ET D'UN COUT ABORDABLE", [7]),
    ("Pas de pauvreté ; Éducation de qualité", [1, 4]),
    ("• Pas de pauvreté\n• Vie terrestre", [1, 15]),
    ("1. Pas de pauvreté, 3. Bonne santé et bien-être", [1, 3]),
    ("ODD 4 Éducation de qualité", [4]),
    ("ODD 4 : Éducation de qualité", [4]),
    ("Éducation de qualité (ODD 4)", [4]),
    ("Éducation de qualité\nODD 16", [4, 16]),
    ("Partenariats pour la réalisation\ndes objectifs", [17]),
    ("ODD 3, ODD 3", [3]),
    ("12 Consommation et production responsables 13 Mesures relatives à la lutte", [12, 13]),
    ("ODD 3 : 2 actions", [3]),
    ("ODD 18", []),
    ("ODD 0", []),
    ("18", []),
    ("2 agents", []),
    ("13 agents formés", []),
    ("2019", []),
    ("2019-2024", []),
    ("à définir", []),
    ("Service 3", []),
    ("article 60", []),
    ("/", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_sdgs(text: str, wanted: list[int]) -> None:
    assert parse_sdgs(text) == wanted


def test_every_official_name_is_read_alone_numbered_and_in_capitals() -> None:
    for number, forms in vocabulary("sdgs")["names"].items():
        for form in forms if number != "source" else []:
            wanted = [int(number)]
            assert parse_sdgs(form) == wanted
            assert parse_sdgs(f"{number}. {form.upper()}") == wanted


def test_all_17_at_once() -> None:
    names = [f[0] for n, f in vocabulary("sdgs")["names"].items() if n != "source"]
    assert parse_sdgs(", ".join(names)) == list(range(1, 18))


def test_each_wording_names_one_goal() -> None:
    seen: dict[str, str] = {}
    for number, forms in vocabulary("sdgs")["names"].items():
        for form in forms if number != "source" else []:
            assert seen.setdefault(key(form), number) == number
