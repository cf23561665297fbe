"""What the columns of a table hold: a level, a number, a field, from their headers.

A header is looked up in the vocabulary; `OO Échéance` is the OO's deadline; a header on two lines
is read with the one above it. What stands in the columns decides what headers leave open: a column
of a level that holds nothing but numbers numbers that level (`OS | Libellé OS`), and where no
header names the titles, the column with the most text holds them. Two columns never hold one
level: the second is the next level down.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor import vocabulary
from extractor.document import Cell, Table
from extractor.schema import Level
from extractor.structure.table_rows import Row
from extractor.text import letters

LEVELS = {level.value: level for level in Level}

_SCOPES = {
    "os": Level.OS, "oo": Level.OO, "act": Level.ACTION, "action": Level.ACTION,
    "subact": Level.SOUS_ACTION, "projet": Level.PROJET,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: a level, `number`, `kind`, `title`, `volet`, `section`, or a field."""

    kind: str
    label: str
    scope: Level | None = None
    option: str | None = None  # a sub-header: a mark in the cell chooses this value
    numbered: bool = False  # every title in it begins with a bare number: `3 Être une ville…`

    @property
    def level(self) -> Level | None:
        """Return the level that the column's cells are titles of."""
        return LEVELS.get(self.kind)

    @property
    def holds_titles(self) -> bool:
        """Tell whether the column's cells are titles of nodes."""
        return self.level is not None or self.kind == "title"


def has_numbers(column: Column, columns: Mapping[int, Column]) -> bool:
    """Tell whether the titles of a column have their numbers in a column of their own."""
    return any(c.kind == "number" and c.scope is column.level for c in columns.values())


def unknown_of(cell: Cell) -> Column:
    """Return the column of a cell that stands under no header."""
    return Column("other", f"colonne {cell.column + 1}")


def parse_header(text: str) -> Column | None:
    """Return what a column's header says, or None. `OO Échéance` is the OO's deadline.

    >>> parse_header("Échéance (mois/année)").kind
    'deadline'
    """
    text = " ".join(text.split())
    if not text:
        return None
    known = vocabulary.column_kind(text, exact=True)
    if known is not None and known != "number":
        return Column(known, text)
    scoped = vocabulary.scoped_column(text)
    if scoped is not None:
        said, level = scoped
        return Column(level if said == "title" else said, text, LEVELS[level])
    if known is not None:
        return Column(known, text)
    first, _, rest = text.partition(" ")
    scope = _SCOPES.get(letters(first))
    if scope is not None and rest:
        kind = vocabulary.column_kind(rest)
        if kind is not None or scope is not Level.PROJET:
            return Column(kind or "other", rest, scope)
    kind = vocabulary.column_kind(text)
    return Column(kind, text) if kind else None


def merge_columns(columns: dict[int, Column], row: Row, table: Table) -> dict[int, Column]:
    """Return the columns as a header row names them; a short row adds to the one above it."""
    merged = dict(columns) if columns and len(row.filled) < len(columns) else {}
    for cell in row.filled:
        text = " ".join(row.text(cell).split())
        for column in range(cell.column, cell.column + cell.column_span):
            merged[column] = _named(text, columns.get(column))
    return merged


def settle_columns(columns: dict[int, Column], rows: Sequence[Row]) -> dict[int, Column]:
    """Return the columns with what the rows below the header decide: numbers, levels, titles."""
    texts: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        for cell in row.filled if len(row.filled) > 1 else ():
            texts[cell.column].append(" ".join(row.text(cell).split()))
    columns = _title_columns(_number_columns(_year_columns(columns, texts), texts))
    columns = name_titles(_one_column_a_level(columns), rows)
    for index, column in columns.items():
        if column.level and are_numbered(texts[index]):
            columns = columns | {index: replace(column, numbered=True)}
    return _numbered_levels(columns, rows)


