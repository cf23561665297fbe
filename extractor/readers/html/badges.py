"""Badges of a web page: a state or a date set in a box beside a title, and no part of it.

A badge is a short element that its class names so. One that only numbers or labels what follows
(`OS 1`, `2.1`) belongs to the text around it. A counter says how much stands below a title.
"""

from __future__ import annotations

import re

from lxml import etree

from extractor import vocabulary
from extractor.markers import find_marker

STYLE = "badge"  # of a line that is a badge

_NAMES = frozenset(
    """
    badge badges label tag tags pill chip status statut etat state flag ribbon progress
    """.split()  # noqa: SIM905 (names of classes)
)
_COUNTERS = frozenset("count counter compteur nombre total".split())  # noqa: SIM905
_ELEMENTS = frozenset("span small sup em strong b i mark label a div p".split())  # noqa: SIM905
_PART = re.compile(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+")
_MAX_BADGE = 40  # characters
_MAX_COUNTER = 3  # digits: a year is no counter


def badge_text(element: etree._Element, *, opens: bool) -> str | None:
    """Return the text of a badge, None when the element is none; `opens`: nothing stands before it
    on its line."""
    if element.tag not in _ELEMENTS or not _named(element):
        return None
    if element.get("href", "").startswith("#"):
        return None  # leads to a part of the page
    text = " ".join("".join(map(str, element.itertext())).split())
    if not 0 < len(text) <= _MAX_BADGE or any(isinstance(e.tag, str) for e in element if len(e)):
        return None
    if text.endswith(":") or vocabulary.field_key(text) is not None:
        return None
    marker = find_marker(f"{text} X")
    numbers = marker is not None and marker.end >= len(text)
    heading = vocabulary.match_heading(text) or vocabulary.match_section(text)
    return None if opens and (numbers or heading is not None) else text


def counter_text(element: etree._Element) -> str | None:
    """Return what a counter beside a title shows, in brackets, None when the element is none."""
    text = "".join(map(str, element.itertext())).strip()
    if element.tag not in _ELEMENTS or not text.isdecimal() or len(text) > _MAX_COUNTER:
        return None
    return f" ({text})" if _named(element, _NAMES | _COUNTERS) else None


def _named(element: etree._Element, names: frozenset[str] = _NAMES) -> bool:
    parts = {part.lower() for part in _PART.findall(element.get("class", ""))}
    return not names.isdisjoint(parts)
