"""Find the grids that rules draw on a page.

In: horizontal and vertical `Rule`s. Out: `Grid`s whose cells are the smallest closed rectangles;
a rule that is missing between two of them merges them. Sides that are open over the whole length
are closed, so that tables without outer border are grids too. Grids whose rules do not touch are
apart, even when one stands within the other: nested tables.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.document import BBox
from extractor.readers.pdf.glyphs.marks import Rule

SAME = 0.9  # points between rules that are drawn twice
BREAK = 2.5  # points: a shorter gap within a rule is a corner left open
TOUCH = 1.5  # points; nested tables keep 2.5 points and more from the border of their cell
SCAN_TOUCH = 4.0  # points: rules of scans end where the ink fades
SNAP = 3.0  # points: rows and columns of a grid are never thinner (double borders)


class GridCell(NamedTuple):
    """A cell by rows and columns of its grid."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns stand between consecutive `xs`, rows between consecutive `ys`."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    slots: tuple[tuple[int, ...], ...]  # row, column → index into `cells`, -1 for outside

    @property
    def bbox(self) -> BBox:
        """Return the box of the whole grid."""
        return BBox(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def box_of(self, cell: GridCell) -> BBox:
        """Return the box of a cell."""
        return BBox(
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.column_span],
            self.ys[cell.row + cell.row_span],
        )

    def cell_at(self, x: float, y: float) -> int:
        """Return the index of the cell that holds a point, -1 when none does."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if 0 <= row < len(self.slots) and 0 <= column < len(self.slots[0]):
            return self.slots[row][column]
        return -1


def merge_rules(rules: Iterable[Rule], same: float = SAME) -> list[Rule]:
    """Join rules that continue or repeat each other. The result is sorted by place."""
    clusters: list[list[Rule]] = []
    for rule in sorted(rules):
        if clusters and rule.at - clusters[-1][0].at <= same:
            clusters[-1].append(rule)
        else:
            clusters.append([rule])
    merged: list[Rule] = []
    for cluster in clusters:
        at = sum(rule.at for rule in cluster) / len(cluster)
        parts = sorted((rule.start, rule.end) for rule in cluster)
        start, end = parts[0]
        for part_start, part_end in parts[1:]:
            if part_start - end <= BREAK:
                end = max(end, part_end)
            else:
                merged.append(Rule(at, start, end))
                start, end = part_start, part_end
        merged.append(Rule(at, start, end))
    return merged


def find_grids(
    horizontals: Iterable[Rule], verticals: Iterable[Rule], touch: float = TOUCH
) -> tuple[list[Grid], list[Rule]]:
    """Return the grids, biggest first, and the horizontal rules that belong to none."""
    across, down = merge_rules(horizontals), merge_rules(verticals)
    owner = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for i, h in enumerate(across):
        for j, v in enumerate(down, start=len(across)):
            if (
                h.start - touch <= v.at <= h.end + touch
                and v.start - touch <= h.at <= v.end + touch
            ):
                owner[root(i)] = root(j)
    members: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate(across):
        members[root(i)][0].append(rule)
    for j, rule in enumerate(down, start=len(across)):
        members[root(j)][1].append(rule)
    grids: list[Grid] = []
    alone: list[Rule] = []
    for hs, vs in members.values():
        grid = build_grid(hs, vs) if hs and vs else None
        if grid is not None:
            grids.append(grid)
        else:
            alone.extend(hs)
    grids.sort(key=lambda grid: (-_area(grid.bbox), grid.bbox))
    return grids, sorted(alone)


def _area(box: BBox) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _snap(values: Iterable[float]) -> list[float]:
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _close(places: list[float], crossing: Sequence[Rule]) -> tuple[list[float], bool, bool]:
    """Add the ends of the crossing rules where they reach beyond the first and last place."""
    low, high = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    first, last = low < places[0] - 2 * SNAP, high > places[-1] + 2 * SNAP
    return [low] * first + places + [high] * last, first, last


class _Walls:
    """Answers whether a rule stands at a place between two rows or columns."""

    def __init__(self, rules: Sequence[Rule], places: Sequence[float]) -> None:
        self.spans: list[list[tuple[float, float]]] = [[] for _ in places]
        for rule in rules:
            nearest = min(range(len(places)), key=lambda i: abs(places[i] - rule.at))
            self.spans[nearest].append((rule.start, rule.end))

    def close(self, index: int, low: float, high: float) -> None:
        self.spans[index].append((low, high))

    def at(self, index: int, low: float, high: float) -> bool:
        middle = (low + high) / 2
        return any(start <= middle <= end for start, end in self.spans[index])


def build_grid(horizontals: Sequence[Rule], verticals: Sequence[Rule]) -> Grid | None:
    """Return the grid of rules that touch each other; None when they close no cell."""
    ys, open_top, open_bottom = _close(_snap(r.at for r in horizontals), verticals)
    xs, open_left, open_right = _close(_snap(r.at for r in verticals), horizontals)
    if len(xs) < 2 or len(ys) < 2:
        return None
    down, across = _Walls(verticals, xs), _Walls(horizontals, ys)
    for is_open, walls, index, places in (
        (open_left, down, 0, ys), (open_right, down, len(xs) - 1, ys),
        (open_top, across, 0, xs), (open_bottom, across, len(ys) - 1, xs),
    ):  # fmt: skip
        if is_open:
            walls.close(index, places[0], places[-1])
    regions = _regions(xs, ys, down, across)
    cells: list[GridCell] = []
    slots = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for region in regions:
        for cell in _rectangles(region):
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    slots[row][column] = len(cells)
            cells.append(cell)
    if not cells:
        return None
    order = sorted(range(len(cells)), key=lambda i: cells[i][:2])
    rank = {old: new for new, old in enumerate(order)}
    rank[-1] = -1
    return Grid(
        tuple(xs),
        tuple(ys),
        tuple(cells[i] for i in order),
        tuple(tuple(rank[slot] for slot in row) for row in slots),
    )


def _regions(
    xs: Sequence[float], ys: Sequence[float], down: _Walls, across: _Walls
) -> list[list[tuple[int, int]]]:
    """Flood the slots across missing walls.

    What leaks out of the grid is left out, unless it is a rectangle open at one side, or at both
    ends of a whole row: a band without its right-hand rule, a cell cut by the page's edge.
    """
    rows, columns = len(ys) - 1, len(xs) - 1
    seen: set[tuple[int, int]] = set()
    regions: list[list[tuple[int, int]]] = []
    for start in ((r, c) for r in range(rows) for c in range(columns)):
        if start in seen:
            continue
        region, stack = [], [start]
        leaks: set[str] = set()
        seen.add(start)
        while stack:
            row, column = stack.pop()
            region.append((row, column))
            for side, walls, index, low, high, following in (
                ("left", down, column, ys[row], ys[row + 1], (row, column - 1)),
                ("right", down, column + 1, ys[row], ys[row + 1], (row, column + 1)),
                ("top", across, row, xs[column], xs[column + 1], (row - 1, column)),
                ("bottom", across, row + 1, xs[column], xs[column + 1], (row + 1, column)),
            ):
                if walls.at(index, low, high) or following in seen:
                    continue
                if not (0 <= following[0] < rows and 0 <= following[1] < columns):
                    leaks.add(side)
                    continue
                seen.add(following)
                stack.append(following)
        if not leaks or (_is_full(region) and (len(leaks) == 1 or leaks == {"left", "right"})):
            regions.append(sorted(region))
    return regions


def _is_full(region: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a region is a rectangle."""
    rows, columns = {row for row, _ in region}, {column for _, column in region}
    return len(region) == len(rows) * len(columns)


def _rectangles(region: Sequence[tuple[int, int]]) -> list[GridCell]:
    """Return a region as one cell, or row by row when it is no rectangle."""
    top, left = region[0][0], min(column for _, column in region)
    bottom, right = region[-1][0], max(column for _, column in region)
    if len(region) == (bottom - top + 1) * (right - left + 1):
        return [GridCell(top, left, bottom - top + 1, right - left + 1)]
    cells: list[GridCell] = []
    for row, column in region:
        last = cells[-1] if cells else None
        if last and last.row == row and last.column + last.column_span == column:
            cells[-1] = last._replace(column_span=last.column_span + 1)
        else:
            cells.append(GridCell(row, column, 1, 1))
    return cells
