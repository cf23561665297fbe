"""What enrichment takes and gives: plain dataclasses, free of spaCy and of the output schema."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NlpItem:
    """A node as enrichment sees it; `parent` is the index of its parent in the same sequence.

    `categories` and `sdgs` are what the document prints; `context` holds the names of its
    institution and its municipality.
    """

    title: str
    level: str = "ACTION"
    parent: int | None = None
    description: str | None = None
    categories: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of `models/taxonomy.toml`; `score` from 0 to 1, 1 when printed."""

    code: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A name or a designation; `start` and `end` are offsets into the item's title, half-open.

    `score` is the share of findings of the same origin that are right on annotated plans.
    """

    text: str
    label: str
    start: int
    end: int
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Sdg:
    """A sustainable development goal, 1 to 17; `score` from 0 to 1."""

    goal: int
    score: float


@dataclass(frozen=True, slots=True)
class NlpResult:
    """What is inferred about one node."""

    title_normalized: str
    themes: tuple[Theme, ...] = ()
    entities: tuple[Entity, ...] = ()
    verb: str | None = None
    legal_references: tuple[str, ...] = ()
    sdgs: tuple[Sdg, ...] = ()
