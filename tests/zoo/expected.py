"""What the extractor must find in a rendered file, and the reshaping of a plan for a layout."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.zoo.plans import Attributes, ZooNode, ZooPlan

CodeRule = str | None  # "decimal", "bare", "running", "letter", "glued" or None
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALL_ATTRIBUTES = (
    "responsibles", "services", "mandataries", "partners", "deadline", "budget", "indicators",
    "status",
)  # fmt: skip


@dataclass(frozen=True)
class ExpectedNode:
    """A node that is printed; `parent` is a rank in the list of nodes."""

    level: str
    code: str | None
    title: str
    parent: int | None
    volet: str | None = None
    sections: tuple[str, ...] = ()
    attributes: Attributes = field(default_factory=dict)
    description: str | None = None
    shared: bool = False


@dataclass(frozen=True)
class ExpectedPlan:
    """The nodes in document order, and the front matter that must not be lost."""

    nodes: tuple[ExpectedNode, ...]
    title: str
    term: tuple[int, int]
    printed: tuple[str, ...] = ()
    #: `OO11` may be read as 11 or as 1.1
    loose_codes: bool = False

    def gold(self) -> dict[str, Any]:
        """Return the plan in the shape of the gold annotations."""
        nodes = []
        for rank, node in enumerate(self.nodes):
            row: dict[str, Any] = {
                "id": rank,
                "level": node.level,
                "code": node.code,
                "title": node.title,
                "parent": node.parent,
                "volet": node.volet,
                "attributes": dict(node.attributes),
            }
            if "indicators" in row["attributes"]:
                labels = row["attributes"]["indicators"]
                row["attributes"]["indicators"] = [{"label": label} for label in labels]
            nodes.append(row)
        term = {"start": self.term[0], "end": self.term[1]}
        return {"title": self.title, "term": term, "nodes": nodes}

    def write_gold(self, path: Path) -> None:
        """Write the gold annotation as JSON."""
        path.write_text(json.dumps(self.gold(), ensure_ascii=False, indent=1), encoding="utf-8")


def expect(plan: ZooPlan, *, front: bool = True) -> ExpectedPlan:
    """Return what must be found in a layout that prints all that `plan` holds."""
    nodes: list[ExpectedNode] = []
    ranks: dict[int, int] = {}
    for node, parent in plan.walk():
        ranks[id(node)] = len(nodes)
        nodes.append(
            ExpectedNode(
                node.level,
                node.code,
                node.title,
                None if parent is None else ranks[id(parent)],
                node.volet,
                node.sections,
                node.attributes,
                node.description,
                node.shared,
            )
        )
    printed = tuple(line for _, lines in plan.front for line in lines) if front else ()
    return ExpectedPlan(tuple(nodes), plan.title, plan.term, printed)


def adapt(
    plan: ZooPlan,
    *,
    projects: bool = True,
    subactions: bool = False,
    volets: bool = True,
    descriptions: Iterable[str] = (),
    attributes: dict[str, Iterable[str]] | None = None,
    leaves: bool = False,
) -> ZooPlan:
    """Keep what a layout prints: levels, volets, descriptions and attributes per level.

    `leaves`: every branch must reach an action (layouts with one row or form per action).
    """
    described = set(descriptions)
    kept = {level: set(keys) for level, keys in (attributes or {}).items()}

    def visit(node: ZooNode) -> ZooNode | None:
        children = node.children
        if not projects:
            children = tuple(
                grandchild
                for child in children
                for grandchild in (child.children if child.level == "PROJET" else (child,))
            )
        if node.level == "ACTION" and not subactions:
            children = ()
        new = tuple(child for child in map(visit, children) if child is not None)
        if leaves and not new and node.level not in ("ACTION", "SOUS_ACTION"):
            return None
        keys = kept.get(node.level, set())
        return replace(
            node,
            children=new,
            volet=node.volet if volets else None,
            description=node.description if node.level in described else None,
            attributes={key: node.attributes[key] for key in ALL_ATTRIBUTES
                        if key in keys and key in node.attributes},
        )  # fmt: skip

    tree = tuple(node for node in map(visit, plan.tree) if node is not None)
    if leaves and len(tree) < 2:
        kept_titles = {node.title for node in tree}
        others = (os for os in plan.tree if os.title not in kept_titles)
        tree = tree + tuple(filter(None, (visit(_with_action(os)) for os in others)))
        tree = tree[:2]
    return replace(plan, tree=tree)


def _with_action(node: ZooNode) -> ZooNode:
    """Give a bare objective one action, for layouts that print nothing else."""
    extra = ZooNode(
        "ACTION", f"Suivi annuel de l’objectif : {node.title[:1].lower()}{node.title[1:]}"
    )
    first = replace(node.children[0], children=(extra,))
    return replace(node, children=(first,))


def share_action(plan: ZooPlan) -> ZooPlan:
    """Print the first action a second time, under the last objective that has actions."""
    holders = [node for node, _ in plan.walk() if node.children and node.level == "OO"]
    if len(holders) < 2:
        return plan
    copy = replace(holders[0].children[0], shared=True)

    def visit(node: ZooNode) -> ZooNode:
        if node is holders[-1]:
            return replace(node, children=(*node.children, copy))
        return replace(node, children=tuple(map(visit, node.children)))

    return replace(plan, tree=tuple(map(visit, plan.tree)))


def number(
    plan: ZooPlan,
    *,
    os: CodeRule = "decimal",
    oo: CodeRule = "decimal",
    projet: CodeRule = "running",
    action: CodeRule = None,
    gaps: bool = False,
) -> ZooPlan:
    """Give every node the code that the layout prints; `gaps` leaves a number out at times."""
    rules = {"OS": os, "OO": oo, "PROJET": projet, "ACTION": action}
    counters: dict[str, int] = {}

    def visit(node: ZooNode, rank: int, above: str) -> ZooNode:
        counters[node.level] = counters.get(node.level, 0) + 1
        dotted = f"{above}.{rank}" if above else str(rank)
        makers: dict[str, Callable[[], str]] = {
            "decimal": lambda: dotted,
            "bare": lambda: str(rank),
            "running": lambda: str(counters[node.level]),
            "letter": lambda: LETTERS[rank - 1],
            "small": lambda: LETTERS[rank - 1].lower(),
            "glued": lambda: dotted.replace(".", ""),
        }
        rule = rules.get(node.level)
        code = makers[rule]() if rule else None
        ranks = [i + int(gaps and i > 2) for i in range(1, len(node.children) + 1)]
        children = tuple(visit(x, i, dotted) for i, x in zip(ranks, node.children, strict=True))
        return replace(node, code=code, children=children)

    return replace(plan, tree=tuple(visit(root, i, "") for i, root in enumerate(plan.tree, 1)))


def number_one_counter(plan: ZooPlan) -> ZooPlan:
    """Number every node with one counter, depth first; a shared action keeps its number."""
    count = 0
    known: dict[str, str] = {}

    def visit(node: ZooNode) -> ZooNode:
        nonlocal count
        count += not node.shared
        code = known[node.title] if node.shared else str(count)
        known[node.title] = code
        return replace(node, code=code, children=tuple(map(visit, node.children)))

    return replace(plan, tree=tuple(map(visit, plan.tree)))


def roman(value: int) -> str:
    """Write a small number in roman numerals."""
    text = ""
    for size, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= size:
            text, value = text + sign, value - size
    return text
