"""What only the whole document tells of its titles: values at their ends, numbers at their heads.

In: the blocks of a document. Out: the same, more where a title gave up a value. Where most titles
of one look end in brackets of values without label, these are values (`… (Logement ; 2026)`); where
all begin with a bare number and these count 1, 2, 3, the numbers are theirs.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.structure.blocks import Block, Sort, clean_title
from extractor.structure.contents import kind_of
from extractor.structure.numbers import part_value
from extractor.structure.paragraphs import ends_open
from extractor.structure.tails import Value, split_counter, unlabelled
from extractor.structure.wording import is_plan_like
from extractor.text import fold
from extractor.values import parse_deadline
from extractor.values.states import status_at_end
from extractor.vocabulary.labels import label_key
from extractor.vocabulary.words import level_odds

_ARROW = re.compile(r"\s*(?:>{1,3}|→|➔|➜|⇒|=>|►)\s*(?P<rest>[^>→➔➜⇒►]{2,120})$")
_BARE = re.compile(r"(?P<n>\d{1,2}|[A-Z]\d{0,2}|[IVX]{1,4})\s+(?=[A-ZÀ-Ý«“\"][^\s.])")
_MIN_MEMBERS = 3  # titles of one look whose brackets or numbers are compared
_MOST = 0.5  # part of the titles of one look that end in brackets of values
_ALL = 0.8  # the same, of brackets that hold a date alone


def refine(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with values and numbers parted from their titles."""
    blocks = _typed_rows(blocks)
    numbered = _missing_numbers(_bare_numbers(numbers_apart([_without_counter(b) for b in blocks])))
    return _remarks(_arrows(_set_behind(_brackets(numbered))))


_TYPE = re.compile(
    r"\s*(?:(?P<before>[A-Z]?\d{1,3}(?:\.\w{1,3})*)[.)]?\s+)?(?P<word>[^\W\d_][^\d:;,]{1,30}?)"
    r"(?:\s+(?P<after>[A-Z]?\d{1,3}(?:\.\w{1,3})*)[.)]?)?\s*"
)


def _typed_rows(blocks: Sequence[Block]) -> list[Block]:
    """Give titles of a table the label and number that a cell before them holds: `1.1 Action`."""
    found: dict[int, Block] = {}
    gone: set[int] = set()
    for at, b in enumerate(blocks[:-1]):
        cell = blocks[at + 1]
        if b.sort is not Sort.ITEM or b.word or b.number or b.place is None or not b.title:
            continue
        if cell.sort is not Sort.FIELD or cell.place is None or cell.label or cell.key != "other":
            continue
        match = _TYPE.fullmatch(cell.value)
        same_row = (cell.place.grid, cell.place.row) == (b.place.grid, b.place.row)
        if match is None or not same_row or cell.place.column >= b.place.column:
            continue
        word = label_key(match["word"])
        if max(level_odds(word).values(), default=0.0) < _TYPE_ODDS:
            continue
        number = match["before"] or match["after"]
        lines = tuple(sorted((*cell.lines, *b.lines)))
        found[at] = replace(
            b, word=word, number=number, label=cell.value.strip(), known=True, lines=lines
        )
        gone.add(at + 1)
    if len(found) < _MIN_MEMBERS:
        return list(blocks)
    return [found.get(at, b) for at, b in enumerate(blocks) if at not in gone]


_TYPE_ODDS = 3.0  # log-odds of a word that names a level
_ARROWS = "→➔➜➝⇒►➤>"


