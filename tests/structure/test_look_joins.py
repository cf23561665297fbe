"""Looks that are one though their type differs: chapter colours, columns, marks in a list."""

from __future__ import annotations

from dataclasses import replace

from extractor.markers import find_marker
from extractor.structure.blocks import Block, Place, Sort, Type
from extractor.structure.looks import find_looks
from extractor.structure.refine import refine
from extractor.structure.summaries import find_mentions
from tests.structure.blocks_kit import item, labelled, value
from tests.structure.helpers import outline, plan_of

TITLES = ("Planter des haies", "Semer des prés", "Curer les mares", "Poser des nichoirs")


def coloured(title: str, tint: str) -> Block:
    return item(title, type=Type(size=0.3, bold=True, tint=tint, special=True))


def sizes(blocks: list[Block]) -> list[int]:
    """Return how many members each look has, the largest first."""
    return [len(look.members) for look in find_looks(blocks)]


def test_the_colours_of_chapters_are_no_levels() -> None:
    chapters = [coloured(t, tint) for tint in ("red", "blue", "lime") for t in TITLES[:2]]
    assert sizes(chapters) == [6]
    assert sizes(chapters[:4]) == [2, 2]  # two colours may be two levels
    mixed = [chapters[0], chapters[2], chapters[4], chapters[1], chapters[3], chapters[5]]
    assert sizes(mixed) == [2, 2, 2]  # they alternate: each means something


def bullet(text: str, indent: float) -> Block:
    return item(text, indent=indent)


def test_bullets_of_two_columns_are_one_look() -> None:
    heading = coloured("Soigner", "red")
    left = [bullet(f"✓ {t}", 72.0) for t in TITLES]
    right = [bullet(f"✓ {t}", 89.0) for t in TITLES[:2]]
    assert sizes([*left, heading, *right]) == [6, 1]
    assert sizes([*left, *right]) == [4, 2]  # right below: they may be its parts


def test_marks_in_a_list_are_no_level() -> None:
    star, dot = [bullet(f"★ {t}", 0.0) for t in TITLES], [bullet(f"• {t}", 0.0) for t in TITLES]
    heading = coloured("Soigner", "red")
    mixed = [star[0], dot[0], heading, dot[1], star[1], dot[2]]
    assert sizes(mixed) == [5, 1]
    below = [star[0], dot[0], heading, star[1], dot[1], dot[2]]
    assert sizes(below) == [3, 2, 1]  # the star always leads


def test_a_label_without_title_that_has_one_elsewhere_is_a_mention() -> None:
    bare = replace(labelled("axe", "1", ""), title="axe 1")
    titled = labelled("axe", "1", "Être une vallée verte")
    blocks = [bare, titled, item("1. Semer")]
    assert find_mentions(blocks, find_looks(blocks)) == {0}
    alone = [bare, labelled("axe", "2", "Être un bourg sûr")]
    assert find_mentions(alone, find_looks(alone)) == set()


def test_numbers_such_as_1a() -> None:
    marker = find_marker("1a. Semer des prés")
    assert marker is not None
    assert (marker.code, marker.end, marker.depth) == ("1a", 4, 2)
    assert find_marker("2e phase du chantier") is None


def typed(row: int, cell: str, title: str) -> list[Block]:
    """Return a row of a listing: its title, then the cell before it."""
    title_block = item(title, place=Place(0, row, 1))
    return [title_block, replace(value("other", cell, place=Place(0, row, 0)), label="")]


def test_a_cell_with_number_and_level_word_labels_its_row() -> None:
    rows = (
        ("1 Objectif stratégique", TITLES[0]),
        ("1.1 Action", TITLES[1]),
        ("Action\n1.2", TITLES[2]),
    )
    blocks = refine([b for n, (cell, title) in enumerate(rows) for b in typed(n, cell, title)])
    assert [(b.word, b.number) for b in blocks if b.sort is Sort.ITEM] == [
        ("objectif strategique", "1"),
        ("action", "1.1"),
        ("action", "1.2"),
    ]
    vague = [b for n, title in enumerate(TITLES) for b in typed(n, f"1.{n} Mesure", title)]
    assert {b.word for b in refine(vague)} == {""}  # of which level?
    few = refine([b for n, (cell, title) in enumerate(rows[:2]) for b in typed(n, cell, title)])
    assert [b.word for b in few if b.sort is Sort.ITEM] == ["", ""]


def test_a_list_inside_a_list_holds_parts_of_actions() -> None:
    plan = plan_of(
        """
        <h1>PST 2025-2030</h1><h2>Ambition A : Réussir la transition</h2>
        <ul><li>A.1 Produire une énergie propre<ul>
          <li>Installer une turbine au barrage</li>
          <li>Remplacer l’éclairage de la salle<ul>
            <li>Passer le marché</li><li>Poser les lampes</li></ul></li></ul></li>
        <li>A.2 Adapter les campagnes<ul><li>Reboiser vingt hectares</li></ul></li></ul>
        <h2>Ambition B : Vivre ensemble</h2>
        <ul><li>B.1 Faire vivre les villages<ul>
          <li>Mettre les salles en réseau<ul><li>Centraliser les réservations</li></ul></li>
          <li>Réunir les comités</li></ul></li></ul>
        """,
        "plan.html",
    )
    rows = [line.split()[:2] for line in outline(plan).splitlines()]
    assert rows[:3] == [["OS", "A"], ["OO", "A.1"], ["ACTION", "Installer"]]
    parts = [node.title for node in plan.nodes() if node.level.value == "SOUS_ACTION"]
    assert parts == ["Passer le marché", "Poser les lampes", "Centraliser les réservations"]


def test_one_series_of_numbers_is_one_look() -> None:
    titles = ("Curer les mares", "Semer des prés", "Être une commune qui écoute")
    counted = [item(f"{n}. {title}") for n, title in enumerate(titles, 1)]
    assert sizes(counted) == [3]
    again = [*counted, *(item(f"{n}. {title}") for n, title in enumerate(TITLES, 1))]
    assert sizes(again) == [6, 1]  # restarted: what the institution wants to be stands apart
