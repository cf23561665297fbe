"""Forms: one sheet per action or project that names its objectives after its own title.

In: blocks with their ranks. Out: the order in which nesting works: where most sheets are followed by
their objectives, and the first one is preceded by none, each sheet's objectives come before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
