"""Cover the rows of a page with zones: the best set of runs of rows that the same strips part.

In: rows of a page, its rules, what the pages before showed. Out: `Zone`s that do not overlap, from
top to bottom; what no zone covers is plain text. Each run of rows between places where strips begin
and end is a proposal; it is worth the rows that its strips part, more where what they part is
aligned. The proposals that together are worth most are chosen, and judged (`verdict`) as a table,
as columns, or as neither: then it is left out and the others are weighed again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from extractor.readers.pdf.glyphs.bullets import Look
from extractor.readers.pdf.glyphs.lines import DISPLAY
from extractor.readers.pdf.glyphs.marks import Piece, Rule
from extractor.readers.pdf.regions.gutters import (
    SIGN_GAP,
    Row,
    Zone,
    is_choice,
    is_end,
    is_label,
    is_sign,
)
from extractor.readers.pdf.regions.segments import Segment, measure, segments, split_at
from extractor.readers.pdf.regions.strips import EDGE, INSIDE, Cut, Gutter, find_gutters, sides
from extractor.readers.pdf.regions.verdict import Names, card_groups, header_of, judge, with_header

STRONG = 3  # rows of a page that a strip parts: it then holds for a single row elsewhere
COST = 0.5  # rows: what a further zone must be worth
ALIGNED = 0.6  # of the worth of a row is that its text stands where that of others does
LABELS = 0.7  # of what stands left of a strip are labels: it parts them from their text
NEAR = 1.0  # line heights below a running header that is no part of a right column
SIGNS = 0.2  # of what stands left of a strip are list signs: it parts these from their texts
ENDS = 0.8  # of what stands right of a strip are numbers of pages, or choices
FAR = 2.4  # line heights above a page number that is no part of a column
LARGER = 0.5  # points: a heading below a column is set in larger type
LONGER = 0.001  # rows a row: of two proposals worth the same, the longer one
INNER = 0.9  # rows: what a row is worth that a strip within a block parts
AROUND = 2  # rows on either side of one
NUMERAL = 4  # characters of a numeral in display type: `1`, `02.`
NAMED = 3  # names in a row at least: two may be a label and its value
MOST = 400  # proposals: a page with more is a drawing


@dataclass(slots=True)
class Known:
    """What pages to come may take up: edges of columns and of tables, drawn list signs, what the
    first rows of tables name their columns."""

    columns: set[float] = field(default_factory=set)
    tables: set[tuple[float, ...]] = field(default_factory=set)
    bullets: set[Look] = field(default_factory=set)
    headers: set[Names] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rows `first` to `last`, both included, the strips that part them, and what that is worth."""

    first: int
    last: int
    gutters: tuple[Gutter, ...]
    worth: float


def find_zones(
    rows: Sequence[Row], rules: Sequence[Rule], known: Known, *, exact: bool = True
) -> list[Zone]:
    """Return the zones of a page from top to bottom; `known` is brought up to date.

    `exact` tells that places are those of a printer; characters of a text meet by chance.
    """
    cuts = cut_rows(rows, exact)
    edges = sorted({*known.columns, *(edge for table in known.tables for edge in table)})
    gutters = _without_labels(cuts, find_gutters(cuts, edges), edges)
    proposals = [_as_cards(rows, p, gutters) for p in propose(cuts, gutters, edges)]
    judged: dict[Proposal, Zone | None] = {}
    while True:
        chosen = best_cover(proposals)
        for proposal in chosen:
            if proposal not in judged:
                judged[proposal] = _zone(rows, cuts, proposal, rules, known)
        if all(judged[proposal] for proposal in chosen):
            break
        proposals = [p for p in proposals if p not in judged or judged[p]]
    zones = _agreed(rows, [zone for proposal in chosen if (zone := judged[proposal])], rules)
    zones = [with_header(rows, zone, known.headers) for zone in zones]
    known.headers |= {names for zone in zones if (names := header_of(zone))}
    known.tables = {tuple(z.edges) for z in zones if z.kind == "table"} or known.tables
    columns = {z.edges[0] for z in zones if z.kind == "columns" and len(z.edges) == 1}
    known.columns = columns or known.columns
    return zones


