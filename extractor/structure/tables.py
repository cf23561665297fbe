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
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor import vocabulary
from extractor.document import NUMBER_ALONE, Candidate, Cell, Kind, Line, Table, Use
from extractor.markers import find_marker
from extractor.schema import Level
from extractor.structure.headings import Typography, clean_title, find_candidates
from extractor.structure.paragraphs import Block, build_blocks
from extractor.structure.table_columns import (
    LEVELS,
    Column,
    depth_of,
    is_code,
    is_mark,
    level_of_code,
    levels_by_depth,
    merge_columns,
    merge_options,
    parse_header,
    settle_columns,
    under_header,
    unknown_of,
    untold_level,
)
from extractor.structure.table_kinds import (
    ends_label,
    heads_whole_tree,
    holds_labelled_cells,
    is_form,
    is_form_row,
    is_group_header,
    is_header,
    is_label,
    is_label_above,
    is_labelled,
    is_more_of_value,
    is_second_line,
    is_subheader,
    is_total,
    label_beside,
    mostly_labels,
    names_columns,
    titles_ahead,
)
from extractor.structure.table_rows import Row, edges_of, page_of
from extractor.structure.wording import is_plan_like
from extractor.text import join_lines, letters

_MAX_CELL_BLOCKS = 8  # a cell with more is a page laid out by a table

_MIN_BELOW = 3  # columns of a table that stands below the header of another grid
_CELL_PADDING = 4.0  # points between a cell's border and its text

_CONTEXT_KINDS = ("section", "volet", "kind")  # of columns that say where a row stands

_KINDS = {
    "os": Level.OS, "oo": Level.OO, "a": Level.ACTION, "al": Level.ACTION, "action": Level.ACTION,
    "sa": Level.SOUS_ACTION, "sal": Level.SOUS_ACTION, "saction": Level.SOUS_ACTION,
    "sousaction": Level.SOUS_ACTION, "projet": Level.PROJET, "objectifstrategique": Level.OS,
    "objectifoperationnel": Level.OO, "o s": Level.OS,
}  # fmt: skip


@dataclass(slots=True)
class Memory:
    """What earlier tables said of their columns, for tables that go on without a header."""

    columns: dict[int, dict[int, Column]] = field(default_factory=dict)
    edges: dict[int, tuple[float, ...]] = field(default_factory=dict)
    depths: dict[int, Level] = field(default_factory=dict)  # of numbers that alone tell levels
    form: tuple[float, ...] = ()  # left edges of the form that the last table was
    header: tuple[dict[int, Column], tuple[float, ...]] = field(default_factory=lambda: ({}, ()))
    page: int = 0  # of the last table below that header


