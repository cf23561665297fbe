"""A pool of processes for documents that may hang, crash or eat memory.

`concurrent.futures` cannot kill one worker and loses the pool with a crashed one, hence this: one
pipe per worker, one document at a time. A document over its time limit costs its worker, which is
replaced; so does a crash. Workers retire after `MAX_TASKS` documents or `MAX_MEMORY`, whichever
comes first, and start from a fork server that has the model in memory. The system refuses a worker
memory above its limit. When the parent dies, however it dies, its workers die: the system ends
them (Unix), or they end after the document in hand, whose output they no longer write, or at its
time limit.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import Any

from extractor.corpus.job import Job, Outcome, run_job
from extractor.corpus.record import SourceRecord, Status
from extractor.limits import (
    GRACE,
    Limits,
    die_when_closed,
    dies_after,
    kill_group,
    lead_group,
    limit_memory,
)

MAX_TASKS = 200  # documents; memory that libraries keep grows slowly
MAX_MEMORY = 1 << 30  # bytes, peak of one worker
Work = Callable[[Job], Outcome]
OnBegin = Callable[[str], None]  # gets the source of a document that a worker begins
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    job: Job | None = None
    started: float = 0.0
    done: int = 0
    retired: bool = False

    def give(self, job: Job) -> None:
        self.job, self.started = job, time.monotonic()
        self.pipe.send(job)

    def late(self) -> bool:
        return self.job is not None and time.monotonic() - self.started >= self.job.limit

    def kill(self) -> None:
        kill_group(self.process.pid)
        self.process.kill()
        self.process.join()
        self.pipe.close()


def run_pool(
    jobs: Iterable[Job],
    size: int,
    work: Work = run_job,
    on_begin: OnBegin = lambda source: None,
) -> Iterator[Outcome]:
    """Yield the outcome of each job as it comes; leave no process behind, however this ends.

    `work` must be a function that a new process can import; `on_begin` is called in this one.
    """
    for variable in _ONE_THREAD:  # the processes are the parallelism
        os.environ.setdefault(variable, "1")
    waiting = deque(jobs)
    context = _context(any(job.nlp for job in waiting))
    workers: list[_Worker] = []
    try:
        while waiting or any(worker.job for worker in workers):
            while waiting and len(workers) < size:
                workers.append(_start(context, work))
            for worker in workers:
                if waiting and worker.job is None and (job := _give(worker, waiting)):
                    on_begin(job.source)
            yield from _collect(workers)
            for worker in [w for w in workers if w.retired]:
                worker.kill()
                workers.remove(worker)
    finally:
        for worker in workers:
            worker.kill()


def _context(nlp: bool) -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["extractor.corpus.preload" if nlp else "extractor.pipeline"])
    return context


def _start(context: BaseContext, work: Work) -> _Worker:
    ours, theirs = context.Pipe()
    process: Any = context.Process(target=_serve, args=(theirs, work), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker, waiting: deque[Job]) -> Job | None:
    """Hand over the next job and return it; a worker that died while idle is retired, the job
    stays."""
    try:
        worker.give(waiting[0])
    except (BrokenPipeError, ConnectionError):
        worker.job, worker.retired = None, True
        return None
    return waiting.popleft()


def _collect(workers: list[_Worker]) -> Iterator[Outcome]:
    """Wait for a result or the next time limit; yield what ended."""
    busy = [worker for worker in workers if worker.job]
    if not busy:
        return
    now = time.monotonic()
    patience = min(worker.started + worker.job.limit - now for worker in busy if worker.job)
    ready = wait([worker.pipe for worker in busy], timeout=max(patience, 0))
    for worker in busy:
        job = worker.job
        if job is None or (worker.pipe not in ready and not worker.late()):
            continue
        worker.job = None
        outcome = _receive(worker) if worker.pipe in ready else None
        if outcome is None:
            worker.retired = True
            outcome = _lost(job, worker)
        yield outcome


def _receive(worker: _Worker) -> Outcome | None:
    """Return the result, None when the worker died instead of sending one."""
    try:
        outcome, memory = worker.pipe.recv()
    except (EOFError, OSError):
        return None
    worker.done += 1
    lost = outcome.record.status == "lost"  # after a want of memory nothing is sure
    worker.retired = lost or worker.done >= MAX_TASKS or memory > MAX_MEMORY
    return outcome  # type: ignore[no-any-return]


def _lost(job: Job, worker: _Worker) -> Outcome:
    seconds = round(time.monotonic() - worker.started, 3)
    if seconds >= job.limit:
        return Outcome(give_up(job, "timeout", Limits(job.limit, job.memory).over_time, seconds))
    worker.process.join(GRACE)
    code = worker.process.exitcode
    how = f"signal {-code}" if code is not None and code < 0 else f"status {code}"
    reason = f"the worker died ({how}), perhaps for want of memory; try again with fewer --jobs"
    return Outcome(give_up(job, "lost", reason, seconds))


def give_up(job: Job, status: Status, reason: str, seconds: float = 0.0) -> SourceRecord:
    """Return the record of a document whose worker did not come back."""
    return SourceRecord(
        job.source, None, status, reason=reason, program=job.program, seconds=seconds
    )


def _serve(pipe: Connection, work: Work) -> None:
    """Run jobs until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    parent = multiprocessing.parent_process()  # the batch, not the fork server
    if parent is not None:
        die_when_closed(parent.sentinel)
    lead_group()
    while True:
        try:
            job: Job = pipe.recv()
        except EOFError:
            return
        limit_memory(job.memory)
        with dies_after(job.limit + GRACE):
            outcome = work(job)
        try:
            pipe.send((outcome, _peak_memory()))
        except (BrokenPipeError, ConnectionError):
            return


def _peak_memory() -> int:
    """Return the peak memory of this process in bytes, 0 where it is unknown."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
