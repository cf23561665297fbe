"""Forms: one sheet per action or project, its objectives repeated on each.

In: candidates whose titles are complete. Out: the same candidates, in an order in which nesting
works. A form may print its number alone (`Fiche action n° 3`), then the objectives it serves, then
its title; or its title first and the objectives in a block below. Both come out as objectives
first, then one heading with number and title. Nothing is dropped: lines of a heading that was
merged go to the one that took it.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Candidate, Kind
from extractor.schema import Level
from extractor.text import fold

_LEAVES = (Level.PROJET, Level.ACTION, Level.SOUS_ACTION)
_MIN_FORMS = 3  # forms that end with their objectives
_CONTEXT = (Level.OS, Level.OO)


def assemble_forms(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with each form's heading after the objectives it names."""
    candidates = _lead_with_context(candidates)
    out: list[Candidate] = []
    at = 0
    while at < len(candidates):
        heading = candidates[at]
        if heading.kind is not Kind.HEADING or heading.level not in _LEAVES:
            out.append(heading)
            at += 1
            continue
        end = _end_of_form(candidates, at)
        out += _assemble(list(candidates[at:end]))
        at = end
    return out


def _lead_with_context(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Move objectives named at the foot of each form before its heading.

    They stand at the foot where every form is followed by them and the first one preceded by
    none.
    """
    headings = [c for c in candidates if c.kind is Kind.HEADING]
    leaf = headings[0].level if headings else None
    if leaf not in _LEAVES:
        return list(candidates)
    forms: list[list[Candidate]] = [[]]
    for c in candidates:
        if c.kind is Kind.HEADING and c.level is leaf:
            forms.append([])
        forms[-1].append(c)
    named = [any(_is_context(c) for c in form) for form in forms[1:]]
    if len(named) < _MIN_FORMS or sum(named) < 0.8 * len(named):
        return list(candidates)
    out = list(forms[0])
    for form in forms[1:]:
        out += [c for c in form if _is_context(c)]
        out += [c for c in form if not _is_context(c)]
    return out


def _is_context(c: Candidate) -> bool:
    return c.kind is Kind.HEADING and c.level in _CONTEXT


def _end_of_form(candidates: Sequence[Candidate], start: int) -> int:
    """Return where the form that a heading opens ends; `start + 1` when it opens none."""
    heading = candidates[start]
    taken = bool(heading.title)
    titled = heading  # what gives the form its title
    context = False
    for at in range(start + 1, len(candidates)):
        c = candidates[at]
        if c.kind is Kind.CLOSING:
            break
        if c.kind is not Kind.HEADING:
            continue
        if c.level in _CONTEXT:
            if not _names_context(heading, titled, c, taken, at - start):
                break
            context = True
        elif c.level is heading.level and not taken and c.title and not c.number:
            taken, titled = True, c
        else:
            break
    else:
        at = len(candidates)
    return at if context or taken != bool(heading.title) or not heading.title else start + 1


def _names_context(
    heading: Candidate, titled: Candidate, c: Candidate, taken: bool, distance: int
) -> bool:
    """Tell whether an objective below a form's heading says what the form serves.

    It does inside the form's own table, before the form has its title, or on the lines that
    follow the heading of a sheet (`Fiche action 3 : …`) at once.
    """
    if heading.in_table or c.in_table:
        same = titled.table == c.table or not titled.in_table or not taken
        return "form" in c.evidence and same
    if not taken:
        return True
    return "fiche" in fold(heading.label or "") and distance <= 2


def _assemble(form: list[Candidate]) -> list[Candidate]:
    heading = form[0]
    rest = form[1:]
    titled = next(
        (c for c in rest if c.kind is Kind.HEADING and c.level is heading.level and not c.number),
        None,
    )
    if not heading.title and titled is not None:
        heading.title, heading.bold = titled.title, titled.bold
        heading.lines += titled.lines
        heading.text += " " + titled.text
        heading.evidence += ("title inside the form",)
        rest.remove(titled)
    elif not heading.title:
        field = next((c for c in rest if c.kind is Kind.FIELD and c.key == "title"), None)
        if field is not None:
            heading.title = " ".join(field.value.split())
            heading.lines += field.lines
            rest.remove(field)
    context = [c for c in rest if c.kind is Kind.HEADING and c.level in _CONTEXT]
    last = max((i for i, c in enumerate(rest) if c in context), default=-1)
    before = [c for c in rest[: last + 1] if c.kind in (Kind.SECTION, Kind.VOLET)]
    moved = {id(c) for c in (*context, *before)}
    return [*before, *context, heading, *(c for c in rest if id(c) not in moved)]
