"""Explanations of terms: a table that says what an objective or an action is holds none.

In: all candidates, their titles complete. It looks like a form that names one objective of each
level, but stands alone, and without a number in a plan that numbers its objectives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractor.document import Candidate, Kind
from extractor.schema import Level
from extractor.structure.titles import demote
from extractor.text import letters

_OBJECTIVES = (Level.OS, Level.OO)
_MIN_NUMBERED = 3  # objectives, all of them numbered, that the plan itself has


def drop_legends(candidates: Sequence[Candidate]) -> None:
    """Make text of the one table whose labels are levels and whose values explain them."""
    tables: dict[int, list[Candidate]] = defaultdict(list)
    for c in candidates:
        if c.kind is Kind.HEADING and c.table is not None and "form" in c.evidence:
            tables[c.table].append(c)
    legends = [found for found in tables.values() if _names_each_level_once(found)]
    if len(legends) != 1:
        return
    (legend,) = legends
    inside = set(map(id, legend))
    objectives = [
        c
        for c in candidates
        if c.kind is Kind.HEADING and c.level in _OBJECTIVES and c.title and id(c) not in inside
    ]
    known = {letters(c.title) for c in objectives}
    numbered = all(c.number for c in objectives) and len(objectives) >= _MIN_NUMBERED
    if numbered and not any(letters(c.title) in known for c in legend):
        for c in legend:
            demote(c)


def _names_each_level_once(headings: Sequence[Candidate]) -> bool:
    levels = [c.level for c in headings]
    several = len(set(levels)) == len(levels) > 1 and any(x in _OBJECTIVES for x in levels)
    return several and not any(c.number for c in headings)
