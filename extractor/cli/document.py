"""One document to one plan within limits, for the commands that read a single source."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from extractor.cli.files import MISUSE, display_name, fail, require, say
from extractor.limits import MEMORY, SECONDS, LimitReached, Limits, WorkFailed, run_limited
from extractor.messages import tell
from extractor.terminal import safe_lines

if TYPE_CHECKING:
    from extractor.own import OwnModel

_F = TypeVar("_F", bound=Callable[..., object])


def timeout_option(command: _F) -> _F:
    """Add `--timeout`, in seconds per document."""
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True, max=10_000_000),
        default=SECONDS,
        show_default=True,
        metavar="SECONDS",
        help="Limit per document; what takes longer is ended.",
    )(command)


def memory_option(command: _F) -> _F:
    """Add `--max-memory`, in megabytes per document."""
    return click.option(
        "--max-memory",
        type=click.IntRange(min=64, max=100_000_000),
        default=MEMORY,
        show_default=True,
        metavar="MB",
        help="Limit per document, enforced by the system.",
    )(command)


def model_option(command: _F) -> _F:
    """Add `--model`, what `pst learn` wrote."""
    return click.option(
        "--model",
        metavar="FILE",
        help="What pst learn wrote (default: the one beside the output; - for none).",
    )(command)


def load_model(model: str | None, folder: Path | None) -> OwnModel:
    """Return the model of the institution's own: the one named, else that of the output's folder;
    end the program with one line when it cannot be used."""
    from extractor.diagnostics import LayoutError
    from extractor.own import OwnModel, load_own

    if model == "-" or (model is None and folder is None):
        return OwnModel()
    try:
        return load_own(require(model) if model else Path(folder or "."))
    except LayoutError as error:
        fail(str(error), MISUSE)


def password_option(command: _F) -> _F:
    """Add `--password`, for documents and archives that are locked."""
    return click.option(
        "--password",
        envvar="PST_PASSWORD",
        metavar="TEXT",
        help="Opens what is locked; PST_PASSWORD does the same unseen.",
    )(command)


def read_source(source: str) -> bytes | Path:
    """Return the bytes of standard input (`-`), else the path; end the program without either."""
    if source == "-":
        return sys.stdin.buffer.read()
    return require(source)


def extract_source(
    source: bytes | Path,
    name: str,
    limits: Limits,
    *,
    nlp: bool = True,
    password: str | None = None,
    member: str | None = None,
    institution: str | None = None,
) -> str:
    """Return the JSON of the plan in a document; end the program with one line on bad input.

    `member` names the document to read in an e-mail, an archive or a portfolio.
    The document is read in a process of its own, which the system holds to `limits`.
    """
    from extractor.diagnostics import UnreadableDocument

    def work() -> str:
        from extractor.corpus.members import extract_any
        from extractor.readers import load_bytes

        data = source if isinstance(source, bytes) else load_bytes(source)
        own, folder = "stdin", None
        if not isinstance(source, bytes):
            own, folder = display_name(source.name), source.absolute().parent.name
        told = {"institution": institution, "folder": folder}
        plan = extract_any(data, own, nlp=nlp, password=password, member=member, **told)
        return plan.to_json()

    try:
        return run_limited(work, limits, (UnreadableDocument, FileNotFoundError))
    except (UnreadableDocument, LimitReached) as error:
        fail(f"{name}: {error}")
    except FileNotFoundError:
        fail(f"{name}: no such file; check the path", MISUSE)
    except WorkFailed as bug:
        click.echo(safe_lines(bug.trace.rstrip()), err=True)
        reason = f"error of the program: {str(bug)[:200]}; report it with the document"
        say(f"pst: {name}: {tell(reason)}")
        sys.exit(1)
