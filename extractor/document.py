"""The inner nouns: what readers make and every later step refers to.

A reader turns bytes into a `SourceDocument`: `Line`s in reading order, each made once and never
changed. A table's text stands in the same list of lines: `Line.cell` says which cell a line
belongs to, and `SourceDocument.tables` describes the grid. Later steps refer to `Line.index`.
Nothing here parses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple

from extractor.schema import Level, Printed, Volet


class BBox(NamedTuple):
    """A box in PDF points, origin at the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: BBox) -> BBox:
        """Return the smallest box that holds both."""
        return BBox(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


class CellRef(NamedTuple):
    """Where in a table a line stands: index into `SourceDocument.tables`, then row, column."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line (text, PDF) or one paragraph line (DOCX, ODT, HTML, cell) as the source has it.

    `index` is 1-based and continuous over the document, blank lines included. `text` is NFC and
    keeps its leading blanks. `indent` is the left edge of the text: points from the page's left for
    PDF, characters for text, points of left indentation for DOCX and ODT. `gap` is the white space
    above, in line heights (0 = tight; text: number of blank lines). `marker` is a bullet glyph or
    automatic number that the source keeps apart from the text (DOCX, ODT, HTML lists); PDF and text
    lines carry it inside `text`. `words` are the left and right edges of each word of `text`
    between blanks, in points, where they are known. `heading` is the source's own outline level, 1
    = highest, `list_level` the depth of a native list item, 0 = outermost.
    """

    index: int
    text: str
    page: int | None = None
    bbox: BBox | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    color: str | None = None
    indent: float = 0.0
    gap: float = 0.0
    marker: str | None = None
    heading: int | None = None
    list_level: int | None = None
    style: str | None = None
    cell: CellRef | None = None
    quality: float = 1.0  # OCR word confidence, 0 to 1
    lead: int = 0  # characters of a bold beginning, where the rest is not bold
    number: int | None = None  # of the line of the source, where it numbers them
    room: int | None = None  # characters that still fit beside it into its column, where known
    printed: Printed = "normal"  # `struck`, or `hidden` from whoever looks at the document
    role: Role | None = None  # what the source itself says that it is: a header, a footer
    words: Sequence[float] = field(default=(), compare=False, repr=False)  # left, right of each

    @property
    def place(self) -> int:
        """Return the number that the source's reader would look for."""
        return self.number or self.index

    @property
    def blank(self) -> bool:
        """Tell whether the line holds no text."""
        return not self.text.strip() and not self.marker


def places_of(lines: Iterable[Line]) -> tuple[int, int]:
    """Return the first and the last place of some lines."""
    places = [line.place for line in lines]
    return min(places), max(places)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `lines` are indices of `Line`s; `nested` are tables inside the cell."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    lines: tuple[int, ...] = ()
    nested: tuple[int, ...] = ()
    header: bool = False
    shade: str | None = None  # background, `#rrggbb`
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A grid. Cells are listed once each, row by row; a merged cell stands at its top left."""

    index: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    page: int | None = None
    bbox: BBox | None = None
    parent: CellRef | None = None  # the cell that holds this table
    caption: str | None = None  # a sheet's name, a caption element
    kind: Literal["ruled", "unruled", "native", "sheet"] = "native"


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """What a reader returns."""

    media_type: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    pages: int | None = None
    text_layer: Literal["native", "ocr", "mixed", "none"] = "native"
    title: str | None = None  # from the file's own metadata; supports, never decides
    notes: tuple[tuple[str, str, int | None], ...] = ()  # (diagnostic code, message, page)


class Role(StrEnum):
    """What a line is, when it is not part of the body."""

    PAGE_HEADER = "page_header"
    PAGE_FOOTER = "page_footer"
    PAGE_NUMBER = "page_number"
    TOC = "toc"
    HIDDEN = "hidden"  # text that the document holds and does not show
    STRUCK = "struck"  # words struck out of a line that stays
    NOTE = "note"  # a footnote or an endnote


class Use(StrEnum):
    """What was made of a block."""

    FRONT = "front"  # before, between or after the plan
    NODE = "node"  # opens a node, or opens it again
    MENTION = "mention"  # repeats a title in a summary
    BODY = "body"  # text, field or section inside the plan
    END = "end"  # closes the plan until the next node


@dataclass(frozen=True, slots=True)
class RawField:
    """A labelled value as printed: `Pilote : le service social`. `key` is the contract's."""

    key: str | None
    label: str
    value: str
    lines: tuple[int, ...]
    tables: tuple[int, ...] = ()  # the nested tables that hold the value


@dataclass(slots=True)
class OutlineNode:
    """A node of the tree before its values are typed."""

    level: Level
    code: str | None
    label: str | None
    title: str
    lines: tuple[int, ...]  # of the heading itself
    evidence: tuple[str, ...] = ()
    volet: Volet | None = None
    sections: tuple[str, ...] = ()
    description: list[str] = field(default_factory=list)
    body_lines: list[int] = field(default_factory=list)
    fields: list[RawField] = field(default_factory=list)
    children: list[OutlineNode] = field(default_factory=list)
    parent: OutlineNode | None = None
    bold: bool = False
    page: int | None = None
    quality: float = 1.0
    block: int = -1  # place of the block that opened it, among those of the structure

    def walk(self) -> Iterator[OutlineNode]:
        """Yield this node and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all_lines(self) -> tuple[int, ...]:
        """Return the lines of the heading and of what stands under it, children aside."""
        return (*self.lines, *self.body_lines)
