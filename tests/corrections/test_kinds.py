"""What each kind of correction does to a plan, and when it no longer fits."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extractor.corrections.apply import Applier, apply_corrections
from extractor.corrections.model import Corrections, Entry, new_entry
from extractor.corrections.passages import cut_out
from extractor.schema import Plan
from extractor.validate import find_problems
from tests.plans_kit import node, plan


def document(*, first: str = "Nettoyer les rues du centre", sha: str = "a") -> Plan:
    """Return a plan with front matter, texts under headings and a shared action."""
    made = plan(
        "Belleherbe",
        node("OS", "1", "Être une commune propre",
             node("OO", "1.1", first,
                  node("ACTION", "1", "Acheter une balayeuse neuve",
                       node("SOUS_ACTION", "a", "Comparer trois offres de prix")),
                  node("ACTION", "2", "Former les agents communaux"),
                  node("ACTION", "3", "Suivre les plaintes des riverains")),
             node("OO", "1.2", "Planter des arbres partout")),
        nis="99999",
    )  # fmt: skip
    data = json.loads(made.to_json())
    data["source"]["sha256"] = sha * 64
    data["front_matter"] = [
        {"text": "Le mot du bourgmestre\nCréer une régie de quartier\nMerci à tous",
         "lines": [20, 22], "kind": "introduction"},
    ]  # fmt: skip
    for n, row in enumerate(walk(data["tree"]), 1):
        row["source"]["lines"] = [n, n]
        row["confidence"] = 0.5
    action = data["tree"][0]["children"][0]["children"][1]
    action["body"] = [{"text": "Service : Travaux\nRédiger un guide du tri", "lines": [10, 11]}]
    action["attributes"] = {"services": ["Travaux"]}
    data["coverage"] = {"lines": 12, "in_nodes": 9, "in_front_matter": 3}
    data["diagnostics"] = [
        {"code": "low-confidence", "severity": "warning", "message": "x", "node_id": action["id"]}
    ]
    for row in walk(data["tree"]):
        row["id"] = row["id"]
    return Plan.model_validate(data)


def walk(rows: list[Any]) -> Any:
    for row in rows:
        yield row
        yield from walk(row["children"])


class Pen:
    """Writes corrections on a plan."""

    def __init__(self, read: Plan) -> None:
        self.applier = Applier(read)
        self.entries: list[Entry] = []

    def find(self, title: str | None) -> Any:
        items = self.applier.workspace.items()
        return next((item for item in items if item.node.title == title), None)

    def write(self, kind: str, title: str | None = None, **more: Any) -> str:
        for name in ("parent", "after"):
            if name in more:
                found = self.find(more[name])
                more[name] = self.applier.anchor(found) if found else None
        on = self.find(title)
        entry = new_entry(
            kind, by="Anne", read_in=self.applier.read.source.sha256,  # type: ignore[arg-type]
            on=self.applier.anchor(on) if on else None, at="2026-05-01T08:00:00+00:00", **more,
        )  # fmt: skip
        conflict = self.applier.apply(entry)
        if conflict is None:
            self.entries.append(entry)
        return conflict.reason if conflict else ""

    def result(self) -> Plan:
        self.applier.conflicts.clear()
        made = self.applier.plan()
        assert find_problems(json.loads(made.to_json())) == []
        return made

    def tree(self) -> list[str]:
        return [f"{n.level}|{n.id.count('/')}|{n.title}" for n in self.result().nodes()]


@pytest.fixture
def pen() -> Pen:
    return Pen(document())


ACTION = "Former les agents communaux"


def test_a_title_keeps_what_was_read(pen: Pen) -> None:
    pen.write("title", ACTION, old=ACTION, new="Former  tous\nles agents")
    made = next(n for n in pen.result().nodes() if n.title == "Former tous les agents")
    assert made.corrected and made.corrected.read == {"title": ACTION}
    assert (made.confidence, made.corrected.by) == (1.0, "Anne")
    assert made.title_normalized == "Former tous les agents"
    assert not any(d.code == "low-confidence" for d in pen.result().diagnostics)


def test_raising_a_level_takes_along_what_follows(pen: Pen) -> None:
    pen.write("level", ACTION, old="ACTION", new="OO")
    assert pen.tree()[4:7] == [
        f"OO|2|{ACTION}", "ACTION|3|Suivre les plaintes des riverains",
        "OO|2|Planter des arbres partout",
    ]  # fmt: skip


def test_lowering_a_level_goes_under_the_one_before(pen: Pen) -> None:
    pen.write("level", ACTION, old="ACTION", new="SOUS_ACTION")
    assert pen.tree()[2:5] == [
        "ACTION|3|Acheter une balayeuse neuve", "SOUS_ACTION|4|Comparer trois offres de prix",
        f"SOUS_ACTION|4|{ACTION}",
    ]  # fmt: skip
    pen.write("level", "Nettoyer les rues du centre", old="OO", new="ACTION")
    assert pen.tree()[1:4] == [
        "ACTION|2|Nettoyer les rues du centre", "ACTION|2|Acheter une balayeuse neuve",
        "SOUS_ACTION|3|Comparer trois offres de prix",
    ]  # fmt: skip


def test_places(pen: Pen) -> None:
    pen.write("place", ACTION, new="ACTION", parent="Planter des arbres partout", after=None)
    assert pen.tree()[-1] == f"ACTION|3|{ACTION}"
    assert "cannot stand under" in pen.write(
        "place", "Être une commune propre", new="OS", parent=ACTION, after=None
    )
    assert "under itself" in pen.write(
        "place", "Nettoyer les rues du centre", new="OO",
        parent="Acheter une balayeuse neuve", after=None,
    )  # fmt: skip
    assert pen.result().tree[0].children[1].children[0].code == "2"


def test_split_and_merge(pen: Pen) -> None:
    pen.write("split", "Acheter une balayeuse neuve", old="Acheter une balayeuse neuve",
              new=["Acheter", "une balayeuse neuve"])  # fmt: skip
    assert pen.tree()[2:5] == [
        "ACTION|3|Acheter", "ACTION|3|une balayeuse neuve",
        "SOUS_ACTION|4|Comparer trois offres de prix",
    ]  # fmt: skip
    pen.write("merge", "une balayeuse neuve", after=ACTION)
    made = next(n for n in pen.result().nodes() if n.title == f"une balayeuse neuve {ACTION}")
    assert made.attributes.services == ["Travaux"] and len(made.children) == 1
    assert made.source.text == f"Acheter une balayeuse neuve\n{ACTION}"


def test_no_node_keeps_its_text_and_its_children(pen: Pen) -> None:
    pen.write("remove", "Acheter une balayeuse neuve")
    made = pen.result()
    parent = made.tree[0].children[0]
    assert [text.text for text in parent.body] == ["Acheter une balayeuse neuve"]
    assert parent.children[0].title == "Comparer trois offres de prix"
    pen.write("remove", "Être une commune propre")
    made = pen.result()
    assert [n.level for n in made.tree] == ["OO", "OO"]
    assert any(block.text == "Être une commune propre" for block in made.front_matter)
    assert made.coverage.in_front_matter == 4 and made.coverage.in_nodes == 8
    assert any(d.code == "orphan-node" for d in made.diagnostics)


def test_the_last_node_removed_leaves_no_plan(pen: Pen) -> None:
    for _ in range(7):
        pen.write("remove", next(pen.applier.workspace.items()).node.title)
    assert [d.code for d in pen.result().diagnostics if d.severity == "error"] == ["no-plan-found"]


@pytest.mark.parametrize(
    ("line", "left", "in_front"),
    [
        ("Créer une régie de quartier", ["Le mot du bourgmestre", "Merci à tous"], 2),
        ("Rédiger un guide du tri", ["Service : Travaux"], 3),
    ],
)
def test_lines_become_a_node(pen: Pen, line: str, left: list[str], in_front: int) -> None:
    assert not pen.write(
        "add", new={"level": "OO", "title": line}, lines=[{"text": line}],
        parent="Être une commune propre", after="Planter des arbres partout",
    )  # fmt: skip
    made = pen.result()
    assert made.tree[0].children[-1].title == line
    assert (made.coverage.in_front_matter, made.coverage.in_nodes) == (in_front, 12 - in_front)
    texts = [b.text for b in made.front_matter] + [b.text for n in made.nodes() for b in n.body]
    assert not any(line in text for text in texts)
    assert all(part in texts for part in left)
    again = {"new": {"level": "OO", "title": "Bis"}, "lines": [{"text": line}], "parent": None}
    assert "no longer read" in pen.write("add", **again)


def test_values_of_the_document_change_its_identifiers(pen: Pen) -> None:
    pen.write("document", key="term", old=None, new={"start": 2024, "end": 2030})
    made = pen.result()
    assert made.plan_id == "cpas-99999-2024" and made.tree[0].id.startswith(made.plan_id)
    assert made.corrected and made.corrected.read["term"]["start"] == 2019


def test_marks(pen: Pen) -> None:
    pen.write("mark", ACTION, new="again")
    made = next(n for n in pen.result().nodes() if n.title == ACTION)
    assert made.confidence == 0.5 and made.corrected and made.corrected.marked == "again"
    pen.write("mark", ACTION, new="right")
    assert next(n for n in pen.result().nodes() if n.title == ACTION).confidence == 1.0
    pen.write("mark", new="done")
    done = pen.result().corrected
    assert done and done.marked == "done"


# ------------------------------------------------------------------- when it no longer fits


def conflicts(pen: Pen, now: Plan) -> tuple[Plan, list[str]]:
    made, found = apply_corrections(now, Corrections(entries=pen.entries))
    return made, [conflict.reason for conflict in found]


def test_a_value_that_reads_otherwise_in_a_new_document_is_a_conflict(pen: Pen) -> None:
    pen.write("attribute", ACTION, key="services", old=["Travaux"], new=["Propreté"])
    pen.write("code", ACTION, old="2", new="2b")
    now = document(sha="b")
    made, found = conflicts(pen, now)
    assert found == []
    next(n for n in now.nodes() if n.title == ACTION).attributes.services = ["Finances"]
    made, found = conflicts(pen, now)
    assert found == ["the program reads another value now"]
    action = next(n for n in made.nodes() if n.title == ACTION)
    assert action.attributes.services == ["Finances"] and action.code == "2b"
    (told,) = [d for d in made.diagnostics if d.code == "correction-conflict"]
    assert "Propreté" in told.message and "Finances" in told.message
    assert told.node_id == action.id


def test_a_short_text_that_stands_elsewhere_now_may_be_another(pen: Pen) -> None:
    read = document()
    read.tree[0].children[0].children[2].source.text = "Suivi"
    first = Pen(read)
    first.write("code", "Suivre les plaintes des riverains", old="3", new="4")
    same = document(sha="b")
    same.tree[0].children[0].children[2].source.text = "Suivi"
    assert conflicts(first, same)[1] == []
    other = document(sha="b")
    other.tree[0].children[1].source.text = "Suivi"
    assert conflicts(first, other)[1] == ["its text is short and stands elsewhere now"]


def test_a_shared_action_names_its_first_printing_by_its_new_identifier(pen: Pen) -> None:
    read = document()
    first, second = read.tree[0].children[0].children[:2]
    second.same_as = first.id
    made = Pen(read)
    made.write("code", "Acheter une balayeuse neuve", old="1", new="9")
    assert made.result().tree[0].children[0].children[1].same_as == (
        made.result().tree[0].children[0].children[0].id
    )
    made.write("remove", "Acheter une balayeuse neuve")
    assert all(node.same_as is None for node in made.result().nodes())


def test_what_depends_on_a_correction_that_no_longer_fits_is_told_too(pen: Pen) -> None:
    pen.write("split", ACTION, old=ACTION, new=["Former", "les agents communaux"])
    pen.write("title", "les agents communaux", old="les agents communaux", new="Les agents")
    now = document(sha="b")
    node_ = next(n for n in now.nodes() if n.title == ACTION)
    node_.source.text = node_.title = "Former les ouvriers communaux"
    _, found = conflicts(pen, now)
    assert len(found) == 2


def test_a_new_program_that_reads_the_same_document_otherwise_changes_nothing(pen: Pen) -> None:
    pen.write("attribute", ACTION, key="services", old=["Travaux"], new=["Propreté"])
    pen.write("title", ACTION, old=ACTION, new="Former tous les agents")
    now = document()
    action = next(n for n in now.nodes() if n.title == ACTION)
    action.attributes.services = []
    action.source.text += " et les ouvriers"
    action.title += " et les ouvriers"
    made, found = conflicts(pen, now)
    assert found == []
    assert any(n.title == "Former tous les agents" for n in made.nodes())


def test_a_passage_is_cut_at_words() -> None:
    cut = cut_out("Poser 12 bancs\nPoser 1 banc", "poser 1 banc", (5, 6))
    assert cut and (cut.before, cut.after, cut.lines) == ("Poser 12 bancs", "", (6, 6))
    assert cut_out("Poser 12 bancs", "Poser 1", (5, 5)) is None
    assert cut_out("Poser 12 bancs", "—", (5, 5)) is None


def test_the_file_comes_back_as_it_was_written(pen: Pen) -> None:
    pen.write("title", ACTION, old=ACTION, new='É « x » \u2028 "y"')
    text = Corrections(entries=pen.entries).to_json()
    assert Corrections.model_validate_json(text).entries == pen.entries
    with pytest.raises(ValueError, match="Extra inputs"):
        Corrections.model_validate_json(text.replace('"by"', '"bye"', 1))
