"""`pst explain`: why a plan was read as it was, in French."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from extractor.cli.files import BAD_SOURCE, display_name, fail, require
from extractor.cli.language import Localised
from extractor.messages import tell
from extractor.terminal import safe, safe_lines


@click.command(cls=Localised)
@click.argument("file")
@click.argument("node", required=False)
def command(file: str, node: str | None) -> None:
    """Say why a node has its level, parent and title, and what the second-best reading is.

    FILE is a source document; NODE a code (`1.2`), the end of an identifier
    (`os-1/oo-1.2`) or words of a title. Without NODE the whole document is explained.

    \b
    pst explain raw/plan.pdf
    pst explain raw/plan.pdf 1.2
    pst explain raw/plan.pdf "guichet unique"
    """
    from extractor.diagnostics import UnreadableDocument
    from extractor.furniture import find_roles
    from extractor.readers import load_bytes, read_bytes
    from extractor.structure import find_structure, walk
    from extractor.structure.explain import explain_document, explain_node

    path = Path(require(file))
    try:
        document = read_bytes(load_bytes(path), path.name)
    except UnreadableDocument as error:
        fail(f"{display_name(file)}: {error}")
    structure = find_structure(document, find_roles(document))
    if not structure.roots:
        click.echo(tell("This document holds no plan."))
        sys.exit(BAD_SOURCE)
    if node is None:
        click.echo(safe_lines("\n".join(explain_document(structure))))
        return
    found = [n for n in walk(structure.roots) if _is_meant(n.level.value, n.code, n.title, node)]
    if not found:
        fail(f"no node answers to `{safe(node)}`")
    for each in found[:_SHOWN]:
        click.echo(safe_lines("\n".join(explain_node(structure, each))) + "\n")


_SHOWN = 5  # elements that one request may name


def _is_meant(level: str, code: str | None, title: str, wanted: str) -> bool:
    """Tell whether a request names an element: by its code, its identifier or its words."""
    from extractor.text import fold

    last = wanted.rstrip("/").rpartition("/")[2]
    keys = {code or "", f"{level.lower().replace('_', '-')}-{code or ''}"}
    if code and (wanted in keys or last in keys):
        return True
    return len(wanted) > 2 and fold(wanted) in fold(title)
