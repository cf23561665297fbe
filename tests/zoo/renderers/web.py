"""HTML: a page per plan as a municipal site publishes it, with menus around and tables inside."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.zoo.expected import ExpectedPlan, adapt, expect, number
from tests.zoo.look import Look, look
from tests.zoo.plans import ZooPlan
from tests.zoo.renderers import layout
from tests.zoo.renderers.cells import cells, header, leaf_rows
from tests.zoo.renderers.pdf_forms import KEYS, form_fields, form_plan, forms
from tests.zoo.renderers.text import volet_change


def page(plan: ZooPlan, mark: Look, body: list[str], path: Path) -> None:
    """Write the page; sites differ in their menus and in the tag around the content."""
    main = mark.rng.choice(("main", "article", 'div id="content"', "section"))
    menu = "".join(
        f"<li><a href='#'>{x}</a></li>" for x in ("Accueil", "Vivre", "Services en ligne")
    )
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="fr"><head><meta charset="utf-8"><title>{escape(plan.title)}</title>',
        "<style>body{font-family:sans-serif}</style></head><body>",
        f"<nav><ul>{menu}</ul></nav>" if mark.rng.random() < 0.6 else "",
        f"<{main}><h1>{escape(plan.title)}</h1>",
        *front(plan, mark),
        *body,
        f"</{main.split()[0]}>",
        "<footer>Administration communale – Plan du site</footer>",
        "</body></html>",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def front(plan: ZooPlan, mark: Look) -> list[str]:
    """Return the front matter as paragraphs and lists."""
    lines = []
    for kind, entries in plan.front:
        if kind == "introduction":
            lines += [f"<p>{escape(entry)}</p>" for entry in entries]
        else:
            caption = escape(mark.caption(kind))
            items = "".join(f"<li>{escape(entry)}</li>" for entry in entries)
            lines.append(f"<p><strong>{caption}</strong></p><ul>{items}</ul>")
    return lines


@layout("F5", ".html")
def html_motivation(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Label, title below, `Motivation` prose, ordered lists of objectives with prose."""
    plan = number(adapt(plan, projects=False, volets=False, descriptions=["OS", "OO"]), oo="bare")
    mark = look(plan, "html_motivation")
    body = []
    for os in plan.tree:
        body.append(f"<h2>Objectif stratégique {os.code}</h2><h3>{escape(os.title)}</h3>")
        if os.description:
            body.append(f"<h4>Motivation</h4><p>{escape(os.description)}</p>")
        body.append("<h4>Objectifs opérationnels</h4><ol>")
        for oo in os.children:
            body.append(f"<li><strong>{escape(oo.title)}</strong>")
            if oo.description:
                body.append(f"<p>{escape(oo.description)}</p>")
            if oo.children:
                items = "".join(f"<li>{escape(action.title)}</li>" for action in oo.children)
                body.append(f"<ul>{items}</ul>")
            body.append("</li>")
        body.append("</ol>")
    page(plan, mark, body, path)
    return expect(plan)


@layout("F1", ".html")
def html_headings(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Labelled headings h2 > h3 > h4 and lists of actions."""
    plan = number(adapt(plan))
    mark = look(plan, "html_headings")
    tags = {"OS": "h2", "OO": "h3", "PROJET": "h4"}
    body, volet, open_list = [], None, False
    for node, parent in plan.walk():
        if open_list and node.level != "ACTION":
            body.append("</ul>")
            open_list = False
        if parent is None and volet_change(node, volet):
            volet = node.volet
            body.append(f"<h2 class='volet'>{escape(mark.volet(volet))}</h2>")
        if node.level == "ACTION":
            body += [] if open_list else ["<ul>"]
            open_list = True
            body.append(f"<li>{escape(node.title)}</li>")
        else:
            tag = tags[node.level]
            body.append(f"<{tag}>{escape(mark.heading(node))}</{tag}>")
    page(plan, mark, body + (["</ul>"] if open_list else []), path)
    return expect(plan)


@layout("F7", ".html")
def html_rowspan(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """A table whose OS and OO cells span the rows of their actions."""
    mark = look(plan, "html_rowspan")
    keys = ("services", "deadline", "status")
    plan = adapt(plan, projects=False, volets=False, attributes={"ACTION": keys})
    plan, cell = cells(plan, mark)
    levels = ("OS", "OO", "ACTION")
    titles = [header(mark.rng, level) for level in levels] + [mark.field(key) for key in keys]
    tag = mark.rng.choice(("th", "td"))
    body = ["<table border='1'>"]
    body.append("<tr>" + "".join(f"<{tag}>{escape(x)}</{tag}>" for x in titles) + "</tr>")
    for os in plan.tree:
        for row in leaf_rows(os):
            line = ""
            for level in levels:
                if level in row.spans:
                    span = row.spans[level]
                    extra = f" rowspan='{span}'" if span > 1 else ""
                    line += f"<td{extra}>{escape(cell.text(row.path[level]))}</td>"
                elif level not in row.path:
                    line += "<td></td>"
            for key in keys:
                value = mark.value(row.path["ACTION"], key) if "ACTION" in row.path else ""
                line += f"<td>{escape(value)}</td>"
            body.append(f"<tr>{line}</tr>")
    page(plan, mark, [*body, "</table>"], path)
    return expect(plan)


@layout("F7", ".html")
def html_breaks(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Two-column tables, one per OS under a heading, actions of a cell parted by line breaks."""
    plan = number(adapt(plan, projects=False))
    mark = look(plan, "html_breaks")
    listed = mark.rng.random() < 0.5
    body, volet = [], None
    for os in plan.tree:
        if volet_change(os, volet):
            volet = os.volet
            body.append(f"<h2>{escape(mark.volet(volet))}</h2>")
        body.append(f"<h3>{escape(mark.heading(os))}</h3><table>")
        body.append("<tr><th>Objectifs opérationnels</th><th>Actions</th></tr>")
        for oo in os.children:
            actions = [escape(action.title) for action in oo.children]
            if listed:
                inside = "<ul>" + "".join(f"<li>{x}</li>" for x in actions) + "</ul>"
            else:
                inside = "<br>".join(actions)
            body.append(f"<tr><td>{escape(mark.heading(oo))}</td><td>{inside}</td></tr>")
        body.append("</table>")
    page(plan, mark, body, path)
    return expect(plan)


@layout("F9", ".html")
def html_forms(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """A form per action: a description list, or a two-column table."""
    mark = look(plan, "html_forms")
    keys = tuple(key for key in KEYS if mark.rng.random() < 0.8)
    plan, cell, banner = form_plan(plan, mark, keys)
    tabular = mark.rng.random() < 0.5
    body = []
    for os, oo, action in forms(plan):
        if banner != "none":
            body.append(f"<h3>{escape(banner.format(n=action.code))}</h3>")
        body.append("<table>" if tabular else "<dl>")
        for label, value in form_fields(mark, cell, os, oo, action, keys):
            if value and tabular:
                body.append(f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>")
            elif value:
                body.append(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>")
        body.append("</table>" if tabular else "</dl>")
    page(plan, mark, body, path)
    return expect(plan)
