"""Labelled values under a node → the contract's attributes; prose → its description.

In: an `OutlineNode` with its raw fields. Out: `schema.Attributes` and the description. Only what
is printed becomes an attribute; what cannot be typed keeps its text under `other` or in the typed
value's own `text`. Nothing is inferred here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from extractor.diagnostics import Report
from extractor.document import OutlineNode, RawField, SourceDocument
from extractor.schema import Attributes, Deadline, Money, Term
from extractor.text import collapse_spaces
from extractor.values.deadlines import parse_deadline
from extractor.values.money import parse_money


@dataclass(frozen=True, slots=True)
class Context:
    """What a value may need to know: the tables of the document and the plan's years."""

    document: SourceDocument
    term: Term

    @property
    def years(self) -> tuple[int | None, int | None]:
        """Return first and last year of the plan."""
        return self.term.start, self.term.end


def build_attributes(
    node: OutlineNode, context: Context, report: Report, node_id: str
) -> tuple[Attributes, str | None]:
    """Return the typed attributes of a node and its description."""
    values: dict[str, Any] = {}
    prose = list(node.description)
    for field in node.fields:
        if not field.value.strip():
            continue
        if field.key == "description":
            prose.append(field.value)
        elif field.key in _TYPED:
            _TYPED[field.key](values, field, context)
        elif field.key in _LISTS:
            values.setdefault(field.key, []).extend(_entries(field.value))
        else:
            other = values.setdefault("other", {})
            other[field.label] = "\n".join(
                p for p in (other.get(field.label), field.value) if p
            )
    text = "\n".join(collapse_spaces(p) for p in prose if p.strip())
    return Attributes(**values), text or None


_LISTS = (
    "responsibles", "services", "mandataries", "partners", "plans", "categories", "target_groups",
)  # fmt: skip


def _entries(value: str) -> list[str]:
    return [collapse_spaces(p) for p in value.split("\n") if p.strip()]


def _deadline(values: dict[str, Any], field: RawField, context: Context) -> None:
    text = collapse_spaces(field.value)
    found = parse_deadline(text, context.years)
    values["deadline"] = (
        Deadline(text=text, start=found.start, end=found.end, precision=found.precision, recurrence=found.recurrence)
        if found
        else Deadline(text=text)
    )


def _budget(values: dict[str, Any], field: RawField, context: Context) -> None:
    found = parse_money(field.value)
    values.setdefault("budget", []).extend(
        Money(text=m.text, amount=float(m.amount) if m.amount is not None else None, currency=m.currency, year=m.year, funding=m.funding)  # type: ignore[arg-type]
        for m in found
    )


_TYPED: dict[str, Callable[[dict[str, Any], RawField, Context], None]] = {
    "deadline": _deadline,
    "budget": _budget,
}
