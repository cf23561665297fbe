"""One document → one plan: the steps in order.

In: a path, or bytes with a file name. Out: a `Plan` of the contract. Nothing is decided here; a
bad document raises `UnreadableDocument`, everything else that a reader should know is in the
plan's diagnostics. The same bytes give the same plan.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from extractor import __version__, coverage
from extractor.attributes import Context, find_bold_first, find_star_first
from extractor.checks import check_tree
from extractor.confidence import rate_nodes
from extractor.corrections.apply import apply_corrections
from extractor.corrections.model import Corrections
from extractor.diagnostics import Report
from extractor.document import Role, Use
from extractor.enrichment import enrich_nodes
from extractor.furniture import find_roles
from extractor.metadata import find_metadata
from extractor.normalise import build_nodes, plan_identifier
from extractor.readers import load_bytes, read_bytes
from extractor.schema import ExtractorInfo, Plan, SourceFile
from extractor.sharing import link_shared
from extractor.structure import find_structure


def extract(
    path: str | Path,
    *,
    nlp: bool = True,
    institution: str | None = None,
    corrections: Corrections | None = None,
) -> Plan:
    """Extract the plan of a file; `nlp=False` skips the enrichment and changes nothing else.

    `institution` names who adopted the plan, whatever is printed (`CPAS de Trooz`); `corrections`
    are applied last, and what no longer fits is told as `correction-conflict`. Raise
    `FileNotFoundError` on a missing path and `UnreadableDocument` on bad input.
    """
    path = Path(path)
    folder = path.absolute().parent.name
    data = load_bytes(path)
    plan = extract_bytes(data, path.name, nlp=nlp, institution=institution, folder=folder)
    return apply_corrections(plan, corrections)[0] if corrections else plan


def extract_bytes(
    data: bytes,
    filename: str,
    *,
    nlp: bool = True,
    institution: str | None = None,
    folder: str | None = None,
    password: str | None = None,
) -> Plan:
    """Extract the plan of a document in memory; `filename` is a base name.

    `institution` names who adopted it, whatever is printed; the name of the `folder` tells it where
    neither the document nor the file's name does. `password` opens what is locked; it is part of
    nothing that is written.
    """
    digest = hashlib.sha256(data).hexdigest()
    document = read_bytes(data, filename, password)
    report = Report()
    for code, message, page in document.notes:
        report.add(code, message, page=page)
    roles = find_roles(document)
    metadata = find_metadata(
        document.lines,
        roles,
        filename,
        document.title,
        report,
        told=institution,
        folder=folder,
    )
    structure = find_structure(document, roles)
    plan_id = plan_identifier(metadata.institution, metadata.term, digest)
    told = list(zip(structure.blocks, structure.uses, strict=True))
    front_texts = [block.text for block, use in told if use is Use.FRONT]
    first = find_bold_first(front_texts), find_star_first(front_texts)
    context = Context(document, metadata.term, *first)
    tree = build_nodes(structure.roots, document, context, plan_id, report)
    link_shared(tree, report)
    toc = [line for line in document.lines if roles.get(line.index) is Role.TOC]
    check_tree(tree, toc, report)
    certainty = rate_nodes(structure, document, tree, report)
    model = enrich_nodes(tree, metadata.institution, report, nlp=nlp)
    front, counts = coverage.account(
        document, roles, structure.roots, told, metadata.heading_lines, report
    )
    if not tree:
        report.add("no-plan-found", "no objective or action is printed as such in this document")
    return Plan(
        plan_id=plan_id,
        institution=metadata.institution,
        title=metadata.title,
        term=metadata.term,
        adopted_on=metadata.adopted_on,
        source=SourceFile(
            filename=filename,
            media_type=document.media_type,
            sha256=digest,
            size_bytes=len(data),
            pages=document.pages,
            text_layer=document.text_layer,
        ),
        extractor=ExtractorInfo(
            name="pst-extractor",
            version=__version__,
            model=model,
            layout=structure.layout,
            certainty=certainty,
        ),
        front_matter=front,
        tree=tree,
        coverage=counts,
        diagnostics=report.items,
    )
