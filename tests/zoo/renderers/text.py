"""Plain text: what comes out of a word processor or a PDF converter, wrapped by columns."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.zoo.expected import ExpectedPlan, adapt, expect, number
from tests.zoo.look import Look, look
from tests.zoo.plans import ZooNode, ZooPlan
from tests.zoo.renderers import layout

ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16")


@dataclass
class Page:
    """Lines under construction."""

    width: int
    encoding: str = "utf-8"
    lines: list[str] = field(default_factory=list)

    def put(self, text: str, *, first: str = "", rest: str | None = None, after: int = 0) -> None:
        """Wrap a paragraph behind its marker `first`; later lines are indented by `rest`."""
        wrapped = textwrap.wrap(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=" " * len(first) if rest is None else rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        self.lines += wrapped + [""] * after

    def blank(self, count: int = 1) -> None:
        """Leave blank lines."""
        self.lines += [""] * count

    def write(self, path: Path) -> None:
        """Write the file, in UTF-8 where the page's encoding lacks a sign."""
        text = "\n".join(self.lines) + "\n"
        try:
            path.write_bytes(text.encode(self.encoding))
        except UnicodeEncodeError:
            path.write_bytes(text.encode("utf-8"))


def front(page: Page, plan: ZooPlan, mark: Look, *, numbered_values: bool = False) -> None:
    """Print the title, the introduction, the values and the definitions, as the plan has them."""
    page.encoding = mark.rng.choice(ENCODINGS)
    page.put(plan.title, after=2)
    for kind, lines in plan.front:
        if kind == "introduction":
            page.put("Introduction", after=1)
            for line in lines:
                page.put(line, after=1)
        elif kind == "values":
            page.put(mark.caption(kind), after=1)
            for rank, line in enumerate(lines, 1):
                page.put(line, first=f"  {rank}. " if numbered_values else f"  {mark.bullet} ")
            page.blank()
        else:
            page.put(mark.caption(kind), after=1)
            for line in lines:
                page.put(line, first=f" {mark.bullet} ")
            page.blank()


def volet_change(node: ZooNode, previous: str | None) -> bool:
    """Tell whether a volet heading stands above this OS."""
    return node.volet is not None and node.volet != previous


