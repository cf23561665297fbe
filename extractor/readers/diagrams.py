"""Diagrams of Office (SmartArt) to lines: each text after the one that it hangs from.

In: the data part of a diagram (ECMA-376, part 1, 21.4). A text's depth in the diagram is its
`list_level`; the texts of one depth stand in the order of the diagram.
"""

from __future__ import annotations

from lxml import etree

from extractor.bounds import whole
from extractor.readers.builder import DocumentBuilder, Look

_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def read_diagram(data: etree._Element, builder: DocumentBuilder) -> bool:
    """Add the texts of a diagram; tell whether there are any."""
    points = {p.get("modelId", ""): p for p in data.iterfind(f"{_D}ptLst/{_D}pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    children = set()
    for link in data.iterfind(f"{_D}cxnLst/{_D}cxn"):
        if link.get("type", "parOf") == "parOf":
            order, child = link.get("srcOrd", "0"), link.get("destId", "")
            rank = whole(order)
            below.setdefault(link.get("srcId", ""), []).append((rank, child))
            children.add(child)
    count = len(builder.lines)
    seen: set[str] = set()

    def add(identifier: str, depth: int) -> None:
        if identifier in seen or identifier not in points:
            return
        seen.add(identifier)
        lines = _texts(points[identifier])
        for line in lines:
            builder.add(line, Look(list_level=depth, indent=18.0 * depth, style="diagram"))
        for _, child in sorted(below.get(identifier, ())):
            add(child, depth + bool(lines))

    for identifier in points:
        if identifier not in children:
            add(identifier, 0)
    return len(builder.lines) > count


def _texts(point: etree._Element) -> list[str]:
    found = (
        "".join(t.text or "" for t in p.iter(_A + "t")) for p in point.iterfind(f"{_D}t/{_A}p")
    )
    return [text for text in found if text.strip()]
