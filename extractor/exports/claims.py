"""What an export may overwrite: its own former files, never a file that somebody else put there.

DEST itself is the user's word: a file named by it is replaced, unless it is the JSON of a plan. The
files whose names the format chooses (tables in a folder, `metadata.json` beside a database, one XML
per plan) are looked at before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from extractor.diagnostics import ExtractorError
from extractor.exports.tables import load_tables
from extractor.foreign import parse_json
from extractor.schema import Plan

_MAX_LOOK = 50_000_000  # bytes; what is larger is no description
_PARQUET = b"PAR1"


def refuse_foreign(plans: Sequence[Plan], fmt: str, dest: Path) -> None:
    """Raise `ExtractorError` when the export would overwrite a file that is none of ours."""
    for path, ours in _written(plans, fmt, dest):
        if path.is_file() and not ours(path):
            raise ExtractorError(
                f"{path}: it was not written by this export; move it, or give --force"
            )


def _written(
    plans: Sequence[Plan], fmt: str, dest: Path
) -> Iterable[tuple[Path, Callable[[Path], bool]]]:
    """Yield the files that a format writes, each with what tells its own ones."""
    if fmt == "csv":
        yield dest / "datapackage.json", _is_package
        for name in load_tables():
            yield dest / f"{name}.csv", lambda _: _is_package(dest / "datapackage.json")
    elif fmt == "parquet":
        for name in load_tables():
            yield dest / f"{name}.parquet", lambda path: path.read_bytes()[:4] == _PARQUET
    elif fmt in ("ecomptes", "stratml"):
        for plan in plans:
            yield dest / f"{plan.plan_id}.xml", _is_xml
    else:
        yield dest, lambda path: not _is_plan(path)
        if fmt == "sqlite":
            yield dest.with_name("metadata.json"), _is_metadata


def _load(path: Path) -> dict[str, object]:
    try:
        data = parse_json(path.read_bytes()) if path.stat().st_size < _MAX_LOOK else None
    except (OSError, ValueError):
        data = None
    return data if isinstance(data, dict) else {}


def _is_package(path: Path) -> bool:
    return _load(path).get("name") == "pst"


def _is_metadata(path: Path) -> bool:
    databases = _load(path).get("databases")
    entries = databases.values() if isinstance(databases, dict) else ()
    return any(isinstance(entry, dict) and entry.get("title") == "PST" for entry in entries)


def _is_plan(path: Path) -> bool:
    with path.open("rb") as stream:
        opens = stream.read(1)
    return opens == b"{" and {"plan_id", "tree"} <= _load(path).keys()


def _is_xml(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(5) == b"<?xml"
