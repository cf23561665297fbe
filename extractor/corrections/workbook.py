"""A workbook that comes back → the corrections that its changed cells say.

In: any XLSX with a sheet whose header names a column for the identifier of the node (`id`, or the
French heading of the export) and columns for values; the other columns and sheets are passed over,
those of the export among them whose rows only speak of nodes (`Budgets`, `À relire`).
A hidden row below the header may hold the keys themselves. Out: one `Cell` per value that differs
from what the export writes for the node now. A cell that shows what the program had read, or what
stood there before another correction, was not changed by whoever sends the workbook back: it is
no correction. Rows that are gone or new are told, not taken: a workbook may be a selection.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractor.corrections.apply import Applier
from extractor.corrections.difference import Difference
from extractor.corrections.typed import LISTS, PROSE, TYPED, parse_attribute
from extractor.corrections.workspace import Item
from extractor.diagnostics import ExtractorError
from extractor.exports.fields import joined_fields
from extractor.exports.french import french
from extractor.schema import Level, Node, Term
from extractor.text import collapse_spaces, fold

#: the columns that may be changed; the export marks these
EDITABLE = (
    "level", "code", "title", "volet", "description", "sections", *LISTS, *TYPED, *PROSE,
)  # fmt: skip
#: what the column « Vérifié » says → the mark of the node
_CHECKED = {"correct": "right", "a corriger": "again"}
#: columns of the sheet of actions that hold the node's own number and title, by its level
_OWN = {
    "action_code": ("code", Level.ACTION),
    "action_title": ("title", Level.ACTION),
    "sub_code": ("code", Level.SOUS_ACTION),
    "sub_title": ("title", Level.SOUS_ACTION),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the workbook: the node it speaks of, and its cells by key, as text."""

    sheet: str
    number: int
    node_id: str
    cells: Mapping[str, str]


@dataclass(slots=True)
class Returned:
    """What a workbook says: rows by node, and rows without a node."""

    rows: list[Row] = field(default_factory=list)
    without: list[tuple[str, int]] = field(default_factory=list)


