"""Rows below a header: their titles, then their values, each with the titles it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor import vocabulary
from extractor.document import Cell
from extractor.structure.blocks import Block, Place, Sort, clean_title, has_letters
from extractor.structure.cells import heads_list, titles_of, without_header
from extractor.structure.columns import Column, Holds, is_mark
from extractor.structure.rows import Row
from extractor.structure.state import TableState, page_of
from extractor.text import letters
from extractor.vocabulary.labels import label_key

_SHARED = vocabulary.attribute_keys() - {"budget"}
_KINDS = {
    "os": "os", "oo": "oo", "a": "action", "al": "action", "action": "action", "sa": "sous-action",
    "sal": "sous-action", "saction": "sous-action", "sousaction": "sous-action",
    "projet": "projet", "objectifstrategique": "os", "objectifoperationnel": "oo",
}  # fmt: skip


class DataReader:
    """Reads the rows of data of one table."""

    def __init__(self, state: TableState) -> None:
        self.t, self.doc = state, state.doc
        self._listing: dict[int, bool] = {}  # by last column of titles
        self._headed = False  # the last cell of titles read lists parts below a title of its own

    def read_row(self, row: Row) -> None:
        """Read a row below a header: its titles, then its values."""
        columns = self.t.columns
        codes = {
            c.owner: cell
            for cell in row.filled
            if (c := columns.get(cell.column)) and c.holds is Holds.CODE
        }
        kind, kind_lines = self._kind(row)
        titles: list[tuple[int, int]] = []  # column, number of titles
        fields: list[tuple[Cell, Column]] = []
        used: set[int] = set()
        start = len(self.t.out)
        for cell in row.filled:
            column = columns.get(cell.column) or Column(Holds.FIELD, f"colonne {cell.column + 1}")
            text = row.flat(cell)
            volet = vocabulary.match_volet(text) if text.lower().startswith("volet") else None
            if column.holds is Holds.VOLET or (volet and volet[1]):
                self.t.add_volet(text, self.t.lines(cell))
            elif column.holds in (Holds.CODE, Holds.KIND) or (
                kind_lines and self.t.lines(cell) == kind_lines
            ):
                continue
            elif column.holds is Holds.TITLE:
                code = codes.get(cell.column)
                count = self._title_cell(row, cell, column, code, kind)
                if code is not None and count:
                    used.add(code.column)
                if count:
                    titles.append((cell.column, count))
            elif cell.nested and self.doc.nested_titles(cell):
                self.t.out += [
                    *self.doc.flow.blocks(row.paragraphs[cell.column]),
                    *self.doc.nested(cell),
                ]
            else:
                fields.append((cell, column))
        self.t.started = True
        self._leave_codes(row, codes, used, kind_lines)
        if kind_lines:
            at = next(
                (i for i in range(start, len(self.t.out)) if self.t.out[i].sort is Sort.ITEM), None
            )
            if at is not None:
                block = self.t.out[at]
                self.t.out[at] = replace(block, lines=tuple(sorted({*kind_lines, *block.lines})))
        self._fields(row, fields, titles)

    def _kind(self, row: Row) -> tuple[str, tuple[int, ...]]:
        """Return the level that a cell of the row names, and its lines."""
        for cell in row.filled:
            column = self.t.columns.get(cell.column)
            if column is not None and column.holds in (Holds.KIND, Holds.FIELD):
                word = _KINDS.get(letters(row.flat(cell)))
                if word or column.holds is Holds.KIND:
                    return word or label_key(row.flat(cell)), self.t.lines(cell)
        return "", ()

    def _leave_codes(
        self, row: Row, codes: Mapping[int | None, Cell], used: set[int], kind: tuple[int, ...]
    ) -> None:
        """Keep the numbers that no title in their row takes as text."""
        for cell in codes.values():
            if cell.column not in used:
                self.t.out.append(Block(Sort.TEXT, row.flat(cell), self.t.lines(cell)))

    def _title_cell(
        self, row: Row, cell: Cell, column: Column, code: Cell | None, kind: str
    ) -> int:
        """Add the titles of a cell; return how many stand in it."""
        made = self.doc.flow.blocks(row.paragraphs[cell.column])
        blocks = titles_of(made, single=code is not None or bool(kind))
        place = Place(
            self.t.table.index,
            row.index,
            cell.column,
            column.label,
            grid=self.t.grid,
            rows=cell.row_span,
        )
        text = letters(row.flat(cell)) + (row.flat(code) if code is not None else "")
        leftmost = all(
            self.t.previous.get(i) is not None or i >= cell.column for i in self.t.previous
        )
        again = bool(text) and self.t.previous.get(cell.column) == text and leftmost
        self.t.previous = {i: t for i, t in self.t.previous.items() if i < cell.column or again}
        self.t.previous[cell.column] = text
        count, start = 0, len(self.t.out)
        for block in blocks:
            if block.sort is Sort.FIELD and block.label and not count:
                block = replace(block, sort=Sort.ITEM, title=clean_title(block.text))
            if block.sort in (Sort.ITEM, Sort.CAPTION, Sort.CLOSING) or (
                block.sort is Sort.TEXT and not count and has_letters(block.text)
            ):
                if not block.title:
                    block = replace(block, title=clean_title(block.text))
                block = without_header(block, column)
                cut = (
                    not count and not self.t.started and not self.t.headers and bool(self.t.columns)
                )
                goes_on = cut and block.title[:1].islower() and block.marker is None
                block = replace(block, sort=Sort.ITEM, place=place, repeat=again, continues=goes_on)
                if count == 0 and code is not None:
                    block = self.doc.coded(block, row.flat(code), self.t.lines(code))
                if kind and not block.word:
                    block = replace(block, word=kind, known=kind in _KINDS.values())
                count += 1
            self.t.out.append(block)
        if count:
            self._headed = heads_list([b for b in self.t.out[start:] if b.sort is Sort.ITEM])
        self.t.out += self.doc.nested(cell)
        return count

    # ------------------------------------------------------------------ values

    def _fields(
        self, row: Row, fields: Sequence[tuple[Cell, Column]], titles: Sequence[tuple[int, int]]
    ) -> None:
        """Add the values of a row, each with the titles that it speaks of."""
        listed = titles[-1][1] if titles else 0
        for cell, column in fields:
            value = self._value(row, cell)
            if column.option is not None and is_mark(value):
                value = column.option
            lines = tuple(sorted((*self.t.lines(cell), *self.doc.nested_lines(cell))))
            base = Block(
                Sort.FIELD, value, lines, key=column.key, label=column.label, value=value,
                nested=cell.nested, page=page_of(row, cell), place=self._place(row, cell),
            )  # fmt: skip
            self.t.out += self._owned(base, cell, column, row, titles, listed)
        if titles:
            self.t.out += self._reaching(row, listed)
        self._coloured(row)

    def _place(self, row: Row, cell: Cell) -> Place:
        return Place(self.t.table.index, row.index, cell.column, grid=self.t.grid)

    def _value(self, row: Row, cell: Cell) -> str:
        own = row.printed(cell)
        return "\n".join(p for p in (own, self.doc.nested_text(cell)) if p)

    def _owned(
        self,
        base: Block,
        cell: Cell,
        column: Column,
        row: Row,
        titles: Sequence[tuple[int, int]],
        listed: int,
    ) -> list[Block]:
        """Return a value once for each title it speaks of."""
        after = self._after(cell, column, row, titles)
        if after:
            return [replace(base, owner=after)]
        if listed > 1:
            own = row.paragraphs.get(cell.column, [])
            parts = [p.text for p in own]
            if len(parts) != listed:
                parts = [line.text for p in own for line in p.lines]
            if len(parts) == listed:  # n actions, n pilots: they go together
                return [
                    replace(
                        base, value=part, text=part, owner=listed - 1 - i,
                        lines=base.lines if i == 0 else (),
                    )
                    for i, part in enumerate(parts)
                ]  # fmt: skip
        if listed > 1 and self._headed:
            return [replace(base, owner=listed - 1)]
        if listed and len(titles) > 1 and self._lists():
            return [replace(base, owner=listed)]
        return [replace(base, shared=listed)] if listed > 1 else [base]

    def _after(
        self, cell: Cell, column: Column, row: Row, titles: Sequence[tuple[int, int]]
    ) -> int:
        """Return how many titles of the row stand after the one that a value speaks of."""
        owner = column.owner
        if owner is None and cell.row_span > 1:
            spans = {c.column: c.row_span for c in row.cells}
            owner = next((i for i, _ in titles[:-1] if spans.get(i) == cell.row_span), None)
        if owner is None or owner not in [i for i, _ in titles]:
            return 0
        return sum(n for i, n in titles if i > owner)

    def _lists(self) -> bool:
        """Tell whether the rows of the table list several titles each in their last column."""
        last = max((i for i, c in self.t.columns.items() if c.holds is Holds.TITLE), default=0)
        if last not in self._listing:
            self._listing[last] = self._lists_in(last)
        return self._listing[last]

    def _lists_in(self, last: int) -> bool:
        cells = [r.paragraphs.get(last, []) for r in self.t.rows if len(r.filled) > 1]
        filled = [own for own in cells if own]
        several = sum(len(own) > 1 and own[0].kind == own[1].kind for own in filled)
        return several * 3 >= len(filled)

    def _reaching(self, row: Row, listed: int) -> list[Block]:
        """Return again the values of cells that span several rows: each row has them, but for
        money, which they have together. Their lines stay with the first."""
        out = []
        for cell in row.reaching:
            column = self.t.columns.get(cell.column)
            if column is None or column.holds is not Holds.FIELD or column.key not in _SHARED:
                continue
            spans = [c for c in row.reaching if c.row == cell.row and c.row_span == cell.row_span]
            if any(self._is_title(c.column) for c in spans if c is not cell):
                continue  # it is the value of the title that spans the same rows
            own = self.doc.maker.paragraphs(cell, row.kind)
            value = "\n".join(p.text for p in own)
            if value:
                out.append(
                    Block(
                        Sort.FIELD, value, (), key=column.key, label=column.label, value=value,
                        place=self._place(row, cell), shared=max(1, listed),
                    )
                )  # fmt: skip
        return out

    def _is_title(self, column: int) -> bool:
        found = self.t.columns.get(column)
        return found is not None and found.holds is Holds.TITLE

    def _coloured(self, row: Row) -> None:
        """Read the empty cells of a calendar that a colour of their own marks."""
        around = {None, "#ffffff", *(c.shade for c in row.filled)}
        for cell in row.cells:
            column = self.t.columns.get(cell.column)
            if cell in row.filled or cell.shade in around or column is None:
                continue
            if column.key == "deadline" and column.option is not None:
                self.t.out.append(
                    Block(
                        Sort.FIELD, "", (), key="deadline", label=column.label, value=column.option,
                        place=self._place(row, cell),
                    )
                )  # fmt: skip
