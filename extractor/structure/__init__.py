"""Lines and tables → the tree of the plan: one reading of the whole document.

In: a `SourceDocument` and the roles of its furniture. Steps: lines → paragraphs → blocks (`flow`,
`grid`); blocks → looks; looks → readings, all compared by one score (`score`); the best one → the
tree (`tree`). Words, numbers, type, place and wording are evidence for the score; none decides
alone. Everything that the steps need to know of French plans is in the vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.document import Line, OutlineNode, Role, SourceDocument, Use
from extractor.structure.apart import join_apart
from extractor.structure.blocks import Block, Typesetting
from extractor.structure.cuts import join_cut, without_sheet_names
from extractor.structure.edges import from_column_edges
from extractor.structure.flow import Flow, find_own_fields, without_tail
from extractor.structure.forms import fill_titles, lead_with_context
from extractor.structure.grid import GridReader
from extractor.structure.labels import Labels, with_label
from extractor.structure.layout import name_layout
from extractor.structure.looks import Look, find_looks
from extractor.structure.paragraphs import build_blocks
from extractor.structure.readings import Reading, best_readings, look_margins
from extractor.structure.refine import refine
from extractor.structure.rows import RowMaker
from extractor.structure.score import Track, Weights, load_weights
from extractor.structure.series import OwnWords
from extractor.structure.summaries import adopt_words, find_mentions
from extractor.structure.tree import TreeBuilder, walk
from extractor.structure.values import absorb
from extractor.structure.verdict import is_bare_table, is_plan

__all__ = ["Structure", "find_structure", "prepare", "walk"]

_NATIVE = ("officedocument", "opendocument", "html", "csv", "excel")


@dataclass(frozen=True, slots=True)
class Structure:
    """The roots of the tree, the blocks with the use that was made of each, the readings."""

    roots: list[OutlineNode]
    blocks: list[Block]
    uses: list[Use]
    looks: list[Look]
    readings: list[Reading]
    layout: str
    margins: dict[int, float]  # by place of a block: how far its look's rank is from the next
    told: dict[int, float]  # by place: what the word of the look says of that rank


def find_structure(document: SourceDocument, roles: Mapping[int, Role]) -> Structure:
    """Return the tree of a document; it has no root when the document holds no plan."""
    blocks, looks, words, mentions = prepare(document, roles)
    weights = load_weights()
    readings, t = best_readings(blocks, looks, weights, words)
    best = _best(readings, blocks, looks, t, weights)
    if best is None:
        return Structure([], blocks, [Use.FRONT] * len(blocks), looks, readings, "none", {}, {})
    readings = [best, *(reading for reading in readings if reading is not best)]
    ranks = {at: r for look, r in zip(looks, best.ranks, strict=True) for at in look.members if r}
    built = TreeBuilder(blocks, looks, ranks, mentions).build()
    found = look_margins(best, looks, t, weights)
    margins = {at: m for look, m in zip(looks, found, strict=True) for at in look.members}
    told = {
        at: float(t.odds[i, best.ranks[i]]) for i, look in enumerate(looks) for at in look.members
    }
    if not is_plan(list(walk(built.roots)), blocks, built.uses, told):
        return Structure([], blocks, [Use.FRONT] * len(blocks), looks, readings, "none", {}, {})
    layout = name_layout(document, blocks, built.uses)
    return Structure(built.roots, blocks, built.uses, looks, readings, layout, margins, told)


def _best(
    readings: Sequence[Reading],
    blocks: Sequence[Block],
    looks: Sequence[Look],
    t: Track,
    weights: Weights,
) -> Reading | None:
    """Return the reading that goes on to the tree; none where there is no plan."""
    if readings[0].total >= weights.least:
        return readings[0]
    for reading in readings:
        told = [float(t.odds[i, rank]) for i, rank in enumerate(reading.ranks)]
        if is_bare_table(blocks, looks, reading.ranks, told):
            return reading
    return None


def prepare(
    document: SourceDocument, roles: Mapping[int, Role]
) -> tuple[list[Block], list[Look], OwnWords, set[int]]:
    """Return the blocks, the looks that get ranks, the document's own words, and the places of what
    is only mentioned."""
    blocks, words = collect(document, roles)
    blocks = lead_with_context(blocks, find_looks(blocks))
    looks = find_looks(blocks)
    mentions = find_mentions(blocks, looks)
    if adopt_words(blocks, mentions):
        looks = find_looks(blocks)
    looks = [look for k in looks if (look := _without(k, mentions)).members]
    return blocks, looks, words, mentions


def _without(look: Look, places: set[int]) -> Look:
    return replace(look, members=tuple(at for at in look.members if at not in places))


def collect(document: SourceDocument, roles: Mapping[int, Role]) -> tuple[list[Block], OwnWords]:
    """Return the blocks of running text and tables, in document order, and the words that the
    document uses and explains."""
    native = any(part in document.media_type for part in _NATIVE)
    kept = [ln for ln in document.lines if ln.index not in roles and not ln.blank]
    texts = [with_label(ln, ln.text) for ln in kept]
    labels = Labels(texts)
    flow = Flow(labels, Typesetting(kept), find_own_fields(texts, labels))
    maker = RowMaker({ln.index: ln for ln in kept}, labels, native=native)
    grid = GridReader(maker.lines, document.tables, flow, maker)
    flows: list[list[Line] | int] = []
    seen: set[int] = set()
    for line in kept:
        if line.cell is None:
            if not flows or isinstance(flows[-1], int):
                flows.append([])
            flow_ = flows[-1]
            assert isinstance(flow_, list)
            flow_.append(line)
            continue
        table = _outermost(document, line.cell.table)
        if table not in seen:
            seen.add(table)
            flows.append(table)
    text = from_column_edges([ln for part in flows if isinstance(part, list) for ln in part])
    paragraphs = {p.first.index: p for p in build_blocks(text, native=native, labels_of=labels)}
    out: list[Block] = []
    for part in flows:
        if isinstance(part, int):
            out += grid.read(document.tables[part])
        else:
            own = [paragraphs[ln.index] for ln in part if ln.index in paragraphs]
            out += flow.blocks(own)
    joined = join_apart(join_cut(absorb(without_sheet_names(out))))
    titled = fill_titles(joined)
    return refine([b for block in titled for b in without_tail(block)]), labels.words


def _outermost(document: SourceDocument, table: int) -> int:
    parent = document.tables[table].parent
    while parent is not None:
        table = parent.table
        parent = document.tables[table].parent
    return table
