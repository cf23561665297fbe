"""The program from Python: what `import extractor as pst` gives."""

from __future__ import annotations

import doctest
import io
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from rich.console import Console

import extractor as pst
from extractor.exports.tables import load_tables
from tests.conftest import ROOT

TEXT = ROOT / "raw/pst-cpas-valmeuse-2019-2024.txt"
WITH_EXAMPLES = [
    "extractor.api", "extractor.messages", "extractor.values.sums", "extractor.values.money",
    "extractor.values.deadlines", "extractor.corpus.institutions", "extractor.exports.files",
]  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> pst.Plan:
    return pst.extract(str(TEXT), nlp=False)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_docstrings_are_true(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testmod(import_module(name))
    assert done.attempted > 0
    assert done.failed == 0


def test_text_and_path_are_the_same(plan: pst.Plan) -> None:
    assert pst.extract(TEXT, nlp=False) == plan
    assert plan.to_json() == pst.extract(TEXT, nlp=False).to_json()


def test_importing_loads_nothing() -> None:
    code = "import sys, extractor; print([m for m in sys.modules if m.startswith('extractor.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert (ROOT / "extractor/py.typed").exists()


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'extarct'"):
        pst.extarct  # noqa: B018


def test_a_frame_has_a_row_for_each_node(plan: pst.Plan) -> None:
    pytest.importorskip("pandas")
    frame = plan.to_frame()
    assert list(frame["node_id"]) == [node.id for node in plan.nodes()]
    assert {"title", "deadline_end", "responsibles", "amount_for_sums"} <= set(frame.columns)


def test_a_plan_shows_itself(plan: pst.Plan) -> None:
    console = Console(file=io.StringIO(), width=100)
    console.print(plan)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    first = next(plan.nodes())
    assert first.title[:40] in shown
    page = plan._repr_html_()
    assert page.count("class='leaf") + page.count("<details open") == sum(1 for _ in plan.nodes())


def test_reading_an_output_folder(plan: pst.Plan, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    plan.save(tmp_path / "a.json")
    assert [p.plan_id for p in pst.read_plans(tmp_path)] == [plan.plan_id]
    assert pst.read_plan(tmp_path / "a.json") == plan
    frames = pst.read_output(tmp_path)
    assert list(frames) == list(load_tables())
    assert len(frames["nodes"]) == sum(1 for _ in plan.nodes())
    arrow = pst.read_output(str(tmp_path), "arrow")
    assert arrow["nodes"].num_rows == len(frames["nodes"])
    with pytest.raises(pst.ExtractorError):
        pst.read_plan(tmp_path / "absent.json")
