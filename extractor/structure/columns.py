"""What the columns of a table hold: titles, their numbers, values; by header and by content.

In: the header rows, the rows below. Out: a `Column` for each index. A word that the vocabulary has
for a field makes a field, one that it has for a level a column of titles; what the cells hold
decides where the header says nothing, or says two things (`Priorité`, `Mesure`). Which level the
titles are of is not decided here: the header is evidence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from extractor import vocabulary
from extractor.markers import find_marker
from extractor.structure.contents import kind_of, kind_of_values
from extractor.structure.labels import Labels
from extractor.structure.rows import Row, content_kind, is_period, is_year
from extractor.structure.wording import is_being
from extractor.vocabulary.labels import label_key
from extractor.vocabulary.words import level_odds

_LEVELS = ("OS", "OO", "PROJET", "ACTION", "SOUS_ACTION", "section")
_MOSTLY = 0.8  # of the cells of a column
_CODE = re.compile(
    r"(?:[^\W\d_]{1,8}[\s.\-_]*)?(?:n\s?°\s*)?\d{1,4}(?:[.\-/_][^\W_]{1,4}){0,4}[.)]?|[IVXL]{1,6}[.)]?|"
    r"[A-Z][.)]?|[a-z][.)]|(?:[A-Z]{1,4}[\s.]?\d{1,3}[\s./_-]*){2,4}"
)
_AMOUNT = re.compile(r"[\d\s.,\u202f]+(?:\s?(?:€|EUR|euros))?", re.IGNORECASE)


class Holds(StrEnum):
    """What a column's cells are."""

    TITLE = "title"
    CODE = "code"  # of the titles of another column
    KIND = "kind"  # says what kind of row it is: OS, OO, action
    VOLET = "volet"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds; `owner` is the index of the column of titles that it speaks of."""

    holds: Holds
    label: str
    key: str = "other"  # of a field
    option: str | None = None  # a sub-header: a mark in the cell chooses this value
    owner: int | None = None
    level: str | None = None  # that the header names for a code or a value: `OO Échéance`
    coded: bool = False  # its titles begin with a number behind letters: `A111 Aménager…`


def header_texts(rows: Sequence[Row]) -> dict[int, list[str]]:
    """Return the texts of header rows over each column, the highest first."""
    out: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        for cell in row.filled:
            for column in range(cell.column, cell.column + cell.column_span):
                if row.flat(cell) not in out[column]:
                    out[column].append(row.flat(cell))
    return out


def settle(
    headers: Mapping[int, Sequence[str]], rows: Sequence[Row], labels: Labels
) -> dict[int, Column]:
    """Return what the columns hold; `rows` are those below the header."""
    texts: dict[int, list[str]] = defaultdict(list)
    listed: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        for cell in row.filled if len(row.filled) > 1 else ():
            texts[cell.column].append(row.flat(cell))
            listed[cell.column] += [p.text for p in row.paragraphs.get(cell.column, ())]
    for row in rows:  # a staircase: the titles of one level stand alone in their rows
        for cell in row.filled if len(row.filled) == 1 else ():
            if cell.column_span == 1 and cell.column in headers and cell.column not in listed:
                texts[cell.column].append(row.flat(cell))
    columns = {
        i: _column(list(headers.get(i, ())), texts.get(i, []), labels, listed.get(i, []))
        for i in sorted({*headers, *texts})
    }
    columns = _told_by_codes(columns, texts)
    columns = _with_titles(columns, texts, labels)
    columns = _with_lists(columns, texts, listed)
    columns = _beside_codes(columns, texts, rows)
    columns = _codes(columns, texts, rows)
    columns = {
        i: replace(c, coded=_mostly(texts.get(i, []), _is_coded)) if c.holds is Holds.TITLE else c
        for i, c in columns.items()
    }
    return _owners(columns, rows)


CODED = re.compile(r"[^\W\d_]{1,5}[ .°-]{0,2}(?P<number>\d[\d./-]*)[ .:)–—-]+(?=[\w«“\"])")


def _is_coded(text: str) -> bool:
    return CODED.match(text) is not None


def headed(text: str, header: str) -> tuple[str, str | None, int] | None:
    """Return the header that a cell repeats before its title, the number behind it and where the
    title begins: `Ouvrage 2 « Toiture »`, below `Ouvrages`."""
    for length in range(len(header.split()) + 1, 0, -1):
        match = re.match(rf"((?:\S+\s+){{{length - 1}}}[^\s:\d]*[^\W\d_]\.?){_AFTER_HEADER}", text)
        if match and label_key(match[1]) == label_key(header):
            return match[1], match["number"], match.end()
    return None


_AFTER_HEADER = (
    r"(?:\s?(?:n\s?[°º]\s?)?(?P<number>\d[\d./-]*|[IVXL]+(?![\w’']))?)"
    r"(?:\s?[.:–—-]+\s+|\s+(?=[«“\"A-ZÀ-Ý]))"
)


def is_mark(text: str) -> bool:
    """Tell whether a cell only ticks its column."""
    return len(text.strip()) == 1 and not text.strip().isdigit()


def is_code(text: str) -> bool:
    """Tell whether a text is nothing but a number: `1`, `OO 1.2`, `II`."""
    return _CODE.fullmatch(text.strip()) is not None


def _mostly(texts: Sequence[str], test) -> bool:  # type: ignore[no-untyped-def]
    return bool(texts) and sum(map(test, texts)) >= _MOSTLY * len(texts)


def _column(
    header: list[str], texts: Sequence[str], labels: Labels, listed: Sequence[str]
) -> Column:
    """Return what a column holds, by the words at its head and what stands in it; `listed` are
    the paragraphs of its cells, one by one."""
    label = " ".join(header)
    last = header[-1] if header else ""
    group = " ".join(header[:-1])
    if is_period(last) or is_year(label):
        return _year(label, texts)
    if group and texts and _mostly(texts, is_mark):
        outer = vocabulary.column_kind(group)
        if outer in vocabulary.attribute_keys():  # a mark chooses: `Avancement` over `Fin.`
            return Column(Holds.FIELD, label, outer, option=last)
    kind = vocabulary.column_kind(last, exact=True) if last else None
    level = None
    scoped = vocabulary.scoped_column(label) or (vocabulary.scoped_column(last) if last else None)
    if kind in (None, "number") and scoped is not None:
        kind, level = scoped
    if kind is None and (prefixed := _prefixed(last)) is not None:
        kind, level = prefixed
    if kind is None and group:
        kind = vocabulary.column_kind(label, exact=True)
        groups = (vocabulary.column_kind(g, exact=True) for g in reversed(header[:-1]))
        outer = next((k for k in groups if k is not None), None)
        titled = _content(texts, labels, listed) == "title"
        if kind is None and outer in vocabulary.attribute_keys() and not titled:
            return Column(Holds.FIELD, label, str(outer), option=last)
        if kind is None and outer in _LEVELS:
            kind = outer
    content = _content(texts, labels, listed)
    if label and any(
        _mostly(own, lambda text: headed(text, last) is not None) for own in (texts, listed)
    ):
        content = "title"
    if kind is None and label and not (group and content == "title"):
        kind = vocabulary.column_kind(label)
    if kind in ("other", "description") and content == "title":
        known = vocabulary.column_kind(last, exact=True)
        if known is None or _is_word(last, labels):
            kind = None  # `Objectif de fond`: begins as a field does, and names a level
    if kind == "number" or (kind is None and _mostly(texts, is_code)):
        return Column(Holds.CODE, label, level=level or _level_of(group))
    if kind == "kind":
        return Column(Holds.KIND, label)
    if kind == "volet":
        return Column(Holds.VOLET, label)
    titled = kind in _LEVELS or kind == "title" or bool(level_odds(last)) or _is_word(last, labels)
    if level is not None and kind not in _LEVELS and kind != "title":
        titled = False
    elif titled and kind not in _LEVELS and kind in vocabulary.attribute_keys():
        titled = content == "title"  # `Priorité`, `Mesure`: both a level and a field
    elif titled and kind not in _LEVELS and content not in (None, "title"):
        titled = kind == "title"
    if titled and _mostly(texts, is_code) and len(texts) > 1:
        return Column(Holds.CODE, label, level=kind if kind in _LEVELS else None)
    if titled:
        named = last or label
        if len(_named_levels(named)) > 1:
            return Column(Holds.TITLE, "titre")
        if level and kind == "title":
            named = level.replace("_", "-").lower()
        elif kind in _LEVELS and kind != "section" and not level_odds(last):
            named = kind.replace("_", "-").lower()  # `SUBACT Titre`
        elif kind == "title" and level is None:
            named = "titre"  # whatever word the sheet has for it
        return Column(Holds.TITLE, named, level=level)
    if kind is not None:
        return Column(Holds.FIELD, last or label, kind, level=level)
    return _by_content(label, content, texts)


_SCOPES = {
    "os": "OS", "oo": "OO", "act": "ACTION", "action": "ACTION", "subact": "SOUS_ACTION",
    "projet": "PROJET",
}  # fmt: skip


def _named_levels(header: str) -> set[str]:
    """Return the levels a header names: two in `Actions / sous-actions`, whose numbers tell."""
    kinds = (vocabulary.column_kind(part) for part in re.split(r"\s*(?:/|&|,|\bet\b)\s*", header))
    return {k for k in kinds if k in _LEVELS}


def _is_word(header: str, labels: Labels) -> bool:
    """Tell whether a header is a word that the document uses as label, or explains."""
    key = label_key(header)
    return bool(key) and (
        key in labels.words.own | labels.words.bare or key in labels.words.announced
    )


def _content(texts: Sequence[str], labels: Labels, listed: Sequence[str] = ()) -> str | None:
    """Return what the cells of a column are: `title` where most have a label or number of their
    own before a text, or list texts that do."""
    for parts in (texts, listed):
        kinds = [content_kind(t, labels) for t in parts]
        if parts and kinds.count("title") >= _MOSTLY * len(kinds):
            return "title"
    return kind_of_values(texts) if texts else None


def _prefixed(header: str) -> tuple[str, str] | None:
    """Return what a header says of the level that begins it: `OO Échéance` is the OO's."""
    first, _, rest = header.partition(" ")
    level = _SCOPES.get(label_key(first).replace(" ", ""))
    if level is None or not rest:
        return None
    kind = vocabulary.column_kind(rest)
    return (kind or "other", level) if kind is not None or level != "PROJET" else None


