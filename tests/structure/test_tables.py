"""Tables of plans, one habit each: what their columns and cells become. All are invented."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pytest

from extractor.document import BBox, Cell, CellRef, Line, SourceDocument, Table
from extractor.pipeline import extract_bytes
from extractor.schema import Node
from extractor.structure import find_structure, walk
from extractor.structure.paragraphs import build_blocks
from tests.structure.helpers import COVER, find, outline, plan_of


def table(*rows: str, style: str = "") -> str:
    """Return a table of HTML; cells are parted by bars, a cell that begins with # is coloured."""
    out = []
    for row in rows:
        cells = [cell.strip() for cell in row.split("|")]
        out.append("".join(_cell(cell) for cell in cells))
    return f"<table{style}>" + "".join(f"<tr>{row}</tr>" for row in out) + "</table>"


def _cell(text: str) -> str:
    span, _, rest = text.partition("×")
    if rest and span.isdigit():
        return f'<td colspan="{span}">{rest}</td>'
    span, _, rest = text.partition("↓")
    if rest and span.isdigit():
        return f'<td rowspan="{span}">{rest}</td>'
    return '<td style="background:#4472c4"></td>' if text == "#" else f"<td>{text}</td>"


HEAD = f"<p>{COVER}</p><p>OS 1 : Être un CPAS proche</p><p>OO 1.1 : Mieux informer</p>"


def period(node: Node) -> tuple[str, str] | None:
    """Return the first and last day of a node's deadline."""
    found = node.attributes.deadline
    return (str(found.start), str(found.end)) if found else None


CALENDARS = {
    "years": (
        "Action | Pilote | 2024 | 2025 | 2026",
        "Éditer un bulletin | Juriste | X | x | ",
        "Refondre le site | Juriste |  |  | ✓",
        "Ouvrir un guichet | Juriste |  |  | ",
    ),
    "colours": (
        "Action | 2024 | 2025 | 2026",
        "Éditer un bulletin | # | # | ",
        "Refondre le site |  |  | #",
        "Ouvrir un guichet |  |  | ",
    ),
    "header on two rows": (
        "Action | 3×Planning",
        " | 2024 | 2025 | 2026",
        "Éditer un bulletin | X | X | ",
        "Refondre le site |  |  | X",
        "Ouvrir un guichet |  |  | ",
    ),
}


@pytest.mark.parametrize("habit", CALENDARS)
def test_marks_under_years_are_the_deadline(habit: str) -> None:
    plan = plan_of(HEAD + table(*CALENDARS[habit]), "plan.html")
    assert period(find(plan, "Éditer")) == ("2024-01-01", "2025-12-31")
    assert period(find(plan, "Refondre")) == ("2026-01-01", "2026-12-31")
    assert period(find(plan, "Ouvrir")) is None


def test_quarters_below_years_are_the_deadline() -> None:
    rows = (
        "Action | 2×2024 | 2×2025", " | S1 | S2 | S1 | S2",
        "Éditer un bulletin |  | X | X | ", "Refondre le site |  |  |  | X",
    )  # fmt: skip
    plan = plan_of(HEAD + table(*rows), "plan.html")
    assert period(find(plan, "Éditer")) == ("2024-07-01", "2025-06-30")
    assert period(find(plan, "Refondre")) == ("2025-07-01", "2025-12-31")


def test_amounts_under_years_are_the_budget() -> None:
    rows = ("Action | 2024 | 2025 | 2026", "Éditer un bulletin | 1.200 € |  | 900 €")
    plan = plan_of(HEAD + table(*rows), "plan.html")
    budget = find(plan, "Éditer").attributes.budget
    assert [(m.amount, m.year) for m in budget] == [(1200, 2024), (900, 2026)]


