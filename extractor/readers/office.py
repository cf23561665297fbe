"""Old Office formats by way of LibreOffice, where it is installed on this machine.

The document is converted in a folder of its own, with a profile of its own: no macro runs, nothing
is fetched, and a LibreOffice that is open stays as it is.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from extractor.diagnostics import UnreadableDocument
from extractor.document import SourceDocument

_PROGRAMS = ("soffice", "libreoffice")
_LIMIT = 120  # seconds; a plan takes five, the first start of LibreOffice ten
_MISSING = "it is an old {} and LibreOffice is not installed; save it as {}"
_FAILED = "it is an old {} that LibreOffice cannot read; save it as {}"


def convert(data: bytes, extension: str, target: str) -> bytes | None:
    """Return the document in another format; `None` without LibreOffice, or when it fails.

    `extension` and `target` are file name extensions without their dot.
    """
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="pst-") as folder:
        source = Path(folder, f"source.{extension}")
        source.write_bytes(data)
        out = Path(folder, "out")
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            *("--headless", "--norestore", "--convert-to", target),
            *("--outdir", str(out), str(source)),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=_LIMIT, check=True)
            return (out / f"source.{target}").read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None


def read_doc(data: bytes) -> SourceDocument:
    """Read a document of Word 97 to 2003."""
    return _read(data, "doc", "docx", "Word document (.doc)", "DOCX")


def read_ppt(data: bytes) -> SourceDocument:
    """Read a presentation of PowerPoint 97 to 2003."""
    return _read(data, "ppt", "pptx", "presentation (.ppt)", "PPTX or PDF")


def _read(data: bytes, extension: str, target: str, kind: str, advice: str) -> SourceDocument:
    from extractor.readers import detect, read_bytes

    converted = convert(data, extension, target)
    if converted is None:
        installed = any(shutil.which(name) for name in _PROGRAMS)
        raise UnreadableDocument((_FAILED if installed else _MISSING).format(kind, advice))
    document = read_bytes(converted, f"source.{target}")
    note = ("converted", f"an old {kind}, read by way of LibreOffice", None)
    return replace(document, media_type=detect(data), notes=(*document.notes, note))
