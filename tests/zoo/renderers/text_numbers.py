"""Plain text whose numbering is the difficulty: letters, roman numerals, words, glued codes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.zoo import words
from tests.zoo.expected import ExpectedPlan, adapt, expect, number, roman
from tests.zoo.look import look
from tests.zoo.plans import ZooNode, ZooPlan
from tests.zoo.renderers import layout
from tests.zoo.renderers.text import Page, front, volet_change


def _dated(node: ZooNode) -> ZooNode:
    """The node with its deadline printed at the end of its title, which keeps it."""
    title = node.title
    if "deadline" in node.attributes:
        title = f"{title.rstrip('.')} : {node.attributes['deadline']}."
    return replace(node, title=title, children=tuple(map(_dated, node.children)))


@layout("F4", ".txt")
def text_letters(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """`A.` strategic objectives, `Objectif opérationnel 1 :`, `Actions :`, date after a colon."""
    plan = adapt(plan, projects=False, volets=False, attributes={"ACTION": ["deadline"]})
    plan = number(plan, os="letter", oo="bare", action="bare")
    plan = replace(plan, tree=tuple(_dated(node) for node in plan.tree))
    mark = look(plan, "text_letters")
    page = Page(mark.rng.choice((85, 100)))
    front(page, plan, mark)
    captions = mark.rng.choice(("Actions :", "ACTIONS :", "Actions"))
    for node, parent in plan.walk():
        if node.level == "OS":
            page.blank()
            page.put(node.title, first=f"{node.code}. ", after=1)
        elif node.level == "OO":
            page.put(node.title, first=f"  Objectif opérationnel {node.code} : ", after=1)
            if node.children:
                page.put(captions, first="  ", after=1)
        else:
            page.put(node.title, first=f"    {node.code}. ", after=int(node is parent.children[-1]))  # type: ignore[union-attr]
    page.write(path)
    return expect(plan)


@layout("F11", ".txt")
def text_axes(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Axes or themes as sections above the strategic objectives."""
    mark = look(plan, "text_axes")
    plan = number(adapt(plan, volets=False), oo=mark.rng.choice(("decimal", "running", "bare")))
    word = mark.rng.choice(("Axe", "AXE", "Thématique", "Enjeu", "Défi"))
    names = mark.rng.sample(words.SECTIONS, len(words.SECTIONS))
    per_axis = mark.rng.choice((1, 2))
    page = Page(mark.rng.choice((80, 100)))
    front(page, plan, mark)
    tree = []
    for rank, node in enumerate(plan.tree):
        axis = f"{word} {rank // per_axis + 1} : {names[rank // per_axis]}"
        tree.append(replace(node, sections=(axis,)))
    plan = replace(plan, tree=tuple(tree))
    axis = ""
    for node, _ in plan.walk():
        if node.level == "OS" and node.sections[0] != axis:
            axis = node.sections[0]
            page.blank()
            page.put(axis, after=1)
        if node.level == "ACTION":
            page.put(node.title, first=f" {mark.bullet} ")
        else:
            page.blank(node.level == "OO")
            page.put(node.title, first=mark.label(node), after=1)
    page.write(path)
    return expect(plan)


@layout("F4", ".txt")
def text_ordinals(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """« Premier objectif stratégique : », volet in parentheses before the objective."""
    plan = number(adapt(plan, projects=False), oo="bare")
    mark = look(plan, "text_ordinals")
    ordinals = ("Premier", "Deuxième", "Troisième", "Quatrième", "Cinquième")
    page = Page(90)
    front(page, plan, mark)
    for node, parent in plan.walk():
        if node.level == "OS":
            page.blank()
            if node.volet:
                page.put(f"(Volet {node.volet})")
            rank = plan.tree.index(node)
            page.put(f"{ordinals[rank]} objectif stratégique : {node.title}", after=1)
        elif node.level == "OO":
            page.put(f"Objectif opérationnel {node.code} : {node.title}", after=1)
        else:
            page.put(node.title, first=f"   {mark.bullet} ")
            page.blank(parent is not None and node is parent.children[-1])
    page.write(path)
    return expect(plan)


@layout("F1", ".txt")
def text_roman(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Roman numerals: `OS I`, `OO I.1`."""
    plan = number(adapt(plan, projects=False))
    mark = look(plan, "text_roman")
    page = Page(100)
    front(page, plan, mark)
    separator = mark.rng.choice((" : ", " – ", ". "))
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            page.put(mark.volet(volet), after=1)
        head, _, tail = (node.code or "").partition(".")
        code = roman(int(head)) + ("." + tail if tail else "") if head else ""
        if node.level == "ACTION":
            page.put(node.title, first=f"  {mark.bullet} ")
        else:
            page.blank()
            page.put(node.title, first=f"{node.level} {code}{separator}", after=1)
    page.write(path)
    return expect(plan)


@layout("F1", ".txt")
def text_subactions(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Numbered actions under labelled objectives, sub-actions as deeper bullets."""
    plan = adapt(plan, projects=False, subactions=True)
    plan = number(plan, action="decimal")
    mark = look(plan, "text_subactions")
    word = mark.rng.choice(("Action {n} : ", "A.{n} ", "{n} ", "Action {n}. "))
    page = Page(mark.rng.choice((90, 105)))
    front(page, plan, mark)
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            page.put(mark.volet(volet), after=1)
        if node.level == "SOUS_ACTION":
            page.put(node.title, first=f"      {mark.bullet} ")
        elif node.level == "ACTION":
            page.put(node.title, first="  " + word.format(n=node.code))
        else:
            page.blank()
            page.put(node.title, first=mark.label(node), after=1)
    page.write(path)
    return expect(plan)


@layout("F6", ".txt")
def text_glued(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Codes without dots glued to their labels: `OS1`, `OO11`, `OO12`."""
    plan = number(adapt(plan, projects=False), oo="glued")
    mark = look(plan, "text_glued")
    end = mark.rng.choice((" ", " : ", " - ", ". "))
    page = Page(mark.rng.choice((85, 100)))
    front(page, plan, mark)
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            page.put(mark.volet(volet), after=1)
        if node.level == "ACTION":
            page.put(node.title, first=f" {mark.bullet} ")
        else:
            page.blank()
            page.put(node.title, first=f"{node.level}{node.code}{end}", after=1)
    page.write(path)
    return replace(expect(plan), loose_codes=True)