@dataclass(slots=True)
class _Code:
    """A number that stands in a column of its own."""

    text: str | None = None
    lines: tuple[int, ...] = ()


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
        form = is_form(rows)
        formish = form or mostly_labels(rows)
        headed = not form and any(map(is_header, rows))
        alone = headed or form or table.kind == "sheet"  # no page break cuts a sheet
        columns = {} if alone else self._remembered(table)
        named = columns  # as headers name them, before the rows below have their say
        taken: Row | None = None
        label = ""  # of the last row of a form
        header: Row | None = None
        for at, row in enumerate(rows):
            following = rows[at + 1] if at + 1 < len(rows) else None
            if not row.filled or row is taken:
                continue
            if at == 0 and not columns and self._goes_on_from_form(table, row):
                out += self._rest_of_value(row)
            elif following is not None and is_label_above(row, following):
                out += self._above(row, following)
                taken = following
            elif holds_labelled_cells(row):
                out += [c for cell in row.filled for c in self._flow(row, cell)]
            elif form and label and is_more_of_value(row):
                out += self._more_of_value(row, label)
            elif form and is_form_row(row, table, False) and not names_columns(row):
                label = " ".join(row.text(row.cells[0]).split()) or label
                out += self._form(row)
            elif columns and is_total(row):
                out.append(_header_candidate(row))
            elif (
                is_header(row, again=headed and bool(columns))
                or (following is not None and is_group_header(row, following))
                or is_second_line(row, header)
            ):
                header = row
                named = merge_columns(named, row, table)
                columns = settle_columns(named, rows[at + 1 :])
                self.memory.depths = levels_by_depth(columns, rows[at + 1 :])
                out.append(_header_candidate(row))
            elif columns and is_subheader(row, columns):
                columns = merge_options(columns, row)
                out.append(_header_candidate(row))
            elif formish and is_form_row(row, table, bool(columns)):
                out += self._form(row)
            elif (beside := label_beside(row, rows[:at])) is not None and not columns:
                out += self._pair(row, beside, self._label_text(beside, rows), row.filled[0])
            elif row.kind == "sheet" and len(row.filled) == 1 and heads_whole_tree(rows[at + 1 :]):
                out += self._caption(row)
            elif columns and self._is_note(row, rows[rows.index(header) :] if header else rows):
                out += self._note(row)
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
        self.memory.form = edges_of(table) if table.columns == 2 and not columns else ()
        if columns:
            self.memory.columns[table.columns] = columns
            self.memory.edges[table.columns] = edges_of(table)
            self.memory.page = table.page or 0
            if header is not None:
                self.memory.header = columns, edges_of(table)
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

    def _rows(self, table: Table) -> list[Row]:
        by_row: dict[int, list[Cell]] = defaultdict(list)
        for cell in table.cells:
            by_row[cell.row].append(cell)
        rows: list[Row] = []
        for index in sorted(by_row):
            cells = sorted(by_row[index], key=lambda c: c.column)
            blocks = {c.column: self._blocks(c, table.kind) for c in cells}
            row = Row(index, cells, blocks, table.kind)
            if rows and ends_label(rows[-1], row):
                self._join_labels(rows[-1], row)
            else:
                rows.append(row)
        return rows

    def _join_labels(self, above: Row, row: Row) -> None:
        """Give a label the line that white space put in a row of its own."""
        first = above.cells[0]
        whole = replace(first, lines=first.lines + row.cells[0].lines)
        above.cells[0] = whole
        above.blocks[whole.column] = self._blocks(whole, row.kind)

    def _blocks(self, cell: Cell, kind: str, *, labels: bool = True) -> list[Block]:
        lines = [self.lines[i] for i in cell.lines if i in self.lines]
        ruled = cell.bbox is not None and kind == "ruled"
        edge = cell.bbox.x1 - _CELL_PADDING if cell.bbox and ruled else None
        own = self.typography.own_labels
        return build_blocks(lines, native=self.native, edge=edge, labels=labels, own_labels=own)

    def _remembered(self, table: Table) -> dict[int, Column]:
        columns = self.memory.columns.get(table.columns, {})
        edges = self.memory.edges.get(table.columns, ())
        mine = edges_of(table)
        apart = mine and edges and any(abs(a - b) > 6 for a, b in zip(mine, edges, strict=False))
        if columns and not apart:
            return columns
        known, header = self.memory.header
        near = len(mine) >= _MIN_BELOW and 0 <= (table.page or 0) - self.memory.page <= 1
        return under_header(known, header, mine) if near and len(header) >= _MIN_BELOW else {}

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

    def _form(self, row: Row) -> list[Candidate]:
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

    def _more_of_value(self, row: Row, label: str) -> list[Candidate]:
        """Read a value that stands in a row of its own below the one its label names."""
        head = Cell(row.index, 0)
        found = self._pair(row, head, label, row.filled[0])
        for candidate in found:
            candidate.continues = candidate.kind is Kind.FIELD
        return found

    def _label_text(self, label: Cell, rows: Sequence[Row]) -> str:
        """Return the label that spans several rows of values."""
        row = next(r for r in rows if r.index == label.row)
        return " ".join(row.text(label).split())

    def _goes_on_from_form(self, table: Table, row: Row) -> bool:
        """Tell whether a table's first row is the rest of a value that a page break cut."""
        if len(row.cells) != 2 or row.blocks[row.cells[0].column] or not row.filled:
            return False
        if self._holds_titles(row.filled[0]):
            return False
        edges = edges_of(table)
        same = len(edges) == len(self.memory.form) == 2
        return same and all(abs(a - b) < 6 for a, b in zip(edges, self.memory.form, strict=True))

    def _rest_of_value(self, row: Row) -> list[Candidate]:
        cell = row.filled[0]
        content = "\n".join(p for p in (row.text(cell), self._nested_text(cell)) if p)
        lines = tuple(sorted((*cell.lines, *self._nested_lines(cell))))
        return [
            Candidate(
                Kind.FIELD, content, lines, value=content, nested=cell.nested, continues=True,
                page=page_of(row, cell),
            )
        ]  # fmt: skip

    def _above(self, row: Row, below: Row) -> list[Candidate]:
        """Read a label and the value in the row below it."""
        label, value = row.filled[0], below.filled[0]
        return self._pair(below, label, " ".join(row.text(label).split()), value)

    def _pair(self, row: Row, label: Cell, text: str, value: Cell) -> list[Candidate]:
        lines = tuple(sorted((*label.lines, *value.lines, *self._nested_lines(value))))
        kind = vocabulary.column_kind(text.rstrip(" :"))
        level = LEVELS.get(kind or "")
        if level is not None:
            found = self._titles(row.blocks[value.column], level, single=level is not Level.ACTION)
            if found:
                return _as_form(found, label, text.rstrip(" :"))
        if kind in ("section", "volet"):
            return self._context(kind, row, value, extra=label.lines)
        content = "\n".join(p for p in (row.value(value), self._nested_text(value)) if p)
        key = vocabulary.field_key(text.rstrip(" :")) or ("title" if kind == "title" else "other")
        return [
            Candidate(
                Kind.FIELD, f"{text} : {content}", lines, key=key, label=text.rstrip(" :"),
                value=content, nested=value.nested, page=page_of(row, value),
                parts=self._steps(row, label, text.rstrip(" :"), value),
            )
        ]  # fmt: skip

    def _steps(self, row: Row, label: Cell, text: str, value: Cell) -> tuple[Candidate, ...]:
        """Return the marked lines of a cell of steps, where most of them read as actions."""
        blocks = row.blocks[value.column]
        if not vocabulary.names_steps(text) or value.nested or not blocks:
            return ()
        found = self._titles(blocks, Level.ACTION, single=False)
        marked = all(b.marker or b.first.marker for b in blocks)
        like = sum(is_plan_like(c.title) for c in found)
        return tuple(_as_form(found, label, text)) if marked and 2 * like >= len(found) else ()

    def _single(
        self, row: Row, cell: Cell, columns: dict[int, Column], at: int, rows: Sequence[Row]
    ) -> list[Candidate]:
        column = columns.get(cell.column)
        spans = cell.column_span > 1 or cell.column == min(columns, default=0)
        spans = spans or (len(row.cells) == 1 and column is None)
        if column is not None and not spans:
            return self._data(row, columns)
        found = find_candidates(row.blocks[cell.column], self.typography)
        for candidate in found:
            if candidate.kind is not Kind.CAPTION and is_label(candidate.text):
                key = vocabulary.field_key(candidate.text.rstrip(" :"))
                candidate.kind, candidate.level = Kind.FIELD if key else Kind.TEXT, None
                candidate.key, candidate.label = key, candidate.text.rstrip(" :")
        if columns and column is not None and cell.column_span == 1 and column.level is not None:
            first = found[0] if found else None
            if first is not None and first.kind not in (Kind.HEADING, Kind.VOLET, Kind.SECTION):
                return self._data(row, columns)
        for block, candidate in zip(row.blocks[cell.column], found, strict=False):
            if candidate.kind in (Kind.ITEM, Kind.TEXT) and len(candidate.text) < 400:
                if vocabulary.names_plan(candidate.text) or is_label(candidate.text):
                    candidate.kind = Kind.TEXT
                    continue
                candidate.kind = Kind.ITEM
                candidate.title = candidate.title or clean_title(candidate.text)
                ahead = min(1, titles_ahead(rows, at))
                look = self._row_look(cell, block)
                candidate.signature = f"row:{look}" if len(self.looks) > 1 else f"row:{ahead}"
                candidate.marked = True
                candidate.evidence += ("a row of its own",)
        return [*found, *self._nested(cell)]

    def _is_note(self, row: Row, rows: Sequence[Row]) -> bool:
        """Tell whether a row of a sheet is a remark below its data: alone in its row, unlike the
        titles between the data."""
        if row.kind != "sheet" or len(row.filled) != 1 or row.filled[0].nested:
            return False
        at = rows.index(row)
        if any(len(other.filled) > 1 for other in rows[at + 1 :]):
            return False
        cell = row.filled[0]
        blocks = row.blocks[cell.column]
        found = find_candidates(blocks, self.typography)
        if any(c.kind not in (Kind.ITEM, Kind.TEXT, Kind.FIELD) for c in found):
            return False
        looks = {
            self._row_look(other.filled[0], other.blocks[other.filled[0].column][0])
            for other in rows[:at]
            if len(other.filled) == 1
            and not is_total(other)
            and other.blocks[other.filled[0].column]
        }
        return bool(blocks) and self._row_look(cell, blocks[0]) not in looks

    def _caption(self, row: Row) -> list[Candidate]:
        """Read a row above a header whose columns hold every level: it titles no node."""
        found = find_candidates(row.blocks[row.filled[0].column], self.typography)
        for candidate in found:
            if candidate.kind in (Kind.ITEM, Kind.TEXT):
                candidate.kind = Kind.CAPTION
        return found

    def _note(self, row: Row) -> list[Candidate]:
        """Read a remark below the data of a sheet: it closes what stands above."""
        found = find_candidates(row.blocks[row.filled[0].column], self.typography)
        for candidate in found:
            candidate.kind, candidate.use = Kind.TEXT, Use.END
        return found

    def _nested(self, cell: Cell) -> list[Candidate]:
        out: list[Candidate] = []
        for index in cell.nested:
            out += self.read(self.tables[index])
        return out

    def _flow(self, row: Row, cell: Cell) -> list[Candidate]:
        blocks = row.blocks[cell.column]
        if len(blocks) == 1 and not cell.nested and is_label(blocks[0].text):
            text = blocks[0].text.rstrip(" :")
            key = vocabulary.field_key(text)
            if key is not None:
                return [Candidate(Kind.FIELD, blocks[0].text, cell.lines, key=key, label=text)]
        if is_labelled(blocks):
            label = blocks[0].text.rstrip(" :")
            value = Cell(cell.row, cell.column, lines=cell.lines, nested=cell.nested)
            inner = Row(row.index, [value], {cell.column: blocks[1:]})
            head = Cell(cell.row, cell.column, lines=())
            return self._pair(inner, head, label, value)
        found = find_candidates(blocks, self.typography)
        for candidate in found:
            candidate.loose = len(blocks) > _MAX_CELL_BLOCKS
            candidate.cell = row.index, cell.column
        return [*found, *self._nested(cell)]

    def _loose(self, row: Row) -> list[Candidate]:
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

    def _row_level(self, rows: Sequence[Row], columns: dict[int, Column]) -> Level | None:
        """Return the level that a table has one row for, where the rows list several actions each:
        the values of a row are then that level's."""
        above = [c.level for c in columns.values() if c.level in (Level.OS, Level.OO, Level.PROJET)]
        leaf = next((i for i, c in columns.items() if c.level is Level.ACTION), None)
        if not above or leaf is None:
            return None
        listed = [row.blocks.get(leaf, []) for row in rows]
        several = sum(len(blocks) > 1 and blocks[0].kind == blocks[1].kind for blocks in listed)
        filled = sum(bool(blocks) for blocks in listed)
        return max(above, key=lambda x: x.rank) if several * 3 >= filled else None

    def _data(
        self, row: Row, columns: dict[int, Column], row_level: Level | None = None
    ) -> list[Candidate]:
        out: list[Candidate] = []
        fields: list[Candidate] = []
        codes = self._codes(row, columns)
        coded = any(columns.get(c.column, unknown_of(c)).kind == "kind" for c in row.filled)
        row_kind: Level | None = None
        titled = 0
        owned = False
        scope: Level | None = None
        cells = _contexts_first(row, columns)
        titles = [c for c in cells if columns.get(c.column, unknown_of(c)).holds_titles]
        last = titles[-1] if titles else None
        for cell in cells:
            column = _column_of(row, cell, columns)
            text = " ".join(row.text(cell).split())
            if column.kind == "number":
                continue
            if column.kind == "kind" or (column.kind == "other" and letters(text) in _KINDS):
                row_kind = _KINDS.get(letters(text))
                codes.setdefault(None, _Code()).lines += cell.lines
            elif column.kind in ("section", "volet"):
                out += self._context(column.kind, row, cell)
            elif column.holds_titles:
                level = column.level or row_kind
                scoped = codes.pop(level, None)
                code = scoped or (codes.pop(None, None) if cell is last else None)
                if not row_kind and len(titles) == 1:
                    level = self._level_by_code(code) or level
                level = level or untold_level(columns)
                single = coded or level in (Level.OS, Level.OO)
                single = single or (code is not None and bool(code.text))
                found = self._titles(row.blocks[cell.column], level, single=single)
                if column.numbered and found and not found[0].number and code is None:
                    _part_number(found[0])
                if found and code is not None:
                    found[0].lines = tuple(sorted((*code.lines, *found[0].lines)))
                    if code.text and not found[0].number:
                        _number(found[0], code.text)
                elif code is not None:
                    codes[level] = code
                out += found
                scope = found[0].level or level if found else scope
                owned = owned or (bool(found) and level is row_level)
                titled = len([c for c in found if c.level is level]) or len(found)
                out += self._nested(cell)
            elif self._holds_titles(cell):
                out += [*find_candidates(row.blocks[cell.column], self.typography)]
                out += self._nested(cell)
            else:
                fields += self._column_field(row, cell, column)
        out = _with_untitled(out, codes)
        fields += self._coloured(row, columns)
        for candidate in fields:
            candidate.span = max(1, titled)
            candidate.scope = candidate.scope or (row_level if owned else None) or scope
        return out + fields

    def _level_by_code(self, code: _Code | None) -> Level | None:
        """Return the level that a number names (`OO 1.2`), or that its depth tells."""
        if code is None or not code.text:
            return None
        return level_of_code(code.text) or self.memory.depths.get(depth_of(code.text))

    def _codes(self, row: Row, columns: dict[int, Column]) -> dict[Level | None, _Code]:
        """Return the numbers that stand in columns of their own, by the level they number."""
        codes: dict[Level | None, _Code] = {}
        for cell in row.filled:
            column = columns.get(cell.column) or unknown_of(cell)
            if column.kind != "number":
                continue
            blocks = row.blocks[cell.column]
            text = " ".join(row.text(cell).split()) or (blocks[0].first.marker if blocks else None)
            code = codes.setdefault(column.scope, _Code())
            code.text = text or code.text
            code.lines += cell.lines
        return codes

    def _coloured(self, row: Row, columns: dict[int, Column]) -> list[Candidate]:
        """Read the empty cells of a calendar that a colour of their own marks."""
        around = {None, "#ffffff", *(c.shade for c in row.filled)}
        empty = [c for c in row.cells if c not in row.filled and c.shade not in around]
        marked = [columns.get(c.column, unknown_of(c)) for c in empty]
        return [
            Candidate(Kind.FIELD, "", (), key=c.kind, label=c.label, value=c.option)
            for c in marked
            if c.kind == "deadline" and c.option is not None
        ]

    def _column_field(self, row: Row, cell: Cell, column: Column) -> list[Candidate]:
        blocks = self._blocks(cell, row.kind, labels=False)
        value = "\n".join(p for p in (*(b.text for b in blocks), self._nested_text(cell)) if p)
        if column.option is not None and is_mark(value):
            value = column.option
        lines = tuple(sorted((*cell.lines, *self._nested_lines(cell))))
        return [
            Candidate(
                Kind.FIELD, value, lines, key=column.kind, label=column.label, value=value,
                scope=column.scope, nested=cell.nested, page=page_of(row, cell),
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
        self, kind: str, row: Row, cell: Cell, extra: tuple[int, ...] = ()
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


def _as_form(found: list[Candidate], label: Cell, text: str) -> list[Candidate]:
    """Return the titles in a cell of a form, told to be named or listed beside their label."""
    found[0].lines = tuple(sorted((*label.lines, *found[0].lines)))
    listed = vocabulary.announced_levels(text) or len(found) > 1
    listed = listed or (found[0].marked and found[0].level is Level.ACTION)
    found[0].label = found[0].label or text
    for candidate in found:
        candidate.evidence += ("form", "listed") if listed else ("form",)
    return found


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


def _column_of(row: Row, cell: Cell, columns: dict[int, Column]) -> Column:
    """Return the column of a cell; `Volet interne` is no value of whatever column it stands in."""
    column = columns.get(cell.column) or unknown_of(cell)
    text = " ".join(row.text(cell).split())
    volet = vocabulary.match_volet(text) if text.lower().startswith("volet") else None
    return replace(column, kind="volet") if volet and volet[1] else column


def _contexts_first(row: Row, columns: dict[int, Column]) -> list[Cell]:
    """Return the filled cells, those that say where a row stands before its titles."""

    def place(cell: Cell) -> tuple[int, int]:
        column = _column_of(row, cell, columns)
        if column.kind in _CONTEXT_KINDS:
            return -1, cell.column
        return (column.level.rank, cell.column) if column.level else (len(Level), cell.column)

    return sorted(row.filled, key=place)


def _with_untitled(out: list[Candidate], codes: dict[Level | None, _Code]) -> list[Candidate]:
    """Add the numbers that no title in their row takes: objectives titled elsewhere, or text."""
    headings: list[Candidate] = []
    texts: list[Candidate] = []
    for level, code in codes.items():
        if level in (Level.OS, Level.OO) and code.text:
            heading = Candidate(Kind.HEADING, code.text, code.lines, level=level)
            _number(heading, code.text)
            heading.evidence = ("column", NUMBER_ALONE)
            headings.append(heading)
        else:
            texts.append(Candidate(Kind.TEXT, code.text or "", code.lines))
    levels = [*headings, *out]
    levels.sort(key=lambda c: c.level.rank if c.level and c.kind is Kind.HEADING else -1)
    return [*(levels if headings else out), *texts]


def _goes_on_row(row: Row, data: Sequence[Candidate]) -> bool:
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


def _part_number(candidate: Candidate) -> None:
    """Part the number that begins a title where all titles of its column begin with one."""
    number, _, title = candidate.title.partition(" ")
    if is_code(number) and title:
        candidate.number, candidate.title = number, title.strip()
        candidate.label = candidate.label or number


def _goes_on(before: Candidate, candidate: Candidate) -> bool:
    """Tell whether a paragraph without mark goes on with a title that had one."""
    return before.marked or not before.title or candidate.text[:1].islower()


def _header_candidate(row: Row) -> Candidate:
    lines = tuple(sorted(i for c in row.cells for i in c.lines))
    text = " | ".join(" ".join(row.text(c).split()) for c in row.filled)
    return Candidate(Kind.TEXT, "", lines, label=text, evidence=("header row",))
