"""Bring what stands on a page into reading order.

In: a `RawPage`. Out: blocks (lines and tables) from first to last, their boxes on the page as it is
displayed. A page whose text is turned is read in the frame of most of its text; labels turned
otherwise are read after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import isfinite
from statistics import median

from extractor.document import BBox, Role
from extractor.readers.pdf.glyphs.aside import HUGE, set_aside, struck
from extractor.readers.pdf.glyphs.bullets import find_bullets
from extractor.readers.pdf.glyphs.capitals import join_capitals
from extractor.readers.pdf.glyphs.lines import (
    DISPLAY,
    DraftLine,
    build_line,
    build_lines,
    build_rows,
    spaced_lines,
)
from extractor.readers.pdf.glyphs.marks import Fill, Mark, Panel, Piece, RawPage, Rule, to_page
from extractor.readers.pdf.regions.cards import Unit, read_cards
from extractor.readers.pdf.regions.cover import Known, find_zones
from extractor.readers.pdf.regions.grid import SCAN_TOUCH, TOUCH, GridCell
from extractor.readers.pdf.regions.gutters import Row, Zone, column_of, make_rows
from extractor.readers.pdf.regions.leaves import find_leaves
from extractor.readers.pdf.regions.tables import (
    Block,
    DraftCell,
    DraftTable,
    read_tables,
    rounded,
    shade_of,
)


@dataclass(slots=True)
class _Read:
    """A page that was read: its number, its blocks and what it shows of columns."""

    number: int
    raw: RawPage
    blocks: list[Block]
    known: Known


class PageReader:
    """Reads pages one after the other; edges of columns hold for the pages on either side."""

    def __init__(self) -> None:
        self._known = Known()
        self._pages: list[_Read] = []

    def add(self, raw: RawPage, number: int) -> None:
        """Read a page in the light of the one before."""
        blocks = read_blocks(raw, self._known)
        self._pages.append(_Read(number, raw, blocks, replace(self._known)))

    def add_plain(self, raw: RawPage, number: int) -> int:
        """Keep the lines of a page from top to bottom, without columns; return how many."""
        found = [line for line in map(build_line, _rows_of(raw)) if line is not None]
        empty = RawPage(raw.width, raw.height)
        self._pages.append(_Read(number, empty, list(found), Known()))
        return len(found)

    def finish(self) -> list[tuple[int, list[Block]]]:
        """Return numbers and blocks; a page without tables is read again beside new edges of the
        next one."""
        for page, after in reversed([*pairwise(self._pages)]):
            mine, other = page.known, after.known
            if (
                page.raw.pieces
                and not mine.tables
                and (other.tables or not other.columns <= mine.columns)
            ):
                page.known = replace(
                    mine, columns=mine.columns | other.columns, tables=other.tables
                )
                with suppress(ValueError, LookupError, ArithmeticError):  # else as read before
                    page.blocks = read_blocks(page.raw, page.known)
        return [(page.number, page.blocks) for page in self._pages]


def _rows_of(raw: RawPage) -> Iterator[Sequence[Piece]]:
    """Yield the pieces of each line, direction by direction."""
    for direction in sorted(raw.pieces):
        pieces = [p for p in raw.pieces[direction] if p.text and isfinite(p.x0 + p.x1 + p.base)]
        pieces.sort(key=lambda piece: (piece.base, piece.x0))
        for _, row in groupby(pieces, key=lambda piece: round(piece.base)):
            yield sorted(row, key=lambda piece: piece.x0)
    for run in raw.tilted:
        yield [piece for piece in run if piece.text]


def read_blocks(page: RawPage, known: Known) -> list[Block]:
    """Return the lines and tables of a page in reading order.

    `known` are the edges of the columns of the page before; on return, of this page.
    """
    if not page.pieces and not page.tilted:
        return []
    main = max(page.pieces, key=lambda d: (sum(len(p.text) for p in page.pieces[d]), -d), default=0)
    horizontals, verticals, fills, marks, panels = _turned(page, main)
    pieces, asides = set_aside(page.pieces.get(main, ()), page)
    pieces = join_capitals(pieces)
    pieces += find_bullets(marks, pieces, known.bullets)
    width, height = page.width, page.height
    if main in (90, 270):
        width, height = height, width
    frame = _Frame(pieces, horizontals, verticals, fills, panels, (width, height), page.scanned)
    blocks, rules = _read_leaves(frame, known)
    strikes = [*rules, *page.strikes] if not main else []
    blocks = _with_strikes(blocks, strikes)
    for block in blocks:
        if isinstance(block, DraftTable) and block.kind == "unruled":
            for cell in block.cells:
                cell.shade = shade_of(cell.bbox, fills, [])
    blocks += asides
    if main:
        blocks = [_placed(block, main, page) for block in blocks]
    for direction in sorted(page.pieces):
        if direction != main:
            blocks += _turned_lines(page, direction, blocks)
    for run in page.tilted:
        line = build_line(run)
        if line is not None:
            mark = line.size >= HUGE * _usual_size(pieces)
            blocks.append(replace(line, role=Role.PAGE_HEADER) if mark else line)
    return blocks


@dataclass(slots=True)
class _Frame:
    """What stands on a page, or on a leaf of it, turned upright."""

    pieces: Sequence[Piece]
    horizontals: Sequence[Rule]
    verticals: Sequence[Rule]
    fills: Sequence[Fill]
    panels: Sequence[Panel]
    size: tuple[float, float]
    scanned: bool

    def part(self, pieces: Sequence[Piece], box: BBox) -> _Frame:
        """Return what stands within a box, and some of the pieces."""
        return replace(
            self,
            pieces=pieces,
            horizontals=[
                r
                for r in self.horizontals
                if box.x0 <= r.start and r.end <= box.x1 and box.top <= r.at <= box.bottom
            ],
            verticals=[
                r
                for r in self.verticals
                if box.x0 <= r.at <= box.x1 and box.top <= r.start and r.end <= box.bottom
            ],
            fills=[fill for fill in self.fills if _is_within(fill.box, box)],
            panels=[panel for panel in self.panels if _is_within(panel.box, box)],
            size=(box.x1 - box.x0, box.bottom - box.top),
        )


def _is_within(box: BBox, outer: BBox) -> bool:
    return (
        outer.x0 <= box.x0
        and box.x1 <= outer.x1
        and outer.top <= box.top
        and box.bottom <= outer.bottom
    )


def _read_leaves(frame: _Frame, known: Known) -> tuple[list[Block], list[Rule]]:
    """Read a page leaf by leaf, where it has some; return also the rules of no grid."""
    leaves = find_leaves(frame.pieces, frame.horizontals, frame.size[0])
    if leaves is None:
        return _read_frame(frame, known)
    width, height = frame.size
    parts = [(leaves.above, BBox(0, 0, width, leaves.top))]
    for pieces, (x0, x1) in zip(leaves.columns, pairwise([0.0, *leaves.edges, width]), strict=True):
        parts.append((pieces, BBox(x0, 0, x1, height)))
    parts.append((leaves.below, BBox(0, leaves.bottom, width, height)))
    blocks: list[Block] = []
    rules: list[Rule] = []
    for pieces, box in parts:
        inner, more = _read_frame(frame.part(pieces, box), Known(bullets=known.bullets))
        blocks += inner
        rules += more
    if len(leaves.columns) == 2:
        known.columns = {min(piece.x0 for piece in leaves.columns[1])}
    return blocks, rules


def _read_frame(frame: _Frame, known: Known) -> tuple[list[Block], list[Rule]]:
    """Read tables, cards, columns and lines; return also the rules of no grid."""
    touch = SCAN_TOUCH if frame.scanned else TOUCH
    shapes = [panel.box for panel in frame.panels]
    tables = read_tables(
        frame.pieces,
        frame.horizontals,
        frame.verticals,
        frame.fills,
        frame.size[0],
        touch,
        shapes,
    )
    units = [Unit(table.bbox, [table]) for table in tables.tables]
    free = [*tables.free, *(piece for _, framed in tables.framed for piece in framed)]
    panels = [Panel(box, curved=True, framed=True) for box, _ in tables.framed]
    free, units = read_cards([*panels, *frame.panels], free, units, frame.size, _order_within)
    return order_blocks(free, units, tables.rules, known), tables.rules


def _usual_size(pieces: Sequence[Piece]) -> float:
    return median(piece.size for piece in pieces) if pieces else float("inf")


def _with_strikes(blocks: Sequence[Block], rules: Sequence[Rule]) -> list[Block]:
    """Return blocks, the lines marked that a rule strikes out."""
    if not rules:
        return list(blocks)
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, DraftLine):
            result += struck([block], rules)
            continue
        for cell in block.cells:
            cell.items = _with_strikes(cell.items, rules)
        result.append(block)
    return result


def _turned_lines(page: RawPage, direction: int, blocks: Sequence[Block]) -> list[Block]:
    """Put text that is turned otherwise into the cells where it stands; return the other lines."""
    cells = [cell for block in blocks if isinstance(block, DraftTable) for cell in _cells(block)]
    groups: dict[int, list[Piece]] = defaultdict(list)
    for piece in page.pieces[direction]:
        box = to_page(
            BBox(piece.x0, piece.top, piece.x1, piece.bottom), direction, page.width, page.height
        )
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        inside = [
            number
            for number, cell in enumerate(cells)
            if cell.bbox.x0 <= x <= cell.bbox.x1 and cell.bbox.top <= y <= cell.bbox.bottom
        ]
        groups[inside[-1] if inside else -1].append(piece)
    lines = {
        number: [_placed(line, direction, page) for line in build_lines(pieces)]
        for number, pieces in groups.items()
    }
    free = lines.pop(-1, [])
    for number, inside_cell in lines.items():
        cells[number].items += inside_cell
    return free


def _cells(table: DraftTable) -> Iterator[DraftCell]:
    """Yield the cells of a table, those of nested tables after the cell that holds them."""
    for cell in table.cells:
        yield cell
        for item in cell.items:
            if isinstance(item, DraftTable):
                yield from _cells(item)


def _order_within(free: Sequence[Piece], units: Sequence[Unit]) -> list[Block]:
    return order_blocks(free, units, [], Known())


def order_blocks(
    free: Sequence[Piece], units: Sequence[Unit], rules: Sequence[Rule], known: Known
) -> list[Block]:
    """Put free text and what is already read into reading order, column by column."""
    return _order(make_rows(build_rows(free), [unit.box for unit in units]), units, rules, known)


def _order(
    rows: Sequence[Row], units: Sequence[Unit], rules: Sequence[Rule], known: Known
) -> list[Block]:
    """Read rows zone by zone; what stands in a column is ordered as a page of its own."""
    blocks: list[Block] = []
    index = 0
    for zone in find_zones(rows, rules, known):
        blocks += _plain(rows[index : zone.first], units)
        if zone.kind == "table":
            blocks.append(_unruled(rows, zone))
        else:
            for first, last in zone.groups or [(zone.first, zone.last)]:
                for number in range(len(zone.edges) + 1):
                    column = _column(rows[first : last + 1], zone.edges, number)
                    blocks += _order(column, units, [], Known())
        index = zone.last + 1
    return _with_gaps(blocks + _plain(rows[index:], units))


def _column(rows: Sequence[Row], edges: Sequence[float], number: int) -> list[Row]:
    result: list[Row] = []
    for row in rows:
        if row.unit is not None:
            if column_of(edges, row.box.x0, row.box.x1) == number:
                result.append(row)
            continue
        pieces = [p for p in row.pieces if column_of(edges, p.x0, p.x1) == number]
        result += make_rows([pieces] if pieces else [], [])
    return result


def _plain(rows: Sequence[Row], units: Sequence[Unit]) -> list[Block]:
    """Return rows of one column as lines, with the units among them, gaps set."""
    pieces = [piece for row in rows for piece in row.pieces]
    parts: list[tuple[float, list[Block]]] = []
    lines = build_lines(pieces)
    for line, after in pairwise([*lines, None]):
        assert line is not None
        label = after is not None and after.bbox.x0 >= line.bbox.x1  # that of the lines below
        top = min(line.bbox.top, after.bbox.top) if label and after else _top(line, lines)
        beside = _tops_beside(line, lines)
        top = min([top, *(at - 0.1 for at in beside)])
        parts.append((top, [line]))
    parts += [(row.box.top, units[row.unit].blocks) for row in rows if row.unit is not None]
    parts.sort(key=lambda part: part[0])
    return [block for _, part in parts for block in part]


def _tops_beside(line: DraftLine, lines: Sequence[DraftLine]) -> list[float]:
    """Return the tops of the small lines whose middles stand right of a line in display type."""
    box = line.bbox
    return [
        other.bbox.top
        for other in lines
        if DISPLAY * other.size <= line.size
        and other.bbox.x0 >= box.x1
        and box.top < (other.bbox.top + other.bbox.bottom) / 2 < box.bottom
    ]


def _top(line: DraftLine, lines: Sequence[DraftLine]) -> float:
    """Return where a line begins: in display type below the small lines above its letters, over
    which the box of the font reaches."""
    small = [
        other.bbox
        for other in lines
        if DISPLAY * other.size <= line.size and other.bbox.x0 < line.bbox.x1
    ]
    middle = (line.bbox.top + line.bbox.bottom) / 2
    above = [box.top for box in small if box.x1 > line.bbox.x0 and box.bottom < middle]
    return max([line.bbox.top, *above])


def _unruled(rows: Sequence[Row], zone: Zone) -> DraftTable:
    """Return a zone as a table without rules; rows reach down to the next one."""
    part = rows[zone.first : zone.last + 1]
    xs = [min(row.box.x0 for row in part), *zone.edges, max(row.box.x1 for row in part)]
    ys = [min(line.bbox.top for cell in row for line in cell) for row in zone.table]
    ys.append(max(row.box.bottom for row in part))
    cells = [
        DraftCell(
            GridCell(row, column, 1, 1),
            rounded(BBox(xs[column], ys[row], xs[column + 1], ys[row + 1])),
            list(spaced_lines(lines)),
        )
        for row, columns in enumerate(zone.table)
        for column, lines in enumerate(columns)
    ]
    box = rounded(BBox(xs[0], ys[0], xs[-1], ys[-1]))
    return DraftTable(box, len(zone.table), len(xs) - 1, cells, kind="unruled")


def _with_gaps(blocks: list[Block]) -> list[Block]:
    """Give each line outside tables the white space above it."""
    result: list[Block] = []
    bottom: float | None = None
    for block in blocks:
        if isinstance(block, DraftLine):
            height = max(block.bbox.bottom - block.bbox.top, 1.0)
            above = 0.0 if bottom is None else max(block.bbox.top - bottom, 0.0)
            block = replace(block, gap=round(above / height, 2))
        result.append(block)
        bottom = block.bbox.bottom
    return result


def _turned(
    page: RawPage, direction: int
) -> tuple[list[Rule], list[Rule], list[Fill], list[Mark], list[Panel]]:
    """Return rules, fills, marks and panels in the upright frame of a direction."""
    if not direction:
        return page.horizontals, page.verticals, page.fills, page.marks, page.panels
    wide, high = page.width, page.height
    back = (360 - direction) % 360
    if direction in (90, 270):
        wide, high = high, wide

    def turn(box: BBox) -> BBox:
        return to_page(box, back, wide, high)

    across = [turn(BBox(rule.start, rule.at, rule.end, rule.at)) for rule in page.horizontals]
    down = [turn(BBox(rule.at, rule.start, rule.at, rule.end)) for rule in page.verticals]
    if direction in (90, 270):
        across, down = down, across
    return (
        [Rule(box.top, box.x0, box.x1) for box in across],
        [Rule(box.x0, box.top, box.bottom) for box in down],
        [Fill(turn(fill.box), fill.color, fill.order) for fill in page.fills],
        [mark._replace(box=turn(mark.box)) for mark in page.marks],
        [panel._replace(box=turn(panel.box)) for panel in page.panels],
    )


def _placed(block: Block, direction: int, page: RawPage) -> Block:
    """Return a block of a turned frame with boxes on the page."""

    def place(box: BBox) -> BBox:
        return BBox(*(round(v, 2) for v in to_page(box, direction, page.width, page.height)))

    if isinstance(block, DraftLine):
        return replace(block, bbox=place(block.bbox), words=())
    for cell in block.cells:
        cell.bbox = place(cell.bbox)
        cell.items = [_placed(item, direction, page) for item in cell.items]
    block.bbox = place(block.bbox)
    return block
