"""Choose among candidates: which headings are nodes, which only repeat one, where the plan is.

In: all candidates of a document, in order. After the call every candidate has its `use`, headings
have their `code`, and items inside the plan have a `level`. Order of precedence: a title without
text takes the block below it; the same level, code and title several times is one node, the
occurrences without content being mentions in a summary; then items between headings get their
level from the heading they stand under, the caption above them and their look (`levels`).
Codes that contradict the order are kept: `outline` reports them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extractor import vocabulary
from extractor.document import NUMBER_ALONE, Candidate, Kind, Use
from extractor.markers import normalise_code, roman_value
from extractor.schema import Level, Volet
from extractor.structure import levels
from extractor.structure.form_lists import settle_lists
from extractor.structure.forms import assemble_forms
from extractor.structure.inference import has_three_levels, infer_levels
from extractor.structure.introductions import set_introductions_apart
from extractor.structure.legends import drop_legends
from extractor.structure.ownership import assign_owners
from extractor.structure.region import is_labelled, mark_figures, mark_region, mark_summary_tables
from extractor.structure.series import (
    forget_captions,
    join_numbers,
    mend_looks,
    mend_series,
    read_lettered,
)
from extractor.structure.titles import (
    complete_titles,
    demote,
    forget_row,
    part_brackets,
    same_title,
)
from extractor.text import letters

_REMARK = re.compile(r"\([^()]*\)\s*\.?")  # in the place of a title

_FEW = 12  # nodes; fewer, in a long text, are an example

_EXAMPLE = 0.15  # part of the text that the nodes of an example hold

_HEAD = 25  # candidates at the top of a document among which its title stands

_MIN_MENTION = 16  # characters of a text that prints an objective again

_MIN_PRINTED = 6  # headings with a printed level that make a plan of any document

_LARGER = 1.25  # times the size of a heading is that of a title above it

_MERGED = (Level.OS, Level.OO, Level.PROJET)


def choose(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with `use`, `code` and `level` decided; titles below their label are
    merged into it, so that the list may be shorter, but never loses a line."""
    titled = complete_titles(candidates)
    drop_legends(titled)
    merged = join_numbers(assemble_forms(settle_lists(titled)))
    for at, c in enumerate(merged):
        empty = not c.title or vocabulary.is_placeholder(c.title) or _REMARK.fullmatch(c.title)
        if c.kind in (Kind.HEADING, Kind.ITEM) and not c.number and empty:
            forget_row(merged, at)
            demote(c)
    if not any(c.kind is Kind.HEADING and c.level is Level.OS for c in merged) and (
        not has_three_levels(merged) or levels.sections_number_items(merged)
    ):
        levels.promote_sections(merged)
    levels.fields_as_items(merged)
    forget_captions(merged)
    read_lettered(merged)
    mend_looks(merged)
    mend_series(merged)
    infer_levels(merged)
    adopt_titles(merged)
    set_codes(merged)
    mark_occurrences(merged)
    merged = part_brackets(merged)
    mark_summary_tables(merged)
    mark_figures(merged)
    mark_region(merged)
    levels.adopt_looks(merged)
    levels.paragraphs_as_actions(merged)
    levels.items_as_projects(merged)
    set_introductions_apart(merged)
    levels.assign_items(merged)
    drop_unlettered(merged)
    set_codes(merged)
    find_mentions(merged)
    assign_owners(merged)
    return merged


def drop_unlettered(candidates: Sequence[Candidate]) -> None:
    """Make text of every node whose title holds no letter: a sign, a figure, an empty row."""
    for c in candidates:
        if c.use is Use.NODE and not any(map(str.isalpha, c.title)):
            c.kind, c.level, c.use = Kind.TEXT, None, Use.BODY


def adopt_titles(candidates: Sequence[Candidate]) -> None:
    """Make an item a heading where it prints again, with content, the title of a labelled one
    that has none: `Premier objectif stratégique : Être…` in a summary, `A. Être…` in the plan."""
    index: dict[str, Candidate] = {}
    for c in candidates:
        if c.kind is Kind.HEADING and c.level in (Level.OS, Level.OO) and len(c.title) > 15:
            index.setdefault(letters(c.title), c)
    found = [
        (c, index[letters(c.title)])
        for c in candidates
        if c.kind is Kind.ITEM and c.marked and c.title and letters(c.title) in index
    ]
    order = {id(c): i for i, c in enumerate(candidates)}
    for c, labelled in found:
        if order[id(c)] > order[id(labelled)] and not _has_content(
            candidates, order[id(labelled)], set()
        ):
            c.kind, c.level = Kind.HEADING, labelled.level
            labelled.use, labelled.kind = Use.MENTION, Kind.TEXT
            c.evidence += ("title of a labelled heading",)


