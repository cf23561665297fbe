"""The figures that the project promises, on annotated nodes."""

from __future__ import annotations

import pytest

from benchmarks.nlp import PLANS, read_plan, score_entities, score_themes
from extractor.nlp import enrich

pytestmark = pytest.mark.model

ENTITIES_F1 = 0.85
FIRST_THEME = 0.80


@pytest.mark.parametrize("name", ["fictional", "baelen", "oupeye"])
def test_figures(name: str) -> None:
    if name != "fictional" and not PLANS.exists():
        pytest.skip("the real plans are not here")
    items, rows = read_plan(name)
    results = enrich(items)
    assert score_entities(items, results, rows).f1 >= ENTITIES_F1
    assert score_entities(items, results, rows, own=False).f1 >= ENTITIES_F1
    first, among, themes = score_themes(results, rows)
    assert first >= FIRST_THEME
    assert among >= first
    assert themes.f1 >= FIRST_THEME
