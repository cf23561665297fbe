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
    """Return shapes as a reader takes them: columns one after the other, else from the top.

    The slide is cut in two where the widest white runs across it, from side to side or from top to
    bottom, and each part again.
    """
    return [shape for _, shape in _cut(list(shapes))]


def _cut(shapes: list[tuple[Box, _T]]) -> list[tuple[Box, _T]]:
    if len(shapes) < 2:
        return shapes
    across, rows = _widest(shapes, 1, 3)
    down, columns = _widest(shapes, 0, 2)
    if not rows and not columns:
        return sorted(shapes, key=lambda shape: (shape[0].top, shape[0].left))
    parts = columns if not rows or (columns and down > across) else rows
    return [shape for part in parts for shape in _cut(part)]


def _widest(
    shapes: list[tuple[Box, _T]], low: int, high: int
) -> tuple[float, list[list[tuple[Box, _T]]]]:
    """Return the widest gap on one axis and the shapes on both sides, no parts without a gap."""
    ordered = sorted(shapes, key=lambda shape: (shape[0][low], shape[0][1 - low]))
    edge = ordered[0][0][high]
    best, at = float("-inf"), 0
    for number, (box, _) in enumerate(ordered[1:], 1):
        gap = box[low] - edge
        # a shape may reach a little into the one before: a tenth of its own extent
        if gap >= -0.1 * (box[high] - box[low]) and gap > best:
            best, at = gap, number
        edge = max(edge, box[high])
    return best, [ordered[:at], ordered[at:]] if at else []