_BARE_NUMBER = re.compile(r"(?:[A-Z]{1,2})?(\d{1,3})\s+(?=[^\W\d_])")


def are_numbered(titles: Sequence[str]) -> bool:
    """Tell whether titles all begin with a number, mostly the one after that of the title before:
    `30 km/h…` and `2 agents…` are not numbered."""
    found = [_BARE_NUMBER.match(title) for title in titles]
    numbers = [int(match[1]) for match in found if match]
    steps = [b - a for a, b in pairwise(numbers) if a != b]
    return len(numbers) == len(titles) and 2 * steps.count(1) >= len(steps) > 0


def _year_columns(
    columns: dict[int, Column], texts: Mapping[int, Sequence[str]]
) -> dict[int, Column]:
    """Take columns named by years for deadlines where they are ticked or coloured, for budgets
    where they hold amounts."""
    out = dict(columns)
    for index, column in columns.items():
        if column.kind != "other" or not is_year(column.label):
            continue
        if not texts[index] or _mostly(texts[index], is_mark):
            out[index] = replace(column, kind="deadline", option=column.label)
        elif _mostly(texts[index], lambda text: _AMOUNT.fullmatch(text) is not None):
            out[index] = replace(column, kind="budget")
    return out


def is_year(text: str) -> bool:
    """Tell whether a header is a year, or a part of one: `2026`, `T1 2027`."""
    return _YEAR.fullmatch(text.strip()) is not None


_YEAR = re.compile(r"(?:[TQS]\s?[1-4][\s./-]*)?20\d\d(?:\s?[-/]\s?20\d\d)?")
_AMOUNT = re.compile(r"[\d\s.,\u202f]+(?:\s?(?:€|EUR|euros))?", re.IGNORECASE)


def is_mark(text: str) -> bool:
    """Tell whether a cell only ticks its column."""
    return len(text.strip()) == 1 and not text.strip().isdigit()


def _number_columns(
    columns: dict[int, Column], texts: Mapping[int, Sequence[str]]
) -> dict[int, Column]:
    """Take columns of a level that hold nothing but numbers for its numbers."""
    out = dict(columns)
    unnamed = [i for i in texts if i not in columns and _mostly(texts[i], is_code)]
    beside = {i: columns[i + 1].level for i in unnamed if i + 1 in columns}
    out.update({i: Column("number", "", level) for i, level in beside.items() if level})
    for index, column in columns.items():
        level = column.level
        if level is not None and _mostly(texts[index], is_code):
            right = columns.get(index + 1)
            others = [c for i, c in columns.items() if i != index and c.level is level]
            if others or (right is not None and right.kind in _MAY_BE_TITLES):
                out[index] = Column("number", column.label, level)
        elif column.kind == "other" and column.scope is None:
            levels = {level_of_code(text) for text in texts[index]}
            named = levels.pop() if len(levels) == 1 else None
            right = columns.get(index + 1)
            if named is None and right and not column.label and _mostly(texts[index], is_code):
                named = right.level  # numbers without header beside titles
            if named is not None:
                out[index] = Column("number", column.label, named)
    return out


def _title_columns(columns: dict[int, Column]) -> dict[int, Column]:
    """Give a column of titles the level of the numbers beside it: `N° OS | Intitulé`."""
    out = dict(columns)
    for index in sorted(columns):
        scope = columns[index].scope
        held = {c.level for c in out.values()}
        if columns[index].kind != "number" or scope is None or scope in held:
            continue
        for beside in (index + 1, index - 1):
            if beside in out and out[beside].kind in _MAY_BE_TITLES and out[beside].scope is None:
                out[beside] = Column(scope.value, out[beside].label)
                break
    return out


