"""`pst schema`: the JSON Schema of a plan."""

from __future__ import annotations

import json

import click

from extractor.cli.files import write_output
from extractor.cli.language import Localised


@click.command(cls=Localised)
@click.option("-o", "--output", metavar="FILE", help="Write here instead of standard output.")
@click.option("--corrections", is_flag=True, help="The schema of a corrections file instead.")
def command(output: str | None, corrections: bool) -> None:
    """Print the JSON Schema (draft 2020-12) of a plan, or of a corrections file.

    \b
    pst schema -o plan.schema.json
    pst schema --corrections
    """
    from pydantic import BaseModel

    from extractor.corrections.model import CORRECTIONS_VERSION, Corrections
    from extractor.schema import SCHEMA_VERSION, Plan

    model: type[BaseModel] = Corrections if corrections else Plan
    name = f"corrections:{CORRECTIONS_VERSION}" if corrections else f"plan:{SCHEMA_VERSION}"
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:pst-extractor:{name}",
        **model.model_json_schema(by_alias=True),
    }
    text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    write_output(text.encode(), output)
