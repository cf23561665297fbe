"""The blind figures do not fall; floors stand a little under what the model card tells."""

from __future__ import annotations

import pytest

from benchmarks.blind import read_authors, read_marked, read_own, read_pairs, read_queries
from benchmarks.nlp import score_blind, score_pairs, score_search

pytestmark = pytest.mark.model


def test_independent_authors() -> None:
    scores = score_blind(read_authors("held"))
    assert scores.titles > 150
    assert scores.first >= 0.80 and scores.none <= 0.02
    assert scores.themes.f1 >= 0.68
    assert scores.goals.precision >= 0.72 and scores.goals.recall >= 0.60
    assert scores.entities.f1 >= 0.67


def test_pairs_and_search() -> None:
    found, raised, pairs = score_pairs("held")
    assert pairs == 30 and found >= 23 and raised <= 2
    recall, gain, empty = score_search("held")
    assert recall >= 0.80 and gain >= 0.80 and empty == 0


def test_the_material_is_whole() -> None:
    for half in ("build", "held"):
        titles = sum(len(plan.items) for plan in read_own(half))
        assert all(max(right) < titles for _, right in read_queries(half))
        assert len(read_queries(half)) == 30 and len(read_pairs(half)) == 60
    fresh = sum(len(plan.items) for plan in read_own("fresh"))
    assert fresh == 100
    assert all(max(right) < fresh for _, right in read_queries("fresh"))
    assert len(read_queries("fresh")) == 20 and len(read_pairs("fresh")) == 60
    told = sum(
        annotation is not None
        for half in ("build", "second", "held")
        for plan in read_authors(half)
        for annotation in plan.annotations
    )
    assert told > 400
    assert read_marked("Le {ORG:CPAS} de Valmont") == ("Le CPAS de Valmont", {(3, 7, "ORG")})
