"""Numbers and states on lines of their own: when they belong to the titles beside them."""

from __future__ import annotations

from dataclasses import replace

from extractor.structure.apart import join_apart
from extractor.structure.blocks import Block, Place, Sort
from extractor.structure.cells import is_prose
from extractor.structure.cuts import without_sheet_names
from extractor.structure.labels import Labels
from tests.structure.blocks_kit import item, labelled, prose

TITLES = ("Planter des haies", "Semer des prés", "Curer les mares", "Poser des nichoirs")


def number(text: str) -> Block:
    return prose(text, number=text)


def counted(titled: int, bare: int) -> list[str | None]:
    """Return the numbers of titles below numbers alone, some of which stand above no title."""
    blocks = [b for n in range(titled) for b in (number(str(n + 1)), item(TITLES[n]))]
    blocks += [b for n in range(bare) for b in (number(str(titled + n + 1)), prose("Une phrase."))]
    return [b.number for b in join_apart(blocks) if b.sort is Sort.ITEM]


def test_numbers_belong_to_titles_where_most_do() -> None:
    assert counted(2, 0) == ["1", "2"]
    assert counted(1, 0) == [None]
    assert counted(3, 1) == ["1", "2", "3"]  # three of four
    assert counted(2, 1) == [None, None]  # two of three


def test_numbers_that_do_not_count_up_are_figures() -> None:
    blocks = [number("12"), item(TITLES[0]), number("3"), item(TITLES[1])]
    assert join_apart(blocks) == blocks


def test_a_number_reaches_its_title_over_two_states_at_most() -> None:
    for states, joined in ((2, True), (3, False)):
        between = [item("En cours"), item("35 %"), item("Terminé")][:states]
        blocks = [number("1.1"), *between, item(TITLES[0])]
        blocks += [number("1.2"), *between, item(TITLES[1])]
        found = [b.number for b in join_apart(blocks) if b.title in TITLES]
        assert found == (["1.1", "1.2"] if joined else [None, None])


def stated(inside: int, outside: int) -> list[str]:
    """Return the keys of states below titles; some stand above a list of their own."""
    blocks = [b for n in range(inside) for b in (item(TITLES[n]), item("En cours"))]
    for n in range(outside):
        blocks += [item(TITLES[-1 - n]), item("En cours"), item("• Un")]
    return [str(b.key) for b in join_apart(blocks) if b.sort is Sort.FIELD]


def test_states_are_values_where_most_stand_below_titles() -> None:
    assert stated(2, 0) == ["status", "status"]
    assert stated(1, 0) == []
    assert stated(3, 1) == ["status"] * 3
    assert stated(2, 1) == []


def test_goals_are_values_however_many() -> None:
    goals = "ODD 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"
    blocks = [item(TITLES[0]), item(goals), item(TITLES[1]), item("ODD 3, 4")]
    assert [b.key for b in join_apart(blocks) if b.sort is Sort.FIELD] == ["sdgs", "sdgs"]


def test_a_word_behind_numbers_is_a_label_where_nearly_all_have_it() -> None:
    rives = [f"{n} Rive. Titre {n}" for n in (1, 2, 3, 4)]
    assert Labels([*rives, "5 Haies et prés"]).match(rives[0]) is not None  # four of five
    assert Labels([*rives[:3], "4 Haies", "5 Prés"]).match(rives[0]) is None


def test_a_word_before_numbers_without_a_sign_is_a_label_above_titles() -> None:
    like = ["Rive 1 Planter des haies", "Rive 2 Semer des prés"]
    assert Labels([*like, "Rive 3 Bleue"]).match(like[0]) is not None  # two of three
    assert Labels([like[0], "Rive 2 Bleue"]).match(like[0]) is None


def test_a_word_behind_numbers_without_a_sign_is_a_label_three_times() -> None:
    like = ["1 Rive Planter des haies", "2 Rive Semer des prés", "3 Rive Curer les mares"]
    assert Labels([*like, "4 Rive Bleue"]).match(like[0]) is not None  # three of four
    assert Labels(like[:2]).match(like[0]) is None
    assert Labels([*like[:2], "3 Rive Bleue"]).match(like[0]) is None  # two of three


def test_the_only_cell_of_a_row_is_a_remark_when_it_is_long_or_a_long_sentence() -> None:
    sentence = "Le service des travaux {} la salle des fêtes de la commune."
    short, long = sentence.format("a"), sentence.format("a rénové de fond en comble")
    assert (len(short), len(long)) < (70, 90)
    assert not is_prose(item(short))
    assert is_prose(item(long))
    two = f"Le cadre est connu. {'Il change peu ' * 20}"
    assert is_prose(item(two[:201]))
    assert not is_prose(item(two[:200]))


def test_a_sheet_s_name_is_text_where_one_of_the_next_blocks_has_its_label() -> None:
    name = labelled("os", "1", "Propreté", sheet=True)
    title = labelled("os", "1", "Être une commune propre")
    for between, sort in ((3, Sort.TEXT), (4, Sort.ITEM)):
        cell = replace(title, place=Place(0, 1, 0))
        blocks = [name, *[item("Note")] * between, cell]
        assert without_sheet_names(blocks)[0].sort is sort
