"""Labelled values under a node → the contract's attributes; prose → its description.

In: an `OutlineNode` with its raw fields, and the `Context`. Out: `schema.Attributes` and the
description. Only what is printed becomes an attribute, in this order of precedence: labelled
fields, values set apart at the end of the title, boldness where the plan says what it means. What
cannot be typed keeps its text under `other` or in the typed value's own `text`. Nothing is
inferred here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.attributes.boxes import ticked_options
from extractor.attributes.context import Context
from extractor.attributes.convert import CONVERTERS, Reading, check_matrices
from extractor.attributes.emphasis import find_bold_first, find_star_first
from extractor.attributes.grid import nested_rows, own_text, shades
from extractor.attributes.inline import title_fields
from extractor.diagnostics import Report
from extractor.document import OutlineNode, RawField, SourceDocument
from extractor.schema import Attributes, Level, Priority
from extractor.text import collapse_spaces

__all__ = ["Context", "build_attributes", "find_bold_first", "find_star_first", "without_star"]

_SAYS_NOTHING = re.compile(r"[\s/\\–—_.…-]*")
_STARRED = re.compile(r"\s*([★☆⭐]+)\d{0,2}$")  # and the number of a footnote
_BOLD_LEVELS = (Level.PROJET, Level.ACTION, Level.SOUS_ACTION)


def build_attributes(
    node: OutlineNode, context: Context, report: Report, node_id: str
) -> tuple[Attributes, str | None]:
    """Return the typed attributes of a node and its description."""
    out = Attributes()
    prose = list(node.description)
    seen: set[tuple[str | None, str, str]] = set()
    for field in _whole(node.fields, context.document):
        printed = (field.key, field.label, collapse_spaces(field.value))
        if printed in seen and field.value.strip():
            continue  # a row printed again for another part of the same node
        seen.add(printed)
        if field.key == "description":
            prose.append(field.value)
        else:
            _store(out, _reading(field, node, context, report, node_id))
    for field in title_fields(node.title, node.lines, context.years):
        if not getattr(out, field.key or "", None):
            _store(out, _reading(field, node, context, report, node_id))
    if context.bold_first and node.bold and node.level in _BOLD_LEVELS and out.priority is None:
        out.priority = Priority(text=context.bold_first, value=1)
    starred = _STARRED.search(node.title) if context.star_first else None
    if starred and out.priority is None:
        out.priority = Priority(text=starred[1], value=1)
    text = "\n".join(dict.fromkeys(collapse_spaces(part) for part in prose if part.strip()))
    return out, text or None


def without_star(title: str, context: Context) -> str:
    """Return a title without the star that gives it priority, where the plan says so."""
    return _STARRED.sub("", title) if context.star_first else title


def _whole(fields: Sequence[RawField], document: SourceDocument) -> list[RawField]:
    """Put together the fields whose nested table a page break cut: same label, same header row."""
    done: list[RawField] = []
    for field in fields:
        last = done[-1] if done else None
        if (
            last
            and last.tables
            and field.tables
            and (last.key, last.label)
            == (
                field.key,
                field.label,
            )
        ):
            heads = [nested_rows(part, document) for part in (last, field)]
            if all(heads) and heads[0][-1][0] == heads[1][0][0]:
                done[-1] = replace(
                    last,
                    value=f"{last.value}\n{field.value}",
                    lines=(*last.lines, *field.lines),
                    tables=(*last.tables, *field.tables),
                )
                continue
        done.append(field)
    return done


def _reading(
    field: RawField, node: OutlineNode, context: Context, report: Report, node_id: str
) -> Reading:
    document = context.document
    text = own_text(field, document)
    ticked = ticked_options(text)
    if ticked:
        text = ticked
    if _SAYS_NOTHING.fullmatch(text):
        text = ""
    coloured = shades(field, document) if field.key == "health" else []
    return Reading(
        field, text, nested_rows(field, document), coloured, context, report, node_id, node.page
    )


def _store(out: Attributes, reading: Reading) -> None:
    """Type a field, or keep it as printed under its label."""
    field = reading.field
    check_matrices(reading)
    if not reading.text and not reading.grids and not reading.shades:
        return
    convert = CONVERTERS.get(field.key or "other")
    if convert is not None and ticked_options(reading.text) is None and convert(out, reading):
        return
    value = field.value.strip()
    if _SAYS_NOTHING.fullmatch(value):
        return
    label = field.label or "—"
    before = out.other.get(label)
    if before is None or value not in before.split("\n"):
        out.other[label] = f"{before}\n{value}" if before else value
