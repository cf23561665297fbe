"""Tables → candidates: which row is a header, a pair of label and value, a title or data.

In: one table of the grid, the blocks of its cells. Out: candidates in reading order, each line of
the table in exactly one. Every row is judged on its own, so that one table may be a form, a list
with columns, or both by turns. Order of precedence: a row whose cells name columns is a header; a
row of known labels with values beside them is a form; a row with one filled cell is a title; all
else is data under the header that stands above, or under the header of an earlier table with the
same columns (tables go on over pages). A level is taken from the column's header, from the marker
printed in the cell, or from the cell that says what kind of row it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from extractor import vocabulary
from extractor.document import Candidate, Cell, Kind, Line, Table
from extractor.markers import find_marker
from extractor.schema import Level
from extractor.structure.headings import Typography, clean_title, find_candidates
from extractor.structure.paragraphs import Block, build_blocks
from extractor.text import join_lines, letters

_MAX_CELL_BLOCKS = 8  # a cell with more is a page laid out by a table
_CELL_PADDING = 4.0  # points between a cell's border and its text
_MAX_LABEL = 70  # characters of a label or of a column's header
_LEVELS = {level.value: level for level in Level}
_SCOPES = {
    "os": Level.OS, "oo": Level.OO, "act": Level.ACTION, "action": Level.ACTION,
    "subact": Level.SOUS_ACTION, "projet": Level.PROJET,
}  # fmt: skip
_KINDS = {
    "os": Level.OS, "oo": Level.OO, "a": Level.ACTION, "al": Level.ACTION, "action": Level.ACTION,
    "sa": Level.SOUS_ACTION, "sal": Level.SOUS_ACTION, "saction": Level.SOUS_ACTION,
    "sousaction": Level.SOUS_ACTION, "projet": Level.PROJET, "objectifstrategique": Level.OS,
    "objectifoperationnel": Level.OO, "o s": Level.OS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: a level, `number`, `kind`, `title`, `volet`, `section`, or a field."""

    kind: str
    label: str
    scope: Level | None = None
    option: str | None = None  # a sub-header: a mark in the cell chooses this value

    @property
    def level(self) -> Level | None:
        """Return the level that the column's cells are titles of."""
        return _LEVELS.get(self.kind)


@dataclass(slots=True)
class Memory:
    """What earlier tables said of their columns, for tables that go on without a header."""

    columns: dict[int, dict[int, Column]] = field(default_factory=dict)
    edges: dict[int, tuple[float, ...]] = field(default_factory=dict)
    form: tuple[float, ...] = ()  # left edges of the form that the last table was


@dataclass(slots=True)
class _Row:
    """A row: its own filled cells, and the blocks of each."""

    index: int
    cells: list[Cell]
    blocks: dict[int, list[Block]]  # by column
    kind: str = ""  # of the table

    def text(self, cell: Cell) -> str:
        return "\n".join(b.text for b in self.blocks[cell.column])

    @property
    def filled(self) -> list[Cell]:
        """Return the cells that hold text or a table."""
        return [c for c in self.cells if self.blocks[c.column] or c.nested]


