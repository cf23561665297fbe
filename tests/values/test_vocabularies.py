"""The vocabularies of the values: each table says where it comes from; no pattern runs away."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import extractor.values as values
from extractor.values.folding import vocabulary

NAMES = sorted(path.stem for path in Path(values.__path__[0]).glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_every_vocabulary_and_every_table_of_it_has_a_source(name: str) -> None:
    words = vocabulary(name)
    assert words["source"].strip()
    for title, table in words.items():
        if isinstance(table, dict):
            assert table["source"].strip(), title


def test_the_vocabularies_are_found() -> None:
    assert {"deadlines", "funding", "money", "states", "sdgs", "institutions"} <= set(NAMES)


LONG = [
    "fin de la législature et ", "2020, 2021 et ", "1 000 ", "12.500,50 € (Région wallonne) et ",
    "3 4 5 ", "de de de ", "au plus tard le ", "Forem et ", "( ", "= ", "max. min. ", "31/12/", "x",
]  # fmt: skip
PARSERS = [
    values.parse_deadline, values.find_inline_deadlines, values.find_trailing_deadline,
    values.parse_money, values.parse_sdgs, values.split_list, values.parse_indicators,
    values.parse_status, values.parse_progress, values.parse_priority, values.parse_health,
]  # fmt: skip


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
def test_long_repetitive_text_takes_no_time(parse: Callable[[str], Any]) -> None:
    start = time.perf_counter()
    for pattern in LONG:
        parse(pattern * (1000 // len(pattern)))
    assert time.perf_counter() - start < 5  # seconds; a runaway pattern takes minutes
