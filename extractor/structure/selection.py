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

from rapidfuzz import fuzz

from extractor import vocabulary
from extractor.document import Candidate, Kind, Use
from extractor.markers import normalise_code, roman_value
from extractor.schema import Level
from extractor.structure import levels
from extractor.structure.forms import assemble_forms
from extractor.structure.inference import has_three_levels, infer_levels
from extractor.structure.wording import has_sentences, is_plan_like
from extractor.text import letters
from extractor.values.deadlines import parse_deadline

SAME_TITLE = 90.0  # per cent of equal letters between two printings of one title
_FEW = 12  # nodes; fewer, in a long text, are an example
_EXAMPLE = 0.15  # part of the text that the nodes of an example hold
_MAX_BELOW = 160  # characters of a title of several sentences below its label
_HEAD = 25  # candidates at the top of a document among which its title stands
_MIN_PRINTED = 6  # headings with a printed level that make a plan of any document
_MERGED = (Level.OS, Level.OO, Level.PROJET)


def choose(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with `use`, `code` and `level` decided; titles below their label are
    merged into it, so that the list may be shorter, but never loses a line."""
    merged = assemble_forms(complete_titles(candidates))
    for c in merged:
        empty = not c.title or vocabulary.is_placeholder(c.title)
        if c.kind is Kind.HEADING and not c.number and empty:
            _demote(c)
    if not any(c.kind is Kind.HEADING and c.level is Level.OS for c in merged) and (
        not has_three_levels(merged) or levels.sections_number_items(merged)
    ):
        levels.promote_sections(merged)
    levels.fields_as_items(merged)
    infer_levels(merged)
    adopt_titles(merged)
    set_codes(merged)
    mark_occurrences(merged)
    merged = part_brackets(merged)
    mark_summary_tables(merged)
    mark_region(merged)
    levels.adopt_looks(merged)
    levels.paragraphs_as_actions(merged)
    levels.assign_items(merged)
    set_codes(merged)
    find_mentions(merged)
    return merged


_BRACKETS = re.compile(r"\s*\[([^\[\]]+)\]\s*\.?$")
_MIN_BRACKETS = 4  # actions that end in brackets, and most of all


def part_brackets(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Take values in brackets out of the titles where most actions end in them: `… [Travaux ·
    2028]`."""
    actions = [c for c in candidates if c.use is Use.NODE and c.level is Level.ACTION]
    closed = [c for c in actions if _BRACKETS.search(c.title)]
    if len(closed) < _MIN_BRACKETS or 2 * len(closed) < len(actions):
        return list(candidates)
    out = []
    for c in candidates:
        out.append(c)
        match = _BRACKETS.search(c.title) if c.use is Use.NODE and c.level is Level.ACTION else None
        if match is None:
            continue
        c.title = c.title[: match.start()]
        for part in re.split(r"\s*[·;|]\s*", match.group(1)):
            key = "deadline" if parse_deadline(part) else "services"
            out.append(
                Candidate(
                    Kind.FIELD, part, c.lines, use=Use.BODY, key=key, label=key, value=part,
                    page=c.page,
                )
            )  # fmt: skip
    return out


def _demote(c: Candidate) -> None:
    """Make a label without title what it is: text, or a heading named by its label if numbered."""
    c.kind, c.level = Kind.TEXT, None


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


def complete_titles(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give a label that stands alone the title on the line below it."""
    out: list[Candidate] = []
    for at, candidate in enumerate(candidates):
        before = out[-1] if out else None
        after = candidates[at + 1] if at + 1 < len(candidates) else None
        heading = _last_heading(out) if candidate.continues else None
        if heading is not None and candidate.kind is Kind.HEADING:
            heading.title = f"{heading.title} {candidate.title}"
            heading.lines += candidate.lines
            heading.text += f" {candidate.text}"
            heading.number = heading.number or candidate.number
            heading.label = heading.label or candidate.label
            continue
        if before is not None and _ends_title(before, candidate):
            candidate.title = f"{before.title or before.text} {candidate.title}"
            candidate.lines = before.lines + candidate.lines
            candidate.text = f"{before.text} {candidate.text}"
            out[-1] = candidate
            continue
        if before is not None and _takes_title(before, candidate, after):
            before.title = candidate.title or levels.plain_title(candidate.text)
            before.number = before.number or candidate.number
            before.lines += candidate.lines
            before.text = f"{before.text} {candidate.text}"
            before.bold = candidate.bold
            before.evidence += ("title below its label",)
            continue
        out.append(candidate)
    return out


def _last_heading(candidates: Sequence[Candidate]) -> Candidate | None:
    return next((c for c in reversed(candidates) if c.kind is Kind.HEADING), None)


def _ends_title(before: Candidate, c: Candidate) -> bool:
    """Tell whether a heading is the end of a title that a page break cut: `… du hangar` /
    `communal (A.20)`."""
    return (
        c.kind is Kind.HEADING
        and c.title[:1].islower()
        and c.table is not None
        and before.kind in (Kind.ITEM, Kind.TEXT)
        and before.table != c.table
        and not before.text.rstrip().endswith((".", ";", ":"))
    )


def _takes_title(label: Candidate, below: Candidate, after: Candidate | None) -> bool:
    """Tell whether a label that stands alone has its title in the block below it: no paragraph,
    unless it begins as titles do or a form's fields follow it."""
    if label.kind not in (Kind.HEADING, Kind.SECTION) or label.title:
        return False
    if label.in_table != below.in_table or len(below.text) > 400:
        return False
    paragraph = len(below.text) > _MAX_BELOW and has_sentences(below.text)
    if paragraph and not is_plan_like(below.text) and (not after or after.kind is not Kind.FIELD):
        return False
    if label.cell != below.cell or not any(c.isalpha() for c in below.text):
        return False
    if below.kind is Kind.HEADING:
        return below.level is label.level and label.kind is Kind.HEADING
    if below.kind is Kind.ITEM and below.marked and label.table is None:
        return label.number is None and below.number is not None and bool(label.lines)
    return below.kind in (Kind.TEXT, Kind.ITEM)


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


def same_title(first: str, second: str) -> bool:
    """Tell whether two printings are of one title, wrapping, case and typography aside."""
    a, b = letters(first), letters(second)
    if not a or not b:
        return a == b
    if a == b:
        return True
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) >= 20 and longer.startswith(shorter):
        return True
    return fuzz.ratio(a, b, score_cutoff=SAME_TITLE) > 0


def _groups(headings: Sequence[Candidate]) -> list[list[Candidate]]:
    """Group the printings of one heading: same level, same code if both have one, same title."""
    groups: list[list[Candidate]] = []
    index: dict[tuple[Level | None, str | None], list[list[Candidate]]] = defaultdict(list)
    for heading in headings:
        found = None
        for group in index[heading.level, heading.code]:
            if same_title(group[0].title, heading.title) or (heading.code and not heading.title):
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
        elif later.kind in (Kind.CLOSING, Kind.SECTION, Kind.VOLET):
            return False
    return False


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


def mark_summary_tables(candidates: Sequence[Candidate]) -> None:
    """Mark tables that list again what the plan has already, by service or by year."""
    tables: dict[int, list[Candidate]] = defaultdict(list)
    for c in candidates:
        if c.use is Use.NODE and c.table is not None and c.level in _LEAVES:
            tables[c.table].append(c)
    seen: dict[str, int] = {}
    for at, c in enumerate(candidates):
        if c.use is Use.NODE and c.level in _LEAVES:
            seen.setdefault(letters(c.title), at)
    place = {id(c): at for at, c in enumerate(candidates)}
    again: set[int] = set()
    for table, members in tables.items():
        repeated = [c for c in members if _stands_before(c, candidates, seen, place)]
        if len(repeated) >= _MIN_REPEATED and len(repeated) >= _REPEATED * len(members):
            again.add(table)
    for c in candidates:
        if c.table in again and c.table is not None:
            c.use = Use.MENTION


def _stands_before(
    c: Candidate, candidates: Sequence[Candidate], seen: dict[str, int], place: dict[int, int]
) -> bool:
    """Tell whether a title was printed before, outside the table."""
    at = seen.get(letters(c.title), place[id(c)])
    return at < place[id(c)] and candidates[at].table != c.table


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
        if closed and c.use is Use.NODE and c.level in _LEAVES and not _is_labelled(c):
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


_LEAVES = (Level.PROJET, Level.ACTION, Level.SOUS_ACTION)
_MIN_REPEATED = 3  # titles of a table that stand in the plan already
_REPEATED = 0.8  # part of its titles
_MIN_LETTERS = 4  # of a title; fewer are a figure in a badge
_MOST = 0.7  # of the nodes stand before a title that closes the plan for good


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


def _is_labelled(c: Candidate) -> bool:
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


def find_mentions(candidates: Sequence[Candidate]) -> None:
    """Mark unlabelled printings of an objective outside the plan (`1. Être un centre…` in a
    summary) and hand the volet above them to the node."""
    nodes = [c for c in candidates if c.use is Use.NODE and c.level in _MERGED]
    by_key: dict[str, list[Candidate]] = defaultdict(list)
    for node in nodes:
        by_key[letters(node.title)].append(node)
    volet = None
    mentioned = False
    for c in candidates:
        if c.kind is Kind.VOLET:
            volet, mentioned = c.value, False
            continue
        if c.use is Use.MENTION or c.use in (Use.FRONT, Use.END):
            targets = (
                [
                    n
                    for n in nodes
                    if n.level is c.level and n.code == c.code and same_title(n.title, c.title)
                ]
                if c.use is Use.MENTION
                else by_key.get(letters(c.title or c.text), [])
            )
            if targets and (c.kind is not Kind.TEXT or len(c.text) > 15):
                c.use = Use.MENTION
                if volet:
                    mentioned = True
                    for target in targets:
                        target.volet = target.volet or volet  # type: ignore[assignment]
        elif c.use is Use.NODE and c.level is Level.OS and volet and not mentioned:
            c.volet = volet  # type: ignore[assignment]


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
    return len(printed) >= _MIN_PRINTED or not _is_other_document(candidates)


def _is_other_document(candidates: Sequence[Candidate]) -> bool:
    """Tell whether the first title that names a document names another one than a plan."""
    for at, c in enumerate(candidates[:_HEAD]):
        unmarked = c.kind in (Kind.ITEM, Kind.HEADING) and not c.marked and not _is_labelled(c)
        title = unmarked or (c.kind is Kind.TEXT and at < 4)
        if len(c.text) > 160 or not title:
            continue
        if vocabulary.names_other_document(c.text):
            return True
        if vocabulary.names_plan(c.text):
            return False
    return False