def _remarks(blocks: Sequence[Block]) -> list[Block]:
    """Make remarks of lines that an arrow opens, where hardly any reads as a title."""
    found = [
        at
        for at, b in enumerate(blocks)
        if b.sort is Sort.ITEM and b.marker is not None and b.marker.text[:1] in _ARROWS
        and b.marker.text.strip() and not b.word and not b.type.special
    ]  # fmt: skip
    like = sum(is_plan_like(blocks[at].title) and blocks[at].title[-1:] != "." for at in found)
    if not found or like > _SOME * len(found):
        return list(blocks)
    out = list(blocks)
    for at in found:
        b = blocks[at]
        key = kind_of(b.title)
        out[at] = replace(
            b, sort=Sort.FIELD, key=key if key in ("status", "progress") else "remarks",
            label=b.marker.text if b.marker else "", value=b.title,
        )  # fmt: skip
    return out


_SOME = 0.4  # part of the lines behind arrows that may read as titles


def _without_counter(block: Block) -> Block:
    if block.sort is not Sort.ITEM:
        return block
    title = split_counter(block.title)
    return replace(block, title=title) if title != block.title else block


def _lists(blocks: Sequence[Block]) -> dict[object, list[int]]:
    """Return the titles of one kind of list sign, or without one, wherever they stand."""
    groups: dict[object, list[int]] = defaultdict(list)
    for at, b in enumerate(blocks):
        if b.sort is Sort.ITEM and b.title and not b.type.special and not b.word:
            groups[b.marker.kind if b.marker else "", b.place is not None].append(at)
    return groups


