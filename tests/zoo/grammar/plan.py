"""The plan that a draw prints: a tree with titles, numbers as printed, attributes, and its gold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.zoo import words
from tests.zoo.grammar import banks
from tests.zoo.grammar.choices import Choices, pick
from tests.zoo.grammar.model import Node
from tests.zoo.grammar.numbers import number_tree
from tests.zoo.grammar.titles import Titles, capitals

MOST_NODES = 70  # of a tree: real plans are longer, but one page more teaches nothing
#: keys by how often a plan prints them
KEYS = {
    "responsibles": 30, "services": 20, "partners": 18, "deadline": 34, "budget": 22,
    "indicators": 18, "status": 20, "mandataries": 12, "sdgs": 8,
}  # fmt: skip
STATES = ("En cours", "Réalisé", "Non commencé", "Terminé", "En attente", "À démarrer", "Reporté")


@dataclass
class GrammarPlan:
    """A plan of a fictional institution."""

    municipality: str
    kind: str
    institution: str
    name: str
    term: tuple[int, int]
    tree: list[Node]
    keys: tuple[str, ...]  # attributes that this document prints
    labels: dict[str, str]  # and what it calls them

    def gold(self) -> dict[str, Any]:
        """Return the annotation: nodes in document order, `parent` a rank."""
        rows: list[dict[str, Any]] = []

        def visit(node: Node, parent: int | None) -> None:
            attributes = {key: value for key, value in node.attributes.items() if key != "stray"}
            if "indicators" in attributes:
                attributes["indicators"] = [{"label": text} for text in attributes["indicators"]]
            rank = len(rows)
            rows.append({
                "id": rank, "level": node.level, "code": node.code, "title": node.title,
                "parent": parent, "volet": node.volet, "attributes": attributes,
            })  # fmt: skip
            for child in node.children:
                visit(child, rank)

        for root in self.tree:
            visit(root, None)
        return {
            "title": self.name,
            "institution": {"kind": self.kind},
            "term": {"start": self.term[0], "end": self.term[1]},
            "nodes": rows,
        }

    def walk(self) -> Iterator[Node]:
        """Yield the nodes in document order."""
        for root in self.tree:
            yield from root.walk()


def draw_plan(rng: Random, choices: Choices) -> GrammarPlan:
    """Compose the plan that these choices print."""
    kind = rng.choice(("commune", "cpas"))
    municipality = rng.choice(words.MUNICIPALITIES)
    called = {"commune": ("Commune", "Administration communale", "Ville"), "cpas": ("CPAS",)}
    institution = f"{rng.choice(called[kind])} de {municipality}"
    start, end = rng.choice(((2018, 2024), (2019, 2024), (2024, 2030), (2025, 2030)))
    head = rng.choice((
        "Programme stratégique transversal", "Plan stratégique transversal (PST)", "P.S.T.",
        "PST", "Programme Stratégique Transversal",
    ))  # fmt: skip
    titles = Titles(rng, kind, {level.level: level.wording for level in choices.chain()})
    tree = _tree(rng, choices, titles)
    keys = _keys(rng, choices)
    for node in (node for root in tree for node in root.walk()):
        if node.level == choices.owner and keys:
            node.attributes = draw_attributes(rng, choices, keys)
        if node.level == "OS" and choices.volets != "none":
            node.volet = "interne"
        caps = choices.levels[node.level].caps
        if caps:
            node.title = capitals(node.title, caps == "accents")
    if choices.surround["footnotes"]:
        leaves = [n for root in tree for n in root.walk() if n.level == choices.leaf]
        rng.choice(leaves).note = True
    _volets(rng, choices, tree)
    _sections(rng, choices, tree)
    number_tree(rng, choices, tree)
    if choices.slip == "forgotten" and not any(n.slip for r in tree for n in r.walk()):
        choices.slip = "none"
    labels = {key: rng.choice(banks.FIELDS[key]) for key in banks.FIELDS}
    labels["stray"] = banks.STRAY_FIELDS[choices.seed % 2][0]
    name = f"{head} {start}-{end}"
    return GrammarPlan(municipality, kind, institution, name, (start, end), tree, keys, labels)


def _tree(rng: Random, choices: Choices, titles: Titles) -> list[Node]:
    """Draw how many of each, and their titles."""
    shape = choices.shape
    deep = len(shape) > 3
    must_reach = choices.levels[choices.leaf].container in ("form",) or any(
        level.container in ("merged", "repeated") for level in choices.chain()
    )

    def count(level: str, first: bool) -> int:
        if level == "OO":
            if choices.counts == "one_oo" and first:
                return 1
            return rng.choice((1, 2, 2, 3, 3, 4) if not deep else (1, 2, 2, 3))
        if level == "SOUS_ACTION":
            return rng.choice((0, 0, 2, 2, 3))
        empty = choices.counts == "empty_oo" and not must_reach and not first
        if empty and rng.random() < 0.3:
            return 0
        if level == "PROJET" and shape[-1] != "PROJET":
            return rng.choice((1, 2, 2, 3))
        return rng.choice((1, 2, 2, 3, 3, 4, 5) if not deep else (1, 2, 2, 3))

    def build(level: str, first: bool) -> Node:
        node = Node(level, titles.draw(level))
        if level != shape[-1]:
            below = shape[shape.index(level) + 1]
            node.children = [build(below, first and i == 0) for i in range(count(below, first))]
        if level in ("OS", "OO") and rng.random() < 0.25:
            node.description = rng.choice(words.DESCRIPTIONS)
        return node

    roots = 1 if choices.counts == "one_os" else rng.choice((2, 2, 3, 3, 4))
    tree = [build("OS", i == 0) for i in range(roots)]
    while sum(1 for root in tree for _ in root.walk()) > MOST_NODES and len(tree) > 1:
        tree.pop()
    leaves = [node for root in tree for node in root.walk() if node.level == choices.leaf]
    while len(leaves) < 4:  # nobody adopts a plan of three actions
        parent_level = shape[shape.index(choices.leaf) - 1]
        parent = next(n for root in tree for n in root.walk() if n.level == parent_level)
        parent.children.append(build(choices.leaf, False))
        leaves.append(parent.children[-1])
    return tree


def _keys(rng: Random, choices: Choices) -> tuple[str, ...]:
    """Draw which attributes the document prints."""
    if choices.place == "none":
        return ()
    if choices.place in ("state", "badge"):
        return ("status",)
    most = {"parenthesis": 3, "columns": 5, "parallel": 3}.get(choices.place, 4)
    wanted = rng.randint(1, most)
    keys: list[str] = []
    while len(keys) < wanted:
        key = pick(rng, KEYS)
        if key not in keys and not (choices.place == "parenthesis" and key == "indicators"):
            keys.append(key)
    return (*keys, "stray") if choices.stray else tuple(keys)


def draw_attributes(rng: Random, choices: Choices, keys: tuple[str, ...]) -> dict[str, Any]:
    """Draw the values of one node; one value in seven is missing."""
    found: dict[str, Any] = {}
    banks_of: dict[str, tuple[tuple[str, ...], int]] = {
        "responsibles": (words.RESPONSIBLES, 2), "services": (words.SERVICES, 2),
        "mandataries": (words.MANDATARIES, 1), "partners": (words.PARTNERS, 3),
        "indicators": (words.INDICATORS, 1),
    }  # fmt: skip
    for key in keys:
        if rng.random() < 0.14:
            continue
        if key in banks_of:
            bank, most = banks_of[key]
            found[key] = rng.sample(bank, rng.randint(1, most))
        elif key == "stray":
            found[key] = rng.choice(banks.STRAY_FIELDS[choices.seed % 2][1])
        elif key == "deadline":
            found[key] = rng.choice(words.DEADLINES)
        elif key == "budget":
            found[key] = rng.choice(words.BUDGETS)
        elif key == "sdgs":
            found[key] = sorted(rng.sample(range(1, 18), rng.randint(1, 3)))
        else:
            found[key] = rng.choice(STATES)
            if choices.place == "state" and found[key] == "En cours" and rng.random() < 0.5:
                found["progress"] = rng.choice((10, 25, 40, 50, 60, 75, 90))
    return found


def _volets(rng: Random, choices: Choices, tree: list[Node]) -> None:
    if choices.volets == "none":
        return
    if len(tree) < 2:
        choices.volets = "none"
        for root in tree:
            root.volet = None
        return
    order = rng.choice((("interne", "externe"), ("externe", "interne")))
    cut = rng.randint(1, len(tree) - 1)
    for place, root in enumerate(tree):
        root.volet = order[int(place >= cut)]


def _sections(rng: Random, choices: Choices, tree: list[Node]) -> None:
    if not choices.sections or len(tree) < 2:
        choices.sections = False
        return
    names = rng.sample(words.SECTIONS, 2)
    word = rng.choice(("Axe", "Domaine", "Thématique"))
    cut = rng.randint(1, len(tree) - 1)
    for place, root in enumerate(tree):
        later = int(place >= cut)
        root.section = f"{word} {later + 1} : {names[later]}"
