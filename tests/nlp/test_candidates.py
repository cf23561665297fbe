"""Candidate themes: chances from evidence, silence below a bound, and how they are fitted."""

from __future__ import annotations

from benchmarks.fit_themes import fit, part_of
from extractor.nlp import NlpItem
from extractor.nlp.candidates import Choice, Spoken, chances, choose, load_model, theme_features
from extractor.nlp.taxonomy import build_taxonomy
from extractor.nlp.themes import classify_themes, listen

COMMUNE = ("Commune de Valbois", "Valbois")


def test_silence_below_the_bound() -> None:
    choice = Choice({}, least_first=0.2, least_further=0.4)
    assert choose(choice, {"a": 0.19, "b": 0.1}) == []
    assert choose(choice, {"a": 0.3, "b": 0.25}) == [("a", 0.3)]
    assert choose(choice, {"a": 0.5, "b": 0.45, "c": 0.41, "d": 0.4}) == [
        ("a", 0.5),
        ("b", 0.45),
        ("c", 0.41),
    ]


def test_a_class_that_often_goes_with_the_first_has_a_better_chance() -> None:
    spoken = Spoken({}, {}, {}, {"energie": 4.0, "x/infrastructures": 2.0, "sport": 2.0})
    found = theme_features(spoken, {"energie": {"infrastructures": 0.3}})
    ranked = chances(load_model().themes.weights, found)
    assert ranked["energie"] > ranked["x/infrastructures"] > ranked["sport"]


def test_a_fit_finds_which_feature_tells() -> None:
    rows = [({"telling": float(k % 2), "idle": float(k % 3 == 0)}, k % 2 == 1) for k in range(60)]
    weights = fit(rows)
    assert weights["telling"] > 1 > 4 * abs(weights["idle"])


def test_wordings_can_be_left_out() -> None:
    whole, part = build_taxonomy(), build_taxonomy(lambda wording: part_of(wording) == 0)
    item = NlpItem("Réparer les nids-de-poule", context=COMMUNE)
    assert listen([item], whole)[0].total.most >= 3
    kept = sum(len(branch.next) for branch in part.root.next.values())
    assert 0 < kept < sum(len(branch.next) for branch in whole.root.next.values())


def test_scores_are_chances() -> None:
    clear, vague = classify_themes(
        [
            NlpItem("Réparer les nids-de-poule de la voirie", context=COMMUNE),
            NlpItem("Réunir les partenaires deux fois par an", context=COMMUNE),
        ]
    )
    assert clear[0].score > 0.85
    assert not vague or vague[0].score < 0.6