def _agreed(rows: Sequence[Row], zones: Sequence[Zone], rules: Sequence[Rule]) -> list[Zone]:
    """Judge again the zones of a page that have the edges of a longer one of the other kind."""
    result: list[Zone] = []
    for zone in zones:
        size = zone.last - zone.first
        other = max(
            (o for o in zones if len(o.edges) == len(zone.edges) and _all_in(o.edges, zone.edges)),
            key=lambda o: o.last - o.first,
        )
        if other.kind != zone.kind and other.last - other.first > size and not zone.groups:
            again = judge(rows, Zone(zone.first, zone.last, zone.edges), rules, other.kind)
            zone = again or zone
        result.append(zone)
    return result


def cut_rows(rows: Sequence[Row], exact: bool = True) -> list[Cut]:
    """Return rows with their segments."""
    blanks = measure([row.pieces for row in rows])
    parts = [segments(row.pieces, blanks) for row in rows]
    starts = Counter(
        round(part.x0, 1) for row in parts for left, part in pairwise(row) if not is_sign(left.text)
    )
    edges = [x for x, count in starts.items() if exact and count >= STRONG]
    return [
        Cut(
            row,
            tuple(split_at(found, edges, _free(rows, at, edges)))
            if row.unit is None
            else (Segment(row.box.x0, row.box.x1, ()),),
        )
        for at, (row, found) in enumerate(zip(rows, parts, strict=True))
    ]


def _free(rows: Sequence[Row], at: int, edges: Sequence[float]) -> list[float]:
    """Return the edges that no word of the rows right above and below a row runs over."""
    if not edges:
        return []
    first = last = at
    for _ in range(AROUND):
        if first and _near(rows[first - 1], rows[first], NEAR):
            first -= 1
        if last + 1 < len(rows) and _near(rows[last], rows[last + 1], NEAR):
            last += 1
    around = [*rows[first:at], *rows[at + 1 : last + 1]]
    words = [piece for row in around for piece in row.pieces]
    return [x for x in edges if not any(p.x0 < x - INSIDE and p.x1 > x + INSIDE for p in words)]


def _without_labels(
    cuts: Sequence[Cut], gutters: Sequence[Gutter], known: Sequence[float]
) -> list[Gutter]:
    """Leave out the strips that part only labels at the left, or list signs, from their text."""
    labels: dict[float, list[bool]] = defaultdict(list)
    signs: dict[float, list[bool]] = defaultdict(list)
    for gutter in gutters:
        for index in gutter.beside:
            parts = cuts[index].parts
            number = sum(part.x0 < gutter.x - INSIDE for part in parts) - 1
            if number < 0:  # what stands left is on lines of its own
                labels[gutter.x].append(_parts_numerals(cuts, gutter))
                continue
            left = parts[number]
            if left.pieces:
                labels[gutter.x].append(not number and is_label(left.text))
                near = parts[number + 1].x0 - left.x1 <= SIGN_GAP
                signs[gutter.x].append(near and is_sign(left.text))
    ends = _page_numbers(cuts, gutters)
    out = {x for x, found in labels.items() if sum(found) >= LABELS * len(found)}
    out |= {x for x, found in signs.items() if sum(found) >= SIGNS * len(found)}
    out -= {gutter.x for gutter in gutters if _is_named(cuts, gutter)}
    return [g for g in gutters if g.x not in out | ends or _all_in([g.x], known)]


def _parts_numerals(cuts: Sequence[Cut], gutter: Gutter) -> bool:
    """Tell whether what stands left of a strip, on lines of its own, are numerals in display type,
    each beside what it numbers."""
    part = [cut.row for cut in cuts[gutter.first : gutter.last + 1] if cut.row.pieces]
    left = [row for row in part if row.box.x1 <= gutter.x]
    if not left:
        return False
    size = median(p.size for row in part for p in row.pieces)
    return all(
        len(row.pieces) == 1
        and row.pieces[0].size >= DISPLAY * size
        and len(row.pieces[0].text) <= NUMERAL
        and _has_digit(row.pieces[0].text)
        for row in left
    )


