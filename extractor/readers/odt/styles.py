"""OpenDocument styles: what a paragraph, span or cell inherits from its parents and defaults."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from extractor.bounds import real

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, STYLE, TEXT, TABLE, DRAW = (
    _NS % name for name in ("office", "style", "text", "table", "drawing")
)
FO = _NS % "xsl-fo-compatible"
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "px": 0.75}
_MAX_LENGTH = 10_000.0  # in any unit; larger than every page
_LENGTH = re.compile(r"(-?[\d.]+)(pt|in|cm|mm|pc|px)$")
_HEX = re.compile(r"#[0-9a-fA-F]{6}$")


def points(length: str | None) -> float | None:
    """Return a length in points, `None` for percentages and what is no length.

    >>> points("0.5in")
    36.0
    """
    match = _LENGTH.match(length or "")
    number = real(match.group(1), high=_MAX_LENGTH) if match else None
    return number * _POINTS[match.group(2)] if match and number is not None else None


def hex_color(value: str | None) -> str | None:
    """Return `#rrggbb`, `None` for `transparent`."""
    return value.lower() if value and _HEX.match(value) else None


class Styles:
    """The styles of a document by family and name; automatic ones hide named ones."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._automatic: set[tuple[str, str]] = set()
        self._defaults: dict[str, etree._Element] = {}
        self.lists: dict[str, etree._Element] = {}
        self.outline: etree._Element | None = None
        for root in roots:
            for group in root if root is not None else ():
                automatic = group.tag == OFFICE + "automatic-styles"
                if automatic or group.tag == OFFICE + "styles":
                    self._load(group, automatic)

    def _load(self, group: etree._Element, automatic: bool) -> None:
        for element in group:
            family = element.get(STYLE + "family", "")
            name = element.get(STYLE + "name", "")
            if element.tag == STYLE + "style":
                self._styles[family, name] = element
                if automatic:
                    self._automatic.add((family, name))
            elif element.tag == STYLE + "default-style":
                self._defaults[family] = element
            elif element.tag == TEXT + "list-style":
                self.lists[name] = element
            elif element.tag == TEXT + "outline-style":
                self.outline = element

    def chain(self, family: str, name: str | None) -> Iterator[etree._Element]:
        """Yield a style, its parents and the family's default, nearest first."""
        seen: set[str] = set()
        while name and name not in seen and (family, name) in self._styles:
            seen.add(name)
            yield self._styles[family, name]
            name = self._styles[family, name].get(STYLE + "parent-style-name")
        if family in self._defaults:
            yield self._defaults[family]

    def find(self, family: str, name: str | None, group: str, attribute: str) -> str | None:
        """Return the nearest value of an attribute of `style:GROUP-properties`."""
        for style in self.chain(family, name):
            for properties in style.iterfind(f"{STYLE}{group}-properties"):
                value = properties.get(attribute)
                if value is not None:
                    return value
        return None

    def attribute(self, family: str, name: str | None, attribute: str) -> str | None:
        """Return the nearest value of an attribute of the style itself; it may be empty."""
        for style in self.chain(family, name):
            value = style.get(attribute)
            if value is not None:
                return value
        return None

    def own(self, family: str, name: str | None, group: str, attribute: str) -> str | None:
        """Return an attribute that an automatic style sets itself, nothing inherited."""
        if name is None or (family, name) not in self._automatic:
            return None
        properties = self._styles[family, name].find(f"{STYLE}{group}-properties")
        return properties.get(attribute) if properties is not None else None

    def display_name(self, name: str | None) -> str | None:
        """Return the name, in lower case, of the nearest style that an author can see."""
        for style in self.chain("paragraph", name):
            own = style.get(STYLE + "name", "")
            if own and ("paragraph", own) not in self._automatic:
                shown = style.get(STYLE + "display-name") or own
                return re.sub(r"_([0-9a-f]{2})_", lambda m: chr(int(m.group(1), 16)), shown).lower()
        return None

    def size(self, family: str, name: str | None) -> float | None:
        """Return the font size in points; percentages are of the parent's."""
        factor = 1.0
        for style in self.chain(family, name):
            for properties in style.iterfind(STYLE + "text-properties"):
                value = properties.get(FO + "font-size", "")
                length = points(value)
                if length is not None:
                    return round(length * factor, 2)
                if re.fullmatch(r"[\d.]+%", value):
                    factor = min(factor * (real(value[:-1]) or 100.0) / 100, _MAX_LENGTH)
        return None

    def is_hidden(self, family: str, name: str | None) -> bool:
        """Tell whether text of this style is not printed."""
        return self.find(family, name, "text", TEXT + "display") == "none"
