"""XLSX: a workbook in French for those who work in a spreadsheet.

Sheets: `Sommaire` (what is where, where the documents lie), `Actions`, `Objectifs`, `Budgets`,
`Totaux`, `Plans` and `À relire`; `sheets.toml` lists their columns and `sheets.py` paints them. The
bytes depend on the plans alone: fixed times in the zip and in the properties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from extractor.diagnostics import Report
from extractor.exports.fields import joined_fields
from extractor.exports.files import atomic_path
from extractor.exports.french import LIST_SEPARATOR, french
from extractor.exports.rows import Placed, place, plan_facts
from extractor.exports.sheets import Painter, Record, load_sheets
from extractor.exports.summary import write_summary, write_totals
from extractor.messages import french as message_in_french
from extractor.schema import Level, Node, Plan
from extractor.values.sums import amounts_for_sums

SURE, UNSURE = 0.9, 0.6  # confidence of what is sure, and of what is to be checked
_CREATED = datetime(2000, 1, 1)  # the properties of the file must say a time
_SEVERITIES = ("error", "warning", "info")
_LEAVES = (Level.ACTION, Level.SOUS_ACTION)
Counted = dict[str, list[float | None]]


def write(plans: Iterable[Plan], dest: Path, report: Report) -> None:
    """Write the workbook `dest`."""
    import xlsxwriter

    every = list(plans)
    records: dict[str, list[Record]] = {
        name: [record for plan in every for record in make(plan)] for name, make in _RECORDS.items()
    }
    order = {french("severity", severity): rank for rank, severity in enumerate(_SEVERITIES)}
    records["À relire"].sort(key=lambda record: order.get(str(record["severity"]), 0))
    with atomic_path(dest) as path:
        workbook = xlsxwriter.Workbook(path, {"in_memory": True})
        workbook.set_properties(
            {"title": "Programmes stratégiques transversaux", "created": _CREATED}
        )
        painter = Painter(workbook, report)
        looks = load_sheets()
        summary = workbook.add_worksheet("Sommaire")
        for name, look in looks.items():
            painter.paint(workbook.add_worksheet(name), look, records[name])
            if name == "Budgets":
                write_totals(workbook.add_worksheet("Totaux"), painter, records[name])
        write_summary(summary, painter, records)
        for plan in every:
            _report_limits(plan, report)
        workbook.close()


def _report_limits(plan: Plan, report: Report) -> None:
    """Report what no sheet has a column for."""
    left_out = {
        "texts outside the tree": len(plan.front_matter),
        "texts under headings, as printed": sum(len(node.body) for node in plan.nodes()),
        "entities": sum(len(node.enrichment.entities) for node in plan.nodes()),
        "legal references": sum(len(node.enrichment.legal_references) for node in plan.nodes()),
    }
    for what, count in left_out.items():
        if count:
            report.add("format-limit", f"{plan.plan_id}: no column holds the {count} {what}")


def _context(plan: Plan) -> Record:
    start, end = plan.term.start, plan.term.end
    return {
        "institution": plan.institution.name or plan.institution.printed_name,
        "term": f"{start or '?'}-{end or '?'}" if start or end else None,
        "document": plan.source.filename if plan.source.media_type == "application/pdf" else None,
    }


def _named(node: Node | None) -> str | None:
    """Return number and title in one text."""
    if node is None:
        return None
    return f"{node.code} · {node.title}" if node.code else node.title


def _above(placed: Placed) -> str | None:
    """Return what stands above a node, from its OS down, in one text."""
    names = (_named(node) for node in placed.ancestors if node.level not in _LEAVES)
    return " › ".join(name for name in names if name) or None


def _certainty(confidence: float) -> str:
    if confidence >= SURE:
        return "Sûr"
    return "Probable" if confidence >= UNSURE else "À vérifier"


def _summed(counted: Counted, nodes: Iterable[Node]) -> float | None:
    """Return the euros of nodes, None when none of them has an amount."""
    values = [v for node in nodes for v in counted.get(node.id, []) if v is not None]
    return round(sum(values), 2) if values else None


def _node_record(plan: Plan, placed: Placed, counted: Counted) -> Record:
    node = placed.node
    fields = joined_fields(node)
    who = [str(fields[key]) for key in ("responsibles", "services") if fields[key]]
    return {
        **_context(plan),
        **fields,
        "who": LIST_SEPARATOR.join(who) or None,
        "budget_sum": _summed(counted, [node]),
        "volet": french("volet", placed.volet),
        "level": french("level", node.level.value),
        "os": _named(placed.nearest(Level.OS)),
        "oo": _named(placed.nearest(Level.OO)),
        "projet": _named(placed.nearest(Level.PROJET)),
        "above": _above(placed),
        "parent": _named(placed.ancestors[-1]) if placed.ancestors else None,
        "code": node.code,
        "title": node.title,
        "description": node.description,
        "page": node.source.page,
        "certainty": _certainty(node.confidence),
        "confidence": node.confidence,
        "same_as": node.same_as,
        "id": node.id,
        "indent": node.level is Level.SOUS_ACTION or None,
    }


def _actions(plan: Plan) -> Iterator[Record]:
    counted = amounts_for_sums(plan)
    for placed in place(plan):
        if placed.node.level in _LEAVES:
            yield _node_record(plan, placed, counted)


def _objectives(plan: Plan) -> Iterator[Record]:
    counted = amounts_for_sums(plan)
    for placed in place(plan):
        if placed.node.level not in _LEAVES:
            yield {
                **_node_record(plan, placed, counted),
                "actions": sum(below.level is Level.ACTION for below in placed.node.walk()),
                "below_sum": _summed(counted, placed.node.walk()),
            }


def _budgets(plan: Plan) -> Iterator[Record]:
    counted = amounts_for_sums(plan)
    for placed in place(plan):
        record = _node_record(plan, placed, counted)
        for money, euros in zip(
            placed.node.attributes.budget, counted.get(placed.node.id, []), strict=True
        ):
            yield {
                **record,
                **money.model_dump(),
                "funding": french("funding", money.funding),
                "role": french("money_role", money.role),
                "counted": euros,
            }


def _plans(plan: Plan) -> Iterator[Record]:
    severities = Counter(item.severity for item in plan.diagnostics)
    facts = plan_facts(plan)
    yield {
        **facts,
        **_context(plan),
        "kind": french("kind", plan.institution.kind),
        "term_inferred": "oui" if plan.term.inferred else "non",
        "total": facts["amount_for_sums"] or None,
        "to_review": severities["error"] + severities["warning"],
        "id": plan.plan_id,
    }


def _to_review(plan: Plan) -> Iterator[Record]:
    nodes = {node.id: node for node in plan.nodes()}
    for item in plan.diagnostics:
        yield {
            **_context(plan),
            "severity": french("severity", item.severity),
            "name": _named(nodes.get(item.node_id or "")),
            "meaning": french("diagnostic", item.code),
            "message": item.message_fr or message_in_french(item.message) or item.message,
            "hint": None if (hint := french("hint", item.code)) == item.code else hint,
            "page": item.page,
            "line": item.line,
            "code": item.code,
            "filename": plan.source.filename,
            "id": item.node_id or plan.plan_id,
        }


_RECORDS: dict[str, Callable[[Plan], Iterator[Record]]] = {
    "Actions": _actions,
    "Objectifs": _objectives,
    "Budgets": _budgets,
    "Plans": _plans,
    "À relire": _to_review,
}


def sheet_names() -> list[str]:
    """Return the names of the sheets, in order."""
    names: list[Any] = ["Sommaire"]
    for name in load_sheets():
        names += [name, "Totaux"] if name == "Budgets" else [name]
    return names