class TableReader:
    """Reads the tables of one document, in order; remembers their columns."""

    def __init__(
        self,
        lines: Sequence[Line],
        tables: Sequence[Table],
        typography: Typography,
        *,
        native: bool,
    ) -> None:
        self.lines = {line.index: line for line in lines}
        self.tables = tables
        self.typography = typography
        self.native = native
        self.memory = Memory()
        self.looks = {
            self._row_look(row.filled[0], row.blocks[row.filled[0].column][0])
            for table in tables
            for row in self._rows(table)
            if table.columns > 1 and len(row.filled) == 1 and row.blocks[row.filled[0].column]
        }

    def read(self, table: Table) -> list[Candidate]:
        """Return the candidates of a table, nested tables included as values of their field."""
        rows = self._rows(table)
        out: list[Candidate] = []
        if table.caption and not self._sheet_line(table):
            volet = vocabulary.match_volet(table.caption)
            if volet:
                out.append(Candidate(Kind.VOLET, "", (), value=volet[0], table=table.index))
        form = _is_form(rows)
        formish = form or _mostly_labels(rows)
        headed = not form and any(map(_is_header, rows))
        columns = {} if headed or form else self._remembered(table)
        taken: _Row | None = None
        label = ""  # of the last row of a form
        for at, row in enumerate(rows):
            following = rows[at + 1] if at + 1 < len(rows) else None
            if not row.filled or row is taken:
                continue
            if at == 0 and not columns and self._goes_on_from_form(table, row):
                out += self._rest_of_value(row)
            elif following is not None and _is_label_above(row, following):
                out += self._above(row, following)
                taken = following
            elif _holds_labelled_cells(row):
                out += [c for cell in row.filled for c in self._flow(row, cell)]
            elif form and label and _is_more_of_value(row):
                out += self._more_of_value(row, label)
            elif form and _is_form_row(row, table, False):
                label = " ".join(row.text(row.cells[0]).split()) or label
                out += self._form(row)
            elif _is_header(row, again=headed and bool(columns)) or (
                following is not None and _is_group_header(row, following)
            ):
                columns = _name_titles(_merge_columns(columns, row, table), rows[at + 1 :])
                out.append(_header_candidate(row))
            elif columns and _is_subheader(row, columns):
                columns = _merge_options(columns, row)
                out.append(_header_candidate(row))
            elif formish and _is_form_row(row, table, bool(columns)):
                out += self._form(row)
            elif (beside := _label_beside(row, rows[:at])) is not None and not columns:
                out += self._pair(row, beside, self._label_text(beside, rows), row.filled[0])
            elif len(row.filled) == 1 and (table.columns > 1 or not columns):
                out += self._single(row, row.filled[0], columns, at, rows)
            elif columns:
                data = self._data(row, columns, self._row_level(rows, columns))
                if at == 0 and not headed and _goes_on_row(row, data):
                    for candidate in data:
                        candidate.continues = True
                out += data
            else:
                out += self._loose(row)
        self.memory.form = _edges(table) if table.columns == 2 and not columns else ()
        if columns:
            self.memory.columns[table.columns] = columns
            self.memory.edges[table.columns] = _edges(table)
        for candidate in out:
            candidate.in_table = len(table.cells) > 1 and not candidate.loose
            candidate.table = table.index
        return out

    # ------------------------------------------------------------------ rows and their text

    def _row_look(self, cell: Cell, block: Block) -> str:
        """Return what tells the titles of one level from those of another, in rows of one cell."""
        marker = block.marker.shape if block.marker else ""
        size = round((block.first.size or 0) * 2) / 2
        return f"{cell.shade or ''}{size:g}{'b' if block.bold else ''}{marker}"

    def _sheet_line(self, table: Table) -> bool:
        return table.kind == "sheet"

    def _rows(self, table: Table) -> list[_Row]:
        by_row: dict[int, list[Cell]] = defaultdict(list)
        for cell in table.cells:
            by_row[cell.row].append(cell)
        rows = []
        for index in sorted(by_row):
            cells = sorted(by_row[index], key=lambda c: c.column)
            blocks = {c.column: self._blocks(c, table.kind) for c in cells}
            rows.append(_Row(index, cells, blocks, table.kind))
        return rows

    def _blocks(self, cell: Cell, kind: str, *, labels: bool = True) -> list[Block]:
        lines = [self.lines[i] for i in cell.lines if i in self.lines]
        ruled = cell.bbox is not None and kind == "ruled"
        edge = cell.bbox.x1 - _CELL_PADDING if cell.bbox and ruled else None
        return build_blocks(lines, native=self.native, edge=edge, labels=labels)

    def _remembered(self, table: Table) -> dict[int, Column]:
        columns = self.memory.columns.get(table.columns, {})
        edges = self.memory.edges.get(table.columns, ())
        mine = _edges(table)
        if mine and edges and any(abs(a - b) > 6 for a, b in zip(mine, edges, strict=False)):
            return {}
        return columns

    def _nested_lines(self, cell: Cell) -> tuple[int, ...]:
        """Return the lines of all tables inside a cell."""
        out: list[int] = []
        for index in cell.nested:
            for inner in self.tables[index].cells:
                out += inner.lines
                out += self._nested_lines(inner)
        return tuple(sorted(out))

    def _nested_text(self, cell: Cell) -> str:
        rows = []
        for index in cell.nested:
            for row in self._rows(self.tables[index]):
                rows.append(" | ".join(" ".join(row.text(c).split()) for c in row.cells))
        return "\n".join(rows)

    # ------------------------------------------------------------------ kinds of rows

    def _form(self, row: _Row) -> list[Candidate]:
        out: list[Candidate] = []
        cells = row.cells
        at = 0
        while at < len(cells):
            label = cells[at]
            text = " ".join(row.text(label).split())
            value = cells[at + 1] if at + 1 < len(cells) else None
            if not text and value is not None and not row.blocks[value.column]:
                at += 2
                continue
            if value is None or (not text and row.blocks[value.column]):
                out += self._flow(row, label if value is None else value)
                at += 2
                continue
            out += self._pair(row, label, text, value)
            at += 2
        return out

    def _more_of_value(self, row: _Row, label: str) -> list[Candidate]:
        """Read a value that stands in a row of its own below the one its label names."""
        head = Cell(row.index, 0)
        found = self._pair(row, head, label, row.filled[0])
        for candidate in found:
            candidate.continues = candidate.kind is Kind.FIELD
        return found

    def _label_text(self, label: Cell, rows: Sequence[_Row]) -> str:
        """Return the label that spans several rows of values."""
        row = next(r for r in rows if r.index == label.row)
        return " ".join(row.text(label).split())

    def _goes_on_from_form(self, table: Table, row: _Row) -> bool:
        """Tell whether a table's first row is the rest of a value that a page break cut."""
        if len(row.cells) != 2 or row.blocks[row.cells[0].column] or not row.filled:
            return False
        if self._holds_titles(row.filled[0]):
            return False
        edges = _edges(table)
        same = len(edges) == len(self.memory.form) == 2
        return same and all(abs(a - b) < 6 for a, b in zip(edges, self.memory.form, strict=True))

    def _rest_of_value(self, row: _Row) -> list[Candidate]:
        cell = row.filled[0]
        content = "\n".join(p for p in (row.text(cell), self._nested_text(cell)) if p)
        lines = tuple(sorted((*cell.lines, *self._nested_lines(cell))))
        return [
            Candidate(
                Kind.FIELD, content, lines, value=content, nested=cell.nested, continues=True,
                page=_page(row, cell),
            )
        ]  # fmt: skip

    def _above(self, row: _Row, below: _Row) -> list[Candidate]:
        """Read a label and the value in the row below it."""
        label, value = row.filled[0], below.filled[0]
        return self._pair(below, label, " ".join(row.text(label).split()), value)

    def _pair(self, row: _Row, label: Cell, text: str, value: Cell) -> list[Candidate]:
        lines = tuple(sorted((*label.lines, *value.lines, *self._nested_lines(value))))
        kind = vocabulary.column_kind(text.rstrip(" :"))
        level = _LEVELS.get(kind or "")
        if level is not None:
            found = self._titles(row.blocks[value.column], level, single=level is not Level.ACTION)
            if found:
                found[0].lines = tuple(sorted((*label.lines, *found[0].lines)))
                found[0].label = found[0].label or text.rstrip(" :")
                listed = vocabulary.announced_levels(text.rstrip(" :")) or len(found) > 1
                for candidate in found:
                    candidate.evidence += ("form", "listed") if listed else ("form",)
                return found
        if kind in ("section", "volet"):
            return self._context(kind, row, value, extra=label.lines)
        content = "\n".join(p for p in (row.text(value), self._nested_text(value)) if p)
        key = vocabulary.field_key(text.rstrip(" :")) or ("title" if kind == "title" else "other")
        return [
            Candidate(
                Kind.FIELD, f"{text} : {content}", lines, key=key, label=text.rstrip(" :"),
                value=content, nested=value.nested, page=_page(row, value),
            )
        ]  # fmt: skip

    def _single(
        self, row: _Row, cell: Cell, columns: dict[int, Column], at: int, rows: Sequence[_Row]
    ) -> list[Candidate]:
        column = columns.get(cell.column)
        spans = cell.column_span > 1 or cell.column == min(columns, default=0)
        spans = spans or (len(row.cells) == 1 and column is None)
        if column is not None and not spans:
            return self._data(row, columns)
        found = find_candidates(row.blocks[cell.column], self.typography)
        if columns and column is not None and cell.column_span == 1 and column.level is not None:
            first = found[0] if found else None
            if first is not None and first.kind not in (Kind.HEADING, Kind.VOLET, Kind.SECTION):
                return self._data(row, columns)
        for block, candidate in zip(row.blocks[cell.column], found, strict=False):
            if candidate.kind in (Kind.ITEM, Kind.TEXT) and len(candidate.text) < 400:
                if vocabulary.names_plan(candidate.text):
                    candidate.kind = Kind.TEXT
                    continue
                candidate.kind = Kind.ITEM
                candidate.title = candidate.title or clean_title(candidate.text)
                ahead = min(1, _titles_ahead(rows, at))
                look = self._row_look(cell, block)
                candidate.signature = f"row:{look}" if len(self.looks) > 1 else f"row:{ahead}"
                candidate.marked = True
                candidate.evidence += ("a row of its own",)
        return [*found, *self._nested(cell)]

    def _nested(self, cell: Cell) -> list[Candidate]:
        out: list[Candidate] = []
        for index in cell.nested:
            out += self.read(self.tables[index])
        return out

    def _flow(self, row: _Row, cell: Cell) -> list[Candidate]:
        blocks = row.blocks[cell.column]
        if len(blocks) == 1 and not cell.nested and _is_label(blocks[0].text):
            text = blocks[0].text.rstrip(" :")
            key = vocabulary.field_key(text)
            if key is not None:
                return [Candidate(Kind.FIELD, blocks[0].text, cell.lines, key=key, label=text)]
        if _is_labelled(blocks):
            label = blocks[0].text.rstrip(" :")
            value = Cell(cell.row, cell.column, lines=cell.lines, nested=cell.nested)
            inner = _Row(row.index, [value], {cell.column: blocks[1:]})
            head = Cell(cell.row, cell.column, lines=())
            return self._pair(inner, head, label, value)
        found = find_candidates(blocks, self.typography)
        for candidate in found:
            candidate.loose = len(blocks) > _MAX_CELL_BLOCKS
            candidate.cell = row.index, cell.column
        return [*found, *self._nested(cell)]

    def _loose(self, row: _Row) -> list[Candidate]:
        """Read a row of which nothing is known: number beside its title, else cell by cell."""
        filled = row.filled
        first = " ".join(row.text(filled[0]).split())
        marker = find_marker(f"{first} X") if len(first) <= 12 else None
        heading = vocabulary.match_heading(first)
        beside = (
            len(filled) > 1
            and any(c.isalpha() for c in row.text(filled[1]))
            and (
                (marker is not None and marker.end >= len(first))
                or (
                    heading is not None
                    and not heading.bare
                    and not first[heading.title_start :].strip()
                )
            )
        )
        if not beside:
            return [c for cell in filled for c in self._flow(row, cell)]
        merged = Block(
            [
                ln
                for b in (*row.blocks[filled[0].column], *row.blocks[filled[1].column][:1])
                for ln in b.lines
            ]
        )
        merged.text = (
            f"{first} {row.blocks[filled[1].column][0].text}"
            if row.blocks[filled[1].column]
            else first
        )
        merged.marker = find_marker(merged.text)
        out = find_candidates([merged], self.typography)
        out += find_candidates(row.blocks[filled[1].column][1:], self.typography)
        out += self._nested(filled[1])
        for cell in filled[2:]:
            out += self._flow(row, cell)
        return out

    def _row_level(self, rows: Sequence[_Row], columns: dict[int, Column]) -> Level | None:
        """Return the level that a table has one row for, where the rows list several actions each:
        the values of a row are then that level's."""
        above = [c.level for c in columns.values() if c.level in (Level.OS, Level.OO, Level.PROJET)]
        leaf = next((i for i, c in columns.items() if c.level is Level.ACTION), None)
        if not above or leaf is None:
            return None
        listed = [row.blocks.get(leaf, []) for row in rows]
        several = sum(len(blocks) > 1 and blocks[0].kind == blocks[1].kind for blocks in listed)
        filled = sum(bool(blocks) for blocks in listed)
        return max(above, key=lambda x: x.rank) if several * 2 > filled else None

    def _data(
        self, row: _Row, columns: dict[int, Column], row_level: Level | None = None
    ) -> list[Candidate]:
        out: list[Candidate] = []
        code: str | None = None
        code_lines: tuple[int, ...] = ()
        row_kind: Level | None = None
        titled = 0
        owned = False
        scope: Level | None = None
        fields: list[Candidate] = []
        for cell in row.filled:
            column = columns.get(cell.column) or _unknown(cell)
            text = " ".join(row.text(cell).split())
            if column.kind == "number":
                blocks = row.blocks[cell.column]
                code = text or (blocks[0].first.marker if blocks else None)
                code_lines = (*code_lines, *cell.lines)
            elif column.kind == "kind" or (column.kind == "other" and letters(text) in _KINDS):
                row_kind = _KINDS.get(letters(text))
                code_lines = (*code_lines, *cell.lines)
            elif column.kind in ("section", "volet"):
                out += self._context(column.kind, row, cell)
            elif column.level is not None or column.kind == "title":
                level = column.level or row_kind
                found = self._titles(
                    row.blocks[cell.column], level, single=level in (Level.OS, Level.OO)
                )
                if found and code_lines:
                    found[0].lines = tuple(sorted((*code_lines, *found[0].lines)))
                    if code and not found[0].number:
                        _number(found[0], code)
                    code, code_lines = None, ()
                out += found
                scope = level if found else scope
                owned = owned or (bool(found) and level is row_level)
                titled = len([c for c in found if c.level is level]) or len(found)
                out += self._nested(cell)
            elif self._holds_titles(cell):
                out += [*find_candidates(row.blocks[cell.column], self.typography)]
                out += self._nested(cell)
            else:
                fields += self._column_field(row, cell, column)
        if code_lines:
            fields.insert(0, Candidate(Kind.TEXT, code or "", code_lines))
        for candidate in fields:
            candidate.span = max(1, titled)
            candidate.scope = candidate.scope or (row_level if owned else None) or scope
        return out + fields

    def _column_field(self, row: _Row, cell: Cell, column: Column) -> list[Candidate]:
        blocks = self._blocks(cell, row.kind, labels=False)
        value = "\n".join(p for p in (*(b.text for b in blocks), self._nested_text(cell)) if p)
        if column.option is not None and len(letters(value)) <= 1:
            value = column.option
        lines = tuple(sorted((*cell.lines, *self._nested_lines(cell))))
        return [
            Candidate(
                Kind.FIELD, value, lines, key=column.kind, label=column.label, value=value,
                scope=column.scope, nested=cell.nested, page=_page(row, cell),
            )
        ]  # fmt: skip

    def _holds_titles(self, cell: Cell) -> bool:
        """Tell whether a table inside a cell lists actions, and is not a value."""
        for index in cell.nested:
            for row in self._rows(self.tables[index])[:2]:
                if any(
                    (found := parse_header(" ".join(row.text(c).split()))) and found.level
                    for c in row.filled
                ):
                    return True
        return False

    def _context(
        self, kind: str, row: _Row, cell: Cell, extra: tuple[int, ...] = ()
    ) -> list[Candidate]:
        text = clean_title(row.text(cell))
        lines = tuple(sorted((*extra, *cell.lines)))
        if kind == "volet":
            volet = vocabulary.match_volet(text[:1].upper() + text[1:])
            return [Candidate(Kind.VOLET, text, lines, value=volet[0] if volet else "", title=text)]
        return [Candidate(Kind.SECTION, text, lines, title=text, signature="column")]

    def _titles(
        self, blocks: Sequence[Block], level: Level | None, *, single: bool
    ) -> list[Candidate]:
        """Return the titles of a cell of a level's column: one per marked block or paragraph."""
        found = find_candidates(blocks, self.typography)
        out: list[Candidate] = []
        deeper = _deeper_marks(found) if level is Level.ACTION else set()
        for candidate in found:
            if id(candidate) in deeper and out:
                candidate.kind, candidate.level = Kind.HEADING, Level.SOUS_ACTION
                candidate.signature = ""
                out.append(candidate)
                continue
            opens = candidate.kind is Kind.HEADING or candidate.marked or not out
            if not opens and (single or _goes_on(out[-1], candidate)):
                out[-1].title = clean_title(join_lines([out[-1].title, candidate.text]))
                out[-1].lines += candidate.lines
                out[-1].text += " " + candidate.text
                continue
            if candidate.kind is not Kind.HEADING:
                candidate.level = level
                if candidate.kind is Kind.FIELD or not candidate.title:
                    candidate.title = clean_title(_unmarked(candidate))
            candidate.kind = Kind.HEADING if candidate.level else Kind.TEXT
            candidate.signature = ""
            candidate.evidence += ("column",)
            out.append(candidate)
        return out