def set_codes(candidates: Sequence[Candidate]) -> None:
    """Normalise printed numbers; letters and roman numerals are told apart by their series."""
    series: dict[tuple[Level | None, str], list[Candidate]] = defaultdict(list)
    for c in candidates:
        if c.number and c.level is not None:
            series[c.level, c.signature].append(c)
    for members in series.values():
        numbers = [c.number for c in members if c.number]
        letters_only = _is_letter_series(numbers)
        for c in members:
            assert c.number
            c.code = normalise_code(c.number, letters=letters_only)


def _is_letter_series(numbers: Sequence[str]) -> bool:
    heads = {re.split(r"[.\-]", n)[0] for n in numbers}
    single = {h for h in heads if len(h) == 1 and h.isalpha()}
    if not single:
        return False
    if any(len(h) > 1 and h.isalpha() for h in heads):
        return False
    return any(roman_value(h) is None for h in single) or not single & {"I", "i"}


def _groups(headings: Sequence[Candidate]) -> list[list[Candidate]]:
    """Group the printings of one heading: same level, same code if both have one, same title."""
    groups: list[list[Candidate]] = []
    index: dict[tuple[Level | None, str | None], list[list[Candidate]]] = defaultdict(list)
    for heading in headings:
        found = None
        for group in index[heading.level, heading.code]:
            numbered = heading.code is not None
            same = same_title(group[0].title, heading.title, numbered=numbered)
            if same or (numbered and not heading.title):
                found = group
                break
        if found is None:
            found = []
            groups.append(found)
            index[heading.level, heading.code].append(found)
        found.append(heading)
    return groups


def mark_occurrences(candidates: Sequence[Candidate]) -> None:
    """Decide which printings of a heading are nodes and which are mentions in a summary."""
    headings = [c for c in candidates if c.kind is Kind.HEADING]
    groups = _groups([c for c in headings if c.level in _MERGED])
    repeated = {id(c) for group in groups if len(group) > 1 for c in group}
    content = {id(c): _has_content(candidates, at, repeated) for at, c in enumerate(candidates)}
    for heading in headings:
        heading.use = Use.NODE
    for group in groups:
        titled = next((c for c in group if c.title), None)
        for c in group:
            if not c.title and titled is not None:
                c.title = titled.title  # `OS 1` alone in a table of figures
            if not c.title:
                c.kind, c.level, c.use = Kind.TEXT, None, Use.FRONT
    for group in sorted(groups, key=lambda g: g[0].level.rank if g[0].level else 0):
        if len(group) == 1 or group[0].level is None:
            continue
        filled = [c for c in group if content[id(c)]]
        if any(NUMBER_ALONE in c.evidence for c in group):
            filled = group  # lists that refer to each other by numbers
        keep = filled or [_best_empty(candidates, group)]
        for c in group:
            if c not in keep:
                c.use = Use.MENTION


def _has_content(candidates: Sequence[Candidate], at: int, repeated: set[int]) -> bool:
    """Tell whether anything but repeated headings stands under a heading."""
    heading = candidates[at]
    if heading.kind is not Kind.HEADING or heading.level is None:
        return False
    for later in candidates[at + 1 :]:
        if later.kind is Kind.HEADING and later.level is not None:
            if later.level.rank <= heading.level.rank:
                return False
            if id(later) not in repeated:
                return True
        elif later.kind is Kind.FIELD or (later.kind is Kind.ITEM and later.marked):
            return True
        elif later.kind is Kind.VOLET and later is candidates[at + 1]:
            continue  # printed beside the title: its own
        elif later.kind in (Kind.CLOSING, Kind.SECTION, Kind.VOLET) or _is_above(later, heading):
            return False
    return False


def _is_above(title: Candidate, heading: Candidate) -> bool:
    """Tell whether a title that names no level is set above a heading: a chapter begins."""
    unmarked = title.kind is Kind.ITEM and not title.marked and not title.in_table
    return unmarked and (title.size or 0.0) > _LARGER * (heading.size or float("inf"))


