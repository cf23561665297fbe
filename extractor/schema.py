"""The output contract as pydantic models: one `Plan` per source document.

What goes in: values that the pipeline has already decided. What comes out: the JSON that users
rely on. Key names, enumerations and their meaning are fixed by the public contract (version 1.0);
additions are allowed, renames need a new `SCHEMA_VERSION`. This module imports nothing of ours
and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

SCHEMA_VERSION = "1.0"


class Level(StrEnum):
    """The levels of a plan, in rank order."""

    OS = "OS"
    OO = "OO"
    PROJET = "PROJET"
    ACTION = "ACTION"
    SOUS_ACTION = "SOUS_ACTION"

    @property
    def rank(self) -> int:
        """0 for OS to 4 for SOUS_ACTION."""
        return list(Level).index(self)


Volet = Literal["interne", "externe", "commun"]
Kind = Literal["cpas", "commune", "commune_cpas", "province", "unknown"]
Severity = Literal["error", "warning", "info"]
FrontKind = Literal["title", "summary", "introduction", "values", "toc", "annex", "other"]
TextLayer = Literal["native", "ocr", "mixed", "none"]
Printed = Literal["normal", "struck", "hidden"]
DiscardReason = Literal[
    "page_footer",
    "page_header",
    "page_number",
    "toc",
    "hidden",
    "struck",
    "note",
    "duplicate_summary",
]
Funding = Literal["europe", "federal", "wallonie", "fwb", "province", "propre", "autre"]
MoneyRole = Literal["part", "total", "min", "max", "about"]
StatusValue = Literal["non_commence", "en_cours", "en_attente", "probleme", "termine", "abandonne"]
HealthValue = Literal["bon", "risque", "blocage", "pause"]
_DIGITS = 18  # of a whole number: what databases and tables hold


def _bounded(value: object) -> object:
    if isinstance(value, str) and len(value) > _DIGITS:
        raise ValueError("a number of too many digits")
    return value


Whole = Annotated[int, BeforeValidator(_bounded)]
Score = Annotated[float, Field(ge=0, le=1)]
#: becomes a name of files and rows: no path, nothing that a shell or terminal reads
PlanId = Annotated[str, Field(pattern=r"^[a-z0-9]+([-~][a-z0-9]+)*$", max_length=80)]
LineRange = tuple[Whole, Whole]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Institution(_Model):
    """Who adopted the plan. `nis_code` is Statbel's REFNIS code, 5 digits."""

    name: str | None = Field(None, description="Canonical name, e.g. `CPAS de Trooz`")
    printed_name: str | None = None
    kind: Kind = "unknown"
    municipality: str | None = None
    nis_code: Annotated[str, Field(pattern=r"^\d{5}$")] | None = None
    province: str | None = None


class Term(_Model):
    """First and last year of the plan; `inferred` when deduced from another fact."""

    start: Whole | None = None
    end: Whole | None = None
    inferred: bool = False


class SourceFile(_Model):
    """The document that was read. `filename` is a base name, never a path."""

    filename: str
    media_type: str
    sha256: str
    size_bytes: Whole
    pages: Whole | None = None
    text_layer: TextLayer = "none"


class ExtractorInfo(_Model):
    """Which program produced the output."""

    name: str
    version: str
    model: str | None = Field(None, description="spaCy model and version, null without NLP")
    layout: str = Field("unknown", description="the layout family recognised")
    certainty: Annotated[float, Field(ge=0, le=1)] | None = Field(
        None, description="mean chance that a node is all right; null without nodes"
    )


class FrontBlock(_Model):
    """A block of text that belongs to no node."""

    text: str
    page: Whole | None = None
    lines: LineRange
    kind: FrontKind = "other"


class Deadline(_Model):
    """A printed date or period; `start` and `end` are inclusive, null when not said."""

    text: str
    start: date | None = None
    end: date | None = None
    precision: str | None = None
    recurrence: str | None = None


class Money(_Model):
    """A printed amount; `amount` is null for wordings such as `à définir`."""

    text: str
    amount: float | None = None
    currency: str | None = None
    year: Whole | None = None
    funding: Funding | None = None
    role: MoneyRole | None = Field(
        None, description="how the amount is meant: `dont 500 €` is part"
    )
    rate: str | None = Field(None, description="unit of a rate: `an` in `1.500 €/an`")
    times: Whole | None = Field(None, description="units of the rate that the text counts")
    share: Annotated[float, Field(gt=0, le=100)] | None = Field(
        None, description="percentage that one payer bears; the amount of a part is then computed"
    )


class Indicator(_Model):
    """A printed indicator."""

    text: str
    label: str | None = None
    target: float | None = None
    unit: str | None = None
    year: Whole | None = None
    reached: float | None = None


class Priority(_Model):
    """A printed priority; `value` 1 is the highest."""

    text: str
    value: Whole | None = None


class Status(_Model):
    """A printed state of progress."""

    text: str
    value: StatusValue | None = None


class Health(_Model):
    """iA.PST's health index, often printed as a colour only."""

    text: str
    value: HealthValue | None = None


