"""Places of titles, tight to their words; the benchmarks that measure words and places."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from benchmarks.grounding import score_pdf
from benchmarks.words import compare
from extractor.document import BBox, Line
from extractor.grounding import boxes_of
from tests.readers.test_pdf import HEIGHT, drawn, put


def line(index: int, text: str, x0: float, top: float, page: int = 1, **more: object) -> Line:
    box = BBox(x0, top, x0 + 6.0 * len(text), top + 10)
    words: list[float] = []
    at = 0
    for word in text.split():
        at = text.index(word, at)
        words += [x0 + 6.0 * at, x0 + 6.0 * (at + len(word))]
        at += len(word)
    return Line(index, text, page=page, bbox=box, words=words, **more)  # type: ignore[arg-type]


def test_a_box_leaves_out_the_label_before_and_the_value_behind() -> None:
    own = [line(1, "Action 3 : Verdir les rues (2027)", 60, 100)]
    (box,) = boxes_of("Verdir les rues", own)
    assert box.page == 1
    assert box.bbox == (60 + 6 * 11, 100, 60 + 6 * 26, 110)


def test_lines_below_each_other_share_a_box_and_pages_do_not() -> None:
    own = [
        line(1, "Verdir les rues", 60, 100),
        line(2, "et les places", 60, 112),
        line(3, "du village", 60, 50, page=2),
    ]
    boxes = boxes_of("Verdir les rues et les places du village", own)
    assert [(box.page, box.bbox[1], box.bbox[3]) for box in boxes] == [(1, 100, 122), (2, 50, 60)]


def test_a_word_cut_at_a_line_end_is_found_in_both_lines() -> None:
    own = [line(1, "OO 1 Encadrer l’urba-", 60, 100), line(2, "nisme", 300, 20)]
    boxes = boxes_of("Encadrer l’urbanisme", own)
    assert [box.bbox[0] for box in boxes] == [60 + 6 * 5, 300]


def test_lines_without_place_have_no_box() -> None:
    assert boxes_of("Verdir", [Line(1, "Verdir")]) == []


def plan(canvas: Canvas) -> None:
    put(canvas, 60, 80, "Objectif stratégique 1 : Être une commune verte", 15)
    put(canvas, 60, 110, "Objectif opérationnel 1.1 : Embellir les villages", 12)
    put(canvas, 80, 130, "Action 1 : Planter des haies le long des chemins")
    put(canvas, 80, 150, "Action 2 : Semer des prés fleuris sur les places")


def test_the_letters_in_the_boxes_of_a_plan_are_those_of_its_titles() -> None:
    score = score_pdf(drawn(plan), "plan.pdf")
    assert score.titled == 100
    assert score.f1 == 1.0


def test_words_are_compared_as_multisets_and_differences_have_reasons() -> None:
    def clipped(canvas: Canvas) -> None:
        plan(canvas)
        path = canvas.beginPath()
        path.rect(0, 0, 10, 10)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(60, HEIGHT - 300, "Caché")

    assert compare(drawn(plan), "plan.pdf") == []
    (difference,) = compare(drawn(clipped), "plan.pdf")
    assert difference == ("Caché", -1, "clipped")
