"""Load the vocabularies of this package and turn their wordings into patterns.

The vocabularies are the TOML files beside this module; each says in `source` notes where its
wordings were seen. Patterns are matched on text folded by `extractor.text.fold`, whose result has
the length of the original, so that offsets hold for both.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from extractor.text import fold


def key(text: str) -> str:
    """Return what two spellings of one wording share: folded words and numbers, no punctuation.

    >>> key("Faim « zéro » !")
    'faim zero'
    """
    return " ".join(re.findall(r"[a-z0-9%]+", fold(text)))


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """Return the content of `name`.toml of this package (read once, not to be changed)."""
    text = (files("extractor.values") / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def alternation(forms: Iterable[str]) -> str:
    """Return a regex fragment for any of the plain-text `forms`, folded, the longest first.

    A blank of a form stands for any run of blanks; blanks may stand around a hyphen and after an
    apostrophe.
    """
    folded = sorted({fold(form) for form in forms}, key=lambda form: (-len(form), form))
    return "|".join(_loose(form) for form in folded)


def _loose(form: str) -> str:
    escaped = re.escape(form).replace(r"\ ", r"\s+").replace("'", r"'\s?")
    return re.sub(r"(?<=\w)\\-(?=\w)", r"\\s?-\\s?", escaped)
