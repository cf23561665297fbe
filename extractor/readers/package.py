"""The zip container of office documents: its parts, parsed without entities or network."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from extractor.diagnostics import UnreadableDocument

_STRICT = (  # ISO strict names of the namespaces that Word and Excel usually write
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


MAX_PART = 200_000_000  # bytes of XML; a sheet of 20,000 rows by 50 columns has 60 million
MAX_TAGS = 6_000_000  # of one part, opening and closing; the same sheet has 4 million


class Package:
    """Read-only access to the parts of a zipped document."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, EOFError, ValueError) as error:
            raise _damaged("container") from error
        self.names = frozenset(self._zip.namelist())

    def part(self, name: str) -> etree._Element | None:
        """Return the root of an XML part, `None` when there is no such part."""
        if name not in self.names:
            return None
        check_part(self._zip.getinfo(name))
        try:
            data = self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise _damaged(name) from error
        if data.count(b"<") > MAX_TAGS:
            raise _too_large(name)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return parse_xml(data, name)

    def required(self, name: str) -> etree._Element:
        """Return the root of an XML part without which there is no document."""
        root = self.part(name)
        if root is None:
            raise UnreadableDocument(
                f"its part {name} is missing; open it in an office program and save it again"
            )
        return root


def check_part(info: zipfile.ZipInfo) -> None:
    """Raise `UnreadableDocument` when a part unpacks to more than any plan holds."""
    if info.file_size > MAX_PART:
        raise _too_large(info.filename)


def _too_large(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"its part {name} unpacks to more than any plan holds; save it again without the padding"
    )


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parse XML; entities are not expanded and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "memory" in str(error).lower():
            raise MemoryError from error
        raise _damaged(name) from error


def _damaged(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"its part {name} is damaged; open it in an office program and save it again"
    )