class _Sparse(_Model):
    """A model whose empty keys are absent from the JSON."""

    @model_serializer(mode="wrap")
    def _drop_empty(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {k: v for k, v in handler(self).items() if v is not None and v != [] and v != {}}


class Attributes(_Sparse):
    """Only what is printed; keys are absent when nothing is."""

    responsibles: list[str] = []
    services: list[str] = []
    mandataries: list[str] = []
    partners: list[str] = []
    plans: list[str] = []
    categories: list[str] = []
    target_groups: list[str] = []
    deadline: Deadline | None = None
    budget: list[Money] = []
    indicators: list[Indicator] = []
    sdgs: list[Annotated[int, Field(ge=1, le=17)]] = []
    priority: Priority | None = None
    status: Status | None = None
    health: Health | None = None
    progress: Annotated[float, Field(ge=0, le=100)] | None = None
    remarks: str | None = None
    observations: str | None = None
    other: dict[str, str] = {}


class Theme(_Model):
    """A theme of the taxonomy in `models/`."""

    code: str
    label: str
    score: Score


class Entity(_Model):
    """A name in the title; `start` and `end` are half-open offsets into `title`."""

    text: str
    label: str
    start: Whole
    end: Whole
    score: Score = 1.0


class InferredSdg(_Model):
    """A sustainable development goal (ODD) that the wording suggests."""

    sdg: Annotated[int, Field(ge=1, le=17)]
    score: Score


class Enrichment(_Sparse):
    """Only what is inferred; a printed value is never overwritten."""

    themes: list[Theme] = []
    entities: list[Entity] = []
    verb: str | None = None
    legal_references: list[str] = []
    sdgs: list[InferredSdg] = []


class Box(_Model):
    """A place on a page, counted from 1, in points from its top left."""

    page: Whole
    bbox: tuple[float, float, float, float]


class SourceSpan(_Model):
    """Where a node was read: page from 1, box in points from the page's top left.

    `boxes` are all places of the title, tight to its letters: one for each page, column, and group
    of lines below each other.

    `printed` is `struck` or `hidden` where the whole heading is struck through or not shown.
    """

    page: Whole | None = None
    bbox: tuple[float, float, float, float] | None = None
    lines: LineRange
    text: str
    boxes: list[Box] = []
    printed: Printed = "normal"


class BodyText(_Model):
    """What was read under a heading, as printed: prose, labels with their values, captions."""

    text: str
    page: Whole | None = None
    lines: LineRange


class Corrected(_Model):
    """What a person decided: `read` is what the program had read, by key; `by` and `at` who, when.

    `marked` is `right` where it was told to be right, `again` where it must be seen again.
    """

    read: dict[str, Any] = {}
    kinds: list[str] = []
    marked: str | None = None
    by: str
    at: str


class _Correctable(_Model):
    """A model whose `corrected` is absent from the JSON where nobody corrected anything."""

    corrected: Corrected | None = None

    @model_serializer(mode="wrap")
    def _drop_uncorrected(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        corrected = data.pop("corrected", None)
        return data if corrected is None else {**data, "corrected": corrected}


class Node(_Correctable):
    """One objective, project or action."""

    id: str
    level: Level
    code: str | None = None
    label: str | None = None
    title: str
    title_normalized: str
    description: str | None = None
    volet: Volet | None = None
    sections: list[str] = []
    attributes: Attributes = Attributes()
    enrichment: Enrichment = Enrichment()
    source: SourceSpan
    body: list[BodyText] = []
    same_as: str | None = None
    confidence: Score = 1.0
    children: list[Node] = []

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Discarded(_Model):
    """Lines left out of the text, by reason."""

    reason: DiscardReason
    count: Whole
    texts: list[str] = Field([], description="the distinct lines, so that nothing is lost")


class Coverage(_Model):
    """Non-blank source lines by where they went; the four parts add up to `lines`.

    `unread` names the parts of the document that no reader opens (each has a remark, too);
    `unassigned` counts them, and the lines that went nowhere.
    """

    lines: Whole
    in_nodes: Whole
    in_front_matter: Whole
    discarded: list[Discarded] = []
    unassigned: Whole = 0
    unread: list[str] = []


class Diagnostic(_Model):
    """One remark on the document; the catalogue of codes is in `docs/diagnostics.md`."""

    code: str
    severity: Severity
    message: str
    message_fr: str | None = Field(None, description="the message in French")
    node_id: str | None = None
    page: Whole | None = None
    line: Whole | None = None


class Plan(_Correctable):
    """One JSON document per source document."""

    schema_version: Literal["1.0"] = "1.0"
    plan_id: PlanId
    institution: Institution
    title: str | None = None
    term: Term
    adopted_on: date | None = None
    language: Literal["fr"] = "fr"
    source: SourceFile
    extractor: ExtractorInfo
    front_matter: list[FrontBlock] = []
    tree: list[Node] = []
    coverage: Coverage
    diagnostics: list[Diagnostic] = []

    def nodes(self) -> Iterator[Node]:
        """Yield every node, in document order."""
        for root in self.tree:
            yield from root.walk()

    def has_errors(self) -> bool:
        """Tell whether a diagnostic is an error: the plan counts as not extracted."""
        return any(d.severity == "error" for d in self.diagnostics)

    def to_json(self) -> str:
        """Return the canonical JSON: UTF-8 text, two-space indent, fixed key order, newline."""
        return self.model_dump_json(indent=2) + "\n"
