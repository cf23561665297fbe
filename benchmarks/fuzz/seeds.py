"""The valid documents that the mutations start from, and texts made of the project's own words.

`seeds` are small ones, some lines long, that hold what each format has to offer: they cost the
program some 20 ms, so that a hundred thousand can be read. `large_seeds` are the samples and one
document of each layout of the zoo.
"""

from __future__ import annotations

import io
import tempfile
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.fuzz.mutate import NUMBERS, TEXTS
from benchmarks.fuzz.packages import open_document, packed, word, zipped

ROOT = Path(__file__).resolve().parents[2]
_LARGEST = 60_000  # bytes; larger ones show nothing more and take longer
_SIGNS = (":", "-", "–", ".", ")", "(", "•", ";", ",", "/", "|", "\t", "%", "€", "°", "«", "»", "→")
_HEADER = ("N°", "Objectif opérationnel", "Action", "Pilote", "Échéance", "Budget")
_ROWS = (
    ("1.1", "Offrir un accueil de qualité", "Ouvrir un guichet", "Service social", "2026", "1 000"),
    ("1.1", "Offrir un accueil de qualité", "Former le personnel", "RH", "fin 2027", "2.500,50 €"),
    ("1.2", "Rénover la voirie", "Refaire la place", "Travaux", "T2 2028", "à définir"),
)
_TABLE = (_HEADER, *_ROWS)
_TEXT = (
    "CPAS d’Essai\nPST 2024-2030\n\nOS 1 : Être un CPAS accueillant (volet externe)\n"
    "OO 1.1 : Offrir un accueil de qualité\n  1.1.1. Ouvrir un guichet – Pilote : Service social\n"
    "     Échéance : fin 2026 ; Budget : 12.500,50 €\n  1.1.2. Former le personnel\n"
    "• Indicateur : 80 % des dossiers\n\fII. Objectif stratégique : Être sobre\n"
    "N°   Action                 Pilote\n1    Isoler les bâtiments   Travaux\n"
    "2    Changer de chaudière   Travaux\n"
)


@cache
def seeds() -> dict[str, list[bytes]]:
    """Return small valid documents by their kind."""
    document = word()
    table = "\n".join(";".join(row) for row in _TABLE).encode()
    return {
        "docx": [document], "odt": [packed("text", _TABLE)],
        "ods": [packed("spreadsheet", _TABLE)], "odp": [packed("presentation", _TABLE)],
        "fodt": [open_document("text", _TABLE, root="").encode()],
        "txt": [_TEXT.encode(), _TEXT.replace("\n", "\r\n").encode("cp1252")],
        "csv": [table, table.replace(b";", b"\t")],
        "md": [b"# OS 1 : Vivre\n\n## OO 1.1 : Agir\n\n- **Action 1** : Planter\n- [x] Bouger\n\n"
               b"| N | Action | Pilote |\n|---|---|---|\n| 1 | Planter | RH |\n"],
        "html": [_HTML.encode()], "rtf": [_RTF],
        "xlsx": [_xlsx()], "pptx": [_pptx()], "pdf": [_pdf()],
        "eml": [_eml(document)], "zip": [_archive(document)],
    }  # fmt: skip


@cache
def large_seeds() -> dict[str, list[bytes]]:
    """Return the valid documents by their kind: the samples, and one of each layout of the zoo."""
    from tests.zoo.plans import random_plan
    from tests.zoo.renderers import load

    found: dict[str, list[bytes]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        layouts = [layout for name, layout in load().items() if "scan" not in name]
        for number, layout in enumerate(layouts):
            layout.render(random_plan(number + 1), folder / f"{number:03}{layout.suffix}")
        for path in sorted([*folder.iterdir(), *(ROOT / "raw").iterdir()]):
            if path.is_file() and path.stat().st_size < _LARGEST:
                found.setdefault(path.suffix.lstrip("."), []).append(path.read_bytes())
    return found


def _xlsx() -> bytes:
    from datetime import date

    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "PST"
    sheet.append(["OS 1 : Être un CPAS accueillant"])
    sheet.merge_cells("A1:F1")
    for row in _TABLE:
        sheet.append(list(row))
    sheet["E3"], sheet["F3"] = date(2026, 12, 31), 1000.5
    sheet["F5"] = "=F3*2"
    sheet["A1"].font = Font(bold=True, strike=True)
    sheet["B3"].comment = Comment("Une note", "A")
    sheet.row_dimensions[5].hidden = True
    workbook.create_sheet("Listes").append(["En cours", "Terminé"])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _pptx() -> bytes:
    from pptx import Presentation
    from pptx.util import Cm

    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text = "OS 1 : Être accueillant"
    slide.placeholders[1].text = "OO 1.1 : Agir\nAction 1.1.1 : Planter"
    grid = slide.shapes.add_table(2, 3, Cm(2), Cm(8), Cm(20), Cm(4)).table
    for row, values in enumerate((_HEADER[:3], _ROWS[0][:3])):
        for column, value in enumerate(values):
            grid.cell(row, column).text = value
    out = io.BytesIO()
    slides.save(out)
    return out.getvalue()


def _pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    for page in ("1", "2"):
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(50, 800, f"OS {page} : Vivre mieux")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, 780, f"OO {page}.1 : Agir pour le climat")
        for number, (code, _, action, pilot, *_) in enumerate(_ROWS):
            canvas.drawString(75, 760 - 15 * number, f"{code}.{number} {action}")
            canvas.drawString(300, 760 - 15 * number, pilot)
            canvas.rect(70, 756 - 15 * number, 200, 15)
            canvas.rect(270, 756 - 15 * number, 200, 15)
        canvas.acroForm.textfield(value="Service social", x=60, y=650, width=200, height=20)
        canvas.saveState()
        canvas.rotate(10)
        canvas.setFillGray(0.9)
        canvas.drawString(200, 500, "PROJET")
        canvas.restoreState()
        canvas.drawCentredString(300, 20, page)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _eml(attachment: bytes) -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.org", "Plan"
    message.set_content(_TEXT)
    kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    message.add_attachment(attachment, maintype="application", subtype=kind, filename="plan.docx")
    return message.as_bytes()


