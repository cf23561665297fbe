"""Presentations: slide after slide → lines and tables; the number of a slide is its page.

`pptx` reads PowerPoint's by python-pptx, `odp` OpenDocument's with the reader of texts. A slide's
title comes first, by its placeholder, as a heading of outline level 1; then the shapes as they
stand, from the top, the paragraphs of each with their list level. Hidden slides are kept apart.
Nothing here looks at wording.
"""

from extractor.readers.slides.odp import read_odp
from extractor.readers.slides.pptx import read_pptx

__all__ = ["read_odp", "read_pptx"]
