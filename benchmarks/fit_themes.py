"""Fits `models/themes.toml`: `python -m benchmarks.fit_themes [--write]`.

From the annotated titles of the building half (`benchmarks.blind`), plans left out in groups. The
wordings of the topics were chosen with these titles in view, so the evidence is computed with parts
of the wordings left out in turn, as a title that nobody thought of would be heard. Prints the
figures on the plans left out; writes only with `--write`.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.blind import Annotation, BlindPlan, read_authors, read_own, theme_name
from extractor.nlp.candidates import (
    Choice,
    Features,
    Pairs,
    Spoken,
    chances,
    choose,
    goal_features,
    theme_features,
)
from extractor.nlp.taxonomy import build_taxonomy, short_name
from extractor.nlp.themes import listen
from extractor.resources import models_path

PARTS = 4  # the wordings are left out in parts: one in four, four times
GROUPS = 6  # of plans, left out in turn
RIDGE = 10.0  # L2 penalty on every weight but the bias, in candidates
SMOOTH = 2.0  # titles added to each count of classes that go together
LEAST_SHARE = 0.08  # of titles, for a pair of classes to be kept
GOALS_RIGHT = 0.82  # share of the goals that are right: four in five, and a margin
AS_GOOD = 0.002  # F1 that more titles would not tell apart
FIRST_BOUND = 0.2  # one first theme in five would be right: silence is better


@dataclass(frozen=True, slots=True)
class Title:
    """What is heard of an annotated title, and what readers say of it."""

    group: int
    themes: Spoken
    goals: Spoken
    told: Annotation


def part_of(wording: str) -> int:
    """Return the part that a wording belongs to, by its spelling."""
    return hashlib.blake2s(wording.encode(), digest_size=2).digest()[0] % PARTS


def building_plans() -> list[BlindPlan]:
    """Return the plans of the building half."""
    halves = ("build", "second", "third")
    return [plan for half in halves for plan in read_authors(half)] + read_own("build")


def gather(plans: Sequence[BlindPlan], part: int | None) -> list[Title]:
    """Return the annotated titles, heard without one part of the wordings (None: with all)."""
    taxonomy = build_taxonomy(lambda wording: part is None or part_of(wording) != part)
    names = sorted({plan.name for plan in plans})
    titles = []
    for plan in plans:
        group = names.index(plan.name) % GROUPS
        for heard, told in zip(listen(plan.items, taxonomy), plan.annotations, strict=True):
            if told:
                titles.append(Title(group, heard.themes(), heard.goals(taxonomy), told))
    return titles


def pairs(titles: Iterable[Title], right: str) -> Pairs:
    """Return how often a theme or goal goes with a theme that readers gave, by short names."""
    seen: Counter[str] = Counter()
    together: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for title in titles:
        codes = {short_name(code) for code in title.themes.total}
        mine = {name for name in codes if theme_name(name) in title.told.themes}
        for name in mine:
            seen[name] += 1
            others = (
                {other for other in mine if theme_name(other) != theme_name(name)}
                if right == "themes"
                else {str(goal) for goal in title.told.sdgs}
            )
            together[name].update(others)
    return {
        name: {
            other: round(count / (seen[name] + SMOOTH), 2)
            for other, count in sorted(counts.items())
            if count / (seen[name] + SMOOTH) >= LEAST_SHARE
        }
        for name, counts in sorted(together.items())
    }


def fit(rows: Sequence[tuple[Features, bool]]) -> dict[str, float]:
    """Return the weights of a ridge logistic regression, by Newton's method."""
    names = list(rows[0][0])
    x = np.array([[1.0, *(row[name] for name in names)] for row, _ in rows])
    y = np.array([float(right) for _, right in rows])
    w = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], RIDGE)
    penalty[0] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, x.T @ (p - y) + penalty * w)
        w -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return dict(zip(["bias", *names], (round(float(v), 4) for v in w), strict=True))


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights and tables, before the bounds are chosen."""

    themes: dict[str, float]
    goals: dict[str, float]
    beside: Pairs
    goals_of: Pairs

    def theme_chances(self, title: Title) -> dict[str, float]:
        """Return the chance of each candidate theme."""
        return chances(self.themes, theme_features(title.themes, self.beside))

    def goal_chances(self, title: Title) -> dict[str, float]:
        """Return the chance of each candidate goal."""
        found = goal_features(title.goals, self.theme_chances(title), self.goals_of)
        return chances(self.goals, found)


def train(titles: Sequence[Title]) -> Fitted:
    """Fit themes, then goals on the chances of the themes."""
    beside, goals_of = pairs(titles, "themes"), pairs(titles, "goals")
    rows = [
        (features, theme_name(code) in title.told.themes)
        for title in titles
        for code, features in theme_features(title.themes, beside).items()
    ]
    weights = fit(rows)
    goal_rows = [
        (features, int(goal) in title.told.sdgs)
        for title in titles
        for goal, features in goal_features(
            title.goals, chances(weights, theme_features(title.themes, beside)), goals_of
        ).items()
    ]
    return Fitted(weights, fit(goal_rows), beside, goals_of)


Ranked = list[tuple[dict[str, float], set[str]]]


def left_out(titles: Sequence[Title]) -> tuple[Ranked, Ranked]:
    """Return chances and right answers of each title, by models that had not seen its plan."""
    themes: Ranked = []
    goals: Ranked = []
    for group in range(GROUPS):
        fitted = train([title for title in titles if title.group != group])
        for title in titles:
            if title.group == group:
                themes.append((fitted.theme_chances(title), set(title.told.themes)))
                goals.append((fitted.goal_chances(title), set(map(str, title.told.sdgs))))
    return themes, goals


def score(ranked: Ranked, choice: Choice) -> tuple[float, float, float, float]:
    """Return the share of first ones right, precision, recall and F1."""
    first = right = given = wanted = 0
    for found, told in ranked:
        kept = list(dict.fromkeys(theme_name(code) for code, _ in choose(choice, found)))
        first += bool(kept) and kept[0] in told
        right += len(told & set(kept))
        given += len(kept)
        wanted += len(told)
    f1 = 2 * right / max(1, given + wanted)
    return first / len(ranked), right / max(1, given), right / max(1, wanted), f1


def theme_bounds(ranked: Ranked, weights: dict[str, float]) -> Choice:
    """Return the least bound of further themes that serves F1 as well as the best one does."""
    tried = [(score(ranked, choice)[3], choice) for choice in _tried(weights)]
    best = max(f1 for f1, _ in tried)
    return next(choice for f1, choice in tried if f1 >= best - AS_GOOD)


def goal_bounds(ranked: Ranked, weights: dict[str, float]) -> Choice:
    """Return the least bound of further goals at which enough of them are right."""
    tried = _tried(weights)
    return next((c for c in tried if score(ranked, c)[1] >= GOALS_RIGHT), tried[-1])


def _tried(weights: dict[str, float]) -> list[Choice]:
    return [Choice(weights, FIRST_BOUND, k / 50) for k in range(10, 45)]


def calibration(ranked: Ranked) -> float:
    """Return the mean distance between chance and share right, over ten buckets of chances."""
    rows = [(p, theme_name(code) in told) for found, told in ranked for code, p in found.items()]
    buckets: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for p, right in rows:
        buckets[min(9, int(p * 10))].append((p, right))
    gaps = [abs(sum(p for p, _ in b) - sum(right for _, right in b)) for b in buckets.values()]
    return sum(gaps) / len(rows)


def write(fitted: Fitted, themes: Choice, goals: Choice) -> None:
    """Write the model where the extractor reads it."""
    lines = ["# Chances of themes and goals: made by `python -m benchmarks.fit_themes --write`", ""]
    for name, choice in (("themes", themes), ("goals", goals)):
        lines += [f"[{name}]", f"least_first = {choice.least_first}"]
        lines += [f"least_further = {choice.least_further}", "", f"[{name}.weights]"]
        lines += [f"{key} = {value}" for key, value in choice.weights.items()] + [""]
    for name, table in (("beside", fitted.beside), ("goals_of", fitted.goals_of)):
        lines.append(f"[{name}]")
        for first, row in table.items():
            inside = ", ".join(f'"{key}" = {value}' for key, value in row.items())
            lines.append(f'"{first}" = {{ {inside} }}')
        lines.append("")
    models_path("themes.toml").write_text("\n".join(lines), "utf-8")


def main() -> None:
    """Fit, print the figures on plans left out, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    plans = building_plans()
    heard = [title for part in range(PARTS) for title in gather(plans, part)]
    themes, goals = left_out(heard)
    fitted = train(heard)
    choices = theme_bounds(themes, fitted.themes), goal_bounds(goals, fitted.goals)
    for name, ranked, choice in zip(("themes", "goals"), (themes, goals), choices, strict=True):
        first, precision, recall, f1 = score(ranked, choice)
        print(
            f"{name}: {len(ranked)} titles left out; first right {first:.3f}, "
            f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}, "
            f"calibration error {calibration(ranked):.3f}, bound {choice.least_further}"
        )
    if arguments.write:
        write(fitted, *choices)


if __name__ == "__main__":
    main()
