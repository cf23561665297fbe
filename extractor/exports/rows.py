"""Plans to table rows: each function yields the rows of one table for one plan.

Rows are dicts keyed as `tables.toml` names its columns; `plan_rows` checks and orders them.
Nothing of a plan is dropped: what has no column of its own is a row of `attributes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extractor.exports.tables import Row, Value, load_tables
from extractor.messages import french
from extractor.schema import Level, Node, Plan
from extractor.values.sums import amounts_for_sums, total_for_sums

RowDict = dict[str, Value]

SECTION_SEPARATOR = " > "
_ANCESTOR_COLUMNS = {
    Level.OS: "os_id",
    Level.OO: "oo_id",
    Level.PROJET: "projet_id",
    Level.ACTION: "action_id",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A node with its place: `ancestors` from the root, `position` from 1 in the plan."""

    node: Node
    ancestors: tuple[Node, ...]
    rank: int
    position: int

    @property
    def volet(self) -> str | None:
        """The volet of the node, or the nearest one above it."""
        for node in (self.node, *reversed(self.ancestors)):
            if node.volet:
                return node.volet
        return None

    def nearest(self, level: Level) -> Node | None:
        """Return the node itself or its nearest ancestor of `level`."""
        for node in (self.node, *reversed(self.ancestors)):
            if node.level is level:
                return node
        return None


def place(plan: Plan) -> Iterator[Placed]:
    """Yield every node of `plan` with its place, in document order."""
    position = 0

    def descend(nodes: list[Node], ancestors: tuple[Node, ...]) -> Iterator[Placed]:
        nonlocal position
        for rank, node in enumerate(nodes, 1):
            position += 1
            yield Placed(node, ancestors, rank, position)
            yield from descend(node.children, (*ancestors, node))

    return descend(plan.tree, ())


def plan_rows(plan: Plan) -> dict[str, list[Row]]:
    """Return the rows of `plan` by table name, in the order of the tables' columns."""
    return {
        name: _ordered(name, table.names, _MAKERS[name](plan))
        for name, table in load_tables().items()
    }


def _ordered(table: str, names: tuple[str, ...], rows: Iterator[RowDict]) -> list[Row]:
    expected, ordered = set(names), []
    for row in rows:
        if row.keys() != expected:
            raise KeyError(f"{table}: {sorted(row.keys() ^ expected)}")
        ordered.append(tuple([row[name] for name in names]))
    return ordered


def document_id(plan: Plan) -> str:
    """Return the identifier that depends on the document alone, whatever stands beside it."""
    return f"doc-{plan.source.sha256[:12]}"


def plan_facts(plan: Plan) -> RowDict:
    """Return the row of `plan` in the table `plans`."""
    levels = Counter(node.level for node in plan.nodes())
    who, file, cover = plan.institution, plan.source, plan.coverage
    return {
        "plan_id": plan.plan_id,
        "document_id": document_id(plan),
        "institution": who.name,
        **who.model_dump(exclude={"name"}),
        "title": plan.title,
        "term_start": plan.term.start,
        "term_end": plan.term.end,
        "term_inferred": plan.term.inferred,
        "adopted_on": plan.adopted_on,
        "language": plan.language,
        "schema_version": plan.schema_version,
        **file.model_dump(),
        "extractor_name": plan.extractor.name,
        "extractor_version": plan.extractor.version,
        "model": plan.extractor.model,
        "layout": plan.extractor.layout,
        "lines": cover.lines,
        "lines_in_nodes": cover.in_nodes,
        "lines_in_front_matter": cover.in_front_matter,
        "lines_discarded": sum(item.count for item in cover.discarded),
        "lines_unassigned": cover.unassigned,
        "unread": "\n".join(cover.unread) or None,
        **{f"count_{level.value.lower()}": levels[level] for level in Level},
        "amount_for_sums": total_for_sums(plan),
    }


def _plans(plan: Plan) -> Iterator[RowDict]:
    yield plan_facts(plan)


def _nodes(plan: Plan) -> Iterator[RowDict]:
    known = {node.id for node in plan.nodes()}
    document = document_id(plan)
    for placed in place(plan):
        node, span = placed.node, placed.node.source
        x0, top, x1, bottom = span.bbox or (None, None, None, None)
        ancestors = {
            column: found.id if (found := placed.nearest(level)) else None
            for level, column in _ANCESTOR_COLUMNS.items()
        }
        yield {
            "node_id": node.id,
            "stable_id": f"{document}/{node.id.removeprefix(plan.plan_id + '/')}",
            "plan_id": plan.plan_id,
            "parent_id": placed.ancestors[-1].id if placed.ancestors else None,
            **ancestors,
            "path": node.id.removeprefix(plan.plan_id + "/"),
            "position": placed.position,
            "level": node.level.value,
            "depth": len(placed.ancestors),
            "rank": placed.rank,
            "code": node.code,
            "label": node.label,
            "title": node.title,
            "title_normalized": node.title_normalized,
            "description": node.description,
            "volet": placed.volet,
            "sections": SECTION_SEPARATOR.join(node.sections) or None,
            "page": span.page,
            "first_line": span.lines[0],
            "last_line": span.lines[1],
            "x0": x0,
            "top": top,
            "x1": x1,
            "bottom": bottom,
            "printed": span.printed,
            "source_text": span.text,
            "confidence": node.confidence,
            "same_as": node.same_as if node.same_as in known else None,
        }


def _body(plan: Plan) -> Iterator[RowDict]:
    for node in plan.nodes():
        for rank, part in enumerate(node.body, 1):
            yield {
                "node_id": node.id,
                "rank": rank,
                "page": part.page,
                "first_line": part.lines[0],
                "last_line": part.lines[1],
                "text": part.text,
            }


