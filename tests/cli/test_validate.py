"""Each rule of `pst check`, broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractor.pipeline import extract_bytes
from extractor.validate import find_problems
from tests.corpus.plans import PROSE, plan_text

Data = dict[str, Any]


def sound(text: str | None = None) -> Data:
    data = (text or plan_text()).encode()
    return extract_bytes(data, "plan.txt", nlp=False).model_dump(mode="json")


def action(data: Data) -> Data:
    found: Data = data["tree"][0]["children"][0]["children"][1]
    return found


def entity(start: int) -> Data:
    return {"entities": [{"text": "Ouvrir", "label": "X", "start": start, "end": start + 6}]}


BREAKS: dict[str, tuple[Callable[[Data], object], str]] = {
    "unknown key": (lambda d: d.update(extra=1), "extra: Extra inputs"),
    "bad level": (lambda d: action(d).update(level="AXE"), "tree.0.children.0.children.1.level"),
    "plan id": (lambda d: d.update(plan_id="x"), "plan_id: 'x' is not"),
    "digest": (lambda d: d["source"].update(sha256="0"), "source.sha256"),
    "a path": (lambda d: d["source"].update(filename="/home/a.txt"), "a path, not a base name"),
    "term": (lambda d: d["term"].update(start=2030), "it ends (2024) before"),
    "twice": (lambda d: action(d).update(id=action(d)["id"][:-1] + "1"), "2 nodes have this"),
    "elsewhere": (lambda d: action(d).update(id="x"), "does not continue its parent's"),
    "same_as": (lambda d: action(d).update(same_as=action(d)["id"]), "names no earlier node"),
    "rank": (lambda d: action(d).update(level="OS"), "OS under OO"),
    "no title": (lambda d: action(d).update(title=" "), "the title is empty"),
    "lines": (lambda d: action(d)["source"].update(lines=[4, 3]), "are no range"),
    "page": (
        lambda d: (d["source"].update(pages=2), action(d)["source"].update(page=9)),
        "page 9 of 2",
    ),
    "box": (lambda d: action(d)["source"].update(bbox=[5, 0, 1, 1]), "inside out"),
    "entity": (lambda d: action(d).update(enrichment=entity(1)), "'Ouvrir' is not at 1-7"),
    "deadline": (
        lambda d: action(d)["attributes"].update(
            deadline={"text": "x", "start": "2022-01-01", "end": "2021-01-01"}
        ),
        "the deadline ends before",
    ),
    "coverage": (lambda d: d["coverage"].update(lines=99), "not to 99 lines"),
    "lost lines": (lambda d: d["coverage"].update(unassigned=1), "1 lines are unassigned"),
    "front matter": (
        lambda d: d["front_matter"].append({"text": "x", "lines": [0, 1], "kind": "other"}),
        "front_matter: lines (0, 1)",
    ),
    "code": (
        lambda d: d["diagnostics"].append({"code": "x", "severity": "info", "message": "x"}),
        "unknown code 'x'",
    ),
    "severity": (
        lambda d: d["diagnostics"].append(
            {"code": "ocr-used", "severity": "error", "message": "x", "node_id": "nowhere"}
        ),
        "ocr-used is info, not error",
    ),
    "node of a remark": (
        lambda d: d["diagnostics"].append(
            {"code": "ocr-used", "severity": "info", "message": "x", "node_id": "nowhere"}
        ),
        "ocr-used names no node: nowhere",
    ),
    "empty tree": (lambda d: d.update(tree=[]), "no-plan-found goes with an empty tree"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_rule_is_named(name: str) -> None:
    spoil, message = BREAKS[name]
    data = sound()
    spoil(data)
    assert any(message in problem for problem in find_problems(data)), find_problems(data)


@pytest.mark.parametrize("text", [plan_text(), PROSE])
def test_what_the_pipeline_writes_is_sound(text: str) -> None:
    assert find_problems(sound(text)) == []


def test_an_entity_in_its_place_is_no_problem() -> None:
    data = sound()
    action(data)["enrichment"] = entity(0)
    assert find_problems(data) == []
