"""What only stands on a page: hidden and struck words, line numbers, watermarks, clipped text."""

from __future__ import annotations

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Role, SourceDocument
from tests.readers.test_pdf import HEIGHT, put, read, texts


def roles(document: SourceDocument) -> dict[str, Role | None]:
    return {line.text: line.role for line in document.lines}


def test_words_that_nobody_sees_are_told() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 60, 100, "On voit ceci")
        canvas.saveState()
        text = canvas.beginText(60, HEIGHT - 130)
        text.setTextRenderMode(3)
        text.textOut("Sans encre")
        canvas.drawText(text)
        canvas.restoreState()
        canvas.setFillColor(HexColor("#ffffff"))
        put(canvas, 60, 160, "Blanc sur blanc")
        canvas.setFillColor(HexColor("#224466"))
        canvas.rect(55, HEIGHT - 200, 200, 20, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#ffffff"))
        put(canvas, 60, 195, "Blanc sur bleu")
        canvas.setFillColor(HexColor("#000000"))
        put(canvas, 60, 230, "Sous un cache")
        canvas.setFillColor(HexColor("#ffffff"))
        canvas.rect(50, HEIGHT - 240, 200, 25, stroke=0, fill=1)

    document = read(page)
    hidden = [line.text for line in document.lines if line.printed == "hidden"]
    assert hidden == ["Sans encre", "Blanc sur blanc", "Sous un cache"]
    assert roles(document)["Blanc sur bleu"] is None


def test_a_rule_through_a_line_strikes_it_out_and_one_below_does_not() -> None:
    def page(canvas: Canvas) -> None:
        for top, text in ((100, "Action retenue"), (130, "Action biffée"), (160, "Souligné")):
            put(canvas, 60, top, text)
        wide = canvas.stringWidth("Action biffée")
        canvas.line(60, HEIGHT - 127, 60 + wide, HEIGHT - 127)
        canvas.line(60, HEIGHT - 161.5, 60 + canvas.stringWidth("Souligné"), HEIGHT - 161.5)

    printed = [line.printed for line in read(page).lines]
    assert printed == ["normal", "struck", "normal"]


def test_numbers_that_count_the_lines_of_a_page_are_no_part_of_them() -> None:
    sizes = (16, 13, 10, 10, 10, 13, 10)

    def page(canvas: Canvas) -> None:
        for number, size in enumerate(sizes, 1):
            put(canvas, 36, 80 + 30 * number, str(number), 8)
            put(canvas, 70, 80 + 30 * number, f"Ligne numéro {number}", size)

    document = read(page)
    assert texts(document)[:-1] == [f"Ligne numéro {number}" for number in range(1, 8)]
    assert document.lines[-1].role is Role.PAGE_NUMBER


def test_numbers_of_a_list_set_in_one_type_stay() -> None:
    def page(canvas: Canvas) -> None:
        for number in range(1, 8):
            put(canvas, 36, 80 + 30 * number, str(number))
            put(canvas, 70, 80 + 30 * number, f"Entrée numéro {number}")

    assert texts(read(page))[0] == "1 Entrée numéro 1"


def test_a_huge_word_over_the_text_is_a_watermark() -> None:
    def page(canvas: Canvas) -> None:
        for row in range(12):
            put(canvas, 60, 100 + 14 * row, f"Une ligne du texte de cette page, la {row}")
        put(canvas, 60, 200, "PROJET", 110)

    document = read(page)
    assert roles(document)["PROJET"] is Role.PAGE_HEADER
    assert texts(document)[-1] == "PROJET" and len(document.lines) == 13


def test_what_a_clip_hides_is_not_read() -> None:
    def page(canvas: Canvas) -> None:
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(50, HEIGHT - 120, 300, 40)
        canvas.clipPath(path, stroke=0, fill=0)
        put(canvas, 60, 100, "Dans la cellule")
        put(canvas, 60, 140, "Coupé par le bord")
        canvas.restoreState()
        put(canvas, 60, 180, "Sous le tableau")

    assert texts(read(page)) == ["Dans la cellule", "Sous le tableau"]


def test_accents_drawn_over_their_letters_join_them() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 60, 100, "Creer un guichet a la mairie")
        for before, accent in (("Cr", "´"), ("Creer un guichet ", "`")):
            x = 60 + canvas.stringWidth(before, "Helvetica", 10)
            canvas.drawString(x + 1, HEIGHT - 100, accent)

    assert texts(read(page)) == ["Créer un guichet à la mairie"]


def test_the_number_that_calls_a_note_is_no_letter_and_the_note_no_text() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 60, 100, "Verdir les rues")
        put(canvas, 60 + canvas.stringWidth("Verdir les rues"), 96, "1", 6)
        put(canvas, 60, 120, "Ouvrir 12 km")
        put(canvas, 60 + canvas.stringWidth("Ouvrir 12 km"), 116, "2", 6)
        put(canvas, 60, 140, "Le 1er juillet")
        put(canvas, 60, 700, "1", 5)
        put(canvas, 64, 702, "Avec les riverains", 8)
        put(canvas, 60, 712, "du quartier.", 8)
        put(canvas, 60, 780, "Page 4", 8)

    document = read(page)
    assert texts(document) == [
        "Verdir les rues",
        "Ouvrir 12 km2",
        "Le 1er juillet",
        "Page 4",
        "1 Avec les riverains",
        "du quartier.",
    ]
    notes = [line.text for line in document.lines if line.role is Role.NOTE]
    assert notes == ["1 Avec les riverains", "du quartier."]


def test_small_lines_that_no_number_calls_are_text() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 60, 100, "Verdir les rues du village")
        put(canvas, 60, 120, "Planter 12 arbres")
        put(canvas, 60, 700, "1 Service des travaux", 8)

    assert [line.role for line in read(page).lines] == [None, None, None]


def noted(
    size: float = 6,
    rise: float = 4,
    gap: float = 0,
    word: str = "rues",
    note: float | None = 8,
    leading: float = 10,
) -> tuple[bool, int]:
    """Return whether a number behind a word in type of 10 points calls a note, and how many lines
    the note has of the two that stand at the foot."""

    def page(canvas: Canvas) -> None:
        put(canvas, 60, 100, word)
        put(canvas, 60 + canvas.stringWidth(word) + gap, 100 - rise, "1", size)
        put(canvas, 60, 140, "Planter des haies")
        if note is not None:
            put(canvas, 60, 700, "1 Avec les riverains", note)
            put(canvas, 60, 700 + leading, "du quartier.", note)

    document = read(page)
    notes = [line for line in document.lines if line.role is Role.NOTE]
    return word in [line.text for line in document.lines], len(notes)


def test_what_calls_a_note_is_small_raised_and_behind_a_word() -> None:
    assert noted(size=8.0) == noted() == (True, 2)
    assert noted(size=8.5) == (False, 0)
    assert noted(rise=1.6) == (True, 2)
    assert noted(rise=1.4) == (False, 0)
    assert noted(gap=3.4) == (True, 2)
    assert noted(gap=3.7)[1] == 0  # a number of its own


def test_without_its_note_a_number_stays_behind_a_short_word() -> None:
    assert noted(word="rues", note=None) == (True, 0)
    assert noted(word="cm", note=None) == noted(word="rue", note=None) == (False, 0)


def test_notes_are_smaller_than_what_calls_them_and_stand_together() -> None:
    assert noted(note=9.1) == (True, 2)
    assert noted(note=9.4) == (True, 0)
    assert noted(leading=2.4 * 8) == (True, 2)
    assert noted(leading=2.6 * 8) == (True, 1)
