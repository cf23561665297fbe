"""Across plans: which objectives, projects and actions say the same thing, and who lacks what.

In: plans. Out: a `Harmonisation` with pairs and groups, each with a score and its reason, the
coverage of themes by institution, and outliers. Deterministic, without network: likeness comes
from concepts (`models/synonyms.toml`, `models/entities.toml`) weighted by rarity, from what
stands below the two nodes, and from their themes. Nothing is merged or changed: an officer decides.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractor.harmonise.findings import (
    build_coverage,
    build_groups,
    build_outliers,
    build_pairs,
)
from extractor.harmonise.items import build_items, inverse_frequencies
from extractor.harmonise.model import Harmonisation, Pair, Reason
from extractor.harmonise.similarity import Comparer
from extractor.schema import Plan

__all__ = ["DEFAULT_THRESHOLD", "Harmonisation", "Pair", "Reason", "as_html", "harmonise"]

DEFAULT_THRESHOLD = 0.45  # see `python -m benchmarks.harmonise`
FLOOR = 0.1  # scores below are not kept: they decide nothing


def harmonise(plans: Iterable[Plan], *, threshold: float = DEFAULT_THRESHOLD) -> Harmonisation:
    """Compare plans of different institutions; `threshold` (0 to 1) is the least score of a pair.

    Raise `ValueError` when the threshold is not above 0 and at most 1.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold {threshold}: a number above 0 and at most 1 is wanted")
    plans = list(plans)
    items = build_items(plans)
    told = {plan.plan_id: plan.institution.kind for plan in plans}
    kinds = {item.member.institution: told[item.member.plan_id] for item in items}
    comparer = Comparer(items, inverse_frequencies(items))
    scores: dict[tuple[int, int], float] = {}
    reasons: dict[tuple[int, int], Reason] = {}
    for pair in comparer.candidates():
        score = comparer.score(*pair)
        if score >= min(FLOOR, threshold):
            scores[pair] = score
        if score >= threshold:
            reasons[pair] = comparer.reason(*pair)
    institutions = tuple(dict.fromkeys(item.member.institution for item in items))
    several = len(institutions) > 1
    return Harmonisation(
        threshold=threshold,
        institutions=institutions,
        members={item.member.node_id: item.member for item in items},
        pairs=build_pairs(items, scores, reasons, threshold),
        groups=build_groups(items, scores, threshold),
        coverage=build_coverage(items, institutions, kinds),
        outliers=build_outliers(items, scores, threshold) if several else (),
    )


def as_html(result: Harmonisation) -> str:
    """Return a report in French: one HTML page that needs nothing else."""
    from extractor.harmonise.report import as_html as report

    return report(result)
