"""Words that a cell narrower than they are broke in two."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from tests.readers.test_pdf import HEIGHT, cell_texts, read


def cells(*lines: str) -> list[list[str]]:
    """Print a cell 70 points wide, and one beside it; blanks stand as `_` at the ends of lines."""

    def page(canvas: Canvas) -> None:
        for x in (60, 130, 200):
            canvas.line(x, HEIGHT - 90, x, HEIGHT - 180)
        for top in (90, 180):
            canvas.line(60, HEIGHT - top, 200, HEIGHT - top)
        canvas.setFont("Helvetica", 12)
        for number, text in enumerate(lines):
            canvas.drawString(65, HEIGHT - 105 - 14 * number, text.replace("_", " "))
        canvas.drawString(135, HEIGHT - 105, "2027")

    return cell_texts(read(page))


def test_a_word_without_a_blank_behind_it_goes_on_where_other_lines_end_in_one() -> None:
    broken = ("Verdir les_", "emplaceme", "nts et_", "placettes_", "du bourg")
    assert cells(*broken) == [["Verdir les / emplacements / et / placettes / du bourg", "2027"]]


def test_without_blanks_at_the_ends_of_lines_nothing_is_joined() -> None:
    broken = ("Verdir les", "emplaceme", "nts et", "placettes", "du bourg")
    assert cells(*broken) == [["Verdir les / emplaceme / nts et / placettes / du bourg", "2027"]]


def test_two_whole_words_and_one_before_a_capital_are_whole() -> None:
    whole = ("Verdir les_", "logements", "couverts_", "Le bourgmestr", "Élu")
    assert cells(*whole) == [["Verdir les / logements / couverts / Le bourgmestr / Élu", "2027"]]
