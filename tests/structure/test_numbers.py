"""Numbers as series: values, shapes and codes."""

from __future__ import annotations

import pytest

from extractor.structure.numbers import (
    codes_of,
    is_letter_series,
    part_value,
    path_of,
    shape_of,
    value_of,
    without_letters,
)


@pytest.mark.parametrize(
    ("number", "value"),
    [("II.3", 3), ("b", 2), ("1.1.C", 100), ("IV", 4), (None, None), ("", None)],
)
def test_value_of_the_last_part(number: str | None, value: int | None) -> None:
    assert value_of(number) == value


def test_a_word_has_no_value() -> None:
    assert part_value("bis") is None
    assert path_of("1.bis") == ()
    assert path_of("II.1.b") == (2, 1, 2)


@pytest.mark.parametrize(
    ("number", "shape"),
    [
        ("1.2", "2d"),
        ("a", "1l"),
        ("B", "1L"),
        ("IV", "1R"),
        ("ii", "1r"),
        ("1.V", "2R"),
        (None, ""),
    ],
)
def test_shapes(number: str | None, shape: str) -> None:
    assert shape_of(number) == shape


@pytest.mark.parametrize(
    ("code", "plain"),
    [("OS1.OO1.01", "1.1.01"), ("OS1-OO2-ACT3", "1.2.3"), ("II.1", "II.1"), ("1.2.", "1.2")],
)
def test_codes_that_name_their_levels(code: str, plain: str) -> None:
    assert without_letters(code) == plain


@pytest.mark.parametrize(
    ("numbers", "letters"),
    [(["A", "B", "C"], True), (["I", "II"], False), (["I", "V"], False), (["C", "D"], True),
     (["1", "2"], False)],
)  # fmt: skip
def test_letters_told_from_numerals(numbers: list[str], letters: bool) -> None:
    assert is_letter_series(numbers) is letters


@pytest.mark.parametrize(
    ("numbers", "codes"),
    [
        (["1.1.A", "1.1.B", "1.1.C"], ["1.1.A", "1.1.B", "1.1.C"]),
        (["I", "II", "IV"], ["1", "2", "4"]),
        (["II.1", "II.2"], ["2.1", "2.2"]),
        (["i", "ii"], ["1", "2"]),
        (["a", "b", "c"], ["a", "b", "c"]),
    ],
)
def test_codes_of_a_series(numbers: list[str], codes: list[str]) -> None:
    assert codes_of(numbers) == codes
