"""How well `source.boxes` marks titles: letters inside the boxes against letters of the title.

`python -m benchmarks.grounding FOLDER` extracts every digital PDF of a folder, takes the letters
that pdfplumber finds inside the boxes of each node (by the middle of the letter), and compares them
with those of the node's title as multisets. Printed: precision, recall and F1 over all letters,
and the files that are worst.
"""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.pdfs import judge_pdfs
from extractor.pipeline import extract_bytes
from extractor.schema import Box, Node
from extractor.text import letters

WORST = 10


class Score(NamedTuple):
    """Letters that are right, that the boxes hold, that the titles have."""

    right: int
    boxed: int
    titled: int

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall; 1 where there is nothing."""
        total = self.boxed + self.titled
        return 2 * self.right / total if total else 1.0

    def plus(self, other: Score) -> Score:
        """Return the sums of both."""
        return Score(*(a + b for a, b in zip(self, other, strict=True)))


def score_pdf(data: bytes, name: str) -> Score:
    """Return the letters of one PDF; those of scans are not judged."""
    import pdfplumber

    plan = extract_bytes(data, name, nlp=False)
    score = Score(0, 0, 0)
    if plan.source.text_layer != "native":
        return score
    chars: dict[int, list[dict[str, Any]]] = defaultdict(list)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            left, top, _, _ = page.cropbox
            for char in page.dedupe_chars(tolerance=1).chars:
                middle = (
                    (char["x0"] + char["x1"]) / 2 - left,
                    (char["top"] + char["bottom"]) / 2 - top,
                )
                chars[page.page_number].append({"text": char["text"], "at": middle})
            page.close()
    for node in plan.nodes():
        score = score.plus(score_node(node, chars))
    return score


def score_node(node: Node, chars: dict[int, list[dict[str, Any]]]) -> Score:
    """Return the letters of one node."""
    inside = Counter(
        letter
        for box in node.source.boxes
        for char in chars[box.page]
        if _holds(box, char["at"])
        for letter in letters(char["text"])
    )
    title = Counter(letters(node.title))
    return Score((inside & title).total(), inside.total(), title.total())


def _holds(box: Box, at: tuple[float, float]) -> bool:
    x0, top, x1, bottom = box.bbox
    return x0 <= at[0] <= x1 and top <= at[1] <= bottom


def report(paths: list[Path]) -> Iterator[str]:
    """Yield the figures of all and the worst files."""
    scores: dict[str, Score] = {}
    for path in paths:
        try:
            scores[path.name] = score_pdf(path.read_bytes(), path.name)
        except Exception as error:  # a locked or damaged file is told, the others go on
            yield f"{path.name}: not read ({type(error).__name__})"
    judged = {name: score for name, score in scores.items() if score.titled}
    total = Score(0, 0, 0)
    for score in judged.values():
        total = total.plus(score)
    if not total.titled or not total.boxed:
        yield "no title was found"
        return
    precision, recall = total.right / total.boxed, total.right / total.titled
    yield f"{len(judged)} PDFs: precision {precision:.4f}, recall {recall:.4f}, F1 {total.f1:.4f}"
    for name, score in sorted(judged.items(), key=lambda item: item[1].f1)[:WORST]:
        yield f"{score.f1:.3f} {name}"


if __name__ == "__main__":
    judge_pdfs(__doc__, report)
