"""How sure a node is: the chance that its level, title and parent are all right.

In: the outline with its evidence, the nodes made from it, what the document as a whole is like.
Out: `confidence` on every node and `low-confidence` diagnostics. Each node is described by
features between 0 and 1: what its level rests on, whether its number continues the series, whether
it looks like its peers and like a title, how well it was read, how much of the document stays
unexplained. A logistic model weighs them; its weights are data (`models/confidence.toml`), fitted
on annotated plans by `benchmarks/fit_confidence.py` (issue 4, bullet 7). Nothing else changes.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractor.diagnostics import LayoutError, Report
from extractor.document import Candidate, Kind, OutlineNode, SourceDocument, Use
from extractor.resources import models_path
from extractor.schema import Level, Node
from extractor.text import fold, words

LOW = 0.6  # below, a reviewer should look; about one node in two is wrong there
MAX_LOW = 25  # diagnostics of one document; a plan that is all doubt needs no longer list
DIGITS = 3  # of the confidence in the output

#: how evidence begins → the feature that it is
_EVIDENCE = {
    "form '": "labelled",
    "column": "column",
    "chain ": "inferred",
    "under ": "under",
    "type ": "typeset",
    "a row": "own_row",
    "title ": "title_apart",
}
_HOLDERS = {
    Level.OS: (None,),
    Level.OO: (Level.OS,),
    Level.PROJET: (Level.OO, Level.OS),
    Level.ACTION: (Level.OO, Level.PROJET, Level.OS),
    Level.SOUS_ACTION: (Level.ACTION,),
}
_OPEN_END = re.compile(r"(?:[,:;(/–-]|\b(?:de|du|des|le|la|les|et|ou|a|au|aux|en|par|pour|d'|l'))$")
_ODD = re.compile(r"[^\w\s.,;:!?()'’«»\"“”/&%€°+–-]|\b[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{4,}\b")
_INHERITED = ("doubt", "unlike", "breaks", "misfit", "open_end", "short", "before_gap")

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the document as a whole is like; all between 0 and 1."""

    stray: float  # headings and items inside the plan that became no node
    ocr: float  # 1 when pages were read by optical recognition
    blur: float  # mean doubt of that recognition over the nodes
    unlabelled: float  # share of nodes whose level no label or column says


def find_facts(
    document: SourceDocument, roots: Sequence[OutlineNode], candidates: Sequence[Candidate]
) -> Facts:
    """Return what a document is like, from its candidates after the first node."""
    nodes = [node for root in roots for node in root.walk()]
    first = next((i for i, c in enumerate(candidates) if c.use is Use.NODE), len(candidates))
    inside = [c for c in candidates[first:] if c.kind in (Kind.HEADING, Kind.ITEM)]
    stray = sum(c.use in (Use.FRONT, Use.BODY) for c in inside)
    unsaid = sum(not {"labelled", "column"} & _kinds(node) for node in nodes)
    return Facts(
        stray=stray / len(inside) if inside else 0.0,
        ocr=float(document.text_layer in ("ocr", "mixed")),
        blur=sum(1 - node.quality for node in nodes) / len(nodes) if nodes else 0.0,
        unlabelled=unsaid / len(nodes) if nodes else 0.0,
    )


def rate_nodes(
    roots: Sequence[OutlineNode], tree: Sequence[Node], facts: Facts, report: Report
) -> None:
    """Set the confidence of every node and report the doubtful ones, the least sure first."""
    nodes = [node for root in tree for node in root.walk()]
    for node, features in zip(nodes, describe(roots, facts), strict=True):
        node.confidence = round(confidence(features), DIGITS)
    doubtful = sorted((n for n in nodes if n.confidence < LOW), key=lambda n: n.confidence)
    for node in doubtful[:MAX_LOW]:
        report.add(
            "low-confidence",
            f"{node.level} {node.title[:60]!r}: {node.confidence:.0%} sure",
            node_id=node.id,
            page=node.source.page,
            line=node.source.lines[0],
        )


