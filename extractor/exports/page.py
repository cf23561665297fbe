"""One plan as a page for people: HTML (one file, no network, folds) and Markdown, in French.

`fragment` is the part of the page that a notebook shows. All text of a plan is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from extractor.diagnostics import Report
from extractor.exports.fields import labelled_lines
from extractor.exports.files import make_folder, printable, write_bytes
from extractor.exports.french import french
from extractor.messages import fill
from extractor.messages import french as message_in_french
from extractor.schema import Diagnostic, Level, Node, Plan
from extractor.values.sums import total_for_sums

#: what is said of a node below its title, in order
FIELDS = (
    "responsibles", "services", "mandataries", "partners", "deadline", "status_text", "progress",
    "budget", "indicators", "priority", "sdgs", "plans", "categories", "target_groups", "remarks",
    "observations", "other",
)  # fmt: skip
_STYLE = """
.pst { font: 15px/1.5 "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; color: #1d2733; }
.pst h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; }
.pst .facts, .pst .fields { color: #5b6876; font-size: .88em; }
.pst details { margin: .15rem 0 .15rem 1.1rem; }
.pst details.root { margin-left: 0; }
.pst summary { cursor: pointer; }
.pst .leaf { margin: .15rem 0 .15rem 2.1rem; }
.pst .code { color: #14532d; font-weight: 600; }
.pst .OS > summary { font-weight: 600; font-size: 1.05em; }
.pst .unsure { background: #fdf1d0; }
.pst .chip { background: #e4e8ec; border-radius: 1rem; padding: 0 .5rem; font-size: .82em; }
.pst ul { margin: .2rem 0 .2rem 1.2rem; padding: 0; }
@media print { .pst details > * { display: block; } }
"""
UNSURE = 0.6  # confidence below which a node is marked


def write_html(plans: Iterable[Plan], dest: Path, report: Report) -> None:
    """Write one page, or one for each plan into the folder `dest`."""
    _write(plans, dest, ".html", as_html)


def write_markdown(plans: Iterable[Plan], dest: Path, report: Report) -> None:
    """Write one text, or one for each plan into the folder `dest`."""
    _write(plans, dest, ".md", as_markdown)


def _write(plans: Iterable[Plan], dest: Path, suffix: str, make: Callable[[Plan], str]) -> None:
    every = list(plans)
    if len(every) == 1 and (dest.suffix or not dest.is_dir()):
        write_bytes(dest, make(every[0]).encode())
        return
    make_folder(dest)
    for plan in every:
        write_bytes(dest / f"{plan.plan_id}{suffix}", make(plan).encode())


def name_of(plan: Plan) -> str:
    """Return institution and years in one line."""
    who = plan.institution.name or plan.institution.printed_name or "Institution inconnue"
    years = [str(year) for year in (plan.term.start, plan.term.end) if year]
    return f"{who} · {'-'.join(years)}" if years else who


def facts_of(plan: Plan) -> str:
    """Return what the plan holds, in one line."""
    levels = [node.level for node in plan.nodes()]
    words = {
        Level.OS: "OS", Level.OO: "OO", Level.PROJET: "{0|projet|projets}",
        Level.ACTION: "{0|action|actions}", Level.SOUS_ACTION: "{0|sous-action|sous-actions}",
    }  # fmt: skip
    parts = [
        f"{levels.count(level)} {fill(word, [levels.count(level)], 'fr')}"
        for level, word in words.items()
        if level in levels
    ]
    if euros := total_for_sums(plan):
        parts.append(f"{euros:,.2f} € imprimés".replace(",", " ").replace(".", ","))
    return " · ".join([*parts, plan.source.filename])


def _remarks(plan: Plan) -> list[tuple[str, str]]:
    """Return (severity, text) of the remarks that somebody should read."""

    def text(item: Diagnostic) -> str:
        message = item.message_fr or message_in_french(item.message) or item.message
        return f"{french('diagnostic', item.code)} — {message}"

    return [
        (french("severity", item.severity) or "", text(item))
        for item in plan.diagnostics
        if item.severity != "info"
    ]


def as_html(plan: Plan) -> str:
    """Return the page of a plan; the same bytes for the same plan."""
    return (
        '<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(printable(name_of(plan)))}</title>"
        "<style>body { max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem; }</style></head>\n"
        f"<body>{fragment(plan)}</body></html>\n"
    )


def fragment(plan: Plan) -> str:
    """Return the tree of a plan as HTML that may stand in another page."""
    roots = "\n".join(_html_node(node, root=True) for node in plan.tree)
    remarks = "".join(
        f"<li><b>{escape(severity)}</b> {escape(printable(text))}</li>"
        for severity, text in _remarks(plan)
    )
    if remarks:
        remarks = f"<details class='root'><summary>Remarques</summary><ul>{remarks}</ul></details>"
    title = f"<p>{escape(printable(plan.title))}</p>" if plan.title else ""
    return (
        f"<style>{_STYLE}</style><div class='pst'><h1>{escape(printable(name_of(plan)))}</h1>"
        f"{title}<p class='facts'>{escape(printable(facts_of(plan)))}</p>\n{roots}\n{remarks}</div>"
    )


def _html_node(node: Node, *, root: bool = False) -> str:
    mark = " unsure" if node.confidence < UNSURE else ""
    code = f"{french('level_short', node.level.value)} {node.code or ''}".strip()
    volet = f" <span class='chip'>{escape(node.volet)}</span>" if node.volet else ""
    title = (
        f"<span class='code'>{escape(printable(code))}</span> "
        f"<span class='title{mark}'>{escape(printable(node.title))}</span>{volet}"
    )
    said = [node.description] if node.description else []
    said += labelled_lines(node, FIELDS)
    fields = "<br>".join(escape(printable(line)) for line in said)
    fields = f"<div class='fields'>{fields}</div>" if fields else ""
    if not node.children:
        return f"<div class='leaf {node.level}'>{title}{fields}</div>"
    inner = "\n".join(_html_node(child) for child in node.children)
    place = " root" if root else ""
    return (
        f"<details open class='{node.level}{place}'><summary>{title}</summary>{fields}\n"
        f"{inner}</details>"
    )


def as_markdown(plan: Plan) -> str:
    """Return a plan as Markdown: objectives as headings, all below them as nested lists."""
    lines = [f"# {_plain(name_of(plan))}", ""]
    if plan.title:
        lines += [_plain(plan.title), ""]
    lines += [f"*{_plain(facts_of(plan))}*", ""]
    for node in plan.tree:
        lines += _markdown_node(node, 0)
    if remarks := _remarks(plan):
        lines += ["", "## Remarques", ""]
        lines += [f"- **{severity}** : {_plain(text)}" for severity, text in remarks]
    return "\n".join(lines) + "\n"


def _markdown_node(node: Node, depth: int) -> list[str]:
    code = f"{french('level_short', node.level.value)} {node.code or ''}".strip()
    said = [node.description] if node.description else []
    said += labelled_lines(node, FIELDS)
    if node.level in (Level.OS, Level.OO):
        lines = [
            "",
            f"{'##' if node.level is Level.OS else '###'} {code} : {_plain(node.title)}",
            "",
        ]
        lines += [f"{_plain(line)}  " for line in said] + ([""] if said else [])
        depth = 0
    else:
        indent = "  " * depth
        lines = [f"{indent}- **{code}** {_plain(node.title)}"]
        lines += [f"{indent}  - {_plain(line)}" for line in said]
        depth += 1
    for child in node.children:
        lines += _markdown_node(child, depth)
    return lines


def _plain(text: str) -> str:
    """Return a text on one line in which no sign is Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(printable(text).split()))
