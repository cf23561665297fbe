"""XLSX: a workbook in French for those who work in a spreadsheet.

Sheets `Actions` (one row each), `Objectifs`, `Plans` and `À relire`, as `sheets.toml` lists their
columns. The bytes depend on the plans alone: fixed times in the zip and in the properties.
"""

from __future__ import annotations

import math
import tomllib
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractor.diagnostics import Report
from extractor.exports.fields import joined_fields
from extractor.exports.files import atomic_path, neutralise, printable
from extractor.exports.french import french
from extractor.exports.rows import Placed, place, plan_facts
from extractor.exports.tables import Value
from extractor.schema import Level, Node, Plan
from extractor.values.sums import amounts_for_sums

CELL_LIMIT = 32_767  # characters in a cell, a limit of the format itself
LINE_HEIGHT = 15.0  # points, of Calibri 11
MAX_LINES = 20  # of a row: 300 points, a higher row hides its neighbours (the limit is 409)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say
_CORE_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    "<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>Programmes stratégiques transversaux</dc:title>"
    "<dc:language>fr-BE</dc:language></cp:coreProperties>"
)
_NUMBER_FORMATS = {
    "date": "dd/mm/yyyy",
    "money": '#,##0.00 "€"',
    "percent": '0.##" %"',
    "ratio": "0.00",
}
Record = dict[str, Value]


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet; `width` in characters."""

    key: str
    heading: str
    width: int
    format: str


@cache
def load_sheets() -> dict[str, tuple[SheetColumn, ...]]:
    """Return the columns of each sheet, by sheet name, in order."""
    data = tomllib.loads(files(__package__).joinpath("sheets.toml").read_text("utf-8"))
    return {
        s["name"]: tuple(SheetColumn(*column) for column in s["columns"]) for s in data["sheet"]
    }


def write(plans: Iterable[Plan], dest: Path, report: Report) -> None:
    """Write the workbook `dest`."""
    from openpyxl import Workbook

    with atomic_path(dest) as path:
        workbook = Workbook(write_only=True)
        sheets = {name: _Sheet(workbook, name, columns) for name, columns in load_sheets().items()}
        try:
            for plan in plans:
                for name, records in _RECORDS.items():
                    for record in records(plan):
                        sheets[name].append(record, plan, report)
                _report_limits(plan, report)
        finally:
            for sheet in sheets.values():
                sheet.close()
        workbook.save(path)
        _fix_times(path)


def _report_limits(plan: Plan, report: Report) -> None:
    """Report what no sheet has a column for."""
    left_out = {
        "texts outside the tree": len(plan.front_matter),
        "texts under headings, as printed": sum(len(node.body) for node in plan.nodes()),
        "entities": sum(len(node.enrichment.entities) for node in plan.nodes()),
        "legal references": sum(len(node.enrichment.legal_references) for node in plan.nodes()),
    }
    for what, count in left_out.items():
        if count:
            report.add("format-limit", f"{plan.plan_id}: no column holds the {count} {what}")


def count_lines(text: str, width: int) -> int:
    """Estimate the lines that `text` takes in a column of `width` characters, wrapped at words.

    Widths are those of digits; capitals count for more, and a line loses part of a word.
    """
    lines = 0
    for paragraph in text.split("\n"):
        capitals = sum(char.isupper() for char in paragraph)
        size = len(paragraph) + 0.3 * capitals
        lines += max(1, math.ceil(size / (width - 2))) if size > width else 1
    return lines


def _fitted(text: str, place: str, report: Report) -> str:
    """Return `text` as a cell may hold it; report it when it is cut."""
    text = neutralise(printable(text))
    if len(text) <= CELL_LIMIT:
        return text
    message = f"{place} holds {len(text)} characters, cut to {CELL_LIMIT}, the most a cell can hold"
    report.add("format-limit", message)
    return text[: CELL_LIMIT - 1] + "…"


def _cell_styles(sheet: Any) -> dict[str, Any]:
    """Return the style of each format, resolved once: that costs more than writing a cell."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    styles = {}
    for kind in ("text", "number", *_NUMBER_FORMATS):
        model = WriteOnlyCell(sheet)
        if kind == "text":
            model.alignment = Alignment(vertical="top", wrap_text=True)
        else:
            model.alignment = Alignment(vertical="top", horizontal="center")
        model.number_format = _NUMBER_FORMATS.get(kind, "General")
        styles[kind] = model._style
    return styles


