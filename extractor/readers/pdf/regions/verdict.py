"""Judge what rows parted by strips are: a table, columns, or neither.

In: a zone of rows and its edges. Out: the zone with its kind, the cells of a table or the groups
of rows that are read one after the other, each column by column; nothing when it is plain text.
What speaks for a table and for columns is measured on all rows together and added up, each point
with its reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from extractor.readers.pdf.glyphs.lines import DraftLine
from extractor.readers.pdf.glyphs.marks import Rule
from extractor.readers.pdf.regions.gutters import MIN_LINES, Row, Zone, column_of, columns_of
from extractor.readers.pdf.regions.rows import find_rows, is_rest
from extractor.text import letters

SHORT = 14  # characters: what a column of dates, amounts, names of services holds
UNEVEN = 1.6  # times as wide is the widest column as the narrowest
EVEN = 1.15
FULL = 0.85  # of its column's width: the line goes on below
COMMON = 0.1  # of the lines of a column have a look that counts
LEVEL = 0.3  # of the font size
SMALLER = 0.9  # times the size of its value is a label above it
NAMED = 3  # columns at least that a header names: fewer may be headings side by side
LONGEST_NAME = 40  # letters of the name of a column
SLACK = 0.5  # points between whites that are alike
TIGHT = 0.6  # line heights between lines of one cell
VALUE = 2  # lines of a value below its label
KINDS = 3  # looks of the lines of a card: a table's header and body have two
SPARSE = 0.6  # times the lines beside them are those of a margin
NARROW = 0.5  # times as wide as the text beside it: such a margin may have as many lines
APART = 1.0  # line heights above a title in the margin
TITLE = 2.0  # line heights by which the text beside a title may begin higher or lower
AWAY = 8.0  # line heights below a table: no row leaves so much white
APART_ANYWAY = 2.5  # points, where no table is found: white wider than any blank parts columns
WIDE = 1.2  # font sizes: wider than the blank of the loosest justified line
LONG = 10  # lines that go on in one column alone: it is no cell
LEAST = 1.5  # points that make a table or columns
KNOWN = 6.0  # points for what stands between the same edges on the page before
MIN_SHARE = 0.15  # of a zone's width for a newspaper column
_SIGN = re.compile(r"[•▪■◦○‣➢✓✔❖→☐☒]|[-–—o]\s")
_AMOUNT = re.compile(r"\d")

Look_ = tuple[float, bool, bool, str | None]
Names = tuple[str, ...]  # of columns, their letters
RowLook = tuple[float, bool, str | None]


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for a table (above 0) or for columns (below 0), in points."""

    name: str
    points: float


def judge(
    rows: Sequence[Row],
    zone: Zone,
    rules: Sequence[Rule],
    before: Literal["table", "columns"] | None = None,
) -> Zone | None:
    """Return a zone with its kind; None when it is neither.

    `before` is what stands between these edges on the page before.
    """
    part = rows[zone.first : zone.last + 1]
    columns = columns_of(rows, zone)
    if any(row.unit is not None for row in part):
        return zone if _holds_units(part, zone) else None
    if not all(columns) and before != "table":
        return None
    if not all(columns):
        cells = find_rows(columns, least=1)
        return replace(zone, kind="table", table=cells) if cells else None
    groups = card_groups(rows, zone) or margin_groups(part, zone, columns)
    for_table, for_columns = _weigh(part, zone, columns, groups)
    if groups and _labels_values([_row_looks(row, zone) for row in part]):
        for_columns.append(Reason("labels above their values", 8.0))
    table = sum(reason.points for reason in for_table) + KNOWN * (before == "table")
    flow = sum(reason.points for reason in for_columns) + KNOWN * (before == "columns")
    if table >= max(flow, LEAST):
        left, right = min(row.box.x0 for row in part), max(row.box.x1 for row in part)
        wide = [rule.at for rule in rules if rule.end - rule.start >= 0.6 * (right - left)]
        last = _last_row(rows, zone)
        if last < zone.last:
            zone = replace(zone, last=last)
            columns = columns_of(rows, zone)
        cells = find_rows(columns, wide, least=1)
        if cells:
            return replace(zone, kind="table", table=cells)
    if flow + APART_ANYWAY * _is_wide(part, zone) >= LEAST:
        return replace(zone, kind="columns", groups=groups)
    return None


