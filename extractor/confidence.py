"""How sure a node is, and how sure the reading of the whole document.

In: the structure with its readings, the nodes made of it. Out: `confidence` on every node (the
chance that its level, title and parent are all right), the certainty of the document, and the
remarks `low-confidence` and `plan-uncertain`. A node is described by the margin of its look's rank
over the next, by what the word at its head says, by its number, its peers and its wording; the
document by the margin of the reading over the next that differs, and by what it leaves unexplained.
A logistic model weighs them; its weights are data (`models/confidence.toml`), fitted on labels and
layouts left out by `benchmarks/fit_confidence.py`. Nothing else changes.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from extractor.diagnostics import LayoutError, Report
from extractor.document import OutlineNode, SourceDocument, Use
from extractor.own import current
from extractor.resources import models_path
from extractor.schema import Level, Node
from extractor.structure import Structure, walk
from extractor.structure.blocks import Block, Sort
from extractor.structure.numbers import value_of
from extractor.structure.readings import Reading
from extractor.text import fold, words

LOW = 0.6  # below, a reviewer should look; about one node in two is wrong there
MAX_LOW = 25  # diagnostics of one document; a plan that is all doubt needs no longer list
UNCERTAIN = 0.7  # certainty of a document below which the remark says what else it may be
DIGITS = 3  # of the confidence in the output

_HOLDERS = {
    Level.OS: (None,),
    Level.OO: (Level.OS,),
    Level.PROJET: (Level.OO, Level.OS),
    Level.ACTION: (Level.OO, Level.PROJET, Level.OS),
    Level.SOUS_ACTION: (Level.ACTION,),
}
_OPEN_END = re.compile(r"(?:[,:;(/–-]|\b(?:de|du|des|le|la|les|et|ou|a|au|aux|en|par|pour|d'|l'))$")
_ODD = re.compile(r"[^\w\s.,;:!?()'’«»\"“”/&%€°+–-]|\b[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{4,}\b")
_INHERITED = ("unlike", "breaks", "misfit", "open_end", "short", "margin", "told")

Features = dict[str, float]


def rate_nodes(
    structure: Structure, document: SourceDocument, tree: Sequence[Node], report: Report
) -> float | None:
    """Set the confidence of every node, report the doubtful ones, and return the certainty of the
    document; None without nodes."""
    nodes = [node for root in tree for node in root.walk()]
    if not nodes:
        return None
    for node, features in zip(nodes, describe(structure, document), strict=True):
        # a title is right where its level is and its words were recognised
        node.confidence = round(chance(features) * (1 - features["doubt"]), DIGITS)
    doubtful = sorted((n for n in nodes if n.confidence < LOW), key=lambda n: n.confidence)
    for node in doubtful[:MAX_LOW]:
        report.add(
            "low-confidence",
            f"{node.level} {node.title[:60]!r}: {node.confidence:.0%} sure",
            node_id=node.id,
            page=node.source.page,
            line=node.source.lines[0],
        )
    certainty = round(sum(node.confidence for node in nodes) / len(nodes), DIGITS)
    if certainty < UNCERTAIN:
        report.add("plan-uncertain", _second(structure, certainty))
    return certainty


def _second(structure: Structure, certainty: float) -> str:
    """Say how sure the reading is, and what the second one would make of the document."""
    said = f"the plan is read with a certainty of {certainty:.0%}"
    other = second_reading(structure)
    if other is None:
        return said
    first = structure.readings[0]
    for look, mine, theirs in zip(structure.looks, first.ranks, other.ranks, strict=True):
        if mine != theirs:
            title = structure.blocks[look.members[0]].title[:40]
            names = ("no element", "a section", *(level.value for level in Level))
            return f"{said}; else {title!r} and its like would be {names[theirs]}"
    return said


def second_reading(structure: Structure) -> Reading | None:
    """Return the best reading that makes another tree than the chosen one, or None."""
    first = structure.readings[0]
    used = {at for at, use in enumerate(structure.uses) if use is Use.NODE}
    for other in structure.readings[1:]:
        for look, mine, theirs in zip(structure.looks, first.ranks, other.ranks, strict=True):
            counts = mine != theirs and (used & set(look.members) or (theirs and not mine))
            if counts and other.parts != first.parts:
                return other
    return None


def chance(features: Mapping[str, float]) -> float:
    """Return the chance that the model gives to a node with these features."""
    shift, slope = current().calibration
    total = shift + slope * logit(features)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def logit(features: Mapping[str, float]) -> float:
    """Return the log-odds of a node before the calibration of the institution's own model."""
    weights = load_weights()
    return weights["bias"] + sum(weights.get(name, 0.0) * x for name, x in features.items())


@cache
def load_weights() -> dict[str, float]:
    """Return the weights of `models/confidence.toml`; raise `LayoutError` when it is wrong."""
    try:
        data = tomllib.loads(models_path("confidence.toml").read_text(encoding="utf-8"))
        return {name: float(value) for name, value in data["weights"].items()}
    except (OSError, KeyError, ValueError) as error:
        raise LayoutError(f"models/confidence.toml: {error}") from error