def _level_of(group: str) -> str | None:
    kind = vocabulary.column_kind(group, exact=True) if group else None
    return kind if kind in _LEVELS else None


def _by_content(label: str, content: str | None, texts: Sequence[str]) -> Column:
    if content == "title" or (texts and sum(map(is_being, texts)) * 2 > len(texts)):
        return Column(Holds.TITLE, label)
    return Column(Holds.FIELD, label, content or "other")


def _year(label: str, texts: Sequence[str]) -> Column:
    """Take a column named by a year for a deadline where it is ticked or coloured, for a budget
    where it holds amounts."""
    if not texts or _mostly(texts, is_mark):
        return Column(Holds.FIELD, label, "deadline", option=label)
    if _mostly(texts, lambda text: _AMOUNT.fullmatch(text) is not None):
        return Column(Holds.FIELD, label, "budget")
    return Column(Holds.FIELD, label)


def _with_titles(
    columns: dict[int, Column], texts: Mapping[int, Sequence[str]], labels: Labels
) -> dict[int, Column]:
    """Find the column of titles where nothing names it: the one with the most text."""
    if not any(c.holds is Holds.TITLE for c in columns.values()):
        free = {
            i: sum(map(len, texts[i])) / len(texts[i])
            for i, c in columns.items()
            if texts.get(i) and c.holds is Holds.FIELD and c.key in ("other", "description")
        }
        best = max(free, key=lambda i: (free[i], -i), default=None)
        if best is None or free[best] < _MIN_TITLE:
            return columns
        columns = columns | {best: Column(Holds.TITLE, columns[best].label)}
    return _deeper_titles(columns, texts, labels)


