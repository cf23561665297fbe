"""Sheets of a workbook that are not of the plan: legends, lists of values, figures, models.

In: the candidates of a whole document. Where some sheets have titles whose level is known, those
behind the first of them that have none are no part of the plan: their text stands outside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractor.document import Candidate, Kind, SourceDocument, Use

SHEET_NAME = "sheet-name"  # the style of the line that names a sheet

_MIN_TITLES = 3  # with a level, in the sheets of a plan


def set_sheets_apart(candidates: Sequence[Candidate], document: SourceDocument) -> None:
    """Mark the candidates of sheets that hold no part of the plan as standing outside it."""
    sheets = {table.index for table in document.tables if table.kind == "sheet"}
    owner = _owners(document, sheets)
    names = {line.index for line in document.lines if line.style == SHEET_NAME}
    members: dict[int, list[Candidate]] = defaultdict(list)
    for c in candidates:
        sheet = next((owner[i] for i in c.lines if i in owner), None)
        if sheet is not None:
            members[sheet].append(c)
            if c.lines[0] in names and c.kind is Kind.TEXT:
                c.kind = Kind.CAPTION  # never the description of a node
    titled = {s: sum(map(_is_titled, found)) for s, found in members.items()}
    if len(members) < 2 or sum(titled.values()) < _MIN_TITLES:
        return
    first = min(s for s, count in titled.items() if count)
    for sheet, found in members.items():
        if sheet > first and not titled[sheet]:
            for c in found:
                c.use = Use.END
                if c.kind is Kind.HEADING:
                    c.kind, c.level = Kind.TEXT, None


def _owners(document: SourceDocument, sheets: set[int]) -> dict[int, int]:
    """Return the sheet of each line; the line with a sheet's name is that of the sheet below."""
    owner: dict[int, int] = {}
    names: list[int] = []
    for line in document.lines:
        if line.style == SHEET_NAME:
            names.append(line.index)
        elif line.cell is not None and line.cell.table in sheets:
            owner[line.index] = line.cell.table
            owner |= dict.fromkeys(names[-1:], line.cell.table)
            names = []
    return owner


def _is_titled(c: Candidate) -> bool:
    return c.kind is Kind.HEADING and c.level is not None and bool(c.title)