def read_workbook(path: Path) -> Returned:
    """Return the rows of the sheets that name nodes; raise `ExtractorError` when none does."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheets = [(name, workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]
    except (CalamineError, OSError, ValueError):
        raise ExtractorError(
            f"{path.name}: it is no workbook that can be read; "
            "give the one that `pst export --to xlsx` wrote"
        ) from None
    found = Returned()
    named = 0
    for name, sheet in sheets:
        rows = sheet.to_python(skip_empty_area=False)
        keys, first = _header(name, rows)
        if "id" in keys.values() and set(keys.values()) & {*EDITABLE, *_OWN}:
            named += 1
            _read_rows(found, name, rows, keys, first)
    if not named:
        raise ExtractorError(f"{path.name}: no sheet has a column `Identifiant` and values to take")
    return found


def _read_rows(
    found: Returned, sheet: str, rows: list[list[Any]], keys: dict[int, str], first: int
) -> None:
    for number, row in enumerate(rows[first:], first + 1):
        cells = {key: _as_text(row[n]) for n, key in keys.items() if n < len(row)}
        node_id = cells.pop("id", "").strip()
        if node_id:
            found.rows.append(Row(sheet, number, node_id, cells))
        elif any(text.strip() for text in cells.values()):
            found.without.append((sheet, number))


@cache
def _keys_by_heading() -> dict[str, dict[str, str]]:
    """Return the key of each heading, by sheet; `""` holds those of the sheets that return."""
    text = files("extractor.exports").joinpath("sheets.toml").read_text("utf-8")
    known: dict[str, dict[str, str]] = {"": {}}
    for sheet in tomllib.loads(text)["sheet"]:
        columns = sheet["columns"] if sheet.get("returns") else ()
        headings = {_bare(column[1]): str(column[0]) for column in columns}
        known[sheet["name"]] = headings
        known[""] = headings | known[""]
    return known


def _bare(heading: str) -> str:
    return fold(collapse_spaces(heading)).rstrip(" *✎")


def _header(name: str, rows: list[list[Any]]) -> tuple[dict[int, str], int]:
    """Return the key of each column, and the number of rows that the header takes."""
    keys = {*EDITABLE, *_OWN, "id", "checked"}
    headings = _keys_by_heading()
    known = headings.get(name, headings[""])
    best: tuple[dict[int, str], int] = ({}, 0)
    for number, row in enumerate(rows[:5]):
        texts = {n: _as_text(cell).strip() for n, cell in enumerate(row)}
        raw = {n: text for n, text in texts.items() if text in keys}
        french_ones = {n: known.get(_bare(text), "") for n, text in texts.items()}
        chosen = raw if "id" in raw.values() else french_ones
        chosen = {n: key for n, key in chosen.items() if key in keys}
        if "id" in chosen.values():
            best = (chosen, number + 1)
    return best


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}" if value != int(value) else str(int(value))
    text = str(value)
    # The export sets an apostrophe before what a spreadsheet would run.
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text


def take_rows(applier: Applier, rows: list[Row], *, by: str) -> Difference:
    """Make corrections of the rows of one plan; cells that say nothing new are passed over."""
    found = Difference(applier, by)
    items = applier.identifiers()
    for row in rows:
        item = items.get(row.node_id)
        if item is None:
            found.notes.append(f"{row.sheet}, row {row.number}: no node {row.node_id} any more")
            continue
        for key, text in _own_cells(row, item.node.level):
            _take(found, row, item, key, text)
        mark = _CHECKED.get(fold(row.cells.get("checked", "")).strip())
        if mark and item.marked != mark:
            found.add("mark", item, new=mark)
    return found


def _own_cells(row: Row, level: Level) -> Iterator[tuple[str, str]]:
    for key, text in row.cells.items():
        if key in EDITABLE:
            yield key, text
        elif key in _OWN and _OWN[key][1] is level:
            yield _OWN[key][0], text


def shown(node: Node, key: str, volet: str | None = None) -> str:
    """Return what the export shows for a value of a node; `volet` is the inherited one."""
    if key in ("code", "title", "description"):
        return getattr(node, key) or ""
    if key == "level":
        return french("level", node.level.value) or ""
    if key == "volet":
        return french("volet", node.volet or volet) or ""
    return _as_text(joined_fields(node)[key])


def _take(found: Difference, row: Row, item: Item, key: str, text: str) -> None:
    if _key(text) == _key(shown(item.node, key, _inherited(item))):
        return
    place = f"{row.sheet}, row {row.number}, {key}"
    former = _former(found.applier, item, key)
    if _key(text) in former:
        found.notes.append(f"{place}: shows a former value; the correction made since is kept")
        return
    try:
        kind, new = _parsed(found.applier, item.node, key, text.strip())
    except ValueError as error:
        found.notes.append(f"{place}: {text.strip()[:60]!r} is not taken: {error}")
        return
    found.set_value(item, kind, key if kind == "attribute" else None, new)


def _key(text: str) -> str:
    return collapse_spaces(text)


def _inherited(item: Item) -> str | None:
    here: Item | None = item
    while here is not None:
        if here.node.volet:
            return here.node.volet
        here = here.parent
    return None


def _former(applier: Applier, item: Item, key: str) -> set[str]:
    """Return what the cell would have shown before the corrections of this value."""
    if not item.handle.startswith("n"):
        return set()
    was = applier.index.placed[int(item.handle[1:])].node
    if not any(kind in (key, "attribute", "place", "merge", "split") for kind in item.kinds):
        return set()
    texts = {_key(shown(was, key))}
    for entry in applier.applied:
        mine = entry.on is not None and entry.on.text == was.source.text
        if mine and entry.kind == key and isinstance(entry.old, str):
            texts.add(_key(entry.old))
    return texts


def _parsed(applier: Applier, node: Node, key: str, text: str) -> tuple[str, Any]:
    """Return the kind of correction and its value; raise `ValueError` on what cannot be typed."""
    if key == "title":
        if not text:
            raise ValueError("a title cannot be empty")
        return key, text
    if key in ("code", "description"):
        return key, text or None
    if key in ("level", "volet"):
        return key, _listed(key, text)
    if key == "sections":
        return key, [part.strip() for part in text.split(" > ") if part.strip()]
    term: Term = applier.workspace.document.get("term", applier.read.term)
    return "attribute", parse_attribute(key, text, term)


def _listed(kind: str, text: str) -> str | None:
    """Return the value whose French wording a cell holds."""
    values = list(Level) if kind == "level" else ["interne", "externe", "commun"]
    for value in values:
        if fold(text) in (fold(french(kind, value) or ""), fold(value)):
            return str(value)
    if not text and kind == "volet":
        return None
    raise ValueError(f"it is none of {', '.join(french(kind, value) or '' for value in values)}")
