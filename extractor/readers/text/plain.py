"""Plain text to lines: one `Line` per line of the source, so that its numbers are the source's.

A form feed starts a page: at the head of a line it only moves the page; with text on both sides
the rest of the line becomes a line of its own. Without a form feed there are no pages. Lines that
hold several cells of a table or several columns become one `Line` for each; their `number` is
that of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from extractor.diagnostics import UnreadableDocument
from extractor.document import Cell, CellRef, Line, SourceDocument, Table
from extractor.readers.decode import decode
from extractor.readers.media import TEXT
from extractor.readers.pdf.regions.cover import Known
from extractor.readers.text.layout import Area, Part, expand, find_areas

_LINE_END = re.compile(r"\r\n|[\r\n\v\u2028\u2029\x85]")


def read_text(data: bytes) -> SourceDocument:
    """Read plain text in any of the usual encodings."""
    text = decode(data).rstrip("\x1a")
    if not text.strip():
        raise UnreadableDocument("the file holds no text; export or copy it again")
    pieces = split_lines(text)
    paged = "\f" in text
    lines: list[Line] = []
    gap = 0
    for number, (piece, page) in enumerate(pieces, 1):
        lines.append(
            Line(
                index=number,
                text=piece,
                page=page if paged else None,
                indent=float(measure_indent(piece)),
                gap=float(gap),
                number=number,
            )
        )
        gap = 0 if piece.strip() else gap + 1
    builder = _Builder()
    known = Known()
    for _, group in groupby(lines, key=lambda line: line.page):
        builder.add(list(group), known)
    return SourceDocument(
        media_type=TEXT,
        lines=tuple(builder.lines),
        tables=tuple(builder.tables),
        pages=_count_pages(pieces) if paged else None,
    )


class _Builder:
    """Numbers the lines of pages whose tables and columns are cut."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self._margins: dict[tuple[int, ...], int] = {}  # by the edges of the other columns

    def add(self, page: Sequence[Line], known: Known) -> None:
        """Add the lines of a page; blank ones follow the table or columns that they stand in."""
        texts = [expand(line.text) for line in page]
        done = 0
        for area in find_areas(texts, known):
            for line in page[done : area.first]:
                self._line(line)
            if area.table:
                self._table(page, texts, area)
            else:
                self._columns(page, texts, area)
            for line in page[area.first : area.last + 1]:
                if line.blank:
                    self._line(line)
            done = area.last + 1
        for line in page[done:]:
            self._line(line)

    def _line(self, line: Line) -> int:
        self.lines.append(replace(line, index=len(self.lines) + 1))
        return len(self.lines)

    def _columns(self, page: Sequence[Line], texts: Sequence[str], area: Area) -> None:
        """Add columns one after the other; indents are counted from the edge of each.

        That of the first is the margin on any page with these columns: a page may hold but an end.
        """
        left, *others = area.edges
        left = min(left, self._margins.get(tuple(others), left))
        self._margins[tuple(others)] = left
        for edge, parts in zip((left, *others), area.cells[0], strict=True):
            for line in _cut(page, texts, parts):
                self._line(replace(line, indent=line.indent - edge + left))

    def _table(self, page: Sequence[Line], texts: Sequence[str], area: Area) -> None:
        index = len(self.tables)
        cells: list[Cell] = []
        for row, columns in enumerate(area.cells):
            for column, parts in enumerate(columns):
                here = CellRef(index, row, column)
                lines = [self._line(replace(ln, cell=here)) for ln in _cut(page, texts, parts)]
                if row not in area.titles:
                    head = area.headed and row == 0
                    cells.append(Cell(row, column, lines=tuple(lines), header=head))
                elif not column:
                    cells.append(Cell(row, 0, column_span=len(area.edges), lines=tuple(lines)))
        self.tables.append(
            Table(
                index=index,
                rows=len(area.cells),
                columns=len(area.edges),
                cells=tuple(cells),
                page=page[0].page,
                kind="unruled",
            )
        )


def _cut(page: Sequence[Line], texts: Sequence[str], parts: Sequence[Part]) -> Iterator[Line]:
    """Yield the parts of the lines of one cell or column, with the blank lines above each."""
    above: int | None = None
    for part in parts:
        yield replace(
            page[part.row],
            text=texts[part.row][part.start : part.end],
            indent=float(part.start),
            gap=0.0 if above is None else float(part.row - above - 1),
            room=part.room,
        )
        above = part.row


def split_lines(text: str) -> list[tuple[str, int]]:
    """Return (line, page) pairs, pages from 1; the end of the last line starts no line.

    >>> split_lines("a\\n\\fb\\nc\\fd")
    [('a', 1), ('b', 2), ('c', 2), ('d', 3)]
    """
    raw = _LINE_END.split(text)
    if raw and not raw[-1]:
        raw.pop()
    pieces: list[tuple[str, int]] = []
    page = 1
    for line in raw:
        kept, *parts = line.split("\f")
        moves = 0
        for part in parts:
            moves += 1
            if kept.strip() and part.strip():
                pieces.append((kept, page))
                kept = ""
            if not kept.strip():
                kept, page, moves = part, page + moves, 0
        pieces.append((kept, page))
        page += moves
    return pieces


def measure_indent(line: str) -> int:
    """Count the leading blanks, tabs expanded."""
    expanded = expand(line)
    return len(expanded) - len(expanded.lstrip()) if expanded.strip() else 0


def _count_pages(pieces: list[tuple[str, int]]) -> int:
    """Return the last page that holds text: a form feed often ends the last page."""
    return max((page for piece, page in pieces if piece.strip()), default=1)
