"""Search by meaning in fictional plans: any form of query, ranks, words perhaps meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli import main
from extractor.search import Entry, Index, search_plans
from tests.plans_kit import node, plan

TITLES = (
    "Ne laisser personne dormir dehors",
    "Ouvrir un abri de nuit pour les sans-abri",
    "Réparer les nids-de-poule",
    "Entretenir la voirie communale",
    "Soutenir l’accueil extrascolaire",
    "Mettre l’eau de pluie en valeur",
    "Livrer des repas à domicile",
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(Entry(title) for title in TITLES)


def found(index: Index, query: str) -> list[str]:
    return [TITLES[hit.place] for hit in index.search(query).hits]


@pytest.mark.parametrize(
    "query",
    ["sans-abri", "sans abri", '"sans-abri"', "SANS-ABRI", "les sans‑abri", "« sans-abri »", "sdf"],
)
def test_any_form_of_a_query(index: Index, query: str) -> None:
    hits = found(index, query)
    assert hits[0] == TITLES[1] and TITLES[0] in hits


@pytest.mark.parametrize("query", ['"abri de nuit"', "« abri de nuit »", "“Abri de nuit”"])
def test_words_between_quotes_stand_together(index: Index, query: str) -> None:
    assert found(index, query) == [TITLES[1]]
    assert found(index, query.replace(" de ", " pour ")) == []


@pytest.mark.parametrize("query", ["", "d’", '"', "(", "AND OR NOT", "zzzz", "l'", "*", "a:b"])
def test_odd_queries_are_answered(index: Index, query: str) -> None:
    assert isinstance(index.search(query).total, int)


def test_the_exact_word_comes_before_its_kin(index: Index) -> None:
    assert found(index, "voirie")[:2] == [TITLES[3], TITLES[2]]
    assert found(index, "l'eau")[0] == TITLES[5]


def test_a_child_answers_for_its_parent() -> None:
    entries = [Entry("Lutter contre le surendettement"), Entry("Se réunir deux fois", "", 0)]
    hits = Index(entries).search("dettes").hits
    assert [hit.place for hit in hits][:1] == [0]
    assert all(hit.score < hits[0].score for hit in hits[1:])


def test_words_perhaps_meant(index: Index) -> None:
    answer = index.search("voirrie communalle")
    assert ("voirrie", "voirie") in answer.suggestions
    assert "voirie" in (answer.meant or "")
    assert index.search("voirie").meant is None


def test_limit(index: Index) -> None:
    answer = index.search("voirie", limit=1)
    assert len(answer.hits) == 1 < answer.total


def test_nodes_of_plans_with_their_description() -> None:
    plans = [
        plan("Valmont", node("OO", "1.1", "Mieux vivre", description="Les nids-de-poule d’abord")),
        plan("Grandpré", node("OO", "2.1", "Réparer la voirie")),
    ]
    rows, answer = search_plans(plans, "nids-de-poule")
    assert {row.node.code for row in rows} == {"1.1", "2.1"}
    assert answer.total == 2


def test_command(tmp_path: Path) -> None:
    one = plan("Valmont", node("OO", "1.1", "Ouvrir un abri de nuit pour les sans-abri"))
    (tmp_path / "a.json").write_text(one.model_dump_json(), "utf-8")
    result = CliRunner().invoke(main, ["search", "--lang", "fr", str(tmp_path), "sdf"])
    assert result.exit_code == 0
    assert "CPAS de Valmont, OO 1.1" in result.output and "« abri nuit »" in result.output
    result = CliRunner().invoke(main, ["search", str(tmp_path), "sans", "abri", "--json"])
    assert json.loads(result.stdout)["hits"][0]["code"] == "1.1"
    assert CliRunner().invoke(main, ["search", str(tmp_path / "none"), "x"]).exit_code == 2
