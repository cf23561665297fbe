"""The text of one Word paragraph: runs in order, split at line breaks, with what it anchors.

Insertions are kept, deletions dropped; of alternative contents one is taken; hidden text is set
aside. What a form shows is text: the entry chosen of a list, a box ticked or not. Text boxes and
diagrams are handed back, to be read after the paragraph that anchors them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from extractor.bounds import valid
from extractor.readers.docx.styles import RunProps, Styles, W, overlay, parse_run, value_of, whole
from extractor.readers.numerals import is_private, raised, symbol

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
ALTERNATIVE = MC + "AlternateContent"
TEXT_BOX = W + "txbxContent"
DROPPED = frozenset(
    W + name
    for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "delText", "instrText", "rt")
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
_TAG_CHARACTERS = {W + name: char for name, char in _CHARACTERS.items()}
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_SYMBOL_FONTS = ("symbol", "wingdings")  # whose characters are glyphs of their own
_TICKED, _UNTICKED = "☒", "☐"


@dataclass(slots=True)
class Field:
    """An open field: its code, and whether its result has begun."""

    code: str = ""
    shown: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that are open, across paragraphs."""

    open: list[Field] = field(default_factory=list)

    @property
    def in_toc(self) -> bool:
        """Tell whether a table of contents is open."""
        return any(field.code.split()[:1] == ["TOC"] for field in self.open)

    @property
    def in_code(self) -> bool:
        """Tell whether text belongs to the code of a field and is not printed."""
        return any(not field.shown for field in self.open)


@dataclass(slots=True)
class Content:
    """What a paragraph holds. `parts` has one list of (text, properties) per printed line."""

    parts: list[list[tuple[str, RunProps]]] = field(default_factory=lambda: [[]])
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # (kind, id)
    hidden: list[str] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)  # parts that begin a page or column
    in_toc: bool = False

    def text(self, part: int) -> str:
        """Return the text of one printed line."""
        return "".join(text for text, _ in self.parts[part])

    def as_heading(self) -> Content:
        """Return the paragraph with its line ends as blanks, where the type stays the same."""
        parts: list[list[tuple[str, RunProps]]] = []
        for number, part in enumerate(self.parts):
            before = _type(parts[-1]) if parts else None
            if before is None or number in self.pages or _type(part) not in (None, before):
                parts.append(part)
            else:
                parts[-1] = [*parts[-1], (" ", parts[-1][-1][1]), *part]
        return replace(self, parts=parts, pages=set())

    def joined(self, other: Content) -> Content:
        """Return both as one paragraph: the mark between them is deleted."""
        return Content(
            [*self.parts[:-1], [*self.parts[-1], *other.parts[0]], *other.parts[1:]],
            [*self.boxes, *other.boxes],
            [*self.notes, *other.notes],
            [*self.hidden, *other.hidden],
            self.pages | {number + len(self.parts) - 1 for number in other.pages},
            self.in_toc or other.in_toc,
        )


def _type(part: list[tuple[str, RunProps]]) -> tuple[bool, float | None] | None:
    """Return the weight and size in which a line begins, `None` for an empty one."""
    first = next((props for text, props in part if text.strip()), None)
    return (bool(first.bold), first.size) if first else None


def choose(alternative: etree._Element) -> list[etree._Element]:
    """Return the one branch to read: the first that holds text or a diagram, else the last."""
    branches = [b for b in alternative if b.tag in (MC + "Choice", MC + "Fallback")]
    for branch in branches:
        if any((t.text or "").strip() for t in branch.iter(W + "t", M + "t", A + "t")):
            return [branch]
        if next(branch.iter(DIAGRAM, CHART), None) is not None:
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
                if child.get(W + "type") in ("page", "column"):
                    self.content.pages.add(len(self.content.parts))
                self.content.parts.append([])
            elif tag == W + "fldChar":
                self._field(child, props)
            elif tag in _NOTES:
                self.content.notes.append((_NOTES[tag], child.get(W + "id", "")))
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._drawing(child, props)
            elif tag == ALTERNATIVE:
                for branch in choose(child):
                    self.collect(branch, props)
            elif tag != W + "sdt" or not is_placeholder(child):
                self.collect(child, props)
            if tag == W + "r":
                self._instruction(child)

    def _instruction(self, run: etree._Element) -> None:
        if self.fields.open:
            for element in run.iterfind(W + "instrText"):
                self.fields.open[-1].code += element.text or ""

    def _field(self, element: etree._Element, props: RunProps) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._text(_form_value(element.find(W + "ffData")), props)
            self.fields.open.append(Field())
        elif kind == "separate" and self.fields.open:
            self.fields.open[-1].shown = True
        elif kind == "end" and self.fields.open:
            self.fields.open.pop()

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
        text = raised(text) if props.raised else text
        if not text or self.fields.in_code:
            return
        font = (props.font or "").lower()
        if any(name in font for name in _SYMBOL_FONTS):
            text = "".join(symbol(c, font) if is_private(c) else c for c in text)
        if props.hidden:
            self.content.hidden.append(text)
            return
        self.content.parts[-1].append((text, props))
        self.content.in_toc |= bool(text.strip()) and self.fields.in_toc

    def _symbol(self, element: etree._Element, props: RunProps) -> None:
        code = element.get(W + "char", "")
        if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code):
            char = valid(chr(int(code, 16)))
            self._text(symbol(char, element.get(W + "font", "Symbol")) if char else "", props)

    def _drawing(self, element: etree._Element, props: RunProps) -> None:
        """Keep boxes and diagrams for later; WordArt is text of the paragraph itself."""
        for found in find_boxes(element):
            if found.tag == V + "textpath":
                self._text(found.get("string", ""), props)
            else:
                self.content.boxes.append(found)


def is_placeholder(control: etree._Element) -> bool:
    """Tell whether a content control shows the prompt that nobody has answered."""
    return control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _form_value(data: etree._Element | None) -> str:
    """Return what a field of an old form shows: the entry chosen, a box."""
    if data is None:
        return ""
    box = data.find(W + "checkBox")
    if box is not None:
        state = box.find(W + "checked")
        state = box.find(W + "default") if state is None else state
        on = state is not None and state.get(W + "val", "1") not in ("0", "false", "off")
        return _TICKED if on else _UNTICKED
    entries = data.find(W + "ddList")
    if entries is not None:
        values = [entry.get(W + "val", "") for entry in entries.iterfind(W + "listEntry")]
        chosen = whole(value_of(entries, "result") or value_of(entries, "default"))
        return values[chosen] if 0 <= chosen < len(values) else ""
    return ""


def find_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the outermost text boxes, diagrams, charts, objects and WordArt paths.

    Of alternatives only one is looked at.
    """
    for child in element:
        if child.tag in (TEXT_BOX, V + "textpath", DIAGRAM, CHART, OLE):
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
