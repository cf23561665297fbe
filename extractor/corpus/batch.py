"""The batch: every document found, one output each, and a record that survives anything.

In: paths and options. Out: files in the output folder, `run.json`, and a `Result` for the caller.
One batch at a time writes to an output folder (lock). Outputs appear whole or not at all, results
are journalled as they come, and `run.json` is written last: a batch killed at any moment loses the
documents in hand, and the next one does only what is left. What is up to date, a bad document that
has not changed included, is not read again; it is still reported.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor.corpus.agenda import Agenda, Options, find_vanished, make_agenda
from extractor.corpus.files import remove_leftovers
from extractor.corpus.job import Job, Outcome
from extractor.corpus.program import find_program
from extractor.corpus.record import (
    STATE_FOLDER,
    SourceRecord,
    announce,
    append,
    find_duplicates,
    find_versions,
    load_records,
    open_journal,
    read_announced,
    start_run,
    write_run,
)
from extractor.corpus.sources import Found, Source, find_sources

OnStart = Callable[[int], None]
OnDone = Callable[[Outcome], None]
OnBegin = Callable[[str], None]


class Busy(RuntimeError):
    """Another batch is writing to the output folder."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a batch did: `records` of all sources found, in order; `done` of them in this run.

    `problems` are what could not be looked into, one line each.
    """

    records: list[SourceRecord]
    done: int
    vanished: list[SourceRecord]
    pruned: bool
    edited: list[str]
    replaced: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    duplicates: list[list[str]] = field(default_factory=list)
    versions: list[list[str]] = field(default_factory=list)

    @property
    def bad(self) -> list[SourceRecord]:
        """The sources that gave no plan."""
        return [record for record in self.records if record.bad]


def run_batch(
    roots: Sequence[str],
    output: Path,
    options: Options,
    on_start: OnStart = lambda total: None,
    on_done: OnDone = lambda outcome: None,
    on_begin: OnBegin = lambda source: None,
) -> Result:
    """Bring the output folder up to date with the documents below `roots`.

    `on_start` gets the number of documents to extract, `on_begin` the source of each that a worker
    of this machine begins, `on_done` its outcome.

    Raise `Busy` when another batch holds the folder, `BadRecord` when its `run.json` is not ours.
    On an interrupt, what is done is recorded before the exception goes on.
    """
    with lock(output):
        remove_leftovers(output)
        records = load_records(output)
        program = find_program(nlp=options.nlp)
        found = find_sources(roots, output, follow=options.follow, password=options.password)
        sources = found.sources
        vanished = find_vanished(records, sources, roots, output)
        pruned = options.prune and _may_prune(found, vanished)
        if pruned:
            _prune(vanished, records, output)
        run = start_run(output)
        agenda = make_agenda(sources, records, output, program, options, run)
        announce(output, read_announced(output) | {j.output for j in agenda.jobs if not j.guarded})
        on_start(len(agenda.jobs))
        done = 0
        try:
            for outcome in _run(agenda, records, output, options, on_begin):
                on_done(outcome)
                done += 1
        finally:
            remove_leftovers(output)  # of workers killed meanwhile
            _mark(records, sources, vanished)
            write_run(output, records.values(), program.as_dict())
        present = [records[source.key] for source in sources if source.key in records]
        return Result(
            present,
            done,
            vanished,
            pruned,
            agenda.edited,
            agenda.replaced,
            found.problems,
            find_duplicates(present),
            find_versions(present),
        )


@contextmanager
def lock(output: Path) -> Iterator[None]:
    """Hold the output folder; raise `Busy` at once when another process does."""
    from filelock import FileLock, Timeout

    state = output / STATE_FOLDER
    state.mkdir(parents=True, exist_ok=True)
    held = FileLock(state / "lock", timeout=0)
    try:
        held.acquire()
    except Timeout:
        raise Busy(f"another batch is writing to {output}; wait until it has ended") from None
    try:
        yield
    finally:
        held.release()


def _run(
    agenda: Agenda,
    records: dict[str, SourceRecord],
    output: Path,
    options: Options,
    on_begin: OnBegin,
) -> Iterator[Outcome]:
    """Run the jobs, journal each outcome and yield it."""
    if not agenda.jobs:
        return
    jobs = {job.source: job for job in agenda.jobs}
    every = _outcomes(agenda.jobs, options, on_begin)
    with open_journal(output) as journal, closing(every) as outcomes:
        for outcome in outcomes:
            former = records.get(outcome.record.source)
            record = _keep_former(outcome.record, former, jobs[outcome.record.source])
            records[record.source] = record
            append(journal, record)
            yield replace(outcome, record=record)


def _outcomes(
    jobs: Sequence[Job], options: Options, on_begin: OnBegin
) -> Generator[Outcome, None, None]:
    """Choose where the jobs run."""
    if options.scheduler:
        from extractor.corpus.cluster import run_cluster

        yield from run_cluster(jobs, options.scheduler)
        return
    from extractor.corpus.pool import run_pool

    yield from run_pool(jobs, options.jobs, on_begin=on_begin)


def _keep_former(record: SourceRecord, former: SourceRecord | None, job: Job) -> SourceRecord:
    """Keep the output of a source's former version when the new one gives none."""
    if record.output or not former or not former.output:
        return record
    if not Path(job.folder, job.output).exists():
        return record
    return replace(record, output=job.output, output_sha256=former.output_sha256, kept=True)


def _may_prune(found: Found, vanished: Sequence[SourceRecord]) -> bool:
    """Tell whether vanished sources are surely gone: a disk that is not there empties a folder."""
    if not vanished:
        return True
    if not found.sources:
        found.problems.append("no document found: --prune removes nothing")
    elif not found.complete:
        found.problems.append("not all folders could be read: --prune removes nothing")
    return bool(found.sources) and found.complete


def _prune(
    vanished: Sequence[SourceRecord], records: dict[str, SourceRecord], output: Path
) -> None:
    """Forget vanished sources, and remove their output."""
    for record in vanished:
        del records[record.source]
        if record.output:
            (output / record.output).unlink(missing_ok=True)


def _mark(
    records: dict[str, SourceRecord], sources: Sequence[Source], vanished: Sequence[SourceRecord]
) -> None:
    """Say of each record in the scope of this run whether its source is still there."""
    for key in {source.key for source in sources} & records.keys():
        records[key] = replace(records[key], vanished=False)
    for key in {record.source for record in vanished} & records.keys():
        records[key] = replace(records[key], vanished=True)
