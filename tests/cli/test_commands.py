"""What each command prints where, and every exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from extractor.cli import COMMANDS, main
from extractor.schema import Plan
from tests.corpus.plans import PROSE, plan_text


def pst(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(plan_text(), "utf-8")
    return path


@pytest.fixture
def plan(source: Path) -> Path:
    path = source.with_suffix(".json")
    assert pst("extract", source, "-q", "-o", path).exit_code == 0
    return path


def change(path: Path, **values: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **values}), "utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_examples(name: str) -> None:
    result = pst(name, "--help")
    assert result.exit_code == 0
    assert f"pst {name} " in result.stdout.partition("\n")[2]


def test_help_lists_the_commands_with_the_text_of_the_table() -> None:
    text = pst("--help").stdout
    assert all(f"{name} " in text and about in text for name, about in COMMANDS.items())
    assert "_PST_COMPLETE" in text


@pytest.mark.parametrize("arguments", [["nope"], ["extract"], ["show", "x", "--level", "AXE"]])
def test_misuse_is_2(arguments: list[str]) -> None:
    assert pst(*arguments).exit_code == 2


@pytest.mark.parametrize("command", ["extract", "show", "check"])
def test_missing_path_is_2_in_one_line(command: str, tmp_path: Path) -> None:
    result = pst(command, tmp_path / "absent.pdf")
    assert result.exit_code == 2 and not result.stdout
    assert result.stderr.splitlines() == [
        f"pst: {tmp_path / 'absent.pdf'}: no such file; check the path"
    ]


def test_extract_prints_json_alone_on_stdout(source: Path) -> None:
    result = pst("extract", source)
    assert result.exit_code == 0
    found = Plan.model_validate_json(result.stdout_bytes)
    assert [node.level for node in found.nodes()] == ["OS", "OO", "ACTION", "ACTION"]
    assert "1 OS · 1 OO · 2 actions" in result.stderr
    assert found.source.filename == "plan.txt"


def test_extract_reads_standard_input(source: Path) -> None:
    data = source.read_bytes()
    from_stdin = json.loads(pst("extract", "-", stdin=data).stdout)
    from_file = json.loads(pst("extract", source).stdout)
    assert from_stdin["source"].pop("filename") == "stdin"
    assert from_file["source"].pop("filename") == "plan.txt"
    assert from_stdin == from_file


def test_extract_without_a_plan_writes_json_and_is_1(tmp_path: Path) -> None:
    source = tmp_path / "note.txt"
    source.write_text(PROSE, "utf-8")
    result = pst("extract", source, "-o", tmp_path / "note.json")
    assert result.exit_code == 1
    data = json.loads((tmp_path / "note.json").read_text("utf-8"))
    assert data["tree"] == [] and data["front_matter"]
    assert result.stderr.splitlines()[-1].startswith(f"pst: {source}: no objective")


def test_extract_does_not_replace_its_source(source: Path) -> None:
    assert pst("extract", source, "-o", source).exit_code == 2
    assert source.read_text("utf-8") == plan_text()


def test_extract_keeps_the_old_output_of_a_bad_source(plan: Path, source: Path) -> None:
    before = plan.read_bytes()
    source.write_bytes(b"")
    assert pst("extract", source, "-o", plan).exit_code == 1
    assert plan.read_bytes() == before


@pytest.mark.parametrize("output", ["absent/x.json", "."])
def test_extract_to_an_impossible_place_is_2(source: Path, output: str) -> None:
    result = pst("extract", source, "-q", "-o", source.parent / output)
    assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1


def test_extract_never_replaces_a_device(source: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
    assert pst("extract", source, "-q", "-o", pipe).exit_code == 0
    assert json.loads(reader.communicate(timeout=10)[0])["source"]["filename"] == "plan.txt"
    assert pipe.is_fifo()


def test_a_bug_in_extract_surfaces(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("extractor.pipeline.extract_bytes", broken)
    result = pst("extract", source)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Traceback" in result.stderr and "ZeroDivisionError" in result.stderr.splitlines()[-1]


def test_schema_is_json_schema_and_accepts_a_plan(plan: Path) -> None:
    schema = json.loads(pst("schema").stdout)
    Draft202012Validator.check_schema(schema)
    data = json.loads(plan.read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    del data["plan_id"]
    assert list(Draft202012Validator(schema).iter_errors(data))


def test_show_json_and_source_alike(plan: Path, source: Path) -> None:
    shown = pst("show", plan)
    assert shown.exit_code == 0 and "\x1b" not in shown.stdout
    assert shown.stdout == pst("show", source).stdout
    assert "OO 1.1 Accueillir chaque demandeur dans la dignité" in shown.stdout
    assert all(line == line.rstrip() for line in shown.stdout.splitlines())


def test_show_stops_at_a_level(plan: Path) -> None:
    text = pst("show", "--level", "oo", plan).stdout
    assert "OO 1.1" in text and "permanence" not in text and "2 actions" in text


def test_show_wraps_under_the_title(plan: Path) -> None:
    data = json.loads(plan.read_text("utf-8"))
    data["tree"][0]["title"] = "long " * 40
    plan.write_text(json.dumps(data), "utf-8")
    lines = [line for line in pst("show", plan).stdout.splitlines() if "long" in line]
    assert len(lines) > 1 and max(map(len, lines)) <= 100
    assert {line.index("long") for line in lines} == {len("OS 1 ")}


def test_show_lets_no_control_character_through(plan: Path) -> None:
    data = json.loads(plan.read_text("utf-8"))
    data["tree"][0]["title"] = "\x1b[31mrouge [bold]gras[/bold]"
    plan.write_text(json.dumps(data), "utf-8")
    assert "�[31mrouge [bold]gras[/bold]" in pst("show", plan).stdout


@pytest.mark.parametrize("text", ["{", "{}", '{"tree": [[]]}', '{"tree": {"a": 1}}'])
def test_show_refuses_other_json(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)
    result = pst("show", path)
    assert result.exit_code == 1 and len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"pst: {path}: not ")


def test_colours_on_a_terminal_only_and_never_with_no_color(plan: Path) -> None:
    import pty

    def run(**environment: str) -> bytes:
        child, terminal = pty.openpty()
        env = {**os.environ, "TERM": "xterm", **environment}
        command = [sys.executable, "-m", "extractor", "show", str(plan)]
        subprocess.run(command, stdout=terminal, env=env, check=True)
        os.close(terminal)
        return os.read(child, 100_000)

    assert b"\x1b[1;35mOS" in run()
    assert b"\x1b[1;35m" not in run(NO_COLOR="1")


def test_a_terminal_without_utf_8(plan: Path) -> None:
    command = [sys.executable, "-m", "extractor", "show", str(plan)]
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, env=env, check=True)
    assert b"OS 1 ?tre un CPAS" in done.stdout and b"`-- Action 1.1.2" in done.stdout


def test_completion(plan: Path) -> None:
    env = {**os.environ, "_PST_COMPLETE": "bash_complete", "COMP_WORDS": "pst ch"}
    code = "from extractor.cli import main; main(prog_name='pst')"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, env={**env, "COMP_CWORD": "1"}, text=True)
    assert done.stdout == "plain,check\n"


def test_check_says_nothing_of_a_sound_plan(plan: Path) -> None:
    result = pst("check", plan)
    assert (result.exit_code, result.stdout) == (0, "")


def test_check_names_the_file_of_each_problem(plan: Path) -> None:
    change(plan, plan_id="plan", coverage={"lines": 3, "in_nodes": 1, "in_front_matter": 1})
    result = pst("check", plan.parent)
    assert result.exit_code == 1
    assert all(line.startswith(f"{plan}: ") for line in result.stdout.splitlines())
    assert "coverage: the parts add up to 2, not to 3 lines" in result.stdout


def test_check_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[1]")
    (tmp_path / "b.json").write_text("nope")
    result = pst("check", tmp_path / "a.json", tmp_path / "b.json")
    assert result.exit_code == 1 and len(result.stdout.splitlines()) == 2


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["show", "PLAN"]])
def test_light_commands_load_no_heavy_library(arguments: list[str], plan: Path) -> None:
    words = [str(plan) if word == "PLAN" else word for word in arguments]
    code = (
        "import sys\nfrom extractor.cli import main\n"
        f"try: main({words!r})\nexcept SystemExit as end: assert not end.code\n"
        "heavy = {'spacy', 'pdfplumber', 'pandas', 'numpy', 'pydantic', 'lxml'} & set(sys.modules)"
        "\nassert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
