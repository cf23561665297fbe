"""Titles in the right place: below their label, over page breaks, without values in brackets.

In: candidates in order. Out: the same candidates, fewer where one took the title of the next; no
line is lost. Nothing is said of levels here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from extractor.document import Candidate, Kind, Use
from extractor.schema import Level
from extractor.structure import levels
from extractor.structure.wording import has_sentences, is_plan_like
from extractor.text import letters
from extractor.values.deadlines import parse_deadline
from extractor.values.money import parse_money

SAME_TITLE = 90.0  # per cent of equal letters between two printings of one title

_MAX_BELOW = 160  # characters of a title of several sentences below its label

_BRACKETS = re.compile(r"\s*\[([^\[\]]+)\]\s*\.?$|\s*\(([^()]+)\)\s*\.?$")
_BETWEEN_VALUES = (re.compile(r"\s*[·;|]\s*|\s+[–—-]\s+"), re.compile(r"\s*,\s*"))

_MIN_BRACKETS = 4  # actions that end in brackets, and most of all


def part_brackets(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Take values in brackets out of the titles where most actions end in them: `… [Travaux ·
    2028]`, `… (service technique, 2026)`. Parentheses must hold a date beside another value: a
    date alone or an example is part of the wording."""
    actions = [c for c in candidates if c.use is Use.NODE and c.level is Level.ACTION]
    closed = [c for c in actions if _values_at_end(c.title)]
    if len(closed) < _MIN_BRACKETS or 2 * len(closed) < len(actions):
        return list(candidates)
    out = []
    for c in candidates:
        out.append(c)
        values = _values_at_end(c.title) if c.use is Use.NODE and c.level is Level.ACTION else []
        if not values:
            continue
        c.title = _BRACKETS.sub("", c.title)
        for key, value in values:
            out.append(
                Candidate(
                    Kind.FIELD, value, c.lines, use=Use.BODY, key=key, label=key, value=value,
                    page=c.page,
                )
            )  # fmt: skip
    return out


def _values_at_end(title: str) -> list[tuple[str, str]]:
    """Return the values of final brackets with the names of their fields."""
    match = _BRACKETS.search(title)
    if match is None:
        return []
    inside = match.group(1) or match.group(2)
    strong, weak = _BETWEEN_VALUES
    parts = [part for part in (strong if strong.search(inside) else weak).split(inside) if part]
    values: list[tuple[str, str]] = []
    for part in parts:
        key = "deadline" if parse_deadline(part) else "budget" if _is_price(part) else "services"
        if values and values[-1][0] == key == "services":
            values[-1] = (key, f"{values[-1][1]}, {part}")
        else:
            values.append((key, part))
    keys = {key for key, _ in values}
    return values if match.group(1) or ("deadline" in keys and len(keys) > 1) else []


def _is_price(text: str) -> bool:
    return any(money.amount is not None and money.currency for money in parse_money(text))


def demote(c: Candidate) -> None:
    """Make a label without title what it is: text, or a heading named by its label if numbered."""
    c.kind, c.level = Kind.TEXT, None


def forget_row(candidates: Sequence[Candidate], at: int) -> None:
    """Make text of the values beside a title in a table row that turns out to be none."""
    row = candidates[at]
    for c in candidates[at + 1 :] if "column" in row.evidence else ():
        if c.kind is not Kind.FIELD or c.table != row.table or c.scope is not row.level:
            return
        c.kind, c.text = Kind.TEXT, ""


def complete_titles(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give a label that stands alone the number, the volet and the title on the lines below it."""
    out: list[Candidate] = []
    for at, candidate in enumerate(candidates):
        before = out[-1] if out else None
        after = candidates[at + 1] if at + 1 < len(candidates) else None
        heading = _last_heading(out, candidate.level) if candidate.continues else None
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
        if before is not None and _takes_part(before, candidate):
            before.lines += candidate.lines
            before.text = f"{before.text} {candidate.text}"
            continue
        if before is not None and _takes_title(before, candidate, after):
            before.title = candidate.title or levels.plain_title(candidate.text)
            before.number = before.number or candidate.number
            before.lines += candidate.lines
            before.text = f"{before.text} {candidate.text}"
            before.bold = candidate.bold
            before.size = max(before.size or 0.0, candidate.size or 0.0) or None
            before.evidence += ("title below its label",)
            continue
        out.append(candidate)
    return out


def _last_heading(candidates: Sequence[Candidate], level: Level | None) -> Candidate | None:
    headings = (c for c in reversed(candidates) if c.kind is Kind.HEADING)
    return next((c for c in headings if c.level is level), None)


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


_NUMBER = re.compile(r"\d{1,2}|[IVX]{1,4}|[A-Z]")


def _takes_part(label: Candidate, below: Candidate) -> bool:
    """Give a label without title the number or the volet that is printed between them; tell whether
    there is one."""
    if label.kind is not Kind.HEADING or label.title or label.in_table or below.in_table:
        return False
    if below.kind is Kind.VOLET and label.level is Level.OS and label.volet is None:
        label.volet = below.value  # type: ignore[assignment]
        return True
    number = label.number is None and below.kind is Kind.TEXT and _NUMBER.fullmatch(below.text)
    if number:
        label.number = below.text
    return bool(number)


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


def same_title(first: str, second: str, *, numbered: bool = True) -> bool:
    """Tell whether two printings are of one title, wrapping, case and typography aside.

    What has no number in common (not `numbered`) may differ by a word only: nothing but the same
    letters, or a printing that is visibly cut off, make it the same title.
    """
    a, b = letters(first), letters(second)
    if not a or not b or a == b:
        return a == b
    shorter, longer = sorted((a, b), key=len)
    cut = first if shorter == a else second
    if not numbered and not cut.rstrip().endswith(("…", "...")):
        return False
    if len(shorter) >= 20 and longer.startswith(shorter):
        return True
    return numbered and fuzz.ratio(a, b, score_cutoff=SAME_TITLE) > 0
