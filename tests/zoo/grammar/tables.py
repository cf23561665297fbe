"""Tables of a plan: bands over the width, merged or repeated columns, a row per node, stairs."""

from __future__ import annotations

from collections.abc import Sequence

from tests.zoo.grammar.heads import Writer, style_of
from tests.zoo.grammar.model import BOLD, Block, Cell, Node, Para, Style, Table

Row = list[Cell | None]
COLUMNS = ("merged", "repeated", "column", "lines")
WIDTHS = {"OS": 22, "OO": 24, "PROJET": 24, "ACTION": 34, "SOUS_ACTION": 28}


def table_of(writer: Writer, nodes: Sequence[Node]) -> list[Block]:
    """Return the table of these siblings and of all below them."""
    if not nodes:
        return []
    container = {level.level: level.container for level in writer.choices.chain()}
    start = writer.choices.shape.index(nodes[0].level)
    levels = writer.choices.shape[start:]
    if any(container[level] == "row" for level in levels):
        return [_RowTable(writer, levels).table(nodes)]
    if any(container[level] == "stair" for level in levels):
        return [_StairTable(writer, levels).table(nodes)]
    return [_ColumnTable(writer, levels).table(nodes)]


class _Grid:
    """What the three kinds of tables share: columns, header, values."""

    def __init__(self, writer: Writer, levels: Sequence[str]) -> None:
        self.writer, self.choices, self.levels = writer, writer.choices, levels
        self.rows: list[Row] = []
        self.keys = writer.plan.keys if self.choices.place in ("columns", "parallel") else ()
        self.bands = [x for x in levels if self.choices.levels[x].container == "band"]
        self.titles: list[str] = []
        self.widths: list[int] = []

    def header(self) -> Row:
        """Return the header row."""
        texts = [*self.titles, *(self.writer.field(key) for key in self.keys)]
        return [Cell((Para(text, style=BOLD),), fill=True) for text in texts]

    @property
    def width(self) -> int:
        return len(self.titles) + len(self.keys)

    def groups(self) -> Row:
        """Return the row above the header that groups columns."""
        names = self.writer.groups
        row: Row = []
        for name, count in zip(names, (len(self.titles), len(self.keys)), strict=True):
            row.append(Cell((Para(name, style=BOLD),), cols=count, fill=True))
            row += [None] * (count - 1)
        return row

    def values(self, node: Node | None) -> Row:
        """Return the cells of a node's attributes."""
        if node is None:
            return [Cell() for _ in self.keys]
        texts = (self.writer.value(node, key) for key in self.keys)
        return [Cell((Para(text),)) if text else Cell() for text in texts]

    def band(self, node: Node) -> None:
        """Add a row over the whole width."""
        rank = self.choices.shape.index(node.level)
        style = style_of(self.choices, node.level)
        style = Style(bold=style.bold or rank == 0, colour=style.colour, center=style.center)
        paras = [Para(self.writer.line(node), style=style)]
        if node.description:
            paras.append(Para(node.description))
        row: Row = [Cell(tuple(paras), cols=self.width, fill=rank == 0)]
        self.rows.append([*row, *[None] * (self.width - 1)])

    def finish(self) -> Table:
        """Return the table."""
        header = 0
        if self.choices.header_row:
            self.rows.insert(0, self.header())
            header = 1
            if self.choices.group_header and self.keys:
                self.rows.insert(0, self.groups())
                header = 2
        widths = tuple([*self.widths, *(12 for _ in self.keys)])
        rows = tuple(tuple(row) for row in self.rows)
        return Table(rows, widths, header, self.choices.ruled)

    def paras(self, node: Node, text: str) -> tuple[Para, ...]:
        """Return a cell's paragraphs: the title and the sub-actions printed beneath it."""
        style = style_of(self.choices, node.level)
        quiet = Style(bold=style.bold, colour=style.colour)
        found = [Para(text, style=quiet, note="1" if node.note else "")]
        if node.children and self.choices.levels[node.children[0].level].container == "cell":
            found += [self.sub(child) for child in node.children]
        return tuple(found)

    def sub(self, node: Node) -> Para:
        """Return a line of a cell."""
        choice = self.choices.levels[node.level]
        marker = self.writer.marker(node)
        if marker and not (choice.word and choice.number == "none"):
            return Para(self.writer.title(node), marker, note="1" if node.note else "")
        note = "1" if node.note else ""
        return Para(self.writer.line(node), choice.bullet, bullet=True, note=note)


