"""What the commands share: reading sources, writing results, saying what went wrong."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from extractor.foreign import parse_json
from extractor.messages import tell
from extractor.terminal import escape_json, safe, safe_lines

if TYPE_CHECKING:
    from rich.console import Console

BAD_SOURCE = 1
MISUSE = 2
INSTITUTION = "Who adopted it, whatever is printed: `CPAS de Trooz`."  # of --institution


def say(line: object, *, err: bool = True) -> None:
    """Print one line, on standard error unless told otherwise; nothing in it commands a terminal.

    Every command speaks through this function, `fail`, `write_text` or a console of rich.
    """
    click.echo(safe(line), err=err)


def fail(message: str, status: int = BAD_SOURCE) -> NoReturn:
    """End with one line on standard error."""
    say(f"pst: {tell(' '.join(message.split()))}")
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


def write_text(text: str, destination: str | None) -> None:
    """Write what people read: no line of it commands a terminal, now or when the file is shown."""
    write_output(f"{safe_lines(text.rstrip())}\n".encode(), destination)


def write_output(content: bytes, destination: str | None) -> None:
    """Write to a file, whole or not at all, or to standard output (`-` or None).

    JSON on a terminal has its control characters escaped; elsewhere its bytes are as they are.
    """
    if destination in (None, "-"):
        if sys.stdout.isatty():
            content = escape_json(content.decode("utf-8", "replace")).encode()
        try:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            fail(f"standard output: it cannot be written ({reason})")
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
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(f"it cannot be read ({(error.strerror or '').lower()})") from None
    return parse_json(data)


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
