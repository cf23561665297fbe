"""HTML to lines and tables: what a browser prints, navigation left out.

A block or a line after `br` is a line; `style` is the tag of its block. List items have the
bullet or number that a browser prints as `marker`. `indent` is in points. A table with one cell,
or with the role of a presentation, only places things and is read as if it were not there. A badge
is a line of its own below the line it stands on.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

import lxml.html
from lxml import etree

from extractor.bounds import is_whole, real
from extractor.diagnostics import UnreadableDocument
from extractor.document import SourceDocument
from extractor.readers.builder import PLAIN, DocumentBuilder, Look, OpenTable
from extractor.readers.decode import decode, find_encoding
from extractor.readers.html import badges
from extractor.readers.html.boxes import joints
from extractor.readers.html.noise import find_noise
from extractor.readers.media import HTML
from extractor.readers.numerals import BULLET, format_number, raised

_BLOCKS = frozenset(
    """
    html body p div section article main header footer nav aside address blockquote pre figure
    figcaption center details summary dl dt dd ul ol menu li dir form fieldset legend h1 h2 h3 h4 h5
    h6 hr table caption tr td th thead tbody tfoot hgroup search
    """.split()  # noqa: SIM905 (names of elements)
)
_STYLED = _BLOCKS - {"html", "body", "section", "article", "main", "center", "figure", "ul", "ol"}
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML_CHARSET = re.compile(rb"<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NUMERALS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CSS_NUMERALS = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.I)
_EDGE = re.compile(r"(?:margin-left|padding-left|text-indent)\s*:\s*(-?[\d.]+)(pt|px|em|cm)", re.I)
_WEIGHT = re.compile(r"font-weight\s*:\s*([\w]+)", re.I)
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*(#[0-9a-f]{6}|#[0-9a-f]{3})\b", re.I)
_POINTS = {"pt": 1.0, "px": 0.75, "em": 12.0, "cm": 28.35}
_STEP = 30.0  # points by which browsers indent lists, quotations and definitions
_MAX_SPAN = 1000  # columns; as in the HTML standard
_MAX_COLUMNS = 1000  # a wider table is no grid: its cells are placed by their order alone
_MAX_EDGE = 10_000.0  # in any unit; wider than every screen and page


def read_html(data: bytes) -> SourceDocument:
    """Read a web page."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", _decode(data))
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableDocument("the page holds no text; save it again") from error
    reader = _Reader(find_noise(root))
    reader.read(root, _Context())
    reader.flush(_Context())
    title = " ".join((root.findtext(".//title") or "").split())
    return reader.builder.finish(HTML, title=title)


def _decode(data: bytes) -> str:
    """Decode by mark, by the bytes when they are UTF-8, else by what the page declares."""
    if find_encoding(data).startswith("utf"):
        return decode(data)
    declared = _CHARSET.search(data[:4096]) or _XML_CHARSET.search(data[:200])
    if declared:
        name = declared.group(1).decode("ascii", "replace").lower()
        name = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name, name)
        try:
            codec = codecs.lookup(name)
        except LookupError:
            return decode(data)
        if not codec.name.startswith("utf"):
            return decode(data.decode(name, "replace").encode("utf-8"))
    return decode(data)


@dataclass(frozen=True, slots=True)
class _Context:
    """What an element inherits."""

    look: Look = PLAIN
    pre: bool = False


