"""Scanned pages: pictures drawn here, read by optical recognition where it is installed."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.document import SourceDocument
from extractor.readers import ocr
from extractor.readers.ocr import Word, level_sizes, mend_bullets, to_pieces
from extractor.readers.ocr_bold import mark_bold
from extractor.readers.ocr_cells import read_again, read_before
from extractor.readers.ocr_image import dusted, find_skew, flattened, take_rules, turned
from extractor.readers.ocr_lines import Frame, Frames, find_frames, part_levels, split_stacks
from extractor.readers.ocr_signs import adopt_signs, mend_signs, real_words
from extractor.readers.ocr_text import mend_code, mend_label, mend_numbers
from extractor.readers.pdf import read_pdf
from extractor.readers.pdf.glyphs.lines import build_lines
from extractor.readers.pdf.glyphs.marks import RawPage
from extractor.readers.pdf.regions.grid import SCAN_TOUCH, find_grids

DPI = 150


def sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("L", (1240, 1754), 255)
    return picture, ImageDraw.Draw(picture)


def table_picture() -> Image.Image:
    picture, draw = sheet()
    for x in (150, 600, 1050):
        draw.line((x, 300, x, 700), fill=0, width=3)
    for y in (300, 500, 700):
        draw.line((150, y, 1050, y), fill=0, width=3)
    return picture


def scan(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PDF", resolution=DPI)
    return buffer.getvalue()


@pytest.mark.parametrize("angle", [-2.0, -0.6, 0.0, 0.8, 3.0])
def test_skew_is_found(angle: float) -> None:
    picture, draw = sheet()
    for row in range(20):
        draw.rectangle((150, 200 + 40 * row, 1000 - 20 * (row % 5), 216 + 40 * row), fill=0)
    tilted = np.asarray(picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255))
    assert find_skew(tilted) == pytest.approx(angle, abs=0.15)
    assert abs(find_skew(turned(tilted, find_skew(tilted)))) <= 0.15


def test_skew_is_that_of_few_lines_not_of_the_edge_of_the_page() -> None:
    picture = Image.new("L", (1754, 1240), 255)
    draw = ImageDraw.Draw(picture)
    for x in range(0, 1754, 9):  # dirt along the lower edge
        draw.rectangle((x, 1180 + x % 60, x + 5, 1186 + x % 60), fill=0)
    draw.rectangle((150, 200, 600, 206), fill=0)
    assert abs(find_skew(np.asarray(picture))) <= 0.15


def test_dust_goes_and_dots_stay() -> None:
    picture, draw = sheet()
    draw.rectangle((100, 110, 104, 130), fill=0)
    draw.rectangle((101, 103, 103, 105), fill=0)  # the dot of an `i`
    draw.rectangle((140, 110, 141, 111), fill=0)
    draw.rectangle((180, 120, 185, 125), fill=0)  # a full stop
    clean = dusted(np.asarray(picture))
    assert [int(clean[y, x]) for x, y in ((102, 104), (140, 110), (182, 122))] == [0, 255, 0]


def test_rules_of_a_picture_make_a_grid_and_are_wiped() -> None:
    grey = np.asarray(table_picture())
    clean, across, down = take_rules(grey, DPI)
    grids, _ = find_grids(across, down, SCAN_TOUCH)
    assert [len(grid.cells) for grid in grids] == [4]
    assert grids[0].bbox == pytest.approx((72, 144, 504, 336), abs=1.5)
    assert clean.min() == 255


def test_dark_header_is_the_first_row() -> None:
    picture = table_picture()
    ImageDraw.Draw(picture).rectangle((150, 240, 1050, 300), fill=60)
    _, across, down = take_rules(np.asarray(picture), DPI)
    grids, _ = find_grids(across, down, SCAN_TOUCH)
    assert [(len(grid.ys), len(grid.xs), len(grid.cells)) for grid in grids] == [(4, 3, 6)]


def test_letters_are_no_rules() -> None:
    picture, draw = sheet()
    draw.text((150, 300), "Illumination HILL", fill=0, font=ImageFont.load_default(40))
    grey = np.asarray(picture)
    clean, across, down = take_rules(grey, DPI)
    assert (across, down) == ([], [])
    assert (clean == grey).all()


def row(number: int, *words: tuple[str, float]) -> list[Word]:
    top = 100.0 + 30 * number
    return [Word(text, x, top, x + 10 * len(text), top + 14, 0.9, (number,)) for text, x in words]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row(0, ("°", 50), ("Planter", 80))], ["• Planter"]),
        ([row(0, ("e", 50), ("Planter", 80))], ["e Planter"]),
        ([row(0, ("e", 50), ("Planter", 80)), row(1, ("+", 50), ("Semer", 80))],
         ["• Planter", "• Semer"]),
        ([row(0, ("«", 50), ("Planter", 63), ("»", 140)),
          row(1, ("«", 50), ("Semer", 63), ("»", 120))],
         ["« Planter »", "« Semer »"]),
        ([row(0, ("»", 50), ("Planter", 80)), row(1, ("».", 50), ("Semer", 80)),
          row(2, ("»_", 50), ("Arroser", 80))],
         ["• Planter", "• Semer", "• Arroser"]),
        ([row(0, ("°", 50), ("PLANTER", 80)), row(1, ("°", 50), ("PLANTER", 80)),
          row(2, ("LE", 50), ("PIN", 80))],
         ["• PLANTER", "• PLANTER", "LE PIN"]),
        ([row(0, ("°", 50), ("Planter", 80)), row(1, ("°", 50), ("le", 80), ("«", 103),
          ("pin", 116)), row(2, ("»", 80), ("noir", 95))],
         ["• Planter", "• le « pin", "» noir"]),
        ([row(0, ("°", 50), ("Planter", 80)), row(1, ("A", 50), (">", 62), ("Semer", 80))],
         ["• Planter", "• Semer"]),
        ([*(row(n, ("o", 50), ("Planter", 150)) for n in range(4)),
          row(4, ("0:0::0", 50), ("Semer", 150)), row(5, ("0.", 50), ("Tailler", 150))],
         ["• Planter"] * 4 + ["• Semer", "• Tailler"]),
        ([row(0, ("0,00", 50), ("Planter", 150))], ["0,00 Planter"]),
        ([*(row(n, ("°", 50), ("Planter", 80)) for n in range(3)), row(3, ("OO", 50), ("1", 80))],
         ["• Planter"] * 3 + ["OO 1"]),
    ],
    ids=["sure", "word", "series", "quotes", "dust", "printed word", "closing quote", "two signs",
         "blots", "number", "label"],
)  # fmt: skip
def test_misread_bullets(rows: list[list[Word]], expected: list[str]) -> None:
    pieces = mend_bullets(to_pieces([word for part in rows for word in part], 72 / DPI))
    assert [line.text for line in build_lines(pieces)] == expected


@pytest.mark.parametrize(
    ("line", "at", "expected"),
    [
        ("O0.1.1 - Planter", 0, "OO.1.1"),
        ("00.1,3 Planter", 0, "OO.1.3"),
        ("0S 2 : Planter", 0, "OS"),
        ("O0S.4 - Planter", 0, "OS.4"),
        ("Planter (05S.16)", 1, "(OS.16)"),
        ("OOL.S Planter", 0, "OO1.5"),
        ("OO1:3 Planter", 0, "OO1.3"),
        ("OOL planter", 0, "OOL"),
        ("OO L.5 : Planter", 1, "1.5"),
        ("OO 1:4 : Planter", 1, "1.4"),
        ("à 1:4 Planter", 1, "1:4"),
        ("0.0. 1.2. Planter", 0, "O.O."),
        ("Titre 0011 Planter", 1, "OO11"),
        ("1.1. Planter (00.2)", 2, "(OO.2)"),
        ("00 10 20", 0, "00"),
        ("0,00 €", 0, "0,00"),
        ("Osiers plantés", 0, "Osiers"),
        ("0.0", 0, "0.0"),
        ("Titre 0051 Planter", 1, "OO51"),
        ("Dbjeclif opérationnel 2.1. Planter", 0, "Objectif"),
        ("Objets 3 planter", 0, "Objets"),
        ("le ler semestre", 1, "1er"),
        ("[e1e]", 0, "OO"),
    ],
)
def test_misread_labels(line: str, at: int, expected: str) -> None:
    assert mend_label(line.split(), at, not at) == expected


@pytest.mark.parametrize(
    ("above", "line", "expected"),
    [
        ("5 Objectif stratégique", "Titre OSS Planter", "OS5"),
        ("5.1 Objectif opérationnel", "Titre OS1 Planter", "OO51"),
        ("5.1 Objectif opérationnel", "Titre OO71 Planter", None),
        ("5.1 Objectif opérationnel", "Titre du projet", None),
        ("Les haies", "Titre OSS Planter", None),
        ("5.1 Objectif opérationnel", "Planter OSS", None),
    ],
)
def test_codes_that_repeat_the_label_above(above: str, line: str, expected: str | None) -> None:
    assert mend_code(above.split(), line.split()) == expected


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (["té", "2:", "3.", "4."], ["1.", "2.", "3.", "4."]),
        (["1.", "2.", "Le", "4."], ["1.", "2.", "3.", "4."]),
        (["1.", "2.", "3.", "1)", "2)"], ["1.", "2.", "3.", "1)", "2)"]),
        (["de", "la", "2.", "à"], ["de", "la", "2.", "à"]),
        (["1.", "2.", "3.", "Le", "7."], ["1.", "2.", "3.", "Le", "7."]),
    ],
)
def test_numbers_of_a_series(tokens: list[str], expected: list[str]) -> None:
    assert mend_numbers(tokens) == expected


def drawn(*boxes: tuple[int, int, int, int]) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """A line of text with a baseline at 200 and a size of 50 pixels, and marks in boxes."""
    picture, draw = sheet()
    for box in boxes:
        draw.ellipse(box, fill=0) if box[3] - box[1] > 8 else draw.rectangle(box, fill=0)
    return np.asarray(picture)


@pytest.mark.parametrize(
    ("box", "first", "expected"),
    [
        ((100, 170, 117, 187), "5", ["•", "Planter"]),
        ((100, 176, 116, 180), "_", ["-", "Planter"]),
        ((100, 165, 125, 200), "o", ["o", "Planter"]),
        ((100, 194, 105, 199), ".", [".", "Planter"]),
        ((100, 170, 117, 187), "", ["•", "Planter"]),
    ],
    ids=["disc", "dash", "letter", "stop", "unread"],
)
def test_signs_by_shape(box: tuple[int, int, int, int], first: str, expected: list[str]) -> None:
    words = [Word(first, box[0], box[1], box[2], box[3], 0.9, (1,))] if first else []
    words.append(Word("Planter", 150, 164, 300, 210, 0.9, (1,)))
    frames: Frames = {(1,): Frame(50, 200)}
    assert [word.text for word in mend_signs(drawn(box), words, frames)] == expected


def test_signs_in_a_column_of_their_own_join_their_text() -> None:
    words = [Word("»", 100, 170, 117, 187, 0.5, (0,)), Word("»", 100, 400, 117, 417, 0.5, (1,))]
    words.append(Word("Planter", 150, 164, 300, 210, 0.9, (2,)))
    frames: Frames = {(0,): Frame(17, 187), (1,): Frame(17, 417), (2,): Frame(50, 200)}
    adopted = adopt_signs(words, frames)
    assert [(word.text, word.line) for word in adopted] == [
        ("»", (1,)),
        ("»", (2,)),
        ("Planter", (2,)),
    ]


def test_a_letter_that_the_next_word_begins_with_is_read_twice() -> None:
    words = [
        Word("à", 100, 164, 115, 200, 0.9, (0,)),
        Word("18", 150, 164, 175, 200, 0.9, (0,)),
        Word("1", 130, 164, 146, 200, 0.7, (1,)),
    ]
    frames: Frames = {(0,): Frame(50, 200), (1,): Frame(50, 200)}
    assert [(word.text, word.x0) for word in adopt_signs(words, frames)] == [
        ("à", 100),
        ("18", 130),
    ]
    wide = [words[0], words[1]._replace(x1=190), words[2]]
    assert len(adopt_signs(wide, frames)) == 3


def test_an_unread_circle_stands_below_others() -> None:
    picture, draw = sheet()
    words = []
    for number in range(4):
        top = 100 + 100 * number
        draw.ellipse((100, top + 12, 124, top + 36), outline=0, width=3)
        if number < 3:
            words.append(Word("o", 100, top + 12, 125, top + 37, 0.9, (number,)))
        words.append(Word("Planter", 150, top, 300, top + 45, 0.9, (number,)))
    frames: Frames = {(number,): Frame(50, 136 + 100 * number) for number in range(4)}
    found = [word.text for word in mend_signs(np.asarray(picture), words, frames)]
    assert found == ["o", "Planter"] * 3 + ["•", "Planter"]


def test_what_is_lower_than_letters_is_a_sign_whatever_was_read() -> None:
    words = [
        Word("ke", 100, 170, 117, 187, 0.9, (0,)),
        Word("7", 100, 264, 117, 300, 0.9, (1,)),
        Word("Planter", 150, 164, 300, 210, 0.9, (2,)),
        Word("Semer", 150, 264, 300, 310, 0.9, (3,)),
    ]
    frames: Frames = {(0,): Frame(17, 187), (1,): Frame(50, 300)}
    frames |= {(2,): Frame(50, 200), (3,): Frame(50, 300)}
    adopted = adopt_signs(words, frames)
    assert [(word.text, word.line) for word in adopted] == [
        ("7", (1,)),
        ("•", (2,)),
        ("Planter", (2,)),
        ("Semer", (3,)),
    ]
    blot = words[0]._replace(text="0:0::0", top=170, bottom=200)
    assert adopt_signs([blot, words[2]], frames)[0].text == "•"


def test_words_without_ink_are_none() -> None:
    words = [
        Word("gérer", 100, 300, 300, 330, 0.1, (0,)),
        Word("__12", 60, 170, 117, 187, 0.9, (1,)),
    ]
    found = real_words(drawn((100, 170, 117, 187)), words)
    assert [(word.text, round(word.x0 / 10)) for word in found] == [("12", 10)]


def test_dust_is_no_part_of_a_word() -> None:
    picture, draw = sheet()
    draw.rectangle((100, 160, 117, 187), fill=0)
    draw.rectangle((90, 170, 91, 171), fill=0)
    draw.rectangle((110, 193, 111, 194), fill=0)
    found = real_words(np.asarray(picture), [Word("Planter", 90, 160, 118, 195, 0.9, (0,))])
    assert [(word.x0, word.bottom) for word in found] == [(100, 188)]


def test_signs_read_as_one_upright_line_are_parted() -> None:
    picture, draw = sheet()
    for top in (100, 180, 260):
        draw.ellipse((100, top, 116, top + 16), fill=0)
    words = [
        Word("eee", 100, 100, 117, 277, 0.4, (1, 1, 1)),
        Word("Il", 300, 100, 320, 140, 0.9, (2, 1, 1)),
    ]
    found = split_stacks(np.asarray(picture), words)
    assert [(word.text, word.top) for word in found] == [
        ("•", 100),
        ("•", 180),
        ("•", 260),
        ("Il", 100),
    ]
    assert len({word.line for word in found}) == 4


def test_letters_read_one_above_the_other_are_signs() -> None:
    words = [
        Word("Oo", 100, 180, 117, 197, 0.4, (1, 1, 1)),
        Word("Oo", 101, 100, 117, 117, 0.7, (1, 1, 1)),
        Word("Il", 300, 100, 320, 140, 0.9, (2, 1, 1)),
        Word("y", 330, 100, 350, 140, 0.9, (2, 1, 1)),
    ]
    found = split_stacks(np.asarray(sheet()[0]), words)
    assert [word.text for word in found] == ["•", "•", "Il", "y"]
    assert len({word.line for word in found}) == 3


@pytest.mark.parametrize(
    ("again", "expected"),
    [([("Planter", 0.9)], "Planter"), ([("Pl", 0.9)], "Plouf"), ([("Plaid", 0.0)], "Plouf")],
    ids=["surer", "less", "no surer"],
)
def test_unsure_lines_are_read_again(again: list[tuple[str, float]], expected: str) -> None:
    words = [
        Word("Plouf", 100, 164, 300, 210, 0.2, (1,)),
        Word("Semer", 100, 264, 300, 310, 0.9, (2,)),
    ]
    frames: Frames = {(1,): Frame(50, 200), (2,): Frame(50, 300)}
    heights: list[int] = []

    def read(sheet: np.ndarray[tuple[int, int], np.dtype[np.uint8]], dpi: float) -> list[Word]:
        heights.append(sheet.shape[0])
        return [Word(text, 40, 31, 240, 94, sure, (0,)) for text, sure in again]

    found = read_again(drawn((100, 170, 117, 187)), 300, words, frames, read)
    assert [(word.text, word.line) for word in found] == [(expected, (1,)), ("Semer", (2,))]
    assert heights[0] < 140
    assert found[0].top >= 164 and found[0].bottom <= 210  # not what stands around it


def test_unread_sign_stands_where_others_do() -> None:
    picture, draw = sheet()
    words = []
    for number in range(3):
        top = 100 + 100 * number
        draw.polygon([(100, top + 16), (112, top + 26), (100, top + 36)], outline=0, width=3)
        if number < 2:
            words.append(Word(">", 100, top + 16, 113, top + 37, 0.9, (number,)))
        words.append(Word("Planter", 150, top, 300, top + 45, 0.9, (number,)))
    frames: Frames = {(number,): Frame(50, 136 + 100 * number) for number in range(3)}
    lines = [word.text for word in mend_signs(np.asarray(picture), words, frames)]
    assert lines == [">", "Planter", ">", "Planter", "•", "Planter"]


def test_marks_at_one_place_before_three_lines_are_signs() -> None:
    picture, draw = sheet()
    words = []
    for number in range(4):
        top = 100 + 100 * number
        draw.line((100, top + 10, 112, top + 22), fill=0, width=3)
        words.append(Word("Planter", 150, top, 300, top + 45, 0.9, (number,)))
    frames: Frames = {(number,): Frame(50, 136 + 100 * number) for number in range(4)}
    marked = [word.text for word in mend_signs(np.asarray(picture), words, frames)]
    assert marked == ["•", "Planter"] * 4
    two = [word.text for word in mend_signs(np.asarray(picture), words[:2], frames)]
    assert two == ["Planter"] * 2


def test_a_word_ends_above_the_accents_of_the_line_below() -> None:
    picture, draw = sheet()
    draw.rectangle((100, 160, 200, 187), fill=0)
    draw.rectangle((130, 191, 136, 197), fill=0)
    found = real_words(np.asarray(picture), [Word("PLANS", 100, 160, 201, 202, 0.9, (0,))])
    assert found[0].bottom == 188


def test_the_tops_of_letters_are_no_words() -> None:
    picture, draw = sheet()
    draw.rectangle((100, 160, 300, 200), fill=0)
    words = [Word("À", 100, 195, 110, 200, 0.4, (0,)), Word("Semer", 150, 160, 300, 200, 0.9, (0,))]
    assert [word.text for word in real_words(np.asarray(picture), words)] == ["Semer"]


def test_texts_side_by_side_at_other_heights_are_two_lines() -> None:
    line = (1, 1, 1)
    words = [
        Word("Planter", 100, 100, 240, 128, 0.9, line),
        Word("ici", 250, 100, 290, 128, 0.9, line),
        Word("Semer", 400, 112, 520, 140, 0.9, line),
        Word("Tailler", 700, 112, 820, 140, 0.9, line),
    ]
    found = part_levels(words)
    assert [word.text for word in found] == ["Planter", "ici", "Semer", "Tailler"]
    assert found[0].line == found[1].line != found[2].line == found[3].line
    dust = Word("|", 350, 122, 352, 124, 0.2, line)
    assert part_levels([words[0], dust])[1].line == line
    level = [word._replace(top=100, bottom=128) for word in words]
    assert len({word.line for word in part_levels(level)}) == 1


@pytest.mark.parametrize(("code", "expected"), [("7", "7."), ("O.O.1.2.", "O.O.1.2.")])
def test_number_far_from_its_text_is_read_beside_it(code: str, expected: str) -> None:
    picture, draw = sheet()
    draw.rectangle((60, 170, 75, 199), fill=0)
    words = [Word("Planter", 180, 164, 300, 210, 0.9, (1,))]
    seen: list[int] = []

    def read(sheet: np.ndarray[tuple[int, int], np.dtype[np.uint8]], dpi: float) -> list[Word]:
        columns = np.nonzero((sheet < 150).any(axis=0))[0]
        seen.append(int(columns[0]))
        at = float(columns[0])
        return [Word(code, at, 40, at + 16, 70, 0.9, (0,))]

    found = read_before(np.asarray(picture), 300, words, {(1,): Frame(50, 200)}, read)
    assert [(word.text, word.line) for word in found] == [(expected, (1,)), ("Planter", (1,))]
    assert 50 < found[0].x0 < 70 and seen[0] < 60


def test_short_line_has_the_size_of_the_line_it_ends() -> None:
    words = [Word("Planter", 100, 100, 300, 130, 0.9, (1, 1, 1)),
             Word("61)", 100, 148, 140, 181, 0.9, (1, 1, 2))]  # fmt: skip
    frames = find_frames(words)
    assert frames[1, 1, 2].size == frames[1, 1, 1].size


def strokes(draw: ImageDraw.ImageDraw, x0: int, top: int, width: int) -> None:
    """Draw the ten strokes of a word."""
    for left in range(x0 + 5, x0 + 205, 20):
        draw.rectangle((left, top, left - 1 + width, top + 40), fill=0)


def test_bold_by_strokes() -> None:
    picture, draw = sheet()
    words = []
    for row, width in enumerate((5, 5, 5, 9)):
        top = 100 + 100 * row
        words.append(Word("Planter", 100, top, 300, top + 40, 0.9, (row,)))
        strokes(draw, 100, top, width)
    frames: Frames = {(row,): Frame(50, 140) for row in range(4)}
    marked = mark_bold(np.asarray(picture), words, frames)
    assert [word.bold for word in marked] == [False, False, False, True]


def test_lines_between_bold_and_not_are_as_others_of_their_size() -> None:
    picture, draw = sheet()
    words = []
    frames: Frames = {}
    for row, (size, width) in enumerate([(50, 5)] * 6 + [(60, 8), (60, 8), (60, 7)]):
        top = 100 + 100 * row
        words.append(Word("Planter", 100, top, 300, top + 40, 0.9, (row, 1, 1)))
        frames[row, 1, 1] = Frame(size, top + 40)
        strokes(draw, 100, top, width)
    marked = mark_bold(np.asarray(picture), words, frames)
    assert [word.bold for word in marked] == [False] * 6 + [True] * 3


def test_a_short_line_of_which_a_word_is_bold_is_as_the_line_above() -> None:
    picture, draw = sheet()
    words = []
    frames: Frames = {}
    for row, widths in enumerate([(5, 5)] * 8 + [(8, 8), (5, 8)]):
        top = 60 + 60 * row
        key = (1, row // 8, row)
        frames[key] = Frame(45, top + 40)
        for x0, width in zip((100, 400), widths, strict=True):
            words.append(Word("Planter", x0, top, x0 + 200, top + 40, 0.9, key))
            strokes(draw, x0, top, width)
    marked = mark_bold(np.asarray(picture), words, frames)
    assert [word.bold for word in marked] == [False] * 16 + [True] * 4


def test_a_title_in_capitals_is_bold_where_most_of_its_letters_are() -> None:
    picture, draw = sheet()
    words = []
    frames: Frames = {}
    for row, width in enumerate([5] * 9 + [8, 5, 8]):
        top = 60 + 60 * row
        text = "PLANTER" if row > 9 else "Planter"
        words.append(Word(text, 100, top, 200, top + 40, 0.9, (1, row // 9, row)))
        text = "PLANTER" if row > 8 else "Planter"  # the first line begins with a label
        words.append(Word(text, 200, top, 300, top + 40, 0.9, (1, row // 9, row)))
        frames[1, row // 9, row] = Frame(45, top + 40)
        strokes(draw, 100, top, width)
    marked = mark_bold(np.asarray(picture), words, frames)
    assert [word.bold for word in marked] == [False] * 18 + [True] * 6


def test_paper_and_light_shades_become_white() -> None:
    grey = np.full((480, 480), 228, dtype=np.uint8)
    grey[120:240, 120:360] = 190
    grey[300:420, 120:360] = 60
    flat = flattened(grey)
    assert flat[10, 10] == 255
    assert flat[180, 240] == 255
    assert flat[360, 240] < 80


def test_rows_of_bold_letters_are_no_rules() -> None:
    picture, draw = sheet()
    for stem in range(40):  # letters that blur has joined: a bar with stems below
        draw.rectangle((150 + 12 * stem, 300, 155 + 12 * stem, 330), fill=0)
    draw.rectangle((150, 300, 625, 303), fill=0)
    _, across, _ = take_rules(np.asarray(picture), DPI)
    assert across == []


def test_serifs_that_touch_are_no_rule() -> None:
    picture, draw = sheet()
    for stem in range(16):
        draw.rectangle((150 + 30 * stem, 275, 156 + 30 * stem, 303), fill=0)
    draw.rectangle((150, 300, 625, 303), fill=0)
    _, across, _ = take_rules(np.asarray(picture), DPI)
    assert across == []


def test_sizes_of_one_font_are_levelled() -> None:
    sizes = [10.0, 10.5, 9.5, 10.0, 14.0]
    pieces = to_pieces([word for n in range(5) for word in row(n, ("Planter", 50))], 72 / DPI)
    measured = [piece._replace(size=size) for piece, size in zip(pieces, sizes, strict=True)]
    assert [piece.size for piece in level_sizes(measured)] == [10, 10, 10, 10, 14]


def test_without_engine_the_note_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_engine", lambda: None)
    document = read_pdf(scan(table_picture()))
    assert (document.lines, document.text_layer) == ((), "none")
    code, message, page = document.notes[0]
    assert (code, page) == ("no-text-layer", 1)
    assert "tesseract-ocr-fra" in message


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (RawPage(100, 100, glyphs=900, unmapped=800), True),
        (RawPage(100, 100, glyphs=900, unmapped=90), False),
        (RawPage(100, 100, glyphs=0), False),
        (RawPage(100, 100, glyphs=3, paths=5000), True),
    ],
    ids=["garbled", "bullets", "blank", "outlines"],
)
def test_pages_to_recognise(page: RawPage, expected: bool) -> None:
    assert page.is_picture() is expected


def recognised() -> SourceDocument:
    picture = table_picture()
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(30)
    draw.text((150, 150), "Objectif 1 : verdir le quartier", fill=0, font=font)
    for x, y, text in (
        (170, 360, "Pilote"),
        (620, 360, "Environnement"),
        (170, 560, "Budget"),
        (620, 560, "Subside"),
    ):
        draw.text((x, y), text, fill=0, font=font)
    return read_pdf(scan(picture.rotate(0.5, Image.Resampling.BICUBIC, fillcolor=255)))


@pytest.mark.slow
@pytest.mark.skipif(ocr.find_engine() is None, reason="no OCR engine is installed")
def test_scanned_table_is_read() -> None:
    document = recognised()
    assert document.text_layer == "ocr"
    assert ("ocr-used", 1) in {(code, page) for code, _, page in document.notes}
    assert "verdir le quartier" in document.lines[0].text
    assert 0.5 < document.lines[0].quality < 1
    lines = {line.index: line.text for line in document.lines}
    found = [" ".join(lines[i] for i in cell.lines) for cell in document.tables[0].cells]
    assert found == ["Pilote", "Environnement", "Budget", "Subside"]


@pytest.mark.slow
@pytest.mark.skipif(
    ocr.find_spec("rapidocr") is None or ocr.find_spec("onnxruntime") is None,
    reason="rapidocr is not installed",
)
def test_second_engine_reads_the_same_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr.shutil, "which", lambda _: None)
    ocr.find_engine.cache_clear()
    try:
        document = recognised()
    finally:
        monkeypatch.undo()
        ocr.find_engine.cache_clear()
    assert any("RapidOCR" in message for _, message, _ in document.notes)
    assert {"Pilote", "Environnement"} <= {line.text for line in document.lines if line.cell}
