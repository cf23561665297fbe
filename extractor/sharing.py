"""Actions that a plan prints several times: each printing is a node, linked to the first.

In: the nodes of the contract. Out: `same_as` on every later printing, with one `shared-action`
diagnostic each. An action is the same when code and wording are, under another parent, or when its
label says that it is a link (`(AL.4)`, `(SAL.17)` in the prints of iA.PST).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.diagnostics import Report
from extractor.schema import Level, Node
from extractor.text import letters

_LEAVES = (Level.ACTION, Level.SOUS_ACTION)
_LINK = re.compile(r"\(?S?AL(?:[.\s]*\d+)?\)?")
MIN_LETTERS = 12  # of a wording without a number: `Suivi` under two objectives is not shared


def link_shared(tree: Sequence[Node], report: Report) -> None:
    """Set `same_as` on the later printings of shared actions, in document order."""
    first: dict[tuple[Level, str | None, str], tuple[Node, Node | None]] = {}
    numbered: dict[tuple[Level, str | None], Node] = {}
    for node, parent in _walk(tree, None):
        if node.level not in _LEAVES:
            continue
        key = (node.level, node.code, letters(node.title))
        known = _first_printing(node, parent, first.get(key))
        if known is None and node.code and _LINK.fullmatch(node.label or ""):
            known = numbered.get((node.level, node.code))
        if known is None:
            first.setdefault(key, (node, parent))
            numbered.setdefault((node.level, node.code), node)
            continue
        node.same_as = known.id
        report.add(
            "shared-action",
            f"{node.title[:60]!r} is printed before, as {known.id.rpartition('/')[2]}",
            node_id=node.id,
            page=node.source.page,
            line=node.source.lines[0],
        )


def _first_printing(
    node: Node, parent: Node | None, known: tuple[Node, Node | None] | None
) -> Node | None:
    """Return the first printing, when what is known makes the node a later one."""
    if known is None or known[1] is parent:
        return None
    if node.code is None and (
        node.level is Level.SOUS_ACTION or len(letters(node.title)) < MIN_LETTERS
    ):
        return None  # steps such as `Exécution des travaux` recur in many actions
    return known[0]


def _walk(nodes: Sequence[Node], parent: Node | None) -> Iterator[tuple[Node, Node | None]]:
    for node in nodes:
        yield node, parent
        yield from _walk(node.children, node)
