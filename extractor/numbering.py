"""Checks of printed numbers: gaps, duplicates, codes that name another parent.

In: the nodes of the contract. Out: diagnostics. A plan numbers as it likes: each level is first
asked how it counts (tied to the parent, `3.10`; anew under each parent; on through the document);
a level without a regular habit is not checked for gaps. `3.10` follows `3.9`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.bounds import whole
from extractor.diagnostics import Report
from extractor.schema import Level, Node

REGULAR = 0.8  # share of steps of one, or of codes that name their parent, that make a habit
MIN_SERIES = 3  # numbered nodes; fewer show no habit
MAX_NAMED = 3  # missing numbers that a message names


@dataclass(frozen=True, slots=True, eq=False)
class _Numbered:
    """A node with its own number, what stands before it in the code, and its parents."""

    node: Node
    prefix: str
    number: int
    parents: tuple[Node, ...]

    @property
    def expected(self) -> tuple[str, ...]:
        """Return the prefixes that a code tied to the parent may have."""
        codes = [parent.code for parent in self.parents if parent.code]
        if not self.parents or not self.parents[-1].code:
            return ()
        return codes[-1], ".".join(codes)


def check_numbering(tree: Sequence[Node], report: Report) -> None:
    """Report duplicates among siblings, and gaps and foreign prefixes of regular series."""
    _check_duplicates(tree, report)
    numbered = [n for n in map(_numbered, _with_parents(tree, ())) if n is not None]
    if _is_one_counter(numbered):
        return
    for level in Level:
        own = [n for n in numbered if n.node.level is level and n.node.same_as is None]
        if len(own) < MIN_SERIES:
            continue
        tied = [n for n in own if n.prefix]
        if len(tied) >= REGULAR * len(own):
            wrong = _check_parents(tied, report)
            _check_series(_by_prefix([n for n in tied if n not in wrong]), report)
        elif not tied:
            _check_bare(own, report)


def _with_parents(
    nodes: Sequence[Node], parents: tuple[Node, ...]
) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    for node in nodes:
        yield node, parents
        yield from _with_parents(node.children, (*parents, node))


def _numbered(pair: tuple[Node, tuple[Node, ...]]) -> _Numbered | None:
    node, parents = pair
    prefix, _, last = (node.code or "").rpartition(".")
    if last.isdecimal():
        return _Numbered(node, prefix, whole(last), parents)
    if len(last) == 1 and last.isascii() and last.isalpha():
        return _Numbered(node, prefix, ord(last.lower()) - ord("a") + 1, parents)
    return None


def _is_one_counter(numbered: Sequence[_Numbered]) -> bool:
    """Tell whether one counter runs through all levels, as in the prints of iA.PST."""
    bare = [n for n in numbered if not n.prefix and n.node.same_as is None]
    levels = {n.node.level for n in bare}
    steps = [b.number > a.number for a, b in pairwise(bare)]
    return len(levels) > 1 and len(steps) > MIN_SERIES and sum(steps) >= 0.95 * len(steps)


def _check_duplicates(tree: Sequence[Node], report: Report) -> None:
    for node in (None, *(n for root in tree for n in root.walk())):
        seen: set[tuple[Level, str, str]] = set()
        for child in tree if node is None else node.children:
            if child.code is None or child.same_as is not None:
                continue
            key = (child.level, child.code, _part(child))
            if key in seen:
                _add(report, "numbering-duplicate", child, f"a sibling carries {child.code} too")
            seen.add(key)


def _check_parents(tied: Sequence[_Numbered], report: Report) -> list[_Numbered]:
    """Report and return the codes that name another parent, where the level has the habit."""
    told = [n for n in tied if n.expected]
    wrong = [n for n in told if n.prefix not in n.expected]
    if len(told) - len(wrong) < REGULAR * max(1, len(told)):
        return []
    for n in wrong:
        message = f"{n.node.code} stands under {n.parents[-1].code}"
        _add(report, "numbering-parent-mismatch", n.node, message)
    return wrong


def _by_prefix(tied: Sequence[_Numbered]) -> list[list[_Numbered]]:
    groups: dict[tuple[str, int], list[_Numbered]] = {}
    for n in tied:
        root = id(n.parents[0]) if n.parents else 0
        groups.setdefault((n.prefix, root), []).append(n)
    return list(groups.values())


def _part(node: Node) -> str:
    """Return the part of the plan that a root stands in: numbers may begin again in each."""
    return " / ".join((node.volet or "", *node.sections))


def _check_bare(own: Sequence[_Numbered], report: Report) -> None:
    """Check numbers that begin again under each parent, or go on through the document."""
    groups: dict[object, list[_Numbered]] = {}
    for n in own:
        groups.setdefault(id(n.parents[-1]) if n.parents else _part(n.node), []).append(n)
    series = list(groups.values())
    begins = sum(group[0].number == 1 for group in series)
    again = len(series) == 1 or begins >= max(2, REGULAR * len(series))
    _check_series(series if again else [list(own)], report)


def _check_series(groups: Sequence[Sequence[_Numbered]], report: Report) -> None:
    steps = [b.number - a.number for group in groups for a, b in pairwise(group)]
    if not steps or sum(step == 1 for step in steps) < REGULAR * len(steps):
        return
    for group in groups:
        present = {n.number for n in group}
        last = 0
        for n in group:
            missing = [k for k in range(last + 1, n.number) if k not in present]
            if missing:
                names = ", ".join(f"{n.prefix}.{k}".lstrip(".") for k in missing[:MAX_NAMED])
                more = "…" if len(missing) > MAX_NAMED else ""
                _add(report, "numbering-gap", n.node, f"{names}{more} missing before {n.node.code}")
            last = max(last, n.number)


def _add(report: Report, code: str, node: Node, message: str) -> None:
    report.add(
        code,
        f"{node.level} {node.title[:50]!r}: {message}",
        node_id=node.id,
        page=node.source.page,
        line=node.source.lines[0],
    )
