"""Find the list signs that are drawn, not written.

In: the small shapes of an upright frame and its pieces of text. Out: one piece per sign, as if a
glyph of the line's font stood there, so that lines, tables and columns treat it like one. Browsers
draw the signs of `<ul>` so: discs and squares filled, circles as a ring, dashes, ticks.

A sign is small for the text, stands alone a little left of it between baseline and capital height,
and is repeated on the page: one alone is decoration. What was a sign on an earlier page is one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from extractor.document import BBox
from extractor.readers.pdf.glyphs.lines import BASELINE, BULLET
from extractor.readers.pdf.glyphs.marks import Mark, Piece

REACH = 25.0  # points between a sign and its text, at most
NEAR = 1.0  # points, at least: what touches a letter belongs to it
LARGEST = 0.6  # of the font size
SMALLEST = 0.15  # of the font size; the dots of a dotted border are smaller
RISE = 0.75  # of the font size above the baseline: capitals end there
SAME_X = 1.0  # points between signs of one list
REPEATS = 2
_INNER = {"☐": "☒", "•": "o"}  # what a shape with another inside stands for

Look = tuple[str, float, float]  # sign, width and height in half points


def find_bullets(marks: Sequence[Mark], pieces: Sequence[Piece], seen: set[Look]) -> list[Piece]:
    """Return a piece for each drawn list sign.

    `seen` are the looks of the signs of the pages before; on return, of this page too.
    """
    if not marks or not pieces:
        return []
    by_base = sorted(pieces, key=lambda piece: piece.base)
    bases = [piece.base for piece in by_base]
    largest = max(piece.size for piece in pieces)
    found: dict[tuple[float, float], list[tuple[Mark, Piece]]] = defaultdict(list)
    for mark in _merged(marks):
        low = (mark.box.top + mark.box.bottom) / 2
        stop = bisect_left(bases, low + largest)
        text = _text_beside(mark, by_base[bisect_left(bases, low) : stop])
        if text is not None:
            found[text.base, text.x0].append((mark, text))
    alone = [pairs[0] for pairs in found.values() if len(pairs) == 1]
    kept = [pair for pair in alone if _look(pair[0]) in seen or _is_repeated(pair[0], alone)]
    seen.update(_look(mark) for mark, _ in kept)
    return [_as_piece(mark, text) for mark, text in kept]


def _merged(marks: Sequence[Mark]) -> list[Mark]:
    """Read shapes within each other as one: a ticked box, a disc with a hole."""
    result: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.box.x0, m.box.top, -m.box.x1)):
        host = next((i for i, m in enumerate(result[-8:]) if _holds(m.box, mark.box)), None)
        if host is None:
            result.append(mark)
            continue
        host += max(len(result) - 8, 0)
        outer = result[host]
        if outer.box != mark.box:  # else filled, then stroked
            result[host] = outer._replace(sign=_INNER.get(outer.sign, outer.sign))
    return result


def _holds(outer: BBox, inner: BBox) -> bool:
    return (
        outer.x0 - 0.2 <= inner.x0
        and outer.x1 + 0.2 >= inner.x1
        and outer.top - 0.2 <= inner.top
        and outer.bottom + 0.2 >= inner.bottom
    )


def _text_beside(mark: Mark, candidates: Sequence[Piece]) -> Piece | None:
    """Return the piece that starts a line beside a mark; None when another stands between."""
    box = mark.box
    wide, high = box.x1 - box.x0, box.bottom - box.top
    middle = (box.top + box.bottom) / 2
    best: Piece | None = None
    for piece in candidates:
        if not NEAR <= piece.x0 - box.x1 <= REACH or not middle >= piece.base - RISE * piece.size:
            continue
        if not SMALLEST * piece.size <= max(wide, high) <= LARGEST * piece.size:
            continue
        if best is None or piece.x0 < best.x0:
            best = piece
    if best is None or not any(map(str.isalnum, best.text)):
        return None
    left = box.x0 - 0.5 * best.size
    for piece in candidates:
        same = abs(piece.base - best.base) <= BASELINE * best.size
        if same and piece.x0 < best.x0 and piece.x1 > left:
            return None
    return best


def _is_repeated(mark: Mark, among: Sequence[tuple[Mark, Piece]]) -> bool:
    alike = sum(
        abs(other.box.x0 - mark.box.x0) <= SAME_X or _look(other) == _look(mark)
        for other, _ in among
    )
    return alike >= REPEATS


def _look(mark: Mark) -> Look:
    box = mark.box
    return mark.sign, round(2 * (box.x1 - box.x0)), round(2 * (box.bottom - box.top))


def _as_piece(mark: Mark, text: Piece) -> Piece:
    return text._replace(
        text=mark.sign or BULLET,
        x0=mark.box.x0,
        x1=mark.box.x1,
        face=text.face._replace(symbol=False),
        color=mark.color,
        spaced=True,
    )
