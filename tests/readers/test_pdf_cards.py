"""Boxes side by side and badges: pages like slides and brochures, read back as lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from tests.readers.test_pdf import HEIGHT, cell_texts, put, read, texts

Shape = Callable[[Canvas, float, float, float, float], None]  # left, top, width, height


def rounded(canvas: Canvas, x: float, top: float, wide: float, high: float) -> None:
    canvas.roundRect(x, HEIGHT - top - high, wide, high, 10, stroke=1, fill=0)


def panel(canvas: Canvas, x: float, top: float, wide: float, high: float) -> None:
    canvas.setFillColor(HexColor("#ddeedd"))
    canvas.rect(x, HEIGHT - top - high, wide, high, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#000000"))


def framed(canvas: Canvas, x: float, top: float, wide: float, high: float) -> None:
    canvas.rect(x, HEIGHT - top - high, wide, high, stroke=1, fill=0)


def ellipse(canvas: Canvas, x: float, top: float, wide: float, high: float) -> None:
    canvas.setFillColor(HexColor("#ffcc66"))
    canvas.ellipse(x, HEIGHT - top - high, x + wide, HEIGHT - top, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#000000"))


def card(canvas: Canvas, shape: Shape, x: float, top: float, number: int) -> None:
    """Draw a box with a heading over a list of three lines."""
    shape(canvas, x, top, 150, 80)
    put(canvas, x + 8, top + 18, f"Titre {number}", 11, "Helvetica-Bold")
    for row, text in enumerate(("- planter", "- semer les", "prairies")):
        put(canvas, x + 12, top + 36 + 12 * row, f"{text} {number}", 9)


def card_texts(*numbers: int) -> list[str]:
    return [
        f"{text} {number}"
        for number in numbers
        for text in ("Titre", "- planter", "- semer les", "prairies")
    ]


@pytest.mark.parametrize("shape", [rounded, panel, framed])
@pytest.mark.parametrize("rows", [1, 3])
def test_cards_are_read_from_left_to_right_then_down(shape: Shape, rows: int) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 50, 60, "Objectif au-dessus", 16)
        for row in range(rows):
            for column in range(3):
                top = 100 + 100 * row + 0.4 * (2 - column)
                card(canvas, shape, 50 + 165 * column, top, 3 * row + column)
        put(canvas, 50, 420, "Texte en dessous")

    document = read(page)
    expected = ["Objectif au-dessus", *card_texts(*range(3 * rows)), "Texte en dessous"]
    assert texts(document) == expected
    assert document.tables == ()


def test_the_heading_of_a_card_with_round_corners_is_read_first() -> None:
    def border(canvas: Canvas, x: float, top: float, wide: float, high: float) -> None:
        corners = ((x, top + high), (x, top), (x + wide, top), (x + wide, top + high))
        path, turns = canvas.beginPath(), ((0, -1), (1, 0), (0, 1), (-1, 0))
        for number, (left, low) in enumerate(corners):
            (a, b), (c, d) = turns[number - 1], turns[number]
            for step in range(6):  # corners as browsers print them
                s, t = 8 * (1 - step / 5) ** 2, 8 * (step / 5) ** 2
                point = (left - a * s + c * t, HEIGHT - (low - b * s + d * t))
                (path.lineTo if number or step else path.moveTo)(*point)
        path.close()
        canvas.drawPath(path)

    def page(canvas: Canvas) -> None:
        for number in range(4):
            x, top = 50 + 260 * (number % 2), 100 + 150 * (number // 2)
            border(canvas, x, top, 250, 130)
            panel(canvas, x + 1, top + 1, 248, 24)
            put(canvas, x + 10, top + 17, f"OO 1.{number} Une ville verte", 12, "Helvetica-Bold")
            put(canvas, x + 10, top + 42, f"- Planter {number} haies", 10)
            put(canvas, x + 10, top + 58, f"- Semer {number} prairies", 10)

    assert texts(read(page)) == [
        text
        for number in range(4)
        for text in (
            f"OO 1.{number} Une ville verte", f"- Planter {number} haies",
            f"- Semer {number} prairies",
        )
    ]  # fmt: skip


def test_big_number_and_word_in_a_badge_stand_before_the_title() -> None:
    def page(canvas: Canvas) -> None:
        ellipse(canvas, 50, 50, 70, 60)
        put(canvas, 78, 80, "1", 26)
        put(canvas, 60, 95, "OBJECTIF", 8)
        put(canvas, 140, 78, "Être une commune qui prend soin", 20)
        put(canvas, 140, 102, "de ses espaces verts", 20)

    assert texts(read(page)) == [
        "1", "OBJECTIF", "Être une commune qui prend soin", "de ses espaces verts",
    ]  # fmt: skip


def test_a_big_number_stands_below_the_label_that_its_type_reaches_over() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 50, 190, "OBJECTIF", 10)
        put(canvas, 50, 300, "1", 150)
        put(canvas, 50, 360, "Être une commune qui prend soin", 30)

    assert texts(read(page)) == ["OBJECTIF", "1", "Être une commune qui prend soin"]


def test_number_in_a_circle_belongs_to_its_line() -> None:
    def page(canvas: Canvas) -> None:
        ellipse(canvas, 50, 64, 24, 24)
        put(canvas, 58, 80, "1", 14)
        put(canvas, 84, 80, "Être une commune verte", 14)

    assert texts(read(page)) == ["1 Être une commune verte"]


def test_pill_within_a_sentence_is_as_if_not_drawn() -> None:
    def page(canvas: Canvas) -> None:
        canvas.roundRect(118, HEIGHT - 86, 46, 16, 7)
        put(canvas, 60, 82, "Ce projet est")
        put(canvas, 123, 82, "financé")
        put(canvas, 167, 82, "pour trois ans.")

    assert texts(read(page)) == ["Ce projet est financé pour trois ans."]


def test_box_at_the_right_is_read_after_the_paragraph_beside_it() -> None:
    def page(canvas: Canvas) -> None:
        for row in range(6):
            put(canvas, 50, 100 + 12 * row, f"Ligne {row} du paragraphe")
        rounded(canvas, 300, 105, 150, 40)
        put(canvas, 310, 120, "En bref", 9)
        put(canvas, 310, 135, "Pilote : travaux", 9)
        put(canvas, 50, 200, "Suite")

    paragraph = [f"Ligne {row} du paragraphe" for row in range(6)]
    assert texts(read(page)) == [*paragraph, "En bref", "Pilote : travaux", "Suite"]


LABELS = (("Pilote", "Mme Odile Grand"), ("Partenaires", "Forem"), ("ODD", "4, 8"))


@pytest.mark.parametrize("shape", [rounded, panel])
@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("x", [50, 400])
def test_labels_and_values_beside_a_text_are_read_after_its_title(
    shape: Shape, apart: bool, x: float
) -> None:
    text = [f"{row}. Une action {row} de cet objectif" for row in range(1, 9)]

    def page(canvas: Canvas) -> None:
        left = 450 - x
        put(canvas, left, 60, "Objectif 1.1", 10)
        put(canvas, left, 84, "Apprendre partout", 18)
        for row, line in enumerate(text):
            put(canvas, left, 110 + 16.4 * row, line)
        if not apart:
            shape(canvas, x, 50, 150, 160)
        for row, lines in enumerate(LABELS):
            if apart:
                shape(canvas, x, 50 + 55 * row, 150, 50)
            put(canvas, x + 10, 68 + 55 * row, lines[0], 9, "Helvetica-Bold")
            put(canvas, x + 10, 81 + 55 * row, lines[1], 9)

    boxes = [part for lines in LABELS for part in lines]
    assert texts(read(page)) == ["Objectif 1.1", "Apprendre partout", *boxes, *text]


def test_boxes_in_columns_of_text_stay_in_their_column() -> None:
    def page(canvas: Canvas) -> None:
        for column, x in enumerate((50, 310)):
            for row in range(8):
                put(canvas, x, 80 + 12 * row, f"Colonne {column} ligne {row} qui la remplit bien")
            card(canvas, rounded, x, 190, column)

    expected = []
    for column in range(2):
        expected += [f"Colonne {column} ligne {row} qui la remplit bien" for row in range(8)]
        expected += card_texts(column)
    assert texts(read(page)) == expected


def test_shaded_headers_are_no_cards() -> None:
    def page(canvas: Canvas) -> None:
        for column, title in enumerate(("Action", "Service", "Fin")):
            x = 50 + 170 * column
            panel(canvas, x, 80, 160, 18)
            put(canvas, x + 5, 93, title, 10, "Helvetica-Bold")
            for row in range(4):
                put(canvas, x + 5, 120 + 20 * row, f"{title} {'abcd'[row]} suite")

    document = read(page)
    assert len(document.tables) == 1
    assert document.tables[0].columns == 3
    first = ["Action a suite", "Service a suite", "Fin a suite"]
    assert texts(document)[:6] == ["Action", "Service", "Fin", *first]


def wave(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(40, HEIGHT - 70)
    path.curveTo(40, HEIGHT - 110, 40, HEIGHT - 110, 160, HEIGHT - 150)
    path.lineTo(40, HEIGHT - 150)
    path.close()
    canvas.setFillColor(HexColor("#ddeeff"))
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#000000"))


def word_over_the_border(canvas: Canvas) -> None:
    canvas.roundRect(40, HEIGHT - 150, 90, 80, 10)
    put(canvas, 100, 145, "Intercommunale")


@pytest.mark.parametrize("draw", [wave, word_over_the_border])
def test_other_shapes_do_not_hold_text(draw: Callable[[Canvas], None]) -> None:
    def page(canvas: Canvas) -> None:
        draw(canvas)
        for row in range(2):
            put(canvas, 50, 100 + 12 * row, f"Début {row}")
            put(canvas, 200, 100 + 12 * row, f"fin {row}")

    assert texts(read(page))[:2] == ["Début 0 fin 0", "Début 1 fin 1"]


@pytest.mark.parametrize("shape", [rounded, panel, framed])
def test_labels_and_values_in_boxes_side_by_side_are_a_table(shape: Shape) -> None:
    rows = [("Pilote", ["service des fêtes"]), ("Partenaires", ["la Croix-Rouge", "la police"]),
            ("Budget estimé", []), ("ODD", ["1   2   3", "4   5   6"])]  # fmt: skip

    def page(canvas: Canvas) -> None:
        put(canvas, 50, 60, "Organiser une fête", 16)
        for row, (label, values) in enumerate(rows):
            shape(canvas, 50, 80 + 36 * row, 120, 28)
            shape(canvas, 178, 80 + 36 * row, 370, 28)
            put(canvas, 60, 96 + 36 * row, label, 10, "Helvetica-Bold")
            for line, value in enumerate(values):
                put(canvas, 188, 91 + 36 * row + 12 * line, value, 10)

    assert cell_texts(read(page)) == [
        ["Pilote", "service des fêtes"], ["Partenaires", "la Croix-Rouge / la police"],
        ["Budget estimé", ""], ["ODD", "1 2 3 / 4 5 6"],
    ]  # fmt: skip
