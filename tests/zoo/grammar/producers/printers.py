"""LibreOffice and Chromium, where installed: DOCX and ODT to PDF or ODT, HTML to PDF."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

SECONDS = 120  # for one conversion; a cold start of LibreOffice takes some ten
#: producer → format drawn first, format printed
PRINTED = {
    "docx_pdf": ("docx", "pdf"),
    "docx_odt": ("docx", "odt"),
    "odt_pdf": ("odt", "pdf"),
    "html_pdf": ("html", "pdf"),
}


@cache
def program(producer: str) -> str | None:
    """Return the program that prints for this producer, None where it is not installed."""
    if producer == "html_pdf":
        names: tuple[str, ...] = ("chromium", "chromium-browser", "google-chrome")
    else:
        names = ("soffice", "libreoffice")
    return next(filter(None, map(shutil.which, names)), None)


def available() -> list[str]:
    """Return the producers that this machine can print with."""
    return [producer for producer in PRINTED if program(producer)]


def reprint(data: bytes, producer: str) -> bytes:
    """Return the document as that program prints it; `OSError` where it does not."""
    source, target = PRINTED[producer]
    command = program(producer)
    if command is None:
        raise OSError(f"{producer}: the program is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, out = folder / f"plan.{source}", folder / "out" / f"plan.{target}"
        path.write_bytes(data)
        out.parent.mkdir()
        profile = folder / "profile"
        if producer == "html_pdf":
            options = [
                "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                f"--user-data-dir={profile}", f"--print-to-pdf={out}", str(path),
            ]  # fmt: skip
        else:
            options = [
                "--headless", f"-env:UserInstallation={profile.as_uri()}",
                "--convert-to", target, "--outdir", str(out.parent), str(path),
            ]  # fmt: skip
        subprocess.run([command, *options], capture_output=True, timeout=SECONDS, check=False)
        if not out.exists():
            raise OSError(f"{producer}: nothing was printed")
        return out.read_bytes()
