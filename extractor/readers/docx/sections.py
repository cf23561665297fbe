"""Headers and footers of a Word document, by section.

A header that every section shares is furniture. One that only some sections have, and whose text
the body does not print, is read where its section begins: plans put an objective there. A section
without a header of its own goes on with the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from extractor.document import Role
from extractor.readers.builder import DocumentBuilder
from extractor.readers.docx.styles import W
from extractor.readers.package import Package
from extractor.text import letters

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_KINDS = {W + "headerReference": "header", W + "footerReference": "footer"}


class Sections:
    """Call `next_headings` at the start of each section, `leave_rest` at the end."""

    def __init__(
        self,
        body: etree._Element,
        package: Package,
        main: str,
        read: Callable[[etree._Element], list[str]],
    ) -> None:
        printed = {
            letters("".join(t.text or "" for t in p.iter(W + "t"))) for p in body.iter(W + "p")
        }
        self._left: list[tuple[str, Role]] = []
        headers: list[list[tuple[etree._Element, list[str]]]] = []
        for kinds in _referred(body, package, main):
            headers.append([])
            for kind, root in kinds:
                texts = read(root)
                if kind == "footer":
                    self._left += [(text, Role.PAGE_FOOTER) for text in texts]
                elif texts:
                    headers[-1].append((root, texts))
        shown = {letters(" ".join(texts)) for section in headers for _, texts in section}
        several = len(headers) > 1 and len(shown) > 1
        headings: list[list[etree._Element]] = []
        for found in headers:
            headings.append([])
            for root, texts in found:
                if several and not any(letters(text) in printed for text in texts):
                    headings[-1].append(root)
                else:
                    self._left += [(text, Role.PAGE_HEADER) for text in texts]
        self._sections = iter(headings)

    def next_headings(self) -> Iterator[etree._Element]:
        """Yield the headers to read before the section that begins."""
        yield from next(self._sections, [])

    def leave_rest(self, builder: DocumentBuilder) -> None:
        """Keep headers and footers that are furniture."""
        for text, role in sorted(self._left, key=lambda left: left[1] is Role.PAGE_FOOTER):
            builder.add_apart(text, role)


def _referred(
    body: etree._Element, package: Package, main: str
) -> Iterator[list[tuple[str, etree._Element]]]:
    """Yield, for each section in order, its own headers and footers."""
    parts = package.relations(main)
    for section in body.iter(W + "sectPr"):
        if next(section.iterancestors(W + "sectPrChange"), None) is not None:
            continue
        found = []
        for reference in section:
            kind = _KINDS.get(str(reference.tag))
            root = package.part(parts.get(reference.get(_ID, ""), ("", ""))[1])
            if kind and root is not None:
                found.append((kind, root))
        yield found
