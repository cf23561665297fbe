"""Find forms whose labels and values stand in boxes of their own, side by side.

In: closed shapes of a page and its pieces. Out: `Grid`s, whose lines run through the white between
the boxes. A form is a column of boxes with a few words each, all equally wide, every one with a
wider box beside it that is exactly as high. Cards are higher than a few words and are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.document import BBox
from extractor.readers.pdf.glyphs.marks import Piece
from extractor.readers.pdf.regions.grid import Grid, GridCell

APART = 16.0  # points of white between the boxes of one form
SAME = 2.0  # points between edges that are level
LEAST = 3  # rows of a form
LONGEST = 60  # characters of a label
NARROWER = 0.8  # of the width of the value's box
HIGHEST = 120.0  # points of a row with a few words at its left
WORDY = 0.8  # of the labels hold a word; a column of numbers is none

_Row = list[BBox]


def find_form_grids(shapes: Sequence[BBox], pieces: Sequence[Piece]) -> list[Grid]:
    """Return one grid for each run of rows that have their boxes at the same places."""
    grids: list[Grid] = []
    for form in _forms(_rows(_distinct(shapes))):
        labels = [_text(box, pieces) for row in form for box in row[0::2]]
        words = sum(sum(map(str.isalpha, text)) > 2 for text in labels)
        if words >= WORDY * len(labels) and max(map(len, labels)) <= LONGEST:
            grids += [_grid(run) for run in _runs(form)]
    return grids


def _distinct(shapes: Sequence[BBox]) -> list[BBox]:
    """Return each box once: its ground and its border are drawn apart."""
    result: list[BBox] = []
    for box in sorted(shapes):
        if not any(_same(box, other) for other in result):
            result.append(box)
    return result


def _same(box: BBox, other: BBox) -> bool:
    return all(abs(a - b) <= SAME for a, b in zip(box, other, strict=True))


def _rows(boxes: Sequence[BBox]) -> list[_Row]:
    """Return the pairs, or pairs of pairs, of equally high boxes side by side, from the top."""
    rows: list[_Row] = []
    for box in sorted(boxes, key=lambda box: (box.x0, box.top)):
        for row in rows:
            last = row[-1]
            level = abs(last.top - box.top) <= SAME and abs(last.bottom - box.bottom) <= SAME
            if level and -SAME <= box.x0 - last.x1 <= APART:
                row.append(box)
                break
        else:
            rows.append([box])
    return sorted((row for row in rows if _is_labelled(row)), key=lambda row: row[0].top)


def _is_labelled(row: _Row) -> bool:
    pairs = zip(row[0::2], row[1::2], strict=False)
    return (
        len(row) in (2, 4)
        and row[0].bottom - row[0].top <= HIGHEST
        and all(a.x1 - a.x0 <= NARROWER * (b.x1 - b.x0) for a, b in pairs)
    )


def _forms(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Group rows that stand below each other with their first boxes equally wide."""
    forms: list[list[_Row]] = []
    for row in rows:
        for form in forms:
            above, first = form[-1][0], row[0]
            level = abs(above.x0 - first.x0) <= SAME and abs(above.x1 - first.x1) <= SAME
            if level and -SAME <= first.top - above.bottom <= APART:
                form.append(row)
                break
        else:
            forms.append([row])
    return [form for form in forms if len(form) >= LEAST]


def _runs(form: Sequence[_Row]) -> list[list[_Row]]:
    runs = [[form[0]]]
    for above, row in pairwise(form):
        edges = zip(above, row, strict=False)
        if len(above) == len(row) and all(abs(a.x0 - b.x0) <= SAME for a, b in edges):
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _text(box: BBox, pieces: Sequence[Piece]) -> str:
    return " ".join(
        piece.text
        for piece in pieces
        if box.x0 <= (piece.x0 + piece.x1) / 2 <= box.x1 and box.top <= piece.base <= box.bottom
    )


def _grid(rows: Sequence[_Row]) -> Grid:
    """Return a grid whose inner lines halve the white between the boxes."""
    first = rows[0]
    xs = [first[0].x0, *((a.x1 + b.x0) / 2 for a, b in pairwise(first)), first[-1].x1]
    tops = ((a[0].bottom + b[0].top) / 2 for a, b in pairwise(rows))
    ys = [first[0].top, *tops, rows[-1][0].bottom]
    wide = len(first)
    cells = [GridCell(row, column, 1, 1) for row in range(len(rows)) for column in range(wide)]
    slots = [tuple(range(row * wide, (row + 1) * wide)) for row in range(len(rows))]
    return Grid(tuple(xs), tuple(ys), tuple(cells), tuple(slots))
