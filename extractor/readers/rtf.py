"""RTF (Rich Text Format 1.9.1) to lines and tables, in the order of the text.

A paragraph is a line, or several where it holds line breaks; the number or bullet that the writing
program printed before it (`listtext`) goes to `marker`, the outline level of its style to
`heading`. Notes, headers, footers and hidden text are no body and are kept apart. What the format
says beyond that (pictures, drawings, settings) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractor.document import Role, SourceDocument
from extractor.readers.builder import DocumentBuilder, Look, OpenCell, OpenTable
from extractor.readers.media import RTF
from extractor.readers.numerals import is_private, symbol

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}]+)", re.S
)
_DESTINATIONS = """
fonttbl colortbl info pict object generator themedata datastore listtable listoverridetable
rsidtbl xmlnstbl latentstyles filetbl revtbl fldinst shpinst bkmkstart bkmkend annotation atnid
atnauthor pgdsctbl nonshppict nonesttables xe tc
"""
_SKIPPED = frozenset(_DESTINATIONS.split())  # groups that hold no text of the document
_APART = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), Role.PAGE_HEADER),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), Role.PAGE_FOOTER),
    "footnote": Role.NOTE,
}
_STARRED = ("listtext", "pntext", "nesttableprops")  # known words in groups that may be skipped
_CHARACTERS = {
    "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SIGNS = {b"~": "\u00a0", b"_": "-", b"-": ""}
_TWIPS = 20  # per point
_MAX_DEPTH = 16  # tables inside tables
_HEADING = re.compile(r"(?:heading|titre) ([1-9])$", re.I)


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and gives back at its end."""

    skipped: bool = False
    target: str = "body"  # or `marker`, `style`, or the name of a part that is kept apart
    bold: bool = False
    italic: bool = False
    struck: bool = False
    hidden: bool = False
    size: float | None = None
    left: float = 0.0
    first: float = 0.0
    outline: int | None = None
    level: int | None = None
    style: int | None = None
    in_table: bool = False
    depth: int = 1  # of the table
    skip: int = 1  # characters that stand in for a Unicode one
    merges: tuple[str, ...] = ()  # what the row's definition says of its cells
    fresh: bool = True  # nothing of the group was read


@dataclass(frozen=True, slots=True)
class _Text:
    """A printed line of a cell."""

    text: str
    look: Look
    marker: str | None


@dataclass(slots=True)
class _Grid:
    """A table that is being read, maybe inside a cell of the one before."""

    rows: list[tuple[list[list[_Text | _Grid]], tuple[str, ...]]] = field(default_factory=list)
    cells: list[list[_Text | _Grid]] = field(default_factory=list)  # of the row that is open
    items: list[_Text | _Grid] = field(default_factory=list)  # of the cell that is open


def read_rtf(data: bytes) -> SourceDocument:
    """Read an RTF document."""
    reader = _Reader(data)
    reader.read()
    return reader.builder.finish(RTF)


