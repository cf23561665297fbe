"""StratML Part 1 (ISO 17469-1), one file per plan.

An OS is a `Goal`; whatever stands below it is an `Objective` of that goal. The schema does not
nest objectives, so they follow each other in document order: `SequenceIndicator` (`1.2.1`, ranks
from the root) says the nesting, and `OtherInformation` what has no element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from extractor.diagnostics import Report
from extractor.exports.fields import labelled_lines
from extractor.exports.french import french
from extractor.exports.xmlfiles import Limits, add, identifier, plan_name, write_documents
from extractor.schema import Level, Node, Plan

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"

LIMITS = {
    "empty": "no objective or action: the format needs a goal, no file is written",
    "nesting": "objectives do not nest; SequenceIndicator and OtherInformation say what is above",
    "goal": "an element outside any OS is written as a goal; OtherInformation gives its level",
    "dates": "the term's years are written as 1 January and 31 December",
    "text": "fields without an element are kept as labelled lines of OtherInformation",
    "front-matter": "texts outside the tree are kept in the plan's OtherInformation",
    "inferred": "entities, verb, legal references and scores are left out",
    "provenance": "bodies as printed, source lines, pages, confidence and diagnostics are left out",
}
_TEXT_FIELDS = (
    "sections",
    "deadline",
    "budget",
    "funding",
    "indicators",
    "status_text",
    "progress",
    "health",
    "priority",
    "sdgs",
    "sdgs_inferred",
    "themes",
    "plans",
    "categories",
    "remarks",
    "observations",
    "other",
)


def write(plans: Iterable[Plan], dest: Path, report: Report) -> None:
    """Write `DEST/<plan_id>.xml` for each plan that has an objective or action."""
    write_documents(plans, dest, report, LIMITS, build)


def build(plan: Plan, limits: Limits) -> etree._Element | None:
    """Return the `StrategicPlan` of `plan`, or None when it has no node."""
    if not plan.tree:
        limits.add("empty")
        return None
    root = etree.fromstring(f'<StrategicPlan xmlns="{NAMESPACE}"/>')
    add(root, _tag("Name"), plan_name(plan))
    add(root, _tag("OtherInformation"), "\n".join(_plan_lines(plan, limits)))
    core = add(root, _tag("StrategicPlanCore"))
    _add_organization(core, plan)
    for block in plan.front_matter:
        if block.kind == "values":
            value = add(core, _tag("Value"))
            add(value, _tag("Name"), "Valeurs")
            add(value, _tag("Description"), block.text)
    for rank, node in enumerate(plan.tree, 1):
        _add_goal(core, node, str(rank), limits)
    _add_administration(root, plan, limits)
    limits.add("provenance")
    return root


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _plan_lines(plan: Plan, limits: Limits) -> Iterator[str]:
    yield f"Identifiant : {plan.plan_id}"
    yield f"Source : {plan.source.filename} (SHA-256 {plan.source.sha256})"
    for block in plan.front_matter:
        if block.kind != "values":
            limits.add("front-matter")
            yield block.text


def _add_organization(core: etree._Element, plan: Plan) -> None:
    who = plan.institution
    box = add(core, _tag("Organization"))
    add(box, _tag("Name"), who.name or who.printed_name or french("kind", who.kind))
    add(box, _tag("Identifier"), _xml_id(f"institution/{who.kind}/{who.nis_code}"))
    facts = {
        "Type": french("kind", who.kind),
        "Commune": who.municipality,
        "Code INS": who.nis_code,
        "Province": who.province,
        "Nom imprimé": who.printed_name,
    }
    lines = [f"{label} : {value}" for label, value in facts.items() if value]
    add(box, _tag("Description"), "\n".join(lines))


def _add_goal(core: etree._Element, node: Node, sequence: str, limits: Limits) -> None:
    if node.level is not Level.OS:
        limits.add("goal", node.id)
    goal = add(core, _tag("Goal"))
    _fill(goal, node, sequence, None, limits)
    for child, place, parent in _below(node, sequence):
        if parent is not node:
            limits.add("nesting", child.id)
        _fill(add(goal, _tag("Objective")), child, place, parent, limits)


def _below(node: Node, sequence: str) -> Iterator[tuple[Node, str, Node]]:
    """Yield each descendant with its sequence indicator and its parent, in document order."""
    for rank, child in enumerate(node.children, 1):
        place = f"{sequence}.{rank}"
        yield child, place, node
        yield from _below(child, place)


def _fill(
    element: etree._Element, node: Node, sequence: str, parent: Node | None, limits: Limits
) -> None:
    add(element, _tag("Name"), node.title)
    add(element, _tag("Description"), node.description)
    add(element, _tag("Identifier"), _xml_id(node.id))
    add(element, _tag("SequenceIndicator"), sequence)
    for role, kind, name in _stakeholders(node):
        box = add(element, _tag("Stakeholder"))
        if kind:
            box.set("StakeholderTypeType", kind)
        add(box, _tag("Name"), name)
        add(box, _tag("Description"), french("role", role))
    add(element, _tag("OtherInformation"), "\n".join(_lines(node, parent, limits)))


def _stakeholders(node: Node) -> Iterator[tuple[str, str | None, str]]:
    """Yield role, type and name; no type where a name may be a person or an organisation."""
    printed = node.attributes
    lists: tuple[tuple[str, str | None, list[str]], ...] = (
        ("responsible", None, printed.responsibles),
        ("service", "Organization", printed.services),
        ("mandatary", None, printed.mandataries),
        ("partner", None, printed.partners),
        ("target_group", "Generic_Group", printed.target_groups),
    )
    for role, kind, names in lists:
        for name in names:
            yield role, kind, name


def _lines(node: Node, parent: Node | None, limits: Limits) -> Iterator[str]:
    yield f"Niveau : {french('level', node.level.value)}"
    if node.label or node.code:
        yield f"Repère : {node.label or node.code}"
    if node.volet:
        yield f"Volet : {french('volet', node.volet)}"
    if parent:
        yield f"Sous : {_xml_id(parent.id)}"
    if node.same_as:
        yield f"Action partagée, déjà imprimée : {_xml_id(node.same_as)}"
    if extra := labelled_lines(node, _TEXT_FIELDS):
        limits.add("text", node.id)
        yield from extra
    if node.enrichment.model_dump():
        limits.add("inferred", node.id)


def _add_administration(root: etree._Element, plan: Plan, limits: Limits) -> None:
    box = add(root, _tag("AdministrativeInformation"))
    if plan.term.start or plan.term.end:
        limits.add("dates")
    if plan.term.start:
        add(box, _tag("StartDate"), f"{plan.term.start:04}-01-01")
    if plan.term.end:
        add(box, _tag("EndDate"), f"{plan.term.end:04}-12-31")
    if plan.adopted_on:
        add(box, _tag("PublicationDate"), plan.adopted_on.isoformat())


def _xml_id(readable_id: str) -> str:
    """Return an `xsd:ID`, which may not begin with a digit."""
    return "_" + identifier(readable_id)
