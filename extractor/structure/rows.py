"""Rows of a table with the paragraphs of their cells, and what a row is by itself.

Every question is answered from the row and its neighbours. What the document repeats (`Repeats`)
tells headers and labels that no vocabulary knows.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from extractor import vocabulary
from extractor.document import Cell, Line, Table
from extractor.markers import find_marker
from extractor.structure.contents import kind_of
from extractor.structure.labels import Labels
from extractor.structure.paragraphs import Paragraph, build_blocks
from extractor.structure.wording import Wording, is_being, is_plan_like, wording_of
from extractor.text import fold
from extractor.values import parse_status
from extractor.vocabulary.labels import label_key
from extractor.vocabulary.words import level_odds

MAX_LABEL = 70  # characters of a label or of a column's header
_MAX_WORDS = 8  # words of a label or header
_CELL_PADDING = 4.0  # points between a cell's border and its text
_YEAR = re.compile(r"(?:[TQS]\s?[1-4][\s./-]*)?20\d\d(?:\s?[-/]\s?20\d\d)?")
_AMOUNT = re.compile(r"[\d\s.,%/-]+(?:€|EUR|euros|actions?)?", re.IGNORECASE)
_ON_PAPER = ("ruled", "unruled")  # kinds of tables whose cells break lines where they are full
_MAX_STATE = 25  # characters of a state that names a column


@dataclass(slots=True)
class Row:
    """A row: its own cells, and the paragraphs of each."""

    index: int
    cells: list[Cell]
    paragraphs: dict[int, list[Paragraph]]  # by column
    kind: str = ""  # of the table
    reaching: list[Cell] = field(default_factory=list)  # cells of rows above that span it

    def text(self, cell: Cell) -> str:
        """Return the text of a cell, one line per paragraph."""
        return "\n".join(p.text for p in self.paragraphs.get(cell.column, ()))

    def flat(self, cell: Cell) -> str:
        """Return the text of a cell on one line."""
        return " ".join(self.text(cell).split())

    def printed(self, cell: Cell) -> str:
        """Return the text of a cell of values, without the line ends of a narrow column on paper:
        where signs part the entries, line ends do not."""
        texts = [p.text for p in self.paragraphs.get(cell.column, ())]
        marked = any(p.marker is not None for p in self.paragraphs.get(cell.column, ()))
        if self.kind not in _ON_PAPER or marked:
            return "\n".join(texts)
        parted = re.search(r"[,;/]\s", "\n".join(texts)) is not None
        out: list[str] = []
        for text in texts:
            if out and (parted or text[:1].islower()):
                out[-1] = f"{out[-1]} {text}"
            else:
                out.append(text)
        return "\n".join(out)

    def value(self, cell: Cell) -> str:
        """Return the text of a cell that holds a value: who breaks a line in a sheet means it."""
        if self.kind != "sheet":
            return self.text(cell)
        own = self.paragraphs.get(cell.column, ())
        return "\n".join(line.text.strip() for p in own for line in p.lines)

    @property
    def filled(self) -> list[Cell]:
        """Return the cells that hold text or a table."""
        return [c for c in self.cells if self.paragraphs.get(c.column) or c.nested]

    def bold(self, cell: Cell) -> bool:
        """Tell whether all of a cell is bold."""
        own = self.paragraphs.get(cell.column, ())
        return bool(own) and all(p.bold for p in own)


class RowMaker:
    """Cuts tables into rows."""

    def __init__(self, lines: Mapping[int, Line], labels: Labels, *, native: bool) -> None:
        self.lines, self.labels, self.native = lines, labels, native
        self.cache: dict[int, list[Row]] = {}

    def rows(self, table: Table) -> list[Row]:
        """Return the rows of a table; those that only end the label above are joined to it."""
        if table.index in self.cache:
            return self.cache[table.index]
        by_row: dict[int, list[Cell]] = defaultdict(list)
        for cell in table.cells:
            by_row[cell.row].append(cell)
        spanning = [cell for cell in table.cells if cell.row_span > 1]
        rows: list[Row] = []
        for index in sorted(by_row):
            cells = sorted(by_row[index], key=lambda c: c.column)
            own = {c.column: self.paragraphs(c, table.kind) for c in cells}
            reaching = [c for c in spanning if c.row < index < c.row + c.row_span]
            row = Row(index, cells, own, table.kind, reaching)
            if rows and _ends_label(rows[-1], row):
                first = rows[-1].cells[0]
                whole = replace(first, lines=first.lines + row.cells[0].lines)
                rows[-1].cells[0] = whole
                rows[-1].paragraphs[whole.column] = self.paragraphs(whole, table.kind)
            else:
                rows.append(row)
        self.cache[table.index] = rows
        return rows

    def paragraphs(self, cell: Cell, kind: str) -> list[Paragraph]:
        """Return the paragraphs of a cell."""
        lines = [self.lines[i] for i in cell.lines if i in self.lines]
        ruled = cell.bbox is not None and kind == "ruled"
        edge = cell.bbox.x1 - _CELL_PADDING if cell.bbox and ruled else None
        return build_blocks(lines, native=self.native, edge=edge, labels_of=self.labels)


def _ends_label(above: Row, row: Row) -> bool:
    """Tell whether a row holds but the second line of the label above: `Indicateurs de` /
    `résultat`."""
    if not row.cells or row.filled != row.cells[:1] or not above.text(above.cells[0]):
        return False
    text = row.flat(row.cells[0])
    label = above.flat(above.cells[0])
    return text[:1].islower() and is_label(f"{label} {text}") and len(above.filled) > 1


# ---------------------------------------------------------------------------- what a text is


def is_label(text: str) -> bool:
    """Tell whether a text is nothing but a known label."""
    plain = text.rstrip(" :")
    return len(plain) <= MAX_LABEL and vocabulary.column_kind(plain, exact=True) is not None


def names_column(text: str) -> bool:
    """Tell whether a text is a header that the vocabulary knows, by field or by level."""
    if not text or len(text) > MAX_LABEL:
        return False
    return (
        vocabulary.column_kind(text) is not None
        or bool(level_odds(text))
        or (vocabulary.scoped_column(text) is not None)
    )


def is_short(text: str) -> bool:
    """Tell whether a text is no longer than labels and headers are."""
    return len(text) <= MAX_LABEL and len(text.split()) <= _MAX_WORDS


def is_year(text: str) -> bool:
    """Tell whether a header is a year, or a part of one: `2026`, `T1 2027`."""
    return _YEAR.fullmatch(text.strip()) is not None


def is_period(text: str) -> bool:
    """Tell whether a header is a part of a calendar: `2026`, `T1`, `janv.`, `S2 2027`."""
    return is_year(text) or _PERIOD.fullmatch(fold(text).strip(" .")) is not None


_PERIOD = re.compile(
    r"[tqs]\s?[1-4]|(?:janv?|janvier|fevr?|fevrier|mars?|avr|avril|mai|juin|juil|juillet|aout?|"
    r"sept?|septembre|oct|octobre|nov|novembre|dec|decembre)\.?(?:\s20\d\d)?|"
    r"[1-4](?:er|e|eme)?\s?(?:trim|sem)[a-z.]*(?:\s20\d\d)?|[jfmasond]"
)


def is_state(text: str) -> bool:
    """Tell whether a short text names a state."""
    return len(text) <= _MAX_STATE and parse_status(text)[1] is not None


def is_total(row: Row) -> bool:
    """Tell whether a row adds up those above it: `Sous-total OO 1.1 | 84.500 €`."""
    texts = [row.flat(c) for c in row.filled]
    named = [t for t in texts if vocabulary.is_total(t)]
    rest = [t for t in texts if t not in named]
    return bool(named) and all(_AMOUNT.fullmatch(t) for t in rest)


def is_count(row: Row, labels: Labels) -> bool:
    """Tell whether a row only counts what a level holds: `Ligne de force 1 | 3 | 12`."""
    first, *rest = (row.flat(c) for c in row.filled)
    label = labels.match(first)
    alone = label is not None and bool(label.number) and not first[label.start : label.end].strip()
    return alone and bool(rest) and all(text.isdecimal() for text in rest)


# ---------------------------------------------------------------------------- the document


class Repeats:
    """Rows and first cells that the tables of a document repeat: headers and labels of forms."""

    def __init__(self, tables: Sequence[Sequence[Row]], labels: Labels) -> None:
        self.labels = labels
        self.words = (
            labels.words.own
            | labels.words.bare
            | labels.words.ordinal
            | labels.words.announced.keys()
        )
        rows: Counter[tuple[str, ...]] = Counter()
        firsts: Counter[str] = Counter()
        values: dict[str, list[str]] = defaultdict(list)
        for table in tables:
            seen: set[str] = set()
            for row in table:
                if len(row.filled) == 2 and len(row.cells) <= _MAX_PAIRS:
                    label, value = (row.flat(c) for c in row.filled)
                    values[label_key(label)].append(value)
                texts = tuple(row.flat(c) for c in row.filled)
                if len(texts) > 1 and all(map(is_short, texts)):
                    rows[texts] += 1
                if len(row.filled) in (2, 4) and len(row.cells) <= _MAX_PAIRS:
                    seen.update(row.flat(c).rstrip(" :") for c in row.filled[::2])
            firsts.update(seen)
            firsts.update(_returning(table, labels))
        self.rows, self.firsts = rows, firsts
        self.titled = frozenset(
            key for key, own in values.items() if key and _hold_titles(key, own, labels)
        )

    def is_header(self, row: Row) -> bool:
        """Tell whether several tables, or pages of one, have the row."""
        return self.rows[tuple(row.flat(c) for c in row.filled)] > 1

    def names(self, text: str) -> bool:
        """Tell whether a text is a header: a word of the vocabulary, or one of the document's."""
        return names_column(text) or self.is_word(text)

    def is_word(self, text: str) -> bool:
        """Tell whether a text is but a word that the document uses as a label, or explains."""
        return is_short(text) and label_key(text) in self.words

    def is_label(self, text: str) -> bool:
        """Tell whether several tables have a text as the label of a value."""
        return is_short(text) and self.firsts[text.rstrip(" :")] > 1


