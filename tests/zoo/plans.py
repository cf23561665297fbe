"""Random plans: a small model of a PST and a deterministic generator of realistic wording."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.zoo import words

_MIN_ACTIONS = 5

Attributes = dict[str, Any]


@dataclass(frozen=True)
class ZooNode:
    """A node as one layout prints it; `code` is what the contract expects for that print."""

    level: str
    title: str
    code: str | None = None
    volet: str | None = None
    description: str | None = None
    attributes: Attributes = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    children: tuple[ZooNode, ...] = ()
    shared: bool = False


@dataclass(frozen=True)
class ZooPlan:
    """A plan of a fictional institution; `front` lists (kind, lines) printed before the tree."""

    seed: int
    municipality: str
    kind: str
    title: str
    term: tuple[int, int]
    tree: tuple[ZooNode, ...]
    front: tuple[tuple[str, tuple[str, ...]], ...] = ()
    header: str | None = None
    footer: str | None = None
    page_numbers: bool = True
    toc: bool = False

    def walk(self) -> Iterator[tuple[ZooNode, ZooNode | None]]:
        """Yield (node, parent) in document order."""

        def visit(
            node: ZooNode, parent: ZooNode | None
        ) -> Iterator[tuple[ZooNode, ZooNode | None]]:
            yield node, parent
            for child in node.children:
                yield from visit(child, node)

        for root in self.tree:
            yield from visit(root, None)


def of(phrase: str) -> str:
    """Put `de` before a phrase: `le parc` → `du parc`, `un jardin` → `d’un jardin`."""
    for start, result in (("le ", "du "), ("les ", "des "), ("des ", "de "), ("un", "d’un")):
        if phrase.startswith(start):
            return result + phrase[len(start) :]
    return "de " + phrase


class Wording:
    """Titles of one plan: never the same twice, with that plan's own habits."""

    def __init__(self, rng: Random, kind: str, municipality: str) -> None:
        self.rng = rng
        self.kind = kind
        self.municipality = municipality
        self.seen: set[str] = set()
        self.full_stop = rng.choice((0.0, 0.15, 0.9))
        self.hard = rng.choice((0.1, 0.3, 0.5))
        self.caps = {"OS": rng.choice(("", "", "", "accents", "bare")), "OO": ""}
        if rng.random() < 0.15:
            self.caps["OO"] = rng.choice(("accents", "bare"))
        self.straight = rng.random() < 0.3
        self.os_style = rng.choice(("etre", "etre", "etre", "noun", "infinitive", "mixed"))
        self.action_style = rng.choice(("mixed", "infinitive", "noun"))

    def title(self, level: str) -> str:
        """Return a new title for a node of that level."""
        make = {"OS": self._os, "OO": self._oo, "PROJET": self._oo}.get(level, self._action)
        for _ in range(200):
            text = self._finish(self._harden(make(), level), level)
            key = text.casefold().rstrip(".")
            if key not in self.seen:
                self.seen.add(key)
                return text
        raise AssertionError("word banks exhausted")

    def _os(self) -> str:
        rng = self.rng
        style = rng.choice(("etre", "noun", "infinitive")) if self.os_style == "mixed" else None
        style = style or self.os_style
        if style == "noun":
            noun = rng.choice(words.OS_NOUNS)
            return noun + (f" {rng.choice(words.PURPOSES)}" if rng.random() < 0.5 else "")
        if style == "infinitive":
            return self._infinitive()
        who = words.OS_INSTITUTION if self.kind == "cpas" else words.OS_COMMUNE
        clause = rng.choice(words.OS_CLAUSES)
        if rng.random() < 0.5:
            clause += f" et {rng.choice(words.OS_CLAUSES)}"
        return f"{rng.choice(('Être', 'Être', 'Etre'))} {rng.choice(who)} {clause}"

    def _infinitive(self) -> str:
        rng = self.rng
        text = f"{rng.choice(words.VERBS)[0]} {rng.choice(words.OBJECTS)}"
        if rng.random() < 0.25:
            text += f" et {rng.choice(words.OBJECTS)}"
        return text + (f" {rng.choice(words.PURPOSES)}" if rng.random() < 0.6 else "")

    def _oo(self) -> str:
        return self._infinitive()

    def _action(self) -> str:
        rng = self.rng
        style = self.action_style
        if style == "mixed":
            style = rng.choice(("infinitive", "noun", "sentence"))
        if style == "noun":
            text = f"{rng.choice(words.VERBS)[1]} {of(rng.choice(words.OBJECTS))}"
            return text + (f" {rng.choice(words.PURPOSES)}" if rng.random() < 0.4 else "")
        if style == "sentence":
            return f"{rng.choice(words.SENTENCES)} {rng.choice(words.PURPOSES)}"
        return self._infinitive()

    def _harden(self, text: str, level: str) -> str:
        rng = self.rng
        if rng.random() >= self.hard:
            return text
        trap = rng.choice(("long", "number", "paren", "colon", "special", "two", "guillemets"))
        if trap == "long":
            return f"{text}, {rng.choice(words.TAILS)}"
        if trap == "number" and level in ("ACTION", "SOUS_ACTION"):
            return f"{rng.choice(words.NUMBER_STARTS)} {rng.choice(words.PURPOSES)}"
        if trap == "paren":
            return f"{text} {rng.choice(words.PARENTHESES)}"
        if trap == "colon":
            return f"{text} {rng.choice(words.COLON_ENDS)}"
        if trap == "special" and level != "OS":
            return f"{rng.choice(words.SPECIALS)} {rng.choice(words.PURPOSES)}"
        if trap == "two" and level in ("ACTION", "SOUS_ACTION"):
            return f"{text}. {rng.choice(words.SENTENCES)}"
        if trap == "guillemets":
            return f"{text} « {rng.choice(('Bien chez soi', 'Été solidaire', 'Plus vite'))} »"
        return text

    def _finish(self, text: str, level: str) -> str:
        caps = self.caps.get(level, "")
        if caps or (level == "OO" and self.rng.random() < 0.02):
            text = text.upper()
            if caps == "bare":
                text = strip_accents(text)
        if self.straight:
            text = text.replace("’", "'")
        if level in ("ACTION", "SOUS_ACTION") and self.rng.random() < self.full_stop:
            text += "."
        return text


