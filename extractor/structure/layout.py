"""Name the layout of a plan, from the evidence on which its nodes were found.

The name is that of the majority of nodes, the first one of the list at equality:

* `outline-codes`: the code closes the title, `1.1. Title (OO.2)` (iA.PST);
* `spreadsheet`, `table`: a column says the level;
* `forms`: labels with their values, one form per action or project;
* `labelled-headings`: the level is printed before the title;
* `unlabelled`: numbers, bullets and type alone tell the levels apart;
* `none`: no plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractor.document import Candidate, SourceDocument, Use

_ORDER = ("outline-codes", "spreadsheet", "table", "forms", "labelled-headings", "unlabelled")


def name_layout(document: SourceDocument, candidates: Sequence[Candidate]) -> str:
    """Return the name of the layout that most nodes were found by, list items aside."""
    sheet = any(table.kind == "sheet" for table in document.tables)
    names = Counter(
        _name(c, sheet)
        for c in candidates
        if c.use is Use.NODE and not any(e.startswith("under ") for e in c.evidence)
    )
    if not names:
        return "none"
    return max(_ORDER, key=lambda name: (names[name], -_ORDER.index(name)))


def _name(c: Candidate, sheet: bool) -> str:
    if any(e.startswith("form '(") for e in c.evidence):
        return "outline-codes"
    if sheet:
        return "spreadsheet"
    if "form" in c.evidence:
        return "forms"
    if "column" in c.evidence or c.in_table:
        return "table"
    if any(e.startswith("form ") for e in c.evidence):
        return "labelled-headings"
    return "unlabelled"