def _hold_titles(label: str, values: Sequence[str], labels: Labels) -> bool:
    """Tell whether what stands beside a label is a title each time; a numbered one where the
    vocabulary knows the label for a remark that levels are called too (`Objectif | 1.1 Apaiser`).
    """
    known = vocabulary.column_kind(label)
    steps = vocabulary.names_steps(label)  # a numbered list in one cell
    remark = known in ("other", "description") and bool(level_odds(label)) and not steps
    if len(values) < _LEAST or not (known is None or remark):
        return False
    if remark:
        numbered = sum(_is_numbered(value, labels) for value in values)
        return numbered >= _MOST * len(values)
    kinds = [content_kind(value, labels) for value in values]
    return kinds.count("title") >= _MOST * len(kinds)


def _is_numbered(text: str, labels: Labels) -> bool:
    """Tell whether a label with a number, or a number that a sign closes, begins a text."""
    label = labels.match(text)
    if label is not None and label.number is not None and label.start < len(text):
        return True
    marker = find_marker(text)
    numbered = marker is not None and marker.closed and marker.kind != "bullet"
    return numbered and marker is not None and marker.end < len(text)


_LEAST = 2  # values of a label that is said to name titles
_MOST = 0.8  # part of them that are titles


def _returning(table: Sequence[Row], labels: Labels) -> set[str]:
    """Return the first cells of rows of two that come back after others, as the labels of forms
    below each other do; numbered ones are titles that rows repeat."""
    firsts = [row.flat(row.filled[0]).rstrip(" :") for row in table if len(row.filled) == 2]
    runs = [text for text, before in zip(firsts, ["", *firsts], strict=False) if text != before]
    often = {text for text, count in Counter(runs).items() if count > 1 and is_short(text)}
    return {text for text in often if find_marker(text) is None and labels.match(text) is None}


