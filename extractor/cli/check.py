"""`pst check`: JSON against the schema and the rules."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from extractor.cli.files import BAD_SOURCE, display_name, read_json, require, say
from extractor.cli.language import Localised
from extractor.messages import tell


@click.command(cls=Localised)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def command(files: tuple[str, ...]) -> None:
    """Validate plans: the schema, then what the schema cannot say.

    Identifiers are unique, coverage adds up, parents rank above their children, offsets point at
    what they name, diagnostics are known. One line per problem on standard output; exit status 1
    when there is any. A folder stands for its `*.json`; the record `run.json` is passed over.

    \b
    pst check plan.json
    pst check output
    """
    from extractor.validate import find_problems

    paths = [path for name in files for path in _expand(require(name))]
    plans = found = 0
    for path in paths:
        try:
            data = read_json(path)
        except ValueError as error:
            problems = [str(error)]
        else:
            if path.name == "run.json" and isinstance(data, dict) and "sources" in data:
                continue
            problems = find_problems(data)
        plans += 1
        found += len(problems)
        for problem in problems:
            say(f"{display_name(path)}: {tell(problem)}", err=False)
    checked = "{0} {0|plan|plans} checked, {1} {1|problem|problems}"
    say(tell(checked, plans, found))
    if found:
        sys.exit(BAD_SOURCE)


def _expand(path: Path) -> list[Path]:
    return sorted(path.glob("*.json")) if path.is_dir() else [path]
