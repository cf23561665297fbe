"""What a node's words say: normalised title, names, verb, references, themes, goals.

In: titles with their parents. Out: dataclasses that mirror `enrichment` of the output. Importing
this package is cheap: spaCy is imported by the first call that needs it (`enrich`), data files by
the first call that reads them. `normalize_title` never needs spaCy. Nothing here decides where a
line or a heading ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.nlp.items import Entity, NlpItem, NlpResult, Sdg, Theme

__all__ = [
    "Entity",
    "NlpItem",
    "NlpResult",
    "Sdg",
    "Theme",
    "enrich",
    "model_available",
    "model_name",
    "normalize_title",
]


def normalize_title(title: str, context: Sequence[str] = ()) -> str:
    """Return a title in sentence case and uniform typography; `context` holds proper names."""
    from extractor.nlp.titles import normalize_title as normalize

    return normalize(title, tuple(context))


def model_available() -> bool:
    """Tell whether a French model of spaCy is installed."""
    from extractor.nlp.model import model_available as available

    return available()


def model_name() -> str | None:
    """Return the name and version of the French model in use, None without one."""
    from extractor.nlp.model import model_name as name

    return name()


def enrich(items: Sequence[NlpItem]) -> list[NlpResult]:
    """Return what is inferred about each item, in the same order.

    A parent must come before its children. What is printed (`categories`, `sdgs`) comes first
    among the themes, and is left out of the inferred goals.
    """
    from extractor.nlp.entities import find_entities
    from extractor.nlp.legal import find_legal_references
    from extractor.nlp.themes import classify
    from extractor.nlp.verbs import find_verb

    names = tuple(dict.fromkeys(name for item in items for name in item.context))
    titles = [item.title for item in items]
    columns = zip(
        titles,
        classify(items),
        find_entities(titles, names),
        strict=True,
    )
    return [
        NlpResult(
            title_normalized=normalize_title(title, names),
            themes=classes.themes,
            entities=entities,
            verb=find_verb(title),
            legal_references=find_legal_references(title),
            sdgs=classes.sdgs,
        )
        for title, classes, entities in columns
    ]
