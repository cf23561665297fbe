"""Tell the text of a page from what only stands on it: hidden words, line numbers, a watermark.

In: the pieces of an upright frame and what is painted there. Out: the pieces that a reader of the
page reads, and lines of the others, each with its role: nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from extractor.document import BBox, Role
from extractor.readers.pdf.glyphs.lines import DraftLine, build_line, build_lines, build_rows
from extractor.readers.pdf.glyphs.marks import Fill, Piece, RawPage, Rule

LAYER = 0.9  # of the pieces are invisible: the text layer of a scan
WHITE = "#ffffff"
HUGE = 3.0  # times the usual size is a watermark, where it stands over other text
UNDER = 3  # pieces that it stands over
LEAST_NUMBERS = 5  # lines that are numbered
NUMBERED = 0.9  # of the lines of a page have a number, whatever their look
STRIKE = (0.12, 0.5)  # font sizes above the baseline: a line there strikes letters out
DESCENT = 0.21  # of the height of a line's box, from its lower edge to the baseline
REACH = 3.0  # points by which such a line may be longer than what it strikes


def set_aside(pieces: Sequence[Piece], page: RawPage) -> tuple[list[Piece], list[DraftLine]]:
    """Return the pieces that are read, and the lines of those that only stand on the page."""
    pieces, hidden = _shown(pieces, page)
    pieces, marks = _without_watermark(pieces)
    pieces, numbers = _without_line_numbers(pieces)
    lines = [replace(line, printed="hidden", role=Role.HIDDEN) for line in build_lines(hidden)]
    lines += [replace(line, role=Role.PAGE_HEADER) for line in build_lines(marks)]
    number = build_line([piece._replace(spaced=True) for piece in numbers])
    if number is not None:
        lines.append(replace(number, role=Role.PAGE_NUMBER))
    return pieces, lines


def _shown(pieces: Sequence[Piece], page: RawPage) -> tuple[list[Piece], list[Piece]]:
    """Part what is seen from what is invisible, white on white, or painted over in white."""
    if page.scanned or sum(not piece.shown for piece in pieces) > LAYER * len(pieces):
        return list(pieces), []
    colored = [fill for fill in page.fills if fill.color != WHITE]
    white = [fill for fill in page.fills if fill.color == WHITE]
    shown: list[Piece] = []
    hidden: list[Piece] = []
    for piece in pieces:
        out = not piece.shown or _is_over(piece, (f for f in white if f.order > piece.order))
        if not out and piece.color == WHITE and not page.shaded:
            ground = _is_over(piece, (f for f in colored if f.order < piece.order))
            out = not ground and not _is_over(piece, (Fill(box, None) for box in page.images))
        (hidden if out else shown).append(piece)
    return shown, hidden


def _is_over(piece: Piece, fills: Iterable[Fill]) -> bool:
    """Tell whether the middle of a piece stands within one of some boxes."""
    x, y = (piece.x0 + piece.x1) / 2, piece.base - 0.3 * piece.size
    return any(f.box.x0 <= x <= f.box.x1 and f.box.top <= y <= f.box.bottom for f in fills)


def _without_watermark(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Part huge words that stand over (or under) lines of text."""
    if len(pieces) < UNDER:
        return list(pieces), []
    usual = median(piece.size for piece in pieces)
    marks = [
        piece
        for piece in pieces
        if piece.size >= HUGE * usual
        and sum(
            piece.x0 < (o.x0 + o.x1) / 2 < piece.x1 and piece.top < o.base < piece.base
            for o in pieces
            if HUGE * o.size <= piece.size
        )
        >= UNDER
    ]
    return [piece for piece in pieces if piece not in marks], marks


def _without_line_numbers(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Part the numbers that count the lines of a page in its margin: one left of each line,
    whatever its look, each one more than that above."""
    rows = build_rows(pieces)
    heads = [row[0] for row in rows if len(row) > 1 and row[0].text.isdigit()]
    if len(heads) < max(LEAST_NUMBERS, NUMBERED * len(rows)):
        return list(pieces), []
    values = [int(piece.text) for piece in heads]
    if values != list(range(values[0], values[0] + len(values))):
        return list(pieces), []
    texts = [row[1] for row in rows if row[0] in heads]
    looks = {(round(piece.size), piece.face.bold) for piece in texts}
    right = max(piece.x1 for piece in heads)
    if len(looks) < 2 or len({round(p.size) for p in heads}) > 1:
        return list(pieces), []
    if any(piece.x0 < right + 0.5 * piece.size for piece in texts):
        return list(pieces), []
    return [piece for piece in pieces if piece not in heads], heads


def struck(lines: Sequence[DraftLine], rules: Sequence[Rule]) -> list[DraftLine]:
    """Return lines, those marked through which a rule of their own length runs."""
    return [
        replace(line, printed="struck") if any(_strikes(r, line.bbox) for r in rules) else line
        for line in lines
    ]


def _strikes(rule: Rule, box: BBox) -> bool:
    """Tell whether a rule runs through the letters of a line, from its first to its last."""
    height = box.bottom - box.top
    above = box.bottom - DESCENT * height - rule.at
    ends = abs(rule.start - box.x0) <= REACH and abs(rule.end - box.x1) <= REACH
    return ends and STRIKE[0] * height <= above <= STRIKE[1] * height
