"""`pst evaluate`: outputs against annotations."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from extractor.cli.files import (
    BAD_SOURCE,
    MISUSE,
    fail,
    read_json,
    require,
    say,
    write_output,
    write_text,
)
from extractor.cli.language import Localised
from extractor.messages import tell

GOLD_SUFFIX = ".gold.json"


@click.command(cls=Localised)
@click.argument("paths", nargs=-1, required=True, metavar="GOLD... OUTPUT...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option("-o", "--output", metavar="FILE", help="Write here instead of standard output.")
def command(paths: tuple[str, ...], as_json: bool, output: str | None) -> None:
    """Measure outputs against annotations: precision, recall, F1, parents, titles.

    Of two paths, the first is the annotations and the second the outputs; both may be folders. Of
    more, annotations are recognised by their name (`*.gold.json`) or their content. Annotations
    without an output are named on standard error, and the exit status is 1.

    \b
    pst evaluate plan.gold.json output/plan.json
    pst evaluate tests/golden output
    pst evaluate --json tests/golden/*.gold.json output | jq .overall
    """
    from extractor.diagnostics import ExtractorError
    from extractor.evaluate import as_table, evaluate

    golds, outputs = _sides([require(path) for path in paths])
    if not golds or not outputs:
        fail("give annotations and outputs; see `pst evaluate --help`", MISUSE)
    try:
        result = evaluate(golds, outputs)
    except ExtractorError as error:
        fail(str(error))
    if as_json:
        write_output((json.dumps(result, indent=2, ensure_ascii=False) + "\n").encode(), output)
    else:
        write_text(as_table(result), output)
    for name in result["unpaired"]["golds"]:
        say(f"pst: {tell('{0}: no output for it', name)}")
    if result["unpaired"]["golds"]:
        sys.exit(BAD_SOURCE)


def _sides(paths: list[Path]) -> tuple[list[Path], list[Path]]:
    """Return the annotations and the outputs."""
    if len(paths) == 2:
        return _files(paths[0], golds=True), _files(paths[1], golds=False)
    files = [file for path in paths for file in _files(path, golds=_is_gold(path))]
    return [f for f in files if _is_gold(f)], [f for f in files if not _is_gold(f)]


def _files(path: Path, *, golds: bool) -> list[Path]:
    """Return the files of a folder; annotations, where it holds any, when they are wanted."""
    if not path.is_dir():
        return [path]
    files = [file for file in sorted(path.glob("*.json")) if file.name != "run.json"]
    marked = [file for file in files if file.name.endswith(GOLD_SUFFIX)]
    if golds:
        return marked or files
    return [file for file in files if file not in marked]


def _is_gold(path: Path) -> bool:
    if path.is_dir():
        return any(path.glob(f"*{GOLD_SUFFIX}"))
    if path.name.endswith(GOLD_SUFFIX):
        return True
    try:
        data = read_json(path)
    except ValueError:
        return False
    return isinstance(data, dict) and "nodes" in data and "tree" not in data
