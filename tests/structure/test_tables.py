"""Tables of plans, one habit each: what their columns and cells become. All are invented."""

from __future__ import annotations

import pytest

from extractor.schema import Node
from tests.structure.helpers import COVER, find, plan_of


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
    )  # fmt: skip
    plan = plan_of(HEAD + table(*rows), "plan.html")
    assert [n.title for n in plan.nodes() if n.level == "ACTION"] == ["Éditer un bulletin"]
    assert len(find(plan, "Éditer").attributes.budget) == 1
