"""Bytes to `SourceDocument`: the content decides which reader, never the name.

Readers find lines, tables and their place; they detect no structure. Each is imported when it is
first needed. Bad input raises `UnreadableDocument`, whose message is one line.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from extractor.diagnostics import UnreadableDocument
from extractor.document import SourceDocument
from extractor.readers import media
from extractor.readers.sniff import detect

__all__ = ["detect", "load_bytes", "read_bytes", "read_document"]

#: media type → module here, and its function
_READERS = {
    media.PDF: ("pdf", "read_pdf"),
    media.DOCX: ("docx", "read_docx"),
    media.ODT: ("odt", "read_odt"),
    media.RTF: ("rtf", "read_rtf"),
    media.DOC: ("office", "read_doc"),
    media.PPT: ("office", "read_ppt"),
    media.PPTX: ("slides", "read_pptx"),
    media.ODP: ("slides", "read_odp"),
    media.XLSX: ("sheet", "read_xlsx"),
    media.XLSB: ("sheet", "read_xlsb"),
    media.XLS: ("sheet", "read_xls"),
    media.ODS: ("sheet", "read_ods"),
    media.CSV: ("sheet", "read_csv"),
    media.HTML: ("html", "read_html"),
    media.MHTML: ("mail", "read_mhtml"),
    media.MARKDOWN: ("text", "read_markdown"),
    media.TEXT: ("text", "read_text"),
}


def read_document(path: Path) -> SourceDocument:
    """Read a document; a missing path surfaces as `FileNotFoundError`."""
    return read_bytes(load_bytes(path), path.name)


def load_bytes(path: Path) -> bytes:
    """Return the bytes of a file that does not change while it is read."""
    try:
        before = os.stat(path)
        if path.is_dir():
            raise UnreadableDocument("it is a directory; give the documents inside")
        if not path.is_file():
            raise UnreadableDocument("it is not a regular file; give a document")
        data = path.read_bytes()
        after = os.stat(path)
    except FileNotFoundError:
        raise
    except PermissionError as error:
        raise UnreadableDocument(
            "it may not be read (permission denied); allow reading or copy it"
        ) from error
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise UnreadableDocument(
            f"it cannot be read ({reason}); check the disk or the network, then try again"
        ) from error
    if _identity(before) != _identity(after) or len(data) != after.st_size:
        raise UnreadableDocument("it changed while it was read; try again when it is complete")
    return data


def read_bytes(data: bytes, filename: str, password: str | None = None) -> SourceDocument:
    """Read a document from memory; its name serves as caption of a CSV.

    Of an e-mail, an archive or a portfolio the only document inside is read.
    """
    media_type = detect(data)
    if media_type == media.ENCRYPTED:
        from extractor.readers.locked import unlock

        return read_bytes(unlock(data, password), filename)
    try:
        if media_type == media.CSV:
            return _reader(media_type)(data, filename)
        if media_type == media.PDF and not _is_portfolio(data):
            return _reader(media_type)(data, password)
        if media_type in media.CONTAINERS or media_type == media.PDF:
            return _read_member(data, filename, password)
        return _reader(media_type)(data)
    except RecursionError as error:
        raise UnreadableDocument(
            f"{filename} is nested too deeply; open it and save it again"
        ) from error


def _is_portfolio(data: bytes) -> bool:
    from extractor.readers.pdf_attachments import is_portfolio

    return is_portfolio(data)


def _read_member(data: bytes, filename: str, password: str | None) -> SourceDocument:
    from extractor.readers.containers import describe_choice, find_documents

    inside = find_documents(data, filename, password)
    if len(inside) > 1:
        raise UnreadableDocument(describe_choice(inside))
    return read_bytes(inside[0].data, inside[0].filename, password)


def _identity(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _reader(media_type: str) -> Callable[..., SourceDocument]:
    module, function = _READERS[media_type]
    found: Callable[..., SourceDocument] = getattr(import_module(f"{__name__}.{module}"), function)
    return found
