"""What covers a page: tables without rules, columns, margins, blocks abreast, labels and values."""

from __future__ import annotations

import pytest
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from tests.readers.test_pdf import HEIGHT, cell_texts, put, read, texts

BOLD = "Helvetica-Bold"


def test_columns_as_near_as_a_blank_are_told_by_all_rows() -> None:
    """A cell that is full to its end leaves less than a blank before the next one."""
    rows = [
        ("Titre de la fiche", "Service", "Montant"),
        ("Verdir les rues", "Travaux", "400.000 €"),
        ("Planter des haies", "Nature", "12.000 €"),
        ("Semer des prés fleuris et", "Propreté", "50.000 €"),
    ]

    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        full = 60 + canvas.stringWidth(rows[3][0]) + 2
        for number, row in enumerate(rows):
            for x, text in zip((60, full, full + 50), row, strict=True):
                put(canvas, x, 100 + 24 * number, text)

    document = read(page)
    assert cell_texts(document) == [list(row) for row in rows]


def test_labels_and_values_set_apart_by_position_are_rows() -> None:
    def page(canvas: Canvas) -> None:
        for number in range(3):
            top = 100 + 90 * number
            put(canvas, 60, top, f"Action {number} : verdir les rues du village et ses abords", 11)
            for row, (label, value) in enumerate(
                (("Porteur", "Service Travaux"), ("Terme", "2027"), ("Coût", "12.000 €"))
            ):
                put(canvas, 60, top + 16 + 12 * row, label, 10, BOLD)
                put(canvas, 140, top + 16 + 12 * row, value)

    document = read(page)
    assert len(document.tables) == 3
    assert cell_texts(document, 1) == [
        ["Porteur", "Service Travaux"],
        ["Terme", "2027"],
        ["Coût", "12.000 €"],
    ]


def test_labels_in_small_type_stand_above_their_values() -> None:
    def page(canvas: Canvas) -> None:
        for number in range(3):
            top = 100 + 90 * number
            put(canvas, 60, top, f"Action {number} : verdir les rues du village et ses abords", 11)
            for x, label, value in ((60, "PORTEUR", "Travaux"), (220, "TERME", "2027")):
                put(canvas, x, top + 18, label, 7)
                put(canvas, x, top + 29, value)

    title = "Action {} : verdir les rues du village et ses abords"
    values = ["PORTEUR", "Travaux", "TERME", "2027"]
    assert texts(read(page)) == [t for n in range(3) for t in (title.format(n), *values)]


def test_columns_that_have_headings_of_their_own_are_no_table() -> None:
    """All their lines stand level, row by row."""

    def page(canvas: Canvas) -> None:
        for column in range(3):
            x = 50 + 170 * column
            put(canvas, x, 80, f"Axe {column} de ville", 15, BOLD)
            for part in range(2):
                top = 110 + 60 * part
                put(canvas, x, top, f"But {column}.{part} choisi", 11, BOLD)
                for item in range(2):
                    put(
                        canvas,
                        x + 10,
                        top + 16 + 12 * item,
                        f"• Mesure {column}.{part}.{item} prise",
                        9,
                    )

    document = read(page)
    assert document.tables == ()
    read_first = ["Axe 0", "But 0.0", "• Mesure 0.0.0", "• Mesure 0.0.1", "But 0.1"]
    assert [text.rsplit(" ", text.count("de") + 1)[0] for text in texts(document)[:5]] == read_first
    assert texts(document)[7] == "Axe 1 de ville"


