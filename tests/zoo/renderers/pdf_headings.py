"""PDF with headings and lists: labelled, projects, unlabelled, two columns, bare fonts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.zoo.expected import ExpectedPlan, adapt, expect, number
from tests.zoo.look import look
from tests.zoo.pdfkit import Press
from tests.zoo.plans import ZooPlan
from tests.zoo.renderers import layout
from tests.zoo.renderers.text import volet_change


def headings(press: Press, plan: ZooPlan) -> None:
    """Print volets, labelled headings, prose and bulleted actions."""
    mark, size = press.mark, press.size
    indent = mark.rng.choice((0.0, 14.0))
    hang = mark.rng.random() < 0.5
    underline = mark.rng.random() < 0.2
    looks: dict[str, dict[str, Any]] = {
        "OS": {"bold": True, "size": size + 3, "before": 14, "after": 8, "color": press.tint},
        "OO": {"bold": True, "size": size + 1, "before": 9, "after": 5, "left": indent},
        "PROJET": {"italic": True, "before": 5, "after": 4, "left": indent * 2},
    }
    ranks = {"OS": 0, "OO": 1, "PROJET": 2}
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            press.put(mark.volet(volet), bold=True, size=size + 5, before=16, after=10)
        if node.level == "ACTION":
            left = 30 + indent * 2
            press.put(node.title, mark.bullet, left=left, bullet_at=left - 12, after=4)
            continue
        style = {**looks[node.level], "toc": ranks[node.level], "keep": True}
        if hang:
            press.hanging(mark.label(node), node.title, **style)
        else:
            press.put(mark.heading(node), **style)
        if underline and node.level == "OS":
            press.rule()
        if node.description:
            press.put(node.description, after=6, left=indent)


@layout("F1", ".pdf")
def pdf_labelled(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Labelled headings, bullets, running header and footer, contents page with dot leaders."""
    plan = number(adapt(plan, descriptions=["OS"]))
    press = Press(plan, look(plan, "pdf_labelled"))
    press.front(contents_page=True)
    headings(press, plan)
    press.build(path)
    return expect(plan)


@layout("F1", ".pdf")
def pdf_two_columns(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Two-column pages, read down the first column and then down the second."""
    plan = number(adapt(plan))
    press = Press(plan, look(plan, "pdf_two_columns"), columns=2, size=9)
    press.front(contents_page=True)
    headings(press, plan)
    press.build(path)
    return expect(plan)


@layout("F2", ".pdf")
def pdf_glued_codes(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Outline number and label on one line, `Titre OO11 …` below: codes without dots."""
    plan = number(adapt(plan, projects=False))
    mark = look(plan, "pdf_glued_codes")
    press = Press(plan, mark)
    press.front()
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            press.put(mark.volet(volet), bold=True, size=press.size + 5, before=16, after=10)
        if node.level == "ACTION":
            press.put(node.title, mark.bullet, left=30, bullet_at=18, after=4)
            continue
        word = "stratégique" if node.level == "OS" else "opérationnel"
        press.put(f"{node.code} Objectif {word}", bold=True, before=10, after=4, keep=True)
        glued = f"{node.level}{(node.code or '').replace('.', '')}"
        press.put(f"Titre {glued} {node.title}", after=6, keep=True)
    press.build(path)
    return expect(plan)


@layout("F3", ".pdf")
def pdf_unlabelled(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """A caption announces the levels, then `1.` > `1.` > bullet, told apart by indentation."""
    plan = number(adapt(plan, projects=False), os="bare", oo="bare")
    mark = look(plan, "pdf_unlabelled")
    press = Press(plan, mark)
    press.front(numbered_values=True)
    step = mark.rng.choice((16.0, 22.0, 28.0))
    end = mark.rng.choice((".", ")"))
    bold = mark.rng.random() < 0.5
    press.put("OBJECTIFS STRATÉGIQUES ET OPÉRATIONNELS", bold=True, size=press.size + 2, after=10)
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            press.put(mark.volet(volet), bold=True, before=8, after=8)
        depth = {"OS": 0, "OO": 1, "ACTION": 2}[node.level]
        sign = mark.bullet if node.level == "ACTION" else f"{node.code}{end}"
        press.put(
            node.title,
            sign,
            left=step * (depth + 1),
            bullet_at=step * depth,
            bold=bold and depth == 0,
            before=10 if depth == 0 else 3,
            after=4,
        )
    press.build(path)
    return expect(plan)


@layout("F3", ".pdf")
def pdf_bare_fonts(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Titles told by large or bold letters alone, no marker at all; bulleted actions."""
    plan = number(adapt(plan, projects=False), os=None, oo=None)
    mark = look(plan, "pdf_bare_fonts")
    press = Press(plan, mark)
    press.front()
    caption = mark.rng.choice(
        (
            "Objectifs stratégiques et opérationnels",
            "Objectifs stratégiques, opérationnels, actions",
        )
    )
    press.put(caption, bold=True, size=press.size + 6, before=10, after=10)
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            press.put(mark.volet(volet), bold=True, size=press.size + 5, before=14, after=8)
        if node.level == "ACTION":
            press.put(node.title, mark.bullet, left=24, bullet_at=10, after=4)
        elif node.level == "OS":
            press.put(node.title, bold=True, size=press.size + 4, before=14, after=8,
                      color=press.tint, keep=True)  # fmt: skip
        else:
            press.put(node.title, bold=True, before=8, after=5, size=press.size + 1, keep=True)
    press.build(path)
    return expect(plan)


@layout("F1", ".pdf")
def pdf_continued(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Each OO on a new page or half page, the OS repeated at the top with « (suite) »."""
    plan = number(adapt(plan, projects=False, volets=False))
    mark = look(plan, "pdf_continued")
    press = Press(plan, mark)
    press.front()
    per_page = mark.rng.choice((1, 2, 3))
    word = mark.rng.choice(("(suite)", "(Suite)", "– suite"))
    style: dict[str, Any] = {"bold": True, "size": press.size + 3, "after": 10}
    for os in plan.tree:
        for rank, oo in enumerate(os.children):
            if rank % per_page == 0:
                press.new_page()
                again = f" {word}" if rank else ""
                press.put(mark.heading(os) + again, color=press.tint, **style)
            press.put(mark.heading(oo), bold=True, before=8, after=5)
            press.bullets([action.title for action in oo.children], mark.bullet, left=28)
    press.build(path)
    return expect(plan)


@layout("F1", ".pdf")
def pdf_subactions(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Two depths of bullets under the objectives: actions and sub-actions."""
    plan = number(adapt(plan, projects=False, subactions=True, volets=False))
    mark = look(plan, "pdf_subactions")
    press = Press(plan, mark)
    press.front()
    for node, _ in plan.walk():
        if node.level in ("OS", "OO"):
            size = press.size + (3 if node.level == "OS" else 1)
            press.put(mark.heading(node), bold=True, size=size, before=9, after=6, keep=True)
        elif node.level == "ACTION":
            press.put(node.title, mark.bullet, left=26, bullet_at=14)
        else:
            press.put(node.title, mark.sub_bullet, left=46, bullet_at=34)
    press.build(path)
    return expect(plan)
