"""What plans like this one taught: the ranks that a person gave to looks of the same kind.

In: the looks of a document and the habits of the institution's own model (`own`). Out: evidence
for the rank of each look, in the same log-odds as what a word says. A habit speaks as far as the
document's titles stand in looks that it knows; what several habits say is weighed by that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from extractor.own import RANKS, Habit, OwnModel
from extractor.structure.looks import Look

_STRENGTH = 6.0  # log-odds of what all plans like this one agree on, as of a word without doubt
_LIKE = 0.5  # share of a document's titles that stand in known looks, from which a habit speaks
_TELLING = {"label": 3.0, "form": 3.0, "col": 2.0}  # looks with a word of their own weigh more


def signature(look: Look) -> str:
    """Return what looks of one habit share in every plan: no size to the point, no place.

    >>> from extractor.structure.looks import Look
    >>> signature(Look(("label", "cap", 1), (0,), None, 0.0, 0.0, None, False, 1))
    'label|cap|1'
    """
    key = list(look.key)
    if key[0] == "col":
        del key[1]  # which table it is
    return "|".join(_plain(part) for part in key)


def _plain(part: object) -> str:
    if isinstance(part, tuple):
        return "/".join(_plain(p) for p in part)
    if isinstance(part, float):
        return f"{round(part * 5) / 5:g}"  # sizes, in fifths of the body's
    if isinstance(part, str) and part.startswith("#"):
        return "tint"
    return "" if part is None else str(part)


def habit_of(looks: Sequence[Look], ranks: Mapping[int, int]) -> Habit:
    """Return the habit of a plan whose blocks have these ranks (none: 0)."""
    counts: dict[str, dict[str, float]] = {}
    for look in looks:
        own = counts.setdefault(signature(look), {})
        for at in look.members:
            rank = RANKS[ranks.get(at, 0)]
            own[rank] = own.get(rank, 0.0) + 1.0
    return Habit({name: dict(sorted(own.items())) for name, own in sorted(counts.items())})


def likeness(looks: Sequence[Look], names: Sequence[str], habit: Habit) -> float:
    """Return the share of a document's titles, 0 to 1, that stand in looks of a habit."""
    total = known = 0.0
    for look, name in zip(looks, names, strict=True):
        weight = _TELLING.get(look.kind, 1.0) * len(look.members) ** 0.5
        total += weight
        known += weight * (name in habit.looks)
    return known / total if total else 0.0


def habit_odds(looks: Sequence[Look], model: OwnModel) -> NDArray[np.float64]:
    """Return what the habits say, look × rank; nothing for ranks of looks that none knows."""
    odds = np.zeros((len(looks), len(RANKS)))
    if not model.habits:
        return odds
    names = [signature(look) for look in looks]
    like = [(likeness(looks, names, habit), habit) for habit in model.habits]
    best = max(share for share, _ in like)
    near = [(np.exp((share - best) * _SHARP), habit) for share, habit in like if share >= _LIKE]
    for i, name in enumerate(names):
        told = sum((w * _counts(h, (name,)) for w, h in near), np.zeros(len(RANKS)))
        if not told.any():
            told = sum((w * _counts(h, _missing(h, looks[i], names)) for w, h in near), told)
        if told.any():
            odds[i] = best * _against_others(told / told.sum())
            odds[i, 0] = 0.0
    return odds


def _counts(habit: Habit, names: Iterable[str]) -> NDArray[np.float64]:
    """Return the titles of some looks of a habit, by rank."""
    total = np.zeros(len(RANKS))
    for name in names:
        if name in habit.looks:
            total += [habit.looks[name].get(rank, 0.0) for rank in RANKS]
    return total


def _missing(habit: Habit, look: Look, names: Sequence[str]) -> list[str]:
    """Return the looks of a habit that a document lacks and that an unknown look may stand for: the
    titles that are bold in one plan and plain in the next, a label that was renamed."""
    family = _FAMILY.get(look.kind, look.kind)
    kinds = ((name, name.partition("|")[0]) for name in habit.looks if name not in names)
    return [name for name, kind in kinds if _FAMILY.get(kind, kind) == family]


_FAMILY = {"type": "plain", "para": "plain", "band": "plain"}


def _against_others(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log-odds of each rank against the most frequent other one, `_STRENGTH` at most."""
    order = np.sort(shares)
    other = np.where(shares == order[-1], order[-2], order[-1])
    odds: NDArray[np.float64] = np.log((shares + _RARE) / (other + _RARE))
    odds *= _STRENGTH / np.log(1 / _RARE)
    return odds


_RARE = 0.02  # share of titles of another rank that says nothing: a slip, a line read as a title
_SHARP = 10.0  # how fast a habit loses its say where another is more like the document
