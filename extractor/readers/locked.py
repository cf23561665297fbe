"""Office documents that a password locks (MS-OFFCRYPTO): opened with the password given."""

from __future__ import annotations

import io

from extractor.diagnostics import UnreadableDocument
from extractor.readers.media import PASSWORD, WRONG_PASSWORD


def unlock(data: bytes, password: str | None) -> bytes:
    """Return the document inside; raise `UnreadableDocument` without the right password."""
    if not password:
        raise UnreadableDocument(PASSWORD)
    import msoffcrypto

    out = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        office.load_key(password=password)
        office.decrypt(out)
    except Exception as error:  # the library raises its own kinds, and those of its parts
        raise UnreadableDocument(WRONG_PASSWORD) from error
    return out.getvalue()
