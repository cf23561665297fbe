"""PDF pages drawn by reportlab, read back as lines and tables."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable

import pytest
from reportlab.lib import pdfencrypt
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from extractor.diagnostics import UnreadableDocument
from extractor.document import SourceDocument
from extractor.readers.pdf import read_pdf
from extractor.readers.pdf.glyphs.content import UnusualContent, read_operations
from extractor.readers.pdf.glyphs.lines import clean

WIDTH, HEIGHT = 595.0, 842.0


def drawn(*draw: Callable[[Canvas], None], **options: object) -> bytes:
    """Return a PDF with one page per function."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, **options)
    for page in draw:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read(*draw: Callable[[Canvas], None]) -> SourceDocument:
    return read_pdf(drawn(*draw))


def texts(document: SourceDocument) -> list[str]:
    return [line.text for line in document.lines]


def put(
    canvas: Canvas, x: float, top: float, text: str, size: float = 10, font: str = "Helvetica"
) -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, HEIGHT - top, text)


def cell_texts(document: SourceDocument, table: int = 0) -> list[list[str]]:
    lines = {line.index: line.text for line in document.lines}
    found = document.tables[table]
    grid = [[""] * found.columns for _ in range(found.rows)]
    for cell in found.cells:
        grid[cell.row][cell.column] = " / ".join(lines[index] for index in cell.lines)
    return grid


def test_line_says_where_and_how_it_is_printed() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 70, 100, "Objectif 1", 14, "Helvetica-Bold")
        canvas.setFillColor(HexColor("#336699"))
        put(canvas, 90, 140, "Une phrase.", 10, "Helvetica-Oblique")

    title, sentence = read(page).lines
    assert (title.text, title.page, title.size, title.bold) == ("Objectif 1", 1, 14.0, True)
    assert (title.indent, title.color, title.gap) == (70, None, 0)
    assert title.bbox is not None and title.bbox.top < 100 < title.bbox.bottom + 1
    assert (sentence.italic, sentence.bold, sentence.color) == (True, False, "#336699")
    assert sentence.indent == 90
    assert sentence.gap == pytest.approx(3.0, abs=0.4)


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        (lambda c: (put(c, 70, 90, "\x6c", 10, "ZapfDingbats"), put(c, 90, 90, "Planter")),
         ["• Planter"]),
        (lambda c: (put(c, 70, 90, "•"), put(c, 90, 90, "Planter")), ["• Planter"]),
        (lambda c: (put(c, 70, 90, "-"), put(c, 90, 90, "Planter")), ["- Planter"]),
        (lambda c: (put(c, 70, 90, "O.O.1.1."), put(c, 140, 90, "Verdir le quartier")),
         ["O.O.1.1. Verdir le quartier"]),
        (lambda c: (put(c, 70, 90, "C", 12), put(c, 78.8, 90, "ENTRE", 9.6)), ["CENTRE"]),
        (lambda c: (put(c, 70, 90, "le 1"), put(c, 87, 86, "er", 6), put(c, 96, 90, "mai")),
         ["le 1er mai"]),
        (lambda c: (put(c, 70, 90, "Projet"), put(c, 70.3, 90, "Projet")), ["Projet"]),
        (lambda c: put(c, 900, 90, "hors page"), []),
    ],
    ids=["dingbat", "bullet", "dash", "code", "small-caps", "script", "overprint", "off"],
)  # fmt: skip
def test_text_of_a_line(draw: Callable[[Canvas], None], expected: list[str]) -> None:
    assert texts(read(draw)) == expected


def test_overprinted_text_is_bold() -> None:
    document = read(lambda c: (put(c, 70, 90, "Projet"), put(c, 70.3, 90, "Projet")))
    assert document.lines[0].bold


