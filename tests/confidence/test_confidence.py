"""Confidence: doubtful nodes get less, every node gets some, and the least sure are reported."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.confidence import (
    LOW,
    MAX_LOW,
    Facts,
    confidence,
    describe,
    find_facts,
    load_weights,
    rate_nodes,
)
from extractor.diagnostics import Report
from extractor.document import Candidate, Kind, OutlineNode, SourceDocument, Use
from extractor.schema import Level, Node, SourceSpan

CLEAR = Facts(stray=0.0, ocr=0.0, blur=0.0, unlabelled=0.0)
OS = ("form 'OS {n}'",)
OO = ("form 'OO {n}'",)
ACTION = ("marker •", "under OO")


def plan(count: int = 6) -> list[OutlineNode]:
    """Return a regular plan: two OS, `count` OO each, two actions under each."""
    roots = []
    for a in (1, 2):
        top = OutlineNode(Level.OS, f"{a}", f"OS {a}", f"Être une ville accueillante {a}", (1,), OS)
        for b in range(1, count + 1):
            middle = OutlineNode(
                Level.OO, f"{a}.{b}", f"OO {a}.{b}", f"Améliorer l’accueil du public {b}", (2,), OO
            )
            middle.parent = top
            for c in (1, 2):
                leaf = OutlineNode(
                    Level.ACTION, None, "•", f"Créer un guichet unique {c}", (3,), ACTION
                )
                leaf.parent = middle
                middle.children.append(leaf)
            top.children.append(middle)
        roots.append(top)
    return roots


def rated(roots: list[OutlineNode], facts: Facts = CLEAR) -> list[float]:
    return [confidence(features) for features in describe(roots, facts)]


def test_a_regular_plan_is_sure() -> None:
    assert min(rated(plan())) > 0.95


def _renumber(node: OutlineNode) -> None:
    node.code = "1.9"


def _shorten(node: OutlineNode) -> None:
    node.title = "Accueil"


def _misplace(node: OutlineNode) -> None:
    node.level = Level.SOUS_ACTION


def _look_otherwise(node: OutlineNode) -> None:
    node.evidence = ("type s12b", "chain a > b")


def _garble(node: OutlineNode) -> None:
    node.title = "Amél|orer l’accue¦l du pub~ic"


@pytest.mark.parametrize("spoil", [_renumber, _shorten, _misplace, _look_otherwise, _garble])
def test_what_is_odd_is_less_sure(spoil: Callable[[OutlineNode], None]) -> None:
    roots = plan()
    before = rated(roots)[4]
    spoil(roots[0].children[1])
    assert rated(roots)[4] < before


def test_a_document_that_stays_unexplained_is_less_sure() -> None:
    clear = rated(plan())
    stray = rated(plan(), Facts(stray=0.5, ocr=0.0, blur=0.0, unlabelled=0.0))
    assert all(a > b for a, b in zip(clear, stray, strict=True))


def test_a_missing_number_casts_doubt_on_what_hangs_before_it() -> None:
    roots = plan()
    roots[0].children[2].code = "1.4"
    features = describe(roots, CLEAR)
    assert features[4]["before_gap"] == 1 and features[1]["before_gap"] == 0
    assert features[5]["parent_before_gap"] == 1
    assert features[7]["breaks"] == 1


def test_facts_of_a_document() -> None:
    roots = plan(2)
    roots[0].quality = 0.3
    document = SourceDocument("application/pdf", (), text_layer="ocr")
    candidates = [
        Candidate(Kind.ITEM, "avant", (1,)),
        Candidate(Kind.HEADING, "OS 1", (2,), Use.NODE),
        Candidate(Kind.ITEM, "perdu", (3,), Use.BODY),
        Candidate(Kind.TEXT, "prose", (4,), Use.BODY),
    ]
    facts = find_facts(document, roots, candidates)
    nodes = 2 * (1 + 2 * 3)
    assert (facts.stray, facts.ocr) == (0.5, 1.0)
    assert facts.blur == pytest.approx(0.7 / nodes)
    assert facts.unlabelled == pytest.approx(8 / nodes)
    assert find_facts(document, [], []).stray == 0.0


def test_the_least_sure_are_reported_with_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    roots = plan(10)
    count = sum(1 for root in roots for _ in root.walk())
    chances = iter([0.99, 0.2, 0.4, *[0.5] * (count - 3)])
    monkeypatch.setattr("extractor.confidence.confidence", lambda features: next(chances))
    tree = [_as_node(root) for root in roots]
    report = Report()
    rate_nodes(roots, tree, CLEAR, report)
    nodes = [node for root in tree for node in root.walk()]
    assert [node.confidence for node in nodes[:3]] == [0.99, 0.2, 0.4]
    assert len(report.items) == MAX_LOW < count - 1
    assert [item.node_id for item in report.items[:2]] == [nodes[1].id, nodes[2].id]
    assert {item.code for item in report.items} == {"low-confidence"}
    assert (report.items[0].page, report.items[0].line) == (4, 2)
    assert LOW > 0.5


def _as_node(outline: OutlineNode) -> Node:
    return Node(
        id=f"{outline.level}-{outline.code}", level=outline.level, title=outline.title,
        title_normalized="", source=SourceSpan(page=4, lines=(outline.lines[0],) * 2, text=""),
        children=[_as_node(child) for child in outline.children],
    )  # fmt: skip


def test_every_feature_has_a_weight() -> None:
    seen = {name for features in describe(plan(), CLEAR) for name in features}
    assert len(seen) > 20 and seen <= set(load_weights())
