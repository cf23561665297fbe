"""Run the content of a PDF page on our device.

pdfminer's interpreter with three changes: the crop box is the page, operators come from our own
lexer (`content`) where it can read them, and what a clip hides is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import resolve1, stream_value
from pdfminer.psparser import PSLiteral

from extractor.readers.pdf.glyphs.content import UnusualContent, read_operations
from extractor.readers.pdf.glyphs.device import PageDevice
from extractor.readers.pdf.glyphs.marks import RawPage


class PageInterpreter(PDFPageInterpreter):
    """pdfminer's interpreter without its copies, with the crop box as the page."""

    device: PageDevice

    def read(self, page: Any) -> RawPage:
        """Interpret a `PDFPage` and return what stands on it."""
        x0, y0, x1, y1 = crop_box(page)
        width, height = x1 - x0, y1 - y0
        ctm = {
            90: (0, -1, 1, 0, -y0, x1),
            180: (-1, 0, 0, -1, x1, y1),
            270: (0, 1, -1, 0, y1, -x0),
        }.get(page.rotate % 360, (1, 0, 0, 1, -x0, -y0))
        if page.rotate % 180 == 90:
            width, height = height, width
        self.device.start(width, height)
        self.render_contents(page.resources, page.contents, ctm=ctm)
        return self.device.page

    def execute(self, streams: Sequence[Any]) -> None:
        """Run content streams by our own lexer, unusual ones by pdfminer's."""
        parts: list[bytes] = []
        self.stream_ids.clear()
        for obj in streams:
            stream = stream_value(obj)
            if stream.objid is not None and stream.objid not in self.parent_stream_ids:
                self.stream_ids.add(stream.objid)
                parts.append(stream.get_data())
        try:
            operations = list(read_operations(b"\n".join(parts)))
        except UnusualContent:
            super().execute(streams)
            return
        for name, operand in operations:
            if name is None:
                self.argstack.append(operand)
                continue
            method, count = self._method(name)
            if method is None:
                continue
            if count:
                arguments = self.pop(count)
                if len(arguments) == count:
                    method(*arguments)
            else:
                method()

    def _method(self, name: str) -> tuple[Any, int]:
        """Return the function of an operator and the number of its operands."""
        methods: dict[str, tuple[Any, int]] = self.__dict__.setdefault("_methods", {})
        if name not in methods:
            plain = name.replace("*", "_a").replace('"', "_w").replace("'", "_q")
            method = getattr(self, f"do_{plain}", None)
            count = method.__code__.co_argcount - 1 if method else 0
            methods[name] = (method, count)
        return methods[name]

    def do_TJ(self, seq: Any) -> None:
        """Show text without copying the graphics state."""
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)

    def do_Do(self, xobjid_arg: Any) -> None:
        """Paint a form or picture, then go back to our own matrix and clip."""
        if isinstance(xobjid_arg, PSLiteral):
            painted = resolve1(self.xobjmap.get(xobjid_arg.name))
            layer = getattr(painted, "attrs", {}).get("OC")
            marked, page = self.device.marked, self.device.page
            if layer is not None:
                marked.begin("OC", layer, page)
            clip = self.device.clip
            super().do_Do(xobjid_arg)
            self.device.set_ctm(self.ctm)
            self.device.clip = clip
            if layer is not None:
                marked.end(page)

    def do_BDC(self, tag: Any, props: Any) -> None:
        """Open marked content, its properties looked up where they are only named."""
        if isinstance(props, PSLiteral):
            named = resolve1(self.resources.get("Properties"))
            props = named.get(props.name) if isinstance(named, dict) else None
        super().do_BDC(tag, props)

    def do_sh(self, name: Any) -> None:
        """Note that a gradient is painted: what is white may stand on it."""
        self.device.page.shaded = True

    def do_q(self) -> None:
        """Save the graphics state, the clip with it."""
        super().do_q()
        self._clips().append(self.device.clip)

    def do_Q(self) -> None:
        """Restore the graphics state, the clip with it."""
        super().do_Q()
        if self._clips():
            self.device.clip = self._clips().pop()

    def do_W(self) -> None:
        """Clip what follows to the box around the path; pdfminer shows clipped text too."""
        self.device.clip_to(self.curpath)

    def do_W_a(self) -> None:
        """As `do_W`, by the even-odd rule."""
        self.device.clip_to(self.curpath)

    def _clips(self) -> list[Any]:
        clips: list[Any] = self.__dict__.setdefault("_clip_stack", [])
        return clips


def crop_box(page: Any) -> tuple[float, float, float, float]:
    """Return the visible box of a `PDFPage`: the crop box within the media box."""
    media, crop = _ordered(page.mediabox), _ordered(page.cropbox or page.mediabox)
    box = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else media


def _ordered(box: Iterable[float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
