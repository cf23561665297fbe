"""What holds for any plan: no line is lost, the same bytes twice, layout noise changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor import vocabulary
from extractor.diagnostics import UnreadableDocument
from extractor.document import SourceDocument
from extractor.pipeline import extract_bytes
from extractor.readers import read_bytes
from extractor.schema import Plan
from extractor.text import words
from tests.conftest import ROOT, extracted

SAMPLES = sorted(path for path in (ROOT / "raw").iterdir() if not path.name.startswith("."))
DOCUMENTS = [*SAMPLES, *sorted((ROOT / "tests/data/no-plan").iterdir())]
TEXT = next(path for path in SAMPLES if path.suffix == ".txt")


def kept_words(plan: Plan) -> Counter[str]:
    """Return the words of what the plan says it read, and how often each stands there.

    Only text as read counts (the source of nodes, what stands under them, front matter and
    discarded lines), each printing once: titles and attributes repeat what stands there.
    """
    texts = [block.text for block in plan.front_matter]
    for node in plan.nodes():
        texts += [node.source.text, *(body.text for body in node.body)]
    count = Counter(word for text in texts for word in words(text))
    for gone in plan.coverage.discarded:  # distinct texts stand for `count` lines
        for text in gone.texts:
            for word in words(text):
                count[word] += gone.count - len(gone.texts) + 1
    return count


def lost_words(document: SourceDocument, plan: Plan) -> Counter[str]:
    """Return the words that the reader read more often than the plan holds them.

    A word broken at the end of a line counts when the output holds its two halves as one.
    """
    lines = [line.text for line in document.lines if line.text.strip()]
    read = Counter(word for line in lines for word in words(line))
    kept = kept_words(plan)
    missing, surplus = read - kept, kept - read
    for line, after in pairwise(lines):
        if not line.rstrip().endswith(("-", "\u00ad", "\u2010")) or not words(after):
            continue
        head, tail = (words(line) or [""])[-1], words(after)[0]
        if surplus[head + tail] > 0:
            surplus[head + tail] -= 1
            missing -= Counter((head, tail))
    return missing


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_line_is_accounted_for_once(path: Path) -> None:
    plan = extracted(path)
    read = read_bytes(path.read_bytes(), path.name)
    coverage = plan.coverage
    gone = sum(part.count for part in coverage.discarded)
    assert coverage.lines == sum(not line.blank for line in read.lines)
    assert coverage.in_nodes + coverage.in_front_matter + gone == coverage.lines
    assert coverage.unassigned == 0


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_word_of_the_source_stands_in_the_output(path: Path) -> None:
    assert lost_words(read_bytes(path.read_bytes(), path.name), extracted(path)) == Counter()


# ------------------------------------------------------------------------ the same bytes twice

RUN = """
import sys
from pathlib import Path
from extractor.pipeline import extract
for name in sys.argv[1:]:
    sys.stdout.buffer.write(extract(Path(name)).to_json().encode())
"""
#: what a machine may have that another has not
MACHINES = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "fr_BE.UTF-8"},
    {"PYTHONHASHSEED": "random", "TZ": "America/Caracas", "LC_ALL": "tr_TR.UTF-8",
     "PYTHONUTF8": "0", "COLUMNS": "20"},
]  # fmt: skip


def run_elsewhere(machine: dict[str, str], folder: Path) -> bytes:
    """Extract all samples in a new process, in another folder, on another machine's settings."""
    folder.mkdir()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-c", RUN, *map(str, SAMPLES)],
        env=kept | {"PYTHONPATH": str(ROOT)} | machine,
        cwd=folder,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout


@pytest.mark.slow
@pytest.mark.model
def test_same_bytes_whatever_the_hash_seed_time_zone_and_locale(tmp_path: Path) -> None:
    outputs = [run_elsewhere(m, tmp_path / str(n)) for n, m in enumerate(MACHINES)]
    assert len(outputs[0]) > 100_000
    assert outputs[1:] == outputs[:1] * (len(MACHINES) - 1)
    assert str(tmp_path).encode() not in outputs[0] and str(ROOT).encode() not in outputs[0]


def test_file_name_and_modification_time_change_nothing_but_the_name(tmp_path: Path) -> None:
    copy = tmp_path / "copie.bin"
    copy.write_bytes(TEXT.read_bytes())
    os.utime(copy, (0, 0))
    first, second = (extracted(path).model_dump() for path in (TEXT, copy))
    assert second["source"].pop("filename") == "copie.bin"
    assert first["source"].pop("filename") == TEXT.name
    assert first == second


# ------------------------------------------------------------------ noise changes nothing


def outline(plan: Plan) -> list[tuple[Any, ...]]:
    """Return the tree without places: what must stay when the layout changes."""
    return [
        (n.id.partition("/")[2], n.level, n.code, n.title, n.volet, n.attributes, n.description)
        for n in plan.nodes()
    ]


