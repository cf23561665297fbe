"""Pages of a PDF as pictures and as lines of text, by PDFium.

PDFium holds one lock for the whole process: it is not made for threads. Documents stay open while
they are looked at, the few last ones. Boxes are `x0, top, x1, bottom` in points from the page's top
left, as everywhere in the contract.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_OPEN = 4  # documents; a review looks at one or two
MAX_WIDTH = 2400  # pixels of a picture: an A4 page at 290 dpi, sharp at 200 % on a wide screen
_SAME_LINE = 0.6  # of the lower of two boxes that must overlap for one line of text
_NEAR = 2.5  # line heights between two pieces of one line; columns stand further apart

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text on a page."""

    text: str
    box: Box


class PdfPages:
    """The documents that are open."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: OrderedDict[Path, Any] = OrderedDict()

    def _document(self, path: Path) -> Any:
        from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

        if path not in self._open:
            self._open[path] = PdfDocument(str(path))
            while len(self._open) > MAX_OPEN:
                self._open.popitem(last=False)[1].close()
        self._open.move_to_end(path)
        return self._open[path]

    def sizes(self, path: Path) -> list[tuple[float, float]]:
        """Return the width and height of every page, in points; none when PDFium cannot open it."""
        with self._lock:
            try:
                document = self._document(path)
                return [document.get_page_size(n) for n in range(len(document))]
            except (RuntimeError, OSError):
                return []

    def _page(self, path: Path, number: int) -> Any:
        document = self._document(path)
        if not 1 <= number <= len(document):
            raise LookupError(f"no page {number}")
        return document[number - 1]

    def picture(self, path: Path, number: int, width: int) -> bytes:
        """Return a page, from 1, as PNG of some width in pixels."""
        with self._lock:
            page = self._page(path, number)
            try:
                scale = min(width, MAX_WIDTH) / max(page.get_width(), 1.0)
                image = page.render(scale=scale).to_pil()
            finally:
                page.close()
        buffer = io.BytesIO()
        image.save(buffer, "PNG", compress_level=1)
        return buffer.getvalue()

    def lines(self, path: Path, number: int) -> list[TextLine]:
        """Return the lines of text of a page, from 1; none on the picture of a scan."""
        with self._lock:
            page = self._page(path, number)
            try:
                height = page.get_height()
                pieces = list(_pieces(page, height))
            finally:
                page.close()
        return _join(pieces)

    def close(self) -> None:
        """Close all documents."""
        with self._lock:
            while self._open:
                self._open.popitem()[1].close()


def _pieces(page: Any, height: float) -> Iterator[TextLine]:
    text_page = page.get_textpage()
    try:
        for n in range(text_page.count_rects()):
            left, bottom, right, top = text_page.get_rect(n)
            text = text_page.get_text_bounded(left, bottom, right, top).strip()
            if text:
                yield TextLine(" ".join(text.split()), (left, height - top, right, height - bottom))
    finally:
        text_page.close()


def _join(pieces: list[TextLine]) -> list[TextLine]:
    """Join the pieces of a line, which PDFium parts where the type changes."""
    lines: list[TextLine] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        if last is not None and _follows(last.box, piece.box):
            a, b = last.box, piece.box
            box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
            lines[-1] = TextLine(f"{last.text} {piece.text}", box)
        else:
            lines.append(piece)
    return lines


def _follows(one: Box, two: Box) -> bool:
    lower = min(one[3] - one[1], two[3] - two[1])
    overlap = min(one[3], two[3]) - max(one[1], two[1])
    height = max(one[3] - one[1], two[3] - two[1])
    return overlap > _SAME_LINE * lower and -height < two[0] - one[2] < _NEAR * height
