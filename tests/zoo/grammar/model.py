"""The nodes of a plan, and what a document prints: paragraphs, tables, boxes, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Node:
    """A node as printed; `number` is what stands on the page, `code` what the contract keeps."""

    level: str
    title: str
    number: str = ""
    code: str | None = None
    description: str = ""
    volet: str | None = None
    section: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    slip: str = ""
    path: tuple[int, ...] = ()  # ranks from the OS down, slips counted in
    note: bool = False  # a footnote is called behind its title

    def walk(self) -> Iterator[Node]:
        """Yield the node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Style:
    """How a paragraph looks; `size` is a rank, 0 for running text, 4 for the document's title."""

    size: int = 0
    bold: bool = False
    italic: bool = False
    colour: bool = False
    center: bool = False
    underline: bool = False


@dataclass(frozen=True)
class Auto:
    """A number that a word processor computes: `path` are the ranks, `before` and `after` what
    its list prints around them, `whole` whether the ranks above are printed too (`1.2`)."""

    path: tuple[int, ...]
    form: str  # decimal, upperRoman, upperLetter, lowerLetter
    before: str
    after: str
    whole: bool
    text: str  # the paragraph without label and number


PLAIN = Style()
BOLD = Style(bold=True)


@dataclass(frozen=True)
class Para:
    """A paragraph. `marker` hangs before the text; `outline` is the level of a native heading."""

    text: str
    marker: str = ""
    style: Style = PLAIN
    outline: int = 0
    indent: int = 0
    bullet: bool = False
    badge: str = ""
    small: bool = False
    note: str = ""  # the call of a footnote behind the text
    auto: Auto | None = None

    @property
    def line(self) -> str:
        """Return marker, text and badge as one line."""
        return " ".join(part for part in (self.marker, self.text, self.badge) if part)


@dataclass(frozen=True)
class Cell:
    """A cell; `cols` and `rows` are what it spans, a cell of no paragraph is blank."""

    paras: tuple[Para, ...] = ()
    cols: int = 1
    rows: int = 1
    fill: bool = False

    @property
    def text(self) -> str:
        """Return the lines of the cell."""
        return "\n".join(para.line for para in self.paras)


@dataclass(frozen=True)
class Table:
    """A table; each row has one entry per column, None where a cell above or before covers it."""

    rows: tuple[tuple[Cell | None, ...], ...]
    widths: tuple[int, ...]
    header: int = 0
    ruled: bool = True


@dataclass(frozen=True)
class Box:
    """A framed card of paragraphs; fields two abreast are tables without rules."""

    blocks: tuple[Para | Table, ...]


@dataclass(frozen=True)
class Margin:
    """A title in the margin column, what belongs to it beside."""

    left: tuple[Para, ...]
    right: tuple[Para, ...]


@dataclass(frozen=True)
class Break:
    """A page ends."""


Block = Para | Table | Box | Margin | Break


@dataclass
class Sheet:
    """A sheet of a workbook; in a document of pages, the sheets follow each other."""

    name: str
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Print:
    """A whole document: sheets, and what runs on each page."""

    title: str
    sheets: list[Sheet]
    header: str = ""
    footer: str = ""
    numbers: bool = False
    watermark: str = ""
    landscape: bool = False

    @property
    def blocks(self) -> list[Block]:
        """Return the blocks of all sheets."""
        return [block for sheet in self.sheets for block in sheet.blocks]

    def text(self) -> str:
        """Return everything printed, one paragraph a line, for checks."""
        return "\n".join(line for block in self.blocks for line in _lines(block))


def _lines(block: Block) -> list[str]:
    if isinstance(block, Para):
        return [block.line]
    if isinstance(block, Box):
        return [line for inner in block.blocks for line in _lines(inner)]
    if isinstance(block, Margin):
        return [para.line for para in block.left + block.right]
    if isinstance(block, Table):
        return [cell.text for row in block.rows for cell in row if cell]
    return []
