"""`pst extract`: one plan to JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from extractor.cli.files import (
    BAD_SOURCE,
    INSTITUTION,
    MISUSE,
    display_name,
    fail,
    make_console,
    require,
    write_output,
)
from extractor.cli.language import Localised
from extractor.messages import tell


@click.command(cls=Localised)
@click.argument("source")
@click.option("-o", "--output", metavar="FILE", help="Write here instead of standard output.")
@click.option("--nlp/--no-nlp", default=True, help="Infer themes, names and verbs (default: yes).")
@click.option("--institution", metavar="NAME", help=INSTITUTION)
@click.option("-q", "--quiet", is_flag=True, help="Do not print the summary.")
def command(
    source: str, output: str | None, nlp: bool, institution: str | None, quiet: bool
) -> None:
    """Extract one plan to JSON; `-` reads standard input.

    The content decides how SOURCE is read, not its extension: PDF, DOCX, ODT, HTML, XLSX, ODS,
    CSV or plain text. The JSON goes to standard output, a summary to standard error.
    The exit status is 1 when SOURCE cannot be read or holds no plan.

    \b
    pst extract raw/plan.pdf -o plan.json
    pst extract raw/plan.docx | jq '.tree[].title'
    curl -s https://example.org/plan.pdf | pst extract -
    """
    from extractor.diagnostics import UnreadableDocument
    from extractor.pipeline import extract_bytes
    from extractor.readers import load_bytes

    name = tell("standard input") if source == "-" else display_name(source)
    path = None if source == "-" else require(source)
    if path and output and output != "-" and path.resolve() == Path(output).resolve():
        fail(f"{name}: it is the output too; choose another file", MISUSE)
    try:
        data = sys.stdin.buffer.read() if path is None else load_bytes(path)
        filename = "stdin" if path is None else display_name(path.name)
        folder = path.absolute().parent.name if path else None
        plan = extract_bytes(data, filename, nlp=nlp, institution=institution, folder=folder)
    except UnreadableDocument as error:
        fail(f"{name}: {error}")
    except FileNotFoundError:
        fail(f"{name}: no such file; check the path", MISUSE)
    write_output(plan.to_json().encode(), output)
    if not quiet:
        from extractor.show import print_summary

        print_summary(plan.model_dump(mode="json"), make_console(stderr=True))
    if plan.has_errors():
        for item in plan.diagnostics:
            if item.severity == "error":
                click.echo(f"pst: {name}: {tell(item.message)} ({item.code})", err=True)
        sys.exit(BAD_SOURCE)
