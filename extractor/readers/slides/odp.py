"""OpenDocument presentations to lines and tables, with the reader of OpenDocument texts."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from extractor.document import Role, SourceDocument
from extractor.readers.media import ODP
from extractor.readers.odt.parts import open_document
from extractor.readers.odt.reader import BlockReader
from extractor.readers.odt.styles import DRAW, OFFICE, points
from extractor.readers.slides.order import Box, reading_order

_PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_TITLES = ("title",)
_RUNNING = ("header", "footer", "date-time", "page-number")


def read_odp(data: bytes) -> SourceDocument:
    """Read an OpenDocument presentation, zipped or flat."""
    parts = open_document(data)
    reader = BlockReader(parts.styles)
    slides = parts.content.findall(f"{OFFICE}body/{OFFICE}presentation/{DRAW}page")
    for number, slide in enumerate(slides, 1):
        reader.builder.page = number
        style = slide.get(DRAW + "style-name")
        hidden = parts.styles.find("drawing-page", style, "drawing-page", _HIDDEN) == "hidden"
        if hidden:
            reader.builder.add_apart(" ".join(reader.read_apart(slide)), Role.HIDDEN)
        else:
            _read_slide(slide, reader)
    reader.leave_notes()
    return reader.builder.finish(ODP, title=parts.title, pages=len(slides))


_HIDDEN = _PRESENTATION + "visibility"


def _read_slide(slide: etree._Element, reader: BlockReader) -> None:
    """Add the title, then the other shapes in reading order; the speaker's notes are apart."""
    placed = []
    for shape in _shapes(slide):
        kind = shape.get(_PRESENTATION + "class", "")
        if kind in _TITLES:
            _read_title(shape, reader)
        elif kind in _RUNNING:
            for text in reader.read_apart(shape):
                reader.builder.add_apart(text, Role.PAGE_FOOTER)
        elif shape.get(_PRESENTATION + "placeholder") != "true":
            placed.append((_box(shape), shape))
    for shape in reading_order(placed):
        reader.read_blocks(shape)
    for notes in slide.iterfind(_PRESENTATION + "notes"):
        reader.builder.add_apart(" ".join(reader.read_apart(notes)), Role.NOTE)


def _shapes(parent: etree._Element) -> list[etree._Element]:
    """Return the shapes of a slide, those of groups in their place."""
    found: list[etree._Element] = []
    for child in parent:
        if child.tag == DRAW + "g":
            found += _shapes(child)
        elif isinstance(child.tag, str) and child.tag.startswith(DRAW):
            found.append(child)
    return found


def _read_title(shape: etree._Element, reader: BlockReader) -> None:
    """Add a title as one line, however many it is set on."""
    count = len(reader.builder.lines)
    reader.read_blocks(shape)
    lines = reader.builder.lines[count:]
    del reader.builder.lines[count:]
    filled = [line for line in lines if not line.blank]
    if filled:
        text = " ".join(" ".join(line.text.split()) for line in filled)
        title = replace(filled[0], index=count + 1, text=text, marker=None, list_level=None)
        reader.builder.lines.append(replace(title, heading=1, style="title"))


def _box(shape: etree._Element) -> Box:
    def length(name: str) -> float:
        return points(shape.get(_SVG + name)) or 0.0

    left, top = length("x"), length("y")
    return Box(left, top, left + length("width"), top + length("height"))
