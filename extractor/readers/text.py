"""Plain text to lines: one `Line` per line of the source, so that its numbers are the source's.

A form feed starts a page: at the head of a line it only moves the page; with text on both sides
the rest of the line becomes a line of its own. Without a form feed there are no pages.
"""

from __future__ import annotations

import re

from extractor.diagnostics import UnreadableDocument
from extractor.document import Line, SourceDocument
from extractor.readers.decode import decode
from extractor.readers.sniff import TEXT

_LINE_END = re.compile(r"\r\n|[\r\n\v\u2028\u2029\x85]")
_TAB_STOP = 8  # columns


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
            )
        )
        gap = 0 if piece.strip() else gap + 1
    return SourceDocument(
        media_type=TEXT, lines=tuple(lines), pages=_count_pages(pieces) if paged else None
    )


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
    expanded = line.expandtabs(_TAB_STOP)
    return len(expanded) - len(expanded.lstrip()) if expanded.strip() else 0


def _count_pages(pieces: list[tuple[str, int]]) -> int:
    """Return the last page that holds text: a form feed often ends the last page."""
    return max((page for piece, page in pieces if piece.strip()), default=1)
