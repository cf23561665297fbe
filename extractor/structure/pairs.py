"""Labels with their values: forms, and rows of forms inside other tables.

A label names a field, or a level whose title stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor import vocabulary
from extractor.document import Cell
from extractor.structure.blocks import Block, Place, Sort
from extractor.structure.cells import labelled, titles_of
from extractor.structure.columns import content_key, is_code
from extractor.structure.paragraphs import Paragraph
from extractor.structure.rows import Row, is_label, is_short
from extractor.structure.state import NEAR, TableState, edges_of, page_of
from extractor.structure.wording import is_plan_like
from extractor.vocabulary.labels import label_key
from extractor.vocabulary.words import level_odds


class PairReader:
    """Reads the labels of one table with their values."""

    def __init__(self, state: TableState) -> None:
        self.t, self.doc = state, state.doc

    def is_label_above(self, row: Row, following: Row) -> bool:
        """Tell whether a row is a label alone and the next one its value."""
        if len(row.filled) != 1 or len(following.filled) != 1 or row.filled[0].nested:
            return False
        if self.t.columns and not self.t.form:
            return False
        label, below = row.flat(row.filled[0]), following.flat(following.filled[0])
        return is_label(label) and not is_label(below) and not level_odds(label)

    def read_row(self, row: Row, at: int) -> bool:
        """Read labels with their values beside them; False if the row is none."""
        cells = row.cells
        if self._holds_labelled(row):
            for cell in row.filled:
                self._labelled_cell(row, cell)
            return True
        if len(cells) not in (2, 3, 4, 6) or not row.flat(cells[0]):
            return self.rest_of_value(row)
        labels = [row.flat(c) for c in cells[0::2]] if len(cells) != 3 else [row.flat(cells[0])]
        if not all(self._is_form_label(t) for t in labels if t):
            return False
        step = 2 if len(cells) != 3 else 3
        for start in range(0, len(cells), step):
            label, values = (
                cells[start],
                [c for c in cells[start + 1 : start + step] if row.flat(c) or c.nested],
            )
            if not row.flat(label) and not values:
                continue
            if not values:
                self.add(row, label, row.flat(label), None)
                continue
            for value in values:
                self.add(row, label, row.flat(label), value)
                label = Cell(label.row, label.column)  # its lines are told once
        self.doc.memory.label = row.flat(cells[0]).rstrip(" :")
        return True

    def numbered_title(self, row: Row) -> bool:
        """Read a level, its number, a label and the title: `OS n° | 1 | Intitulé : | Être…`."""
        if len(row.filled) != 4:
            return False
        level, number, label, title = row.filled
        word = _NUMBER_SIGN.sub("", row.flat(level).rstrip(" :"))
        named = vocabulary.column_kind(row.flat(label).rstrip(" :")) == "title"
        if (
            not named
            or vocabulary.column_kind(word) not in _LEVELS
            or not is_code(row.flat(number))
        ):
            return False
        head = tuple(sorted(i for c in (level, number, label) for i in self.t.lines(c)))
        start = len(self.t.out)
        self._form_titles(row, word, row.paragraphs[title.column], head, title)
        if start < len(self.t.out):
            self.t.out[start] = self.doc.coded(self.t.out[start], row.flat(number), head)
        return True

    def _is_form_label(self, text: str) -> bool:
        plain = text.rstrip(" :")
        if not is_short(plain) or self._is_coded(plain):
            return False
        if is_label(plain) or vocabulary.column_kind(plain) is not None:
            return True
        if self.t.form and (self.doc.repeats.is_label(plain) or text.rstrip().endswith(":")):
            return True
        return text.rstrip().endswith(":") and not self.t.columns

    def _is_coded(self, text: str) -> bool:
        label = self.doc.flow.labels.match(text)
        return label is not None and label.number is not None

    def _holds_labelled(self, row: Row) -> bool:
        """Tell whether the cells of a row hold a label each, with its value below or behind it."""
        if len(row.cells) > 4 or len(row.filled) < 2:
            return False
        found = [labelled(row.paragraphs[c.column]) for c in row.filled]
        alone = [len(row.paragraphs[c.column]) == 1 and is_label(row.flat(c)) for c in row.filled]
        return any(found) and all(a or b for a, b in zip(found, alone, strict=True))

    def _labelled_cell(self, row: Row, cell: Cell) -> None:
        own = row.paragraphs[cell.column]
        if len(own) > 1 and is_label(own[0].text):
            inner = Row(row.index, [cell], {cell.column: own[1:]}, row.kind)
            head = Cell(cell.row, cell.column)
            label = own[0].text.rstrip(" :")
            self.add(inner, head, label, cell)
        else:
            self.t.out += self.doc.flow.blocks(own)

    def rest_of_value(self, row: Row) -> bool:
        """Read the rest of a value, below or over the page, of the row above; False if none."""
        if not self.t.form and not self._goes_on_from_form():
            return False
        cells = row.cells
        if len(cells) != 2 or row.flat(cells[0]) or len(row.filled) != 1:
            return False
        cell = row.filled[0]
        text = "\n".join(p for p in (row.value(cell), self.doc.nested_text(cell)) if p)
        lines = tuple(sorted((*self.t.lines(cell), *self.doc.nested_lines(cell))))
        self.t.out.append(
            Block(
                Sort.FIELD, text, lines, value=text, nested=cell.nested, continues=True,
                page=page_of(row, cell),
            )
        )  # fmt: skip
        return True

    def _goes_on_from_form(self) -> bool:
        edges, form = edges_of(self.t.table), self.doc.memory.form
        same = len(edges) == len(form) == 2
        return same and all(abs(a - b) < NEAR for a, b in zip(edges, form, strict=True))

    def add(self, row: Row, label: Cell, text: str, value: Cell | None) -> None:
        """Read a label and its value: a title where the label names a level, else a field."""
        plain = text.rstrip(" :")
        own = row.paragraphs.get(value.column, []) if value is not None else []
        lines = self.t.lines(label)
        if value is not None:
            lines = tuple(sorted((*lines, *self.t.lines(value), *self.doc.nested_lines(value))))
        kind = vocabulary.column_kind(plain)
        if kind == "volet" and value is not None:
            self.t.add_volet(row.flat(value), lines)
            return
        level = kind in ("OS", "OO", "PROJET", "ACTION", "SOUS_ACTION", "section")
        listed = self.doc.repeats.titled | self.doc.flow.labels.words.announced.keys()
        told = label_key(plain) in listed
        named = level or told or (bool(level_odds(plain)) and kind is None)
        if kind == "title" and own and value is not None and not value.nested:
            self._own_title(row, own, self.t.lines(label), value)
            return
        if named and own and value is not None and not value.nested:
            self._form_titles(row, plain, own, self.t.lines(label), value)
            return
        content = ""
        if value is not None:
            content = "\n".join(p for p in (row.value(value), self.doc.nested_text(value)) if p)
        if kind in ("number", "kind", "title"):
            key = "number"
        else:
            key = vocabulary.field_key(plain) or _field_key(kind) or content_key(content) or "other"
        if vocabulary.names_steps(plain) and self._steps(row, plain, own, lines, value):
            return
        self.t.out.append(
            Block(
                Sort.FIELD, f"{text} : {content}", lines, key=key, label=plain, value=content,
                nested=value.nested if value is not None else (), page=page_of(row, value or label),
            )
        )  # fmt: skip

    def _own_title(
        self,
        row: Row,
        own: Sequence[Paragraph],
        head: tuple[int, ...],
        value: Cell,
    ) -> None:
        """Add the title of a form; its number, or its label and number, may stand before it."""
        last = self.t.out[-1] if self.t.out else None
        start = len(self.t.out)
        self._form_titles(row, "titre", own, head, value)
        if last is None or start == len(self.t.out) or self.t.out[start].sort is not Sort.ITEM:
            return
        title = self.t.out[start]
        lines = tuple(sorted({*last.lines, *title.lines}))
        if last.sort is Sort.FIELD and last.key == "number" and title.number is None:
            self.t.out[start] = self.doc.coded(title, last.value, last.lines)
            del self.t.out[start - 1]
        elif last.sort is Sort.ITEM and (not last.title or is_code(last.title)):
            number = last.number or (last.title if is_code(last.title) else None)
            self.t.out[start] = replace(
                last, title=title.title, lines=lines, number=number,
                text=f"{last.text} {title.text}",
            )  # fmt: skip
            del self.t.out[start - 1]

    def _form_titles(
        self,
        row: Row,
        label: str,
        own: Sequence[Paragraph],
        head: tuple[int, ...],
        value: Cell,
    ) -> None:
        """Add the titles that a label of a form names."""
        blocks = titles_of(self.doc.flow.blocks(own), single=not is_listed(label))
        word = vocabulary.label_key(label)
        first = True
        for block in blocks:
            if block.sort is Sort.ITEM:
                place = Place(self.t.table.index, row.index, value.column, word, field=True)
                block = replace(block, place=place)
                if first:
                    block = replace(
                        block,
                        lines=tuple(sorted((*head, *block.lines))),
                        label=block.label or label,
                    )
                    first = False
            self.t.out.append(block)

    def _steps(
        self,
        row: Row,
        label: str,
        own: Sequence[Paragraph],
        lines: tuple[int, ...],
        value: Cell | None,
    ) -> bool:
        """Read a list of steps as titles where its lines are marked and read as actions."""
        if value is None or value.nested or not own:
            return False
        blocks = self.doc.flow.blocks(own)
        marked = all(b.marker is not None for b in blocks)
        like = sum(is_plan_like(b.title) for b in blocks)
        if not marked or 2 * like < len(blocks):
            return False
        place = Place(self.t.table.index, row.index, value.column, "étapes", field=True)
        blocks = [replace(b, place=place) for b in blocks]
        blocks[0] = replace(blocks[0], lines=tuple(sorted({*lines, *blocks[0].lines})))
        self.t.out += blocks
        return True


_LEVELS = ("OS", "OO", "PROJET", "ACTION", "SOUS_ACTION")
_NUMBER_SIGN = re.compile(r"\s*n\s?[°º]$", re.IGNORECASE)


def is_listed(label: str) -> bool:
    """Tell whether a label of a form announces several titles: `Actions :`."""
    return bool(vocabulary.announced_levels(label[:1].upper() + label[1:]))


def _field_key(kind: str | None) -> str | None:
    return kind if kind in vocabulary.attribute_keys() | {"other", "description"} else None
