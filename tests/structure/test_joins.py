"""Lines of one paragraph, and labels with the text below them."""

from __future__ import annotations

import pytest

from extractor.document import Line
from extractor.structure.paragraphs import build_blocks
from extractor.structure.wording import has_sentences
from tests.structure.helpers import COVER, find, plan_of


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        (("Un cadre de vie agréable et sûr", "Volet externe"), 2),
        (("Ouvrir la salle aux jeunes de", "Volet externe"), 1),
        (("Évaluer la collecte des déchets", "(PCDR/PCDN)"), 1),
        (("Évaluer la collecte des déchets.", "(PCDR/PCDN)"), 2),
        (("Cheffe de bureau /", "A. Lambermont"), 1),
        (("Cheffe de bureau", "A. Lambermont"), 2),
    ],
)
def test_lines_that_go_on(lines: tuple[str, str], blocks: int) -> None:
    assert len(build_blocks([Line(i, text) for i, text in enumerate(lines, 1)])) == blocks


def test_a_label_is_a_value_where_a_column_says_so() -> None:
    lines = [Line(1, "Agent"), Line(2, "constatateur")]
    assert len(build_blocks(lines)) == 2
    assert [b.text for b in build_blocks(lines, labels=False)] == ["Agent constatateur"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ÊTRE UN C.P.A.S. OÙ L’ON VIENT", False),
        ("1.1. Poursuivre la lecture", False),
        ("Elle agit. Le reste suit", True),
    ],
)
def test_abbreviations_end_no_sentence(text: str, expected: bool) -> None:
    assert has_sentences(text) is expected


def test_a_paragraph_below_its_label_is_the_value() -> None:
    plan = plan_of(
        f"""<h1>{COVER.strip()}</h1>
        <h2>OS 1 : Être un centre ouvert à tous</h2>
        <h4>Motivation</h4><p>Les demandes augmentent chaque année.</p>
        <h3>OO 1.1 : Ouvrir un guichet unique</h3><ul><li>Former deux agents</li></ul>
        <h2>OS 2 : Être un employeur attentif</h2>
        <h3>OO 2.1 : Soigner l’accueil des agents</h3><ul><li>Rédiger un livret</li></ul>""",
        "plan.html",
    )
    assert find(plan, "Être un centre").description == "Les demandes augmentent chaque année."
