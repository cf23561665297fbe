"""What may happen to a worker; the document's name says what."""

from __future__ import annotations

import os
import re
import signal

from extractor.corpus.job import Job, Outcome
from extractor.corpus.record import SourceRecord


def misbehave(job: Job) -> Outcome:
    """Hang in C code, die, or answer with the number of this process."""
    if job.source == "hang":
        re.match(r"(a+)+$", "a" * 60 + "b")
    if job.source == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if job.source == "greedy":
        try:
            bytearray(1 << 30)
        except MemoryError:
            return Outcome(SourceRecord(job.source, None, "lost"))
    if job.source == "exit":
        os._exit(3)
    return Outcome(SourceRecord(job.source, None, "extracted", reason=str(os.getpid())))
