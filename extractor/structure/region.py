"""Where the plan stands in the document, and what only repeats it.

In: candidates whose printings are told apart. After the calls what stands inside the plan is
`BODY`, what closes it is `END`, tables that list it again are `MENTION`s. A title closes the plan
when it is one of the vocabulary's closing titles behind the last node, when it is set above the
objectives themselves, or when it looks like the titles before the plan.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extractor.document import NUMBER_ALONE, Candidate, Kind, Use
from extractor.schema import Level
from extractor.structure.titles import same_title
from extractor.text import letters

_LEAVES = (Level.PROJET, Level.ACTION, Level.SOUS_ACTION)
_MIN_REPEATED = 3  # titles of a table that stand in the plan already
_REPEATED = 0.8  # part of its titles
_MIN_LETTERS = 4  # of a title; fewer are a figure in a badge
_MOST = 0.7  # of the nodes stand before a title that closes the plan for good


def mark_summary_tables(candidates: Sequence[Candidate]) -> None:
    """Mark tables that list again what the plan has already, by service or by year."""
    tables: dict[int, list[Candidate]] = defaultdict(list)
    for c in candidates:
        leaf = c.use is Use.NODE and c.level in _LEAVES and "listed" not in c.evidence
        if leaf and c.table is not None:
            tables[c.table].append(c)
    seen: dict[str, int] = {}
    for at, c in enumerate(candidates):
        leaf = c.use is Use.NODE and c.level in _LEAVES
        if leaf or (c.kind is Kind.ITEM and c.marked and not c.in_table):
            seen.setdefault(_bare(c.title), at)
    place = {id(c): at for at, c in enumerate(candidates)}
    again: set[int] = set()
    for table, members in tables.items():
        repeated = [c for c in members if _stands_before(c, candidates, seen, place)]
        if len(repeated) >= _MIN_REPEATED and len(repeated) >= _REPEATED * len(members):
            again.add(table)
    for c in candidates:
        if c.table in again and c.table is not None:
            c.use = Use.MENTION


def mark_figures(candidates: Sequence[Candidate]) -> None:
    """Mark tables that give but figures of objectives whose parts stand elsewhere: the number of
    actions of each, sums of their budgets."""
    nodes = [c for c in candidates if c.use is Use.NODE]
    held = {_key(c): c.table for c, below in pairwise(nodes) if _is_above(c, below)}
    tables: dict[int, list[Candidate]] = defaultdict(list)
    for c in candidates:
        if c.table is not None:
            tables[c.table].append(c)
    for table, members in tables.items():
        listed = [c for c in members if c.use is Use.NODE and "form" not in c.evidence]
        values = [c.value for c in members if c.kind is Kind.FIELD]
        elsewhere = all(held.get(_key(c), table) != table for c in listed)
        figures = bool(values) and all(_FIGURE.fullmatch(value.strip()) for value in values)
        if len(listed) > 1 and elsewhere and figures:
            for c in members:
                c.use = Use.MENTION


_FIGURE = re.compile(r"[\d\s.,%/-]+(?:€|EUR|euros?|ETP)?", re.IGNORECASE)


def _key(c: Candidate) -> tuple[Level | None, str | None, str]:
    return c.level, c.code, letters(c.title)


def _is_above(c: Candidate, below: Candidate) -> bool:
    """Tell whether a node is printed with its title, and the next one stands below it."""
    rank = c.level.rank if c.level is not None else len(Level)
    printed = NUMBER_ALONE not in c.evidence
    return printed and below.level is not None and below.level.rank > rank


def _stands_before(
    c: Candidate, candidates: Sequence[Candidate], seen: dict[str, int], place: dict[int, int]
) -> bool:
    """Tell whether a title was printed before, outside the table."""
    at = seen.get(_bare(c.title), place[id(c)])
    return at < place[id(c)] and candidates[at].table != c.table


def _bare(title: str) -> str:
    """Return the letters of a title without the date or remark in parentheses that ends it."""
    return letters(_FINAL.sub("", title)) or letters(title)


_FINAL = re.compile(r"\s*\([^()]*\)[\s.;]*$")


def mark_region(candidates: Sequence[Candidate]) -> None:
    """Mark what stands inside the plan as body, and what closes it."""
    nodes = [c for c in candidates if c.use is Use.NODE]
    if not nodes:
        return
    tops = [c for c in nodes if c.level is Level.OS] or nodes
    sizes = sorted(c.size for c in tops if c.size)
    top_size = sizes[len(sizes) // 2] if sizes else None
    outline = min((c.heading for c in tops if c.heading is not None), default=None)
    if outline is None:
        deeper = min((c.heading for c in nodes if c.heading is not None), default=None)
        outline = deeper - 1 if deeper else None
    first = next(i for i, c in enumerate(candidates) if c.use is Use.NODE)
    structural = {c.signature for c in nodes}
    front = {c.signature for c in candidates[:first] if c.kind is Kind.ITEM and not c.marked}
    close_for_good(candidates)
    last = max(i for i, c in enumerate(candidates) if c.use is Use.NODE)
    inside = closed = False
    for at, c in enumerate(candidates):
        if closed and c.use is Use.NODE and c.level in _LEAVES and not is_labelled(c):
            c.use = Use.FRONT  # a list below a title that ended the plan
        elif c.use is Use.NODE:
            inside, closed = True, False
        elif c.use is Use.MENTION:
            continue
        elif c.use is Use.END:
            inside, closed = False, True
        elif inside and (
            _closes(c, top_size, outline, after_last=at > last)
            or (at > last and c.kind is Kind.ITEM and c.signature in front - structural)
        ):
            c.use = Use.END
            inside, closed = False, True
        elif inside or c.kind in (Kind.SECTION, Kind.VOLET):
            c.use = Use.BODY


def close_for_good(candidates: Sequence[Candidate]) -> None:
    """Take back the headings that tables repeat after a closing title (`Récapitulatif`).

    They stay when one of them is an objective with a printed label that the plan does not have.
    """
    nodes = [i for i, c in enumerate(candidates) if c.use is Use.NODE]
    for at, closing in enumerate(candidates):
        before = sum(i < at for i in nodes)
        if closing.kind is not Kind.CLOSING or closing.in_table or before < _MOST * len(nodes):
            continue
        known = [candidates[i] for i in nodes if i < at]
        later = [candidates[i] for i in nodes if i > at]
        if any(_is_new(c, known) for c in later):
            continue
        for c in later:
            c.use = Use.MENTION if c.title and any(_repeats(c, k) for k in known) else Use.FRONT
        closing.use = Use.END
        return


def _repeats(c: Candidate, known: Candidate) -> bool:
    return c.level is known.level and same_title(c.title, known.title)


def _is_new(c: Candidate, known: Sequence[Candidate]) -> bool:
    """Tell whether a heading is printed with its level and is none of the known ones."""
    labelled = any(e.startswith("form ") for e in c.evidence)
    return labelled and not any(_repeats(c, k) or (c.code and c.code == k.code) for k in known)


def is_labelled(c: Candidate) -> bool:
    """Tell whether a printed label or a column named the level of a heading."""
    return any(e.startswith("form ") or e == "column" for e in c.evidence)


def _closes(c: Candidate, size: float | None, outline: int | None, *, after_last: bool) -> bool:
    """Tell whether a title that names no level ends the plan: a closing title after the last
    node, or one that is set above the objectives themselves."""
    if c.in_table:
        return False
    if c.kind is Kind.CLOSING:
        return after_last or (outline is not None and c.heading is not None)
    if c.kind is not Kind.ITEM or c.level is not None or len(letters(c.text)) < _MIN_LETTERS:
        return False
    if c.heading is not None:
        return after_last if outline is None else c.heading <= outline
    if size and c.size and not c.marked:
        return c.size > size + 0.6
    return False
