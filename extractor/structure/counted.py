"""Lists that a sentence announces and counts: « Quatre objectifs stratégiques ont été retenus : ».

In: the candidates of a document in which no plan was found, such as a summary for the press. Out:
the items of the first list that has as many as its sentence says, as nodes of the level it names.
Lists that no number vouches for are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor import vocabulary
from extractor.document import Candidate, Kind, Use

_LEAST = 3  # items; of two, one may be a chance


def adopt_counted_list(candidates: Sequence[Candidate]) -> bool:
    """Make nodes of the first list whose items are as many as announced; tell whether there is
    one."""
    for at, c in enumerate(candidates):
        counted = vocabulary.counted_level(c.text)
        items = _list_below(candidates, at) if counted else []
        if counted and len(items) == counted[1] >= _LEAST:
            for other in candidates:
                other.use = Use.FRONT
            for item in items:
                item.level, item.use, item.objective = counted[0], Use.NODE, True
                item.evidence += ("as many as announced",)
            return True
    return False


def _list_below(candidates: Sequence[Candidate], at: int) -> list[Candidate]:
    """Return the items of one look that follow a sentence at once."""
    items: list[Candidate] = []
    for c in candidates[at + 1 :]:
        alike = not items or c.signature == items[0].signature
        if c.kind is not Kind.ITEM or not c.marked or not alike:
            break
        items.append(c)
    return items
