"""The samples of `raw/` against their annotations, and documents that hold no plan."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluate import evaluate
from extractor.pipeline import extract
from extractor.readers import read_bytes
from extractor.text import words
from tests.conftest import ROOT, extracted

SAMPLES = sorted(path for path in (ROOT / "raw").iterdir() if not path.name.startswith("."))
NO_PLAN = sorted((ROOT / "tests/data/no-plan").iterdir())


def figures(sample: Path, folder: Path) -> dict[str, Any]:
    """Return what `pst evaluate` says of a sample."""
    gold = ROOT / "tests/golden" / f"{sample.stem}.gold.json"
    assert gold.exists(), f"{sample.name} has no annotation: write {gold.name} beside the others"
    output = folder / f"{sample.stem}.json"
    output.write_text(extracted(sample).to_json(), encoding="utf-8")
    result: dict[str, Any] = evaluate([gold], [output])["documents"][0]["figures"]
    return result


def test_there_are_samples_in_five_formats_and_no_gold_without_sample() -> None:
    assert {path.suffix for path in SAMPLES} >= {".txt", ".pdf", ".docx", ".odt", ".html"}
    golds = {path.name.removesuffix(".gold.json") for path in (ROOT / "tests/golden").iterdir()}
    assert golds == {path.stem for path in SAMPLES}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_sample_comes_out_as_annotated(sample: Path, tmp_path: Path) -> None:
    found = figures(sample, tmp_path)
    assert found["tree_f1"] == 1.0
    assert {name: f1["f1"] for name, f1 in found["levels"].items() if f1["f1"] < 1} == {}
    assert (found["exact_title"], found["parent"], found["code"]) == (1.0, 1.0, 1.0)
    assert found["volet"] in (1.0, None)
    assert found["metadata"]["share"] == 1.0


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_attributes_come_out_as_annotated(sample: Path, tmp_path: Path) -> None:
    attributes = figures(sample, tmp_path)["attributes"]
    if attributes is None:
        gold = json.loads((ROOT / f"tests/golden/{sample.stem}.gold.json").read_text("utf-8"))
        assert not any(node.get("attributes") for node in gold["nodes"])
        return
    assert {key: f1["f1"] for key, f1 in attributes["keys"].items() if f1["f1"] < 1} == {}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_sample_raises_no_warning_but_for_its_invented_municipality(sample: Path) -> None:
    codes = {d.code for d in extracted(sample).diagnostics if d.severity != "info"}
    assert codes == {"unknown-institution"}


@pytest.mark.model
def test_enrichment_changes_nothing_of_the_tree() -> None:
    sample = next(path for path in SAMPLES if path.suffix == ".txt")
    enriched = extract(sample, nlp=True)
    assert enriched.extractor.model is not None
    assert any(node.enrichment.themes for node in enriched.nodes())
    drop = {"enrichment", "title_normalized"}
    with_model = [node.model_dump(exclude=drop | {"children"}) for node in enriched.nodes()]
    without = [node.model_dump(exclude=drop | {"children"}) for node in extracted(sample).nodes()]
    assert with_model == without


@pytest.mark.parametrize("document", NO_PLAN, ids=lambda path: path.name)
def test_document_without_plan_gives_no_node_and_keeps_its_text(document: Path) -> None:
    plan = extracted(document)
    assert plan.tree == []
    assert [d.code for d in plan.diagnostics if d.severity == "error"] == ["no-plan-found"]
    assert plan.has_errors()
    kept = " ".join(
        [block.text for block in plan.front_matter]
        + [text for gone in plan.coverage.discarded for text in gone.texts]
    )
    read = read_bytes(document.read_bytes(), document.name)
    assert set(words(" ".join(line.text for line in read.lines))) <= set(words(kept))


def test_there_are_three_documents_without_plan() -> None:
    assert len(NO_PLAN) >= 3


def test_nothing_rewrites_annotations_while_testing() -> None:
    assert not any("regen" in argument for argument in sys.argv)
    for name in ("Makefile", ".ci/run"):
        commands = (ROOT / name).read_text("utf-8")
        assert "regen" not in commands and "-m samples" not in commands
