"""Rows of a page and the zones that edges part them into.

A row is what stands on one line of a page, or the place of a block that is already read. A zone is
a run of rows with the left edges of its columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractor.document import BBox
from extractor.readers.pdf.glyphs.lines import DraftLine, build_lines
from extractor.readers.pdf.glyphs.marks import Piece
from extractor.readers.pdf.regions.rows import Cells

SIGN_GAP = 24.0  # points at most between a list sign and its text
MIN_LINES = 3  # lines on either side of a gutter; two may be a coincidence
_LABEL = re.compile(
    r"""(\W|o|[a-z]\W|[A-Z]{1,3}\W?)$              # bullets, a), OO
      | .{0,28}(\d|\b[IVXLivxl]+|\b[A-Z])\W{0,3}$  # O.O.1.1., Projet 12, Objectif stratégique 3 :
      | [^:]{1,40}:$                               # Pilote :
    """,
    re.X,
)
_SIGN = re.compile(r"(\W|o|[a-z]\W)$")
_TICKED = re.compile(r"[☐☒☑□■]\s?\w")
_FOLD = re.compile(r"[▼▲▾▴▸◂►◄◀▶⌄˅›»\s]+$")  # the arrow of a panel that folds
_PAGE_NUMBER = re.compile(r"[pP.…\s]{0,4}\d{1,3}$")


@dataclass(slots=True)
class Row:
    """A row of pieces, or the place of a block that is already read (`unit`)."""

    box: BBox
    pieces: list[Piece] = field(default_factory=list)
    unit: int | None = None


@dataclass(slots=True)
class Zone:
    """Rows `first` to `last` (both included) and the left edges of all but the first column."""

    first: int
    last: int
    edges: list[float]
    kind: Literal["columns", "table"] = "columns"
    table: Cells = field(default_factory=list)  # row, column → lines
    groups: list[tuple[int, int]] = field(default_factory=list)  # rows read before those below


def make_rows(rows: Sequence[Sequence[Piece]], units: Sequence[BBox]) -> list[Row]:
    """Return rows and units from top to bottom."""
    result = [
        Row(
            BBox(
                row[0].x0,
                min(piece.top for piece in row),
                max(piece.x1 for piece in row),
                max(piece.bottom for piece in row),
            ),
            list(row),
        )
        for row in rows
    ]
    result += [Row(box, unit=number) for number, box in enumerate(units)]
    result.sort(key=lambda row: (row.box.top, row.box.x0))
    return result


def is_label(text: str) -> bool:
    """Tell whether a text is a list sign, a number, or ends as a label does."""
    return bool(_LABEL.match(text))


def is_sign(text: str) -> bool:
    """Tell whether a text is a list sign."""
    return bool(_SIGN.match(text))


def is_end(text: str) -> bool:
    """Tell whether a text is the number of a page, or the arrow of a panel that folds."""
    return bool(_PAGE_NUMBER.match(text) or _FOLD.match(text))


def is_choice(text: str) -> bool:
    """Tell whether a text is a choice to tick."""
    return bool(_TICKED.match(text))


def column_of(edges: Sequence[float], x0: float, x1: float) -> int:
    """Return the column that holds the middle of a span."""
    middle = (x0 + x1) / 2
    return sum(middle >= edge - 1 for edge in edges)


def columns_of(rows: Sequence[Row], zone: Zone) -> list[list[DraftLine]]:
    """Return the lines of each column of a zone."""
    pieces: list[list[Piece]] = [[] for _ in range(len(zone.edges) + 1)]
    for row in rows[zone.first : zone.last + 1]:
        for piece in row.pieces:
            pieces[column_of(zone.edges, piece.x0, piece.x1)].append(piece)
    return [build_lines(part) for part in pieces]
