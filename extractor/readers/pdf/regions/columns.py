"""Find columns of text that no rule draws: newspaper columns and borderless tables.

In: the rows of free pieces of a page and the boxes of what is already read (tables, frames).
Out: `Zone`s, runs of rows that one or more vertical gutters divide. A gutter is a strip left of an
edge where several pieces start; rows that cross it end the zone. What remains is plain text:
hanging labels and bullets before a text, tables of contents, justified lines with wide blanks.
A zone is a table when its cells, the text between wide white spaces of a column, start at the
height of cells at their right; else it is read column by column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import mode

from extractor.readers.pdf.glyphs.bullets import Look
from extractor.readers.pdf.glyphs.lines import DraftLine
from extractor.readers.pdf.glyphs.marks import Piece, Rule
from extractor.readers.pdf.regions.gutters import (
    EDGE,
    FOOTER_GAP,
    HANG,
    MIN_LINES,
    STRIP,
    WIDE_STRIP,
    Row,
    Zone,
    column_of,
    columns_of,
    find_edges,
    find_runs,
    hangs,
    parts_text,
    wraps,
)
from extractor.readers.pdf.regions.headers import Headers, find_headed, note_headers
from extractor.readers.pdf.regions.rows import find_rows

BLANK = 0.55  # of the font size: no blank between words is wider
ENTRY_GAP = 0.9  # of the font size, between a label and the value at a known edge
MIN_SHARE = 0.2  # of the zone's width for a newspaper column


@dataclass(slots=True)
class Known:
    """What pages to come may take up: edges of columns and borderless tables, drawn list signs,
    headers of tables."""

    columns: set[float] = field(default_factory=set)
    tables: set[tuple[float, ...]] = field(default_factory=set)
    bullets: set[Look] = field(default_factory=set)
    headers: Headers = field(default_factory=dict)


def find_zones(rows: Sequence[Row], rules: Sequence[Rule], known: Known) -> list[Zone]:
    """Return the zones of a page from top to bottom; they do not overlap.

    What stands beside an edge that is known from the page or the page before is columns or a
    table, however short. `known` is brought up to date.
    """
    edges = [*find_edges(rows), *known.columns]
    found = [run for edge in edges for run in find_runs(rows, edge) if parts_text(rows, run)]
    found = [run for run in found if not _is_list_edge(rows, run, found)]
    found.sort(key=lambda zone: (zone.first - zone.last, zone.edges))
    kept = find_headed(rows, known.headers)
    kept = [
        zone
        for zone in _continued(rows, known.tables, kept, least=2)
        if zone in kept or not _is_chance(zone, found)
    ]
    kept += _classified(rows, _divided(rows, found), found, kept, rules)
    kept = _as_tables(rows, kept)
    outer = {e for e in known.columns if not any(EDGE < e - run.edges[0] <= HANG for run in found)}
    kept = _beside(rows, outer, kept)
    kept += _classified(rows, found, found, kept, rules)  # one gutter where several make no sense
    tables = {_text_edges(zone) for zone in kept if zone.kind == "table"} or known.tables
    kept = _continued(rows, tables, kept, least=1)
    kept = _beside(rows, _column_edges(kept) | known.columns, kept)
    known.tables = {_text_edges(zone) for zone in kept if zone.kind == "table"}
    known.columns = _column_edges(kept)
    note_headers(kept, known.headers)
    return sorted(kept, key=lambda zone: zone.first)


def _is_list_edge(rows: Sequence[Row], run: Zone, runs: Sequence[Zone]) -> bool:
    """Tell whether a gutter parts the list signs of a column, which another starts, from texts."""
    return any(
        other.edges < run.edges
        and _common(other, run) == _size(run)
        and hangs(rows, replace(run, edges=other.edges), run.edges[0])
        for other in runs
    )


def _classified(
    rows: Sequence[Row],
    zones: Sequence[Zone],
    found: Sequence[Zone],
    kept: Sequence[Zone],
    rules: Sequence[Rule],
) -> list[Zone]:
    """Return those zones that are columns or a table and meet none that is kept or before them."""
    result: list[Zone] = []
    for zone in zones:
        if any(_meets(other, zone) for other in [*kept, *result]):
            continue
        if not _classify(rows, zone, rules, found):
            continue
        if zone.kind == "columns" or not _is_coarse(zone, found):
            result.append(zone)
    return result


def _beside(rows: Sequence[Row], edges: set[float], kept: Sequence[Zone]) -> list[Zone]:
    """Add the columns, however short, beside edges that are known."""
    result = list(kept)
    for edge in sorted(edges):
        for run in find_runs(rows, edge - 0.5, least=1):
            wide = all(_is_wide(row, edge) for row in rows[run.first : run.last + 1])
            if wide and parts_text(rows, run) and not any(_meets(zone, run) for zone in result):
                result.append(replace(run, edges=[edge]))
    return result


def _is_wide(row: Row, edge: float) -> bool:
    """Tell whether what parts a row at an edge is more than the blank between two words."""
    ends = [piece for piece in row.pieces if piece.x1 < edge]
    starts = [piece for piece in row.pieces if piece.x1 >= edge]
    return not ends or not starts or starts[0].x0 - ends[-1].x1 > 0.4 * ends[-1].size


def _text_edges(table: Zone) -> tuple[float, ...]:
    """Return where the text of all but the first column of a table begins."""
    starts = [
        min((line.bbox.x0 for row in table.table for line in row[number]), default=edge)
        for number, edge in enumerate(table.edges, start=1)
    ]
    return tuple(starts)


def _column_edges(zones: Sequence[Zone]) -> set[float]:
    """Return the edges of the newspaper columns that one gutter parts."""
    return {z.edges[0] for z in zones if z.kind == "columns" and len(z.edges) == 1}


def _divided(rows: Sequence[Row], runs: Sequence[Zone]) -> list[Zone]:
    """Return zones with all the gutters that divide the same rows; `runs` have the longest first.

    Titles that cross a gutter may part the rows of a zone: it is then several zones.
    """
    zones: list[Zone] = []
    left: list[Zone] = []
    for run in runs:
        host = next((zone for zone in zones if _meets(zone, run)), None)
        if host is None:
            zones.append(replace(run, edges=list(run.edges)))
        elif not _add_gutter(rows, host, run):
            left.append(run)
    for run in left:
        hosts = [zone for zone in zones if _meets(zone, run)]
        if any([_add_gutter(rows, zone, run) for zone in hosts]) or len(hosts) != 1:
            continue
        host = hosts[0]
        if not _apart(host, run):
            continue
        same = [r for r in left if r.edges == run.edges and _common(host, r) == _size(r)]
        same = [r for r in same if _parts(rows, host, r)]
        if same and sum(map(_size, same)) >= 0.7 * _size(host):
            zones.remove(host)
            zones += [replace(r, edges=sorted([*host.edges, *r.edges])) for r in same]
    return zones


def _is_coarse(table: Zone, runs: Sequence[Zone]) -> bool:
    """Tell whether gutters of their own divide much of what a table takes for its left cells."""
    inner = [
        run
        for run in runs
        if run.edges[0] < table.edges[-1]
        and _apart(table, run)
        and _common(table, run) == _size(run)
    ]
    divided = {row for run in inner for row in range(run.first, run.last + 1)}
    return len(divided) > 0.3 * _size(table)


def _is_chance(table: Zone, runs: Sequence[Zone]) -> bool:
    """Tell whether more gutters than those of a known table divide all that it would take."""
    inner = {r.edges[0] for r in runs if _apart(table, r) and _common(table, r) == _size(table)}
    return len(inner) > len(table.edges)


def _continued(
    rows: Sequence[Row], tables: set[tuple[float, ...]], kept: list[Zone], least: int
) -> list[Zone]:
    """Add tables that have the edges of known ones and at least so many rows."""
    for edges in sorted(tables, key=lambda edges: (-len(edges), edges)):
        for run in _table_runs(rows, edges):
            if not any(_meets(zone, run) for zone in kept):
                run.table = find_rows(columns_of(rows, run), least=least)
                if len(run.table) > 1 or (run.table and all(run.table[0])):
                    kept = [*kept, run]
    return kept


def _as_tables(rows: Sequence[Row], kept: Sequence[Zone]) -> list[Zone]:
    """Take columns with edges of a table of the page for another, however few rows it has."""
    tables = {tuple(zone.edges) for zone in kept if zone.kind == "table"}
    doubtful = [
        zone
        for zone in kept
        if zone.kind == "columns" and any(set(zone.edges) <= set(edges) for edges in tables)
    ]
    sure = [zone for zone in kept if zone not in doubtful]
    found = _continued(rows, tables, sure, least=2) if doubtful else sure
    return found + [zone for zone in doubtful if not any(_meets(zone, other) for other in found)]


def _table_runs(rows: Sequence[Row], edges: Sequence[float]) -> list[Zone]:
    """Return the runs of rows between known edges, from a row of several cells to another."""
    zones: list[Zone] = []
    first = last = -1
    several = 0
    for index, row in enumerate(rows):
        filled = _filled(row, edges)
        if not filled:
            first = -1
        elif filled > 1:
            if first < 0:
                first, several = index, 0
                zones.append(Zone(index, index, list(edges), "table"))
            zones[-1].last = last = index
            several += 1
            if several == 1 and len(edges) == 1 and not _is_entry(row, edges[0]):
                zones[-1].last = -1  # a single row of two cells may be a chance
        elif (
            first >= 0
            and index == last + 1
            and (_follows(rows[last], row) or (len(edges) > 1 and row.box.x0 > edges[0] - 1))
        ):
            zones[-1].last = last = index
    zones = [zone for zone in zones if zone.last >= zone.first]
    for zone in zones:
        zone.last = _with_last_cells(rows, zone)
    return zones


def _with_last_cells(rows: Sequence[Row], table: Zone) -> int:
    """Return the last row of a table, with cells of its first column that end it.

    They look like the others, and what follows is further away than the row above.
    """
    gaps = [below.box.top - above.box.bottom for above, below in pairwise(_part(rows, table))]
    left = [_look(p) for row in _part(rows, table) for p in row.pieces if p.x1 < table.edges[0]]
    last = table.last
    while left and last + 1 < len(rows):
        row, gap = rows[last + 1], rows[last + 1].box.top - rows[last].box.bottom
        alone = row.unit is None and row.box.x1 < table.edges[0]
        near = gap <= max(gaps, default=0.0) + 0.5
        if not alone or not near or _look(row.pieces[0]) != mode(left):
            break
        last += 1
    if last == table.last:
        return last
    above = rows[table.last + 1].box.top - rows[table.last].box.bottom
    ends = last + 1 == len(rows) or rows[last + 1].box.top - rows[last].box.bottom > above + 0.5
    return last if ends else table.last


def _part(rows: Sequence[Row], zone: Zone) -> Sequence[Row]:
    return rows[zone.first : zone.last + 1]


def _look(piece: Piece) -> tuple[float, bool, str | None]:
    return round(piece.size, 1), piece.face.bold, piece.color


def _filled(row: Row, edges: Sequence[float]) -> int:
    """Count the columns between known edges that a row fills; 0 when it does not keep to them."""
    columns: set[int] = set()
    end = float("-inf")
    for piece in row.pieces:
        number = column_of(edges, piece.x0, piece.x1)
        if number and piece.x0 < edges[number - 1] - 1:
            return 0
        if number < len(edges) and piece.x1 > edges[number] - 1:
            return 0
        if number and number not in columns and piece.x0 - end < max(STRIP, BLANK * piece.size):
            return 0
        columns.add(number)
        end = piece.x1
    return len(columns)


def _is_entry(row: Row, edge: float) -> bool:
    """Tell whether a row is a name, a wide white space and a value at a known edge."""
    left = [piece for piece in row.pieces if piece.x1 < edge]
    right = next(piece for piece in row.pieces if piece.x1 >= edge)
    told = left[-1].face.bold and not right.face.bold
    least = min(WIDE_STRIP, left[-1].size * (BLANK if told else ENTRY_GAP))
    wide = right.x0 - left[-1].x1 >= least and abs(right.x0 - edge) <= EDGE
    return wide and parts_text([row], Zone(0, 0, [edge]))


def _follows(above: Row, row: Row, reach: float = 0.6) -> bool:
    """Tell whether a row stands at most `reach` line heights below another."""
    return row.box.top - above.box.bottom <= reach * (row.box.bottom - row.box.top)


def _meets(zone: Zone, other: Zone) -> bool:
    return other.first <= zone.last and other.last >= zone.first


def _size(zone: Zone) -> int:
    return zone.last - zone.first + 1


def _common(zone: Zone, other: Zone) -> int:
    """Count the rows that two zones share."""
    return min(zone.last, other.last) - max(zone.first, other.first) + 1


def _apart(host: Zone, run: Zone) -> bool:
    return all(abs(run.edges[0] - edge) > HANG + EDGE for edge in host.edges)


def _parts(rows: Sequence[Row], host: Zone, run: Zone) -> bool:
    """Tell whether a gutter stands apart from those of a zone and is not that of a list."""
    part = Zone(max(host.first, run.first), min(host.last, run.last), host.edges)
    return _apart(host, run) and not hangs(rows, part, run.edges[0])


def _add_gutter(rows: Sequence[Row], host: Zone, run: Zone) -> bool:
    """Add a gutter to a zone when it divides the same rows; tell whether it does."""
    if _common(host, run) < 0.7 * _size(host) or not _parts(rows, host, run):
        return False
    host.first, host.last = max(host.first, run.first), min(host.last, run.last)
    host.edges = sorted([*host.edges, *run.edges])
    return True


def _classify(
    rows: Sequence[Row], zone: Zone, rules: Sequence[Rule], found: Sequence[Zone]
) -> bool:
    """Set the kind of a zone; False when it is neither columns nor a table."""
    part = rows[zone.first : zone.last + 1]
    columns = columns_of(rows, zone)
    left, right = min(row.box.x0 for row in part), max(row.box.x1 for row in part)
    bounds = [left, *zone.edges, right]
    widths = [b - a for a, b in pairwise(bounds)]
    has_units = any(row.unit is not None for row in part)
    if not has_units and all(columns):
        wide = [rule.at for rule in rules if rule.end - rule.start >= 0.6 * (right - left)]
        first, last = _trimmed(part, zone.edges)
        within = Zone(zone.first + first, zone.first + last, zone.edges)
        within.last = _with_last_cells(rows, within)
        below = rows[within.last + 1 : zone.last + 1]
        if len(zone.edges) > 1 or len(below) < 2 * _size(within) or not wraps(below, zone.edges[0]):
            zone.table = find_rows(columns_of(rows, within), wide)
        if zone.table:
            zone.first, zone.last = within.first, within.last
            zone.kind = "table"
            return True
    if len(columns) > 3 or min(widths) < MIN_SHARE * (right - left):
        return False
    lines = [len(column) for column in columns]
    if min(lines) < MIN_LINES and not has_units:
        return False
    if sum(lines) < 10 and sum(_size(run) for run in found if run.edges == zone.edges) < 10:
        return False
    return all(_reach(column) > 0.3 * width for column, width in zip(columns, widths, strict=True))


def _trimmed(part: Sequence[Row], edges: Sequence[float]) -> tuple[int, int]:
    """Return the first and last row of a table: rows of one cell around it are headings or prose.

    At the end of three columns and more, rows of one cell are its last entries.
    """
    several = [index for index, row in enumerate(part) if _filled(row, edges) > 1]
    if not several:
        return 0, len(part) - 1
    last = several[-1]
    reach = FOOTER_GAP if len(edges) > 1 else 0.6
    while last + 1 < len(part) and _follows(part[last], part[last + 1], reach):
        last += 1
    return several[0], last


def _reach(lines: Sequence[DraftLine]) -> float:
    """Return the mean width of lines; a column without text holds blocks that fill it."""
    if not lines:
        return float("inf")
    return sum(line.bbox.x1 - line.bbox.x0 for line in lines) / len(lines)
