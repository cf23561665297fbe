"""How a batch is told: a bar on a terminal, plain lines elsewhere, a table at the end."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from extractor.cli.files import display_name, make_console, say
from extractor.corpus.batch import Result
from extractor.corpus.job import Outcome
from extractor.corpus.record import STATUSES, SourceRecord
from extractor.corpus.sources import is_url
from extractor.terminal import safe, safe_lines

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

#: status → what the table says of it
MEANINGS = {
    "extracted": "plans extracted",
    "no-plan": "documents that hold no plan",
    "unreadable": "documents that cannot be read",
    "failed": "errors of the program",
    "timeout": "over the time limit",
    "lost": "workers lost, outputs not written",
}
MAX_GROUPS = 20  # duplicates and versions listed; run.json has them all


class Progress:
    """Receives the outcomes of a batch and tells them."""

    def __init__(self, folder: Path, *, quiet: bool) -> None:
        self._folder = folder
        self._console = make_console(stderr=True)
        self._quiet = quiet
        self._total = self._count = 0
        self._bar: Bar | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar:
            self._bar.stop()

    def start(self, total: int) -> None:
        """Begin with `total` documents to extract."""
        self._total = total
        if total and self._console.is_terminal and not self._quiet:
            from rich import progress

            columns = (
                progress.TextColumn("{task.completed}/{task.total}"),
                progress.BarColumn(),
                progress.TimeRemainingColumn(),
                progress.TextColumn("{task.description}"),
            )
            self._bar = progress.Progress(*columns, console=self._console, transient=True)
            self._bar.start()
            self._bar.add_task("", total=total)

    def done(self, outcome: Outcome) -> None:
        """Tell one outcome; errors of ours with their traceback."""
        self._count += 1
        record = outcome.record
        if self._bar:
            self._bar.update(self._bar.task_ids[0], advance=1, description=self._name(record))
        elif record.good and not self._quiet:
            line = f"[{self._count}/{self._total}] {self._name(record)}: {_counts(record)}"
            self._say(safe(line))
        if outcome.error:
            self._say(safe_lines(outcome.error.rstrip()))

    def _name(self, record: SourceRecord) -> str:
        return safe(shown(record.source, self._folder))

    def _say(self, line: str) -> None:
        self._console.out(line, highlight=False)


def shown(key: str, folder: Path) -> str:
    """Return a source as the user would type it: below the current folder, else from the root."""
    if is_url(key):
        return key
    path = os.path.normpath(folder.absolute().parent / key)
    here = os.path.relpath(path)
    return display_name(path if here.startswith("..") else here)


def _counts(record: SourceRecord) -> str:
    return ", ".join(f"{count} {level}" for level, count in record.counts.items())


def print_result(result: Result, folder: Path, *, quiet: bool) -> None:
    """Name every bad source in one line, then print the table."""
    for record in result.bad:
        kept = "; the output of its former version is kept" if record.kept else ""
        say(f"pst: {shown(record.source, folder)}: {record.reason}{kept}")
    for problem in result.problems:
        say(f"pst: {problem}")
    if quiet:
        return
    for line in _remarks(result, folder):
        say(line)
    if not result.records:
        say("no document found")
        return
    from rich.table import Table

    statuses = Counter(record.status for record in result.records)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    for status in STATUSES:
        if statuses[status]:
            style = "green" if status == "extracted" else "yellow"
            table.add_row(str(statuses[status]), f"[{style}]{MEANINGS[status]}[/]")
    nodes = sum(sum(record.counts.values()) for record in result.records)
    table.add_row(str(nodes), "objectives, projects and actions")
    make_console(stderr=True).print(table)
    did = f"{result.done} documents read" if result.done else "nothing to do: all is up to date"
    say(f"{did}; the record is {display_name(folder / 'run.json')}")


def _remarks(result: Result, folder: Path) -> list[str]:
    verb = "removed" if result.pruned else "kept, --prune removes it"
    lines = [f"vanished: {shown(item.source, folder)} (output {verb})" for item in result.vanished]
    lines += [
        f"edited by hand, kept: {name} (`pst correct` takes its changes)" for name in result.edited
    ]
    lines += [
        f"edited by hand, set aside: {name} (`pst correct` takes its changes as corrections)"
        for name in result.replaced
    ]
    for title, groups in (
        ("the same document", result.duplicates),
        ("the same institution and term", result.versions),
    ):
        lines += [
            f"{title}: {', '.join(shown(key, folder) for key in group)}"
            for group in groups[:MAX_GROUPS]
        ]
        if len(groups) > MAX_GROUPS:
            lines.append(f"{title}: {len(groups) - MAX_GROUPS} more groups in run.json")
    return lines
