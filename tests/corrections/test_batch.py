"""Corrections outlive a new source, a new program, `--force` and an edit by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from extractor.cli import main
from extractor.corpus import corrections as store
from extractor.corpus.program import Program
from extractor.corrections.apply import Applier
from extractor.corrections.model import Corrections, new_entry
from extractor.schema import Plan

TEXT = """Commune de Belleherbe
Programme stratégique transversal 2019-2024

OS 1 Être une commune où il fait bon vivre
OO 1.1 Améliorer la propreté des espaces publics
Action 1 Acheter une balayeuse compacte
Action 2 Former les agents au tri des déchets
OO 1.2 Soutenir les associations du village
Action 3 Rénover la salle communale des fêtes
"""


class Desk:
    """A clerk's folder: a source, its output, and the commands that she types."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.out = folder / "raw", folder / "out"
        self.raw.mkdir()
        self.write(TEXT)
        self.output = self.out / "plan.json"

    def write(self, text: str) -> None:
        (self.raw / "plan.txt").write_text(text, "utf-8")

    def pst(self, *words: str, status: int = 0) -> Result:
        result = CliRunner().invoke(main, list(words))
        assert result.exit_code == status, result.output
        return result

    def batch(self, *words: str, status: int = 0) -> Result:
        return self.pst("batch", str(self.raw), "-o", str(self.out), "--no-nlp", "--jobs", "1",
                        *words, status=status)  # fmt: skip

    def plan(self) -> Plan:
        return Plan.model_validate_json(self.output.read_bytes())

    def titles(self) -> list[str]:
        return [node.title for node in self.plan().nodes()]

    def edit(self, change: Callable[[dict[str, Any]], None]) -> None:
        data = json.loads(self.output.read_bytes())
        change(data)
        self.output.write_text(json.dumps(data, ensure_ascii=False), "utf-8")

    def retitle(self, old: str, new: str) -> None:
        with store.hold(self.output) as held:
            reading = store.load_reading(self.output)
            assert reading
            applier = Applier(reading)
            item = next(i for i in applier.workspace.items() if i.node.title == old)
            entry = new_entry("title", by="Anne", read_in=reading.source.sha256,
                              on=applier.anchor(item), old=old, new=new)  # fmt: skip
            held.write(Corrections(entries=[*held.read().entries, entry]))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    found = Desk(tmp_path)
    found.batch()
    return found


OLD, NEW = "Acheter une balayeuse compacte", "Acheter une balayeuse électrique"


def test_a_correction_is_applied_by_the_next_batch_and_by_all_that_follow(desk: Desk) -> None:
    assert OLD in desk.titles()
    desk.retitle(OLD, NEW)
    desk.batch()
    assert NEW in desk.titles() and OLD not in desk.titles()
    node = next(node for node in desk.plan().nodes() if node.title == NEW)
    assert node.corrected and node.corrected.read == {"title": OLD} and node.corrected.by == "Anne"
    assert node.confidence == 1.0
    assert "nothing to do" in desk.batch().output
    desk.batch("--force")
    assert NEW in desk.titles()
    desk.write(TEXT.replace("OO 1.2", "Action 9 Poser des poubelles dans les parcs\nOO 1.2"))
    desk.batch()
    assert NEW in desk.titles() and len(desk.titles()) == 7
    assert "plan.json" not in desk.batch().output  # not taken for edited by hand


def test_a_new_program_keeps_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.retitle(OLD, NEW)
    monkeypatch.setattr(Program, "identity", "another")
    assert "1 document read" in desk.batch().output
    assert NEW in desk.titles()


def test_a_reworded_source_tells_both_values_and_keeps_the_correction(desk: Desk) -> None:
    desk.retitle(OLD, NEW)
    desk.write(TEXT.replace(OLD, "Acheter une balayeuse compacte d’occasion"))
    desk.batch()
    (told,) = [d for d in desk.plan().diagnostics if d.code == "correction-conflict"]
    assert OLD in told.message and NEW in told.message and "occasion" in told.message
    assert told.node_id and told.line == 6
    assert len(store.read_corrections(desk.output).entries) == 1
    desk.write(TEXT)
    desk.batch()
    assert NEW in desk.titles()