def test_a_row_still_to_be_written_is_no_action() -> None:
    rows = (
        "Action | Budget", "Éditer un bulletin | 500 €",
        "Les actions suivantes seront définies après l’enquête | Sans objet",
        "Actions à définir avec les comités | –",
    )  # fmt: skip
    plan = plan_of(HEAD + table(*rows), "plan.html")
    assert [n.title for n in plan.nodes() if n.level == "ACTION"] == ["Éditer un bulletin"]
    assert len(find(plan, "Éditer").attributes.budget) == 1


STATES = (
    "A1 Éditer un bulletin trimestriel<p><i>Le marché est attribué.</i></p> | En cours | 40 %",
    "A2 Refondre le site communal | Réalisé | 100 %",
    "A3 Ouvrir un guichet unique | Récurrent | 50 %",
)


def test_words_for_states_name_the_columns_of_a_table_without_header() -> None:
    plan = plan_of(HEAD + table(*STATES), "plan.html")
    actions = [n for n in plan.nodes() if n.level == "ACTION"]
    assert [(n.code, n.title, n.attributes.progress) for n in actions] == [
        ("A1", "Éditer un bulletin trimestriel", 40),
        ("A2", "Refondre le site communal", 100),
        ("A3", "Ouvrir un guichet unique", 50),
    ]
    assert [n.attributes.status and n.attributes.status.value for n in actions] == [
        "en_cours", "termine", None,
    ]  # fmt: skip
    assert actions[0].description == "Le marché est attribué."  # in italics, below the title


def test_words_for_states_that_a_legend_explains_are_no_column_of_values() -> None:
    rows = ("Réalisé | L’action est terminée", "En cours | L’action est commencée")
    plan = plan_of(HEAD + table(*rows), "plan.html")
    assert not [n for n in plan.nodes() if n.attributes.status]


def form(subject: str, title: str, label: str, *lines: str) -> str:
    """Return the form of a project or action; its list stands between other values."""
    listed = "".join(f"<p>{line}</p>" for line in lines)
    rows = (("Pilote", "Juriste"), (label, listed), ("Échéance", "2023"))
    cells = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows)
    return f"<h3>{subject} : {title}</h3><table>{cells}</table>"


STEPS = ("1. Désigner un auteur de projet", "2. Acquérir les terrains")
DATED = ("1. Printemps 2021", "2. Automne 2022")

#: label of the cell, lines, form of → levels of the listed lines
LISTS = [
    ("Étapes / actions", STEPS, "Projet", ["ACTION", "ACTION"]),
    ("Plan d’action", STEPS, "Projet", ["ACTION", "ACTION"]),
    ("Actions à mener", STEPS, "Action", ["SOUS_ACTION", "SOUS_ACTION"]),
    ("Actions à mener", STEPS[:1], "Projet", ["ACTION"]),
    ("Étapes", STEPS, "Projet", ["ACTION", "ACTION"]),
    ("Mise en œuvre", STEPS, "Projet", ["ACTION", "ACTION"]),
    ("Étapes", STEPS, "Action", []),
    ("Étapes", DATED, "Projet", []),
    ("Mise en œuvre", ("Les terrains sont acquis, puis équipés.",), "Projet", []),
]


@pytest.mark.parametrize(("label", "lines", "subject", "levels"), LISTS)
def test_lists_in_forms(
    label: str, lines: tuple[str, ...], subject: str, levels: list[str]
) -> None:
    forms = (form(f"{subject} {n}", f"Créer la salle {n}", label, *lines) for n in (1, 2))
    plan = plan_of(HEAD + "".join(forms), "plan.html")
    for n in (1, 2):
        owner = find(plan, f"Créer la salle {n}")
        assert [child.level for child in owner.children] == levels
        assert [child.title for child in owner.children] == [x[3:] for x in lines][: len(levels)]
        assert owner.attributes.deadline is not None
        assert (label in owner.attributes.other) is not bool(levels)


