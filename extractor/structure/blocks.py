"""Blocks: what a paragraph or a cell is, before anyone says which level it has.

A block keeps its lines, and typed features of its wording, its type and its place. It is made once
(by `flow` from running text, by `grid` from tables) and never changed; the reading of the document
gives its look a level. Nothing is parsed back from a string.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from extractor.document import Line
from extractor.markers import Marker
from extractor.schema import Level, Volet
from extractor.text import is_capitals, repair_typography

_FOLDS = "▼▲▾▴▸◂►◄◀▶⌄˅ "  # arrows of panels that fold
_GUILLEMETS = (("«", "»"), ("“", "”"), ('"', '"'), ("„", "”"))


class Sort(StrEnum):
    """What a block is by itself."""

    ITEM = "item"  # may open a node: its look will tell
    FIELD = "field"  # a labelled value
    CAPTION = "caption"  # announces the level of what stands below
    VOLET = "volet"
    CLOSING = "closing"  # a title that ends the plan: annex, glossary…
    HEADER = "header"  # names columns, adds up rows
    TEXT = "text"  # prose, figures, remarks


@dataclass(frozen=True, slots=True)
class Type:
    """How a block is set; sizes are ranks within the document, 0 for the body's."""

    outline: int | None = None  # the source's own heading level, 1 = highest
    size: float = 0.0  # relative to the body's size: 0 equal, 0.5 half as large again
    bold: bool = False  # where bold is special
    capitals: bool = False
    tint: str | None = None  # a colour other than the body's
    special: bool = False  # something of these sets it apart from the body


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a grid a block stands."""

    table: int
    row: int
    column: int
    header: str = ""  # the word at the head of its column
    alone: bool = False  # nothing else stands in its row
    grid: int = 0  # tables of one header or one shape share it
    shade: str | None = None
    field: bool = False  # the value of a label that names a level, in a form
    rows: int = 1  # that its cell spans


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a title, a list item, a cell or a part of one."""

    sort: Sort
    text: str
    lines: tuple[int, ...]
    title: str = ""
    word: str = ""  # the key of its label
    label: str | None = None  # as printed
    known: bool = False  # the vocabulary has a form for the label
    number: str | None = None
    path: tuple[str, ...] = ()  # numbers of the levels above, where the label is a path
    marker: Marker | None = None
    type: Type = Type()
    indent: float = 0.0
    list_level: int | None = None
    place: Place | None = None
    page: int | None = None
    key: str | None = None  # of a field
    value: str = ""
    nested: tuple[int, ...] = ()
    owner: int = (
        0  # of a field in a row: which of the row's titles, counted from the last, is meant
    )
    shared: int = 1  # of a field in a row: how many titles of one cell it belongs to
    levels: tuple[Level, ...] = ()  # that a caption announces
    volet: Volet | None = None
    quality: float = 1.0
    continues: bool = False  # goes on with what a page break cut
    bold: bool = False  # all of it, special or not
    sheet: bool = False  # the name of a sheet
    repeat: bool = False  # prints again what a row above has printed


class Typesetting:
    """What is ordinary in a document: the body's size, weight and colour."""

    def __init__(self, lines: Iterable[Line]) -> None:
        sizes: Counter[float] = Counter()
        colors: Counter[str | None] = Counter()
        bold = total = 0
        kept = list(lines)
        for line in kept:
            if line.size:
                sizes[round(line.size, 1)] += len(line.text)
            colors[line.color] += len(line.text)
        self.body = sizes.most_common(1)[0][0] if sizes else None
        self.color = colors.most_common(1)[0][0] if colors else None
        largest = self.body * _LARGER if self.body else float("inf")
        for line in kept:
            if not line.size or line.size <= largest:
                total += len(line.text)
                bold += len(line.text) if line.bold else 0
        self.bold_is_special = bold < 0.5 * total + 1

    def type_of(self, first: Line, text: str, *, bold: bool) -> Type:
        """Return how a block is set that begins with a line."""
        size = 0.0
        if first.size and self.body:
            size = round(first.size / self.body - 1, 2)
            size = size if abs(size) >= _LARGER - 1 else 0.0
        tint = first.color if first.color and first.color != self.color else None
        heavy = bold and self.bold_is_special
        capitals = is_capitals(text) and len(text) > _MIN_CAPITALS
        styled = first.heading is not None or first.style in ("title", "subtitle")
        special = styled or size > 0 or heavy or tint is not None or capitals
        return Type(first.heading, size, heavy, capitals, tint, special)


_LARGER = 1.08  # times the body's size, of type that is larger
_MIN_CAPITALS = 8  # characters; a shorter text in capitals is an acronym


#: the number of a footnote behind a word or a sentence; `m²` is none
_CALL = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[»”)\].!?]))\s?[⁰¹²³⁴-⁹]{1,3}(?=[\s.,;:)»]|$)")


def clean_title(text: str) -> str:
    """Repair typography, drop guillemets that enclose the whole title and a hanging separator.

    >>> clean_title("« Améliorer  l ’accueil » ")
    'Améliorer l’accueil'
    >>> clean_title("Rénover 300 m² de toiture¹")
    'Rénover 300 m² de toiture'
    """
    title = _CALL.sub("", repair_typography(text)).rstrip(_FOLDS).strip(" \t-–—:|")
    for opening, closing in _GUILLEMETS:
        inner = title[1:-1]
        enclosed = title.startswith(opening) and title.endswith(closing) and len(title) > 2
        if enclosed and opening not in inner and closing not in inner:
            title = inner.strip()
    return title


_RULE = re.compile(r"[\s=_*~#+.·>-]{3,}|\s*>+\s*")


def is_rule(text: str) -> bool:
    """Tell whether a line is drawn with signs (`=====`, `* * *`), or only quotes a blank one.

    >>> is_rule("-----"), is_rule("> "), is_rule("- a")
    (True, True, False)
    """
    return _RULE.fullmatch(text) is not None


def has_letters(text: str) -> bool:
    """Tell whether a text holds a word, and is no figure, sign or number."""
    return re.search(r"[^\W\d_]{2}", text) is not None
