"""Confidence: doubtful nodes get less, every node gets some, and the least sure are reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from extractor.confidence import (
    LOW,
    MAX_LOW,
    UNCERTAIN,
    chance,
    describe,
    load_weights,
    rate_nodes,
    second_reading,
)
from extractor.diagnostics import Report
from extractor.document import OutlineNode, SourceDocument
from extractor.readers import read_bytes
from extractor.schema import Level, Node, SourceSpan
from extractor.structure import Structure, find_structure, walk
from tests.structure.helpers import COVER, plan_of

REGULAR = "".join(
    f"OS {a} : Être une ville accueillante {a}\n"
    + "".join(
        f"OO {a}.{b} : Améliorer l’accueil du public {'abcdef'[b]}\n"
        + "".join(f"• Créer un guichet unique {a}{b}{c}\n" for c in (1, 2))
        for b in range(1, 5)
    )
    for a in (1, 2)
)
UNLABELLED = (
    "1. Rendre la vallée plus verte\n  1. Replanter les talus\n    • Semer des prairies\n"
    "    • Tailler les saules\n  2. Nettoyer les rives\n    • Curer le bief\n"
)


def read(text: str) -> tuple[Structure, SourceDocument]:
    document = read_bytes((COVER + text).encode(), "plan.txt")
    return find_structure(document, {}), document


def rated(structure: Structure, document: SourceDocument) -> list[float]:
    return [chance(features) for features in describe(structure, document)]


def test_a_regular_plan_is_sure() -> None:
    assert min(rated(*read(REGULAR))) > 0.9


def test_a_plan_without_labels_is_less_sure() -> None:
    sure, doubtful = plan_of(COVER + REGULAR), plan_of(COVER + UNLABELLED)
    nodes = list(doubtful.nodes())
    assert nodes
    assert max(n.confidence for n in nodes) < min(n.confidence for n in sure.nodes())


def _renumber(node: OutlineNode) -> None:
    node.code = "1.9"


def _misplace(node: OutlineNode) -> None:
    node.level = Level.SOUS_ACTION


def _garble(node: OutlineNode) -> None:
    node.title = "Amél|orer l’accue¦l du pub~ic et des"


@pytest.mark.parametrize("spoil", [_renumber, _misplace, _garble])
def test_what_is_odd_is_less_sure(spoil: Callable[[OutlineNode], None]) -> None:
    structure, document = read(REGULAR)
    before = rated(structure, document)[4]
    spoil(structure.roots[0].children[1])
    assert rated(structure, document)[4] < before


def test_the_margin_of_a_look_counts() -> None:
    structure, document = read(REGULAR)
    without = replace(structure, margins=dict.fromkeys(structure.margins, 0.0))
    pairs = zip(rated(structure, document), rated(without, document), strict=True)
    assert all(sure > doubtful for sure, doubtful in pairs)


def test_features_lie_between_0_and_1() -> None:
    for text in (REGULAR, UNLABELLED):
        structure, document = read(text)
        found = describe(structure, document)
        assert len(found) == len(list(walk(structure.roots)))
        assert all(0 <= value <= 1 for features in found for value in features.values())


def test_every_weight_weighs_a_feature() -> None:
    structure, document = read(REGULAR)
    seen = {name for features in describe(structure, document) for name in features}
    assert len(seen) > 20
    assert set(load_weights()) - {"bias"} <= seen


def test_the_second_reading_makes_another_tree() -> None:
    structure, _ = read(REGULAR)
    other = second_reading(structure)
    assert other is not None
    assert other.ranks != structure.readings[0].ranks
    assert other.total <= structure.readings[0].total


def _as_node(outline: OutlineNode) -> Node:
    return Node(
        id=f"{outline.level}-{outline.code}", level=outline.level, title=outline.title,
        title_normalized="", source=SourceSpan(page=4, lines=(outline.lines[0],) * 2, text=""),
        children=[_as_node(child) for child in outline.children],
    )  # fmt: skip


def test_the_least_sure_are_reported_with_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    structure, document = read(REGULAR + "OO 2.5 : Écouter\n" + "• Ouvrir un lieu\n" * 10)
    tree = [_as_node(root) for root in structure.roots]
    nodes = [node for root in tree for node in root.walk()]
    chances = iter([0.99, 0.2, 0.4, *[0.5] * (len(nodes) - 3)])
    monkeypatch.setattr("extractor.confidence.chance", lambda features: next(chances))
    report = Report()
    certainty = rate_nodes(structure, document, tree, report)
    assert [node.confidence for node in nodes[:3]] == [0.99, 0.2, 0.4]
    low = [item for item in report.items if item.code == "low-confidence"]
    assert len(low) == MAX_LOW < len(nodes) - 1
    assert [item.node_id for item in low[:2]] == [nodes[1].id, nodes[2].id]
    assert (low[0].page, low[0].line) == (4, nodes[1].source.lines[0])
    assert certainty == pytest.approx(sum(n.confidence for n in nodes) / len(nodes), abs=1e-3)
    assert certainty is not None and certainty < UNCERTAIN and LOW > 0.5
    (remark,) = [item for item in report.items if item.code == "plan-uncertain"]
    assert f"{certainty:.0%}" in remark.message and "would be" in remark.message


def test_no_nodes_have_no_certainty() -> None:
    structure, document = read("Un texte sans plan.\n")
    assert rate_nodes(structure, document, [], Report()) is None
