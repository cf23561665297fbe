"""Fictional plans that say the same in other words, and what must not be put together."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from extractor.harmonise import Harmonisation, as_html, harmonise
from extractor.harmonise.findings import build_groups
from extractor.harmonise.items import build_items, inverse_frequencies
from extractor.harmonise.report import explain
from extractor.harmonise.similarity import Comparer
from extractor.nlp.concepts import find_concepts
from extractor.nlp.crosswalk import common_theme, is_expected
from extractor.nlp.taxonomy import load_taxonomy
from extractor.schema import Plan
from tests.plans_kit import node, plan

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "plans"


def plans() -> list[Plan]:
    debts = node("OO", "1.1", "Combattre le surendettement des ménages",
                 node("ACTION", None, "Animer des ateliers sur le budget familial"))  # fmt: skip
    child = node("OO", "1.2", "Ouvrir une crèche de quinze places")
    welcome = node("OO", "1.3", "Améliorer l’accueil des usagers du CPAS")
    first = plan("Valmont", node("OS", "1", "Être un CPAS solidaire", debts, child, welcome))
    mediation = node("PROJET", "1", "Développer le service de médiation de dettes",
                     node("ACTION", None, "Proposer des ateliers sur le budget"))  # fmt: skip
    roof = node("PROJET", "2", "Isoler la toiture du château d’eau")
    reception = node("PROJET", "3", "Rénover l’accueil des bénéficiaires")
    second = plan("Grandpré", node("OS", "1", "Être un CPAS innovant", mediation, roof, reception))
    third = plan(
        "Rochevaux",
        node("OO", "4.1", "LUTTER CONTRE LE SURENDETTEMENT"),
        node("OO", "4.2", "Soutenir les clubs sportifs"),
    )
    return [first, second, third]


@pytest.fixture(scope="module")
def result() -> Harmonisation:
    return harmonise(plans(), threshold=0.4)


def titles(result: Harmonisation) -> set[frozenset[str]]:
    return {
        frozenset((result.members[p.first].title, result.members[p.second].title))
        for p in result.pairs
    }


def test_other_words_for_one_subject_are_paired(result: Harmonisation) -> None:
    found = titles(result)
    debts = "Combattre le surendettement des ménages"
    mediation = "Développer le service de médiation de dettes"
    assert {debts, mediation} in found
    assert {debts, "Lutter contre le surendettement"} in found
    assert {
        "Améliorer l’accueil des usagers du CPAS",
        "Rénover l’accueil des bénéficiaires",
    } in found
    assert all("Isoler la toiture du château d’eau" not in pair for pair in found)


def test_pairs_are_of_two_institutions_and_in_order(result: Harmonisation) -> None:
    assert [pair.score for pair in result.pairs] == sorted(
        (pair.score for pair in result.pairs), reverse=True
    )
    for pair in result.pairs:
        first, second = result.members[pair.first], result.members[pair.second]
        assert first.institution != second.institution
        assert 0.4 <= pair.score <= 1


def test_reason_names_both_wordings(result: Harmonisation) -> None:
    pair = next(
        p for p in result.pairs if result.members[p.second].title.startswith("Développer le serv")
    )
    term = pair.reason.terms[0]
    assert (term.label, term.first) == ("surendettement", "surendettement")
    assert term.second == "service médiation dettes"
    assert "Médiation de dettes et guidance budgétaire" in pair.reason.themes
    assert pair.reason.content > 0 and "ateliers" in pair.reason.content_terms
    assert "<b>surendettement</b> = <b>service médiation dettes</b>" in explain(pair.reason)


def test_group_spans_the_institutions(result: Harmonisation) -> None:
    group = result.groups[0]
    assert group.institutions == ("CPAS de Valmont", "CPAS de Grandpré", "CPAS de Rochevaux")
    assert group.wording == result.members[group.members[0]].title
    # as near to the third as the first is, and nearer to the first by its workshops
    assert group.wording == "Développer le service de médiation de dettes"
    assert len(group.members) == 3


def test_average_linkage_does_not_chain() -> None:
    items = build_items([plan(n, node("OO", "1", f"Titre {n}")) for n in ("Aa", "Bb", "Cc")])
    chain = {(0, 1): 0.9, (1, 2): 0.6, (0, 2): 0.1}
    assert [len(group.members) for group in build_groups(items, chain, 0.5)] == [2]
    full = {(0, 1): 0.9, (1, 2): 0.6, (0, 2): 0.5}
    assert [len(group.members) for group in build_groups(items, full, 0.5)] == [3]


def test_coverage_says_who_has_none(result: Harmonisation) -> None:
    themes = {theme.label: theme for theme in result.coverage}
    debts = themes["Médiation de dettes et guidance budgétaire"]
    assert debts.without == ()
    assert debts.cells["CPAS de Valmont"].objectives == 1
    childcare = themes["Petite enfance et accueil de l’enfance"]
    assert childcare.without_objective == ("CPAS de Grandpré", "CPAS de Rochevaux")
    assert childcare.cells["CPAS de Grandpré"].example is None


def test_outliers_are_objectives_without_likeness(result: Harmonisation) -> None:
    found = {result.members[outlier.node_id].title for outlier in result.outliers}
    assert "Isoler la toiture du château d’eau" in found
    assert "Ouvrir une crèche de quinze places" in found
    assert "Lutter contre le surendettement" not in found


@pytest.mark.parametrize(("low", "high"), [(0.3, 0.9), (0.9, 1.0)])
def test_a_higher_threshold_keeps_fewer_pairs(low: float, high: float) -> None:
    many, few = harmonise(plans(), threshold=low), harmonise(plans(), threshold=high)
    assert titles(few) < titles(many)


@pytest.mark.parametrize("threshold", [0, -1, 1.01])
def test_odd_thresholds_are_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        harmonise([], threshold=threshold)


def test_nothing_and_one_plan() -> None:
    assert harmonise([], threshold=0.5).pairs == ()
    alone = harmonise(plans()[:1], threshold=0.5)
    assert (alone.pairs, alone.groups, alone.outliers) == ((), (), ())
    assert alone.coverage
    assert "Aucun groupe" in as_html(alone)


def test_one_institution_is_not_compared_with_itself() -> None:
    versions = [
        plan("Valmont", node("OO", "1", "Ouvrir une crèche"), term=term, nis="63004")
        for term in (2013, 2019)
    ]
    assert harmonise(versions, threshold=0.4).pairs == ()
    assert len(harmonise(versions, threshold=0.4).members) == 2
    assert len(harmonise([versions[0]] * 2, threshold=0.4).members) == 1


def test_namesakes_stay_apart() -> None:
    twins = [
        plan("Celles", node("OO", "1", "Ouvrir une crèche"), nis=nis) for nis in ("11111", "22222")
    ]
    result = harmonise(twins, threshold=0.4)
    assert result.institutions == ("CPAS de Celles", "CPAS de Celles (22222)")
    assert result.pairs[0].score == 1.0 and result.pairs[0].mutual


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Aider les usagers afin de réduire les dettes",
         {"aider": 0.25, "bénéficiaires": 0.5, "réduire": 0.5, "surendettement": 0.5}),
        ("Soutenir l’insertion socio-professionnelle",
         {"soutenir": 0.25, "insertion socioprofessionnelle": 1}),
        ("Créer un accueil pour la petite enfance",
         {"créer": 0.25, "accueil": 1, "petite enfance": 0.85}),
        ("Rénover le bâtiment (châssis)", {"rénover": 0.25, "bâtiments": 1, "châssis": 0.35}),
        ("Isoler la crèche", {"efficacité énergétique": 0.7, "petite enfance": 0.35}),
        ("Recourir à l’A.I.S.", {"recourir": 0.25, "agence immobilière sociale": 0.85}),
    ],
)  # fmt: skip
def test_concepts(title: str, expected: dict[str, float]) -> None:
    assert {c.label.lower(): c.weight for c in find_concepts(title)} == expected


def test_an_institution_does_not_name_itself() -> None:
    own = build_items([plan("Valmont", node("OO", "1", "Moderniser le CPAS de Valmont"))])
    assert [concept.label for concept in own[0].concepts] == ["moderniser"]


def test_synonyms_have_one_concept_each_and_a_source() -> None:
    import tomllib

    data = tomllib.loads((ROOT / "models" / "synonyms.toml").read_text("utf-8"))
    wordings = [w for entry in data["concept"] for w in entry["wordings"]]
    assert [w for w in wordings if wordings.count(w) > 1] == []
    assert all(entry["source"] and len(entry["wordings"]) > 1 for entry in data["concept"])
    assert len(set(data["empty"])) == len(data["empty"])
    for entry in data["concept"]:
        for wording in entry["wordings"]:
            assert entry["concept"] in {c.label for c in find_concepts(f"Titre {wording}")}, wording


def test_kindred_words_count_in_part() -> None:
    items = build_items(
        [
            plan("Aa", node("OO", "1", "Renouveler la prévention")),
            plan("Bb", node("OO", "1", "Un travail préventif")),
            plan("Cc", node("OO", "1", "Des prestations")),
        ]
    )
    comparer = Comparer(items, inverse_frequencies(items))
    assert 0.1 < comparer.score(0, 1) < 0.8
    assert comparer.score(0, 2) == 0.0
    assert list(comparer.candidates()) == [(0, 1)]


def test_levels_that_are_compared() -> None:
    same = "Ouvrir une crèche"
    levels = {"Aa": "OS", "Bb": "OO", "Cc": "PROJET", "Dd": "ACTION"}
    result = harmonise(
        [plan(name, node(level, None, same)) for name, level in levels.items()], threshold=0.9
    )
    found = {tuple(result.members[i].level for i in (p.first, p.second)) for p in result.pairs}
    assert found == {("OO", "PROJET"), ("PROJET", "ACTION")}


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "from tests.harmonise.test_harmonise import plans\n"
        "from extractor.harmonise import as_html, harmonise\n"
        "r = harmonise(plans(), threshold=0.3)\n"
        "print(r.to_json() + as_html(r))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(outputs) == 1


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "input", "br"):
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_report_is_one_well_formed_page_without_network(result: Harmonisation) -> None:
    text = as_html(result)
    page = _Page()
    page.feed(text)
    assert page.open == []
    assert page.links and all(link.startswith("#") for link in page.links)
    assert not re.search(r"https?://|@import|url\(", text)
    assert "Lutter contre le surendettement" in text and 'type="search"' in text
    for title in ("Groupes", "Paires", "Thèmes et institutions", "sans équivalent"):
        assert title in text


def test_report_escapes_what_a_plan_says() -> None:
    nasty = "Ouvrir <script>alert(1)</script> une $crèche"
    result = harmonise([plan(n, node("OO", "1", nasty)) for n in ("Aa", "Bb")], threshold=0.4)
    assert "<script>alert" not in as_html(result)
    assert "une $crèche" in as_html(result)


def test_json_describes_every_identifier(result: Harmonisation) -> None:
    data = json.loads(result.to_json())
    used = {p[side] for p in data["pairs"] for side in ("first", "second")}
    used |= {i for group in data["groups"] for i in group["members"]}
    assert used and used <= set(data["members"])


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent")
def test_the_pairs_that_a_reader_found_come_first() -> None:
    from benchmarks.harmonise import WANTED, name_of, scores
    from extractor.pipeline import extract

    items = build_items(extract(SHARED / f"{n}.txt", nlp=False) for n in ("baelen", "oupeye"))
    found = scores(items, objectives=True)
    places = {(pair, name_of(items[pair[0]]), name_of(items[pair[1]])) for pair in found}
    for one, other in WANTED:
        (pair,) = (pair for pair, *names in places if names == [one, other])
        assert found[pair] == max(s for (p, _), s in found.items() if p == pair[0]), one
        assert found[pair] == max(s for (_, q), s in found.items() if q == pair[1]), other


def test_a_broader_concept_counts_in_part() -> None:
    titles = ("Le logement social", "Le logement", "Le logement de transit", "La pauvreté")
    items = build_items([plan(f"Lieu {n}", node("OO", "1", t)) for n, t in enumerate(titles)])
    comparer = Comparer(items, inverse_frequencies(items))
    found = [comparer.score(0, other) for other in (1, 2, 3)]
    assert 1 > found[0] > found[1] > found[2] == 0


def test_themes_of_communes_and_cpas_are_read_as_one() -> None:
    housing = "volet-externe-dvp-politiques-logement"
    domain = next(code for code, other in load_taxonomy().commune.items() if other == housing)
    assert common_theme(domain) == common_theme(housing) == housing
    domains = list(load_taxonomy().cpas.values())
    shared = [c for c, other in load_taxonomy().cpas.items() if domains.count(other) > 1]
    assert shared and len({common_theme(code) for code in shared}) == 1
    assert is_expected(housing, "cpas") and is_expected(housing, "commune")
    labels = load_taxonomy().labels
    debts = next(code for code, label in labels.items() if label.startswith("Médiation de"))
    assert is_expected(debts, "cpas") and not is_expected(debts, "commune")


def test_what_is_missing_is_missing_where_most_have_it(result: Harmonisation) -> None:
    themes = {theme.label: theme for theme in result.coverage}
    assert themes["Petite enfance et accueil de l’enfance"].missing == ()  # two of three lack it
    assert all(2 * len(theme.missing) <= len(result.institutions) for theme in result.coverage)
