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
from difflib import SequenceMatcher

from extractor.schema import Level
from extractor.vocabulary import match_heading

LIKENESS = 0.5  # of letters; the kind of objective and its number behind it say the rest
_WRITTEN = "Objectif"
_ROUND = "[O0QoÔÖ]"
_LABEL = re.compile(
    rf"(?P<open>\(?)(?P<first>{_ROUND})(?P<dot>[.,]?)(?P<second>(?:{_ROUND}|5)?[Ss$]|5|{_ROUND}{{1,2}})"
    r"(?P<rest>(?:[.,]?[\dlI|][\dlI|.,]*|[.,]?[\dlI|L][.,:][\dlI|LSZB])?[.,:)]*)$"
)
_TWO_ROUND = re.compile(r"(?=.*[A-Za-z])[\[({|]?[OoeQ0][1lI|]?[OoeQ0][\])}|]?")  # heavy `OO`
_LETTERS_DIGIT = re.compile(r"(?<=\d)[lI|](?=[.,]|\d|$)|(?<=[.,])[lI|](?=[.,]|\d|$)")
_COMMA = re.compile(r"(?<=\d)[,:](?=\d)")
_TWO_NUMBERS = re.compile(r"[\dlI|L][.,:][\dlI|LSZB]{1,2}[.:]?")  # `1.2` behind `OO`
_BARE_LABELS = ("OO", "OS", "O.O.", "O.S.")
_DIGITS = str.maketrans("LSZB", "1528")


def mend_label(tokens: Sequence[str], at: int, starts: bool) -> str:
    """Return the token at a place of a line, mended when it is a misread label.

    `starts` tells that a line or a cell starts there.

    >>> mend_label(["O0.1.1", "-", "Créer"], 0, True), mend_label(["00.", "10"], 0, False)
    ('OO.1.1', '00.')
    """
    token = tokens[at]
    if token in ("ler", "îer", "ïer"):
        return "1er"
    if starts and len(tokens) == 1 and _TWO_ROUND.fullmatch(token):
        return "OO"  # a column's name
    if at and tokens[at - 1] in _BARE_LABELS and _TWO_NUMBERS.fullmatch(token):
        return _digits(token)
    found = _LABEL.fullmatch(token)
    if not found:
        return _mend_word(tokens, at) if starts else token
    closing = found["open"] == "(" and token.endswith(")")
    if not (starts or closing or (at and _opens_label(tokens[at - 1]))):
        return token
    rest = _digits(found["rest"])
    for level in _levels(found["second"]):
        dot = "." if found["dot"] else ""
        mended = f"{found['open']}O{dot}{level}{rest}"
        if mended == token:
            return token
        if _known(mended, tokens[at + 1 :], closing):
            return mended
    return token


def _digits(code: str) -> str:
    """Return a code with digits for the letters and a stop for the sign between them."""
    code = _LETTERS_DIGIT.sub("1", code).translate(_DIGITS)
    return _COMMA.sub(".", code).replace(",", ".")


def _mend_word(tokens: Sequence[str], at: int) -> str:
    """Return the first word of a written label, mended when it is none and another one would be.

    >>> _mend_word(["Dbjectif", "opérationnel", "2.1.", "Planter"], 0)
    'Objectif'
    """
    token, rest = tokens[at], " ".join(tokens[at + 1 :])
    if len(token) < 5 or not rest or match_heading(f"{token} {rest}"):
        return token
    found = match_heading(f"{_WRITTEN} {rest}")
    like = SequenceMatcher(None, token, _WRITTEN).ratio() >= LIKENESS
    return _WRITTEN if found and found.number and like else token


def mend_code(above: Sequence[str], tokens: Sequence[str]) -> str | None:
    """Return the code behind `Titre` by the label above it, when it was read as none of its level.

    >>> mend_code(["5.1", "Objectif", "opérationnel"], ["Titre", "OS1", "Soutenir"])
    'OO51'
    """
    if len(tokens) < 2 or not above or not _opens_label(tokens[0]):
        return None
    number, label = above[0].rstrip("."), " ".join(above[1:])
    found = match_heading(f"{label} {number}")
    if found is None or found.number != number or found.level not in (Level.OS, Level.OO):
        return None
    read = match_heading(" ".join(tokens))
    if read is not None and read.level is found.level:
        return None
    code = ("OS" if found.level is Level.OS else "OO") + number.replace(".", "")
    return code if SequenceMatcher(None, tokens[1], code).ratio() >= LIKENESS else None


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


_COUNTED = re.compile(r"(\d{1,2})([.:,)])")


def mend_numbers(tokens: Sequence[str]) -> list[str]:
    """Return the signs at one distance from the left, misread numbers of a series put right.

    A number is known by its neighbours, where half of the signs at least are numbers: between 6
    and 8 stands 7, before a 2 that follows no 1 stands 1. A separator `:` or `,` becomes that of
    most: French sets a blank before the colon.

    >>> mend_numbers(["té", "2:", "3.", "Le", "5."]), mend_numbers(["1:", "Le"])
    (['1.', '2.', '3.', '4.', '5.'], ['1.', 'Le'])
    """
    found = [_COUNTED.fullmatch(token) for token in tokens]
    known = [match for match in found if match]
    if len(known) < 3 or 2 * len(known) < len(tokens):
        return [f"{match[1]}." if match and match[2] in ":," else token
                for match, token in zip(found, tokens, strict=True)]  # fmt: skip
    marks = [match[2] for match in known if match[2] not in ":,"] or ["."]
    mark = max(sorted(set(marks)), key=marks.count)
    numbers = [int(match[1]) if match else None for match in found]
    result: list[str] = []
    for place, token in enumerate(tokens):
        number = numbers[place]
        before = numbers[place - 1] if place else None
        after = numbers[place + 1] if place + 1 < len(tokens) else None
        if number is None and after is not None and any(map(str.isalnum, token)):
            follows = before is not None and before + 2 == after
            number = after - 1 if follows or after == 2 else None
        read = found[place]
        kept = read is not None and read[2] in ".)"
        result.append(token if number is None or kept else f"{number}{mark}")
    return result
