"""Bring what stands on a page into reading order.

In: a `RawPage`. Out: blocks (lines and tables) from first to last, their boxes on the page as it is
displayed. A page whose text is turned is read in the frame of most of its text; labels turned
otherwise are read after it.
"""

from __future__ import annotations

from dataclasses import replace

from extractor.document import BBox
from extractor.readers.pdf_chars import Fill, RawPage, Rule, to_page
from extractor.readers.pdf_lines import DraftLine, build_line, build_lines
from extractor.readers.pdf_tables import Block, read_tables


def read_blocks(page: RawPage) -> list[Block]:
    """Return the lines and tables of a page in reading order."""
    if not page.pieces and not page.tilted:
        return []
    main = max(page.pieces, key=lambda d: (sum(len(p.text) for p in page.pieces[d]), -d), default=0)
    horizontals, verticals, fills = _turned(page, main)
    pieces = list(page.pieces.get(main, ()))
    width = page.height if main in (90, 270) else page.width
    tables = read_tables(pieces, horizontals, verticals, fills, width)
    blocks: list[Block] = [*tables.tables, *build_lines(tables.free)]
    for framed in tables.framed:
        blocks += build_lines(framed)
    blocks.sort(key=lambda block: (block.bbox.top, block.bbox.x0))
    blocks = _with_gaps(blocks)
    if main:
        blocks = [_placed(block, main, page) for block in blocks]
    for direction in sorted(page.pieces):
        if direction != main:
            blocks += [
                _placed(line, direction, page) for line in build_lines(page.pieces[direction])
            ]
    for run in page.tilted:
        line = build_line(run)
        if line is not None:
            blocks.append(line)
    return blocks


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


def _turned(page: RawPage, direction: int) -> tuple[list[Rule], list[Rule], list[Fill]]:
    """Return rules and fills in the upright frame of a direction."""
    if not direction:
        return page.horizontals, page.verticals, page.fills
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
        [Fill(turn(fill.box), fill.color) for fill in page.fills],
    )


def _placed(block: Block, direction: int, page: RawPage) -> Block:
    """Return a block of a turned frame with boxes on the page."""

    def place(box: BBox) -> BBox:
        return BBox(*(round(v, 2) for v in to_page(box, direction, page.width, page.height)))

    if isinstance(block, DraftLine):
        return replace(block, bbox=place(block.bbox))
    for cell in block.cells:
        cell.bbox = place(cell.bbox)
        cell.items = [_placed(item, direction, page) for item in cell.items]
    block.bbox = place(block.bbox)
    return block
