"""Checks of the finished tree: what a reviewer should look at, as diagnostics.

In: the nodes of the contract and the titles of the printed table of contents. Out: diagnostics
with node, page and line. Nothing is corrected: document order wins over numbers, no layer is
invented. Numbers are checked by `numbering`; here are the levels and the summary.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor import vocabulary
from extractor.diagnostics import Report
from extractor.document import Line
from extractor.numbering import check_numbering
from extractor.schema import Level, Node
from extractor.text import letters

_OBJECTIVES = (Level.OS, Level.OO)
_PARENTS = {
    Level.OO: (Level.OS,),
    Level.PROJET: (Level.OO,),
    Level.ACTION: (Level.PROJET, Level.OO),
    Level.SOUS_ACTION: (Level.ACTION,),
}
MIN_SUMMARY_LETTERS = 12  # of an entry of a table of contents; fewer say too little
SUMMARY_LETTERS = 24  # entries may be cut


def check_tree(tree: Sequence[Node], toc: Iterable[Line], report: Report) -> None:
    """Report what looks wrong in a tree."""
    _check_roots(tree, report)
    leafy = {
        level
        for level in _OBJECTIVES
        if not any(n.children for root in tree for n in root.walk() if n.level is level)
    }
    for root in tree:
        for node in root.walk():
            _check_children(node, report)
            if node.level in _OBJECTIVES and not node.children and node.level not in leafy:
                add(report, "empty-objective", node, "holds neither project nor action")
    check_numbering(tree, report)
    _check_print(tree, report)
    _check_summary(tree, toc, report)


def add(report: Report, code: str, node: Node, message: str) -> None:
    """Add a diagnostic about a node, with its place."""
    name = f"{node.label or node.level} {node.title[:50]!r}"
    report.add(
        code,
        f"{name} {message}",
        node_id=node.id,
        page=node.source.page,
        line=node.source.lines[0],
    )


def _check_print(tree: Sequence[Node], report: Report) -> None:
    """Report once each what is struck through and what is hidden: nobody counts it unknowingly."""
    shown = (("struck", "struck-text", "struck through"), ("hidden", "hidden-text", "hidden"))
    for printed, code, words in shown:
        found = [n for root in tree for n in root.walk() if n.source.printed == printed]
        if len(found) == 1:
            add(report, code, found[0], f"is {words}")
        elif found:
            add(report, code, found[0], f"and {len(found) - 1} more are {words}")


def _check_roots(tree: Sequence[Node], report: Report) -> None:
    """Report roots that are no OS: each one, or once when the plan prints no OS at all."""
    orphans = [root for root in tree if root.level is not Level.OS]
    if orphans and len(orphans) == len(tree) and len({root.level for root in tree}) == 1:
        message = f"and {len(orphans) - 1} more stand under no OS: the plan prints none"
        add(report, "orphan-node", orphans[0], message)
        return
    for root in orphans:
        add(report, "orphan-node", root, "stands under no OS")


def _check_children(node: Node, report: Report) -> None:
    skipping = [c for c in node.children if node.level not in _PARENTS.get(c.level, ())]
    if skipping:
        more = f" (and {len(skipping) - 1} more)" if len(skipping) > 1 else ""
        add(report, "level-skipped", skipping[0], f"stands directly under {node.level}{more}")


def _check_summary(tree: Sequence[Node], toc: Iterable[Line], report: Report) -> None:
    """Report objectives of the table of contents that the tree does not hold."""
    titles = {letters(node.title) for root in tree for node in root.walk()}
    if not titles:
        return
    for line in toc:
        heading = vocabulary.match_heading(line.text)
        if heading is None or heading.level not in _OBJECTIVES or not heading.number:
            continue
        entry = letters(line.text[heading.title_start :]).rstrip("0123456789")
        start = entry[:SUMMARY_LETTERS]
        if len(entry) < MIN_SUMMARY_LETTERS or any(title.startswith(start) for title in titles):
            continue
        message = f"listed in the table of contents, not found: {line.text.strip()[:60]!r}"
        report.add("summary-mismatch", message, page=line.page, line=line.place)