def test_blocks_abreast_are_read_one_after_the_other_row_by_row() -> None:
    def page(canvas: Canvas) -> None:
        for number in range(4):
            x, top = 60 + 250 * (number % 2), 100 + 80 * (number // 2)
            put(canvas, x, top, f"Fiche {number}", 8)
            put(canvas, x, top + 13, f"Verdir la rue {number}", 11, BOLD)
            put(canvas, x, top + 26, "Porteur", 9)
            put(canvas, x + 70, top + 26, f"Service {number}", 9)
            put(canvas, x, top + 37, "Terme", 9)
            put(canvas, x + 70, top + 37, f"202{number}", 9)

    document = read(page)
    firsts = [text for text in texts(document) if text.startswith("Fiche")]
    assert firsts == ["Fiche 0", "Fiche 1", "Fiche 2", "Fiche 3"]
    assert texts(document)[:6] == ["Fiche 0", "Verdir la rue 0", "Porteur", "Service 0", "Terme",
                                   "2020"]  # fmt: skip
    assert cell_texts(document, 3) == [["Porteur", "Service 3"], ["Terme", "2023"]]


def test_titles_in_a_margin_are_read_before_the_text_beside_them() -> None:
    def page(canvas: Canvas) -> None:
        for number in range(3):
            top = 100 + 120 * number
            put(canvas, 60, top, f"But {number}", 11, BOLD)
            put(canvas, 60, top + 13, "du chapitre", 11, BOLD)
            for row in range(6):
                put(
                    canvas, 200, top + 14 * row, f"Phrase {number}.{row} du texte, assez longue ici"
                )

    assert texts(read(page))[:9] == [
        "But 0", "du chapitre", *(f"Phrase 0.{n} du texte, assez longue ici" for n in range(6)),
        "But 1",
    ]  # fmt: skip


def test_a_heading_over_two_columns_parts_what_stands_above_from_what_stands_below() -> None:
    def page(canvas: Canvas) -> None:
        for part in range(2):
            top = 100 + 150 * part
            put(canvas, 60, top, f"Chapitre {part}", 16)
            for column in range(2):
                for row in range(5):
                    text = f"ligne {part}.{column}.{row} du texte qui va au bord"
                    put(canvas, 60 + 250 * column, top + 26 + 13 * row + 5 * column, text)

    lines = texts(read(page))
    assert lines[0] == "Chapitre 0" and lines[11] == "Chapitre 1"
    assert [line[6:11] for line in lines[1:11]] == [f"0.{c}.{r}" for c in (0, 1) for r in range(5)]


def test_lines_justified_with_wide_blanks_are_no_columns() -> None:
    def page(canvas: Canvas) -> None:
        for row in range(8):
            for column, word in enumerate(["nous", "voulons", "une", "ville", "plus", "verte"]):
                if row % 2:
                    put(canvas, 60 + 52 * column, 100 + 13 * row, word + " ")
            if not row % 2:
                put(
                    canvas,
                    60,
                    100 + 13 * row,
                    "et des rues plus calmes pour tous ses habitants, jeunes",
                )

    document = read(page)
    assert document.tables == ()
    assert len(document.lines) == 8


def test_a_band_without_its_last_rule_is_a_row_of_its_table() -> None:
    def page(canvas: Canvas) -> None:
        def rule(x0: float, y0: float, x1: float, y1: float) -> None:
            canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

        for y in (100, 120, 140, 160):
            rule(60, y, 360, y)
        rule(60, 100, 60, 160)
        for top in (100, 140):  # the band between has no rule at its right
            rule(210, top, 210, top + 20)
            rule(360, top, 360, top + 20)
        for top, row in (
            (100, ("Quoi", "Qui")),
            (120, ("OS 1 : Verdir", "")),
            (140, ("Semer", "CPAS")),
        ):
            put(canvas, 64, top + 14, row[0])
            put(canvas, 214, top + 14, row[1]) if row[1] else None

    document = read(page)
    assert cell_texts(document) == [["Quoi", "Qui"], ["OS 1 : Verdir", ""], ["Semer", "CPAS"]]
    assert [cell.column_span for cell in document.tables[0].cells] == [1, 1, 2, 1, 1]


def test_shades_of_every_other_row_draw_the_rows_of_a_frame() -> None:
    """A word processor's table style: a frame, shades cell by cell, no other rule."""
    xs = (60.0, 160.0, 260.0, 360.0)

    def page(canvas: Canvas) -> None:
        for number in range(4):
            top = 100 + 20 * number
            if number % 2 == 0:
                canvas.setFillColor(HexColor("#d3dfee"))
                for x in xs[:-1]:
                    canvas.rect(x, HEIGHT - top - 20, 100, 20, stroke=0, fill=1)
            canvas.setFillColor(HexColor("#000000"))
            for x, text in zip(xs, ("But", "Action", "Terme"), strict=False):
                put(canvas, x + 4, top + 14, f"{text} {number}")
        canvas.rect(60, HEIGHT - 180, 300, 80, stroke=1, fill=0)

    rows = [[f"{text} {n}" for text in ("But", "Action", "Terme")] for n in range(4)]
    assert cell_texts(read(page)) == rows


def test_a_drop_capital_belongs_to_its_word() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 60, 122, "C", 34)
        put(canvas, 88, 108, "inquante villages composent", 10)
        put(canvas, 88, 121, "notre commune, chacun le sien.", 10)
        put(canvas, 60, 140, "Une autre phrase", 10)

    assert texts(read(page)) == [
        "Cinquante villages composent", "notre commune, chacun le sien.", "Une autre phrase",
    ]  # fmt: skip


