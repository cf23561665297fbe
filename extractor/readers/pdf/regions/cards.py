"""Read the boxes of a page one by one: cards side by side, badges beside a title.

In: the closed shapes of an upright frame, its free text and what is already read (tables, frames).
Out: `Unit`s whose text is read together, and the text that stays free. A shape counts only where
something stands beside it: other boxes at its height, which are read from left to right, or free
text. Plain filled boxes are cards only when they hold a heading and a text: else they are shades.
Boxes of labels and values beside a text are about what the text is about: they are read before it.
What is no card is as if it were not drawn. Shapes may stand within each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from extractor.document import BBox
from extractor.readers.pdf.glyphs.lines import BASELINE, DraftLine, build_rows
from extractor.readers.pdf.glyphs.marks import Panel, Piece
from extractor.readers.pdf.regions.gutters import MIN_LINES
from extractor.readers.pdf.regions.tables import Block

LEAST = 14.0  # points: smaller shapes hold no line
MOST = 0.9  # of the page's width or height: a wider or higher shape is the page's ground
HALF = 0.5  # of the page's width: a narrower shape may be as high as the page
SLACK = 2.0  # points by which text or a box may stick out
ROUND = 12.0  # points of a round corner
CROSSING = 3.0  # points by which a word that runs over a border sticks out on both sides
DRAWING = 200  # shapes: a map or a chart, not boxes of text
FOLLOWS = 0.6  # line heights between the lines of a paragraph
STACKED = 40.0  # points between boxes that stand on top of each other
LARGER = 1.15  # times the size of the text is that of its title
_SIGNS = "•▪●■◦○-–—➢✓✔❖→☐☒"


@dataclass(frozen=True, slots=True)
class Unit:
    """Blocks that are read together: a table, a frame, a banner, a card."""

    box: BBox
    blocks: list[Block]


Order = Callable[[Sequence[Piece], Sequence[Unit]], list[Block]]


@dataclass(slots=True)
class _Box:
    """A closed shape with the text, tables and shapes that stand directly in it."""

    box: BBox
    curved: bool
    framed: bool = False
    pieces: list[Piece] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    inner: list[_Box] = field(default_factory=list)

    def all_pieces(self) -> list[Piece]:
        return [*self.pieces, *(piece for box in self.inner for piece in box.all_pieces())]

    def holds_text(self) -> bool:
        return bool(self.pieces or self.units) or any(box.holds_text() for box in self.inner)


def read_cards(
    panels: Sequence[Panel],
    free: Sequence[Piece],
    units: Sequence[Unit],
    size: tuple[float, float],
    order: Order,
) -> tuple[list[Piece], list[Unit]]:
    """Return the text that is in no card and the units: those given and the cards.

    `size` is the page's width and height; `order` reads what stands in a box.
    """
    tables = [unit.box for unit in units]
    large = [panel for panel in panels if panel.framed or _is_apart(panel.box, tables, size)]
    if len(large) > DRAWING:
        large = [panel for panel in large if panel.framed]
    boxes = [box for box in _distinct(large) if box.framed or not _is_crossed(box.box, free)]
    if not boxes:
        return list(free), list(units)
    page = _Box(BBox(0, 0, *size), False)
    boxes.sort(key=lambda box: (_area(box.box), box.box))
    for index, box in enumerate(boxes):
        host = next((b for b in boxes[index + 1 :] if _holds(b.box, box.box)), page)
        host.inner.append(box)
    for piece in free:
        middle = BBox(*(2 * ((piece.x0 + piece.x1) / 2, _middle(piece))))
        next((b for b in boxes if _holds(b.box, middle, 0.0)), page).pieces.append(piece)
    for unit in units:
        next((b for b in boxes if _holds(b.box, unit.box)), page).units.append(unit)
    return _settle(page, order)


def _settle(host: _Box, order: Order) -> tuple[list[Piece], list[Unit]]:
    """Return the free text and the units of a box whose cards are read."""
    pieces, units = list(host.pieces), list(host.units)
    open_boxes = [box for box in host.inner if box.holds_text()]
    while dropped := [box for box in open_boxes if not _is_card(box, open_boxes, pieces)]:
        for box in dropped:  # what stood in it stands in the host
            pieces += box.pieces
            units += box.units
            open_boxes += [inner for inner in box.inner if inner.holds_text()]
        open_boxes = [box for box in open_boxes if box not in dropped]
    rows = build_rows(pieces)
    for group in _side_by_side(open_boxes, rows):
        blocks: list[Block] = []
        for box in group:
            blocks += order(*_settle(box, order))
        hull = _hull(group)
        if _is_sheet(group):
            units.append(Unit(_placed_first(hull, rows), _with_room(blocks, hull)))
        else:
            units.append(Unit(_placed(hull, rows), blocks))
    return pieces, units


def _hull(boxes: Sequence[_Box]) -> BBox:
    hull = boxes[0].box
    for box in boxes[1:]:
        hull = hull.union(box.box)
    return hull


def _distinct(panels: Sequence[Panel]) -> list[_Box]:
    """Return one box per shape: its ground, border and shadow are drawn apart, and the rules of a
    border end before its round corners."""
    result: list[_Box] = []
    for panel in panels:
        for box in result:
            slack = ROUND if box.framed and panel.curved else 2 * SLACK
            if all(abs(a - b) <= slack for a, b in zip(box.box, panel.box, strict=True)):
                box.box = box.box.union(panel.box)
                box.curved = box.curved or panel.curved
                break
        else:
            result.append(_Box(panel.box, panel.curved, panel.framed))
    return result


def _is_apart(box: BBox, tables: Sequence[BBox], size: tuple[float, float]) -> bool:
    """Tell whether a shape is large enough, no ground of the page and no part of a table."""
    wide, high = box.x1 - box.x0, box.bottom - box.top
    ground = wide > MOST * size[0] or (high > MOST * size[1] and wide > HALF * size[0])
    if min(wide, high) < LEAST or ground:
        return False
    return not any(_meets(box, table) and not _holds(box, table) for table in tables)


def _is_crossed(box: BBox, free: Sequence[Piece]) -> bool:
    """Tell whether a word runs over a side of a shape."""
    return any(
        box.top < _middle(piece) < box.bottom
        and any(piece.x0 < x - CROSSING and piece.x1 > x + CROSSING for x in (box.x0, box.x1))
        for piece in free
    )


def _is_card(box: _Box, boxes: Sequence[_Box], free: Sequence[Piece]) -> bool:
    """Tell whether a box is read for itself among others and the free text."""
    if box.framed:
        return True
    peers = [box, *(other for other in boxes if _beside(box.box, other.box))]
    if len(peers) > 1:
        if box.curved:
            return any(len(build_rows(peer.all_pieces())) > 1 for peer in peers)
        return 2 * sum(_has_heading(peer) for peer in peers) >= len(peers)
    rows = build_rows(box.all_pieces())
    near = [piece for piece in free if box.box.top < _middle(piece) < box.box.bottom]
    if not box.curved:
        return _has_heading(box) and _is_aside(box.box, rows, near)
    if len(rows) > 1 or not rows:
        return bool(near)
    base, height = rows[0][0].base, rows[0][0].size
    level = [piece for piece in near if abs(piece.base - base) <= BASELINE * height]
    return bool(near) and (not level or _is_badge(box.box, level))


def _is_badge(box: BBox, level: Sequence[Piece]) -> bool:
    """Tell whether a shape at the end of a line stands apart from it and is not its value."""
    last = max(level, key=lambda piece: piece.x1)
    return last.x1 + last.size <= box.x0 and not last.text.endswith(":")


def _is_aside(box: BBox, rows: Sequence[Sequence[Piece]], near: Sequence[Piece]) -> bool:
    """Tell whether the rows of a box are others than those of the text at one side of it."""
    left = all(piece.x1 <= box.x0 + SLACK for piece in near)
    right = all(piece.x0 >= box.x1 - SLACK for piece in near)
    bases = [piece.base for piece in near]
    level = sum(
        any(abs(row[0].base - base) <= BASELINE * row[0].size for base in bases) for row in rows
    )
    return bool(near) and (left or right) and 2 * level <= len(rows)


def _is_sheet(boxes: Sequence[_Box]) -> bool:
    """Tell whether boxes hold labels that look alike, each above what looks otherwise."""
    looks = [_look(row) for box in boxes for row in build_rows(box.all_pieces())]
    labels = sum(a == looks[0] != b for a, b in pairwise(looks))
    return labels > 1 and looks[-1] != looks[0]


def _with_room(blocks: Sequence[Block], box: BBox) -> list[Block]:
    """Return what a box holds; its lines know how many characters still fit beside them."""
    right = box.x1 + box.x0 - min(block.bbox.x0 for block in blocks)  # equal margins
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, DraftLine):
            width = (block.bbox.x1 - block.bbox.x0) / len(block.text)
            block = replace(block, room=round((right - block.bbox.x1) / width))
        result.append(block)
    return result


def _look(row: Sequence[Piece]) -> tuple[float, bool, str | None]:
    return round(row[0].size), row[0].face.bold, row[0].color


def _has_heading(box: _Box) -> bool:
    """Tell whether a box starts with a line that looks unlike the text below it."""
    rows = build_rows([piece for piece in box.all_pieces() if piece.text])  # Word prints blanks
    if len(rows) < 2:
        return False
    first, last = rows[0][0], rows[-1][-1]
    signs = [row[0].text[0] in _SIGNS for row in rows]
    styled = (
        abs(first.size - last.size) > 0.5
        or first.face.bold != last.face.bold
        or first.color != last.color
    )
    return styled or (not signs[0] and any(signs))


def _side_by_side(boxes: Sequence[_Box], rows: Sequence[Sequence[Piece]]) -> list[list[_Box]]:
    """Group cards that stand side by side, from left to right.

    Where free text runs in columns, boxes belong to their column, each for itself.
    """
    groups: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda box: (box.box.top, box.box.x0)):
        for group in groups:
            if all(_beside(box.box, other.box) for other in group):
                group.append(box)
                break
        else:
            groups.append([box])
    result: list[list[_Box]] = []
    for group in groups:
        group.sort(key=lambda box: box.box.x0)
        if any(_in_columns(a.box.x1, b.box.x0, rows) for a, b in pairwise(group)):
            result += [[box] for box in group]
        elif result and _is_stacked(result[-1], group, rows):
            result[-1] += group
        else:
            result.append(group)
    return result


def _is_stacked(
    above: Sequence[_Box], below: Sequence[_Box], rows: Sequence[Sequence[Piece]]
) -> bool:
    """Tell whether boxes beside one text go on with those above: labels, each over its value."""
    if len(below) > 1 or not _is_sheet([*above, *below]):
        return False
    last, box = above[-1].box, below[0].box
    edges = abs(last.x0 - box.x0) <= SLACK and abs(last.x1 - box.x1) <= SLACK
    beside = all(_rows_beside(part, rows) for part in (last, box))
    return edges and beside and 0 <= box.top - last.bottom <= STACKED


def _in_columns(left: float, right: float, rows: Sequence[Sequence[Piece]]) -> bool:
    """Tell whether lines of text stand left and right of a gutter between two boxes."""
    parted = 0
    for row in rows:
        before = [piece for piece in row if piece.x0 < right - SLACK]
        after = [piece for piece in row if piece.x0 >= right - SLACK]
        if before and after and before[0].x0 < left:
            parted += after[0].x0 - before[-1].x1 >= before[-1].size
    return parted >= MIN_LINES


def _placed(box: BBox, rows: Sequence[Sequence[Piece]]) -> BBox:
    """Return a box at the height where it is read: before the text at its right.

    A box at the right of all text beside it is read after that paragraph, unless text of its own
    column stands in between.
    """
    beside = _rows_beside(box, rows)
    if not beside:
        return box
    if any(piece.x0 >= box.x1 - SLACK for row in beside for piece in row):
        top = min(piece.top for row in beside for piece in row)
        return box._replace(top=min(box.top, top - 0.1))
    low = max(piece.bottom for row in beside for piece in row)
    for row in rows:
        if 0 <= row[0].top - low <= FOLLOWS * row[0].size:
            low = max(piece.bottom for piece in row)
    own = any(
        box.x0 < piece.x1 and piece.x0 < box.x1 and box.top < piece.top < low
        for row in rows
        for piece in row
    )
    return box if own else box._replace(top=max(box.top, low), bottom=max(box.bottom, low + 1))


def _placed_first(box: BBox, rows: Sequence[Sequence[Piece]]) -> BBox:
    """Return a box at the height where it is read: before the text beside it, after its title."""
    beside = _rows_beside(box, rows)
    if not beside:
        return box
    sizes = [max(piece.size for piece in row) for row in beside]
    usual, first = median(sizes), 0
    while max(sizes[first : first + 2]) > LARGER * usual:  # a label may stand above the title
        first += 1
    top = min(piece.top for piece in beside[first])
    return box._replace(top=top - 0.1, bottom=max(box.bottom, top))


def _rows_beside(box: BBox, rows: Sequence[Sequence[Piece]]) -> list[Sequence[Piece]]:
    return [row for row in rows if box.top < _middle(row[0]) < box.bottom]


def _beside(box: BBox, other: BBox) -> bool:
    """Tell whether two boxes stand at the same height, apart from each other."""
    common = min(box.bottom, other.bottom) - max(box.top, other.top)
    apart = box.x1 <= other.x0 + SLACK or other.x1 <= box.x0 + SLACK
    return apart and common >= 0.5 * min(box.bottom - box.top, other.bottom - other.top)


def _middle(piece: Piece) -> float:
    return piece.base - 0.3 * piece.size


def _area(box: BBox) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _meets(box: BBox, other: BBox) -> bool:
    return (
        box.x0 < other.x1
        and other.x0 < box.x1
        and box.top < other.bottom
        and other.top < box.bottom
    )


def _holds(outer: BBox, inner: BBox, slack: float = SLACK) -> bool:
    return (
        outer.x0 - slack <= inner.x0
        and outer.x1 + slack >= inner.x1
        and outer.top - slack <= inner.top
        and outer.bottom + slack >= inner.bottom
    )
