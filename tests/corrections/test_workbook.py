"""The workbook that the export writes comes back, and its changed cells become corrections."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extractor.corpus import corrections as store
from tests.corrections.test_batch import NEW, OLD, TEXT, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    found = Desk(tmp_path)
    found.batch()
    return found


class Book:
    """The exported workbook, as a person edits it."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.path = desk, folder / "plans.xlsx"
        desk.pst("export", str(desk.out), "--to", "xlsx", "-o", str(self.path))
        self.book = openpyxl.load_workbook(self.path)

    def cell(self, sheet: str, key: str, title: str) -> Any:
        page = self.book[sheet]
        columns = self.columns(sheet)
        for row in page.iter_rows(min_row=2):
            if row[columns["title"] - 1].value == title:
                return page.cell(row[0].row, columns[key])
        raise KeyError(title)

    def columns(self, sheet: str) -> dict[str, int]:
        """Return the column of each key; `action_title` is the title of an action."""
        text = files("extractor.exports").joinpath("sheets.toml").read_text("utf-8")
        looks = {look["name"]: look["columns"] for look in tomllib.loads(text)["sheet"]}
        keys = {column[1]: column[0].removeprefix("action_") for column in looks[sheet]}
        return {keys[cell.value]: cell.column for cell in self.book[sheet][1]}

    def give_back(self, status: int = 0) -> str:
        self.book.save(self.path)
        words = ("correct", str(self.desk.out), str(self.path), "--by", "Anne")
        return self.desk.pst(*words, status=status).output


@pytest.fixture
def book(desk: Desk, tmp_path: Path) -> Book:
    return Book(desk, tmp_path)


def test_an_untouched_workbook_says_nothing(book: Book) -> None:
    assert "0 corrections taken" in book.give_back()
    assert store.read_corrections(book.desk.output).entries == []


def test_changed_cells_become_corrections(book: Book) -> None:
    book.cell("Actions", "code", OLD).value = "1bis"
    book.cell("Actions", "services", OLD).value = "Travaux ; Finances"
    book.cell("Actions", "deadline", OLD).value = "fin 2023"
    book.cell("Actions", "status", OLD).value = "En cours"
    book.cell("Actions", "sdgs", OLD).value = "11 ; 13"
    book.cell("Actions", "progress", OLD).value = 40
    book.cell("Actions", "title", OLD).value = NEW
    book.cell("Objectifs", "volet", "Être une commune où il fait bon vivre").value = "Externe"
    told = book.give_back()
    assert "8 corrections taken" in told and f"{OLD} → {NEW}" in told
    book.desk.batch("--force")
    plan = book.desk.plan()
    node = next(node for node in plan.nodes() if node.title == NEW)
    found = node.attributes
    assert node.code == "1bis" and plan.tree[0].volet == "externe"
    assert found.services == ["Travaux", "Finances"] and found.sdgs == [11, 13]
    assert found.deadline and str(found.deadline.end) == "2023-12-31"
    assert found.status and found.status.value == "en_cours" and found.progress == 40
    assert "0 corrections taken" in Book(book.desk, book.path.parent).give_back()


def test_an_old_workbook_does_not_take_back_what_was_corrected_since(book: Book) -> None:
    book.desk.retitle(OLD, NEW)
    book.desk.batch()
    book.cell("Actions", "services", OLD).value = "Travaux"
    told = book.give_back()
    assert "1 correction taken" in told and "shows a former value" in told
    assert NEW in book.desk.titles()


def test_what_cannot_be_taken_is_told(book: Book) -> None:
    book.cell("Actions", "progress", OLD).value = "beaucoup"
    book.cell("Objectifs", "level", "Soutenir les associations du village").value = "Chapitre"
    page = book.book["Actions"]
    page.cell(page.max_row + 1, 3).value = "une action de plus"
    told = book.give_back()
    assert "'beaucoup' is not taken" in told and "'Chapitre' is not taken" in told
    assert "a new row is not taken" in told and "0 corrections taken" in told


def test_a_sheet_of_another_plan_or_of_none_is_told(book: Book, tmp_path: Path) -> None:
    book.cell("Actions", "id", OLD).value = "cpas-11111-2019/os-1"
    assert "1 row of a plan that is not in the output" in book.give_back(status=1)
    other = openpyxl.Workbook()
    other.active.append(["a", "b"])
    other.save(tmp_path / "other.xlsx")
    told = book.desk.pst("correct", str(book.desk.out), str(tmp_path / "other.xlsx"), status=2)
    assert "Identifiant" in told.output


def test_a_sheet_that_names_its_columns_by_key(desk: Desk, tmp_path: Path) -> None:
    node = next(node for node in desk.plan().nodes() if node.title == OLD)
    book = openpyxl.Workbook()
    book.active.append(["Un titre du bureau"])
    book.active.append(["id", "title", "remarks", "checked"])
    book.active.append([node.id, NEW, "Vu au collège", "À corriger"])
    book.save(tmp_path / "simple.xlsx")
    told = desk.pst("correct", str(desk.out), str(tmp_path / "simple.xlsx"))
    assert "3 corrections taken" in told.output and NEW in desk.titles()
    marked = next(node for node in desk.plan().nodes() if node.title == NEW).corrected
    assert marked and marked.marked == "again"


def test_remarks_and_amounts_about_a_node_are_no_values_of_it(tmp_path: Path) -> None:
    """`Code` of a remark is no number of its node, and a remark on the plan speaks of no node."""
    desk = Desk(tmp_path)
    desk.write(
        f"{TEXT}OO 1.7 Fleurir les villages de la commune\n"
        "OO 1.8 Entretenir les sentiers\nAction 4 Baliser les sentiers\n"
    )
    desk.batch()
    book = Book(desk, tmp_path)
    remarks = book.book["À relire"]
    columns = book.columns("À relire")
    rows = [row for row in remarks.iter_rows(min_row=2, values_only=True)]
    assert any("/" in str(row[columns["id"] - 1]) for row in rows)
    told = book.give_back()
    assert "0 corrections taken" in told and "not taken" not in told
