"""Deadlines as French plans write them: text in, first and last day out.

The period that is named gives both bounds: `2020` is 2020-01-01 … 2020-12-31, `31/12/2022` starts
and ends that day. A wording that names only the limit gives only that bound: `fin 2021`, `d'ici
2024`, `pour juin 2021`, `au 31 12 2022`, `jusqu'en 2030` have no start; `à partir de 2021`, `dès
septembre 2020` have no end; `avant` a day keeps the day, `avant` a longer period ends the day
before it. Several dates span from the first to the last. Recurrences, permanent actions, durations
(`dans les 3 mois`) and horizons (`court terme`) have no absolute date. The plan's term resolves
`fin de législature` and nothing else; the clock is never read. See `periods`
for seasons, `début`, `mi-`. A date that another one replaces does not count (`prévu en 2020,
reporté à fin 2022`; `2022 au lieu de 2020`). Text that is no deadline gives None.

When the whole text is not a deadline, its parts are tried: lines, parts between `;` or ` / `, a
label before a colon, a remark in parentheses or after a comma.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from extractor.text import collapse_spaces, fold
from extractor.values.deadline_items import Item, read_items, read_suffix
from extractor.values.folding import alternation, vocabulary
from extractor.values.periods import Atom, Span, day_after, day_before, legislature, resolve

Term = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A printed deadline; `start` and `end` are inclusive, None when not said.

    `precision` is the calendar unit printed: `day` `week` `month` `quarter` `four_months`
    `semester` `season` `school_year` `year`, or `legislature`, `duration`, `horizon`, `relative`;
    None for a recurrence alone. `recurrence` is `annuel`, `mensuel`, `permanent`, `recurrent`…
    """

    text: str
    start: date | None = None
    end: date | None = None
    precision: str | None = None
    recurrence: str | None = None


@dataclass(frozen=True, slots=True)
class InlineDeadline:
    """A deadline inside a title, at `title[start:end]`."""

    start: int
    end: int
    deadline: Deadline


def _with_years(items: list[Item]) -> list[Item]:
    """Give a period without a year that of the next dated one, else of the one before."""
    done: list[Item] = []
    known: Atom | None = None
    for item in reversed(items):
        if item.atom and known and item.recurrence is None:
            item = replace(item, atom=item.atom.completed(known))
        if item.atom and item.atom.year is not None:
            known = item.atom
        done.insert(0, item)
    known = None
    for index, item in enumerate(done):
        if item.atom and known and item.atom.month is not None and item.recurrence is None:
            done[index] = item = replace(item, atom=item.atom.completed(known))
        if item.atom and item.atom.year is not None:
            known = item.atom
    return done


def _span(item: Item, term: Term) -> Span | None:
    if item.term is not None:
        following, *years = item.term.split()
        years_ = (int(years[0]), int(years[1])) if years else term
        return legislature(years_, item.edge, following == "next")
    return resolve(item.atom, item.edge) if item.atom else None


def _led(item: Item, span: Span) -> Span:
    """Apply the lead: which bounds the wording says."""
    is_day = item.atom is not None and item.atom.precision == "day"
    if item.lead == "by":
        return replace(span, shown="end")
    if item.lead == "before":
        whole = is_day or item.edge is not None
        return Span(span.first, span.last if whole else day_before(span.first), "end")
    if item.lead == "from":
        return replace(span, shown="start")
    if item.lead == "after":
        return Span(day_after(span.last), day_after(span.last), "start")
    return span


def _bounds(items: list[Item], spans: list[Span]) -> tuple[date | None, date | None]:
    """Return first and last day of several spans, in printed order."""
    ranged = items[0].lead == "range" or any(item.joiner == "range" for item in items)
    starts = [span.first for span in spans if span.shown != "end"]
    ends = [span.last for span in spans if span.shown != "start"]
    opened = [span.first for span in spans if span.shown == "start"]
    if ranged and items[0].lead != "by" and len(spans) > 1:
        starts.append(spans[0].first)
    start = min(starts, default=None)
    end = max(ends, default=None)
    hidden = min((span.last for span in spans if span.shown == "end"), default=None)
    if start and hidden and hidden < start and not opened:
        start = None
    if opened and end and end < max(opened):
        end = None
    return start, end


