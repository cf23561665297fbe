"""Themes, goals and their data."""

from __future__ import annotations

import json
import tomllib

import pytest

from benchmarks.nlp import PLANS
from extractor.nlp import NlpItem, Sdg
from extractor.nlp.taxonomy import load_goals, load_taxonomy
from extractor.nlp.taxonomy import short_name as slug_of
from extractor.nlp.themes import classify, classify_themes
from extractor.resources import models_path

FACTS = PLANS.parent / "facts" / "pst_categories.json"
CPAS = ("CPAS de Valmont", "Valmont")
COMMUNE = ("Commune de Valmont", "Valmont")


def goals_of(*items: NlpItem) -> list[tuple[Sdg, ...]]:
    return [classes.sdgs for classes in classify(items)]


def first_theme(title: str, context: tuple[str, ...] = CPAS) -> str | None:
    (themes,) = classify_themes([NlpItem(title, context=context)])
    return slug_of(themes[0].code) if themes else None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ouvrir une crèche", "petite-enfance"),
        ("OUVRIR UNE CRECHE", "petite-enfance"),
        ("Créer des logements", "logement"),
        ("Rencontrer les endettés", "mediation-dettes"),
        ("Soutenir les ménages surendettés", "mediation-dettes"),
        ("Réagir vite", None),
        ("", None),
    ],
)
def test_first_theme(title: str, expected: str | None) -> None:
    assert first_theme(title) == expected


def test_the_same_words_in_the_plan_of_a_commune() -> None:
    assert first_theme("Ouvrir un hall omnisport", COMMUNE) == "sport"
    assert first_theme("Ouvrir un hall omnisport", CPAS) == "culture-sport-loisirs"
    (themes,) = classify_themes([NlpItem("Créer des logements", context=COMMUNE)])
    assert themes[0].code == "volet-externe-dvp-politiques-logement"


def test_parents_give_evidence() -> None:
    items = [
        NlpItem("Lutter contre le surendettement", "OO", context=CPAS),
        NlpItem("Réunir les partenaires deux fois par an", parent=0, context=CPAS),
    ]
    alone = classify_themes([NlpItem(items[1].title, context=CPAS)])[0]
    inherited = classify_themes(items)[1]
    assert "mediation-dettes" not in [slug_of(theme.code) for theme in alone]
    assert slug_of(inherited[0].code) == "mediation-dettes"
    assert inherited[0].score > 0.5 > max((theme.score for theme in alone), default=0.0)


def test_what_is_printed_comes_first() -> None:
    item = NlpItem(
        "Ouvrir une crèche",
        categories=("Volet externe : Développement des politiques - Tourisme", "Sans objet"),
        context=CPAS,
    )
    (themes,) = classify_themes([item])
    assert [(slug_of(t.code), t.score) for t in themes[:1]] == [("tourisme", 1.0)]
    assert slug_of(themes[1].code) == "petite-enfance"


def test_goals() -> None:
    item = NlpItem("Réduire la consommation d’énergie des bâtiments")
    ((goal, *_),) = goals_of(item)
    assert goal.goal == 7
    printed = NlpItem(item.title, sdgs=(7,))
    assert 7 not in [goal.goal for goal in goals_of(printed)[0]]
    assert goals_of(NlpItem("Réagir vite")) == [()]


def test_goals_are_the_17() -> None:
    assert list(load_goals()) == [str(number) for number in range(1, 18)]


def test_codes_of_domains_begin_with_their_category() -> None:
    data = tomllib.loads(models_path("taxonomy.toml").read_text("utf-8"))
    categories = {entry["code"] for entry in data["category"]}
    codes = [entry["code"] for entry in data["theme"]]
    assert {code.partition("/")[0] for code in codes} <= categories
    assert len(set(codes)) == len(codes)
    assert {e["commune"] for e in data["theme"] if "commune" in e} <= categories
    keys = {"code", "label", "sdgs", "strong", "terms", "weak", "cpas", "commune"}
    assert all(set(entry) <= keys for entry in [*data["category"], *data["theme"]])


@pytest.mark.skipif(not FACTS.exists(), reason="the official lists are not here")
def test_categories_are_the_official_ones() -> None:
    official = {entry["key"]: entry["label"] for entry in json.loads(FACTS.read_text("utf-8"))}
    labels = load_taxonomy().labels
    assert {code: labels[code] for code in labels if "/" not in code} == official


def test_an_objective_that_says_nothing_takes_what_stands_under_it() -> None:
    items = [
        NlpItem("Avancer", "OO", context=COMMUNE),
        NlpItem("Créer une piste cyclable", parent=0, context=COMMUNE),
        NlpItem("Installer des arceaux à vélos", parent=0, context=COMMUNE),
    ]
    alone = classify_themes(items[:1])[0]
    assert "mobilite" not in [slug_of(theme.code) for theme in alone]
    assert slug_of(classify_themes(items)[0][0].code) == "mobilite"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Isoler les écoles", "energie"),
        ("Sensibiliser les écoles au tri", "environnement"),
        ("Sensibiliser au tri", "environnement"),
        ("Ouvrir une bibliothèque dans l’ancienne caserne", "culture"),
        ("Être une commune accueillante", None),
        ("Créer une ligne de bus", "mobilite"),
        ("Proposer les formulaires en ligne", "egouvernement"),
        ("L’équipe motivée", "gestion-ressources-humaines/personnel"),
    ],
)
def test_roles_decide_between_the_words(title: str, expected: str | None) -> None:
    (themes,) = classify_themes([NlpItem(title, context=COMMUNE)])
    if expected is None:
        assert "synergies" not in [slug_of(theme.code) for theme in themes]
    else:
        assert themes[0].code.endswith(expected)


def test_senses_by_kind_of_institution() -> None:
    assert first_theme("Maîtriser l’endettement de la commune", COMMUNE) == "finances"
    assert first_theme("Lutter contre l’endettement", CPAS) == "mediation-dettes"
    assert first_theme("Soutenir l’épicerie", COMMUNE) == "dvp-economique"
    assert first_theme("Soutenir l’épicerie", CPAS) == "aide-alimentaire"
