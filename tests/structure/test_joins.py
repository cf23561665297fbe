"""Lines of one paragraph, and labels with the text below them."""

from __future__ import annotations

import textwrap

import pytest

from extractor.document import BBox, CellRef, Line
from extractor.structure.blocks import Typesetting
from extractor.structure.paragraphs import build_blocks
from extractor.structure.wording import has_sentences
from tests.structure.helpers import COVER, find, outline, plan_of

CELL = CellRef(0, 0, 0)


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        (("Un cadre de vie agréable et sûr", "Volet externe"), 2),
        (("Ouvrir la salle aux jeunes de", "Volet externe"), 1),
        (("Évaluer la collecte des déchets", "(PCDR/PCDN)"), 1),
        (("Évaluer la collecte des déchets.", "(PCDR/PCDN)"), 2),
        (
            (
                "OO 2 SOIGNER LES SENTIERS ET LES VERGERS DU DOMAINE PUBLIC ET LE",
                "PUBLIC : UN CHOIX",
            ),
            1,
        ),
        (("OO 2 SOIGNER LES SENTIERS", "PUBLIC : LES AINES"), 2),
        (
            (
                "OO 2 SOIGNER LES SENTIERS ET LES VERGERS DU DOMAINE PUBLIC ET SES ARBRES",
                "VOLET INTERNE",
            ),
            2,
        ),
        (("Cheffe de bureau /", "A. Lambermont"), 1),
        (("Cheffe de bureau", "A. Lambermont"), 2),
        (("OO 2 Soigner les sentiers", "– suite"), 1),
        (("OO 2 Soigner les sentiers", "– suite du chantier"), 2),
    ],
)
def test_lines_that_go_on(lines: tuple[str, str], blocks: int) -> None:
    assert len(build_blocks([Line(i, text) for i, text in enumerate(lines, 1)])) == blocks


@pytest.mark.parametrize(
    ("above", "blocks"),
    [
        ("- Accompagner la tenue du cadastre des logements vides des familles :", 1),
        ("- Accompagner les familles :", 2),
    ],
)
def test_a_full_line_goes_on_behind_a_colon(above: str, blocks: int) -> None:
    lines = [Line(1, above), Line(3, "vers une approche intégrée", gap=1.0)]
    assert len(build_blocks(lines)) == blocks


def test_a_label_printed_again_is_no_part_of_a_title() -> None:
    title = "OO 2 SOIGNER LES SENTIERS ET LES VERGERS DU DOMAINE PUBLIC ET SES ARBRES"
    texts = (title, "PILOTE : LE SERVICE", "OO 3 SEMER", "PILOTE : LA DIRECTION")
    assert len(build_blocks([Line(i, text) for i, text in enumerate(texts, 1)])) == 4


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


def test_bold_titles_are_special_beside_larger_ones() -> None:
    titles = [Line(1, "Être une commune qui gère ses finances", size=16.0, bold=True)]
    titles += [Line(2, "Rénover la toiture de l’école", size=10.0, bold=True)]
    lines = [*titles, Line(3, "Commander une étude au bureau", size=10.0)]
    lines += [Line(4, "Réparer les ardoises", size=10.0)]
    assert Typesetting(lines).bold_is_special


def test_a_table_of_one_row_is_a_label_and_its_value() -> None:
    plan = plan_of(
        f"""<h1>{COVER.strip()}</h1>
        <h2>OS 1 : Être un centre ouvert à tous</h2><h3>OO 1.1 : Ouvrir un guichet unique</h3>
        <table><tr><td>Service gestionnaire</td><td>Service du personnel</td></tr></table>
        <ul><li>Former deux agents</li></ul>
        <h3>OO 1.2 : Soigner l’accueil des agents</h3>
        <table><tr><td>Responsable mandataire</td><td>Échevin de la Mobilité</td></tr>
        <tr><td>Échéance</td><td></td></tr><tr><td>Pilote</td><td></td></tr></table>
        <ul><li>Rédiger un livret</li></ul>""",
        "plan.html",
    )
    assert find(plan, "Ouvrir").attributes.services == ["Service du personnel"]
    assert find(plan, "Soigner").attributes.mandataries == ["Échevin de la Mobilité"]


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


def test_a_blank_before_a_title_below_its_number_is_no_lost_bullet() -> None:
    plan = plan_of(
        COVER
        + "".join(
            f"""\
 OS 1         Un CPAS qui accueille
 OO 1.1       Repenser le premier contact


 ACTION 1.1.{number}

 {title}


Service pilote                  Service social


Échéance                        juin 2022

"""
            for number, title in enumerate(
                ("Former les agents", "Rénover la salle", "Traduire les avis", "Ouvrir le soir"), 1
            )
        )
    )
    assert outline(plan) == textwrap.dedent(
        """\
        OS 1 Un CPAS qui accueille
          OO 1.1 Repenser le premier contact
            ACTION 1.1.1 Former les agents
            ACTION 1.1.2 Rénover la salle
            ACTION 1.1.3 Traduire les avis
            ACTION 1.1.4 Ouvrir le soir"""
    )