def _unmarked(candidate: Candidate) -> str:
    """Return the text of a candidate without the sign or number that marks it."""
    marker = find_marker(candidate.text) if candidate.marked else None
    return candidate.text[marker.end :] if marker else candidate.text


def _deeper_marks(found: Sequence[Candidate]) -> set[int]:
    """Return the marked blocks below a title without mark: parts of that action."""
    if not found or found[0].marked or found[0].kind is Kind.HEADING:
        return set()
    marked = [c for c in found[1:] if c.marked]
    plain = [c for c in found[1:] if not c.marked]
    return {id(c) for c in marked} if marked and not plain else set()


def _goes_on_row(row: _Row, data: Sequence[Candidate]) -> bool:
    """Tell whether the first row of a page is the rest of a row that the page break cut."""
    titles = [c for c in data if c.kind is Kind.HEADING]
    if row.blocks[row.cells[0].column] and not titles:
        return False
    return all(c.title[:1].islower() and not c.marked for c in titles)


def _number(candidate: Candidate, code: str) -> None:
    """Give a title the number that stands in a column of its own."""
    heading = vocabulary.match_heading(code)
    candidate.number = heading.number if heading and heading.number else code
    candidate.label = candidate.label or code


def _goes_on(before: Candidate, candidate: Candidate) -> bool:
    """Tell whether a paragraph without mark goes on with a title that had one."""
    return before.marked or not before.title or candidate.text[:1].islower()


