"""Figures on small fictional plans whose faults are known, and agreement with the shared scorer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.diagnostics import ExtractorError
from extractor.evaluate import as_table, evaluate
from extractor.evaluate.attributes import gold_attributes, says_the_same
from extractor.evaluate.figures import reliability
from extractor.evaluate.folding import fold_code, fold_title
from extractor.evaluate.matching import likeness

SHARED = Path(__file__).resolve().parents[3] / "shared"

GOLD = {
    "source": "valmont.pdf",
    "institution": {"name": "CPAS de Valmont", "kind": "cpas", "municipality": "Valmont"},
    "term": {"start": 2019, "end": 2024},
    "adopted_on": "2019-12-03",
    "nodes": [
        {"id": 0, "level": "OS", "code": "1", "title": "Être un CPAS ouvert", "parent": None,
         "volet": "externe", "themes": ["aide-sociale"]},
        {"id": 1, "level": "OO", "code": "1.1", "title": "Aménager l’accueil", "parent": 0,
         "attributes": {"pilote": "Service social", "echeance": "2021-12-31", "odd": [1, 10]},
         "themes": ["aide-sociale"]},
        {"id": 2, "level": "ACTION", "code": None, "title": "Repeindre la salle d’attente",
         "parent": 1, "attributes": {"budget": {"lines": [{"amount": 1200.0}]}}, "themes": []},
        {"id": 3, "level": "ACTION", "code": None, "title": "Engager un agent d’accueil",
         "parent": 1, "attributes": {}, "themes": ["personnel"]},
    ],
}  # fmt: skip


def node(level: str, title: str, children: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"level": level, "title": title, "children": children or [], **more}


def plan(tree: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "plan_id": "cpas-valmont",
        "institution": {"kind": "cpas", "municipality": "Valmont"},
        "term": {"start": 2019, "end": 2025},
        "adopted_on": "2019-12-03",
        "source": {"filename": "valmont.pdf"},
        "tree": tree,
        **more,
    }


#: the second action hangs under the OS, the first is missing, one action is invented
FAULTY = plan(
    [
        node("OS", "Être un CPAS ouvert", [
            node("OO", "AMÉNAGER L'ACCUEIL", [
                node("ACTION", "Acheter un piano", confidence=0.35),
            ], code="1.1", confidence=0.95, attributes={
                "responsibles": ["Service social"],
                "deadline": {"text": "2021", "start": "2021-01-01", "end": "2021-12-31"},
                "sdgs": [1], "partners": ["Forem"],
            }, enrichment={"themes": [{"code": "x/aide-sociale", "label": "", "score": 0.5}]}),
            node("ACTION", "Engager un agent d’accueil", confidence=0.55,
                 enrichment={"themes": [{"code": "x/logement", "label": "", "score": 0.5}]}),
        ], code="1", volet="interne", confidence=0.95),
    ]
)  # fmt: skip


def write(folder: Path, name: str, data: Any) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path


@pytest.fixture
def figures(tmp_path: Path) -> dict[str, Any]:
    gold = write(tmp_path, "valmont.gold.json", GOLD)
    result = evaluate([gold], [write(tmp_path, "valmont.json", FAULTY)])
    assert result["documents"][0]["figures"] == result["overall"]
    overall: dict[str, Any] = result["overall"]
    return overall


def test_nodes_levels_and_tree(figures: dict[str, Any]) -> None:
    assert (figures["nodes"]["right"], figures["nodes"]["gold"]) == (3, 4)
    assert figures["nodes"]["f1"] == 0.75
    assert figures["tree_f1"] == 0.5  # the misplaced action matches, but counts as wrong
    assert figures["levels"]["OO"]["f1"] == 1.0
    assert figures["levels"]["ACTION"] == {
        "precision": 0.5, "recall": 0.5, "f1": 0.5, "gold": 2, "output": 2, "right": 1,
    }  # fmt: skip
    assert list(figures["levels"]) == ["OS", "OO", "ACTION"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("parent", 0.6667), ("exact_title", 1.0), ("code", 1.0), ("volet", 0.0)],
)
def test_shares(figures: dict[str, Any], name: str, value: float) -> None:
    assert figures[name] == value


def test_metadata_by_key(figures: dict[str, Any]) -> None:
    assert figures["metadata"]["keys"]["term_end"] == 0.0
    assert figures["metadata"]["keys"]["kind"] == 1.0
    assert figures["metadata"]["share"] == 0.8


def test_attributes_by_key(figures: dict[str, Any]) -> None:
    right = {key: tally["right"] for key, tally in figures["attributes"]["keys"].items()}
    assert right == {"budget": 0, "deadline": 1, "partners": 0, "responsibles": 1, "sdgs": 0}
    assert figures["attributes"]["all"] == {
        "precision": 0.5, "recall": 0.5, "f1": 0.5, "gold": 4, "output": 4, "right": 2,
    }  # fmt: skip


def test_themes(figures: dict[str, Any]) -> None:
    assert (figures["themes"]["gold"], figures["themes"]["right"]) == (3, 1)
    assert figures["themes"]["first"] == 0.3333


def test_confidence_is_compared_with_what_is_right(figures: dict[str, Any]) -> None:
    rows = {row["from"]: (row["nodes"], row["right"]) for row in figures["confidence"]["buckets"]}
    assert rows == {0.3: (1, 0.0), 0.5: (1, 0.0), 0.9: (2, 1.0)}
    assert figures["confidence"]["calibration_error"] == pytest.approx((0.35 + 0.55 + 0.1) / 4)
    assert figures["confidence"]["right_when_sure"] == 1.0


def test_calibration_of_a_perfectly_calibrated_bucket() -> None:
    table = reliability([(0.75, True)] * 3 + [(0.75, False)])
    assert table["calibration_error"] == 0.0
    assert reliability([(1.0, True)])["buckets"][0]["from"] == 0.9
    assert reliability([]) == {"calibration_error": None, "right_when_sure": None, "buckets": []}


def test_an_output_is_its_own_perfect_gold(tmp_path: Path) -> None:
    path = write(tmp_path, "valmont.json", FAULTY)
    overall = evaluate([path], [path])["overall"]
    assert overall["tree_f1"] == overall["attributes"]["f1"] == overall["themes"]["f1"] == 1.0


@pytest.mark.parametrize(
    ("gold", "source", "output", "filename", "paired"),
    [
        ("a.gold.json", None, "a.json", "z.pdf", True),
        ("a.gold.json", None, "q.json", "a.docx", True),
        ("a.gold.json", "z.pdf", "q.json", "z.pdf", True),
        ("a.gold.json", "y.pdf", "q.json", "z.pdf", False),
    ],
)
def test_pairing(
    tmp_path: Path, gold: str, source: str | None, output: str, filename: str, paired: bool
) -> None:
    golds = [
        write(tmp_path / "gold", gold, GOLD | {"source": source}),
        write(tmp_path / "gold", "other.gold.json", GOLD | {"source": "other.pdf"}),
    ]
    out = write(tmp_path / "out", output, FAULTY | {"source": {"filename": filename}})
    result = evaluate(golds, [out])
    assert [doc["gold"] for doc in result["documents"]] == ([gold] if paired else [])
    assert result["unpaired"]["outputs"] == ([] if paired else [output])
    assert "other.gold.json" in result["unpaired"]["golds"]


def test_one_gold_and_one_output_belong_together(tmp_path: Path) -> None:
    gold = write(tmp_path, "annotated.json", GOLD | {"source": None})
    result = evaluate([gold], [write(tmp_path, "extracted.json", FAULTY)])
    assert [doc["output"] for doc in result["documents"]] == ["extracted.json"]


@pytest.mark.parametrize("text", ["not json", "[1, 2]", '{"plan_id": "x"}'])
def test_other_files_are_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ExtractorError, match=r"^odd\.json: "):
        evaluate([path], [path])


@pytest.mark.parametrize(
    ("key", "annotated", "found", "same"),
    [
        ("deadline", {"echeance": "2020-12"}, {"end": "2020-12-31"}, True),
        ("deadline", {"echeance": "2020-11"}, {"end": "2020-12-31"}, False),
        ("responsibles", {"pilote": "Anne Roy et Luc Bay"}, ["Luc Bay", "Anne Roy"], True),
        ("responsibles", {"pilote": "Anne Roy"}, ["Luc Bay"], False),
        ("budget", {"budget": {"lines": [{"amount": 5}]}}, [{"amount": 5.0}], True),
        ("budget", {"budget": {"lines": [{"amount": 5}]}}, [{"amount": None}], False),
        ("indicators", {"indicators": [{"label": "Visites"}]}, [{"text": "visites = 4"}], True),
        ("sdgs", {"odd": "ODD 1 et 10"}, [10, 1], True),
        ("priority", {"priority": True}, {"text": "gras", "value": 1}, True),
        ("progress", {"progress": 60}, 60.0, True),
        ("partners", {"partenaires": ["ONE"]}, ["ONE", "Forem"], True),
        ("partners", {"partenaires": ["ONE", "Forem"]}, ["ONE"], False),
    ],
)
def test_attribute_agreement(key: str, annotated: Any, found: Any, same: bool) -> None:
    wanted = gold_attributes(annotated)[key]
    assert says_the_same(key, wanted, gold_attributes({key: found})[key]) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [("L’été…", "L'ÉTÉ ..."), ("Agir :", "agir"), ("« Oui » – non", '"oui"-non')],
)
def test_titles_that_differ_by_typography(one: str, other: str) -> None:
    assert fold_title(one) == fold_title(other)


def test_accents_and_words_are_kept() -> None:
    assert fold_title("Élève") != fold_title("Eleve")
    assert likeness("repeindre la salle", "fermer la crèche") == 0.0
    assert 0.92 <= likeness("repeindre la salle d'attente", "repeindre la sale d'attente") < 1
    assert fold_code("IV.2.") == "4.2"


def test_table_names_documents_and_leaves_out_no_counterpart(tmp_path: Path) -> None:
    golds = [write(tmp_path, name, GOLD) for name in ("valmont.gold.json", "seul.gold.json")]
    text = as_table(evaluate(golds, [write(tmp_path, "valmont.json", FAULTY)]))
    assert "valmont " in text and "0.500" in text
    assert "not counted: seul.gold.json has no output" in text
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent")
@pytest.mark.parametrize("stem", ["baelen", "oupeye", "iapst/iapst_export", "iapst/iapst_suivi"])
def test_agreement_with_the_shared_scorer(tmp_path: Path, stem: str) -> None:
    gold = SHARED / "plans" / f"{stem}.gold.json"
    output = write(tmp_path, f"{Path(stem).name}.json", _damaged(json.loads(gold.read_bytes())))
    command = [sys.executable, str(SHARED / "score" / "score_plan.py"), "--json"]
    done = subprocess.run([*command, str(gold), str(output)], capture_output=True, check=True)
    theirs = json.loads(done.stdout)
    ours = evaluate([gold], [output])["overall"]
    assert 0.5 < ours["tree_f1"] < 0.99
    assert ours["tree_f1"] == pytest.approx(theirs["tree_f1"], abs=1e-4)
    assert ours["nodes"]["f1"] == pytest.approx(theirs["node_f1"], abs=1e-4)
    for name in ("parent", "exact_title", "code", "volet"):
        assert (ours[name] is None) == (name not in theirs)
        assert ours[name] == pytest.approx(theirs.get(name), abs=1e-4)
    for level, tally in ours["levels"].items():
        assert tally["f1"] == pytest.approx(theirs[f"f1_{level}"], abs=1e-4)


def _damaged(gold: dict[str, Any]) -> dict[str, Any]:
    """Return an annotation as an output with faults of each kind, the same on every run."""
    rows = [node(row["level"], row["title"], code=row.get("code")) for row in gold["nodes"]]
    places = {row.get("id", place): place for place, row in enumerate(gold["nodes"])}
    tree = []
    for place, row in enumerate(gold["nodes"]):
        parent = places.get(row["parent"])
        if place % 11 == 5:
            rows[place]["title"] = rows[place]["title"][:-2] + "es"
        if place % 13 == 7:
            rows[place]["code"] = "99"
        if place % 17 == 9 and parent is not None:
            parent = max(0, parent - 1)
        (tree if parent is None else rows[parent]["children"]).append(rows[place])
    return {"tree": tree}
