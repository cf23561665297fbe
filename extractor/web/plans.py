"""The plans of an output folder: what each is, how sure, how far its review has come.

Most of it stands in the record of the run and in the corrections files: 500 plans are listed
without reading one of them. A JSON that no batch knows is read once, and again when it changes.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from extractor.corpus.corrections import SUFFIX, corrections_path, is_corrections
from extractor.corpus.record import RUN_FILE, BadRecord, SourceRecord, load_records
from extractor.schema import Level

State = Literal["todo", "doing", "done"]
_UNSURE = ("low-confidence", "plan-uncertain", "numbering-parent-mismatch", "orphan-node")
_LEVELS = [level.value for level in Level]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the list. `risk` is the share of nodes that the program is unsure of, 0 to 1."""

    name: str
    institution: str
    document: str
    term: str
    counts: dict[str, int]
    state: State
    by: str
    corrections: int
    conflicts: int
    risk: float
    problem: str | None


@dataclass(frozen=True, slots=True)
class _Review:
    entries: int = 0
    state: State = "todo"
    by: str = ""


class PlanList:
    """The plans of a folder; what was read is kept until its file changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._reviews: dict[str, tuple[tuple[int, int], _Review]] = {}
        self._strangers: dict[str, tuple[tuple[int, int], PlanRow | None]] = {}
        self._records: tuple[Any, dict[str, SourceRecord]] = (None, {})

    def rows(self) -> list[PlanRow]:
        """Return the plans in the order of their names."""
        with self._lock:
            records = {r.output: r for r in self._load_records().values() if r.output}
            reviewed = {path.name for path in self.folder.glob(f"*{SUFFIX}")}
            found = []
            for path in sorted(self.folder.glob("*.json")):
                if path.name == RUN_FILE or is_corrections(path):
                    continue
                record = records.get(path.name)
                row = _from_record(path.name, record) if record else self._stranger(path)
                if row is None:
                    continue
                if corrections_path(path).name in reviewed:
                    # Counts and doubts are those of the corrected plan.
                    now = self._stranger(path)
                    row = replace(now, document=row.document) if now else row
                    row = _with_review(row, self._review(path))
                found.append(row)
            return found

    def path(self, name: str) -> Path | None:
        """Return the path of a plan in the folder, None for any other name."""
        path = self.folder / f"{name}.json"
        if path.parent != self.folder or path.name == RUN_FILE or is_corrections(path):
            return None
        return path if path.is_file() and Path(name).name == name else None

    def _load_records(self) -> dict[str, SourceRecord]:
        journal = self.folder / ".pst" / "journal.jsonl"
        stamps = tuple(_stamp(path) for path in (self.folder / RUN_FILE, journal))
        if self._records[0] != stamps:
            try:
                self._records = (stamps, load_records(self.folder))
            except BadRecord:
                self._records = (stamps, {})
        return self._records[1]

    def _review(self, output: Path) -> _Review:
        path = corrections_path(output)
        stamp = _stamp(path)
        known = self._reviews.get(path.name)
        if stamp is None or (known and known[0] == stamp):
            return known[1] if known else _Review()
        review = _read_review(path)
        self._reviews[path.name] = (stamp, review)
        return review

    def _stranger(self, path: Path) -> PlanRow | None:
        """Return the row of a plan that no batch recorded; None for other JSON."""
        stamp = _stamp(path)
        known = self._strangers.get(path.name)
        if stamp is None or (known and known[0] == stamp):
            return known[1] if known else None
        row = _read_plan(path)
        self._strangers[path.name] = (stamp, row)
        return row


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _from_record(name: str, record: SourceRecord) -> PlanRow:
    nodes = sum(record.counts.values())
    unsure = sum(record.diagnostics.get(code, 0) for code in _UNSURE)
    return PlanRow(
        name=name.removesuffix(".json"),
        institution=record.institution or "",
        document=record.source.rpartition("/")[2],
        term=record.term or "",
        counts={level: record.counts.get(level, 0) for level in _LEVELS},
        state="todo",
        by="",
        corrections=0,
        conflicts=record.diagnostics.get("correction-conflict", 0),
        risk=min(1.0, unsure / nodes) if nodes else 1.0,
        problem=None if record.good else record.status,
    )


def _with_review(row: PlanRow, review: _Review) -> PlanRow:
    return replace(row, state=review.state, by=review.by, corrections=review.entries)


def _read_review(path: Path) -> _Review:
    try:
        entries = json.loads(path.read_bytes())["entries"]
        marks = [e for e in entries if e["kind"] == "mark" and e.get("on") is None]
    except (OSError, ValueError, KeyError, TypeError):
        return _Review()
    if marks and marks[-1].get("to") == "done":
        return _Review(len(entries), "done", str(marks[-1].get("by", "")))
    if not entries:
        return _Review()
    return _Review(len(entries), "doing", str(entries[-1].get("by", "")))


def _read_plan(path: Path) -> PlanRow | None:
    try:
        data = json.loads(path.read_bytes())
        if "plan_id" not in data:
            return None
        term = data["term"]
        codes = Counter(item["code"] for item in data["diagnostics"])
        levels: Counter[str] = Counter()
        todo = list(data["tree"])
        while todo:
            node = todo.pop()
            levels[node["level"]] += 1
            todo += node["children"]
        who = data["institution"]
        nodes = levels.total()
        unsure = sum(codes[code] for code in _UNSURE)
        years = [str(year) for year in (term.get("start"), term.get("end")) if year]
        return PlanRow(
            name=path.name.removesuffix(".json"),
            institution=who.get("name") or who.get("printed_name") or "",
            document=data["source"]["filename"],
            term="-".join(years),
            counts={level: levels[level] for level in _LEVELS},
            state="todo",
            by="",
            corrections=0,
            conflicts=codes["correction-conflict"],
            risk=min(1.0, unsure / nodes) if nodes else 1.0,
            problem=None if nodes else "no-plan",
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
