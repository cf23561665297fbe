"""One printed field → one key of the contract's attributes.

In: a `Reading`, the attributes collected so far. Out: True when the value was typed and stored. A
converter that returns False leaves the value to `other`. Fields of the same key are merged in
order; what was printed first holds where only one value fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from extractor.attributes.context import Context
from extractor.attributes.grid import Rows
from extractor.attributes.wordings import wordings
from extractor.diagnostics import Report
from extractor.document import RawField
from extractor.schema import Attributes, Deadline, Health, Indicator, Money, Priority, Status
from extractor.text import collapse_spaces, fold
from extractor.values import Indicator as FoundIndicator
from extractor.values import Money as FoundMoney
from extractor.values import (
    parse_budget_matrix,
    parse_budget_rows,
    parse_deadline,
    parse_health,
    parse_indicator_rows,
    parse_indicators,
    parse_money,
    parse_priority,
    parse_progress,
    parse_sdgs,
    parse_status,
    split_list,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A field being read: its own text, its nested tables, its colours, where to report."""

    field: RawField
    text: str
    grids: list[Rows]
    shades: list[str]
    context: Context
    report: Report
    node_id: str
    page: int | None

    def say(self, code: str, message: str) -> None:
        """Add a diagnostic at the field's place."""
        own = [line for line in self.context.document.lines if line.index in self.field.lines]
        line = own[0].place if own else None
        self.report.add(code, message, node_id=self.node_id, page=self.page, line=line)


def _deadline(out: Attributes, reading: Reading) -> bool:
    text = collapse_spaces(reading.text)
    if out.deadline is not None:
        if text == out.deadline.text:
            return True
        text = f"{out.deadline.text} ; {text}"
    found = parse_deadline(text, reading.context.years)
    if found is None:
        reading.say("unparsed-value", f"{text[:60]!r} is no deadline that is understood")
        out.deadline = Deadline(text=text)
        return True
    out.deadline = Deadline(
        text=text,
        start=found.start,
        end=found.end,
        precision=found.precision,
        recurrence=found.recurrence,
    )
    return True


def _as_money(found: FoundMoney, label: str) -> Money:
    """Return the output's amount; what only the label prints counts (`Coût annuel`, `Total`)."""
    beside = parse_money(f"{label} : 1 €")[0] if label else FoundMoney("")
    dated = re.search(r"\d{4}", label) is not None
    return Money(
        text=found.text,
        amount=None if found.amount is None else float(found.amount),
        currency=found.currency,
        year=found.year or (beside.year if dated else None),
        funding=found.funding or (beside.funding if dated else None),
        role=found.role or (None if found.amount is None else beside.role),
        rate=found.per or (None if found.amount is None or found.year else beside.per),
        times=found.times,
        share=None if found.share is None else float(found.share),
    )


def _is_matrix(rows: Rows) -> bool:
    """Tell whether the header of a table names two years or more, or one beside a total."""
    header = [re.sub(r"\s", "", cell) for cell in rows[0]]
    years = sum(re.fullmatch(r"20\d\d", cell) is not None for cell in header)
    return years >= 1 and not header[0]


def check_matrices(reading: Reading) -> None:
    """Report every printed total of a budget matrix that its parts do not add up to."""
    for rows in reading.grids:
        if not _is_matrix(rows):
            continue
        for wrong in parse_budget_matrix(rows).disagreements:
            computed = "unknown" if wrong.computed is None else _plain(wrong.computed)
            reading.say(
                "budget-mismatch",
                f"{reading.field.label}, {wrong.where}: printed {wrong.printed!r}, "
                f"the parts add up to {computed}",
            )


def _plain(amount: Decimal) -> str:
    return f"{amount:f}"


def _budget(out: Attributes, reading: Reading) -> bool:
    found: list[Money] = []
    for rows in reading.grids:
        if _is_matrix(rows):
            found += [
                Money(
                    text=f"{line.source} | {line.year} | {collapse_spaces(line.text)}",
                    amount=None if line.amount is None else float(line.amount),
                    currency="EUR" if line.amount is not None else None,
                    year=line.year,
                    funding=line.funding,
                )
                for line in parse_budget_matrix(rows).lines
            ]
        else:
            found += [_as_money(money, "") for money in parse_budget_rows(rows[0], rows[1:])]
    if reading.text:
        amount = _in_unit(reading.text, reading.field.label)
        typed = [_as_money(money, reading.field.label) for money in parse_money(amount)]
        if re.search(r"\d", reading.text) and all(money.amount is None for money in typed):
            text = collapse_spaces(reading.text)
            reading.say("unparsed-value", f"{text[:60]!r} holds no amount that is understood")
        found += typed
    if len(found) == len(out.budget) == 1 and (whole := _completed(out.budget[0], found[0])):
        out.budget = [whole]
    else:
        out.budget += found
    return bool(found)


_UNIT = re.compile(r"\b[kM]\s?(?:€|EUR\b|euros?\b)")


def _in_unit(text: str, label: str) -> str:
    """Return a bare number with the unit that its label prints: `12` below `Coût (k€)`."""
    unit = _UNIT.search(label)
    return f"{text} {unit.group()}" if unit and re.fullmatch(r"[\d\s.,]+", text) else text