def header_of(zone: Zone) -> Names | None:
    """Return what the first row of a table names its columns, where it may be a header."""
    if zone.kind != "table" or len(zone.edges) + 1 < NAMED or not zone.table:
        return None
    names = tuple(letters(" ".join(line.text for line in cell)) for cell in zone.table[0])
    return names if all(names) and max(map(len, names)) <= LONGEST_NAME else None


def with_header(rows: Sequence[Row], zone: Zone, headers: Set[Names]) -> Zone:
    """Return a table whose first row is a known header, with that row for itself."""
    if zone.kind != "table" or not headers or zone.first == zone.last:
        return zone
    head, body = replace(zone, last=zone.first), replace(zone, first=zone.first + 1)
    first = columns_of(rows, head)
    names = tuple(letters(" ".join(line.text for line in cell)) for cell in first)
    if names not in headers or (
        all(map(len, zone.table[0])) and (sum(map(len, zone.table[0])) == len(first))
    ):
        return zone
    columns = columns_of(rows, body)
    return replace(zone, table=[first, *(find_rows(columns, least=1) or [columns])])


def _last_row(rows: Sequence[Row], zone: Zone) -> int:
    """Return the last row of a table: rows of one cell below its others belong to it as long as
    they are no farther from these than from what follows."""
    end = zone.last
    while end > zone.first and _is_foot(rows, zone, end):
        end -= 1
    if end < zone.last:
        return end
    filled = [
        n
        for n in range(zone.first, zone.last + 1)
        if len({column_of(zone.edges, *span) for span in _spans(rows[n])}) > 1
    ]
    last = max(filled, default=zone.last)
    while last < zone.last:
        above = rows[last + 1].box.top - rows[last].box.bottom
        at = last + 1  # the end of the lines that go on with that row
        while (
            at < zone.last
            and _apart(rows, at) <= above + SLACK
            and _apart(rows, at) <= _close(rows[at])
        ):
            at += 1
        if at + 1 < len(rows) and above > _apart(rows, at) + SLACK:
            break
        last = at
    return last


def _is_foot(rows: Sequence[Row], zone: Zone, at: int) -> bool:
    """Tell whether a row far below a table, with text in few columns, is the foot of the page."""
    height = rows[at].box.bottom - rows[at].box.top
    columns = {column_of(zone.edges, *span) for span in _spans(rows[at])}
    return _apart(rows, at - 1) > AWAY * height and 2 * len(columns) <= len(zone.edges) + 1


def _apart(rows: Sequence[Row], at: int) -> float:
    """Return the white below a row."""
    return rows[at + 1].box.top - rows[at].box.bottom


def _close(row: Row) -> float:
    return TIGHT * (row.box.bottom - row.box.top)


def _holds_units(part: Sequence[Row], zone: Zone) -> bool:
    """Tell whether lines or blocks that are read already stand below each other in each column."""
    counts = Counter(
        column for row in part for column in {column_of(zone.edges, *span) for span in _spans(row)}
    )
    return all(counts[column] >= MIN_LINES for column in range(len(zone.edges) + 1))


def _spans(row: Row) -> list[tuple[float, float]]:
    if row.unit is not None:
        return [(row.box.x0, row.box.x1)]
    return [(piece.x0, piece.x1) for piece in row.pieces]


def look_of(line: DraftLine) -> Look_:
    """Return how a line is set."""
    return round(line.size, 1), line.bold, line.italic, line.color


