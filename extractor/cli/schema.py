"""`pst schema`: the JSON Schema of a plan."""

from __future__ import annotations

import json

import click

from extractor.cli.files import write_output
from extractor.cli.language import Localised


@click.command(cls=Localised)
@click.option("-o", "--output", metavar="FILE", help="Write here instead of standard output.")
def command(output: str | None) -> None:
    """Print the JSON Schema (draft 2020-12) of a plan.

    \b
    pst schema -o plan.schema.json
    """
    from extractor.schema import SCHEMA_VERSION, Plan

    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:pst-extractor:plan:{SCHEMA_VERSION}",
        **Plan.model_json_schema(),
    }
    text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    write_output(text.encode(), output)
