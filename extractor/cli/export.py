"""`pst export`: plans to tables and to XML."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from extractor.cli.files import display_name, fail, require, say

#: the formats of `extractor.exports.FORMATS`; here so that `--help` does not import it
FORMATS = ("jsonl", "csv", "parquet", "sqlite", "xlsx", "ecomptes", "stratml")
SHOWN = 8  # kinds of remarks


@click.command()
@click.argument("output")
@click.option("--to", "fmt", type=click.Choice(FORMATS), required=True, help="The format.")
@click.option("-o", "--dest", required=True, metavar="DEST", help="File or folder to write.")
def command(output: str, fmt: str, dest: str) -> None:
    """Write the plans of a folder (or of one JSON file) in another format.

    DEST is a file for jsonl, sqlite and xlsx, a folder for the others. What the format cannot say
    is told on standard error.

    \b
    pst export output --to xlsx -o plans.xlsx
    pst export output --to parquet -o tables
    pst export output/plan.json --to ecomptes -o xml
    """
    from extractor.diagnostics import ExtractorError
    from extractor.exports import export, load_plans

    folder, target = require(output), Path(dest)
    count = 0
    try:
        plans = list(load_plans(folder))
        count = len(plans)
        remarks = export(plans, fmt, target)
    except ExtractorError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{display_name(target)}: it cannot be written ({(error.strerror or '').lower()})")
    messages = Counter(item.message for item in remarks)
    for message, times in list(messages.items())[:SHOWN]:
        say(f"{message}{f' ({times} times)' if times > 1 else ''}")
    if len(messages) > SHOWN:
        say(f"{len(messages) - SHOWN} more remarks")
    say(f"{count} plans written to {display_name(target)}")
