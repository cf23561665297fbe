"""Parquet: one file per table, with the same columns as every tabular export.

Needs pyarrow, an optional extra. Titles, descriptions and keys travel in the files' metadata.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from extractor.diagnostics import ExtractorError, Report
from extractor.exports.files import atomic_path, make_folder
from extractor.exports.rows import plan_rows
from extractor.exports.tables import Row, Table, load_tables
from extractor.schema import Plan

ROW_GROUP = 50_000  # rows; small groups make scans slow, large ones fill the memory


def write(plans: Iterable[Plan], dest: Path, report: Report) -> None:
    """Write one Parquet file per table into the folder `dest`."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        message = "Parquet needs pyarrow: pip install pst-extractor[parquet]"
        raise ExtractorError(message) from None
    make_folder(dest)
    tables = load_tables()
    schemas = {name: arrow_schema(pyarrow, table) for name, table in tables.items()}
    waiting: dict[str, list[Row]] = {name: [] for name in tables}
    with ExitStack() as stack:
        writers = {}
        for name in tables:
            path = stack.enter_context(atomic_path(dest / f"{name}.parquet"))
            writers[name] = stack.enter_context(
                pyarrow.parquet.ParquetWriter(path, schemas[name], compression="zstd")
            )

        def flush(name: str) -> None:
            columns = list(zip(*waiting[name], strict=True)) or [()] * len(schemas[name])
            arrays = [
                pyarrow.array(column, type=field.type)
                for column, field in zip(columns, schemas[name], strict=True)
            ]
            writers[name].write_table(pyarrow.Table.from_arrays(arrays, schema=schemas[name]))
            waiting[name].clear()

        for plan in plans:
            for name, rows in plan_rows(plan).items():
                waiting[name] += rows
                if len(waiting[name]) >= ROW_GROUP:
                    flush(name)
        for name in tables:
            if waiting[name]:
                flush(name)


def arrow_schema(pyarrow: Any, table: Table) -> Any:
    """Return the Arrow schema of `table`."""
    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }
    fields = [
        pyarrow.field(
            column.name,
            types[column.type],
            nullable=column.name not in table.key,
            metadata={"title": column.title, "description": column.description},
        )
        for column in table.columns
    ]
    keys = [[key.column, key.table, key.target] for key in table.foreign]
    return pyarrow.schema(
        fields,
        metadata={
            "title": table.title,
            "description": table.description,
            "primary_key": json.dumps(table.key),
            "foreign_keys": json.dumps(keys),
        },
    )
