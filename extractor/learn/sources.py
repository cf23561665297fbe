"""The plans of an output that a person marked done, with the documents that they were read from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from extractor.corpus.corrections import BadCorrections, is_corrections, read_corrections
from extractor.corpus.originals import find_source
from extractor.corpus.record import RUN_FILE
from extractor.corrections.model import Corrections
from extractor.diagnostics import ExtractorError
from extractor.learn.cases import Case, make_case
from extractor.readers import load_bytes, read_bytes
from extractor.schema import Plan


@dataclass(slots=True)
class Done:
    """Cases, and what could not be used: the name of the output and the reason."""

    cases: list[Case] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def is_done(corrections: Corrections) -> bool:
    """Tell whether the last mark of the document says that a person has gone through it."""
    marks = [entry for entry in corrections.entries if entry.kind == "mark" and entry.on is None]
    return bool(marks) and marks[-1].new == "done"


def done_outputs(output: Path) -> tuple[list[Path], list[tuple[str, str]]]:
    """Return the outputs marked done, and those whose corrections cannot be read."""
    found, bad = [], []
    for path in sorted(output.glob("*.json")):
        if path.name == RUN_FILE or is_corrections(path):
            continue
        try:
            if is_done(read_corrections(path)):
                found.append(path)
        except BadCorrections as error:
            bad.append((path.name, str(error)))
    return found, bad


def load_done(output: Path, on_read: Callable[[], None] = lambda: None) -> Done:
    """Read the documents of the plans marked done; `on_read` is called after each."""
    paths, bad = done_outputs(output)
    done = Done(left_out=bad)
    for path in paths:
        try:
            plan = Plan.model_validate_json(path.read_bytes())
            found = find_source(path, plan)
            if found is None:
                done.left_out.append((path.name, "its document is not found"))
            elif not found.same:
                done.left_out.append((path.name, "its document has changed since; run `pst batch`"))
            else:
                document = read_bytes(load_bytes(found.path), found.path.name)
                done.cases.append(make_case(path.name, document, plan))
        except (OSError, ValidationError, ExtractorError) as error:
            first = str(error).partition("\n")[0]
            done.left_out.append((path.name, first))
        on_read()
    return done
