"""Tell the text of a page from what only stands on it: hidden words, line numbers, a watermark,
footnotes and the numbers that call them.

In: the pieces of an upright frame and what is painted there. Out: the pieces that a reader of the
page reads, and lines of the others, each with its role: nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
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
RAISED = 0.8  # times the size of its word, at most, is the number that calls a note
HIGHER = 0.15  # of the size of its word stands that number above the line
WORD = 4  # letters of a word: a raised number behind fewer may be an exponent (m², km²)
NOTE = 0.92  # times the size of the text that calls them, at most, are notes
LEADING = 2.5  # font sizes between the lines of notes
STRIKE = (0.12, 0.5)  # font sizes above the baseline: a line there strikes letters out
DESCENT = 0.21  # of the height of a line's box, from its lower edge to the baseline
REACH = 3.0  # points by which such a line may be longer than what it strikes


def set_aside(pieces: Sequence[Piece], page: RawPage) -> tuple[list[Piece], list[DraftLine]]:
    """Return the pieces that are read, and the lines of those that only stand on the page."""
    pieces, hidden = _shown(pieces, page)
    running = [piece for piece in pieces if piece.running]
    pieces, marks = _without_watermark([piece for piece in pieces if not piece.running])
    pieces, numbers = _without_line_numbers(pieces)
    pieces, notes = _without_notes(pieces)
    lines = [replace(line, printed="hidden", role=Role.HIDDEN) for line in build_lines(hidden)]
    lines += [replace(line, role=Role.PAGE_HEADER) for line in build_lines(marks)]
    lines += [replace(line, role=_running_role(line, page)) for line in build_lines(running)]
    number = build_line([piece._replace(spaced=True) for piece in numbers])
    if number is not None:
        lines.append(replace(number, role=Role.PAGE_NUMBER))
    lines += [replace(line, role=Role.NOTE) for line in build_lines(notes)]
    return pieces, lines


def _running_role(line: DraftLine, page: RawPage) -> Role:
    upper = line.bbox.bottom < page.height / 2
    return Role.PAGE_HEADER if upper else Role.PAGE_FOOTER


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


def _without_notes(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Part the notes at the foot of a page from its text, which loses the raised numbers that call
    them: of notes that stand there, or behind the last letters of a word."""
    rows = build_rows([piece for piece in pieces if piece.text])
    called = [
        (call, host)
        for row in rows
        for host, call in pairwise(row)
        if call.text.isdigit() and _is_raised(call, host)
    ]
    if not called:
        return list(pieces), []
    text = min(host.size for _, host in called)
    notes = _notes(rows, {call.text for call, _ in called}, text)
    found = {_number(row[0]) for row in notes}
    calls = [
        call
        for call, host in called
        if call.text in found or (host.text[-WORD:].isalpha() and len(host.text) >= WORD)
    ]
    out = {id(piece) for row in notes for piece in row} | {id(call) for call in calls}
    kept = [piece for piece in pieces if id(piece) not in out]
    return kept, [piece for row in notes for piece in row]


def _is_raised(call: Piece, host: Piece) -> bool:
    """Tell whether a small piece stands above the baseline behind a bigger one; of the pieces above
    a baseline a row holds only those that touch it."""
    return (
        call.size <= RAISED * host.size
        and host.base - call.base >= HIGHER * host.size
        and not host.text[-1].isdigit()
    )


def _number(piece: Piece) -> str:
    """Return the digits with which a piece begins."""
    return "".join(takewhile(str.isdigit, piece.text))


def _notes(rows: Sequence[list[Piece]], numbers: set[str], text: float) -> list[list[Piece]]:
    """Return the rows of the notes at the foot of a page: smaller than the text that calls them
    and below all of its size, the first with a number that is called."""
    low = max(row[0].base for row in rows if max(p.size for p in row) > NOTE * text)
    foot = [row for row in rows if min(piece.base for piece in row) > low]
    starts = [n for n, row in enumerate(foot) if _number(row[0]) in numbers]
    notes: list[list[Piece]] = []
    for row in foot[starts[0] :] if starts else []:
        size = max(piece.size for piece in row)
        above = notes[-1] if notes else None
        if above is not None and (
            abs(size - max(piece.size for piece in above)) > 0.5
            or row[0].base - above[0].base > LEADING * size
        ):
            break
        notes.append(row)
    return notes


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