def _numbered_levels(columns: dict[int, Column], rows: Sequence[Row]) -> dict[int, Column]:
    """Say of each column of numbers whose they are: of the titles beside it, or the deepest."""
    out = dict(columns)
    levels = {c.level: i for i, c in columns.items() if c.level is not None}
    if not levels:
        return columns
    alone = [i for i, c in columns.items() if c.kind == "number" and c.scope is None]
    for beside in (True, False):
        for index in alone:
            numbered = {c.scope for c in out.values() if c.kind == "number"}
            free = sorted(levels.keys() - numbered, key=lambda x: -x.rank)
            free = [x for x in free if not beside or levels[x] == index + 1]
            owner = next((x for x in free if _numbers(rows, index, levels[x])), None)
            if out[index].scope is None and owner is not None:
                out[index] = replace(out[index], scope=owner)
    if levels.keys() <= {c.scope for c in out.values() if c.kind == "number"}:
        for index in alone:
            if out[index].scope is None:
                out[index] = replace(out[index], kind="other")  # an identifier of the row
    return out


def _numbers(rows: Sequence[Row], number: int, title: int) -> bool:
    """Tell whether numbers stand beside titles, and no title beside two numbers."""
    seen: dict[str, str] = {}
    alone = together = 0
    for row in rows:
        texts = {c.column: letters(row.text(c)) for c in row.filled}
        if number not in texts or len(texts) < 2:
            continue
        if title not in texts:
            alone += 1
        elif seen.setdefault(texts[title], texts[number]) != texts[number]:
            return False
        else:
            together += 1
    return together >= _MOSTLY * (alone + together)


def levels_by_depth(columns: dict[int, Column], rows: Sequence[Row]) -> dict[int, Level]:
    """Return the level of numbers of each depth (`1`, `1.1`, `1.1.1`), where nothing but the
    numbers tells the levels of a column of titles; a column of actions may hold their objectives
    in rows of a number and a title."""
    levels = {c.level for c in columns.values() if c.level}
    kinds = {c.kind for c in columns.values()}
    number = next((i for i, c in columns.items() if c.kind == "number"), None)
    if "kind" in kinds or not (levels == {Level.ACTION} or ("title" in kinds and not levels)):
        return {}
    sizes: dict[int, int] = {}
    for row in rows:
        code = next((row.text(c) for c in row.filled if c.column == number), "")
        if is_code(code) or _STEP.fullmatch(code.strip()):
            sizes[depth_of(code)] = max(len(row.filled), sizes.get(depth_of(code), 0))
    if not {1, 2, 3} <= sizes.keys() or (levels and max(sizes[1], sizes[2]) > _BARE):
        return {}
    order = (Level.OS, Level.OO, Level.ACTION, Level.SOUS_ACTION)
    return dict(zip(sorted(sizes), order, strict=False))


def untold_level(columns: dict[int, Column]) -> Level | None:
    """Return the level of titles of which nothing tells it: with values beside them, actions."""
    kinds = {c.kind for c in columns.values()}
    told = "kind" in kinds or any(c.level for c in columns.values())
    return Level.ACTION if kinds & _ATTRIBUTES and not told else None


def depth_of(code: str) -> int:
    """Return how many numbers a code is made of: `1.2.3.` has three; `a)` stands below them all."""
    if _STEP.fullmatch(code.strip()):
        return _BELOW_ALL
    return len(re.findall(r"[^\W_]+", code))


_CODE = re.compile(
    r"(?:[^\W\d_]{1,8}[\s.\-_]*)?(?:n\s?°\s*)?\d{1,4}(?:[.\-/_][^\W_]{1,3}){0,4}[.)]?|[IVXL]{1,6}|[A-Z]"
)
_STEP = re.compile(r"[a-w][.)]?")
_BELOW_ALL = 9  # numbers of a code; no plan has more than five
_MAY_BE_TITLES = ("title", "description", "other")
_BARE = 2  # cells of a row that holds a number and a title alone
_MOSTLY = 0.8  # of the cells of a column


def is_code(text: str) -> bool:
    """Tell whether a text is nothing but a number: `1`, `OO 1.2`, `II`."""
    return _CODE.fullmatch(text.strip()) is not None


