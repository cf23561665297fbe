"""What prints again what stands in the plan: summaries before it, tables by year or service after.

In: blocks and their looks. Out: the places of the blocks that only mention a title. A title printed
several times is a mention where nothing of its own stands below it and it has something elsewhere;
a row of such titles goes together. A second reading of the same titles is never a second tree.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.structure.blocks import Block, Sort
from extractor.structure.looks import Look
from extractor.text import letters

_PAGE = re.compile(r"(?<=[^\W\d_])\W*\s+\d{1,3}$")  # of a table of contents
_MIN_TITLE = 12  # letters; shorter titles repeat by chance
_MOST = 0.6  # part of a row of repeated titles that only mention
_ROW = 3  # repeated titles in a row that list the plan again


def find_mentions(blocks: Sequence[Block], looks: Sequence[Look]) -> set[int]:
    """Return the places of the blocks that mention titles of the plan."""
    found = _bare_labels(blocks)
    look_of = {at: i for i, look in enumerate(looks) for at in look.members}
    twins: dict[str, list[int]] = defaultdict(list)
    printed = {letters(block.title) for block in blocks if block.sort is Sort.ITEM}
    for at, block in enumerate(blocks):
        if block.sort is Sort.ITEM and not block.repeat:
            paged = letters(_PAGE.sub("", block.title))
            key = paged if paged in printed else letters(block.title)  # `rencontre 2` is no page
            if len(key) >= _MIN_TITLE:
                twins[key].append(at)
    again = {at: tuple(group) for group in twins.values() if len(group) > 1 for at in group}
    if not again:
        return found
    told = (Sort.ITEM, Sort.FIELD, Sort.CLOSING)
    items = [at for at, b in enumerate(blocks) if b.sort in told and not b.repeat]
    content = {at: _has_content(at, items, blocks, again, look_of) for at in again}
    mentions: set[int] = set()
    for row in _rows(items, again, content, blocks):
        listed = [at for at in row if not content[at] and any(content[t] for t in again[at])]
        bare = [at for at in row if not any(content[t] for t in again[at])]
        if len(row) >= _ROW and len(listed) + len(bare) >= len(row) - 1 and listed:
            mentions.update(row)
        elif listed and len(listed) >= _MOST * len(row):
            mentions.update(listed)
        elif (
            len(row) >= _ROW
            and all(again[at][0] < row[0] for at in row)
            and not any(_is_context(at, row, blocks, look_of) for at in row)
        ):
            mentions.update(row)  # listed again, by year or by service
    return _spare(mentions, again) | found


def _bare_labels(blocks: Sequence[Block]) -> set[int]:
    """Return the places of labels without title (`Axe 1 | 12 actions`) that stand elsewhere with
    one."""
    labelled = [(at, b) for at, b in enumerate(blocks) if b.sort is Sort.ITEM and b.word]
    bare = {at for at, b in labelled if letters(b.title) in ("", letters(b.label or ""))}
    titled = {(b.word, b.number) for at, b in labelled if at not in bare}
    return {at for at, b in labelled if at in bare and b.number and (b.word, b.number) in titled}


def _spare(mentions: set[int], again: Mapping[int, tuple[int, ...]]) -> set[int]:
    """Keep one printing of every title."""
    for group in set(again.values()):
        if all(at in mentions for at in group):
            mentions.discard(group[-1])
    return mentions


def _is_context(
    at: int, row: Sequence[int], blocks: Sequence[Block], look_of: Mapping[int, int]
) -> bool:
    """Tell whether a repeated title leads what is new: the objective above each form."""
    return at == row[-1] and at + 1 < len(blocks) and blocks[at + 1].sort is Sort.FIELD


def _rows(
    items: Sequence[int],
    again: Mapping[int, tuple[int, ...]],
    content: Mapping[int, bool],
    blocks: Sequence[Block],
) -> list[list[int]]:
    """Return the rows of repeated titles that nothing else stands between, nor below."""
    rows: list[list[int]] = [[]]
    for at in items:
        if at in again and not content[at]:
            rows[-1].append(at)
        elif rows[-1] and (at in again or blocks[at].sort is not Sort.FIELD):
            rows.append([])
    return [row for row in rows if row]


def _has_content(
    at: int,
    items: Sequence[int],
    blocks: Sequence[Block],
    again: Mapping[int, tuple[int, ...]],
    look_of: Mapping[int, int],
) -> bool:
    """Tell whether anything but repeated titles stands below a title."""
    mine = look_of.get(at)
    start = _after(items, at)
    for place in items[start:]:
        block = blocks[place]
        if block.sort is Sort.CLOSING:
            return False
        if place in again:
            twin = any(t <= at and look_of.get(t) == mine for t in again[place] if t != place)
            if look_of.get(place) == mine or twin:
                return False
            continue
        return not (block.sort is Sort.ITEM and look_of.get(place) == mine)
    return False


def _after(items: Sequence[int], at: int) -> int:
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        if items[middle] <= at:
            low = middle + 1
        else:
            high = middle
    return low


def adopt_words(blocks: list[Block], mentions: set[int]) -> bool:
    """Give a title without label the word of the label that a summary prints before it: `Premier
    objectif stratégique : Être…` there, `A. Être…` in the plan. Tell whether there was one."""
    words = {letters(blocks[at].title): blocks[at].word for at in mentions if blocks[at].word}
    adopted = False
    for at, block in enumerate(blocks):
        word = words.get(letters(block.title)) if block.sort is Sort.ITEM else None
        if word and at not in mentions and not block.word:
            blocks[at] = replace(block, word=word)
            adopted = True
    return adopted
