"""The text of one Word paragraph: runs in order, split at line breaks, with what it anchors.

Insertions are kept, deletions dropped; of alternative contents one is taken; hidden text is left
out. Text boxes are handed back, to be read after the paragraph that anchors them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractor.bounds import valid
from extractor.readers.docx.styles import RunProps, Styles, W, overlay, parse_run, value_of
from extractor.readers.numerals import symbol

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
ALTERNATIVE = MC + "AlternateContent"
TEXT_BOX = W + "txbxContent"
DROPPED = frozenset(
    W + name
    for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "delText", "instrText", "rt")
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
_TAG_CHARACTERS = {W + name: char for name, char in _CHARACTERS.items()}
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}


@dataclass(slots=True)
class Fields:
    """The field codes that are open, across paragraphs."""

    codes: list[str] = field(default_factory=list)

    @property
    def in_toc(self) -> bool:
        """Tell whether a table of contents is open."""
        return any(code.split()[:1] == ["TOC"] for code in self.codes)


@dataclass(slots=True)
class Content:
    """What a paragraph holds. `parts` has one list of (text, properties) per printed line."""

    parts: list[list[tuple[str, RunProps]]] = field(default_factory=lambda: [[]])
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # (kind, id)
    in_toc: bool = False

    def text(self, part: int) -> str:
        """Return the text of one printed line."""
        return "".join(text for text, _ in self.parts[part])


def choose(alternative: etree._Element) -> list[etree._Element]:
    """Return the one branch to read: the first that holds text, else the last."""
    branches = [b for b in alternative if b.tag in (MC + "Choice", MC + "Fallback")]
    for branch in branches:
        if any((t.text or "").strip() for t in branch.iter(W + "t", M + "t")):
            return [branch]
    return branches[-1:]


def read_content(
    paragraph: etree._Element, styles: Styles, base: RunProps, fields: Fields
) -> Content:
    """Read a paragraph whose style sets `base`."""
    content = Content()
    _Collector(styles, base, fields, content).collect(paragraph, RunProps())
    return content


class _Collector:
    def __init__(self, styles: Styles, base: RunProps, fields: Fields, content: Content) -> None:
        self.styles, self.base, self.fields, self.content = styles, base, fields, content

    def collect(self, parent: etree._Element, props: RunProps) -> None:
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str) or tag in DROPPED:
                continue
            if tag == W + "r":
                self.collect(child, self._run_props(child.find(W + "rPr")))
            elif tag in (W + "t", M + "t"):
                self._text(_clean(child), props)
            elif tag in _TAG_CHARACTERS:
                self._text(_TAG_CHARACTERS[tag], props)
            elif tag == W + "sym":
                self._symbol(child, props)
            elif tag in (W + "br", W + "cr"):
                self.content.parts.append([])
            elif tag == W + "fldChar":
                self._field(child)
            elif tag in _NOTES:
                self.content.notes.append((_NOTES[tag], child.get(W + "id", "")))
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._drawing(child, props)
            elif tag == ALTERNATIVE:
                for branch in choose(child):
                    self.collect(branch, props)
            else:
                self.collect(child, props)
            if tag == W + "r":
                self._instruction(child)

    def _instruction(self, run: etree._Element) -> None:
        if self.fields.codes:
            for element in run.iterfind(W + "instrText"):
                self.fields.codes[-1] += element.text or ""

    def _field(self, element: etree._Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self.fields.codes.append("")
        elif kind == "end" and self.fields.codes:
            self.fields.codes.pop()

    def _run_props(self, element: etree._Element | None) -> RunProps:
        """Apply the character style and the run's own settings; toggles of styles cancel out."""
        own = parse_run(element)
        named = self.styles.character(value_of(element, "rStyle"))
        props = overlay(self.base, named)
        if named.bold and self.base.bold:
            props = overlay(props, RunProps(bold=False))
        if named.italic and self.base.italic:
            props = overlay(props, RunProps(italic=False))
        return overlay(props, own)

    def _text(self, text: str, props: RunProps) -> None:
        if text and not props.hidden:
            self.content.parts[-1].append((text, props))
            self.content.in_toc |= bool(text.strip()) and self.fields.in_toc

    def _symbol(self, element: etree._Element, props: RunProps) -> None:
        code = element.get(W + "char", "")
        if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code):
            char = valid(chr(int(code, 16)))
            self._text(symbol(char, element.get(W + "font", "Symbol")) if char else "", props)

    def _drawing(self, element: etree._Element, props: RunProps) -> None:
        """Keep the text boxes for later; WordArt is text of the paragraph itself."""
        for found in find_boxes(element):
            if found.tag == TEXT_BOX:
                self.content.boxes.append(found)
            else:
                self._text(found.get("string", ""), props)


def find_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the outermost text boxes and WordArt paths, of alternatives one only."""
    for child in element:
        if child.tag in (TEXT_BOX, V + "textpath"):
            yield child
        elif child.tag == ALTERNATIVE:
            for branch in choose(child):
                yield from find_boxes(branch)
        else:
            yield from find_boxes(child)


def _clean(element: etree._Element) -> str:
    text = (element.text or "").replace("\n", " ")
    kept = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if kept or element.tag == M + "t" else text.strip()
