"""Habits of plans that town halls and agencies invent, one each. All texts are invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Line, SourceDocument
from extractor.readers.pdf.glyphs.lines import build_rows
from extractor.readers.pdf.glyphs.marks import Face, Piece
from extractor.structure import find_structure, walk
from tests.structure.helpers import COVER, find, outline
from tests.structure.helpers import plan_of as extract
from tests.structure.test_brochure import Put, plan_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word(*paragraphs: tuple[str | None, str, str]) -> SourceDocument:
    """Return a Word document: automatic number, text and style of each line."""
    lines = [
        Line(index, text, size=11, marker=marker, style=style)
        for index, (marker, text, style) in enumerate(paragraphs, 1)
    ]
    return SourceDocument(WORD, tuple(lines))


def test_labels_that_word_computes_are_those_of_the_document() -> None:
    document = word(
        (None, "Programme stratégique transversal", "title"),
        ("•", "Défi : ce que d’autres nomment « objectif stratégique » ;", "list bullet"),
        ("Défi 1 –", "Bien vieillir à Belleherbe :", "défi"),
        (None, "personne au bord du chemin", "défi"),
        ("Objectif 1.1 :", "Rester chez soi", "objectif"),
        ("Action 1.1.1", "Prêter des barres d’appui", "action"),
        ("Objectif 1.2 :", "Se soigner près de chez soi", "objectif"),
        ("Action 1.2.1", "Attirer deux médecins", "action"),
        ("Défi 2 –", "Agir pour le climat", "défi"),
        ("Objectif 2.1 :", "Isoler nos écoles", "objectif"),
        ("Action 2.1.1", "Isoler l’école du Tilleul", "action"),
    )
    nodes = list(walk(find_structure(document, {}).roots))
    assert [(n.level, n.code) for n in nodes] == [
        ("OS", "1"), ("OO", "1.1"), ("ACTION", "1.1.1"), ("OO", "1.2"), ("ACTION", "1.2.1"),
        ("OS", "2"), ("OO", "2.1"), ("ACTION", "2.1.1"),
    ]  # fmt: skip
    assert nodes[0].title == "Bien vieillir à Belleherbe : personne au bord du chemin"


def test_a_table_of_indicators_holds_no_actions() -> None:
    plan = extract(
        f"<h1>{COVER}</h1><h2>OS 1 : Être sobre</h2><h3>OO 1.1 : Isoler nos écoles</h3>"
        "<ul><li>Isoler l’école du Tilleul</li></ul><table>"
        "<tr><th>Indicateur</th><th>Valeur 2024</th><th>Cible 2030</th>"
        "<th>Source de vérification</th></tr><tr><td>Écoles isolées</td><td>2</td><td>6</td>"
        "<td>Rapport annuel sur nos bâtiments scolaires</td></tr></table>",
        "plan.html",
    )
    assert outline(plan).splitlines()[2:] == ["    ACTION Isoler l’école du Tilleul"]
    (indicator,) = [found for node in plan.nodes() for found in node.attributes.indicators]
    assert (indicator.label, indicator.target) == ("Écoles isolées", 6)


@pytest.mark.parametrize("title", ["Documents à télécharger", "Actualités"])
def test_what_a_site_prints_below_the_plan_is_none_of_it(title: str) -> None:
    plan = extract(
        f"<h1>{COVER}</h1><h2>OS 1 : Être sobre</h2><h3>OO 1.1 : Isoler nos écoles</h3>"
        f"<ul><li>Isoler l’école du Tilleul</li></ul><h4>{title}</h4>"
        "<ul><li>Le plan complet (PDF, 4 Mo)</li></ul>",
        "plan.html",
    )
    assert [node.level for node in plan.nodes()] == ["OS", "OO", "ACTION"]


def test_values_beside_bold_labels_are_values_whatever_they_say() -> None:
    plan = extract(
        f"<h1>{COVER}</h1><h2>OS 1 : Être sobre</h2><h3>OO 1.1 : Isoler nos écoles</h3>"
        "<p>Action 1.1.1 : Isoler l’école du Tilleul</p><table>"
        "<tr><td><b>Description</b></td><td colspan='3'>Le toit d’abord.</td></tr>"
        "<tr><td><b>Pilote</b></td><td>Service des Marchés publics</td>"
        "<td><b>Mandataire</b></td><td>Députée en charge de l’Eau</td></tr>"
        "<tr><td><b>Échéance</b></td><td>2028</td><td><b>Budget</b></td><td>9.000 €</td></tr>"
        "</table>",
        "plan.html",
    )
    said = find(plan, "Isoler l’école").attributes
    assert said.mandataries == ["Députée en charge de l’Eau"]
    assert [*said.responsibles, *said.services] == ["Service des Marchés publics"]


def test_a_header_of_which_one_name_is_bold_is_a_header() -> None:
    """Recognition does not see every bold word."""
    plan = extract(
        f"<h1>{COVER}</h1><p>OS 1 : Être sobre</p><table>"
        "<tr><td><b>OO</b></td><td>Actions à mener</td></tr>"
        "<tr><td>1.1. Isoler nos écoles</td><td>• Isoler l’école du Tilleul<br>"
        "• Isoler l’école du Pont</td></tr></table>",
        "plan.html",
    )
    assert [node.level for node in plan.nodes()] == ["OS", "OO", "ACTION", "ACTION"]


def chips(canvas: Canvas, put: Put) -> None:
    put(50, 40, "Programme stratégique transversal de Belleherbe", 26, "Helvetica-Bold")
    put(50, 62, "Nos choix pour six ans.")


def axis(letter: str, title: str) -> Callable[[Canvas, Put], None]:
    def page(canvas: Canvas, put: Put) -> None:
        put(50, 90, letter, 60, "Helvetica-Bold")
        put(120, 80, f"Belleherbe, un village qui {title}", 24, "Helvetica-Bold")
        for part in (1, 2):
            top = 160 + 250 * (part - 1)
            put(50, top, f"{letter}{part} Partager {'ce qui ' * part}{title}", 14, "Helvetica-Bold")
            for row in range(4):
                put(60, top + 24 + 18 * row, f"• Ouvrir le lieu numéro {row} où l’on {title}")
            put(120, top + 130, f"{part}0 ha", 30)
            put(122, top + 146, "à verdir")

    return page


def test_letters_and_chips_of_a_brochure_are_codes_and_captions_are_no_titles() -> None:
    plan = plan_of(chips, axis("A", "respire"), axis("B", "apprend"))
    nodes = [(n.level, n.code) for n in plan.nodes() if n.level != "ACTION"]
    assert nodes == [
        ("OS", "A"), ("OO", "A1"), ("OO", "A2"), ("OS", "B"), ("OO", "B1"), ("OO", "B2"),
    ]  # fmt: skip
    assert len(list(plan.nodes())) == 6 + 16
    assert find(plan, "Partager ce qui ce qui respire").code == "A2"


def test_the_mark_of_a_footnote_stands_in_its_line() -> None:
    face = Face("Helvetica", bold=False, italic=False, symbol=False)
    text = Piece("Planter", 50, 90, 100, 111, 109, 11, face)
    mark = Piece("1", 90, 95, 96, 106, 104, 10.2, face)
    rows = build_rows([text, mark])
    assert [[piece.text for piece in row] for row in rows] == [["Planter", "1"]]
