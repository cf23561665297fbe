"""Try what plans teach on plans left out in turn; keep it only where it is better.

Each plan is read with the model of all the others. Candidates, the simplest first: the habits of
the other plans; these with weights refitted (from `_FEWEST` plans). The one that leaves fewest
corrections wins; where none leaves fewer than reading as it is, there is no model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from extractor.confidence import describe, logit
from extractor.evaluate.matching import match_nodes, rightly_placed
from extractor.learn.calibration import choose_calibration
from extractor.learn.cases import Case, Distance, distance, ranks_of, read
from extractor.learn.weights import Example, fit
from extractor.learn.words import Proposal, propose
from extractor.own import Habit, OwnModel, using, word_odds
from extractor.structure import prepare
from extractor.structure.habits import habit_of
from extractor.structure.score import PARTS, load_weights

_FEWEST = 8  # plans from which weights are refitted: 23 numbers from fewer would be chance
_FOLDS = 3
_EPOCHS = 3

PartsOf = Callable[[int | None], Mapping[str, float]]  # weights for a case left out, or for none


@dataclass(frozen=True, slots=True)
class Measured:
    """A plan read by a model: how far from right, and log-odds and truth of each node."""

    distance: Distance
    pairs: list[tuple[float, bool]]


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of it; `model` is None where nothing is better. Distances are of plans left out,
    in the order of the cases."""

    before: list[Distance]
    after: list[Distance]
    model: OwnModel | None
    proposals: list[Proposal]
    loss: tuple[float, float] = (0.0, 0.0)  # of the confidence, before and after
    tried: Mapping[str, int] = field(default_factory=dict)  # candidate → corrections it leaves

    @property
    def refitted(self) -> bool:
        """Tell whether the weights of the structure layer were refitted."""
        return self.model is not None and bool(self.model.parts)


def learn(
    cases: Sequence[Case],
    words: Mapping[str, str],
    *,
    on_read: Callable[[], None] = lambda: None,
) -> Learned:
    """Return what the cases teach; `words` are those that a person accepted.

    `on_read` is called after each reading.
    """
    base = OwnModel({word: word_odds(level) for word, level in words.items()})
    trial = _Trial(cases, base, on_read)
    with using(base):
        proposals = propose(cases, words)
    best = before = trial.measure(lambda at: base)
    model = None
    tried: dict[str, int] = {}
    for name, parts_of in trial.candidates().items():
        found = trial.measure_without(parts_of)
        tried[name] = _corrections(found)
        if tried[name] < _corrections(best):
            best = found
            model = replace(base, habits=tuple(trial.habits), parts=parts_of(None))
    distances = [m.distance for m in before], [m.distance for m in best]
    if model is None:
        return Learned(*distances, None, proposals, tried=tried)
    pairs = [m.pairs for m in best]
    halves = list(chain(*pairs[::2])), list(chain(*pairs[1::2]))
    calibration, was, now = choose_calibration(halves)
    model = replace(model, calibration=calibration)
    return Learned(*distances, model, proposals, (was, now), tried)


def _corrections(found: Sequence[Measured]) -> int:
    return sum(m.distance.corrections for m in found)


class _Trial:
    """Reads the cases with models made from the others."""

    def __init__(self, cases: Sequence[Case], base: OwnModel, on_read: Callable[[], None]) -> None:
        self._cases, self._base, self._on_read = cases, base, on_read
        self.habits: list[Habit] = []
        self._examples: list[Example] = []
        self._fits: dict[int | None, Mapping[str, float]] = {}
        with using(base):
            for case in cases:
                blocks, looks, words, _ = prepare(case.document, case.roles)
                ranks = ranks_of(case, blocks, looks)
                self.habits.append(habit_of(looks, ranks))
                self._examples.append(Example(case.name, blocks, looks, words, ranks))

    def candidates(self) -> dict[str, PartsOf]:
        """Return what may be tried, the simplest first."""
        found: dict[str, PartsOf] = {}
        if len(self._cases) > 1:
            found["habits"] = lambda at: {}
        if len(self._cases) >= _FEWEST:
            found["weights"] = self._weights
        return found

    def _weights(self, at: int | None) -> Mapping[str, float]:
        """Return weights fitted without a case, and without the others of its fold."""
        fold = None if at is None else at % _FOLDS
        if fold not in self._fits:
            rest = [e for i, e in enumerate(self._examples) if i % _FOLDS != fold and e.truth]
            with using(self._base):
                fitted = fit(rest, load_weights(), epochs=_EPOCHS)
            rounded = {n: round(float(v), 3) for n, v in zip(PARTS, fitted.parts, strict=True)}
            self._fits[fold] = rounded
        return self._fits[fold]

    def measure_without(self, parts_of: PartsOf) -> list[Measured]:
        """Read every case with the habits of all others."""

        def model(at: int) -> OwnModel:
            others = tuple(habit for i, habit in enumerate(self.habits) if i != at)
            return replace(self._base, habits=others, parts=parts_of(at))

        return self.measure(model)

    def measure(self, model_of: Callable[[int], OwnModel]) -> list[Measured]:
        """Read every case with its model."""
        found = []
        for at, case in enumerate(self._cases):
            with using(model_of(at)):
                structure, nodes = read(case)
                logits = [logit(f) for f in describe(structure, case.document)]
            matches = match_nodes(case.nodes, nodes) if case.nodes and nodes else {}
            right = {matches[place] for place in rightly_placed(case.nodes, nodes, matches)}
            pairs = [(value, i in right) for i, value in enumerate(logits)]
            found.append(Measured(distance(case.nodes, nodes), pairs))
            self._on_read()
        return found
