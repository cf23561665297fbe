"""What the columns of a table hold: a level, a number, a field, from their headers.

A header is looked up in the vocabulary; `OO Échéance` is the OO's deadline; a header on two lines
is read with the one above it. Where no header names the titles, the column with the most text
holds them. Two columns never hold one level: the second is the next level down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extractor import vocabulary
from extractor.document import Cell, Table
from extractor.schema import Level
from extractor.structure.table_rows import Row
from extractor.text import letters

LEVELS = {level.value: level for level in Level}

_SCOPES = {
    "os": Level.OS, "oo": Level.OO, "act": Level.ACTION, "action": Level.ACTION,
    "subact": Level.SOUS_ACTION, "projet": Level.PROJET,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: a level, `number`, `kind`, `title`, `volet`, `section`, or a field."""

    kind: str
    label: str
    scope: Level | None = None
    option: str | None = None  # a sub-header: a mark in the cell chooses this value

    @property
    def level(self) -> Level | None:
        """Return the level that the column's cells are titles of."""
        return LEVELS.get(self.kind)


def unknown_of(cell: Cell) -> Column:
    """Return the column of a cell that stands under no header."""
    return Column("other", f"colonne {cell.column + 1}")


def parse_header(text: str) -> Column | None:
    """Return what a column's header says, or None. `OO Échéance` is the OO's deadline.

    >>> parse_header("Échéance (mois/année)").kind
    'deadline'
    """
    text = " ".join(text.split())
    if not text:
        return None
    first, _, rest = text.partition(" ")
    scope = _SCOPES.get(letters(first))
    if scope is not None and rest:
        kind = vocabulary.column_kind(rest)
        if kind == "title":
            return Column(scope.value, text)
        if letters(rest) in ("reference", "ref", "numero"):
            return Column("number", text, scope)
        if kind is not None or scope is not Level.PROJET:
            return Column(kind or "other", rest, scope)
    kind = vocabulary.column_kind(text)
    return Column(kind, text) if kind else None


def merge_columns(columns: dict[int, Column], row: Row, table: Table) -> dict[int, Column]:
    """Return the columns as a header row names them; a short row adds to the one above it."""
    merged = dict(columns) if columns and len(row.filled) < len(columns) else {}
    for cell in row.filled:
        text = " ".join(row.text(cell).split())
        for column in range(cell.column, cell.column + cell.column_span):
            merged[column] = _named(text, columns.get(column))
    return _one_column_a_level(merged)


def _named(text: str, group: Column | None) -> Column:
    """Return what a header says, with the header above it that spans it and others."""
    if group is not None and group.label != text:
        both = vocabulary.column_kind(f"{group.label} {text}", exact=True)
        if both is not None:
            return Column(both, f"{group.label} {text}", group.scope)
    return parse_header(text) or Column("other", text)


def name_titles(columns: dict[int, Column], rows: Sequence[Row]) -> dict[int, Column]:
    """Find the column of actions where no header names it: the unknown one with the most text."""
    kinds = {c.kind for c in columns.values()}
    deepest = max((c.level.rank for c in columns.values() if c.level), default=-1)
    if deepest >= Level.ACTION.rank or "title" in kinds or not kinds & _ATTRIBUTES:
        return columns
    lengths: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        for cell in row.filled:
            if columns.get(cell.column, unknown_of(cell)).kind in ("other", "description"):
                lengths[cell.column].append(len(row.text(cell)))
    mean = {column: sum(found) / len(found) for column, found in lengths.items()}
    best = max(mean, key=lambda c: mean[c], default=None)
    if best is None or mean[best] < _MIN_TITLE_LENGTH or best not in columns:
        return columns
    return columns | {best: Column(Level.ACTION.value, columns[best].label)}


_ATTRIBUTES = frozenset(
    ("responsibles", "services", "mandataries", "partners", "deadline", "budget", "indicators",
     "status", "progress", "priority")
)  # fmt: skip

_MIN_TITLE_LENGTH = 22  # characters on average; fewer are values


def _one_column_a_level(columns: dict[int, Column]) -> dict[int, Column]:
    """Take a second column of a level for the next level that has none: `OO | Levier`."""
    seen: set[Level] = set()
    taken = {c.level for c in columns.values() if c.level}
    out = {}
    for index in sorted(columns):
        column = columns[index]
        level = column.level
        if level is not None and level in seen and column.label != columns[index - 1].label:
            below = [x for x in (Level.ACTION, Level.SOUS_ACTION) if x not in taken]
            deeper = next((x for x in below if x.rank > level.rank), None)
            column = Column(deeper.value if deeper else "other", column.label)
        if level is not None:
            seen.add(level)
        out[index] = column
    return out


def merge_options(columns: dict[int, Column], row: Row) -> dict[int, Column]:
    """Return the columns with the values that a row of sub-headers offers for a mark."""
    merged = dict(columns)
    for cell in row.filled:
        old = merged.get(cell.column) or unknown_of(cell)
        merged[cell.column] = Column(
            old.kind, old.label, old.scope, " ".join(row.text(cell).split())
        )
    return merged
