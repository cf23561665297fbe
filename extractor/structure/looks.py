"""Looks: blocks that share what tells one level from another.

In: the blocks of a document. Out: `Looks`, one number per item. A label's word carries most; then a
column, a form's label or a row of its own; then the number, the list sign or the type. A look says
nothing of its level: that is the reading's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from extractor.structure.blocks import Block, Sort
from extractor.structure.numbers import number_parts, shape_of, value_of
from extractor.structure.wording import is_being
from extractor.vocabulary.words import level_odds

Key = tuple[object, ...]

_TOLD = 5.0  # log-odds of a word that leaves no doubt: its numbers need not look alike
_SPLIT = ("num", "type", "para", "band", "col")  # kinds whose titles `être …` may be set apart


@dataclass(frozen=True, slots=True)
class Look:
    """What the members of one look have in common."""

    key: Key
    members: tuple[int, ...]  # places in the list of blocks
    outline: int | None
    size: float
    indent: float
    list_level: int | None
    special: bool
    depth: int  # parts of its numbers, 0 without

    @property
    def kind(self) -> str:
        """Return what binds the members: label, form, col, band, num, bullet, type or para."""
        return str(self.key[0])


def told_level(word: str) -> str | None:
    """Return the level that a word names without doubt, or None."""
    return next((rank for rank, odds in level_odds(word).items() if odds >= _TOLD), None)


def find_looks(blocks: Sequence[Block]) -> list[Look]:
    """Return the looks of the items, the most frequent first."""
    indents = _ranks([b.indent for b in blocks if b.sort is Sort.ITEM and b.place is None])
    keys: dict[Key, list[int]] = defaultdict(list)
    numerals = _numerals(blocks)
    for at, block in enumerate(blocks):
        if at in numerals and block.marker is not None:
            shape = block.marker.shape.replace("letter", "roman", 1)
            block = replace(block, marker=replace(block.marker, shape=shape))
        if block.sort is Sort.ITEM and not block.repeat:
            keys[_key(block, indents)].append(at)
    _join_tints(keys)
    _join_indents(keys, blocks)
    _join_signs(keys, blocks)
    _join_slips(keys, blocks)
    for key in list(keys):
        _lift_restarts(keys, key, blocks)
    for key in list(keys):
        _split_being(keys, key, blocks)
    looks = [_look(key, members, blocks) for key, members in keys.items()]
    return sorted(looks, key=lambda look: (-len(look.members), look.members[0]))


def _numerals(blocks: Sequence[Block]) -> set[int]:
    """Return the places of the single letters that are numerals: `i)`, where `ii)` follows
    somewhere and no `h)` stands before it."""
    shapes = {b.marker.shape for b in blocks if b.sort is Sort.ITEM and b.marker is not None}
    found: set[int] = set()
    last: dict[str, int] = {}
    for at, block in enumerate(blocks):
        marker = block.marker
        if block.sort is not Sort.ITEM or marker is None or not marker.shape.startswith("letter"):
            continue
        code = (marker.code or "").lower()
        letter = ord(code) - ord("a") + 1 if len(code) == 1 else 0
        series = marker.shape.replace("letter", "roman", 1) in shapes
        if series and code in ("i", "v", "x") and last.get(marker.shape) != letter - 1:
            found.add(at)
        else:
            last[marker.shape] = letter
    return found


def _key(block: Block, indents: dict[float, int]) -> Key:
    place, marker = block.place, block.marker
    if block.word:
        told = told_level(block.word)
        if told is not None:
            return "label", told
        return "label", block.word, len(number_parts(block.number or ""))
    if block.sheet:
        return ("sheet",)
    if place is not None and place.field:
        return "form", place.header
    shape = marker.shape if marker else ""
    outline = block.type.outline
    style: Key = (outline,) if outline is not None else _style(block)
    if place is not None and place.alone:
        return "band", shape, place.column, place.shade, *style
    if place is not None:
        return "col", place.grid, place.header or place.column, shape or shape_of(block.number)
    if marker is None and block.list_level is not None and outline is None:
        return "bullet", "", (block.list_level, indents.get(block.indent, 0)), None
    if marker is None and not block.type.special:
        return "para", None, indents.get(block.indent, 0)
    if marker is None:
        return "type", *style
    deep = block.list_level, indents.get(block.indent, 0)  # Word's second list is no deeper level
    if marker.kind == "bullet":
        return "bullet", shape, deep, outline
    kind = "num"
    if marker.depth > 1:
        return kind, shape, None, outline
    return kind, shape, deep, *((outline,) if outline is not None else (block.type.size,))


def _style(block: Block) -> Key:
    t = block.type
    return None, t.size, t.bold, t.capitals and not t.bold and not t.size, t.tint


def _ranks(indents: Sequence[float]) -> dict[float, int]:
    """Return the rank of the group of left edges that an indent belongs to."""
    counts = Counter(indents)
    spread = max(counts, default=0.0) - min(counts, default=0.0)
    characters = spread < _MAX_CHARACTERS and all(float(v).is_integer() for v in counts)
    near = 0.9 if characters else 4.0  # characters of plain text, points of a page
    ranks: dict[float, int] = {}
    last, rank = None, -1
    for value in sorted(counts):
        if last is None or value - last > near:
            rank += 1
        ranks[value], last = rank, value
    return _without_slips(ranks, counts)


_MAX_CHARACTERS = 60
_SLIP = 0.1  # of the lines of the neighbouring indentation


def _without_slips(ranks: dict[float, int], counts: Counter[float]) -> dict[float, int]:
    """Give a few lines that stand one blank beside many the rank of these."""
    total: Counter[int] = Counter()
    for value, rank in ranks.items():
        total[rank] += counts[value]
    out = dict(ranks)
    for value, rank in ranks.items():
        for other in ranks:
            if abs(other - value) <= 1 and total[rank] <= _SLIP * total[ranks[other]]:
                out[value] = ranks[other]
    return out


def _join_tints(keys: dict[Key, list[int]]) -> None:
    """Join looks that differ by their colour alone, where each colour has a part of the document
    to itself: the colour is that of the chapter, and tells no level."""
    alike: dict[Key, list[Key]] = defaultdict(list)
    for key in keys:
        if key[0] == "type" and key[-1] is not None and len(key) == _STYLED:
            alike[key[:-1]].append(key)
    for group in alike.values():
        group.sort(key=lambda k: keys[k][0])
        several = [k for k in group if len(keys[k]) > 1]
        parted = all(keys[a][-1] < keys[b][0] for a, b in pairwise(group))
        if parted and len(group) >= _COLOURS and 2 * len(several) > len(group):
            for key in group[1:]:
                keys[group[0]] += keys.pop(key)


_STYLED = 6  # parts of the key of a look by type
_COLOURS = 3  # chapters of a colour each


def _join_indents(keys: dict[Key, list[int]], blocks: Sequence[Block]) -> None:
    """Join bullets of one sign that stand at two indents but never one below the other: in the
    second column of a page, in a box."""
    by_sign: dict[Key, list[Key]] = defaultdict(list)
    for key in keys:
        if key[0] == "bullet" and isinstance(key[2], tuple) and key[2][0] is None:
            by_sign[key[1], key[3]].append(key)
    for group in by_sign.values():
        look_of = {at: key for key in group for at in keys[key]}
        items = [at for at, b in enumerate(blocks) if b.sort is Sort.ITEM]
        rows = [(look_of.get(a), look_of.get(b)) for a, b in pairwise(items)]
        nested = {frozenset(pair) for pair in rows if None not in pair and pair[0] != pair[1]}
        first = max(group, key=lambda k: len(keys[k]))
        for key in group:
            if key != first and frozenset((key, first)) not in nested and len(keys[key]) > 1:
                keys[first] = sorted(keys[first] + keys.pop(key))


def _join_signs(keys: dict[Key, list[int]], blocks: Sequence[Block]) -> None:
    """Join bullets of two signs at one indent that begin each other's lists: a star marks some of
    the actions, and stands neither above nor below the dots."""
    at_indent: dict[Key, list[Key]] = defaultdict(list)
    for key in keys:
        if key[0] == "bullet" and key[1]:
            at_indent[key[2:]].append(key)
    items = [at for at, b in enumerate(blocks) if b.sort is Sort.ITEM]
    for group in at_indent.values():
        first = max(group, key=lambda k: len(keys[k]))
        for key in group:
            if key == first:
                continue
            look_of = {at: k for k in (key, first) for at in keys[k]}
            runs = [
                [look_of[at] for at in run]
                for listed, run in groupby(items, key=look_of.__contains__)
                if listed
            ]
            begins = {run[0] for run in runs if len(set(run)) > 1}
            if len(begins) > 1:
                keys[first] = sorted(keys[first] + keys.pop(key))


def _join_slips(keys: dict[Key, list[int]], blocks: Sequence[Block]) -> None:
    """Give a look the blocks that a slip of the pen sets apart from it: `b.` between `a)` and
    `c)`, one dash among many arrows."""
    for small in sorted(keys, key=lambda k: len(keys[k])):
        for large in list(keys):
            if small in keys and small != large and _is_slip(small, large, keys, blocks):
                keys[large] = sorted(keys[large] + keys.pop(small))


def _is_slip(
    small: Key, large: Key, keys: Mapping[Key, list[int]], blocks: Sequence[Block]
) -> bool:
    """Tell whether the blocks of one look stand where those of a larger one are expected."""
    mine, theirs = keys[small], keys[large]
    if small[0] != large[0] or small[2:] != large[2:] or len(mine) * _SLIPS > len(theirs):
        return False
    if small[0] == "num":
        if str(small[1])[:-1] != str(large[1])[:-1]:
            return False
        return all(_fills(at, theirs, blocks) for at in mine)
    if small[0] != "bullet":
        return False
    others = set(theirs)
    return all(at - 1 in others and at + 1 in others for at in mine)


def _fills(at: int, members: Sequence[int], blocks: Sequence[Block]) -> bool:
    """Tell whether a number follows the one before it in a series, or comes before the next."""
    value = value_of(blocks[at].number)
    place = bisect_left(members, at)
    before = value_of(blocks[members[place - 1]].number) if place else None
    after = value_of(blocks[members[place]].number) if place < len(members) else None
    if value is None:
        return False
    return value - 1 == before or (before is None and value + 1 == after)


_SLIPS = 4  # times as many members has the look that a slip belongs to


def _lift_restarts(keys: dict[Key, list[int]], key: Key, blocks: Sequence[Block]) -> None:
    """Set apart the numbers of one look that hold a series of their own: `1.` right before `1.`."""
    members = keys[key]
    if key[0] not in ("num", "label") or len(members) < _MIN_LIFT:
        return
    if key[0] == "label" and (len(key) < 3 or key[2] != 1 or level_odds(str(key[1]))):
        return  # its level is told, or its numbers say what they stand under
    values = [value_of(blocks[at].number) for at in members]
    if any(v is None for v in values):
        return
    lifted: list[int] = []
    count = 0
    for here, (at, value) in enumerate(zip(members, values, strict=True)):
        following = values[here + 1] if here + 1 < len(values) else None
        if following == 1 and value == count + 1:
            lifted.append(at)
            count += 1
    rest = [at for at in members if at not in set(lifted)]
    first = bool(lifted) and lifted[0] == members[0]
    adjacent = first and members[1] == members[0] + 1
    if not first or not rest or (len(lifted) < _MIN_SERIES and not adjacent):
        return
    keys[key] = rest
    keys[(*key, "lifted")] = lifted


_MIN_LIFT = 3  # members: one above, one below, one more
_MIN_SERIES = 2  # lifted numbers that make a series


def _split_being(keys: dict[Key, list[int]], key: Key, blocks: Sequence[Block]) -> None:
    """Set apart the titles of one look that say what the institution wants to be."""
    members = keys[key]
    if key[0] not in _SPLIT:
        return
    being = [at for at in members if is_being(blocks[at].title)]
    rest = [at for at in members if at not in set(being)]
    values = [value_of(blocks[at].number) for at in members]
    if values == list(range(1, len(values) + 1)):
        return  # one series counts them all
    if being and rest and len(members) >= _MIN_LIFT:
        keys[key] = rest
        keys[(*key, "being")] = being


def _look(key: Key, members: Sequence[int], blocks: Sequence[Block]) -> Look:
    own = [blocks[at] for at in members]
    outlines = [b.type.outline for b in own if b.type.outline is not None]
    lists = [b.list_level for b in own if b.list_level is not None]
    depths = [len(number_parts(b.number)) for b in own if b.number]
    return Look(
        key,
        tuple(members),
        round(median(outlines)) if len(outlines) * 2 > len(own) else None,
        median(b.type.size for b in own),
        median(b.indent for b in own),
        round(median(lists)) if len(lists) * 2 > len(own) else None,
        sum(b.type.special for b in own) * 2 > len(own),
        round(median(depths)) if len(depths) * 2 > len(own) else 0,
    )
