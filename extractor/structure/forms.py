"""Forms: one sheet per action or project that names its objectives after its own title.

In: blocks with their ranks. Out: the order in which nesting works: where most sheets are followed by
their objectives, and the first one is preceded by none, each sheet's objectives come before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.structure.blocks import Block, Sort, clean_title, has_letters
from extractor.structure.score import ACTION, OO, OS, PROJET

_MOST = 0.8  # part of the sheets that name their objectives behind their title
_LEAST = 2  # sheets


def lead_with_context(order: Sequence[int], ranks: Mapping[int, int]) -> list[int]:
    """Return the places of the blocks, objectives before the sheet that names them."""
    for leaf in (ACTION, PROJET):
        moved = _moved(order, ranks, leaf)
        if moved is not None:
            return moved
    return list(order)


def _moved(order: Sequence[int], ranks: Mapping[int, int], leaf: int) -> list[int] | None:
    sheets: list[list[int]] = [[]]
    for at in order:
        if ranks.get(at) == leaf:
            sheets.append([])
        sheets[-1].append(at)
    context = [[at for at in sheet if ranks.get(at) in (OS, OO)] for sheet in sheets]
    if len(sheets) <= _LEAST or context[0]:
        return None
    named = sum(map(bool, context[1:]))
    if named < _MOST * (len(sheets) - 1):
        return None
    out = list(sheets[0])
    for sheet, above in zip(sheets[1:], context[1:], strict=True):
        out += above
        out += [at for at in sheet if at not in set(above)]
    return out


def fill_titles(blocks: Sequence[Block]) -> list[Block]:
    """Give the sheets that print but their number the title that a field of theirs holds; what
    stays without title is text."""
    out = list(blocks)
    for at, block in enumerate(out):
        if block.sort is not Sort.ITEM or has_letters(block.title):
            continue
        for later in range(at + 1, min(len(out), at + _REACH)):
            other = out[later]
            if other.sort is Sort.ITEM and other.word == block.word:
                break
            if other.sort is Sort.FIELD and other.key == "title" and other.value.strip():
                title = clean_title(other.value)
                out[at] = replace(block, title=title, lines=block.lines + other.lines)
                out[later] = replace(other, sort=Sort.HEADER, lines=(), value="", key=None)
                break
        else:
            out[at] = replace(block, sort=Sort.TEXT)
        if not has_letters(out[at].title):
            out[at] = replace(out[at], sort=Sort.TEXT)
    return out


_REACH = 14  # blocks of a sheet among which its title stands
