"""The tree as found → the nodes of the contract: titles, identifiers, places, typed values.

In: `OutlineNode`s and the document they came from. Out: `schema.Node`s. Values are typed by
`attributes`; what cannot be typed keeps its text. Identifiers are made from the path: the code
where there is one, else the rank among the siblings of that level, `~2` for a duplicate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.attributes import Context, build_attributes, without_star
from extractor.diagnostics import Report
from extractor.document import BBox, Line, OutlineNode, SourceDocument, places_of
from extractor.grounding import boxes_of
from extractor.schema import BodyText, Institution, Level, Node, Printed, SourceSpan, Term
from extractor.text import repair_typography

_KEYS = {
    Level.OS: "os",
    Level.OO: "oo",
    Level.PROJET: "projet",
    Level.ACTION: "action",
    Level.SOUS_ACTION: "sous-action",
}


def plan_identifier(institution: Institution, term: Term, sha256: str) -> str:
    """Return `kind-nis-year`, or `plan-` and 12 digits of the digest when one is unknown."""
    if institution.kind == "unknown" or not institution.nis_code or not term.start:
        return f"plan-{sha256[:12]}"
    return f"{institution.kind.replace('_', '-')}-{institution.nis_code}-{term.start}"


def build_nodes(
    roots: Sequence[OutlineNode],
    document: SourceDocument,
    context: Context,
    plan_id: str,
    report: Report,
) -> list[Node]:
    """Return the contract's nodes; `same_as` and confidence are set by later steps."""
    lines = {line.index: line for line in document.lines}
    return _siblings(roots, plan_id, lines, context, report)


def _siblings(
    nodes: Sequence[OutlineNode],
    path: str,
    lines: Mapping[int, Line],
    context: Context,
    report: Report,
) -> list[Node]:
    identifiers = identify([(node.level, node.code) for node in nodes], path)
    return [
        _node(node, identifier, lines, context, report)
        for node, identifier in zip(nodes, identifiers, strict=True)
    ]


def identify(siblings: Sequence[tuple[Level, str | None]], path: str) -> list[str]:
    """Return the identifiers of siblings, given as level and code, below `path`.

    >>> identify([(Level.OS, "1"), (Level.OS, None), (Level.OS, "1")], "plan-x")
    ['plan-x/os-1', 'plan-x/os-2', 'plan-x/os-1~2']
    """
    ranks: dict[Level, int] = {}
    used: list[str] = []
    seen: set[str] = set()
    for level, code in siblings:
        ranks[level] = ranks.get(level, 0) + 1
        first = identifier = f"{path}/{_KEYS[level]}-{code or ranks[level]}"
        copy = 1
        while identifier in seen:
            copy += 1
            identifier = f"{first}~{copy}"
        seen.add(identifier)
        used.append(identifier)
    return used


def _node(
    node: OutlineNode,
    identifier: str,
    lines: Mapping[int, Line],
    context: Context,
    report: Report,
) -> Node:
    attributes, description = build_attributes(node, context, report, identifier)
    title = repair_typography(without_star(node.title, context))
    return Node(
        id=identifier,
        level=node.level,
        code=node.code,
        label=node.label,
        title=title,
        title_normalized=title,
        description=description,
        volet=node.volet,
        sections=list(node.sections),
        attributes=attributes,
        source=_span(node, lines),
        body=_body(node, lines),
        children=_siblings(node.children, identifier, lines, context, report),
    )


def _span(node: OutlineNode, lines: Mapping[int, Line]) -> SourceSpan:
    """Return where the heading of a node stands; the box is that of its first page."""
    own = [lines[i] for i in node.lines if i in lines]
    page = next((ln.page for ln in own if ln.page), None)
    box: BBox | None = None
    for line in own:
        if line.bbox and line.page == page:
            box = box.union(line.bbox) if box else line.bbox
    return SourceSpan(
        page=page,
        bbox=tuple(round(v, 2) for v in box) if box else None,
        lines=places_of(own),
        text=_printed(own),
        boxes=boxes_of(node.title, own),
        printed=_how_printed(own),
    )


def _how_printed(own: Sequence[Line]) -> Printed:
    """Return how the words of a heading are printed; a number beside them plays no part."""
    worded = [line for line in own if any(c.isalpha() for c in line.text)] or own
    return worded[0].printed if len({line.printed for line in worded}) == 1 else "normal"


def _body(node: OutlineNode, lines: Mapping[int, Line]) -> list[BodyText]:
    """Return what stands under the heading as printed, one text per run of lines on one page."""
    own = [lines[i] for i in sorted(set(node.body_lines) - set(node.lines)) if i in lines]
    runs: list[list[Line]] = []
    for line in own:
        last = runs[-1][-1] if runs else None
        if last is not None and last.page == line.page and line.index - last.index <= 2:
            runs[-1].append(line)
        else:
            runs.append([line])
    return [BodyText(text=_printed(run), page=run[0].page, lines=places_of(run)) for run in runs]


def _printed(lines: Sequence[Line]) -> str:
    return "\n".join(f"{ln.marker} {ln.text}" if ln.marker else ln.text for ln in lines).strip()
