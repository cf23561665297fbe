"""Forms whose labels say little: the document's own words, numbers and heads of sheets tell."""

from __future__ import annotations

import textwrap

from tests.structure.helpers import COVER, find, outline, plan_of
from tests.structure.test_tables import table


def sheets(*rows: str, head: str = "", count: int = 4) -> str:
    """Return forms, one for each action; `{n}` is their number, `{half}` that of their pair."""
    out = []
    for n in range(1, count + 1):
        half = (n + 1) // 2
        named = f"<p>{head.format(n=n)}</p>" if head else ""
        out.append(named + table(*(row.format(n=n, half=half) for row in rows)))
    return f"<p>{COVER}</p>" + "<p></p>".join(out)


TREE = """\
OS 1 Des villages où l’on se parle
  OO 1.1 Apaiser la rue 1
    ACTION {codes[0]}Planter la haie 1
    ACTION {codes[1]}Planter la haie 2
  OO 1.2 Apaiser la rue 2
    ACTION {codes[2]}Planter la haie 3
    ACTION {codes[3]}Planter la haie 4"""


def test_numbers_make_objectives_of_what_a_form_calls_objective_and_purpose() -> None:
    rows = (
        "Finalité | 1. Des villages où l’on se parle", "Objectif | 1.{half} Apaiser la rue {half}",
        "Action | Planter la haie {n}", "Pilote | Greffe",
    )  # fmt: skip
    plan = plan_of(sheets(*rows), "plan.html")
    assert outline(plan) == TREE.format(codes=[""] * 4).rstrip()


def test_purposes_without_numbers_stay_remarks_of_their_action() -> None:
    rows = (
        "Objectif stratégique | 1. Des villages où l’on se parle", "Action | Planter la haie {n}",
        "Objectif | Rafraîchir la place {n}", "Pilote | Greffe",
    )  # fmt: skip
    plan = plan_of(sheets(*rows), "plan.html")
    assert [n.level.value for n in plan.nodes()] == ["OS", *["ACTION"] * 4]
    assert find(plan, "Planter la haie 2").attributes.other == {"Objectif": "Rafraîchir la place 2"}


def test_words_that_the_document_explains_name_titles_without_number() -> None:
    legend = "<p>Clairière = objectif stratégique</p><p>Sentier = objectif opérationnel</p>"
    rows = (
        "Clairière | Des villages où l’on se parle", "Sentier | La rue {half} est à tous",
        "Action | Planter la haie {n}", "Pilote | Greffe",
    )  # fmt: skip
    plan = plan_of(legend + sheets(*rows), "plan.html")
    assert outline(plan) == textwrap.dedent(
        """\
        OS Des villages où l’on se parle
          OO La rue 1 est à tous
            ACTION Planter la haie 1
            ACTION Planter la haie 2
          OO La rue 2 est à tous
            ACTION Planter la haie 3
            ACTION Planter la haie 4"""
    )


def test_the_head_of_a_sheet_numbers_the_title_that_its_form_gives_the_action() -> None:
    rows = (
        "Ambition | 1. Des villages où l’on se parle", "Objectif | 1.{half} Apaiser la rue {half}",
        "Intitulé de l’action | Planter la haie {n}", "Pilote | Greffe",
    )  # fmt: skip
    plan = plan_of(sheets(*rows, head="FICHE ACTION N° {n}"), "plan.html")
    assert outline(plan) == TREE.format(codes=["1 ", "2 ", "3 ", "4 "])


def test_a_sheet_of_an_objective_begins_with_its_title() -> None:
    rows = (
        "Objectif | Apaiser la rue {n}",
        "Actions | <p>- Planter la haie {n}</p><p>- Ouvrir le pré {n}</p>",
        "Pilote | Greffe",
    )
    plan = plan_of("<h1>Levier 1 : Des villages où l’on se parle</h1>"
                   + sheets(*rows, head="Fiche n° {n}", count=3), "plan.html")  # fmt: skip
    found = [n for n in plan.nodes() if n.title.startswith("Apaiser")]
    assert [(n.code, len(n.children)) for n in found] == [(str(k), 2) for k in (1, 2, 3)]
    assert find(plan, "Apaiser la rue 2").attributes.responsibles == ["Greffe"]