def test_a_title_in_a_form_may_name_its_level() -> None:
    rows = ("Intitulé | Projet {n} : Créer la salle {n}", "Pilote | Juriste", "Étapes | {steps}")
    steps = "".join(f"<p>{step}</p>" for step in STEPS)
    forms = (table(*(row.format(n=n, steps=steps) for row in rows)) for n in (1, 2, 3))
    plan = plan_of(HEAD + "<hr>".join(forms), "plan.html")
    assert [(n.code, len(n.children)) for n in plan.nodes() if n.level == "PROJET"] == [
        ("1", 2), ("2", 2), ("3", 2),
    ]  # fmt: skip


def test_a_header_on_two_lines_is_no_label_with_its_value() -> None:
    plan = plan_of(
        f"""<p>{COVER}</p><table>
        <tr><td>OBJECTIFS<br>STRATÉGIQUES</td><td>Objectif opérationnel</td><td>Actions</td></tr>
        <tr><td>1. Un CPAS qui accueille</td><td>1.1. Former les agents</td>
            <td>Ouvrir un atelier</td></tr>
        <tr><td></td><td></td><td>Rénover la salle</td></tr>
        <tr><td></td><td>1.2. Aller vers les gens</td><td>Visiter les aînés</td></tr>
        </table>""",
        "plan.html",
    )
    assert outline(plan) == textwrap.dedent(
        """\
        OS 1 Un CPAS qui accueille
          OO 1.1 Former les agents
            ACTION Ouvrir un atelier
            ACTION Rénover la salle
          OO 1.2 Aller vers les gens
            ACTION Visiter les aînés"""
    )


def cut_table(first: Sequence[str], second: Sequence[str]) -> list[tuple[str, str]]:
    """Return level and title of the nodes of a table whose rows stand on two pages."""
    lines = [Line(1, "PST du CPAS de Belleherbe 2019-2024", 1), Line(2, "OS 1 Être proche", 1)]
    tables = []
    for page, rows in enumerate((first, second), 1):
        cells = []
        width = max(row.count("|") for row in rows) + 1
        for row, texts in enumerate(rows):
            parts = texts.split("|")
            for column, text in enumerate(parts):
                found = []
                for part in filter(str.strip, text.split("/")):
                    lines.append(
                        Line(
                            len(lines) + 1, part.strip(), page, cell=CellRef(page - 1, row, column)
                        )
                    )
                    found.append(len(lines))
                cells.append(Cell(row, column, 1, width if len(parts) == 1 else 1, tuple(found)))
        tables.append(Table(page - 1, len(rows), width, tuple(cells), page=page, kind="ruled"))
    document = SourceDocument("application/pdf", tuple(lines), tuple(tables), pages=2)
    return [(node.level.value, node.title) for node in walk(find_structure(document, {}).roots)]


PAGE = ("OO 1.1 Mieux informer", "Actions | Partenaires", "Éditer un bulletin | Zone de")


@pytest.mark.parametrize(
    ("again", "rest", "joined"),
    [
        (PAGE[:2], "pour tous | police", True),
        (PAGE[1:2], "pour tous | police", True),
        (PAGE[1:2], "pour tous", True),
        ((), "pour tous | police", True),
        ((), "pour tous |", True),
        (("OO 1.2 Mieux loger", PAGE[1]), "pour tous | police", False),
    ],
)
def test_a_row_cut_by_a_page_break(again: tuple[str, ...], rest: str, joined: bool) -> None:
    nodes = cut_table(PAGE, [*again, rest, "Ouvrir un guichet | SPW"])
    found = [title for level, title in nodes if level == "ACTION"]
    assert (found == ["Éditer un bulletin pour tous", "Ouvrir un guichet"]) is joined


def test_a_row_cut_by_a_page_break_behind_a_comma() -> None:
    page = (*PAGE[:2], "Équiper les villages de Silly, | SPW")
    nodes = cut_table(page, ["Thoricourt et Gondregnies |", "Ouvrir un guichet | SPW"])
    assert [title for _, title in nodes[2:]] == [
        "Équiper les villages de Silly, Thoricourt et Gondregnies", "Ouvrir un guichet",
    ]  # fmt: skip