def _combine(text: str, items: list[Item], suffix: set[str], term: Term) -> Deadline:
    items = _with_years(items)
    pairs = [(item, span) for item in items if (span := _span(item, term))]
    start, end = (None, None)
    if pairs:
        start, end = _bounds([i for i, _ in pairs], [_led(i, span) for i, span in pairs])
        if "open" in suffix:
            start, end = start or pairs[0][1].first, None
        elif "by" in suffix and len(pairs) == 1:
            start = None
    precisions = [i.precision for i in items] + [i.atom.precision for i in items if i.atom]
    precision = next((p for p in reversed(precisions) if p), None)
    recurrence = next((item.recurrence for item in items if item.recurrence), None)
    return Deadline(collapse_spaces(text), start, end, precision, recurrence)


_LEADING = re.compile(r"[\s•▪●◦*:=~±.,-]*(?:\((?=[^()]*\)\s*\.?\s*$))?\s*")
_TRAILING = re.compile(r"[\s.;,:!?)*]*")
_OCR_DIGITS = re.compile(r"(?<![a-z0-9])(?=[0-9oil]*\d[0-9oil]*\d)[0-9oil]{4}(?![a-z0-9])")


def _prepared(text: str) -> str:
    """Fold, and read O, I and l among the digits of a year as 0 and 1 (same length)."""
    table = str.maketrans("oil", "011")
    return _OCR_DIGITS.sub(lambda m: m.group().translate(table), fold(text))


def _parse_whole(text: str, term: Term) -> Deadline | None:
    folded = _prepared(text)
    match = _LEADING.match(folded)
    begin = match.end() if match else 0
    for start in dict.fromkeys((begin, _first_sign(folded))):
        items, pos = read_items(folded, start)
        if not items:
            continue
        suffix, pos = read_suffix(folded, pos)
        if _TRAILING.fullmatch(folded, pos):
            return _combine(text, items, suffix, term)
    return None


def _first_sign(folded: str) -> int:
    return len(folded) - len(folded.lstrip())


def _parse_broken(text: str, term: Term) -> Deadline | None:
    """Read a numeric date that a narrow cell broke (`31/12/20 20`): digits only, one full date."""
    if not re.fullmatch(r"[\d\s/.-]{8,16}", text.strip()):
        return None
    found = _parse_whole(re.sub(r"\s", "", text), term)
    if found and found.precision == "day":
        return replace(found, text=collapse_spaces(text))
    return None


_PARTS = re.compile(r"[\n;|]|\s/\s")
_REMARK = re.compile(r"\s+[-–—]\s+|\s*[,:(]\s*|\s+\(")


def _parse_part(part: str, term: Term) -> Deadline | None:
    """Read a deadline with a label before it or a remark after it, or one that a lead announces."""
    found = _parse_whole(part, term)
    if found:
        return found
    _, colon, rest = part.rpartition(":")
    if colon and (found := _parse_whole(rest, term)):
        return found
    for match in _REMARK.finditer(part):
        found = _parse_whole(part[: match.start()], term)
        if found and (
            found.start or found.end or found.recurrence or found.precision != "duration"
        ):
            return found
    inside = re.search(r"\(([^()]*)\)[\s.]*$", part)
    if inside and (found := _parse_whole(inside.group(1), term)) and (found.start or found.end):
        return found
    inline = find_inline_deadlines(part, term)
    return inline[-1].deadline if len(inline) == 1 else None


@cache
def _moved(key: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![a-z0-9])(?:{alternation(vocabulary('deadlines')['moved'][key])})(?![a-z0-9])"
    )


def _parse_moved(text: str, term: Term) -> Deadline | None:
    """Read the date that replaces another: after `reporté`, or before `au lieu de`."""
    folded = _prepared(text)
    kept: list[str] = []
    new = list(_moved("new_date_after").finditer(folded))
    if new and re.search(r"\d", folded[: new[-1].start()]):
        kept.append(text[new[-1].end() :])
    old = _moved("old_date_after").search(folded)
    if old and re.search(r"\d", folded[: old.start()]):
        kept.append(text[: old.start()].rstrip(" \t\n(,;-–"))
    for part in kept:
        found = parse_deadline(part, term)
        if found and (found.start or found.end):
            return replace(found, text=collapse_spaces(text))
    return None


