"""DOCX to lines and tables, in body order, from the XML parts themselves.

A paragraph is a line, or several where it holds line breaks; automatic numbers and bullets go to
`marker`, Word's outline level to `heading`, the style's own name (never a localised id) to
`style`. `indent` is the left edge of the first line, marker included, in points. A coloured
paragraph colours its cell. Notes, headers, footers and what is hidden stand at the end, with their
role; a header that only its section has, and that the body does not repeat, stands before it.
Rules from ECMA-376, part 1, chapter 17.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from itertools import takewhile

from lxml import etree

from extractor.document import Role, SourceDocument
from extractor.readers.builder import DocumentBuilder, Look, OpenCell, OpenTable
from extractor.readers.docx.content import (
    ALTERNATIVE,
    TEXT_BOX,
    Content,
    Fields,
    choose,
    is_placeholder,
    read_content,
)
from extractor.readers.docx.numbering import Numbering
from extractor.readers.docx.parts import Parts
from extractor.readers.docx.sections import Sections
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
from extractor.readers.media import DOCX
from extractor.readers.package import Package

_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BEHIND = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_CONTAINERS = frozenset(W + name for name in ("ins", "moveTo", "customXml", "smartTag"))
_TOC = "toc 1"
_MAX_SPAN = 1000  # columns; Word has 63
_WHITE = frozenset({"#ffffff", "#fefefe"})


def read_docx(data: bytes) -> SourceDocument:
    """Read a Word document."""
    package = Package(data)
    main = package.related("", "officeDocument") or "word/document.xml"
    root = package.required(main)
    reader = _Reader(package, main)
    body = root.find(W + "body")
    if body is not None:
        backed = any(a.get("behindDoc") == "1" for a in body.iter(_BEHIND))
        reader.on_paper = root.find(W + "background") is None and not backed
        reader.sections = Sections(body, package, main, reader.read_apart)
        reader.read_body(body)
    reader.read_notes()
    core = package.part(package.related("", "core-properties") or "docProps/core.xml")
    title = core.findtext(_DC_TITLE) if core is not None else None
    return reader.builder.finish(DOCX, title=(title or "").strip())


class _Reader:
    """Walks the body; what must be remembered from block to block."""

    def __init__(self, package: Package, main: str) -> None:
        def related(kind: str) -> etree._Element | None:
            name = package.related(main, kind)
            return package.part(name) if name else None

        styles = Styles(related("styles"))
        self.builder = DocumentBuilder()
        self.styles = styles
        self.numbering = Numbering(
            related("numbering"), lambda s: styles.paragraph(s).paragraph.num_id
        )
        self.fields = Fields()
        self.notes: dict[tuple[str, str], None] = {}  # in order of reference
        self.note_parts = {"footnote": related("footnotes"), "endnote": related("endnotes")}
        self.comments = related("comments")
        self.parts = Parts(package, main, self.builder)
        self.sections: Sections | None = None
        self.on_paper = True  # white letters stand on white
        self.boxes = 0
        self.toc_depth = 0
        self.begun: Content | None = None  # of a paragraph whose end is deleted

    def read_body(self, body: etree._Element) -> None:
        """Read the blocks of the body, each section after the headers that are its own."""
        assert self.sections is not None
        self._open_section()
        for child in body:
            self.read_blocks((child,))
            if child.tag == W + "p" and child.find(f"{W}pPr/{W}sectPr") is not None:
                self._open_section()
        self.sections.leave_rest(self.builder)

    def _open_section(self) -> None:
        assert self.sections is not None
        for element in self.sections.next_headings():
            self.read_blocks(element)

    def read_apart(self, element: Iterable[etree._Element]) -> list[str]:
        """Return the texts of a header, a footer or a note; the body stays as it is."""
        kept, self.builder = self.builder, DocumentBuilder()
        counted, self.numbering = self.numbering, copy(self.numbering)
        self.read_blocks(element)
        texts = [
            f"{line.marker} {line.text}" if line.marker else line.text
            for line in self.builder.lines
            if not line.blank
        ]
        self.builder, self.numbering = kept, counted
        return texts

    def read_blocks(self, parent: Iterable[etree._Element]) -> None:
        """Read paragraphs, tables and what holds them, in order."""
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
            elif child.tag == W + "altChunk":
                self.parts.read_chunk(child.get(_R + "id", ""))

    def _read_control(self, control: etree._Element) -> None:
        if is_placeholder(control):
            return
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        is_toc = gallery is not None and gallery.get(W + "val") == "Table of Contents"
        self.toc_depth += is_toc
        for content in control.iterfind(W + "sdtContent"):
            self.read_blocks(content)
        self.toc_depth -= is_toc

    def read_paragraph(self, paragraph: etree._Element) -> None:
        """Add the lines of a paragraph, then the boxes that it anchors."""
        properties = paragraph.find(W + "pPr")
        style_id = value_of(properties, "pStyle")
        style = self.styles.paragraph(style_id)
        content = read_content(paragraph, self.styles, style.run, self.fields)
        for open_field in self.fields.open:  # codes end with their paragraph
            open_field.shown = True
        if self.begun is not None:
            content, self.begun = self.begun.joined(content), None
        mark = properties.find(W + "rPr") if properties is not None else None
        gone = mark is not None and any(mark.find(W + n) is not None for n in ("del", "moveFrom"))
        following = paragraph.getnext()
        if gone and following is not None and following.tag == W + "p":
            self.begun = content
            return
        self.notes.update(dict.fromkeys(content.notes))
        self.builder.add_apart("".join(content.hidden), Role.HIDDEN)
        if not (gone and not any(content.parts)):
            props, marker = self._number(parse_paragraph(properties), style, style_id)
            self._add_lines(self._seen(content, props), self._look(content, props, style), marker)
            if props.shade and self.builder.cell:
                self.builder.cell.shade = props.shade
        self.boxes += 1
        for box in content.boxes:
            if box.tag == TEXT_BOX:
                self.read_blocks(box)
            else:
                self.parts.read(box)
        self.boxes -= 1

    def _seen(self, content: Content, props: ParagraphProps) -> Content:
        """Set white letters on white paper aside, and words struck out of a line that stays."""
        bare = self.on_paper and not self.boxes and not props.shade and self.builder.cell is None
        parts = []
        for part in content.parts:
            white = [t for t, p in part if bare and p.color in _WHITE and not p.shade]
            shown = [(t, p) for t, p in part if not (bare and p.color in _WHITE and not p.shade)]
            self.builder.add_apart("".join(white), Role.HIDDEN)
            kept = [(text, props) for text, props in shown if not props.struck]
            if any(text.strip() for text, _ in kept):
                struck = "".join(text for text, props in shown if props.struck)
                self.builder.add_apart(struck, Role.STRUCK)
                shown = kept
            parts.append(shown)
        return replace(content, parts=parts)

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
        if look.heading is not None:
            content = content.as_heading()
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
                    printed="struck" if runs and all(p.struck for p in runs) else "normal",
                ),
                marker=marker if number == filled[0] else None,
            )

    def read_table(self, element: etree._Element) -> None:
        """Add a table with all that its cells hold."""
        table = self.builder.open_table()
        above: dict[int, OpenCell] = {}  # column -> the cell that a vertical merge continues
        row = 0
        for tr in _children(element, "tr"):
            if tr.find(f"{W}trPr/{W}del") is not None:
                continue
            if tr.find(f"{W}trPr/{W}hidden") is not None:
                self.builder.add_apart(" ".join(self.read_apart(_cells(tr))), Role.HIDDEN)
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
            if own is not None and own.find(W + "cellDel") is not None:
                continue
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

    def read_notes(self) -> None:
        """Keep comments, and the notes that the text refers to; they are no part of the body."""
        bodies = {
            (kind, note.get(W + "id", "")): note
            for kind, root in self.note_parts.items()
            for note in (root.iterfind(W + kind) if root is not None else ())
        }
        for comment in self.comments if self.comments is not None else ():
            self.builder.add_apart(" ".join(self.read_apart(comment)), Role.NOTE)
        for reference in list(self.notes):
            if reference in bodies:
                self.builder.add_apart(" ".join(self.read_apart(bodies[reference])), Role.NOTE)


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


def _cells(tr: etree._Element) -> list[etree._Element]:
    return [block for tc in _children(tr, "tc") for block in tc]