def _groups(blocks: Sequence[Block]) -> dict[object, list[int]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for at, b in enumerate(blocks):
        if b.sort is Sort.ITEM and b.title:
            shape = b.marker.shape if b.marker else ""
            column = (b.place.grid, b.place.column) if b.place and not b.place.alone else None
            groups[b.word, shape, b.type.outline, b.type.special, column].append(at)
    return groups


def _brackets(blocks: Sequence[Block]) -> list[Block]:
    """Part brackets of several values, and of dates alone, from titles that mostly end in them."""
    found: dict[int, tuple[str, list[Value]]] = {}
    for members in _lists(blocks).values():
        dated = {at: cut for at in members if (cut := _dated(blocks[at].title))}
        if len(dated) >= max(_MIN_MEMBERS, _MOST * len(members)):
            found |= dated
    for members in _groups(blocks).values():
        several = {at: cut for at in members if (cut := unlabelled(blocks[at].title))}
        dated = {at: cut for at in members if (cut := _dated(blocks[at].title))}
        both = {**dated, **several}
        if len(members) < _MIN_MEMBERS:
            continue
        if len(several) >= _MOST * len(members) or len(both) >= _ALL * len(members):
            found |= both
    return _parted(blocks, found)


def _set_behind(blocks: Sequence[Block]) -> list[Block]:
    """Part the states and years from titles that end in one, again and again, with nothing
    between: badges and columns that a page sets beside them."""
    found: dict[int, tuple[str, list[Value]]] = {}
    for members in _groups(blocks).values():
        years = {at: cut for at in members if (cut := _yeared(blocks[at].title))}
        if len(years) >= max(_MIN_MEMBERS, _SOME * len(members)):
            found |= years
        cuts = {at: cut for at in members if (cut := _stated(blocks[at].title))}
        kinds = {cut[1][0][2].lower() for cut in cuts.values()}
        if len(cuts) >= max(_MIN_MEMBERS, _SOME * len(members)) and len(cuts) > len(kinds):
            found |= cuts
    return _parted(blocks, found)


def _stated(title: str) -> tuple[str, list[Value]] | None:
    """Return a title without the state that is its last words, and the state."""
    state = status_at_end(title)
    if state is None:
        return None
    rest = title[: len(title) - len(state)].rstrip()
    return (rest, [("status", "", state)]) if len(rest) >= _LEAST_TITLE else None


_YEAR = re.compile(r"(?P<before>[\w’'-]+)[»)]?\s+(?:(?P<year>20[2-4]\d)|(?P<part>\d{1,3}\s?%))$")
#: words that ask for a year or a part, beside the prepositions that end no text
_ASKING = frozenset(
    ("d’ici", "d'ici", "fin", "debut", "avant", "apres", "depuis", "annee", "horizon", "printemps",
     "ete", "automne", "hiver", "semestre", "trimestre", "mandature", "legislature", "plan",
     "budget", "agenda", "objectif", "janvier", "fevrier", "mars", "avril", "mai", "juin",
     "juillet", "aout", "septembre", "octobre", "novembre", "decembre", "moins", "plus", "environ")
)  # fmt: skip


def _yeared(title: str) -> tuple[str, list[Value]] | None:
    """Return a title without the year or the part done that stands behind it and that no word of
    it asks for."""
    match = _YEAR.search(title)
    if match is None or fold(match["before"]) in _ASKING or match["before"].isdigit():
        return None
    key, group = ("deadline", "year") if match["year"] else ("progress", "part")
    rest = title[: match.start(group)].rstrip()
    return None if ends_open(rest) else (rest, [(key, "", match[group])])


_LEAST_TITLE = 8  # characters of what stands before a state
_FINAL = re.compile(r"\s*[(\[]([^()\[\]]{2,45})[)\]]\s*\.?$")


def _dated(title: str) -> tuple[str, list[Value]] | None:
    """Return a title without the date in brackets that ends it, and the date."""
    match = _FINAL.search(title)
    if match is None or not match.start():
        return None
    if kind_of(match[1]) != "deadline" and parse_deadline(match[1]) is None:
        return None
    return title[: match.start()].rstrip(), [("deadline", "", match[1])]


def _arrows(blocks: Sequence[Block]) -> list[Block]:
    """Part what an arrow sets behind a title: a state where most such texts are one, a remark."""
    cuts = {
        at: match
        for at, b in enumerate(blocks)
        if b.sort is Sort.ITEM and b.title and (match := _ARROW.search(b.title)) and match.start()
    }
    kinds = [kind_of(match["rest"].lstrip("> ")) for match in cuts.values()]
    states = sum(k in ("status", "progress") for k in kinds) * 2 >= len(kinds)
    found: dict[int, tuple[str, list[Value]]] = {}
    for at, match in cuts.items():
        rest = match["rest"].strip()
        kind = kind_of(rest)
        key = kind if kind not in (None, "title") else "status" if states else "remarks"
        found[at] = blocks[at].title[: match.start()].rstrip(), [(str(key), "", rest)]
    return _parted(blocks, found)


def _parted(blocks: Sequence[Block], found: dict[int, tuple[str, list[Value]]]) -> list[Block]:
    out: list[Block] = []
    for at, block in enumerate(blocks):
        if at not in found:
            out.append(block)
            continue
        title, values = found[at]
        out.append(replace(block, title=clean_title(title)))
        out += [as_field(block, value) for value in values]
    return out


def as_field(block: Block, value: Value) -> Block:
    """Return a value that stood at the end of a title."""
    key, label, text = value
    return replace(
        block, sort=Sort.FIELD, key=key, label=label or key, value=text, text="", lines=(),
        word="", number=None, marker=None, title="",
    )  # fmt: skip


def _bare_numbers(blocks: Sequence[Block]) -> list[Block]:
    """Give titles of one look the bare numbers that begin them all: `3 Être une ville…`."""
    out = list(blocks)
    looks: dict[object, list[int]] = defaultdict(list)
    for at, b in enumerate(blocks):
        if b.sort is Sort.ITEM and not b.word and not b.number:
            column = (b.place.grid, b.place.column, b.place.alone) if b.place else None
            looks[b.type.outline, b.type.size, b.type.tint, b.type.bold, column].append(at)
    for members in looks.values():
        found = {at: m for at in members if (m := _BARE.match(blocks[at].title))}
        values = [
            v for m in found.values() if (v := part_value(m["n"][-2:].lstrip("ABCDEFGH") or m["n"]))
        ]
        counted = len(found) > 1 and values == list(range(1, len(found) + 1))
        counted = counted and not any(blocks[at].title.endswith(".") for at in found)
        few = len(found) < _MIN_MEMBERS or len(found) < _MOST * len(members)
        if few and not counted:
            continue
        distinct = sorted(set(values))
        steps = [b - a for a, b in itertools.pairwise(distinct)]
        if not distinct or distinct[0] > 1 or sum(s == 1 for s in steps) < _ALL * len(steps):
            continue
        letter = _common_letter([m["n"] for m in found.values()])
        for at, match in found.items():
            title, label = blocks[at].title, match["n"]
            out[at] = replace(
                blocks[at], number=label.removeprefix(letter), label=label,
                title=clean_title(title[match.end() :]),
            )  # fmt: skip
    return out


def _missing_numbers(blocks: Sequence[Block]) -> list[Block]:
    """Give a title the bare number that its series lacks: `2 Être…` between `1. …` and `3. …`."""
    out = list(blocks)
    series: dict[str, list[int]] = defaultdict(list)
    for at, b in enumerate(blocks):
        if b.sort is Sort.ITEM and not b.word and b.marker is not None and b.marker.depth == 1:
            series[b.marker.shape].append(at)
    for members in series.values():
        for before, after in pairwise(members):
            low, high = (
                part_value(blocks[before].number or ""),
                part_value(blocks[after].number or ""),
            )
            if low is None or high != low + 2:
                continue
            for at in range(before + 1, after):
                b = blocks[at]
                match = _BARE.match(b.title) if b.sort is Sort.ITEM and not b.number else None
                if match is None or b.word or match["n"] != str(low + 1):
                    continue
                sign = blocks[before].marker
                marker = replace(sign, text=match["n"], code=match["n"]) if sign else None
                out[at] = replace(
                    b, number=match["n"], label=match["n"], marker=marker,
                    title=clean_title(b.title[match.end() :]),
                )  # fmt: skip
                break
    return out


def _common_letter(numbers: Sequence[str]) -> str:
    """Return the letter that stands before every number (`A1`, `A2`): it names a level, and is no
    part of the code."""
    letters = {n[0] for n in numbers if len(n) > 1 and n[0].isalpha() and n[1:].isdecimal()}
    same = len(letters) == 1 and all(n[1:].isdecimal() for n in numbers)
    return letters.pop() if same else ""


_NUMBER_ALONE = re.compile(r"\s*(?:\d{1,2}|[IVX]{1,4}|[A-Z])\s*[.)]?\s*")


def numbers_apart(blocks: Sequence[Block]) -> list[Block]:
    """Give titles of one look the numbers that stand alone before or behind each of them."""
    for step in (-1, 1):
        pairs: dict[object, list[tuple[int, int]]] = defaultdict(list)
        for at, b in enumerate(blocks):
            beside = at + step
            if b.sort is not Sort.ITEM or b.word or b.number or b.marker or not b.type.special:
                continue
            if 0 <= beside < len(blocks) and _is_number(blocks[beside], b):
                pairs[b.type.outline, b.type.size, b.type.bold].append((at, beside))
        joined: dict[int, Block] = {}
        gone: set[int] = set()
        for found in pairs.values():
            values = [part_value(blocks[n].text.strip(" .)")) for _, n in found]
            if len(found) >= 2 and values == list(range(1, len(values) + 1)):
                for at, n in found:
                    number = blocks[n].text.strip(" .)")
                    lines = tuple(sorted(blocks[n].lines + blocks[at].lines))
                    joined[at] = replace(blocks[at], number=number, label=number, lines=lines)
                    gone.add(n)
        if joined:
            return [joined.get(i, b) for i, b in enumerate(blocks) if i not in gone]
    return list(blocks)


def _is_number(block: Block, title: Block) -> bool:
    return (
        block.sort is Sort.TEXT
        and block.page == title.page
        and _NUMBER_ALONE.fullmatch(block.text) is not None
    )