def test_turned_pages_and_labels_are_read_upright() -> None:
    def turned(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        for number in range(3):
            canvas.drawString(100, 400 - 20 * number, f"Ligne {number}")

    def label(canvas: Canvas) -> None:
        put(canvas, 200, 300, "Texte droit de la page")
        canvas.rotate(90)
        canvas.drawString(300, -100, "Volet")

    assert texts(read(turned)) == ["Ligne 0", "Ligne 1", "Ligne 2"]
    document = read(label)
    assert texts(document) == ["Texte droit de la page", "Volet"]
    box = document.lines[1].bbox
    assert box is not None and box.bottom - box.top > box.x1 - box.x0


def grid(canvas: Canvas, xs: list[float], tops: list[float]) -> None:
    canvas.grid(xs, [HEIGHT - top for top in tops])


def test_turned_text_stands_in_its_cell() -> None:
    def page(canvas: Canvas) -> None:
        grid(canvas, [60, 100, 400], [100, 200])
        grid(canvas, [60, 100, 400], [200, 300])
        for top, number in ((100, 1), (200, 2)):
            put(canvas, 105, top + 20, f"Action {number}, longue de plusieurs mots")
            canvas.saveState()
            canvas.rotate(90)
            canvas.drawString(HEIGHT - top - 95, -78, f"OS {number} Être une")
            canvas.drawString(HEIGHT - top - 95, -92, "commune sûre")
            canvas.restoreState()

    assert cell_texts(read(page)) == [
        ["OS 1 Être une / commune sûre", "Action 1, longue de plusieurs mots"],
        ["OS 2 Être une / commune sûre", "Action 2, longue de plusieurs mots"],
    ]


def test_ruled_table_with_shade_and_merged_row() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillColor(HexColor("#ffcc00"))
        canvas.rect(60, HEIGHT - 120, 300, 20, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#000000"))
        canvas.rect(60, HEIGHT - 120, 300, 20)
        grid(canvas, [60, 200, 360], [120, 150, 180])
        put(canvas, 65, 114, "OS 1 Un village vivant")
        put(canvas, 65, 132, "Action qui continue")
        put(canvas, 65, 144, "plus bas")
        put(canvas, 205, 132, "2026")
        put(canvas, 65, 170, "Autre")
        put(canvas, 65, 220, "Après le tableau")

    document = read(page)
    table = document.tables[0]
    assert (table.rows, table.columns, table.kind) == (3, 2, "ruled")
    assert cell_texts(document) == [
        ["OS 1 Un village vivant", ""],
        ["Action qui continue / plus bas", "2026"],
        ["Autre", ""],
    ]
    assert table.cells[0].column_span == 2
    assert [cell.shade for cell in table.cells] == ["#ffcc00", None, None, None, None]
    assert texts(document)[-1] == "Après le tableau"
    assert document.lines[-1].cell is None


def test_nested_table_is_read_once_within_its_cell() -> None:
    def page(canvas: Canvas) -> None:
        grid(canvas, [60, 160, 460], [100, 180, 200])
        grid(canvas, [165, 300, 455], [104, 124, 150])
        put(canvas, 65, 112, "Budget")
        put(canvas, 170, 116, "Année")
        put(canvas, 305, 116, "Montant")
        put(canvas, 170, 140, "2026")
        put(canvas, 305, 140, "500")
        put(canvas, 170, 172, "Sous le petit tableau")

    document = read(page)
    outer, inner = document.tables
    assert inner.parent is not None and inner.parent[:] == (0, 0, 1)
    assert next(c for c in outer.cells if c.nested).nested == (1,)
    assert cell_texts(document, 1) == [["Année", "Montant"], ["2026", "500"]]
    expected = ["Budget", "Année", "Montant", "2026", "500", "Sous le petit tableau"]
    assert texts(document) == expected


@pytest.mark.parametrize("frame", ["one", "stacked", "underline"])
def test_frames_are_no_tables(frame: str) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 70, 112, "Objectif stratégique encadré")
        if frame == "underline":
            canvas.line(60, HEIGHT - 120, 500, HEIGHT - 120)
        else:
            grid(canvas, [60, 500], [100, 120] if frame == "one" else [100, 120, 140])
        put(canvas, 70, 132, "Suite du texte")

    document = read(page)
    assert document.tables == ()
    assert texts(document) == ["Objectif stratégique encadré", "Suite du texte"]


LEFT = ["Le premier quartier reçoit", "des arbres et des bancs que", "les habitants choisissent",
        "pendant une assemblée qui", "se tient au printemps"]  # fmt: skip
RIGHT = ["Le second village obtient", "une salle de réunion que", "les clubs occupent chaque",
         "semaine selon un horaire", "fixé par le conseil"]  # fmt: skip


def test_newspaper_columns_are_read_one_after_the_other() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 70, 60, "Un titre qui court sur toute la largeur de cette page imprimée", 16)
        for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            put(canvas, 70, 100 + 13 * number, left)
            put(canvas, 310, 106 + 13 * number, right)

    assert texts(read(page))[1:] == LEFT + RIGHT


