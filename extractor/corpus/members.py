"""Documents inside containers: e-mails, archives, PDF portfolios.

The location of such a document is that of its container, a NUL (which no path holds), and its
name there. `extract_any` reads the one plan in a container, whatever else lies beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.readers.containers import Member
    from extractor.schema import Plan

_MARK = "\0"
#: beginnings of what may hold documents: archives, e-mails of Outlook, portfolios; e-mails are text
_HEADS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"%PDF-")
_HEAD = 4096  # bytes
_MAX_TRIED = 12  # documents of a container that are read to find the plan among them


def join_location(location: str, member: str) -> str:
    """Return the location of a document inside a container."""
    return location + _MARK + member


def split_location(location: str) -> tuple[str, str]:
    """Return the container, and the name inside; that is empty for a file of its own."""
    container, _, member = location.partition(_MARK)
    return container, member


def list_members(path: Path, password: str | None = None) -> list[str]:
    """Return the names of the documents in a container, none when the file is no container.

    A container that cannot be opened, or holds no document, is a document of its own: its reason
    is told when it is read.
    """
    from extractor.diagnostics import UnreadableDocument
    from extractor.readers import containers

    try:
        if not path.is_file():  # a pipe would wait for its writer
            return []
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if not head.startswith(_HEADS) and not containers.is_mail(head):
            return []
        data = path.read_bytes()
        if not containers.holds_documents(data):
            return []
        return [m.name for m in containers.find_documents(data, path.name, password)]
    except (OSError, UnreadableDocument):
        return []


def load_member(data: bytes, member: str, password: str | None = None) -> bytes:
    """Return a document of a container; raise `UnreadableDocument` when it is not there."""
    return pick(_open(data, password), member).data


@lru_cache(maxsize=1)
def _open(data: bytes, password: str | None) -> tuple[Member, ...]:
    """Open a container once for all its documents."""
    from extractor.readers.containers import find_documents

    return tuple(find_documents(data, "it", password))


def pick(members: Sequence[Member], name: str) -> Member:
    """Return the document of that name, or the only one whose name ends so."""
    from extractor.diagnostics import UnreadableDocument

    exact = [member for member in members if member.name == name]
    alike = exact[:1] or [m for m in members if m.filename == name or m.name.endswith(name)]
    if len(alike) == 1:
        return alike[0]
    names = ", ".join(repr(member.name) for member in alike or members)
    reason = "several documents" if alike else "no document"
    raise UnreadableDocument(f"it holds {reason} named {name!r}; choose among {names}")


def extract_any(
    data: bytes,
    filename: str,
    *,
    nlp: bool = True,
    password: str | None = None,
    member: str | None = None,
    institution: str | None = None,
    folder: str | None = None,
) -> Plan:
    """Extract the plan of a document, or of the one document in a container that holds a plan.

    `member` names the document to read in the container. Raise `UnreadableDocument` when several
    documents of a container hold a plan, or none of several does.
    """
    from extractor.diagnostics import UnreadableDocument
    from extractor.pipeline import extract_bytes
    from extractor.readers.containers import SEPARATOR, describe_choice, holds_documents

    told = {"institution": institution, "folder": folder}
    if not holds_documents(data):
        if member:
            raise UnreadableDocument("it is a document and holds no other; leave out --member")
        return extract_bytes(data, filename, nlp=nlp, password=password, **told)
    members = _open(data, password)

    def read(chosen: Member, nlp: bool) -> Plan:
        name = f"{filename}{SEPARATOR}{chosen.filename}"
        return extract_bytes(chosen.data, name, nlp=nlp, password=password, **told)

    if member:
        return read(pick(members, member), nlp)
    if len(members) == 1:
        return read(members[0], nlp)
    plans = []
    for candidate in members[:_MAX_TRIED]:
        try:
            if read(candidate, nlp=False).tree:
                plans.append(candidate)
        except UnreadableDocument:
            continue
    if len(plans) != 1 or len(members) > _MAX_TRIED:
        raise UnreadableDocument(describe_choice(plans if len(plans) > 1 else members))
    return read(plans[0], nlp)
