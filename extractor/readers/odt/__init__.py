"""OpenDocument texts: `content.xml` and `styles.xml` → lines and tables, in body order.

`parts` opens the zipped or flat file; `reader` walks the body; `styles` resolves what a style
inherits, for sheets and slides too; `lists` counts as LibreOffice does. Nothing here looks at
wording.
"""

from extractor.readers.odt.reader import read_odt

__all__ = ["read_odt"]
