"""Limits of memory and time that the operating system enforces.

A document may make a library loop in C code or ask for all memory; no exception ends that. So work
on a document runs in a process of its own: the system refuses it memory above the limit, which
Python sees as `MemoryError`, and its parent kills it, with all that it started, when its time is
up. When the parent itself dies, so does the process. Layer 0.

Memory is what a process may write to (`RLIMIT_DATA`): pages of programs and models that all
processes share do not count. Systems without `fork` (Windows) run the work in place, unlimited.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import pickle
import select
import selectors
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

SECONDS = 300.0  # default for a document; scans of hundreds of pages need more
MEMORY = 4096  # megabytes, default for a document; the largest plans need a tenth
GRACE = 10.0  # seconds beyond the limit after which a process whose parent is dead ends itself
_PR_SET_PDEATHSIG = 1  # of <sys/prctl.h>
_READ = 1 << 16
_T = TypeVar("_T")


class LimitReached(Exception):
    """The work passed a limit or died. The message is one line."""


class WorkFailed(Exception):
    """The work raised an exception that is not ours; `trace` is its traceback."""

    def __init__(self, message: str, trace: str) -> None:
        super().__init__(message)
        self.trace = trace


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one document: wall-clock seconds, and megabytes of memory."""

    seconds: float = SECONDS
    memory: int = MEMORY

    @property
    def over_time(self) -> str:
        """What to say of work that took too long."""
        return f"it took more than {self.seconds:g} s; raise --timeout"

    @property
    def over_memory(self) -> str:
        """What to say of work that wanted too much."""
        return f"it needs more than {self.memory} MB of memory; raise --max-memory"


def limit_memory(megabytes: int) -> None:
    """Let this process write to no more memory than that, nor any process it starts."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = megabytes << 20
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def die_with_parent() -> None:
    """Have the system kill this process when the one that started it dies (Linux)."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def die_when_closed(descriptor: int) -> None:
    """Have the system kill this process when the other end of a pipe is closed.

    For a process whose parent is not the one that gave it work: the signal `SIGIO` ends it, even
    inside C code that never returns.
    """
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
        flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_ASYNC)
        if select.select([descriptor], [], [], 0)[0]:
            os._exit(1)  # closed before


def lead_group() -> None:
    """Make this process lead a group of its own, so that `kill_group` ends what it started."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpgid(0, 0)


def kill_group(pid: int) -> None:
    """Kill a process that leads a group, with the programs it started."""
    with contextlib.suppress(OSError, AttributeError):
        os.killpg(pid, signal.SIGKILL)


@contextmanager
def dies_after(seconds: float) -> Iterator[None]:
    """End this process if the block takes longer, even inside C code that never returns."""
    with open(os.devnull, "w") as silent:
        faulthandler.dump_traceback_later(seconds, exit=True, file=silent)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def run_limited(work: Callable[[], _T], limits: Limits, ours: tuple[type[Exception], ...]) -> _T:
    """Return what `work` returns, done in a process of its own within `limits`.

    What it returns must be picklable. Exceptions of the types `ours` are raised again here,
    others become `WorkFailed`; a limit that is passed raises `LimitReached`.
    """
    if not hasattr(os, "fork"):
        return work()
    readable, writable = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        os.close(readable)
        _serve(work, limits, ours, writable)
    os.close(writable)
    try:
        answer = _receive(readable, time.monotonic() + limits.seconds)
        if answer is None:
            raise LimitReached(limits.over_time)
    finally:
        os.close(readable)
        kill_group(pid)
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    kind: str = "died"
    value: Any = os.waitstatus_to_exitcode(status)
    if answer:
        kind, value = pickle.loads(answer)
    if kind == "done":
        result: _T = value
        return result
    if kind == "ours":
        raise value
    if kind == "memory":
        raise LimitReached(limits.over_memory)
    if kind == "bug":
        raise WorkFailed(*value)
    how = f"signal {-value}" if value < 0 else f"status {value}"
    raise LimitReached(f"reading it ended this program ({how}), perhaps for want of memory")


def _receive(readable: int, deadline: float) -> bytes | None:
    """Return all that the child sends, b"" when it dies without a word, None at the deadline."""
    parts: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(readable, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0:
            if selector.select(left):
                part = os.read(readable, _READ)
                if not part:
                    return b"".join(parts)
                parts.append(part)
    return None


def _serve(
    work: Callable[[], Any], limits: Limits, ours: tuple[type[Exception], ...], writable: int
) -> NoReturn:
    """Be the child: work, send the answer, end without a trace in the parent's streams."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        die_with_parent()
        lead_group()
        limit_memory(limits.memory)
        with dies_after(limits.seconds + GRACE):
            answer = _answer(work, ours)
        while answer:
            answer = answer[os.write(writable, answer) :]
        status = 0
    finally:
        os._exit(status)


def _answer(work: Callable[[], Any], ours: tuple[type[Exception], ...]) -> bytes:
    try:
        try:
            return pickle.dumps(("done", work()))
        except MemoryError:
            return pickle.dumps(("memory", None))
        except ours as error:
            return pickle.dumps(("ours", error))
        except Exception as error:
            if "out of memory" in str(error).lower():  # of lxml and SQLite
                return pickle.dumps(("memory", None))
            text = f"{type(error).__name__}: {error}"
            return pickle.dumps(("bug", (text, traceback.format_exc())))
    except MemoryError:
        return pickle.dumps(("memory", None))
