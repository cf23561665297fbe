"""Counts of one document, and the figures that one document or many give.

Counts add up; figures are computed from the sums, so that the overall figures weigh each node
alike. What an annotation does not say is not counted: no volet, no code, no attributes, no themes
in the gold give no figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from extractor.evaluate.attributes import says_the_same
from extractor.evaluate.folding import fold_code, fold_title
from extractor.evaluate.golds import Annotated, FlatNode
from extractor.evaluate.matching import match_nodes, rightly_placed

BUCKETS = 10  # of the reliability table: confidences 0–0.1, …, 0.9–1
SURE = 0.9  # confidence from which a reviewer need not look
LEVELS = ("OS", "OO", "PROJET", "ACTION", "SOUS_ACTION")


@dataclass(slots=True)
class Tally:
    """True positives among what was found and what was wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, right: int, found: int, wanted: int) -> None:
        """Add counts."""
        self.right += right
        self.found += found
        self.wanted += wanted

    def figures(self) -> dict[str, float | int]:
        """Return precision, recall, F1 and the counts; nothing wanted and nothing found is 1."""
        precision = self.right / self.found if self.found else float(not self.wanted)
        recall = self.right / self.wanted if self.wanted else float(not self.found)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "gold": self.wanted,
            "output": self.found,
            "right": self.right,
        }


def _tallies() -> defaultdict[str, Tally]:
    return defaultdict(Tally)


@dataclass(slots=True)
class Counts:
    """All that is counted on one document or on several."""

    documents: int = 0
    nodes: Tally = field(default_factory=Tally)
    tree: Tally = field(default_factory=Tally)
    levels: defaultdict[str, Tally] = field(default_factory=_tallies)
    attributes: defaultdict[str, Tally] = field(default_factory=_tallies)
    themes: Tally = field(default_factory=Tally)
    shares: Counter[tuple[str, bool]] = field(default_factory=Counter)
    metadata: Counter[tuple[str, bool]] = field(default_factory=Counter)
    confidences: list[tuple[float, bool]] = field(default_factory=list)

    def merge(self, other: Counts) -> None:
        """Add the counts of other documents."""
        self.documents += other.documents
        for mine, theirs in ((self.nodes, other.nodes), (self.tree, other.tree)):
            mine.add(theirs.right, theirs.found, theirs.wanted)
        self.themes.add(other.themes.right, other.themes.found, other.themes.wanted)
        for mine_by, theirs_by in (
            (self.levels, other.levels),
            (self.attributes, other.attributes),
        ):
            for key, tally in theirs_by.items():
                mine_by[key].add(tally.right, tally.found, tally.wanted)
        self.shares.update(other.shares)
        self.metadata.update(other.metadata)
        self.confidences += other.confidences

    def figures(self) -> dict[str, Any]:
        """Return the figures, in the order of a reader's interest."""
        levels = sorted(self.levels, key=lambda name: (_rank(name), name))
        result: dict[str, Any] = {
            "documents": self.documents,
            "tree": self.tree.figures(),
            "tree_f1": self.tree.figures()["f1"],
            "nodes": self.nodes.figures(),
            "levels": {level: self.levels[level].figures() for level in levels},
        }
        for name in ("parent", "exact_title", "code", "volet"):
            result[name] = _share(self.shares, name)
        result["metadata"] = _metadata(self.metadata)
        result["attributes"] = _attributes(self.attributes)
        result["themes"] = self._themes()
        result["confidence"] = reliability(self.confidences)
        return result

    def _themes(self) -> dict[str, Any] | None:
        if not self.themes.wanted and not self.themes.found:
            return None
        return {"first": _share(self.shares, "first_theme"), **self.themes.figures()}


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _share(counts: Counter[tuple[str, bool]], name: str) -> float | None:
    total = counts[name, True] + counts[name, False]
    return round(counts[name, True] / total, 4) if total else None


def _metadata(counts: Counter[tuple[str, bool]]) -> dict[str, Any] | None:
    keys = sorted({key for key, _ in counts})
    if not keys:
        return None
    right = sum(count for (_, is_right), count in counts.items() if is_right)
    share = round(right / counts.total(), 4)
    return {"share": share, "keys": {key: _share(counts, key) for key in keys}}