_MAX_PAIRS = 6  # cells of a row of labels with their values


# ---------------------------------------------------------------------------- headers


def header_score(row: Row, below: Sequence[Row], repeats: Repeats, *, again: bool = False) -> float:
    """Return how much a row looks like one that names columns; 1 or more is one.

    What counts: known words, rows that are repeated, type and shade unlike the rows below, cells
    shorter than those below; against it, values, titles, and pairs of labels with their values.
    """
    filled = row.filled
    texts = [row.flat(c) for c in filled]
    if len(filled) < 2 or any(c.nested for c in filled) or any(len(t) > MAX_LABEL for t in texts):
        return 0.0
    known = sum(map(repeats.names, texts))
    exact = sum(is_label(t) or repeats.is_word(t) for t in texts)
    if again and exact < known:
        known = exact
    counted = sum(is_period(t) or is_state(t) for t in texts) if known >= 1 else 0
    share = (known + (counted if counted >= 2 else 0)) / len(texts)
    data = list(islice((r for r in below if len(r.filled) > 1), _COMPARED))
    if _pairs(row) and not _heads(row, data):
        return 0.0
    titles = sum(
        (wording_of(t) is Wording.INFINITIVE and len(t.split()) > 1 and not names_column(t))
        or (is_plan_like(t) and len(t.split()) > 3 and not names_column(t))
        or is_being(t)
        for t in texts
    )
    values = sum(
        kind_of(t) in ("deadline", "budget", "progress", "sdgs") and not is_year(t) for t in texts
    )
    score = 1.3 * share * (known >= 2) + 0.5 * (known == 1)
    score += 0.7 * repeats.is_header(row) + 0.6 * all(c.header for c in filled)
    score -= 0.8 * titles + 0.5 * values
    if data and not again:
        score += 0.5 * _unlike(row, data) + 0.2 * all(map(is_short, texts))
        score += 0.9 * _of_other_kind(row, below, repeats.labels)
    return score


