"""SQLite: the tables with foreign keys and indexes, full-text search, views, Datasette metadata.

`nodes_fts` is an FTS5 index over titles, descriptions and the notions of each title in other words
(`concepts`, in this export only); it folds accents and case. Beside the
database, `metadata.json` gives Datasette French titles, descriptions and facets.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractor.diagnostics import Report
from extractor.exports.files import atomic_path, write_bytes
from extractor.exports.rows import plan_rows
from extractor.exports.tables import Table, load_tables
from extractor.nlp.concepts import spell_out
from extractor.schema import Plan

_TYPES = {
    "string": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
    "date": "TEXT",
}
# External content: the text is stored once, in `nodes`, whose rowids never change after export.
_SEARCH = """
CREATE VIRTUAL TABLE nodes_fts USING fts5(
    title, title_normalized, description, concepts,
    content='nodes', tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO nodes_fts(nodes_fts) VALUES ('rebuild');
INSERT INTO nodes_fts(nodes_fts) VALUES ('optimize');
"""
CONCEPTS = "Notions de l’intitulé, avec les autres mots qui les disent, pour la recherche"
_VIEWS: dict[str, tuple[str, str, list[str]]] = {
    "v_actions": (
        "Actions et leur contexte",
        "Une action ou sous-action par ligne, avec son OS, son OO, son projet et l’institution.",
        ["institution", "province", "volet", "status", "first_theme"],
    ),
    "v_objectifs": (
        "Objectifs et projets",
        "Un objectif ou projet par ligne, avec le nombre d’actions.",
        ["institution", "province", "volet", "level"],
    ),
}


def write(plans: Iterable[Plan], dest: Path, report: Report) -> None:
    """Write `plans` to the database `dest`, and `metadata.json` beside it."""
    tables = load_tables()
    with atomic_path(dest) as path, closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.executescript("BEGIN;" + "".join(_create(table) for table in tables.values()))
        connection.execute('ALTER TABLE "nodes" ADD COLUMN "concepts" TEXT')
        for plan in plans:
            for name, rows in plan_rows(plan).items():
                connection.executemany(_insert(tables[name]), map(_stored, rows))
            _add_concepts(connection, plan)
        connection.commit()
        connection.executescript("".join(_indexes(table) for table in tables.values()) + _SEARCH)
        connection.executescript(files(__package__).joinpath("views.sql").read_text("utf-8"))
    metadata = json.dumps(describe(dest.stem), ensure_ascii=False, indent=2) + "\n"
    write_bytes(dest.with_name("metadata.json"), metadata.encode())


def _create(table: Table) -> str:
    parts = [
        f'"{column.name}" {_TYPES[column.type]}{" NOT NULL" * (column.name in table.key)}'
        for column in table.columns
    ]
    parts.append(f"PRIMARY KEY ({', '.join(table.key)})")
    parts += [
        f'FOREIGN KEY ("{key.column}") REFERENCES "{key.table}" ("{key.target}")'
        " DEFERRABLE INITIALLY DEFERRED"
        for key in table.foreign
    ]
    return f'CREATE TABLE "{table.name}" (\n    ' + ",\n    ".join(parts) + "\n);\n"


def _insert(table: Table) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'


def _add_concepts(connection: sqlite3.Connection, plan: Plan) -> None:
    """Store what each title is about in other words, so that a search of words finds it too."""
    rows = [(spell_out(node.title_normalized or node.title), node.id) for node in plan.nodes()]
    connection.executemany('UPDATE "nodes" SET "concepts" = ? WHERE "node_id" = ?', rows)


def _stored(row: tuple[Any, ...]) -> list[Any]:
    """Return `row` with dates as ISO 8601 text."""
    return [value.isoformat() if hasattr(value, "isoformat") else value for value in row]


def _indexes(table: Table) -> str:
    """Index what is joined on or filtered by, except what the primary key already serves."""
    columns = dict.fromkeys([*(key.column for key in table.foreign), *table.facets])
    return "".join(
        f'CREATE INDEX "{table.name}_{column}" ON "{table.name}" ("{column}");\n'
        for column in columns
        if column != table.key[0]
    )


def describe(database: str) -> dict[str, Any]:
    """Return Datasette's metadata for the database of that name (its file name's stem)."""
    entries: dict[str, Any] = {
        table.name: {
            "title": table.title,
            "description": table.description,
            "columns": {c.name: f"{c.title} : {c.description}" for c in table.columns},
            "facets": list(table.facets),
        }
        for table in load_tables().values()
    }
    entries["nodes"]["columns"]["concepts"] = f"Notions : {CONCEPTS}"
    entries["nodes"] |= {"label_column": "title", "fts_table": "nodes_fts", "sort": "position"}
    entries["plans"] |= {"label_column": "institution"}
    for name, (title, description, facets) in _VIEWS.items():
        entries[name] = {"title": title, "description": description, "facets": facets}
    return {
        "title": "Programmes stratégiques transversaux",
        "description": "Plans, objectifs et actions des pouvoirs locaux wallons.",
        "databases": {
            database: {
                "title": "PST",
                "description": "Commencer par les vues v_actions et v_objectifs.",
                "tables": entries,
            }
        },
    }
