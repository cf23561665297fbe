"""`pst compare`: two plans, or two versions of one."""

from __future__ import annotations

import click

from extractor.cli.files import display_name, fail, require, write_output, write_text
from extractor.cli.language import Localised


@click.command(cls=Localised)
@click.argument("before")
@click.argument("after")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a text.")
@click.option("-o", "--output", metavar="FILE", help="Write here instead of standard output.")
def command(before: str, after: str, as_json: bool, output: str | None) -> None:
    """Compare the JSON of two plans: what was added, removed, reworded, moved, renumbered.

    \b
    pst compare output/plan-2019.json output/plan-2021.json
    pst compare --json a.json b.json | jq '.added[].title'
    """
    from extractor.compare import as_text, compare
    from extractor.diagnostics import ExtractorError
    from extractor.exports import load_plans

    plans = []
    for path in (before, after):
        try:
            plan = next(load_plans(require(path)), None)
        except ExtractorError as error:
            fail(str(error))
        if plan is None:
            fail(f"{display_name(path)}: not the JSON of a plan; run `pst extract` first")
        plans.append(plan)
    comparison = compare(*plans)
    if as_json:
        write_output(f"{comparison.to_json().rstrip()}\n".encode(), output)
    else:
        write_text(as_text(comparison), output)
