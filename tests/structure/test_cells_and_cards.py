"""Columns whose header says little, cells that list parts, cards, and rows that only count."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.document import Cell, CellRef, Line
from extractor.readers import read_bytes
from extractor.structure import collect
from extractor.structure.blocks import Sort
from extractor.structure.columns import Holds, settle
from extractor.structure.contents import kind_of
from extractor.structure.labels import Labels
from extractor.structure.rows import Row, RowMaker, is_count, is_period
from extractor.structure.tails import split_tail
from tests.structure.helpers import COVER, find, plan_of
from tests.structure.test_tables import HEAD, table


@pytest.mark.parametrize("text", ["janv.", "Mars", "août 2026", "Septembre", "T2", "2026", "déc"])
def test_months_are_parts_of_a_calendar(text: str) -> None:
    assert is_period(text)


@pytest.mark.parametrize("text", ["Maillons", "Décision", "Marche", "Octroi", "Maison", "Avrillée"])
def test_words_that_begin_as_months_do_are_none(text: str) -> None:
    assert not is_period(text)


def test_bodies_whose_name_is_a_noun_of_action_are_no_titles() -> None:
    assert kind_of("Direction de la culture") == "responsibles"
    assert kind_of("Direction assistée par l’image : achat du matériel pour les élèves de sixième")
    plan = plan_of(
        HEAD + table("N° | Action | Direction pilote", "1 | Ouvrir un site | Direction technique",
                     "2 | Éditer un bulletin | Direction de la culture"), "plan.html",
    )  # fmt: skip
    assert [n.title for n in plan.nodes()][2:] == ["Ouvrir un site", "Éditer un bulletin"]


def columns(header: Sequence[str], *cells: Sequence[Sequence[str]]) -> list[Holds]:
    """Return what the columns of a table hold; a cell is its lines."""
    lines: dict[int, Line] = {}
    found = []
    for row, texts in enumerate(cells):
        made = []
        for column, own in enumerate(texts):
            start = len(lines) + 1
            for text in own:
                lines[len(lines) + 1] = Line(len(lines) + 1, text, 1, cell=CellRef(0, row, column))
            made.append(Cell(row, column, lines=tuple(range(start, len(lines) + 1))))
        found.append(Row(row, made, {}))
    labels = Labels([line.text for line in lines.values()])
    maker = RowMaker(lines, labels, native=True)
    for row in found:
        row.paragraphs = {c.column: maker.paragraphs(c, "") for c in row.cells}
    held = settle({i: [text] for i, text in enumerate(header)}, found, labels)
    return [held[i].holds for i in sorted(held)]


def test_cells_that_repeat_their_header_hold_titles_though_they_have_several_lines() -> None:
    rows = (
        (["Chaînon : La rue", "Elle est à tous."], ["Ouvrir un site"], ["Juriste"]),
        (["Chaînon : Le pré", "Il est aux vaches.", "Et aux fleurs."], ["Bâtir"], ["Greffe"]),
    )
    held = columns(("Chaînons", "Action", "Qui"), *rows)
    assert held == [Holds.TITLE, Holds.TITLE, Holds.FIELD]


@pytest.mark.parametrize(
    ("header", "sign", "holds"),
    [
        ("Dans les faits", "→ ", Holds.TITLE),
        ("Dans les faits", "", Holds.FIELD),
        ("Remarques", "→ ", Holds.FIELD),
    ],
)
def test_marked_lists_below_a_header_that_says_nothing_are_titles(
    header: str, sign: str, holds: Holds
) -> None:
    rows = [
        ([f"Levier {n} : Mieux informer"],
         [f"{sign}Le rapport {n} est lu au Conseil", f"{sign}Le site {n} est tenu à jour"])
        for n in (1, 2, 3)
    ]  # fmt: skip
    assert columns(("Leviers", header), *rows) == [Holds.TITLE, holds]
    if sign:  # a line in each cell is a remark, marked or not
        single = [(left, lines[:1]) for left, lines in rows]
        assert columns(("Leviers", header), *single) == [Holds.TITLE, Holds.FIELD]


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        ("Levier 1 | 2 | 14", True),
        ("Levier 1 : Informer | 2 | 14", False),
        ("Levier 1 | deux", False),
        ("Levier 1", False),
    ],
)
def test_a_row_may_only_count_what_an_objective_holds(row: str, counts: bool) -> None:
    document = read_bytes(table(row, "Levier 2 | 3 | 5").encode(), "plan.html")
    labels = Labels(["Levier 1 : Informer", "Levier 2 : Loger", "Levier 3 : Fêter"])
    maker = RowMaker({line.index: line for line in document.lines}, labels, native=True)
    assert is_count(maker.rows(document.tables[0])[0], labels) is counts


def test_the_values_of_a_row_are_those_of_the_action_whose_parts_its_cell_lists() -> None:
    parts = "<p>a) Rénover la salle</p><p>1.1.1 Isoler le toit</p><p>1.1.2 Peindre les murs</p>"
    plan = plan_of(
        HEAD + table("Action | Pilote | Échéance", f"{parts} | Juriste | 2027",
                     "b) Ouvrir un site | Greffe | 2028"), "plan.html",
    )  # fmt: skip
    assert find(plan, "Rénover").attributes.responsibles == ["Juriste"]
    assert find(plan, "Rénover").attributes.deadline is not None
    assert find(plan, "Isoler").attributes.responsibles == []
    assert find(plan, "Peindre").attributes.deadline is None


def card(title: str, *lines: str) -> str:
    """Return a cell with a title above a list."""
    return f"<p><b>{title}</b></p>" + "".join(f"<p>{line}</p>" for line in lines)


def test_cards_abreast_and_alone_in_their_row_are_of_one_level() -> None:
    def ambition(n: int) -> str:
        cards = [
            card(
                f"Ouvrir le lieu {n}{k}",
                f"→ Planter la haie {n}{k}",
                f"→ Éclairer la rue {n}{k} ✔ Déjà fait",
                f"ODD {n} · 1{n}",
            )
            for k in "abc"
        ]
        return f"<h2>{n}. Une ville qui avance {n}</h2>" + table(
            f"{cards[0]} | {cards[1]}", f"2×{cards[2]}"
        )

    plan = plan_of(f"<p>{COVER}</p>" + "".join(map(ambition, (1, 2, 3))), "plan.html")
    levels = [n.level.value for n in plan.nodes()]
    assert levels == ["OS", *["OO", "ACTION", "ACTION"] * 3] * 3
    assert find(plan, "Ouvrir le lieu 2c").attributes.sdgs == [2, 12]
    done = find(plan, "Éclairer la rue 1b").attributes.status
    assert done is not None and done.value == "termine"


def test_a_tick_sets_a_state_apart_from_its_title() -> None:
    assert split_tail("Poser un banc ✔ Déjà fait") == (
        "Poser un banc",
        (("status", "", "Déjà fait"),),
    )


@pytest.mark.parametrize(("above", "sort"), [(0, Sort.ITEM), (7, Sort.ITEM), (8, Sort.FIELD)])
def test_a_table_of_one_row_is_read_as_those_of_the_same_header(above: int, sort: Sort) -> None:
    """Which stands among the first eight rows."""
    head = "Sentiers | Dans les faits | Pilote"
    one = "Sentier : Mieux informer | <p>• Le site est tenu à jour</p> | Juriste"
    rows = [
        f"Sentier : Mieux loger {n} | <p>• Le toit {n} est isolé</p><p>• Le bail {n} est signé</p>"
        " | Greffe"
        for n in range(1, 7)
    ]
    titles = [f"Une remarque {n}, sans plus" for n in range(above)]
    html = table(head, one) + "<p>–</p>" + table(*titles, head, *rows)
    blocks, _ = collect(read_bytes(html.encode(), "plan.html"), {})
    (found,) = (b for b in blocks if "Le site" in b.text)
    assert found.sort is sort


def test_a_table_of_two_rows_tells_itself_what_its_columns_hold() -> None:
    head = "Sentiers | Dans les faits | Pilote"
    two = [
        f"Sentier : Mieux informer {n} | <p>• Le site {n} est à jour</p> | Greffe" for n in (8, 9)
    ]
    rows = [
        f"Sentier : Mieux loger {n} | <p>• Le toit {n} est isolé</p><p>• Le bail {n} est signé</p>"
        " | Greffe"
        for n in range(1, 7)
    ]
    html = table(head, *two) + "<p>–</p>" + table(head, *rows)
    blocks, _ = collect(read_bytes(html.encode(), "plan.html"), {})
    assert {b.sort for b in blocks if "Le site" in b.text} == {Sort.FIELD}
    assert {b.sort for b in blocks if "Le toit" in b.text} == {Sort.ITEM}


def test_a_title_that_rows_repeat_is_no_label_of_the_title_beside_it() -> None:
    rows = [f"Facilitation de la lecture | {n}. Ouvrir la salle {n} | Greffe" for n in (1, 2, 3, 4)]
    rows += [f"Rénovation du patrimoine bâti | {n}. Poser le toit {n} | Travaux" for n in (5, 6)]
    plan = plan_of(
        f"<p>{COVER}</p><h2>OS 1 : Être proche</h2>"
        + table("Notre chemin | Nos pas | Porteur", *rows), "plan.html",
    )  # fmt: skip
    assert [(n.title, len(n.children)) for n in plan.tree[0].children] == [
        ("Facilitation de la lecture", 4), ("Rénovation du patrimoine bâti", 2),
    ]  # fmt: skip
