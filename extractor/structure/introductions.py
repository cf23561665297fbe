"""Lists in the prose before a table of actions.

In: candidates whose nodes are known. A list that a sentence opens (`L’audit recommande :`) and
that stands between an objective and the table of its actions is part of the introduction: the
table's columns say what the actions are. Its items become text.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Candidate, Kind, Use

_MIN_WORDS = 3  # of a sentence that opens a list; fewer are a caption


def set_introductions_apart(candidates: Sequence[Candidate]) -> None:
    """Make text of the items of lists that introduce a table of actions."""
    pending: list[Candidate] = []  # items of a list opened by a sentence, under one objective
    before: Candidate | None = None
    for c in candidates:
        if c.use is Use.NODE or c.use is Use.END:
            if c.in_table and "column" in c.evidence:
                for item in pending:
                    item.kind = Kind.TEXT
            pending = []
        elif c.kind is Kind.ITEM and c.marked and not c.in_table and c.use is Use.BODY:
            goes_on = bool(pending) and pending[-1] is before
            if before is not None and (goes_on or _opens_list(before)):
                pending.append(c)
        before = c


def _opens_list(c: Candidate) -> bool:
    text = c.text.rstrip()
    return c.kind is Kind.TEXT and text.endswith(":") and len(text.split()) >= _MIN_WORDS