def _deeper_titles(
    columns: dict[int, Column], texts: Mapping[int, Sequence[str]], labels: Labels
) -> dict[int, Column]:
    """Find titles below those that the headers name: rows speak of something of their own, so that
    where the titles named stand over several rows each, a column beside them has the finer ones."""
    named = [i for i, c in columns.items() if c.holds is Holds.TITLE]
    most = max(_runs(texts.get(i, ())) for i in named)
    finer = [
        i
        for i, c in columns.items()
        if c.holds is Holds.FIELD and _may_title(c) and _runs(texts.get(i, ())) > _OFTENER * most
    ]
    told = [i for i in finer if _content(texts[i], labels) == "title"]
    if not told:
        told = [i for i in finer if i > named[0] and _are_long(texts[i])][:1]
    return columns | {i: Column(Holds.TITLE, columns[i].label) for i in told}


def _with_lists(
    columns: dict[int, Column],
    texts: Mapping[int, Sequence[str]],
    listed: Mapping[int, Sequence[str]],
) -> dict[int, Column]:
    """Find the titles that the cells of the last such column list, below a header that says
    nothing: `Dans les faits` over cells of several marked and wordy lines each."""
    titles = [i for i, c in columns.items() if c.holds is Holds.TITLE]
    for i, column in reversed(columns.items()):
        if column.holds is not Holds.FIELD or not titles or i < titles[0]:
            continue
        if vocabulary.column_kind(column.label) is not None or not _may_title(column):
            continue
        parts = listed.get(i, ())
        marked = _mostly(parts, lambda text: find_marker(text) is not None)
        if marked and len(parts) >= _LISTED * len(texts.get(i, ())) and _are_wordy(parts):
            return columns | {i: Column(Holds.TITLE, column.label)}
    return columns


