"""Draw on the pages of a PDF what was read from them, for a person to look at.

`python -m benchmarks.pages plan.pdf DIR` writes `page-001.png` and so on into DIR. Tables are blue
(ruled) or violet (without rules) with their cells, lines grey with their numbers, the order of
reading a thin red path, the titles of nodes orange with their levels.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extractor.document import BBox, Line, SourceDocument, Table
from extractor.pipeline import extract
from extractor.readers import read_bytes
from extractor.schema import Node

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

SCALE = 1.5  # pixels per point: 108 dpi, legible on a screen
RULED, UNRULED, LINE, PATH, NODE = "#1f5fbf", "#8a2fbf", "#9a9a9a", "#d02020", "#e07000"


class Place(NamedTuple):
    """A box to be marked on a page, counted from 1, with a few words."""

    page: int
    bbox: BBox
    label: str = ""


def draw_pages(
    data: bytes, document: SourceDocument, places: Sequence[Place] = ()
) -> Iterator[tuple[int, Image]]:
    """Yield the number of each page, from 1, and its picture."""
    import pypdfium2  # type: ignore[import-untyped]
    from PIL import ImageDraw

    pdf = pypdfium2.PdfDocument(data)
    try:
        for number in range(1, len(pdf) + 1):
            picture = pdf[number - 1].render(scale=SCALE).to_pil().convert("RGB")
            pen = ImageDraw.Draw(picture)
            for table in document.tables:
                if table.page == number:
                    _draw_table(pen, table)
            _draw_lines(pen, [line for line in document.lines if line.page == number])
            for place in places:
                if place.page == number:
                    _frame(pen, place.bbox, NODE, 2)
                    _write(pen, place.bbox.x1, place.bbox.top, place.label, NODE)
            yield number, picture
    finally:
        pdf.close()


def _draw_table(pen: ImageDraw, table: Table) -> None:
    color = UNRULED if table.kind == "unruled" else RULED
    for cell in table.cells:
        if cell.bbox is not None:
            _frame(pen, cell.bbox, color, 1)
    if table.bbox is not None:
        _frame(pen, table.bbox, color, 3)
        size = f"T{table.index} {table.rows}×{table.columns}"
        _write(pen, table.bbox.x1, table.bbox.bottom, size, color)


def _draw_lines(pen: ImageDraw, lines: Sequence[Line]) -> None:
    placed = [(line, line.bbox) for line in lines if line.bbox is not None]
    for line, box in placed:
        _frame(pen, box, LINE, 1)
        _write(pen, box.x0 - 12, box.top, str(line.index), PATH)
    for (_, above), (_, below) in pairwise(placed):
        pen.line([_point(above), _point(below)], fill=PATH, width=1)


def _point(box: BBox) -> tuple[float, float]:
    return SCALE * box.x0, SCALE * (box.top + box.bottom) / 2


def _frame(pen: ImageDraw, box: BBox, color: str, width: int) -> None:
    left, right = sorted((SCALE * box.x0, SCALE * box.x1))
    top, bottom = sorted((SCALE * box.top, SCALE * box.bottom))
    pen.rectangle([left, top, right, bottom], outline=color, width=width)


def _write(pen: ImageDraw, x: float, y: float, text: str, color: str) -> None:
    if text:
        pen.text((SCALE * max(x, 0.0), SCALE * y), text, fill=color, font_size=9)


def places_of(nodes: Sequence[Node]) -> Iterator[Place]:
    """Yield the places of the titles of nodes and of those below them."""
    for node in nodes:
        for box in node.source.boxes:
            yield Place(box.page, BBox(*box.bbox), f"{node.level} {node.code or ''}")
        yield from places_of(node.children)


def main() -> None:
    """Draw the pages of one PDF."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pdf", type=Path)
    parser.add_argument("directory", type=Path)
    options = parser.parse_args()
    data = options.pdf.read_bytes()
    places = [*places_of(extract(options.pdf, nlp=False).tree)]
    options.directory.mkdir(parents=True, exist_ok=True)
    for number, picture in draw_pages(data, read_bytes(data, options.pdf.name), places):
        picture.save(options.directory / f"page-{number:03}.png")


if __name__ == "__main__":
    main()
