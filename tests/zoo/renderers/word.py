"""DOCX: heading styles, automatic numbers and bullets, tables with merged cells, forms."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from tests.zoo.expected import ExpectedPlan, adapt, expect, number
from tests.zoo.look import Look, look
from tests.zoo.plans import ZooPlan
from tests.zoo.renderers import layout
from tests.zoo.renderers.text import volet_change

FONTS = ("Calibri", "Arial", "Times New Roman", "Cambria", "Verdana")
#: bullet signs as Word stores them: a code point of a symbol font
WORD_BULLETS = (
    ("\uf0b7", "Symbol"),
    ("o", "Courier New"),
    ("\uf0a7", "Wingdings"),
    ("-", "Calibri"),
)


class Word:
    """One document under construction, with real lists."""

    def __init__(self, plan: ZooPlan, mark: Look) -> None:
        self.mark, self.plan = mark, plan
        self.doc: Any = docx.Document()
        stamp = datetime.datetime(2024, 1, 1)
        self.doc.core_properties.created = self.doc.core_properties.modified = stamp
        base = self.doc.styles["Normal"].font
        base.name, base.size = mark.rng.choice(FONTS), Pt(mark.rng.choice((10, 11, 12)))
        self.numbering = self.doc.part.numbering_part.element
        self.next_id = 700
        section = self.doc.sections[0]
        section.left_margin = section.right_margin = Cm(mark.rng.choice((2, 2.5)))
        if plan.header:
            section.header.paragraphs[0].text = plan.header
        self._footer(section.footer.paragraphs[0])
        self.bullets = self.list_definition([("bullet", *mark.rng.choice(WORD_BULLETS))])

    def landscape(self) -> None:
        """Turn the page."""
        section = self.doc.sections[0]
        section.page_width, section.page_height = section.page_height, section.page_width

    def _footer(self, paragraph: Any) -> None:
        if self.plan.footer:
            paragraph.add_run(f"{self.plan.footer}\t")
        if self.plan.page_numbers:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            paragraph._p.append(field)

    def list_definition(self, levels: list[tuple[str, str, str]]) -> int:
        """Add a list to numbering.xml; each level is (format, text, font). Return its number."""
        self.next_id += 1
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), str(self.next_id))
        for depth, (form, text, font) in enumerate(levels):
            level = child(abstract, "w:lvl", None)
            level.set(qn("w:ilvl"), str(depth))
            child(level, "w:start", "1")
            child(level, "w:numFmt", form)
            child(level, "w:lvlText", text)
            child(level, "w:lvlJc", "left")
            indent = child(child(level, "w:pPr", None), "w:ind", None)
            indent.set(qn("w:left"), str(425 * (depth + 1)))
            indent.set(qn("w:hanging"), "425")
            if font:
                fonts = child(child(level, "w:rPr", None), "w:rFonts", None)
                fonts.set(qn("w:ascii"), font)
                fonts.set(qn("w:hAnsi"), font)
        first = self.numbering.find(qn("w:num"))
        first.addprevious(abstract)
        num = child(self.numbering, "w:num", None)
        num.set(qn("w:numId"), str(self.next_id))
        child(num, "w:abstractNumId", str(self.next_id))
        return self.next_id

    def put(self, text: str, style: str | None = None, container: Any = None) -> Any:
        """Add a paragraph, to the body or to a cell."""
        return (container or self.doc).add_paragraph(text, style=style)

    def listed(self, text: str, list_id: int, depth: int = 0, style: str | None = None) -> Any:
        """Add a paragraph whose number or bullet Word computes."""
        paragraph = self.put(text, style)
        number_paragraph(paragraph, list_id, depth)
        return paragraph

    def front(self) -> None:
        """Print title and front matter, as the plan has them."""
        self.put(self.plan.title, "Title")
        for kind, lines in self.plan.front:
            if kind == "introduction":
                self.put("Introduction", self.mark.rng.choice(("Subtitle", None)))
                for line in lines:
                    self.put(line)
            else:
                self.put(self.mark.caption(kind)).runs[0].bold = True
                for line in lines:
                    self.listed(line, self.bullets)

    def save(self, path: Path) -> None:
        """Write the file."""
        self.doc.save(str(path))


def child(parent: Any, tag: str, value: str | None) -> Any:
    """Append an element, with its `w:val` where there is one."""
    element = OxmlElement(tag)
    if value is not None:
        element.set(qn("w:val"), value)
    parent.append(element)
    return element


def number_paragraph(paragraph: Any, list_id: int, depth: int) -> None:
    """Attach a paragraph to a level of a list."""
    properties = paragraph._p.get_or_add_pPr()
    block = child(properties, "w:numPr", None)
    child(block, "w:ilvl", str(depth))
    child(block, "w:numId", str(list_id))


@layout("F2", ".docx")
def docx_headings(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Heading styles whose labels and numbers Word computes, real bullet lists."""
    plan = number(adapt(plan, descriptions=["OS"]), projet=None)
    mark = look(plan, "docx_headings")
    word = Word(plan, mark)
    word.front()
    automatic = mark.rng.random() < 0.6
    forms_ = [
        form.replace("{n}", n).rstrip()
        for form, n in zip(mark.labels, ("%1", "%1.%2"), strict=False)
    ]
    headings = word.list_definition([("decimal", form, "") for form in forms_])
    styles = {"OS": "Heading 1", "OO": "Heading 2", "PROJET": "Heading 3"}
    action_style = mark.rng.choice(("List Paragraph", None))
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            word.put(mark.volet(volet), "Subtitle")
        if node.level == "ACTION":
            word.listed(node.title, word.bullets, style=action_style)
        elif node.level == "PROJET":
            word.put(f"Projet : {node.title}", styles[node.level])
        elif automatic:
            depth = 0 if node.level == "OS" else 1
            word.listed(node.title, headings, depth, styles[node.level])
        else:
            word.put(mark.heading(node), styles[node.level])
        if node.description:
            word.put(node.description)
    word.save(path)
    return expect(plan)


