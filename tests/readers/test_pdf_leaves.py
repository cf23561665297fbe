"""Columns of a page that have nothing to do with each other: the leaves of a folded sheet."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.readers.pdf.glyphs.marks import Face, Piece, Rule
from extractor.readers.pdf.regions.leaves import find_leaves

FACE = Face("Helvetica", bold=False, italic=False, symbol=False)
WIDTH = 640.0
LEFT, RIGHT = 40.0, 360.0
TEXTS = ("Planter des haies le long", "des chemins du village", "Curer les fossés", "Semer")


def line(
    x0: float, top: float, text: str = "Planter des haies le long des", size: float = 10.0
) -> Piece:
    return Piece(text, x0, x0 + size / 2 * len(text), top, top + size, top + size, size, FACE)


def column(x0: float, tops: Iterable[float]) -> list[Piece]:
    return [line(x0, top) for top in tops]


def blocks(start: float, heights: Iterable[int]) -> list[float]:
    """Return the tops of lines, 12 points apart, in blocks 20 points apart."""
    tops: list[float] = []
    for height in heights:
        tops += [start + 12 * n for n in range(height)]
        start = tops[-1] + 30
    return tops


UNLIKE = column(LEFT, blocks(40, (3, 5, 2, 4))), column(RIGHT, blocks(45, (6, 2, 5)))


def test_columns_with_lines_of_their_own_are_leaves() -> None:
    left, right = UNLIKE
    title = line(
        LEFT, 10, "Un titre qui va d'un bord de la page jusqu'à l'autre bord, ou presque, ici"
    )
    found = find_leaves([title, *left, *right], [], WIDTH)
    assert found is not None
    assert (found.above, found.columns, found.below) == ([title], [left, right], [])


def test_three_leaves_of_which_one_holds_a_cover() -> None:
    cover = [line(20, top, "Une commune où il fait bon") for top in (150, 165, 180, 400, 415)]
    left, right = column(240, blocks(40, (3, 5, 2, 4))), column(450, blocks(45, (6, 2, 5)))
    found = find_leaves([*cover, *left, *right], [], WIDTH)
    assert found is not None
    assert [len(part) for part in found.columns] == [5, 14, 13]


def test_what_stands_in_rows_is_no_leaf() -> None:
    left, right = UNLIKE
    rules = [Rule(100, 30, 600), Rule(160, 30, 600)]
    assert find_leaves([*left, *right], rules, WIDTH) is None  # a table
    level = column(RIGHT, blocks(40, (2, 5, 1, 3)))
    assert find_leaves([*left, *level], [], WIDTH) is None  # on the same lines


def test_cards_in_rows_are_no_leaves() -> None:
    """Their titles stand at one height, the lines below in another type."""
    left = column(
        LEFT, [40, *(58 + 12 * n for n in range(5)), 180, *(198 + 12 * n for n in range(4))]
    )
    right = column(
        RIGHT, [40, *(63 + 13 * n for n in range(4)), 180, *(203 + 13 * n for n in range(3))]
    )
    assert find_leaves([*left, *right], [], WIDTH) is None


def test_cells_centred_in_their_rows_are_no_leaves() -> None:
    left = column(LEFT, [46 + 80 * n + 12 * m for n in range(5) for m in range(2)])
    right = column(RIGHT, [40 + 80 * n + 12 * m for n in range(5) for m in range(3)])
    assert find_leaves([*left, *right], [], WIDTH) is None


def test_steps_of_a_table_are_no_leaves() -> None:
    left = column(LEFT, [40 + 120 * n + 12 * m for n in range(4) for m in range(2)])
    right = column(RIGHT, [75 + 120 * n + 12 * m for n in range(4) for m in range(5)])
    assert find_leaves([*left, *right], [], WIDTH) is None


def test_a_heading_over_the_columns_parts_them() -> None:
    """Unless something stands beside it: then it is one of its own column."""
    left, right = UNLIKE
    low = [piece._replace(top=p + 300, bottom=p + 310, base=p + 310)
           for part in UNLIKE for piece in part for p in [piece.top]]  # fmt: skip
    heading = line(LEFT, 300, "Un autre chapitre", 14)
    assert find_leaves([*left, *right, heading, *low], [], WIDTH) is None
    beside = line(RIGHT, 303, "Des lignes à côté du titre")
    assert find_leaves([*left, *right, heading, beside, *low], [], WIDTH) is not None


def are_leaves(*parts: list[Piece]) -> bool:
    return find_leaves([piece for part in parts for piece in part], [], WIDTH) is not None


def test_the_white_between_leaves_is_two_letters_wide() -> None:
    left = UNLIKE[0]
    edge = max(piece.x1 for piece in left)
    for white, apart in ((20.5, True), (19.5, False)):
        assert are_leaves(left, column(edge + white, blocks(45, (6, 2, 5)))) is apart


def test_a_leaf_has_five_lines_and_a_seventh_of_the_width() -> None:
    left = UNLIKE[0]
    for lines, apart in ((5, True), (4, False)):
        assert are_leaves(left, column(RIGHT, [45 + 31 * n for n in range(lines)])) is apart
    for letters, apart in ((20, True), (19, False)):  # 5 points each: 0.156 and 0.148
        tops = blocks(45, (6, 2, 5))
        assert are_leaves(left, [line(RIGHT, top, "x" * letters) for top in tops]) is apart


def test_a_fifth_of_the_rows_may_stand_above_the_leaves() -> None:
    """The columns have 23 rows together."""
    down = [piece._replace(top=p + 200, bottom=p + 210, base=p + 210)
            for part in UNLIKE for piece in part for p in [piece.top]]  # fmt: skip
    for count, apart in ((5, True), (6, False)):  # of 28 and of 29
        above = [line(LEFT, 20 + 15 * n, "Un titre d'un bord à l'autre " * 4) for n in range(count)]
        assert are_leaves(above, down) is apart


def test_a_heading_over_the_columns_is_larger_by_a_seventh() -> None:
    left, right = UNLIKE
    low = [piece._replace(top=p + 300, bottom=p + 310, base=p + 310)
           for part in UNLIKE for piece in part for p in [piece.top]]  # fmt: skip
    for size, apart in ((11.4, True), (11.6, False)):
        assert are_leaves(left, right, [line(LEFT, 300, "Un chapitre", size)], low) is apart


def test_lines_a_point_apart_are_level_and_two_of_five_may_be() -> None:
    tops = [40 + 12 * n for n in range(10)]
    for shift, apart in ((0.9, False), (1.2, True)):
        assert are_leaves(column(LEFT, tops), column(RIGHT, [t + shift for t in tops])) is apart
    for level, apart in ((4, True), (5, False)):
        right = [top + 5 * (at >= level) for at, top in enumerate(tops)]
        assert are_leaves(column(LEFT, tops), column(RIGHT, right)) is apart


def test_four_lines_are_no_leaf_wherever_they_stand() -> None:
    assert not are_leaves(UNLIKE[0], column(RIGHT, (146, 166, 185, 208)))


def test_one_turn_more_than_of_columns_makes_steps() -> None:
    left = column(LEFT, [40 + 120 * n + 12 * m for n in range(2) for m in range(6)])
    right = column(RIGHT, [115 + 120 * n + 12 * m for n in range(2) for m in range(4)])
    assert not are_leaves(left, right)  # left, right, left


def test_some_blocks_may_have_the_middles_of_others_by_chance() -> None:
    left = column(LEFT, (40, 52, 64, 76, 110, 144, 174, 186, 198))
    tops = [top + 13 * n for top, count in ((59, 4), (138, 2), (184, 3), (250, 4), (329, 4))
            for n in range(count)]  # fmt: skip
    assert are_leaves(left, column(RIGHT, tops))


def test_rows_are_told_by_whites_of_nearly_a_line() -> None:
    left = (40, 52, 99.5, 111.5, 123.5, 159, 171, 183, 195)
    right = (41.5, 54.5, 67.5, 80.5, 101, 114, 127, 140, 160.5, 173.5, 186.5)  # 9 points of white
    assert not are_leaves(column(LEFT, left), column(RIGHT, right))
