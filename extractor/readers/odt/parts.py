"""The parts of an OpenDocument, zipped or flat: content, styles, title."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from extractor.readers.odt.styles import Styles
from extractor.readers.package import Package, parse_xml

_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """`content` and `styles_root` are roots that hold an `office:body` and `office:styles`."""

    content: etree._Element
    styles_root: etree._Element | None
    styles: Styles
    title: str


def open_document(data: bytes) -> OpenDocument:
    """Return the parts of a document; a flat one is a single XML file."""
    if not data.startswith(b"PK"):
        root = parse_xml(data, "document")
        return OpenDocument(root, root, Styles(root), _title(root))
    package = Package(data)
    content = package.required("content.xml")
    styles = package.part("styles.xml")
    return OpenDocument(content, styles, Styles(styles, content), _title(package.part("meta.xml")))


def _title(root: etree._Element | None) -> str:
    found = root.find(f".//{_DC_TITLE}") if root is not None else None
    return (found.text or "").strip() if found is not None else ""
