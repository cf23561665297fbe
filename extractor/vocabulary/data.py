"""Read and check the vocabulary files beside this module."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any

from extractor.diagnostics import LayoutError

_HERE = Path(__file__).parent


def load(name: str) -> dict[str, Any]:
    """Read a vocabulary file; raise `LayoutError` when it is not valid TOML."""
    try:
        return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(f"{name}: {error}") from error


def check_keys(entry: dict[str, Any], allowed: set[str], where: str) -> None:
    """Refuse unknown keys, naming the nearest known one."""
    for key in entry:
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise LayoutError(f"{where}: unknown key {key!r}{hint}")
