"""Text: one line per line of the source, tables and columns set by blanks found.

`plain` cuts lines and pages; `layout` finds the tables and columns that blanks set apart, `headers`
those whose header names their columns. `markdown` reads the page that Markdown stands for.
"""

from extractor.readers.text.markdown import read_markdown
from extractor.readers.text.plain import read_text

__all__ = ["read_markdown", "read_text"]
