"""`pst export --to html`: see `page.py`."""

from extractor.exports.page import write_html as write

__all__ = ["write"]
