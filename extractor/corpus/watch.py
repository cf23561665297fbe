"""Watching folders: a batch now, and another one whenever something below them changes.

Changes are gathered until the folder has been quiet for a while, so that a document which is still
being copied is read once. Which documents are new is the batch's business, not the watcher's. When
another batch holds the output, the watcher comes back a little later.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from extractor.corpus.batch import Busy
from extractor.corpus.sources import is_temporary

QUIET = 1000  # milliseconds without a change before a batch starts
PATIENCE = 20_000  # milliseconds after which it starts in any case
TICK = 2000  # milliseconds between looks


def watch_folders(
    roots: Sequence[str],
    output: Path,
    run: Callable[[], object],
    stop: threading.Event | None = None,
) -> None:
    """Call `run` at once and after each change, until interrupted or `stop` is set."""
    from watchfiles import Change, watch

    ours = output.resolve()

    def concerns(change: Change, path: str) -> bool:
        return ours not in Path(path).resolve().parents and not is_temporary(Path(path).name)

    run()
    pending = True  # what changed between the first batch and the start of the watch
    for changes in watch(
        *roots,
        watch_filter=concerns,
        debounce=PATIENCE,
        step=QUIET,
        rust_timeout=TICK,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    ):
        if changes or pending:
            try:
                run()
                pending = False
            except Busy:
                pending = True
