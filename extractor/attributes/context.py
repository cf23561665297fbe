"""What a value may need to know beside its own text."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.document import SourceDocument
from extractor.schema import Term


@dataclass(frozen=True, slots=True)
class Context:
    """The tables of the document, the plan's years, and what it says of actions in bold or starred.

    `bold_first` is the wording that gives bold actions priority, None when nothing is said;
    `star_first` that for actions whose title ends in a star.
    """

    document: SourceDocument
    term: Term
    bold_first: str | None = None
    star_first: str | None = None

    @property
    def years(self) -> tuple[int | None, int | None]:
        """Return first and last year of the plan."""
        return self.term.start, self.term.end
