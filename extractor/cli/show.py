"""`pst show`: a plan as a tree."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from extractor.cli.document import extract_source
from extractor.cli.files import BAD_SOURCE, display_name, fail, make_console, require
from extractor.cli.language import Localised
from extractor.foreign import parse_json
from extractor.limits import Limits
from extractor.messages import tell

LEVELS = ("OS", "OO", "PROJET", "ACTION", "SOUS_ACTION")


@click.command(cls=Localised)
@click.argument("file")
@click.option(
    "--level",
    type=click.Choice(LEVELS, case_sensitive=False),
    help="Stop at this level: OO shows objectives without their actions.",
)
@click.option("--no-color", is_flag=True, help="No colours; the variable NO_COLOR does the same.")
def command(file: str, level: str | None, no_color: bool) -> None:
    """Show a plan as a tree, with counts and diagnostics.

    FILE is the JSON of a plan or a source document, which is then extracted first; `-` reads
    standard input.

    \b
    pst show output/plan.json
    pst show --level OO raw/plan.pdf
    pst show output/plan.json | less
    """
    name = tell("standard input") if file == "-" else display_name(file)
    plan, extracted = _load(file, name)
    from extractor.show import NotAPlan, print_plan

    try:
        print_plan(plan, make_console(no_color=no_color), level)
    except NotAPlan as error:
        fail(f"{name}: {error}; run `pst check`")
    if extracted and any(item["severity"] == "error" for item in plan["diagnostics"]):
        sys.exit(BAD_SOURCE)


def _load(file: str, name: str) -> tuple[Any, bool]:
    """Return the plan as JSON data, and whether it was extracted: a document is no JSON."""
    path = Path(file)
    if file == "-":
        data, filename = sys.stdin.buffer.read(), "stdin"
    else:
        path = require(file)
        data, filename = _read(path, name), path.name
    named = filename.endswith(".json")
    if named or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        try:
            return parse_json(data), False
        except ValueError as error:
            if named:
                fail(f"{name}: {error}; run `pst check`")
    return json.loads(extract_source(data if file == "-" else path, name, Limits())), True


def _read(path: Path, name: str) -> bytes:
    if path.is_dir():
        fail(f"{name}: it is a directory; give a document or the JSON of a plan")
    try:
        return path.read_bytes()
    except OSError as error:
        fail(f"{name}: it cannot be read ({(error.strerror or 'error').lower()}); check the rights")
