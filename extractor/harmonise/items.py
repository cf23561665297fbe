"""Plans as comparable items: each node with its concepts, its content's concepts, its themes.

Plans of one institution (several documents, several terms) are one institution and are not
compared with each other: that is what `compare` is for. Themes come from the enrichment; a plan
extracted without it is classified here, by the same data.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.harmonise.model import Member
from extractor.nlp import normalize_title
from extractor.nlp.concepts import Concept, find_concepts, own_names
from extractor.nlp.items import NlpItem
from extractor.nlp.taxonomy import load_taxonomy
from extractor.schema import Level, Node, Plan
from extractor.text import is_capitals

_FINAL_STOP = re.compile(r"(?<=[^\W\d_]{2})\s*\.\s*$")  # not that of `C.P.A.S.`
DESCRIPTION = 0.5  # of a word in the prose below a title, beside those of the titles below it


@dataclass(slots=True)
class Item:
    """A node ready to be compared."""

    member: Member
    place: int  # in document order, over all plans
    rank: int  # of its level
    concepts: list[Concept]
    themes: dict[str, float]
    parent: int | None  # place of its parent
    content: dict[str, float] = field(default_factory=dict)  # key → weight, of what is below it
    labels: dict[str, str] = field(default_factory=dict)  # key → label, of the content


def build_items(plans: Iterable[Plan]) -> list[Item]:
    """Return the nodes of all plans in order; a node printed twice (`same_as`) is taken once.

    Of two documents of one plan (same `plan_id`), the first is taken.
    """
    items: list[Item] = []
    names: dict[str, str] = {}
    identifiers: set[str] = set()
    for plan in plans:
        if plan.plan_id not in identifiers:
            identifiers.add(plan.plan_id)
            _add_plan(plan, _institution(plan, names), items)
    _gather_content(items)
    return items


def _add_plan(plan: Plan, institution: str, items: list[Item]) -> None:
    ignored = own_names(plan.institution.kind, plan.institution.municipality)
    themes = _themes(plan)

    def visit(node: Node, parent: int | None) -> None:
        member = _member(node, plan, institution, tuple(themes[node.id]))
        item = Item(
            member,
            place=len(items),
            rank=node.level.rank,
            concepts=find_concepts(member.title, ignored),
            themes=themes[node.id],
            parent=parent,
        )
        _add_content(item, find_concepts(node.description or "", ignored), DESCRIPTION)
        items.append(item)
        for child in node.children:
            if child.same_as is None:
                visit(child, item.place)

    for root in plan.tree:
        visit(root, None)


def _institution(plan: Plan, names: dict[str, str]) -> str:
    """Return a name that stands for one institution: two of one name get their code or plan."""
    found = plan.institution
    name = found.name or found.printed_name or plan.source.filename
    identity = f"{found.kind} {found.nis_code}" if found.nis_code else found.name or plan.plan_id
    if names.setdefault(name, identity) != identity:
        name = f"{name} ({found.nis_code or plan.plan_id})"
        names.setdefault(name, identity)
    return name


def _member(node: Node, plan: Plan, institution: str, themes: tuple[str, ...]) -> Member:
    title = node.title_normalized or node.title
    if is_capitals(title):  # extracted without enrichment
        names = [name for name in (plan.institution.name, plan.institution.municipality) if name]
        title = normalize_title(title, names)
    return Member(
        node_id=node.id,
        plan_id=plan.plan_id,
        institution=institution,
        level=node.level.value,
        code=node.code,
        title=_FINAL_STOP.sub("", title),
        themes=themes,
        page=node.source.page,
    )


def _themes(plan: Plan) -> dict[str, dict[str, float]]:
    """Return the themes of each node by code, the best first."""
    found = {
        node.id: {theme.code: theme.score for theme in node.enrichment.themes}
        for node in plan.nodes()
    }
    return found if any(found.values()) else _classify(plan)


def _classify(plan: Plan) -> dict[str, dict[str, float]]:
    from extractor.nlp.themes import classify_themes

    nodes = list(plan.nodes())
    parents = {child.id: place for place, node in enumerate(nodes) for child in node.children}
    items = [
        NlpItem(
            title=node.title,
            level=node.level.value,
            parent=parents.get(node.id),
            description=node.description,
            categories=tuple(node.attributes.categories),
            context=tuple(filter(None, [plan.institution.name])),
        )
        for node in nodes
    ]
    return {
        node.id: {theme.code: theme.score for theme in themes}
        for node, themes in zip(nodes, classify_themes(items), strict=True)
    }


def _add_content(item: Item, concepts: Sequence[Concept], share: float) -> None:
    for concept in concepts:
        item.content[concept.key] = item.content.get(concept.key, 0.0) + share * concept.weight
        item.labels.setdefault(concept.key, concept.label)


def _gather_content(items: Sequence[Item]) -> None:
    """Give each item the concepts of the titles below it, the nearest generations alike."""
    for item in items:
        parent = item.parent
        while parent is not None:
            if items[parent].rank > Level.OS.rank:
                _add_content(items[parent], item.concepts, 1.0)
            parent = items[parent].parent


def inverse_frequencies(items: Sequence[Item]) -> Mapping[str, float]:
    """Return how much a concept says: the rarer among titles, the more (1 for the commonest)."""
    counts = Counter(concept.key for item in items for concept in item.concepts)
    return {key: 1 + math.log(len(items) / count) for key, count in counts.items()}


def theme_label(code: str) -> str:
    """Return the label of a theme, without the volet that a category's label begins with."""
    return load_taxonomy().labels.get(code, code).rpartition(" - ")[2]
