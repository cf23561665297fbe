"""Every weight matters: left out, halved or doubled it changes how some small document is read."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from extractor.schema import Level
from extractor.structure.blocks import Block, Sort, Type
from extractor.structure.looks import Look, find_looks
from extractor.structure.readings import best_readings
from extractor.structure.score import PARTS, Weights, load_weights
from tests.structure.blocks_kit import item, labelled, value


def top(number: int = 1) -> Block:
    return labelled("boussole", str(number), "Être une vallée verte")


def middle(number: str = "1.1") -> Block:
    return labelled("sillon", number, "Semer des prés")


def bold(title: str) -> Block:
    return item(title, type=Type(bold=True, special=True))


def large(title: str) -> Block:
    return item(title, type=Type(size=0.3, special=True))


def heading(title: str, outline: int) -> Block:
    return item(title, type=Type(outline=outline, special=True))


def caption(level: Level) -> Block:
    return Block(Sort.CAPTION, "Objectifs", (1,), levels=(level,))


def items(*texts: str) -> list[Block]:
    return [item(text) for text in texts]


WHO = value("services", "Les eaux")
DOCUMENTS = [
    # unknown words, values, questions, projects without a word
    [top(), bold("Haies du nord"), WHO, bold("Prés du sud"), WHO, bold("Mares"), WHO],
    [top(), middle(), item("Haies du nord"), WHO, item("Prés du sud"), WHO],
    [top(), middle(), *items("- Faucher les prés :", "- Faucher les talus :"), middle("1.2"),
     item("- Semer des haies :")],
    [top(), middle(),
     *items("a) Semer", "i. Faucher", "ii. Recéper", "b) Curer", "i. Poser", "ii. Lever")],
    [top(), middle(), item("- Faucher"), middle("1.2"), *items("1) Lever", "2) Poser")],
    [top(), bold("Haies"), item("- Faucher"), top(2),
     item("Prés", type=Type(tint="#f00", special=True)), item("- Semer")],
    # one level alone, or its members too many or too few
    [*(top(n) for n in range(1, 9)), middle("8.1"), middle("8.2"), *items("- Faucher", "- Semer")],
    [*(top(n) for n in range(1, 9)), middle("8.1"), item("- Faucher"), middle("8.2"),
     item("- Semer")],
    [*(item(f"{n}. Semer le pré {n}") for n in range(1, 13)), item("a) Faucher")],
    [middle(), *items("- Faucher", "- Semer"), middle("1.2"), item("- Lever")],
    [large("Haies"), *items("- Faucher", "- Semer", "- Lever")],
    [large("Haies"), *items("1. Faucher", "- Semer", "2. Lever", "- Semer")],
    # type and place against numbers
    [heading("Haies", 2), heading("Prés", 1), item("- Semer"), heading("Mares", 1),
     item("- Faucher")],
    [item("1. Haies", indent=30.0), *items("a) Prés", "b) Mares"), item("2. Bois", indent=30.0),
     item("a) Lacs")],
    # words and captions
    [labelled("mesure", "1", "Haies"), item("- Lever"), labelled("mesure", "2", "Prés")],
    [labelled("mesure", "1", "Haies"), labelled("fiche", "1.1", "Prés"),
     labelled("fiche", "1.2", "Prés")],
    [caption(Level.OS), *items("1. Ruralité", "2. Mobilité"), caption(Level.OO),
     *items("a) Haies", "b) Prés")],
    [top(), caption(Level.ACTION), *items("a) Haies du nord", "b) Prés du sud")],
    # numbers that begin again, and what stands before the plan
    [labelled("boussole", str(n), "Haies du nord") for n in (1, 2, 1, 2, 1, 2)],
    [top(), *items("1. Semer", "1. Lever", "- Lever", "1. Poser", "- Curer")],
    [*items("- Semer", "- Lever"), top(), middle(), item("- Poser")],
    [item("1.2 Curer"), labelled("rive", "2", "Haies"), labelled("rive", "1", "Haies"), middle(),
     middle("1.2"), item("2.1 Curer")],
    [*items("a) Haies", "b) Prés", "c) Bois"), top(), *items("a) Poser", "b) Semer")],
    [large("Haies"), item("- Semer"), large("Prés"), item("- Lever"), top(), middle(),
     item("- Poser")],
]  # fmt: skip


@cache
def documents() -> list[tuple[list[Block], list[Look], tuple[int, ...]]]:
    """Return the documents with their looks and what these are read as."""
    out = []
    for blocks in DOCUMENTS:
        looks = find_looks(blocks)
        out.append((blocks, looks, ranks(blocks, looks, load_weights())))
    return out


def ranks(blocks: list[Block], looks: list[Look], weights: Weights) -> tuple[int, ...]:
    return best_readings(blocks, looks, weights)[0][0].ranks


@pytest.mark.parametrize("part", [part for part in PARTS if part != "told"])
def test_every_weight_matters(part: str) -> None:
    weights = load_weights()
    for factor in (0.0, 0.5, 2.0):
        values = weights.parts.copy()
        values[PARTS.index(part)] *= factor
        other = replace(weights, parts=values)
        if any(ranks(b, looks, other) != before for b, looks, before in documents()):
            return
    pytest.fail(f"no document is read otherwise without the weight of {part}")


@pytest.mark.parametrize("table", ["wording", "mark", "transition"])
def test_every_table_matters(table: str) -> None:
    other = replace(
        load_weights(), **{table: {name: {} for name in getattr(load_weights(), table)}}
    )
    assert any(ranks(b, looks, other) != before for b, looks, before in documents())