def confidence(features: Mapping[str, float]) -> float:
    """Return the chance that the model gives to a node with these features."""
    weights = load_weights()
    total = weights["bias"] + sum(weights.get(name, 0.0) * x for name, x in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def load_weights() -> dict[str, float]:
    """Return the weights of `models/confidence.toml`; raise `LayoutError` when it is wrong."""
    try:
        data = tomllib.loads(models_path("confidence.toml").read_text(encoding="utf-8"))
        return {name: float(value) for name, value in data["weights"].items()}
    except (OSError, KeyError, ValueError) as error:
        raise LayoutError(f"models/confidence.toml: {error}") from error


def describe(roots: Sequence[OutlineNode], facts: Facts) -> list[Features]:
    """Return the features of every node, in document order; a feature that is 0 may be absent."""
    nodes = [node for root in roots for node in root.walk()]
    looks = {level: Counter[str]() for level in Level}
    coded: Counter[tuple[Level, bool]] = Counter()
    for node in nodes:
        looks[node.level][_look(node)] += 1
        coded[node.level, node.code is not None] += 1
    described: dict[int, Features] = {}
    broken = _followed_by_a_break(nodes, roots)
    for node in nodes:
        peers = looks[node.level]
        own = {kind: 1.0 for kind in _kinds(node)}
        own |= _number_features(node, roots) | _title_features(node)
        own["unlike"] = 1 - peers[_look(node)] / peers.total()
        own["odd_code"] = coded[node.level, node.code is None] / peers.total()
        own["doubt"] = 1 - node.quality
        own["misfit"] = float(
            (node.parent.level if node.parent else None) not in _HOLDERS[node.level]
        )
        own["before_gap"] = float(id(node) in broken)
        own["deep"] = float(node.level in (Level.ACTION, Level.SOUS_ACTION))
        own["stray"], own["ocr"], own["unlabelled"] = facts.stray, facts.ocr, facts.unlabelled
        own["blur"] = facts.blur
        above = described.get(id(node.parent), {})
        own |= {f"parent_{name}": above.get(name, 0.0) for name in _INHERITED}
        described[id(node)] = own
    return [described[id(node)] for node in nodes]


def _kinds(node: OutlineNode) -> set[str]:
    """Return the kinds of evidence that a node's level and title rest on."""
    return {
        name
        for evidence in node.evidence
        for start, name in _EVIDENCE.items()
        if evidence.startswith(start)
    }


def _look(node: OutlineNode) -> str:
    """Return what nodes of one level share when they were recognised in the same way."""
    marker = next((e for e in node.evidence if e.startswith("marker ")), "")
    return " ".join(sorted(_kinds(node))) + marker + ("b" if node.bold else "")


def _number(code: str | None) -> int | None:
    last = (code or "").rpartition(".")[2]
    if last.isdecimal():
        return int(last)
    return ord(last) - ord("a") + 1 if len(last) == 1 and "a" <= last <= "z" else None


def _followed_by_a_break(nodes: Sequence[OutlineNode], roots: Sequence[OutlineNode]) -> set[int]:
    """Return the nodes after which a number is missing: a heading may be lost in what follows."""
    found = set()
    for node in (None, *nodes):
        children = roots if node is None else node.children
        for before, after in pairwise(children):
            if before.level is after.level and _number_features(after, roots).get("breaks"):
                found.add(id(before))
    return found


def _number_features(node: OutlineNode, roots: Sequence[OutlineNode]) -> Features:
    """Say whether a number goes on from the sibling before it, or begins a series."""
    number = _number((node.code or "").lower())
    if number is None:
        return {"unnumbered": 1.0}
    siblings = node.parent.children if node.parent else roots
    before = None
    for sibling in siblings:
        if sibling is node:
            break
        if sibling.level is node.level:
            before = sibling
    last = _number((before.code or "").lower()) if before else None
    fits = number == last + 1 if last is not None else number == 1 or before is None
    return {"continues": float(fits), "breaks": float(not fits)}


def _title_features(node: OutlineNode) -> Features:
    """Say whether the wording looks like a whole title."""
    count = len(words(node.title))
    plain = fold(node.title).strip()
    return {
        "short": float(count <= 2),
        "long": float(count > 45),
        "lower": float(node.title.lstrip('«"“( ')[:1].islower()),
        "open_end": float(_OPEN_END.search(plain) is not None),
        "odd_signs": float(_ODD.search(node.title) is not None),
        "sentences": float(len(re.findall(r"[.!?]\s+[A-ZÀ-Ý]", node.title)) > 0),
    }
