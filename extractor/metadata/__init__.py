"""Who adopted the plan, under which title, when and for which years.

In go the lines with their roles, the file's name and its own title; out comes a `Metadata`. What
the cover prints counts most, then running headers, then the text, then the file's name. The steps
read a `Cover` (see `cover.py`) and do not read each other's results, with two exceptions: the
title's lines weigh most for the institution and the term, and a term that is not printed is
inferred from the adoption date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extractor import schema
from extractor.diagnostics import Report
from extractor.document import Line, Role
from extractor.metadata.adoption import find_adoption
from extractor.metadata.cover import build_cover
from extractor.metadata.institution import find_institution
from extractor.metadata.term import find_term
from extractor.metadata.title import find_title

__all__ = ["Metadata", "find_metadata"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of the plan as a whole; the lines are indices of `Line`s.

    `heading_lines` are the lines of the cover that print the title, the institution, the term or
    the adoption, in order; `title_lines` are among them.
    """

    institution: schema.Institution
    title: str | None
    title_lines: tuple[int, ...]
    term: schema.Term
    adopted_on: date | None
    heading_lines: tuple[int, ...]


def find_metadata(
    lines: Sequence[Line],
    roles: Mapping[int, Role],
    filename: str,
    document_title: str | None,
    report: Report,
    *,
    told: str | None = None,
    folder: str | None = None,
) -> Metadata:
    """Find institution, title, term and adoption date; raise a diagnostic for what is unsure.

    `told` names the institution, whatever is printed; the name of the `folder` tells it where
    nothing else does.
    """
    cover = build_cover(lines, roles, filename, document_title)
    title, title_lines = find_title(cover)
    cover = cover.with_title(title_lines)
    adopted_on, adoption_lines = find_adoption(cover)
    term, term_lines = find_term(cover, adopted_on, report)
    institution, institution_lines = find_institution(cover, term, adopted_on, report, told, folder)
    cover_lines = {line.index for line in cover.lines}
    named = {*title_lines, *adoption_lines, *term_lines, *institution_lines} & cover_lines
    return Metadata(
        institution=institution,
        title=title,
        title_lines=title_lines,
        term=term,
        adopted_on=adopted_on,
        heading_lines=tuple(sorted({*title_lines, *named})),
    )
