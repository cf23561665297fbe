"""Say who pays: find funding sources in a budget's words (vocabulary: funding.toml)."""

from __future__ import annotations

import re
from functools import cache

from extractor.text import fold
from extractor.values.folding import alternation, vocabulary

#: the values of the output, in the order of the vocabulary
KINDS = ("europe", "federal", "wallonie", "fwb", "province", "propre", "autre")


@cache
def _forms() -> tuple[re.Pattern[str], dict[str, str]]:
    words = vocabulary("funding")
    kinds = {
        re.sub(r"\s", "", fold(form)): kind
        for kind in (*KINDS, "generic")
        for form in words[kind]["forms"]
    }
    every = alternation(form for kind in (*KINDS, "generic") for form in words[kind]["forms"])
    return re.compile(rf"(?<![a-z0-9])(?:{every})(?![a-z0-9])"), kinds


def find_fundings(text: str) -> list[str]:
    """Return the funding sources named in `text`, each once, in order of appearance.

    >>> find_fundings("subside de la Région wallonne et fonds propres")
    ['wallonie', 'propre']
    """
    pattern, kinds = _forms()
    found = [kinds[re.sub(r"\s", "", m.group())] for m in pattern.finditer(fold(text))]
    named = [kind for kind in dict.fromkeys(found) if kind != "generic"]
    return named or (["autre"] if found else [])


def parse_funding(text: str) -> str | None:
    """Return the one funding source that `text` names, None when it names none or several."""
    found = find_fundings(text)
    return found[0] if len(found) == 1 else None