@cache
def pages() -> tuple[str, ...]:
    """Return the pages of the text sample."""
    found = tuple(TEXT.read_text("utf-8").split("\f"))
    assert len(found) >= 3
    return found


def extract_text(text: str) -> Plan:
    return extract_bytes(text.encode(), TEXT.name, nlp=False)


def paragraph_starts(lines: list[str]) -> list[int]:
    """Return the lines that follow a blank one: there, more blank lines say nothing."""
    return [n for n, line in enumerate(lines) if n and line.strip() and not lines[n - 1].strip()]


@settings(max_examples=15)
@given(st.data())
def test_more_blank_lines_change_nothing(data: st.DataObject) -> None:
    lines = "\f".join(pages()).split("\n")
    starts = paragraph_starts(lines)
    chosen = data.draw(st.sets(st.sampled_from(starts), min_size=1, max_size=40))
    number = data.draw(st.integers(1, 3))
    noisy = [
        part for n, line in enumerate(lines) for part in [*[""] * number * (n in chosen), line]
    ]
    assert len(noisy) == len(lines) + number * len(chosen)
    assert outline(extract_text("\n".join(noisy))) == outline(extracted(TEXT))


@settings(max_examples=15)
@given(
    st.sampled_from(["Conseil de l’action sociale du 18 septembre 2019", "P.S.T. – version 3"]),
    st.sampled_from(["", "  ", " " * 40]),
    st.booleans(),
)
def test_one_more_running_header_or_footer_changes_nothing(
    header: str, indent: str, at_top: bool
) -> None:
    line = f"{indent}{header}"
    framed = [f"{line}\n\n{page}" if at_top else f"{page.rstrip()}\n\n{line}\n" for page in pages()]
    plan = extract_text("\f".join(framed))
    assert outline(plan) == outline(extracted(TEXT))
    gone = {text for part in plan.coverage.discarded for text in part.texts}
    assert header in gone


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_encoding_and_line_ends_change_nothing(encoding: str, newline: str) -> None:
    text = "\f".join(pages()).replace("\n", newline)
    data = text.encode(encoding, errors="replace")
    wanted = outline(extract_text(data.decode(encoding).replace(newline, "\n")))
    assert outline(extract_bytes(data, TEXT.name, nlp=False)) == wanted
    assert wanted


# ----------------------------------------------------------- any words of the vocabulary

_HEADINGS = vocabulary.load("headings.toml")
_LABELS = [label for labels in vocabulary.load("fields.toml")["field"].values() for label in labels]
_FORMS = [
    form.replace("{n}", number).replace("{ord}", "Premier")
    for kind in ("heading", "section", "volet", "caption")
    for entry in _HEADINGS[kind]
    for form in entry["forms"]
    for number in ("1", "1.1", "II")
]
_WORDS = ["•", "-", "1.", "a)", "1.2.3", "(A.4)", ":", "«", "»", "…", "2021", "5.000 €", "Être",
          "Améliorer", "l’accueil", "des", "aînés.", "\t", "    ", "12", "Page", "/",
          "✔", "▶", "☒", "\uf0fc"]  # fmt: skip
LINE = st.lists(st.sampled_from([*_FORMS, *_LABELS, *_WORDS, *_WORDS]), max_size=6).map(" ".join)


@settings(max_examples=150)
@example(["Objectif stratégique 1", "", "Objectif opérationnel 1.1", "• "])
@example(["(OS)", "(OO)", "(A.4)"])
@given(st.lists(LINE, min_size=1, max_size=30))
def test_any_shuffle_of_vocabulary_words_is_accounted_for(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not text.strip():
        return
    plan = extract_text(text)
    coverage = plan.coverage
    gone = sum(part.count for part in coverage.discarded)
    assert coverage.in_nodes + coverage.in_front_matter + gone == coverage.lines
    assert lost_words(read_bytes(text.encode(), TEXT.name), plan) == Counter()
    assert len({node.id for node in plan.nodes()}) == sum(1 for _ in plan.nodes())
    assert all(any(map(str.isalpha, node.title)) for node in plan.nodes())


CELLS = st.lists(st.lists(LINE, min_size=2, max_size=4), min_size=1, max_size=8)


@settings(max_examples=100)
@given(CELLS)
def test_any_table_of_vocabulary_words_is_accounted_for(rows: list[list[str]]) -> None:
    cells = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in rows)
    data = f"<!DOCTYPE html><title>PST</title><body><table>{cells}</table>".encode()
    try:
        read = read_bytes(data, "plan.html")
    except UnreadableDocument:
        return
    plan = extract_bytes(data, "plan.html", nlp=False)
    coverage = plan.coverage
    gone = sum(part.count for part in coverage.discarded)
    assert coverage.in_nodes + coverage.in_front_matter + gone == coverage.lines
    assert lost_words(read, plan) == Counter()
    assert all(any(map(str.isalpha, node.title)) for node in plan.nodes())
