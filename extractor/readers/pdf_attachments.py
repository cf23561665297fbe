"""Documents that a PDF carries: the whole of a portfolio, attachments of others.

A portfolio is a PDF whose catalogue declares a collection (ISO 32000-1, 12.3.5): its pages only
say how to open it.
"""

from __future__ import annotations

import io
from typing import Any


def is_portfolio(data: bytes) -> bool:
    """Tell whether the attachments are the document."""
    return bool(read_attachments(data)) and "Collection" in _catalogue(data)


def read_attachments(data: bytes) -> list[tuple[str, bytes]]:
    """Return the embedded files by name, none when the PDF cannot be opened."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return []
    try:
        files = [document.get_attachment(i) for i in range(document.count_attachments())]
        return [(file.get_name(), bytes(file.get_data())) for file in files]
    except pypdfium2.PdfiumError:
        return []
    finally:
        document.close()


def _catalogue(data: bytes) -> Any:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    try:
        return PDFDocument(PDFParser(io.BytesIO(data))).catalog
    except Exception:  # pdfminer raises many kinds on damaged files
        return {}
