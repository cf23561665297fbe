"""Blocks made by hand, a line each, for the tests of single steps of the structure layer."""

from __future__ import annotations

from typing import Any

from extractor.markers import find_marker
from extractor.structure.blocks import Block, Sort


def item(title: str, at: int = 1, **more: Any) -> Block:
    """Return a block that may open a node; a list sign or number in the text is its marker."""
    marker = find_marker(title)
    marker = marker if marker and marker.closed else None
    body = title[marker.end :] if marker else title
    made = {"title": body, "marker": marker, "number": marker.code if marker else None}
    return Block(Sort.ITEM, title, (at,), **{**made, **more})


def labelled(word: str, number: str | None, title: str, **more: Any) -> Block:
    """Return a block with a label: its word, its number."""
    return Block(
        Sort.ITEM, f"{word} {number} : {title}", (1,), title=title, word=word, number=number,
        label=f"{word} {number}", known=True, **more,
    )  # fmt: skip


def value(key: str, text: str = "", **more: Any) -> Block:
    """Return a labelled value."""
    return Block(Sort.FIELD, f"{key} : {text}", (1,), key=key, label=key, value=text, **more)


def prose(text: str, **more: Any) -> Block:
    """Return a block of text."""
    return Block(Sort.TEXT, text, (1,), **more)
