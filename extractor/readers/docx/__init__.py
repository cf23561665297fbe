"""Word documents: the parts of a DOCX → lines and tables, in body order.

`reader` walks the body: paragraphs, tables, content controls. For each paragraph `content` gives
its runs, cut at line breaks, with the boxes and notes it anchors; `styles` what its style, its
list and itself set; `numbering` the number that Word prints before it. Nothing here looks at
wording.
"""

from extractor.readers.docx.reader import read_docx

__all__ = ["read_docx"]