def _weigh(
    part: Sequence[Row],
    zone: Zone,
    columns: Sequence[Sequence[DraftLine]],
    groups: Sequence[tuple[int, int]],
) -> tuple[list[Reason], list[Reason]]:
    """Return what speaks for a table and what for columns."""
    count = len(columns)
    bodies = [_body(column) for column in columns]
    short = sum(_is_short(column) for column in columns)
    numbers = sum(_is_number(body or column) for body, column in zip(bodies, columns, strict=True))
    widths = _widths(columns)
    uneven = max(widths) > UNEVEN * min(widths)
    even = max(widths) <= EVEN * min(widths)
    ranks = _is_ranked(columns)
    signs = sum(sum(bool(_SIGN.match(line.text)) for line in column) > 1 for column in columns)
    flow = min(_flow(column) for column in columns)
    level = _level_share(columns)
    together = _starts_together(columns)
    for_table = [
        Reason("many columns", min(count - 2, 3)),
        Reason("short columns", 1.5 * min(short, 2)),
        Reason("column of numbers", 1.0 * min(numbers, 1)),
        Reason("columns of unlike width", 1.0 * uneven),
        Reason("cells start together", 2.0 * together),
        Reason("rows of one cell", -4.0 * (len(part) > 2 and _met(columns) < 2)),
        Reason("one column goes on alone", -3.0 * (_tail(part, zone) >= LONG)),
        Reason("header", 1.5 * _has_header(part, columns)),
        Reason("each column has its look", 1.5 * (not ranks and _is_pure(bodies))),
        Reason("headings in each column", -4.0 * ranks),
        Reason("lists in several columns", -1.5 * (signs > 1)),
        Reason("text flows on", -2.0 * flow),
    ]
    for_columns = [
        Reason("headings in each column", 4.0 * ranks),
        Reason("columns of the same width", 2.0 * even - 1.0 * uneven),
        Reason("lists in all columns", 1.5 * (signs == count)),
        Reason("text flows on", 2.0 * flow),
        Reason("one column goes on alone", 3.0 * (_tail(part, zone) >= LONG)),
        Reason("lines not level", 2.0 * (1 - level)),
        Reason("blocks beside each other", 4.0 * bool(groups)),
        Reason("too short or narrow", -4.0 * (not groups and _is_slight(columns, widths))),
    ]
    return for_table, for_columns


def _met(columns: Sequence[Sequence[DraftLine]]) -> int:
    """Count the rows where texts of two columns begin."""
    starts = [line for column in columns for line in column if not is_rest(line)]
    lows = sorted(line.bbox.bottom for line in starts)
    met: list[float] = []
    for low, after in pairwise(lows):
        if after - low <= LEVEL * starts[0].size and (not met or low - met[-1] > starts[0].size):
            met.append(low)
    return len(met)


def _is_wide(part: Sequence[Row], zone: Zone) -> bool:
    """Tell whether every strip is wider than any blank in all rows that it parts."""
    for edge in zone.edges:
        for row in part:
            left = [piece for piece in row.pieces if piece.x1 <= edge]
            right = [piece for piece in row.pieces if piece.x0 >= edge - 1]
            if left and right and right[0].x0 - left[-1].x1 < WIDE * left[-1].size:
                return False
    return True


def _tail(part: Sequence[Row], zone: Zone) -> int:
    """Count the last rows that only the first column fills."""
    several = [n for n, row in enumerate(part) if row.box.x1 > zone.edges[0]]
    return len(part) - 1 - several[-1] if several else 0


def _is_slight(columns: Sequence[Sequence[DraftLine]], widths: Sequence[float]) -> bool:
    return min(map(len, columns)) < MIN_LINES or min(widths) < MIN_SHARE * sum(widths)


def _widths(columns: Sequence[Sequence[DraftLine]]) -> list[float]:
    return [
        max(line.bbox.x1 for line in column) - min(line.bbox.x0 for line in column)
        for column in columns
    ]


