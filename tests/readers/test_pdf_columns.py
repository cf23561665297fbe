"""Gutters between columns and rows of borderless tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.document import BBox
from extractor.readers.pdf_gutters import Zone, hangs, make_rows
from extractor.readers.pdf_lines import DraftLine
from extractor.readers.pdf_marks import Face, Piece
from extractor.readers.pdf_rows import find_rows


@pytest.mark.parametrize(("sign", "expected"), [("-", True), ("", True), ("12", False)])
def test_a_list_in_a_column_makes_no_column(sign: str, expected: bool) -> None:
    face = Face("Times", bold=False, italic=False, symbol=False)

    def row(top: float, *words: tuple[float, str]) -> list[Piece]:
        return [
            Piece(text, x0, x0 + 5 * len(text), top, top + 10, top + 10, 10.0, face)
            for x0, text in words
            if text
        ]

    rows = [row(20.0 * n, (70, "Verdir"), (356, sign), (368, "Planter")) for n in range(4)]
    assert hangs(make_rows(rows, []), Zone(0, 3, [324.0]), 368.0) is expected


def test_a_title_in_capitals_that_goes_on_beside_another_starts_no_row() -> None:
    def cell(x0: float, *parts: str) -> list[DraftLine]:
        return [
            DraftLine(text, BBox(x0, 12.0 * n, x0 + 90, 12.0 * n + 10), 10.0, gap=0.2)
            for n, text in enumerate(parts, 2)
        ]

    def head(x0: float, text: str) -> list[DraftLine]:
        return [DraftLine(text, BBox(x0, 0, x0 + 90, 10), 10.0)]

    columns = [
        head(70, "OO") + cell(70, "VERDIR LES RUES", "DU CENTRE"),
        head(200, "Action") + cell(200, "Planter des arbres le", "long du canal"),
        head(330, "Délai") + cell(330, "Printemps"),
    ]
    columns = [[part[0], replace(part[1], gap=1.4), *part[2:]] for part in columns]
    rows = find_rows(columns, least=2)
    assert [[len(lines) for lines in row] for row in rows] == [[1, 1, 1], [2, 2, 1]]