class _Sheet:
    """A sheet being written: frozen bold header, filters, one style per column."""

    def __init__(self, workbook: Any, name: str, columns: tuple[SheetColumn, ...]) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter

        self._columns, self._rows, self._make_cell = columns, 1, WriteOnlyCell
        self._sheet = workbook.create_sheet(name)
        self._styles = _cell_styles(self._sheet)
        # Headings stay in view, and so does the institution while one scrolls to the right.
        self._sheet.freeze_panes = "B2"
        for index, column in enumerate(columns, 1):
            self._sheet.column_dimensions[get_column_letter(index)].width = column.width
        header = [WriteOnlyCell(self._sheet, value=column.heading) for column in columns]
        for cell in header:
            cell.font = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
            cell.fill = PatternFill("solid", start_color="1F4E79")
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        self._sheet.row_dimensions[1].height = 2 * LINE_HEIGHT
        self._sheet.append(header)

    def append(self, record: Record, plan: Plan, report: Report) -> None:
        """Append a row; report text that no cell can hold."""
        cells: list[Any] = []
        lines = 1
        for column in self._columns:
            value = record[column.key]
            if value is None:
                cells.append(None)
                continue
            if isinstance(value, str):
                value = _fitted(value, f"{plan.plan_id}: {column.heading}", report)
                lines = max(lines, count_lines(value, column.width))
            cell = self._make_cell(self._sheet, value=value)
            cell._style = self._styles[column.format]
            cells.append(cell)
        self._rows += 1
        self._sheet.row_dimensions[self._rows].height = LINE_HEIGHT * min(lines, MAX_LINES)
        self._sheet.append(cells)
        del self._sheet.row_dimensions[self._rows]  # written: large workbooks stay small in memory

    def close(self) -> None:
        """Set the filters and how the sheet prints, now that its size is known; end the sheet."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.worksheet import Worksheet

        last = get_column_letter(len(self._columns))
        self._sheet.auto_filter.ref = f"A1:{last}{self._rows}"
        self._sheet.print_title_rows = "1:1"
        self._sheet.page_setup.orientation = "landscape"
        self._sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A3
        self._sheet.close()


def _fix_times(path: Path) -> None:
    """Write the zip at `path` again with fixed times and document properties."""
    with zipfile.ZipFile(path) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _CORE_XML if name == "docProps/core.xml" else content)


def _context(plan: Plan) -> Record:
    start, end = plan.term.start, plan.term.end
    term = f"{start or '?'}-{end or '?'}" if start or end else None
    return {"institution": plan.institution.name or plan.institution.printed_name, "term": term}


def _counted(counted: dict[str, list[float | None]], node: Node) -> list[float]:
    return [value for value in counted.get(node.id, []) if value is not None]


def _node_record(plan: Plan, placed: Placed, counted: dict[str, list[float | None]]) -> Record:
    node = placed.node
    parent = placed.ancestors[-1] if placed.ancestors else None
    return {
        **_context(plan),
        **joined_fields(node),
        "budget_sum": sum(euros) if (euros := _counted(counted, node)) else None,
        "volet": french("volet", placed.volet),
        "level": french("level", node.level.value),
        "code": node.code,
        "title": node.title,
        "parent_title": parent.title if parent else None,
        "description": node.description,
        "page": node.source.page,
        "confidence": node.confidence,
        "same_as": node.same_as,
        "id": node.id,
    }


def _actions(plan: Plan) -> Iterator[Record]:
    counted = amounts_for_sums(plan)
    for placed in place(plan):
        if placed.node.level in (Level.ACTION, Level.SOUS_ACTION):
            levels: dict[str, Node | None] = {
                "os": placed.nearest(Level.OS),
                "oo": placed.nearest(Level.OO),
                "projet": placed.nearest(Level.PROJET),
                "action": placed.nearest(Level.ACTION),
                "sub": placed.node if placed.node.level is Level.SOUS_ACTION else None,
            }
            record = _node_record(plan, placed, counted)
            for name, node in levels.items():
                record[f"{name}_code"] = node.code if node else None
                record[f"{name}_title"] = node.title if node else None
            yield record


def _objectives(plan: Plan) -> Iterator[Record]:
    counted = amounts_for_sums(plan)
    for placed in place(plan):
        if placed.node.level not in (Level.ACTION, Level.SOUS_ACTION):
            actions = sum(below.level is Level.ACTION for below in placed.node.walk())
            yield {**_node_record(plan, placed, counted), "actions": actions}


def _plans(plan: Plan) -> Iterator[Record]:
    severities = Counter(item.severity for item in plan.diagnostics)
    yield {
        **plan_facts(plan),
        **_context(plan),
        "kind": french("kind", plan.institution.kind),
        "term_inferred": "oui" if plan.term.inferred else "non",
        "to_review": severities["error"] + severities["warning"],
    }


def _to_review(plan: Plan) -> Iterator[Record]:
    titles = {node.id: node.title for node in plan.nodes()}
    for item in plan.diagnostics:
        yield {
            **_context(plan),
            "severity": french("severity", item.severity),
            "meaning": french("diagnostic", item.code),
            "message": item.message,
            "title": titles.get(item.node_id or ""),
            "page": item.page,
            "line": item.line,
            "code": item.code,
            "filename": plan.source.filename,
            "id": item.node_id or plan.plan_id,
        }


_RECORDS: dict[str, Callable[[Plan], Iterator[Record]]] = {
    "Actions": _actions,
    "Objectifs": _objectives,
    "Plans": _plans,
    "À relire": _to_review,
}
