"""CSV files in a folder, described as a Frictionless Data Package (`datapackage.json`).

UTF-8 without byte-order mark, comma, `\\n`; an empty cell is null. Text that a spreadsheet would
run as a formula gets an apostrophe before it, as each text column's description says.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from extractor.diagnostics import Report
from extractor.exports.files import atomic_path, make_folder, neutralise, printable, write_bytes
from extractor.exports.rows import plan_rows
from extractor.exports.tables import Table, Value, load_tables
from extractor.schema import Plan

NOTE = (
    "Un texte qui commence par = + - @ ou une tabulation est précédé d’une apostrophe, "
    "pour qu’aucun tableur ne l’exécute."
)


def write(plans: Iterable[Plan], dest: Path, report: Report) -> None:
    """Write one CSV per table and `datapackage.json`, last, into the folder `dest`."""
    make_folder(dest)
    tables = load_tables()
    with ExitStack() as stack:
        writers = {}
        for name, table in tables.items():
            path = stack.enter_context(atomic_path(dest / f"{name}.csv"))
            stream = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            writers[name] = csv.writer(stream, lineterminator="\n")
            writers[name].writerow(table.names)
        for plan in plans:
            for name, rows in plan_rows(plan).items():
                writers[name].writerows([_cell(value) for value in row] for row in rows)
    package = json.dumps(describe(dest), ensure_ascii=False, indent=2) + "\n"
    write_bytes(dest / "datapackage.json", package.encode())


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return neutralise(printable(value))
        case date():
            return value.isoformat()
        case _:
            return repr(value)


def describe(folder: Path) -> dict[str, Any]:
    """Return the data package descriptor of the CSV files in `folder`."""
    return {
        "profile": "tabular-data-package",
        "name": "pst",
        "title": "Programmes stratégiques transversaux",
        "description": f"Plans, objectifs et actions, avec leurs attributs. {NOTE}",
        "resources": [_resource(table, folder) for table in load_tables().values()],
    }


def _resource(table: Table, folder: Path) -> dict[str, Any]:
    content = (folder / f"{table.name}.csv").read_bytes()
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "profile": "tabular-data-resource",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    fields: list[dict[str, Any]] = []
    for column in table.columns:
        field: dict[str, Any] = {
            "name": column.name,
            "type": column.type,
            "title": column.title,
            "description": column.description,
        }
        if column.name in table.key:
            field["constraints"] = {"required": True}
        if table.key == (column.name,):
            field["constraints"]["unique"] = True
        fields.append(field)
    schema: dict[str, Any] = {
        "fields": fields,
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.foreign:
        schema["foreignKeys"] = [
            {
                "fields": [key.column],
                "reference": {
                    "resource": "" if key.table == table.name else key.table,
                    "fields": [key.target],
                },
            }
            for key in table.foreign
        ]
    return schema
