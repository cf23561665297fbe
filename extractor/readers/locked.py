"""Documents that a password locks: Office (MS-OFFCRYPTO) and PDF, opened with the one given."""

from __future__ import annotations

import io

from extractor.diagnostics import UnreadableDocument
from extractor.readers.media import PASSWORD, WRONG_PASSWORD


def unlock(data: bytes, password: str | None) -> bytes:
    """Return the document inside; raise `UnreadableDocument` without the right password."""
    if not password:
        raise UnreadableDocument(PASSWORD)
    import msoffcrypto

    out = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        office.load_key(password=password)
        office.decrypt(out)
    except Exception as error:  # the library raises its own kinds, and those of its parts
        raise UnreadableDocument(WRONG_PASSWORD) from error
    return out.getvalue()


def unlock_pdf(data: bytes, password: str) -> bytes:
    """Return the PDF without its lock; the same bytes when nothing locks it, or it is damaged."""
    import pypdfium2  # type: ignore[import-untyped]
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    out = io.BytesIO()
    try:
        document = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument(WRONG_PASSWORD) from error
        return data
    try:
        if not pdfium.FPDF_GetSecurityHandlerRevision(document) > 0:
            return data
        document.save(out, flags=pdfium.FPDF_REMOVE_SECURITY)
        return out.getvalue()
    finally:
        document.close()