def test_borderless_table_becomes_rows() -> None:
    rows = [
        (["OO"], ["Actions"], ["Échéance"]),
        (["Verdir les", "rues"], ["Planter des arbres"], ["2026"]),
        ([], ["Semer des prés fleuris", "le long du canal"], ["2027"]),
        (["Loger"], ["Rénover deux maisons"], ["2028"]),
    ]

    def page(canvas: Canvas) -> None:
        top = 100.0
        for row in rows:
            for x, cell in zip((70, 200, 420), row, strict=True):
                for number, text in enumerate(cell):
                    put(canvas, x, top + 12 * number, text)
            top += 36

    document = read(page)
    assert document.tables[0].kind == "unruled"
    assert cell_texts(document) == [[" / ".join(cell) for cell in row] for row in rows]


def test_labels_and_contents_stay_plain_lines() -> None:
    def page(canvas: Canvas) -> None:
        for number in range(6):
            put(canvas, 70, 100 + 30 * number, f"O.O.{number}.1.")
            put(canvas, 140, 100 + 30 * number, "Un objectif dont le titre est long et")
            put(canvas, 140, 112 + 30 * number, "se poursuit sur une autre ligne")
            put(canvas, 70, 400 + 14 * number, "Chapitre du plan")
            put(canvas, 500, 400 + 14 * number, str(number))

    document = read(page)
    assert document.tables == ()
    assert texts(document)[:2] == [
        "O.O.0.1. Un objectif dont le titre est long et",
        "se poursuit sur une autre ligne",
    ]
    assert texts(document)[12] == "Chapitre du plan 0"


def test_same_bytes_in_same_document_out() -> None:
    data = drawn(lambda c: grid(c, [60, 160, 460], [100, 180, 200]), lambda c: put(c, 70, 90, "x"))
    assert read_pdf(data) == read_pdf(data)


def test_blank_page_is_counted_and_silent() -> None:
    document = read(lambda c: None, lambda c: put(c, 70, 90, "Suite"))
    assert document.pages == 2
    assert [(line.text, line.page) for line in document.lines] == [("Suite", 2)]
    assert (document.text_layer, document.notes) == ("native", ())


def raising(*_: object) -> None:
    raise ValueError("broken stream")


def test_page_that_our_device_cannot_parse_is_read_by_pdfplumber(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, 70, 90, "Un objectif entier")
        grid(canvas, [60, 160, 460], [100, 130, 160])
        put(canvas, 65, 120, "Pilote")
        put(canvas, 165, 120, "Le secrétariat")

    data = drawn(page)
    expected = read_pdf(data)
    monkeypatch.setattr("extractor.readers.pdf.glyphs.interpreter.PageInterpreter.read", raising)
    document = read_pdf(data)
    assert texts(document) == texts(expected)
    assert [t.kind for t in document.tables] == ["ruled"]
    assert document.notes == ()


def test_lines_of_a_page_whose_layout_cannot_be_read_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = drawn(lambda c: put(c, 70, 90, "Un"))
    monkeypatch.setattr("extractor.readers.pdf.page.read_blocks", raising)
    document = read_pdf(data)
    assert [line.text for line in document.lines] == ["Un"]
    ((code, message, page),) = document.notes
    assert (code, page) == ("unreadable-page", 1)
    assert "broken stream" in message
    assert "1 lines are kept" in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("coop\u00adtion e\u0301", "cooption é"),
        ("fin de accompagne\u00ad", "fin de accompagne-"),
        ("e\ufb03cace \u00a0 et \u202f vif", "efficace et vif"),
        ("un\u200b\x01deux", "undeux"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_empty_password_is_opened_and_others_are_named() -> None:
    def encrypted(password: str) -> bytes:
        lock = pdfencrypt.StandardEncryption(password, ownerPassword="maitre", strength=128)
        return drawn(lambda c: put(c, 70, 90, "Plan"), encrypt=lock)

    assert texts(read_pdf(encrypted(""))) == ["Plan"]
    with pytest.raises(UnreadableDocument, match="password"):
        read_pdf(encrypted("secret"))


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(range(256)) * 8],
    ids=["empty", "header", "noise"],
)
def test_bad_files_are_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_pdf(data)
    assert "\n" not in str(caught.value)


