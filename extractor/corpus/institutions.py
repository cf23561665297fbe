"""`institutions.csv`: who adopted the plans whose documents do not say it.

A table beside the folder of documents, or in it, with the columns `fichier` (or `file`) and
`institution`: a file name, or a pattern such as `trooz/*.pdf`, and a name such as `CPAS de Trooz`.
Comma or semicolon; UTF-8 or Windows-1252. The first row that matches holds.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

from extractor.diagnostics import ExtractorError
from extractor.text import fold

TABLE = "institutions.csv"
_FILE_COLUMNS = ("fichier", "file", "document", "filename")

Rows = tuple[tuple[str, str], ...]


def read_institutions(root: Path) -> Rows:
    """Return (pattern, institution) rows of the table beside or in `root`; none without a table.

    Raise `ExtractorError` when the table has not the two columns.
    """
    beside = root.absolute().parent / TABLE
    path = next((p for p in (root / TABLE, beside) if p.is_file()), None)
    if path is None:
        return ()
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    lines = text.splitlines()
    first = lines[0] if lines else ""
    rows = list(csv.reader(lines, delimiter=";" if first.count(";") > first.count(",") else ","))
    header = [fold(cell).strip() for cell in rows[0]] if rows else []
    file_at = next((header.index(name) for name in _FILE_COLUMNS if name in header), None)
    if file_at is None or "institution" not in header:
        raise ExtractorError(f"{path.name}: the columns `fichier` and `institution` are needed")
    name_at = header.index("institution")
    return tuple(
        (row[file_at].strip(), row[name_at].strip())
        for row in rows[1:]
        if len(row) > max(file_at, name_at) and row[file_at].strip() and row[name_at].strip()
    )


def institution_of(relative: str, rows: Sequence[tuple[str, str]]) -> str | None:
    """Return the institution of a document by its path below the folder.

    >>> institution_of("2024/plan.pdf", [("plan.pdf", "CPAS de Trooz")])
    'CPAS de Trooz'
    """
    name = relative.rpartition("/")[2]
    return next(
        (told for pattern, told in rows if fnmatch(relative, pattern) or fnmatch(name, pattern)),
        None,
    )
