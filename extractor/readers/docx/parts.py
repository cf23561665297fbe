"""What a Word document holds in other parts: inserted documents, diagrams, charts, objects.

Inserted documents (`altChunk`) and diagrams (SmartArt) are read where they stand. Charts and
embedded documents are not; each is named in a remark.
"""

from __future__ import annotations

from lxml import etree

from extractor.diagnostics import UNREAD, UnreadableDocument
from extractor.readers.builder import DocumentBuilder
from extractor.readers.diagrams import read_diagram
from extractor.readers.docx.content import CHART, DIAGRAM
from extractor.readers.package import Package

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Parts:
    """The parts that the main part refers to."""

    def __init__(self, package: Package, main: str, builder: DocumentBuilder) -> None:
        self._package, self._builder = package, builder
        self._relations = package.relations(main)

    def read_chunk(self, identifier: str) -> None:
        """Read a document that was inserted whole."""
        from extractor.readers import read_bytes

        name = self._name(identifier)
        data = self._package.data(name)
        try:
            document = read_bytes(data or b"", name.rpartition("/")[2])
        except UnreadableDocument as error:
            self._builder.note(UNREAD, f"the inserted document {name} is not read: {error}")
        else:
            self._builder.graft(document)

    def read(self, element: etree._Element) -> None:
        """Read a diagram; name a chart or an embedded object."""
        before = next((line.text for line in reversed(self._builder.lines) if not line.blank), "")
        place = f" (after {before[:60]!r})" if before else ""
        if element.tag == DIAGRAM:
            data = self._package.part(self._name(element.get(_R + "dm", "")))
            if data is not None and read_diagram(data, self._builder):
                return
            self._builder.note(UNREAD, f"a diagram is not read{place}")
        elif element.tag == CHART:
            self._builder.note(UNREAD, f"a chart is not read{place}")
        else:
            name = self._name(element.get(_R + "id", "")).rpartition("/")[2]
            kind = element.get("ProgID") or "object"
            self._builder.note(UNREAD, f"an embedded document is not read: {name} ({kind}){place}")

    def _name(self, identifier: str) -> str:
        return self._relations.get(identifier, ("", ""))[1]
