"""The grammar of layouts: its draws are printed, readable, blind where they say so, and scored."""

from __future__ import annotations

import io
import json
import re
import tempfile
import tomllib
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]
import pytest

from extractor.text import fold
from tests.zoo.grammar import PRODUCERS, Draw, banks, draw
from tests.zoo.grammar import choices as grammar
from tests.zoo.grammar.choices import Choices, draw_choices
from tests.zoo.grammar.model import Auto, Cell, Para, Print, Sheet, Table
from tests.zoo.grammar.producers import produce
from tests.zoo.grammar.producers.printers import PRINTED, available
from tests.zoo.grammar.producers.word_lists import computable
from tests.zoo.grammar.reader import doubts
from tests.zoo.grammar.repair import readable

SEEDS = range(40)
#: seeds whose choices are drawn without printing
MANY = 3000
VOCABULARY = Path(__file__).parents[1] / "extractor/vocabulary"
FIXTURES = Path(__file__).parent / "data/layouts"


def chosen(seed: int, blind: bool, *, repaired: bool = True) -> Choices:
    """Draw the choices of a seed without printing."""
    rng = Random(f"{seed}/{'blind' if blind else 'open'}")
    drawn = draw_choices(rng, seed, grammar.pick(rng, PRODUCERS), blind, None)
    return readable(drawn, rng, None) if repaired else drawn


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, which no producer changes."""
    return re.sub(r"[\W_]+", "", text.casefold())


def printed_text(drawn: Draw) -> str:
    """Return what the bytes of a document say, read without the extractor."""
    suffix = drawn.filename.rpartition(".")[2]
    if suffix == "pdf":
        document = pypdfium2.PdfDocument(drawn.data)
        try:
            return " ".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()
    if suffix in ("txt", "html"):
        return unescape(re.sub(r"<[^>]+>", " ", drawn.data.decode()))
    with zipfile.ZipFile(io.BytesIO(drawn.data)) as package:
        parts = [name for name in package.namelist() if name.endswith(".xml")]
        text = " ".join(package.read(name).decode() for name in parts)
    return unescape(re.sub(r"<[^>]+>", "", text))


def values_of(node: dict[str, Any]) -> Iterator[str]:
    """Yield the printed values of a gold node."""
    for value in node["attributes"].values():
        for part in value if isinstance(value, list) else [value]:
            yield part["label"] if isinstance(part, dict) else str(part)


@pytest.mark.parametrize("producer", PRODUCERS)
def test_same_seed_gives_the_same_bytes(producer: str) -> None:
    one, other = draw(5, producer=producer), draw(5, producer=producer)
    assert one.data == other.data
    assert one.gold == other.gold
    assert one.data != draw(6, producer=producer).data


@pytest.mark.parametrize("blind", [False, True])
def test_gold_is_what_is_printed(blind: bool) -> None:
    for seed in SEEDS:
        drawn = draw(seed, blind=blind)
        composed, text = squeezed(drawn.printed.text()), squeezed(printed_text(drawn))
        for node in drawn.gold["nodes"]:
            for value in (node["title"], *values_of(node)):
                assert squeezed(value) in composed, (seed, value)
                # a page or a column may end within a title, not within a word
                assert [word for word in value.split() if squeezed(word) not in text] == []


def test_levels_of_a_gold_follow_the_shape() -> None:
    for seed in SEEDS:
        drawn = draw(seed, producer="txt")
        shape = drawn.choices["shape"].split(">")
        nodes = drawn.gold["nodes"]
        for node in nodes:
            rank = shape.index(node["level"])
            above = None if node["parent"] is None else nodes[node["parent"]]["level"]
            assert above == (shape[rank - 1] if rank else None)


def test_nobody_doubts_a_draw() -> None:
    raw = 0
    for seed in range(MANY):
        assert doubts(chosen(seed, seed % 2 == 0)) == []
        raw += bool(doubts(chosen(seed, seed % 2 == 0, repaired=False)))
    assert raw > MANY / 10  # before repair there is something to doubt


def test_every_choice_is_drawn() -> None:
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for seed in range(MANY):
        for dimension, choice in chosen(seed, False).flat().items():
            seen[dimension].add(choice)
    assert seen["producer"] == set(PRODUCERS)
    assert seen["shape"] == {">".join(shape) for shape in grammar.SHAPES}
    assert seen["scheme"] == set(grammar.SCHEMES)
    assert seen["slip"] == set(grammar.SLIPS)
    assert seen["announce"] == set(grammar.ANNOUNCE)
    assert seen["attributes"] == {key for places in grammar.PLACES.values() for key in places}
    assert seen["word_OS"] == seen["word_OO"] == {"known", "section", "blind", "none"}
    for level, numbers in grammar.NUMBERS.items():
        assert set(numbers) <= seen[f"number_{level}"]
    assert set(grammar.LOOKS) <= seen["look_OS"] | seen["look_OO"]
    leaves = {key for leaf in grammar.LEAVES.values() for key in leaf}
    assert leaves <= seen["container_ACTION"]
    above = {key for leaf in grammar.ABOVE.values() for key in leaf}
    assert above <= seen["container_OS"] | seen["container_OO"]
    assert seen["volets"] == {"none", "heading", "parenthesis", "sheet"}
    assert seen["counts"] == {"usual", "one_os", "one_oo", "empty_oo"}
    around = [f"with_{key}" for key in grammar.SURROUND]
    for name in (
        *around,
        "sections",
        "native",
        "number_column",
        "type_column",
        "ruled",
        "stray",
        "chapters",
    ):
        assert seen[name] == {"yes", "no"}, name


def vocabulary_forms() -> set[str]:
    """Return every wording of the vocabulary, folded, places of numbers left out."""

    def strings(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from chain.from_iterable(map(strings, value.values()))
        elif isinstance(value, list):
            yield from chain.from_iterable(map(strings, value))

    found: set[str] = set()
    for path in VOCABULARY.glob("*.toml"):
        data = tomllib.loads(path.read_text("utf-8"))
        found |= {fold(re.sub(r"\{\w+\}|[().]", "", text)).strip() for text in strings(data)}
    assert "objectif strategique" in found or "objectif stratégique" in found
    return found


def test_blind_words_are_blind() -> None:
    forms = vocabulary_forms()
    blind = [form for level in banks.BLIND.values() for word in level for form in word if form]
    blind += [header for headers in banks.BLIND_HEADERS for header in headers.values()]
    blind += [label for label, _ in banks.STRAY_FIELDS]
    held = [word for word in blind if fold(word) in forms]
    assert held == []


def test_blind_bullets_are_blind() -> None:
    from extractor.markers import find_marker

    assert [sign for sign in banks.BLIND_BULLETS if find_marker(f"{sign} Créer un guichet")] == []
    assert find_marker("• Créer un guichet") is not None


def test_blind_draws_keep_to_blind_words() -> None:
    for seed in range(300):
        for level in chosen(seed, True).chain():
            if level.level in ("OS", "OO") and level.kind == "blind":
                assert level.word in banks.BLIND[level.level]
            assert level.level not in ("OS", "OO") or level.kind != "known"


def test_folds_share_no_blind_word() -> None:
    words: tuple[set[str], set[str]] = (set(), set())
    for fold_of in (0, 1):
        for seed in range(300):
            rng = Random(seed)
            drawn = draw_choices(rng, seed, "txt", True, fold_of)
            for level in readable(drawn, rng, fold_of).chain():
                if level.kind == "blind" and level.word:
                    words[fold_of].add(f"{level.level} {level.word[0]}")
    assert words[0] and words[1]
    assert not words[0] & words[1]


def test_word_computes_only_what_it_would_count() -> None:
    def auto(*path: int, whole: bool = True) -> Auto:
        return Auto(path, "decimal", "", ".", whole, "")

    assert computable([auto(1), auto(1, 1), auto(1, 2), auto(2), auto(2, 1)])
    assert not computable([auto(1), auto(3)])  # a number skipped
    assert not computable([auto(1, 1), auto(1, 2)])  # nothing counts the level above
    assert not computable([auto(1), auto(1, 1), auto(2), auto(2, 1, whole=False)])
    assert not computable([])


@pytest.mark.parametrize("producer", sorted(PRINTED))
@pytest.mark.slow
def test_programs_print_the_gold(producer: str) -> None:
    if producer not in available():
        pytest.skip("the program is not installed")
    drawn = draw(3, producer=producer)
    text = squeezed(printed_text(drawn))
    words = {word for node in drawn.gold["nodes"] for word in node["title"].split()}
    assert [word for word in words if squeezed(word) not in text] == []


def fixtures() -> list[Path]:
    """Return the documents that LibreOffice and Chromium printed."""
    return sorted(path for path in FIXTURES.iterdir() if not path.name.endswith(".json"))


@pytest.mark.parametrize("path", fixtures(), ids=lambda path: path.name)
def test_fixtures_hold_their_gold(path: Path) -> None:
    from extractor.readers import read_document

    gold = json.loads(path.with_name(f"{path.stem}.gold.json").read_text("utf-8"))
    document = read_document(path)
    text = squeezed(" ".join(line.text for line in document.lines))
    letters = sum(len(squeezed(node["title"])) for node in gold["nodes"])
    assert letters and len(text) > letters
    words = {word for node in gold["nodes"] for word in re.findall(r"\w{4,}", node["title"])}
    missing = [word for word in words if squeezed(word) not in text]
    assert len(missing) <= len(words) / 50, missing


def test_word_in_a_narrow_column_is_not_drawn_over_the_next() -> None:
    words = ("Réinsertion", "Consommation", "Environnement", "Bibliothécaire", "Coordinatrice") * 2
    row = tuple(Cell((Para(word),)) for word in words)
    document = Print("PST", [Sheet("PST", [Table((row, row), (40, *(6,) * 9))])])
    data = produce(document, "pdf", Random(1))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        found = [word["text"] for word in pdf.pages[0].extract_words()]
    assert found == [*words, *words]


#: what the structure layer reached on the fixtures when they were made; it may only rise
REACHED = 0.2


@pytest.mark.slow
def test_fixtures_are_scored() -> None:
    from extractor.evaluate.figures import count
    from extractor.evaluate.golds import load
    from extractor.pipeline import extract

    total = []
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "plan.json"
        for path in fixtures():
            plan = extract(path, nlp=False).model_dump(mode="json")
            output.write_text(json.dumps(plan), encoding="utf-8")
            gold = load(path.with_name(f"{path.stem}.gold.json"))
            assert count(gold, gold).figures()["tree_f1"] == 1.0
            total.append(count(gold, load(output)).figures()["tree_f1"])
    assert len(total) >= 12
    assert sum(total) / len(total) >= REACHED, total
