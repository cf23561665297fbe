"""`pst batch`: every document of a folder."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import click

from extractor.cli.document import (
    load_model,
    memory_option,
    model_option,
    password_option,
    timeout_option,
)
from extractor.cli.files import BAD_SOURCE, INSTITUTION, MISUSE, display_name, fail, require
from extractor.cli.language import Localised
from extractor.corpus.agenda import Options
from extractor.corpus.batch import Busy, Result, run_batch
from extractor.corpus.cluster import ClusterError
from extractor.corpus.institutions import read_institutions
from extractor.corpus.record import BadRecord
from extractor.corpus.sources import is_url
from extractor.diagnostics import ExtractorError

INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Voice:
    """How much a batch tells."""

    quiet: bool
    verbose: bool


def _cores() -> int:
    """Return the number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


@click.command(cls=Localised)
@click.argument("raw", nargs=-1, required=True, metavar="RAW...")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Where the JSON goes.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Workers (default: one per core).")
@click.option("--force", is_flag=True, help="Extract what is up to date too.")
@click.option("--only-failed", is_flag=True, help="Only try again what gave no plan.")
@click.option("--prune", is_flag=True, help="Remove the output of sources that have vanished.")
@password_option
@click.option("--follow-links", is_flag=True, help="Read linked folders, and links out of RAW.")
@timeout_option
@memory_option
@click.option("--nlp/--no-nlp", default=True, help="Infer themes, names and verbs (default: yes).")
@click.option("--institution", metavar="NAME", help=INSTITUTION)
@model_option
@click.option("--watch", is_flag=True, help="Go on with what is dropped in RAW, until Ctrl-C.")
@click.option("--scheduler", metavar="ADDRESS", help="Run on a Dask cluster: tcp://host:8786.")
@click.option("-q", "--quiet", is_flag=True, help="Name bad sources only.")
@click.option("-v", "--verbose", is_flag=True, help="Name each document when it begins, then its "
              "time and remarks.")  # fmt: skip
def command(
    raw: tuple[str, ...],
    output: str,
    jobs: int | None,
    force: bool,
    only_failed: bool,
    prune: bool,
    password: str | None,
    follow_links: bool,
    timeout: float,
    max_memory: int,
    nlp: bool,
    institution: str | None,
    model: str | None,
    watch: bool,
    scheduler: str | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Extract every document of files, folders or URLs: one FOLDER/NAME.json each.

    What has not changed since the last run is skipped; a bad document is named with its reason and
    the others go on. FOLDER/run.json says what became of each source. A killed batch leaves no
    half-written file, and the next run completes it. A file in FOLDER that pst did not write is
    replaced only with --force. A table `institutions.csv` beside RAW (columns `fichier` and
    `institution`) names who adopted the plans that do not say it. Exit status: 1 when a source gave
    no plan or could not be looked at.

    \b
    pst batch raw -o output
    pst batch raw -o output --only-failed --timeout 600
    pst batch raw -o output --watch
    pst batch s3://plans/2024 -o output --scheduler tcp://10.0.0.1:8786
    """
    folder = Path(output)
    _refuse_misuse(raw, folder, watch)
    options = Options(
        jobs=jobs or _cores(),
        nlp=nlp,
        limit=timeout,
        memory=max_memory,
        force=force,
        only_failed=only_failed,
        prune=prune,
        follow=follow_links,
        password=password,
        scheduler=scheduler,
        institution=institution,
        own=load_model(model, folder),
        institutions=_institutions(raw),
    )
    voice = Voice(quiet=quiet, verbose=verbose and not quiet)
    try:
        if watch:
            _watch(raw, folder, options, voice)
        else:
            result = _run(raw, folder, options, voice)
            if result.bad or result.problems:
                sys.exit(BAD_SOURCE)
    except (Busy, BadRecord, ClusterError) as error:
        fail(f"{display_name(folder)}: {error}", MISUSE)
    except KeyboardInterrupt:
        fail("interrupted; run the same command again to complete", INTERRUPTED)


def _institutions(raw: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the rows of `institutions.csv` beside the folders given."""
    try:
        return tuple(
            row for root in raw if not is_url(root) for row in read_institutions(Path(root))
        )
    except ExtractorError as error:
        fail(str(error), MISUSE)


def _refuse_misuse(raw: tuple[str, ...], folder: Path, watch: bool) -> None:
    if folder.exists() and not folder.is_dir():
        fail(f"{display_name(folder)}: the output is a folder, and a file exists here", MISUSE)
    for root in raw:
        if is_url(root):
            if watch:
                fail(f"{root}: a URL cannot be watched; give a folder", MISUSE)
        elif require(root).resolve() == folder.resolve():
            fail(f"{display_name(root)}: it is the output too; choose another folder", MISUSE)


def _watch(raw: tuple[str, ...], folder: Path, options: Options, voice: Voice) -> None:
    """Run batches until interrupted; `--force` is for the first, later ones tell news only."""
    from extractor.corpus.watch import watch_folders

    asked = [options]

    def run() -> None:
        first = bool(asked)
        chosen = asked.pop() if asked else replace(options, force=False, only_failed=False)
        _run(raw, folder, chosen, voice, news_only=not first)

    watch_folders(raw, folder, run)


def _run(
    raw: tuple[str, ...], folder: Path, options: Options, voice: Voice, news_only: bool = False
) -> Result:
    """Run one batch and report it on standard error."""
    from extractor.cli.progress import Progress, print_result

    try:
        with Progress(folder, quiet=voice.quiet, verbose=voice.verbose) as progress:
            result = run_batch(raw, folder, options, progress.start, progress.done, progress.begin)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        fail(f"{display_name(folder)}: it cannot be written ({reason})", MISUSE)
    if result.done or not news_only:
        print_result(result, folder, quiet=voice.quiet)
    return result
