"""Values that stand below their label: lines and lists that belong to a field.

In: blocks in order. Out: the same, fewer: a label that stands alone takes the text or the list
below it. A label that announces titles (`Actions :`) is a caption and takes none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractor import vocabulary
from extractor.structure.blocks import Block, Sort
from extractor.structure.wording import is_plan_like

_ENTRY = 60  # characters of a name in a list
_NAMES = ("responsibles", "services", "mandataries", "partners", "indicators")


def absorb(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, labels that stand alone with the values below them."""
    inline = Counter(b.key for b in blocks if b.sort is Sort.FIELD and b.value.strip())
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if block.sort is not Sort.FIELD or block.value.strip() or block.nested or block.place:
            out.append(block)
            continue
        taken = _below(block, blocks[at:], inline[block.key])
        at += len(taken)
        if not taken:
            out.append(block)
            continue
        listed = len(taken) > 1 or any(b.marker and b.marker.kind == "bullet" for b in taken)
        boxes = any(_TICKED.match(b.text) for b in taken)
        value = "\n".join(b.title if b.marker and listed and not boxes else b.text for b in taken)
        lines = block.lines + tuple(i for b in taken for i in b.lines)
        out.append(replace(block, value=value, lines=lines, text=f"{block.text} {value}"))
    return out


def _below(label: Block, after: Sequence[Block], inline: int) -> list[Block]:
    """Return the blocks below a label that are its value."""
    taken: list[Block] = []
    for block in after:
        if block.place != label.place or block.word or block.sort not in (Sort.ITEM, Sort.TEXT):
            break
        if block.type.outline is not None or (block.type.special and not label.type.special):
            break
        listed = block.marker is not None
        if taken and (taken[0].marker is not None) != listed:
            break
        if _names_other(label, block):
            break
        if listed and inline and is_plan_like(block.title):
            break  # the field is inline elsewhere: the list is of actions
        if taken and not listed:
            alike = (block.type, block.indent, block.page) == (
                taken[-1].type, taken[-1].indent, taken[-1].page,
            )  # fmt: skip
            short = len(block.text) <= _ENTRY and len(taken[-1].text) <= _ENTRY
            if not alike or not short or label.key not in _NAMES:
                break
        if not listed and not taken and block.indent < label.indent - _LEFT:
            break
        taken.append(block)
    return taken


def _names_other(label: Block, block: Block) -> bool:
    """Tell whether a line names the volet below a label that asks for something else."""
    volet = vocabulary.match_volet(block.title) if block.title else None
    return volet is not None and volet[1] and label.key != "volet"


_TICKED = re.compile(r"\s*[☒☑✅🗹]")  # a box among options, whose sign says which one holds
_LEFT = 8.0  # points that a value may stand left of its label