def test_reader_is_loaded_without_pdf_libraries() -> None:
    code = "import sys, extractor.readers.pdf; print('pdfplumber' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"1 -.5 +2. /F1 12 Tf", [1, -0.5, 2.0, "/F1", 12, "Tf"]),
        (rb"(a\(b\051 \101\n(c)) Tj", [b"a(b) A\n(c)", "Tj"]),
        (b"<48 65 6C6> Tj % note\nT*", [b"Hel`", "Tj", "T*"]),
        (b"[(A) -120 (B)]TJ (x)' q", [[b"A", -120, b"B"], "TJ", b"x", "'", "q"]),
        (b"/P <</MCID 0 /L [1 true]>> BDC", ["/P", {"MCID": 0, "L": [1, True]}, "BDC"]),
    ],
)
def test_operations_of_a_content_stream(data: bytes, expected: list[object]) -> None:
    found = [
        name if name is not None else f"/{value.name}" if hasattr(value, "name") else value
        for name, value in read_operations(data)
    ]
    assert found == expected


@pytest.mark.parametrize("data", [b"BI /W 1 ID x EI", b"[1 2", b"1 ] Tj", b"(open Tj", b"3-4 Td"])
def test_unusual_content_is_left_to_pdfminer(data: bytes) -> None:
    with pytest.raises(UnusualContent):
        list(read_operations(data))


def test_heading_that_hangs_out_of_the_right_column() -> None:
    def page(canvas: Canvas) -> None:
        for number, (left, right) in enumerate(zip(LEFT * 2, RIGHT * 2, strict=True)):
            put(canvas, 70, 100 + 13 * number, left)
            put(canvas, 296 if number == 4 else 310, 106 + 13 * number, right)

    assert texts(read(page)) == LEFT * 2 + RIGHT * 2