def test_a_list_cut_by_a_page_break_goes_on() -> None:
    page = (
        "Objectif opérationnel | Actions | Pilote",
        "1.1 Informer | - Éditer / - Deux jours par | A",
    )
    nodes = cut_table(page, ["| an au minimum / - Ouvrir un guichet |", "1.2 Loger | - Bâtir | B"])
    assert [x for x in nodes if x[0] != "OO"][1:] == [
        ("ACTION", "Éditer"), ("ACTION", "Deux jours par an au minimum"),
        ("ACTION", "Ouvrir un guichet"), ("ACTION", "Bâtir"),
    ]  # fmt: skip


def test_the_end_of_an_objective_beside_a_new_action() -> None:
    page = (
        "Objectif opérationnel | Actions | Pilote",
        "1.1 Partager l’espace | Éditer un plan | A",
    )
    nodes = cut_table(page, ["public | Ouvrir un guichet | B", "1.2 Loger | Bâtir | C"])
    assert nodes[1:] == [
        ("OO", "Partager l’espace public"), ("ACTION", "Éditer un plan"),
        ("ACTION", "Ouvrir un guichet"), ("OO", "Loger"), ("ACTION", "Bâtir"),
    ]  # fmt: skip


def test_rows_above_the_next_header_are_of_the_table_before() -> None:
    rows = ["Ouvrir un guichet | SPW", "OO 1.2 Mieux loger", PAGE[1], "Bâtir | SPW"]
    assert [title for _, title in cut_table(PAGE, rows)[2:]] == [
        "Éditer un bulletin", "Ouvrir un guichet", "Mieux loger", "Bâtir",
    ]  # fmt: skip


def test_the_end_of_a_form_takes_nothing_from_the_next_one() -> None:
    forms = [
        table(
            "2×Fiche action", "Objectif stratégique | Être proche",
            f"Objectif opérationnel | Informer {n}", f"Action | Éditer le bulletin {n}",
            "État d’avancement | ",
        )
        for n in (1, 2, 3)
    ]  # fmt: skip
    plan = plan_of(f"<p>{COVER}</p>" + "<p>–</p>".join(forms), "plan.html")
    actions = [n for n in plan.nodes() if n.level == "ACTION"]
    assert [n.title for n in actions] == [f"Éditer le bulletin {n}" for n in (1, 2, 3)]
    assert all(n.attributes.status is None for n in actions)


def test_titles_that_begin_with_figures_are_not_numbered() -> None:
    head = "Objectif | Action | Pilote"
    rows = ("1.1 Apaiser | 30 km/h près des écoles | Juriste", " | 2 agents de plus | Juriste")
    plan = plan_of(f"<p>{COVER}</p><p>OS 1 : Être sûr</p>" + table(head, *rows), "plan.html")
    assert [(n.code, n.title) for n in plan.nodes() if n.level == "ACTION"] == [
        (None, "30 km/h près des écoles"), (None, "2 agents de plus"),
    ]  # fmt: skip


def test_a_label_above_a_noun_is_no_header() -> None:
    forms = [
        table(
            "<p>Objectif stratégique</p><p>La transition écologique</p>",
            "<p>Objectif opérationnel</p><p>Planter des arbres</p>",
            f"<p>Action</p><p>Semer le pré {n}</p>",
        )
        for n in (1, 2, 3)
    ]
    plan = plan_of(f"<p>{COVER}</p>" + "<p>–</p>".join(forms), "plan.html")
    assert outline(plan).splitlines()[0] == "OS La transition écologique"


def test_codes_beside_titles_in_a_column_without_a_name() -> None:
    rows = ("a.1 | Éditer un bulletin | Juriste", "a.2 | Ouvrir un guichet | Juriste")
    plan = plan_of(HEAD + table(" | Action | Pilote", *rows), "plan.html")
    assert [n.code for n in plan.nodes() if n.level == "ACTION"] == ["a.1", "a.2"]


