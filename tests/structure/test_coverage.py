"""Every line has one place; what no step claims is kept and reported."""

from __future__ import annotations

from extractor.coverage import account
from extractor.diagnostics import Report
from extractor.document import Line, OutlineNode, Role, SourceDocument, Use
from extractor.schema import Coverage, FrontBlock, Level
from extractor.structure.blocks import Block, Sort

LINES = [
    "Programme stratégique transversal", "Une introduction cou-", "pée.", "",
    "1. Être ici", "OS 1 Être ici", "Sous le titre", "7", "7", "Annexe", "Oubliée",
]  # fmt: skip


def run(
    roles: dict[int, Role], blocks: list[tuple[Block, Use]]
) -> tuple[list[FrontBlock], Coverage, Report]:
    document = SourceDocument(
        "text/plain", tuple(Line(n, text, page=1) for n, text in enumerate(LINES, 1))
    )
    node = OutlineNode(Level.OS, "1", "OS 1", "Être ici", (6,), body_lines=[7])
    report = Report()
    front, coverage = account(document, roles, [node], blocks, [1], report)
    return front, coverage, report


def block(use: Use, *lines: int, sort: Sort = Sort.TEXT) -> tuple[Block, Use]:
    return Block(sort, " ".join(LINES[n - 1] for n in lines), lines), use


BLOCKS = [
    block(Use.FRONT, 1),
    block(Use.FRONT, 2, 3),
    block(Use.MENTION, 5, sort=Sort.ITEM),
    block(Use.NODE, 6, sort=Sort.ITEM),
    block(Use.BODY, 7),
    block(Use.END, 10, sort=Sort.CLOSING),
]
NUMBERS = {8: Role.PAGE_NUMBER, 9: Role.PAGE_NUMBER}


def test_the_parts_add_up_and_each_line_has_one_place() -> None:
    front, coverage, _ = run(NUMBERS, [*BLOCKS, block(Use.END, 11)])
    gone = {part.reason: (part.count, part.texts) for part in coverage.discarded}
    assert gone == {"page_number": (2, ["7"]), "duplicate_summary": (1, ["1. Être ici"])}
    assert (coverage.lines, coverage.in_nodes, coverage.in_front_matter) == (10, 2, 5)
    assert coverage.unassigned == 0
    assert [part.kind for part in front] == ["title", "introduction", "annex", "annex"]
    assert front[1].text == "Une introduction coupée." and front[1].lines == (2, 3)


def test_a_line_that_nobody_claims_is_kept_and_reported() -> None:
    front, coverage, report = run(NUMBERS, BLOCKS)
    assert front[-1].text == "Oubliée" and front[-1].kind == "other"
    assert [(item.code, item.line) for item in report.items] == [("unassigned-text", 11)]
    assert coverage.in_front_matter == 5


def test_a_line_claimed_twice_is_counted_once() -> None:
    twice = [*BLOCKS, block(Use.FRONT, 2, 7, 11)]
    front, coverage, report = run({**NUMBERS, 7: Role.PAGE_HEADER}, twice)
    gone = sum(part.count for part in coverage.discarded)
    assert coverage.in_nodes + coverage.in_front_matter + gone == coverage.lines
    assert sum("coupée" in part.text or "cou-" in part.text for part in front) == 1
    assert report.items == []
