"""Zipped packages (DOCX, XLSX, ODT, ODS) that come out the same each time."""

from __future__ import annotations

import io
import re
import zipfile

DATE = (2025, 1, 1, 0, 0, 0)
CLOCKS = ("docProps/core.xml", "meta.xml")  # parts that tell when the file was saved
_CLOCK = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?")


def stamped(data: bytes) -> bytes:
    """Return the package with one date on all its members; `mimetype` stays stored, not packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name in CLOCKS:
                content = _CLOCK.sub(b"2025-01-01T00:00:00", content)
            new.writestr(info, content)
    return out.getvalue()