@layout("F3", ".docx")
def docx_lists(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """One multilevel automatic list without labels under a caption that names the levels."""
    plan = number(adapt(plan, projects=False), os="bare", oo="bare")
    mark = look(plan, "docx_lists")
    word = Word(plan, mark)
    word.front()
    word.put("Objectifs stratégiques, objectifs opérationnels et actions").runs[0].bold = True
    sign = mark.rng.choice(WORD_BULLETS)
    outline = word.list_definition(
        [("decimal", "%1.", ""), ("decimal", "%2.", ""), ("bullet", *sign)]
    )
    bold = mark.rng.random() < 0.5
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            word.put(mark.volet(volet)).runs[0].bold = True
        depth = {"OS": 0, "OO": 1, "ACTION": 2}[node.level]
        paragraph = word.listed(node.title, outline, depth, "List Paragraph")
        paragraph.runs[0].bold = True if bold and depth == 0 else None
    word.save(path)
    return expect(plan)


@layout("F3", ".docx")
def docx_bare(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Heading styles or bold letters without any marker, bulleted actions."""
    plan = number(adapt(plan, projects=False), os=None, oo=None)
    mark = look(plan, "docx_bare")
    word = Word(plan, mark)
    word.front()
    styled = mark.rng.random() < 0.6
    word.put("Nos objectifs stratégiques, objectifs opérationnels et actions").runs[0].bold = True
    size = Pt(mark.rng.choice((15, 16, 18)))
    volet = None
    for node, parent in plan.walk():
        if parent is None and volet_change(node, volet):
            volet = node.volet
            word.put(mark.volet(volet), "Subtitle")
        if node.level == "ACTION":
            word.listed(node.title, word.bullets)
        elif styled:
            word.put(node.title, "Heading 1" if node.level == "OS" else "Heading 2")
        else:
            run = word.put(node.title).runs[0]
            run.bold = True
            if node.level == "OS":
                run.font.size, run.font.color.rgb = size, RGBColor(0x1F, 0x4E, 0x79)
    word.save(path)
    return expect(plan)
