"""The command line of the benchmarks that judge PDFs one by one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path


def judge_pdfs(description: str | None, report: Callable[[Sequence[Path]], Iterable[str]]) -> None:
    """Print the report on the PDFs named, and on those below the folders named."""
    parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path)
    paths: list[Path] = []
    for path in parser.parse_args().paths:
        paths += sorted(path.rglob("*.pdf")) if path.is_dir() else [path]
    if not paths:
        sys.exit("no PDF found")
    for line in report(paths):
        print(line, flush=True)
