"""`pst harmonise`: what several plans have in common."""

from __future__ import annotations

import click

from extractor.cli.files import fail, require, say, write_output
from extractor.cli.language import Localised
from extractor.messages import tell


@click.command(cls=Localised)
@click.argument("output")
@click.option("-o", "--report", metavar="FILE", help="FILE.html is a page in French, others JSON.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, min_open=True),
    help="Least score of a pair, 0 to 1; lower finds more.",
)
def command(output: str, report: str | None, threshold: float | None) -> None:
    """Find the objectives and actions of several plans that say the same thing.

    Pairs and groups with their score and reason, the themes that each institution covers or lacks,
    and what nobody else has. Nothing is merged or changed.

    \b
    pst harmonise output -o commun.html
    pst harmonise output --threshold 0.6 | jq '.pairs[:20]'
    """
    from extractor.diagnostics import ExtractorError
    from extractor.exports import load_plans
    from extractor.harmonise import DEFAULT_THRESHOLD, as_html, harmonise

    try:
        plans = list(load_plans(require(output)))
    except ExtractorError as error:
        fail(str(error))
    result = harmonise(plans, threshold=threshold or DEFAULT_THRESHOLD)
    as_page = (report or "").lower().endswith((".html", ".htm"))
    text = as_html(result) if as_page else result.to_json()
    write_output(f"{text.rstrip()}\n".encode(), report)
    counts = len(plans), len(result.institutions), len(result.pairs), len(result.groups)
    summary = (
        "{0} {0|plan|plans}, {1} {1|institution|institutions}: "
        "{2} {2|pair|pairs}, {3} {3|group|groups}"
    )
    say(tell(summary, *counts))
