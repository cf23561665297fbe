"""PowerPoint presentations to lines and tables, by python-pptx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from extractor.diagnostics import UNREAD, UnreadableDocument
from extractor.document import Role, SourceDocument
from extractor.readers.builder import DocumentBuilder, Look
from extractor.readers.diagrams import read_diagram
from extractor.readers.media import PPTX
from extractor.readers.numerals import BULLET, format_number
from extractor.readers.package import Package, parse_xml
from extractor.readers.slides.inherited import Inherited
from extractor.readers.slides.order import Box, reading_order
from extractor.readers.zips import DAMAGED_ZIP

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_LEVEL_INDENT = 18.0  # points that a list level is set in, where the file does not say


def read_pptx(data: bytes) -> SourceDocument:
    """Read a presentation."""
    from pptx import Presentation  # type: ignore[import-untyped,unused-ignore]

    try:
        presentation = Presentation(io.BytesIO(_usual(data)))
        slides = list(presentation.slides)
    except (*DAMAGED_ZIP, KeyError, AttributeError, SyntaxError) as error:
        raise UnreadableDocument(
            "the presentation is damaged; open it in an office program and save it again"
        ) from error
    builder = DocumentBuilder()
    for number, slide in enumerate(slides, 1):
        builder.page = number
        if slide.element.get("show") in ("0", "false"):
            builder.add_apart(" ".join(_all_texts(slide)), Role.HIDDEN)
        else:
            _read_slide(slide, number, builder)
    return builder.finish(PPTX, title=_title(presentation), pages=len(slides))


def _title(presentation: Any) -> str:
    """Return the title among the properties; none where these are damaged."""
    try:
        return str(presentation.core_properties.title or "").strip()
    except (*DAMAGED_ZIP, LookupError, AttributeError, SyntaxError):
        return ""


def _read_slide(slide: Any, number: int, builder: DocumentBuilder) -> None:
    """Add a slide; of a damaged one the texts as they come, with a remark."""
    count = len(builder.lines)
    try:
        _Slide(slide, number, builder).read()
    except (LookupError, ValueError, AttributeError, TypeError) as error:  # a part is missing
        builder.roll_back(count)
        for text in _all_texts(slide):
            builder.add(text)
        reason = f"the slide is damaged ({type(error).__name__}): its texts are read as plain lines"
        builder.note("unreadable-page", reason, number)


def _usual(data: bytes) -> bytes:
    """Return the bytes with the main type that python-pptx knows: shows and templates are read."""
    import re

    types = Package(data).data("[Content_Types].xml") or b""
    kinds = (
        rb"application/vnd\.(?:openxmlformats-officedocument\.presentationml\.(?:slideshow|template)"
        rb"|ms-powerpoint\.(?:slideshow|presentation|template)\.macroEnabled)\.main\+xml"
    )
    if not re.search(kinds, types):
        return data
    usual = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "[Content_Types].xml":
                content = re.sub(kinds, usual, content)
            new.writestr(info.filename, content)
    return out.getvalue()


def _all_texts(slide: Any) -> Iterator[str]:
    for paragraph in slide.element.iter(_A + "p"):
        text = "".join(t.text or "" for t in paragraph.iter(_A + "t"))
        if text.strip():
            yield text


class _Slide:
    """Reads one slide."""

    def __init__(self, slide: Any, number: int, builder: DocumentBuilder) -> None:
        self.slide, self.number, self.builder = slide, number, builder

    def read(self) -> None:
        """Add the title, then the other shapes in reading order."""
        title = self.slide.shapes.title
        running = {"DATE", "FOOTER", "HEADER", "SLIDE_NUMBER"}
        placed = []
        if title is not None and title.has_text_frame:
            self._read_text(title.text_frame, Inherited(title, self.slide), heading=1)
        for shape in _flat(self.slide.shapes):
            if title is not None and shape.shape_id == title.shape_id:
                continue
            if _placeholder(shape) in running:
                if shape.has_text_frame:
                    self.builder.add_apart(shape.text_frame.text, Role.PAGE_FOOTER)
                continue
            left, top = float(shape.left or 0), float(shape.top or 0)
            box = Box(left, top, left + float(shape.width or 0), top + float(shape.height or 0))
            placed.append((box, shape))
        for shape in reading_order(placed):
            self._read_shape(shape)
        if self.slide.has_notes_slide and self.slide.notes_slide.notes_text_frame is not None:
            self.builder.add_apart(self.slide.notes_slide.notes_text_frame.text, Role.NOTE)

    def _read_shape(self, shape: Any) -> None:
        if getattr(shape, "has_table", False):
            self._read_table(shape.table)
        elif getattr(shape, "has_chart", False):
            self.builder.note(UNREAD, f"a chart of slide {self.number} is not read", self.number)
        elif shape.has_text_frame:
            self._read_text(shape.text_frame, Inherited(shape, self.slide))
        else:
            self._read_graphic(shape)

    def _read_graphic(self, shape: Any) -> None:
        for diagram in shape.element.iter(_DIAGRAM):
            part = self.slide.part.related_part(diagram.get(_R + "dm", ""))
            if not read_diagram(parse_xml(part.blob, "diagram"), self.builder):
                text = f"a diagram of slide {self.number} is not read"
                self.builder.note(UNREAD, text, self.number)
            return
        if shape.shape_type is not None and "OLE" in str(shape.shape_type):
            text = f"an embedded document of slide {self.number} is not read"
            self.builder.note(UNREAD, text, self.number)

    def _read_table(self, table: Any) -> None:
        opened = self.builder.open_table()
        opened.rows, opened.columns = len(table.rows), len(table.columns)
        for row, line in enumerate(table.rows):
            for column, cell in enumerate(line.cells):
                if cell.is_spanned:
                    continue
                here = opened.add_cell(
                    row,
                    column,
                    row_span=cell.span_height if cell.is_merge_origin else 1,
                    column_span=cell.span_width if cell.is_merge_origin else 1,
                    header=row == 0 and bool(table.first_row),
                )
                with self.builder.inside(here):
                    self._read_text(cell.text_frame, Inherited(None, self.slide))

    def _read_text(self, frame: Any, inherited: Inherited, heading: int | None = None) -> None:
        """Add the lines of a text; a title is one line, however many it is set on."""
        paragraphs = list(frame.paragraphs)
        if heading and len(paragraphs) > 1:
            texts = [_clean(p.text) for p in paragraphs]
            self.builder.add(
                " ".join(t for t in texts if t), self._look(paragraphs[0], heading, inherited)
            )
            return
        numbers: dict[int, int] = {}
        for paragraph in paragraphs:
            marker = None if heading else _marker(paragraph, numbers, inherited)
            text = paragraph.text
            lines = [_clean(text)] if heading else text.split("\v")
            for line in lines:
                if line.strip() or len(lines) == 1:
                    look = self._look(paragraph, heading, inherited)
                    self.builder.add(line, look, marker=marker if line.strip() else None)
                    marker = None

    def _look(self, paragraph: Any, heading: int | None, inherited: Inherited) -> Look:
        runs = [run for run in paragraph.runs if run.text.strip()]
        own = [inherited.type_of(paragraph, run) for run in runs]
        sizes = [size for size, _ in own if size]
        struck = [run._r.find(f"{_A}rPr") for run in runs]
        gone = [p is not None and p.get("strike", "noStrike") != "noStrike" for p in struck]
        return Look(
            size=max(sizes) if sizes else None,
            bold=bool(own) and all(bold for _, bold in own),
            italic=bool(runs) and all(run.font.italic for run in runs),
            indent=_LEVEL_INDENT * paragraph.level,
            heading=heading,
            list_level=None if heading else paragraph.level,
            style="title" if heading else None,
            printed="struck" if gone and all(gone) else "normal",
        )


def _clean(text: str) -> str:
    return " ".join(text.split())


def _flat(shapes: Iterable[Any]) -> Iterator[Any]:
    """Yield the shapes, those of groups in their place."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes)
        else:
            yield shape


