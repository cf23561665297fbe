"""Every command that a page shows exists, takes the options shown, and starts.

Read: README, CONTRIBUTING, LICENSES, `docs/` and `models/README.md`; in them, blocks of commands
and what stands between backticks. Commands of other programs are left to those who make them.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache

import click
import pytest

from extractor.cli import COMMANDS, main
from tests.conftest import ROOT

PAGES = ("README.md", "CONTRIBUTING.md", "LICENSES.md", "models/README.md")
PAGES += tuple(sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")))
#: first words of commands that are not ours
OTHERS = {"mkdir", "jq", "datasette", ".", "eval", "grep", "apt", "git", "curl", "sqlite-utils"}
OTHERS |= {"sort", "uniq"}
OURS = {"pst", "make", "python", "pytest", "pip", "uv", "frictionless"}
#: modules of others that pages run
FOREIGN = {"pip", "frictionless"}


def shown(page: str) -> Iterator[tuple[list[str], bool]]:
    """Yield each command of a page as words, and whether it stands in a block of commands."""
    text = (ROOT / page).read_text("utf-8")
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.M | re.S)
    for language, code in blocks:
        if language in ("bash", "console", "sh"):
            yield from ((words, True) for words in split(code))
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    for indented in re.findall(r"^ {4,}((?:pst|python|make|pytest|uv|[A-Z_]+=)\b.*)$", prose, re.M):
        yield from ((words, True) for words in split(indented))
    for span in re.findall(r"`([^`\n]+)`", prose):
        for words in split(span):
            if words[0] in OURS and len(words) > 1:
                yield words, False


def split(code: str) -> Iterator[list[str]]:
    """Yield the commands of a text: what ends of lines, `&&`, `|` and `>` part, without comments,
    targets and settings."""
    bare = re.sub(r"(?:^|\s)#\s.*$", "", code.replace("\\\n", " "), flags=re.M)
    reader = shlex.shlex(bare, posix=True, punctuation_chars="|&;<>\n")
    reader.whitespace, reader.commenters = " \t", ""
    words: list[str] = []
    before = ""
    for word in [*reader, "\n"]:
        if set(word) <= set("|&;<>\n"):
            if words and before not in ("<", ">"):
                yield words
            words, before = [], word
        elif words or not re.fullmatch(r"[A-Z_]+=\S*", word):
            words.append(word)


def test_enough_commands_are_read_for_this_to_mean_something() -> None:
    found = [words for page in PAGES for words, _ in shown(page)]
    assert len([words for words in found if words[0] == "pst"]) > 50
    assert len([words for words in found if words[:2] == ["python", "-m"]]) > 25


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_blocks_are_known(page: str) -> None:
    first = [words[0] for words, block in shown(page) if block]
    assert [word for word in first if word not in OTHERS | OURS] == []


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_pst_take_what_is_shown(page: str) -> None:
    wrong = [(words, reason) for words, _ in shown(page) for reason in refused(words)]
    assert wrong == []


def refused(words: list[str]) -> Iterator[str]:
    """Yield what `pst` would not take of a command."""
    if words[0] != "pst":
        return
    if words[1].startswith("-"):
        command: click.Command | None = main
    else:
        command = main.get_command(click.Context(main), words[1])
    if command is None:
        yield f"no command {words[1]}"
        return
    options = {
        name: param for param in command.params for name in (*param.opts, *param.secondary_opts)
    }
    for word, value in zip(words[1:], [*words[2:], ""], strict=True):
        if re.match(r"-\w|--\w", word) and word not in {*options, "--help", "-h"}:
            yield f"no option {word}"
        kind = getattr(options.get(word), "type", None)
        choices = [str(choice).lower() for choice in getattr(kind, "choices", ())]
        if choices and not value.isupper() and value.lower() not in choices:
            yield f"{word} is not {value}"


@cache
def extras() -> set[str]:
    return set(
        tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
            "optional-dependencies"
        ]
    )


@pytest.mark.parametrize("page", PAGES)
def test_targets_extras_and_paths_exist(page: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for words, _ in shown(page):
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", makefile, re.M), words
        for word in words[1:]:
            if words[0] in ("pip", "uv") and (named := re.search(r"\[([\w,]+)\]$", word)):
                assert set(named[1].split(",")) <= extras(), words
            if words[0] in ("pytest", "uv") and re.match(r"(?:tests|models)/", word):
                assert (ROOT / word).exists(), words


def modules() -> dict[str, set[str]]:
    """Return the options shown of each module that pages run with `python -m`."""
    found: dict[str, set[str]] = {}
    for page in PAGES:
        for words, _ in shown(page):
            if words[:2] == ["python", "-m"] and words[2] not in FOREIGN:
                options = {word.strip("[]") for word in words[3:] if word.startswith(("--", "[--"))}
                found.setdefault(words[2], set()).update(options)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("module", sorted(modules()))
def test_programs_start_and_know_the_options_shown(module: str) -> None:
    command = [sys.executable, "-m", module, "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "usage:" in done.stdout.lower()
    assert [name for name in modules()[module] if name not in done.stdout] == []


def test_what_does_not_exist_is_refused() -> None:
    assert list(refused(["pst", "extrct", "a"])) == ["no command extrct"]
    assert list(refused(["pst", "show", "--nivo", "OO"])) == ["no option --nivo"]
    assert list(refused(["pst", "export", "output", "--to", "pdf"])) == ["--to is not pdf"]
    assert list(refused(["pst", "show", "--level", "oo", "a.json"])) == []
    assert [name for name in COMMANDS if list(refused(["pst", name, "x", "--lang", "fr"]))] == []
