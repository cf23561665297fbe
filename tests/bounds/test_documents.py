"""Documents that ask for too much or say what no number is: a plan or one line, in seconds."""

from __future__ import annotations

import io
import subprocess
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from reportlab.pdfgen.canvas import Canvas

from benchmarks.fuzz.packages import zipped
from extractor.diagnostics import UnreadableDocument
from extractor.document import SourceDocument
from extractor.pipeline import extract_bytes
from extractor.readers import ocr, read_bytes
from extractor.readers.numerals import format_number
from extractor.readers.ocr import Engine
from extractor.readers.pdf import page as pdf_page
from extractor.readers.pdf.glyphs import streams
from tests.test_diagnostics import scan

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ODF = "urn:oasis:names:tc:opendocument:xmlns:%s:1.0"
BAD_NUMBERS = ("nan", "inf", "-inf", "²", "①", "1e999", "-5", "9" * 5000, "1000000000", "", "x")


def docx(body: str) -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>'
    )
    content = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": types, "word/document.xml": content})


def opendocument(kind: str, body: str) -> bytes:
    spaces = " ".join(f'xmlns:{n}="{ODF % n}"' for n in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>"
    )
    return zipped(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content}
    )


def word_with(number: str) -> bytes:
    return docx(
        f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="{number}"/></w:trPr><w:tc><w:tcPr>'
        f'<w:gridSpan w:val="{number}"/></w:tcPr><w:p><w:pPr><w:outlineLvl w:val="{number}"/>'
        f'<w:ind w:left="{number}" w:hanging="{number}"/></w:pPr><w:r><w:rPr>'
        f'<w:sz w:val="{number}"/></w:rPr><w:t>OS 1 : Vivre mieux</w:t>'
        f'<w:sym w:char="{number[:9]}"/></w:r></w:p></w:tc></w:tr></w:tbl>'
    )


def writer_with(number: str) -> bytes:
    return opendocument(
        "text",
        f'<text:h text:outline-level="{number}">OS 1 : Vivre mieux<text:s text:c="{number}"/>'
        "</text:h>"
        f'<text:list><text:list-item text:start-value="{number}"><text:p>Agir</text:p>'
        f"</text:list-item></text:list><table:table><table:table-row "
        f'table:number-rows-repeated="{number}"><table:table-cell '
        f'table:number-columns-repeated="{number}" table:number-columns-spanned="{number}" '
        f'table:number-rows-spanned="{number}"><text:p>Faire</text:p></table:table-cell>'
        "</table:table-row></table:table>",
    )


def calc_with(number: str) -> bytes:
    return opendocument(
        "spreadsheet",
        f'<table:table table:name="PST"><table:table-row table:number-rows-repeated="{number}">'
        f'<table:table-cell table:number-columns-repeated="{number}" office:value-type="float" '
        f'office:value="{number[:300]}"><text:p>Faire<text:s text:c="{number}"/></text:p>'
        f"</table:table-cell></table:table-row></table:table>",
    )


def page_with(number: str) -> bytes:
    return (
        f'<html><body><h1 role="heading" aria-level="{number}" style="margin-left:{number}pt">'
        f'OS 1 : Vivre mieux</h1><ol start="{number}"><li value="{number}">Agir</li></ol><table>'
        f'<tr><td rowspan="{number}" colspan="{number}">Faire</td><td>x</td></tr></table></body>'
    ).encode()


@pytest.mark.parametrize("number", BAD_NUMBERS, ids=lambda text: text[:12] or "empty")
@pytest.mark.parametrize("make", [word_with, writer_with, calc_with, page_with])
def test_no_number_of_a_format_is_trusted(make: Callable[[str], bytes], number: str) -> None:
    document = read_bytes(make(number), "plan")
    text = "\n".join(line.text for line in document.lines)
    assert "Faire" in text or "Vivre mieux" in text
    text.encode()  # no lone surrogate
    for table in document.tables:
        assert sum(c.row_span * c.column_span for c in table.cells) <= 300_000


@pytest.mark.parametrize("date", ["31/12/0000", "31.12.9999", "31/12/²", "1/1/0001"])
def test_an_impossible_year_costs_only_its_value(date: str) -> None:
    text = f"OS 1 : Vivre\n\nOO 1.1 : Agir\n\nAction 1.1.1 : Bâtir\nÉchéance : {date}\n"
    plan = extract_bytes(text.encode(), "plan.txt", nlp=False)
    assert [node.level for node in plan.nodes()] == ["OS", "OO", "ACTION"]
    deadlines = [n.attributes.deadline for n in plan.nodes() if n.attributes.deadline]
    assert all(deadline.start is None and deadline.end is None for deadline in deadlines)


