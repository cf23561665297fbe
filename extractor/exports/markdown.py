"""`pst export --to md`: see `page.py`."""

from extractor.exports.page import write_markdown as write

__all__ = ["write"]
