"""Find the rows of a borderless table.

In: the lines of each column of a zone. Out: rows of cells, or nothing when the columns are
newspaper columns. Cells are what wide white space parts in a column. In a table a cell never starts
beside the middle of one at its right; newspaper columns do not care.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.readers.pdf_lines import DraftLine

BAND = 0.35  # line heights beyond the least white space: the white between cells of a column
WIDE = 0.6  # line heights: lines further apart than that are hardly ever one cell
LEVEL = 0.3  # of the font size: tops nearer than that are level
MAX_BESIDE = 0.12  # share of cells that may start beside the middle of another

Cells = list[list[list[DraftLine]]]  # column, cell, line


def find_rows(
    columns: Sequence[list[DraftLine]], rules: Sequence[float] = (), least: int | None = None
) -> Cells:
    """Return the rows of a borderless table, one list of lines per column; none when it is none.

    Rules across all columns part the rows where there are some; else a row starts where a cell
    starts. A cell that is longer than its row belongs to the row where it starts. `least` rows make
    a table: 3, or 4 of two columns, unless the caller knows the columns from elsewhere.
    """
    tops = [line.bbox.top for column in columns for line in column]
    inner = [at for at in rules if min(tops) < at < max(tops)]
    if len(inner) >= 2:
        starts = [min(tops), *inner]
        cells = [[[line] for line in column] for column in columns]
    else:
        cells = _cut(columns)
        starts = _merged_starts([cell[0] for column in cells for cell in column])
        met = sum(sum(_starts_at(column, start) for column in cells) > 1 for start in starts)
        if met < (least or (3 if len(columns) == 2 else 2)) or _beside(cells) > MAX_BESIDE:
            return []
        if len(columns) == 2 and 2 * met < len(starts):
            return []
        going_on = sum(cell[0].text[0].islower() for cell in cells[0])
        if going_on > 0.3 * len(cells[0]):
            return []
    if len(starts) < (least or (3 if len(columns) > 2 else 4)):
        return []
    table: Cells = [[[] for _ in columns] for _ in starts]
    for number, column in enumerate(cells):
        for cell in column:
            top = cell[0].bbox.top + 0.4 * cell[0].size
            row = max(sum(start <= top for start in starts) - 1, 0)
            table[row][number] += cell
    filled = [sum(bool(row[number]) for row in table) for number in range(len(columns))]
    return table if least or min(filled) >= 2 else []


def _cut(columns: Sequence[list[DraftLine]]) -> Cells:
    """Cut each column where the white space above a line is wider than the least one."""
    gaps = [line.gap for column in columns for line in column[1:]]
    limit = min(min(gaps, default=0.0), WIDE) + BAND
    cells: Cells = []
    for column in columns:
        part: list[list[DraftLine]] = []
        for line in column:
            if part and line.gap <= limit:
                part[-1].append(line)
            else:
                part.append([line])
        cells.append(part)
    if all(len(part) <= 1 for part in cells) and _single_lines(columns[0]):
        return _tight_cells(columns)
    return cells


def _single_lines(lines: Sequence[DraftLine]) -> bool:
    """Tell whether hardly any line of the first column goes on from the one above."""
    return sum(line.text[0].islower() for line in lines) <= 0.1 * len(lines)


def _tight_cells(columns: Sequence[Sequence[DraftLine]]) -> Cells:
    """Cut columns without white space where the first column and others start a line together."""
    starts = [
        line.bbox.top
        for line in columns[0]
        if not line.text[0].islower()
        and 2 * sum(any(_level(other, line.bbox.top) for other in column) for column in columns[1:])
        >= len(columns) - 1
    ]
    cells: Cells = []
    for column in columns:
        part: list[list[DraftLine]] = []
        for line in column:
            if not part or any(_level(line, start) for start in starts):
                part.append([line])
            else:
                part[-1].append(line)
        cells.append(part)
    return cells


def _level(line: DraftLine, top: float) -> bool:
    return abs(line.bbox.top - top) <= LEVEL * line.size


def _starts_at(cells: Sequence[Sequence[DraftLine]], top: float) -> bool:
    return any(_level(cell[0], top) for cell in cells)


def _merged_starts(lines: Sequence[DraftLine]) -> list[float]:
    starts: list[float] = []
    for line in sorted(lines, key=lambda line: line.bbox.top):
        if not starts or line.bbox.top - starts[-1] > 0.4 * line.size:
            starts.append(line.bbox.top)
    return starts


def _beside(cells: Cells) -> float:
    """Return the share of cells that start beside the middle of a cell at their right.

    The other way round is usual: an objective that spans the rows of its actions.
    """
    beside = count = 0
    for number, column in enumerate(cells[:-1]):
        right = [cell for other in cells[number + 1 :] for cell in other]
        count += len(column)
        for cell in column:
            top = cell[0].bbox.top
            beside += any(
                not _level(other[0], top) and other[0].bbox.top < top <= other[-1].bbox.top + 1
                for other in right
            )
    return beside / max(count, 1)
