"""What is known while the tables of a document are read: of all of them, and of the one at hand.

`Tables` is shared: the lines, how cells become blocks, what tables repeat, what earlier ones said
of their columns. `TableState` is one table's: its rows, what its columns hold, the blocks so far.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor import vocabulary
from extractor.bounds import digits_of
from extractor.document import Cell, Line, Table
from extractor.structure.blocks import Block, Sort
from extractor.structure.columns import Column
from extractor.structure.flow import Flow
from extractor.structure.numbers import without_letters
from extractor.structure.rows import Repeats, Row, RowMaker, is_form


@dataclass(slots=True)
class Memory:
    """What earlier tables said, for tables that go on without a header."""

    columns: dict[int, dict[int, Column]] = field(default_factory=dict)
    edges: dict[int, tuple[float, ...]] = field(default_factory=dict)
    grids: dict[tuple[str, ...], int] = field(default_factory=dict)
    grid: dict[int, int] = field(default_factory=dict)  # by number of columns
    form: tuple[float, ...] = ()
    label: str = ""
    page: int = 0
    last: dict[tuple[int, int], str] = field(default_factory=dict)  # titles printed, by column


NEAR = 6.0  # points between the edges of one column in two tables


class Tables:
    """What the tables of one document share."""

    def __init__(
        self,
        lines: Mapping[int, Line],
        tables: Sequence[Table],
        flow: Flow,
        maker: RowMaker,
    ) -> None:
        self.lines, self.tables, self.flow, self.maker = lines, tables, flow, maker
        self.repeats = Repeats([maker.rows(t) for t in tables], flow.labels)
        self.memory = Memory()
        self.heads: dict[tuple[str, ...], list[tuple[int, int]]] = {}  # header rows: table, place
        for table in tables:
            for at, row in enumerate(maker.rows(table)[:_TOP_ROWS]):
                if len(row.filled) > 1:
                    self.heads.setdefault(header_key(row), []).append((table.index, at))

    def below_alike(self, header: Row, table: Table) -> list[Row]:
        """Return rows that stand below the same header in other tables: some tables have so few
        that these tell better what a column holds."""
        out: list[Row] = []
        for index, at in self.heads.get(header_key(header), ()):
            if index == table.index or len(out) >= _ALIKE:
                continue
            rows = self.maker.rows(self.tables[index])[at + 1 : at + 1 + _ALIKE]
            out += [replace(r, index=(index + 1) * _APART + r.index) for r in rows if r.filled]
        return out[:_ALIKE]

    def read(self, table: Table) -> list[Block]:
        """Return the blocks of a table."""
        raise NotImplementedError

    def coded(self, block: Block, code: str, lines: tuple[int, ...]) -> Block:
        """Return a title with the number that stands in a cell of its own."""
        label = self.flow.labels.match(code)
        own = tuple(sorted({*lines, *block.lines}))
        whole = label is not None and not code[label.start : label.end].strip()
        if label is not None and whole and label.number and not block.word:
            number = label.number or block.number
            return replace(
                block, word=label.word, label=code, number=number, path=label.path,
                known=label.known, lines=own,
            )  # fmt: skip
        if block.number:
            return replace(block, lines=own)
        number = without_letters(digits_of(code).strip(" .)("))
        return replace(block, number=number, label=block.label or code, lines=own)

    def nested(self, cell: Cell) -> list[Block]:
        """Return the blocks of the tables inside a cell."""
        return [b for index in cell.nested for b in self.read(self.tables[index])]

    def nested_lines(self, cell: Cell) -> tuple[int, ...]:
        """Return the lines of all tables inside a cell."""
        out: list[int] = []
        for index in cell.nested:
            for inner in self.tables[index].cells:
                out += inner.lines
                out += self.nested_lines(inner)
        return tuple(sorted(out))

    def nested_text(self, cell: Cell) -> str:
        """Return the text of the tables inside a cell, a line per row."""
        return "\n".join(
            " | ".join(row.flat(c) for c in row.cells)
            for index in cell.nested
            for row in self.maker.rows(self.tables[index])
        )

    def nested_titles(self, cell: Cell) -> bool:
        """Tell whether a table inside a cell lists titles, and is no value."""
        for index in cell.nested:
            for row in self.maker.rows(self.tables[index])[:2]:
                if len(row.filled) > 1 and any(
                    vocabulary.column_kind(row.flat(c)) in ("OS", "OO", "ACTION", "PROJET")
                    for c in row.filled
                ):
                    return True
        return False


def header_key(row: Row) -> tuple[str, ...]:
    """Return what tells one header from another: its texts and their columns."""
    return tuple(f"{c.column} {row.flat(c)}" for c in row.filled)


_TOP_ROWS = 8  # rows of a table among which its header is sought
_ALIKE = 40  # rows below the same header elsewhere: as many as tell
_APART = 1_000_000  # more than the rows of a sheet: rows of other tables are no rows of this one


class TableState:
    """One table being read."""

    def __init__(self, doc: Tables, table: Table, rows: Sequence[Row]) -> None:
        self.doc, self.table, self.rows = doc, table, rows
        self.out: list[Block] = []
        self.form = is_form(rows, doc.repeats)
        self.columns: dict[int, Column] = {}
        self.headers: list[Row] = []
        self.grid = 0
        self.previous: dict[int, str] = {}  # titles of the row above, by column
        self.started = False

    def lines(self, cell: Cell) -> tuple[int, ...]:
        """Return the lines of a cell that are part of the text."""
        return tuple(i for i in cell.lines if i in self.doc.lines)

    def add_volet(self, text: str, lines: tuple[int, ...]) -> None:
        """Add a cell that names a volet."""
        found = vocabulary.match_volet(text[:1].upper() + text[1:])
        sort = Sort.VOLET if found else Sort.TEXT
        self.out.append(Block(sort, text, lines, title=text, volet=found[0] if found else None))


def edges_of(table: Table) -> tuple[float, ...]:
    """Return the left edges of the columns, where the source has places."""
    edges: dict[int, float] = {}
    for cell in table.cells:
        if cell.bbox:
            edges[cell.column] = min(cell.bbox.x0, edges.get(cell.column, cell.bbox.x0))
    return tuple(edges[c] for c in sorted(edges))


def page_of(row: Row, cell: Cell) -> int | None:
    """Return the page that a cell begins on."""
    own = row.paragraphs.get(cell.column)
    return own[0].first.page if own else None
