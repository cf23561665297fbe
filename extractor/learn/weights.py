"""Refit the weights of the structure layer: readings that the right one must beat.

For each document the reading that a person's plan asks for is compared with the other readings
that the search finds; weights move where another one scores more (structured perceptron with
margin, averaged). Used for one institution (`model`) and for the shipped weights
(`benchmarks/learn.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extractor.structure.blocks import Block
from extractor.structure.looks import Look
from extractor.structure.readings import best_readings
from extractor.structure.score import Floats, Weights, score
from extractor.structure.series import OwnWords

_RATE = 0.02
_MARGIN = 0.5  # by which the right reading is to win, for each share of blocks that differ


@dataclass(frozen=True, slots=True)
class Example:
    """One document: its blocks and looks, and the rank that is right for each block."""

    name: str
    blocks: list[Block]
    looks: list[Look]
    words: OwnWords
    truth: Mapping[int, int]


def oracle(example: Example) -> tuple[int, ...]:
    """Return the reading that agrees with most blocks of each look."""
    return tuple(
        Counter(example.truth.get(at, 0) for at in look.members).most_common(1)[0][0]
        for look in example.looks
    )


def right(example: Example, ranks: Sequence[int]) -> float:
    """Return the share of items that a reading gives their rank."""
    total = sum(len(look.members) for look in example.looks)
    good = sum(
        example.truth.get(at, 0) == rank
        for look, rank in zip(example.looks, ranks, strict=True)
        for at in look.members
    )
    return good / total if total else 1.0


def fit(
    examples: Sequence[Example], weights: Weights, *, epochs: int = 6, seed: int = 0
) -> Weights:
    """Return weights under which the right readings win; never below zero."""
    current = weights.parts.copy()
    total = np.zeros_like(current)
    steps = 0
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        for i in rng.permutation(len(examples)):
            current = _step(examples[int(i)], replace(weights, parts=current))
            total += current
            steps += 1
    return replace(weights, parts=total / max(1, steps))


def _step(example: Example, now: Weights) -> Floats:
    """Return the weights after one document: moved from the reading that wins most wrongly."""
    readings, t = best_readings(example.blocks, example.looks, now, example.words)
    wanted = oracle(example)
    _, parts = score(np.array([wanted]), t, now)
    good = right(example, wanted)
    worst, loss = None, 0.0
    size = np.sqrt(max(1, len(example.truth)))
    for reading in readings:
        differs = good - right(example, reading.ranks)
        if differs <= 0:
            continue
        other = np.array(reading.parts)
        lost = _MARGIN * differs * size - float((parts[0] - other) @ now.parts) / size
        if lost > loss:
            worst, loss = other, lost
    if worst is None:
        return now.parts
    moved: Floats = np.maximum(0.01, now.parts + _RATE * (parts[0] - worst) / size)
    return moved
