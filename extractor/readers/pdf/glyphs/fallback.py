"""Read a page by pdfplumber, where our own device fails.

In: a pdfplumber page. Out: the same `RawPage` as the device's, one piece per character.
"""

from __future__ import annotations

from typing import Any

from extractor.document import BBox
from extractor.readers.pdf.glyphs.marks import (
    MARK,
    THIN,
    Fill,
    Mark,
    Piece,
    RawPage,
    Rule,
    color_of,
    named_face,
    sign_of,
)


def read_by_pdfplumber(page: Any) -> RawPage:
    """Return the characters and rules of a pdfplumber page; turned text is left to its order."""
    left, top, right, bottom = page.cropbox
    raw = RawPage(right - left, bottom - top)
    pieces: list[Piece] = []
    for char in page.chars:
        if not char["text"].strip():
            if pieces:
                pieces[-1] = pieces[-1]._replace(spaced=True)
            continue
        size = float(char["size"])
        low = char["bottom"] - top
        piece = Piece(
            char["text"], char["x0"] - left, char["x1"] - left, low - size, low, low, size,
            named_face(str(char["fontname"])), color_of(char.get("non_stroking_color") or 0),
        )  # fmt: skip
        pieces.append(piece)
    raw.pieces[0] = pieces
    raw.glyphs = len(pieces)
    for kind in ("lines", "rects", "curves"):
        for shape in getattr(page, kind):
            box = BBox(
                shape["x0"] - left, shape["top"] - top, shape["x1"] - left, shape["bottom"] - top
            )
            _add(raw, box, shape)
    raw.images = [
        BBox(i["x0"] - left, i["top"] - top, i["x1"] - left, i["bottom"] - top) for i in page.images
    ]
    return raw


def find_strikes(page: Any) -> list[Rule]:
    """Return the lines of the annotations of a pdfplumber page that strike text out."""
    left, top, _, _ = page.cropbox
    rules: list[Rule] = []
    try:
        annotations = page.annots if page.page_obj.annots else []
    except Exception:  # what a damaged annotation makes the libraries raise
        return []
    for annotation in annotations:
        data = annotation.get("data") or {}
        if getattr(data.get("Subtype"), "name", "") == "StrikeOut":
            middle = (annotation["top"] + annotation["bottom"]) / 2 - top
            rules.append(Rule(middle, annotation["x0"] - left, annotation["x1"] - left))
    return rules


def _add(raw: RawPage, box: BBox, shape: Any) -> None:
    wide, high = box.x1 - box.x0, box.bottom - box.top
    curved = shape["object_type"] == "curve"
    if max(wide, high) <= MARK:
        filled = bool(shape.get("fill"))
        raw.marks.append(Mark(box, sign_of(box, filled, curved, 4), None))
    if curved:
        return
    if high <= THIN:
        raw.horizontals.append(Rule((box.top + box.bottom) / 2, box.x0, box.x1))
    elif wide <= THIN:
        raw.verticals.append(Rule((box.x0 + box.x1) / 2, box.top, box.bottom))
    else:
        if shape.get("fill"):
            raw.fills.append(Fill(box, color_of(shape.get("non_stroking_color") or 0)))
        if shape.get("stroke"):
            for y in (box.top, box.bottom):
                raw.horizontals.append(Rule(y, box.x0, box.x1))
            for x in (box.x0, box.x1):
                raw.verticals.append(Rule(x, box.top, box.bottom))