class _Reader:
    """Walks the page; text is collected until a block or line ends."""

    def __init__(self, noise: set[etree._Element]) -> None:
        self.builder = DocumentBuilder()
        self.noise = noise
        self.runs: list[tuple[str, bool, bool]] = []  # text, bold, italic
        self.marker: str | None = None
        self.badges: list[str] = []

    def read(self, element: etree._Element, context: _Context) -> None:
        if element in self.noise:
            return
        tag = str(element.tag)
        opens = not any(run[0].strip() for run in self.runs) or tag in _BLOCKS
        badge = badges.badge_text(element, opens=opens)
        counter = badges.counter_text(element)
        if counter is not None and not opens:
            self.runs.append((counter, context.look.bold, context.look.italic))
        elif badge is not None:
            if tag in _BLOCKS:
                self.flush(context)
            self.runs.append((" ", context.look.bold, context.look.italic))
            self.badges.append(badge)
        elif tag == "br":
            self.flush(context)
        elif tag == "sup" and (call := _raised_number(element)):
            self.runs.append((call, context.look.bold, context.look.italic))
        elif tag in ("ul", "ol", "menu", "dir"):
            self._read_list(element, context)
        elif tag == "table" and not _is_layout(element):
            self._read_table(element, context)
        elif tag in _BLOCKS:
            self.flush(context)
            if tag == "dl":
                self._end_badges(context)  # what follows is a label, no title
            inner = _block_context(element, context)
            if tag == "li" and self.marker is None:
                self.marker = BULLET
                inner = _list_context(inner)
            self._read_inside(element, inner)
            self.flush(inner)
            if element.getprevious() is not None:
                self._end_badges(inner)
        else:
            self._read_inside(element, _inline_context(element, context))

    def _read_inside(self, element: etree._Element, context: _Context) -> None:
        self._text(element.text, context)
        parts = joints(element) if element.tag in _BLOCKS else {}
        for child in element:
            if parts.get(child) == "line":
                self.flush(context)
            elif child in parts:
                self._text(" ", context)
            self.read(child, context)
            self._text(child.tail, context)

    def _text(self, text: str | None, context: _Context) -> None:
        if not text:
            return
        if not context.pre:
            self.runs.append((text, context.look.bold, context.look.italic))
            return
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text)):
            if number:
                self.flush(context)
            self.runs.append((line, context.look.bold, context.look.italic))

    def flush(self, context: _Context) -> None:
        """End the line."""
        text = "".join(run[0] for run in self.runs)
        if not context.pre:
            text = _SPACES.sub(" ", text).strip(" ")
        filled = [run for run in self.runs if run[0].strip()]
        self.runs = []
        if not text.strip():
            return
        look = replace(
            context.look,
            bold=all(run[1] for run in filled),
            italic=all(run[2] for run in filled),
        )
        self.builder.add(text, look, marker=self.marker)
        self.marker = None
        self._end_badges(context)

    def _end_badges(self, context: _Context) -> None:
        """Add the badges of the line that ended, or of a block that holds nothing else."""
        for badge in self.badges:
            look = Look(indent=context.look.indent, style=badges.STYLE)
            self.builder.add(badge, look)
        self.badges = []

    def _read_list(self, element: etree._Element, context: _Context) -> None:
        self.flush(context)
        inner = _list_context(_block_context(element, context))
        items = [child for child in element if child.tag == "li" and child not in self.noise]
        step = -1 if element.get("reversed") is not None else 1
        number = _whole(element.get("start"), len(items) if step < 0 else 1)
        for child in element:
            if child.tag == "li" and child not in self.noise:
                number = _whole(child.get("value"), number)
                self._drop_marker(inner)
                self.marker = _item_marker(element, child, number)
                number += step
                item = _block_context(child, inner)
                self._read_inside(child, item)
                self.flush(item)
                self._end_badges(item)
                self._drop_marker(item)
            else:
                self.read(child, inner)
        self.flush(inner)

    def _drop_marker(self, context: _Context) -> None:
        """Keep the number of an item without text; a bullet alone says nothing."""
        marker, self.marker = self.marker, None
        if marker and any(c.isalnum() for c in marker):
            self.builder.add("", context.look, marker=marker)

    def _read_table(self, element: etree._Element, context: _Context) -> None:
        self.flush(context)
        caption = element.find("caption")
        if caption is not None:
            self.read(caption, _Context())
        table = self.builder.open_table()
        if caption is not None and caption not in self.noise:
            table.caption = " ".join("".join(map(str, caption.itertext())).split()) or None
        taken: dict[int, int] = {}  # column -> the first row that no cell from above covers
        rows = [row for row in _rows(element) if row not in self.noise]
        for number, row in enumerate(rows):
            self._read_row(row, table, number, len(rows), taken)
        table.rows = len(rows)
        for stray in element:
            if stray.tag not in ("caption", "thead", "tbody", "tfoot", "tr", "colgroup", "col"):
                self.read(stray, context)

    def _read_row(
        self,
        element: etree._Element,
        table: OpenTable,
        row: int,
        rows: int,
        taken: dict[int, int],
    ) -> None:
        parent = element.getparent()
        in_head = parent is not None and parent.tag == "thead"
        column = 0
        for child in element:
            if child.tag not in ("td", "th") or child in self.noise:
                continue
            free = column
            while taken.get(free, 0) > row:
                free += 1
            column = free if free < _MAX_COLUMNS else column
            width = min(max(_whole(child.get("colspan"), 1), 1), _MAX_SPAN)
            height = _whole(child.get("rowspan"), 1) or rows - row
            height = min(max(height, 1), rows - row)
            for covered in range(column, min(column + width, _MAX_COLUMNS)):
                taken[covered] = row + height
            header = in_head or child.tag == "th"
            cell = table.add_cell(
                row,
                column,
                row_span=height,
                column_span=width,
                header=header,
                shade=_shade(child) or _shade(element),
            )
            with self.builder.inside(cell):
                inner = _block_context(child, _Context(Look(bold=child.tag == "th")))
                marker, self.marker = self.marker, None
                self._read_inside(child, inner)
                self.flush(inner)
                self._end_badges(inner)
                self.marker = marker
            column += width


