"""Lists inside forms: which level the lines of a cell such as `Actions à mener` or `Étapes` are.

In: candidates of forms, their titles complete. Out: the same candidates, more where a value turns
out to be a list. Actions listed in the form of an action are its sub-actions. Steps listed in the
form of a project are its actions; in the form of an action they stay a value, as they stay where
they read as a calendar or as prose.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Candidate, Kind
from extractor.schema import Level

_SUBJECTS = (Level.PROJET, Level.ACTION)


def settle_lists(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with the level of what forms list."""
    out: list[Candidate] = []
    subject: Candidate | None = None
    for c in candidates:
        if c.kind is Kind.FIELD and c.parts:
            project = subject is not None and subject.level is Level.PROJET
            out += c.parts if project else [c]
            continue
        out.append(c)
        if c.kind is not Kind.HEADING:
            continue
        if "listed" in c.evidence and c.level is Level.ACTION:
            if subject is not None and subject.level is Level.ACTION and subject.title:
                c.level = Level.SOUS_ACTION
        elif c.level in _SUBJECTS:
            subject = c
        elif subject is not None and not _names_context(c, subject):
            subject = None
    return out


def _names_context(c: Candidate, subject: Candidate) -> bool:
    """Tell whether an objective inside a form only says what the form serves."""
    return "form" in c.evidence and c.table == subject.table
