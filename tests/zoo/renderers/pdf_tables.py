"""PDF tables: merged cells, full-width rows, one table per objective, borderless columns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.zoo.expected import ExpectedPlan, adapt, expect, number_one_counter
from tests.zoo.look import Look, look
from tests.zoo.pdfkit import Press
from tests.zoo.plans import ZooNode, ZooPlan
from tests.zoo.renderers import layout
from tests.zoo.renderers.cells import cells, header, leaf_rows
from tests.zoo.renderers.text import volet_change
from tests.zoo.spans import SpannedRow, spanned

SHORT = ("responsibles", "deadline", "budget")
WIDTHS = {"responsibles": 14, "services": 14, "partners": 16, "deadline": 10, "budget": 10,
          "indicators": 16, "status": 10}  # fmt: skip


@layout("F7", ".pdf")
def pdf_merged(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Ruled table OS | OO | Action | attributes, cells of OS and OO merged over their rows."""
    mark = look(plan, "pdf_merged")
    keys = mark.rng.choice(
        (SHORT, ("services", "deadline"), ("responsibles", "partners", "deadline"))
    )
    plan = adapt(plan, projects=False, volets=False, attributes={"ACTION": keys})
    plan, cell = cells(plan, mark)
    press = Press(plan, mark, wide=True, size=8.5)
    press.front()
    levels = ("OS", "OO", "ACTION")
    titles = [header(mark.rng, level) for level in levels] + [mark.field(key) for key in keys]
    rows = []
    for os in plan.tree:
        for row in leaf_rows(os):
            line = SpannedRow()
            for column, level in enumerate(levels):
                if level in row.spans:
                    line.cells[column] = press.paragraph(
                        cell.text(row.path[level]), bold=level == "OS"
                    )
                    line.spans[column] = row.spans[level]
            for column, key in enumerate(keys, 3):
                if "ACTION" in row.path:
                    line.cells[column] = press.paragraph(mark.value(row.path["ACTION"], key))
            rows.append(line)
    press.new_page()
    head = [press.paragraph(text, bold=True) for text in titles]
    widths = [18, 20, 28] + [WIDTHS[key] for key in keys]
    spanned(press, head, rows, widths, repeat_cells=mark.rng.random() < 0.3)
    press.build(path)
    return expect(plan)


