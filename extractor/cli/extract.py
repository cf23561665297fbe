"""`pst extract`: one plan to JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from extractor.cli.document import (
    extract_source,
    load_model,
    memory_option,
    model_option,
    password_option,
    read_source,
    timeout_option,
)
from extractor.cli.files import (
    BAD_SOURCE,
    INSTITUTION,
    MISUSE,
    display_name,
    fail,
    make_console,
    say,
    write_output,
)
from extractor.cli.language import Localised
from extractor.limits import Limits
from extractor.messages import tell


@click.command(cls=Localised)
@click.argument("source")
@click.option("-o", "--output", metavar="FILE", help="Write here instead of standard output.")
@click.option("--nlp/--no-nlp", default=True, help="Infer themes, names and verbs (default: yes).")
@click.option("--institution", metavar="NAME", help=INSTITUTION)
@timeout_option
@memory_option
@password_option
@model_option
@click.option("--member", metavar="NAME", help="The document to read in an e-mail or archive.")
@click.option("-q", "--quiet", is_flag=True, help="Do not print the summary.")
def command(
    source: str,
    output: str | None,
    nlp: bool,
    institution: str | None,
    timeout: float,
    max_memory: int,
    password: str | None,
    model: str | None,
    member: str | None,
    quiet: bool,
) -> None:
    """Extract one plan to JSON; `-` reads standard input.

    The content decides how SOURCE is read, not its extension: PDF, Word, OpenDocument, RTF, slides,
    spreadsheets, HTML, Markdown or plain text. Of an e-mail, an archive or a PDF portfolio the one
    document that holds a plan is read; where several do, --member picks one. The JSON goes to
    standard output, a summary to standard error. Corrections that lie beside FILE
    (NAME.corrections.json) are applied last. The exit status is 1 when SOURCE cannot be read or
    holds no plan.

    \b
    pst extract raw/plan.pdf -o plan.json
    pst extract raw/plan.docx | jq '.tree[].title'
    curl -s https://example.org/plan.pdf | pst extract -
    """
    name = tell("standard input") if source == "-" else display_name(source)
    document = read_source(source)
    same = isinstance(document, Path) and output and output != "-"
    if same and os.path.realpath(source) == os.path.realpath(str(output)):
        fail(f"{name}: it is the output too; choose another file", MISUSE)
    from extractor.own import using

    beside = Path(output).parent if output and output != "-" else None
    with using(load_model(model, beside)):
        text = extract_source(
            document,
            name,
            Limits(timeout, max_memory),
            nlp=nlp,
            password=password,
            member=member,
            institution=institution,
        )
    if output and output != "-":
        text = _corrected(text, output)
    write_output(text.encode(), output)
    plan = json.loads(text)
    if not quiet:
        from extractor.show import print_summary

        print_summary(plan, make_console(stderr=True))
    errors = [item for item in plan["diagnostics"] if item["severity"] == "error"]
    for item in errors:
        say(f"pst: {name}: {tell(item['message'])} ({item['code']})")
    if errors:
        sys.exit(BAD_SOURCE)


def _corrected(text: str, output: str) -> str:
    """Apply the corrections that lie beside the output; end with one line when they cannot be."""
    from extractor.corpus.corrections import BadCorrections, read_corrections
    from extractor.corrections.apply import apply_corrections
    from extractor.schema import Plan

    try:
        corrections = read_corrections(Path(output))
    except BadCorrections as error:
        fail(str(error))
    if not corrections.entries:
        return text
    return apply_corrections(Plan.model_validate_json(text), corrections)[0].to_json()
