"""Markdown to lines and tables: as the page that it stands for, by markdown-it."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.document import SourceDocument
from extractor.readers.decode import decode
from extractor.readers.media import MARKDOWN

_PREAMBLE = re.compile(r"\A---\n(?:[\w-]+:.*\n|[ \t].*\n|- .*\n)*---\n")  # settings of a site
_TITLE = re.compile(r"^title:\s*[\"']?(.*?)[\"']?\s*$", re.M)
_TASK = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)\[([ xX])\]", re.M)


def read_markdown(data: bytes) -> SourceDocument:
    """Read a text whose structure Markdown signs give; a line end stays one."""
    from markdown_it import MarkdownIt

    from extractor.readers.html import read_html

    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    preamble = _PREAMBLE.match(text)
    title = _TITLE.search(preamble[0]) if preamble else None
    text = text[preamble.end() :] if preamble else text
    text = _TASK.sub(lambda m: f"{m[1]}{'☐' if m[2] == ' ' else '☒'}", text)
    parser = MarkdownIt("commonmark", {"breaks": True, "html": True})
    parser.enable(["table", "strikethrough"]).disable("code")  # indented lists are no code
    page = f'<html><head><meta charset="utf-8"></head><body>{parser.render(text)}</body></html>'
    document = read_html(page.encode())
    return replace(
        document, media_type=MARKDOWN, title=document.title or (title[1] if title else None)
    )