def _runs(texts: Sequence[str]) -> int:
    """Return how many cells there are, those not counted that repeat the one above."""
    return sum(text != before for text, before in zip(texts, ["", *texts], strict=False))


def _are_long(texts: Sequence[str]) -> bool:
    """Tell whether texts are wordy and different, as titles are and values seldom."""
    return _are_wordy(texts) and len(set(texts)) >= _MOSTLY * len(texts)


def _are_wordy(texts: Sequence[str]) -> bool:
    """Tell whether most texts have more words than names, dates and states have."""
    return _mostly(texts, lambda text: len(text.split()) >= _WORDY)


_LISTED = 1.5  # lines of a cell, on average, where cells list titles


_OFTENER = 1.4  # times as often as the titles that headers name is a deeper column filled
_WORDY = 4  # words of a text that is no name, no date and no state


def _beside_codes(
    columns: dict[int, Column], texts: Mapping[int, Sequence[str]], rows: Sequence[Row]
) -> dict[int, Column]:
    """Make titles of the texts beside numbers that number no other column: `Code | Nos pas`."""
    out = dict(columns)
    titles = [i for i, c in columns.items() if c.holds is Holds.TITLE]
    for index, column in columns.items():
        beside = out.get(index + 1)
        if column.holds is not Holds.CODE or beside is None or beside.holds is not Holds.FIELD:
            continue
        if any(_number_titles(rows, index, i) for i in titles) or not _may_title(beside):
            continue
        if _are_long(texts.get(index + 1, ())) and _number_titles(rows, index, index + 1):
            out[index + 1] = Column(Holds.TITLE, beside.label)
    return out


def _told_by_codes(
    columns: dict[int, Column], texts: Mapping[int, Sequence[str]]
) -> dict[int, Column]:
    """Make titles of what stands beside the numbers of a level that no column is named for:
    `N° action | Description`."""
    out = dict(columns)
    for index, column in columns.items():
        if column.holds is not Holds.CODE or column.level is None:
            continue
        held = [c for c in out.values() if c.holds is Holds.TITLE and _names(c.label, column.level)]
        beside = out.get(index + 1) or out.get(index - 1)
        at = index + 1 if index + 1 in out else index - 1
        if held or beside is None or not _may_title(beside):
            continue
        out[at] = Column(Holds.TITLE, column.level.replace("_", "-").lower())
    return out