def _is_named(cuts: Sequence[Cut], gutter: Gutter) -> bool:
    """Tell whether the first row that a strip parts names columns: what stands left of it is a word
    above numbers, and the row has more names at its right."""
    if not gutter.beside:
        return False
    first, *below = sorted(gutter.beside)
    head = cuts[first].parts
    left = [part for part in head if part.x1 <= gutter.x - INSIDE + 0.01]
    if len(left) != 1 or len(head) < NAMED or _has_digit(left[0].text):
        return False
    numbers = [cuts[index].parts[0].text for index in below]
    return bool(numbers) and all(map(_has_digit, numbers)) and left[0].text[0].isupper()


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _page_numbers(cuts: Sequence[Cut], gutters: Sequence[Gutter]) -> set[float]:
    """Return the strips of contents: what stands right of them, alone, are numbers of pages, also
    choices to tick or the arrows of panels that fold."""
    found: dict[float, list[bool]] = defaultdict(list)
    for gutter in gutters:
        for index in gutter.beside:
            parts = cuts[index].parts
            right = next(part for part in parts if part.x0 >= gutter.x - INSIDE)
            number = len(parts) == 2 and is_end(right.text)
            found[gutter.x].append(number or is_choice(right.text))
    return {x for x, ends in found.items() if sum(ends) >= ENDS * len(ends)}


def propose(
    cuts: Sequence[Cut], gutters: Sequence[Gutter], known: Sequence[float]
) -> list[Proposal]:
    """Return the runs of rows that strips part."""
    strength: Counter[float] = Counter()
    level: Counter[float] = Counter()
    for gutter in gutters:
        strength[gutter.x] += len(gutter.beside)
        level[gutter.x] += gutter.aligned
    told = {x for x in strength if _all_in([x], known)}
    sure = {x: 1.0 for x in told}
    for x, count in strength.items():
        if count >= STRONG:
            sure.setdefault(x, level[x] / count)
    gutters = [g for g in gutters if g.beside and (g.x in sure or len(g.beside) > 1)]
    firsts = sorted({g.first for g in gutters})
    lasts = sorted({g.last for g in gutters})
    proposals: list[Proposal] = []
    for first in firsts:
        for last in lasts:
            if last < first:
                continue
            active = [g for g in gutters if g.first <= first and last <= g.last]
            proposal = _proposal(cuts, active, first, last, sure)
            if proposal is not None:
                proposals.append(proposal)
    proposals.sort(key=lambda p: -p.worth)
    return proposals[:MOST]


def _proposal(
    cuts: Sequence[Cut],
    active: Sequence[Gutter],
    first: int,
    last: int,
    sure: Mapping[float, float],
) -> Proposal | None:
    """Return the rows as a proposal with the strips that part them, no two of the same place.

    `sure` are the strips that the page, or the one before, shows elsewhere too, with the share of
    rows whose text is aligned there.
    """
    found: list[tuple[float, Gutter]] = []
    for gutter in active:
        beside = frozenset(i for i in gutter.beside if first <= i <= last)
        if len(beside) >= (1 if gutter.x in sure else 2):
            share = max(sure.get(gutter.x, 0.0), gutter.aligned / len(gutter.beside))
            value = len(beside) * (1 - ALIGNED + ALIGNED * share)
            found.append((value, replace(gutter, beside=beside)))
    found.sort(key=lambda part: (-part[0], part[1].x))
    kept: list[tuple[float, Gutter]] = []
    for value, gutter in found:
        if all(_apart(cuts, gutter.x, other.x, first, last) for _, other in kept):
            kept.append((value, gutter))
    kept = _connected(cuts, kept)
    worth = sum(value for value, _ in kept) - COST
    if not kept or worth <= 0:
        return None
    worth += LONGER * (last - first)
    gutters = sorted((gutter for _, gutter in kept), key=lambda g: g.x)
    return Proposal(first, last, tuple(gutters), worth)


def _connected(
    cuts: Sequence[Cut], kept: Sequence[tuple[float, Gutter]]
) -> list[tuple[float, Gutter]]:
    """Leave out strips that part other rows than the rest do: a mark at the end of a title that
    stands above a table makes no column of it."""
    if len(kept) < 2:
        return list(kept)
    xs = sorted(gutter.x for _, gutter in kept)
    own = {x: after for x, after in zip(xs, [*xs[1:], float("inf")], strict=True)}
    parted: dict[float, set[int]] = {}
    for _, gutter in kept:
        rows: set[int] = set()
        for index in gutter.beside:
            parts = cuts[index].parts
            right = next(p for p in parts if p.x0 >= gutter.x - INSIDE)
            if parts[0] is right:  # what stands left is on lines of its own
                rows = set(gutter.beside)
                break
            if right.x0 < own[gutter.x] - INSIDE:
                rows.add(index)
        parted[gutter.x] = rows
    best = kept[0][1].x
    group, grown = {best}, True
    while grown:
        rows = set().union(*(parted[x] for x in group))
        more = {x for x in xs if x not in group and not rows.isdisjoint(parted[x])}
        group |= more
        grown = bool(more)
    return [(value, gutter) for value, gutter in kept if gutter.x in group]