def _page(row: _Row, cell: Cell) -> int | None:
    blocks = row.blocks[cell.column]
    return blocks[0].first.page if blocks else None


def _edges(table: Table) -> tuple[float, ...]:
    """Return the left edges of the columns, where the source has places."""
    edges: dict[int, float] = {}
    for cell in table.cells:
        if cell.bbox:
            edges[cell.column] = min(cell.bbox.x0, edges.get(cell.column, cell.bbox.x0))
    return tuple(edges[c] for c in sorted(edges))


def _unknown(cell: Cell) -> Column:
    return Column("other", f"colonne {cell.column + 1}")


def _titles_ahead(rows: Sequence[_Row], at: int) -> int:
    """Return how many rows with one cell follow, before a row of another kind."""
    count = 0
    for row in rows[at + 1 :]:
        if not row.filled:
            continue
        if len(row.filled) != 1 or _is_header(row):
            break
        count += 1
    return count


def _is_label(text: str) -> bool:
    """Tell whether a text is nothing but a known label."""
    plain = text.rstrip(" :")
    return len(plain) <= _MAX_LABEL and vocabulary.column_kind(plain, exact=True) is not None


def _is_labelled(blocks: Sequence[Block]) -> bool:
    """Tell whether a cell holds a label and, below it, its value."""
    return len(blocks) > 1 and _is_label(blocks[0].text) and not _is_label(blocks[1].text)


