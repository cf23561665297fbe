"""Where the document of an output lies: as the record of the run names it, else by its name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.schema import Plan

DOCUMENTS = "documents"  # folder of the output that holds what was dropped on the review page


@dataclass(frozen=True, slots=True)
class Found:
    """Where the source of a plan lies; `same` tells whether it is the document that was read."""

    path: Path
    same: bool


def find_source(output: Path, plan: Plan) -> Found | None:
    """Return the source of an output: as the record of the run names it, else by its name."""
    for path in _places(output, plan):
        try:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            continue
        return Found(path, digest == plan.source.sha256)
    return None


def _places(output: Path, plan: Plan) -> Iterator[Path]:
    try:
        record = json.loads((output.parent / "run.json").read_bytes())
        sources = [item for item in record["sources"] if item.get("output") == output.name]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        sources = []
    for item in sources:
        if "://" not in str(item.get("source")):
            yield output.absolute().parent.parent / str(item["source"])
    yield output.parent / DOCUMENTS / plan.source.filename
