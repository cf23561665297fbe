"""Elements side by side that a page's style sheet draws as boxes: each is a text of its own.

In: a block that holds nothing but inline elements. Out: where one of these begins another text.
Without the style sheet only the text tells: two elements without a blank between them are two boxes
where one word cannot go on in the other (`1.1.1` and `En cours`, `réalisé` and `35 %`), and so are
elements that all begin with a label and a colon.
"""

from __future__ import annotations

import re
from typing import Literal

from lxml import etree

from extractor.markers import find_marker
from extractor.values import parse_status

_INLINE = frozenset("span b strong em i small label a mark time abbr cite code data".split())  # noqa: SIM905
_APART = re.compile(r"[a-zà-ÿ\d%)].?$")  # before …
_BEGINS = re.compile(r"[A-ZÀ-Ý\d(«]")  # … this, a word does not go on
_LABELLED = re.compile(r"\s*[^\W\d_][^:]{1,38}?\s?:\s+\S")
_STATE = 30  # characters

Joint = Literal["line", "blank"]


def joints(element: etree._Element) -> dict[etree._Element, Joint]:
    """Return what parts children of a block from the child before: a line end, or a blank that is
    not written between a number and its title."""
    children = [child for child in element if isinstance(child.tag, str)]
    if len(children) < 2 or any(str(child.tag) not in _INLINE for child in children):
        return {}
    if (element.text or "").strip() or any((child.tail or "").strip() for child in children):
        return {}
    texts = ["".join(map(str, child.itertext())) for child in children]
    if all(map(_LABELLED.match, texts)):
        return dict.fromkeys(children[1:], "line")
    found: dict[etree._Element, Joint] = {}
    for at, child in enumerate(children[1:], start=1):
        before, text = texts[at - 1], texts[at]
        if children[at - 1].tail or not before.strip() or not text.strip():
            continue
        if _APART.search(before) and _BEGINS.match(text):
            titled = _is_code(before.strip()) and not _is_state(text.strip())
            found[child] = "blank" if titled else "line"
    return found


def _is_code(text: str) -> bool:
    marker = find_marker(f"{text} X")
    return marker is not None and marker.code is not None and marker.end >= len(text)


def _is_state(text: str) -> bool:
    return len(text) <= _STATE and ("%" in text or parse_status(text)[1] is not None)