class _Reader:
    def __init__(self, data: bytes) -> None:
        page = re.search(rb"\\ansicpg(\d{3,5})", data[:4096])
        self.encoding = _codec(page[1].decode() if page else "1252")
        self.data = data
        self.builder = DocumentBuilder()
        self.state = _State()
        self.stack: list[_State] = []
        self.parts: list[list[tuple[str, _State]]] = [[]]  # of the paragraph, by printed line
        self.marker = ""
        self.apart: dict[str, str] = {}
        self.styles: dict[int, tuple[str, int | None]] = {}
        self.style_name = ""
        self.grids: list[_Grid] = []  # open ones, the innermost last
        self.hidden = ""
        self.standing_in = 0  # characters to leave out after a Unicode one

    def read(self) -> None:
        """Read all tokens."""
        for match in _TOKEN.finditer(self.data):
            word, number, code, sign, brace, text = match.groups()
            if brace:
                self._group(brace == b"{")
            elif word:
                value = int(number) if number else None
                if word == b"bin":
                    continue
                self._word(word.decode("ascii"), value)
            elif code:
                self._text(bytes([int(code, 16)]).decode(self.encoding, "replace"))
            elif sign:
                self._sign(sign)
            else:
                plain = text.replace(b"\r", b"").replace(b"\n", b"")
                self._text(plain.decode(self.encoding, "replace"))
        if any(self.parts) or self.hidden:  # the last paragraph need not be ended
            self._end_paragraph()
        self._close_grids(0)

    def _group(self, opens: bool) -> None:
        if opens:
            self.stack.append(self.state)
            self.state = replace(self.state, fresh=True)
            return
        ended = self.state
        self.state = self.stack.pop() if self.stack else _State()
        if ended.target == "style" and self.style_name.strip("; "):
            match = _HEADING.match(self.style_name.strip("; "))
            level = int(match[1]) - 1 if match else None
            outline = ended.outline if ended.outline is not None else level
            self.styles[ended.style or 0] = self.style_name.strip("; ").lower(), outline
            self.style_name = ""
        elif ended.target in _APART and self.state.target != ended.target:
            for line in self.apart.pop(ended.target, "").split("\n"):
                self.builder.add_apart(line, _APART[ended.target])

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.state = replace(self.state, skipped=True)  # unless the next word is known
        elif sign in (b"\n", b"\r"):
            self._end_paragraph()
        else:
            self._text(_SIGNS.get(sign, sign.decode("latin-1")))

    def _word(self, word: str, value: int | None) -> None:
        fresh, self.state = self.state.fresh, replace(self.state, fresh=False)
        on = value != 0
        if word in _SKIPPED or (self.state.skipped and word not in _STARRED):
            self.state = replace(self.state, skipped=True)
        elif word in ("listtext", "pntext"):
            self.state = replace(self.state, target="marker", skipped=False)
        elif word == "nesttableprops":
            self.state = replace(self.state, skipped=False)
        elif word in _APART:
            self.state = replace(self.state, target=word, bold=False)
        elif word == "stylesheet":
            self.state = replace(self.state, target="style")
        elif word in ("b", "i", "strike", "striked", "v"):
            name = {"b": "bold", "i": "italic", "v": "hidden"}.get(word, "struck")
            self.state = replace(self.state, **{name: on})  # type: ignore[arg-type]
        elif word == "plain":
            kept = self.state
            self.state = replace(kept, bold=False, italic=False, struck=False, hidden=False)
        elif word == "pard":
            self.state = replace(
                self.state, left=0.0, first=0.0, outline=None, level=None, style=None,
                in_table=False, depth=1,
            )  # fmt: skip
        elif word == "uc":
            self.state = replace(self.state, skip=max(value or 0, 0))
        elif word == "u" and value is not None:
            self._unicode(value)
        elif word in _CHARACTERS:
            self._text(_CHARACTERS[word])
        else:
            self._layout(word, value, fresh)

    def _layout(self, word: str, value: int | None, fresh: bool) -> None:
        """Take what concerns paragraphs, lines and tables."""
        number = value or 0
        if word in ("par", "sect", "page"):
            self._end_paragraph()
        elif word == "line":
            if self.state.target == "body":
                self.parts.append([])
            else:
                self._text(" ")
        elif word == "fs":
            self.state = replace(self.state, size=number / 2 or None)
        elif word in ("li", "fi"):
            name = "left" if word == "li" else "first"
            self.state = replace(self.state, **{name: number / _TWIPS})  # type: ignore[arg-type]
        elif word in ("outlinelevel", "ilvl"):
            name = "outline" if word == "outlinelevel" else "level"
            self.state = replace(self.state, **{name: number})  # type: ignore[arg-type]
        elif word == "s" and (fresh or self.state.target == "body"):
            self.state = replace(self.state, style=number)
        elif word == "intbl":
            self.state = replace(self.state, in_table=True)
        elif word == "itap":
            self.state = replace(self.state, in_table=number > 0, depth=max(number, 1))
        elif word == "trowd":
            self.state = replace(self.state, merges=())
        elif word in ("clmgf", "clmrg", "clvmgf", "clvmrg"):
            self.state = replace(self.state, merges=(*self.state.merges, word))
        elif word == "cellx":
            self.state = replace(self.state, merges=(*self.state.merges, ""))
        elif word in ("cell", "nestcell"):
            self._end_paragraph(in_cell=True)
            grid = self._grid(1 if word == "cell" else max(self.state.depth, 2))
            grid.cells.append(grid.items)
            grid.items = []
        elif word in ("row", "nestrow"):
            grid = self._grid(1 if word == "row" else max(len(self.grids), 2))
            grid.rows.append((grid.cells, self.state.merges))
            grid.cells = []

    def _unicode(self, value: int) -> None:
        code = value + 65_536 if value < 0 else value
        char = chr(code) if 0 < code < 0xD800 or 0xE000 <= code < 0x110000 else ""
        self._text(symbol(char) if char and is_private(char) else char)
        self.standing_in = self.state.skip

    def _text(self, text: str) -> None:
        if self.standing_in and text:
            left = min(self.standing_in, len(text))
            self.standing_in -= left
            text = text[left:]
        self.state = replace(self.state, fresh=False)
        if not text or self.state.skipped:
            return
        if self.state.target == "style":
            self.style_name += text
        elif self.state.target == "marker":
            self.marker += text
        elif self.state.target in _APART:
            self.apart[self.state.target] = self.apart.get(self.state.target, "") + text
        elif self.state.hidden:
            self.hidden += text
        else:
            self._leave_hidden()
            self.parts[-1].append((text, self.state))

    def _leave_hidden(self) -> None:
        self.builder.add_apart(self.hidden, Role.HIDDEN)
        self.hidden = ""

    def _end_paragraph(self, *, in_cell: bool = False) -> None:
        if self.state.target in _APART:
            self.apart[self.state.target] = self.apart.get(self.state.target, "") + "\n"
            return
        if self.state.target != "body" or self.state.skipped:
            return
        self._leave_hidden()
        lines = list(self._lines())
        self.parts, self.marker = [[]], ""
        if in_cell or self.state.in_table:
            filled = [line for line in lines if line.text.strip() or line.marker]
            self._grid(self.state.depth).items += filled
            return
        self._close_grids(0)
        for line in lines:
            self.builder.add(line.text, line.look, marker=line.marker)

    def _lines(self) -> Iterator[_Text]:
        """Yield the printed lines of the paragraph, with how they are set."""
        name, of_style = self.styles.get(self.state.style or 0, ("normal", None))
        outline = self.state.outline if self.state.outline is not None else of_style
        marker: str | None = " ".join(self.marker.split()) or None
        if marker and len(marker) == 1 and is_private(marker):
            marker = symbol(marker)
        for part in self.parts:
            runs = [state for text, state in part if text.strip()]
            standing = [(t, s) for t, s in part if not s.struck or all(r.struck for r in runs)]
            if len(standing) < len(part):
                self.builder.add_apart("".join(t for t, s in part if s.struck), Role.STRUCK)
            sizes = [state.size for state in runs if state.size]
            look = Look(
                size=max(sizes) if sizes else None,
                bold=bool(runs) and all(state.bold for state in runs),
                italic=bool(runs) and all(state.italic for state in runs),
                indent=round(self.state.left + self.state.first, 2),
                heading=outline + 1 if outline is not None and outline < 9 else None,
                list_level=(self.state.level or 0) if marker else None,
                style=name,
                printed="struck" if runs and all(state.struck for state in runs) else "normal",
            )
            yield _Text("".join(text for text, _ in standing), look, marker)
            marker = None

    def _grid(self, depth: int) -> _Grid:
        """Return the open table of a depth, from 1; deeper ones are closed."""
        self._close_grids(depth)
        while len(self.grids) < min(depth, _MAX_DEPTH):
            self.grids.append(_Grid())
        return self.grids[-1]

    def _close_grids(self, depth: int) -> None:
        """Put each table that is deeper where it stands: into its cell, or into the document."""
        while len(self.grids) > depth:
            grid = self.grids.pop()
            if grid.cells or grid.items:  # a row that the file does not end
                grid.rows.append(([*grid.cells, grid.items], ()))
            if self.grids:
                self.grids[-1].items.append(grid)
            else:
                self._add_grid(grid)

    def _add_grid(self, grid: _Grid) -> None:
        table = self.builder.open_table()
        for row, (cells, merges) in enumerate(grid.rows):
            kinds = _by_cell(merges)
            for column, items in enumerate(cells):
                kind = kinds[column] if column < len(kinds) else frozenset()
                with self.builder.inside(_cell_of(table, row, column, kind)):
                    for item in items:
                        if isinstance(item, _Grid):
                            self._add_grid(item)
                        else:
                            self.builder.add(item.text, item.look, marker=item.marker)
        table.rows = len(grid.rows)


def _cell_of(table: OpenTable, row: int, column: int, kind: frozenset[str]) -> OpenCell:
    """Return the cell at a place: a new one, or the one above or before that goes on over it."""
    if "clvmrg" in kind:
        for cell in reversed(table.cells):
            if cell.ref.column == column and cell.ref.row + cell.row_span == row:
                cell.row_span += 1
                return cell
    if "clmrg" in kind and table.cells and table.cells[-1].ref.row == row:
        table.cells[-1].column_span += 1
        return table.cells[-1]
    return table.add_cell(row, column)


def _by_cell(words: tuple[str, ...]) -> list[frozenset[str]]:
    """Return how each cell is merged; the words before a `cellx` are those of its cell."""
    found: list[frozenset[str]] = []
    own: set[str] = set()
    for word in words:
        if word:
            own.add(word)
        else:
            found.append(frozenset(own))
            own = set()
    return found


def _codec(page: str) -> str:
    import codecs

    try:
        return codecs.lookup(f"cp{page}").name
    except LookupError:
        return "cp1252"
