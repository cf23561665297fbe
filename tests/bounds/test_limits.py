"""The system ends what takes too long or too much; one line says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.limits import LimitReached, Limits, WorkFailed, run_limited
from tests.cli.test_commands import pst
from tests.corpus.plans import plan_text

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


class Ours(Exception):
    """An exception that the caller knows."""


def test_the_result_comes_back() -> None:
    assert run_limited(lambda: "é" * 1_000_000, Limits(), (Ours,)) == "é" * 1_000_000


def test_time_is_bounded() -> None:
    began = time.monotonic()
    with pytest.raises(LimitReached, match=r"more than 0\.3 s; raise --timeout"):
        run_limited(lambda: time.sleep(60), Limits(0.3), ())
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux refuses memory by this limit")
def test_memory_is_bounded() -> None:
    with pytest.raises(LimitReached, match="more than 300 MB of memory; raise --max-memory"):
        run_limited(lambda: len(bytearray(1 << 30)), Limits(60, 300), ())


def test_a_death_is_one_line() -> None:
    with pytest.raises(LimitReached, match="signal 9"):
        run_limited(lambda: os.kill(os.getpid(), signal.SIGKILL), Limits(60), ())


def test_our_exceptions_come_back_and_others_with_their_traceback() -> None:
    def ours() -> None:
        raise Ours("one line")

    def bug() -> None:
        raise ZeroDivisionError("a bug")

    with pytest.raises(Ours, match="one line"):
        run_limited(ours, Limits(60), (Ours,))
    with pytest.raises(WorkFailed, match="ZeroDivisionError: a bug") as caught:
        run_limited(bug, Limits(60), (Ours,))
    assert "Traceback" in caught.value.trace


def test_what_the_work_started_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "alive"
    script = (
        f"import time\nwhile True:\n open({str(note)!r}, 'w').write(str(time.time()))\n"
        " time.sleep(0.05)"
    )

    def work() -> None:
        subprocess.run([sys.executable, "-c", script], check=False)

    with pytest.raises(LimitReached):
        run_limited(work, Limits(3), ())
    last = note.stat().st_mtime_ns
    time.sleep(1)
    assert note.stat().st_mtime_ns == last


def test_extract_keeps_to_its_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "plan.txt"
    source.write_text(plan_text(), "utf-8")
    monkeypatch.setattr("extractor.pipeline.extract_bytes", lambda *_, **__: time.sleep(60))
    result = pst("extract", source, "--timeout", "1")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"pst: {source}: it took more than 1 s; raise --timeout\n"
