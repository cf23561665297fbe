"""Bytes to `SourceDocument`: the content decides which reader, never the name.

Readers find lines, tables and their place; they detect no structure. Each is imported when it is
first needed. Bad input raises `UnreadableDocument`, whose message is one line.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from extractor.diagnostics import UnreadableDocument
from extractor.document import SourceDocument
from extractor.readers import sniff
from extractor.readers.sniff import detect

__all__ = ["detect", "load_bytes", "read_bytes", "read_document"]


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


def read_bytes(data: bytes, filename: str) -> SourceDocument:
    """Read a document from memory; its name serves as caption of a CSV."""
    media_type = detect(data)
    try:
        if media_type == sniff.CSV:
            from extractor.readers.sheet import read_csv

            return read_csv(data, filename)
        return _find_reader(media_type)(data)
    except RecursionError as error:
        raise UnreadableDocument(
            f"{filename} is nested too deeply; open it and save it again"
        ) from error


def _identity(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _find_reader(media_type: str) -> Callable[[bytes], SourceDocument]:
    if media_type == sniff.PDF:
        from extractor.readers.pdf import read_pdf

        return read_pdf
    if media_type == sniff.DOCX:
        from extractor.readers.docx import read_docx

        return read_docx
    if media_type == sniff.ODT:
        from extractor.readers.odt import read_odt

        return read_odt
    if media_type == sniff.HTML:
        from extractor.readers.html import read_html

        return read_html
    if media_type in (sniff.XLSX, sniff.ODS):
        from extractor.readers.sheet import read_ods, read_xlsx

        return read_xlsx if media_type == sniff.XLSX else read_ods
    from extractor.readers.text import read_text

    return read_text
