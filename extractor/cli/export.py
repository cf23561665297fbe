"""`pst export`: plans to tables and to XML."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

import click

from extractor.cli.files import display_name, fail, require, say
from extractor.cli.language import Localised
from extractor.messages import tell

#: the formats of `extractor.exports.FORMATS`; here so that `--help` does not import it
FORMATS = ("jsonl", "csv", "parquet", "sqlite", "xlsx", "md", "html", "ecomptes", "stratml")
SHOWN = 8  # kinds of remarks


@click.command(cls=Localised)
@click.argument("output")
@click.option("--to", "fmt", type=click.Choice(FORMATS), required=True, help="The format.")
@click.option("-o", "--dest", required=True, metavar="DEST", help="File or folder to write.")
@click.option("--force", is_flag=True, help="Replace files that pst did not write, too.")
@click.option(
    "--append",
    is_flag=True,
    help="Add to the SQLite file: plans that it holds already are replaced.",
)
def command(output: str, fmt: str, dest: str, force: bool, append: bool) -> None:
    """Write the plans of a folder (or of one JSON file) in another format.

    DEST is a file for jsonl, sqlite and xlsx, a folder for csv, parquet, ecomptes and stratml; for
    md and html a file when there is one plan, else a folder. What the format cannot say is told on
    standard error.

    \b
    pst export output --to xlsx -o plans.xlsx
    pst export output --to parquet -o tables
    pst export output/plan.json --to html -o plan.html
    pst export output/plan.json --to ecomptes -o xml
    """
    from extractor.diagnostics import ExtractorError
    from extractor.exports import export, load_plans

    folder, target = require(output), Path(dest)
    count = 0
    try:
        plans = list(load_plans(folder))
        count = len(plans)
        remarks = export(plans, fmt, target, force=force, append=append)
    except ExtractorError as error:
        fail(str(error))
    except sqlite3.Error as error:  # a full disk, among others
        fail(f"{display_name(target)}: the database cannot be written ({error})")
    except OSError as error:
        fail(f"{display_name(target)}: it cannot be written ({(error.strerror or '').lower()})")
    messages = Counter(item.message for item in remarks)
    for message, times in list(messages.items())[:SHOWN]:
        repeated = tell(" ({0} times)", times) if times > 1 else ""
        say(f"{tell(message)}{repeated}")
    if len(messages) > SHOWN:
        say(tell("{0} more {0|remark|remarks}", len(messages) - SHOWN))
    written = "{0} {0|plan|plans} written to {1}"
    say(tell(written, count, display_name(target)))
