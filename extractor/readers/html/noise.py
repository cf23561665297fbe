"""Which elements of a web page are no part of its text: scripts, navigation, hidden elements.

Conservative: an element counts as navigation by its tag, its ARIA role or whole words of its class
and id, and never when it holds much of the page's text (pages are wrapped in one form, bodies
have classes such as `has-menu`). When all of them together hold most of the text, none is left
out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

_SILENT = frozenset(
    """
    script style noscript template head title svg canvas iframe object embed audio video map
    select option datalist textarea button input
    """.split()  # noqa: SIM905 (names of elements)
)
_NOISE_TAGS = frozenset(("nav", "header", "footer", "aside", "form", "menu", "dialog"))
_NOISE_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "search", "menu", "menubar", "dialog", "alertdialog")
)
_NOISE_NAMES = frozenset(
    """
    nav navbar navigation menu submenu breadcrumb breadcrumbs ariane cookie cookies consent gdpr
    rgpd footer skiplink skiplinks pagination
    """.split()  # noqa: SIM905 (names of classes)
)
_PANEL_NAMES = frozenset("panel tabpanel pane tab collapse accordion collapsible".split())  # noqa: SIM905
_SWITCHES = ("aria-expanded", "data-toggle", "data-bs-toggle")  # attributes of what unfolds a part
_BUTTON_NAMES = frozenset(("btn", "button"))
_MAX_BUTTON = 40  # characters of a link that looks like a button
_TOP_NAMES = frozenset("top up haut totop backtotop".split())  # noqa: SIM905
_UP = "↑⇑⇧▲△↥⤒⌃^"  # signs before a link to the top
_CONTENT_TAGS = frozenset(("main", "article"))
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_MAX_SHARE = 0.5  # of the page's letters that one element, or all, may take away


def find_noise(root: etree._Element) -> set[etree._Element]:
    """Return the outermost elements to leave out."""
    silent = {e for e in root.iter() if not isinstance(e.tag, str) or _is_silent(e)}
    silent |= _links_to_top(root)
    sizes = _sizes(root, silent)
    limit = _MAX_SHARE * sizes.get(root, 0)
    noise = {
        element
        for element in root.iter()
        if element not in silent and _is_noise(element) and sizes.get(element, 0) <= limit
    }
    outermost = [e for e in noise if not any(a in noise for a in e.iterancestors())]
    if sum(sizes.get(e, 0) for e in outermost) > limit:
        return silent
    return silent | noise


def _is_silent(element: etree._Element) -> bool:
    """Tell whether an element prints no text: a script, a field, a button that is no title, an
    icon that a font draws in place of its name."""
    if element.tag == "button" or (element.tag == "a" and _is_button(element)):
        return not _is_switch(element)
    return element.tag in _SILENT or "material-icons" in element.get("class", "").split()


def _links_to_top(root: etree._Element) -> set[etree._Element]:
    """Return the links that lead to the top of the page, outside of titles and lists."""
    links = [a for a in root.iter("a") if a.get("href", "").startswith("#")]
    if not links:
        return set()
    above = _above_all_text(root)
    texts = Counter(_text_of(link) for link in links)
    found = set()
    for link in links:
        target, text = link.get("href", "")[1:], _text_of(link)
        if len(text) > _MAX_BUTTON or _is_title(link) or _is_switch(link):
            continue
        named = any(part in _TOP_NAMES for name in _names(link) for part in _parts(name))
        marked = named or text[:1] in _UP or texts[text] > 1
        if (target and (target == "top" or target in above)) or (not target and marked):
            found.add(link)
    return found


def _above_all_text(root: etree._Element) -> set[str]:
    """Return the names of the elements before which the page has no text."""
    names: set[str] = set()
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            continue
        names |= {element.get("id", ""), element.get("name", "")}
        if (element.text or "").strip():
            break
    return names - {""}


def _text_of(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _is_title(link: etree._Element) -> bool:
    """Tell whether a link stands in a title or in a list, of contents or of menus."""
    return any(re.fullmatch(r"h[1-6]|dt|summary|li|th", str(a.tag)) for a in link.iterancestors())


def _is_button(link: etree._Element) -> bool:
    named = any(part in _BUTTON_NAMES for name in _names(link) for part in _parts(name))
    return named and len("".join(map(str, link.itertext())).strip()) <= _MAX_BUTTON


def _is_switch(button: etree._Element) -> bool:
    """Tell whether a button is the title of a part that it unfolds."""
    if button.get("role") == "tab":
        return False
    titles = any(re.fullmatch(r"h[1-6]|dt|summary", str(a.tag)) for a in button.iterancestors())
    return titles or any(button.get(name) is not None for name in _SWITCHES)


def _is_panel(element: etree._Element) -> bool:
    named = any(part in _PANEL_NAMES for name in _names(element) for part in _parts(name))
    return named or element.get("role") in ("tabpanel", "region")


def _is_noise(element: etree._Element) -> bool:
    if element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style", "")):
        return not _is_panel(element)
    if element.get("aria-hidden") == "true" and element.tag in ("i", "span"):
        return True
    if element.get("role", "").lower() in _NOISE_ROLES:
        return True
    if element.tag == "div" and element.get("title") in ("header", "footer"):
        return True  # the running header and footer of a page that LibreOffice wrote
    if element.tag in _NOISE_TAGS:
        inside = any(a.tag in _CONTENT_TAGS for a in element.iterancestors())
        return not (inside and element.tag in ("header", "aside", "footer"))
    if element.tag in ("body", "html", *_CONTENT_TAGS):
        return False
    return any(_names_noise(name) for name in _names(element))


def _names(element: etree._Element) -> Iterator[str]:
    yield from element.get("class", "").split()
    yield from element.get("id", "").split()


def _parts(name: str) -> list[str]:
    return [part.lower() for part in _NAME_PART.findall(name)]


def _names_noise(name: str) -> bool:
    parts = _parts(name)
    return not _NOISE_NAMES.isdisjoint(parts) or parts[:2] in (["skip", "link"], ["skip", "to"])


def _sizes(root: etree._Element, silent: set[etree._Element]) -> dict[etree._Element, int]:
    """Count the characters of text in each element, blanks and silent elements left out."""
    sizes: dict[etree._Element, int] = {}
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            continue
        own = 0
        if element not in silent:
            own = len((element.text or "").strip())
            own += sum(sizes[c] + len((c.tail or "").strip()) for c in element if c in sizes)
        sizes[element] = own
    return sizes
