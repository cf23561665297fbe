"""Documents dropped on the page: kept in `OUTPUT/documents`, read by a batch behind the page.

One at a time, in their order. The batch is a process of its own: a document that brings it down
brings down nothing else. A document of the same name is a new version: the former one is kept
under `documents/.former`, and the corrections go on with the plan.
"""

from __future__ import annotations

import hashlib
import queue
import re
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extractor.corpus.files import write_atomically
from extractor.corpus.originals import DOCUMENTS
from extractor.corpus.record import BadRecord, load_records
from extractor.corpus.sources import make_key

MAX_BYTES = 200_000_000  # of a document: a scan of 500 pages at 300 dpi is below
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


class TooLarge(ValueError):
    """A document that is not taken."""


@dataclass(slots=True)
class Upload:
    """A document that was dropped; `state` is waiting, reading, done or failed."""

    number: int
    filename: str
    state: str = "waiting"
    plan: str | None = None
    message: str = ""
    started: float = 0.0


class Intake:
    """The queue of documents to read."""

    def __init__(self, output: Path, *, nlp: bool = True) -> None:
        self.output, self._nlp = output, nlp
        self._uploads: list[Upload] = []
        self._queue: queue.Queue[tuple[Upload, Path]] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def add(self, filename: str, content: bytes) -> Upload:
        """Keep a document and put it in the queue."""
        if len(content) > MAX_BYTES:
            raise TooLarge(f"{MAX_BYTES // 1_000_000} MB at most")
        name = safe_name(filename)
        folder = self.output / DOCUMENTS
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        with self._lock:
            if path.exists() and path.read_bytes() != content:
                _keep_former(path)
            write_atomically(path, content)
            upload = Upload(len(self._uploads) + 1, name)
            self._uploads.append(upload)
            self._queue.put((upload, path))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
        return upload

    def state(self) -> list[dict[str, Any]]:
        """Return all documents dropped since the start, with how long the present one takes."""
        now = time.monotonic()
        with self._lock:
            rows = [asdict(upload) for upload in self._uploads]
        for row in rows:
            started = row.pop("started")
            row["seconds"] = round(now - started) if row["state"] == "reading" else 0
        return rows

    def _work(self) -> None:
        while True:
            upload, path = self._queue.get()
            upload.started, upload.state = time.monotonic(), "reading"
            command = [sys.executable, "-m", "extractor", "batch", str(path), "-o",
                       str(self.output), "--jobs", "1", "--quiet"]  # fmt: skip
            if not self._nlp:
                command.append("--no-nlp")
            run = subprocess.run(command, capture_output=True, text=True, errors="replace")
            self._tell(upload, path, run)

    def _tell(self, upload: Upload, path: Path, run: subprocess.CompletedProcess[str]) -> None:
        try:
            record = load_records(self.output).get(make_key(str(path), self.output))
        except BadRecord:
            record = None
        upload.plan = record.output.removesuffix(".json") if record and record.output else None
        if run.returncode == 0 and upload.plan:
            upload.state = "done"
            return
        lines = [line for line in run.stderr.splitlines() if line.strip()]
        upload.message = lines[-1].removeprefix("pst: ") if lines else "no reason was given"
        upload.state = "failed"


def safe_name(filename: str) -> str:
    """Return a file name that leads nowhere else.

    >>> safe_name("../../a b.pdf"), safe_name(".."), safe_name(".caché")
    ('a b.pdf', 'document', 'caché')
    """
    name = filename.replace("\\", "/").rpartition("/")[2]
    name = _UNSAFE.sub("_", name).strip(" .~")
    while len(name.encode()) > 200:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[:-1]}{dot}{ending}" if stem else name[:-1]
    return name or "document"


def _keep_former(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    folder = path.parent / ".former"
    folder.mkdir(exist_ok=True)
    path.replace(folder / f"{path.stem}-{digest}{path.suffix}")
