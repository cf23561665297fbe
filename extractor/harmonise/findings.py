"""From scores to findings: pairs, groups, coverage of themes, outliers.

Groups are built by average linkage over the scores across institutions, the best pairs first: two
groups become one when the mean score of their members across institutions reaches the threshold.
So one chance likeness does not chain two subjects together. Ties are broken by document order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from extractor.harmonise.items import Item, theme_label
from extractor.harmonise.model import Cell, Group, Outlier, Pair, Reason, ThemeCoverage
from extractor.nlp.crosswalk import common_theme, is_expected
from extractor.schema import Level

Scores = Mapping[tuple[int, int], float]  # by places, the lower first
OUTLIER_SHARE = 0.5  # of the threshold: below, nothing elsewhere resembles an objective


def build_pairs(
    items: Sequence[Item],
    scores: Scores,
    reasons: Mapping[tuple[int, int], Reason],
    threshold: float,
) -> tuple[Pair, ...]:
    """Return the pairs at or above the threshold, the best first."""
    best: dict[tuple[int, str], float] = defaultdict(float)  # (place, other institution)
    for (one, other), score in scores.items():
        for place, across in ((one, other), (other, one)):
            key = place, items[across].member.institution
            best[key] = max(best[key], score)
    pairs = []
    for (one, other), score in sorted(scores.items(), key=lambda row: (-row[1], row[0])):
        if score < threshold:
            break
        first, second = items[one].member, items[other].member
        mutual = score >= best[one, second.institution] and score >= best[other, first.institution]
        reason = reasons[one, other]
        pairs.append(Pair(first.node_id, second.node_id, score, mutual, reason))
    return tuple(pairs)


def build_groups(items: Sequence[Item], scores: Scores, threshold: float) -> tuple[Group, ...]:
    """Return the groups, those that most institutions share first."""
    group_of: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    for (one, other), score in sorted(scores.items(), key=lambda row: (-row[1], row[0])):
        if score < threshold:
            break
        left, right = group_of.get(one, one), group_of.get(other, other)
        if left == right:
            continue
        first, second = members.get(left, [one]), members.get(right, [other])
        if _mean_score(items, first, second, scores) < threshold:
            continue
        keep, gone = min(left, right), max(left, right)
        members[keep] = sorted([*first, *second])
        members.pop(gone, None)
        group_of.update(dict.fromkeys(members[keep], keep))
    found = [_group(items, places, scores) for places in members.values()]
    found.sort(key=lambda group: (-len(group.institutions), -group.cohesion, group.group_id))
    return tuple(found)


def _mean_score(
    items: Sequence[Item], first: Sequence[int], second: Sequence[int], scores: Scores
) -> float:
    """Return the mean score across institutions; a pair never proposed counts 0."""
    values = [
        scores.get((min(a, b), max(a, b)), 0.0)
        for a in first
        for b in second
        if items[a].member.institution != items[b].member.institution
    ]
    return sum(values) / len(values) if values else 0.0


def _group(items: Sequence[Item], places: Sequence[int], scores: Scores) -> Group:
    """Describe a group; its representative is the most like all others, the shortest of equals."""
    means = {place: _mean_score(items, [place], places, scores) for place in places}
    ranked = sorted(
        places, key=lambda p: (-round(means[p], 6), items[p].rank, len(items[p].member.title), p)
    )
    head = items[ranked[0]].member
    institutions = dict.fromkeys(items[place].member.institution for place in places)
    themes = Counter(code for place in places for code in items[place].themes)
    shared = [code for code, count in themes.most_common() if 2 * count >= len(places)]
    return Group(
        group_id=f"groupe:{head.node_id}",
        wording=head.title,
        members=tuple(items[place].member.node_id for place in ranked),
        institutions=tuple(institutions),
        cohesion=round(_mean_score(items, places, places, scores), 4),
        themes=tuple(theme_label(code) for code in shared),
    )


def build_coverage(
    items: Sequence[Item], institutions: Sequence[str], kinds: Mapping[str, str]
) -> tuple[ThemeCoverage, ...]:
    """Return, per theme that any institution has, who plans what; the most shared first.

    Themes of communes and of CPAS that stand for each other are one; `kinds` gives the kind of each
    institution, by which themes are expected of it.
    """
    held: defaultdict[str, defaultdict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        for code in dict.fromkeys(map(common_theme, item.themes)):
            held[code][item.member.institution].append(item)
    found = []
    for code, by_institution in held.items():
        cells = {name: _cell(by_institution[name]) for name in institutions}
        expected = [n for n in cells if is_expected(code, kinds.get(n, "unknown"))]
        lacking = tuple(name for name in expected if not cells[name].objectives)
        common = len(expected) > 1 and 2 * len(lacking) <= len(expected)
        found.append(
            ThemeCoverage(
                code=code,
                label=theme_label(code),
                cells=cells,
                without_objective=lacking,
                without=tuple(n for n in lacking if not cells[n].actions),
                missing=lacking if common else (),
            )
        )
    found.sort(key=lambda theme: (len(theme.without_objective), theme.label, theme.code))
    return tuple(found)


def _cell(items: Sequence[Item]) -> Cell:
    objectives = sum(item.rank <= Level.PROJET.rank for item in items)
    example = min(items, key=lambda item: (item.rank, item.place), default=None)
    return Cell(
        objectives=objectives,
        actions=len(items) - objectives,
        example=example.member.node_id if example else None,
    )


def build_outliers(items: Sequence[Item], scores: Scores, threshold: float) -> tuple[Outlier, ...]:
    """Return the objectives and projects that nothing elsewhere resembles, the oddest first."""
    best: dict[int, tuple[float, int]] = {}
    for (one, other), score in scores.items():
        for place, across in ((one, other), (other, one)):
            if score > best.get(place, (0.0, 0))[0]:
                best[place] = (score, across)
    found = []
    for item in items:
        score, nearest = best.get(item.place, (0.0, -1))
        objective = Level.OO.rank <= item.rank <= Level.PROJET.rank
        if objective and item.concepts and score < OUTLIER_SHARE * threshold:
            like = items[nearest].member.node_id if nearest >= 0 else None
            found.append((score, item.place, Outlier(item.member.node_id, score, like)))
    return tuple(outlier for *_, outlier in sorted(found, key=lambda row: row[:2]))