def _completed(first: Money, second: Money) -> Money | None:
    """Join an amount and the source that pays it, printed in two fields (`Coût`, `Financement`)."""
    priced, source = (first, second) if first.amount is not None else (second, first)
    if priced.amount is None or priced.funding or source.amount is not None or not source.funding:
        return None
    text = f"{first.text} ; {second.text}"
    return priced.model_copy(update={"text": text, "funding": source.funding})


def _as_indicator(found: FoundIndicator) -> Indicator:
    return Indicator(
        text=found.text,
        label=found.label,
        target=found.target,
        unit=found.unit,
        year=found.year,
        reached=found.reached,
    )


def _indicators(out: Attributes, reading: Reading) -> bool:
    found: list[FoundIndicator] = []
    for rows in reading.grids:
        found += parse_indicator_rows(rows[0], rows[1:])
    if reading.text:
        found += parse_indicators(reading.text)
    last = out.indicators[-1] if out.indicators else None
    if last and last.target is None and len(found) == 1 and found[0].label is None:
        last.target, last.unit = found[0].target, found[0].unit or last.unit  # column `Cible`
        last.text = f"{last.text} : {found[0].text}"
        return True
    out.indicators += [_as_indicator(item) for item in found]
    return bool(found)


def _sdgs(out: Attributes, reading: Reading) -> bool:
    found = parse_sdgs(reading.text)
    out.sdgs += [goal for goal in found if goal not in out.sdgs]
    return bool(found)


def _priority(out: Attributes, reading: Reading) -> bool:
    text, value = parse_priority(reading.text)
    if out.priority is None:
        out.priority = Priority(text=text, value=value)
        return True
    return out.priority.text == text


def _status(out: Attributes, reading: Reading) -> bool:
    if re.fullmatch(r"\s*\d{1,3}(?:[.,]\d+)?\s*%\s*", reading.text):
        return _progress(out, reading)
    text, value = parse_status(reading.text)
    if out.status is None:
        out.status = Status(text=text, value=value)
        return True
    if out.status.value is None and value is not None:
        out.status = Status(text=f"{out.status.text} ; {text}", value=value)
        return True
    return out.status.text == text


def _health(out: Attributes, reading: Reading) -> bool:
    text, worded = parse_health(reading.text)
    coloured = next((v for shade in reading.shades if (v := parse_health(shade)[1])), None)
    if not text and coloured is None:
        return False
    if out.health is None:
        out.health = Health(text=text, value=coloured or worded)
        return True
    return out.health.text == text


def _ticked_column(out: Attributes, reading: Reading) -> bool:
    """Read a column that is one of the states (`A progr. | En cours | Fin.`), marked with an X."""
    text, value = parse_status(reading.field.label)
    if value is None or out.status is not None or not re.fullmatch(r"[xX☒☑✓✔✗]", reading.text):
        return False
    out.status = Status(text=text, value=value)
    return True


def _steering(out: Attributes, reading: Reading) -> bool:
    """Store those who steer; services that are printed as such (`Services - Travaux`) go there."""
    found = split_list(_unwrapped(reading.text))
    words = wordings("labels")["services"]
    named = fold(reading.field.label) in map(fold, words["labels"])
    prefixes = tuple(map(fold, words["prefixes"]))
    if named and found and all(fold(entry).startswith(prefixes) for entry in found):
        out.services += _new(found, out.services)
    else:
        out.responsibles += _new(found, out.responsibles)
    return bool(found)


def _progress(out: Attributes, reading: Reading) -> bool:
    value = parse_progress(reading.text)
    if value is None or out.progress not in (None, value):
        return False
    out.progress = value
    return True


def _prose(name: str) -> Callable[[Attributes, Reading], bool]:
    def convert(out: Attributes, reading: Reading) -> bool:
        text = collapse_spaces(reading.text)
        before = getattr(out, name)
        if not before or text not in before.split("\n"):
            setattr(out, name, f"{before}\n{text}" if before else text)
        return bool(text)

    return convert


def _entries(name: str) -> Callable[[Attributes, Reading], bool]:
    def convert(out: Attributes, reading: Reading) -> bool:
        values: list[str] = getattr(out, name)
        found = split_list(_unwrapped(reading.text))
        values += _new(found, values)
        return bool(found)

    return convert


def _unwrapped(text: str) -> str:
    """Join lines of a list that a narrow cell cut: after a colon, or before a dash inside a name.

    `Services - Service social` may be cut before its dash, which is then no bullet.
    """
    text = re.sub(r":\s*\n\s*", ": ", text)
    bulleted = re.match(r"\s*[-–•]", text)
    return text if bulleted or " - " not in text else re.sub(r"\n\s*-\s", " - ", text)


def _new(found: Iterable[str], known: list[str]) -> list[str]:
    have = {fold(entry) for entry in known}
    return [entry for entry in dict.fromkeys(found) if fold(entry) not in have]


LISTS = (
    "responsibles", "services", "mandataries", "partners", "plans", "categories", "target_groups",
)  # fmt: skip

CONVERTERS: dict[str, Callable[[Attributes, Reading], bool]] = {
    "deadline": _deadline,
    "budget": _budget,
    "indicators": _indicators,
    "sdgs": _sdgs,
    "priority": _priority,
    "status": _status,
    "health": _health,
    "progress": _progress,
    "remarks": _prose("remarks"),
    "observations": _prose("observations"),
    **{name: _entries(name) for name in LISTS},
    "responsibles": _steering,
    "other": _ticked_column,
}
