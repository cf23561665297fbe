"""Figures of outputs against annotations.

In: files of annotations (or outputs that someone corrected) and files of outputs. Out: per
document and overall, precision, recall and F1 of nodes, levels and tree; shares of right parents,
titles, codes, volets and metadata; attributes by key; themes; a reliability table of confidence.
A node is right in the tree when level, title and parent are: `tree_f1` is the figure to quote.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.evaluate.figures import Counts, count
from extractor.evaluate.golds import load, pair

__all__ = ["as_table", "evaluate"]


def evaluate(golds: Sequence[Path], outputs: Sequence[Path]) -> dict[str, Any]:
    """Return the figures per document and overall; what has no counterpart is listed, not counted.

    Raise `ExtractorError` on a file that is neither a plan nor an annotation.
    """
    loaded_golds = [load(path) for path in golds]
    loaded_outputs = [load(path) for path in outputs]
    total, documents, unpaired, used = Counts(), [], [], []
    for gold, output in pair(loaded_golds, loaded_outputs):
        if output is None:
            unpaired.append(gold.name)
            continue
        counts = count(gold, output)
        total.merge(counts)
        used.append(id(output))
        figures = counts.figures()
        documents.append({"gold": gold.name, "output": output.name, "figures": figures})
    left = [output.name for output in loaded_outputs if id(output) not in used]
    return {
        "documents": documents,
        "overall": total.figures(),
        "unpaired": {"golds": unpaired, "outputs": left},
    }


def as_table(result: dict[str, Any]) -> str:
    """Return the result of `evaluate` as text for a terminal."""
    from extractor.evaluate.table import as_table as table

    return table(result)
