"""A plan in the terminal: a header, the tree, counts and remarks, in French.

In: the plan as JSON data, not as a pydantic model, so that showing a file loads neither the schema
nor the readers. Data of another shape raises `NotAPlan`. Nothing of the plan is interpreted by the
terminal: control characters are replaced, brackets are text.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from extractor.terminal import safe

Data = Mapping[str, Any]

RANKS = {"OS": 0, "OO": 1, "PROJET": 2, "ACTION": 3, "SOUS_ACTION": 4}
STYLES = {
    "OS": "bold magenta",
    "OO": "bold blue",
    "PROJET": "bold green",
    "ACTION": "cyan",
    "SOUS_ACTION": "dim cyan",
}
VOLET_STYLES = {"interne": "yellow", "externe": "green", "commun": "cyan"}
SEVERITIES = {"error": ("✖", "bold red"), "warning": ("▲", "yellow"), "info": ("·", "dim")}
UNSURE = 0.5  # confidence below which a node is marked
SHOWN_CODES = 12  # kinds of remarks listed before « … »


class NotAPlan(ValueError):
    """The data has not the shape of a plan."""


def print_plan(plan: Data, console: Console, level: str | None = None) -> None:
    """Print the whole plan; `level` is the deepest one shown."""
    try:
        plan = _cleaned(plan)
        deepest = RANKS[level.upper()] if level else max(RANKS.values())
        blocks: list[RenderableType] = [_header(plan), Text()]
        if plan["tree"]:
            blocks += [_tree(plan["tree"], deepest), Text()]
        blocks += _figures(plan)
        _print(console, blocks)
    except BrokenPipeError:
        raise
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError):
        raise NotAPlan("not the JSON of a plan") from None


def print_summary(plan: Data, console: Console) -> None:
    """Print one screen: institution, term, counts, coverage and remarks."""
    plan = _cleaned(plan)
    _print(console, [_header(plan), *_figures(plan)])


def _print(console: Console, blocks: list[RenderableType]) -> None:
    """Print; where there is no terminal, without the blanks that pad table cells."""
    if console.is_terminal:
        console.print(Group(*blocks))
        return
    with console.capture() as capture:
        console.print(Group(*blocks))
    for line in capture.get().splitlines():
        console.out(line.rstrip(), highlight=False)


def _cleaned(value: Any) -> Any:
    """Return data of the same shape in which no text can command the terminal."""
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, Mapping):
        return {safe(key): _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list) else value


@cache
def _words() -> dict[str, dict[str, str]]:
    """Return the French wordings, which the exports use too."""
    return tomllib.loads((Path(__file__).parent / "exports/french.toml").read_text("utf-8"))


def _nodes(tree: list[Data]) -> Iterator[Data]:
    for node in tree:
        yield node
        yield from _nodes(node["children"])


def _header(plan: Data) -> Text:
    institution, term, source = plan["institution"], plan["term"], plan["source"]
    name = institution["name"] or institution["printed_name"] or "Institution inconnue"
    text = Text(name, style="bold")
    years = [str(year) for year in (term["start"], term["end"]) if year]
    if years:
        text.append(f"  {'-'.join(years)}", style="bold cyan")
        if term["inferred"]:
            text.append(" (déduit)", style="dim")
    if plan["title"]:
        text.append(f"\n{plan['title']}")
    facts = [
        institution["nis_code"] and f"INS {institution['nis_code']}",
        institution["province"] and f"province : {institution['province']}",
        plan["adopted_on"] and f"adopté le {'/'.join(reversed(plan['adopted_on'].split('-')))}",
        source["filename"],
        source["pages"] and f"{source['pages']} page{'s' * (source['pages'] > 1)}",
        plan["plan_id"],
    ]
    text.append("\n" + " · ".join(str(fact) for fact in facts if fact), style="dim")
    return text


def _tree(nodes: list[Data], deepest: int) -> RenderableType:
    root = Tree("", hide_root=True, guide_style="dim")
    _grow(root, nodes, deepest)
    return root


def _grow(branch: Tree, nodes: list[Data], deepest: int) -> None:
    for node in nodes:
        if RANKS[node["level"]] <= deepest:
            _grow(branch.add(_label(node)), node["children"], deepest)
        else:
            _grow(branch, node["children"], deepest)


def _label(node: Data) -> RenderableType:
    """Return code and wording in two columns, so that a long title wraps under its own start."""
    level = node["level"]
    marker = Text(_words()["level_short"][level], style=STYLES[level])
    if node["code"]:
        marker.append(f" {node['code']}")
    body = Text(node["title"], style="bold" if level == "OS" else "")
    if node["volet"]:
        volet = str(node["volet"])
        body.append(f"  [{volet}]", style=VOLET_STYLES.get(volet, ""))
    if node["confidence"] < UNSURE:
        body.append(f"  confiance {node['confidence']:.2f}".replace(".", ","), style="yellow")
    if details := _details(node):
        body.append("\n" + " · ".join(details), style="dim not bold")
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(marker, body)
    return grid


def _details(node: Data) -> list[str]:
    """Return what is printed about a node, in few words."""
    attributes = node["attributes"]
    out: list[str] = []
    if deadline := attributes.get("deadline"):
        out.append(f"échéance : {deadline['text']}")
    for key in ("responsibles", "services", "mandataries", "partners"):
        if values := attributes.get(key):
            out.append(f"{_words()['field'][key].lower()} : {', '.join(values)}")
    if budget := attributes.get("budget"):
        out.append("budget : " + " ; ".join(item["text"] for item in budget))
    if status := attributes.get("status"):
        out.append(status["text"])
    if node["same_as"]:
        out.append(f"= {node['same_as'].partition('/')[2]}")
    return out


def _figures(plan: Data) -> list[RenderableType]:
    counts = Counter(node["level"] for node in _nodes(plan["tree"]))
    line = Text()
    for level in RANKS:
        if counts[level]:
            line.append(" · " if line else "")
            line.append(f"{counts[level]} {_plural(level, counts[level])}", style=STYLES[level])
    if not line:
        line = Text("Aucun objectif ni action", style="bold red")
    return [line, _coverage(plan["coverage"]), *_remarks(plan["diagnostics"])]


def _plural(level: str, count: int) -> str:
    """Return `OS`, `projets`, `sous-actions`: acronyms do not change."""
    word = _words()["level_short"][level]
    return word if word.isupper() else word.lower() + "s" * (count > 1)


def _coverage(coverage: Data) -> Text:
    discarded = sum(item["count"] for item in coverage["discarded"])
    parts = [
        f"{coverage['in_nodes']} dans l’arbre",
        f"{coverage['in_front_matter']} hors de l’arbre",
        f"{discarded} écartées",
    ]
    text = Text(f"{coverage['lines']} lignes : {', '.join(parts)}", style="dim")
    unread = len(coverage.get("unread", ()))
    if coverage["unassigned"] - unread:
        text.append(f", {coverage['unassigned'] - unread} perdues", style="bold red")
    if unread:
        text.append(f" ; parties non lues : {unread}", style="bold red")
    return text


def _remarks(diagnostics: list[Data]) -> list[RenderableType]:
    """Return one line per code, the gravest first, with its first message."""
    groups: dict[tuple[int, str], list[Data]] = {}
    for item in diagnostics:
        rank = list(SEVERITIES).index(item["severity"])
        groups.setdefault((rank, item["code"]), []).append(item)
    out: list[RenderableType] = []
    for _, items in sorted(groups.items(), key=lambda group: group[0])[:SHOWN_CODES]:
        symbol, style = SEVERITIES[items[0]["severity"]]
        text = Text(f"{symbol} ", style=style)
        text.append(items[0]["code"])
        if len(items) > 1:
            text.append(f" ×{len(items)}", style="bold")
        place = f" (page {items[0]['page']})" if items[0]["page"] else ""
        text.append(f"  {items[0]['message']}{place}", style="dim")
        text.append(" …" if len(items) > 1 else "", style="dim")
        out.append(text)
    if len(groups) > SHOWN_CODES:
        out.append(Text(f"… et {len(groups) - SHOWN_CODES} autres sortes", style="dim"))
    return out