def _squashed(margin: float, n: int) -> float:
    """Return a margin between 0 and 1, whatever the number of members that it is the sum of."""
    return max(0.0, min(1.0, math.log1p(max(0.0, margin)) / math.log1p(10 + 2 * math.sqrt(n))))


def describe(structure: Structure, document: SourceDocument) -> list[Features]:
    """Return the features of every node, in document order, each between 0 and 1."""
    nodes = list(walk(structure.roots))
    blocks = structure.blocks
    look_of = {at: i for i, look in enumerate(structure.looks) for at in look.members}
    whole = _document(structure, document, nodes)
    peers: Counter[tuple[Level, int]] = Counter()
    coded: Counter[tuple[Level, bool]] = Counter()
    levels: Counter[Level] = Counter()
    for node in nodes:
        peers[node.level, look_of.get(node.block, -1)] += 1
        coded[node.level, node.code is not None] += 1
        levels[node.level] += 1
    described: dict[int, Features] = {}
    for node in nodes:
        block = blocks[node.block]
        look = look_of.get(node.block, -1)
        size = len(structure.looks[look].members) if look >= 0 else 1
        own = dict(whole)
        own["margin"] = _squashed(structure.margins.get(node.block, 0.0), size)
        own["told"] = float(structure.told.get(node.block, 0.0) >= 5.0)
        own["leans"] = max(0.0, min(1.0, structure.told.get(node.block, 0.0) / 5.0))
        own |= _place(block) | _number_features(node, structure.roots) | _title_features(node)
        own["unlike"] = 1 - peers[node.level, look] / levels[node.level]
        own["odd_code"] = coded[node.level, node.code is None] / levels[node.level]
        own["doubt"] = 1 - node.quality
        own["misfit"] = float(
            (node.parent.level if node.parent else None) not in _HOLDERS[node.level]
        )
        own["deep"] = float(node.level in (Level.ACTION, Level.SOUS_ACTION))
        own["project"] = float(node.level is Level.PROJET)
        own["single"] = float(size == 1)
        above = described.get(id(node.parent), {})
        own |= {f"parent_{name}": above.get(name, 0.0) for name in _INHERITED}
        own["top"] = float(node.parent is None)
        described[id(node)] = own
    return [described[id(node)] for node in nodes]


def _document(
    structure: Structure, document: SourceDocument, nodes: Sequence[OutlineNode]
) -> Features:
    """Return what the document as a whole is like."""
    best = structure.readings[0]
    second = second_reading(structure)
    gap = best.total - (second.total if second is not None else 0.0)
    parts = best.named()
    n = max(1, len(nodes))
    first = next((i for i, u in enumerate(structure.uses) if u is Use.NODE), 0)
    inside = [
        u
        for b, u in zip(structure.blocks[first:], structure.uses[first:], strict=True)
        if b.sort is Sort.ITEM and not b.repeat
    ]
    stray = sum(u in (Use.FRONT, Use.BODY) for u in inside) / max(1, len(inside))
    told = sum(structure.told.get(node.block, 0.0) >= 5.0 for node in nodes) / n
    return {
        "gap": _squashed(gap, n),
        "gain": max(0.0, min(1.0, best.total / (4 * n))),
        "stray": stray,
        "untold": 1 - told,
        "empties": min(1.0, -parts["empty"] / n * 3),
        "orphans": min(1.0, -parts["orphan"] / n * 3),
        "unfit": max(0.0, min(1.0, -parts["contain"] / n)),
        "changes": min(1.0, -parts["look_change"] / n * 5),
        "few": float(n < 8),
        "ocr": float(document.text_layer in ("ocr", "mixed")),
        "blur": sum(1 - node.quality for node in nodes) / n,
        "grid": sum(structure.blocks[node.block].place is not None for node in nodes) / n,
    }


def _place(block: Block) -> Features:
    """Say what a node was found by."""
    return {
        "worded": float(bool(block.word)),
        "column": float(block.place is not None and bool(block.place.header)),
        "band": float(block.place is not None and block.place.alone),
        "bare_cell": float(
            block.place is not None and not block.place.header and not block.place.alone
        ),
        "bullet": float(block.marker is not None and block.number is None),
        "bare": float(block.marker is None and not block.word and not block.number),
    }


def _number_features(node: OutlineNode, roots: Sequence[OutlineNode]) -> Features:
    """Say whether a number goes on from the sibling before it, or begins a series."""
    number = value_of(node.code)
    if number is None:
        return {"unnumbered": 1.0}
    siblings = node.parent.children if node.parent else roots
    before = None
    for sibling in siblings:
        if sibling is node:
            break
        if sibling.level is node.level:
            before = sibling
    last = value_of(before.code) if before else None
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


__all__ = ["LOW", "MAX_LOW", "UNCERTAIN", "chance", "describe", "rate_nodes", "second_reading"]
