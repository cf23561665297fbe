"""Join the words that a cell narrower than they are broke in two, without a hyphen.

In: the pieces of a cell. Out: the same, `communal` and `e` on the next line as one piece. Programs
that write the blanks between words write one where a line ends, too, and none where a word goes on:
only their pages tell. The word must fill its line, so that not one letter more fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from extractor.document import BBox
from extractor.readers.pdf.glyphs.lines import build_rows, joins
from extractor.readers.pdf.glyphs.marks import Piece
from extractor.text import ems


def writes_ends(cells: Sequence[Sequence[Piece]]) -> bool:
    """Tell whether lines that go on below end in a written blank."""
    return any(
        row[-1].spaced and after[0].text[:1].islower()
        for pieces in cells
        for row, after in pairwise(build_rows([p for p in pieces if p.text]))
    )


def join_words(pieces: Sequence[Piece], box: BBox) -> list[Piece]:
    """Return the pieces of a cell, words joined that its width broke."""
    rows = build_rows([piece for piece in pieces if piece.text])
    if len(rows) < 2:
        return list(pieces)
    left = min(row[0].x0 for row in rows)
    right = box.x1 - min(left - box.x0, rows[0][0].size)  # as much room on either side
    result = [rows[0]]
    for row in rows[1:]:
        above = result[-1]
        rest = _head(row)
        if _is_broken(above, rest, right):
            last = above[-1]
            alone = len(rest) == len(row)
            above[-1] = last._replace(
                text=last.text + "".join(piece.text for piece in rest),
                spaced=rest[-1].spaced,
                bottom=max(row[0].bottom, last.bottom) if alone else last.bottom,
            )
            row = row[len(rest) :]
        if row:
            result.append(row)
    return [piece for row in result for piece in row]


def _head(row: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of the first word of a row."""
    return [row[0], *(b for _, b in takewhile(lambda pair: joins(*pair), pairwise(row)))]


def _is_broken(row: Sequence[Piece], rest: Sequence[Piece], right: float) -> bool:
    """Tell whether a row is one word that goes on with the rest below it."""
    last, first = row[-1], rest[0]
    if last.spaced or not last.text[-1].isalpha() or not first.text[0].islower():
        return False
    same = last.size == first.size and last.face == first.face
    next_letter = last.size * ems(first.text[0])
    head, more = (sum(len(piece.text) for piece in part) for part in (row, rest))
    whole = len(_head(row)) == len(row) and 2 * more < head  # a cell hardly narrower than a word
    return same and whole and last.x1 + next_letter >= right
