"""What is laid over the pages of a PDF: fields of forms, text typed on top, XFA forms.

Viewers draw the appearance of each annotation over its page. Here pdfium draws those that hold
text into the page itself, so that the reader of pages finds it at its place. An XFA form (Adobe
LiveCycle) holds its text elsewhere, and says so on its only page.
"""

from __future__ import annotations

import io
from typing import Any

from extractor.diagnostics import UNREAD

Note = tuple[str, str, int | None]
_TEXTUAL = frozenset({"Widget", "FreeText", "Stamp"})
_XFA = (
    "the PDF is an XFA form, whose fields only Adobe Reader shows: open it there, print it to PDF, "
    "and give that"
)


def flatten_annotations(pdf: Any, data: bytes) -> tuple[bytes, list[Note]]:
    """Return the PDF with its annotations drawn into the pages, and what there is to say of it.

    `pdf` is the opened `pdfplumber.PDF` of `data`; without such annotations the same bytes return.
    """
    notes: list[Note] = []
    if _form(pdf).get("XFA") is not None:
        notes.append((UNREAD, _XFA, None))
    pages = [page for page in pdf.pages if any(_has_text(a) for a in _annotations(page))]
    for page in pdf.pages:
        bare = [a for a in _annotations(page) if _kind(a) == "FreeText" and "AP" not in a]
        if bare:
            text = "text typed over the page is not shown, and not read"
            notes.append((UNREAD, text, page.page_number))
    if not pages:
        return data, notes
    flat = _flattened(data)
    if flat is None:
        notes += [(UNREAD, "its form fields are not read", page.page_number) for page in pages]
        return data, notes
    count = len(pages)
    text = f"fields or typed text on {count} page{'s' * (count > 1)}"
    return flat, [*notes, ("annotations-read", text, pages[0].page_number)]


def _form(pdf: Any) -> dict[str, Any]:
    form = _resolved(pdf.doc.catalog.get("AcroForm"))
    return form if isinstance(form, dict) else {}


def _resolved(value: Any) -> Any:
    from pdfminer.pdftypes import resolve1

    try:
        return resolve1(value)
    except Exception:  # a reference that leads nowhere
        return None


def _annotations(page: Any) -> list[dict[str, Any]]:
    found = _resolved(page.page_obj.annots)
    annotations = (_resolved(a) for a in found) if isinstance(found, list) else ()
    return [a for a in annotations if isinstance(a, dict)]


def _kind(annotation: dict[str, Any]) -> str | None:
    name = getattr(_resolved(annotation.get("Subtype")), "name", None)
    return name if isinstance(name, str) else None


def _has_text(annotation: dict[str, Any]) -> bool:
    """Tell whether an annotation shows text: a button or an empty field does not."""
    kind = _kind(annotation)
    if kind not in _TEXTUAL:
        return False
    if kind != "Widget":
        return "AP" in annotation
    field, depth = annotation, 0
    while isinstance(field, dict) and depth < 16:  # values stand at a parent, too
        if _resolved(field.get("V")) not in (None, b"", ""):
            return True
        field, depth = _resolved(field.get("Parent")), depth + 1
    return False


def _flattened(data: bytes) -> bytes | None:
    import pypdfium2  # type: ignore[import-untyped]
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return None
    try:
        document.init_forms()
        for number in range(len(document)):
            page = document[number]
            done = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            page.close()
            if done == pdfium.FLATTEN_FAIL:
                return None
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()
