"""Cells of titles: which of their paragraphs open a title, and what belongs to none.

Functions from blocks to blocks; what they know of the table is told by their callers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor import vocabulary
from extractor.structure.blocks import Block, Sort, clean_title
from extractor.structure.columns import CODED, Column, headed
from extractor.structure.paragraphs import Paragraph
from extractor.structure.rows import is_label
from extractor.structure.wording import has_sentences, is_being, is_plan_like
from extractor.text import join_lines

_MAX_STATEMENT = 70  # characters of a sentence alone in its row that is no title
_MAX_BAND = 200  # characters of a band that is no remark


def titles_of(blocks: Sequence[Block], *, single: bool) -> list[Block]:
    """Return the blocks of a cell of titles: one per marked block, or per paragraph that
    reads as a title; the rest of a title is joined to it, what follows it is text."""
    out: list[Block] = []
    plain = [b for b in blocks if b.sort is Sort.ITEM and b.marker is None and not b.word]
    several = len(plain) > 1 and not single and are_titles(plain)
    for block in blocks:
        first = not any(b.sort is Sort.ITEM for b in out)
        opens = first or block.marker is not None or bool(block.word) or several
        if block.sort is not Sort.ITEM or opens:
            out.append(block)
            continue
        before = out[-1]
        if before.sort is Sort.ITEM and _goes_on(before, block, single=single):
            out[-1] = replace(
                before, title=clean_title(join_lines([before.title, block.text])),
                lines=before.lines + block.lines, text=f"{before.text} {block.text}",
            )  # fmt: skip
        else:
            out.append(replace(block, sort=Sort.TEXT))
    return out


def is_prose(block: Block) -> bool:
    """Tell whether the only cell of a row is a remark or an introduction."""
    if block.word or block.number:
        return False
    long = len(block.title) > _MAX_BAND and has_sentences(block.title)
    sentence = block.title.endswith(".") and len(block.title) > _MAX_STATEMENT
    return long or (sentence and not is_plan_like(block.title) and not is_being(block.title))


def without_header(block: Block, column: Column) -> Block:
    """Return a title without the header of its column or the code that stands before it."""
    if block.word:
        return block
    found = headed(block.title, column.label) if column.label else None
    if found is not None:
        word, number, start = found
    elif column.coded and block.number is None and (match := CODED.match(block.title)):
        word, number, start = match.group().strip(" .:)–—-"), match["number"], match.end()
    else:
        return block
    title = clean_title(block.title[start:])
    if not title:
        return block
    return replace(block, title=title, label=block.label or word, number=block.number or number)


def are_titles(blocks: Sequence[Block]) -> bool:
    """Tell whether the paragraphs of a cell are a title each: none goes on with the one above, and
    most read as plans word them."""
    like = sum(is_plan_like(b.title) or b.title.endswith(".") for b in blocks)
    starts = all(not b.title[:1].islower() for b in blocks)
    return starts and like * 2 > len(blocks)


def heads_list(items: Sequence[Block]) -> bool:
    """Tell whether the first title of a cell heads the others, its parts: they are marked alike,
    and not as it is (`a) Rénover` above `1.1 Isoler`, `1.2 Peindre`)."""
    marks = [b.word or (b.marker.shape if b.marker else "") for b in items]
    return len(marks) > 1 and marks[0] not in marks[1:] and len(set(marks[1:])) == 1


def _goes_on(before: Block, block: Block, *, single: bool) -> bool:
    """Tell whether a paragraph without mark goes on with the title above it."""
    if single or block.text[:1].islower():
        return True
    return before.marker is not None or (len(before.title) < 40 and not before.title.endswith("."))


def labelled(own: Sequence[Paragraph]) -> bool:
    """Tell whether a cell holds a label and, below or behind it, its value."""
    if len(own) > 1 and is_label(own[0].text) and not is_label(own[1].text):
        return True
    text = own[0].text if own else ""
    pair = vocabulary.match_field(text)
    return pair is not None and ":" in text[: pair.value_start] and pair.value_start < len(text)
