"""Word styles: what a paragraph or run inherits along `basedOn`. Names are never localised ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from lxml import etree

from extractor.bounds import MAX_WHOLE, real

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = frozenset({"0", "false", "off", "none"})
_TWIPS = 20  # per point
_BODY = 9  # the deepest outline and list level that Word writes
_DARK_PENS = "black blue green red magenta darkBlue darkCyan darkGreen darkMagenta darkRed darkGray"
#: dark colours of the marker pen, on which white letters show
_HIGHLIGHTS = dict.fromkeys(_DARK_PENS.split(), "#000000")
_HEADING_NAME = re.compile(r"heading ([1-9])$")
_T = TypeVar("_T", "RunProps", "ParagraphProps")


@dataclass(frozen=True, slots=True)
class RunProps:
    """Character formatting; `None` is inherited."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    color: str | None = None
    struck: bool | None = None
    raised: bool | None = None  # set as superscript
    shade: str | None = None
    font: str | None = None


@dataclass(frozen=True, slots=True)
class ParagraphProps:
    """Paragraph formatting; `None` is inherited. `outline` 9 is body text; lengths in points."""

    outline: int | None = None
    num_id: str | None = None
    level: int | None = None
    left: float | None = None
    first: float | None = None  # first line, relative to `left`; negative when hanging
    shade: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it inherits."""

    name: str
    run: RunProps = RunProps()
    paragraph: ParagraphProps = ParagraphProps()


def overlay(base: _T, top: _T) -> _T:
    """Return `base` with every property that `top` sets."""
    changes = {f.name: getattr(top, f.name) for f in fields(top)}
    return replace(base, **{name: value for name, value in changes.items() if value is not None})


def value_of(parent: etree._Element | None, name: str, attribute: str = "val") -> str | None:
    """Return an attribute of a child element, both in Word's namespace."""
    child = parent.find(W + name) if parent is not None else None
    return child.get(W + attribute) if child is not None else None


def parse_run(element: etree._Element | None) -> RunProps:
    """Read `w:rPr`."""
    if element is None:
        return RunProps()
    size = _number(value_of(element, "sz"))
    return RunProps(
        bold=_toggle(element, "b"),
        italic=_toggle(element, "i"),
        hidden=_toggle(element, "vanish"),
        size=size / 2 if size else None,
        color=hex_color(value_of(element, "color")),
        font=value_of(element, "rFonts", "ascii") or value_of(element, "rFonts", "hAnsi"),
        struck=_any(_toggle(element, "strike"), _toggle(element, "dstrike")),
        raised=value_of(element, "vertAlign") == "superscript" or None,
        shade=shade_of(element) or _HIGHLIGHTS.get(value_of(element, "highlight") or "none"),
    )


def parse_paragraph(element: etree._Element | None) -> ParagraphProps:
    """Read `w:pPr`, or the `w:pPr` of a numbering level."""
    if element is None:
        return ParagraphProps()
    outline = _number(value_of(element, "outlineLvl"))
    numbering = element.find(W + "numPr")
    level = _number(value_of(numbering, "ilvl"))
    left = _number(value_of(element, "ind", "left") or value_of(element, "ind", "start"))
    first = _number(value_of(element, "ind", "firstLine"))
    hanging = _number(value_of(element, "ind", "hanging"))
    if hanging is not None:
        first = -hanging
    return ParagraphProps(
        outline=int(min(max(outline, 0), _BODY)) if outline is not None else None,
        num_id=value_of(numbering, "numId"),
        level=int(min(max(level, 0), _BODY)) if level is not None else None,
        left=left / _TWIPS if left is not None else None,
        first=first / _TWIPS if first is not None else None,
        shade=shade_of(element),
    )


def hex_color(value: str | None) -> str | None:
    """Return `#rrggbb`, or `None` for `auto` and names."""
    return f"#{value.lower()}" if value and re.fullmatch(r"[0-9A-Fa-f]{6}", value) else None


def whole(text: str | None) -> int:
    """Return a whole number as written, 0 when there is none; at most 10⁹ either way."""
    return int(_number(text) or 0)


def shade_of(properties: etree._Element | None) -> str | None:
    """Return the background that `w:shd` gives a cell or paragraph."""
    solid = value_of(properties, "shd") == "solid"
    return hex_color(value_of(properties, "shd", "color" if solid else "fill"))


class Styles:
    """The styles of a document by id, resolved on first use."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self._default_id: str | None = None
        self.defaults = RunProps()
        self._base = ParagraphProps()
        if root is None:
            return
        self.defaults = parse_run(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self._base = parse_paragraph(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))
        for element in root.iterfind(W + "style"):
            identifier = element.get(W + "styleId", "")
            self._elements[identifier] = element
            is_default = element.get(W + "default") in ("1", "true", "on")
            if is_default and element.get(W + "type") == "paragraph":
                self._default_id = identifier

    def paragraph(self, identifier: str | None) -> Style:
        """Return a paragraph style, the default one when there is none of that id."""
        known = identifier if identifier in self._elements else self._default_id
        style = self._resolve(known)
        return replace(
            style,
            run=overlay(self.defaults, style.run),
            paragraph=overlay(self._base, style.paragraph),
        )

    def character(self, identifier: str | None) -> RunProps:
        """Return what a character style sets."""
        return self._resolve(identifier).run

    def _resolve(self, identifier: str | None, seen: frozenset[str] = frozenset()) -> Style:
        if identifier is None or identifier in seen or identifier not in self._elements:
            return Style("normal")
        if identifier not in self._resolved:
            element = self._elements[identifier]
            base_id = value_of(element, "basedOn")
            base = self._resolve(base_id, seen | {identifier}) if base_id else Style("normal")
            own = parse_paragraph(element.find(W + "pPr"))
            name = (value_of(element, "name") or identifier).lower()
            heading = _HEADING_NAME.match(name)
            if heading and own.outline is None:
                own = replace(own, outline=int(heading.group(1)) - 1)
            self._resolved[identifier] = Style(
                name,
                overlay(base.run, parse_run(element.find(W + "rPr"))),
                overlay(base.paragraph, own),
            )
        return self._resolved[identifier]


def _any(*toggles: bool | None) -> bool | None:
    """Return whether one of the toggles is on; `None` when none says anything."""
    said = [toggle for toggle in toggles if toggle is not None]
    return any(said) if said else None


def _toggle(parent: etree._Element, name: str) -> bool | None:
    element = parent.find(W + name)
    return None if element is None else element.get(W + "val", "1").lower() not in _OFF


def _number(text: str | None) -> float | None:
    """Read a number of Word, which may carry `pt` in strict files (then turned into twips)."""
    if not text:
        return None
    number = real(text.removesuffix("pt"), high=MAX_WHOLE)
    return number * (_TWIPS if text.endswith("pt") else 1) if number is not None else None
