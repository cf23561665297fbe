"""DOCX tables and forms: merged cells, tables inside cells, a form per action, two parts."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn

from tests.zoo.expected import ExpectedPlan, adapt, expect, number
from tests.zoo.look import look
from tests.zoo.plans import ZooPlan
from tests.zoo.renderers import layout
from tests.zoo.renderers.cells import cells, header, leaf_rows
from tests.zoo.renderers.pdf_forms import KEYS, form_fields, form_plan, forms
from tests.zoo.renderers.word import Word, child


@layout("F7", ".docx")
def docx_merged(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """A table whose OS and OO cells are merged over the rows of their actions (vMerge)."""
    mark = look(plan, "docx_merged")
    keys = ("responsibles", "deadline", "budget")
    plan = adapt(plan, projects=False, volets=False, attributes={"ACTION": keys})
    plan, cell = cells(plan, mark)
    word = Word(plan, mark)
    word.landscape()
    word.front()
    levels = ("OS", "OO", "ACTION")
    titles = [header(mark.rng, level) for level in levels] + [mark.field(key) for key in keys]
    table = word.doc.add_table(rows=1, cols=len(titles), style="Table Grid")
    for column, title in enumerate(titles):
        table.rows[0].cells[column].paragraphs[0].add_run(title).bold = True
    for os in plan.tree:
        for row in leaf_rows(os):
            line = deepcopy(table.rows[0]._tr)
            table._tbl.append(line)
            values = [""] * len(titles)
            for column, level in enumerate(levels):
                values[column] = cell.text(row.path[level]) if level in row.spans else ""
            for column, key in enumerate(keys, 3):
                values[column] = mark.value(row.path["ACTION"], key) if "ACTION" in row.path else ""
            spans = {levels.index(level): span for level, span in row.spans.items()}
            for column, element in enumerate(line.findall(qn("w:tc"))):
                _fill(element, values[column])
                begins = spans.get(column, 0)
                if column < 2 and (begins > 1 or (not begins and "ACTION" in row.path)):
                    merge = child(element.get_or_add_tcPr(), "w:vMerge", None)
                    if begins:
                        merge.set(qn("w:val"), "restart")
    word.save(path)
    return expect(plan)


def _fill(element: Any, text: str) -> None:
    paragraph = element.findall(qn("w:p"))[0]
    for run in paragraph.findall(qn("w:r")):
        paragraph.remove(run)
    run = child(paragraph, "w:r", None)
    child(run, "w:t", None).text = text


@layout("F9", ".docx")
def docx_forms(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """A form per action: label above its value in paragraphs, or a two-column table."""
    mark = look(plan, "docx_forms")
    keys = tuple(key for key in KEYS if mark.rng.random() < 0.8)
    plan, cell, banner = form_plan(plan, mark, keys)
    word = Word(plan, mark)
    word.front()
    tabular = mark.rng.random() < 0.5
    for os, oo, action in forms(plan):
        if banner != "none":
            word.put(banner.format(n=action.code), "Heading 2")
        fields = [x for x in form_fields(mark, cell, os, oo, action, keys) if x[1]]
        table = word.doc.add_table(rows=0, cols=2, style="Table Grid") if tabular else None
        for label, value in fields:
            if table is not None:
                row = table.add_row().cells
                row[0].paragraphs[0].add_run(label).bold = True
                row[1].text = value
            else:
                word.put(label).runs[0].bold = True
                word.put(value)
        word.put("")
    word.save(path)
    return expect(plan)


@layout("F7", ".docx")
def docx_nested(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """A table OO | actions, where the actions are a table inside the cell."""
    keys = ("responsibles", "deadline")
    plan = adapt(plan, projects=False, volets=False, attributes={"ACTION": keys})
    plan = number(plan)
    mark = look(plan, "docx_nested")
    word = Word(plan, mark)
    word.landscape()
    word.front()
    titles = [header(mark.rng, "ACTION"), *(mark.field(key) for key in keys)]
    for os in plan.tree:
        word.put(mark.heading(os), "Heading 1")
        outer = word.doc.add_table(rows=1, cols=2, style="Table Grid")
        for column, title in enumerate((header(mark.rng, "OO"), "Mise en œuvre")):
            outer.rows[0].cells[column].paragraphs[0].add_run(title).bold = True
        for oo in os.children:
            left, right = outer.add_row().cells
            left.text = mark.heading(oo)
            if not oo.children:
                continue
            inner = right.add_table(rows=1, cols=len(titles))
            inner.style = "Table Grid"
            for column, title in enumerate(titles):
                inner.rows[0].cells[column].paragraphs[0].add_run(title).bold = True
            for action in oo.children:
                values = [action.title, *(mark.value(action, key) for key in keys)]
                for cell, value in zip(inner.add_row().cells, values, strict=True):
                    cell.text = value
    word.save(path)
    return expect(plan)


@layout("F13", ".docx")
def docx_two_parts(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """A common plan in two parts, the commune and its CPAS, numbered each from 1."""
    mark = look(plan, "docx_two_parts")
    names = mark.rng.choice(
        (
            ("PARTIE I : LA COMMUNE", "PARTIE II : LE CPAS"),
            ("Partie 1 – Commune", "Partie 2 – CPAS"),
        )
    )
    plan = adapt(plan, volets=False)
    cut = max(1, len(plan.tree) // 2)
    halves = []
    for name, tree in zip(names, (plan.tree[:cut], plan.tree[cut:]), strict=True):
        half = number(replace(plan, tree=tree))
        halves.append(tuple(replace(os, sections=(name,)) for os in half.tree))
    plan = replace(plan, tree=halves[0] + halves[1])
    word = Word(plan, mark)
    word.front()
    styles = {"OS": "Heading 2", "OO": "Heading 3", "PROJET": "Heading 4"}
    part = ""
    for node, _ in plan.walk():
        if node.sections and node.sections[0] != part:
            part = node.sections[0]
            word.put(part, "Heading 1")
        if node.level == "ACTION":
            word.listed(node.title, word.bullets)
        else:
            word.put(mark.heading(node), styles[node.level])
    word.save(path)
    return expect(plan)


@layout("F1", ".docx")
def docx_subactions(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Labelled headings, two depths of automatic bullets for actions and sub-actions."""
    plan = number(adapt(plan, projects=False, volets=False, subactions=True))
    mark = look(plan, "docx_subactions")
    word = Word(plan, mark)
    word.front()
    deep = word.list_definition([("bullet", "\uf0b7", "Symbol"), ("bullet", "o", "Courier New")])
    for node, _ in plan.walk():
        if node.level == "ACTION":
            word.listed(node.title, deep, 0)
        elif node.level == "SOUS_ACTION":
            word.listed(node.title, deep, 1)
        else:
            word.put(mark.heading(node), f"Heading {1 if node.level == 'OS' else 2}")
    word.save(path)
    return expect(plan)
