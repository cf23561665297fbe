"""How sure a node is (being rewritten)."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.diagnostics import Report
from extractor.document import SourceDocument
from extractor.schema import Node
from extractor.structure import Structure


def rate_nodes(
    structure: Structure, document: SourceDocument, tree: Sequence[Node], report: Report
) -> None:
    """Rate."""
