"""Parse one PDF page into pieces of text, rules and fills.

A pdfminer device that keeps columns of plain values instead of one object per character: text
leaves it as `Piece`s (runs without a blank), drawings as horizontal and vertical rules and filled
boxes. Coordinates are points from the top left of the crop box, text frames are upright: a run
that reads upwards is stored in a frame turned by 90 degrees. What lies outside the crop box is
dropped; white or hidden text inside it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot
from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import PSLiteral
from pdfminer.utils import (
    MATRIX_IDENTITY,
    Matrix,
    apply_matrix_pt,
    apply_matrix_rect,
    mult_matrix,
)

from extractor.document import BBox
from extractor.readers.pdf_content import UnusualContent, read_operations

WORD_GAP = 0.15  # of the font size: a wider gap separates words (pdfplumber's x_tolerance_ratio)
THIN = 3.0  # points; a filled box no thicker is a rule
FEW_GLYPHS = 12  # a page number or a stamp on a scanned page
PICTURE_SHARE = 0.4  # of the page
MANY_PATHS = 300  # letters drawn as outlines
GARBLED = 0.4  # share of glyphs without a character; bullets of symbol fonts do not count
STRAIGHT = 0.035  # tangent of 2 degrees: scans with a text layer are slightly skewed
_BOLD = re.compile(r"bold|black|heavy|demi|extrabd|[-,]bd", re.I)
_ITALIC = re.compile(r"italic|oblique|[-,]it\b", re.I)
_SYMBOL = re.compile(r"symbol|wingding|webding|dingbat|marlett|starmath", re.I)


class Face(NamedTuple):
    """What a font says of its glyphs."""

    name: str
    bold: bool
    italic: bool
    symbol: bool


class Piece(NamedTuple):
    """Text without blank, set in one font on one baseline. `spaced`: a blank glyph follows."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    face: Face
    color: str | None = None
    spaced: bool = False
    quality: float = 1.0


class Rule(NamedTuple):
    """A straight line: `at` is its y (horizontal) or x (vertical), `start` < `end`."""

    at: float
    start: float
    end: float


class Fill(NamedTuple):
    """A filled box. `stroked` when its border is drawn too."""

    box: BBox
    color: str | None


@dataclass(slots=True)
class RawPage:
    """What stands on a page. `pieces` by reading direction (degrees, counter-clockwise)."""

    width: float
    height: float
    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    tilted: list[list[Piece]] = field(default_factory=list)
    horizontals: list[Rule] = field(default_factory=list)
    verticals: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    glyphs: int = 0
    unmapped: int = 0  # glyphs whose character is unknown
    paths: int = 0
    scanned: bool = False  # read from a picture: places are less exact

    def is_picture(self) -> bool:
        """Tell whether the page shows more than its text layer says: scanned or garbled."""
        if self.glyphs < FEW_GLYPHS:
            area = self.width * self.height
            seen = sum((i.x1 - i.x0) * (i.bottom - i.top) for i in self.images)
            return seen >= PICTURE_SHARE * area or self.paths > MANY_PATHS
        return self.unmapped > GARBLED * self.glyphs


