"""What a page says of its own text: marked content (ISO 32000-1, 14.6 to 14.9).

In: the tags that open and close around what is painted. Out, by `MarkedContent`: whether text is
shown (its layer is on), whether it is a running header or footer (an artifact of pagination), and
the text that it stands for where the letters are drawn otherwise (`ActualText`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.utils import decode_text

from extractor.readers.pdf.glyphs.marks import Piece, RawPage

EDGE = 0.1  # of the page's height: an artifact there that says no more is a header or a footer
_RUNNING = frozenset({"Pagination", "Header", "Footer"})


@dataclass(slots=True)
class _Tag:
    hidden: bool = False
    running: bool = False  # is a header or a footer
    artifact: bool = False
    text: str | None = None
    starts: dict[int, int] = field(default_factory=dict)  # pieces there were, by direction


class MarkedContent:
    """The tags that are open while a page is painted; `off` are the layers that are not shown."""

    def __init__(self, off: frozenset[int] = frozenset()) -> None:
        self.off = off
        self._open: list[_Tag] = []

    def start(self) -> None:
        """Begin a page."""
        self._open = []

    def begin(self, name: str, properties: Any, page: RawPage) -> None:
        """Open a tag; what a tag says holds within it, too."""
        outer = self._open[-1] if self._open else _Tag()
        tag = _Tag(outer.hidden, outer.running, outer.artifact)
        values = resolve1(properties)
        if name == "OC":
            tag.hidden = tag.hidden or _is_off(properties, self.off)
        elif name == "Artifact":
            tag.artifact = True
            said = values if isinstance(values, Mapping) else {}
            kinds = {_name(said.get(key)) for key in ("Type", "Subtype")}
            tag.running = tag.running or not kinds.isdisjoint(_RUNNING)
        if isinstance(values, Mapping) and isinstance(resolve1(values.get("ActualText")), bytes):
            tag.text = decode_text(resolve1(values["ActualText"])).strip()
            tag.starts = {direction: len(found) for direction, found in page.pieces.items()}
        self._open.append(tag)

    def end(self, page: RawPage) -> None:
        """Close a tag: what was drawn in it is read as the text it stands for."""
        tag = self._open.pop() if self._open else _Tag()
        if tag.text is None:
            return
        for direction, found in page.pieces.items():
            first = tag.starts.get(direction, 0)
            if len(found) > first:
                found[first:] = _read_as(tag.text, found[first:])
                return

    @property
    def shown(self) -> bool:
        """Tell whether what is painted is seen."""
        return not (self._open and self._open[-1].hidden)

    def is_running(self, base: float, height: float) -> bool:
        """Tell whether text at this height is a running header or footer."""
        if not self._open:
            return False
        tag = self._open[-1]
        at_edge = base < EDGE * height or base > (1 - EDGE) * height
        return tag.running or (tag.artifact and at_edge)


def _name(value: Any) -> str | None:
    name = getattr(resolve1(value), "name", None)
    return name if isinstance(name, str) else None


def _read_as(text: str, drawn: list[Piece]) -> list[Piece]:
    """Return what is drawn with the words it stands for; one piece where their number differs."""
    words = text.split()
    if len(words) == len(drawn):
        return [piece._replace(text=word) for piece, word in zip(drawn, words, strict=True)]
    if not words:
        return drawn  # a soft hyphen, a mark: what is drawn says more
    last = drawn[-1]
    return [drawn[0]._replace(text=text, x1=max(p.x1 for p in drawn), spaced=last.spaced)]


def layers_off(catalog: Mapping[str, Any]) -> frozenset[int]:
    """Return the numbers of the layers that a document opens without."""
    properties = resolve1(catalog.get("OCProperties"))
    usual = resolve1(properties.get("D")) if isinstance(properties, Mapping) else None
    found = resolve1(usual.get("OFF")) if isinstance(usual, Mapping) else None
    return _numbers(found)


def _is_off(layer: Any, off: frozenset[int]) -> bool:
    """Tell whether a layer, or all those of a group, are off."""
    if not off:
        return False
    if isinstance(layer, PDFObjRef) and layer.objid in off:
        return True
    values = resolve1(layer)
    members = values.get("OCGs") if isinstance(values, Mapping) else None
    numbers = _numbers(members if isinstance(members, list) else [members])
    return bool(numbers) and numbers <= off


def _numbers(references: Any) -> frozenset[int]:
    found = references if isinstance(references, list) else []
    return frozenset(each.objid for each in found if isinstance(each, PDFObjRef))