def test_an_edit_by_hand_becomes_corrections(desk: Desk) -> None:
    def change(data: dict[str, Any]) -> None:
        one, two = data["tree"][0]["children"]
        one["children"][0]["title"] = NEW
        one["children"][1]["attributes"] = {"services": ["Travaux"]}
        two["children"].insert(0, one["children"].pop())
        data["term"] = {"start": 2020, "end": 2025, "inferred": False}
        data["adopted_on"] = "2020-03-01"

    desk.edit(change)
    assert "edited by hand, kept: plan.json" in desk.batch().output
    told = desk.pst("correct", str(desk.out), "--by", "Anne").output
    assert "5 corrections taken" in told and "not taken" not in told
    kinds = [entry.kind for entry in store.read_corrections(desk.output).entries]
    assert sorted(kinds) == ["attribute", "document", "document", "place", "title"]
    desk.batch("--force")
    plan = desk.plan()
    moved = plan.tree[0].children[1].children[0]
    assert moved.title == "Former les agents au tri des déchets"
    assert moved.attributes.services == ["Travaux"]
    assert plan.term.start == 2020 and str(plan.adopted_on) == "2020-03-01"
    assert NEW in desk.titles()
    assert "0 corrections" in desk.pst("correct", str(desk.out)).output


def test_an_edit_is_not_lost_when_the_source_changes_before_it_is_taken(desk: Desk) -> None:
    desk.edit(lambda data: data["tree"][0]["children"][0].update(title="Une commune propre"))
    desk.write(TEXT + "Action 4 Créer un agenda des fêtes\n")
    assert "edited by hand, set aside: plan.json" in desk.batch().output
    assert "Une commune propre" not in desk.titles()
    assert "1 correction taken" in desk.pst("correct", str(desk.out)).output
    assert "Une commune propre" in desk.titles()
    assert "Créer un agenda des fêtes" in desk.titles()


def test_nodes_that_are_gone_or_new_become_corrections(desk: Desk) -> None:
    desk.write(TEXT + "\nNos valeurs\nPoser des bancs dans les parcs du centre\n")
    desk.batch()
    before = desk.plan()

    def change(data: dict[str, Any]) -> None:
        actions = data["tree"][0]["children"][0]["children"]
        new = json.loads(json.dumps(actions.pop(0)))
        new["id"], new["title"] = "x", "Poser des bancs dans les parcs du centre"
        new["source"]["text"], new["code"] = new["title"], None
        new["source"]["lines"] = [12, 12]
        actions.append(new)

    desk.edit(change)
    told = desk.pst("correct", str(desk.out)).output
    assert "2 corrections taken" in told
    plan = desk.plan()
    assert "Acheter une balayeuse compacte" not in desk.titles()
    assert "Poser des bancs dans les parcs du centre" in desk.titles()
    kept = [text.text for node in plan.nodes() for text in node.body]
    assert any("balayeuse" in text for text in kept)  # its line is still in the plan
    assert plan.coverage.lines == before.coverage.lines
    desk.pst("check", str(desk.output))


def test_a_corrections_file_that_is_none_stops_nothing_else(desk: Desk) -> None:
    store.corrections_path(desk.output).write_text("{", "utf-8")
    told = desk.batch("--force", status=1).output
    assert "plan.corrections.json: no corrections file" in told
    assert desk.titles()  # the former output stays
    store.corrections_path(desk.output).unlink()
    desk.batch()


def test_schema_of_the_file(desk: Desk) -> None:
    schema = json.loads(desk.pst("schema", "--corrections").output)
    assert schema["$id"] == "urn:pst-extractor:corrections:1.0"
    assert {"from", "to", "on", "by", "at"} <= schema["$defs"]["Entry"]["properties"].keys()


def test_a_single_extraction_applies_them_too(desk: Desk) -> None:
    desk.retitle(OLD, NEW)
    source = str(desk.raw / "plan.txt")
    desk.pst("extract", source, "-o", str(desk.output), "--no-nlp", "-q")
    assert NEW in desk.titles()
    assert OLD in desk.pst("extract", source, "--no-nlp", "-q").output
    store.corrections_path(desk.output).write_text("[]", "utf-8")
    told = desk.pst("extract", source, "-o", str(desk.output), "--no-nlp", "-q", status=1)
    assert "no corrections file" in told.output
