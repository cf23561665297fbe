"""How a paragraph of a slide is set: by itself, its shape, its layout, its master (ECMA-376, 21.1).

A placeholder takes what it does not say from that of the same index or kind on the layout, then on
the master, then from the master's text styles.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_BULLETS = frozenset(_A + name for name in ("buNone", "buChar", "buAutoNum", "buBlip"))
_HUNDREDTHS = 100  # of a point, in which sizes are given
_TITLES = frozenset({"TITLE", "CENTER_TITLE", "VERTICAL_TITLE"})


class Inherited:
    """What one shape's paragraphs inherit; `shape` is None for the cells of tables."""

    def __init__(self, shape: Any, slide: Any) -> None:
        self._styles: list[etree._Element] = []
        master = slide.slide_layout.slide_master
        kind = "otherStyle"
        if shape is not None:
            self._styles += shape.element.iter(_A + "lstStyle")
            if shape.is_placeholder:
                wanted = shape.placeholder_format
                kind = "titleStyle" if _kind(wanted) in _TITLES else "bodyStyle"
                for parent in (slide.slide_layout, master):
                    self._styles += _list_styles(parent, wanted)
        self._styles += master.element.iterfind(f"{_P}txStyles/{_P}{kind}")

    def bullet(self, paragraph: Any) -> etree._Element | None:
        """Return the element that sets the bullet, `None` where none is printed."""
        for properties in self._chain(paragraph):
            for child in properties:
                if child.tag in _BULLETS:
                    return None if child.tag == _A + "buNone" else child
        return None

    def type_of(self, paragraph: Any, run: Any) -> tuple[float | None, bool]:
        """Return the size in points and whether a run is bold."""
        own = run._r.find(_A + "rPr")
        sets = [own] if own is not None else []
        sets += [d for p in self._chain(paragraph) for d in p.iterfind(_A + "defRPr")]
        size = next((found for e in sets if (found := e.get("sz", "")).isdecimal()), None)
        bold = next((found for e in sets if (found := e.get("b")) is not None), "0")
        return (int(size) / _HUNDREDTHS if size else None), bold in ("1", "true")

    def _chain(self, paragraph: Any) -> Iterator[etree._Element]:
        own = paragraph._p.pPr
        if own is not None:
            yield own
        for style in self._styles:
            level = style.find(f"{_A}lvl{paragraph.level + 1}pPr")
            if level is not None:
                yield level


def _kind(placeholder: Any) -> str:
    return placeholder.type.name if placeholder.type is not None else ""


def _list_styles(parent: Any, wanted: Any) -> list[etree._Element]:
    """Return the list styles of the placeholder of a layout or master that is inherited from."""
    same = [s for s in parent.placeholders if s.placeholder_format.idx == wanted.idx]
    alike = [s for s in parent.placeholders if _kind(s.placeholder_format) == _kind(wanted)]
    found = (same or alike)[:1]
    return [style for shape in found for style in shape.element.iter(_A + "lstStyle")]
