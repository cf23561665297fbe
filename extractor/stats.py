"""What plans hold, counted: levels, attributes, euros, deadlines, statuses, remarks.

In: plans. Out: plain dictionaries, plan by plan and over all, and a text for a terminal. Euros are
those of `amount_for_sums`, each counted once; shares are of the actions (and sub-actions) that
print the attribute.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from extractor.compare import LABELS
from extractor.messages import language, level_name, tell
from extractor.schema import Level, Node, Plan
from extractor.values.sums import amounts_for_sums

WIDTH = 110  # characters; the same output wherever it is made
#: value of a key → its name, as `tell` knows it
NAMES = {
    "non_commence": "not started", "en_cours": "under way", "en_attente": "waiting",
    "probleme": "in trouble", "termine": "done", "abandonne": "given up",
    "europe": "European Union", "federal": "federal state", "wallonie": "Wallonia",
    "fwb": "French Community", "province": "province", "propre": "own funds", "autre": "others",
}  # fmt: skip
Figures = dict[str, Any]


def count_plans(plans: Iterable[Plan]) -> Figures:
    """Return the figures of each plan and of all together."""
    rows = [_count(plan) for plan in plans]
    return {"plans": rows, "overall": _together(rows)}


def _count(plan: Plan) -> Figures:
    nodes = list(plan.nodes())
    actions = [n for n in nodes if n.level in (Level.ACTION, Level.SOUS_ACTION)]
    severities = Counter(item.severity for item in plan.diagnostics)
    confidence = sum(node.confidence for node in nodes) / len(nodes) if nodes else None
    return {
        "plan_id": plan.plan_id,
        "institution": plan.institution.name or plan.institution.printed_name,
        "term": [plan.term.start, plan.term.end],
        "filename": plan.source.filename,
        "levels": {level.value: sum(n.level is level for n in nodes) for level in Level},
        "attributes": _attributes(actions),
        "amounts": _amounts(plan),
        "statuses": _counted(n.attributes.status.value for n in nodes if n.attributes.status),
        "deadlines": _counted(
            str(n.attributes.deadline.end.year)
            for n in actions
            if n.attributes.deadline and n.attributes.deadline.end
        ),
        "remarks": dict(sorted(severities.items())),
        "confidence": None if confidence is None else round(confidence, 3),
    }


def _attributes(actions: Sequence[Node]) -> dict[str, int]:
    """Return how many actions print each attribute, those that none prints left out."""
    counts: Counter[str] = Counter()
    for node in actions:
        counts.update(node.attributes.model_dump(exclude_none=True).keys())
    return {key: counts[key] for key in LABELS if counts[key]}


def _amounts(plan: Plan) -> Figures:
    counted = amounts_for_sums(plan)
    by_funding: Counter[str] = Counter()
    by_year: Counter[str] = Counter()
    for node in plan.nodes():
        for money, euros in zip(node.attributes.budget, counted.get(node.id, []), strict=True):
            if euros:
                by_funding[money.funding or "unknown"] += euros  # type: ignore[assignment]
                by_year[str(money.year or "unknown")] += euros  # type: ignore[assignment]
    return {
        "total": round(sum(by_funding.values()), 2),
        "by_funding": {key: round(value, 2) for key, value in sorted(by_funding.items())},
        "by_year": {key: round(value, 2) for key, value in sorted(by_year.items())},
    }


def _counted(values: Iterable[str | None]) -> dict[str, int]:
    return dict(sorted(Counter(value or "unknown" for value in values).items()))


def _together(rows: Sequence[Figures]) -> Figures:
    def added(*keys: str) -> dict[str, float]:
        total: Counter[str] = Counter()
        for row in rows:
            for key in keys:
                row = row[key]
            total.update(row)
        return {name: round(value, 2) for name, value in total.items()}

    return {
        "plans": len(rows),
        "institutions": len({row["institution"] for row in rows if row["institution"]}),
        "levels": added("levels"),
        "attributes": added("attributes"),
        "amounts": {
            "total": round(sum(row["amounts"]["total"] for row in rows), 2),
            "by_funding": added("amounts", "by_funding"),
            "by_year": added("amounts", "by_year"),
        },
        "statuses": added("statuses"),
        "deadlines": dict(sorted(added("deadlines").items())),
        "remarks": added("remarks"),
    }


def as_text(figures: Figures) -> str:
    """Return the figures as a text in the language in force."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(file=io.StringIO(), width=WIDTH, color_system=None, legacy_windows=False)
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(tell("plan"), overflow="fold")
    levels = [level.value for level in Level if figures["overall"]["levels"].get(level.value)]
    names = [level_name(level) for level in levels]
    for name in (*names, tell("euros"), tell("to review"), tell("confidence")):
        table.add_column(name, justify="right")
    for row in figures["plans"]:
        review = row["remarks"].get("error", 0) + row["remarks"].get("warning", 0)
        name = row["institution"] or row["filename"]
        years = "-".join(str(year) for year in row["term"] if year)
        cells = [str(row["levels"][level]) for level in levels]
        cells += [_euros(row["amounts"]["total"]), str(review), _number(row["confidence"], 2)]
        table.add_row(f"{name} {years}".strip(), *cells)
    console.print(table)
    overall = figures["overall"]
    actions = sum(overall["levels"].get(level, 0) for level in ("ACTION", "SOUS_ACTION"))
    for heading, counts in (
        ("Printed for actions", {tell(LABELS[k]): n for k, n in overall["attributes"].items()}),
        ("Statuses", {_named(k): n for k, n in overall["statuses"].items()}),
        ("Deadlines by year", overall["deadlines"]),
    ):
        if counts:
            whole = actions if heading == "Printed for actions" else sum(counts.values())
            parts = (f"{name} {n} ({100 * n / (whole or 1):.0f} %)" for name, n in counts.items())
            console.print(tell("{0}: {1}", tell(heading), ", ".join(parts)), soft_wrap=True)
    for heading, key in (("Euros by payer", "by_funding"), ("Euros by year", "by_year")):
        if sums := overall["amounts"][key]:
            parts = (f"{_named(name)} {_euros(value)}" for name, value in sorted(sums.items()))
            console.print(tell("{0}: {1}", tell(heading), " ; ".join(parts)), soft_wrap=True)
    file = console.file
    assert isinstance(file, io.StringIO)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _named(value: str) -> str:
    return tell(NAMES.get(value, value))


def _number(value: float | None, digits: int) -> str:
    if value is None:
        return "-"
    shown = f"{value:,.{digits}f}"
    if language() != "fr":
        return shown
    return shown.replace(",", "\u202f").replace(".", ",")


def _euros(value: float) -> str:
    return "-" if not value else f"{_number(value, 0)} €"
