"""What kind of row a row is: a header, a pair of label and value, a label above its value.

Every question is answered from the row itself and its neighbours. A label is a known one; a text
that is nothing but a label is never a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extractor import vocabulary
from extractor.document import Cell, Table
from extractor.structure.paragraphs import Block
from extractor.structure.table_columns import (
    Column,
    is_year,
    level_of_code,
    parse_header,
    unknown_of,
)
from extractor.structure.table_rows import Row
from extractor.values import parse_status

_MAX_HEADER = 40  # characters of a header on the second line
_MAX_LABEL = 70  # characters of a label or of a column's header


def titles_ahead(rows: Sequence[Row], at: int) -> int:
    """Return how many rows with one cell follow, before a row of another kind."""
    count = 0
    for row in rows[at + 1 :]:
        if not row.filled:
            continue
        if len(row.filled) != 1 or is_header(row):
            break
        count += 1
    return count


def heads_whole_tree(rows: Sequence[Row]) -> bool:
    """Tell whether a header with a column of OS, or of kinds, is the next row that is not alone."""
    for row in rows:
        if len(row.filled) > 1:
            named = [parse_header(" ".join(row.text(c).split())) for c in row.filled]
            return is_header(row) and any(c and c.kind in ("OS", "kind") for c in named)
    return False


def is_label(text: str) -> bool:
    """Tell whether a text is nothing but a known label."""
    plain = text.rstrip(" :")
    return len(plain) <= _MAX_LABEL and vocabulary.column_kind(plain, exact=True) is not None


def is_labelled(blocks: Sequence[Block]) -> bool:
    """Tell whether a cell holds a label and, below it, its value."""
    return len(blocks) > 1 and is_label(blocks[0].text) and not is_label(blocks[1].text)


def holds_labelled_cells(row: Row) -> bool:
    """Tell whether the cells of a row hold a label each, with its value below or behind it."""
    blocks = [row.blocks[c.column] for c in row.filled]
    named = [parse_header(" ".join(row.text(c).split())) for c in row.filled]
    several = len(named) > 1  # a column alone is none
    levels = [several and column is not None and column.level is not None for column in named]
    labelled = [
        (is_labelled(b) or (several and _is_pair(b))) and not level
        for b, level in zip(blocks, levels, strict=True)
    ]
    alone = [len(b) == 1 and is_label(b[0].text) for b in blocks]
    return any(labelled) and all(map(max, labelled, alone)) and len(row.cells) <= 4


def _is_pair(blocks: Sequence[Block]) -> bool:
    """Tell whether a cell begins with a label, a colon and its value."""
    text = blocks[0].text if blocks else ""
    pair = vocabulary.match_field(text)
    return pair is not None and ":" in text[: pair.value_start] and pair.value_start < len(text)


def is_more_of_value(row: Row) -> bool:
    """Tell whether a row of a form has a value and no label."""
    return (
        len(row.cells) == 2
        and not row.blocks[row.cells[0].column]
        and len(row.filled) == 1
        and row.filled[0].column == row.cells[1].column
    )


def label_beside(row: Row, above: Sequence[Row]) -> Cell | None:
    """Return the label whose cell spans down to a row that holds one more value of it."""
    if len(row.filled) != 1 or row.filled[0].column == 0:
        return None
    for earlier in reversed(above):
        for cell in earlier.cells:
            reaches = cell.row + cell.row_span > row.index and cell.column < row.filled[0].column
            if reaches and is_label(" ".join(earlier.text(cell).split())):
                return cell
    return None


def ends_label(above: Row, row: Row) -> bool:
    """Tell whether a row holds but the second line of the label above: `Indicateurs de` /
    `résultat`."""
    if not row.cells or row.filled != row.cells[:1] or not above.blocks[above.cells[0].column]:
        return False
    text = " ".join(row.text(row.cells[0]).split())
    label = " ".join(above.text(above.cells[0]).split())
    return text[:1].islower() and is_label(f"{label} {text}") and len(above.filled) > 1


def is_label_above(row: Row, following: Row) -> bool:
    """Tell whether a row is a label alone and the next one its value."""
    if len(row.filled) != 1 or len(following.filled) != 1 or row.filled[0].nested:
        return False
    below = following.text(following.filled[0])
    return is_label(" ".join(row.text(row.filled[0]).split())) and not is_label(below)


def is_header(row: Row, *, again: bool = False) -> bool:
    """Tell whether a row names columns: two known headers or more, at least half of its cells.

    `again` asks more of a table that has a header already: its cells must be labels as they are.
    """
    filled = row.filled
    if any(c.nested for c in filled):
        return False
    texts = [" ".join(row.text(c).split()) for c in filled]
    if not texts or any(len(t) > _MAX_LABEL for t in texts):
        return False
    known = [t for t in texts if parse_header(t) is not None and (not again or is_label(t))]
    if len(filled) == 1:
        return False
    titled = len(known) >= 2 or any(vocabulary.column_kind(t) == "ACTION" for t in known)
    several = len(known) >= 2
    for named, counted in ((titled, is_year), (several, _is_state)):
        if named and sum(map(counted, texts)) >= _MIN_COUNTED:
            known += filter(counted, texts)
    exact = sum(":" not in t for t in known)
    return len(known) >= 2 and exact >= 2 and len(known) >= 0.5 * len(texts) and not _pairs(row)


_MAX_STATE = 25  # characters
_MIN_COUNTED = 2  # columns named by years, or by states of which they hold the number


def _is_state(text: str) -> bool:
    return len(text) <= _MAX_STATE and parse_status(text)[1] is not None


def names_columns(row: Row) -> bool:
    """Tell whether a row inside a form begins a table: three headers or more, and no values."""
    return len(row.filled) > 2 and is_header(row, again=True)


def is_total(row: Row) -> bool:
    """Tell whether a row adds up those above it: `Sous-total OO 1.1 | 84.500 €`."""
    texts = [" ".join(row.text(c).split()) for c in row.filled]
    named = [t for t in texts if vocabulary.is_total(t)]
    rest = [t for t in texts if t not in named]
    return bool(named) and all(_AMOUNT.fullmatch(t) for t in rest)


_AMOUNT = re.compile(r"[\d\s.,%/-]+(?:€|EUR|euros|actions?)?", re.IGNORECASE)


def _pairs(row: Row) -> bool:
    """Tell whether labels alternate with values: `Pilote | service social | Échéance | 2021`."""
    texts = [" ".join(row.text(c).split()) for c in row.cells]
    if len(texts) < 2 or len(texts) % 2:
        return False
    labels = [parse_header(t.rstrip(" :")) is not None for t in texts]
    bold = [all(block.first.bold for block in row.blocks[c.column]) for c in row.cells]
    told = all(bold[0::2]) and not any(bold[1::2])  # `Pilote | Service des travaux`
    values = [is_label(t) if told else label for t, label in zip(texts, labels, strict=True)]
    return all(labels[0::2]) and not any(values[1::2])


def is_group_header(row: Row, following: Row) -> bool:
    """Tell whether a row only groups the headers below it."""
    return (
        is_header(following)
        and len(row.filled) > 1
        and any(c.column_span > 1 for c in row.filled)
        and all(len(row.text(c)) <= _MAX_LABEL for c in row.filled)
        and not any(level_of_code(row.text(c)) for c in row.filled)  # `OO 1.1 | Accueillir`
    )


def is_second_line(row: Row, before: Row | None) -> bool:
    """Tell whether a row divides headers of the row above it that span several columns."""
    if before is None or not row.filled:
        return False
    spanned = {
        column
        for cell in before.cells
        if cell.column_span > 1
        for column in range(cell.column, cell.column + cell.column_span)
    }
    short = all(len(row.text(c)) <= _MAX_HEADER for c in row.filled)
    return short and len(row.filled) > 1 and all(c.column in spanned for c in row.filled)


def is_subheader(row: Row, columns: dict[int, Column]) -> bool:
    """Tell whether a row divides a column of the header above it."""
    filled = row.filled
    return (
        len(filled) > 1
        and all(len(row.text(c)) <= 30 for c in filled)
        and all(columns.get(c.column, unknown_of(c)).kind in ("status", "other") for c in filled)
        and len({columns.get(c.column, unknown_of(c)).label for c in filled}) == 1
    )


def is_form_row(row: Row, table: Table, has_columns: bool) -> bool:
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
    first = row.text(cells[0]).rstrip()
    colon = first.endswith(":") and vocabulary.match_heading(first) is None
    return len(cells) == 2 and not has_columns and colon


def mostly_labels(rows: Sequence[Row]) -> bool:
    """Tell whether at least half of the rows begin with a known label."""
    filled = [row for row in rows if row.filled]
    known = [
        row
        for row in filled
        if vocabulary.column_kind(" ".join(row.text(row.cells[0]).split()).rstrip(" :"))
    ]
    return 2 * len(known) >= len(filled)


def is_form(rows: Sequence[Row]) -> bool:
    """Tell whether labels stand in the first column of most rows, with free text beside them.

    One row of two cells suffices where it is the whole table: no header stands above nothing.
    """
    pairs = headers = 0
    alone = sum(bool(row.filled) for row in rows) == 1 and len(rows[0].cells) == 2
    for row in rows:
        texts = [" ".join(row.text(c).split()) for c in row.cells]
        if len(texts) not in (2, 4, 6) or not texts[0]:
            continue
        labels = [
            len(t) <= _MAX_LABEL and vocabulary.column_kind(t.rstrip(" :"), exact=True) is not None
            for t in texts
        ]
        if labels[0] and not any(labels[1::2]):
            pairs += 1
        elif any(labels[1::2]):
            headers += 1
    return pairs >= (1 if alone else 2) and pairs > headers