def to_page(box: BBox, direction: int, width: float, height: float) -> BBox:
    """Map a box from the upright frame of `direction` back to the page."""
    if direction == 90:
        return BBox(box.top, height - box.x1, box.bottom, height - box.x0)
    if direction == 180:
        return BBox(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
    if direction == 270:
        return BBox(width - box.bottom, box.x0, width - box.top, box.x1)
    return box


def color_of(value: Any) -> str | None:
    """Return `#rrggbb` of a grey, RGB or CMYK colour; None for a pattern.

    >>> color_of((0.0, 0.6, 1.0))
    '#0099ff'
    """
    parts = value if isinstance(value, (tuple, list)) else (value,)
    if not parts or not all(isinstance(part, (int, float)) for part in parts):
        return None
    parts = [min(max(float(part), 0.0), 1.0) for part in parts]
    if len(parts) == 4:
        black = 1 - parts[3]
        parts = [(1 - part) * black for part in parts[:3]]
    elif len(parts) != 3:
        parts = [parts[0]] * 3
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def named_face(name: str) -> Face:
    """Read weight and slant from a font's name alone."""
    return Face(
        name, bool(_BOLD.search(name)), bool(_ITALIC.search(name)), bool(_SYMBOL.search(name))
    )


def face_of(font: Any) -> Face:
    """Read weight and slant from a font's name, flags and descriptor."""
    name = font.fontname if isinstance(font.fontname, str) else repr(font.fontname)
    weight = font.descriptor.get("FontWeight", 0)
    flags = font.flags
    face = named_face(name)
    heavy = isinstance(weight, (int, float)) and weight >= 600
    return face._replace(
        bold=face.bold or bool(flags & 0x40000) or heavy,
        italic=face.italic or bool(flags & 0x40) or bool(font.italic_angle),
    )


class PageDevice(PDFTextDevice):
    """The device that fills a `RawPage`."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.page = RawPage(0, 0)
        self.ctm: Matrix = MATRIX_IDENTITY
        self._faces: dict[tuple[int, bool, bool], Face] = {}
        self._glyphs: dict[int, tuple[Any, dict[int, tuple[str, float]]]] = {}
        self._colors: dict[Any, str | None] = {}

    def start(self, width: float, height: float) -> None:
        """Begin a page of this size in points."""
        self.page = RawPage(width, height)

    # --- text -------------------------------------------------------------------------------

    def _glyph(self, font: Any, cid: int) -> tuple[str, float]:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = f"(cid:{cid})"
        return text, font.char_width(cid)

    def _face(self, font: Any, render: int, slanted: bool) -> Face:
        key = (id(font), render == 2, slanted)
        if key not in self._faces:
            face = face_of(font)
            self._faces[key] = face._replace(
                bold=face.bold or render == 2, italic=face.italic or slanted
            )
        return self._faces[key]

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Cut a shown string into pieces at blanks and gaps."""
        font, fontsize = textstate.font, textstate.fontsize
        scaling = textstate.scaling * 0.01
        matrix = mult_matrix(textstate.matrix, self.ctm)
        a, b, c, d, _, _ = matrix
        cache = self._glyphs.setdefault(id(font), (font, {}))[1]
        charspace = textstate.charspace * scaling
        wordspace = 0 if font.is_multibyte() else textstate.wordspace * scaling
        dx = 0.001 * fontsize * scaling
        advance = fontsize * scaling
        stretch = hypot(c, d) / (hypot(a, b) or 1)
        limit = WORD_GAP * abs(fontsize) * stretch + max(charspace, 0.0)
        x, y = textstate.linematrix
        spans: list[tuple[str, float, float, bool]] = []
        chars: list[str] = []
        start = end = x
        spacing = False
        for item in seq:
            if isinstance(item, (int, float)):
                x -= item * dx
                spacing = True
                continue
            if not isinstance(item, bytes):
                continue
            for cid in font.decode(item):
                if spacing:
                    x += charspace
                spacing = True
                glyph = cache.get(cid)
                if glyph is None:
                    glyph = cache[cid] = self._glyph(font, cid)
                text = glyph[0]
                if text.isspace() or text == "\x00":
                    spans.append(("".join(chars), start, end, True))
                    chars = []
                else:
                    if chars and (x - end > limit or end - x > abs(advance)):
                        spans.append(("".join(chars), start, end, False))
                        chars = []
                    if not chars:
                        start = x
                    chars.append(text)
                x += glyph[1] * advance
                end = x
                if cid == 32:
                    x += wordspace
        if chars:
            spans.append(("".join(chars), start, end, False))
        textstate.linematrix = (x, y)
        if spans:
            self._place(spans, y + textstate.rise, matrix, textstate, graphicstate)

    def _place(
        self,
        spans: Sequence[tuple[str, float, float, bool]],
        y: float,
        matrix: tuple[float, ...],
        textstate: Any,
        graphicstate: Any,
    ) -> None:
        a, b, c, d, e, f = matrix
        page, font = self.page, textstate.font
        direction, tilted = _direction(a * textstate.fontsize, b * textstate.fontsize)
        size = abs(textstate.fontsize) * hypot(c, d)
        drop = -min(max(font.get_descent(), -0.4), 0.0) * size
        face = self._face(font, textstate.render, direction == 0 and abs(c) > 0.1 * abs(d))
        key = graphicstate.ncolor
        try:
            color = self._colors[key]
        except (KeyError, TypeError):
            color = color_of(key)
            if not isinstance(key, list):
                self._colors[key] = color
        out: list[Piece] = []
        for text, x0, x1, spaced in spans:
            p = self._frame(a * x0 + c * y + e, b * x0 + d * y + f, direction)
            q = self._frame(a * x1 + c * y + e, b * x1 + d * y + f, direction)
            u0, u1, base = min(p[0], q[0]), max(p[0], q[0]), p[1]
            if not self._inside((u0 + u1) / 2, base - size / 4, direction):
                continue
            top, bottom = base + drop - size, base + drop
            out.append(Piece(text, u0, u1, top, bottom, base, size, face, color, spaced))
            page.glyphs += len(text)
            if not face.symbol:
                page.unmapped += _unmapped(text)
        if tilted:
            page.tilted.append(out)
        else:
            page.pieces.setdefault(direction, []).extend(out)

    def _frame(self, x: float, y: float, direction: int) -> tuple[float, float]:
        if direction == 0:
            return x, self.page.height - y
        if direction == 90:
            return y, x
        if direction == 180:
            return self.page.width - x, y
        return self.page.height - y, self.page.width - x

    def _inside(self, u: float, v: float, direction: int) -> bool:
        width, height = self.page.width, self.page.height
        if direction in (90, 270):
            width, height = height, width
        return -1 <= u <= width + 1 and -1 <= v <= height + 1

    # --- drawings ---------------------------------------------------------------------------

    def paint_path(
        self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]
    ) -> None:
        """Keep straight rules and boxes; curves only as the box around them."""
        self.page.paths += 1
        part: list[Any] = []
        for step in path:
            if step[0] == "m" and part:
                self._paint(part, gstate, stroke, fill)
                part = []
            part.append(step)
        if part:
            self._paint(part, gstate, stroke, fill)

    def _paint(self, path: Sequence[Any], gstate: Any, stroke: bool, fill: bool) -> None:
        height = self.page.height
        points = []
        for step in path:
            if len(step) > 2:
                x, y = apply_matrix_pt(self.ctm, step[-2:])
                points.append((x, height - y))
        if len(points) < 2:
            return
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = BBox(min(xs), min(ys), max(xs), max(ys))
        wide, high = box.x1 - box.x0, box.bottom - box.top
        if box.x1 < 0 or box.bottom < 0 or box.x0 > self.page.width or box.top > height:
            return
        if min(wide, high) <= THIN:
            if (stroke or fill) and max(wide, high) > THIN:
                self._rule(box)
            return
        if fill and (color := color_of(gstate.ncolor)):
            self.page.fills.append(Fill(box, color))
        if stroke:
            if path[-1][0] == "h":
                points.append(points[0])
            for (ax, ay), (bx, by) in pairwise(points):
                if min(abs(ax - bx), abs(ay - by)) <= 0.5:
                    self._rule(BBox(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))

    def _rule(self, box: BBox) -> None:
        if box.x1 - box.x0 >= box.bottom - box.top:
            self.page.horizontals.append(Rule((box.top + box.bottom) / 2, box.x0, box.x1))
        else:
            self.page.verticals.append(Rule((box.x0 + box.x1) / 2, box.top, box.bottom))

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        """Forms need nothing: the interpreter carries their matrix."""

    def end_figure(self, name: str) -> None:
        """See `begin_figure`."""

    def render_image(self, name: str, stream: Any) -> None:
        """Keep the place of a picture."""
        x0, y0, x1, y1 = apply_matrix_rect(self.ctm, (0, 0, 1, 1))
        height = self.page.height
        self.page.images.append(BBox(x0, height - y1, x1, height - y0))


