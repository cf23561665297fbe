"""The documentation says what the program does: lists are complete and every snippet runs.

In the pages of `PAGES`, blocks marked `bash`, `python` and `sql` (DuckDB) are run in order, in a
folder that holds `raw/`; the `text` block after one is what it prints. Blocks marked `console` are
not run.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from extractor import vocabulary
from extractor.cli import COMMANDS, main
from extractor.diagnostics import CATALOGUE
from extractor.pipeline import extract_bytes
from extractor.schema import Attributes, Coverage, Enrichment, Institution, Node, Plan
from tests.conftest import ROOT
from tests.structure.helpers import outline
from tests.zoo.renderers import load

PAGES = ["README.md", "docs/analysts.md", "docs/vocabulary.md"]
DOCS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text_of(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


# ------------------------------------------------------------------------------ complete lists


def test_every_diagnostic_is_documented_with_its_severity() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \|", text_of("docs/diagnostics.md"), re.M)
    assert dict(rows) == {code: entry.severity for code, entry in CATALOGUE.items()}
    assert len(rows) == len(CATALOGUE)


def test_every_diagnostic_is_raised_by_a_test() -> None:
    here = Path(__file__)
    tests = [path.read_text("utf-8") for path in here.parent.rglob("test_*.py") if path != here]
    silent = [code for code in CATALOGUE if not any(f'"{code}"' in test for test in tests)]
    assert silent == []


def test_every_layout_of_the_zoo_is_listed_under_its_family() -> None:
    rows = re.findall(r"^\| (F\d+) \| `(\w+)` \|", text_of("docs/layouts.md"), re.M)
    assert {name: family for family, name in rows} == {n: x.family for n, x in load().items()}


@pytest.mark.parametrize("model", [Plan, Node, Attributes, Enrichment, Coverage, Institution])
def test_every_key_of_the_json_is_in_the_data_dictionary(model: Any) -> None:
    page = text_of("docs/data-dictionary.md").split("## Tables")[0]
    assert [key for key in model.model_fields if f"`{key}`" not in page] == []


def test_every_command_is_in_the_readme() -> None:
    assert [name for name in COMMANDS if f"pst {name}" not in text_of("README.md")] == []
    assert set(re.findall(r"`pst (\w+)", text_of("README.md"))) <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_gives_examples(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert f"pst {name}" in result.output.split("Options:")[0].split("\n", 1)[1]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", *DOCS])
def test_links_between_pages_lead_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text_of(page)):
        assert (folder / target).exists(), target


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", *DOCS])
def test_paths_in_pages_exist(page: str) -> None:
    for path in re.findall(r"`((?:extractor|tests|models|benchmarks|samples|docs)/[^`*…{ ]+)`",
                           text_of(page)):  # fmt: skip
        assert (ROOT / path.split(":")[0]).exists(), path


def test_readme_names_the_targets_of_the_makefile() -> None:
    makefile = text_of("Makefile")
    for target in re.findall(r"^make (\w+)", text_of("README.md"), re.M):
        assert re.search(rf"^{target}:", makefile, re.M)
    assert "make demo" in text_of("README.md") and "make test" in text_of("README.md")


# ------------------------------------------------------------------------------- snippets run


def snippets(page: str) -> Iterator[tuple[str, str, str | None]]:
    """Yield language, code and expected output (None: any)."""
    blocks = [match.groups() for match in BLOCK.finditer(text_of(page))]
    for at, (language, code) in enumerate(blocks):
        if language in ("bash", "python", "sql"):
            following = blocks[at + 1] if at + 1 < len(blocks) else ("", "")
            yield language, code, following[1] if following[0] == "text" else None


def run_bash(code: str) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    settings = {"PATH": path, "COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(
        ["bash", "-ec", code],
        env=os.environ | settings,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_python(code: str, names: dict[str, Any]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "snippet", "exec"), names)
    return printed.getvalue()


def run_sql(code: str) -> str:
    import duckdb

    return str(duckdb.sql(code)) + "\n"


def plain(output: str) -> list[str]:
    return [line.rstrip() for line in output.strip().splitlines()]


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize("page", PAGES)
def test_every_snippet_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(snippets(page))
    assert found
    shutil.copytree(ROOT / "raw", tmp_path / "raw")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for language, code, expected in found:
        if language == "bash" and re.search(r"\bjq ", code) and not shutil.which("jq"):
            continue
        if language == "bash":
            printed = run_bash(code)
        else:
            printed = run_python(code, names) if language == "python" else run_sql(code)
        if expected is not None:
            assert plain(printed) == plain(expected), code


# ------------------------------------------------------------------------ the worked example


def block(page: str, language: str, number: int = 0) -> str:
    return [code for found, code in BLOCK.findall(text_of(page)) if found == language][number]


def forget_vocabulary() -> None:
    rooms = (vocabulary.captions, vocabulary.headings, vocabulary.labels, vocabulary.words)
    for module in rooms:
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@pytest.fixture
def clear_vocabulary() -> Iterator[None]:
    """Forget the vocabulary of the example afterwards."""
    yield
    forget_vocabulary()


@pytest.mark.usefixtures("clear_vocabulary")
def test_worked_example_of_the_vocabulary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = "docs/vocabulary.md"
    plan = block(page, "plan").encode()
    wanted = block(page, "outline").rstrip()
    assert outline(extract_bytes(plan, "plan.txt", nlp=False)) != wanted
    for name in ("headings.toml", "fields.toml", "words.toml"):
        shutil.copy(vocabulary.data._HERE / name, tmp_path / name)
    with (tmp_path / "words.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + block(page, "toml"))
    label = block(page, "toml", 1).splitlines()[-1]
    fields = (tmp_path / "fields.toml").read_text("utf-8")
    (tmp_path / "fields.toml").write_text(
        fields.replace("responsibles = [", f"responsibles = [{label}, "), encoding="utf-8"
    )
    monkeypatch.setattr(vocabulary.data, "_HERE", tmp_path)
    forget_vocabulary()
    found = extract_bytes(plan, "plan.txt", nlp=False)
    assert outline(found) == wanted
    (action,) = (node for node in found.nodes() if node.title.startswith("Débroussailler"))
    assert action.attributes.responsibles == ["la brigade verte"]
