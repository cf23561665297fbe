"""Find the rows of a borderless table.

In: the lines of each column of a zone. Out: rows of cells, or nothing when the columns are
newspaper columns. Cells are what wide white space parts in a column. In a table a cell never starts
beside the middle of one at its right; newspaper columns do not care.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.readers.pdf.glyphs.lines import DraftLine
from extractor.text import ems

BAND = 0.35  # line heights beyond the least white space: the white between cells of a column
WIDE = 0.6  # line heights: lines further apart than that are hardly ever one cell
LEVEL = 0.3  # of the font size: tops nearer than that are level
MIN_CELLS = 3  # that white space parts in a column: fewer may be a coincidence
MIN_NUMBERED = 2  # lines of the second column whose numbers go on after those of the first
MAX_BESIDE = 0.12  # share of cells that may start beside the middle of another

_CODED = re.compile(r"[A-Z]{0,4}[\s.]{0,2}\d{1,2}([.\-]\d{1,2}){0,3}\b|[A-Z][.)]\s")
_NUMBER = re.compile(rf"(?:{_CODED.pattern})\.?")
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)(?:[.)]|(?<=\.\d)|(?<=\.\d\d))\s+[^\W\d_]")
_LABELLED = re.compile(r"([^\W\d_][^\d:;!?]{0,28}?)[\s.]*(\d{1,3}(?:\.\d{1,3})*)\b")
_GOING_ON = (",", ";", "/")  # a list goes on in the line below

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
        if len(columns) == 2 and (2 * met < len(starts) or (not least and _numbered_on(columns))):
            return []
        begun = _begun(columns)
        cells = [_cut_at(part, begun) for part in cells]
        starts = _merged_starts([cell[0] for column in cells for cell in column])
        going_on = sum(is_rest(cell[0]) for cell in cells[0])
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


def _numbered_on(columns: Sequence[Sequence[DraftLine]]) -> bool:
    """Tell whether two columns hold titles or lists numbered alike, the second going on after the
    first: `OO 3.1` beside `OO 3.2`, or `3.1`, `20.`, `21.` beside `3.3`, `26.`, `27.`, are text
    that runs down one column, then down the other."""
    first, second = (_labels(column) for column in columns)
    if any(max(first[level]) < min(second[level]) for level in first.keys() & second.keys()):
        return True
    left, right = (_numbers(column) for column in columns)
    both = left.keys() & right.keys()
    onward = all(max(left[depth]) < min(right[depth]) for depth in both)
    return onward and sum(len(right[depth]) for depth in both) >= MIN_NUMBERED


def _labels(lines: Sequence[DraftLine]) -> dict[str, list[list[int]]]:
    """Return the numbers that follow a word or two at the beginning of lines, by these words."""
    found: dict[str, list[list[int]]] = {}
    for line in lines:
        match = _LABELLED.match(line.text)
        if match:
            number = [int(part) for part in match[2].split(".")]
            found.setdefault(match[1].casefold(), []).append(number)
    return found


def _numbers(lines: Sequence[DraftLine]) -> dict[int, list[list[int]]]:
    """Return the numbers that begin lines, by how many parts they have."""
    found: dict[int, list[list[int]]] = {}
    for line in lines:
        match = _NUMBERED.match(line.text)
        if match:
            number = [int(part) for part in match[1].split(".")]
            found.setdefault(len(number), []).append(number)
    return found


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
    return _tight_cells(columns, cells) or cells


def _tight_cells(columns: Sequence[Sequence[DraftLine]], cells: Cells) -> Cells:
    """Cut cells whose rows no white space parts; nothing when white space does.

    A column leads when its lines that do not go on in lower case stand level with the entries of
    the columns at its right. Columns at its left span several rows: where a column leads all rows
    that one at its left does, and more, that one spans them.
    """
    found = [_led_starts(columns, cells, lead) for lead in range(len(columns) - 1)]
    leads = [lead for lead, starts in enumerate(found) if starts]
    if not leads:
        return []
    best = leads[0]
    for lead in leads[1:]:
        best = lead if set(found[best]) < set(found[lead]) else best
    starts = found[best]
    return [
        _cut_at(cell_lines, starts if number >= best else _span_starts(cell_lines, starts))
        for number, cell_lines in enumerate(cells)
    ]


def _begun(columns: Sequence[Sequence[DraftLine]]) -> list[float]:
    """Return the tops where the first column ends a line early and all columns start anew.

    Where that column starts with a code, so does each of its cells.
    """
    starts: list[float] = []
    coded = _coded(columns[0], ".") or columns[0]
    for above, line in pairwise(columns[0]):
        beside = [ln for column in columns[1:] for ln in column if _level(ln, line.bbox.top)]
        news = not any(is_rest(ln) for ln in [line, *beside])
        if (
            news
            and line in coded
            and len(beside) == len(columns) - 1
            and _fits(above, line, columns[0])
        ):
            starts.append(line.bbox.top)
    return starts


def _fits(above: DraftLine, line: DraftLine, column: Sequence[DraftLine]) -> bool:
    """Tell whether the first word of a line would have fitted into the one above."""
    em = (line.bbox.x1 - line.bbox.x0) / ems(line.text)
    edge = max(other.bbox.x1 for other in column)
    return above.bbox.x1 + em * ems(f" {line.text.split()[0]}") < edge


def _led_starts(columns: Sequence[Sequence[DraftLine]], cells: Cells, lead: int) -> list[float]:
    """Return the tops of the rows that a column leads; none when it does not lead.

    Where rows fill all columns, so does one that a full line stands above: it may go on from it.
    Each number of a column of numbers starts a row, however few of its cells are filled.
    """
    right = columns[lead + 1 :]
    coded = _coded(columns[lead], ".") or columns[lead]
    numbers = all(_NUMBER.fullmatch(line.text) for line in columns[lead])
    sure: list[float] = []
    maybe: list[tuple[DraftLine, int]] = []
    filled = 0
    for above, line in pairwise([None, *columns[lead]]):
        if line is None or is_rest(line) or line not in coded:
            continue
        met = sum(any(_level(other, line.bbox.top) for other in part) for part in right)
        if above is None or line.gap > WIDE or _fits(above, line, columns[lead]):
            if numbers or 2 * met >= len(right):
                sure.append(line.bbox.top)
                filled += met == len(right)
        else:
            maybe.append((line, met))
    least = len(right) if filled >= 0.8 * len(sure) else len(right) / 2
    starts = sorted([*sure, *(line.bbox.top for line, met in maybe if met >= least)])
    labels = 2 * _width(columns[lead]) < max(map(_width, right))
    if not (labels or any(_is_short(column, starts) for column in columns[lead:])):
        return []
    entries = [
        line
        for column, part in zip(right, cells[lead + 1 :], strict=True)
        for line in ([cell[0] for cell in part] if labels else _entries(column, part))
    ]
    inner = [line.bbox.top for cell in cells[lead] for line in cell[1:]]
    held = sum(any(_level(entry, top) for top in starts) for entry in entries)
    tight = sum(any(abs(top - start) < 0.01 for start in starts) for top in inner)
    return starts if held >= 0.8 * len(entries) and 4 * tight > len(starts) else []


def is_rest(line: DraftLine) -> bool:
    """Tell whether a line begins as the rest of a text does."""
    return line.text[0].islower() or line.text[0] in "»”),;:"


def _width(lines: Sequence[DraftLine]) -> float:
    return max((ln.bbox.x1 for ln in lines), default=0.0) - min(
        (ln.bbox.x0 for ln in lines), default=0.0
    )


def _is_short(column: Sequence[DraftLine], starts: Sequence[float]) -> bool:
    """Tell whether hardly any line of a column goes on in lower case between rows."""
    more = [ln for ln in column if not any(_level(ln, start) for start in starts)]
    return sum(is_rest(line) for line in more) <= 0.1 * len(column)


def _entries(column: Sequence[DraftLine], cells: Sequence[Sequence[DraftLine]]) -> list[DraftLine]:
    """Return the lines that start cells of a column, by white space or, without any, by text."""
    if len(cells) >= MIN_CELLS:
        return [cell[0] for cell in cells]
    return [
        line
        for above, line in pairwise([None, *column])
        if line and not (is_rest(line) or (above and above.text.endswith(_GOING_ON)))
    ]


def _span_starts(cells: Sequence[Sequence[DraftLine]], starts: Sequence[float]) -> list[float]:
    """Return where the cells of a column that spans rows start: at its codes, where it has any."""
    lines = [line for cell in cells for line in cell]
    coded = _coded(lines)
    if coded:
        return [line.bbox.top for line in coded]
    return [t for t in starts if any(_level(ln, t) and not is_rest(ln) for ln in lines)]


def _coded(lines: Sequence[DraftLine], least: str = "#") -> list[DraftLine]:
    """Return the lines that start with a code like that of the first one, if that has one.

    `least` is the kind of code that is enough: any number, or letters and numbers with points.
    """
    kind = _code_kind(lines[0].text) if lines else ""
    return [ln for ln in lines if _code_kind(ln.text) == kind] if kind >= least else []


def _code_kind(text: str) -> str:
    """Return the first letter of the code that a text starts with, `.` for numbers, `#` for one."""
    code = _CODED.match(text)
    if code is None:
        return ""
    return code.group()[0] if code.group()[0].isalpha() else "." if code.group(1) else "#"


def _cut_at(cells: Sequence[Sequence[DraftLine]], starts: Sequence[float]) -> list[list[DraftLine]]:
    """Cut cells where a line stands level with one of the starts."""
    result: list[list[DraftLine]] = []
    for cell in cells:
        for number, line in enumerate(cell):
            if not number or any(_level(line, start) for start in starts):
                result.append([])
            result[-1].append(line)
    return result


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