def test_banner_over_both_columns_ends_them() -> None:
    def page(canvas: Canvas) -> None:
        for start in (100, 240):
            for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
                put(canvas, 70, start + 13 * number, left)
                put(canvas, 310, start + 13 * number, right)
        canvas.setFillColor(HexColor("#004488"))
        canvas.rect(60, HEIGHT - 215, 480, 30, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#ffffff"))
        put(canvas, 70, 205, "Défi 2", 16)

    assert texts(read(page)) == [*LEFT, *RIGHT, "Défi 2", *LEFT, *RIGHT]


def test_borderless_table_goes_on_over_the_page() -> None:
    def page(canvas: Canvas) -> None:
        for number in range(5):
            for x, text in ((70, "Verdir le centre"), (200, "Planter"), (420, "en 2026")):
                put(canvas, x, 100 + 30 * number, text)

    def short(canvas: Canvas) -> None:
        put(canvas, 200, 100, "Semer")
        put(canvas, 420, 100, "en 2027")
        put(canvas, 200, 120, "Arroser")

    document = read(page, short)
    assert [(t.page, t.rows, t.columns) for t in document.tables] == [(1, 5, 3), (2, 2, 3)]
    assert cell_texts(document, 1) == [["", "Semer", "en 2027"], ["", "Arroser", ""]]


PARTLY = [
    ("Action", "Pilote", "Échéance"),
    ("Planter des arbres le long / de la rivière", "Environnement", "2026"),
    ("Semer des prés fleuris", "Espaces verts et / voirie", "2027"),
    ("Rénover le four banal", "Travaux", "2028"),
]


@pytest.mark.parametrize("marks", ["rules", "inner", "frame", "cells", "stripes"])
def test_partly_drawn_tables(marks: str) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillColor(HexColor("#e0e8f0"))
        for row in range(4):
            if marks == "stripes" and row % 2 == 0:
                canvas.rect(60, HEIGHT - 132 - 32 * row, 460, 32, stroke=0, fill=1)
            for x, wide in ((60, 183), (245, 148), (395, 125)):
                if marks == "cells":
                    canvas.rect(x, HEIGHT - 130 - 32 * row, wide, 30, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#000000"))
        for number in range(5):
            if marks in ("rules", "inner"):
                canvas.line(60, HEIGHT - 100 - 32 * number, 520, HEIGHT - 100 - 32 * number)
        if marks == "inner":
            canvas.line(240, HEIGHT - 100, 240, HEIGHT - 228)
            canvas.line(390, HEIGHT - 100, 390, HEIGHT - 228)
        if marks == "frame":
            canvas.rect(60, HEIGHT - 228, 460, 128)
            canvas.line(60, HEIGHT - 132, 520, HEIGHT - 132)
        for row, cells in enumerate(PARTLY):
            for x, cell in zip((70, 250, 400), cells, strict=True):
                for number, text in enumerate(cell.split(" / ")):
                    put(canvas, x, 112 + 32 * row + 12 * number, text)

    document = read(page)
    assert len(document.tables) == 1
    assert cell_texts(document) == [list(cells) for cells in PARTLY]
    shades = {cell.shade for cell in document.tables[0].cells}
    assert ("#e0e8f0" in shades) is (marks in ("cells", "stripes"))


def test_the_next_page_tells_of_a_gutter() -> None:
    def spill(canvas: Canvas) -> None:
        for number, left in enumerate(LEFT):
            put(canvas, 70, 100 + 13 * number, left)
        put(canvas, 310, 113, RIGHT[0])

    def full(canvas: Canvas) -> None:
        for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            put(canvas, 70, 100 + 13 * number, left)
            put(canvas, 310, 106 + 13 * number, right)

    assert texts(read(spill, full)) == [*LEFT, RIGHT[0], *LEFT, *RIGHT]


def test_a_shade_ends_a_row_where_no_rule_does() -> None:
    """A page break leaves out the rule between a header and the rest of a row."""

    def page(canvas: Canvas) -> None:
        canvas.setFillColor(HexColor("#fff2cc"))
        canvas.rect(60, HEIGHT - 120, 300, 20, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#000000"))
        for x in (60, 210, 360):
            canvas.line(x, HEIGHT - 100, x, HEIGHT - 160)
        for top in (100, 140, 160):
            canvas.line(60, HEIGHT - top, 360, HEIGHT - top)
        for top, left, right in (
            (114, "Action", "Pilote"),
            (134, "au soleil", ""),
            (154, "B", "C"),
        ):
            put(canvas, 66, top, left)
            put(canvas, 216, top, right)

    assert cell_texts(read(page)) == [["Action", "Pilote"], ["au soleil", ""], ["B", "C"]]


@pytest.mark.parametrize(("rows", "size"), [(2, 22), (3, 22), (4, 22), (2, 12)])
def test_a_number_centred_beside_a_title_stands_before_it(rows: int, size: float) -> None:
    title = [f"Ligne {row} du titre d’un objectif" for row in range(rows)]

    def page(canvas: Canvas) -> None:
        put(canvas, 50, 60, "Au-dessus")
        for row, text in enumerate(title):
            put(canvas, 130, 100 + 16 * row, text, 14, "Helvetica-Bold")
        middle = 100 + 8 * (rows - 1) - 0.35 * 14
        put(canvas, 60, middle + 0.35 * size, "OS 1", size, "Helvetica-Bold")
        put(canvas, 50, 200, "En dessous")

    assert texts(read(page)) == ["Au-dessus", "OS 1", *title, "En dessous"]


def test_the_sign_of_a_list_item_stays_on_its_line() -> None:
    texts_of = ["fin de ce qui précède", "une action sur deux lignes", "et sa fin"]

    def page(canvas: Canvas) -> None:
        for row, text in enumerate(texts_of):
            put(canvas, 80, 100 + 12 * row, text)
        put(canvas, 60, 112, "-")

    expected = [texts_of[0], f"- {texts_of[1]}", texts_of[2]]
    assert texts(read(page)) == expected
