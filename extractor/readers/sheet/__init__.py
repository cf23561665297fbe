"""Spreadsheets: XLSX, ODS, CSV → one table per sheet, at the places that the sheet has.

`reader` walks the sheets; `values` prints a value as the sheet's format shows it. Nothing here
looks at wording.
"""

from extractor.readers.sheet.reader import read_csv, read_ods, read_xlsx

__all__ = ["read_csv", "read_ods", "read_xlsx"]
