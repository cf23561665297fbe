"""What a plan's JSON must keep to: the schema, then the rules that a schema cannot say.

In: JSON data. Out: one line per problem, each beginning with its place; none for a sound plan.
The rules are those of the contract; the rules are looked at only when the schema is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from pydantic import ValidationError

from extractor.diagnostics import CATALOGUE
from extractor.schema import Node, Plan, SourceSpan

_PLAN_ID = re.compile(r"plan-[0-9a-f]{12}|(cpas|commune|commune-cpas|province)-\d{5}-\d{4}")


def find_problems(data: object) -> list[str]:
    """Return what is wrong with a plan, one line each, in document order."""
    try:
        plan = Plan.model_validate(data)
    except ValidationError as error:
        return [
            f"{'.'.join(map(str, item['loc'])) or 'document'}: {' '.join(item['msg'].split())}"
            for item in error.errors()
        ]
    except RecursionError:
        return ["document: nested too deeply"]
    return [problem for rule in _RULES for problem in rule(plan)]


def _identity(plan: Plan) -> Iterator[str]:
    if not _PLAN_ID.fullmatch(plan.plan_id):
        yield f"plan_id: {plan.plan_id!r} is not of the form kind-code-year or plan-digest"
    if not re.fullmatch(r"[0-9a-f]{64}", plan.source.sha256):
        yield "source.sha256: not 64 hexadecimal digits"
    if re.search(r"[/\\]", plan.source.filename):
        yield "source.filename: a path, not a base name"
    if plan.term.start and plan.term.end and plan.term.start > plan.term.end:
        yield f"term: it ends ({plan.term.end}) before it starts ({plan.term.start})"


def _identifiers(plan: Plan) -> Iterator[str]:
    counts = Counter(node.id for node in plan.nodes())
    yield from (f"{key}: {n} nodes have this identifier" for key, n in counts.items() if n > 1)
    for parent, node in _pairs(plan):
        if not node.id.startswith((parent.id if parent else plan.plan_id) + "/"):
            yield f"{node.id}: the identifier does not continue its parent's"
    seen: set[str] = set()
    for node in plan.nodes():
        if node.same_as is not None and node.same_as not in seen:
            yield f"{node.id}: same_as names no earlier node: {node.same_as}"
        seen.add(node.id)


def _ranks(plan: Plan) -> Iterator[str]:
    for parent, node in _pairs(plan):
        if parent and parent.level.rank >= node.level.rank:
            yield f"{node.id}: {node.level} under {parent.level}, which does not rank above it"
        if not node.title.strip():
            yield f"{node.id}: the title is empty"


def _offsets(plan: Plan) -> Iterator[str]:
    pages = plan.source.pages
    for node in plan.nodes():
        yield from (f"{node.id}: source: {text}" for text in _span(node.source, pages))
        for entity in node.enrichment.entities:
            if node.title[entity.start : entity.end] != entity.text or entity.start < 0:
                yield f"{node.id}: entity {entity.text!r} is not at {entity.start}-{entity.end}"
        deadline = node.attributes.deadline
        if deadline and deadline.start and deadline.end and deadline.start > deadline.end:
            yield f"{node.id}: the deadline ends before it starts"
    for block in plan.front_matter:
        if not 1 <= block.lines[0] <= block.lines[1]:
            yield f"front_matter: lines {block.lines} are no range"


def _span(span: SourceSpan, pages: int | None) -> Iterator[str]:
    if not 1 <= span.lines[0] <= span.lines[1]:
        yield f"lines {span.lines} are no range"
    if span.page is not None and not 1 <= span.page <= (pages or span.page):
        yield f"page {span.page} of {pages}"
    if span.bbox and not (span.bbox[0] <= span.bbox[2] and span.bbox[1] <= span.bbox[3]):
        yield f"box {span.bbox} is turned inside out"
    for box in span.boxes:
        if not (box.bbox[0] <= box.bbox[2] and box.bbox[1] <= box.bbox[3]):
            yield f"box {box.bbox} is turned inside out"
        if not 1 <= box.page <= (pages or box.page):
            yield f"page {box.page} of {pages}"


def _coverage(plan: Plan) -> Iterator[str]:
    counts = plan.coverage
    discarded = sum(item.count for item in counts.discarded)
    lost = counts.unassigned - len(counts.unread)
    total = counts.in_nodes + counts.in_front_matter + discarded + lost
    if total != counts.lines:
        yield f"coverage: the parts add up to {total}, not to {counts.lines} lines"
    if lost:
        yield f"coverage: {lost} lines are unassigned"


def _diagnostics(plan: Plan) -> Iterator[str]:
    ids = {node.id for node in plan.nodes()}
    for item in plan.diagnostics:
        if item.code not in CATALOGUE:
            yield f"diagnostics: unknown code {item.code!r}"
        elif item.severity != (right := CATALOGUE[item.code].severity):
            yield f"diagnostics: {item.code} is {right}, not {item.severity}"
        if item.node_id is not None and item.node_id not in ids:
            yield f"diagnostics: {item.code} names no node: {item.node_id}"
    if bool(plan.tree) == any(item.code == "no-plan-found" for item in plan.diagnostics):
        yield "diagnostics: no-plan-found goes with an empty tree, and only with it"


def _pairs(plan: Plan) -> Iterator[tuple[Node | None, Node]]:
    """Yield each node with its parent."""
    yield from ((None, root) for root in plan.tree)
    yield from ((node, child) for node in plan.nodes() for child in node.children)


_RULES: tuple[Callable[[Plan], Iterator[str]], ...] = (
    _identity,
    _identifiers,
    _ranks,
    _offsets,
    _coverage,
    _diagnostics,
)