def _holds_labelled_cells(row: _Row) -> bool:
    """Tell whether the cells of a row hold a label each, with its value below."""
    blocks = [row.blocks[c.column] for c in row.filled]
    labelled = [_is_labelled(b) for b in blocks]
    alone = [len(b) == 1 and _is_label(b[0].text) for b in blocks]
    return any(labelled) and all(map(max, labelled, alone)) and len(row.cells) <= 4


def _is_more_of_value(row: _Row) -> bool:
    """Tell whether a row of a form has a value and no label."""
    return (
        len(row.cells) == 2
        and not row.blocks[row.cells[0].column]
        and len(row.filled) == 1
        and row.filled[0].column == row.cells[1].column
    )


def _label_beside(row: _Row, above: Sequence[_Row]) -> Cell | None:
    """Return the label whose cell spans down to a row that holds one more value of it."""
    if len(row.filled) != 1 or row.filled[0].column == 0:
        return None
    for earlier in reversed(above):
        for cell in earlier.cells:
            reaches = cell.row + cell.row_span > row.index and cell.column < row.filled[0].column
            if reaches and _is_label(" ".join(earlier.text(cell).split())):
                return cell
    return None


def _is_label_above(row: _Row, following: _Row) -> bool:
    """Tell whether a row is a label alone and the next one its value."""
    if len(row.filled) != 1 or len(following.filled) != 1 or row.filled[0].nested:
        return False
    below = following.text(following.filled[0])
    return _is_label(" ".join(row.text(row.filled[0]).split())) and not _is_label(below)