def _may_title(column: Column) -> bool:
    if column.holds is Holds.TITLE:
        return not level_odds(column.label)
    return column.holds is Holds.FIELD and column.key in ("other", "description")


_MIN_TITLE = 12  # characters, on average, of the titles of a column that nothing names


def _codes(
    columns: dict[int, Column], texts: Mapping[int, Sequence[str]], rows: Sequence[Row]
) -> dict[int, Column]:
    """Say whose numbers a column holds: of the titles beside it."""
    out = dict(columns)
    titles = [i for i, c in columns.items() if c.holds is Holds.TITLE]
    taken: set[int] = set()
    for index, column in columns.items():
        if column.holds is not Holds.CODE:
            continue
        named = [i for i in titles if column.level and _names(columns[i].label, column.level)]
        right = [i for i in titles if i > index and i not in taken]
        left = [i for i in reversed(titles) if i < index and i not in taken]
        order = [i for i in [*named, *right[:1], *left[:1]] if i not in taken]
        owner = next((i for i in order if _number_titles(rows, index, i)), None)
        if owner is None and column.level:
            owner = _shared_owner(index, out, rows)
        if owner is None:
            out[index] = replace(column, holds=Holds.FIELD, key="other")
        else:
            taken.add(owner)
            out[index] = replace(column, owner=owner)
    return out


def _shared_owner(index: int, columns: Mapping[int, Column], rows: Sequence[Row]) -> int | None:
    """Return the column of titles that a column of codes shares with others, one row having the
    code of one level: `OS | OO | Action | Intitulé`."""
    others = {
        i: c.owner for i, c in columns.items() if c.holds is Holds.CODE and c.owner is not None
    }
    for other, owner in others.items():
        alone = [{c.column for c in row.filled} & {index, other} for row in rows]
        if owner is not None and not any(len(both) > 1 for both in alone):
            return owner if _number_titles(rows, index, owner) else None
    return None


def _names(label: str, level: str) -> bool:
    return level_odds(label).get(level, 0.0) > 0 or vocabulary.column_kind(label) == level


def _number_titles(rows: Sequence[Row], number: int, title: int) -> bool:
    """Tell whether numbers stand beside titles, and no title beside two numbers."""
    seen: dict[str, str] = {}
    alone = together = 0
    for row in rows:
        cells = {c.column: c for c in row.filled}
        if number not in cells or len(cells) < 2:
            continue
        code = label_key(row.flat(cells[number]))
        named = title in cells
        if not named or seen.setdefault(label_key(row.flat(cells[title])), code) != code:
            alone += 1
        else:
            together += 1
    return together >= 0.6 * (alone + together)


def _owners(columns: dict[int, Column], rows: Sequence[Row]) -> dict[int, Column]:
    """Say of which titles a column of values speaks: those that its header names, or those whose
    rows it fills, the deepest where several do."""
    titles = [i for i, c in columns.items() if c.holds is Holds.TITLE]
    if not titles:
        return columns
    out = dict(columns)
    starts = {
        i: {row.index for row in rows for c in row.filled if c.column == i and len(row.filled) > 1}
        for i in columns
    }
    for index, column in columns.items():
        if column.holds is not Holds.FIELD:
            continue
        named = [i for i in titles if column.level and _names(columns[i].label, column.level)]
        out[index] = replace(column, owner=named[0] if named else _owner(index, titles, starts))
    return out


def _owner(index: int, titles: Sequence[int], starts: Mapping[int, set[int]]) -> int | None:
    """Return the column of titles that is filled where a column of values is, and only there."""
    mine = starts[index]
    if len(titles) < 2 or len(mine) < _MIN_FILLED:
        return None
    deepest = titles[-1]
    outside = mine - starts[deepest]
    for title in titles[:-1]:
        rows = starts[title]
        if mine <= rows and len(rows) * 2 <= len(starts[deepest]) and not outside:
            return title
    return None


_MIN_FILLED = 3  # values of a column before it is said to be an objective's


def content_key(text: str) -> str | None:
    """Return the key of a value that stands under no header."""
    kind = kind_of(text)
    return None if kind == "title" else kind