def _placeholder(shape: Any) -> str:
    if not shape.is_placeholder:
        return ""
    kind = shape.placeholder_format.type
    return kind.name if kind is not None else ""


def _marker(paragraph: Any, numbers: dict[int, int], look: Inherited) -> str | None:
    """Return the bullet or the number that is printed before a paragraph."""
    if not paragraph.text.strip():
        return None
    level = paragraph.level
    for deeper in [rank for rank in numbers if rank > level]:
        del numbers[deeper]
    bullet = look.bullet(paragraph)
    if bullet is None or bullet.tag != _A + "buAutoNum":
        numbers.pop(level, None)
        return None if bullet is None else BULLET
    start = bullet.get("startAt", "1")
    first = int(start) if start.isdecimal() and len(start) < 6 else 1
    numbers[level] = numbers[level] + 1 if level in numbers else first
    kind = bullet.get("type", "arabicPeriod")
    numeral = next((word for name, word in _NUMERALS if kind.startswith(name)), "decimal")
    text = format_number(numbers[level], numeral)
    if kind.endswith("ParenBoth"):
        return f"({text})"
    return text + (")" if kind.endswith("ParenR") else "." if kind.endswith("Period") else "")


_NUMERALS = (
    ("alphaLc", "lowerLetter"),
    ("alphaUc", "upperLetter"),
    ("romanLc", "lowerRoman"),
    ("romanUc", "upperRoman"),
)