def test_a_value_merged_over_several_actions_is_that_of_each_but_money_is_shared() -> None:
    plan = plan_of(
        f"<p>{COVER}</p><p>OS 1 : Être un CPAS proche</p>"
        + table(
            "Objectif opérationnel | Actions | Pilote | Budget",
            "3↓OO 1.1 Mieux informer | Éditer un bulletin | 2↓Le juriste | 3↓900 €",
            "Refondre le site",
            "Ouvrir un guichet | Le greffe",
        ),
        "plan.html",
    )
    found = {n.title: n.attributes for n in plan.nodes() if n.level == "ACTION"}
    assert {title: a.responsibles for title, a in found.items()} == {
        "Éditer un bulletin": ["Le juriste"],
        "Refondre le site": ["Le juriste"],
        "Ouvrir un guichet": ["Le greffe"],
    }
    assert [bool(a.budget) for a in found.values()] == [True, False, False]


def test_a_table_that_explains_the_levels_holds_none() -> None:
    plan = plan_of(
        f"<p>{COVER}</p>"
        + table(
            "Objectif stratégique (OS) | Ce que le CPAS veut être",
            "Objectif opérationnel (OO) | Ce que le CPAS veut faire",
            "Action | La manière d’y arriver",
            "PM | Pour mémoire",
        )
        + "<p>OS 1 : Être un CPAS proche</p><p>OO 1.1 : Mieux informer</p>"
        + table("Action | Pilote", "Éditer un bulletin | Juriste")
        + "<p>OO 1.2 : Mieux accueillir</p>"
        + table("Action | Pilote", "Ouvrir un guichet | Greffe"),
        "plan.html",
    )
    assert outline(plan) == (
        "OS 1 Être un CPAS proche\n"
        "  OO 1.1 Mieux informer\n"
        "    ACTION Éditer un bulletin\n"
        "  OO 1.2 Mieux accueillir\n"
        "    ACTION Ouvrir un guichet"
    )


def test_a_title_between_rows_and_the_header_again_heads_a_table_of_its_own() -> None:
    head = "Actions | Pilote | Échéance"
    plan = plan_of(
        f"<p>{COVER}</p><p>OS 1 : Être un CPAS proche</p><p>I.1. Mieux informer</p>"
        + table(
            head, "Éditer un bulletin | Juriste | 2025", "Refondre le site | Juriste | 2026",
            "I.2. Mieux accueillir", head, "Ouvrir un guichet | Greffe | 2026",
        )
        + "<p>OS 2 : Être un CPAS sobre</p><p>II.1. Moins consommer</p>"
        + table(head, "Isoler le toit | Travaux | 2027", "Trier les déchets | Travaux | 2026")
        + "<p>II.2. Mieux acheter</p>"
        + table(head, "Acheter en groupe | Économat | 2027"),
        "plan.html",
    )  # fmt: skip
    found = [(n.level.value, n.code) for n in plan.nodes() if n.level != "ACTION"]
    assert found == [
        ("OS", "1"), ("OO", "1.1"), ("OO", "1.2"), ("OS", "2"), ("OO", "2.1"), ("OO", "2.2"),
    ]  # fmt: skip
    assert find(plan, "Mieux accueillir").children[0].title == "Ouvrir un guichet"


@pytest.mark.parametrize(("remarks", "level"), [(3, "OO"), (4, "ACTION")])
def test_three_remarks_may_stand_between_a_title_and_its_header(remarks: int, level: str) -> None:
    head = "Actions | Pilote | Échéance"
    said = [f"Une remarque {n}." for n in range(remarks)]
    plan = plan_of(
        f"<p>{COVER}</p><p>OS 1 : Être un CPAS proche</p><p>I.1. Mieux informer</p>"
        + table(
            head, "Éditer un bulletin | Juriste | 2025", "Refondre le site | Juriste | 2026",
            "I.2. Mieux accueillir", *said, head, "Ouvrir un guichet | Greffe | 2026",
        ),
        "plan.html",
    )  # fmt: skip
    assert find(plan, "Mieux accueillir").level == level