def strip_accents(text: str) -> str:
    """Drop the accents, as capitals on an old keyboard."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(char for char in parts if not unicodedata.combining(char))


def some(rng: Random, bank: tuple[str, ...], most: int = 2) -> list[str]:
    """Draw one to `most` different entries."""
    return rng.sample(bank, rng.randint(1, most))


def random_attributes(rng: Random) -> Attributes:
    """Draw printed attributes of one action; every key may be missing."""
    drawn: dict[str, Callable[[], Any]] = {
        "responsibles": lambda: some(rng, words.RESPONSIBLES),
        "services": lambda: some(rng, words.SERVICES),
        "mandataries": lambda: some(rng, words.MANDATARIES, 1),
        "partners": lambda: some(rng, words.PARTNERS, 3),
        "deadline": lambda: rng.choice(words.DEADLINES),
        "budget": lambda: rng.choice(words.BUDGETS),
        "indicators": lambda: some(rng, words.INDICATORS),
        "status": lambda: rng.choice(words.STATUSES),
    }
    return {key: make() for key, make in drawn.items() if rng.random() < 0.8}


def _parts(rng: Random, wording: Wording) -> tuple[ZooNode, ...]:
    """Draw the sub-actions of an action: mostly none."""
    count = rng.randint(1, 3) if rng.random() < 0.25 else 0
    return tuple(ZooNode("SOUS_ACTION", wording.title("SOUS_ACTION")) for _ in range(count))


def _children(rng: Random, wording: Wording, level: str, levels: dict[str, str]) -> ZooNode:
    below = levels.get(level)
    count = 0
    if level == "OS":
        count = rng.choice((1, 2, 2, 3, 3, 4, 5, rng.randint(6, 12)))
    elif below and rng.random() >= (0.18 if level == "OO" else 0.3):
        count = rng.randint(1, 3 if below == "PROJET" else 6)
    title = wording.title(level)
    if level == "ACTION":
        parts = _parts(rng, wording)
        attributes = random_attributes(rng)
        description = rng.choice(words.DESCRIPTIONS) if rng.random() < 0.4 else None
        return ZooNode(level, title, None, None, description, attributes, (), parts)
    children = tuple(_children(rng, wording, below, levels) for _ in range(count) if below)
    attributes = random_attributes(rng) if level == "OO" else {}
    description = rng.choice(words.DESCRIPTIONS) if rng.random() < 0.4 else None
    return ZooNode(level, title, None, None, description, attributes, (), children)


def _give_volets(rng: Random, tree: tuple[ZooNode, ...]) -> tuple[ZooNode, ...]:
    order = rng.choice((("interne", "externe"), ("externe", "interne")))
    cut = rng.randint(1, len(tree) - 1)
    return tuple(replace(os, volet=order[int(i >= cut)]) for i, os in enumerate(tree))


def _front(rng: Random) -> tuple[tuple[str, tuple[str, ...]], ...]:
    front: list[tuple[str, tuple[str, ...]]] = []
    if rng.random() < 0.6:
        front.append(("introduction", tuple(rng.sample(words.INTRODUCTION, rng.randint(2, 4)))))
    if rng.random() < 0.3:
        front.append(("values", tuple(rng.sample(words.VALUES, rng.randint(2, 4)))))
    if rng.random() < 0.35:
        front.append(("definitions", words.DEFINITIONS))
    if rng.random() < 0.25:
        front.append(("staff", words.STAFF))
    if rng.random() < 0.25:
        front.append(("figures", words.FIGURES))
    return tuple(front)


def _is_small(tree: tuple[ZooNode, ...]) -> bool:
    """Tell whether a tree has too few titles for anybody to tell their levels by their looks; no
    institution adopts such a plan."""

    def count(nodes: tuple[ZooNode, ...], level: str) -> int:
        return sum((node.level == level) + count(node.children, level) for node in nodes)

    return count(tree, "ACTION") < _MIN_ACTIONS


def random_plan(seed: int) -> ZooPlan:
    """Compose the plan of that seed; the same seed gives the same plan on every machine."""
    rng = Random(seed)
    municipality = rng.choice(words.MUNICIPALITIES)
    kind = rng.choice(("commune", "cpas", "cpas"))
    name = (
        f"{'Commune' if kind == 'commune' else rng.choice(('CPAS', 'C.P.A.S.'))} de {municipality}"
    )
    start, end = rng.choice(((2018, 2024), (2019, 2024), (2024, 2030), (2025, 2030)))
    head = rng.choice(("Programme stratégique transversal", "Plan stratégique transversal (PST)"))
    title = rng.choice((f"{head} {start}-{end}", f"{head} de la législature {start}-{end}"))
    wording = Wording(rng, kind, municipality)
    levels = {"OS": "OO", "OO": "ACTION"}
    if rng.random() < 0.3:
        levels = {"OS": "OO", "OO": "PROJET", "PROJET": "ACTION"}
    tree = tuple(_children(rng, wording, "OS", levels) for _ in range(rng.randint(2, 5)))
    while _is_small(tree):
        tree += (_children(rng, wording, "OS", levels),)
    if rng.random() < 0.5:
        tree = _give_volets(rng, tree)
    return ZooPlan(
        seed=seed,
        municipality=municipality,
        kind=kind,
        title=f"{title} – {name}" if rng.random() < 0.5 else f"{name} – {title}",
        term=(start, end),
        tree=tree,
        front=_front(rng),
        header=name if rng.random() < 0.4 else None,
        footer=f"PST {start}-{end} – {name}" if rng.random() < 0.5 else None,
        page_numbers=rng.random() < 0.8,
        toc=rng.random() < 0.3,
    )


def plans() -> st.SearchStrategy[ZooPlan]:
    """Hypothesis strategy over random plans; the seed is what a failure report shows."""
    return st.integers(min_value=0, max_value=2**32 - 1).map(random_plan)
