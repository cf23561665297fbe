"""A plan in the terminal: a header, the tree, counts and remarks, in the language in force.

In: the plan as JSON data, not as a pydantic model, so that showing a file loads neither the schema
nor the readers. Data of another shape raises `NotAPlan`. Nothing of the plan is interpreted by the
terminal: control characters are replaced, brackets are text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from extractor.messages import french, language, level_name, tell
from extractor.terminal import safe

Data = Mapping[str, Any]

RANKS = {"OS": 0, "OO": 1, "PROJET": 2, "ACTION": 3, "SOUS_ACTION": 4}
ACTORS = {
    "responsibles": "responsible: {0}",
    "services": "services: {0}",
    "mandataries": "mandataries: {0}",
    "partners": "partners: {0}",
}
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


def render_plan(plan: Data) -> RenderableType:
    """Return the whole plan as something that rich prints; raise `NotAPlan` on other data."""
    try:
        return Group(*_blocks(_cleaned(plan), max(RANKS.values())))
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        raise NotAPlan("not the JSON of a plan") from None


def print_plan(plan: Data, console: Console, level: str | None = None) -> None:
    """Print the whole plan; `level` is the deepest one shown."""
    try:
        deepest = RANKS[level.upper()] if level else max(RANKS.values())
        _print(console, _blocks(_cleaned(plan), deepest))
    except BrokenPipeError:
        raise
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError):
        raise NotAPlan("not the JSON of a plan") from None


def _blocks(plan: Data, deepest: int) -> list[RenderableType]:
    tree = [_tree(plan["tree"], deepest), Text()] if plan["tree"] else []
    return [_header(plan), Text(), *tree, *_figures(plan)]


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


def _nodes(tree: list[Data]) -> Iterator[Data]:
    for node in tree:
        yield node
        yield from _nodes(node["children"])


def _header(plan: Data) -> Text:
    institution, term, source = plan["institution"], plan["term"], plan["source"]
    name = institution["name"] or institution["printed_name"] or tell("Unknown institution")
    text = Text(name, style="bold")
    years = [str(year) for year in (term["start"], term["end"]) if year]
    if years:
        text.append(f"  {'-'.join(years)}", style="bold cyan")
        if term["inferred"]:
            text.append(f" ({tell('inferred')})", style="dim")
    if plan["title"]:
        text.append(f"\n{plan['title']}")
    facts = [
        institution["nis_code"] and tell("NIS {0}", institution["nis_code"]),
        institution["province"] and tell("province: {0}", institution["province"]),
        plan["adopted_on"]
        and tell("adopted on {0}", "/".join(reversed(plan["adopted_on"].split("-")))),
        source["filename"],
        source["pages"] and tell("{0} {0|page|pages}", source["pages"]),
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
    marker = Text(level_name(level), style=STYLES[level])
    if node["code"]:
        marker.append(f" {node['code']}")
    body = Text(node["title"], style="bold" if level == "OS" else "")
    if node["volet"]:
        volet = str(node["volet"])
        body.append(f"  [{volet}]", style=VOLET_STYLES.get(volet, ""))
    if node["confidence"] < UNSURE:
        body.append(f"  {tell('confidence {0}', _decimal(node['confidence']))}", style="yellow")
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
        out.append(tell("deadline: {0}", deadline["text"]))
    for key, template in ACTORS.items():
        if values := attributes.get(key):
            out.append(tell(template, ", ".join(values)))
    if budget := attributes.get("budget"):
        out.append(tell("budget: {0}", " ; ".join(item["text"] for item in budget)))
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
            word = level_name(level, counts[level])
            line.append(f"{counts[level]} {word}", style=STYLES[level])
    if not line:
        line = Text(tell("No objective or action"), style="bold red")
    return [line, _coverage(plan["coverage"]), *_remarks(plan["diagnostics"])]


def _coverage(coverage: Data) -> Text:
    discarded = sum(item["count"] for item in coverage["discarded"])
    counts = coverage["lines"], coverage["in_nodes"], coverage["in_front_matter"], discarded
    text = Text(
        tell("{0} {0|line|lines}: {1} in the tree, {2} outside it, {3} left out", *counts),
        style="dim",
    )
    unread = len(coverage.get("unread", ()))
    if coverage["unassigned"] - unread:
        text.append(tell(", {0} lost", coverage["unassigned"] - unread), style="bold red")
    if unread:
        text.append(tell("; parts not read: {0}", unread), style="bold red")
    return text


def _decimal(number: float) -> str:
    """Return a number with two decimals, after a comma in French."""
    shown = f"{number:.2f}"
    return shown.replace(".", ",") if language() == "fr" else shown


def _message(item: Data) -> str:
    """Return the message of a remark in the language in force, as far as it is known."""
    if language() != "fr":
        return str(item["message"])
    return str(item.get("message_fr") or french(item["message"]) or item["message"])


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
        text.append(f"  {_message(items[0])}{place}", style="dim")
        text.append(" …" if len(items) > 1 else "", style="dim")
        out.append(text)
    if len(groups) > SHOWN_CODES:
        out.append(Text(tell("… and {0} more kinds", len(groups) - SHOWN_CODES), style="dim"))
    return out
