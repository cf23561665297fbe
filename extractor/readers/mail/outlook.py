"""Outlook's messages (MS-OXMSG): attachments and text, by olefile."""

from __future__ import annotations

import io
import re
from typing import Any

from extractor.diagnostics import UnreadableDocument
from extractor.readers.decode import decode

_DATA = "__substg1.0_37010102"
_NAMES = ("__substg1.0_3707001F", "__substg1.0_3704001F", "__substg1.0_3001001F")  # long, short
_OLD_NAMES = ("__substg1.0_3707001E", "__substg1.0_3704001E", "__substg1.0_3001001E")
_TEXT, _OLD_TEXT, _HTML = "__substg1.0_1000001F", "__substg1.0_1000001E", "__substg1.0_10130102"
_ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-Fa-f]{8}$")


def open_msg(data: bytes) -> list[tuple[str, bytes]]:
    """Return the attachments by name, then the text of the message itself."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return _read(ole)
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise UnreadableDocument(
            "the e-mail is damaged (.msg); save its attachment on its own"
        ) from error


def _read(ole: Any) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    folders = dict.fromkeys(path[0] for path in ole.listdir() if _ATTACHMENT.match(path[0]))
    for number, folder in enumerate(folders, 1):
        content = _stream(ole, folder, _DATA)
        if content:
            name = _text(ole, (folder,), _NAMES, _OLD_NAMES)
            found.append((name or f"attachment {number}", content))
    page = _stream(ole, _HTML)
    text = _text(ole, (), (_TEXT,), (_OLD_TEXT,))
    if page.strip():
        found.append(("message.html", page))
    elif text:
        found.append(("message.txt", text.encode()))
    return found


def _stream(ole: Any, *path: str) -> bytes:
    content: bytes = ole.openstream(list(path)).read() if ole.exists(list(path)) else b""
    return content


def _text(ole: Any, folder: tuple[str, ...], names: tuple[str, ...], old: tuple[str, ...]) -> str:
    """Return the first of some texts that is there: Unicode ones first."""
    for name in names:
        content = _stream(ole, *folder, name)
        if content:
            return content.decode("utf-16-le", "replace").strip("\0 ")
    for name in old:
        content = _stream(ole, *folder, name)
        if content:
            return decode(content).strip("\0 ")
    return ""
