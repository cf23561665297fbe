"""The figures that the project promises, on annotated nodes."""

from __future__ import annotations

import pytest

from benchmarks.nlp import PLANS, read_plan, score_entities, score_themes
from extractor.nlp import enrich

pytestmark = pytest.mark.model

ENTITIES_F1 = 0.85
AMONG_FIRST = 0.88  # first theme is one of those annotated
ALL_THEMES_F1 = 0.75


@pytest.mark.parametrize("name", ["fictional", "baelen", "oupeye"])
def test_figures(name: str) -> None:
    if name != "fictional" and not PLANS.exists():
        pytest.skip("the real plans are not here")
    items, rows = read_plan(name)
    results = enrich(items)
    assert score_entities(items, results, rows).f1 >= ENTITIES_F1
    assert score_entities(items, results, rows, own=False).f1 >= ENTITIES_F1
    first, among, themes = score_themes(results, rows)
    assert first <= among
    assert among >= AMONG_FIRST
    assert themes.f1 >= ALL_THEMES_F1