def _block_context(element: etree._Element, context: _Context) -> _Context:
    """Return what a block passes on: its level, its tag as style, its indent."""
    tag = str(element.tag)
    look = context.look
    if tag in _STYLED:
        look = replace(look, style=tag)
    level = re.fullmatch(r"h([1-6])", tag)
    aria = element.get("aria-level", "2") if element.get("role") == "heading" else ""
    if level or is_whole(aria):
        look = replace(look, heading=int(level.group(1) if level else aria), bold=True)
    if tag in ("blockquote", "dd"):
        look = replace(look, indent=look.indent + _STEP)
    for size, unit in _EDGE.findall(element.get("style", "")):
        edge = (real(size, high=_MAX_EDGE) or 0.0) * _POINTS[unit.lower()]
        look = replace(look, indent=round(look.indent + edge, 2))
    return _inline_context(element, _Context(look, context.pre or tag == "pre"))


def _list_context(context: _Context) -> _Context:
    look = context.look
    level = 0 if look.list_level is None else look.list_level + 1
    return replace(
        context, look=replace(look, list_level=level, indent=look.indent + _STEP, style="li")
    )


def _inline_context(element: etree._Element, context: _Context) -> _Context:
    look = context.look
    if element.tag in ("b", "strong"):
        look = replace(look, bold=True)
    elif element.tag in ("i", "em"):
        look = replace(look, italic=True)
    weight = _WEIGHT.search(element.get("style", ""))
    if weight:
        value = weight.group(1).lower()
        look = replace(look, bold=value in ("bold", "bolder", "600", "700", "800", "900"))
    return replace(context, look=look)


def _raised_number(element: etree._Element) -> str:
    """Return the raised digits of an element that holds nothing but a number, in a link perhaps."""
    text = " ".join(str(element.xpath("string()")).split())
    number = raised(text)
    return number if number != text else ""


def _item_marker(parent: etree._Element, item: etree._Element, number: int) -> str | None:
    """Return the bullet or number that a browser prints before an item."""
    css = _LIST_STYLE.search(item.get("style", "")) or _LIST_STYLE.search(parent.get("style", ""))
    kind = css.group(1).lower() if css else ""
    if kind == "none":
        return None
    if parent.tag != "ol" and kind not in _CSS_NUMERALS and kind != "decimal":
        return BULLET
    if kind in ("disc", "circle", "square"):
        return BULLET
    letter = item.get("type") or parent.get("type") or "1"
    return f"{format_number(number, _CSS_NUMERALS.get(kind) or _NUMERALS.get(letter, 'decimal'))}."


def _rows(table: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    for child in table:
        if child.tag == "tr":
            found.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            found += [row for row in child if row.tag == "tr"]
    return found


def _is_layout(table: etree._Element) -> bool:
    cells = [cell for row in _rows(table) for cell in row if cell.tag in ("td", "th")]
    return len(cells) <= 1 or table.get("role") in ("presentation", "none")


def _shade(element: etree._Element) -> str | None:
    match = _BACKGROUND.search(element.get("style", ""))
    color = (match.group(1) if match else element.get("bgcolor", "")).lower()
    if re.fullmatch(r"#[0-9a-f]{3}", color):
        return "#" + "".join(c * 2 for c in color[1:])
    return color if re.fullmatch(r"#[0-9a-f]{6}", color) else None


def _whole(value: str | None, default: int) -> int:
    match = re.match(r"\s*(-?\d{1,6})", value or "")
    return int(match.group(1)) if match else default
