"""Fill the grids of a page with its text.

In: the pieces, rules and fills of a page. Out: `DraftTable`s, nested where a grid stands within a
cell of another, and the pieces that stand in no table. A frame of one column is no table: the text
of a narrow one that stands alone is kept together, any other frame is as if it were not drawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from extractor.document import BBox
from extractor.readers.pdf.glyphs.lines import DraftLine, build_lines, build_rows
from extractor.readers.pdf.glyphs.marks import WORD_GAP, Fill, Piece, Rule
from extractor.readers.pdf.regions.broken import join_words, writes_ends
from extractor.readers.pdf.regions.forms import find_form_grids
from extractor.readers.pdf.regions.grid import TOUCH, Grid, GridCell, find_grids
from extractor.readers.pdf.regions.open import find_open_grids

CELL_SIDE = 7.0  # points: a filled box must be that high and wide to be a cell
FILL_GAP = 3.5  # points between the filled boxes of neighbouring cells
FRAME_WIDTH = 0.6  # of the page: a wider frame is the page's or a whole chapter's
FRAME_HEIGHT = 30.0  # points: a lower frame holds a heading
BANNER_WIDTH = 0.7  # of the page
BANNER_HEIGHT = 80.0  # points
COLUMN_GAP = 1.5  # font sizes
BLANK = 0.5  # of the font size: the blank between two words is not wider
MIN_SPLIT = 3  # columns that a cell over several must fill to be several cells
SHADE_SHARE = 0.25  # of a cell's area; the coloured bar of a state fills less than half


@dataclass(slots=True)
class DraftCell:
    """A cell with its lines and nested tables from top to bottom."""

    cell: GridCell
    bbox: BBox
    items: list[DraftLine | DraftTable] = field(default_factory=list)
    shade: str | None = None


@dataclass(slots=True)
class DraftTable:
    """A table before it has a number."""

    bbox: BBox
    rows: int
    columns: int
    cells: list[DraftCell]
    kind: Literal["ruled", "unruled"] = "ruled"


Block = DraftLine | DraftTable


@dataclass(slots=True)
class _Node:
    """A grid, the grids within each of its cells, and the pieces of each cell."""

    grid: Grid
    nested: dict[int, list[_Node]] = field(default_factory=dict)
    pieces: dict[int, list[Piece]] = field(default_factory=dict)


@dataclass(slots=True)
class Tables:
    """What `read_tables` found: tables, framed texts, free pieces, rules without grid."""

    tables: list[DraftTable]
    framed: list[tuple[BBox, list[Piece]]]
    free: list[Piece]
    rules: list[Rule]


def read_tables(
    pieces: Sequence[Piece],
    horizontals: Sequence[Rule],
    verticals: Sequence[Rule],
    fills: Sequence[Fill],
    width: float,
    touch: float = TOUCH,
    shapes: Sequence[BBox] = (),
) -> Tables:
    """Put the pieces of a page of this width into the tables that its rules and fills draw.

    `shapes` are the boxes, rounded ones too, that may hold the labels and values of a form.
    """
    edges, sides = _edges(fills, verticals)
    grids, rules = find_grids([*horizontals, *edges], [*verticals, *sides], touch)
    closed = [grid.bbox for grid in grids if not _is_table(grid)]
    grids = [grid for grid in grids if _is_table(grid)]
    grids += _fill_grids(fills, grids)
    for more in (
        find_open_grids(fills, rules, pieces),
        find_form_grids([*shapes, *closed], pieces),
    ):
        grids += [grid for grid in more if not any(_overlap(grid.bbox, g.bbox) for g in grids)]
    roots = _tree(grids)
    frames = [
        box
        for box in closed
        if box.x1 - box.x0 < FRAME_WIDTH * width
        and box.bottom - box.top > FRAME_HEIGHT
        and not any(_overlap(box, grid.bbox) for grid in grids)
    ]
    frames += _banners(fills, grids, width)
    framed: dict[BBox, list[Piece]] = {}
    free: list[Piece] = []
    for piece in pieces:
        x, y = (piece.x0 + piece.x1) / 2, piece.base - 0.3 * piece.size
        if any(_put(root, piece, x, y) for root in roots):
            continue
        box = next((b for b in frames if b.x0 <= x <= b.x1 and b.top <= y <= b.bottom), None)
        if box is None:
            free.append(piece)
        else:
            framed.setdefault(box, []).append(piece)
    for box in [box for box in framed if _in_columns(framed[box])]:
        free += framed.pop(box)
    if writes_ends([part for root in roots for part in _texts(root)]):
        for root in roots:
            _join_words(root)
    tables = [table for root in roots if (table := _table(root, fills)) is not None]
    return Tables(tables, list(framed.items()), free, rules)


def _edges(fills: Sequence[Fill], verticals: Sequence[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Return the upper and lower edges of the shades that reach from one rule to another, alone or
    side by side: a row ends there, though no rule is drawn. With them, the edges between shades
    that stand side by side: the columns of that row."""
    edges: list[Rule] = []
    sides: list[Rule] = []
    for strip in _shade_rows(fills):
        box = strip[0].union(strip[-1])
        for y in (box.top, box.bottom):
            beside = [v.at for v in verticals if v.start - TOUCH <= y <= v.end + TOUCH]
            if all(any(abs(x - at) < TOUCH for at in beside) for x in (box.x0, box.x1)):
                edges.append(Rule(y, box.x0, box.x1))
                if y == box.top:
                    sides += [Rule(b.x0, box.top, box.bottom) for b in strip[1:]]
    return edges, sides


