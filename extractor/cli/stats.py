"""`pst stats`: what plans hold, counted."""

from __future__ import annotations

import json

import click

from extractor.cli.files import fail, require, write_output, write_text
from extractor.cli.language import Localised


@click.command(cls=Localised)
@click.argument("output")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option(
    "-o", "--output", "dest", metavar="FILE", help="Write here instead of standard output."
)
def command(output: str, as_json: bool, dest: str | None) -> None:
    """Count what the plans of a folder (or of one JSON file) hold.

    Levels, printed attributes, amounts to add up by payer and year, deadlines, statuses, remarks,
    plan by plan and together.

    \b
    pst stats output
    pst stats output --json | jq .overall.amounts
    """
    from extractor.diagnostics import ExtractorError
    from extractor.exports import load_plans
    from extractor.stats import as_text, count_plans

    try:
        figures = count_plans(load_plans(require(output)))
    except ExtractorError as error:
        fail(str(error))
    if as_json:
        write_output((json.dumps(figures, indent=2, ensure_ascii=False) + "\n").encode(), dest)
    else:
        write_text(as_text(figures), dest)
