"""The per-document function: bytes in, one JSON file out, and what became of it.

The same function runs in the local pool and on a cluster. It never raises on account of a
document: bad input is a reason, an error of ours is a reason and a traceback.
"""

from __future__ import annotations

import hashlib
import time
import traceback
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.corpus.corrections import BadCorrections, hold
from extractor.corpus.files import write_atomically
from extractor.corpus.record import SourceRecord, read_run
from extractor.corpus.sources import load_source
from extractor.limits import MEMORY, Limits
from extractor.own import NOTHING, OwnModel, using

if TYPE_CHECKING:
    from extractor.schema import Plan


@dataclass(frozen=True, slots=True)
class Job:
    """One document to extract into `folder`/`output`; `former` is what the record knew of it.

    `limit` is in seconds, `memory` in megabytes.
    """

    source: str
    location: str
    filename: str
    folder: str
    output: str
    program: str
    nlp: bool
    limit: float
    memory: int = MEMORY
    institution: str | None = None  # named by a person
    beside: str | None = None  # name of the document's own folder
    former: SourceRecord | None = None
    run: str = ""  # the batch that gave it; a later one takes the folder from it
    password: str | None = None  # written nowhere
    own: OwnModel = NOTHING  # learned from the institution's own plans
    guarded: bool = False  # a file of this name stands there that no record knows


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a job; `error` is the traceback of an error of ours."""

    record: SourceRecord
    error: str | None = None


def run_job(job: Job) -> Outcome:
    """Extract one document and write its plan."""
    from extractor.diagnostics import NoDocument, UnreadableDocument
    from extractor.pipeline import extract_bytes

    started = time.perf_counter()
    record, error = SourceRecord(job.source, None, "failed", program=job.program), None
    try:
        data = load_source(job.location, job.password)
        digest = hashlib.sha256(data).hexdigest()
        record = replace(record, sha256=digest, size_bytes=len(data))
        if job.former and job.former.sha256 == digest and job.former.program == job.program:
            return Outcome(job.former)
        with using(job.own):
            plan = extract_bytes(
                data,
                job.filename,
                nlp=job.nlp,
                password=job.password,
                institution=job.institution,
                folder=job.beside,
            )
        record = _write(job, record, plan)
    except NoDocument as other:
        record = replace(record, status="no-document", reason=str(other))
    except UnreadableDocument as bad:
        record = replace(record, status="unreadable", reason=str(bad))
    except BadCorrections as bad:
        record = replace(record, status="lost", reason=str(bad))
    except MemoryError:
        reason = Limits(job.limit, job.memory).over_memory
        record = replace(record, status="lost", reason=reason)
    except Exception as bug:  # one document never stops a batch
        reason = f"error of the program: {type(bug).__name__}: {' '.join(str(bug).split())[:200]}"
        record = replace(record, reason=f"{reason}; report it with the document")
        error = traceback.format_exc()
    return Outcome(replace(record, seconds=round(time.perf_counter() - started, 3)), error)


def describe(record: SourceRecord, plan: Plan) -> SourceRecord:
    """Return the record with what the plan says of itself."""
    first = next((item for item in plan.diagnostics if item.severity == "error"), None)
    codes = Counter(item.code for item in plan.diagnostics)
    levels = Counter(node.level for node in plan.nodes())
    years = [str(year) for year in (plan.term.start, plan.term.end) if year]
    return replace(
        record,
        status="no-plan" if first else "extracted",
        reason=f"{first.message} ({first.code})" if first else None,
        plan_id=plan.plan_id,
        institution=plan.institution.name,
        term="-".join(years) or None,
        counts={str(level): levels[level] for level in sorted(levels, key=lambda x: x.rank)},
        diagnostics=dict(sorted(codes.items())),
    )


def _write(job: Job, record: SourceRecord, plan: Plan) -> SourceRecord:
    """Apply the corrections that lie beside the output, keep the reading, and write both."""
    from extractor.corrections.apply import apply_corrections

    path = Path(job.folder, job.output)
    try:
        with hold(path) as held:
            corrected, _ = apply_corrections(plan, held.read())
            content = corrected.to_json().encode()
            if reason := _refusal(job, path, content):
                return replace(record, status="lost", reason=reason)
            held.keep_reading(plan)
            write_atomically(path, content)
            held.settle()
    except OSError as bad:
        reason = (bad.strerror or type(bad).__name__).lower()
        return replace(
            record,
            status="lost",
            reason=f"its output cannot be written ({reason}); make room or allow writing",
        )
    digest = hashlib.sha256(content).hexdigest()
    return replace(describe(record, corrected), output=job.output, output_sha256=digest)


def _refusal(job: Job, path: Path, content: bytes) -> str | None:
    """Return why the output must not be written, None when it may."""
    if job.run and read_run(Path(job.folder)) != job.run:
        return "another batch has taken the folder since; its result stands"
    if job.guarded and path.exists() and path.read_bytes() != content:
        return f"{job.output} stands in the output and is none of ours; move it, or --force"
    return None
