"""Forms: one sheet per action or project that names its objectives after its own title.

In: blocks and their looks. Out: the order in which nesting works, and sheets with their titles.
Which level a look has plays no part: what repeats tells the context from what is one sheet's own.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extractor.markers import find_marker
from extractor.structure.blocks import Block, Place, Sort, clean_title, has_letters
from extractor.structure.looks import Look
from extractor.structure.wording import is_plan_like
from extractor.text import letters
from extractor.vocabulary.labels import label_key
from extractor.vocabulary.words import level_odds

_MOST = 0.8  # part of the sheets that name their objectives behind their title
_LEAST = 2  # sheets


def lead_with_context(blocks: Sequence[Block], looks: Sequence[Look]) -> list[Block]:
    """Return the blocks, each sheet's objectives before the sheet that names them behind its title.

    A sheet is opened by a title printed once; its objectives are titles that most sheets have, one
    each, many of them printed again and again, and that stand before no other sheet.
    """
    best: tuple[int, list[Block]] | None = None
    for look in looks:
        titles = [letters(blocks[at].title) for at in look.members]
        if len(titles) < _LEAST or len(set(titles)) < _UNIQUE * len(titles):
            continue
        context = _context(blocks, looks, look)
        if context and (best is None or len(context) > best[0]):
            best = len(context), _reordered(blocks, look, context)
    return best[1] if best is not None else list(blocks)


def _context(blocks: Sequence[Block], looks: Sequence[Look], sheet: Look) -> set[int]:
    """Return the places of the objectives that sheets name behind their title."""
    starts = list(sheet.members)
    found: set[int] = set()
    for look in looks:
        if look is sheet or look.kind == "para" or look.members[0] < starts[0]:
            continue
        units = [bisect_right(starts, at) for at in look.members]
        titles = [letters(blocks[at].title) for at in look.members]
        once = len(set(units)) == len(units) >= _MOST * len(starts)
        if once and len(set(titles)) <= _REPEATED * len(titles):
            found.update(look.members)
    return found


def _reordered(blocks: Sequence[Block], sheet: Look, context: set[int]) -> list[Block]:
    out: list[Block] = []
    starts = [*sheet.members, len(blocks)]
    out += blocks[: starts[0]]
    for start, end in itertools.pairwise(starts):
        out += [blocks[at] for at in range(start, end) if at in context]
        out += [blocks[at] for at in range(start, end) if at not in context]
    return out


_MOST = 0.8  # part of the sheets that name their objectives behind their title
_LEAST = 3  # sheets
_UNIQUE = 0.9  # part of the titles of sheets that are printed once
_REPEATED = 0.8  # part of the printings of an objective, at most, that differ


def fill_titles(blocks: Sequence[Block]) -> list[Block]:
    """Give the sheets that print but their number the title that a field of theirs holds, or their
    number to the title that stands below (`Fiche action 1`, `Action : …`); what stays without title
    is text."""
    out = list(blocks)
    for at, block in enumerate(out):
        if block.sort is not Sort.ITEM or has_letters(block.title):
            continue
        for later in range(at + 1, min(len(out), at + _REACH)):
            other = out[later]
            if other.sort is Sort.ITEM and other.word == block.word:
                break
            if _numbers_below(block, other) or (later == at + 1 and _is_of_sheet(block, other)):
                out[later] = replace(
                    other, number=block.number, label=block.label, marker=block.marker
                )
                break
            if later == at + 1 and (named := _named_below(block, other, at)) is not None:
                out[later] = named
                break
            if other.sort is Sort.FIELD and other.key == "title" and other.value.strip():
                title = clean_title(other.value)
                out[at] = replace(block, title=title, lines=block.lines + other.lines)
                out[later] = replace(other, sort=Sort.HEADER, lines=(), value="", key=None)
                break
        if not has_letters(out[at].title) and _is_listed(block):
            out[at] = _as_title(block)
        elif not has_letters(out[at].title):
            out[at] = replace(out[at], sort=Sort.HEADER if block.word else Sort.TEXT)
    return out


def _numbers_below(sheet: Block, title: Block) -> bool:
    """Tell whether a sheet's head (`Fiche action 1`) numbers the title of its form (`Action`)."""
    word = title.word or (title.place.header if title.place and title.place.field else "")
    named = bool(sheet.word) and sheet.word.split()[-1] in word.split()
    return title.sort is Sort.ITEM and named and bool(sheet.number) and not title.number


def _named_below(sheet: Block, field: Block, at: int) -> Block | None:
    """Return the title that a form right below a sheet's head names by a word which is a field
    elsewhere: `Fiche n° 1`, below it `Objectif : Garder l'eau potable`."""
    remark = field.sort is Sort.FIELD and field.key == "other" and bool(sheet.word)
    title = clean_title(field.value)
    if not remark or not level_odds(field.label or "") or not is_plan_like(title):
        return None
    place = Place(-at - 1, 0, 0, label_key(field.label or ""), field=True)
    return replace(
        field, sort=Sort.ITEM, title=title, place=place, number=sheet.number, key=None, value=""
    )


def _is_of_sheet(sheet: Block, title: Block) -> bool:
    """Tell whether a form right below a sheet's head that says no more (`Fiche n° 1`) begins with
    its title."""
    named = sheet.word == "fiche" and bool(sheet.number) and not title.number
    return named and title.sort is Sort.ITEM and bool(title.place and title.place.field)


def _is_listed(block: Block) -> bool:
    """Tell whether a list sign opens a text that a label of the document's own fills: `• Pas 1`."""
    marker = find_marker(block.text)
    bullet = marker is not None and marker.kind == "bullet"
    return bullet and not block.known and not level_odds(block.word)


def _as_title(block: Block) -> Block:
    marker = find_marker(block.text)
    title = clean_title(block.text[marker.end :] if marker else block.text)
    return replace(block, title=title, word="", label=None, number=None, marker=marker)


_REACH = 14  # blocks of a sheet among which its title stands
