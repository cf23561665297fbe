"""Writing a file whole or not at all.

A file appears under its name only when its bytes are on the disk: temporary sibling, `fsync`,
`os.replace`. A process killed in between leaves a temporary file, which the next batch removes.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

#: names of temporary files; short, because the final name may be as long as the disk allows
PREFIX, SUFFIX = ".pst-", ".part"


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path`; readers see the old file or the new one."""
    if path.is_dir():
        raise IsADirectoryError(21, "it is a directory", str(path))
    temporary = path.with_name(f"{PREFIX}{secrets.token_hex(6)}{SUFFIX}")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> int:
    """Remove the temporary files of killed processes; return how many there were."""
    found = [*folder.glob(f"{PREFIX}*{SUFFIX}"), *folder.glob(f".pst/read/{PREFIX}*{SUFFIX}")]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)