def _attributes(tallies: dict[str, Tally]) -> dict[str, Any] | None:
    if not tallies:
        return None
    total = Tally()
    for tally in tallies.values():
        total.add(tally.right, tally.found, tally.wanted)
    keys = {key: tallies[key].figures() for key in sorted(tallies)}
    return {"f1": total.figures()["f1"], "all": total.figures(), "keys": keys}


def reliability(confidences: Iterable[tuple[float, bool]]) -> dict[str, Any]:
    """Return how far confidences are from the share that is right, per bucket and on average.

    `calibration_error` is the expected calibration error: the distance between mean confidence
    and share right, weighted by the number of nodes of each bucket.
    """
    buckets: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in confidences:
        buckets[min(int(confidence * BUCKETS + 1e-9), BUCKETS - 1)].append((confidence, right))
    total = sum(map(len, buckets.values()))
    rows, error = [], 0.0
    for number, members in sorted(buckets.items()):
        mean = sum(confidence for confidence, _ in members) / len(members)
        share = sum(right for _, right in members) / len(members)
        error += abs(mean - share) * len(members) / total
        rows.append(
            {
                "from": number / BUCKETS,
                "to": (number + 1) / BUCKETS,
                "nodes": len(members),
                "confidence": round(mean, 4),
                "right": round(share, 4),
            }
        )
    sure = [right for members in buckets.values() for c, right in members if c >= SURE]
    return {
        "calibration_error": round(error, 4) if total else None,
        "right_when_sure": round(sum(sure) / len(sure), 4) if sure else None,
        "buckets": rows,
    }


def count(gold: Annotated, output: Annotated) -> Counts:
    """Compare an output with its annotation."""
    counts = Counts(documents=1)
    matches = match_nodes(gold.nodes, output.nodes)
    right = rightly_placed(gold.nodes, output.nodes, matches)
    counts.nodes.add(len(matches), len(output.nodes), len(gold.nodes))
    counts.tree.add(len(right), len(output.nodes), len(gold.nodes))
    for node in gold.nodes:
        counts.levels[node.level].add(0, 0, 1)
    for node in output.nodes:
        counts.levels[node.level].add(0, 1, 0)
    for place, other in matches.items():
        counts.levels[gold.nodes[place].level].add(1, 0, 0)
        _count_match(counts, gold.nodes[place], output.nodes[other], place in right)
    placed = {matches[place] for place in right}
    counts.confidences = [
        (node.confidence, place in placed) for place, node in enumerate(output.nodes)
    ]
    for place, node in enumerate(gold.nodes):
        match = output.nodes[matches[place]] if place in matches else None
        _count_attributes(counts, node, match)
        _count_themes(counts, node, match)
    for key, value in gold.metadata.items():
        same = fold_title(str(output.metadata.get(key, ""))) == fold_title(str(value))
        counts.metadata[key, same] += 1
    return counts


def _count_match(counts: Counts, gold: FlatNode, output: FlatNode, placed: bool) -> None:
    counts.shares["parent", placed] += 1
    counts.shares["exact_title", fold_title(gold.title) == fold_title(output.title)] += 1
    if gold.code:
        counts.shares["code", fold_code(gold.code) == fold_code(output.code)] += 1
    if gold.volet:
        counts.shares["volet", gold.volet == output.volet] += 1


def _count_attributes(counts: Counts, gold: FlatNode, output: FlatNode | None) -> None:
    if gold.attributes is None:
        return
    found_by_key = (output.attributes if output else None) or {}
    for key in gold.attributes.keys() | found_by_key.keys():
        wanted, found = gold.attributes.get(key), found_by_key.get(key)
        same = bool(wanted and found) and says_the_same(key, wanted or [], found or [])
        counts.attributes[key].add(same, bool(found), bool(wanted))


def _count_themes(counts: Counts, gold: FlatNode, output: FlatNode | None) -> None:
    """Count themes by the last part of their code, the only one that annotations give."""
    if gold.themes is None:
        return
    wanted = [_slug(theme) for theme in gold.themes]
    found = [_slug(theme) for theme in (output.themes if output else None) or ()]
    counts.themes.add(len(set(wanted) & set(found)), len(set(found)), len(set(wanted)))
    if wanted:
        counts.shares["first_theme", found[:1] == wanted[:1]] += 1


def _slug(theme: str) -> str:
    return fold_title(theme.rpartition("/")[2])