def _is_header(row: _Row, *, again: bool = False) -> bool:
    """Tell whether a row names columns: two known headers or more, at least half of its cells.

    `again` asks more of a table that has a header already: its cells must be labels as they are.
    """
    filled = row.filled
    if any(c.nested for c in filled):
        return False
    texts = [" ".join(row.text(c).split()) for c in filled]
    if not texts or any(len(t) > _MAX_LABEL for t in texts):
        return False
    known = [t for t in texts if parse_header(t) is not None and (not again or _is_label(t))]
    if len(filled) == 1:
        return False
    exact = sum(":" not in t for t in known)
    return len(known) >= 2 and exact >= 2 and len(known) >= 0.5 * len(texts) and not _pairs(row)


def _pairs(row: _Row) -> bool:
    """Tell whether labels alternate with values: `Pilote | service social | Échéance | 2021`."""
    texts = [" ".join(row.text(c).split()) for c in row.cells]
    if len(texts) < 2 or len(texts) % 2:
        return False
    labels = [parse_header(t.rstrip(" :")) is not None for t in texts]
    return all(labels[0::2]) and not any(labels[1::2])


def _is_group_header(row: _Row, following: _Row) -> bool:
    """Tell whether a row only groups the headers below it."""
    return (
        _is_header(following)
        and len(row.filled) > 1
        and any(c.column_span > 1 for c in row.filled)
        and all(len(row.text(c)) <= _MAX_LABEL for c in row.filled)
    )


