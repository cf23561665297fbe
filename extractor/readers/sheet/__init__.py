"""Spreadsheets → one table per sheet, at the places that the sheet has.

`xlsx` reads what Excel writes (`parts`: what lies beside the cells; `colors`: what themes mean),
`bare` what has values alone (old and binary Excel), `ods` OpenDocument, `fields` delimited text.
`values` prints a value as its format shows it; `grid` adds it. Rows and columns keep their
position, empty ones before them too; cells that hold neither text nor colour are not listed. The
name of a sheet is a line of its own before its table, with the style `sheet-name`; a line break
inside a cell starts another line of that cell. What a sheet does not show is kept apart, with a
remark. Nothing here looks at wording.
"""

from extractor.readers.sheet.bare import read_xls, read_xlsb
from extractor.readers.sheet.fields import read_csv
from extractor.readers.sheet.ods import read_ods
from extractor.readers.sheet.xlsx import read_xlsx

__all__ = ["read_csv", "read_ods", "read_xls", "read_xlsb", "read_xlsx"]