def _archive(document: bytes) -> bytes:
    return zipped({"code.json": "{}", "dossier/plan.docx": document})


_HTML = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>PST</title></head>
<body><nav><a href="#">Accueil</a></nav><main><h1>PST 2024-2030</h1><h2>OS 1 : Vivre mieux</h2>
<h3><span class="badge">1.1</span> Agir</h3><ul><li>Planter<ul><li>Des haies</li></ul></li></ul>
<table border="1"><tr><th rowspan="1">N°</th><th colspan="2">Action</th><th>Pilote</th></tr>
<tr><td>1</td><td colspan="2">Ouvrir un guichet</td><td>RH</td></tr></table>
<dl><dt>Échéance</dt><dd>2026</dd></dl><details><summary>OO 1.2 : Bouger</summary><p>Rouler</p>
</details><div role="heading" aria-level="3">OO 1.3 : Isoler</div><p style="display:none">x</p>
<input type="checkbox" checked> Interne<br><select><option selected>En cours</option></select>
</main><footer>Commune</footer></body></html>
"""
_RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\stylesheet{\s1\outlinelevel0 heading 1;}}"
    rb"{\*\listtable{\list{\listlevel\levelnfc0\levelstartat1{\leveltext\'02\'00.;}}\listid1}}"
    rb"{\pard\s1\outlinelevel0\b\fs28 OS 1 : \'catre accueillant\par}"
    rb"{\pard\li200 OO 1.1 : Agir \u8211?\uc1 vite\par}{\pard{\listtext 1.\tab}Planter\par}"
    rb"\trowd\cellx2000\cellx5000\pard\intbl N\cell Action\cell\row"
    rb"\trowd\cellx2000\cellx5000\pard\intbl 1\cell Rouler\cell\row"
    rb"{\footnote note}{\field{\*\fldinst X}{\fldrslt 2026}}{\*\bkmkstart a}{\pict\bin4 abcd}"
    rb"{\strike Construire}{\v cach\'e9}\page{\pard\s1 OS 2 : Vivre\par}}"
)


@cache
def words() -> tuple[str, ...]:
    """Return the wordings of the project's own data."""
    found: set[str] = set()
    for name in ("vocabulary", "values"):
        for path in sorted((ROOT / "extractor" / name).glob("*.toml")):
            found.update(_strings(tomllib.loads(path.read_text("utf-8"))))
    return tuple(sorted(word for word in found if len(word) < 60))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def random_text(random: Random) -> bytes:
    """Return lines of the project's words, numbers and signs in no order."""
    lines = []
    for _ in range(random.choices((1, 4, 12, 80), (6, 6, 6, 1))[0]):
        parts = [
            random.choice(random.choice((words(), words(), NUMBERS, _SIGNS, TEXTS)))
            for _ in range(random.choice((0, 1, 2, 4, 8)))
        ]
        indent = " " * random.choice((0, 0, 0, 2, 8, 40))
        lines.append(indent + random.choice(("", " ", "  ", "   ")).join(parts)[:2000])
    separator = random.choice(("\n", "\n\n", "\r\n", "\f"))
    encoding = random.choice(("utf-8", "utf-8", "utf-16", "cp1252"))
    return separator.join(lines).encode(encoding, "replace")
