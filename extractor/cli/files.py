"""What the commands share: reading sources, writing results, saying what went wrong."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from extractor.messages import tell

if TYPE_CHECKING:
    from rich.console import Console

BAD_SOURCE = 1
MISUSE = 2
INSTITUTION = "Who adopted it, whatever is printed: `CPAS de Trooz`."  # of --institution


def fail(message: str, status: int = BAD_SOURCE) -> NoReturn:
    """End with one line on standard error."""
    click.echo(f"pst: {tell(' '.join(message.split()))}", err=True)
    sys.exit(status)


def display_name(path: str | Path) -> str:
    """Return a path as valid text; bytes of a file name that are not UTF-8 become `�`."""
    return os.fsencode(path).decode("utf-8", "replace")


def require(path: str) -> Path:
    """Return the path; end with status 2 when nothing is there."""
    found = Path(path)
    try:
        found.stat()
    except (FileNotFoundError, NotADirectoryError):
        fail(f"{display_name(path)}: no such file; check the path", MISUSE)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        fail(f"{display_name(path)}: it cannot be reached ({reason.lower()})")
    return found


def write_output(content: bytes, destination: str | None) -> None:
    """Write to a file, whole or not at all, or to standard output (`-` or None)."""
    if destination in (None, "-"):
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from extractor.corpus.files import write_atomically

    path = Path(os.path.realpath(str(destination)))
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(content)  # /dev/null, a pipe: never replaced
        else:
            write_atomically(path, content)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        fail(f"{display_name(path)}: it cannot be written ({reason}); choose another", MISUSE)


def read_json(path: Path) -> Any:
    """Return the JSON of a file; raise `ValueError` with a one-line reason."""
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise ValueError(f"it cannot be read ({(error.strerror or '').lower()})") from None
    except RecursionError:
        raise ValueError("not JSON (nested too deeply)") from None
    except ValueError as error:
        raise ValueError(f"not JSON ({error})") from None


def make_console(*, stderr: bool = False, no_color: bool = False) -> Console:
    """Return a console: colours on a terminal only, 100 columns where there is none.

    What the terminal's encoding lacks is printed as `?`.
    """
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
    console = Console(stderr=stderr, no_color=no_color or None, highlight=False, soft_wrap=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = 100
    return console
