"""Objectives of a scan that forms print again, and recognition reads otherwise each time.

In: the chosen candidates. Out: the same; headings of one level whose titles are nearly alike and
whose numbers may be one have the title and the number of most of them: `2.1` and `241`, `C.P.ASS.`
and `C.P.A.S.`. Printed text is never touched: only what recognition was less than certain of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from extractor.document import Candidate, Use
from extractor.structure.ownership import REOPENED
from extractor.structure.titles import SAME_TITLE
from extractor.text import letters

_LEAST = 12  # letters of a title; fewer are alike by chance


def unite_readings(candidates: Sequence[Candidate]) -> None:
    """Give the headings that are printed again the title and the number that they mostly have."""
    groups: list[list[Candidate]] = []
    for c in candidates:
        if c.use is not Use.NODE or c.level not in REOPENED or c.quality == 1:
            continue
        group = next((group for group in groups if _is_again(c, group)), None)
        if group is None:
            groups.append([c])
        else:
            group.append(c)
    for group in groups:
        counts = Counter((c.code, c.title) for c in group)
        code, title = max(counts, key=lambda reading: (counts[reading], reading[0] is not None))
        for c in group:
            c.code, c.title = code, title


def _is_again(c: Candidate, group: Sequence[Candidate]) -> bool:
    """Tell whether a heading is one of a group, whose readings differ by a few letters."""
    title = letters(c.title)
    return len(title) >= _LEAST and any(
        known.level is c.level
        and _may_be_one(known.code, c.code)
        and fuzz.ratio(letters(known.title), title, score_cutoff=SAME_TITLE) > 0
        for known in group
    )


def _may_be_one(first: str | None, second: str | None) -> bool:
    """Tell whether two numbers may be readings of one: the digits of one are in the other.

    >>> _may_be_one("2.1", "241"), _may_be_one("2.1", "2.2"), _may_be_one(None, None)
    (True, False, False)
    """
    if not first or not second:
        return False  # titles without a number that differ by a word may be two objectives
    if first == second:
        return True
    shorter, longer = sorted((_digits(first), _digits(second)), key=len)
    rest = iter(longer)
    return first.count(".") != second.count(".") and all(digit in rest for digit in shorter)


def _digits(code: str) -> str:
    return "".join(filter(str.isdigit, code))
