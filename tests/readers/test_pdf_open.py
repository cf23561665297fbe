"""Tables whose header is filled and whose rows end at rules; pages that bars cover; badges."""

from __future__ import annotations

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from tests.readers.test_pdf import HEIGHT, WIDTH, cell_texts, put, read, texts
from tests.readers.test_pdf_cards import panel

EDGES = (50, 75, 330, 430, 545)
HEADER = ["N°", "Action", "Service", "État"]
FIRST = [["1", "Planter une haie le long / de la voie verte", "Parcs", "En cours"]]
SECOND = [["2", "Ouvrir le parc le soir", "", "À faire"]]


def header(canvas: Canvas, top: float) -> None:
    for left, right, name in zip(EDGES, EDGES[1:], HEADER, strict=False):
        panel(canvas, left, top, right - left, 20)
        put(canvas, left + 5, top + 14, name, 9)


def rows(canvas: Canvas, top: float, *cells: list[str]) -> None:
    """Write rows 40 points high, each with a rule below it."""
    for row, texts_of_row in enumerate(cells):
        at = top + 40 * row
        for left, text in zip(EDGES, texts_of_row, strict=False):
            for line, part in enumerate(text.split(" / ")):
                put(canvas, left + 5, at + 14 + 12 * line, part, 9)
        canvas.line(EDGES[0], HEIGHT - at - 40, EDGES[-1], HEIGHT - at - 40)


def test_a_filled_header_and_rules_below_rows_are_a_table() -> None:
    def page(canvas: Canvas) -> None:
        header(canvas, 80)
        rows(canvas, 100, *FIRST, *SECOND)
        put(
            canvas,
            50,
            700,
            "Une phrase sous le tableau, large comme lui, qui court sur ses colonnes.",
        )
        canvas.line(50, HEIGHT - 720, 545, HEIGHT - 720)

    document = read(page)
    assert cell_texts(document) == [HEADER, *FIRST, *SECOND]
    assert len(document.tables) == 1


def test_a_band_over_all_columns_is_one_cell() -> None:
    title = "OO 1.2 – Un titre assez long pour courir sur plusieurs des colonnes du tableau"

    def page(canvas: Canvas) -> None:
        header(canvas, 80)
        rows(canvas, 100, *FIRST)
        panel(canvas, EDGES[0], 140, EDGES[-1] - EDGES[0], 20)
        put(canvas, 55, 154, title, 9)
        rows(canvas, 160, *SECOND)

    document = read(page)
    assert cell_texts(document) == [HEADER, *FIRST, [title, "", "", ""], *SECOND]
    spans = [cell.column_span for cell in document.tables[0].cells if cell.row == 2]
    assert spans == [4]


def test_a_bar_as_high_as_the_page_is_read_after_the_title_beside_it() -> None:
    labels = ["Pilote", "Odile Grand", "Échéance", "2027", "ODD", "4. Éducation", "11. Villes"]

    def page(canvas: Canvas) -> None:
        for box in ((0, 0, WIDTH, 70), (0, 70, 160, HEIGHT - 70)):
            panel(canvas, *box)
        put(canvas, 30, 45, "OS 1", 20)
        for number, text in enumerate(labels):
            top = 110 + 24 * number
            if number > 4:
                panel(canvas, 30, top - 14, 70 + 9 * number, 20)
            font = "Helvetica-Bold" if number in (0, 2, 4) else "Helvetica"
            put(canvas, 36 if number > 4 else 30, top, text, 9, font)
        put(canvas, 190, 106, "Objectif opérationnel 1.1", 10)
        put(canvas, 190, 126, "Apprendre partout", 17)
        for line in range(8):
            put(canvas, 190, 160 + 17 * line, f"Ligne {line} du texte de cet objectif")

    document = read(page)
    text = [f"Ligne {line} du texte de cet objectif" for line in range(8)]
    title = ["OS 1", "Objectif opérationnel 1.1", "Apprendre partout"]
    assert texts(document) == [*title, *labels, *text]
    assert document.tables == ()


def test_a_badge_at_the_end_of_a_line_is_a_line_of_its_own() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setStrokeColor(HexColor("#993366"))
        for top, label in ((100, "Être une commune verte"), (140, "État :")):
            canvas.roundRect(400, HEIGHT - top - 6, 80, 18, 8)
            put(canvas, 60, top, label, 11)
            put(canvas, 412, top - 1, "En cours", 9)

    assert texts(read(page)) == ["Être une commune verte", "En cours", "État : En cours"]
