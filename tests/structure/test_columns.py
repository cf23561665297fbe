"""Indents are counted from the left edge of the column a line stands in."""

from __future__ import annotations

from extractor.document import BBox, Line
from extractor.structure.edges import from_column_edges


def lines(*places: tuple[float, float, float]) -> list[Line]:
    """Return lines of one page: left edge, top, right edge."""
    return [
        Line(number, "Texte", 1, BBox(x0, top, x1, top + 10), 10.0, indent=x0)
        for number, (x0, top, x1) in enumerate(places, 1)
    ]


def test_a_column_that_begins_with_an_indented_line() -> None:
    left = [(70.0, 100.0, 280.0), (84.0, 120.0, 270.0)]
    right = [(324.0, 50.0, 520.0), (310.0, 70.0, 520.0), (324.0, 90.0, 500.0)]
    found = from_column_edges(lines(*left, *right, (70.0, 300.0, 520.0)))
    assert [line.indent for line in found] == [70, 84, 84, 70, 84, 70]


def test_a_footer_over_the_page_hides_no_column() -> None:
    left = [(70.0, 100.0, 280.0), (84.0, 120.0, 270.0)]
    footer = (70.0, 780.0, 550.0)
    found = from_column_edges(lines(*left, (324.0, 50.0, 520.0), (310.0, 70.0, 520.0), footer))
    assert [line.indent for line in found] == [70, 84, 84, 70, 70]


def test_a_page_without_columns_is_left_as_it_is() -> None:
    page = lines((70.0, 100.0, 500.0), (320.0, 120.0, 500.0))
    assert from_column_edges(page) == page


def test_columns_are_aligned_by_their_lists() -> None:
    """The right column has no line of the highest level."""
    left = [(x, 100.0 + 20 * n, 280.0) for n, x in enumerate((70.0, 84.0, 102.0, 84.0, 102.0))]
    right = [(x, 50.0 + 20 * n, 520.0) for n, x in enumerate((324.0, 342.0, 324.0, 342.0))]
    found = from_column_edges(lines(*left, *right))
    assert [line.indent for line in found[5:]] == [84, 102, 84, 102]


def test_a_line_above_the_columns_does_not_cut_them() -> None:
    above = (70.0, 40.0, 318.0)
    left = [(70.0, 100.0, 280.0), (84.0, 120.0, 270.0)]
    right = [(324.0, 60.0, 520.0), (310.0, 80.0, 520.0), (324.0, 95.0, 500.0)]
    found = from_column_edges(lines(above, *left, *right))
    assert [line.indent for line in found] == [70, 70, 84, 84, 70, 84]
