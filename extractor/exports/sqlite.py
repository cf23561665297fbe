"""SQLite: the tables with foreign keys and indexes, full-text search, views, Datasette metadata.

`nodes_fts` is an FTS5 index over titles, descriptions and the notions of each title in other words
(`concepts`, in this export only); it folds accents and case. Beside the
database, `metadata.json` gives Datasette French titles, descriptions and facets.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractor.diagnostics import ExtractorError, Report
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
    content="nodes", tokenize='unicode61 remove_diacritics 2'
);
"""
_REBUILD = """
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
    "v_budgets": (
        "Montants",
        "Un montant imprimé par ligne ; « amount_for_sums » compte chaque euro une fois.",
        ["institution", "funding", "year", "level"],
    ),
}


def write(plans: Iterable[Plan], dest: Path, report: Report, *, append: bool = False) -> None:
    """Write `plans` to the database `dest`, and `metadata.json` beside it.

    With `append`, the plans that `dest` holds stay; those of the same identifier or document are
    replaced. Raise `ExtractorError` when the file is no database of ours.
    """
    tables = load_tables()
    kept = append and dest.exists()
    with atomic_path(dest) as path:
        if kept:
            shutil.copyfile(dest, path)
        with closing(sqlite3.connect(path)) as connection:
            if kept:
                _check_columns(connection, tables, dest)
            connection.execute("PRAGMA journal_mode = OFF")
            if kept:
                connection.execute("BEGIN")
            else:
                creating = "".join(_create(table) for table in tables.values())
                connection.executescript("BEGIN;" + creating)
                connection.execute('ALTER TABLE "nodes" ADD COLUMN "concepts" TEXT')
            for plan in plans:
                if kept:
                    _delete(connection, tables, plan)
                for name, rows in plan_rows(plan).items():
                    connection.executemany(_insert(tables[name]), map(_stored, rows))
                _add_concepts(connection, plan)
            connection.commit()
            if kept:
                connection.executescript(_REBUILD)
            else:
                indexes = "".join(_indexes(table) for table in tables.values())
                views = files(__package__).joinpath("views.sql").read_text("utf-8")
                connection.executescript(indexes + _SEARCH + _REBUILD + views)
    metadata = json.dumps(describe(dest.stem), ensure_ascii=False, indent=2) + "\n"
    write_bytes(dest.with_name("metadata.json"), metadata.encode())


def _check_columns(connection: sqlite3.Connection, tables: dict[str, Table], dest: Path) -> None:
    """Raise `ExtractorError` unless the database has our tables with their columns of today."""
    try:
        found = {
            name: tuple(
                row[1]
                for row in connection.execute(f'PRAGMA table_info("{name}")')
                if (name, row[1]) != ("nodes", "concepts")  # added behind the table's own
            )
            for name in tables
        }
    except sqlite3.DatabaseError:
        raise ExtractorError(f"{dest.name}: not a database; choose another file") from None
    if any(found[name] != table.names for name, table in tables.items()):
        raise ExtractorError(
            f"{dest.name}: its tables are not those of this version; export to a new file"
        )


def _delete(connection: sqlite3.Connection, tables: dict[str, Table], plan: Plan) -> None:
    """Delete what the database holds of the plan, or of another print with its identifier."""
    known = connection.execute(
        "SELECT plan_id FROM plans WHERE plan_id = ? OR sha256 = ?",
        (plan.plan_id, plan.source.sha256),
    ).fetchall()
    for (plan_id,) in known:
        for name, table in reversed(tables.items()):
            where = "plan_id = ?"
            if "plan_id" not in table.names:
                where = "node_id IN (SELECT node_id FROM nodes WHERE plan_id = ?)"
            connection.execute(f'DELETE FROM "{name}" WHERE {where}', (plan_id,))


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
    entries["v_actions"] |= {"fts_table": "nodes_fts", "fts_pk": "node_rowid"}
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
