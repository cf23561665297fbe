"""Who adopted a plan that does not say it: an option, a table, a folder."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli import main
from extractor.corpus.institutions import institution_of, read_institutions
from extractor.diagnostics import ExtractorError
from extractor.metadata.identity import name_by_folder, name_institution
from extractor.pipeline import extract, extract_bytes

PLAN = (
    "Objectif stratégique 1 : Offrir un logement décent à chacun\n"
    "Objectif opérationnel 1.1 : Rénover les logements de transit\n"
    "Action 1.1.1 : Isoler les toitures\n"
    "Action 1.1.2 : Remplacer les châssis\n"
)


@pytest.mark.parametrize(
    ("text", "name", "kind", "code"),
    [
        ("CPAS de Trooz", "CPAS de Trooz", "cpas", "62122"),
        ("trooz", "Trooz", "unknown", "62122"),
        ("Ville de Mons", "Ville de Mons", "commune", "53053"),
        ("Commune et CPAS d'Ans", "Commune et CPAS d’Ans", "commune_cpas", "62003"),
        ("Province de Namur", "Province de Namur", "province", "90000"),
        ("Commune de Val-Fictif", "Commune de Val-Fictif", "commune", None),
    ],
)
def test_a_name_that_a_person_gives(text: str, name: str, kind: str, code: str | None) -> None:
    found = name_institution(text, date(2025, 7, 1))
    assert found is not None
    assert (found.name, found.kind, found.nis_code) == (name, kind, code)


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Commune de Bertogne", date(2020, 7, 1), "82005"),
        ("Commune de Bastogne", date(2020, 7, 1), "82003"),
        ("Commune de Bastogne", date(2025, 7, 1), "82039"),
    ],
)
def test_municipalities_before_and_after_they_merged(name: str, day: date, code: str) -> None:
    found = name_institution(name, day)
    assert found is not None and found.nis_code == code


@pytest.mark.parametrize(
    ("folder", "name"),
    [("CPAS_Trooz", "CPAS de Trooz"), ("Trooz", "Trooz"), ("plans 2024", None), ("à Mons", None)],
)
def test_a_folder(folder: str, name: str | None) -> None:
    found = name_by_folder(folder, None)
    assert (found.name if found else None) == name


def test_what_a_person_says_holds_and_a_folder_only_where_nothing_else_does() -> None:
    silent = PLAN.encode()
    spoken = ("Programme stratégique transversal du CPAS de Herstal\n" + PLAN).encode()
    told = extract_bytes(spoken, "p.txt", nlp=False, institution="CPAS de Trooz")
    assert told.institution.name == "CPAS de Trooz"
    assert told.institution.printed_name == "CPAS de Herstal"
    placed = extract_bytes(silent, "p.txt", nlp=False, folder="cpas trooz")
    assert placed.institution.name == "CPAS de Trooz"
    assert "unknown-institution" not in {item.code for item in placed.diagnostics}
    kept = extract_bytes(spoken, "p.txt", nlp=False, folder="CPAS Trooz")
    assert kept.institution.name == "CPAS de Herstal"


def test_two_prints_of_one_plan_are_one_institution_s(tmp_path: Path) -> None:
    for name in ("rapport.txt", "fiches.txt"):
        path = tmp_path / "CPAS Trooz" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{name} 2024-2030\n{PLAN}", "utf-8")
    one, other = (extract(str(p), nlp=False) for p in (tmp_path / "CPAS Trooz").iterdir())
    assert one.institution == other.institution
    assert one.institution.nis_code == "62122"


def test_the_table(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    assert read_institutions(raw) == ()
    table = tmp_path / "institutions.csv"
    table.write_text("Fichier;Institution\nancien/*;Commune d’Ans\n*.txt;CPAS de Trooz\n", "utf-8")
    rows = read_institutions(raw)
    assert institution_of("ancien/plan.txt", rows) == "Commune d’Ans"
    assert institution_of("plan.txt", rows) == "CPAS de Trooz"
    assert institution_of("plan.pdf", rows) is None
    table.write_bytes("document,institution\nété.txt,Commune d'Ans\n".encode("cp1252"))
    assert read_institutions(raw) == (("été.txt", "Commune d'Ans"),)
    table.write_text("nom;commune\na;b\n", "utf-8")
    with pytest.raises(ExtractorError, match="`fichier` and `institution`"):
        read_institutions(raw)


def test_a_batch_reads_the_table_and_extracts_again_when_it_changes(tmp_path: Path) -> None:
    raw, output = tmp_path / "raw", tmp_path / "output"
    raw.mkdir()
    (raw / "a.txt").write_text(PLAN, "utf-8")
    (raw / "b.txt").write_text(PLAN + "Action 1.1.3 : Peindre les façades\n", "utf-8")

    def batch(*more: str) -> list[str | None]:
        command = ["batch", str(raw), "-o", str(output), "--no-nlp", "--jobs", "1", *more]
        assert CliRunner().invoke(main, command).exit_code == 0
        plans = [json.loads((output / f"{name}.json").read_bytes()) for name in "ab"]
        return [plan["institution"]["name"] for plan in plans]

    assert batch() == [None, None]
    (raw / "institutions.csv").write_text("fichier,institution\na.txt,CPAS de Trooz\n", "utf-8")
    assert batch() == ["CPAS de Trooz", None]
    assert batch("--institution", "Ville de Mons") == ["CPAS de Trooz", "Ville de Mons"]
    assert not (output / "institutions.json").exists()
