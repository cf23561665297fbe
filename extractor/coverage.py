"""Account for every line: node, front matter or furniture; nothing is lost.

In: the document, the roles of furniture lines and the structure that was found. Out: the front
matter as blocks and the counts, which add up to the number of non-blank lines. A line that no
step claims becomes front matter of kind `other` and raises `unassigned-text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extractor import vocabulary
from extractor.diagnostics import UNREAD, Report
from extractor.document import Line, OutlineNode, Role, SourceDocument, Use, places_of
from extractor.schema import Coverage, Discarded, DiscardReason, FrontBlock, FrontKind
from extractor.structure.blocks import Block, Sort
from extractor.text import collapse_spaces, join_lines


def account(
    document: SourceDocument,
    roles: Mapping[int, Role],
    roots: Iterable[OutlineNode],
    blocks: Sequence[tuple[Block, Use]],
    title_lines: Sequence[int],
    report: Report,
) -> tuple[list[FrontBlock], Coverage]:
    """Return the front matter in document order and the coverage."""
    lines = {line.index: line for line in document.lines if not line.blank}
    in_nodes = {i for root in roots for node in root.walk() for i in node.all_lines()} & set(lines)
    discarded: dict[DiscardReason, list[int]] = {}
    for index, role in roles.items():
        if index in lines and index not in in_nodes:
            discarded.setdefault(role.value, []).append(index)
    gone = in_nodes | {i for found in discarded.values() for i in found}
    for block, use in blocks:
        if use is Use.MENTION:
            mine = [i for i in block.lines if i in lines and i not in gone]
            discarded.setdefault("duplicate_summary", []).extend(mine)
            gone.update(mine)
    front, claimed = _front_matter(blocks, lines, gone, bool(in_nodes), set(title_lines))
    stray = sorted(set(lines) - gone - claimed)
    for index in stray:
        line = lines[index]
        front[index] = _front_block([line], "other")
        report.add(
            "unassigned-text",
            f"no rule claims the line {collapse_spaces(line.text)[:60]!r}",
            page=line.page,
            line=line.place,
        )
    claimed.update(stray)
    lost = set(lines) - in_nodes - claimed - {i for found in discarded.values() for i in found}
    unread = [message for code, message, _ in document.notes if code == UNREAD]
    return [front[index] for index in sorted(front)], Coverage(
        lines=len(lines),
        in_nodes=len(in_nodes),
        in_front_matter=len(claimed),
        discarded=[
            Discarded(reason=reason, count=len(found), texts=_texts(lines, found))
            for reason, found in sorted(discarded.items())
            if found
        ],
        unassigned=len(lost) + len(unread),
        unread=unread,
    )


def _texts(lines: Mapping[int, Line], found: Sequence[int]) -> list[str]:
    """Return the distinct texts of discarded lines, in order."""
    return list(dict.fromkeys(collapse_spaces(lines[i].text) for i in sorted(found)))


def _front_matter(
    blocks: Sequence[tuple[Block, Use]],
    lines: Mapping[int, Line],
    gone: set[int],
    has_plan: bool,
    title_lines: set[int],
) -> tuple[dict[int, FrontBlock], set[int]]:
    """Return the blocks by the index of their first line, and the lines they hold."""
    front: dict[int, FrontBlock] = {}
    claimed: set[int] = set()
    seen_node = False
    for block, use in blocks:
        seen_node = seen_node or use is Use.NODE
        mine = [lines[i] for i in block.lines if i in lines and i not in gone and i not in claimed]
        if not mine:
            continue
        claimed.update(line.index for line in mine)
        kind = _kind(block, {ln.index for ln in mine} & title_lines, seen_node and has_plan)
        front[mine[0].index] = _front_block(mine, kind)
    return front, claimed


def _kind(block: Block, titled: set[int], after: bool) -> FrontKind:
    if titled:
        return "title"
    if after:
        return "annex"
    if block.sort in (Sort.VOLET, Sort.CAPTION):
        return "summary"
    if vocabulary.names_values(block.text):
        return "values"
    return "introduction"


def _front_block(lines: Sequence[Line], kind: FrontKind) -> FrontBlock:
    markers = [f"{ln.marker} {ln.text}" if ln.marker else ln.text for ln in lines]
    return FrontBlock(
        text=join_lines(markers),
        page=lines[0].page,
        lines=places_of(lines),
        kind=kind,
    )
