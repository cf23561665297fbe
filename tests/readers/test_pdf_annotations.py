"""Fields of forms and text typed over the pages of a PDF are read where they stand."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.pipeline import extract_bytes
from extractor.readers import read_bytes
from extractor.readers.pdf import read_pdf


def form(value: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, "OS 1 : Accueillir")
    canvas.drawString(72, 700, "OO 1.1 : Ouvrir la maison")
    canvas.drawString(72, 680, "Action 1.1.1 : Créer un guichet")
    canvas.drawString(72, 660, "Responsable :")
    canvas.acroForm.textfield(name="r", value=value, x=150, y=656, width=200, height=16)
    canvas.save()
    return out.getvalue()


def raw(objects: list[str]) -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return (
        out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    )


def page(annotation: str, form: str = "") -> list[str]:
    content = "BT /F 12 Tf 72 700 Td (OS 1 : Accueillir) Tj ET"
    return [
        f"<</Type/Catalog/Pages 2 0 R{form}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[5 0 R]"
        "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        annotation,
    ]


APPEARANCE = "BT /F 12 Tf 2 5 Td (OO 1.1 : Ouvrir la maison) Tj ET"
FREE_TEXT = "<</Type/Annot/Subtype/FreeText/Rect[72 650 400 670]/F 4/Contents(OO 1.1){}>>"


def test_values_of_a_form_are_read_beside_their_labels() -> None:
    plan = extract_bytes(form("Service population"), "formulaire.pdf", nlp=False)
    action = list(plan.nodes())[-1]
    assert action.attributes.responsibles == ["Service population"]
    assert [d.page for d in plan.diagnostics if d.code == "annotations-read"] == [1]


def test_an_empty_form_is_read_as_it_is() -> None:
    result = read_pdf(form(""))
    assert result.notes == ()
    assert result.lines[-1].text == "Responsable :"


def test_text_typed_over_a_page() -> None:
    stream = (
        "<</Type/XObject/Subtype/Form/BBox[0 0 328 20]"
        "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
        f"/Length {len(APPEARANCE)}>>\nstream\n{APPEARANCE}\nendstream"
    )
    data = raw([*page(FREE_TEXT.format("/AP<</N 6 0 R>>")), stream])
    result = read_bytes(data, "plan.pdf")
    assert [line.text for line in result.lines] == [
        "OS 1 : Accueillir",
        "OO 1.1 : Ouvrir la maison",
    ]
    assert [code for code, _, _ in result.notes] == ["annotations-read"]


@pytest.mark.parametrize(
    ("annotation", "form", "said"),
    [
        (FREE_TEXT.format(""), "", "typed over the page"),
        ("<</Type/Annot/Subtype/Link/Rect[0 0 1 1]>>", "/AcroForm<</Fields[]/XFA(x)>>", "XFA form"),
    ],
)
def test_what_cannot_be_read_is_named(annotation: str, form: str, said: str) -> None:
    data = raw(page(annotation, form))
    assert pypdfium2.PdfDocument(data)
    result = read_bytes(data, "plan.pdf")
    assert [line.text for line in result.lines] == ["OS 1 : Accueillir"]
    assert [(code, said in text) for code, text, _ in result.notes] == [("part-not-read", True)]
