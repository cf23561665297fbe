"""What the XML formats share: identifiers, elements, one file per plan, limits counted by kind.

The same plan gives the same identifiers in every format and every run: UUIDs of version 5, made
from the readable identifiers of the JSON.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from lxml import etree

from extractor.diagnostics import Report
from extractor.exports.files import make_folder, printable, write_bytes
from extractor.schema import Plan

NAMESPACE = uuid.UUID("2f1c3b0e-6d0f-5c8e-9a55-6f9a1b0c7d11")  # ours, drawn once
ELLIPSIS = "…"


class Limits:
    """Counts, for one plan, what a format cannot say; `messages` has one entry per kind."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        self._messages = messages
        self._found: dict[str, list[str | None]] = {}

    def add(self, kind: str, node_id: str | None = None) -> None:
        """Count one more of `kind`; raise `KeyError` when it is not in the list."""
        self._found.setdefault(self._messages[kind], []).append(node_id)

    def flush(self, plan_id: str, report: Report) -> None:
        """Report each kind once, with its count and the first node concerned."""
        for message, nodes in self._found.items():
            where = f" ({len(nodes)} elements)" if len(nodes) > 1 else ""
            report.add("format-limit", f"{plan_id}: {message}{where}", node_id=nodes[0])


def identifier(text: str) -> str:
    """Return the UUID that stands for a readable identifier."""
    return str(uuid.uuid5(NAMESPACE, text))


def add(parent: etree._Element, tag: str, text: object = None) -> etree._Element:
    """Append a child element to `parent`; None gives an empty one."""
    child = etree.SubElement(parent, tag)
    if text is not None:
        child.text = printable(str(text))
    return child


def shorten(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, cut between words, with an ellipsis.

    >>> shorten("Ouvrir un guichet", 12)
    'Ouvrir un…'
    """
    if len(text) <= limit:
        return text
    head = text[: limit - len(ELLIPSIS)]
    if not text[len(head)].isspace() and " " in head:
        head = head[: head.rindex(" ")]
    return head.rstrip() + ELLIPSIS


def plan_name(plan: Plan) -> str:
    """Return the plan's title, else a name made from what is known of it."""
    years = "-".join(str(year) for year in (plan.term.start, plan.term.end) if year)
    who = plan.institution.name or plan.institution.printed_name
    return plan.title or " ".join(part for part in ("PST", who, years) if part)


def write_documents(
    plans: Iterable[Plan],
    dest: Path,
    report: Report,
    messages: Mapping[str, str],
    build: Callable[[Plan, Limits], etree._Element | None],
) -> None:
    """Write `DEST/<plan_id>.xml` for each plan for which `build` returns a document."""
    make_folder(dest)
    for plan in plans:
        limits = Limits(messages)
        root = build(plan, limits)
        if root is not None:
            content = etree.tostring(
                root, encoding="UTF-8", xml_declaration=True, pretty_print=True
            )
            write_bytes(dest / f"{plan.plan_id}.xml", content)
        limits.flush(plan.plan_id, report)
