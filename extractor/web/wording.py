"""What the page says in French: labels of fields, kinds of corrections, reasons."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words() -> dict[str, Any]:
    """Return the wordings of `french.toml`."""
    return tomllib.loads(files(__package__).joinpath("french.toml").read_text("utf-8"))


def reason_in_french(reason: str) -> str:
    """Return a reason of ours in French; one that has no wording is returned as it is.

    >>> reason_in_french("a node cannot stand under itself")
    'Un élément ne peut pas se trouver sous lui-même.'
    """
    for known, french in words()["reason"].items():
        if known in reason:
            return str(french)
    return reason
