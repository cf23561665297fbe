"""Lists of a Word document: bullets, and one multilevel list that numbers the headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.zoo.grammar.model import Auto, Block, Margin, Para

DEPTHS = 9  # of a list in Word


def child(parent: Any, tag: str, attribute: str, value: str) -> Any:
    """Add an element with one attribute and return it."""
    element = OxmlElement(tag)
    element.set(qn(attribute), value)
    parent.append(element)
    return element


class Lists:
    """The list definitions of one document."""

    def __init__(self, doc: Any, blocks: Sequence[Block]) -> None:
        self.numbering = doc.part.numbering_part.element
        self.signs: dict[str, int] = {}
        self.count = 0
        automatic = [para.auto for para in _paras(blocks) if para.auto]
        self.headings = self._headings(automatic) if computable(automatic) else 0

    def bullet(self, paragraph: Any, para: Para) -> None:
        """Make the paragraph an entry of the list of its sign."""
        if para.marker not in self.signs:
            levels = [("bullet", para.marker, 425 * (depth + 1)) for depth in range(DEPTHS)]
            self.signs[para.marker] = self._define(levels)
        _join(paragraph, self.signs[para.marker], min(para.indent, DEPTHS - 1))

    def numbered(self, paragraph: Any, para: Para) -> bool:
        """Let Word number the paragraph; False where this document types its numbers."""
        if not self.headings or not para.auto:
            return False
        _join(paragraph, self.headings, len(para.auto.path) - 1)
        return True

    def _headings(self, automatic: Sequence[Auto]) -> int:
        """Define the multilevel list of these numbers."""
        levels = [("none", "", 0)] * DEPTHS
        for auto in automatic:
            depth = len(auto.path)
            signs = range(1, depth + 1) if auto.whole else (depth,)
            number = ".".join(f"%{sign}" for sign in signs)
            levels[depth - 1] = (auto.form, f"{auto.before}{number}{auto.after}", 0)
        return self._define(levels)

    def _define(self, levels: Sequence[tuple[str, str, int]]) -> int:
        """Add a list; each level is (format, text, left indent in twentieths of a point)."""
        self.count += 1
        identity = str(900 + self.count)
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), identity)
        child(abstract, "w:multiLevelType", "w:val", "multilevel")
        for depth, (form, text, left) in enumerate(levels):
            level = child(abstract, "w:lvl", "w:ilvl", str(depth))
            child(level, "w:start", "w:val", "1")
            child(level, "w:numFmt", "w:val", form)
            if form != "bullet":
                child(level, "w:suff", "w:val", "space")
            child(level, "w:lvlText", "w:val", text)
            child(level, "w:lvlJc", "w:val", "left")
            properties = OxmlElement("w:pPr")
            indent = child(properties, "w:ind", "w:left", str(left))
            indent.set(qn("w:hanging"), "425" if left else "0")
            level.append(properties)
        self.numbering.find(qn("w:num")).addprevious(abstract)
        number = child(self.numbering, "w:num", "w:numId", identity)
        child(number, "w:abstractNumId", "w:val", identity)
        return int(identity)


def _join(paragraph: Any, identity: int, depth: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = depth
    properties.get_or_add_numId().val = identity


def _paras(blocks: Sequence[Block]) -> Iterator[Para]:
    for block in blocks:
        if isinstance(block, Para):
            yield block
        elif isinstance(block, Margin):
            yield from block.left + block.right


def computable(automatic: Sequence[Auto]) -> bool:
    """Tell whether counting from 1 and restarting below each upper number gives these numbers."""
    counters = [0] * DEPTHS
    looks: dict[int, tuple[str, str, str, bool]] = {}
    for auto in automatic:
        depth = len(auto.path) - 1
        counters[depth] += 1
        counters[depth + 1 :] = [0] * (DEPTHS - depth - 1)
        look = (auto.form, auto.before, auto.after, auto.whole)
        if tuple(counters[: depth + 1]) != auto.path or looks.setdefault(depth, look) != look:
            return False
    return bool(automatic)
