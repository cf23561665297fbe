"""What an Excel workbook holds that openpyxl does not give: drawings, uncomputed formulas.

`Workbook` also hands out bytes that openpyxl reads well: ISO strict files under the usual names,
without the merged areas, for each position of which openpyxl would make a cell.
"""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from extractor.bounds import whole
from extractor.diagnostics import UNREAD
from extractor.readers.builder import DocumentBuilder, Look
from extractor.readers.diagrams import read_diagram
from extractor.readers.package import Package, usual_names

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_MERGES = re.compile(rb"<(?:\w+:)?mergeCells\b[^>]*>.*?</(?:\w+:)?mergeCells>", re.S)
_MERGE = re.compile(rb"\bref=[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})[\"']")
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>(?:(?!</?(?:\w+:)?c\b).)*?<(?:\w+:)?f\b.*?</(?:\w+:)?c>", re.S
)
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>/]*>[^<]")
_PLACE = re.compile(rb"\br=[\"']([A-Z]+\d+)")


class Workbook:
    """The parts of a workbook, by the name of each sheet."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.package = Package(data)
        main = self.package.related("", "officeDocument") or "xl/workbook.xml"
        relations = self.package.relations(main)
        root = self.package.part(main)
        self.parts: dict[str, str] = {}
        for sheet in root.iter(_S + "sheet") if root is not None else ():
            kind, part = relations.get(sheet.get(_R + "id", ""), ("", ""))
            if kind == "worksheet":
                self.parts[sheet.get("name", "")] = part
            elif kind:
                self.parts.setdefault(sheet.get("name", ""), "")
        self.raw = {name: self.package.data(part) or b"" for name, part in self.parts.items()}

    def readable(self) -> bytes:
        """Return the bytes for openpyxl."""
        out = io.BytesIO()
        sheets = set(self.parts.values())
        with zipfile.ZipFile(out, "w") as package:
            for name in sorted(self.package.names):
                data = self.package.data(name) or b""
                if name.endswith((".xml", ".rels")):
                    data = usual_names(data)
                if name in sheets:
                    data = _MERGES.sub(b"", data)
                package.writestr(name, data)
        return out.getvalue()

    def spans(self, name: str) -> dict[tuple[int, int], tuple[int, int]]:
        """Return the merged areas of a sheet: (row, column) of each, from 1 → rows, columns."""
        found = {}
        for block in _MERGES.findall(self.raw.get(name, b"")):
            for left, top, right, bottom in _MERGE.findall(block):
                area = int(top), _column(left), int(bottom), _column(right)
                found[area[0], area[1]] = area[2] - area[0] + 1, area[3] - area[1] + 1
        return found

    def uncomputed(self, name: str) -> list[str]:
        """Return the cells of a sheet whose formulas have no result in the file."""
        found = []
        for match in _CELL.finditer(self.raw.get(name, b"")):
            text = b't="str"' in match[1]  # a formula whose result is an empty text
            place = _PLACE.search(match[1])
            if place and not text and not _VALUE.search(match[0]):
                found.append(place[1].decode())
        return found

    def drawings(self, name: str) -> list[tuple[int, etree._Element, str]]:
        """Return the shapes of a sheet: row from 0, anchor, part of the drawing; by row."""
        part = self.package.related(self.parts.get(name, ""), "drawing")
        root = self.package.part(part) if part else None
        anchors = []
        for anchor in root if root is not None else ():
            row = anchor.findtext(f"{_XDR}from/{_XDR}row") or ""
            anchors.append((whole(row), anchor, part or ""))
        return sorted(anchors, key=lambda found: found[0])

    def read_drawing(
        self, anchor: etree._Element, part: str, builder: DocumentBuilder, sheet: str
    ) -> None:
        """Add the texts of a shape; name a chart."""
        relations = self.package.relations(part)
        for paragraph in anchor.iter(_A + "p"):
            text = "".join(t.text or "" for t in paragraph.iter(_A + "t"))
            if text.strip():
                builder.add(text, Look(style="text-box"))
        for diagram in anchor.iter(_DIAGRAM):
            data = self.package.part(relations.get(diagram.get(_R + "dm", ""), ("", ""))[1])
            if data is None or not read_diagram(data, builder):
                builder.note(UNREAD, f"a diagram of the sheet {sheet!r} is not read")
        if next(anchor.iter(_CHART), None) is not None:
            builder.note(UNREAD, f"a chart of the sheet {sheet!r} is not read")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