@pytest.mark.parametrize(("word", "blocks"), [("WWW", 2), ("Lil", 3)])
def test_whether_a_word_would_have_fitted_depends_on_its_letters(word: str, blocks: int) -> None:
    """Three wide letters do not fit where three narrow ones would have."""
    lines = [
        Line(1, "- Le relais du parc communal", 1, BBox(50, 0, 200, 10), 10.0, gap=0.2),
        Line(2, "- Chef de bureau au parc", 1, BBox(50, 12, 180, 22), 10.0, gap=0.2),
        Line(3, f"{word} du relais", 1, BBox(50, 24, 110, 34), 10.0, gap=0.2),
    ]
    assert len(build_blocks(lines)) == blocks


@pytest.mark.parametrize(
    ("below", "blocks"), [("(A.11)", 1), ("(A.11) Planter des haies", 2), ("(ADL)", 2)]
)
def test_a_code_alone_closes_a_title_that_ended(below: str, blocks: int) -> None:
    lines = [Line(1, "1.2.3. Répondre aux besoins de la population."), Line(2, below)]
    assert len(build_blocks(lines)) == blocks


def test_a_line_with_a_closing_code_is_no_field() -> None:
    lines = [
        Line(1, "ENTRETENIR LES VERGERS ET L’ECLAIRAGE", 1, BBox(50, 0, 300, 10), 10.0, cell=CELL),
        Line(2, "PUBLIC : UN CHOIX (OO.6)", 1, BBox(50, 12, 200, 22), 10.0, gap=0.2, cell=CELL),
    ]
    assert len(build_blocks(lines)) == 1


@pytest.mark.parametrize(
    ("second", "indent", "blocks"), [(90.0, 90.0, 1), (90.0, 70.0, 2), (70.0, 70.0, 1)]
)
def test_a_title_goes_on_over_the_page(second: float, indent: float, blocks: int) -> None:
    def line(index: int, text: str, page: int, x0: float) -> Line:
        box = BBox(x0, 100, 500, 110)
        return Line(index, text, page, box, 10.0, indent=x0, gap=0.2)

    lines = [
        line(1, "1. RENOVER L’ACCUEIL DES NOUVEAUX HABITANTS DANS LE RESPECT DE", 1, 70),
        line(2, "TOUS ET DE L’ENVIRONNEMENT, DES MOYENS ET DES ATTENTES EXPRIMEES", 1, second),
        line(3, "LORS DES RENCONTRES CITOYENNES", 2, indent),
    ]
    assert len(build_blocks(lines)) == blocks


def test_a_title_repeated_with_suite_below_it_is_the_same() -> None:
    lines = [
        Line(1, "OS 2 ÊTRE UNE COMMUNE QUI COMMUNIQUE SOUVENT :"),
        Line(2, "VERS UNE APPROCHE INTÉGRÉE (suite)"),
    ]
    assert len(build_blocks(lines)) == 1


@pytest.mark.parametrize(
    ("second", "indent", "blocks"),
    [
        ("vestiaire et l’épicerie", 50.0, 1),
        ("Vestiaire et épicerie", 50.0, 2),
        ("vestiaire", 10.0, 2),
    ],
)
@pytest.mark.parametrize("sign", ["", "- "])
def test_a_paragraph_with_an_indented_first_line(
    sign: str, second: str, indent: float, blocks: int
) -> None:
    def line(index: int, text: str, x0: float) -> Line:
        return Line(index, text, 1, BBox(x0, 12.0 * index, 400, 12.0 * index + 10), 10.0, gap=0.2,
                    indent=x0)  # fmt: skip

    lines = [
        line(1, f"{sign}Le CPAS acquiert, rue de Mettet, l’ancien magasin afin d’y grouper", 70),
        line(2, second, indent),
        line(3, "sociale et les ateliers de la commune", indent),
    ]
    assert len(build_blocks(lines)) == blocks


@pytest.mark.parametrize(("sign", "blocks"), [("•", 1), ("", 2)])
def test_a_sentence_below_the_text_of_an_item_on_the_page_before(sign: str, blocks: int) -> None:
    lines = [
        Line(1, f"{sign} Soigner les haies et les vergers.".strip(), 1, indent=0.0),
        Line(2, "Des ateliers sont proposés.", 2, indent=2.0),
    ]
    assert len(build_blocks(lines)) == blocks
