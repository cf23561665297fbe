"""The score of a reading: what each part counts, on the smallest documents that show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from extractor.structure.blocks import Block, Sort, Type
from extractor.structure.looks import find_looks
from extractor.structure.readings import best_readings
from extractor.structure.score import (
    ACTION,
    NONE,
    OO,
    OS,
    PARTS,
    PROJET,
    SECTION,
    SOUS_ACTION,
    load_weights,
    score,
    track,
)
from extractor.structure.series import OwnWords
from tests.structure.blocks_kit import item, labelled, value

BOUSSOLE = labelled("boussole", "1", "Être une vallée verte")
SILLON = labelled("sillon", "1.1", "Semer des prés")
CAPTION = Block(Sort.CAPTION, "Objectifs stratégiques", (1,), levels=("OS",))


def parts(blocks: Sequence[Block], ranks: Sequence[int]) -> dict[str, float]:
    """Return the parts of the reading that gives its rank to the look of each item, by name."""
    looks = find_looks(blocks)
    items = [at for at, b in enumerate(blocks) if b.sort is Sort.ITEM]
    rank_of = dict(zip(items, ranks, strict=True))
    reading = np.array([[rank_of[look.members[0]] for look in looks]])
    _, found = score(reading, track(blocks, looks, load_weights(), OwnWords()), load_weights())
    return dict(zip(PARTS, map(float, found[0]), strict=True))


def test_a_reading_without_plan_scores_nothing() -> None:
    assert not any(parts([BOUSSOLE, SILLON], [NONE, NONE]).values())


def test_the_total_is_the_weighted_sum_of_the_parts() -> None:
    looks = find_looks(blocks := [BOUSSOLE, SILLON, item("- Faucher")])
    weights = load_weights()
    readings = np.array([[OS, OO, ACTION], [NONE, OS, OO]])
    totals, found = score(readings, track(blocks, looks, weights, OwnWords()), weights)
    assert np.allclose(totals, found @ weights.parts)


def test_words_say_their_level() -> None:
    told = labelled("os", "1", "Être une vallée verte")
    assert parts([told], [OS])["word"] > 0 > parts([told], [OO])["word"]
    assert parts([BOUSSOLE], [OS])["word"] == 0


def test_wording_says_the_level_of_a_title() -> None:
    assert parts([BOUSSOLE], [OS])["wording"] > parts([BOUSSOLE], [ACTION])["wording"]


def test_marks_say_the_level_of_a_title() -> None:
    bullet = [item("- Faucher")]
    assert parts(bullet, [ACTION])["mark"] > parts(bullet, [OS])["mark"]


def test_a_caption_announces_the_level_of_what_stands_below_it() -> None:
    blocks = [CAPTION, item("1. Haies"), item("2. Prés")]
    assert parts(blocks, [OS, OS])["caption"] > 0 > parts(blocks, [OO, OO])["caption"]


def test_prose_and_open_ends_are_no_titles() -> None:
    prose = item("La vallée compte trois villages et deux rivières. " * 3)
    for block in (prose, item("Voici la liste :"), item("Que faire ?")):
        assert parts([block], [OS])["prose"] < 0 == parts([BOUSSOLE], [OS])["prose"]


def test_what_has_values_below_it_is_a_node() -> None:
    blocks = [BOUSSOLE, value("services", "Les eaux")]
    assert parts(blocks, [ACTION])["content"] > parts(blocks, [OO])["content"] > 0
    assert parts([BOUSSOLE], [OO])["content"] == 0


def test_some_levels_stand_below_others() -> None:
    blocks = [BOUSSOLE, item("- Faucher"), item("- Semer")]
    good = parts([BOUSSOLE, SILLON, *blocks[1:]], [OS, OO, ACTION, ACTION])
    assert good["transition"] > parts(blocks, [OS, SOUS_ACTION, SOUS_ACTION])["transition"]
    assert parts(blocks, [OS, ACTION, ACTION])["no_oo"] < 0
    assert parts(blocks, [OS, SOUS_ACTION, SOUS_ACTION])["no_oo"] < 0


def test_numbers_extend_those_of_their_parent() -> None:
    other = replace(SILLON, number="3.1")
    assert parts([BOUSSOLE, SILLON], [OS, OO])["number_parent"] == 1
    assert parts([BOUSSOLE, other], [OS, OO])["number_parent"] == -1


def test_numbers_follow_each_other_below_one_parent() -> None:
    def series(*numbers: int) -> dict[str, float]:
        rows = [labelled("sillon", str(n), "Semer") for n in numbers]
        return parts([BOUSSOLE, *rows], [OS, *[OO] * len(rows)])

    assert series(1, 2, 3)["number_series"] > series(1, 3, 2)["number_series"]
    assert series(1, 2, 1, 2)["restart"] < 0 == series(1, 2, 3)["restart"]


def test_siblings_look_alike() -> None:
    blocks = [BOUSSOLE, item("- Faucher"), item("1) Semer")]
    assert parts(blocks, [OS, ACTION, ACTION])["look_change"] == -1
    assert parts(blocks, [OS, ACTION, NONE])["look_change"] == 0
    assert parts(blocks, [OS, ACTION, ACTION])["extra_look"] == -1


def test_larger_type_stands_above_smaller_type() -> None:
    large, small = (
        item("Haies", type=Type(outline=1, special=True)),
        item("Prés", type=Type(outline=2, special=True)),
    )
    assert parts([large, small], [OS, OO])["contain"] > 0
    assert parts([small, large], [OS, OO])["contain"] < 0


def test_objectives_hold_something() -> None:
    blocks = [BOUSSOLE, SILLON, replace(BOUSSOLE, number="2")]
    assert parts(blocks, [OS, OO, OS])["empty"] < 0
    assert parts(blocks[:2], [OS, OO])["empty"] == 0


def test_what_is_left_out_inside_the_plan_and_what_stands_under_nothing() -> None:
    blocks = [BOUSSOLE, SILLON]
    assert parts(blocks, [OS, NONE])["left_over"] < 0 == parts(blocks, [NONE, OS])["left_over"]
    assert parts([SILLON, BOUSSOLE], [OO, OS])["orphan"] == -1


def test_a_project_is_told_by_a_word() -> None:
    blocks = [BOUSSOLE, SILLON, item("- Faucher")]
    assert parts(blocks, [OS, OO, PROJET])["unworded_project"] < 0
    told = [BOUSSOLE, SILLON, labelled("projet", "1", "Faucher")]
    assert parts(told, [OS, OO, PROJET])["unworded_project"] == 0


def test_what_lies_below_an_objective_is_hardly_a_project_where_no_other_objective_does() -> None:
    blocks = [BOUSSOLE, SILLON, item("- Faucher"), item("* Semer")]
    beside = parts(blocks, [OS, OO, PROJET, ACTION])["unworded_project"]
    alone = parts([BOUSSOLE, *blocks[2:]], [OS, PROJET, ACTION])["unworded_project"]
    assert alone < beside < 0


def test_levels_have_more_members_than_those_above() -> None:
    few = [replace(BOUSSOLE, number=str(n)) for n in range(8)] + [SILLON]
    many = [BOUSSOLE, *(replace(SILLON, number=f"1.{n}") for n in range(3))]
    assert parts(few, [OS] * 8 + [OO])["ratio"] < parts(many, [OS, OO, OO, OO])["ratio"] <= 0


def test_a_plan_begins_with_objectives() -> None:
    assert parts([SILLON], [OO])["no_top"] < 0 == parts([SILLON], [OS])["no_top"]
    title = item("Haies", type=Type(size=0.3, special=True))
    rows = [title, item("- Faucher"), item("- Semer"), item("- Recéper")]
    assert parts(rows, [OS, *[ACTION] * 3])["lone_top"] == -1
    assert parts([BOUSSOLE, *rows[1:]], [OS, *[ACTION] * 3])["lone_top"] == 0


def test_the_best_reading_is_the_best_of_all() -> None:
    blocks = [BOUSSOLE, SILLON, item("- Faucher"), item("- Semer")]
    looks = find_looks(blocks)
    weights = load_weights()
    readings, found = best_readings(blocks, looks, weights)[:2]
    every = np.array(np.meshgrid(*[range(7)] * len(looks))).T.reshape(-1, len(looks))
    totals, _ = score(every, found, weights)
    by_look = dict(zip([look.members[0] for look in looks], readings[0].ranks, strict=True))
    assert by_look == {0: OS, 1: OO, 2: ACTION}
    assert readings[0].total == pytest.approx(totals.max())
    assert [r.total for r in readings] == sorted((r.total for r in readings), reverse=True)
    assert readings[0].named()["number_parent"] == 1


def test_levels_that_the_document_announces_are_expected() -> None:
    blocks = [BOUSSOLE, item("Semer un pré")]
    looks, weights = find_looks(blocks), load_weights()
    told = track(blocks, looks, weights, OwnWords(levels=frozenset(("OS", "ACTION"))))
    order = [look.members[0] for look in looks]
    readings = np.array([[ranks[at] for at in order] for ranks in ((OS, ACTION), (OS, OO))])
    totals, found = score(readings, told, weights)
    at = PARTS.index("told")
    assert found[0, at] == 0.0
    assert found[1, at] == pytest.approx(-2.1)  # one not told, for one missing, and its node
    silent, _ = score(readings, track(blocks, looks, weights, OwnWords()), weights)
    assert totals[0] - silent[0] == pytest.approx(0.0)
    assert totals[1] < silent[1]


@pytest.mark.parametrize(("code", "odds"), [("sl", 5.0), ("sll", 5.0), ("s", 0.0), ("silo", 0.0)])
def test_a_code_of_two_or_three_letters_shortens_an_explained_word(code: str, odds: float) -> None:
    blocks = [labelled(code, str(n), "Semer des prés") for n in (1, 2)]
    own = OwnWords(announced={"sillon": "OO", "boussole": "OS"})
    found = track(blocks, find_looks(blocks), load_weights(), own)
    assert found.odds[0, OO] == odds


def chosen(blocks: Sequence[Block], levels: Sequence[str] = ()) -> dict[str, int]:
    """Return the rank of each label, or list sign, in the best reading."""
    looks = find_looks(blocks)
    words = OwnWords(levels=frozenset(levels))
    ranks = best_readings(blocks, looks, load_weights(), words)[0][0].ranks
    keys = [blocks[look.members[0]] for look in looks]
    return {b.word or (b.marker.shape if b.marker else ""): r for b, r in
            zip(keys, ranks, strict=True)}  # fmt: skip


def test_a_whole_that_lacks_a_level_costs_by_what_it_lacks() -> None:
    top, low = [replace(BOUSSOLE, number=str(n)) for n in (1, 2)], item("- Semer des prés")
    bare = parts([top[0], top[1], low], [OS, OS, NONE])["no_oo"]
    assert bare == pytest.approx(-3.0)
    section = [labelled("pilier", "1", "Verdir"), replace(BOUSSOLE), SILLON]
    assert parts(section, [SECTION, OS, OO])["no_oo"] == pytest.approx(-2.0)
    assert parts([*section, low], [SECTION, OS, OO, ACTION])["no_oo"] == 0.0


def test_projects_that_no_word_names_cost_more_where_nothing_is_an_oo() -> None:
    low = item("- Semer des prés")
    with_oo = parts([BOUSSOLE, SILLON, item("1) Semer"), low], [OS, OO, PROJET, ACTION])
    without = parts([BOUSSOLE, SILLON, low], [OS, PROJET, ACTION])
    assert with_oo["unworded_project"] == pytest.approx(-1.0)
    assert without["unworded_project"] == pytest.approx(-3.0)