def _shade_rows(fills: Sequence[Fill]) -> list[list[BBox]]:
    """Return the runs of shades of one colour that touch side by side, equally high."""
    shades = {
        (round(f.box.top, 1), round(f.box.bottom, 1), f.color, f.box.x0, f.box.x1): f.box
        for f in fills
        if f.color != "#ffffff" and min(f.box.x1 - f.box.x0, f.box.bottom - f.box.top) >= CELL_SIDE
    }
    runs: list[list[BBox]] = []
    last: tuple[float, float, str | None] | None = None
    for key in sorted(shades, key=lambda k: (k[0], k[1], k[2] or "", k[3], k[4])):
        box, place = shades[key], key[:3]
        if runs and place == last and abs(runs[-1][-1].x1 - box.x0) <= TOUCH:
            runs[-1].append(box)
        else:
            runs.append([box])
        last = place
    return runs


def _banners(fills: Sequence[Fill], grids: Sequence[Grid], width: float) -> list[BBox]:
    """Return the coloured bars over (nearly) the whole width that may hold a heading."""
    return [
        fill.box
        for fill in fills
        if fill.color != "#ffffff"
        and fill.box.x1 - fill.box.x0 >= BANNER_WIDTH * width
        and CELL_SIDE < fill.box.bottom - fill.box.top < BANNER_HEIGHT
        and not any(_overlap(fill.box, grid.bbox) for grid in grids)
    ]


def _in_columns(pieces: Sequence[Piece]) -> bool:
    """Tell whether framed text is a striped row of a table: it has wide gaps in its lines."""
    return any(
        right.x0 - left.x1 > COLUMN_GAP * left.size
        for row in build_rows(pieces)
        for left, right in pairwise(row)
    )


def _is_table(grid: Grid) -> bool:
    return len({cell.column for cell in grid.cells}) > 1


def _overlap(box: BBox, other: BBox) -> bool:
    return (
        box.x0 < other.x1
        and other.x0 < box.x1
        and box.top < other.bottom
        and other.top < box.bottom
    )


def _put(node: _Node, piece: Piece, x: float, y: float) -> bool:
    box = node.grid.bbox
    if not (box.x0 <= x <= box.x1 and box.top <= y <= box.bottom):
        return False
    index = node.grid.cell_at(x, y)
    if index < 0:
        return False
    if not any(_put(child, piece, x, y) for child in node.nested.get(index, ())):
        node.pieces.setdefault(index, []).append(piece)
    return True


def _tree(grids: Sequence[Grid]) -> list[_Node]:
    """Nest the grids; they come biggest first."""
    roots: list[_Node] = []
    for grid in grids:
        node = _Node(grid)
        box = grid.bbox
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        level = roots
        parent: list[_Node] | None = level
        while parent is not None:
            level, parent = parent, None
            for other in level:
                index = other.grid.cell_at(x, y)
                if index >= 0 and _within(box, other.grid.box_of(other.grid.cells[index])):
                    parent = other.nested.setdefault(index, [])
                    break
        level.append(node)
    return roots


def _within(box: BBox, outer: BBox, slack: float = 2.0) -> bool:
    return (
        box.x0 >= outer.x0 - slack
        and box.x1 <= outer.x1 + slack
        and box.top >= outer.top - slack
        and box.bottom <= outer.bottom + slack
    )


def _texts(node: _Node) -> list[list[Piece]]:
    """Return the pieces of each cell of a node and of what stands in it."""
    inner = [text for nodes in node.nested.values() for child in nodes for text in _texts(child)]
    return [*node.pieces.values(), *inner]


