"""Text that goes from one part of the plan to another: into a new node, or out of a removed one.

Nothing is lost: lines that become a node leave the front matter or the text under a heading where
they stood; the text of a node that is none goes to what holds it, else to the front matter. The
counts of the coverage follow, and still add up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from extractor.corrections.anchors import key_of
from extractor.corrections.model import MarkedLine
from extractor.corrections.workspace import Item, Refused, Workspace
from extractor.schema import BodyText, FrontBlock, LineRange
from extractor.text import fold

_WORD = re.compile(r"[0-9a-z]+")  # of folded text, as `text.words` has them
_Block = TypeVar("_Block", FrontBlock, BodyText)


@dataclass(frozen=True, slots=True)
class Cut:
    """What stands before and after a passage, and the passage's lines."""

    before: str
    after: str
    lines: LineRange


def cut_out(text: str, wanted: str, lines: LineRange) -> Cut | None:
    """Return what is left of `text` without the passage `wanted`; None when it is not in it.

    Only whole words are cut; lines are counted by the line ends before the passage where the text
    keeps them, else they are those of the whole text.

    >>> cut_out("Action 1\\nAction 12\\nfin", "action 12", (4, 6)).lines
    (5, 5)
    """
    found = list(_WORD.finditer(fold(text)))
    starts, joined = [], ""
    for match in found:
        starts.append(len(joined))
        joined += match.group()
    ends = [*starts[1:], len(joined)]
    key, at = key_of(wanted), -1
    while key and (at := joined.find(key, at + 1)) >= 0:
        if at in starts and at + len(key) in ends:
            first, last = found[starts.index(at)], found[ends.index(at + len(key))]
            before, after = text[: first.start()].rstrip(), text[last.end() :].lstrip(" .;,:\n")
            return Cut(before, after, _lines_of(text, first.start(), last.end(), lines))
    return None


def _lines_of(text: str, start: int, end: int, lines: LineRange) -> LineRange:
    if text.count("\n") != lines[1] - lines[0]:
        return lines
    return lines[0] + text.count("\n", 0, start), lines[0] + text.count("\n", 0, end)


class Taking:
    """Lines being taken; nothing changes in the workspace before `commit`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._front = list(workspace.front)
        self._bodies: dict[str, list[BodyText]] = {}
        self._discarded: list[str] = []
        self._moved = 0
        self.lines: LineRange | None = None

    def take(self, line: MarkedLine) -> None:
        """Find a line in the front matter, under a heading or among what was left out."""
        cut = self._from_front(line) or self._from_bodies(line)
        if cut is not None:
            one, two = self.lines or cut.lines, cut.lines
            self.lines = min(one[0], two[0]), max(one[1], two[1])
        elif key_of(line.text) in map(key_of, self._left_out()):
            self._discarded.append(key_of(line.text))
        else:
            raise Refused("its lines are no longer read, or stand in a node now")

    def _left_out(self) -> list[str]:
        return [text for group in self._workspace.plan.coverage.discarded for text in group.texts]

    def _from_front(self, line: MarkedLine) -> Cut | None:
        for rank, block in enumerate(self._front):
            if block.page != line.page and block.page and line.page:
                continue
            if cut := cut_out(block.text, line.text, block.lines):
                self._front[rank : rank + 1] = _rests(block, cut)
                self._moved += 1
                return cut
        return None

    def _from_bodies(self, line: MarkedLine) -> Cut | None:
        for item in self._workspace.items():
            texts = self._bodies.get(item.handle, item.node.body)
            for rank, text in enumerate(texts):
                if text.page != line.page and text.page and line.page:
                    continue
                if cut := cut_out(text.text, line.text, text.lines):
                    rest = [*texts[:rank], *_rests(text, cut), *texts[rank + 1 :]]
                    self._bodies[item.handle] = rest
                    return cut
        return None

    def commit(self) -> None:
        """Make the workspace forget what was taken."""
        workspace = self._workspace
        workspace.front = self._front
        workspace.to_nodes += self._moved
        workspace.from_discarded += self._discarded
        for handle, body in self._bodies.items():
            workspace.by_handle[handle].change(body=body)


def _rests(block: _Block, cut: Cut) -> list[_Block]:
    rests = [(cut.before, (block.lines[0], max(block.lines[0], cut.lines[0] - 1)))]
    rests.append((cut.after, (min(block.lines[1], cut.lines[1] + 1), block.lines[1])))
    return [block.model_copy(update={"text": t, "lines": span}) for t, span in rests if key_of(t)]


def take_lines(workspace: Workspace, lines: Sequence[MarkedLine]) -> Taking:
    """Return the taking of some lines; raise `Refused` when one of them is not to be found."""
    taking = Taking(workspace)
    for line in lines:
        taking.take(line)
    return taking


def give_back(workspace: Workspace, item: Item) -> None:
    """Put the text of a node that is none under what holds it, else into the front matter."""
    node = item.node
    own = BodyText(text=node.source.text, page=node.source.page, lines=node.source.lines)
    texts = [own, *node.body]
    if item.parent is not None:
        body = sorted([*item.parent.node.body, *texts], key=lambda text: text.lines)
        item.parent.change(body=body)
        return
    for text in texts:
        workspace.front.append(FrontBlock(text=text.text, page=text.page, lines=text.lines))
        workspace.to_nodes -= sum(1 for line in text.text.split("\n") if line.strip())
    workspace.front.sort(key=lambda block: block.lines)