def _body(column: Sequence[DraftLine]) -> list[DraftLine]:
    """Return the lines of a column below those that look like its first."""
    first = look_of(column[0])
    at = next((i for i, line in enumerate(column) if look_of(line) != first), 0)
    return list(column[at:])


def _is_short(column: Sequence[DraftLine]) -> bool:
    mean = sum(len(line.text) for line in column) / len(column)
    return mean <= SHORT and not any(_SIGN.match(line.text) for line in column)


def _is_number(column: Sequence[DraftLine]) -> bool:
    return sum(bool(_AMOUNT.search(line.text[:12])) for line in column) >= 0.6 * len(column) and (
        _is_short(column)
    )


def _is_ranked(columns: Sequence[Sequence[DraftLine]]) -> bool:
    """Tell whether each column has headings and text of its own, below its first heading: the same
    two looks or more in all columns, one of them again and again above the other."""
    common: set[Look_] | None = None
    for column in columns:
        body = _body(column)
        looks = Counter(map(look_of, body))
        usual = {look for look, n in looks.items() if n >= COMMON * len(body)}
        common = usual if common is None else common & usual
    return bool(common) and len(common or ()) > 1


def _is_pure(bodies: Sequence[Sequence[DraftLine]]) -> bool:
    return all(
        not body or max(Counter(map(look_of, body)).values()) >= 0.8 * len(body) for body in bodies
    )


def _flow(column: Sequence[DraftLine]) -> float:
    """Return the share of lines that are full and go on below in lower case."""
    right = max(line.bbox.x1 for line in column)
    left = min(line.bbox.x0 for line in column)
    full = sum(
        a.bbox.x1 >= left + FULL * (right - left) and is_rest(b) for a, b in pairwise(column)
    )
    return full / len(column)


def _level_share(columns: Sequence[Sequence[DraftLine]]) -> float:
    """Return the share of lines of the shorter columns that stand level with one elsewhere."""
    longest = max(range(len(columns)), key=lambda n: len(columns[n]))
    others = [line for n, column in enumerate(columns) if n != longest for line in column]
    level = sum(_is_level(line, columns[longest]) for line in others)
    return level / len(others)


def _is_level(line: DraftLine, column: Sequence[DraftLine]) -> bool:
    low = line.bbox.bottom
    return any(abs(other.bbox.bottom - low) <= LEVEL * line.size for other in column)


def _starts_together(columns: Sequence[Sequence[DraftLine]]) -> float:
    """Return the share of texts that begin at the height of a text in another column, among those
    of the column with the most texts beside it."""
    starts = [[line for line in column if not is_rest(line)] for column in columns]
    longest = max(range(len(starts)), key=lambda n: len(starts[n]))
    others = [line for n, column in enumerate(starts) if n != longest for line in column]
    if not others:
        return 0.0
    return sum(_is_level(line, starts[longest]) for line in others) / len(others)


def _has_header(part: Sequence[Row], columns: Sequence[Sequence[DraftLine]]) -> bool:
    """Tell whether the first row fills all columns, looks unlike the rest and is not smaller."""
    firsts = [column[0] for column in columns]
    if not all(_is_level(line, firsts[:1]) for line in firsts):
        return False
    bodies = [body for column in columns if (body := _body(column))]
    return bool(bodies) and all(
        look_of(column[0]) != look_of(body[0]) and column[0].size >= SMALLER * body[0].size
        for column, body in zip(columns, bodies, strict=False)
    )


