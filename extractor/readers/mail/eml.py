"""Messages of RFC 5322 and pages saved as MHTML, by the standard library."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from extractor.diagnostics import UnreadableDocument
from extractor.document import SourceDocument
from extractor.readers.decode import decode
from extractor.readers.media import MHTML


def open_eml(data: bytes) -> list[tuple[str, bytes]]:
    """Return the attachments by name, then the text of the message itself."""
    message = _parse(data)
    found: list[tuple[str, bytes]] = []
    for number, part in enumerate(message.iter_attachments(), 1):
        found += _attachment(part, number)
    body = message.get_body(("html", "plain"))
    if body is not None:
        kind = "html" if body.get_content_type() == "text/html" else "txt"
        text = _content(body)
        if text.strip():
            found.append((f"message.{kind}", text))
    return found


def read_mhtml(data: bytes) -> SourceDocument:
    """Read the page that a browser saved with all that it shows."""
    from extractor.readers.html import read_html

    message = _parse(data)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    if not pages:
        raise UnreadableDocument(
            "it is a web archive without a page (.mht); save the page again as HTML"
        )
    return replace(read_html(_content(pages[0])), media_type=MHTML)


def _parse(data: bytes) -> EmailMessage:
    message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _attachment(part: Message, number: int) -> list[tuple[str, bytes]]:
    kind = part.get_content_type()
    name = " ".join((part.get_filename() or "").split())
    if kind == "message/rfc822":
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            return [(name or f"message {number}.eml", inner[0].as_bytes())]
        return []
    extension = part.get_content_subtype()[:12]
    return [(name or f"attachment {number}.{extension}", _content(part))]


def _content(part: Message) -> bytes:
    """Return the bytes of a part; of a text in UTF-8, whatever its charset."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if part.get_content_maintype() != "text":
        return data
    charset = part.get_content_charset()
    try:
        text = data.decode(charset) if charset else decode(data)
    except (LookupError, UnicodeDecodeError):
        text = decode(data)
    if part.get_content_subtype() == "html":  # what it says of its encoding is no longer true
        return b"\xef\xbb\xbf" + text.encode()
    return text.encode()
