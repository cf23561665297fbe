"""Mend what recognition misreads in the markers of a plan.

In: recognised words, line by line. Out: the same words with other letters. A marker is a label
(`OO 1.1`, `O.O.1.1.`, `(OS.2)`) whose letters look like digits (`O0`, `0.0.`, `00.1.3`), or the
sign of a list. A repair is made only where the vocabulary knows the label that comes out, at the
start of a line or cell, after a word of the label, or in parentheses at the end: other text is
kept as recognised.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.vocabulary import match_heading

_ROUND = "[O0QoÔÖ]"
_LABEL = re.compile(
    rf"(?P<open>\(?)(?P<first>{_ROUND})(?P<dot>[.,]?)(?P<second>{_ROUND}?[S5s$]|{_ROUND}{{1,2}})"
    r"(?P<rest>(?:[.,]?[\dlI|][\dlI|.,]*)?[.,:)]*)$"
)
_LETTERS_DIGIT = re.compile(r"(?<=\d)[lI|](?=[.,]|\d|$)|(?<=[.,])[lI|](?=[.,]|\d|$)")
_COMMA = re.compile(r"(?<=\d),(?=\d)")


def mend_label(tokens: Sequence[str], at: int, starts: bool) -> str:
    """Return the token at a place of a line, mended when it is a misread label.

    `starts` tells that a line or a cell starts there.

    >>> mend_label(["O0.1.1", "-", "Créer"], 0, True), mend_label(["00.", "10"], 0, False)
    ('OO.1.1', '00.')
    """
    token = tokens[at]
    found = _LABEL.fullmatch(token)
    if not found:
        return token
    closing = found["open"] == "(" and token.endswith(")")
    if not (starts or closing or (at and _opens_label(tokens[at - 1]))):
        return token
    rest = _COMMA.sub(".", _LETTERS_DIGIT.sub("1", found["rest"])).replace(",", ".")
    for level in _levels(found["second"]):
        dot = "." if found["dot"] else ""
        mended = f"{found['open']}O{dot}{level}{rest}"
        if mended == token:
            return token
        if _known(mended, tokens[at + 1 :], closing):
            return mended
    return token


def _levels(second: str) -> str:
    return "S" if second[-1] in "S5s$" else "O"


def _opens_label(token: str) -> bool:
    """Tell whether a code may stand after that word: `Titre OO11`."""
    return token.casefold() == "titre"


def _known(label: str, after: Sequence[str], closing: bool) -> bool:
    """Tell whether the vocabulary reads a level from a label and what follows it."""
    if closing:
        found = match_heading(f"Intitulé {label}")
        return found is not None and found.title_start == 0
    text = " ".join([label, *after])
    if not after and not any(map(str.isdigit, label)):
        return label in ("OS", "OO", "O.S.", "O.O.")
    found = match_heading(text)
    if found is None or any(map(str.isdigit, label)):
        return found is not None
    return found.separator or "." in (found.number or "")
