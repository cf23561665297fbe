"""What holds documents and is none itself: e-mails, archives, PDF portfolios.

In: bytes. Out: the documents inside, containers inside containers included, in the order in which
they are kept. What is no document (pictures, programs, signatures) is left out. Nothing is
written to the disk, so that no name inside can lead anywhere.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.diagnostics import NoDocument, UnreadableDocument
from extractor.readers import media
from extractor.readers.sniff import detect, looks_like_mail
from extractor.readers.zips import DAMAGED_ZIP

SEPARATOR = " › "  # between the name of a container and that of a document inside
MESSAGES = frozenset({"message.html", "message.txt"})
_MAX_DEPTH = 3  # containers inside containers
_MAX_MEMBERS = 1000  # looked at in one container
_MAX_BYTES = 500_000_000  # unpacked, of one container
_SYSTEM = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """A document inside: `name` is its path there, below the containers that lead to it."""

    name: str
    data: bytes

    @property
    def filename(self) -> str:
        """The base name."""
        return self.name.replace(SEPARATOR, "/").rpartition("/")[2]

    @property
    def is_message(self) -> bool:
        """Tell whether this is the text of an e-mail itself."""
        return self.filename in MESSAGES


def holds_documents(data: bytes) -> bool:
    """Tell whether this is a container."""
    try:
        kind = detect(data)
    except UnreadableDocument:
        return False
    return kind in media.CONTAINERS or (kind == media.PDF and _is_portfolio(data))


def is_mail(head: bytes) -> bool:
    """Tell an e-mail by its first bytes."""
    return looks_like_mail(head)


def find_documents(data: bytes, filename: str, password: str | None = None) -> list[Member]:
    """Return the documents inside a container; raise `UnreadableDocument` when there is none.

    The text of an e-mail is one only where nothing else can be read.
    """
    found = list(_walk(data, "", password, 0))
    found = [member for member in found if not member.is_message] or found
    if not found:
        raise UnreadableDocument(f"{filename} holds no document; give the documents themselves")
    return found


def describe_choice(members: Iterable[Member]) -> str:
    """Return why a container cannot be read as one document, and how to pick."""
    names = [member.name for member in members]
    shown = ", ".join(repr(name) for name in names[:8])
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return (
        f"it holds {len(names)} documents: {shown}{more}; pick one with --member NAME, "
        "or read all of them with `pst batch`"
    )


def _walk(data: bytes, prefix: str, password: str | None, depth: int) -> Iterator[Member]:
    for name, content in _members(data, password):
        try:
            inner = detect(content) in media.CONTAINERS
        except NoDocument:
            continue
        except UnreadableDocument:
            inner = False  # damaged, locked: it is named when it is read
        if inner and depth < _MAX_DEPTH:
            yield from _walk(content, f"{prefix}{name}{SEPARATOR}", password, depth + 1)
        else:
            yield Member(prefix + name, content)


def _members(data: bytes, password: str | None) -> Iterable[tuple[str, bytes]]:
    kind = detect(data)
    if kind == media.EML:
        from extractor.readers.mail import open_eml

        return open_eml(data)
    if kind == media.MSG:
        from extractor.readers.mail import open_msg

        return open_msg(data)
    if kind == media.PDF:
        return _open_portfolio(data)
    return _open_zip(data, password)


def _open_zip(data: bytes, password: str | None) -> list[tuple[str, bytes]]:
    secret = password.encode() if password else None
    found: list[tuple[str, bytes]] = []
    left = _MAX_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for info in package.infolist()[:_MAX_MEMBERS]:
                name = _printable(_name(info))
                if info.is_dir() or any(part in name for part in _SYSTEM):
                    continue
                if info.flag_bits & 1 and secret is None:
                    raise UnreadableDocument(media.PASSWORD)
                left -= info.file_size
                if left < 0:
                    raise UnreadableDocument(
                        "it unpacks to more than 500 MB; unpack it and give the documents inside"
                    )
                found.append((name, package.read(info, secret)))
    except DAMAGED_ZIP as error:
        raise UnreadableDocument(
            "its zip container is damaged or cut short; copy or export it again"
        ) from error
    except RuntimeError as error:
        raise UnreadableDocument(media.WRONG_PASSWORD) from error
    return found


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; old Windows programs write that of a French file in CP850."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850")


def _printable(name: str) -> str:
    shown = "".join(c if c.isprintable() else "�" for c in name.replace("\\", "/"))
    return unicodedata.normalize("NFC", shown).lstrip("/") or "document"


def _is_portfolio(data: bytes) -> bool:
    from extractor.readers.pdf_attachments import is_portfolio

    return is_portfolio(data)


def _open_portfolio(data: bytes) -> list[tuple[str, bytes]]:
    from extractor.readers.pdf_attachments import read_attachments

    return [(_printable(name), content) for name, content in read_attachments(data)]
