"""Find the white strips that part the text of a page, and the runs of rows that they part.

In: rows of a page, cut into segments. Out: `Gutter`s. A strip stands left of a place where segments
start behind more than a blank; a run of rows leaves it free and has text on both sides of it in
some. What only parts list signs, numbers or a colon's label from the text beside them is no gutter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.readers.pdf.regions.gutters import Row
from extractor.readers.pdf.regions.segments import Segment

EDGE = 2.0  # points between left edges that are one column's
LARGER = 0.5  # points: a heading is set in larger type
REACH = 4  # rows above or below that may stand beside one
OVERLAP = 0.25  # of the lower of two rows: so much of it stands at the height of the other
LEVEL = 0.5  # points between edges that are level
INSIDE = 1.0  # points by which a segment may reach into a strip: printers round


@dataclass(frozen=True, slots=True)
class Gutter:
    """A strip left of `x`, free from row `first` to `last`; `beside` has text on both sides, and
    `aligned` of these rows start or end in it at the usual place."""

    x: float
    first: int
    last: int
    beside: frozenset[int]
    aligned: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A row with its segments; a block that is already read is one segment without pieces."""

    row: Row
    parts: tuple[Segment, ...]


def find_gutters(cuts: Sequence[Cut], known: Sequence[float]) -> list[Gutter]:
    """Return the gutters of a page; `known` are edges of the page before."""
    mates = _mates(cuts)
    gutters: list[Gutter] = []
    for x in _places(cuts, mates, known):
        gutters += _runs(cuts, mates, x)
    return gutters


def _mates(cuts: Sequence[Cut]) -> list[list[int]]:
    """Return for each row the others that stand beside it, though not on its line."""
    mates: list[list[int]] = [[] for _ in cuts]
    for at, cut in enumerate(cuts):
        box = cut.row.box
        for other in range(at + 1, min(at + REACH, len(cuts))):
            below = cuts[other].row.box
            high = min(box.bottom - box.top, below.bottom - below.top)
            apart = box.x1 <= below.x0 or below.x1 <= box.x0
            if apart and box.bottom - below.top > OVERLAP * high:
                mates[at].append(other)
                mates[other].append(at)
    return mates


def _places(
    cuts: Sequence[Cut], mates: Sequence[Sequence[int]], known: Sequence[float]
) -> list[float]:
    """Return the left edges where a segment starts behind another, one of each cluster."""
    starts = [part.x0 for cut in cuts for part in cut.parts[1:]]
    for cut, beside in zip(cuts, mates, strict=True):
        if any(cuts[at].row.box.x1 <= cut.row.box.x0 for at in beside):
            starts.append(cut.row.box.x0)
    starts = sorted([*starts, *known])
    places: list[float] = []
    for x in starts:
        if not places or x - places[-1] > EDGE:
            places.append(x)
    return places


def sides(cut: Cut, x: float) -> tuple[bool, bool, bool]:
    """Tell whether a row has text left of a strip, right of it, across it."""
    left = right = False
    for part in cut.parts:
        if part.x1 <= x - INSIDE + 0.01:
            left = True
        elif part.x0 >= x - INSIDE:
            right = True
        else:
            return left, right, True
    return left, right, False


def _runs(cuts: Sequence[Cut], mates: Sequence[Sequence[int]], x: float) -> list[Gutter]:
    """Return the longest runs of rows that leave a strip free and have text on both sides."""
    runs: list[Gutter] = []
    rows: list[tuple[int, bool, bool]] = []
    for index in range(len(cuts) + 1):
        left = right = False
        across = True
        if index < len(cuts):
            left, right, across = sides(cuts[index], x)
            across = across or (left and not right and _is_band(cuts, index, x))
        if not across:
            rows.append((index, left, right))
            continue
        lefts = {i for i, a, _ in rows if a}
        beside = frozenset(i for i, a, b in rows if b and (a or not lefts.isdisjoint(mates[i])))
        rights = [i for i, _, b in rows if b]
        if rights and lefts and (beside or min(lefts) < max(rights)):
            runs.append(Gutter(x, rows[0][0], rows[-1][0], beside, _aligned(cuts, x, beside)))
        rows = []
    return runs


def _is_band(cuts: Sequence[Cut], index: int, x: float) -> bool:
    """Tell whether a row is a heading over what a strip parts: nothing stands right of it at its
    height, and it is set larger than the rows above and below that have text on both sides."""
    row = cuts[index].row
    size = max((piece.size for piece in row.pieces), default=0.0)
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(cuts) and not (found := sides(cuts[at], x))[1] and not found[2]:
            at += step
        if not 0 <= at < len(cuts) or sides(cuts[at], x)[2]:
            continue
        other = cuts[at].row
        meets = other.box.top < row.box.bottom - 1 and row.box.top < other.box.bottom - 1
        if meets or not other.pieces or max(p.size for p in other.pieces) + LARGER >= size:
            return False
    return size > 0


def _aligned(cuts: Sequence[Cut], x: float, rows: frozenset[int]) -> int:
    """Count the rows whose text right of a strip starts, ends or has its middle where that of
    another row has."""
    rights = [next(p for p in cuts[i].parts if p.x0 >= x - INSIDE) for i in rows]
    places = (
        [part.x0 for part in rights],
        [part.x1 for part in rights],
        [(part.x0 + part.x1) / 2 for part in rights],
    )
    return max(_shared(sorted(found)) for found in places)


def _shared(places: Sequence[float]) -> int:
    """Count the places, given in order, that another is level with; a column has a few indents."""
    return sum(
        (n > 0 and at - places[n - 1] <= LEVEL)
        or (n + 1 < len(places) and places[n + 1] - at <= LEVEL)
        for n, at in enumerate(places)
    )