def _is_subheader(row: _Row, columns: dict[int, Column]) -> bool:
    """Tell whether a row divides a column of the header above it."""
    filled = row.filled
    return (
        len(filled) > 1
        and all(len(row.text(c)) <= 30 for c in filled)
        and all(columns.get(c.column, _unknown(c)).kind in ("status", "other") for c in filled)
        and len({columns.get(c.column, _unknown(c)).label for c in filled}) == 1
    )


def parse_header(text: str) -> Column | None:
    """Return what a column's header says, or None. `OO Échéance` is the OO's deadline.

    >>> parse_header("Échéance (mois/année)").kind
    'deadline'
    """
    text = " ".join(text.split())
    if not text:
        return None
    first, _, rest = text.partition(" ")
    scope = _SCOPES.get(letters(first))
    if scope is not None and rest:
        kind = vocabulary.column_kind(rest)
        if kind == "title":
            return Column(scope.value, text)
        if letters(rest) in ("reference", "ref", "numero"):
            return Column("number", text, scope)
        if kind is not None or scope is not Level.PROJET:
            return Column(kind or "other", rest, scope)
    kind = vocabulary.column_kind(text)
    return Column(kind, text) if kind else None


def _merge_columns(columns: dict[int, Column], row: _Row, table: Table) -> dict[int, Column]:
    merged = dict(columns) if columns and len(row.filled) < len(columns) else {}
    for cell in row.filled:
        text = " ".join(row.text(cell).split())
        for column in range(cell.column, cell.column + cell.column_span):
            merged[column] = _named(text, columns.get(column))
    return _one_column_a_level(merged)


def _named(text: str, group: Column | None) -> Column:
    """Return what a header says, with the header above it that spans it and others."""
    if group is not None and group.label != text:
        both = vocabulary.column_kind(f"{group.label} {text}", exact=True)
        if both is not None:
            return Column(both, f"{group.label} {text}", group.scope)
    return parse_header(text) or Column("other", text)


