"""Which node of an output is which node of its annotation.

Two nodes of one level match when their folded titles agree for at least 92 %
(Ratcliff-Obershelp, `difflib`). One to one: the most alike first, then those of one code, then
those nearest in relative position. rapidfuzz's ratio is never lower than difflib's (it counts
a longest common subsequence where difflib counts blocks), so it screens out nearly all pairs at
no loss.
"""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from extractor.evaluate.folding import fold_title
from extractor.evaluate.golds import FlatNode

SAME_TITLE = 0.92


def likeness(one: str, other: str) -> float:
    """Return how alike two folded titles are, 0 below `SAME_TITLE`."""
    if one == other:
        return 1.0
    if not one or not other or not fuzz.ratio(one, other, score_cutoff=100 * SAME_TITLE - 1e-6):
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= SAME_TITLE else 0.0


def match_nodes(gold: list[FlatNode], output: list[FlatNode]) -> dict[int, int]:
    """Return the place in `output` of the nodes of `gold` that it holds."""
    by_level: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for place, node in enumerate(output):
        by_level[node.level].append((place, fold_title(node.title)))
    candidates = []
    for place, node in enumerate(gold):
        title = fold_title(node.title)
        for other, other_title in by_level[node.level]:
            score = likeness(title, other_title)
            if score:
                same_code = bool(node.code) and node.code == output[other].code
                drift = abs(place / len(gold) - other / len(output))
                candidates.append((-score, not same_code, drift, place, other))
    matches: dict[int, int] = {}
    taken: set[int] = set()
    for *_, place, other in sorted(candidates):
        if place not in matches and other not in taken:
            matches[place] = other
            taken.add(other)
    return matches


def rightly_placed(
    gold: list[FlatNode], output: list[FlatNode], matches: dict[int, int]
) -> set[int]:
    """Return the matched places of `gold` whose output hangs under the match of their parent."""
    right = set()
    for place, other in matches.items():
        wanted, found = gold[place].parent, output[other].parent
        if (wanted is None and found is None) or (
            wanted is not None and found is not None and matches.get(wanted) == found
        ):
            right.add(place)
    return right
