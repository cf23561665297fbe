"""JSON Lines: one node per line, as in the plan's JSON, with the facts of its plan.

`children` is replaced by `parent_id`; the first keys place the node, those of `Node` follow.
Front matter, coverage and diagnostics belong to no node and are not in this format.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from extractor.diagnostics import Report
from extractor.exports.files import atomic_path
from extractor.exports.rows import place
from extractor.schema import Plan


def write(plans: Iterable[Plan], dest: Path, report: Report) -> None:
    """Write the nodes of `plans` to the file `dest`."""
    with atomic_path(dest) as path, path.open("w", encoding="utf-8", newline="\n") as stream:
        for plan in plans:
            _report_limits(plan, report)
            for record in records(plan):
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def records(plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield one dict per node of `plan`, in document order."""
    facts = {
        "plan_id": plan.plan_id,
        "plan_title": plan.title,
        "institution": plan.institution.model_dump(mode="json"),
        "term": plan.term.model_dump(mode="json"),
        "adopted_on": plan.adopted_on.isoformat() if plan.adopted_on else None,
        "filename": plan.source.filename,
    }
    for placed in place(plan):
        node = placed.node.model_dump(mode="json", exclude={"children"})
        yield {
            "id": node.pop("id"),
            **facts,
            "parent_id": placed.ancestors[-1].id if placed.ancestors else None,
            "position": placed.position,
            "depth": len(placed.ancestors),
            "rank": placed.rank,
            **node,
            "volet": placed.volet,
        }


def _report_limits(plan: Plan, report: Report) -> None:
    left_out = {
        "texts outside the tree are left out": len(plan.front_matter),
        "remarks are left out": len(plan.diagnostics),
    }
    for what, count in left_out.items():
        if count:
            report.add("format-limit", f"{plan.plan_id}: jsonl holds nodes only; {count} {what}")
    if not plan.tree:
        report.add("format-limit", f"{plan.plan_id}: jsonl holds nodes only; the plan has none")