def _best_empty(candidates: Sequence[Candidate], group: list[Candidate]) -> Candidate:
    """Return the printing to keep when none has content: one whose parent is a node, else the
    last."""
    level = group[0].level
    assert level is not None
    members = {id(c) for c in group}
    parent: Candidate | None = None
    best = group[-1]
    for c in candidates:
        if id(c) in members and parent is not None and parent.use is Use.NODE:
            return c
        if c.kind is Kind.HEADING and c.level is not None and c.level.rank < level.rank:
            parent = c
    return best


@dataclass(slots=True)
class _Running:
    """The volet that holds for the objectives to come."""

    volet: Volet | None = None
    section: str = ""  # the kind of heading that named it, '' where it stands alone
    mentioned: bool = False  # objectives were listed below it: it holds for those
    fresh: bool = False  # no objective stands below it yet

    def after(self, section: Candidate) -> _Running:
        """Return the volet that holds below a heading: its own, or none where its like had one."""
        if section.volet:
            return _Running(section.volet, section.signature, fresh=True)
        return _Running() if self.section == section.signature else self


def find_mentions(candidates: Sequence[Candidate]) -> None:
    """Mark unlabelled printings of an objective outside the plan (`1. Être un centre…` in a
    summary) and hand the volet above them to the node."""
    nodes = [c for c in candidates if c.use is Use.NODE and c.level in _MERGED]
    by_key: dict[str, list[Candidate]] = defaultdict(list)
    for node in nodes:
        by_key[letters(node.title)].append(node)
    running = _Running()
    for at, c in enumerate(candidates):
        if c.kind is Kind.VOLET:
            below = _titled_above(candidates, at)
            if below is not None:
                below.volet = c.value  # type: ignore[assignment]
            else:
                running = _Running(c.value, fresh=True)  # type: ignore[arg-type]
            continue
        if c.kind is Kind.SECTION:
            running = running.after(c)
        if c.use in (Use.MENTION, Use.FRONT, Use.END):
            targets = (
                _same_heading(c, nodes)
                if c.use is Use.MENTION
                else by_key.get(letters(c.title or c.text), [])
            )
            if targets and (c.kind is not Kind.TEXT or len(c.text) >= _MIN_MENTION):
                c.use = Use.MENTION
                for target in targets:
                    target.volet = target.volet or c.volet or running.volet
                running.mentioned = running.mentioned or bool(running.volet)
        elif c.use is Use.NODE and c.level is Level.OS and running.volet and not running.mentioned:
            c.volet = running.volet if running.fresh else c.volet or running.volet
            running.fresh = False


def _same_heading(c: Candidate, nodes: Sequence[Candidate]) -> list[Candidate]:
    """Return the nodes of which a heading is another printing."""
    return [
        n
        for n in nodes
        if n.level is c.level
        and n.code == c.code
        and same_title(n.title, c.title, numbered=c.code is not None)
    ]


def _titled_above(candidates: Sequence[Candidate], at: int) -> Candidate | None:
    """Return the OS whose volet is printed below its title, before its first objective."""
    above = next((c for c in reversed(candidates[:at]) if c.use is Use.NODE), None)
    after = next((c for c in candidates[at + 1 :] if c.use is Use.NODE), None)
    if above is None or above.level is not Level.OS or after is None or after.level is Level.OS:
        return None
    return above


def is_plan(candidates: Sequence[Candidate]) -> bool:
    """Tell whether what was chosen makes a plan: objectives, and something below or beside them."""
    nodes = [c for c in candidates if c.use is Use.NODE]
    if len(nodes) < 3:
        return False
    written = sum(len(c.text) for c in candidates)
    if len(nodes) < _FEW and sum(len(c.text) for c in nodes) < _EXAMPLE * written:
        return False
    kinds = {c.level for c in nodes}
    if not kinds & {Level.OO, Level.PROJET, Level.ACTION}:
        return False
    printed = [c for c in nodes if any(e.startswith("form ") for e in c.evidence)]
    return len(printed) >= _MIN_PRINTED or not is_other_document(candidates)


def is_other_document(candidates: Sequence[Candidate]) -> bool:
    """Tell whether the first title that names a document names another one than a plan."""
    for at, c in enumerate(candidates[:_HEAD]):
        unmarked = c.kind in (Kind.ITEM, Kind.HEADING) and not c.marked and not is_labelled(c)
        title = unmarked or (c.kind is Kind.TEXT and at < 4)
        if len(c.text) > 160 or not title:
            continue
        if vocabulary.names_other_document(c.text):
            return True
        if vocabulary.names_plan(c.text):
            return False
    return False
