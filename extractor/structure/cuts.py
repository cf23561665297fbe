"""What a page break or the name of a sheet does to the titles of tables.

In: the blocks of the whole document. Out: the same, fewer: the ends of titles joined with what they
end, the names of sheets that their first rows print again set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.structure.blocks import Block, Sort
from extractor.vocabulary.words import level_odds


def without_sheet_names(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, names of sheets as text where the sheet prints the same label again:
    `OS 1 Propreté` above `OS 1 : Être une commune propre`."""
    out = list(blocks)
    for at, block in enumerate(blocks):
        if not block.sheet or block.sort is not Sort.ITEM or not block.word:
            continue
        after = [b for b in blocks[at + 1 : at + 1 + _NEXT] if b.sort is Sort.ITEM and b.place]
        odds = level_odds(block.word)
        if odds and any(b.number == block.number and level_odds(b.word) == odds for b in after):
            out[at] = replace(block, sort=Sort.TEXT)
    return out


_NEXT = 4  # blocks below the name of a sheet among which its title stands


def join_cut(blocks: Sequence[Block]) -> list[Block]:
    """Join the titles that a page break cut in a table: `… du hangar` / `communal`."""
    out: list[Block] = []
    for block in blocks:
        if out and _ends_band(out[-1], block):
            block = _joined(out.pop(), block)
        if not (block.continues and block.sort is Sort.ITEM and block.place):
            out.append(block)
            continue
        at = next(
            (
                i
                for i in range(len(out) - 1, -1, -1)
                if out[i].sort is Sort.ITEM and (p := out[i].place) is not None
                and (p.grid, p.column) == (block.place.grid, block.place.column)
            ),
            None,
        )  # fmt: skip
        if at is None:
            out.append(block)
            continue
        out[at] = _joined(out[at], block)
    return out


def _joined(before: Block, block: Block) -> Block:
    """Return a title with the rest of it."""
    return replace(
        before, title=f"{before.title} {block.title}", lines=before.lines + block.lines,
        text=f"{before.text} {block.text}", number=before.number or block.number,
        word=before.word or block.word, label=before.label or block.label,
        known=before.known or block.known,
    )  # fmt: skip


def _ends_band(before: Block, block: Block) -> bool:
    """Tell whether a title alone at the head of a table is the end of what stands right above it,
    in a row of its own too, on the page before."""
    if before.sort is not Sort.ITEM or block.sort is not Sort.ITEM or before.word:
        return False
    if before.place is None or block.place is None or before.place.table == block.place.table:
        return False
    alone = before.place.alone and block.place.alone
    return alone and block.title[:1].islower() and before.title[-1:] not in ".;:!?"
