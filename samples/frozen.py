"""Makes zip-based documents reproducible: fixed dates, fixed order, fixed compression."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def freeze_zip(data: bytes, *, modified: datetime | None = None) -> bytes:
    """Repack a zip so that equal contents give equal bytes; `mimetype` stays first and stored.

    With `modified`, the creation and modification dates of `docProps/core.xml` are set to it.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        names = sorted(set(source.namelist()), key=lambda name: (name != "mimetype", name))
        for name in names:
            content = source.read(name)
            if modified and name == "docProps/core.xml":
                stamp = modified.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            info = zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0))
            info.create_system = 3
            stored = name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            target.writestr(info, content, compresslevel=None if stored else 9)
    return buffer.getvalue()
