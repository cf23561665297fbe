"""ODT to lines and tables, in body order, from `content.xml` and `styles.xml`.

A paragraph or heading is a line, or several where it holds line breaks; automatic numbers and
bullets go to `marker`, the outline level to `heading`, the name of the author's style to `style`.
The lines of a table of contents have the style `toc`. A coloured
paragraph colours its cell. Notes, headers, footers and what is hidden stand at the end, with their
role. Rules from OpenDocument 1.3, part 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

from lxml import etree

from extractor.bounds import MAX_BLANKS, is_whole, whole
from extractor.diagnostics import UNREAD
from extractor.document import Role, SourceDocument
from extractor.readers.builder import DocumentBuilder, Look, OpenCell, OpenTable
from extractor.readers.media import ODT
from extractor.readers.numerals import raised
from extractor.readers.odt.lists import Counters, Lists
from extractor.readers.odt.parts import open_document
from extractor.readers.odt.styles import (
    DRAW,
    FO,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    Styles,
    hex_color,
    points,
)

_MASTER = STYLE + "master-page"
_RUNNING = {
    STYLE + name: role
    for kind, role in (("header", Role.PAGE_HEADER), ("footer", Role.PAGE_FOOTER))
    for name in (kind, f"{kind}-left", f"{kind}-first")
}
_PARAGRAPHS = (TEXT + "p", TEXT + "h")
_SKIPPED = frozenset(
    (
        *(OFFICE + n for n in ("annotation", "annotation-end", "forms", "binary-data")),
        *(TEXT + n for n in ("tracked-changes", "note-citation", "ruby-text", "number")),
        *(TEXT + n for n in ("sequence-decls", "table-of-content-source", "hidden-paragraph")),
        *(TEXT + n for n in ("variable-decls", "user-field-decls", "alphabetical-index-source")),
        *(TEXT + n for n in ("illustration-index-source", "table-index-source")),
        *(TEXT + n for n in ("user-index-source", "bibliography-source", "object-index-source")),
    )
)
_HEADER_ROWS = TABLE + "table-header-rows"
_GROUPS = (_HEADER_ROWS, TABLE + "table-rows", TABLE + "table-row-group")
_OBJECTS = (DRAW + "object", DRAW + "object-ole")  # charts, formulas, other documents
_RAISED = re.compile(r"[1-9]\d*%")  # how far above the line
_SPACES = re.compile(r"[ \t\r\n]+")
_MAX_REPEATS = 64  # copies of a row or cell; more is padding
_MAX_SPAN = 1000  # columns of a cell; no page is wider
_MAX_OUTLINE = 10  # levels, as in the format
_CONTENTS = re.compile(r"contents (\d+)$")


def read_odt(data: bytes) -> SourceDocument:
    """Read an OpenDocument text, zipped or flat."""
    parts = open_document(data)
    reader = BlockReader(parts.styles)
    body = parts.content.find(f"{OFFICE}body/{OFFICE}text")
    if body is not None:
        reader.read_blocks(body)
    reader.leave_notes()
    for page in parts.styles_root.iter(_MASTER) if parts.styles_root is not None else ():
        for element in page:
            role = _RUNNING.get(element.tag)
            if role:
                for text in reader.read_apart(element):
                    reader.builder.add_apart(text, role)
    return reader.builder.finish(ODT, title=parts.title)


@dataclass(slots=True)
class _Item:
    """The list item that is being read; `label` is taken by its first paragraph."""

    counters: Counters
    style: str | None
    level: int  # from 1
    start: str | None
    counts: bool
    used: bool = False


@dataclass(slots=True)
class _Content:
    """What a paragraph holds: a list of (text, style of the span) per printed line."""

    parts: list[list[tuple[str, str | None]]] = field(default_factory=lambda: [[]])
    boxes: list[etree._Element] = field(default_factory=list)

    def text(self, part: int) -> str:
        return "".join(text for text, _ in self.parts[part])

    def add(self, text: str, style: str | None) -> None:
        """Add text of the source, whose runs of blanks count as one."""
        text = _SPACES.sub(" ", text)
        before = self.parts[-1][-1][0] if self.parts[-1] else " "
        if before.endswith(" "):
            text = text.lstrip(" ")
        if text:
            self.parts[-1].append((text, style))


class BlockReader:
    """Walks the body; what must be remembered from block to block."""

    def __init__(self, styles: Styles) -> None:
        self.builder = DocumentBuilder()
        self.styles = styles
        self.lists = Lists(styles)
        self.notes: list[etree._Element] = []
        self.toc_depth = 0

    def read_apart(self, element: etree._Element) -> list[str]:
        """Return the texts of a header, a footer or a note; the body stays as it is."""
        kept, self.builder = self.builder, DocumentBuilder()
        self.read_blocks(element)
        texts = [
            f"{line.marker} {line.text}" if line.marker else line.text
            for line in self.builder.lines
            if not line.blank
        ]
        self.builder = kept
        return texts

    def leave_notes(self) -> None:
        """Keep the notes that the text refers to, in order; they are no part of the body."""
        for note in self.notes:
            self.builder.add_apart(" ".join(self.read_apart(note)), Role.NOTE)

    def read_blocks(self, parent: etree._Element, item: _Item | None = None) -> None:
        """Read paragraphs, lists, tables and what holds them, in order."""
        for child in parent:
            self._read_block(child, item)

    def _read_block(self, element: etree._Element, item: _Item | None) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return
        if tag in _PARAGRAPHS:
            self.read_paragraph(element, item)
        elif tag == TEXT + "list":
            self._read_list(element, item)
        elif tag == TABLE + "table":
            self.read_table(element)
        elif tag == TEXT + "index-body":
            self.toc_depth += 1
            self.read_blocks(element)
            self.toc_depth -= 1
        elif element.get(TEXT + "display") == "none":  # a hidden section
            self._leave_hidden(element)
        elif tag in _OBJECTS:
            before = next((ln.text for ln in reversed(self.builder.lines) if not ln.blank), "")
            place = f" (after {before[:60]!r})" if before else ""
            self.builder.note(UNREAD, f"an embedded object is not read{place}")
        else:  # sections, frames, shapes, indexes
            self.read_blocks(element)

    def _leave_hidden(self, element: etree._Element) -> None:
        for paragraph in element.iter(*_PARAGRAPHS):
            self.builder.add_apart(_all_text(paragraph), Role.HIDDEN)

    def _read_list(self, element: etree._Element, outer: _Item | None) -> None:
        style = element.get(TEXT + "style-name") or (outer.style if outer else None)
        counters = outer.counters if outer else self.lists.open(element, style)
        level = outer.level + 1 if outer else 1
        for child in element:
            if child.tag in (TEXT + "list-item", TEXT + "list-header"):
                counts = child.tag == TEXT + "list-item"
                start = child.get(TEXT + "start-value")
                self.read_blocks(child, _Item(counters, style, level, start, counts))

    def _label(self, element: etree._Element, item: _Item | None) -> str | None:
        """Count the paragraph and return its number or bullet."""
        printed = element.findtext(TEXT + "number")
        marker: str | None = None
        if item is not None:
            if item.counts and not item.used:
                item.used = True
                self.lists.count(item.counters, item.style, item.level, item.start)
                marker = self.lists.label(item.counters, item.style, item.level)
        elif element.tag == TEXT + "h":
            name = element.get(TEXT + "style-name")
            list_style = self.styles.attribute("paragraph", name, STYLE + "list-style-name")
            if list_style is None or (list_style not in self.styles.lists and list_style != ""):
                marker = self.lists.count_heading(element, _outline(element))
        return (printed or "").strip() or marker

    def read_paragraph(self, element: etree._Element, item: _Item | None) -> None:
        """Add the lines of a paragraph, then the boxes that it anchors."""
        name = element.get(TEXT + "style-name") or element.get(TEXT + "cond-style-name")
        if self.styles.is_hidden("paragraph", name):
            self.builder.add_apart(_all_text(element), Role.HIDDEN)
            return
        content = _Content()
        self._collect(element, None, content)
        marker = self._label(element, item)
        self._add_lines(content, self._look(element, name, item), name, marker)
        shade = hex_color(self.styles.find("paragraph", name, "paragraph", FO + "background-color"))
        if shade and self.builder.cell:
            self.builder.cell.shade = shade
        for box in content.boxes:
            self._read_block(box, None)

    def _look(self, element: etree._Element, name: str | None, item: _Item | None) -> Look:
        style = self.styles.display_name(name)
        heading = _outline(element) if element.tag == TEXT + "h" else None
        if element.tag == TEXT + "p":
            default = self.styles.attribute("paragraph", name, STYLE + "default-outline-level")
            heading = whole(default, high=_MAX_OUTLINE) if default and is_whole(default) else None
        if self.toc_depth:
            match = _CONTENTS.match(style or "")
            title = style is not None and "heading" in style
            style = f"toc {match.group(1)}" if match else "toc heading" if title else "toc"
        return Look(
            indent=round(self._indent(name, item), 2),
            heading=None if self.toc_depth else heading,
            list_level=item.level - 1 if item else None,
            style=style,
        )

    def _indent(self, name: str | None, item: _Item | None) -> float:
        own = points(self.styles.own("paragraph", name, "paragraph", FO + "margin-left"))
        if own is None and item is not None:
            of_list = self.lists.indent(item.style, item.level)
            if of_list is not None:
                return of_list
        left = points(self.styles.find("paragraph", name, "paragraph", FO + "margin-left"))
        first = points(self.styles.find("paragraph", name, "paragraph", FO + "text-indent"))
        return (left or 0.0) + (first or 0.0)

    def _collect(self, parent: etree._Element, span: str | None, content: _Content) -> None:
        content.add(parent.text or "", span)
        for child in parent:
            tag = child.tag
            if tag == TEXT + "s":
                blanks = " " * whole(child.get(TEXT + "c"), 1, high=MAX_BLANKS)
                content.parts[-1].append((blanks, span))
            elif tag == TEXT + "tab":
                content.parts[-1].append(("\t", span))
            elif tag == TEXT + "line-break":
                content.parts.append([])
            elif tag == TEXT + "note":
                self.notes += child.iterfind(TEXT + "note-body")
            elif tag == OFFICE + "annotation":
                self.notes.append(child)
            elif not isinstance(tag, str) or tag in _SKIPPED:
                pass
            elif tag.startswith(DRAW) and tag != DRAW + "a":
                content.boxes.append(child)
            elif tag == TEXT + "span":
                name = child.get(TEXT + "style-name")
                if self.styles.is_hidden("text", name):
                    self.builder.add_apart(_all_text(child), Role.HIDDEN)
                elif self._is_raised(name) and not len(child):
                    content.add(raised(child.text or ""), name)
                else:
                    self._collect(child, name, content)
            else:
                self._collect(child, span, content)
            content.add(child.tail or "", span)

    def _add_lines(
        self, content: _Content, look: Look, name: str | None, marker: str | None
    ) -> None:
        """Add a line per printed line; breaks before and after the text add none."""
        filled = [i for i in range(len(content.parts)) if content.text(i).strip()]
        if not filled:
            says = marker if marker and any(c.isalnum() for c in marker) else None
            self.builder.add("", look, marker=says)
            return
        if look.heading is not None:
            content = self._as_heading(content, name)
            filled = [i for i in range(len(content.parts)) if content.text(i).strip()]
        for number in range(filled[0], filled[-1] + 1):
            part = self._standing(content.parts[number], name)
            spans = {span for text, span in part if text.strip()}
            longest: dict[float | None, int] = {}
            for text, span in part:
                size = self._size(name, span)
                longest[size] = longest.get(size, 0) + len(text.strip())
            colors = {self._property(name, span, FO + "color") for span in spans}
            struck = bool(spans) and all(self._is_struck(name, span) for span in spans)
            self.builder.add(
                "".join(text for text, _ in part),
                replace(
                    look,
                    bold=bool(spans) and all(self._is_bold(name, span) for span in spans),
                    italic=bool(spans)
                    and all(
                        self._property(name, span, FO + "font-style") == "italic" for span in spans
                    ),
                    size=max(longest, key=lambda s: longest[s]) if longest else None,
                    color=hex_color(colors.pop()) if len(colors) == 1 else None,
                    lead=self._bold_lead(part, name),
                    printed="struck" if struck else "normal",
                ),
                marker=marker if number == filled[0] else None,
            )

    def _as_heading(self, content: _Content, name: str | None) -> _Content:
        """Return a heading with its line ends as blanks, where the type stays the same."""

        def kind(part: list[tuple[str, str | None]]) -> tuple[bool, float | None] | None:
            spans = [span for text, span in part if text.strip()]
            return (self._is_bold(name, spans[0]), self._size(name, spans[0])) if spans else None

        parts: list[list[tuple[str, str | None]]] = []
        for part in content.parts:
            before = kind(parts[-1]) if parts else None
            if before is None or kind(part) not in (None, before):
                parts.append(part)
            else:
                parts[-1] = [*parts[-1], (" ", parts[-1][-1][1]), *part]
        return replace(content, parts=parts)

    def _standing(
        self, part: list[tuple[str, str | None]], name: str | None
    ) -> list[tuple[str, str | None]]:
        """Return a line without the words that are struck out of it; those are set aside."""
        kept = [(text, span) for text, span in part if not self._is_struck(name, span)]
        if not any(text.strip() for text, _ in kept):
            return part
        struck = "".join(text for text, span in part if self._is_struck(name, span))
        self.builder.add_apart(struck, Role.STRUCK)
        return kept

    def _bold_lead(self, part: list[tuple[str, str | None]], name: str | None) -> int:
        """Return how many characters of a line are bold before the first that is not."""
        bold = list(takewhile(lambda p: self._is_bold(name, p[1]) or not p[0].strip(), part))
        return 0 if len(bold) == len(part) else len("".join(text for text, _ in bold).strip())

    def _is_struck(self, name: str | None, span: str | None) -> bool:
        return self._property(name, span, STYLE + "text-line-through-style") not in (None, "none")

    def _is_raised(self, span: str | None) -> bool:
        position = self.styles.find("text", span, "text", STYLE + "text-position") or ""
        return position.startswith("super") or _RAISED.match(position) is not None

    def _property(self, name: str | None, span: str | None, attribute: str) -> str | None:
        own = self.styles.find("text", span, "text", attribute) if span else None
        return own or self.styles.find("paragraph", name, "text", attribute)

    def _is_bold(self, name: str | None, span: str | None) -> bool:
        weight = self._property(name, span, FO + "font-weight") or ""
        return weight == "bold" or weight in ("600", "700", "800", "900")

    def _size(self, name: str | None, span: str | None) -> float | None:
        own = self.styles.size("text", span) if span else None
        return own or self.styles.size("paragraph", name)

    def read_table(self, element: etree._Element) -> None:
        """Add a table with all that its cells hold."""
        table = self.builder.open_table()
        covering: dict[int, tuple[int, OpenCell]] = {}  # column -> row after the cell, the cell
        row = 0
        for tr, header in _rows(element, header=False):
            for _ in self._copies(tr, "rows"):
                self._read_row(tr, table, row, header, covering)
                row += 1
        table.rows = row

    def _read_row(
        self,
        tr: etree._Element,
        table: OpenTable,
        row: int,
        header: bool,
        covering: dict[int, tuple[int, OpenCell]],
    ) -> None:
        column = 0
        for tc in tr:
            if tc.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                continue
            for _ in self._copies(tc, "columns"):
                below, cell = covering.get(column, (0, None))
                if tc.tag == TABLE + "table-cell":
                    cell = self._add_cell(tc, table, row, column, header)
                    for right in range(cell.column_span):
                        covering[column + right] = row + cell.row_span, cell
                elif below <= row:
                    cell = None
                if cell is not None and len(tc):
                    with self.builder.inside(cell):
                        self.read_blocks(tc)
                column += 1

    def _copies(self, element: etree._Element, axis: str) -> Iterator[int]:
        """Count the copies of a row or cell that are read; more than a few are padding."""
        count = whole(element.get(f"{TABLE}number-{axis}-repeated"), 1, 1, _MAX_REPEATS)
        cost = sum(1 for _ in element.iter(*_PARAGRAPHS)) if count > 1 else 1
        return self.builder.copies.of(count, max(cost, len(element), 1))

    def _add_cell(
        self, tc: etree._Element, table: OpenTable, row: int, column: int, header: bool
    ) -> OpenCell:
        style = tc.get(TABLE + "style-name")
        return table.add_cell(
            row,
            column,
            row_span=whole(tc.get(TABLE + "number-rows-spanned"), 1, 1),
            column_span=whole(tc.get(TABLE + "number-columns-spanned"), 1, 1, _MAX_SPAN),
            header=header,
            shade=hex_color(
                self.styles.find("table-cell", style, "table-cell", FO + "background-color")
            ),
        )


def _outline(element: etree._Element) -> int:
    return whole(element.get(TEXT + "outline-level"), 1, 1, _MAX_OUTLINE)


def _rows(parent: etree._Element, header: bool) -> list[tuple[etree._Element, bool]]:
    """Return the rows of a table, each with whether it is a header row."""
    found: list[tuple[etree._Element, bool]] = []
    for child in parent:
        if child.tag == TABLE + "table-row":
            found.append((child, header))
        elif child.tag in _GROUPS:
            found += _rows(child, header or child.tag == _HEADER_ROWS)
    return found


def _all_text(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())
