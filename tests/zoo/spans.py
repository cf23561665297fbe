"""PDF tables with merged cells, cut at page ends as word processors do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.platypus import Table

from tests.zoo.pdfkit import Press


@dataclass
class SpannedRow:
    """The cells that begin in this row by column, and over how many rows each stands."""

    cells: dict[int, Any] = field(default_factory=dict)
    spans: dict[int, int] = field(default_factory=dict)


def chunk(rows: Sequence[SpannedRow], start: int, end: int, repeat: bool) -> list[SpannedRow]:
    """Return rows `start` to `end`, spans cut to them; cells cut above are blank or repeated."""
    part = [SpannedRow(dict(row.cells), dict(row.spans)) for row in rows[start:end]]
    for above, row in enumerate(rows[:start]):
        for column, span in row.spans.items():
            if span > 1 and above + span > start:
                part[0].spans[column] = above + span - start
                part[0].cells[column] = row.cells[column] if repeat else ""
    for rank, row in enumerate(part):
        for column, span in row.spans.items():
            row.spans[column] = min(span, len(part) - rank)
    return part


def spanned(
    press: Press,
    head: Sequence[Any],
    rows: Sequence[SpannedRow],
    widths: Sequence[float],
    *,
    ruled: bool = True,
    repeat_cells: bool = False,
    repeat_head: bool = True,
    used: float = 0,
) -> None:
    """Print the rows as one table a page; `used` points of the first page are taken already."""
    room = press.page[1] - 2 * press.margin - 12
    start = 0
    while start < len(rows):
        available = room - (used if start == 0 else 0)
        low, high = start + 1, len(rows)
        while low < high:
            middle = (low + high + 1) // 2
            if _height(press, head, chunk(rows, start, middle, repeat_cells), widths) <= available:
                low = middle
            else:
                high = middle - 1
        if start:
            press.new_page()
        with_head = repeat_head or start == 0
        _print(
            press, head if with_head else (), chunk(rows, start, low, repeat_cells), widths, ruled
        )
        start = low


def _height(press: Press, head: Sequence[Any], part: list[SpannedRow], widths: Any) -> float:
    table = _print(press, head, part, widths, True)
    press.story.pop()
    return float(table.wrap(press.width, 10_000)[1])


def _print(
    press: Press, head: Sequence[Any], part: list[SpannedRow], widths: Any, ruled: bool
) -> Table:
    lines: list[list[Any]] = [list(head)] if head else []
    commands: list[tuple[Any, ...]] = [press.shade((0, 0), (-1, 0))] if head and ruled else []
    for row in part:
        line: list[Any] = [""] * len(widths)
        for column, cell in row.cells.items():
            line[column] = cell
            span = row.spans.get(column, 1)
            if span > 1:
                commands.append(("SPAN", (column, len(lines)), (column, len(lines) + span - 1)))
        lines.append(line)
    return press.table(lines, widths, ruled=ruled, commands=commands)
