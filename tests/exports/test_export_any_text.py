"""Whatever text a plan holds, every format is written and can be read."""

from __future__ import annotations

import csv
import json
import sqlite3
import tempfile
from functools import cache
from pathlib import Path

import pytest
from conftest import node, plan_b
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from extractor.exports import export
from extractor.exports.files import FORMULA_STARTS, printable
from extractor.schema import Attributes, Plan

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@cache
def validator(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path))


@st.composite
def plans_of_any_text(draw: st.DrawFn) -> Plan:
    plan = plan_b()
    plan.title = draw(TEXT)
    attributes = Attributes(other={draw(TEXT): draw(TEXT)}, partners=[draw(TEXT)])
    plan.tree = [
        node(f"{plan.plan_id}/os-1", "OS", draw(TEXT), description=draw(TEXT)),
        node(f"{plan.plan_id}/oo-1", "OO", draw(TEXT), attributes=attributes, code=draw(TEXT)),
    ]
    return plan


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(plan=plans_of_any_text())
def test_any_text(plan: Plan, schemas: Path) -> None:
    titles = [item.title for item in plan.nodes()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for fmt in ("jsonl", "csv", "sqlite", "ecomptes", "stratml"):
            export([plan], fmt, folder / fmt)
        export([plan], "xlsx", folder / "pst.xlsx")

        lines = (folder / "jsonl").read_text("utf-8").split("\n")[:-1]
        assert [json.loads(line)["title"] for line in lines] == titles

        with (folder / "csv" / "nodes.csv").open(encoding="utf-8", newline="") as stream:
            cells = [row["title"] for row in csv.DictReader(stream)]
        assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS)]
        assert [cell.removeprefix("'") for cell in cells] == [
            printable(title).removeprefix("'") for title in titles
        ]

        connection = sqlite3.connect(folder / "sqlite")
        rows = connection.execute("SELECT title FROM nodes ORDER BY position").fetchall()
        assert [row[0] for row in rows] == titles
        connection.close()

        for fmt, xsd in (
            ("ecomptes", "pst_ecomptes_import_201805V1.xsd"),
            ("stratml", "StrategicPlanISOVersion20140401.xsd"),
        ):
            (path,) = (folder / fmt).glob("*.xml")
            validator(schemas / xsd).assertValid(etree.parse(path))

        openpyxl = pytest.importorskip("openpyxl")
        assert openpyxl.load_workbook(folder / "pst.xlsx")["Objectifs"].max_row == 3
