"""Random corrections on random plans, then another document: none lands on a wrong node."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

from extractor.corrections.anchors import key_of
from extractor.corrections.apply import Applier, apply_corrections
from extractor.corrections.model import Corrections, Entry, new_entry
from extractor.normalise import identify
from extractor.schema import Level, Plan
from extractor.validate import find_problems

#: few wordings, short ones among them, so that twins are the rule
WORDINGS = [
    "Suivi", "Communication", "—", "Former les agents de la commune",
    "Rénover la salle des fêtes", "Éclairer les rues du centre", "Planter des haies vives",
    "Accueillir les nouveaux habitants", "Entretenir les chemins", "Acheter un vélo de service",
]  # fmt: skip
RANKS = {Level.OS: [Level.OO, Level.ACTION], Level.OO: [Level.ACTION], Level.ACTION: []}
NEW = "corrigé"


@dataclass
class Row:
    """A heading of a fictional document; `uid` tells it from its twins."""

    uid: int
    level: Level
    text: str
    children: list[Row] = field(default_factory=list)

    def walk(self) -> Any:
        yield self
        for child in self.children:
            yield from child.walk()


class Document:
    """A document that lines are added to and taken from; the uid hides in `label`."""

    def __init__(self, draw: Any) -> None:
        self.draw, self.count = draw, 0
        self.pool = draw(st.lists(st.sampled_from(WORDINGS), min_size=1, max_size=8, unique=True))
        self.roots = [self.grow(Level.OS) for _ in range(draw(st.integers(1, 3)))]

    def row(self, level: Level, text: str | None = None) -> Row:
        self.count += 1
        return Row(self.count, level, text or self.draw(st.sampled_from(self.pool)))

    def grow(self, level: Level) -> Row:
        row = self.row(level)
        if RANKS[level]:
            below = self.draw(st.lists(st.sampled_from(RANKS[level]), max_size=6))
            row.children = [self.grow(child) for child in below]
        return row

    def lists(self) -> list[list[Row]]:
        return [self.roots, *(row.children for root in self.roots for row in root.walk())]

    def change(self) -> None:
        """Insert, remove or reword a line somewhere."""
        rows = self.draw(st.sampled_from([found for found in self.lists() if found]))
        place = self.draw(st.integers(0, len(rows) - 1))
        how = self.draw(st.sampled_from(["insert", "remove", "reword"]))
        if how == "insert":
            rows.insert(place, self.row(rows[place].level))
        elif how == "reword":
            old = rows[place]
            rows[place] = Row(old.uid, old.level, f"{old.text} et plus", old.children)
        elif len(self.roots) > 1 or rows is not self.roots:
            gone = rows.pop(place)
            if rows is not self.roots or not gone.children:
                return

    def plan(self, sha: str) -> Plan:
        line = 0

        def nodes(rows: list[Row], path: str) -> list[dict[str, Any]]:
            nonlocal line
            out = []
            ids = identify([(row.level, None) for row in rows], path)
            for row, node_id in zip(rows, ids, strict=True):
                line += 1
                out.append(
                    {
                        "id": node_id, "level": row.level, "title": row.text,
                        "label": str(row.uid), "title_normalized": row.text,
                        "source": {"lines": (line, line), "text": row.text},
                        "children": nodes(row.children, node_id),
                    }
                )  # fmt: skip
            return out

        tree = nodes(self.roots, "plan-" + sha[:12])
        return Plan.model_validate(
            {
                "plan_id": "plan-" + sha[:12], "institution": {}, "term": {}, "tree": tree,
                "source": {
                    "filename": "x.txt", "media_type": "text/plain", "sha256": sha,
                    "size_bytes": 1,
                },
                "extractor": {"name": "pst-extractor", "version": "0"},
                "coverage": {"lines": line, "in_nodes": line, "in_front_matter": 0},
            }
        )  # fmt: skip


def decide(draw: Any, applier: Applier) -> Entry:
    """Return a random correction of a random node of the workspace."""
    items = list(applier.workspace.items())
    item, other = draw(st.sampled_from(items)), draw(st.sampled_from(items))
    kind = draw(
        st.sampled_from(
            ["title", "level", "code", "place", "split", "merge", "remove", "volet", "mark",
             "attribute", "description"]
        )
    )  # fmt: skip
    node, more = item.node, {}
    if kind == "title":
        more = {"old": node.title, "new": f"{node.title} {NEW}"}
    elif kind == "level":
        more = {"old": node.level.value, "new": draw(st.sampled_from(list(Level))).value}
    elif kind == "code":
        more = {"old": node.code, "new": draw(st.sampled_from(["1", "2.1"]))}
    elif kind == "volet":
        more = {"old": node.volet, "new": "interne"}
    elif kind == "description":
        more = {"old": node.description, "new": "Un texte."}
    elif kind == "mark":
        more = {"new": "right"}
    elif kind == "attribute":
        more = {"key": "sdgs", "old": None, "new": [draw(st.integers(1, 17))]}
    elif kind == "split":
        more = {"old": node.title, "new": [node.title, f"{node.title} {NEW}"]}
    elif kind == "merge":
        more = {"after": applier.anchor(other)}
    elif kind == "place":
        from extractor.corrections.operations import value_of

        more = {"old": value_of(item, "place"), "new": node.level.value,
                "parent": applier.anchor(other)}  # fmt: skip
    return new_entry(
        kind, by="Anne", read_in=applier.read.source.sha256, at="2026-01-01T00:00:00+00:00",
        on=applier.anchor(item), **more,
    )  # fmt: skip


def uids(plan: Plan) -> dict[str, str]:
    return {node.id: node.label or "" for node in plan.nodes()}


@settings(max_examples=150, phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink])
@given(st.data())
def test_each_correction_finds_its_node_or_is_told(data: st.DataObject) -> None:
    document = Document(data.draw)
    before = document.plan("a" * 64)
    applier = Applier(before)
    entries: list[Entry] = []
    for _ in range(data.draw(st.integers(1, 6))):
        if not any(True for _ in applier.workspace.items()):
            break
        entry = decide(data.draw, applier)
        if applier.apply(entry) is None:
            entries.append(entry)
    applier.conflicts.clear()  # what was refused at once changed nothing, as the next lines show
    corrected = applier.plan()
    assert find_problems(json.loads(corrected.to_json())) == []

    again, conflicts = apply_corrections(before, Corrections(entries=entries))
    assert again == corrected and conflicts == []

    for _ in range(data.draw(st.integers(1, 4))):
        document.change()
    after = document.plan("b" * 64)
    new = Applier(after)
    origin = {item.rank: item for item in Applier(before).index.placed}
    lines = {item.node.source.lines: item for item in origin.values()}
    for entry in entries:
        conflict = new.apply(entry)
        event("told" if conflict else "applied")
        assert (conflict is None) == (new.applied[-1:] == [entry])
        if conflict is not None:
            assert conflict in new.conflicts
            continue
        for anchor in (entry.on, entry.parent, entry.after):
            if anchor is None or anchor.made_by:
                continue
            found = new.index.find(anchor, entry.read_in)
            was = lines[anchor.lines]
            now = found.node  # type: ignore[union-attr]
            assert key_of(now.source.text) == was.text
            moved = was.context == found.context  # type: ignore[union-attr]
            alone = anchor.twins == 1 and sum(key_of(n.source.text) == was.text
                                              for n in after.nodes()) == 1  # fmt: skip
            contexts = [item.context for item in new.index.placed]
            assert anchor.alike == 1 and contexts.count(found.context) == 1  # type: ignore[union-attr]
            # the same heading, or one that nobody could tell from it
            assert now.label == was.node.label or moved or alone
    result = new.plan()
    assert len(new.applied) + len(new.conflicts) == len(entries)
    told = [item for item in result.diagnostics if item.code == "correction-conflict"]
    assert len(told) == len(new.conflicts)
    assert find_problems(json.loads(result.to_json())) == []
    assert after == document.plan("b" * 64)  # what came in is as it was
