"""How a batch is told: a bar on a terminal, plain lines elsewhere, a table at the end.

The bar names the document that has been at work the longest, with its seconds. `verbose` adds a
line when a document begins, and its time and remarks when it ends.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from extractor.cli.files import display_name, make_console, say
from extractor.corpus.batch import Result
from extractor.corpus.job import Outcome
from extractor.corpus.record import STATUSES, SourceRecord
from extractor.corpus.sources import is_url
from extractor.messages import language, level_name, tell
from extractor.terminal import safe, safe_lines

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

#: status → what the table says of it
MEANINGS = {
    "extracted": "{0|plan extracted|plans extracted}",
    "no-plan": "{0|document that holds|documents that hold} no plan",
    "no-document": "{0|file that is no document|files that are no documents}, left out",
    "unreadable": "{0|document that cannot be read|documents that cannot be read}",
    "failed": "{0|error|errors} of the program",
    "timeout": "over the time limit",
    "lost": "{0|worker|workers} lost, {0|output|outputs} not written",
}
MAX_GROUPS = 20  # duplicates and versions listed; run.json has them all


class Progress:
    """Receives the outcomes of a batch and tells them."""

    def __init__(self, folder: Path, *, quiet: bool, verbose: bool = False) -> None:
        self._folder = folder
        self._console = make_console(stderr=True)
        self._quiet, self._verbose = quiet, verbose
        self._at_work: dict[str, float] = {}  # source → when it began, the oldest first
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
            self._bar = self._make_bar()
            self._bar.start()
            self._bar.add_task("", total=total)

    def _make_bar(self) -> Bar:
        from rich import progress
        from rich.table import Column
        from rich.text import Text

        owner = self

        class AtWork(progress.ProgressColumn):
            def render(self, task: progress.Task) -> Text:
                return Text(owner.at_work())

        return progress.Progress(
            progress.TextColumn("{task.completed}/{task.total}"),
            progress.BarColumn(20),
            progress.TimeElapsedColumn(),
            AtWork(Column(no_wrap=True, overflow="ellipsis")),
            console=self._console,
            transient=True,
        )

    def at_work(self) -> str:
        """Return what the bar says: the document at work the longest, its seconds, and how many
        others are."""
        for source, began in self._at_work.items():
            name = Path(shown(source, self._folder)).name
            seconds = int(time.monotonic() - began)
            others = len(self._at_work) - 1
            more = tell(" (and {0} {0|other|others})", others) if others else ""
            return safe(f"{name}, {seconds} s{more}")
        return ""

    def begin(self, source: str) -> None:
        """Tell that a worker begins a document."""
        self._at_work[source] = time.monotonic()
        if self._verbose:
            self._say(safe(tell("{0}: begun", shown(source, self._folder))))

    def done(self, outcome: Outcome) -> None:
        """Tell one outcome; errors of ours with their traceback."""
        self._count += 1
        record = outcome.record
        self._at_work.pop(record.source, None)
        if self._bar:
            self._bar.update(self._bar.task_ids[0], advance=1)
        if (record.good and not self._quiet and not self._bar) or self._verbose:
            said = _counts(record) or tell(record.reason or record.status)
            line = f"[{self._count}/{self._total}] {tell('{0}: {1}', self._name(record), said)}"
            self._say(safe(line + (_more(record) if self._verbose else "")))
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
    return ", ".join(f"{n} {level_name(level, n)}" for level, n in record.counts.items())


def _more(record: SourceRecord) -> str:
    """Return time and kinds of remarks of a document, for `--verbose`."""
    kinds = ", ".join(f"{code} ×{n}" if n > 1 else code for code, n in record.diagnostics.items())
    seconds = f"{record.seconds or 0:.1f}"
    if language() == "fr":
        seconds = seconds.replace(".", ",")
    return f" · {seconds} s" + (f" · {kinds}" if kinds else "")


def print_result(result: Result, folder: Path, *, quiet: bool) -> None:
    """Name every bad source in one line, then print the table."""
    for record in result.bad:
        kept = tell("; the output of its former version is kept") if record.kept else ""
        reason = tell(record.reason or "")
        say(f"pst: {tell('{0}: {1}', shown(record.source, folder), reason)}{kept}")
    for problem in result.problems:
        say(f"pst: {tell(problem)}")
    if quiet:
        return
    for line in _remarks(result, folder):
        say(line)
    if not result.records:
        say(tell("no document found"))
        return
    from rich.table import Table

    statuses = Counter(record.status for record in result.records)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    for status in STATUSES:
        if statuses[status]:
            style = "green" if status == "extracted" else "yellow"
            meaning = tell(MEANINGS[status], statuses[status])
            table.add_row(str(statuses[status]), f"[{style}]{meaning}[/]")
    nodes = sum(sum(record.counts.values()) for record in result.records)
    kinds = "{0|objective, project or action|objectives, projects and actions}"
    table.add_row(str(nodes), tell(kinds, nodes))
    make_console(stderr=True).print(table)
    run = display_name(folder / "run.json")
    if result.done:
        did = tell("{0} {0|document|documents} read; the record is {1}", result.done, run)
    else:
        did = tell("nothing to do: all is up to date; the record is {0}", run)
    say(did)


def _remarks(result: Result, folder: Path) -> list[str]:
    gone = (
        "vanished: {0} (output removed)"
        if result.pruned
        else "vanished: {0} (output kept, --prune removes it)"
    )
    lines = [tell(gone, shown(item.source, folder)) for item in result.vanished]
    edited = "edited by hand, kept: {0} (`pst correct` takes its changes)"
    lines += [tell(edited, name) for name in result.edited]
    aside = "edited by hand, set aside: {0} (`pst correct` takes its changes as corrections)"
    lines += [tell(aside, name) for name in result.replaced]
    others = [shown(r.source, folder) for r in result.records if r.status == "no-document"]
    if others:
        lines.append(tell("no documents, left out: {0}", ", ".join(others[:MAX_GROUPS])))
        if len(others) > MAX_GROUPS:
            lines.append(tell("and {0} more", len(others) - MAX_GROUPS))
    for template, groups in (
        ("the same document: {0}", result.duplicates),
        ("the same institution and term: {0}", result.versions),
    ):
        lines += [
            tell(template, ", ".join(shown(key, folder) for key in group))
            for group in groups[:MAX_GROUPS]
        ]
        if len(groups) > MAX_GROUPS:
            more = tell("{0} more groups in run.json", len(groups) - MAX_GROUPS)
            lines.append(tell(template, more))
    return lines
