"""DOCX to lines and tables, in body order, from the XML parts themselves.

A paragraph is a line, or several where it holds line breaks; automatic numbers and bullets go to
`marker`, Word's outline level to `heading`, the style's own name (never a localised id) to
`style`. `indent` is the left edge of the first line, marker included, in points. Notes stand at
the end. A coloured paragraph colours its cell. Headers and footers are no body and are left out.
Rules from ECMA-376, part 1, chapter 17.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from lxml import etree

from extractor.document import SourceDocument
from extractor.readers.builder import DocumentBuilder, Look, OpenCell, OpenTable
from extractor.readers.docx.content import ALTERNATIVE, Content, Fields, choose, read_content
from extractor.readers.docx.numbering import Numbering
from extractor.readers.docx.styles import (
    ParagraphProps,
    RunProps,
    Style,
    Styles,
    W,
    overlay,
    parse_paragraph,
    shade_of,
    value_of,
    whole,
)
from extractor.readers.package import Package
from extractor.readers.sniff import DOCX

_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CONTAINERS = frozenset(W + name for name in ("ins", "moveTo", "customXml", "smartTag"))
_TOC = "toc 1"
_MAX_SPAN = 1000  # columns; Word has 63


def read_docx(data: bytes) -> SourceDocument:
    """Read a Word document."""
    package = Package(data)
    main = _related(package, "", "officeDocument") or "word/document.xml"
    root = package.required(main)

    def related(kind: str) -> etree._Element | None:
        name = _related(package, main, kind)
        return package.part(name) if name else None

    reader = _Reader(Styles(related("styles")), related("numbering"))
    body = root.find(W + "body")
    if body is not None:
        reader.read_blocks(body)
    reader.read_notes({"footnote": related("footnotes"), "endnote": related("endnotes")})
    core = package.part(_related(package, "", "core-properties") or "docProps/core.xml")
    title = core.findtext(_DC_TITLE) if core is not None else None
    return reader.builder.finish(DOCX, title=(title or "").strip())


def _related(package: Package, source: str, kind: str) -> str | None:
    """Return the part that `source` names as its `kind`; "" is the package itself."""
    folder, name = posixpath.split(source)
    root = package.part(posixpath.join(folder, "_rels", f"{name}.rels"))
    for element in root.iterfind(_REL) if root is not None else ():
        if element.get("Type", "").endswith("/" + kind) and element.get("TargetMode") is None:
            target = element.get("Target", "")
            return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return None


class _Reader:
    """Walks the body; what must be remembered from block to block."""

    def __init__(self, styles: Styles, numbering: etree._Element | None) -> None:
        self.builder = DocumentBuilder()
        self.styles = styles
        self.numbering = Numbering(numbering, lambda s: styles.paragraph(s).paragraph.num_id)
        self.fields = Fields()
        self.notes: dict[tuple[str, str], None] = {}  # in order of reference
        self.toc_depth = 0

    def read_blocks(self, parent: etree._Element) -> None:
        for child in parent:
            if child.tag == W + "p":
                self.read_paragraph(child)
            elif child.tag == W + "tbl":
                self.read_table(child)
            elif child.tag == W + "sdt":
                self._read_control(child)
            elif child.tag == ALTERNATIVE:
                for branch in choose(child):
                    self.read_blocks(branch)
            elif child.tag in _CONTAINERS:
                self.read_blocks(child)

    def _read_control(self, control: etree._Element) -> None:
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        is_toc = gallery is not None and gallery.get(W + "val") == "Table of Contents"
        self.toc_depth += is_toc
        for content in control.iterfind(W + "sdtContent"):
            self.read_blocks(content)
        self.toc_depth -= is_toc

    def read_paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(W + "pPr")
        style_id = value_of(properties, "pStyle")
        style = self.styles.paragraph(style_id)
        content = read_content(paragraph, self.styles, style.run, self.fields)
        self.notes.update(dict.fromkeys(content.notes))
        deleted = properties is not None and properties.find(f"{W}rPr/{W}del") is not None
        if not (deleted and not any(content.parts)):
            props, marker = self._number(parse_paragraph(properties), style, style_id)
            self._add_lines(content, self._look(content, props, style), marker)
            if props.shade and self.builder.cell:
                self.builder.cell.shade = props.shade
        for box in content.boxes:
            self.read_blocks(box)

    def _number(
        self, own: ParagraphProps, style: Style, style_id: str | None
    ) -> tuple[ParagraphProps, str | None]:
        """Merge the paragraph's settings with its style's and its list's; count it."""
        props = overlay(style.paragraph, own)
        num_id = props.num_id
        if num_id in (None, "0"):
            return replace(props, level=None), None
        assert num_id is not None
        if own.level is not None or own.num_id is not None:
            level = own.level or 0
        else:
            level = style.paragraph.level or self.numbering.find_level(num_id, style_id)
        of_list = self.numbering.paragraph(num_id, level)
        if own.num_id is not None:
            props = overlay(overlay(style.paragraph, of_list), own)
        else:
            props = overlay(overlay(of_list, style.paragraph), own)
        return replace(props, level=level, num_id=num_id), self.numbering.advance(num_id, level)

    def _look(self, content: Content, props: ParagraphProps, style: Style) -> Look:
        is_toc = content.in_toc or self.toc_depth > 0
        name = style.name
        if is_toc and not name.startswith("toc"):
            name = _TOC
        is_toc = is_toc or name.startswith("toc ")
        outline = props.outline
        return Look(
            indent=round((props.left or 0.0) + (props.first or 0.0), 2),
            heading=outline + 1 if outline is not None and outline < 9 and not is_toc else None,
            list_level=props.level,
            style=name,
        )

    def _add_lines(self, content: Content, look: Look, marker: str | None) -> None:
        """Add a line per printed line; breaks before and after the text add none."""
        filled = [i for i in range(len(content.parts)) if content.text(i).strip()]
        if not filled:
            # Word prints the number of an empty paragraph; a bullet alone says nothing
            says = marker if marker and any(c.isalnum() for c in marker) else None
            self.builder.add("", look, marker=says)
            return
        for number in range(filled[0], filled[-1] + 1):
            runs = [props for text, props in content.parts[number] if text.strip()]
            length: dict[float | None, int] = {}
            for text, props in content.parts[number]:
                length[props.size] = length.get(props.size, 0) + len(text.strip())
            colors = {props.color for props in runs}
            self.builder.add(
                content.text(number),
                replace(
                    look,
                    bold=bool(runs) and all(props.bold for props in runs),
                    italic=bool(runs) and all(props.italic for props in runs),
                    size=max(length, key=lambda size: length[size]) if length else None,
                    color=colors.pop() if len(colors) == 1 else None,
                    lead=_bold_lead(content.parts[number]),
                ),
                marker=marker if number == filled[0] else None,
            )

    def read_table(self, element: etree._Element) -> None:
        table = self.builder.open_table()
        above: dict[int, OpenCell] = {}  # column -> the cell that a vertical merge continues
        row = 0
        for tr in _children(element, "tr"):
            if tr.find(f"{W}trPr/{W}del") is not None:
                continue
            self._read_row(tr, table, row, above)
            row += 1
        table.rows = row

    def _read_row(
        self, tr: etree._Element, table: OpenTable, row: int, above: dict[int, OpenCell]
    ) -> None:
        properties = tr.find(W + "trPr")
        header = properties is not None and properties.find(W + "tblHeader") is not None
        column = min(max(0, whole(value_of(properties, "gridBefore"))), _MAX_SPAN)
        for tc in _children(tr, "tc"):
            own = tc.find(W + "tcPr")
            span = min(max(1, whole(value_of(own, "gridSpan"))), _MAX_SPAN)
            merge = own.find(W + "vMerge") if own is not None else None
            cell = above.get(column)
            if merge is not None and merge.get(W + "val", "continue") == "continue" and cell:
                cell.row_span = row - cell.ref.row + 1
                if any((t.text or "").strip() for t in tc.iter(W + "t")):
                    with self.builder.inside(cell):
                        self.read_blocks(tc)
            else:
                cell = table.add_cell(
                    row, column, column_span=span, header=header, shade=shade_of(own)
                )
                with self.builder.inside(cell):
                    self.read_blocks(tc)
                above.pop(column, None)
                if merge is not None:
                    above[column] = cell
            column += span

    def read_notes(self, parts: dict[str, etree._Element | None]) -> None:
        """Read the notes that the text refers to, in order; notes may refer to no other."""
        bodies = {
            (kind, note.get(W + "id", "")): note
            for kind, root in parts.items()
            for note in (root.iterfind(W + kind) if root is not None else ())
        }
        for reference in list(self.notes):
            if reference in bodies:
                self.read_blocks(bodies[reference])


def _bold_lead(parts: Sequence[tuple[str, RunProps]]) -> int:
    """Return how many characters of a line are bold before the first that is not."""
    bold = [text for text, _ in takewhile(lambda part: part[1].bold or not part[0].strip(), parts)]
    whole = len(bold) == len(parts)
    return 0 if whole else len("".join(bold).strip())


def _children(parent: etree._Element, name: str) -> list[etree._Element]:
    """Return the rows or cells, also those inside content controls."""
    found: list[etree._Element] = []
    for child in parent:
        if child.tag == W + name:
            found.append(child)
        elif child.tag == W + "sdt":
            for content in child.iterfind(W + "sdtContent"):
                found += _children(content, name)
        elif child.tag in _CONTAINERS:
            found += _children(child, name)
    return found
