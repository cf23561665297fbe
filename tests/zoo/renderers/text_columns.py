"""Plain text that keeps the columns of its pages by blanks, as `pdftotext -layout` prints them."""

from __future__ import annotations

from itertools import groupby, zip_longest
from pathlib import Path
from textwrap import wrap

from tests.zoo.expected import ExpectedPlan, adapt, expect, number
from tests.zoo.look import look
from tests.zoo.plans import ZooNode, ZooPlan
from tests.zoo.renderers import layout
from tests.zoo.renderers.cells import header, leaf_rows
from tests.zoo.renderers.text import Page, front

LABELS = {"OS": "OS {n} : ", "OO": "OO {n} : "}


def _side_by_side(cells: list[str], widths: list[int], gap: int) -> list[list[str]]:
    """Wrap cells to the widths of their columns; a row of texts for each line."""
    columns = [wrap(c, w, break_on_hyphens=False) for c, w in zip(cells, widths, strict=True)]
    return [
        [f"{text:<{width + gap}}" for text, width in zip(line, widths, strict=True)]
        for line in zip_longest(*columns, fillvalue="")
    ]


@layout("F7", ".txt")
def text_table(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """A table per OS set by blanks: OO over the rows of its actions, no line between rows."""
    mark = look(plan, "text_table")
    keys = ("services", "deadline")
    plan = adapt(plan, projects=False, volets=False, leaves=True, attributes={"ACTION": keys})
    plan = number(plan)
    page = Page(100)
    front(page, plan, mark)
    gap = mark.rng.choice((2, 3, 5))
    widths = [mark.rng.choice((24, 30)), mark.rng.choice((40, 48)), 24, 24]
    titles = [header(mark.rng, level) for level in ("OO", "ACTION")]
    titles += [mark.field(key) for key in keys]
    for os in plan.tree:
        page.blank()
        page.put(LABELS["OS"].format(n=os.code) + os.title, rest="")
        _print_rows(page, _side_by_side(titles, widths, gap))
        for _, rows in groupby(leaf_rows(os), key=lambda row: id(row.path["OO"])):
            actions = [row.path["ACTION"] for row in rows]
            cells = [
                [node.title, *(mark.value(node, key) or "-" for key in keys)] for node in actions
            ]
            right = [line for row in cells for line in _side_by_side(row, widths[1:], gap)]
            left = _side_by_side([_objective(os, actions[0])], widths[:1], gap)
            empty = [" " * (width + gap) for width in widths]
            lines = zip_longest(left, right)
            _print_rows(page, [[*(a or empty[:1]), *(b or empty[1:])] for a, b in lines])
    page.write(path)
    return expect(plan)


def _objective(os: ZooNode, action: ZooNode) -> str:
    """Return the cell of the OO that holds an action."""
    parent = next(oo for oo in os.children if action in oo.children)
    return LABELS["OO"].format(n=parent.code) + parent.title


def _print_rows(page: Page, rows: list[list[str]]) -> None:
    page.lines += [" ".join(row).rstrip() for row in rows]


@layout("F1", ".txt")
def text_two_columns(plan: ZooPlan, path: Path) -> ExpectedPlan:
    """Pages of two columns side by side, the right one goes on where the left one ends."""
    plan = number(adapt(plan, projects=False, volets=False))
    mark = look(plan, "text_two_columns")
    page, column = Page(100), Page(mark.rng.choice((44, 52)))
    front(page, plan, mark)
    for node, _ in plan.walk():
        if node.level == "ACTION":
            column.put(node.title, first=f" {mark.bullet} ", rest="   ")
        else:
            column.put(node.title, first=LABELS[node.level].format(n=node.code), rest="")
    height = mark.rng.choice((30, 44))
    gap = mark.rng.choice((3, 6))
    for start in range(0, len(column.lines), 2 * height):
        text = column.lines[start : start + 2 * height]
        half = -(-len(text) // 2)
        page.lines.append("\f")
        for left, right in zip_longest(text[:half], text[half:], fillvalue=""):
            page.lines.append(f"{left:<{column.width + gap}}{right}".rstrip())
    page.write(path)
    return expect(plan)
