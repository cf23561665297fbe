"""A value that a person wrote → the typed value of the contract, read as in a document.

In: the key of an attribute and its text. Out: JSON data that `schema.Attributes` accepts. What
is written keeps its `text`, whatever could be typed of it; only where the contract has a bare
number or a list of goals is a text without one refused, with `ValueError`.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

from extractor.exports.french import LIST_SEPARATOR, french
from extractor.schema import HealthValue, Indicator, Money, StatusValue, Term
from extractor.text import fold
from extractor.values import (
    parse_deadline,
    parse_health,
    parse_indicators,
    parse_money,
    parse_priority,
    parse_progress,
    parse_sdgs,
    parse_status,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

LISTS = (
    "responsibles", "services", "mandataries", "partners", "plans", "categories", "target_groups",
)  # fmt: skip
PROSE = ("remarks", "observations")
TYPED = ("deadline", "budget", "indicators", "status", "progress", "health", "priority", "sdgs")


def parse_attribute(key: str, text: str, term: Term) -> Any:
    """Return the value of an attribute as JSON data; None for an empty text.

    Lists are parted by `;` or line ends. `term` completes deadlines such as `fin de législature`.

    >>> parse_attribute("services", "Travaux ; Finances", Term())
    ['Travaux', 'Finances']
    """
    text = text.strip()
    if not text:
        return None
    if key in LISTS:
        parts = text.replace("\n", LIST_SEPARATOR).split(LIST_SEPARATOR.strip())
        return [part.strip() for part in parts if part.strip()]
    if key in PROSE:
        return text
    if key == "deadline":
        found = parse_deadline(text, (term.start, term.end))
        return {**(_data(found) if found else {}), "text": text}
    if key == "budget":
        return [_kept(_data(m), Money.model_fields) for m in parse_money(text)] or [{"text": text}]
    if key == "indicators":
        found_ones = parse_indicators(text)
        return [_kept(_data(one), Indicator.model_fields) for one in found_ones]
    return _state(key, text)


def _state(key: str, text: str) -> Any:
    if key == "status":
        status, value = parse_status(text)
        return {"text": status or text, "value": value or _worded(key, get_args(StatusValue), text)}
    if key == "health":
        health, value = parse_health(text)
        return {"text": health or text, "value": value or _worded(key, get_args(HealthValue), text)}
    if key == "priority":
        priority, rank = parse_priority(text)
        return {"text": priority or text, "value": rank}
    if key == "progress":
        progress = parse_progress(text if "%" in text else f"{text} %")
        if progress is None:
            raise ValueError("a percentage from 0 to 100 is needed")
        return progress
    if key != "sdgs":
        raise ValueError(f"{key} cannot be written as one text")
    goals = parse_sdgs(text)
    if not goals:
        raise ValueError("numbers of goals (ODD) from 1 to 17 are needed")
    return goals


def _worded(kind: str, values: tuple[str, ...], text: str) -> str | None:
    return next((v for v in values if fold(text) == fold(french(kind, v) or "")), None)


def _data(value: DataclassInstance) -> dict[str, Any]:
    return {key: _plain(item) for key, item in asdict(value).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _kept(data: dict[str, Any], keys: Any) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key in keys}
