"""Open a PDF and read its pages one after the other.

pdfplumber opens the file; a damaged one is opened by way of pdfium, which rebuilds what it can.
A page that our device cannot parse is read by pdfplumber; one that is a picture, or whose letters
have no characters, by optical recognition (`ocr`); one that nothing can read is noted and left out.
"""

from __future__ import annotations

import io
import logging
import subprocess
from typing import Any

from extractor.diagnostics import UnreadableDocument
from extractor.document import SourceDocument
from extractor.readers.media import PASSWORD
from extractor.readers.pdf_annotations import Note

MEDIA_TYPE = "application/pdf"
POOR = 0.75  # mean confidence below which recognised text needs a reader's eye


def read_pdf(data: bytes, password: str | None = None) -> SourceDocument:
    """Return the lines and tables of a PDF. Raise `UnreadableDocument` on bad input."""
    from extractor.readers.pdf.build import Builder
    from extractor.readers.pdf.glyphs.streams import bound_streams
    from extractor.readers.pdf.page import PageReader

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    bound_streams()
    pdf, data, notes = _open(data, password)
    builder, reader, source = Builder(), PageReader(), _Pages(pdf, data)
    source.notes += notes
    for number, page in enumerate(pdf.pages, start=1):
        source.add_to(reader, page, number)
        page.close()
    for number, blocks in reader.finish():
        builder.add(blocks, number)
    title = pdf.metadata.get("Title")
    return SourceDocument(
        media_type=MEDIA_TYPE,
        lines=tuple(builder.lines),
        tables=builder.built_tables(),
        pages=len(pdf.pages),
        text_layer=source.text_layer(bool(builder.lines)),
        title=title.strip() or None if isinstance(title, str) else None,
        notes=source.all_notes(),
    )


class _Pages:
    """Reads page after page, by recognition where the text layer says too little."""

    def __init__(self, pdf: Any, data: bytes) -> None:
        from extractor.readers.pdf.glyphs.device import PageDevice
        from extractor.readers.pdf.glyphs.interpreter import PageInterpreter
        from extractor.readers.pdf.glyphs.marked import layers_off

        self.data = data
        device = PageDevice(pdf.rsrcmgr)
        device.marked.off = layers_off(pdf.doc.catalog)
        self.interpreter = PageInterpreter(pdf.rsrcmgr, device)
        self.native: list[int] = []
        self.recognised: dict[int, float] = {}
        self.pictures: list[int] = []
        self.engine = ""
        self.document: Any = None
        self.sizes: dict[bool, Any] = {}  # of the recognised pages
        self.notes: list[tuple[str, str, int | None]] = []

    def note(self, code: str, message: str, page: int | None) -> None:
        self.notes.append((code, message, page))

    def add_to(self, reader: Any, page: Any, number: int) -> None:
        """Read a page; where its layout cannot be told, its lines are kept as they come."""
        try:
            raw = self.read(page, number)
        except MemoryError:
            raise
        except Exception as error:  # whatever a damaged page makes the libraries raise
            self.note("unreadable-page", f"the page could not be read: {_reason(error)}", number)
            return
        try:
            reader.add(raw, number)
        except MemoryError:
            raise
        except Exception as error:
            kept = reader.add_plain(raw, number)
            text = f"its layout could not be read ({_reason(error)}); {kept} lines are kept"
            self.note("unreadable-page", text, number)

    def read(self, page: Any, number: int) -> Any:
        """Return the `RawPage` of a pdfplumber page; `number` counts from 1."""
        from extractor.readers.pdf.glyphs.fallback import find_strikes, read_by_pdfplumber
        from extractor.readers.pdf.glyphs.streams import StreamTooLarge

        try:
            raw = self.interpreter.read(page.page_obj)
        except (MemoryError, StreamTooLarge):
            raise
        except Exception:  # pdfplumber reads some pages that our shorter way cannot
            raw = read_by_pdfplumber(page)
        raw.strikes = find_strikes(page)
        if not raw.is_picture():
            if raw.glyphs:
                self.native.append(number)
            return raw
        return self._recognise(raw, number)

    def _recognise(self, raw: Any, number: int) -> Any:
        from extractor.readers.ocr import find_engine, read_picture

        engine = find_engine()
        if engine is None:
            self.pictures.append(number)
            return raw
        if self.document is None:
            import pypdfium2  # type: ignore[import-untyped]

            self.document = pypdfium2.PdfDocument(self.data)
        try:
            read = read_picture(self.document, number - 1, engine, self.sizes)
        except (subprocess.SubprocessError, OSError) as error:  # killed, too slow, no room
            self.note("ocr-failed", f"the recognition was cut short: {_reason(error)}", number)
            return raw
        self.engine = engine.name
        if not read.glyphs:
            return raw
        sure = sum(p.quality * len(p.text) for p in read.pieces[0]) / read.glyphs
        self.recognised[number] = sure
        return read

    def text_layer(self, any_line: bool) -> Any:
        """Return the contract's word for where the text comes from."""
        if not any_line:
            return "none"
        if self.recognised:
            return "mixed" if self.native else "ocr"
        return "native"

    def all_notes(self) -> tuple[tuple[str, str, int | None], ...]:
        """Return the notes on pages, one per kind of recognition."""
        from extractor.readers.ocr import MISSING

        notes = list(self.notes)
        if self.pictures:
            notes.append(("no-text-layer", MISSING, self.pictures[0]))
        if self.recognised:
            count = len(self.recognised)
            text = f"{count} page{'s' * (count > 1)} read by {self.engine}"
            notes.append(("ocr-used", text, min(self.recognised)))
        for number, sure in sorted(self.recognised.items()):
            if sure < POOR:
                notes.append(("ocr-poor", f"confidence in the words is {sure:.0%}", number))
        return tuple(notes)


def _reason(error: Exception) -> str:
    text = str(error).splitlines()
    return text[0][:120] if text and text[0] else type(error).__name__


def _open(data: bytes, password: str | None) -> tuple[Any, bytes, list[Note]]:
    """Return the opened PDF and its bytes, rebuilt by pdfium when they are damaged.

    What is laid over the pages is drawn into them; the notes say so.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    from extractor.readers.locked import unlock_pdf
    from extractor.readers.pdf_annotations import flatten_annotations

    data = unlock_pdf(data, password) if password else data
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
        if pdf.pages:
            flat, notes = flatten_annotations(pdf, data)
            if flat is not data:
                pdf = pdfplumber.open(io.BytesIO(flat))
            if pdf.pages:  # what is rewritten may be damaged where the original was
                return pdf, flat, notes
    except Exception as error:  # pdfminer raises many kinds on damaged files
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise UnreadableDocument(PASSWORD) from error
    try:
        data = _rebuilt(data)
        pdf = pdfplumber.open(io.BytesIO(data))
        pages = pdf.pages
    except Exception as error:
        raise UnreadableDocument(
            "the PDF is damaged and cannot be opened: save or scan it again"
        ) from error
    if not pages:
        raise UnreadableDocument("the PDF has no page: save it again")
    return pdf, data, []


def _rebuilt(data: bytes) -> bytes:
    """Return what pdfium recovers of a damaged file."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()
    finally:
        document.close()
