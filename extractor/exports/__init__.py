"""Plans to the formats of analysts (tables) and administrations (XML).

`export` takes plans and writes one format; what the format cannot say comes back as `format-limit`
diagnostics. Each writer is imported when it is asked for: `xlsxwriter`, `lxml` and `pyarrow` load
with their own format only.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from extractor.diagnostics import ExtractorError, Report
from extractor.exports.claims import refuse_foreign
from extractor.exports.plans import distinct_plans, load_plans
from extractor.schema import Diagnostic, Plan

__all__ = ["FORMATS", "export", "load_plans"]

_WRITERS = {
    "jsonl": "jsonl",
    "csv": "datapackage",
    "parquet": "parquet",
    "sqlite": "sqlite",
    "xlsx": "xlsx",
    "md": "markdown",
    "html": "html",
    "ecomptes": "ecomptes",
    "stratml": "stratml",
}
FORMATS: tuple[str, ...] = tuple(_WRITERS)


def export(
    plans: Iterable[Plan], fmt: str, dest: Path, *, force: bool = False, append: bool = False
) -> list[Diagnostic]:
    """Write `plans` to `dest` in format `fmt`; return what the format could not say.

    `dest` is a file for `jsonl`, `sqlite` and `xlsx`, a folder for the others; for `md` and `html`
    a file for one plan, a folder for several. With `append` an SQLite file keeps what it
    holds, but for the plans given. The bytes depend
    on the plans alone. Raise `ExtractorError` when `dest` or a plan does not allow it: without
    `force`, also when a file of somebody else would be overwritten.
    """
    if fmt not in _WRITERS:
        raise ExtractorError(f"unknown format {fmt}: one of {', '.join(FORMATS)}")
    plans = list(plans)
    if not force:
        refuse_foreign(plans, fmt, dest)
    report = Report()
    writer = import_module(f"{__name__}.{_WRITERS[fmt]}")
    if append and fmt != "sqlite":
        raise ExtractorError(f"{fmt}: only an SQLite file can be added to")
    more = {"append": True} if append else {}
    writer.write(distinct_plans(plans, report), dest, report, **more)
    return report.items
