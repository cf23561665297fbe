"""The batch on more than one machine, through Dask distributed (extra `[cluster]`).

The workers read documents by path or URL and write the outputs themselves: they must see the same
paths as the batch, and have the same program installed. A task whose worker dies is given to
another one; one that kills several workers is reported as lost. Workers should have one thread
(`dask worker ADDRESS --nthreads 1`): only then is the time limit enforced, by ending the worker,
which its nanny starts again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from functools import cache
from typing import Any

from extractor.corpus.job import Job, Outcome, run_job
from extractor.corpus.pool import give_up
from extractor.corpus.program import find_program
from extractor.limits import dies_after

RETRIES = 2  # of a task whose result was lost with its worker, besides the scheduler's own
CONNECT = "30s"


class ClusterError(RuntimeError):
    """The cluster cannot be used. The message is one line."""


def run_cluster(jobs: Sequence[Job], address: str) -> Iterator[Outcome]:
    """Yield the outcome of each job as it comes."""
    try:
        import distributed
    except ImportError:
        raise ClusterError(
            "--scheduler needs Dask distributed; install pst-extractor[cluster]"
        ) from None
    try:
        client: Any = _untyped(distributed).Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise ClusterError(f"no scheduler at {address} ({reason}); check the address") from None
    with client:
        futures = client.map(run_on_worker, jobs, retries=RETRIES, pure=False, batch_size=200)
        waiting = {future.key: job for future, job in zip(futures, jobs, strict=True)}
        completed = _untyped(distributed).as_completed(futures, loop=client.loop)
        del futures
        for future in completed:
            yield _outcome(future, waiting.pop(future.key))
            future.release()


def _untyped(module: Any) -> Any:
    """Return a module whose functions carry no types."""
    return module


def _outcome(future: Any, job: Job) -> Outcome:
    if future.status == "finished":
        outcome: Outcome = future.result()
        return outcome
    error = future.exception() if future.status == "error" else None
    why = type(error).__name__ if error else future.status
    reason = f"its workers died ({why}): over {job.limit:g} s, or for want of memory"
    return Outcome(give_up(job, "lost", f"{reason}; look at the workers' logs"))


def run_on_worker(job: Job) -> Outcome:
    """Run a job inside a Dask worker."""
    if not f"{job.program} ".startswith(f"{_program(job.nlp)} "):
        reason = "the worker runs another program or model; install the same version on it"
        return Outcome(give_up(job, "lost", reason))
    with dies_after(job.limit) if _has_one_thread() else nullcontext():
        return run_job(job)


@cache
def _program(nlp: bool) -> str:
    return find_program(nlp=nlp).identity


def _has_one_thread() -> bool:
    from distributed import get_worker

    return bool(get_worker().state.nthreads == 1)
