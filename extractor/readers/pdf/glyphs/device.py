"""Keep what a PDF page shows as pieces of text, rules and fills.

A pdfminer device that keeps columns of plain values instead of one object per character: text
leaves it as `Piece`s (runs without a blank), drawings as horizontal and vertical rules and filled
boxes. Coordinates are points from the top left of the crop box, text frames are upright: a run
that reads upwards is stored in a frame turned by 90 degrees. What lies outside the crop box is
dropped; white or hidden text inside it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import hypot
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.utils import (
    MATRIX_IDENTITY,
    Matrix,
    apply_matrix_pt,
    apply_matrix_rect,
    mult_matrix,
)

from extractor.document import BBox
from extractor.readers.pdf.glyphs.marked import MarkedContent
from extractor.readers.pdf.glyphs.marks import (
    MARK,
    THIN,
    WORD_GAP,
    Face,
    Fill,
    Mark,
    Panel,
    Piece,
    RawPage,
    Rule,
    color_of,
    named_face,
    sign_of,
)

FULL = 0.75  # of the box around a closed shape; an ellipse fills 0.78, by its handles more
INVISIBLE = (3, 7)  # text rendering modes that paint nothing
CLIP = 1.0  # points by which a letter may stand outside its clip
STRAIGHT = 0.035  # tangent of 2 degrees: scans with a text layer are slightly skewed


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
        self.clip: tuple[float, float, float, float] | None = None  # from the bottom left
        self.order = 0  # of painting
        self.marked = MarkedContent()
        self._faces: dict[tuple[int, bool, bool], Face] = {}
        self._glyphs: dict[int, tuple[Any, dict[int, tuple[str, float]]]] = {}
        self._colors: dict[Any, str | None] = {}

    def start(self, width: float, height: float) -> None:
        """Begin a page of this size in points."""
        self.page = RawPage(width, height)
        self.clip = None
        self.order = 0
        self.marked.start()

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """Open marked content."""
        self.marked.begin(tag.name, props, self.page)

    def end_tag(self) -> None:
        """Close marked content."""
        self.marked.end(self.page)

    def clip_to(self, path: Sequence[Any]) -> None:
        """Narrow the clip to the box around a path; an empty path hides nothing."""
        points = [
            apply_matrix_pt(self.ctm, step[i : i + 2])
            for step in path
            for i in range(1, len(step) - 1, 2)
        ]
        if not points:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        if self.clip is not None:
            box = (
                max(box[0], self.clip[0]), max(box[1], self.clip[1]),
                min(box[2], self.clip[2]), min(box[3], self.clip[3]),
            )  # fmt: skip
        self.clip = box

    def _clipped(self, x: float, y: float) -> bool:
        """Tell whether a point, from the page's bottom left, is hidden by the clip."""
        clip = self.clip
        if clip is None:
            return False
        return not (clip[0] - CLIP <= x <= clip[2] + CLIP and clip[1] - CLIP <= y <= clip[3] + CLIP)

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
        self.order += 1
        order = self.order
        shown = textstate.render not in INVISIBLE and self.marked.shown
        up = 0.25 * size / (hypot(c, d) or 1)
        for text, x0, x1, spaced in spans:
            middle = (x0 + x1) / 2
            if self.clip is not None and self._clipped(
                a * middle + c * (y + up) + e, b * middle + d * (y + up) + f
            ):
                page.clipped.append(text)
                continue
            p = self._frame(a * x0 + c * y + e, b * x0 + d * y + f, direction)
            q = self._frame(a * x1 + c * y + e, b * x1 + d * y + f, direction)
            u0, u1, base = min(p[0], q[0]), max(p[0], q[0]), p[1]
            if not self._inside((u0 + u1) / 2, base - size / 4, direction):
                continue
            top, bottom = base + drop - size, base + drop
            place = (u0, u1, top, bottom, base)
            piece = Piece(text, *place, size, face, color, spaced, order=order, shown=shown)
            if self.marked.is_running(base, page.height):
                piece = piece._replace(running=True)
            out.append(piece)
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
        if max(wide, high) <= MARK and (stroke or fill):
            self._mark(box, path, gstate, fill)
        if min(wide, high) <= THIN:
            if (stroke or fill) and max(wide, high) > THIN:
                self._rule(box)
            return
        color = color_of(gstate.ncolor) if fill else None
        self.order += 1
        if color:
            self.page.fills.append(Fill(box, color, self.order))
        elif fill:
            self.page.shaded = True
        if min(wide, high) > MARK:
            self._panel(box, path, color, stroke)
        if stroke:
            if path[-1][0] == "h":
                points.append(points[0])
            for (ax, ay), (bx, by) in pairwise(points):
                if min(abs(ax - bx), abs(ay - by)) <= 0.5:
                    self._rule(BBox(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))

    def _panel(self, box: BBox, path: Sequence[Any], color: str | None, stroke: bool) -> None:
        """Keep rounded boxes, ellipses and plain coloured boxes; rules show plain borders."""
        corners = list(dict.fromkeys(step[-2:] for step in path if len(step) > 2))
        curved = len(corners) > 4 or any(step[0] in ("c", "v", "y") for step in path)
        closed = path[-1][0] == "h" or path[0][-2:] == path[-1][-2:]
        if not (color or (stroke and closed)) or not (curved or color not in (None, "#ffffff")):
            return
        if curved and not _fills_box(path, self.ctm, box):
            return
        self.page.panels.append(Panel(box, curved))

    def _mark(self, box: BBox, path: Sequence[Any], gstate: Any, fill: bool) -> None:
        curved = any(step[0] in ("c", "v", "y") for step in path)
        corners = len({step[-2:] for step in path if len(step) > 2})
        color = color_of(gstate.ncolor if fill else gstate.scolor)
        self.page.marks.append(Mark(box, sign_of(box, fill, curved, corners), color))

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


def _fills_box(path: Sequence[Any], ctm: Matrix, box: BBox) -> bool:
    """Tell a rounded box or an ellipse from waves and letters by the area of its points."""
    points = [
        apply_matrix_pt(ctm, step[i : i + 2]) for step in path for i in range(1, len(step), 2)
    ]
    points.append(points[0])
    area = abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(points))) / 2
    return area >= FULL * (box.x1 - box.x0) * (box.bottom - box.top)


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
