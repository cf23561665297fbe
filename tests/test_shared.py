"""The real plans of `../shared`, scored by the shared scorer: the figures that may not fall."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor.readers import read_bytes
from extractor.schema import Plan
from tests.conftest import ROOT, extracted
from tests.test_properties import lost_words

SHARED = ROOT.parent / "shared"
#: document → its annotation
PROSE = {
    "baelen.txt": "baelen",
    "oupeye.txt": "oupeye",
    "baelen_prose.pdf": "baelen_prose",
    "oupeye_prose.pdf": "oupeye_prose",
    "oupeye.docx": "oupeye_docx",
}
#: printout of iA.PST → lowest tree_f1, lowest attribute_f1 (None: no promise)
PRINTOUTS: dict[str, tuple[float, float | None]] = {
    "iapst/iapst_detail.pdf": (0.98, 0.97),
    "iapst/iapst_detail.odt": (0.98, 0.97),
    "iapst/iapst_export.xlsx": (1.0, 0.95),
    "iapst/iapst_suivi.pdf": (0.95, 0.90),
    "iapst/iapst_tableaubord.pdf": (0.95, None),
}
ALL = [*PROSE, *PRINTOUTS]

pytestmark = pytest.mark.usefixtures("shared")


@cache
def score(document: str, gold: str, folder: Path) -> dict[str, Any]:
    """Return the figures of `score_plan.py`."""
    output = folder / f"{Path(document).name}.json"
    output.write_text(plan_of(document).to_json(), encoding="utf-8")
    command = [
        sys.executable, str(SHARED / "score/score_plan.py"), "--json",
        str(SHARED / f"plans/{gold}.gold.json"), str(output),
    ]  # fmt: skip
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(run.stdout)
    return figures


def plan_of(document: str) -> Plan:
    return extracted(SHARED / "plans" / document)


@pytest.mark.parametrize("document", PROSE)
def test_plan_in_prose_is_exact(document: str, tmp_path: Path) -> None:
    figures = score(document, PROSE[document], tmp_path)
    assert figures["tree_f1"] == 1.0
    assert figures["exact_title"] >= 0.99
    assert figures["code"] == 1.0
    assert figures["metadata"] == 1.0
    gold = json.loads((SHARED / f"plans/{PROSE[document]}.gold.json").read_text("utf-8"))
    if any(node.get("volet") for node in gold["nodes"]):
        assert figures["volet"] == 1.0


@pytest.mark.parametrize("document", PRINTOUTS)
def test_printout_of_the_application(document: str, tmp_path: Path) -> None:
    tree, attributes = PRINTOUTS[document]
    figures = score(document, document.rsplit(".", 1)[0], tmp_path)
    assert figures["tree_f1"] >= tree
    if attributes is not None:
        assert figures["attribute_f1"] >= attributes


def test_bold_actions_come_first_because_the_plan_says_so() -> None:
    first = [n for n in plan_of("baelen_prose.pdf").nodes() if n.attributes.priority]
    assert len(first) == 12
    assert {n.attributes.priority.value for n in first if n.attributes.priority} == {1}
    assert {n.level for n in first} == {"ACTION"}
    assert not any(n.attributes.priority for n in plan_of("baelen.txt").nodes())


@pytest.mark.parametrize("document", ALL)
def test_every_line_is_accounted_for(document: str) -> None:
    coverage = plan_of(document).coverage
    gone = sum(part.count for part in coverage.discarded)
    assert coverage.unassigned == 0
    assert coverage.in_nodes + coverage.in_front_matter + gone == coverage.lines
    assert coverage.in_nodes > 0


@pytest.mark.parametrize("document", ALL)
def test_no_word_is_lost(document: str) -> None:
    path = SHARED / "plans" / document
    read = read_bytes(path.read_bytes(), path.name)
    assert lost_words(read, plan_of(document)) == Counter()


@pytest.mark.parametrize("document", ALL)
def test_no_plan_is_taken_for_another_document(document: str) -> None:
    assert not plan_of(document).has_errors()
