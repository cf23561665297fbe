"""The law of the zoo: what a layout prints, the extractor finds again, exactly.

A longer run is one command: `python -m tests.zoo --plans 200 --seed 1`.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.zoo.check import compare, tree_f1
from tests.zoo.expected import ExpectedPlan, expect
from tests.zoo.plans import ZooPlan, plans, random_plan
from tests.zoo.renderers import load
from tests.zoo.scan import scan_pdf

LAYOUTS = load()
#: plans per layout; two keep the suite to seconds, ZOO_PLANS=200 is the full law
PLANS = int(os.environ.get("ZOO_PLANS", "2"))
SEEDS = range(1, PLANS + 1)


def contract_of(expected: ExpectedPlan) -> dict[str, Any]:
    """Write the expectation itself in the contract's shape."""
    raws: list[dict[str, Any]] = []
    roots: list[dict[str, Any]] = []
    for node in expected.nodes:
        raw: dict[str, Any] = {
            "level": node.level,
            "code": node.code,
            "title": node.title,
            "volet": node.volet,
            "sections": list(node.sections),
            "attributes": dict(node.attributes),
            "description": node.description,
            "children": [],
        }
        raws.append(raw)
        (roots if node.parent is None else raws[node.parent]["children"]).append(raw)
    start, end = expected.term
    front = [{"text": line} for line in expected.printed]
    return {"term": {"start": start, "end": end}, "tree": roots, "front_matter": front}


def test_same_seed_gives_the_same_plan() -> None:
    assert random_plan(7) == random_plan(7)
    assert random_plan(7) != random_plan(8)


@settings(max_examples=25, derandomize=True, deadline=None)
@given(plans())
def test_generated_plans_are_sound(plan: ZooPlan) -> None:
    titles = [node.title for node, _ in plan.walk()]
    assert len(titles) == len(set(titles))
    assert 2 <= len(plan.tree) <= 5
    assert all(os.level == "OS" and os.children for os in plan.tree)
    expected = expect(plan)
    assert compare(expected, contract_of(expected)) == []


def test_comparison_sees_each_kind_of_fault() -> None:
    expected = expect(random_plan(3))
    contract = contract_of(expected)
    assert tree_f1(expected, contract) == 1.0
    first = contract["tree"][0]
    first["children"][0]["title"] += " et le reste"
    first["volet"] = "commun"
    contract["tree"][1]["code"] = "99"
    contract["term"]["start"] = 1999
    kinds = {line.split(":")[0] for line in compare(expected, contract)}
    assert {"missed", "added", "volet", "code", "term"} <= kinds
    assert tree_f1(expected, contract) < 1.0


@pytest.mark.parametrize("name", LAYOUTS)
def test_renderer_is_deterministic(name: str, tmp_path: Path) -> None:
    layout = LAYOUTS[name]
    first = layout.render(random_plan(1), tmp_path / f"a{layout.suffix}")
    second = layout.render(random_plan(1), tmp_path / f"b{layout.suffix}")
    assert first == second
    assert first.nodes
    assert (tmp_path / f"a{layout.suffix}").stat().st_size > 0


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", LAYOUTS)
def test_extracts_what_was_printed(name: str, seed: int, tmp_path: Path) -> None:
    from extractor.pipeline import extract

    layout = LAYOUTS[name]
    path = tmp_path / f"plan{layout.suffix}"
    expected = layout.render(random_plan(seed), path)
    assert compare(expected, extract(path).model_dump(mode="json")) == []


@pytest.mark.slow
@settings(
    max_examples=int(os.environ.get("ZOO_EXAMPLES", "10")),
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a smaller plan says no more, and takes minutes
)
@given(st.sampled_from(sorted(LAYOUTS)), plans())
def test_any_plan_in_any_layout(name: str, plan: ZooPlan) -> None:
    from extractor.pipeline import extract

    layout = LAYOUTS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{layout.suffix}"
        expected = layout.render(plan, path)
        assert compare(expected, extract(path).model_dump(mode="json")) == []


@pytest.mark.slow
def test_scan_keeps_pages_and_loses_text(tmp_path: Path) -> None:
    import pdfplumber

    source, target = tmp_path / "plan.pdf", tmp_path / "scan.pdf"
    LAYOUTS["pdf_labelled"].render(random_plan(1), source)
    scan_pdf(source, target, seed=1, dpi=60)
    with pdfplumber.open(source) as native, pdfplumber.open(target) as scan:
        assert len(scan.pages) == len(native.pages)
        assert native.pages[0].chars and not scan.pages[0].chars
        assert abs(scan.pages[0].width - native.pages[0].width) < 2
