"""Plans as tables in memory: Arrow tables, and one flat table of nodes.

The tables are those of every tabular export. pyarrow is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from extractor.exports.fields import joined_fields
from extractor.exports.parquet import arrow_schema
from extractor.exports.rows import plan_rows
from extractor.exports.tables import Row, Value, load_tables
from extractor.schema import Plan
from extractor.values.sums import amounts_for_sums

#: attributes of the flat table whose values are lists, joined in their printed order
JOINED = (
    "responsibles", "services", "mandataries", "partners", "plans", "categories", "target_groups",
    "indicators", "sdgs", "themes",
)  # fmt: skip


def arrow_tables(plans: Iterable[Plan]) -> dict[str, Any]:
    """Return the tables of plans as `pyarrow.Table`s, by name."""
    import pyarrow

    tables = load_tables()
    rows: dict[str, list[Row]] = {name: [] for name in tables}
    for plan in plans:
        for name, found in plan_rows(plan).items():
            rows[name] += found
    schemas = {name: arrow_schema(pyarrow, table) for name, table in tables.items()}
    return {
        name: pyarrow.Table.from_pylist(
            [dict(zip(table.names, row, strict=True)) for row in rows[name]], schemas[name]
        )
        for name, table in tables.items()
    }


def frame_columns(plan: Plan) -> dict[str, list[Value]]:
    """Return the flat table of a plan's nodes as lists by column."""
    table = load_tables()["nodes"]
    columns: dict[str, list[Value]] = {name: [] for name in table.names}
    for row in plan_rows(plan)["nodes"]:
        for name, value in zip(table.names, row, strict=True):
            columns[name].append(value)
    counted = amounts_for_sums(plan)
    for node in plan.nodes():
        printed, fields = node.attributes, joined_fields(node)
        euros = [value for value in counted.get(node.id, []) if value is not None]
        more: dict[str, Value] = {
            "deadline": fields["deadline"],
            "deadline_start": fields["deadline_start"],
            "deadline_end": fields["deadline_end"],
            "status": printed.status.value if printed.status else None,
            "progress": printed.progress,
            "priority": printed.priority.value if printed.priority else None,
            **{name: fields[name] for name in JOINED},
            "budget": fields["budget"],
            "amount_for_sums": round(sum(euros), 2) if euros else None,
        }
        for name, value in more.items():
            columns.setdefault(name, []).append(value)
    return columns