def _name_titles(columns: dict[int, Column], rows: Sequence[_Row]) -> dict[int, Column]:
    """Find the column of actions where no header names it: the unknown one with the most text."""
    kinds = {c.kind for c in columns.values()}
    deepest = max((c.level.rank for c in columns.values() if c.level), default=-1)
    if deepest >= Level.ACTION.rank or "title" in kinds or not kinds & _ATTRIBUTES:
        return columns
    lengths: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        for cell in row.filled:
            if columns.get(cell.column, _unknown(cell)).kind in ("other", "description"):
                lengths[cell.column].append(len(row.text(cell)))
    mean = {column: sum(found) / len(found) for column, found in lengths.items()}
    best = max(mean, key=lambda c: mean[c], default=None)
    if best is None or mean[best] < _MIN_TITLE_LENGTH or best not in columns:
        return columns
    return columns | {best: Column(Level.ACTION.value, columns[best].label)}


_ATTRIBUTES = frozenset(
    ("responsibles", "services", "mandataries", "partners", "deadline", "budget", "indicators",
     "status", "progress", "priority")
)  # fmt: skip
_MIN_TITLE_LENGTH = 22  # characters on average; fewer are values


def _one_column_a_level(columns: dict[int, Column]) -> dict[int, Column]:
    """Take a second column of a level for the next level that has none: `OO | Levier`."""
    seen: set[Level] = set()
    taken = {c.level for c in columns.values() if c.level}
    out = {}
    for index in sorted(columns):
        column = columns[index]
        level = column.level
        if level is not None and level in seen and column.label != columns[index - 1].label:
            below = [x for x in (Level.ACTION, Level.SOUS_ACTION) if x not in taken]
            deeper = next((x for x in below if x.rank > level.rank), None)
            column = Column(deeper.value if deeper else "other", column.label)
        if level is not None:
            seen.add(level)
        out[index] = column
    return out


def _merge_options(columns: dict[int, Column], row: _Row) -> dict[int, Column]:
    merged = dict(columns)
    for cell in row.filled:
        old = merged.get(cell.column) or _unknown(cell)
        merged[cell.column] = Column(
            old.kind, old.label, old.scope, " ".join(row.text(cell).split())
        )
    return merged


def _header_candidate(row: _Row) -> Candidate:
    lines = tuple(sorted(i for c in row.cells for i in c.lines))
    text = " | ".join(" ".join(row.text(c).split()) for c in row.filled)
    return Candidate(Kind.TEXT, "", lines, label=text, evidence=("header row",))


def _is_form_row(row: _Row, table: Table, has_columns: bool) -> bool:
    """Tell whether a row holds labels with their values beside them."""
    cells = row.cells
    if len(cells) not in (2, 4, 6) or (has_columns and len(cells) > 2):
        return False
    labels = [" ".join(row.text(c).split()).rstrip(" :") for c in cells[0::2]]
    if not labels[0] or any(len(t) > _MAX_LABEL for t in labels):
        return False
    known: Callable[[str], bool] = lambda t: vocabulary.column_kind(t) is not None  # noqa: E731
    if known(labels[0]) and all(known(t) or not t for t in labels):
        return True
    return len(cells) == 2 and not has_columns and labels[0].endswith(":")


def _mostly_labels(rows: Sequence[_Row]) -> bool:
    """Tell whether at least half of the rows begin with a known label."""
    filled = [row for row in rows if row.filled]
    known = [
        row
        for row in filled
        if vocabulary.column_kind(" ".join(row.text(row.cells[0]).split()).rstrip(" :"))
    ]
    return 2 * len(known) >= len(filled)


def _is_form(rows: Sequence[_Row]) -> bool:
    """Tell whether labels stand in the first column of most rows, with free text beside them."""
    pairs = headers = 0
    for row in rows:
        texts = [" ".join(row.text(c).split()) for c in row.cells]
        if len(texts) not in (2, 4, 6) or not texts[0]:
            continue
        labels = [
            len(t) <= _MAX_LABEL and vocabulary.column_kind(t.rstrip(" :"), exact=True) is not None
            for t in texts
        ]
        if labels[0] and not all(labels):
            pairs += 1
        elif all(labels):
            headers += 1
    return pairs >= 2 and pairs > headers
