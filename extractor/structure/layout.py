"""Name the layout of a plan, from what most of its nodes are.

`outline-codes` (the code closes the title, `1.1. Title (OO.2)`), `spreadsheet`, `table` (columns
say what cells are), `forms` (labels with their values), `labelled-headings` (a word before the
title), `unlabelled` (numbers, list signs and type alone), `none` (no plan). The first one at
equality.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractor.document import SourceDocument, Use
from extractor.structure.blocks import Block

_ORDER = ("outline-codes", "spreadsheet", "table", "forms", "labelled-headings", "unlabelled")


def name_layout(document: SourceDocument, blocks: Sequence[Block], uses: Sequence[Use]) -> str:
    """Return the name of the layout that most nodes were found by, bare list items aside."""
    sheet = any(table.kind == "sheet" for table in document.tables)
    names = Counter(
        _name(block, sheet)
        for block, use in zip(blocks, uses, strict=True)
        if use is Use.NODE and (block.word or block.place or block.number or block.type.special)
    )
    if not names:
        return "unlabelled"
    return max(_ORDER, key=lambda name: (names[name], -_ORDER.index(name)))


def _name(block: Block, sheet: bool) -> str:
    if block.label is not None and block.label.startswith("("):
        return "outline-codes"
    if sheet:
        return "spreadsheet"
    if block.place is not None:
        return "forms" if block.place.field else "table"
    return "labelled-headings" if block.word else "unlabelled"
