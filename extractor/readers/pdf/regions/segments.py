"""Cut the rows of a page where the white between two words is more than a blank.

In: rows of pieces. Out: `Segment`s, runs of words that only blanks part. How wide a blank is, the
page itself says: the middle of the whites behind which the program wrote a blank. Where lines are
justified it is measured in each line, since one line's blanks are all alike. A program that writes
blanks at all writes none between two cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractor.readers.pdf.glyphs.lines import joins, tracking
from extractor.readers.pdf.glyphs.marks import WORD_GAP, Piece

WIDER = 1.35  # times the blank: what is wider parts, where all blanks of a page are alike
WIDER_JUSTIFIED = 2.0  # times the blank of the line, where lines are justified
LEAST = 0.04  # of the font size beyond the blank: rounding of a printer's units
SPREAD = 0.25  # between the quarters of a page's blanks, as a share of the middle one: justified
LARGEST = 0.75  # of the font size: no blank is wider, save in letter-spaced lines
WRITTEN = 0.9  # of the narrow whites have a blank written: then one without parts cells
EXACT = 0.15  # points between a word and an edge: a chance of 1 in 200 for a line
LOOSEST = 1.2  # of the font size: a blank of the loosest justified line
OWN = 0.6  # of the whites of a line are blanks: they tell how it is justified
FEW = 3  # blanks in a line: fewer do not tell their width


class Segment(NamedTuple):
    """Pieces of a row between two wide whites."""

    x0: float
    x1: float
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Return what is written, blanks between words."""
        parts = [piece.text for piece in self.pieces[:1]]
        for left, right in pairwise(self.pieces):
            parts += ["" if joins(left, right) else " ", right.text]
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Blanks:
    """How a page sets its blanks: their middle width in font sizes, whether lines are justified,
    whether each has a blank written."""

    width: float
    justified: bool
    written: bool


def measure(rows: Sequence[Sequence[Piece]]) -> Blanks:
    """Return how the blanks of a page are set."""
    widths: list[float] = []
    written = 0
    for row in map(_words, rows):
        for left, right in pairwise(row):
            gap = (right.x0 - left.x1) / left.size
            if WORD_GAP < gap <= LARGEST:
                widths.append(gap)
                written += left.spaced
    if not widths:
        return Blanks(0.28, justified=False, written=True)
    widths.sort()
    middle = widths[len(widths) // 2]
    quarters = widths[len(widths) // 4], widths[3 * len(widths) // 4]
    spread = (quarters[1] - quarters[0]) / middle
    return Blanks(middle, spread > SPREAD, written >= WRITTEN * len(widths))


def segments(row: Sequence[Piece], blanks: Blanks) -> list[Segment]:
    """Return the segments of a row, given from left to right."""
    row = _words(row)
    if not row:
        return []
    limit, tracked = _limit(row, blanks), tracking(row)
    written = blanks.written and _writes_blanks(row)
    parts = [[row[0]]]
    end = row[0].x1
    for left, right in pairwise(row):
        gap = right.x0 - end - tracked
        apart = gap > limit * max(left.size, 1.0) or (
            written and not left.spaced and gap >= WORD_GAP * max(left.size, right.size)
        )
        if apart and gap > 0:
            parts.append([])
        parts[-1].append(right)
        end = max(end, right.x1)
    return [_segment(part) for part in parts]


def split_at(
    parts: Sequence[Segment], edges: Sequence[float], free: Sequence[float]
) -> list[Segment]:
    """Return the segments of a row cut at edges where one of their words begins exactly: there a
    cell is full to its end, and the white behind it is no wider than a blank.

    Behind a written blank, which may be that of a line that goes on below, only the edges count
    that are also `free` in the rows around: else the word stands there by chance.
    """
    result: list[Segment] = []
    for part in parts:
        pieces: list[Piece] = []
        for piece in part.pieces:
            if pieces and not joins(pieces[-1], piece):
                at = free if pieces[-1].spaced else edges
                if any(abs(piece.x0 - edge) <= EXACT for edge in at):
                    result.append(_segment(pieces))
                    pieces = []
            pieces.append(piece)
        result.append(_segment(pieces) if pieces else part)
    return result


def _segment(pieces: Sequence[Piece]) -> Segment:
    return Segment(pieces[0].x0, max(piece.x1 for piece in pieces), tuple(pieces))


def _words(row: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a row that have letters; blanks that stand alone follow the last."""
    words: list[Piece] = []
    for piece in row:
        if piece.text:
            words.append(piece)
        elif words and piece.x0 - words[-1].x1 <= LARGEST * words[-1].size:
            words[-1] = words[-1]._replace(spaced=True)
    return words


def _writes_blanks(row: Sequence[Piece]) -> bool:
    """Tell whether the blanks of a row are written: justified lines may be set without."""
    narrow = [a for a, b in pairwise(row) if WORD_GAP < (b.x0 - a.x1) / a.size <= LOOSEST]
    return 2 * sum(piece.spaced for piece in narrow) >= len(narrow)


def _limit(row: Sequence[Piece], blanks: Blanks) -> float:
    """Return the width in font sizes beyond which a white of a row is no blank."""
    free = not (blanks.written and _writes_blanks(row))
    whites = [
        (a, (b.x0 - a.x1) / a.size) for a, b in pairwise(row) if b.x0 - a.x1 > WORD_GAP * a.size
    ]
    narrow = [gap for left, gap in whites if gap <= LOOSEST and (left.spaced or free)]
    own = len(narrow) >= FEW and len(narrow) >= OWN * len(whites)
    usual = max(median(narrow), blanks.width) if own else blanks.width
    if blanks.justified:
        return max(WIDER_JUSTIFIED * usual, LARGEST)
    return max(WIDER * usual, usual + LEAST)
