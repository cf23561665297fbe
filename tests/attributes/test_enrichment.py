"""Nodes and the linguistic module: what is filled, and what never changes."""

from __future__ import annotations

import pytest

from extractor import nlp as linguistics
from extractor.diagnostics import Report
from extractor.enrichment import enrich_nodes
from extractor.nlp import NlpItem, NlpResult
from extractor.nlp import Sdg as FoundSdg
from extractor.schema import Attributes, Institution
from tests.attributes.test_checks import tree

TOWN = Institution(name="Commune de Valmeuse", municipality="Valmeuse")


def test_without_nlp_titles_are_normalised_and_nothing_is_inferred() -> None:
    roots = tree("os 1 AMÉLIORER LA VIE À VALMEUSE.")
    report = Report()
    assert enrich_nodes(roots, TOWN, report, nlp=False) is None
    assert roots[0].title == "AMÉLIORER LA VIE À VALMEUSE."
    assert roots[0].title_normalized == "Améliorer la vie à Valmeuse"
    assert roots[0].enrichment.model_dump() == {}
    assert report.items == []


def test_items_carry_their_parents_and_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[NlpItem] = []

    def enrich(items: list[NlpItem]) -> list[NlpResult]:
        seen.extend(items)
        return [
            NlpResult(f"T{i}", verb="créer", sdgs=(FoundSdg(3, 0.5),)) for i in range(len(items))
        ]

    monkeypatch.setattr(linguistics, "enrich", enrich)
    monkeypatch.setattr(linguistics, "model_available", lambda: False)
    monkeypatch.setattr(linguistics, "model_name", lambda: None)
    roots = tree("os 1\n oo 1.1\n  a 1\n  a 2\n oo 1.2\n  a 3\nos 2")
    roots[0].attributes = Attributes(categories=["Logement"], sdgs=[11])
    report = Report()
    assert enrich_nodes(roots, TOWN, report, nlp=True) is None
    assert [item.parent for item in seen] == [None, 0, 1, 1, 0, 4, None]
    assert (seen[0].categories, seen[0].sdgs) == (("Logement",), (11,))
    assert seen[0].context == ("Commune de Valmeuse", "Valmeuse")
    nodes = [node for root in roots for node in root.walk()]
    assert [node.title_normalized for node in nodes] == [f"T{i}" for i in range(7)]
    assert nodes[6].enrichment.verb == "créer" and nodes[6].enrichment.sdgs[0].sdg == 3
    assert [item.code for item in report.items] == ["nlp-unavailable"]


@pytest.mark.model
def test_a_model_changes_nothing_but_the_enrichment() -> None:
    text = "os 1 Être un CPAS attentif\n oo 1.1 Loger\n  a - Organisation d’ateliers avec le Forem"
    with_model, without = tree(text), tree(text)
    model = enrich_nodes(with_model, TOWN, Report(), nlp=True)
    enrich_nodes(without, TOWN, Report(), nlp=False)
    assert model is not None and model.startswith("fr_core_news")
    action = with_model[0].children[0].children[0]
    assert action.enrichment.verb == "organiser"
    assert "Forem" in [entity.text for entity in action.enrichment.entities]
    for pair in zip(with_model[0].walk(), without[0].walk(), strict=True):
        ours, bare = (node.model_dump(exclude={"enrichment", "children"}) for node in pair)
        assert ours == bare
