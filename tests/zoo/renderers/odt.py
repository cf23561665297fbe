"""ODT: the application's detailed print with field tables, and plain headings with lists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.zoo.expected import ExpectedPlan, adapt, expect, number
from tests.zoo.look import Look, look
from tests.zoo.opendocument import (
    bullets,
    field_table,
    heading,
    merged_table,
    paragraph,
    write_odt,
)
from tests.zoo.plans import ZooPlan
from tests.zoo.renderers import layout
from tests.zoo.renderers.cells import cells, header, leaf_rows
from tests.zoo.renderers.pdf_forms import FIELD_ROWS, detail_plan, outline_headings
from tests.zoo.renderers.text import volet_change


def front(plan: ZooPlan, mark: Look) -> list[str]:
    """Return title and front matter."""
    blocks = [paragraph(plan.title, style="Title1")]
    for kind, lines in plan.front:
        if kind == "introduction":
            blocks += [paragraph("Introduction", bold=True), *map(paragraph, lines)]
        else:
            blocks += [paragraph(mark.caption(kind), bold=True), bullets(lines)]
    return blocks


@layout("F6", ".odt")
def odt_detail(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """The application's detailed print: `1.1. Title (OO.2)` headings, a field table per node."""
    mark = replace(look(plan, "odt_detail"), separator=", ")
    plan = detail_plan(replace(plan, front=()))
    blocks = front(plan, mark)
    for rank, (node, depth, text) in enumerate(outline_headings(plan)):
        blocks.append(heading(text, depth + 1))
        rows = [
            (label, mark.value(node, key)) for key, label in FIELD_ROWS if key in node.attributes
        ]
        if rows:
            blocks.append(field_table(f"Tableau{rank}", rows))
    write_odt(blocks, path)
    return expect(plan)


@layout("F1", ".odt")
def odt_headings(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Labelled headings of three outline levels, prose and bulleted lists."""
    plan = number(adapt(plan, descriptions=["OS", "OO"]))
    mark = look(plan, "odt_headings")
    blocks = front(plan, mark)
    depths = {"OS": 1, "OO": 2, "PROJET": 3}
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            blocks.append(paragraph(mark.volet(volet), bold=True))
        if node.level == "ACTION":
            continue
        blocks.append(heading(mark.heading(node), depths[node.level]))
        if node.description:
            blocks.append(paragraph(node.description))
        actions = [child.title for child in node.children if child.level == "ACTION"]
        if actions:
            blocks.append(bullets(actions))
    write_odt(blocks, path)
    return expect(plan)


@layout("F7", ".odt")
def odt_merged(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """A table whose OS and OO cells span the rows of their actions."""
    mark = look(plan, "odt_merged")
    keys = ("services", "deadline", "budget")
    plan = adapt(plan, projects=False, volets=False, attributes={"ACTION": keys})
    plan, cell = cells(plan, mark)
    levels = ("OS", "OO", "ACTION")
    titles = [header(mark.rng, level) for level in levels] + [mark.field(key) for key in keys]
    rows: list[list[tuple[str, int] | None]] = [[(title, 1) for title in titles]]
    for os in plan.tree:
        for row in leaf_rows(os):
            line: list[tuple[str, int] | None] = []
            for level in levels:
                if level in row.spans:
                    line.append((cell.text(row.path[level]), row.spans[level]))
                else:
                    line.append(None if level in row.path else ("", 1))
            action = row.path.get("ACTION")
            line += [(mark.value(action, key) if action else "", 1) for key in keys]
            rows.append(line)
    write_odt([*front(plan, mark), merged_table("Tableau1", rows)], path)
    return expect(plan)
