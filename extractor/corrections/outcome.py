"""The corrected workspace as a plan: identifiers, counts and remarks that fit it again.

Identifiers are made from the path as for any plan, and what names a node by its old identifier
follows. What a person decided is certain: such a node has confidence 1 and no `low-confidence`.
Remarks on levels and numbers are made again where the tree changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.checks import check_tree
from extractor.corrections.anchors import key_of
from extractor.corrections.model import Entry
from extractor.corrections.workspace import Item, Workspace
from extractor.diagnostics import Report
from extractor.nlp.titles import normalize_title
from extractor.nlp.verbs import find_verb
from extractor.normalise import identify, plan_identifier
from extractor.schema import (
    Corrected,
    Coverage,
    Diagnostic,
    Enrichment,
    Institution,
    Node,
    Plan,
    Term,
)

#: remarks of `checks` and `numbering`, made again for a tree that changed
_OF_THE_TREE = frozenset(
    {
        "numbering-gap",
        "numbering-duplicate",
        "numbering-parent-mismatch",
        "orphan-node",
        "level-skipped",
        "empty-objective",
    }
)
_STRUCTURAL = frozenset({"level", "place", "split", "merge", "remove", "add", "code"})
_SETTLED = _STRUCTURAL | {"title"}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A correction that was not applied: the reason, what is read now, the node it is like."""

    entry: Entry
    reason: str
    now: Any = None
    nearest: Node | None = field(default=None, compare=False)


def build_plan(
    workspace: Workspace, applied: Sequence[Entry], conflicts: Sequence[Conflict]
) -> Plan:
    """Return the plan of the workspace; the plan that was read is left as it is."""
    plan = workspace.plan
    institution: Institution = workspace.document.get("institution", plan.institution)
    plan_id = plan_id_of(workspace)
    names = [institution.name, institution.printed_name, institution.municipality]
    builder = _Builder(plan, tuple(dict.fromkeys(name for name in names if name)))
    tree = builder.build(workspace.roots, plan_id)
    builder.link(tree)
    structural = any(entry.kind in _STRUCTURAL for entry in applied)
    remarks = _remarks(workspace, builder, tree, structural)
    values: dict[str, Any] = {
        **workspace.document,
        "plan_id": plan_id,
        "tree": tree,
        "front_matter": workspace.front,
        "coverage": _coverage(workspace),
        "diagnostics": [*remarks, *(_remark(c, builder.new_ids) for c in conflicts)],
        "corrected": _corrected_document(workspace),
    }
    return plan.model_copy(update=values)


def plan_id_of(workspace: Workspace) -> str:
    """Return the plan's identifier, which follows a corrected institution or term."""
    plan, decided = workspace.plan, workspace.document
    if not {"institution", "term"} & decided.keys():
        return plan.plan_id
    institution: Institution = decided.get("institution", plan.institution)
    term: Term = decided.get("term", plan.term)
    return plan_identifier(institution, term, plan.source.sha256)


