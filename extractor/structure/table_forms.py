"""Forms: labels with their values beside or below them.

In: rows of which a cell names what the next one, or the row below, holds. Out: fields, and the
titles of those that name a level.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor import vocabulary
from extractor.document import Candidate, Cell, Kind
from extractor.schema import Level
from extractor.structure.headings import find_candidates
from extractor.structure.table_cells import CellReader
from extractor.structure.table_columns import LEVELS
from extractor.structure.table_kinds import is_label, is_labelled
from extractor.structure.table_rows import Row, page_of
from extractor.structure.wording import is_plan_like

_MAX_CELL_BLOCKS = 8  # a cell with more is a page laid out by a table


class FormReader(CellReader):
    """Reads rows of labels and values, and cells of running text."""

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
        if kind == "title" and vocabulary.match_heading(row.text(value)):
            found = find_candidates(row.blocks[value.column], self.typography)
            found[0].lines = tuple(sorted((*label.lines, *found[0].lines)))
            return found  # `Intitulé | Projet 3 : Créer un club`
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


def _as_form(found: list[Candidate], label: Cell, text: str) -> list[Candidate]:
    """Return the titles in a cell of a form, told to be named or listed beside their label."""
    found[0].lines = tuple(sorted((*label.lines, *found[0].lines)))
    listed = vocabulary.announced_levels(text) or len(found) > 1
    listed = listed or (found[0].marked and found[0].level is Level.ACTION)
    found[0].label = found[0].label or text
    for candidate in found:
        candidate.evidence += ("form", "listed") if listed else ("form",)
    return found
