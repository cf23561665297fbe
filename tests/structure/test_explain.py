"""`pst explain`: reasons of the whole document and of one node."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli import main

PLAN = """Programme stratégique transversal de la commune de Belleherbe 2025-2030

Objectif stratégique 1 : Être une commune qui anticipe
Geste 1.1 – Protéger les berges du ruisseau
Geste 1.2 – Débroussailler les lisières
Objectif stratégique 2 : Être une commune qui rassemble
Geste 2.1 – Installer un kiosque sur la place
Geste 2.2 – Ouvrir la maison du village
"""
TABLE = """<table><tr><th>Objectif stratégique</th><th>N° action</th><th>Action</th></tr>
<tr><td>Être une commune sûre</td><td>11</td><td>Poser dix bancs</td></tr>
<tr><td>Être une commune belle</td><td>12</td><td>Planter vingt saules</td></tr>
<tr><td>Être une commune vive</td><td>13</td><td>Ouvrir trois salles</td></tr></table>"""


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    return str(path)


def explain(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["explain", "--lang", "fr", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_document_is_explained_by_its_looks_and_its_second_reading(plan: str) -> None:
    said = explain(plan)
    assert "4 titres comme « Protéger les berges du ruisseau »" in said
    assert "l’étiquette « Geste 1.1 ») → OO" in said
    assert "2 titres comme « Être une commune qui anticipe »" in said
    assert "mots des étiquettes et des en-têtes" in said
    assert "Deuxième lecture" in said and "au lieu de OO" in said


def test_node_is_explained_by_level_parent_and_title(plan: str) -> None:
    said = explain(plan, "1.2")
    assert said.startswith("OO 1.2 « Débroussailler les lisières »")
    assert "ne dit pas le niveau" in said
    assert "commence par un infinitif" in said
    assert "Le numéro 1.2 prolonge celui du parent (1)." in said
    assert "Lu à la ligne 5" in said
    assert explain(plan, "os-1/oo-1.2") == said == explain(plan, "débroussailler")


def test_word_that_tells_a_level_is_the_header_of_the_column_not_the_number(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plan.html"
    path.write_text(TABLE, "utf-8")
    assert "Le mot « Action » désigne ce niveau." in explain(str(path), "saules")


def test_what_is_not_there_is_said(plan: str, tmp_path: Path) -> None:
    missing = CliRunner().invoke(main, ["explain", plan, "9.9"])
    assert missing.exit_code == 1
    assert "9.9" in missing.output
    bare = tmp_path / "bare.txt"
    bare.write_text("Bonjour à toutes et à tous.\n", "utf-8")
    none = CliRunner().invoke(main, ["explain", "--lang", "fr", str(bare)])
    assert none.exit_code == 1
    assert "pas de plan" in none.output


def test_reasons_are_in_the_language_asked_for(plan: str) -> None:
    result = CliRunner().invoke(main, ["explain", "--lang", "en", plan, "1.2"])
    assert result.output.startswith("OO 1.2 “Débroussailler les lisières”")
    assert "The number 1.2 continues that of the parent (1)." in result.output
    assert "The word “Geste” does not tell the level" in result.output