_COMPARED = 4  # rows below a header that it is compared with


def _unlike(row: Row, data: Sequence[Row]) -> bool:
    """Tell whether a row is set or shaded unlike the rows below."""
    bold = all(row.bold(c) for c in row.filled)
    plain = [not all(r.bold(c) for c in r.filled) for r in data]
    shades = {c.shade for c in row.filled}
    shaded = shades - {None, "#ffffff"} and all(
        not shades & {c.shade for c in r.filled} for r in data
    )
    return bool((bold and all(plain)) or shaded)


def _heads(row: Row, data: Sequence[Row]) -> bool:
    """Tell whether a row that may be a label with its value is set unlike the rows below, none of
    which begins with a label: `Objectifs de terrain | Dans les faits`."""
    return bool(data) and _unlike(row, data) and not any(is_label(r.flat(r.cells[0])) for r in data)


def content_kind(text: str, labels: Labels) -> str | None:
    """Return what kind of cell a text is: a title with its number, a value, a long text."""
    label = labels.match(text)
    if label is not None and 0 <= label.start < label.end and text[label.start :].strip():
        return "title"
    marker = find_marker(text)
    if marker is not None and marker.closed and marker.kind != "bullet" and marker.end < len(text):
        return "title"
    kind = kind_of(text[marker.end :] if marker is not None else text)
    return kind or ("long" if len(text) > MAX_LABEL else None)


def _of_other_kind(row: Row, below: Sequence[Row], labels: Labels) -> float:
    """Return the part of a row's cells that are no value above columns of values."""
    cells = [c for c in row.filled if c.column_span == 1]
    if len(cells) < 2 or any(content_kind(row.flat(c), labels) for c in cells):
        return 0.0
    unlike = 0
    for cell in cells:
        own = [
            content_kind(r.flat(c), labels)
            for r in below[:_SAMPLE]
            if len(r.filled) > 1
            for c in r.filled
            if c.column == cell.column
        ]
        told = [k for k in own if k is not None]
        unlike += bool(told) and len(told) * 2 > len(own)
    return unlike / len(cells)


_SAMPLE = 12  # rows below a header that tell what its columns hold


def _pairs(row: Row) -> bool:
    """Tell whether labels alternate with values: `Pilote | service social | Échéance | 2021`."""
    texts = [row.flat(c) for c in row.cells]
    if len(texts) < 2 or len(texts) % 2:
        return False
    labels = [names_column(t.rstrip(" :")) for t in texts]
    bold = [row.bold(c) for c in row.cells]
    told = all(bold[0::2]) and not any(bold[1::2])  # `Pilote | Service des travaux`
    values = [is_label(t) if told else label for t, label in zip(texts, labels, strict=True)]
    colons = all(t.rstrip().endswith(":") for t in texts[0::2])
    return (all(labels[0::2]) or colons) and not any(values[1::2])


def is_form(rows: Sequence[Row], repeats: Repeats) -> bool:
    """Tell whether labels stand in the first column of most rows, with free text beside them.

    One row of two cells suffices where it is the whole table.
    """
    pairs = headers = others = 0
    filled = [row for row in rows if row.filled]
    alone = len(filled) == 1 and len(rows[0].cells) == 2
    for row in filled:
        texts = [row.flat(c) for c in row.cells]
        if len(texts) not in (2, 4, 6) or not texts[0]:
            others += len(row.filled) > 1
            continue
        labels = [_is_form_label(t, repeats) for t in texts]
        known = [is_label(t) for t in texts]
        if labels[0] and not any(known[1::2]):
            pairs += 1
        elif any(known[1::2]):
            headers += 1
        else:
            others += 1
    return pairs >= (1 if alone else 2) and pairs > headers and pairs >= others


def _is_form_label(text: str, repeats: Repeats) -> bool:
    plain = text.rstrip(" :")
    if len(plain) > MAX_LABEL:
        return False
    return is_label(text) or repeats.is_label(text) or text.rstrip().endswith(":")