class _ColumnTable(_Grid):
    """A column per level, cells of upper levels merged or repeated over their rows."""

    def __init__(self, writer: Writer, levels: Sequence[str]) -> None:
        super().__init__(writer, levels)
        self.columns = [x for x in levels if self.choices.levels[x].container in COLUMNS]
        for level in self.columns:
            if self.choices.number_column and level == self.choices.leaf:
                self.titles.append(writer.number_header)
                self.widths.append(7)
            self.titles.append(writer.header(level))
            self.widths.append(WIDTHS[level])

    def table(self, nodes: Sequence[Node]) -> Table:
        """Return the table."""
        self._visit(nodes)
        return self.finish()

    def _visit(self, nodes: Sequence[Node]) -> None:
        for place, node in enumerate(nodes):
            if node.level in self.bands:
                self.band(node)
                below = node.children[0].level if node.children else ""
                starts = below in self.columns and self.choices.header_again
                if starts and self.choices.header_row and (place or self.rows):
                    self.rows.append(self.header())
                self._visit(node.children)
            else:
                self._group(node)

    def _group(self, node: Node) -> None:
        """Add the rows of one node of the first column."""
        leaves = self._leaves(node)
        start = len(self.rows)
        spans: dict[int, list[int]] = {}
        for path in leaves:
            row: Row = []
            for level in self.columns:
                here = next((n for n in path if n.level == level), None)
                row += self._cells(here, level, path, spans, len(self.rows))
            if self.choices.place == "parallel":
                self.rows.append([*row, *self._parallel(path[-1].children)])
                continue
            owner = next((n for n in path if n.level == self.choices.owner), None)
            self.rows.append([*row, *self.values(owner)])
        self._merge(start, spans)

    def _parallel(self, nodes: Sequence[Node]) -> Row:
        """Return a cell a key with one line an action, in the order of the actions' lines."""
        cells: Row = []
        for key in self.keys:
            texts = [self.writer.value(node, key) or "-" for node in nodes]
            cells.append(Cell(tuple(Para(text) for text in texts)))
        return cells

    def _leaves(self, node: Node) -> list[list[Node]]:
        last = self.columns[-1]
        lines = self.choices.levels[last].container == "lines"
        end = self.columns[-2] if lines else last

        def visit(here: Node, above: list[Node]) -> list[list[Node]]:
            path = [*above, here]
            below = [child for child in here.children if child.level in self.columns]
            if here.level == end or not below:
                return [path]
            return [found for child in below for found in visit(child, path)]

        return visit(node, [])

    def _cells(
        self, node: Node | None, level: str, path: list[Node], spans: dict[int, list[int]], row: int
    ) -> Row:
        choice = self.choices.levels[level]
        numbered = self.choices.number_column and level == self.choices.leaf
        if choice.container == "lines":
            lines = tuple(self.sub(child) for child in path[-1].children)
            return [Cell(lines)]
        if node is None:
            return [Cell()] * (1 + numbered)
        if choice.container == "merged":
            spans.setdefault(id(node), [self._place(level), row, 0])[2] += 1
        if numbered:
            return [Cell((Para(node.number),)), Cell(self.paras(node, self.writer.title(node)))]
        return [Cell(self.paras(node, self.writer.line(node)))]

    def _place(self, level: str) -> int:
        before = self.columns[: self.columns.index(level)]
        return len(before) + sum(
            self.choices.number_column and x == self.choices.leaf for x in before
        )

    def _merge(self, start: int, spans: dict[int, list[int]]) -> None:
        for column, row, count in spans.values():
            cell = self.rows[row][column]
            if count > 1 and cell:
                self.rows[row][column] = Cell(cell.paras, rows=count, fill=cell.fill)
                for below in range(row + 1, row + count):
                    self.rows[below][column] = None


class _RowTable(_Grid):
    """A row per node, all titles in one column; a column may name the kind, another the number."""

    def __init__(self, writer: Writer, levels: Sequence[str]) -> None:
        super().__init__(writer, levels)
        if self.choices.type_column:
            self.titles.append(writer.type_header)
            self.widths.append(13)
        if self.choices.number_column:
            self.titles.append(writer.number_header)
            self.widths.append(8)
        self.titles.append(writer.title_label)
        self.widths.append(44)

    def table(self, nodes: Sequence[Node]) -> Table:
        """Return the table."""
        for node in nodes:
            self._visit(node)
        return self.finish()

    def _visit(self, node: Node) -> None:
        if node.level in self.bands:
            self.band(node)
        else:
            row: Row = []
            if self.choices.type_column:
                row.append(Cell((Para(self.writer.word(node.level)),)))
            if self.choices.number_column:
                row.append(Cell((Para(node.number),)))
            row.append(Cell(self.paras(node, self._text(node))))
            self.rows.append([*row, *self.values(node)])
        for child in node.children:
            if self.choices.levels[child.level].container != "cell":
                self._visit(child)

    def _text(self, node: Node) -> str:
        typed, numbered = self.choices.type_column, self.choices.number_column
        if not typed and not numbered:
            return self.writer.line(node)
        choice = self.choices.levels[node.level]
        if typed and numbered:
            return self.writer.title(node)
        if numbered:
            word = self.writer.word(node.level)
            return f"{word} : {self.writer.title(node)}" if word else self.writer.title(node)
        number = f"{node.number}{choice.closing}" if node.number else ""
        return " ".join(part for part in (number, self.writer.title(node)) if part)


class _StairTable(_Grid):
    """A row per node, each level in a column of its own."""

    def __init__(self, writer: Writer, levels: Sequence[str]) -> None:
        super().__init__(writer, levels)
        self.columns = [x for x in levels if self.choices.levels[x].container == "stair"]
        for level in self.columns:
            self.titles.append(writer.header(level))
            self.widths.append(WIDTHS[level])

    def table(self, nodes: Sequence[Node]) -> Table:
        """Return the table."""
        for node in nodes:
            self._visit(node)
        return self.finish()

    def _visit(self, node: Node) -> None:
        if node.level in self.bands:
            self.band(node)
        else:
            row: Row = [Cell() for _ in self.columns]
            row[self.columns.index(node.level)] = Cell(self.paras(node, self.writer.line(node)))
            owner = node if node.level == self.choices.owner else None
            self.rows.append([*row, *self.values(owner)])
        for child in node.children:
            self._visit(child)