class _Builder:
    """Makes the nodes, and knows which identifier each old one became."""

    def __init__(self, plan: Plan, names: tuple[str, ...]) -> None:
        self._plan, self._names = plan, names
        self.read = {node.id: node for node in plan.nodes()}
        self.new_ids: dict[str, str] = {}
        self.settled: set[str] = set()

    def build(self, items: Sequence[Item], path: str) -> list[Node]:
        pairs = [(item.node.level, item.node.code) for item in items]
        return [
            self._node(item, node_id)
            for item, node_id in zip(items, identify(pairs, path), strict=True)
        ]

    def _node(self, item: Item, node_id: str) -> Node:
        node = item.node
        if node.id and item.handle.startswith("n"):
            self.new_ids[node.id] = node_id
        values: dict[str, Any] = {"id": node_id, "children": self.build(item.children, node_id)}
        was = self.read.get(node.id) if item.handle.startswith("n") else None
        if was is None or was.title != node.title:
            values["title_normalized"] = normalize_title(node.title, self._names)
            values["enrichment"] = self._enrichment(node)
        if item.touched:
            values["corrected"] = Corrected(
                read=item.read, kinds=sorted(item.kinds), marked=item.marked,
                by=item.by, at=item.at,
            )  # fmt: skip
            if item.marked == "right" or (_SETTLED & set(item.kinds) and item.marked is None):
                values["confidence"] = 1.0
                self.settled.add(node_id)
        return node.model_copy(update=values)

    def _enrichment(self, node: Node) -> Enrichment:
        """Return what may still be inferred of a title that a person wrote."""
        if self._plan.extractor.model is None:
            return Enrichment()
        kept = []
        for entity in node.enrichment.entities:
            start = node.title.find(entity.text)
            if start >= 0:
                place = {"start": start, "end": start + len(entity.text)}
                kept.append(entity.model_copy(update=place))
        return node.enrichment.model_copy(update={"entities": kept, "verb": find_verb(node.title)})

    def link(self, tree: Sequence[Node]) -> None:
        """Let `same_as` name the node by its present identifier, or nothing if it is gone."""
        seen: set[str] = set()
        for node in (node for root in tree for node in root.walk()):
            if node.same_as is not None:
                target = self.new_ids.get(node.same_as)
                node.same_as = target if target in seen else None
            seen.add(node.id)


def _remarks(
    workspace: Workspace, builder: _Builder, tree: Sequence[Node], structural: bool
) -> list[Diagnostic]:
    gone = {"no-plan-found"} if tree else set()
    if structural:
        gone |= _OF_THE_TREE
    if workspace.document.get("institution"):
        gone.add("unknown-institution")
    if workspace.document.get("term"):
        gone.add("ambiguous-term")
    kept = []
    for item in workspace.plan.diagnostics:
        node_id = builder.new_ids.get(item.node_id) if item.node_id else None
        if item.code in gone or (item.node_id and node_id is None):
            continue
        if item.code == "low-confidence" and node_id in builder.settled:
            continue
        kept.append(item.model_copy(update={"node_id": node_id}))
    report = Report()
    if structural:
        check_tree(tree, [], report)
    if not tree and not any(item.code == "no-plan-found" for item in kept):
        report.add("no-plan-found", "every node was told to be none")
    return [*kept, *report.items]


def _remark(conflict: Conflict, new_ids: dict[str, str]) -> Diagnostic:
    entry, nearest = conflict.entry, conflict.nearest
    text = entry.on.text if entry.on else entry.key or ""
    name = repr(" ".join(text.split())[:60])
    parts = [f"correction of the {entry.kind} of {name}: {conflict.reason}"]
    if entry.old is not None or entry.new is not None:
        parts.append(f"was {_short(entry.old)}, corrected to {_short(entry.new)} by {entry.by}")
    if conflict.now is not None:
        parts.append(f"now reads {_short(conflict.now)}")
    report = Report()
    report.add(
        "correction-conflict",
        "; ".join(parts),
        node_id=new_ids.get(nearest.id) if nearest else None,
        page=nearest.source.page if nearest else None,
        line=nearest.source.lines[0] if nearest else None,
    )
    return report.items[0]


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return repr(text if len(text) <= 80 else f"{text[:79]}…")


def _coverage(workspace: Workspace) -> Coverage:
    counts = workspace.plan.coverage
    moved = max(-counts.in_nodes, min(workspace.to_nodes, counts.in_front_matter))
    discarded = [group.model_copy(deep=True) for group in counts.discarded]
    back = 0
    for key in workspace.from_discarded:
        for group in discarded:
            if group.count and key in map(key_of, group.texts):
                group.count -= 1
                back += 1
                break
    return counts.model_copy(
        update={
            "in_nodes": counts.in_nodes + moved + back,
            "in_front_matter": counts.in_front_matter - moved,
            "discarded": [group for group in discarded if group.count],
        }
    )


def _corrected_document(workspace: Workspace) -> Corrected | None:
    if not workspace.document_by:
        return None
    return Corrected(
        read=workspace.document_read,
        kinds=sorted(workspace.document_kinds),
        marked=workspace.document_mark,
        by=workspace.document_by,
        at=workspace.document_at,
    )
