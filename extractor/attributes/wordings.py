"""Load the wordings of this package: the TOML files beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def wordings(name: str) -> dict[str, Any]:
    """Return the content of `name`.toml without its note on the source (not to be changed)."""
    text = (files("extractor.attributes") / f"{name}.toml").read_text(encoding="utf-8")
    return {key: value for key, value in tomllib.loads(text).items() if key != "source"}
