"""What tables and forms of every format share: how a node is written in a cell, which columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.zoo.expected import number
from tests.zoo.look import Look
from tests.zoo.plans import ZooNode, ZooPlan

#: column headings of the levels
LEVEL_HEADERS = {
    "OS": ("Objectif stratégique", "OBJECTIFS STRATÉGIQUES", "OS", "Objectifs stratégiques"),
    "OO": ("Objectif opérationnel", "OBJECTIFS OPÉRATIONNELS", "OO", "Objectifs opérationnels"),
    "PROJET": ("Projets", "PROJETS", "Projet"),
    "ACTION": ("Actions", "ACTIONS", "Action", "Actions à mener", "Intitulé de l’action"),
}


@dataclass(frozen=True)
class Cells:
    """How one document writes nodes in its cells."""

    mark: Look
    style: str

    def text(self, node: ZooNode) -> str:
        """Return the cell of a node: its code in this document's form, its title."""
        if node.code is None:
            return node.title
        if self.style == "label" and node.level != "ACTION":
            return self.mark.heading(node)
        if self.style == "plain":
            return f"{node.code} {node.title}"
        return f"{node.code}{self.style if self.style != 'label' else '. '}{node.title}"


def cells(plan: ZooPlan, mark: Look) -> tuple[ZooPlan, Cells]:
    """Draw a way to number the cells and return the plan with the codes so printed."""
    style = mark.rng.choice(("label", "label", ". ", " - ", "none"))
    if style == "none":
        return number(plan, os=None, oo=None, projet=None), Cells(mark, style)
    action = mark.rng.choice((None, None, "decimal"))
    return number(plan, action=action), Cells(mark, style)


def header(rng: Random, level: str) -> str:
    """Draw the heading of a level's column."""
    return rng.choice(LEVEL_HEADERS[level])


@dataclass(frozen=True)
class Row:
    """One row of leaves; `new` names the levels whose cell begins here, `spans` their heights."""

    path: dict[str, ZooNode]
    spans: dict[str, int]


def leaf_rows(node: ZooNode) -> Iterator[Row]:
    """Yield a row for every leaf under a node; a parent's span stands in its first row only."""
    if not node.children:
        yield Row({node.level: node}, {node.level: 1})
        return
    rows = [row for child in node.children for row in leaf_rows(child)]
    for rank, row in enumerate(rows):
        spans = {**({node.level: len(rows)} if rank == 0 else {}), **row.spans}
        yield Row({node.level: node, **row.path}, spans)
