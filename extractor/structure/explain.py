"""Why a node has its level, parent and title, and what else the document could be.

In: the structure with its readings, the nodes made of it. Out: lines of text for a clerk, in the
language in force. The parts of the score are the reasons; nothing is computed that did not decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.document import OutlineNode, Use
from extractor.messages import language, level_name, tell
from extractor.structure import Structure
from extractor.structure.blocks import Block
from extractor.structure.looks import Look
from extractor.structure.score import PARTS, load_weights
from extractor.structure.wording import Wording, wording_of

RANKS = ("no node", "section", "OS", "OO", "project", "action", "sub-action")

PART_NAMES = {
    "base": "cost of keeping a node",
    "word": "words of labels and headers",
    "wording": "wording of the titles",
    "mark": "numbers, bullets, kind of layout",
    "caption": "captions that announce a level",
    "prose": "sentences and long texts taken for titles",
    "content": "fields (pilot, deadline…) below the titles",
    "transition": "order of the levels (OS > OO > action)",
    "number_parent": "numbers that continue that of the parent",
    "number_series": "numbers in sequence",
    "restart": "numbering that starts again under the same parent",
    "look_change": "neighbours that look different",
    "contain": "size, indent and style of parent and child",
    "empty": "objectives with nothing below",
    "left_over": "elements left aside inside the plan",
    "orphan": "elements under no objective",
    "extra_look": "different looks of one level",
    "unworded_project": "projects that no word names",
    "ratio": "number of children of each node",
    "no_top": "plan without strategic objective",
    "lone_top": "single strategic objective that nothing announces",
    "no_oo": "plan in which a level is missing",
    "told": "levels that the document announces",
}

_WORDINGS = {
    Wording.BEING: "says what the institution wants to be",
    Wording.INFINITIVE: "begins with an infinitive",
    Wording.NOUN: "begins with a noun of action",
    Wording.PROSE: "is a run of sentences",
    Wording.OTHER: "begins neither with an infinitive nor with a noun of action",
}
_KINDS = {
    "label": "the label “{0}”",
    "form": "the label “{0}” of a form",
    "col": "their column",
    "band": "a table row of their own",
    "num": "their numbering",
    "bullet": "their bullet",
    "type": "their type",
    "para": "nothing: they are paragraphs",
    "sheet": "being names of sheets",
}
_SHOWN = 0.5  # of the score; smaller parts are not worth a line
_SURE = 5.0  # log-odds of a word that leaves no doubt


def _score(value: float, how: str = ".1f") -> str:
    shown = format(value, how)
    return shown.replace(".", ",") if language() == "fr" else shown


def explain_document(structure: Structure) -> list[str]:
    """Return how the document was read, and how else it could be."""
    if not structure.readings:
        return [tell("No node was found in this document.")]
    best = structure.readings[0]
    out = [tell("Reading chosen")]
    for look, rank in zip(structure.looks, best.ranks, strict=True):
        if rank:
            out.append(f"  {_look(look, structure.blocks)} → {tell(RANKS[rank])}")
    out.append("  " + tell("Score {0}, of which:", _score(best.total)))
    weighted = [(v * w, n) for n, v, w in zip(PARTS, best.parts, load_weights().parts, strict=True)]
    for value, name in sorted(weighted, key=lambda pair: -abs(pair[0])):
        if abs(value) >= _SHOWN:
            out.append(f"    {_score(value, '+7.1f')}  {tell(PART_NAMES[name])}")
    other = _second(structure)
    if other is None:
        return [*out, tell("No other reading comes near.")]
    gap = _score(best.total - other.total)
    out.append(tell("Second reading (score {0}, behind by {1})", _score(other.total), gap))
    for look, mine, theirs in zip(structure.looks, best.ranks, other.ranks, strict=True):
        if mine != theirs:
            names = tell("{0} instead of {1}", tell(RANKS[theirs]), tell(RANKS[mine]))
            out.append(f"  {tell('{0}: {1}', _look(look, structure.blocks), names)}")
    return out


def _second(structure: Structure):  # type: ignore[no-untyped-def]
    used = {at for at, use in enumerate(structure.uses) if use is Use.NODE}
    first = structure.readings[0]
    for other in structure.readings[1:]:
        for look, mine, theirs in zip(structure.looks, first.ranks, other.ranks, strict=True):
            if mine != theirs and used & set(look.members):
                return other
    return None


def _look(look: Look, blocks: Sequence[Block]) -> str:
    first = blocks[look.members[0]]
    return tell(
        "{0} {0|title|titles} like “{1}” (together by {2})",
        len(look.members),
        _cut(first.title),
        _binds(look, first),
    )


def _binds(look: Look, first: Block) -> str:
    word = first.label or (first.place.header if first.place else "") or first.word
    return tell(_KINDS.get(look.kind, "the way they look"), word)


def _cut(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _named(node: OutlineNode, limit: int) -> str:
    """Return level, code and title of a node."""
    head = f"{level_name(node.level)} {node.code or ''}".strip()
    return tell("{0} “{1}”", head, _cut(node.title, limit))


def explain_node(structure: Structure, node: OutlineNode) -> list[str]:
    """Return why a node has its level, its parent and its title."""
    block = structure.blocks[node.block]
    at = next((i for i, k in enumerate(structure.looks) if node.block in k.members), None)
    out = [_named(node, 100), tell("Level")]
    if at is not None:
        out += _level_reasons(structure, node, block, at)
    out.append(tell("Parent"))
    out += _parent_reasons(node)
    out.append(tell("Title"))
    out += _title_reasons(node, block)
    return out


def _level_reasons(structure: Structure, node: OutlineNode, block: Block, at: int) -> list[str]:
    look = structure.looks[at]
    best = structure.readings[0]
    count, binds = len(look.members), _binds(look, block)
    out = [tell("Read with {0} {0|title|titles} that {1} brings together.", count, binds)]
    told = structure.told.get(node.block, 0.0)
    header = block.place.header if block.place else ""
    word = _without_number(block.label or "") or block.word if block.word else header
    if told > 0 and word:
        sure = "The word “{0}” means this level." if told >= _SURE else _OFTEN
        out.append(tell(sure, word))
    elif word:
        out.append(
            tell("The word “{0}” does not tell the level: the rest of the document does.", word)
        )
    out.append(tell("The title {0}.", tell(_WORDINGS[wording_of(block.title)])))
    other = _next_rank(structure, at, best.ranks[at])
    if other is not None:
        margin = _score(structure.margins.get(node.block, 0.0))
        out.append(tell("Next most likely level: {0} (behind by {1}).", tell(RANKS[other]), margin))
    return [f"  {line}" for line in out]


_OFTEN = "The word “{0}” often means this level."


def _without_number(label: str) -> str:
    """Return the word of a label as printed.

    >>> _without_number("Objectif opérationnel n° 1.2 :")
    'Objectif opérationnel'
    """
    return re.sub(r"(?i)[\s.:)(–-]*(?:n°|nr)?[\s\d.:)(–-]*$", "", label)


def _next_rank(structure: Structure, at: int, mine: int) -> int | None:
    for reading in structure.readings[1:]:
        if reading.ranks[at] != mine:
            return reading.ranks[at]
    return None


def _parent_reasons(node: OutlineNode) -> list[str]:
    parent = node.parent
    if parent is None:
        return ["  " + tell("None: it is the highest level of the plan.")]
    name = _named(parent, 60)
    out = [tell("{0}: the last title of a higher level that is printed before this one.", name)]
    if node.code and parent.code:
        if node.code.startswith(f"{parent.code}."):
            template = "The number {0} continues that of the parent ({1})."
            out.append(tell(template, node.code, parent.code))
        elif "." in node.code:
            template = "Attention: the number {0} does not continue {1}."
            out.append(tell(template, node.code, parent.code))
    return [f"  {line}" for line in out]


def _title_reasons(node: OutlineNode, block: Block) -> list[str]:
    if block.lines:
        places = ", ".join(map(str, block.lines[:8]))
        page = tell(", page {0}", node.page) if node.page else ""
        out = [tell("Read on {0|line|lines} {1}{2}.", len(block.lines), places, page)]
    else:
        out = [tell("Read with the title before it.")]
    if block.label:
        out.append(tell("Not part of the title: the label or number “{0}”.", block.label))
    values = [f for f in node.fields if f.label == f.key]
    if values:
        said = " ; ".join(_cut(f.value, 40) for f in values)
        out.append(tell("Values taken off the end of the title: {0}.", said))
    return [f"  {line}" for line in out]