@layout("F1", ".txt")
def text_labelled(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Labelled headings with decimal codes, bulleted actions, wrapped lines."""
    mark = look(plan, "text_labelled")
    plan = number(adapt(plan), gaps=mark.rng.random() < 0.2)
    page = Page(mark.rng.choice((78, 95, 110)))
    front(page, plan, mark)
    hang = mark.rng.choice(("", None, "    "))
    gap = mark.rng.choice((0, 1))
    depth = mark.rng.choice((0, 1, 2))
    volet = None
    for node, parent in plan.walk():
        if volet_change(node, volet) and parent is None:
            volet = node.volet
            page.put(mark.volet(volet), after=1)
        if node.level == "ACTION":
            page.put(node.title, first=" " * depth + mark.bullet + " ", after=gap)
        else:
            page.blank(node.level != "PROJET")
            page.put(node.title, first=mark.label(node), rest=hang, after=1)
    page.write(path)
    return expect(plan)


@layout("F2", ".txt")
def text_projects(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Full words, projects numbered through the document, footer and form feed between pages."""
    plan = number(adapt(plan, volets=False))
    mark = replace(look(plan, "text_projects"), labels=(
        "Objectif stratégique {n}. ", "Objectif opérationnel {n}. ", "Projet {n}. "))  # fmt: skip
    page = Page(mark.rng.choice((84, 100)))
    front(page, plan, mark)
    sign = mark.rng.choice((f" {mark.bullet} ", f" {mark.bullet} ", " "))  # glyphs may be lost
    last_break, number_of_pages = len(page.lines), 1
    for node, _ in plan.walk():
        if len(page.lines) - last_break > 45:
            page.blank()
            page.put(plan.footer or plan.title)
            page.lines += [str(number_of_pages), "\f"]
            last_break, number_of_pages = len(page.lines), number_of_pages + 1
        if node.level == "ACTION":
            page.put(node.title, first=sign, rest="", after=1)
        else:
            page.put(node.title, first=mark.label(node), after=1)
    page.write(path)
    return expect(plan)


@layout("F1", ".txt")
def text_double_spaced(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """A converter left a blank line after every line, inside wrapped titles too."""
    plan = number(adapt(plan))
    mark = look(plan, "text_double_spaced")
    page = Page(mark.rng.choice((78, 95)))
    front(page, plan, mark)
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            page.put(mark.volet(volet))
        if node.level == "ACTION":
            page.put(node.title, first=f" {mark.bullet} ", rest="")
        else:
            page.put(node.title, first=mark.label(node), rest="")
    page.lines = [line for text in page.lines if text for line in (text, "")]
    page.write(path)
    return expect(plan)


@layout("F3", ".txt")
def text_unlabelled(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """One caption announces the levels; then indents, numbers and bullets alone tell them apart."""
    plan = number(adapt(plan, projects=False), os="bare", oo="bare")
    mark = look(plan, "text_unlabelled")
    page = Page(mark.rng.choice((80, 100)))
    front(page, plan, mark, numbered_values=True)
    step = mark.rng.choice((2, 3, 4))
    end = mark.rng.choice((". ", ") ", ".- "))
    page.put(mark.rng.choice((
        "OBJECTIFS STRATEGIQUES & OPERATIONNELS",
        "Objectifs stratégiques, objectifs opérationnels et actions",
        "NOS OBJECTIFS STRATÉGIQUES ET OPÉRATIONNELS")), after=1)  # fmt: skip
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            page.put(mark.volet(volet), after=1)
        if node.level == "OS":
            page.blank()
            page.put(node.title, first=f"{node.code}{end}", after=1)
        elif node.level == "OO":
            page.put(node.title, first=" " * step + f"{node.code}{end}")
        else:
            page.put(node.title, first=" " * 2 * step + f"{mark.bullet} ")
    page.write(path)
    return expect(plan)


@layout("F10", ".txt")
def text_guillemets(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """`Objectif stratégique N°1 - « … »`, titles between guillemets."""
    plan = number(adapt(plan, projects=False))
    mark = look(plan, "text_guillemets")
    page = Page(100)
    front(page, plan, mark)
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            page.put(mark.volet(volet), after=1)
        title = node.title.replace("« ", "“").replace(" »", "”")
        if node.level == "OS":
            page.put(f"Objectif stratégique N°{node.code} - « {title} »", after=1)
        elif node.level == "OO":
            page.put(f"Objectif opérationnel {node.code} – « {title} »", after=1)
        else:
            page.put(node.title, first=f"  {mark.bullet} ", after=1)
    page.write(path)
    return expect(plan)


@layout("F5", ".txt")
def text_label_alone(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """The label on its own line, the title below; prose under the objectives."""
    plan = number(adapt(plan, projects=False, volets=False, descriptions=["OS"]))
    mark = look(plan, "text_label_alone")
    page = Page(mark.rng.choice((80, 96)))
    front(page, plan, mark)
    blank = mark.rng.choice((0, 1))
    for node, parent in plan.walk():
        if node.level == "ACTION":
            page.put(node.title, first=f"  {mark.bullet} ")
            page.blank(parent is not None and node is parent.children[-1])
            continue
        word = "stratégique" if node.level == "OS" else "opérationnel"
        page.blank(node.level == "OS")
        page.put(f"Objectif {word} {node.code}", after=blank)
        page.put(node.title, after=1)
        if node.description:
            page.put("Motivation", after=1)
            page.put(node.description, after=1)
    page.write(path)
    return expect(plan)


@layout("F9", ".txt")
def text_fiches(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """One form per action, `Label : value` lines, OS and OO repeated on each form."""
    keys = ("responsibles", "partners", "deadline", "budget", "indicators", "status")
    plan = adapt(plan, projects=False, volets=False, leaves=True, attributes={"ACTION": keys})
    plan = number(plan, action="running")
    mark = look(plan, "text_fiches")
    page = Page(100)
    front(page, plan, mark)
    name = mark.rng.choice(("Fiche action n°{n}", "FICHE ACTION {n}", "Fiche-action n° {n}"))
    for os in plan.tree:
        for oo in os.children:
            for action in oo.children:
                page.blank()
                page.put(name.format(n=action.code), after=1)
                page.put(f"Objectif stratégique {os.code} : {os.title}", rest="    ")
                page.put(f"Objectif opérationnel {oo.code} : {oo.title}", rest="    ")
                page.put(f"Action : {action.title}", rest="    ")
                for key in keys:
                    if key in action.attributes:
                        page.put(f"{mark.field(key)} : {mark.value(action, key)}", rest="    ")
    page.write(path)
    return expect(plan)


@layout("F1", ".txt")
def text_summary(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """The objectives listed first under their volets, then again in detail without them."""
    plan = number(adapt(plan, projects=False))
    mark = look(plan, "text_summary")
    page = Page(mark.rng.choice((90, 105)))
    front(page, plan, mark)
    page.put("A. Objectifs stratégiques (ce que nous voulons être)", after=1)
    volet = None
    for os in plan.tree:
        if volet_change(os, volet):
            volet = os.volet
            page.put(mark.volet(volet), after=1)
        page.put(os.title, first=mark.label(os), after=1)
    page.put("B. Objectifs opérationnels (les leviers)", after=1)
    page.put("C. Actions (ce que nous ferons)", after=2)
    for node, _ in plan.walk():
        if node.level == "ACTION":
            page.put(node.title, first=f" {mark.bullet} ")
        else:
            page.blank()
            page.put(node.title, first=mark.label(node), after=1)
    page.write(path)
    return expect(plan)
