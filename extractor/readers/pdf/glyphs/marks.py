"""What stands on a PDF page: pieces of text, rules, fills, pictures.

The types that the page parser, pdfplumber's fallback and optical recognition fill, and that lines,
tables and columns are made of. Coordinates are points from the top left of the crop box.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from extractor.document import BBox

WORD_GAP = 0.15  # of the font size: a wider gap separates words (pdfplumber's x_tolerance_ratio)
FEW_GLYPHS = 12  # a page number or a stamp on a scanned page
PICTURE_SHARE = 0.4  # of the page
MANY_PATHS = 300  # letters drawn as outlines
THIN = 3.0  # points; a filled box no thicker is a rule
MARK = 12.0  # points: the largest list sign
GARBLED = 0.4  # share of glyphs without a character; bullets of symbol fonts do not count
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
    order: int = 0  # of painting
    shown: bool = True  # False for text set in the invisible mode, or on a layer that is off
    running: bool = False  # the page says that it is a header or a footer


class Rule(NamedTuple):
    """A straight line: `at` is its y (horizontal) or x (vertical), `start` < `end`."""

    at: float
    start: float
    end: float


class Fill(NamedTuple):
    """A filled box; `order` is that of painting."""

    box: BBox
    color: str | None
    order: int = 0


class Mark(NamedTuple):
    """A shape as small as a letter, and the list sign that it looks like."""

    box: BBox
    sign: str
    color: str | None


class Panel(NamedTuple):
    """A closed shape that may hold text. `curved` when it is no plain rectangle.

    `framed` when rules draw it and its text is read together wherever it stands.
    """

    box: BBox
    curved: bool
    framed: bool = False


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
    marks: list[Mark] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    glyphs: int = 0
    unmapped: int = 0  # glyphs whose character is unknown
    clipped: list[str] = field(default_factory=list)  # words that a clip hides
    shaded: bool = False  # patterns or gradients are painted, whose places are not known
    strikes: list[Rule] = field(default_factory=list)  # annotations that strike text out
    paths: int = 0
    scanned: bool = False  # read from a picture: places are less exact

    def is_picture(self) -> bool:
        """Tell whether the page shows more than its text layer says: scanned or garbled."""
        if self.glyphs < FEW_GLYPHS:
            area = self.width * self.height
            seen = sum((i.x1 - i.x0) * (i.bottom - i.top) for i in self.images)
            return seen >= PICTURE_SHARE * area or self.paths > MANY_PATHS
        return self.unmapped > GARBLED * self.glyphs


def sign_of(box: BBox, filled: bool, curved: bool, corners: int) -> str:
    """Return the list sign that a small shape looks like; a tick is read as a bullet.

    `corners` is the number of its points, the closing one not counted twice.
    """
    wide, high = box.x1 - box.x0, box.bottom - box.top
    if wide >= 2 * high:
        return "-"
    if curved:
        return "•" if filled else "o"
    if corners != 4:
        return "•"
    return "▪" if filled else "☐"


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
