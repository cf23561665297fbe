"""What a batch has to do: which sources are up to date, which to extract, which have vanished.

In: the sources found, the records of former runs, the program. Out: an `Agenda`. Only renaming
touches the disk: an output whose name must change, because another source took the same stem, is
moved and not made again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor.corpus.corrections import (
    is_written_by_us,
    move_companions,
    needs_corrections,
    set_aside,
)
from extractor.corpus.institutions import institution_of
from extractor.corpus.job import Job
from extractor.corpus.program import Program
from extractor.corpus.record import SourceRecord, read_announced
from extractor.corpus.sources import (
    SEPARATOR,
    Source,
    assign_names,
    digest_file,
    is_url,
    make_key,
    size_of,
)
from extractor.limits import MEMORY, SECONDS
from extractor.own import NOTHING, OwnModel


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for; `limit` is in seconds per document, `memory` in megabytes."""

    jobs: int = 1
    nlp: bool = True
    limit: float = SECONDS
    memory: int = MEMORY
    force: bool = False
    only_failed: bool = False
    prune: bool = False
    follow: bool = False
    password: str | None = None  # that opens what is locked
    scheduler: str | None = None
    institution: str | None = None  # who adopted every plan
    own: OwnModel = NOTHING  # learned from the institution's own plans
    institutions: tuple[tuple[str, str], ...] = ()  # who adopted which, as `institutions.csv` says


@dataclass(slots=True)
class Agenda:
    """`jobs` to run, sources left as they are, outputs that somebody edited.

    `replaced` are those among the edited ones that a job writes anew; a copy is set aside.
    """

    jobs: list[Job] = field(default_factory=list)
    unchanged: list[SourceRecord] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)


def make_agenda(
    sources: Sequence[Source],
    records: dict[str, SourceRecord],
    output: Path,
    program: Program,
    options: Options,
    run: str = "",
) -> Agenda:
    """Compare sources and records; renamed outputs are written to `records`.

    `run` is the name of this batch.
    """
    present = {source.key for source in sources}
    agenda = Agenda()
    others = [r for key, r in records.items() if key not in present and r.output]
    names = assign_names(sources, {record.output or "" for record in others})
    ours = {record.output for record in records.values()} | read_announced(output)
    base = " ".join(filter(None, (program.identity, options.own.digest)))
    for source in sources:
        former = records.get(source.key)
        if former and former.output and former.output != names[source.key]:
            former = records[source.key] = _rename(former, names[source.key], output)
        told = institution_of(source.relative, options.institutions) or options.institution
        job = Job(
            source=source.key,
            location=source.location,
            filename=source.filename,
            folder=str(output.absolute()),
            output=names[source.key],
            program=f"{base} {told}" if told else base,
            nlp=options.nlp,
            limit=options.limit,
            institution=told,
            beside=source.folder,
            own=options.own,
            memory=options.memory,
            password=options.password,
            run=run,
            guarded=not options.force and names[source.key] not in ours,
        )
        count = len(agenda.jobs)
        _schedule(job, former, agenda, options)
        if former and len(agenda.jobs) > count and _is_edited(Path(job.folder), former):
            set_aside(output / names[source.key])
            agenda.replaced.append(names[source.key])
    agenda.jobs.sort(key=lambda job: (-size_of(job.location), job.source))
    return agenda


def _schedule(job: Job, former: SourceRecord | None, agenda: Agenda, options: Options) -> None:
    """Add the job, or leave the source as it is."""
    if former is None or options.force:
        if not (options.only_failed and former is None):
            agenda.jobs.append(job)
        return
    if options.only_failed:
        if not former.bad:
            agenda.unchanged.append(former)
        else:
            agenda.jobs.append(job)
        return
    output = Path(job.folder, former.output) if former.output else None
    fresh = former.program == job.program and not former.passing
    fresh = fresh and not (options.password and former.status == "unreadable")
    if not fresh or (output and not output.exists()):
        agenda.jobs.append(job)
    elif is_url(job.location):
        agenda.jobs.append(replace(job, former=former))
    elif (
        former.sha256 is None
        or digest_file(job.location, job.password) != former.sha256
        or (output and needs_corrections(output))
    ):
        agenda.jobs.append(job)
    else:
        agenda.unchanged.append(former)
        if output and _is_edited(output.parent, former):
            agenda.edited.append(output.name)


def _is_edited(folder: Path, former: SourceRecord) -> bool:
    """Tell whether somebody else than us wrote the output that the record knows."""
    if not former.output or not (output := folder / former.output).is_file():
        return False
    digest = hashlib.sha256(output.read_bytes()).hexdigest()
    return digest != former.output_sha256 and not is_written_by_us(output)


def find_vanished(
    records: Mapping[str, SourceRecord],
    sources: Sequence[Source],
    roots: Sequence[str],
    output: Path,
) -> list[SourceRecord]:
    """Return the records below the roots given whose source is gone, in order."""
    present = {source.key for source in sources}
    keys = [make_key(root, output) for root in roots]
    return [
        records[key]
        for key in sorted(records)
        if key not in present
        and any(
            root in (key, ".") or key.startswith((root.rstrip("/") + "/", root + SEPARATOR))
            for root in keys
        )
    ]


def _rename(record: SourceRecord, name: str, output: Path) -> SourceRecord:
    """Move the output to its new name; when that is impossible it will be made again."""
    old, new = output / (record.output or ""), output / name
    if new.exists() or not old.exists():
        old.unlink(missing_ok=True)
    else:
        os.rename(old, new)
    move_companions(old, new)
    return replace(record, output=name)