def level_of_code(text: str) -> Level | None:
    """Return the level that a text names without titling it: `OO 1.2`."""
    match = vocabulary.match_heading(text)
    if match is None or match.bare or text[match.title_start : match.title_end].strip():
        return None
    return match.level


def _mostly(texts: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(texts) and sum(map(test, texts)) >= _MOSTLY * len(texts)


def _named(text: str, group: Column | None) -> Column:
    """Return what a header says, with the header above it that spans it and others."""
    if group is not None and is_year(f"{text} {group.label}"):
        return Column("other", f"{text} {group.label}")  # `2026`, below it `T1`
    if group is not None and group.label != text:
        both = vocabulary.column_kind(f"{group.label} {text}", exact=True)
        if both is not None:
            return Column(both, f"{group.label} {text}", group.scope)
        own = parse_header(text)
        if own is None and group.kind in vocabulary.attribute_keys():
            return Column(group.kind, f"{group.label} {text}", group.scope, option=text)
        if group.level is not None and own is not None and own.scope is None:
            if own.kind == "title":
                return Column(group.kind, f"{group.label} {text}")
            if own.kind == "number":
                return Column("number", f"{group.label} {text}", group.level)
    return parse_header(text) or Column("other", text)


def name_titles(columns: dict[int, Column], rows: Sequence[Row]) -> dict[int, Column]:
    """Find the column of actions where no header names it: the unknown one with the most text."""
    kinds = {c.kind for c in columns.values()}
    deepest = max((c.level.rank for c in columns.values() if c.level), default=-1)
    if deepest >= Level.ACTION.rank or "title" in kinds or not kinds & _ATTRIBUTES:
        return columns
    lengths: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        for cell in row.filled:
            if columns.get(cell.column, unknown_of(cell)).kind in ("other", "description"):
                lengths[cell.column].append(len(row.text(cell)))
    mean = {column: sum(found) / len(found) for column, found in lengths.items()}
    best = max(mean, key=lambda c: mean[c], default=None)
    if best is None or mean[best] < _MIN_TITLE_LENGTH or best not in columns:
        return columns
    measured = [at for at, column in columns.items() if column.kind == "indicators"]
    if kinds & _ATTRIBUTES == {"indicators"} and best > min(measured):
        return columns  # `Indicateur | Valeur | Cible | Source`
    if vocabulary.is_closing(columns[best].label):
        return columns  # `Abréviations`
    return columns | {best: Column(Level.ACTION.value, columns[best].label)}


_ATTRIBUTES = frozenset(
    ("responsibles", "services", "mandataries", "partners", "deadline", "budget", "indicators",
     "status", "progress", "priority")
)  # fmt: skip

_LEVEL = 6.0  # points between the edge of a header and that of its column
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


def under_header(
    columns: dict[int, Column], header: Sequence[float], edges: Sequence[float]
) -> dict[int, Column]:
    """Return the columns of a table whose cells begin at `edges`, below a header that has its own.

    Several columns of the header may be one here: the one that holds titles names it.
    """
    places = [sum(left <= edge + _LEVEL for left in header) - 1 for edge in edges]
    if places[0] != 0 or any(a >= b for a, b in pairwise(places)):
        return {}
    out = {}
    for index, (begin, end) in enumerate(pairwise([*places, len(header)])):
        spanned = [columns[i] for i in range(begin, end) if i in columns]
        titled = [c for c in spanned if c.level is not None or c.kind == "title"]
        if spanned:
            out[index] = (titled or spanned)[0]
    return out


def merge_options(columns: dict[int, Column], row: Row) -> dict[int, Column]:
    """Return the columns with the values that a row of sub-headers offers for a mark."""
    merged = dict(columns)
    for cell in row.filled:
        old = merged.get(cell.column) or unknown_of(cell)
        merged[cell.column] = Column(
            old.kind, old.label, old.scope, " ".join(row.text(cell).split())
        )
    return merged