def _join_words(node: _Node) -> None:
    for index, pieces in node.pieces.items():
        node.pieces[index] = join_words(pieces, node.grid.box_of(node.grid.cells[index]))
    for children in node.nested.values():
        for child in children:
            _join_words(child)


def _table(node: _Node, fills: Sequence[Fill]) -> DraftTable | None:
    """Return a node as a table; None when nothing is written in it."""
    grid = node.grid
    cells: list[DraftCell] = []
    for index, cell in enumerate(grid.cells):
        items: list[Block] = []
        for child in node.nested.get(index, ()):
            nested = _table(child, fills)
            if nested is not None:
                items.append(nested)
        parts = _split_span(grid, cell, node.pieces.get(index, [])) if not items else []
        for part, pieces in parts or [(cell, node.pieces.get(index, []))]:
            inside = [*items, *build_lines(pieces)]
            inside.sort(key=lambda item: (item.bbox.top, item.bbox.x0))
            cells.append(DraftCell(part, rounded(grid.box_of(part)), inside))
    if not any(draft.items for draft in cells):
        return None
    boxes = [child.grid.bbox for children in node.nested.values() for child in children]
    for draft in cells:
        draft.shade = shade_of(draft.bbox, fills, boxes)
    return DraftTable(rounded(grid.bbox), len(grid.ys) - 1, len(grid.xs) - 1, cells)


def _split_span(
    grid: Grid, cell: GridCell, pieces: Sequence[Piece]
) -> list[tuple[GridCell, list[Piece]]]:
    """Return a cell that spans columns as the cells of these, where its text keeps to them: the
    rules between are drawn in some rows only. A title over all columns does not."""
    edges = grid.xs[cell.column + 1 : cell.column + cell.column_span]
    if not edges or not pieces:
        return []
    columns: list[list[Piece]] = [[] for _ in range(cell.column_span)]
    for row in build_rows(pieces):
        for left, right in pairwise(row):
            at = bisect_right(edges, (left.x0 + left.x1) / 2)
            if at < bisect_right(edges, (right.x0 + right.x1) / 2) and (
                right.x0 - left.x1 < (BLANK if left.spaced else WORD_GAP) * left.size
            ):
                return []
        for piece in row:
            if any(piece.x0 < edge - 1 < piece.x1 - 2 for edge in edges):
                return []
            columns[bisect_right(edges, (piece.x0 + piece.x1) / 2)].append(piece)
    if sum(map(bool, columns)) < max(MIN_SPLIT, cell.column_span / 2):
        return []
    return [
        (cell._replace(column=cell.column + number, column_span=1), column)
        for number, column in enumerate(columns)
    ]


def shade_of(box: BBox, fills: Sequence[Fill], nested: Sequence[BBox]) -> str | None:
    """Return the colour of the last fill that covers enough of a cell and not its tables."""
    area = (box.x1 - box.x0) * (box.bottom - box.top)
    color = None
    for fill in fills:
        inner = fill.box
        wide = min(box.x1, inner.x1) - max(box.x0, inner.x0)
        high = min(box.bottom, inner.bottom) - max(box.top, inner.top)
        if wide <= 0 or high <= 0 or wide * high < SHADE_SHARE * area:
            continue
        if wide < 0.6 * (box.x1 - box.x0):
            continue
        if any(_within(inner, other) and other != inner for other in nested):
            continue
        color = fill.color
    return None if color == "#ffffff" else color


def rounded(box: BBox) -> BBox:
    """Return a box in hundredths of a point."""
    return BBox(*(round(value, 2) for value in box))


def _fill_grids(fills: Sequence[Fill], grids: Sequence[Grid]) -> list[Grid]:
    """Return the grids that filled boxes draw where no rule does: shaded cells side by side."""
    boxes: list[BBox] = []
    for fill in fills:
        box = fill.box
        if min(box.x1 - box.x0, box.bottom - box.top) < CELL_SIDE or fill.color == "#ffffff":
            continue
        if not any(_within(box, grid.bbox, 6.0) for grid in grids):
            boxes.append(box)
    if len(boxes) < 4:
        return []
    horizontals, verticals = [], []
    for box in boxes:
        horizontals += [Rule(box.top, box.x0, box.x1), Rule(box.bottom, box.x0, box.x1)]
        verticals += [Rule(box.x0, box.top, box.bottom), Rule(box.x1, box.top, box.bottom)]
    found, _ = find_grids(horizontals, verticals, touch=FILL_GAP)
    return [grid for grid in found if _is_table(grid) and len(grid.ys) > 2]
