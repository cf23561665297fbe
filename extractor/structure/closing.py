"""Values that close a list: those of the objective above it, not of its last entry.

In: blocks and the rank of each. Out: the places of the fields that speak of the parent. Where lists
of several entries end in values, and no entry but the last is followed by any, these are the
objective's: `OO 1.1`, its actions, then `Pilote : …` once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.structure.blocks import Block, Sort
from extractor.structure.score import OS

_LEAST = 2  # lists of several entries that end so
_SEVERAL = 2  # entries of such a list


def closing_fields(blocks: Sequence[Block], ranks: Mapping[int, int]) -> set[int]:
    """Return the places of the fields that belong to what stands above their list."""
    leaf = max(ranks.values(), default=0)
    entries = 0
    open_fields: list[int] = []
    found: set[int] = set()
    lists = 0
    for at, block in enumerate([*blocks, None]):
        rank = ranks.get(at, 0)
        if block is None or OS <= rank < leaf:
            lists += entries >= _SEVERAL and bool(open_fields)
            found.update(open_fields)
            entries, open_fields = 0, []
        elif rank == leaf:
            if open_fields:
                return set()  # a value between two entries: it is the entry's
            entries += 1
        elif block.sort is Sort.FIELD and block.place is None and block.lines and entries:
            open_fields.append(at)
    return found if lists >= _LEAST else set()
