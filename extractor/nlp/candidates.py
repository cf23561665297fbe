"""Which themes and goals a node gets: chances of candidates, by a small logistic model.

In: the evidence for each class in a title itself, in what stands above it and below it. Out:
classes with the chance that a reader would file the title there, best first; silence below a bound.
The weights, and how often classes go together, are data (`models/themes.toml`), fitted by
`benchmarks.fit_themes` on annotated titles; a score is a probability, calibrated on plans left out.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractor.nlp.taxonomy import short_name
from extractor.resources import models_path

Evidence = Mapping[str, float]
Features = dict[str, float]
Pairs = Mapping[str, Mapping[str, float]]  # class → class → how often the second goes with it

HALF = 2.0  # evidence that counts 0.5
MOST = 3  # classes of a node


@dataclass(frozen=True, slots=True)
class Spoken:
    """The evidence for each class: in the title, above, below, summed."""

    own: Evidence
    above: Evidence
    below: Evidence
    total: Evidence


@dataclass(frozen=True, slots=True)
class Choice:
    """A fitted model: weights by feature, and the chances from which a class is kept."""

    weights: Mapping[str, float]
    least_first: float
    least_further: float


@dataclass(frozen=True, slots=True)
class Model:
    """What `models/themes.toml` holds."""

    themes: Choice
    goals: Choice
    beside: Pairs  # theme → themes that readers give with it
    goals_of: Pairs  # theme → goals that readers give with it


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Return the fitted model; read once."""
    data = tomllib.loads(models_path("themes.toml").read_text("utf-8"))
    choices = [
        Choice(
            data[kind]["weights"],
            data[kind]["least_first"],
            data[kind]["least_further"],
        )
        for kind in ("themes", "goals")
    ]
    return Model(choices[0], choices[1], data["beside"], data["goals_of"])


def theme_features(spoken: Spoken, beside: Pairs) -> dict[str, Features]:
    """Return the features of each candidate theme, all between 0 and 1."""
    first = _first(spoken.total)
    near = beside.get(short_name(first), {}) if first else {}
    found = {}
    for code in sorted(spoken.total):
        features = _features(code, spoken)
        features["beside"] = 0.0 if code == first else near.get(short_name(code), 0.0)
        found[code] = features
    return found


def goal_features(
    spoken: Spoken, themes: Mapping[str, float], goals_of: Pairs
) -> dict[str, Features]:
    """Return the features of each candidate goal; `themes` are the chances of the themes."""
    weight = sum(themes.values()) or 1.0
    served: dict[str, float] = {}
    for theme, chance in themes.items():
        for goal, share in goals_of.get(short_name(theme), {}).items():
            served[goal] = served.get(goal, 0.0) + share * chance / weight
    found = {}
    for code in sorted({*spoken.total, *served}):
        features = _features(code, spoken)
        features["served"] = served.get(code, 0.0)
        found[code] = features
    return found


def chances(weights: Mapping[str, float], found: Mapping[str, Features]) -> dict[str, float]:
    """Return the chance of each candidate.

    >>> chances({"bias": 0.0, "own": 2.0}, {"a": {"own": 0.0}})
    {'a': 0.5}
    """
    return {
        code: 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * v for name, v in row.items())
                                - weights["bias"]))
        for code, row in found.items()
    }  # fmt: skip


def choose(choice: Choice, ranked: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return the classes that are kept with their chances, best first; none below the bound."""
    order = sorted(ranked.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    if not order or order[0][1] < choice.least_first:
        return []
    return [pair for k, pair in enumerate(order) if not k or pair[1] >= choice.least_further]


def _features(code: str, spoken: Spoken) -> Features:
    own, total = spoken.own.get(code, 0.0), spoken.total.get(code, 0.0)
    others = max((v for c, v in spoken.total.items() if c != code), default=0.0)
    return {
        "own": own / (own + HALF),
        "total": total / (total + HALF),
        "total_share": _share(code, spoken.total),
        "first": float(bool(total) and total >= others),
        "lead": max(0.0, (total - others) / total) if total else 0.0,
        "above": _share(code, spoken.above),
        "below": _share(code, spoken.below),
    }


def _share(code: str, evidence: Evidence) -> float:
    most = max(evidence.values(), default=0.0)
    return evidence.get(code, 0.0) / most if most else 0.0


def _first(evidence: Evidence) -> str | None:
    return min(evidence, key=lambda code: (-evidence[code], code), default=None)
