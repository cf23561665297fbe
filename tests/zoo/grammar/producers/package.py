"""Zipped packages (DOCX, XLSX, ODT, ODS) that come out the same each time."""

from __future__ import annotations

import io
import zipfile

DATE = (2025, 1, 1, 0, 0, 0)


def stamped(data: bytes) -> bytes:
    """Return the package with one date on all its members; `mimetype` stays stored, not packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
