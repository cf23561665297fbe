"""A sample plan as data: reads `plans/*.plan`, writes the gold annotation.

The format, line by line: `key: value` at the top; `## heading`, paragraphs and `* items` of front
matter; `%%`; then the tree, one node a line (`OS code volet title`, `OO code title`, …, `-` for no
code or volet), each followed by `> description` and `@ attribute printed | value`; `%%`; back
matter. `SECTION title` announces an axis for the objectives below it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LEVELS = ("OS", "OO", "PROJET", "ACTION", "SOUS_ACTION")


@dataclass
class Value:
    """A printed attribute, and what it means (ISO date, number or code) where it is typed."""

    printed: str
    meaning: str | None = None

    def entries(self) -> list[str]:
        """Return the entries of a list such as `ONE ; CPAS`."""
        return [entry.strip() for entry in self.printed.split(" ; ")]


@dataclass
class Node:
    """A node of the tree, as it is to be printed."""

    level: str
    code: str | None
    title: str
    volet: str | None = None
    section: str | None = None
    description: str | None = None
    attributes: dict[str, Value] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)


@dataclass
class Chapter:
    """A chapter of front or back matter: paragraphs, and bullets marked by a leading `* `."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """A whole sample."""

    meta: dict[str, str]
    front: list[Chapter]
    tree: list[Node]
    back: list[Chapter]


def read_plan(name: str) -> Plan:
    """Read `plans/NAME.plan`."""
    text = (HERE / "plans" / f"{name}.plan").read_text(encoding="utf-8")
    front, tree, back = [*text.split("\n%%\n"), ""][:3]
    head, _, chapters = front.partition("\n\n")
    meta = dict(line.split(": ", 1) for line in head.splitlines())
    return Plan(meta, _chapters(chapters), _tree(tree), _chapters(back))


def _chapters(text: str) -> list[Chapter]:
    found: list[Chapter] = []
    for line in filter(None, text.splitlines()):
        if line.startswith("## "):
            found.append(Chapter(line[3:]))
        else:
            found[-1].paragraphs.append(line)
    return found


def _tree(text: str) -> list[Node]:
    roots: list[Node] = []
    path: list[Node] = []
    section: str | None = None
    for line in filter(None, text.splitlines()):
        word, _, rest = line.partition(" ")
        if word == "SECTION":
            section = rest
        elif word == ">":
            path[-1].description = rest
        elif word == "@":
            key, _, value = rest.partition(" ")
            printed, _, meaning = value.partition(" | ")
            path[-1].attributes[key] = Value(printed, None if meaning in ("", "-") else meaning)
        else:
            node = _node(word, rest, section)
            path = [p for p in path if LEVELS.index(p.level) < LEVELS.index(word)]
            (path[-1].children if path else roots).append(node)
            path.append(node)
    return roots


def _node(level: str, rest: str, section: str | None) -> Node:
    code, _, title = rest.partition(" ")
    volet = None
    if level == "OS":
        volet, _, title = title.partition(" ")
    return Node(
        level=level,
        code=None if code == "-" else code,
        title=title,
        volet=None if volet == "-" else volet,
        section=section if level == "OS" else None,
    )


def walk(nodes: list[Node], parent: Node | None = None) -> list[tuple[Node, Node | None]]:
    """Return every node with its parent, in document order."""
    found: list[tuple[Node, Node | None]] = []
    for node in nodes:
        found.append((node, parent))
        found += walk(node.children, node)
    return found


def gold(plan: Plan, document: str, layout: str) -> str:
    """Return the annotation as JSON text."""
    meta = plan.meta
    pairs = walk(plan.tree)
    rank = {id(node): i for i, (node, _) in enumerate(pairs)}
    nodes = []
    for node, parent in pairs:
        entry: dict[str, Any] = {
            "id": rank[id(node)],
            "level": node.level,
            "code": node.code,
            "title": node.title,
            "parent": rank[id(parent)] if parent else None,
            "volet": node.volet,
        }
        if node.section:
            entry["sections"] = [node.section]
        if node.description:
            entry["description"] = node.description
        entry["attributes"] = {k: _gold_value(k, v) for k, v in node.attributes.items()}
        nodes.append(entry)
    document_gold = {
        "source": document,
        "institution": {
            "name": meta["name"],
            "kind": meta["kind"],
            "municipality": meta["municipality"],
            "nis_code": None,
        },
        "title": meta["title"],
        "term": {"start": int(meta["start"]), "end": int(meta["end"])},
        "adopted_on": None if meta["adopted"] == "-" else meta["adopted"],
        "layout": layout,
        "nodes": nodes,
    }
    return json.dumps(document_gold, ensure_ascii=False, indent=1) + "\n"


def _gold_value(key: str, value: Value) -> object:
    if key == "deadline":
        return value.meaning or value.printed
    if key == "budget":
        amount = float(value.meaning or 0)
        return {"lines": [{"amount": amount, "source": None, "year": None}], "total": amount}
    if key == "indicators":
        return [{"label": value.printed, "target": float(value.meaning or 0)}]
    if key == "sdgs":
        return [int(n) for n in value.printed.split(", ")]
    if key == "progress":
        return float(value.printed)
    if key == "status":
        return value.meaning
    return value.entries()


def french_date(iso: str) -> str:
    """Return a date as French prose prints it.

    >>> french_date("2019-09-18")
    '18 septembre 2019'
    """
    months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    year, month, day = iso.split("-")
    return f"{int(day)} {months.split()[int(month) - 1]} {year}"
