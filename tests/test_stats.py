"""Figures of plans: they agree with the plans and with the tables."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from extractor.cli import main
from extractor.pipeline import extract_bytes
from extractor.schema import Plan
from extractor.stats import as_text, count_plans
from extractor.values.sums import total_for_sums

TEXT = """Programme stratégique transversal 2024-2030 de la Commune de Trooz
Objectif stratégique 1 : Offrir un logement décent à chacun
Objectif opérationnel 1.1 : Rénover les logements de transit
Action 1.1.1 : Isoler les toitures
Budget : 80.000 € dont 50 % Région
Échéance : 2026
Action 1.1.2 : Remplacer les châssis
Budget : 2025 : 10.000 € ; 2026 : 5.000 € ; total 15.000 €
"""


def plan() -> Plan:
    return extract_bytes(TEXT.encode(), "trooz.txt", nlp=False)


def test_figures_agree_with_the_plan() -> None:
    one = plan()
    figures = count_plans([one, one])
    row, overall = figures["plans"][0], figures["overall"]
    assert row["levels"]["ACTION"] == 2
    assert row["amounts"]["total"] == total_for_sums(one) == 95_000
    assert row["amounts"]["by_funding"] == {"unknown": 55_000, "wallonie": 40_000}
    assert row["amounts"]["by_year"] == {"2025": 10_000, "2026": 5_000, "unknown": 80_000}
    assert row["deadlines"] == {"2026": 1}
    assert overall["amounts"]["total"] == 190_000
    assert overall["levels"]["ACTION"] == 4
    assert (overall["plans"], overall["institutions"]) == (2, 1)


def test_nothing_and_a_plan_without_nodes() -> None:
    empty = extract_bytes(b"Bonjour.\n", "x.txt", nlp=False)
    figures = count_plans([empty])
    assert figures["plans"][0]["confidence"] is None
    assert figures["overall"]["amounts"]["total"] == 0
    assert "x.txt" in as_text(figures)
    assert count_plans([])["overall"]["plans"] == 0


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(plan().to_json(), "utf-8")
    shown = CliRunner().invoke(main, ["stats", "--lang", "fr", str(tmp_path)])
    assert shown.exit_code == 0
    assert "Commune de Trooz 2024-2030" in shown.output
    assert "95\u202f000 €" in shown.output
    data = json.loads(CliRunner().invoke(main, ["stats", "--json", str(tmp_path)]).output)
    assert data["overall"]["amounts"]["total"] == 95_000
