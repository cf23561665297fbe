"""The tables of the tabular exports, read from `tables.toml`.

One definition serves CSV, Parquet, SQLite and `docs/data-dictionary.md`; the rows that fill it
are made by `rows.py`. Tables are listed parents first, so that foreign keys always look back.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from extractor.diagnostics import LayoutError

ColumnType = Literal["string", "integer", "number", "boolean", "date"]
Value = str | int | float | bool | date | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `title` and `description` are French."""

    name: str
    type: ColumnType
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`column` holds a value of `table`.`target`, or null."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `key` is its primary key, `facets` the columns worth filtering by."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign: tuple[ForeignKey, ...]
    facets: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)


@cache
def load_tables() -> dict[str, Table]:
    """Return the tables by name, parents first; raise `LayoutError` on bad data."""
    data = tomllib.loads(files(__package__).joinpath("tables.toml").read_text("utf-8"))
    tables: dict[str, Table] = {}
    for entry in data["table"]:
        table = Table(
            name=entry["name"],
            title=entry["title"],
            description=entry["description"],
            columns=tuple(Column(*column) for column in entry["columns"]),
            key=tuple(entry["key"]),
            foreign=tuple(ForeignKey(*key) for key in entry.get("foreign", [])),
            facets=tuple(entry.get("facets", [])),
        )
        _check(table, tables)
        tables[table.name] = table
    return tables


def _check(table: Table, before: dict[str, Table]) -> None:
    """Raise `LayoutError` when a column, type or key of `table` is unknown."""
    used = {*table.key, *table.facets, *(key.column for key in table.foreign)}
    if unknown := used - set(table.names):
        raise LayoutError(f"tables.toml: {table.name} has no column {sorted(unknown)}")
    for column in table.columns:
        if column.type not in get_args(ColumnType):
            raise LayoutError(f"tables.toml: {table.name}.{column.name}: type {column.type}")
    for key in table.foreign:
        target = table if key.table == table.name else before.get(key.table)
        if target is None or key.target not in target.names:
            raise LayoutError(f"tables.toml: {table.name}.{key.column} points at nothing")


def tables_markdown() -> str:
    """Return the tables as Markdown, for `docs/data-dictionary.md`."""
    parts = []
    for table in load_tables().values():
        foreign = {key.column: f"{key.table}.{key.target}" for key in table.foreign}
        lines = [
            f"### `{table.name}`: {table.title}",
            "",
            f"{table.description} Clé : {', '.join(f'`{name}`' for name in table.key)}.",
            "",
            "| column | type | refers to | titre | description |",
            "|---|---|---|---|---|",
        ]
        for column in table.columns:
            target = f"`{foreign[column.name]}`" if column.name in foreign else ""
            cells = (f"`{column.name}`", column.type, target, column.title, column.description)
            lines.append(f"| {' | '.join(cells)} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"