def parse_deadline(text: str, term: Term = (None, None)) -> Deadline | None:
    """Return the deadline that a field's value prints, or None when it prints none.

    `term` is the plan's first and last year, for `fin de législature`. The text is kept as printed,
    blanks collapsed.

    >>> parse_deadline("d’ici fin 2021").end
    datetime.date(2021, 12, 31)
    """
    found = _parse_moved(text, term) or _parse_whole(text, term) or _parse_broken(text, term)
    if found:
        return found
    parts = [part for part in _PARTS.split(text) if part.strip()]
    deadlines = [d for part in parts if (d := _parse_part(part, term))]
    if not deadlines:
        return None
    starts = [d.start for d in deadlines if d.start]
    ends = [d.end for d in deadlines if d.end]
    return Deadline(
        collapse_spaces(text),
        min(starts) if len(starts) == len(deadlines) else None,
        max(ends, default=None),
        next((d.precision for d in reversed(deadlines) if d.precision), None),
        next((d.recurrence for d in deadlines if d.recurrence), None),
    )


def _names_a_period(head: str) -> bool:
    """Tell whether a noun before the date has a period of its own (`Plan social (2020-2025)`)."""
    nouns = vocabulary("deadlines")["title"]["dated_nouns"]
    return any(word in nouns for word in re.findall(r"[a-z]+", fold(head)))


def _is_bare_feast(tail: str, found: Deadline) -> bool:
    """Tell whether a feast without its year is all there is: a subject (`Ateliers : Noël`)."""
    undated = not (found.start or found.end or found.recurrence)
    return undated and found.precision == "day" and not re.search(r"\d", tail)


def find_trailing_deadline(title: str, term: Term = (None, None)) -> tuple[str, str] | None:
    """Split a title from the deadline after its final colon or in its final parentheses.

    All that follows the colon must be a deadline. Parentheses must hold a date, and not bare years
    after a noun such as plan or convention, whose own period they may be.

    >>> find_trailing_deadline("Rénover la salle : début 2020.")
    ('Rénover la salle', 'début 2020')
    """
    head, colon, tail = title.rpartition(":")
    after = _parse_whole(tail, term) if colon and head.strip() else None
    if after and not _is_bare_feast(tail, after):
        return head.rstrip(" \t\n\u00a0\u202f:"), tail.strip().rstrip(".;, ")
    dash = re.fullmatch(r"(?s)(.*\S)\s[–—-]\s([^–—]+)", title)
    last = _parse_whole(dash.group(2), term) if dash else None
    if dash and last and (last.start or last.end or last.recurrence):
        return dash.group(1), dash.group(2).strip().rstrip(".;, ")
    match = re.fullmatch(r"(?s)(.*\S)\s*\(([^()]+)\)\s*[.;]?\s*", title)
    if not match:
        return None
    found = _parse_whole(match.group(2), term)
    if not found or not (found.start or found.end):
        return None
    bare = not re.search(r"[a-z]", fold(match.group(2))) and found.precision == "year"
    if bare and _names_a_period(match.group(1)):
        return None
    return match.group(1), match.group(2).strip()


def _is_announced(items: list[Item], deadline: Deadline) -> bool:
    """Tell whether the words around a date in running text make it a deadline."""
    first = items[0]
    if first.precision == "duration":
        return first.strong
    if first.precision == "legislature":
        return first.strong
    dated = [item for item in items if item.atom and item.atom.year is not None]
    if not dated or not (deadline.start or deadline.end):
        return False
    if first.lead == "range":
        return (len(dated) > 1 and any(item.joiner == "range" for item in items)) or first.strong
    return first.strong


def find_inline_deadlines(title: str, term: Term = (None, None)) -> list[InlineDeadline]:
    """Return the deadlines inside running text, in order, without overlap.

    Only dates that a word announces count: `pour fin 2021`, `d'ici 2024`, `au 31 12 2022`, `dans
    les 3 mois`, `de 2020 à 2022`; a bare year (`Plan 2020`) or the date of a law (`décret du 19
    juillet 2018`) does not.
    """
    folded = _prepared(title)
    found: list[InlineDeadline] = []
    pos = 0
    for match in re.finditer(r"(?<![a-z0-9'])[a-z0-9']|(?<=['])[a-z]", folded):
        start = match.start()
        if start < pos:
            continue
        items, end = read_items(folded, start)
        if not items or folded[end : end + 1].isalnum():
            continue
        deadline = _combine(title[start:end], items, set(), term)
        if _is_announced(items, deadline):
            found.append(InlineDeadline(start, end, deadline))
        pos = end
    return found