@pytest.mark.parametrize(
    ("opening", "below", "expected"),
    [
        ("L’audit du service recommande :", ["Ouvrir un site"], ["Ouvrir un site"]),
        ("Actions :", ["Ouvrir un site"], ["un contrat", "une équipe", "Ouvrir un site"]),
        ("L’audit du service recommande :", [], ["un contrat", "une équipe"]),
    ],
)
def test_a_list_in_the_introduction_of_a_table_of_actions(
    opening: str, below: list[str], expected: list[str]
) -> None:
    rows = [f"{title} | Informatique | 2026" for title in below]
    found = table("Action | Service | Échéance", *rows) if below else ""
    items = "<ul><li>un contrat</li><li>une équipe</li></ul>"
    plan = plan_of(f"{HEAD}<p>{opening}</p>{items}{found}", "plan.html")
    assert [node.title for node in plan.nodes()][2:] == expected


@pytest.mark.parametrize(
    ("width", "lines"), [(200, [["AVIQ"], ["SWDE"]]), (60, [["ÉNERGIE", "DURABLE"]])]
)
def test_acronyms_below_each_other_in_a_cell(width: float, lines: list[list[str]]) -> None:
    texts = [text for part in lines for text in part]
    cell = CellRef(0, 0, 0)
    printed = [
        Line(number, text, 1, BBox(10, 12.0 * number, 10 + 7 * len(text), 12.0 * number + 10),
             10.0, indent=10, gap=0.2, cell=cell)
        for number, text in enumerate(texts, 1)
    ]  # fmt: skip
    blocks = build_blocks(printed, edge=float(width))
    assert [[line.text for line in block.lines] for block in blocks] == lines


def test_cells_that_name_their_values_need_no_header_of_another_table() -> None:
    rows = "Action | Service | Statut", "Éditer un bulletin | Imprimerie | En cours"
    told = "Mandataire : Échevin des fêtes | Service(s) : Service Fêtes | Échéance : 2028"
    plan = plan_of(
        HEAD + table(*rows) + "<p>OO 1.2 : Mieux fêter</p>" + table(told)
        + "<p>Actions :</p><ul><li>Acheter un chapiteau</li></ul>",
        "plan.html",
    )  # fmt: skip
    found = find(plan, "Mieux fêter").attributes
    assert (found.mandataries, found.services) == (["Échevin des fêtes"], ["Service Fêtes"])
    assert found.deadline is not None and found.deadline.text == "2028"
    assert [node.title for node in plan.nodes() if node.level == "ACTION"] == [
        "Éditer un bulletin", "Acheter un chapiteau",
    ]  # fmt: skip


def test_the_form_of_an_action_may_hold_figures_only() -> None:
    forms = [
        "<p>Fiche action</p>" + table(
            "Objectif stratégique | 1. Être proche", "Objectif opérationnel | 1.1. Mieux informer",
            f"Action | Éditer le bulletin {n}", f"Échéance | 202{n}", "Budget | 12.500 €",
        )
        for n in (5, 6, 7)
    ]  # fmt: skip
    plan = plan_of(f"<p>{COVER}</p>" + "".join(forms), "plan.html")
    actions = [n for n in plan.nodes() if n.level == "ACTION"]
    assert [str(n.attributes.deadline and n.attributes.deadline.text) for n in actions] == [
        "2025", "2026", "2027",
    ]  # fmt: skip


def test_a_header_that_ends_its_table_groups_nothing() -> None:
    html = (
        "<h2>OS 1 Être une ville verte</h2><table><tr><td>Planter</td><td>Travaux</td></tr>"
        "<tr><td colspan='2'>Actions</td><td>Pilote</td><td>Échéance</td></tr></table>"
    )
    plan = extract_bytes(html.encode(), "plan.html")
    assert [node.title for node in plan.tree][:1] == ["Être une ville verte"]
