"""`pst extract`: one plan to JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from extractor.cli.files import (
    BAD_SOURCE,
    MISUSE,
    display_name,
    fail,
    make_console,
    require,
    write_output,
)


@click.command()
@click.argument("source")
@click.option("-o", "--output", metavar="FILE", help="Write here instead of standard output.")
@click.option("--nlp/--no-nlp", default=True, help="Infer themes, names and verbs (default: yes).")
@click.option("-q", "--quiet", is_flag=True, help="Do not print the summary.")
def command(source: str, output: str | None, nlp: bool, quiet: bool) -> None:
    """Extract one plan to JSON; `-` reads standard input.

    The content decides how SOURCE is read, not its extension: PDF, DOCX, ODT, HTML, XLSX, ODS,
    CSV or plain text. The JSON goes to standard output, a summary in French to standard error.
    Corrections that lie beside FILE (NAME.corrections.json) are applied last. The exit status is
    1 when SOURCE cannot be read or holds no plan.

    \b
    pst extract raw/plan.pdf -o plan.json
    pst extract raw/plan.docx | jq '.tree[].title'
    curl -s https://example.org/plan.pdf | pst extract -
    """
    from extractor.corpus.corrections import BadCorrections, read_corrections
    from extractor.corrections.apply import apply_corrections
    from extractor.diagnostics import UnreadableDocument
    from extractor.pipeline import extract_bytes
    from extractor.readers import load_bytes

    name = "standard input" if source == "-" else display_name(source)
    path = None if source == "-" else require(source)
    if path and output and output != "-" and path.resolve() == Path(output).resolve():
        fail(f"{name}: it is the output too; choose another file", MISUSE)
    try:
        data = sys.stdin.buffer.read() if path is None else load_bytes(path)
        filename = "stdin" if path is None else display_name(path.name)
        plan = extract_bytes(data, filename, nlp=nlp)
        if output and output != "-":
            plan, _ = apply_corrections(plan, read_corrections(Path(output)))
    except (UnreadableDocument, BadCorrections) as error:
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
                click.echo(f"pst: {name}: {item.message} ({item.code})", err=True)
        sys.exit(BAD_SOURCE)
