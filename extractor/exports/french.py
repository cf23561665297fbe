"""French wordings of the contract's values, read from `french.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LIST_SEPARATOR = " ; "


@cache
def _wordings() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("french.toml").read_text("utf-8"))


def french(kind: str, value: str | None) -> str | None:
    """Return the French wording of `value`, a member of the list `kind`; else `value` itself."""
    return None if value is None else _wordings()[kind].get(value, value)


def wordings(kind: str) -> dict[str, str]:
    """Return value → French wording of a list."""
    return _wordings()[kind]
