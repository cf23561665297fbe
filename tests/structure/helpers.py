"""A document in, an indented outline out: what a person can compare at a glance."""

from __future__ import annotations

import textwrap

from extractor.pipeline import extract_bytes
from extractor.schema import Node, Plan

COVER = "Programme stratégique transversal du CPAS de Belleherbe 2019-2024\n\n"


def plan_of(source: str, name: str = "plan.txt") -> Plan:
    """Extract a plan from text or HTML, dedented."""
    return extract_bytes(textwrap.dedent(source).encode(), name, nlp=False)


def outline(plan: Plan) -> str:
    """Return one line per node: indentation, level, code, title, then what is said of it."""
    rows: list[str] = []

    def visit(node: Node, depth: int) -> None:
        parts = [node.level.value, node.code or "", node.title]
        if node.volet:
            parts.append(f"[{node.volet}]")
        if node.sections:
            parts.append(f"<{' > '.join(node.sections)}>")
        rows.append("  " * depth + " ".join(filter(None, parts)))
        for child in node.children:
            visit(child, depth + 1)

    for root in plan.tree:
        visit(root, 0)
    return "\n".join(rows)


def codes(plan: Plan) -> set[str]:
    """Return the codes of the diagnostics."""
    return {item.code for item in plan.diagnostics}


def find(plan: Plan, title: str) -> Node:
    """Return the only node whose title begins so."""
    (found,) = (node for node in plan.nodes() if node.title.startswith(title))
    return found
