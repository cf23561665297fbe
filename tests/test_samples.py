"""The samples in `raw/` are what `python -m samples` makes, and their annotations fit them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from samples.__main__ import ROOT, SAMPLES, build
from samples.model import read_plan, walk

BUILT = dict(build())


def _members(data: bytes) -> dict[str, bytes]:
    """Return the members of a zip: zlib's versions may differ in the compressed bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("path", BUILT)
def test_committed_file_is_what_the_script_makes(path: str) -> None:
    committed = (ROOT / path).read_bytes()
    if committed.startswith(b"PK"):
        assert _members(committed) == _members(BUILT[path])
    else:
        assert committed == BUILT[path]


@pytest.mark.parametrize("name", [sample[0] for sample in SAMPLES])
def test_plan_is_a_tree_of_realistic_size(name: str) -> None:
    pairs = walk(read_plan(name).tree)
    assert 35 <= len(pairs) <= 70
    for node, parent in pairs:
        assert node.title and (node.level == "OS") == (parent is None)
        if node.level == "OO" and parent and "." in (node.code or ""):
            assert (node.code or "").split(".")[0] == parent.code
    assert any(not node.children for node, _ in pairs if node.level in ("OO", "PROJET")) or all(
        node.attributes for node, _ in pairs if node.level == "ACTION"
    )


@pytest.mark.parametrize("filename", [sample[1] for sample in SAMPLES])
def test_gold_has_the_shape_that_the_scorer_reads(filename: str) -> None:
    gold = json.loads((ROOT / f"tests/golden/{Path(filename).stem}.gold.json").read_text("utf-8"))
    assert gold["source"] == filename and gold["institution"]["nis_code"] is None
    assert [node["id"] for node in gold["nodes"]] == list(range(len(gold["nodes"])))
    assert all(node["parent"] is None or node["parent"] < node["id"] for node in gold["nodes"])
