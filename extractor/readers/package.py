"""The zip container of office documents: its parts, parsed without entities or network."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

from lxml import etree

from extractor.diagnostics import UnreadableDocument
from extractor.readers.zips import DAMAGED_ZIP

#: ISO strict names of the namespaces that Office usually writes as `…/2006/…`
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def usual_names(data: bytes) -> bytes:
    """Return XML with the namespaces of ISO strict files under their usual names."""
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)


MAX_PART = 200_000_000  # bytes of XML; a sheet of 20,000 rows by 50 columns has 60 million
MAX_TAGS = 6_000_000  # of one part, opening and closing; the same sheet has 4 million


class Package:
    """Read-only access to the parts of a zipped document."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED_ZIP as error:
            raise _damaged("container") from error
        self.names = frozenset(self._zip.namelist())

    def part(self, name: str) -> etree._Element | None:
        """Return the root of an XML part, `None` when there is no such part."""
        data = self.data(name)
        return None if data is None else parse_xml(usual_names(data), name)

    def data(self, name: str) -> bytes | None:
        """Return the bytes of a part, `None` when there is no such part."""
        if name not in self.names:
            return None
        check_part(self._zip.getinfo(name))
        try:
            return self._zip.read(name)
        except DAMAGED_ZIP as error:
            raise _damaged(name) from error

    def relations(self, source: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: id → (kind, part); "" is the package itself.

        A kind is the last word of its type: `header`, `diagramData`. Links that lead out of the
        package are left out.
        """
        folder, name = posixpath.split(source)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for element in root.iterfind(_REL) if root is not None else ():
            if element.get("TargetMode") in (None, "Internal"):
                target = posixpath.join("/", folder, element.get("Target", ""))
                kind = element.get("Type", "").rpartition("/")[2]
                found[element.get("Id", "")] = kind, posixpath.normpath(target).lstrip("/")
        return found

    def related(self, source: str, kind: str) -> str | None:
        """Return the first part that `source` names as its `kind`."""
        return next((part for k, part in self.relations(source).values() if k == kind), None)

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
    if data.count(b"<") > MAX_TAGS:
        raise _too_large(name)
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
