"""Does the confidence keep its word on this institution's plans? Shift and slope of its log-odds.

Two numbers, as few plans can tell no more (Platt scaling), drawn towards what is shipped (0, 1).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Pairs = Sequence[tuple[float, bool]]  # log-odds of a node that was left out; was it right?

_RIDGE = 10.0  # weight of the shipped calibration, in nodes
_STEPS = 500
_NODES = 100  # below which nothing is fitted


def fit_calibration(pairs: Pairs) -> tuple[float, float]:
    """Return shift and slope that make the penalised logistic loss least.

    Each step uses the bound of the curvature (a quarter): it never goes too far.
    """
    x = np.array([[1.0, value] for value, _ in pairs])
    y = np.array([float(good) for _, good in pairs])
    shipped = np.array([0.0, 1.0])
    w = shipped.copy()
    bound = x.T @ x / 4 + _RIDGE * np.eye(2)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + _RIDGE * (w - shipped)
        step = np.linalg.solve(bound, gradient)
        w -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return float(w[0]), float(w[1])


def log_loss(pairs: Pairs, calibration: tuple[float, float]) -> float:
    """Return the mean logistic loss, in nats."""
    shift, slope = calibration
    total = np.clip([shift + slope * value for value, _ in pairs], -30, 30)
    y = np.array([good for _, good in pairs])
    return float(np.mean(np.logaddexp(0, np.where(y, -total, total)))) if len(pairs) else 0.0


def choose_calibration(halves: tuple[Pairs, Pairs]) -> tuple[tuple[float, float], float, float]:
    """Return the calibration to use with the loss before and after on halves left out in turn;
    the shipped one where it is no better, or where there are few nodes."""
    shipped = (0.0, 1.0)
    every = [*halves[0], *halves[1]]
    before = log_loss(every, shipped)
    if min(map(len, halves)) < _NODES / 2:
        return shipped, before, before
    losses = [
        log_loss(held, fit_calibration(rest)) * len(held) for held, rest in (halves, halves[::-1])
    ]
    after = sum(losses) / len(every)
    return (fit_calibration(every), before, after) if after < before else (shipped, before, before)
