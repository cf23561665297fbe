"""Looks: what sets one level apart from another, before anyone says which level."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.structure.blocks import Block, Place, Type
from extractor.structure.looks import find_looks, told_level
from tests.structure.blocks_kit import item, labelled, prose, value


def groups(blocks: Sequence[Block]) -> list[list[int]]:
    return sorted(list(look.members) for look in find_looks(blocks))


def test_a_word_told_by_the_vocabulary_is_one_look_whatever_its_numbers() -> None:
    blocks = [labelled("os", "1", "Être sobre"), labelled("os", "2.1", "Être sûr")]
    assert groups(blocks) == [[0, 1]]
    assert told_level("os") == "OS" and told_level("sillon") is None


def test_an_unknown_word_with_numbers_of_other_depth_is_two_looks() -> None:
    blocks = [labelled("sillon", "1", "Semer"), labelled("sillon", "1.1", "Planter")]
    assert groups(blocks) == [[0], [1]]


def test_only_items_have_looks() -> None:
    assert groups([prose("Un texte."), value("budget", "5 €"), item("- Semer")]) == [[2]]


@pytest.mark.parametrize(
    "pair",
    [
        (item("- Semer"), item("• Planter")),
        (item("1. Semer"), item("1.1. Planter")),
        (item("1. Semer"), item("1) Planter")),
        (item("a) Semer"), item("1) Planter")),
        (item("- Semer", indent=0.0), item("- Planter", indent=30.0)),
        (
            item("Semer", type=Type(outline=1, special=True)),
            item("Planter", type=Type(outline=2, special=True)),
        ),
        (item("Semer", type=Type(size=0.4, special=True)), item("Planter")),
        (item("Semer", place=Place(0, 1, 0)), item("Planter", place=Place(0, 1, 1))),
        (item("Semer", place=Place(0, 1, 0, alone=True)), item("Planter", place=Place(0, 2, 0))),
    ],
)
def test_what_sets_two_looks_apart(pair: tuple[Block, Block]) -> None:
    assert groups(pair) == [[0], [1]]


def test_an_indent_one_blank_beside_many_is_a_slip() -> None:
    blocks = [item(f"- Semer {n}", indent=4.0) for n in range(10)] + [item("- Planter", indent=5.0)]
    assert len(groups(blocks)) == 1


def test_numbers_that_begin_again_right_below_a_number_are_another_look() -> None:
    blocks = [item(t) for t in (
        "1. Aimer la vallée", "1. Semer", "2. Planter",
        "2. Aimer les gens", "1. Jouer", "2. Danser",
    )]  # fmt: skip
    assert groups(blocks) == [[0, 3], [1, 2, 4, 5]]


def test_titles_that_say_what_one_wants_to_be_are_set_apart() -> None:
    blocks = [item(t) for t in ("Être une vallée verte", "Semer des prés", "Planter des haies")]
    assert groups(blocks) == [[0], [1, 2]]


def test_one_numeral_among_letters_is_a_numeral() -> None:
    lettered = [item(t) for t in ("a) Semer", "i) Labourer", "ii) Herser", "b) Planter")]
    assert groups(lettered) == [[0, 3], [1, 2]]
    alphabet = [item(f"{letter}) Semer") for letter in "abcdefghi"]
    assert len(groups(alphabet)) == 1


def test_slips_of_the_pen_belong_to_their_series() -> None:
    letters = [item(t) for t in ("a) Semer", "b. Planter", "c) Curer", "d) Jouer", "e) Danser")]
    assert groups(letters) == [[0, 1, 2, 3, 4]]
    stray = [item(t) for t in ("a) Semer", "z. Planter", "b) Curer", "c) Jouer", "d) Danser")]
    assert [1] in groups(stray)
    signs = [item(f"{'-' if n == 3 else '•'} Semer {n}") for n in range(6)]
    assert groups(signs) == [[0, 1, 2, 3, 4, 5]]
    bullets = ["• Semer", "• Planter", "• Curer", "• Jouer", "- Danser"]
    nested = [item(text) for text in bullets]
    assert [4] in groups(nested)


def test_a_look_says_what_its_members_share() -> None:
    blocks = [item("1.1. Semer", type=Type(outline=2)), item("1.2. Planter", type=Type(outline=2))]
    (look,) = find_looks(blocks)
    assert (look.kind, look.outline, look.depth, look.list_level) == ("num", 2, 2, None)
