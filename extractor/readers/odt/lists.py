"""OpenDocument's automatic numbering: list styles and the outline, counted as LibreOffice does.

A list starts anew unless it continues another (`text:continue-list`, `text:continue-numbering`);
an item that holds only an inner list is not counted.
"""

from __future__ import annotations

import re

from lxml import etree

from extractor.bounds import is_whole, whole
from extractor.readers.numerals import BULLET, format_number, is_private, symbol
from extractor.readers.odt.styles import FO, STYLE, TEXT, Styles, points

_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LIST_FORMAT = (
    "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format"
)
_NUMERALS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_PLACE = re.compile(r"%(\d+)%")

Counters = dict[int, int]  # level, from 1 -> last number


class Lists:
    """Counts items; levels are from 1 as in the format."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._by_id: dict[str, Counters] = {}
        self._by_style: dict[str, Counters] = {}
        self._outline: Counters = {}

    def open(self, element: etree._Element, style: str | None) -> Counters:
        """Return the counters of a list that stands in no other list."""
        continued = element.get(TEXT + "continue-list")
        counters: Counters | None = None
        if continued is not None:
            counters = self._by_id.get(continued)
        elif element.get(TEXT + "continue-numbering") == "true":
            counters = self._by_style.get(style or "")
        if counters is None:
            counters = {}
        self._by_style[style or ""] = counters
        if element.get(_XML_ID):
            self._by_id[element.get(_XML_ID, "")] = counters
        return counters

    def count(self, counters: Counters, style: str | None, level: int, start: str | None) -> None:
        """Count one item."""
        _count(self._styles.lists.get(style or ""), counters, level, start)

    def label(self, counters: Counters, style: str | None, level: int) -> str | None:
        """Return the number or bullet of the item just counted."""
        root = self._styles.lists.get(style or "")
        return _print(root, counters, level) if root is not None else None

    def count_heading(self, heading: etree._Element, level: int) -> str | None:
        """Count a heading that stands in no list; `None` when headings are not numbered."""
        root = self._styles.outline
        definition = _find_level(root, level)
        if root is None or definition is None or not definition.get(STYLE + "num-format"):
            return None
        if heading.get(TEXT + "is-list-header") == "true":
            return None
        start = heading.get(TEXT + "start-value")
        if start is None and heading.get(TEXT + "restart-numbering") == "true":
            self._outline.pop(level, None)
        _count(root, self._outline, level, start)
        return _print(root, self._outline, level)

    def level_style(self, style: str | None, level: int) -> etree._Element | None:
        """Return the definition of a level of a list style."""
        return _find_level(self._styles.lists.get(style or ""), level)

    def indent(self, style: str | None, level: int) -> float | None:
        """Return the left edge of a level's label in points."""
        definition = self.level_style(style, level)
        if definition is None:
            return None
        for element in definition.iter(STYLE + "list-level-label-alignment"):
            left = points(element.get(FO + "margin-left"))
            return None if left is None else left + (points(element.get(FO + "text-indent")) or 0)
        for element in definition.iterfind(STYLE + "list-level-properties"):
            return points(element.get(TEXT + "space-before"))
        return None


def _count(root: etree._Element | None, counters: Counters, level: int, start: str | None) -> None:
    for higher in range(1, level):  # a level that was skipped counts as printed
        counters.setdefault(higher, _start(_find_level(root, higher)))
    if start is not None and is_whole(start):
        counters[level] = int(start)
    else:
        counters[level] = counters.get(level, _start(_find_level(root, level)) - 1) + 1
    for deeper in [other for other in counters if other > level]:
        del counters[deeper]


def _find_level(root: etree._Element | None, level: int) -> etree._Element | None:
    for element in root if root is not None else ():
        if element.get(TEXT + "level") == str(level):
            return element
    return None


def _start(definition: etree._Element | None) -> int:
    value = definition.get(TEXT + "start-value", "1") if definition is not None else "1"
    return whole(value, 1)


def _print(root: etree._Element, counters: Counters, level: int) -> str | None:
    definition = _find_level(root, level)
    if definition is None:
        return None
    if definition.tag == TEXT + "list-level-style-bullet":
        char = definition.get(TEXT + "bullet-char", BULLET)
        fonts = [e.get(STYLE + "font-name", "") for e in definition.iter(STYLE + "text-properties")]
        font = fonts[0] if fonts else ""
        special = len(char) == 1 and (is_private(char) or "dings" in font.lower())
        return symbol(char, font) if special else char.strip() or None
    if definition.tag == TEXT + "list-level-style-image":
        return BULLET
    if not definition.get(STYLE + "num-format"):
        return (definition.get(STYLE + "num-prefix", "") + _suffix(definition)).strip() or None
    pattern = definition.get(_LIST_FORMAT)
    if pattern is None:
        shown = definition.get(TEXT + "display-levels", "1")
        first = level - whole(shown, 1) + 1
        places = ".".join(f"%{place}%" for place in range(max(first, 1), level + 1))
        pattern = definition.get(STYLE + "num-prefix", "") + places + _suffix(definition)
    return _PLACE.sub(lambda m: _number(root, counters, whole(m.group(1))), pattern).strip() or None


def _suffix(definition: etree._Element) -> str:
    return definition.get(STYLE + "num-suffix", "")


def _number(root: etree._Element, counters: Counters, level: int) -> str:
    definition = _find_level(root, level)
    numeral = definition.get(STYLE + "num-format", "") if definition is not None else ""
    if not numeral:
        return ""
    value = counters.get(level, _start(definition))
    return format_number(value, _NUMERALS.get(numeral, "decimal"))
