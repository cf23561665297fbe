"""The source document beside the tree: page pictures with boxes, or the lines as read.

In: the path of the source, the plan, the workspace. Out: for each page what the left half of the
screen shows: boxes of nodes, and lines told to stand in a node, under one, or in none. A PDF shows
its pages; every other format shows the lines and grids that its reader gives, in parts of
`PART_LINES` lines. Where the source is gone, the texts that the plan itself holds are shown.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Any

from extractor.corpus.originals import Found
from extractor.corrections.anchors import key_of
from extractor.corrections.workspace import Workspace
from extractor.document import Line, SourceDocument
from extractor.markers import find_marker
from extractor.schema import Level, Plan
from extractor.web.pdf import PdfPages
from extractor.web.rows import boxes_of

PART_LINES = 200  # of a document without pages: about four pages of text
_LEAVES = (Level.ACTION, Level.SOUS_ACTION)


class SourceView:
    """A source that is being looked at."""

    def __init__(self, found: Found | None, plan: Plan, pages: PdfPages) -> None:
        self.found, self._plan, self._pages = found, plan, pages
        self._lock = threading.Lock()
        self._document: SourceDocument | None = None
        self._lines: dict[int, list[dict[str, Any]]] = {}
        is_pdf = found is not None and plan.source.media_type == "application/pdf"
        self._sizes = pages.sizes(found.path) if is_pdf and found else []
        self.kind = "pdf" if self._sizes else "lines" if found else "texts"

    def outline(self) -> dict[str, Any]:
        """Return how many pages there are, and their sizes for a PDF."""
        if self.kind == "pdf" and self.found:
            pages = [[round(w, 1), round(h, 1)] for w, h in self._sizes]
            return {"kind": "pdf", "pages": pages, "same": self.found.same}
        count = max(1, -(-len(self._all_lines()) // PART_LINES))
        same = self.found.same if self.found else False
        starts = [line.place for line in self._all_lines()[::PART_LINES]]
        return {"kind": self.kind, "pages": [None] * count, "same": same, "starts": starts}

    def picture(self, number: int, width: int) -> bytes:
        """Return the picture of a page of a PDF."""
        if self.kind != "pdf" or not self.found:
            raise LookupError("no page pictures")
        return self._pages.picture(self.found.path, number, width)

    def page(self, number: int, workspace: Workspace) -> dict[str, Any]:
        """Return what a page shows, from 1."""
        if self.kind == "pdf" and self.found:
            return self._pdf_page(number, workspace)
        return self._part(number, workspace)

    # ---------------------------------------------------------------- PDF

    def _pdf_page(self, number: int, workspace: Workspace) -> dict[str, Any]:
        boxes, texts, leaves = [], [], 0
        for item in workspace.items():
            span = item.node.source
            here = [box for page, box in boxes_of(span) if page == number]
            boxes += [{"k": item.handle, "l": item.node.level.value, "b": box} for box in here]
            leaves += bool(here) and item.node.level in _LEAVES
            if span.page is None or abs(span.page - number) <= 1:
                texts.append(span.text)
            texts += [t.text for t in item.node.body if t.page is None or t.page == number]
        known = "\n".join(key_of(text) for text in texts)
        lines = []
        bullets = 0
        for line in self._text_lines(number):
            bullets += line["bullet"]
            lines.append({"t": line["t"], "b": line["b"], "in": line["key"] in known})
        return {"boxes": boxes, "lines": lines, "bullets": bullets, "actions": leaves}

    def _text_lines(self, number: int) -> list[dict[str, Any]]:
        if self.found is None:
            return []
        if number not in self._lines:
            self._lines[number] = [
                {
                    "t": line.text,
                    "b": [round(v, 1) for v in line.box],
                    "key": key_of(line.text),
                    "bullet": _is_bullet(line.text),
                }
                for line in self._pages.lines(self.found.path, number)
            ]
        return self._lines[number]

    # ---------------------------------------------------------------- lines as read

    def _all_lines(self) -> tuple[Line, ...]:
        with self._lock:
            if self._document is None:
                self._document = self._read()
            return self._document.lines

    def _read(self) -> SourceDocument:
        if self.found is not None:
            from extractor.diagnostics import UnreadableDocument
            from extractor.readers import load_bytes, read_bytes

            try:
                return read_bytes(load_bytes(self.found.path), self.found.path.name)
            except UnreadableDocument:
                pass
        return SourceDocument(self._plan.source.media_type, tuple(_texts_of(self._plan)))

    def _part(self, number: int, workspace: Workspace) -> dict[str, Any]:
        lines = self._all_lines()[(number - 1) * PART_LINES : number * PART_LINES]
        heads, bodies, keys = _by_line(workspace)
        shown = []
        bullets = leaves = 0
        for line in lines:
            if line.blank:
                continue
            text = f"{line.marker} {line.text}" if line.marker else line.text
            key = key_of(line.text)
            handle = next((k for k, text_key in heads.get(line.place, []) if key in text_key), None)
            under = bodies.get(line.place)
            inside = handle is not None or (under is not None and key in keys[under])
            bullets += bool(line.marker) or _is_bullet(line.text)
            row = {
                "t": text,
                "n": line.place,
                "in": inside,
                "k": handle or (under if inside else None),
            }
            row["h"] = handle is not None
            row["lead"] = len(text) - len(text.lstrip())
            if line.cell:
                row["cell"] = [line.cell.table, line.cell.row, line.cell.column]
            shown.append(row)
        first = {line.place for line in lines}
        for item in workspace.items():
            span = item.node.source.lines
            leaves += item.node.level in _LEAVES and span[0] in first
        return {"rows": shown, "bullets": bullets, "actions": leaves}


def _by_line(
    workspace: Workspace,
) -> tuple[dict[int, list[tuple[str, str]]], dict[int, str], dict[str, str]]:
    """Return the nodes whose heading, and whose text, stand on each line, and all their text."""
    heads: dict[int, list[tuple[str, str]]] = {}
    bodies: dict[int, str] = {}
    keys: dict[str, str] = {}
    for item in workspace.items():
        node = item.node
        for place in _range(node.source.lines):
            heads.setdefault(place, []).append((item.handle, key_of(node.source.text)))
        for text in node.body:
            bodies.update(dict.fromkeys(_range(text.lines), item.handle))
        keys[item.handle] = "\n".join(key_of(text.text) for text in node.body)
    return heads, bodies, keys


def _is_bullet(text: str) -> bool:
    marker = find_marker(text)
    return marker is not None and marker.kind == "bullet"


def _range(lines: tuple[int, int]) -> Iterable[int]:
    return range(lines[0], min(lines[1], lines[0] + 1000) + 1)


def _texts_of(plan: Plan) -> Iterator[Line]:
    """Yield the texts that the plan holds as lines, in the order of the document."""
    texts = [(block.lines, block.text) for block in plan.front_matter]
    for node in plan.nodes():
        texts.append((node.source.lines, node.source.text))
        texts += [(body.lines, body.text) for body in node.body]
    number = 0
    for lines, text in sorted(texts, key=lambda pair: pair[0]):
        for offset, part in enumerate(text.split("\n")):
            number += 1
            yield Line(index=number, text=part, number=min(lines[0] + offset, lines[1]))