def card_groups(rows: Sequence[Row], zone: Zone) -> list[tuple[int, int]]:
    """Return the runs of rows that hold blocks side by side, one row of blocks below the other.

    Each block begins as the first does, all of a row of blocks at the same height, and other lines
    stand between; also one row of blocks whose lines change their look together, twice or more, and
    labels in small type, each above its value.
    """
    head = _row_looks(rows[zone.first], zone)
    first = head.get(0)
    if first is None or len(head) < 2 or len(set(head.values())) > 1:
        return []
    looks = [_row_looks(row, zone) for row in rows[zone.first : zone.last + 1]]
    starts = [
        n for n, row in enumerate(looks) if row and all(look == first for look in row.values())
    ]
    if (2 * len(starts) > len(looks) and not _labels_values(looks)) or any(
        first in row.values() and n not in starts for n, row in enumerate(looks)
    ):
        return []
    heads = [n for n in starts if n == 0 or n - 1 not in starts]
    if len(heads) < 2 and not (_labels_values(looks) or _change_together(looks)):
        return []
    ends = [*(n - 1 for n in heads[1:]), len(looks) - 1]
    return [(zone.first + a, zone.first + b) for a, b in zip(heads, ends, strict=True)]


def _change_together(looks: Sequence[Mapping[int, RowLook]]) -> bool:
    """Tell whether the lines of blocks side by side change their look at the same heights."""
    beside = [row for row in looks if len(row) > 1]
    same = all(len(set(row.values())) == 1 for row in beside)
    kinds = {next(iter(row.values())) for row in beside}
    return same and len(kinds) >= KINDS and 2 * len(beside) > len(looks)


def _labels_values(looks: Sequence[Mapping[int, RowLook]]) -> bool:
    """Tell whether rows are labels in small type above their values; below the names of columns
    stand more rows than a value has lines."""
    if len(looks) < 2 or len(looks[0]) < 2:
        return False
    label = looks[0][min(looks[0])]
    rows = [all(look == label for look in row.values()) for row in looks]
    values = [
        look
        for row, is_label in zip(looks, rows, strict=True)
        if not is_label
        for look in row.values()
    ]
    longest = max(map(len, "".join("-" if is_label else "v" for is_label in rows).split("-")))
    return (
        longest <= VALUE
        and bool(values)
        and all(label[0] <= SMALLER * value[0] for value in values)
    )


def _row_looks(row: Row, zone: Zone) -> dict[int, RowLook]:
    """Return the look of what a row has first in each column."""
    found: dict[int, tuple[float, bool, str | None]] = {}
    for piece in row.pieces:
        if piece.text:
            look = (round(piece.size, 1), piece.face.bold, piece.color)
            found.setdefault(column_of(zone.edges, piece.x0, piece.x1), look)
    return found


def margin_groups(
    part: Sequence[Row], zone: Zone, columns: Sequence[Sequence[DraftLine]]
) -> list[tuple[int, int]]:
    """Return the runs of rows that begin with a title in the margin, the text beside it after it.

    A margin has fewer lines than the text, and its titles begin where a paragraph does.
    """
    if len(zone.edges) != 1:
        return []
    left, right = columns
    if not left or not right:
        return []
    wide = max(line.bbox.x1 for line in right) - zone.edges[0]
    narrow = zone.edges[0] - min(line.bbox.x0 for line in left)
    sparse = 1.0 if narrow <= NARROW * wide else SPARSE
    if narrow > wide or len(left) > sparse * len(right):
        return []
    starts = [line for line in left if line is left[0] or line.gap > APART]
    if len(starts) < 2:
        return []
    begins = [line for n, line in enumerate(right) if not n or _begins(right[n - 1], line)]
    tops: list[float] = []
    for line in starts:
        reach = TITLE * (line.bbox.bottom - line.bbox.top)
        near = [b.bbox.top for b in begins if abs(b.bbox.top - line.bbox.top) <= reach]
        if not near:
            return []
        tops.append(min(line.bbox.top, *near))
    heads = [next(n for n, row in enumerate(part) if row.box.bottom > top + 1) for top in tops]
    ends = [*(n - 1 for n in heads[1:]), len(part) - 1]
    return [(zone.first + a, zone.first + b) for a, b in zip(heads, ends, strict=True)]


def _begins(above: DraftLine, line: DraftLine) -> bool:
    return line.gap > above.gap + 0.2 or (look_of(above) != look_of(line) and not is_rest(line))
