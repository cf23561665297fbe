"""PDF forms (fiches): one per action, objectives on each; the application's field tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportlab.platypus import KeepTogether

from tests.zoo.expected import (
    ExpectedPlan,
    adapt,
    expect,
    number,
    number_one_counter,
    share_action,
)
from tests.zoo.look import Look, look
from tests.zoo.pdfkit import Press
from tests.zoo.plans import ZooNode, ZooPlan
from tests.zoo.renderers import layout
from tests.zoo.renderers.cells import Cells

KEYS = ("mandataries", "responsibles", "partners", "deadline", "budget", "indicators", "status")


def forms(plan: ZooPlan) -> Iterator[tuple[ZooNode, ZooNode, ZooNode]]:
    """Yield (OS, OO, action), one per form."""
    for os in plan.tree:
        for oo in os.children:
            for action in oo.children:
                yield os, oo, action


def form_plan(plan: ZooPlan, mark: Look, keys: tuple[str, ...]) -> tuple[ZooPlan, Cells, str]:
    """Return the plan as forms print it, how it is numbered, and the banner of a form."""
    plan = adapt(plan, projects=False, volets=False, leaves=True, attributes={"ACTION": keys})
    style = mark.rng.choice((". ", " - ", " : ", "none"))
    banner = mark.rng.choice(("FICHE ACTION n° {n}", "Fiche action {n}", "Fiche action", "none"))
    action = "running" if "{n}" in banner else None
    if style == "none":
        plan = number(plan, os=None, oo=None, action=action)
    else:
        plan = number(plan, action=action)
    return plan, Cells(mark, style), banner


def form_fields(
    mark: Look, cell: Cells, os: ZooNode, oo: ZooNode, action: ZooNode, keys: tuple[str, ...]
) -> list[tuple[str, str]]:
    """Return the (label, value) pairs of a form; an empty value is a field left blank."""
    return [
        ("Objectif stratégique", cell.text(os)),
        ("Objectif opérationnel", cell.text(oo)),
        ("Action", action.title),
        *((mark.field(key), mark.value(action, key)) for key in keys),
    ]


@layout("F9", ".pdf")
def pdf_forms(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """A bordered form per action, label left and value right, OS and OO repeated on each."""
    mark = look(plan, "pdf_forms")
    keys = tuple(key for key in KEYS if mark.rng.random() < 0.8)
    plan, cell, banner = form_plan(plan, mark, keys)
    press = Press(plan, mark)
    press.front()
    one_a_page = mark.rng.random() < 0.4
    blanks = mark.rng.random() < 0.5
    for os, oo, action in forms(plan):
        if one_a_page:
            press.new_page()
        rows: list[list[Any]] = []
        commands: list[tuple[Any, ...]] = [press.shade((0, 0), (0, -1))]
        if banner != "none":
            title = banner.format(n=action.code)
            rows.append([press.paragraph(title, bold=True, align="center", after=0), ""])
            commands += [("SPAN", (0, 0), (1, 0)), press.shade((0, 0), (-1, 0))]
        for label, value in form_fields(mark, cell, os, oo, action, keys):
            if value or blanks:
                bold = label == "Action"
                rows.append([press.paragraph(label, bold=True), press.paragraph(value, bold=bold)])
        press.table(rows, [28, 72], commands=commands)
        press.space(18)
    press.build(path)
    return expect(plan)


@layout("F9", ".pdf")
def pdf_forms_stacked(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Two forms a page, each label above its value, short fields two abreast."""
    mark = look(plan, "pdf_forms_stacked")
    keys = ("responsibles", "deadline", "partners", "budget")
    plan, cell, banner = form_plan(plan, mark, keys)
    press = Press(plan, mark, size=9.5)
    press.front()
    press.new_page()
    for os, oo, action in forms(plan):
        fields = form_fields(mark, cell, os, oo, action, keys)
        blocks = [
            [press.paragraph(label, bold=True, color=press.tint, after=1), press.paragraph(value)]
            for label, value in fields
        ]
        rows: list[list[Any]] = [[block, ""] for block in blocks[:3]]
        rows += [[blocks[3], blocks[4]], [blocks[5], blocks[6]]]
        commands: list[tuple[Any, ...]] = [("SPAN", (0, i), (1, i)) for i in range(3)]
        before = len(press.story)
        if banner != "none":
            press.put(banner.format(n=action.code), bold=True, size=press.size + 3, after=6)
        press.table(rows, [50, 50], commands=commands)
        press.space(26)
        press.story[before:] = [KeepTogether(press.story[before:])]
    press.build(path)
    return expect(plan)


FIELD_ROWS = (
    ("indicators", "Indicateur de résultat"), ("deadline", "Échéance"),
    ("mandataries", "Responsable mandataire"), ("services", "Service gestionnaire"),
    ("partners", "Partenaires"),
)  # fmt: skip


def detail_plan(plan: ZooPlan) -> ZooPlan:
    """Return the plan as the application's detailed print has it; some share an action."""
    keys = tuple(key for key, _ in FIELD_ROWS)
    plan = adapt(plan, projects=False, volets=False, attributes={"OO": keys, "ACTION": keys})
    return number_one_counter(share_action(plan) if plan.seed % 3 == 0 else plan)


def outline_headings(plan: ZooPlan) -> Iterator[tuple[ZooNode, int, str]]:
    """Yield (node, depth, `1.1. Title (OO.2)`) in document order."""

    def visit(
        node: ZooNode, depth: int, above: str, rank: int
    ) -> Iterator[tuple[ZooNode, int, str]]:
        outline = f"{above}{rank}."
        suffix = "AL" if node.shared else node.level.replace("ACTION", "A")
        yield node, depth, f"{outline} {node.title} ({suffix}.{node.code})"
        for i, child in enumerate(node.children, 1):
            yield from visit(child, depth + 1, outline, i)

    for rank, root in enumerate(plan.tree, 1):
        yield from visit(root, 0, "", rank)


@layout("F6", ".pdf")
def pdf_detail(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """The application's detailed print: contents, `1.1. Title (OO.2)`, a field table per node."""
    mark = replace(look(plan, "pdf_detail"), separator=", ")
    plan = detail_plan(replace(plan, front=(), header=None, footer=None))
    press = Press(plan, mark)
    press.front(contents_page=True)
    ruled = mark.rng.random() < 0.5
    for node, depth, heading in outline_headings(plan):
        size = press.size + (4, 2, 1)[depth]
        press.put(heading, bold=True, size=size, left=12 * depth, before=12, after=6,
                  toc=depth, keep=True, color=press.tint)  # fmt: skip
        rows = [
            [press.paragraph(label, bold=True), press.paragraph(mark.value(node, key))]
            for key, label in FIELD_ROWS
            if key in node.attributes
        ]
        if rows:
            press.table(rows, [22, 78], ruled=ruled)
    press.build(path)
    return expect(plan)


@layout("F6", ".txt")
def text_suffix(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """The detailed print as text: `1.1. Title (OO.2)` and `Label: value` lines."""
    from tests.zoo.renderers.text import Page

    mark = replace(look(plan, "text_suffix"), separator=", ")
    plan = detail_plan(plan)
    page = Page(100)
    page.put(plan.title, after=2)
    for node, depth, heading in outline_headings(plan):
        page.blank()
        page.put(heading, first="  " * depth)
        for key, label in FIELD_ROWS:
            if key in node.attributes:
                page.put(f"{label} : {mark.value(node, key)}", first="  " * depth + "  ")
    page.write(path)
    return expect(plan, front=False)