def _apart(cuts: Sequence[Cut], x: float, other: float, first: int, last: int) -> bool:
    """Tell whether text stands between two strips, in as many rows as beside either."""
    low, high = sorted((x, other))
    between = sum(
        any(low - INSIDE <= part.x0 and part.x1 <= high - INSIDE + 0.01 for part in cut.parts)
        for cut in cuts[first : last + 1]
    )
    return between >= 1


def best_cover(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals that do not overlap and are together worth most, from the top."""
    ordered = sorted(proposals, key=lambda p: (p.last, p.first))
    lasts = [p.last for p in ordered]
    best: list[tuple[float, list[Proposal]]] = [(0.0, [])]
    for index, proposal in enumerate(ordered):
        before = best[bisect_right(lasts, proposal.first - 1, 0, index)]
        taken = before[0] + proposal.worth
        best.append(
            (taken, [*before[1], proposal]) if taken > best[index][0] + 1e-9 else best[index]
        )
    return best[-1][1]


def _as_cards(rows: Sequence[Row], proposal: Proposal, gutters: Sequence[Gutter]) -> Proposal:
    """Return a proposal that shows blocks side by side as worth also what parts each of these."""
    first, last = _bounds(rows, proposal)
    edges = [gutter.x for gutter in proposal.gutters]
    if last - first < 1 or not card_groups(rows, Zone(first, last, edges)):
        return proposal
    inner = sum(
        len(g.beside)
        for g in gutters
        if first <= g.first and g.last <= last and not _all_in([g.x], edges)
    )
    return replace(proposal, worth=proposal.worth + INNER * inner + 1.0)


def _zone(
    rows: Sequence[Row],
    cuts: Sequence[Cut],
    proposal: Proposal,
    rules: Sequence[Rule],
    known: Known,
) -> Zone | None:
    """Return a proposal as a zone; None when it is neither columns nor a table.

    Where a table of the page before has its edges and more, it has them too.
    """
    edges = [gutter.x for gutter in proposal.gutters]
    first, last = _bounds(rows, proposal)
    for table in sorted(known.tables, key=len, reverse=True):
        if _all_in(edges, table) and not any(
            sides(cut, x)[2] for cut in cuts[first : last + 1] for x in table
        ):
            if first == last and 2 * len(cuts[first].parts) <= len(table) + 1:
                return None  # the line at the foot of the page
            return judge(rows, Zone(first, last, list(table)), rules, "table")
    column = _all_in(edges, known.columns)
    return judge(rows, Zone(first, last, edges), rules, "columns" if column else None)


def _all_in(edges: Iterable[float], others: Iterable[float]) -> bool:
    return all(any(abs(edge - other) <= EDGE for other in others) for edge in edges)


def _bounds(rows: Sequence[Row], proposal: Proposal) -> tuple[int, int]:
    """Return the first and last row of a zone: rows above of which nothing stands right of a strip
    are headings, rows below that are far or larger belong to what follows."""
    beside = frozenset().union(*(gutter.beside for gutter in proposal.gutters))
    edge = proposal.gutters[0].x
    first = top = min(beside)
    while top > proposal.first and _near(rows[top - 1], rows[top], NEAR):
        top -= 1
        if rows[top].box.x0 >= edge - INSIDE:  # a right column may start above the left one
            first = top
    last = max(beside)
    size = max((p.size for row in rows[first : last + 1] for p in row.pieces), default=0.0)
    looks = {_look(p) for row in rows[first : last + 1] for p in row.pieces}
    looks |= {
        _look(p) for row in rows[last : proposal.last + 1] for p in row.pieces if p.x0 >= edge
    }
    while last < proposal.last:
        row = rows[last + 1]
        larger = any(p.size > size + LARGER for p in row.pieces)
        other = bool(row.pieces) and looks.isdisjoint(map(_look, row.pieces))
        if larger or other or not _near(rows[last], row, FAR):
            break
        last += 1
    return first, last


def _look(piece: Piece) -> tuple[float, bool]:
    return round(piece.size), piece.face.bold


def _near(above: Row, below: Row, reach: float) -> bool:
    """Tell whether the white between two rows is at most so many line heights."""
    height = max(below.box.bottom - below.box.top, 1.0)
    return below.box.top - above.box.bottom <= reach * height
