"""What is inferred about the nodes: normalised titles, names, verb, references, themes, goals.

In: the nodes of the contract, already complete. Out: the same nodes with `title_normalized` and,
with `nlp`, `enrichment` filled. Titles, levels, codes and attributes are never touched: the tree
is the same with and without a model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor import nlp as linguistics
from extractor.diagnostics import Report
from extractor.nlp import NlpItem, NlpResult
from extractor.schema import Enrichment, Entity, InferredSdg, Institution, Node, Theme


def enrich_nodes(
    tree: Sequence[Node], institution: Institution, report: Report, *, nlp: bool
) -> str | None:
    """Fill what is inferred; return the name and version of the model in use, None without one.

    A missing model is one diagnostic; what needs no model is inferred all the same.
    """
    context = _names(institution)
    pairs = list(_with_parents(tree))
    if not nlp:
        for node, _ in pairs:
            node.title_normalized = linguistics.normalize_title(node.title, context)
        return None
    if pairs and not linguistics.model_available():
        report.add("nlp-unavailable", "no French model of spaCy is installed: fewer names found")
    results = linguistics.enrich([_item(node, parent, context) for node, parent in pairs])
    for (node, _), result in zip(pairs, results, strict=True):
        node.title_normalized = result.title_normalized
        node.enrichment = _as_enrichment(result)
    return linguistics.model_name()


def _names(institution: Institution) -> tuple[str, ...]:
    names = (institution.name, institution.printed_name, institution.municipality)
    return tuple(dict.fromkeys(name for name in names if name))


def _with_parents(tree: Sequence[Node]) -> Iterator[tuple[Node, int | None]]:
    """Yield every node with the rank of its parent, parents first."""
    rank = 0
    stack: list[tuple[Node, int | None]] = [(root, None) for root in reversed(tree)]
    while stack:
        node, parent = stack.pop()
        yield node, parent
        stack += [(child, rank) for child in reversed(node.children)]
        rank += 1


def _item(node: Node, parent: int | None, context: tuple[str, ...]) -> NlpItem:
    return NlpItem(
        title=node.title,
        level=node.level.value,
        parent=parent,
        description=node.description,
        categories=tuple(node.attributes.categories),
        sdgs=tuple(node.attributes.sdgs),
        context=context,
    )


def _as_enrichment(result: NlpResult) -> Enrichment:
    return Enrichment(
        themes=[Theme(code=t.code, label=t.label, score=t.score) for t in result.themes],
        entities=[
            Entity(text=e.text, label=e.label, start=e.start, end=e.end, score=e.score)
            for e in result.entities
        ],
        verb=result.verb,
        legal_references=list(result.legal_references),
        sdgs=[InferredSdg(sdg=goal.goal, score=goal.score) for goal in result.sdgs],
    )
