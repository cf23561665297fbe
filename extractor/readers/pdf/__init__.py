"""PDF: bytes → `SourceDocument`, page by page.

In: a digital, damaged or scanned PDF. Out: lines in reading order and tables, their boxes in points
from the top left of the crop box. In this order:

1. `source` opens the file and reads each page: by our own device, by pdfplumber where that fails,
   by optical recognition where the page is a picture.
2. `glyphs/` makes marks of a page: `interpreter` and `content` run it on the `device`, which keeps
   `marks` (pieces of text, rules, fills, shapes) and heeds what the page says of its text
   (`marked`); `bullets` reads drawn list signs, `lines` puts pieces together to lines.
3. `regions/` finds what the pieces stand in: the leaves of a folded sheet, each a page of its own;
   in each, ruled grids, open tables, forms and cards by what is drawn, columns and tables without
   rules by the white between pieces.
4. `page` brings regions and free lines into reading order, `build` numbers them.

Nothing here detects structure, and nothing knows a French word.
"""

from extractor.readers.pdf.source import MEDIA_TYPE, read_pdf

__all__ = ["MEDIA_TYPE", "read_pdf"]