@pytest.mark.parametrize("number", ["²", "①", "9" * 5000])
def test_an_odd_number_loses_no_row(number: str) -> None:
    rows = f"N°;OS;Action\n{number};OS 1 : Vivre;Bâtir une maison\n2;OS 1 : Vivre;Acheter un bus\n"
    plan = extract_bytes(rows.encode(), "plan.csv", nlp=False)
    assert "Acheter un bus" in plan.to_json()


def notes(document: SourceDocument) -> set[str]:
    return {code for code, _, _ in document.notes}


def test_repeated_cells_are_bounded_by_their_product() -> None:
    cell = '<table:table-cell table:number-columns-repeated="4000"><text:p>OS 1</text:p>'
    row = f'<table:table-row table:number-rows-repeated="4000">{cell}</table:table-cell>'
    body = f'<table:table table:name="a">{row}</table:table-row></table:table>'
    document = read_bytes(opendocument("spreadsheet", body), "plan.ods")
    assert len(document.lines) < 10_000 and "cut-short" in notes(document)


def test_tables_in_repeated_cells_are_bounded() -> None:
    inner = "<text:p>Faire</text:p>"
    for _ in range(6):
        inner = (
            '<table:table><table:table-row table:number-rows-repeated="64"><table:table-cell '
            f'table:number-columns-repeated="64">{inner}</table:table-cell></table:table-row>'
            "</table:table>"
        )
    document = read_bytes(opendocument("text", inner), "plan.odt")
    assert len(document.lines) < 10_000 and "cut-short" in notes(document)


def test_a_few_repeats_are_kept() -> None:
    cell = '<table:table-cell table:number-columns-repeated="3"><text:p>Faire</text:p>'
    body = (
        f'<table:table table:name="a"><table:table-row>{cell}</table:table-cell></table:table-row>'
    )
    document = read_bytes(opendocument("spreadsheet", f"{body}</table:table>"), "plan.ods")
    assert [line.text for line in document.lines].count("Faire") == 3 and not notes(document)


def test_whole_merged_columns_are_a_habit_of_clerks() -> None:
    workbook, out = Workbook(), io.BytesIO()
    for row in (("OS 1 : Vivre",), ("OO 1.1 : Agir",), ("Action 1.1.1 : Bâtir",)):
        workbook.active.append(row)
    workbook.save(out)
    sheet, parts = "xl/worksheets/sheet1.xml", {}
    with zipfile.ZipFile(out) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", merge)
    began = time.process_time()
    document = read_bytes(zipped(dict(parts)), "plan.xlsx")
    assert time.process_time() - began < 10
    assert "OS 1 : Vivre" in [line.text for line in document.lines]
    assert all(table.rows < 10 for table in document.tables)


def test_spans_of_a_page_are_bounded_by_their_product() -> None:
    row = '<tr><td rowspan="0" colspan="1000">Faire</td></tr>'
    document = read_bytes(f"<html><table>{row * 1500}</table></html>".encode(), "plan.html")
    (table,) = document.tables
    assert sum(c.row_span * c.column_span for c in table.cells) < 300_000
    assert len(table.cells) == 1500 and "cut-short" in notes(document)


def test_a_part_that_unpacks_to_millions_of_elements_is_refused() -> None:
    began = time.process_time()
    with pytest.raises(UnreadableDocument, match="more than any plan holds"):
        read_bytes(docx("<w:p/>" * 7_000_000), "plan.docx")
    assert time.process_time() - began < 10


def test_numbers_of_lists_stay_short() -> None:
    for numeral in ("upperRoman", "lowerLetter", "decimalZero", "ordinal", "ordinalText"):
        assert len(format_number(10**9, numeral)) < 20


def pdf(content: bytes = b"") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    canvas.drawString(72, 720, "OS 1 : Vivre mieux")
    canvas.drawString(72, 700, "OO 1.1 : Agir")
    canvas.save()
    return out.getvalue().replace(b"ET", content + b"ET", 1)


