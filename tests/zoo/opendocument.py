"""Write small OpenDocument files: ODT from blocks, ODS from rows; same input, same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("manifest", "manifest"),
    )
)  # fmt: skip
STYLES = (
    '<style:style style:name="Bold" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Title1" style:family="paragraph">'
    '<style:text-properties fo:font-size="18pt" fo:font-weight="bold"/></style:style>'
    '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" '
    'text:bullet-char="•"><style:list-level-properties text:space-before="0.5cm" '
    'text:min-label-width="0.5cm"/></text:list-level-style-bullet></text:list-style>'
)


def _write(path: Path, kind: str, body: str) -> None:
    media = f"application/vnd.oasis.opendocument.{kind}"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES} '
        f'office:version="1.2"><office:automatic-styles>{STYLES}</office:automatic-styles>'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {NAMESPACES} '
        f'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{media}"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (
            ("mimetype", media),
            ("content.xml", content),
            ("META-INF/manifest.xml", manifest),
        ):
            archive.writestr(zipfile.ZipInfo(name), text)


def paragraph(text: str, *, bold: bool = False, style: str = "") -> str:
    """Return a paragraph."""
    inner = escape(text)
    if bold:
        inner = f'<text:span text:style-name="Bold">{inner}</text:span>'
    attribute = f' text:style-name="{style}"' if style else ""
    return f"<text:p{attribute}>{inner}</text:p>"


def heading(text: str, level: int) -> str:
    """Return a heading of an outline level."""
    return f'<text:h text:outline-level="{level}">{escape(text)}</text:h>'


def bullets(items: Sequence[str]) -> str:
    """Return a bulleted list."""
    inner = "".join(f"<text:list-item>{paragraph(item)}</text:list-item>" for item in items)
    return f'<text:list text:style-name="L1">{inner}</text:list>'


def field_table(name: str, rows: Sequence[tuple[str, str]]) -> str:
    """Return a two-column table, labels in bold."""
    lines = "".join(
        f"<table:table-row>{_cell(paragraph(label, bold=True))}{_cell(paragraph(value))}"
        "</table:table-row>"
        for label, value in rows
    )
    columns = '<table:table-column table:number-columns-repeated="2"/>'
    return f'<table:table table:name="{escape(name)}">{columns}{lines}</table:table>'


def merged_table(name: str, rows: Sequence[Sequence[tuple[str, int] | None]]) -> str:
    """Return a table of (text, rows spanned) cells; None stands under a merged cell."""
    lines = ""
    for row in rows:
        lines += "<table:table-row>"
        for entry in row:
            if entry is None:
                lines += "<table:covered-table-cell/>"
            else:
                lines += _cell(paragraph(entry[0]), entry[1])
        lines += "</table:table-row>"
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    return f'<table:table table:name="{escape(name)}">{columns}{lines}</table:table>'


def _cell(inner: str, span: int = 1) -> str:
    merge = f' table:number-rows-spanned="{span}" table:number-columns-spanned="1"'
    return (
        f'<table:table-cell office:value-type="string"{merge if span > 1 else ""}>{inner}'
        "</table:table-cell>"
    )


def write_odt(blocks: Sequence[str], path: Path) -> None:
    """Write a text document from its blocks."""
    _write(path, "text", "".join(blocks))


def write_ods(sheets: dict[str, list[list[Any]]], path: Path) -> None:
    """Write a spreadsheet from its sheets of rows."""
    body = ""
    for name, rows in sheets.items():
        width = max(len(row) for row in rows)
        body += f'<table:table table:name="{escape(name)}">'
        body += f'<table:table-column table:number-columns-repeated="{width}"/>'
        for row in rows:
            body += f"<table:table-row>{''.join(map(_value, row)) or '<table:table-cell/>'}"
            body += "</table:table-row>"
        body += "</table:table>"
    _write(path, "spreadsheet", body)


def _value(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, int):
        inner = paragraph(str(value))
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">{inner}'
            "</table:table-cell>"
        )
    return _cell("".join(paragraph(line) for line in str(value).split("\n")))
