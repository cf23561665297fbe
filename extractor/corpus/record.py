"""The record of a run: what became of each source.

`run.json` is a function of the sources, the program and its options: written twice, it is the same
but for `seconds`, the time that each extraction took. While a batch runs, each result is appended
to a journal, so that a killed batch loses only the documents in hand; the next one starts from the
record and the journal, and a torn last line of the journal is passed over.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO, Any, Literal

from extractor.corpus.files import write_atomically
from extractor.foreign import parse_json

RECORD_VERSION = "1.0"
RUN_FILE = "run.json"
#: state of a batch in the output folder: the lock and the journal
STATE_FOLDER = ".pst"

Status = Literal["extracted", "no-plan", "no-document", "unreadable", "failed", "timeout", "lost"]
STATUSES: tuple[Status, ...] = (
    "extracted",  # a plan, without errors
    "no-plan",  # read, but it holds no plan; the JSON keeps its text
    "no-document",  # a picture, data, a program: left out, and no failure
    "unreadable",  # bad input
    "failed",  # an error of ours
    "timeout",  # it took longer than the limit
    "lost",  # the worker died, or the output could not be written
)
#: whose cause may lie outside of the document: tried again by every batch
TRANSIENT: frozenset[Status] = frozenset({"timeout", "lost"})
#: remarks on what may go better next time
PASSING: frozenset[str] = frozenset({"ocr-failed"})


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What became of one source; `output` is a file name in the output folder.

    `kept` marks an output that stems from a former version of the source, because this one gave
    none. `counts` are nodes by level, `diagnostics` are remarks by code.
    """

    source: str
    output: str | None
    status: Status
    reason: str | None = None
    sha256: str | None = None
    size_bytes: int | None = None
    program: str | None = None
    plan_id: str | None = None
    institution: str | None = None
    term: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    diagnostics: dict[str, int] = field(default_factory=dict)
    output_sha256: str | None = None
    kept: bool = False
    vanished: bool = False
    seconds: float = 0.0

    @property
    def passing(self) -> bool:
        """Its failure may lie outside of the document: the next batch tries again."""
        return self.status in TRANSIENT or not PASSING.isdisjoint(self.diagnostics)

    @property
    def good(self) -> bool:
        """A plan was extracted."""
        return self.status == "extracted"

    @property
    def bad(self) -> bool:
        """It is a document, and gave no plan."""
        return self.status not in ("extracted", "no-document")


class BadRecord(ValueError):
    """The output folder's `run.json` is not a record of ours."""


def load_records(output: Path) -> dict[str, SourceRecord]:
    """Return the records by source: those of `run.json`, then those of the journal."""
    records = {record.source: record for record in _load_run(output / RUN_FILE)}
    journal = _journal(output)
    if journal.exists():
        for line in journal.read_bytes().splitlines():
            try:
                record = _parse(parse_json(line))
            except (ValueError, TypeError, AttributeError):
                continue  # torn by the kill
            records[record.source] = record
    return records


def _load_run(path: Path) -> list[SourceRecord]:
    if not path.exists():
        return []
    try:
        data = parse_json(path.read_bytes())
        if data["record_version"] != RECORD_VERSION:
            raise BadRecord(f"{path.name} is of another version")
        return [_parse(item) for item in data["sources"]]
    except BadRecord:
        raise
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BadRecord(f"{path.name} is not a record of `pst batch`") from None


def _parse(data: Mapping[str, Any]) -> SourceRecord:
    known = {item.name for item in fields(SourceRecord)}
    record = SourceRecord(**{key: value for key, value in data.items() if key in known})
    if record.status not in STATUSES or Path(record.output or "").name != (record.output or ""):
        raise ValueError("not a record")
    return record


def _journal(output: Path) -> Path:
    return output / STATE_FOLDER / "journal.jsonl"


def start_run(output: Path) -> str:
    """Take the output folder: return a new name for this batch, which its workers look for."""
    run = secrets.token_hex(8)
    write_atomically(output / STATE_FOLDER / "run", run.encode())
    return run


def read_run(output: Path) -> str:
    """Return the name of the batch that holds the output folder."""
    try:
        return (output / STATE_FOLDER / "run").read_text("ascii")
    except (OSError, ValueError):
        return ""


def read_announced(output: Path) -> frozenset[str]:
    """Return the outputs that a batch, killed since, had begun to write."""
    try:
        names = parse_json((output / STATE_FOLDER / "announced.json").read_bytes())
    except (OSError, ValueError):
        return frozenset()
    return frozenset(name for name in names if isinstance(name, str))


def announce(output: Path, names: Iterable[str]) -> None:
    """Say which outputs this batch may write, before it does; a kill leaves them without record."""
    content = json.dumps(sorted(names), ensure_ascii=False).encode()
    write_atomically(output / STATE_FOLDER / "announced.json", content)


def open_journal(output: Path) -> IO[str]:
    """Open the journal for appending; a torn line before it is closed first."""
    stream = _journal(output).open("a", encoding="utf-8")
    if stream.tell():
        stream.write("\n")
    return stream


def append(journal: IO[str], record: SourceRecord) -> None:
    """Add a result; it survives the death of this process."""
    journal.write(json.dumps(asdict(record), ensure_ascii=False) + "\n")
    journal.flush()


def write_run(output: Path, records: Iterable[SourceRecord], program: Mapping[str, Any]) -> None:
    """Write `run.json`, then forget the journal."""
    ordered = sorted(records, key=lambda record: record.source)
    present = [record for record in ordered if not record.vanished]
    statuses: Counter[str] = Counter(record.status for record in present)
    levels: Counter[str] = Counter()
    for record in present:
        levels.update(record.counts)
    data: dict[str, Any] = {
        "record_version": RECORD_VERSION,
        "extractor": dict(program),
        "totals": {
            "sources": len(present),
            **{status: statuses[status] for status in STATUSES},
            "vanished": len(ordered) - len(present),
            "nodes": levels.total(),
        },
        "duplicates": find_duplicates(present),
        "versions": find_versions(present),
        "sources": [asdict(record) for record in ordered],
    }
    content = (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()
    path = output / RUN_FILE
    if not path.exists() or path.read_bytes() != content:
        write_atomically(path, content)
    _journal(output).unlink(missing_ok=True)


def find_duplicates(records: Iterable[SourceRecord]) -> list[list[str]]:
    """Return the groups of sources that are the same document, byte for byte."""
    return _groups((record.sha256, record.source) for record in records if record.sha256)


def find_versions(records: Iterable[SourceRecord]) -> list[list[str]]:
    """Return the groups of different documents that are one institution's plan of one term."""
    first: dict[tuple[str | None, str], SourceRecord] = {}
    for record in sorted(records, key=lambda item: item.source):
        if record.good and record.institution and record.term:
            first.setdefault((record.sha256, record.institution), record)
    return _groups(
        (f"{record.institution.casefold()} {record.term}", record.source)
        for record in first.values()
        if record.institution
    )


def _groups(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for key, source in pairs:
        groups.setdefault(key, []).append(source)
    return sorted(sorted(group) for group in groups.values() if len(group) > 1)
