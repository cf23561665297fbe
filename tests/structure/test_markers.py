"""Bullets, numbers and letters at the start of a line."""

from __future__ import annotations

import pytest

from extractor.markers import find_marker, marker_from_source, normalise_code, roman_value

FOUND = [
    # line, kind, code, text after the marker
    ("• Ouvrir un guichet", "bullet", None, "Ouvrir un guichet"),
    ("\uf0b7 Ouvrir", "bullet", None, "Ouvrir"),
    ("- Ouvrir", "bullet", None, "Ouvrir"),
    ("–Ouvrir", "bullet", None, "Ouvrir"),
    ("   o Ouvrir", "bullet", None, "Ouvrir"),
    ("➢Ouvrir", "bullet", None, "Ouvrir"),
    ("☐ Ouvrir", "bullet", None, "Ouvrir"),
    ("➜ Ouvrir", "bullet", None, "Ouvrir"),
    ("↻ Ouvrir", "bullet", None, "Ouvrir"),
    ("🌱 Ouvrir", "bullet", None, "Ouvrir"),
    ("1. Ouvrir", "decimal", "1", "Ouvrir"),
    ("1.Références", "decimal", "1", "Références"),
    ("12) Ouvrir", "decimal", "12", "Ouvrir"),
    ("3.10. Ouvrir", "decimal", "3.10", "Ouvrir"),
    ("1.1.2 – Ouvrir", "decimal", "1.1.2", "Ouvrir"),
    ("2° Ouvrir", "decimal", "2", "Ouvrir"),
    ("① Ouvrir", "decimal", "1", "Ouvrir"),
    ("⑫Ouvrir", "decimal", "12", "Ouvrir"),
    ("❷ Ouvrir", "decimal", "2", "Ouvrir"),
    ("A. Ouvrir", "letter", "A", "Ouvrir"),
    ("M. Ouvrir les Halles", "letter", "M", "Ouvrir les Halles"),
    ("b) ouvrir", "letter", "b", "ouvrir"),
    ("II. Ouvrir", "roman", "II", "Ouvrir"),
    ("iv) ouvrir", "roman", "iv", "ouvrir"),
    ("II.1 Ouvrir", "mixed", "II.1", "Ouvrir"),
    ("A.1.2. Ouvrir", "mixed", "A.1.2", "Ouvrir"),
]


@pytest.mark.parametrize(("line", "kind", "code", "rest"), FOUND)
def test_marker_is_found(line: str, kind: str, code: str | None, rest: str) -> None:
    marker = find_marker(line)
    assert marker is not None
    assert (marker.kind, marker.code, line[marker.end :].strip()) == (kind, code, rest)


NONE = ["Ouvrir", "", "   ", "ouvrir – fermer", "l’accueil", "Être", "M. le Président", "-", "—",
        "M. Jean-Noël Brasseur", "2019-2024", "1000 euros", "à midi"]  # fmt: skip


@pytest.mark.parametrize("line", NONE)
def test_no_marker(line: str) -> None:
    assert find_marker(line) is None


@pytest.mark.parametrize(
    ("line", "closed"),
    [("2 agents", False), ("70 personnes", False), ("2. agents", True), ("2) agents", True)],
)
def test_a_number_that_nothing_closes_may_be_a_quantity(line: str, closed: bool) -> None:
    marker = find_marker(line)
    assert marker is None or marker.closed is closed
    assert closed is (marker is not None and marker.closed)


def test_shape_tells_series_apart() -> None:
    def shape(line: str) -> str:
        marker = find_marker(line)
        assert marker is not None
        return marker.shape

    assert shape("1. a") == shape("12. b")
    lines = ["1. A", "1) A", "(1) A", "1.1. A", "a) A", "A) A", "• A", "o A", "- A", "II. A"]
    assert len({shape(line) for line in lines}) == len(lines)
    assert shape("– A") == shape("- A")


@pytest.mark.parametrize(
    ("number", "code"),
    [("II.1", "2.1"), ("3.10.", "3.10"), ("(A.4)", "A.4"), ("a)", "a"), ("01", "1"), ("1-2", "1.2"),
     ("IV", "4"), (" n ", "n"), ("②", "2"), ("1.³", "1.3")],
)  # fmt: skip
def test_code_is_normalised(number: str, code: str) -> None:
    assert normalise_code(number) == code


def test_letters_of_a_series_are_no_numerals() -> None:
    assert normalise_code("C.1", letters=True) == "C.1"
    assert normalise_code("I", letters=False) == "1"


@pytest.mark.parametrize(
    ("text", "value"),
    [("I", 1), ("IV", 4), ("XIV", 14), ("xl", 40), ("CCC", 300), ("IIX", None), ("VV", None),
     ("", None), ("ABC", None)],
)  # fmt: skip
def test_roman(text: str, value: int | None) -> None:
    assert roman_value(text) == value


@pytest.mark.parametrize(
    ("marker", "kind", "code"),
    [("1.", "decimal", "1"), ("•", "bullet", None), ("a)", "letter", "a"), ("§", "bullet", None),
     ("1.2 –", "decimal", "1.2"), ("Étape 3", "mixed", "Étape 3")],
)  # fmt: skip
def test_marker_kept_apart_by_the_source(marker: str, kind: str, code: str | None) -> None:
    found = marker_from_source(marker)
    assert (found.kind, found.code, found.end) == (kind, code, 0)