class PageInterpreter(PDFPageInterpreter):
    """pdfminer's interpreter without its copies, with the crop box as the page."""

    device: PageDevice

    def read(self, page: Any) -> RawPage:
        """Interpret a `PDFPage` and return what stands on it."""
        x0, y0, x1, y1 = crop_box(page)
        width, height = x1 - x0, y1 - y0
        ctm = {
            90: (0, -1, 1, 0, -y0, x1),
            180: (-1, 0, 0, -1, x1, y1),
            270: (0, 1, -1, 0, y1, -x0),
        }.get(page.rotate % 360, (1, 0, 0, 1, -x0, -y0))
        if page.rotate % 180 == 90:
            width, height = height, width
        self.device.start(width, height)
        self.render_contents(page.resources, page.contents, ctm=ctm)
        return self.device.page

    def execute(self, streams: Sequence[Any]) -> None:
        """Run content streams by our own lexer, unusual ones by pdfminer's."""
        parts: list[bytes] = []
        self.stream_ids.clear()
        for obj in streams:
            stream = stream_value(obj)
            if stream.objid is not None and stream.objid not in self.parent_stream_ids:
                self.stream_ids.add(stream.objid)
                parts.append(stream.get_data())
        try:
            operations = list(read_operations(b"\n".join(parts)))
        except UnusualContent:
            super().execute(streams)
            return
        for name, operand in operations:
            if name is None:
                self.argstack.append(operand)
                continue
            method, count = self._method(name)
            if method is None:
                continue
            if count:
                arguments = self.pop(count)
                if len(arguments) == count:
                    method(*arguments)
            else:
                method()

    def _method(self, name: str) -> tuple[Any, int]:
        """Return the function of an operator and the number of its operands."""
        methods: dict[str, tuple[Any, int]] = self.__dict__.setdefault("_methods", {})
        if name not in methods:
            plain = name.replace("*", "_a").replace('"', "_w").replace("'", "_q")
            method = getattr(self, f"do_{plain}", None)
            count = method.__code__.co_argcount - 1 if method else 0
            methods[name] = (method, count)
        return methods[name]

    def do_TJ(self, seq: Any) -> None:
        """Show text without copying the graphics state."""
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)

    def do_Do(self, xobjid_arg: Any) -> None:
        """Paint a form or picture, then go back to our own matrix."""
        if isinstance(xobjid_arg, PSLiteral):
            super().do_Do(xobjid_arg)
            self.device.set_ctm(self.ctm)


def crop_box(page: Any) -> tuple[float, float, float, float]:
    """Return the visible box of a `PDFPage`: the crop box within the media box."""
    media, crop = _ordered(page.mediabox), _ordered(page.cropbox or page.mediabox)
    box = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else media


def _ordered(box: Iterable[float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _direction(a: float, b: float) -> tuple[int, bool]:
    """Return the nearest right angle of a text matrix, and whether the text is askew."""
    if abs(b) <= abs(a):
        return (0 if a >= 0 else 180), abs(b) > STRAIGHT * abs(a)
    return (90 if b > 0 else 270), abs(a) > STRAIGHT * abs(b)


def _unmapped(text: str) -> int:
    """Count glyphs without a character: `(cid:n)`, U+FFFD, control and private-use characters."""
    count = text.count("(cid:")
    if count:
        text = re.sub(r"\(cid:\d+\)", "", text)
    if text.isascii() and text.isprintable():
        return count
    return count + sum(
        c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or not c.isprintable() for c in text
    )
