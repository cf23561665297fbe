"""Spreadsheets: a sheet per volet with one-cell rows, a row per leaf, merged cells."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill

from tests.zoo.expected import ExpectedPlan, adapt, expect, number
from tests.zoo.look import Look, look
from tests.zoo.opendocument import write_ods
from tests.zoo.plans import ZooNode, ZooPlan
from tests.zoo.renderers import layout
from tests.zoo.renderers.cells import Cells, cells, header, leaf_rows

KEYS = ("status", "deadline", "responsibles", "services", "partners", "budget")
Rows = list[list[Any]]


def one_cell_rows(nodes: Sequence[ZooNode], mark: Look, keys: Sequence[str]) -> Rows:
    """Return OS and OO as rows of one cell, the header of the actions, and a row per action."""
    titles = ["Numéro d'action", "Intitulé de l'action", *(mark.field(key) for key in keys)]
    rows: Rows = []
    for os in nodes:
        rows.append([mark.heading(os)])
        for oo in os.children:
            rows += [[mark.heading(oo)], *([titles] if oo.children else [])]
            for action in oo.children:
                values = (mark.value(action, key) for key in keys)
                rows.append([int(action.code or 0), action.title, *values])
    return rows


def workbook_sheets(plan: ZooPlan, mark: Look, keys: Sequence[str]) -> dict[str, Rows]:
    """Return the rows of each sheet: one per volet where there are volets."""
    order = list(dict.fromkeys(os.volet for os in plan.tree))
    sheets: dict[str, Rows] = {}
    for volet in order:
        name = f"Volet {volet}" if volet else "PST"
        top: Rows = [[plan.title], []] if mark.rng.random() < 0.8 or not sheets else []
        nodes = [os for os in plan.tree if os.volet == volet]
        sheets[name] = top + one_cell_rows(nodes, mark, keys)
    return sheets


def save_workbook(sheets: dict[str, Rows], path: Path) -> None:
    """Write an XLSX with some formatting."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
            if len(row) == 1:
                sheet.cell(sheet.max_row, 1).font = Font(bold=True, size=12)
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 60
    book.save(path)


def _sheet_plan(plan: ZooPlan, layout_name: str) -> tuple[ZooPlan, Look, tuple[str, ...]]:
    mark = look(plan, layout_name)
    keys = tuple(key for key in KEYS if mark.rng.random() < 0.7)
    plan = adapt(plan, projects=False, attributes={"ACTION": keys})
    return number(plan, action="running"), mark, keys


@layout("F8", ".xlsx")
def xlsx_volets(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """A sheet per volet, OS and OO as rows of one cell, header repeated, one row per action."""
    plan, mark, keys = _sheet_plan(plan, "xlsx_volets")
    save_workbook(workbook_sheets(plan, mark, keys), path)
    return expect(plan, front=False)


@layout("F8", ".ods")
def ods_volets(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """The same as an OpenDocument spreadsheet."""
    plan, mark, keys = _sheet_plan(plan, "ods_volets")
    write_ods(workbook_sheets(plan, mark, keys), path)
    return expect(plan, front=False)


def leaf_table(
    plan: ZooPlan, mark: Look, cell: Cells, keys: Sequence[str], *, repeat: bool
) -> tuple[Rows, list[tuple[int, int, int]]]:
    """Return header and rows, parents repeated or left blank, and merges (row, column, span)."""
    present = {node.level for node, _ in plan.walk()}
    levels = [level for level in ("OS", "OO", "PROJET", "ACTION") if level in present]
    volets = any(os.volet for os in plan.tree)
    head = (["Volet"] if volets else []) + [header(mark.rng, level) for level in levels]
    rows: Rows = [head + [mark.field(key) for key in keys]]
    merges = []
    for os in plan.tree:
        for row in leaf_rows(os):
            line: list[Any] = [os.volet] if volets else []
            for level in levels:
                if level in row.spans and row.spans[level] > 1:
                    merges.append((len(rows), len(line), row.spans[level]))
                shown = level in row.path and (repeat or level in row.spans)
                line.append(cell.text(row.path[level]) if shown else "")
            action = row.path.get("ACTION")
            rows.append(line + [mark.value(action, key) if action else "" for key in keys])
    return rows, merges


@layout("F8", ".xlsx")
def xlsx_merged(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """One row per leaf, cells of OS and OO merged, header below a title block."""
    mark = look(plan, "xlsx_merged")
    keys = ("responsibles", "deadline", "budget", "status")
    plan, cell = cells(adapt(plan, attributes={"ACTION": keys}), mark)
    rows, merges = leaf_table(plan, mark, cell, keys, repeat=False)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "PST"
    top: Rows = [
        [plan.title],
        [],
        *([["Version du 12/03/2025"]] if mark.rng.random() < 0.4 else []),
    ]
    for row in top + rows:
        sheet.append(row)
    for column in range(1, len(rows[0]) + 1):
        head = sheet.cell(len(top) + 1, column)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="D9E2F3")
        sheet.column_dimensions[head.column_letter].width = 32
    for below, column, span in merges:
        first = len(top) + below + 1
        sheet.merge_cells(None, first, column + 1, first + span - 1, column + 1)
        sheet.cell(first, column + 1).alignment = Alignment(wrap_text=True, vertical="top")
    book.save(path)
    return expect(plan, front=False)


@layout("F8", ".csv")
def csv_leaves(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """One row per leaf, parents repeated on each row, `;` `,` `|` or tab, UTF-8 or Windows-1252."""
    mark = look(plan, "csv_leaves")
    mark = replace(mark, separator=mark.rng.choice((", ", " / ")))
    keys = tuple(key for key in KEYS if mark.rng.random() < 0.7)
    plan, cell = cells(adapt(plan, attributes={"ACTION": keys}), mark)
    rows, _ = leaf_table(plan, mark, cell, keys, repeat=True)
    delimiter = mark.rng.choice((";", ";", ";", ",", "|", "\t"))
    encoding = mark.rng.choice(("utf-8", "utf-8-sig", "cp1252"))
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow([plan.title])
        writer.writerows(rows)
    return expect(plan, front=False)


@layout("F8", ".xlsx")
def xlsx_cell_lines(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """A row per OO, its actions as lines of one cell, with or without bullets."""
    mark = look(plan, "xlsx_cell_lines")
    plan = adapt(plan, projects=False, volets=False)
    plan = number(plan)
    sign = mark.rng.choice(("", f"{mark.bullet} "))
    rows: Rows = [[plan.title], [], ["OS", "Objectifs opérationnels", "Actions"]]
    for os in plan.tree:
        for rank, oo in enumerate(os.children):
            actions = "\n".join(sign + action.title for action in oo.children)
            rows.append([mark.heading(os) if rank == 0 else None, mark.heading(oo), actions])
    save_workbook({"Feuil1": rows}, path)
    return expect(plan, front=False)
