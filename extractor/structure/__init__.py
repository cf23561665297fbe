"""Lines and tables → the tree of the plan.

`find_structure` runs the steps in order: blocks, candidates (running text and tables), selection,
nesting. Everything that the steps need to know of French plans is in the vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.document import Candidate, Line, OutlineNode, Role, SourceDocument
from extractor.structure.columns import from_column_edges
from extractor.structure.counted import adopt_counted_list
from extractor.structure.headings import Typography, find_candidates
from extractor.structure.layout import name_layout
from extractor.structure.misread import unite_readings
from extractor.structure.outline import build_tree, walk
from extractor.structure.own_labels import find_own_labels, with_label
from extractor.structure.paragraphs import build_blocks
from extractor.structure.selection import choose, is_other_document, is_plan
from extractor.structure.sheets import set_sheets_apart
from extractor.structure.tables import TableReader

__all__ = ["Structure", "find_structure", "walk"]

_NATIVE = ("officedocument", "opendocument", "html", "csv", "excel")


@dataclass(frozen=True, slots=True)
class Structure:
    """The roots of the tree, and every candidate with the use that was made of it."""

    roots: list[OutlineNode]
    candidates: list[Candidate]
    layout: str


def find_structure(document: SourceDocument, roles: Mapping[int, Role]) -> Structure:
    """Return the tree of a document; it has no root when the document holds no plan."""
    candidates = choose(_collect(document, roles))
    unite_readings(candidates)
    plan = is_plan(candidates) or (
        not is_other_document(candidates) and adopt_counted_list(candidates)
    )
    roots = build_tree(candidates) if plan else []
    layout = name_layout(document, candidates) if roots else "none"
    return Structure(roots, candidates, layout)


def _collect(document: SourceDocument, roles: Mapping[int, Role]) -> list[Candidate]:
    """Return the candidates of running text and tables, in document order."""
    native = any(part in document.media_type for part in _NATIVE)
    flows: list[list[Line] | int] = []
    seen: set[int] = set()
    for line in document.lines:
        if line.blank or line.index in roles:
            continue
        if line.cell is None:
            if not flows or isinstance(flows[-1], int):
                flows.append([])
            flow = flows[-1]
            assert isinstance(flow, list)
            flow.append(line)
            continue
        table = _outermost(document, line.cell.table)
        if table not in seen:
            seen.add(table)
            flows.append(table)
    text = from_column_edges([ln for flow in flows if isinstance(flow, list) for ln in flow])
    kept = [ln for ln in document.lines if ln.index not in roles]
    own_labels = find_own_labels(with_label(ln, ln.text) for ln in kept)
    blocks = build_blocks(text, native=native, own_labels=own_labels)
    typography = Typography(blocks, kept, own_labels)
    reader = TableReader(kept, document.tables, typography, native=native)
    by_line = {block.first.index: block for block in blocks}
    out: list[Candidate] = []
    for flow in flows:
        if isinstance(flow, int):
            out += reader.read(document.tables[flow])
        else:
            own = [by_line[line.index] for line in flow if line.index in by_line]
            out += find_candidates(own, typography)
    set_sheets_apart(out, document)
    return out


def _outermost(document: SourceDocument, table: int) -> int:
    parent = document.tables[table].parent
    while parent is not None:
        table = parent.table
        parent = document.tables[table].parent
    return table
