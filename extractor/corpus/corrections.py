"""Where corrections lie, and how a corrected output is written.

Beside `NAME.json` stands `NAME.corrections.json`, the person's file. In the state folder of the
output, `read/NAME.json.gz` is the plan as the program read it, and `read/NAME.state` says which
corrections and which output belong together. Everything is written whole or not at all, under one
lock a plan: a batch, a review page and a colleague's may work on the same folder.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from extractor.corpus.files import write_atomically
from extractor.corpus.record import STATE_FOLDER
from extractor.corrections.model import Corrections
from extractor.diagnostics import ExtractorError
from extractor.schema import Plan

SUFFIX = ".corrections.json"
LOCK_SECONDS = 30.0  # a writer holds the lock while it writes one file: far below a second


class BadCorrections(ExtractorError):
    """A corrections file that cannot be used. The message is one line."""


def corrections_path(output: Path) -> Path:
    """Return the corrections file of an output: `plan.json` has `plan.corrections.json`."""
    return output.with_name(output.name.removesuffix(".json") + SUFFIX)


def is_corrections(path: Path) -> bool:
    """Tell whether a path has the name of a corrections file."""
    return path.name.endswith(SUFFIX)


def read_corrections(output: Path) -> Corrections:
    """Return the corrections of an output, none when nobody made any."""
    path = corrections_path(output)
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Corrections()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise BadCorrections(f"{path.name}: it cannot be read ({reason})") from None
    return parse_corrections(content, path.name)


def parse_corrections(content: bytes, name: str) -> Corrections:
    """Return the corrections that a file holds; raise `BadCorrections` when it is none."""
    try:
        return Corrections.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "document"
        message = " ".join(first["msg"].split())
    raise BadCorrections(f"{name}: no corrections file: {place}: {message}; mend it or move it")


@dataclass(frozen=True, slots=True)
class Held:
    """An output whose lock is held: its reading, its corrections and itself may be written."""

    output: Path

    def read(self) -> Corrections:
        """Return the corrections as they are now."""
        return read_corrections(self.output)

    def write(self, corrections: Corrections) -> None:
        """Write the corrections file."""
        write_atomically(corrections_path(self.output), corrections.to_json().encode())

    def keep_reading(self, plan: Plan) -> None:
        """Keep the plan as the program read it."""
        path = reading_path(self.output)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, gzip.compress(plan.to_json().encode(), 3, mtime=0))

    def settle(self) -> None:
        """Note that the output on the disk is what its reading and its corrections give."""
        path = _state_path(self.output)
        state = {
            "corrections": _digest(corrections_path(self.output)),
            "output": _digest(self.output),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, (json.dumps(state) + "\n").encode())


@contextmanager
def hold(output: Path) -> Iterator[Held]:
    """Hold the lock of an output; raise `filelock.Timeout` when somebody never lets go of it."""
    from filelock import FileLock

    folder = output.parent / STATE_FOLDER / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / f"{output.name}.lock", timeout=LOCK_SECONDS):
        yield Held(output)


def reading_path(output: Path) -> Path:
    """Return where the plan as read is kept."""
    return output.parent / STATE_FOLDER / "read" / f"{output.name}.gz"


def _state_path(output: Path) -> Path:
    return output.parent / STATE_FOLDER / "read" / f"{output.name}.state"


def load_reading(output: Path) -> Plan | None:
    """Return the plan as the program read it; None when the output was made without a record."""
    try:
        content = gzip.decompress(reading_path(output).read_bytes())
        return Plan.model_validate_json(content)
    except (OSError, EOFError, ValidationError):
        return None


def is_ours(output: Path) -> bool:
    """Tell whether the output is what its reading and its corrections gave, corrections as now."""
    try:
        state = json.loads(_state_path(output).read_bytes())
    except (OSError, ValueError):
        return False
    return bool(
        state.get("output") == _digest(output)
        and state.get("corrections") == _digest(corrections_path(output))
    )


def is_written_by_us(output: Path) -> bool:
    """Tell whether the output was last written by us, whatever became of its corrections since."""
    try:
        state = json.loads(_state_path(output).read_bytes())
    except (OSError, ValueError):
        return False
    return bool(state.get("output") == _digest(output))


def needs_corrections(output: Path) -> bool:
    """Tell whether the corrections changed after the output was written by us."""
    return is_written_by_us(output) and not is_ours(output)


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def move_companions(old: Path, new: Path) -> None:
    """Let the corrections, the reading and the state follow an output to its new name."""
    for find in (corrections_path, reading_path, _state_path):
        if find(old).exists() and not find(new).exists():
            os.replace(find(old), find(new))


def edited_path(output: Path) -> Path:
    """Return where an output that somebody edited is kept when a new one takes its name."""
    return output.parent / STATE_FOLDER / "edited" / output.name


def set_aside(output: Path) -> None:
    """Keep a copy of an edited output; `pst correct` takes its changes as corrections."""
    path = edited_path(output)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(output, path)
    if reading_path(output).exists():  # what the person had before her when she edited
        shutil.copyfile(reading_path(output), path.with_name(f"{path.name}.gz"))


def forget_edited(output: Path) -> None:
    """Forget the edited copy: its changes are corrections now."""
    path = edited_path(output)
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}.gz").unlink(missing_ok=True)


def reading_of_edited(output: Path) -> Plan | None:
    """Return the reading that an edited copy was made from, where it was kept."""
    path = edited_path(output).with_name(f"{output.name}.gz")
    try:
        return Plan.model_validate_json(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValidationError):
        return None


def user_name() -> str:
    """Return the name under which decisions are signed unless another is given."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return os.environ.get("USER", "?")
