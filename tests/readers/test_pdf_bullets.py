"""List signs that are drawn: pages like those that browsers print, read back as lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.readers.test_pdf import HEIGHT, WIDTH, cell_texts, grid, put, read, texts

Draw = Callable[[Canvas, float, float], None]  # canvas, left edge, middle from the top


def disc(canvas: Canvas, x: float, middle: float) -> None:
    canvas.circle(x + 1.8, HEIGHT - middle, 1.8, stroke=0, fill=1)


def ring(canvas: Canvas, x: float, middle: float) -> None:
    canvas.circle(x + 1.8, HEIGHT - middle, 1.8, stroke=1, fill=0)


def square(canvas: Canvas, x: float, middle: float) -> None:
    canvas.rect(x, HEIGHT - middle - 1.8, 3.6, 3.6, stroke=0, fill=1)


def dash(canvas: Canvas, x: float, middle: float) -> None:
    canvas.rect(x, HEIGHT - middle - 0.6, 4.5, 1.2, stroke=0, fill=1)


def tick(canvas: Canvas, x: float, middle: float) -> None:
    path = canvas.beginPath()
    path.moveTo(x, HEIGHT - middle)
    path.lineTo(x + 1.5, HEIGHT - middle - 2)
    path.lineTo(x + 4.5, HEIGHT - middle + 2)
    canvas.drawPath(path)


def empty_box(canvas: Canvas, x: float, middle: float) -> None:
    canvas.rect(x, HEIGHT - middle - 2.5, 5, 5, stroke=1, fill=0)


def ticked_box(canvas: Canvas, x: float, middle: float) -> None:
    empty_box(canvas, x, middle)
    tick(canvas, x + 0.2, middle)


def item(canvas: Canvas, draw: Draw, x: float, top: float, text: str) -> None:
    """Write a line whose sign stands 12 points left of it."""
    put(canvas, x, top, text)
    draw(canvas, x - 12, top - 3)


@pytest.mark.parametrize(
    ("draw", "sign"),
    [
        (disc, "•"), (ring, "o"), (square, "▪"), (dash, "-"), (tick, "•"),
        (empty_box, "☐"), (ticked_box, "☒"),
    ],
)  # fmt: skip
def test_drawn_sign_reads_like_a_glyph(draw: Draw, sign: str) -> None:
    def page(canvas: Canvas) -> None:
        item(canvas, draw, 90, 100, "Planter des haies le long")
        put(canvas, 90, 112, "de la voie lente")
        item(canvas, draw, 90, 124, "Semer une prairie")

    document = read(page)
    assert texts(document) == [
        f"{sign} Planter des haies le long", "de la voie lente", f"{sign} Semer une prairie",
    ]  # fmt: skip
    first, second, _ = document.lines
    assert first.bbox is not None
    assert first.indent == first.bbox.x0 == pytest.approx(78, abs=0.5)
    assert (second.indent, first.size, first.bold) == (90, 10, False)


def test_signs_within_cells() -> None:
    def page(canvas: Canvas) -> None:
        grid(canvas, [60, 200, 400], [80, 140, 180])
        put(canvas, 66, 95, "Mesures")
        item(canvas, square, 222, 95, "Installer des bancs")
        item(canvas, square, 222, 110, "Tailler les arbres")
        put(canvas, 66, 155, "Service")
        item(canvas, square, 222, 155, "Travaux")

    assert cell_texts(read(page)) == [
        ["Mesures", "▪ Installer des bancs / ▪ Tailler les arbres"], ["Service", "▪ Travaux"],
    ]  # fmt: skip


def decoration(canvas: Canvas) -> None:
    item(canvas, square, 90, 100, "Commune")
    put(canvas, 90, 130, "Texte sans liste")


def dotted_border(canvas: Canvas) -> None:
    for number in range(20):
        canvas.rect(80, HEIGHT - 90 - 3 * number, 2, 2, stroke=0, fill=1)
    put(canvas, 90, 100, "Commune")
    put(canvas, 90, 130, "Texte sans liste")


def inside_text(canvas: Canvas) -> None:
    for top in (100, 130):
        put(canvas, 60, top, "ab")
        disc(canvas, 74, top - 3)
        put(canvas, 80, top, "cd")


def above_the_line(canvas: Canvas) -> None:
    for top in (100, 130):
        put(canvas, 90, top, "Commune")
        disc(canvas, 78, top - 11)


def large(canvas: Canvas) -> None:
    for top in (100, 130):
        put(canvas, 90, top, "Commune")
        canvas.rect(70, HEIGHT - top - 1, 9, 9, stroke=0, fill=1)


@pytest.mark.parametrize("page", [decoration, dotted_border, inside_text, above_the_line, large])
def test_other_small_shapes_are_no_signs(page: Callable[[Canvas], None]) -> None:
    assert not any(sign in text for text in texts(read(page)) for sign in "•▪-")


def test_list_that_goes_on_over_the_page_keeps_its_sign() -> None:
    def first(canvas: Canvas) -> None:
        item(canvas, disc, 90, 100, "Planter")
        item(canvas, disc, 90, 115, "Semer")

    def second(canvas: Canvas) -> None:
        item(canvas, disc, 90, 60, "Tailler")
        put(canvas, 60, 100, "Chapitre suivant")

    assert texts(read(first, second))[2:] == ["• Tailler", "Chapitre suivant"]


def test_signs_on_a_turned_page() -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(WIDTH, HEIGHT - WIDTH)
        canvas.rotate(90)
        canvas.translate(0, -(HEIGHT - WIDTH))
        item(canvas, disc, 90, 400, "Planter")
        item(canvas, disc, 90, 415, "Semer")

    assert texts(read(page)) == ["• Planter", "• Semer"]