@pytest.mark.parametrize("junk", [b"(" + b"abc " * 500, b"(" * 500, b"((((a) b) c) d) Tj "])
def test_strings_that_never_end_cost_one_pass(junk: bytes) -> None:
    began = time.process_time()
    read_bytes(pdf(junk), "plan.pdf")
    assert time.process_time() - began < 10


@pytest.mark.parametrize("prefix", ["<!-- a -->\n" * 500, "<!-- a " * 500])
def test_comments_at_the_head_of_a_page(prefix: str) -> None:
    began = time.process_time()
    read_bytes(f"{prefix}OS 1 : Vivre".encode(), "plan.html")
    assert time.process_time() - began < 10


def test_a_stream_that_unpacks_to_gigabytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_STREAM", 10_000)
    streams.bound_streams()
    from pdfminer import pdftypes

    small, large = zlib.compress(b"a" * 9_000), zlib.compress(b"a" * 20_000)
    assert pdftypes.zlib.decompress(small) == b"a" * 9_000
    with pytest.raises(streams.StreamTooLarge):
        pdftypes.zlib.decompress(large)
    with pytest.raises(zlib.error):
        pdftypes.zlib.decompress(small[:-6])


def test_a_damaged_stream_is_unpacked_as_pdfminer_does() -> None:
    data = bytes(range(256)) * 200
    packed_ = zlib.compress(data)
    broken = packed_[:-4] + b"\0\0\0\0"
    assert streams._decompress_damaged(broken) == data
    assert data.startswith(streams._decompress_damaged(packed_[:-8]))


def test_a_page_whose_layout_fails_keeps_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise IndexError("string index out of range")

    monkeypatch.setattr(pdf_page, "read_tables", fail)
    document = read_bytes(pdf(), "plan.pdf")
    assert [line.text for line in document.lines] == ["OS 1 : Vivre mieux", "OO 1.1 : Agir"]
    ((code, message, page),) = document.notes
    assert (code, page) == ("unreadable-page", 1) and "2 lines are kept" in message


def test_recognition_that_dies_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> list[object]:
        raise subprocess.CalledProcessError(-9, "tesseract")

    monkeypatch.setattr(ocr, "find_engine", lambda: Engine("OCR", killed))  # type: ignore[arg-type]
    plan = extract_bytes(scan(), "scan.pdf", nlp=False)
    assert "ocr-failed" in {item.code for item in plan.diagnostics}


def test_an_identifier_that_is_a_path_is_refused(tmp_path: Path) -> None:
    from tests.cli.test_commands import pst

    text = "OS 1 : Vivre\n\nOO 1.1 : Agir\n\nAction 1.1.1 : Bâtir\n"
    plan = extract_bytes(text.encode(), "plan.txt", nlp=False)
    hostile = plan.to_json().replace(plan.plan_id, "../../evil")
    source, dest = tmp_path / "plan.json", tmp_path / "deep" / "er" / "dest"
    source.write_text(hostile, "utf-8")
    for fmt in ("ecomptes", "stratml", "csv", "jsonl"):
        result = pst("export", source, "--to", fmt, "-o", dest)
        assert result.exit_code == 1 and "plan_id" in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["plan.json"]


@pytest.mark.parametrize(
    ("fmt", "dest", "theirs"),
    [
        ("sqlite", "out/plans.sqlite", "out/metadata.json"),
        ("csv", "out", "out/datapackage.json"),
        ("csv", "out", "out/nodes.csv"),
        ("jsonl", "out/plan.json", "out/plan.json"),
    ],
)
def test_a_file_of_somebody_else_is_replaced_on_request_only(
    fmt: str, dest: str, theirs: str, tmp_path: Path
) -> None:
    from tests.cli.test_commands import pst

    text = "OS 1 : Vivre\n\nOO 1.1 : Agir\n\nAction 1.1.1 : Bâtir\n"
    source, mine = tmp_path / "plan.json", tmp_path / theirs
    source.write_text(extract_bytes(text.encode(), "plan.txt", nlp=False).to_json(), "utf-8")
    mine.parent.mkdir()
    mine.write_bytes(source.read_bytes() if fmt == "jsonl" else b'{"name": "mine"}')
    before = mine.read_bytes()
    words = ("export", source, "--to", fmt, "-o", tmp_path / dest)
    result = pst(*words)
    assert result.exit_code == 1 and "--force" in result.stderr and mine.read_bytes() == before
    assert pst(*words, "--force").exit_code == 0 and mine.read_bytes() != before
    assert pst(*words).exit_code == 0  # its own files are replaced
