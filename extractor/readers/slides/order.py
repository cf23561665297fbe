"""The order in which the shapes of a slide are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

_T = TypeVar("_T")


class Box(NamedTuple):
    """A shape's place in any unit, origin at the slide's top left."""

    left: float
    top: float
    right: float
    bottom: float


def reading_order(shapes: Sequence[tuple[Box, _T]]) -> list[_T]:
    """Return shapes row by row; shapes beside each other are columns, read one after the other.

    The slide is cut where white runs across it: first from side to side, then from top to bottom,
    and so on in each part.
    """
    return [shape for _, shape in _cut(list(shapes), across=True)]


def _cut(
    shapes: list[tuple[Box, _T]], *, across: bool, failed: bool = False
) -> list[tuple[Box, _T]]:
    if len(shapes) < 2:
        return shapes
    first, last = (1, 3) if across else (0, 2)
    shapes = sorted(shapes, key=lambda shape: (shape[0][first], shape[0][1 - first]))
    parts: list[list[tuple[Box, _T]]] = []
    edge = float("-inf")
    for shape in shapes:
        low, high = shape[0][first], shape[0][last]
        # a shape may reach a little into the next: a tenth of its own extent
        if parts and low < edge - 0.1 * (high - low):
            parts[-1].append(shape)
        else:
            parts.append([shape])
        edge = max(edge, high)
    if len(parts) == 1:
        if failed:
            return sorted(shapes, key=lambda shape: (shape[0].top, shape[0].left))
        return _cut(shapes, across=not across, failed=True)
    return [shape for part in parts for shape in _cut(part, across=not across)]
