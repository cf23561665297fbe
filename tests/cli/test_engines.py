"""The commands that work on outputs: export, evaluate, harmonise, compare."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from extractor.cli.export import FORMATS
from extractor.exports import FORMATS as EXPORTED
from tests.cli.test_commands import pst
from tests.corpus.plans import plan_text


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    folder.mkdir()
    for name, actions in (("Baelen", 2), ("Oupeye", 3)):
        source = tmp_path / f"{name}.txt"
        source.write_text(plan_text(name, actions=actions), "utf-8")
        arguments = ("extract", source, "-q", "--no-nlp", "-o", folder / f"{name}.json")
        assert pst(*arguments).exit_code == 0
    return folder


def test_export_offers_every_format() -> None:
    assert FORMATS == EXPORTED


def test_export_writes_what_it_says(output: Path, tmp_path: Path) -> None:
    result = pst("export", output, "--to", "sqlite", "-o", tmp_path / "plans.db")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[-1] == f"2 plans written to {tmp_path / 'plans.db'}"
    with sqlite3.connect(tmp_path / "plans.db") as base:
        assert base.execute("select count(*) from nodes").fetchone() == (9,)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("export", "OUTPUT", "--to", "pdf", "-o", "x"), 2),
        (("export", "OUTPUT/absent", "--to", "csv", "-o", "x"), 2),
        (("export", "OUTPUT/bad.json", "--to", "csv", "-o", "OUTPUT/x"), 1),
        (("harmonise", "OUTPUT/bad.json"), 1),
        (("harmonise", "OUTPUT", "--threshold", "2"), 2),
        (("compare", "OUTPUT/bad.json", "OUTPUT/Baelen.json"), 1),
        (("compare", "OUTPUT/Baelen.json", "OUTPUT/absent.json"), 2),
        (("evaluate", "OUTPUT/bad.json", "OUTPUT/Baelen.json"), 1),
        (("evaluate", "OUTPUT/Baelen.json"), 2),
    ],
)
def test_exit_statuses(arguments: tuple[str, ...], status: int, output: Path) -> None:
    (output / "bad.json").write_text("{")
    result = pst(*(word.replace("OUTPUT", str(output)) for word in arguments))
    assert result.exit_code == status and not result.stdout
    if status == 1:
        assert len(result.stderr.splitlines()) == 1 and "bad.json" in result.stderr


def test_evaluate_a_plan_against_itself(output: Path) -> None:
    result = pst("evaluate", "--json", output, output)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["overall"]["tree_f1"] == 1
    assert "tree F1" in pst("evaluate", output, output).stdout


def test_evaluate_recognises_annotations_among_more_paths(output: Path) -> None:
    gold = output / "Baelen.gold.json"
    (output / "Baelen.json").rename(gold)
    pst("extract", "-q", "--no-nlp", output.parent / "Baelen.txt", "-o", output / "Baelen.json")
    plans = (output / "Oupeye.json", output / "Baelen.json")
    result = pst("evaluate", "--json", plans[0], gold, plans[1])
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert [item["gold"] for item in data["documents"]] == ["Baelen.gold.json"]
    assert data["unpaired"]["outputs"] == ["Oupeye.json"]


def test_evaluate_names_annotations_without_output(output: Path) -> None:
    golds = output.parent
    (golds / "Oupeye.gold.json").write_bytes((output / "Oupeye.json").read_bytes())
    (output / "Baelen.json").rename(golds / "Baelen.gold.json")
    result = pst("evaluate", golds, output)
    assert result.exit_code == 1
    assert result.stderr == "pst: Baelen.gold.json: no output for it\n"


def test_harmonise_to_json_and_to_a_page(output: Path, tmp_path: Path) -> None:
    result = pst("harmonise", output)
    assert result.exit_code == 0 and len(json.loads(result.stdout)["institutions"]) == 2
    assert pst("harmonise", output, "-o", tmp_path / "commun.html").exit_code == 0
    assert (tmp_path / "commun.html").read_text("utf-8").startswith("<!")


def test_compare_as_text_and_as_json(output: Path) -> None:
    paths = (output / "Baelen.json", output / "Oupeye.json")
    assert "1 ajout" in pst("compare", "--lang", "fr", *paths).stdout
    assert len(json.loads(pst("compare", "--json", *paths).stdout)["added"]) == 1
