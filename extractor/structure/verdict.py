"""Whether what was read is a plan: an example in an explanation is none, nor is another document.

In: the blocks with the use that was made of them. Few nodes in much text are an example. A
document whose first titles name another one (a staff rule, a social cohesion plan) and nowhere the
plan itself holds a plan only where its levels are printed by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor import vocabulary
from extractor.document import OutlineNode, Use
from extractor.schema import Level
from extractor.structure.blocks import Block, Sort
from extractor.structure.looks import Look

_LEAST = 2  # nodes
_FEW = 12  # nodes; fewer, in a long text, are an example
_EXAMPLE = 0.15  # part of the text that the nodes of an example hold
_HEAD = 25  # blocks at the top of a document among which its title stands
_MAX_TITLE = 160  # characters
_MIN_TOLD = 6  # nodes whose level is printed by name, that make a plan of any document
_TOLD = 5.0  # log-odds of such a name


def is_plan(
    nodes: Sequence[OutlineNode],
    blocks: Sequence[Block],
    uses: Sequence[Use],
    told: Mapping[int, float],
) -> bool:
    """Tell whether nodes make a plan: objectives, and something below or beside them."""
    by_name = sum(told.get(node.block, 0.0) >= _TOLD for node in nodes)
    bare = all(node.level is Level.OS for node in nodes) and by_name < _LEAST
    if len(nodes) < _LEAST or bare:
        return False
    written = sum(len(block.text) for block in blocks)
    inside = sum(len(b.text) for b, use in zip(blocks, uses, strict=True) if use is Use.NODE)
    questions = sum(node.title.rstrip().endswith("?") for node in nodes)
    example = len(nodes) < _FEW and inside < _EXAMPLE * written
    if (example or 2 * questions > len(nodes)) and by_name < _MIN_TOLD:
        return False
    return by_name >= _MIN_TOLD or not names_other(blocks)


def is_bare_table(
    blocks: Sequence[Block], looks: Sequence[Look], ranks: Sequence[int], told: Sequence[float]
) -> bool:
    """Tell whether a document is a table and nothing else, whose header names the level of each
    title: two actions below `Action` are a list of actions, though no objective stands above.
    """
    titles = sum(len(look.members) for look in looks)
    return (
        titles >= _LEAST
        and all(ranks)
        and min(told, default=0.0) >= _TOLD
        and all(block.place is not None or block.sort is Sort.HEADER for block in blocks)
        and titles == sum(block.sort in (Sort.ITEM, Sort.TEXT) for block in blocks)
    )


def names_other(blocks: Sequence[Block]) -> bool:
    """Tell whether the first titles name another document, and none of them the plan."""
    head = [b for b in blocks[:_HEAD] if len(b.text) <= _MAX_TITLE]
    if any(vocabulary.names_plan(b.text) for b in head):
        return False
    return any(vocabulary.names_other_document(b.text) for b in head)
