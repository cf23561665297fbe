"""Readings: which look is which rank. All that are legal compete by one score.

In: blocks and looks. Out: the best readings, best first. Looks are given ranks one after the other,
the most telling first; after each, the best partial readings go on (a beam).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractor.structure.blocks import Block
from extractor.structure.looks import Look
from extractor.structure.score import (
    ACTION,
    N_RANKS,
    NONE,
    OO,
    OS,
    PARTS,
    PROJET,
    SECTION,
    SOUS_ACTION,
    Floats,
    Ints,
    Track,
    Weights,
    score,
    track,
)
from extractor.structure.series import OwnWords

_BEAM = 48  # readings that go on after each look
_MAX_LOOKS = 24  # that take part; rarer ones are text
_TOLD = 5.0

_ALLOWED = {
    "label": (NONE, SECTION, OS, OO, PROJET, ACTION, SOUS_ACTION),
    "form": (NONE, SECTION, OS, OO, PROJET, ACTION, SOUS_ACTION),
    "col": (NONE, SECTION, OS, OO, PROJET, ACTION, SOUS_ACTION),
    "band": (NONE, SECTION, OS, OO, PROJET, ACTION),
    "sheet": (NONE, SECTION, OS),
    "num": (NONE, SECTION, OS, OO, PROJET, ACTION, SOUS_ACTION),
    "bullet": (NONE, OS, OO, ACTION, SOUS_ACTION),
    "type": (NONE, SECTION, OS, OO, PROJET, ACTION),
    "para": (NONE, OS, OO, ACTION, SOUS_ACTION),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A rank for every look, with its score and what it counts."""

    ranks: tuple[int, ...]
    total: float
    parts: tuple[float, ...]

    def named(self) -> dict[str, float]:
        """Return the parts by name."""
        return dict(zip(PARTS, self.parts, strict=True))


def best_readings(
    blocks: Sequence[Block],
    looks: Sequence[Look],
    weights: Weights,
    words: OwnWords | None = None,
) -> tuple[list[Reading], Track]:
    """Return the readings of a document, best first; that of no plan is last where it is best."""
    t = track(blocks, looks, weights, words or OwnWords())
    told_top = bool((t.odds[:, OS] >= _TOLD).any())
    legal = [_legal(look, odds, told_top) for look, odds in zip(looks, t.odds, strict=True)]
    order = sorted(range(len(looks)), key=lambda i: _importance(looks[i], t.odds[i]), reverse=True)
    beam = np.zeros((1, len(looks)), dtype=np.int64)
    totals: Floats = np.zeros(1)
    parts: Floats = np.zeros((1, len(PARTS)))
    for i in order[:_MAX_LOOKS]:
        tried = np.repeat(beam, N_RANKS, axis=0)
        ranks = np.tile(np.arange(N_RANKS), len(beam))
        tried[:, i] = ranks
        tried = tried[np.isin(ranks, legal[i])]
        totals, parts = score(tried, t, weights)
        best = np.argsort(-totals, kind="stable")[:_BEAM]
        beam, totals, parts = tried[best], totals[best], parts[best]
    beam, totals, parts = _polish(beam, totals, parts, legal, t, weights)
    return [
        Reading(tuple(map(int, ranks)), float(total), tuple(map(float, own)))
        for ranks, total, own in zip(beam, totals, parts, strict=True)
    ], t


def look_margins(best: Reading, looks: Sequence[Look], t: Track, weights: Weights) -> list[float]:
    """Return, for each look, by how much its rank in a reading beats any other that it may have."""
    told_top = bool((t.odds[:, OS] >= _TOLD).any())
    tried, owner = [], []
    for i, look in enumerate(looks):
        for rank in _legal(look, t.odds[i], told_top):
            if rank != best.ranks[i]:
                other = np.array(best.ranks, dtype=np.int64)
                other[i] = rank
                tried.append(other)
                owner.append(i)
    margins = [_NO_OTHER] * len(looks)
    if not tried:
        return margins
    totals, _ = score(np.array(tried), t, weights)
    for i, total in zip(owner, totals, strict=True):
        margins[i] = min(margins[i], best.total - float(total))
    return margins


_NO_OTHER = 20.0  # the margin of a look that may have but one rank


def _polish(
    beam: Ints,
    totals: Floats,
    parts: Floats,
    legal: Sequence[Sequence[int]],
    t: Track,
    weights: Weights,
) -> tuple[Ints, Floats, Floats]:
    """Change one look at a time in the best reading, until nothing is better."""
    for _ in range(_ROUNDS):
        best = beam[0]
        tried = [best]
        for i, allowed in enumerate(legal):
            for rank in allowed:
                if rank != best[i]:
                    other = best.copy()
                    other[i] = rank
                    tried.append(other)
        tried += _pairs(best, legal)
        every = np.unique(np.concatenate([np.array(tried), beam]), axis=0)
        totals, parts = score(every, t, weights)
        order = np.argsort(-totals, kind="stable")[: 2 * _BEAM]
        same = bool((every[order[0]] == best).all())
        beam, totals, parts = every[order], totals[order], parts[order]
        if same:
            break
    return beam, totals, parts


_ROUNDS = 4
_PAIRED = 7  # looks, the most frequent ones, that are changed two at a time


def _pairs(best: Ints, legal: Sequence[Sequence[int]]) -> list[Ints]:
    """Return the readings in which two frequent looks change together."""
    out = []
    for i in range(min(_PAIRED, len(best))):
        for j in range(i):
            for first in legal[i]:
                for second in legal[j]:
                    if first != best[i] and second != best[j]:
                        other = best.copy()
                        other[i], other[j] = first, second
                        out.append(other)
    return out


_FEW = 2  # members of a look that may head several objectives


def _legal(look: Look, odds: Floats, told_top: bool) -> tuple[int, ...]:
    """Return the ranks that a look may have. What stands above the objectives is a section only
    where a word says so, or where the objectives are told by name."""
    told = [rank for rank in range(1, N_RANKS) if odds[rank] >= _TOLD]
    if told:
        return (NONE, *told)
    if look.kind == "sheet" and len(look.members) < _FEW:
        return (NONE,)
    several = len(look.members) >= _FEW and told_top and look.kind in _MAY_HEAD
    section = odds[SECTION] > 0 or several
    learned = look.kind in _WORDLESS  # no word speaks for them: what does was learned
    allowed = (r for r in range(N_RANKS) if r in _ALLOWED[look.kind] or (learned and odds[r] > 0))
    return tuple(r for r in allowed if section or r != SECTION)


_WORDLESS = ("bullet", "type", "para")


_MAY_HEAD = ("type", "band", "sheet", "num", "label", "col")


def _importance(look: Look, odds: Floats) -> tuple[float, int]:
    """Return how soon a look is given its rank: what is told first, then what is frequent."""
    kind = {"label": 3.0, "form": 3.0, "col": 2.5, "band": 2.0, "num": 2.0, "type": 1.5,
            "bullet": 1.0, "para": 0.0, "sheet": 0.5}[look.kind]  # fmt: skip
    told = 2.0 if odds.max() >= _TOLD else 0.0
    outline = 0.5 if look.outline is not None else 0.0
    return kind + told + outline, len(look.members)
