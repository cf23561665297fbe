"""Writing export files: atomically, with the characters that formats accept.

A file appears under its name only when it is complete (temporary sibling, then `os.replace`).
Folders are filled file by file; what else lies in them is left alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.diagnostics import ExtractorError

# The characters that XML 1.0, hence XLSX too, cannot hold: a PDF's form feed, a lone surrogate.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# First characters that make a spreadsheet run a cell as a formula (OWASP, "CSV injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def printable(text: str) -> str:
    """Return `text` with `\\n` for every line end, and a space for what XML forbids.

    A bare carriage return ends a row for many CSV readers, and the `csv` module does not quote it.
    """
    return _UNPRINTABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def neutralise(text: str) -> str:
    """Return `text` with an apostrophe before it when a spreadsheet would run it.

    >>> neutralise("=1+1"), neutralise("1+1=2")
    ("'=1+1", '1+1=2')
    """
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def make_folder(folder: Path) -> None:
    """Create `folder` and its parents; raise `ExtractorError` when a file stands in the way."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise ExtractorError(f"{folder}: a folder is needed here, but a file exists") from None


@contextmanager
def atomic_path(dest: Path) -> Iterator[Path]:
    """Yield a temporary path beside `dest`; move it to `dest` if the block ends well."""
    if dest.is_dir():
        raise ExtractorError(f"{dest}: a file name is needed here, but a folder exists")
    make_folder(dest.parent)
    temporary = dest.with_name(f".{dest.name}.{os.getpid()}.part")
    try:
        yield temporary
        os.replace(temporary, dest)
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(dest: Path, content: bytes) -> None:
    """Write `content` to `dest` atomically."""
    with atomic_path(dest) as temporary:
        temporary.write_bytes(content)