@layout("F7", ".pdf")
def pdf_wide_rows(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Landscape table, OS and OO as full-width rows, header repeated on every page."""
    return _wide_rows(plan, path, look(plan, "pdf_wide_rows"), rotated=False)


@layout("F7", ".pdf")
def pdf_rotated(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """The same table drawn sideways on portrait pages that carry a rotation."""
    return _wide_rows(plan, path, look(plan, "pdf_rotated"), rotated=True)


def _wide_rows(plan: ZooPlan, path: Path, mark: Look, *, rotated: bool) -> ExpectedPlan:
    keys = tuple(mark.rng.sample(("services", "partners", "deadline", "budget", "status"), 4))
    plan = adapt(plan, projects=False, volets=False, attributes={"ACTION": keys})
    plan, cell = cells(plan, mark)
    press = Press(plan, mark, wide=True, size=9)
    press.rotated = rotated
    press.front()
    titles = [header(mark.rng, "ACTION"), *(mark.field(key) for key in keys)]
    rows: list[list[Any]] = [[press.paragraph(text, bold=True) for text in titles]]
    commands: list[tuple[Any, ...]] = [press.shade((0, 0), (-1, 0))]
    for node, _ in plan.walk():
        if node.level == "ACTION":
            values = (mark.value(node, key) for key in keys)
            rows.append([press.paragraph(text) for text in (cell.text(node), *values)])
            continue
        style: dict[str, Any] = {"bold": True, "after": 0}
        if node.level == "OS":
            style |= {"size": press.size + 1, "align": "center", "color": press.tint}
            commands.append(press.shade((0, len(rows)), (-1, len(rows))))
        commands.append(("SPAN", (0, len(rows)), (-1, len(rows))))
        rows.append([press.paragraph(cell.text(node), **style)] + [""] * len(keys))
    press.table(rows, [40] + [WIDTHS[key] for key in keys], repeat=1, commands=commands)
    press.build(path)
    return expect(plan)


@layout("F7", ".pdf")
def pdf_dashboard(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """The application's dashboard: `O.O.`/`Action` row labels, code as suffix, X under a status."""
    mark = look(plan, "pdf_dashboard")
    keys = ("services", "deadline", "status")
    plan = adapt(plan, projects=False, volets=False, attributes={"OO": keys, "ACTION": keys})
    statuses = {"Non commencé": "A progr.", "En attente": "A progr.", "Terminé": "Fin."}

    def restate(node: ZooNode) -> ZooNode:
        values = dict(node.attributes)
        if "status" in values:
            values["status"] = statuses.get(values["status"], values["status"])
        if "services" in values:
            values["services"] = [f"Services - {name}" for name in values["services"]]
        return replace(node, attributes=values, children=tuple(map(restate, node.children)))

    plan = number_one_counter(replace(plan, tree=tuple(map(restate, plan.tree))))
    mark = replace(mark, separator=", ")
    press = Press(plan, mark, wide=True, size=8)
    press.put(plan.title, bold=True, size=12, align="center", after=8)
    columns = ("A progr.", "En cours", "Fin.")
    head = [
        press.paragraph(t, bold=True, align="center") for t in ("Objectifs & actions", "Avancement")
    ]
    below = ["", "Intitulé", "Pilote", "Échéance", *columns]
    rows: list[list[Any]] = [
        [head[0], "", "", "", head[1], "", ""],
        [press.paragraph(text, bold=True, align="center") for text in below],
    ]
    commands: list[tuple[Any, ...]] = [
        press.shade((0, 0), (-1, 1)), ("SPAN", (0, 0), (3, 0)), ("SPAN", (4, 0), (6, 0)),
    ]  # fmt: skip
    for node, _ in plan.walk():
        suffix = {"OS": "OS", "OO": "OO", "ACTION": "A"}[node.level]
        text = f"{node.title} ({suffix}.{node.code})"
        if node.level == "OS":
            commands += [("SPAN", (0, len(rows)), (-1, len(rows))),
                         press.shade((0, len(rows)), (-1, len(rows)))]  # fmt: skip
            rows.append([press.paragraph(text, bold=True, align="center")] + [""] * 6)
            continue
        kind = "O.O." if node.level == "OO" else "Action"
        marks = ["X" if node.attributes.get("status") == name else "" for name in columns]
        line = [kind, text, mark.value(node, "services"), mark.value(node, "deadline"), *marks]
        bold = node.level == "OO"
        rows.append([press.paragraph(value, bold=bold and i < 2) for i, value in enumerate(line)])
    press.table(rows, [7, 46, 20, 12, 8, 8, 7], repeat=2, commands=commands)
    press.build(path)
    return expect(plan, front=False)


@layout("F7", ".pdf")
def pdf_cell_bullets(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Ruled table with several bulleted actions in one cell, OS as a shaded full-width row."""
    mark = look(plan, "pdf_cell_bullets")
    plan, cell = cells(adapt(plan, projects=False, volets=False), mark)
    plan = _without_action_codes(plan)
    press = Press(plan, mark)
    press.front()
    rows: list[list[Any]] = [
        [press.paragraph(header(mark.rng, level), bold=True) for level in ("OO", "ACTION")]
    ]
    commands: list[tuple[Any, ...]] = [press.shade((0, 0), (-1, 0))]
    for os in plan.tree:
        commands += [("SPAN", (0, len(rows)), (-1, len(rows))),
                     press.shade((0, len(rows)), (-1, len(rows)))]  # fmt: skip
        rows.append([press.paragraph(cell.text(os), bold=True, size=press.size + 1), ""])
        for oo in os.children:
            bullets = [
                press.paragraph(action.title, mark.bullet, left=11, bullet_at=1)
                for action in oo.children
            ]
            rows.append([press.paragraph(cell.text(oo)), bullets])
    press.table(rows, [38, 62], repeat=mark.rng.choice((0, 1)), commands=commands)
    press.build(path)
    return expect(plan)


def _without_action_codes(plan: ZooPlan) -> ZooPlan:
    def visit(node: ZooNode) -> ZooNode:
        code = None if node.level == "ACTION" else node.code
        return replace(node, code=code, children=tuple(map(visit, node.children)))

    return replace(plan, tree=tuple(map(visit, plan.tree)))


@layout("F7", ".pdf")
def pdf_table_per_oo(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Headings for OS and OO, one table of actions with attributes under each OO."""
    mark = look(plan, "pdf_table_per_oo")
    keys = tuple(mark.rng.sample(("responsibles", "partners", "deadline", "budget"), 3))
    plan = adapt(plan, projects=False, attributes={"ACTION": keys})
    plan, cell = cells(plan, mark)
    cell = replace(cell, style="label")
    press = Press(plan, mark, wide=mark.rng.random() < 0.4, size=9.5)
    press.front(contents_page=True)
    titles = [header(mark.rng, "ACTION"), *(mark.field(key) for key in keys)]
    split, caption_inside = mark.rng.random() < 0.5, mark.rng.random() < 0.4
    volet = None
    for os in plan.tree:
        if volet_change(os, volet):
            volet = os.volet
            press.put(mark.volet(volet), bold=True, size=press.size + 5, before=16, after=10)
        text = cell.text(os) if os.code else f"Objectif stratégique : {os.title}"
        big: dict[str, Any] = {"size": press.size + 4, "color": press.tint}
        press.put(text, bold=True, before=14, after=8, keep=True, toc=0, **big)
        for oo in os.children:
            text = cell.text(oo) if oo.code else f"Objectif opérationnel : {oo.title}"
            inside = caption_inside and bool(oo.children)
            if not inside:
                size = press.size + 1
                press.put(text, bold=True, size=size, before=10, after=6, keep=True, toc=1)
            if not oo.children:
                continue
            rows: list[list[Any]] = [[press.paragraph(text, bold=True) for text in titles]]
            shade = [press.shade((0, 0), (-1, 0))]
            if inside:
                shade = [("SPAN", (0, 0), (-1, 0)), press.shade((0, 0), (-1, 1))]
                rows.insert(0, [press.paragraph(text, bold=True), *[""] * len(keys)])
            for action in oo.children:
                values = (mark.value(action, key) for key in keys)
                rows.append([press.paragraph(text) for text in (cell.text(action), *values)])
            widths = [44] + [WIDTHS[key] for key in keys]
            repeat = 2 if inside else 1
            press.table(rows, widths, repeat=repeat, commands=shade, split_rows=split)
            press.space(6)
    press.build(path)
    return expect(plan)


@layout("F7", ".pdf")
def pdf_columns(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Borderless columns, OO | projet | actions or OS | OO | actions, each wrapping on its own."""
    mark = look(plan, "pdf_columns")
    plan, cell = cells(adapt(plan, volets=False), mark)
    with_projects = any(node.level == "PROJET" for node, _ in plan.walk())
    levels = ("OO", "PROJET", "ACTION") if with_projects else ("OS", "OO", "ACTION")
    press = Press(plan, mark, wide=mark.rng.random() < 0.6, size=9)
    press.front()
    titles = [header(mark.rng, level) for level in levels]
    head = [press.paragraph(text, bold=True) for text in titles]
    widths = mark.rng.choice(([30, 32, 38], [28, 28, 44], [33, 33, 34]))
    groups = [(os,) for os in plan.tree] if with_projects else [plan.tree]
    for group in groups:
        rows = []
        press.new_page()
        if with_projects:
            os = group[0]
            text = cell.text(os) if os.code else f"Objectif stratégique : {os.title}"
            press.put(text, bold=True, size=press.size + 3, after=8)
        for row in (row for os in group for row in leaf_rows(os)):
            line = SpannedRow()
            for column, level in enumerate(levels):
                if level in row.spans and level in row.path:
                    line.cells[column] = press.paragraph(cell.text(row.path[level]), after=4)
                    line.spans[column] = row.spans[level]
            rows.append(line)
        spanned(press, head, rows, widths, ruled=False, used=70 if with_projects else 0)
    press.build(path)
    return expect(plan)