def test_a_big_numeral_beside_a_title_of_two_lines_is_read_before_it() -> None:
    """Its baseline is that of the last line."""

    def page(canvas: Canvas) -> None:
        put(canvas, 60, 140, "2", 60)
        put(canvas, 110, 118, "Être une commune durable qui", 18, BOLD)
        put(canvas, 110, 140, "préserve son cadre", 18, BOLD)

    assert texts(read(page)) == ["2", "Être une commune durable qui", "préserve son cadre"]


@pytest.mark.parametrize(("head", "columns"), [("Réf.", 4), ("", 3)])
def test_a_word_above_numbers_names_their_column(head: str, columns: int) -> None:
    """Without one a number is that of the title beside it."""

    def page(canvas: Canvas) -> None:
        names = (head, "Mesure", "Service", "Terme") if head else ()
        rows = [names] * bool(head) + [
            (f"1.{n}", f"Verdir la rue {'longue ' * (n % 2)}{n}", "Travaux", f"202{n}")
            for n in range(1, 6)
        ]
        for number, row in enumerate(rows):
            for x, text in zip((60, 90, 300, 450), row, strict=True):
                put(canvas, x, 100 + 18 * number, text)

    (table,) = read(page).tables
    assert table.columns == columns


def test_big_numerals_beside_the_lines_that_they_number_are_no_column() -> None:
    def page(canvas: Canvas) -> None:
        for number in range(1, 4):
            top = 120 * number
            put(canvas, 60, top + 38, f"{number}", 64, BOLD)
            put(canvas, 130, top, f"Verdir les rues {number}", 18, BOLD)
            for row in range(3):
                put(canvas, 130, top + 24 + 20 * row, f"— Planter des haies {number}{row}")

    assert texts(read(page)) == [
        text
        for number in range(1, 4)
        for text in (
            f"{number}",
            f"Verdir les rues {number}",
            *(f"— Planter des haies {number}{row}" for row in range(3)),
        )
    ]


@pytest.mark.parametrize(("numeral", "between"), [("202.", True), ("2026.", False)])
def test_a_numeral_in_display_type_has_four_characters(numeral: str, between: bool) -> None:
    def page(canvas: Canvas) -> None:
        for number in range(1, 4):
            top = 120 * number
            put(canvas, 60, top + 38, numeral, 40, BOLD)
            put(canvas, 230, top, f"Verdir les rues {number}", 18, BOLD)
            for row in range(3):
                put(canvas, 230, top + 24 + 20 * row, f"— Planter des haies {number}{row}")

    assert (texts(read(page))[:2] == ["Verdir les rues 1", numeral]) is between


def test_two_names_may_be_a_label_and_its_value() -> None:
    def page(canvas: Canvas) -> None:
        rows = [("Réf.", "Mesure")]
        rows += [(f"1.{n}", f"Verdir la rue {'longue ' * (n % 2)}{n}") for n in range(1, 6)]
        for number, row in enumerate(rows):
            for x, text in zip((60, 90), row, strict=True):
                put(canvas, x, 100 + 18 * number, text)

    assert not read(page).tables
