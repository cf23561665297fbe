"""What holds for any plan: no line is lost, the same bytes twice, layout noise changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor import vocabulary
from extractor.document import SourceDocument
from extractor.pipeline import extract_bytes
from extractor.readers import read_bytes
from extractor.schema import Plan
from extractor.text import letters
from tests.conftest import ROOT, extracted

SAMPLES = sorted(path for path in (ROOT / "raw").iterdir() if not path.name.startswith("."))
DOCUMENTS = [*SAMPLES, *sorted((ROOT / "tests/data/no-plan").iterdir())]
TEXT = next(path for path in SAMPLES if path.suffix == ".txt")


def strings(value: Any) -> Iterator[str]:
    """Yield every string of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def kept_text(plan: Plan) -> dict[str, int]:
    """Return the words of what the plan says it read, and how often each stands in it.

    Only text as read counts (the source of nodes, what stands under them, front matter and
    discarded lines), each printing once: titles and attributes repeat what stands there.
    """
    texts = [block.text for block in plan.front_matter]
    for node in plan.nodes():
        texts += [node.source.text, *(body.text for body in node.body)]
    count = Counter(word for text in texts for word in tokens(text))
    for gone in plan.coverage.discarded:  # distinct texts stand for `count` lines
        for text in gone.texts:
            for word in tokens(text):
                count[word] += gone.count - len(gone.texts) + 1
    return count


def tokens(text: str) -> list[str]:
    """Return the words of a text; hyphens are dropped, so that `accompagne-` + `ment` is one."""
    return [found for word in text.split() if (found := letters(word))]


def lost_words(document: SourceDocument, plan: Plan) -> dict[str, int]:
    """Return the words that the reader read more often than the plan holds them.

    Words broken at the end of a line are joined in the output: what is left is looked for in the
    letters of the whole plan.
    """
    read = Counter(word for line in document.lines for word in tokens(line.text))
    missing = read - Counter(kept_text(plan))
    if not missing:
        return {}
    glued = "".join(map(letters, strings(plan.model_dump(mode="json"))))
    return {
        word: number
        for word, number in missing.items()
        if not any(
            word == letters(line.text.split()[at])
            and letters(line.text + " " + after.text) in glued
            for line, after in zip(document.lines, document.lines[1:], strict=False)
            for at in (-1,)
            if line.text.split()
        )
    }


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
    assert lost_words(read_bytes(path.read_bytes(), path.name), extracted(path)) == {}