def _actors(plan: Plan) -> Iterator[RowDict]:
    for node in plan.nodes():
        printed = node.attributes
        for role, names in (
            ("responsible", printed.responsibles),
            ("service", printed.services),
            ("mandatary", printed.mandataries),
            ("partner", printed.partners),
        ):
            for rank, name in enumerate(names, 1):
                yield {"node_id": node.id, "role": role, "rank": rank, "name": name}


def _deadlines(plan: Plan) -> Iterator[RowDict]:
    for node in plan.nodes():
        if deadline := node.attributes.deadline:
            yield {
                "node_id": node.id,
                "text": deadline.text,
                "start_date": deadline.start,
                "end_date": deadline.end,
                "precision": deadline.precision,
                "recurrence": deadline.recurrence,
            }


def _budgets(plan: Plan) -> Iterator[RowDict]:
    counted = amounts_for_sums(plan)
    for node in plan.nodes():
        for rank, money in enumerate(node.attributes.budget, 1):
            euros = counted[node.id][rank - 1]
            yield {
                "node_id": node.id,
                "rank": rank,
                **money.model_dump(),
                "amount_for_sums": euros,
            }


def _indicators(plan: Plan) -> Iterator[RowDict]:
    for node in plan.nodes():
        for rank, indicator in enumerate(node.attributes.indicators, 1):
            yield {"node_id": node.id, "rank": rank, **indicator.model_dump()}


def _sdgs(plan: Plan) -> Iterator[RowDict]:
    for node in plan.nodes():
        scored: dict[str, list[tuple[int, float | None]]] = {
            "printed": [(sdg, None) for sdg in node.attributes.sdgs],
            "inferred": [(guess.sdg, guess.score) for guess in node.enrichment.sdgs],
        }
        for origin, pairs in scored.items():
            for rank, (sdg, score) in enumerate(pairs, 1):
                yield {
                    "node_id": node.id,
                    "origin": origin,
                    "rank": rank,
                    "sdg": sdg,
                    "score": score,
                }


def _themes(plan: Plan) -> Iterator[RowDict]:
    for node in plan.nodes():
        for rank, theme in enumerate(node.enrichment.themes, 1):
            yield {"node_id": node.id, "rank": rank, **theme.model_dump()}


def _entities(plan: Plan) -> Iterator[RowDict]:
    for node in plan.nodes():
        for rank, entity in enumerate(node.enrichment.entities, 1):
            yield {
                "node_id": node.id,
                "rank": rank,
                "text": entity.text,
                "label": entity.label,
                "start_offset": entity.start,
                "end_offset": entity.end,
                "score": entity.score,
            }


def _attributes(plan: Plan) -> Iterator[RowDict]:
    empty: RowDict = dict.fromkeys(("label", "text", "value", "number"))
    for node in plan.nodes():
        ranks: Counter[str] = Counter()
        for attribute, values in _attribute_values(node):
            ranks[attribute] += 1
            yield {
                "node_id": node.id,
                "attribute": attribute,
                "rank": ranks[attribute],
                "inferred": attribute in ("verb", "legal_reference"),
                **empty,
                **values,
            }


def _attribute_values(node: Node) -> Iterator[tuple[str, RowDict]]:
    printed, inferred = node.attributes, node.enrichment
    if printed.status:
        yield "status", {"text": printed.status.text, "value": printed.status.value}
    if printed.priority:
        yield "priority", {"text": printed.priority.text, "number": printed.priority.value}
    if printed.health:
        yield "health", {"text": printed.health.text, "value": printed.health.value}
    if printed.progress is not None:
        yield "progress", {"number": printed.progress}
    for attribute, texts in (
        ("plan", printed.plans),
        ("category", printed.categories),
        ("target_group", printed.target_groups),
        ("remarks", [printed.remarks]),
        ("observations", [printed.observations]),
        ("verb", [inferred.verb]),
        ("legal_reference", inferred.legal_references),
    ):
        for text in texts:
            if text is not None:
                yield attribute, {"text": text}
    for label, text in printed.other.items():
        yield "other", {"label": label, "text": text}


def _front_matter(plan: Plan) -> Iterator[RowDict]:
    for rank, block in enumerate(plan.front_matter, 1):
        yield {
            "plan_id": plan.plan_id,
            "rank": rank,
            "kind": block.kind,
            "page": block.page,
            "first_line": block.lines[0],
            "last_line": block.lines[1],
            "text": block.text,
        }


def _discarded(plan: Plan) -> Iterator[RowDict]:
    for rank, item in enumerate(plan.coverage.discarded, 1):
        yield {
            "plan_id": plan.plan_id,
            "rank": rank,
            "reason": item.reason,
            "count": item.count,
            "texts": "\n".join(item.texts) or None,
        }


def _diagnostics(plan: Plan) -> Iterator[RowDict]:
    known = {node.id for node in plan.nodes()}
    for rank, item in enumerate(plan.diagnostics, 1):
        row: RowDict = {"plan_id": plan.plan_id, "rank": rank, **item.model_dump()}
        row["message_fr"] = item.message_fr or french(item.message)
        if item.node_id not in known:
            row["node_id"] = None
        yield row


_MAKERS: dict[str, Callable[[Plan], Iterator[RowDict]]] = {
    "plans": _plans,
    "nodes": _nodes,
    "body": _body,
    "actors": _actors,
    "deadlines": _deadlines,
    "budgets": _budgets,
    "indicators": _indicators,
    "sdgs": _sdgs,
    "themes": _themes,
    "entities": _entities,
    "attributes": _attributes,
    "front_matter": _front_matter,
    "discarded": _discarded,
    "diagnostics": _diagnostics,
}
