"""Time of an extraction beside the size of the document: does it grow linearly?

`python -m benchmarks.growth [--kinds text,csv,…] [--steps 4] [--largest] [--limit 120]`. For each
format a plan of growing size is made and read; printed are the CPU seconds of each size and the
slope between the last two sizes: 1 is linear, 2 is quadratic. `--largest` goes up to 100,000 lines
and 20,000 rows of 50 columns. A size that takes longer than `--limit` seconds ends its format.
"""

from __future__ import annotations

import argparse
import io
import math
import os
import resource
import sys
import time
import zipfile
from collections.abc import Callable, Iterator

from extractor.limits import LimitReached, Limits, run_limited

PATIENCE = 30  # times the limit, by the clock: the machine may be busy
COLUMNS = 50  # of the widest sheets
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:%s:1.0"


def lines(count: int) -> list[str]:
    """Return the lines of a plan: an OS per 100 lines, an OO per 20, actions with prose."""
    found = []
    os_, oo, action = 0, 0, 0
    for number in range(count):
        if number % 100 == 0:
            os_, oo = os_ + 1, 0
            found.append(f"OS {os_} : Être une commune accueillante et solidaire, partie {os_}")
        elif number % 20 == 1:
            oo, action = oo + 1, 0
            found.append(f"OO {os_}.{oo} : Améliorer l’accueil des habitants du quartier {number}")
        elif number % 4 == 2:
            action += 1
            found.append(f"Action {os_}.{oo}.{action} : Ouvrir un guichet numéro {number}")
        else:
            found.append(f"Ce texte explique la mesure {number} ; il n’est pas une action du plan.")
    return found


def rows(count: int, width: int = 6) -> list[list[str]]:
    """Return the rows of a table of actions, its header first; `width` columns are filled."""
    head = ["OS", "OO", "N°", "Action", "Pilote", "Échéance"]
    head += [f"Colonne {n}" for n in range(len(head), width)]
    found = [head]
    for number in range(count - 1):
        os_, oo, action = number // 100 + 1, number // 10 % 10 + 1, number % 10 + 1
        row = [f"OS {os_} : Vivre mieux", f"OO {os_}.{oo} : Agir", f"{os_}.{oo}.{action}"]
        row += [f"Ouvrir le guichet {number}", "Service social", str(2020 + number % 10)]
        found.append(row + [f"valeur {number}.{n}" for n in range(len(row), width)])
    return found


def text(size: int) -> bytes:
    return "\n".join(lines(size)).encode()


def blanks(size: int) -> bytes:
    return "\n".join(line.replace(" : ", " : " + " " * 40) for line in lines(size)).encode()


def csv(size: int) -> bytes:
    return "\n".join(";".join(row) for row in rows(size)).encode()


def wide_csv(size: int) -> bytes:
    return "\n".join(";".join(row) for row in rows(size, COLUMNS)).encode()


def html(size: int) -> bytes:
    parts = [f"<p>{line}</p>" for line in lines(size)]
    return ("<html><body>" + "\n".join(parts) + "</body></html>").encode()


def html_table(size: int) -> bytes:
    body = "".join("<tr>" + "".join(f"<td>{v}</td>" for v in row) + "</tr>" for row in rows(size))
    return f"<html><body><table>{body}</table></body></html>".encode()


def xlsx(size: int, width: int = 6) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("PST")
    for row in rows(size, width):
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def wide_xlsx(size: int) -> bytes:
    return xlsx(size, COLUMNS)


def docx(size: int) -> bytes:
    from docx import Document

    document = Document()
    body = document.element.body
    for line in lines(size):
        paragraph = document.add_paragraph(line)._p
        body.remove(paragraph)  # python-docx looks for the end anew each time
        body.insert(len(body) - 1, paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx_table(size: int) -> bytes:
    cells = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{value}</w:t></w:r></w:p></w:tc>" for value in row)
        + "</w:tr>"
        for row in rows(size)
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body><w:tbl>{cells}</w:tbl></w:body></w:document>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    return _zip({"[Content_Types].xml": types, "word/document.xml": body})


def ods(size: int) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{v}</text:p></table:table-cell>" for v in row)
        + "</table:table-row>"
        for row in rows(size)
    )
    spaces = " ".join(f'xmlns:{n}="{_OFFICE % n}"' for n in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="PST">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return _zip({"mimetype": kind, "content.xml": content})


def pdf(size: int) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for number, line in enumerate(lines(size)):
        if number and number % 50 == 0:
            canvas.showPage()
        canvas.drawString(50, 800 - 15 * (number % 50), line)
    canvas.save()
    return out.getvalue()


def _zip(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


#: kind → what makes a document, its smallest size, and its largest (lines, or rows of a table)
KINDS: dict[str, tuple[Callable[[int], bytes], int, int]] = {
    "text": (text, 1000, 100_000), "blanks": (blanks, 500, 20_000),
    "csv": (csv, 250, 20_000), "wide-csv": (wide_csv, 100, 20_000),
    "html": (html, 1000, 100_000), "html-table": (html_table, 250, 20_000),
    "xlsx": (xlsx, 250, 20_000), "wide-xlsx": (wide_xlsx, 100, 20_000),
    "docx": (docx, 1000, 100_000), "docx-table": (docx_table, 250, 20_000),
    "ods": (ods, 250, 20_000), "pdf": (pdf, 1000, 20_000),
}  # fmt: skip


def measure(data: bytes, limit: float) -> float:
    """Return the CPU seconds of an extraction; infinite when it passes the limit."""

    def work() -> float:
        from extractor.pipeline import extract_bytes

        extract_bytes(b"OS 1 : Vivre\n\nOO 1.1 : Agir\n", "warm.txt", nlp=False)
        began = time.process_time()
        end = math.ceil(began + limit)
        resource.setrlimit(resource.RLIMIT_CPU, (end, end))
        extract_bytes(data, "growth", nlp=False)
        return time.process_time() - began

    try:
        return run_limited(work, Limits(PATIENCE * limit), ())
    except LimitReached:
        return math.inf


def grow(kind: str, steps: int, largest: bool, limit: float) -> Iterator[tuple[int, float]]:
    """Yield each size with its seconds, doubling."""
    make, size, end = KINDS[kind]
    for _ in range(99 if largest else steps):
        seconds = measure(make(size), limit)
        yield size, seconds
        if size >= end or seconds == math.inf:
            return
        size = min(2 * size, end)


def slope(found: list[tuple[int, float]]) -> float:
    """Return the exponent of growth between the last two sizes; 0 when there are none."""
    known = [(size, seconds) for size, seconds in found if seconds < math.inf]
    if len(known) < 2:
        return 0.0
    (small, before), (large, after) = known[-2:]
    return math.log(max(after, 1e-3) / max(before, 1e-3)) / math.log(large / small)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--steps", type=int, default=4, help="sizes, each double the last")
    parser.add_argument("--largest", action="store_true")
    parser.add_argument("--limit", type=float, default=120.0, help="CPU seconds of one extraction")
    options = parser.parse_args()
    print("| kind | seconds by size | slope |\n|---|---|---|")
    bad = False
    for kind in options.kinds.split(","):
        found = list(grow(kind, options.steps, options.largest, options.limit))
        shown = ", ".join(
            f"{size:,}: {'over' if s == math.inf else f'{s:.1f}'}" for size, s in found
        )
        print(f"| {kind} | {shown} | {slope(found):.2f} |", flush=True)
        bad |= found[-1][1] == math.inf
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"peak memory of one extraction: {peak // 1024} MB on {os.uname().sysname}")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
