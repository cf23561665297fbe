"""Read PDF: bytes → `SourceDocument`.

Words are put together to lines by their place; nothing here detects structure.
"""

from __future__ import annotations

import io
import unicodedata

from extractor.diagnostics import UnreadableDocument
from extractor.document import BBox, Line, SourceDocument

MEDIA_TYPE = "application/pdf"


def read_pdf(data: bytes) -> SourceDocument:
    """Return the lines of a PDF, page by page."""
    import pdfplumber

    try:
        pdf = pdfplumber.open(io.BytesIO(data))
        pages = pdf.pages
    except Exception as error:
        raise UnreadableDocument("the PDF cannot be opened: save it again as PDF") from error
    lines: list[Line] = []
    for number, page in enumerate(pages, start=1):
        bottom = 0.0
        for row in page.extract_text_lines(x_tolerance_ratio=0.15, return_chars=True):
            chars = row["chars"]
            size = max(c["size"] for c in chars)
            letters = [c for c in chars if c["text"].isalnum()] or chars
            bbox = BBox(row["x0"], row["top"], row["x1"], row["bottom"])
            height = max(bbox.bottom - bbox.top, 1.0)
            text = unicodedata.normalize("NFC", row["text"])
            for glyph in "\uf0b7\uf0a7\uf0d8":
                text = text.replace(glyph, "•")
            lines.append(
                Line(
                    index=len(lines) + 1,
                    text=text,
                    page=number,
                    bbox=bbox,
                    size=round(size, 1),
                    bold=all("Bold" in c["fontname"] for c in letters),
                    italic=all("Italic" in c["fontname"] for c in letters),
                    indent=bbox.x0,
                    gap=round(max(bbox.top - bottom, 0.0) / height, 2) if bottom else 0.0,
                )
            )
            bottom = bbox.bottom
        page.close()
    title = pdf.metadata.get("Title")
    return SourceDocument(
        media_type=MEDIA_TYPE,
        lines=tuple(lines),
        pages=len(pages),
        text_layer="native" if lines else "none",
        title=title if isinstance(title, str) else None,
    )
