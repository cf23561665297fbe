"""Numbers and states that stand on lines of their own: a big numeral, a card's code, a badge.

In: blocks in order. Out: the same, fewer: a number goes to the title below it where the numbers of
the document do so again and again and count something; a state (`En cours`, `35 %`, `ODD 15`) below
or between the parts of an item is a value of that item. No line is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.structure.blocks import Block, Sort, has_letters
from extractor.structure.contents import kind_of
from extractor.structure.numbers import path_of
from extractor.structure.tails import state_kind

_LEAST = 2  # states of one kind: one may be anything
_MOST = 0.7  # of the numbers alone stand above a title, of the states below one
_BETWEEN = 2  # states between a number and its title


def join_apart(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, numbers with the titles that they count, states as values."""
    return _with_states(_with_numbers(blocks))


def _with_numbers(blocks: Sequence[Block]) -> list[Block]:
    alone = [at for at, block in enumerate(blocks) if _is_number(block)]
    titles = {at: to for at in alone if (to := _title_below(blocks, at)) is not None}
    if len(titles) < _MOST * len(alone) or not _count_up([blocks[at] for at in titles]):
        return list(blocks)
    out: list[Block] = []
    taken: set[int] = set()
    for at, block in enumerate(blocks):
        if at in titles:
            to = titles[at]
            out += [_numbered(block, blocks[to]), *blocks[at + 1 : to]]
            taken.update(range(at, to + 1))
        elif at not in taken:
            out.append(block)
    return out


def _is_number(block: Block) -> bool:
    return block.sort is Sort.TEXT and block.number is not None and not has_letters(block.text)


def _title_below(blocks: Sequence[Block], at: int) -> int | None:
    """Return the place of the title of a number: the next block, or the one behind its states."""
    to = at + 1
    while to < len(blocks) and to <= at + _BETWEEN and _value_of(blocks[to]) is not None:
        to += 1
    if to >= len(blocks):
        return None
    number, title = blocks[at], blocks[to]
    same = (number.place, number.page) == (title.place, title.page)
    free = title.number is None and (title.marker is None or not title.marker.code)
    return to if same and free and title.sort is Sort.ITEM and bool(title.title) else None


def _count_up(numbers: Sequence[Block]) -> bool:
    """Tell whether numbers are those of an outline: dotted, or each one more than the last."""
    paths = [path_of(block.number) for block in numbers]
    plain = [path[0] for path in paths if len(path) == 1]
    steps = all(after in (1, before + 1) for before, after in pairwise(plain))
    return len(set(paths)) > 1 and () not in paths and steps


def _numbered(number: Block, title: Block) -> Block:
    """Return a title with the number that stands above it."""
    label = f"{title.label} {number.number}" if title.label else number.text.strip()
    return replace(
        title, number=number.number, label=label, text=f"{number.text} {title.text}",
        lines=number.lines + title.lines, marker=title.marker if title.word else number.marker,
    )  # fmt: skip


def _with_states(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks, the states among them as values of the items above."""
    found = {
        at: key
        for at, block in enumerate(blocks)
        if (key := _value_of(block)) is not None and _is_inside(blocks, at)
    }
    every = Counter(key for block in blocks if (key := _value_of(block)) is not None)
    sure = {k for k, n in Counter(found.values()).items() if n >= max(_LEAST, _MOST * every[k])}
    return [
        replace(block, sort=Sort.FIELD, key=found[at], label=found[at], value=block.text)
        if found.get(at) in sure
        else block
        for at, block in enumerate(blocks)
    ]


def _value_of(block: Block) -> str | None:
    """Return what kind of state a block is that stands on a line of its own."""
    text = block.text.strip()
    if block.sort not in (Sort.ITEM, Sort.TEXT) or block.word or block.marker is not None:
        return None
    if block.place is not None or block.type.outline is not None:
        return None
    return "sdgs" if kind_of(text) == "sdgs" else state_kind(text)


def _is_inside(blocks: Sequence[Block], at: int) -> bool:
    """Tell whether a block stands below an item or its values, and above no list of its own."""
    before = blocks[at - 1] if at else None
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    if before is None or before.sort not in (Sort.ITEM, Sort.FIELD, Sort.TEXT):
        return False
    listed = after is not None and after.marker is not None and after.marker.kind == "bullet"
    return not listed
