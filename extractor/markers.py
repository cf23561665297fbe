"""What stands before a title: bullets, numbers, letters, roman numerals (layer 1, pure).

`find_marker` reads the start of a line. Which level a marker means is not decided here: the
document decides that (see `structure`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractor.bounds import CIRCLED, digits_of, is_whole
from extractor.text import fold

MarkerKind = Literal["bullet", "decimal", "letter", "roman", "mixed"]


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker. `end` is the offset of the text after it; `code` is normalised.

    `depth` is the number of parts of the code (1 for `a)`), `shape` what tells two kinds of
    markers apart: the glyph of a bullet, else kind, depth, case and the character that closes it.
    """

    kind: MarkerKind
    text: str
    code: str | None
    end: int
    depth: int = 1
    shape: str = ""
    closed: bool = True  # something closes the number: `1.`, `1)`; not `2 agents`


# Signs that stand for nothing but a bullet, for a class of a pattern: arrows, shapes, dingbats (not
# the numbers among them), pictograms, with what chooses how they are drawn.
GLYPHS = (
    "•‣⁃·∙‐◦\u2190-\u21ff\u25a0-\u2775\u2794-\u27bf\u27f0-\u27ff\u2900-\u297f\u2b00-\u2bff"
    "\ufe0e\ufe0f\U0001f300-\U0001faff"
)
_BULLET = re.compile(
    rf"\s*([{GLYPHS}\uf000-\uf0ff]+|[-–—*>›+§¤°](?=\s)|[=-]{{1,2}}>(?=\s)|o(?=\s+\S)|[-–—*](?=[A-ZÀ-Ü]))\s*"
)
_ROUND = re.compile(rf"\s*([{CIRCLED}])\s*")
_DECIMAL = re.compile(
    r"\s*(\(?)(\d{1,3}(?:\.(?:\d{1,2}(?!\d)|[a-zA-Z](?![\w’'.])|\s\d{1,2}(?=[.)]))){0,4})\s?([.):°/\]–-]*)(?=\s|$|[A-ZÀ-Ü«])\s*"
)
_MIXED = re.compile(
    r"\s*([A-Z]|[IVX]{1,5})((?:[.\-](?:\d{1,3}|[a-z](?![\w’']))){1,4})([.):]*)(?=\s|$|[A-ZÀ-Ü«])\s*"
)
_GLUED = re.compile(r"\s*([A-Z]{1,2})(\d{1,3})\s?([.):])(?=\s|$|[A-ZÀ-Ü«])\s*")
_LETTERED = re.compile(r"\s*(\d{1,3}[a-z])\s?([.):]|[–-](?=\s))(?=\s|$|[A-ZÀ-Ü«])\s*")  # `1a.`
_LETTER = re.compile(r"\s*(\(?)([A-Za-z])\s?([.):]|\s[–-](?=\s))(?=\s|$|[A-ZÀ-Ü«](?!\.))\s*")
# `M. Jean Dupont`, `M. le Bourgmestre`
_PERSON = re.compile(r"\s*M\.(?:\s+le\s|(?:\s+[A-ZÀ-Ü][\w’'.-]+){2,}\s*(?:$|[,;(–-]))")
_ROMAN = re.compile(
    r"\s*(\(?)([IVXL]{1,7}|[ivxl]{2,7})\s?([.):]|\s[–-](?=\s))(?=\s|$|[A-ZÀ-Ü«])\s*"
)

_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def roman_value(text: str) -> int | None:
    """Return the value of a well-formed roman numeral below 400, or None.

    >>> roman_value("XIV"), roman_value("IIX")
    (14, None)
    """
    if not re.fullmatch(r"(?i)c{0,3}(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", text) or not text:
        return None
    values = [_VALUES[c] for c in text.lower()]
    return sum(-a if b > a else a for a, b in zip(values, [*values[1:], 0], strict=True))


def normalise_code(number: str, *, letters: bool = False) -> str:
    """Return a printed number as the contract has it: `II.1` → `2.1`, `3.10.` → `3.10`, `a` → `a`,
    `②` → `2`.

    `letters` says that single letters of this series are letters (C after B), not numerals.
    """
    parts = [p for p in re.split(r"[.\-\s/]+", digits_of(number).strip(" ().:°")) if p]
    out = []
    for at, part in enumerate(parts):
        value = None
        single = len(part) == 1 and (letters or (at > 0 and part.islower()))
        if not is_whole(part) and not single:
            value = roman_value(part)
        out.append(str(value) if value else str(int(part)) if is_whole(part) else part)
    return ".".join(out)


def _shape(kind: str, code: str, close: str, opened: bool) -> str:
    if "." in code:
        close = ""  # `1.1.`, `1.1` and `1.1)` are one series
    case = "U" if code[:1].isupper() else "l" if code[:1].isalpha() else ""
    return f"{kind}{case}{code.count('.') + 1}{'(' if opened else ''}{close.strip()[:1]}"


def find_marker(text: str) -> Marker | None:
    """Return the marker at the start of a text, or None."""
    match = _BULLET.match(text)
    if (
        match
        and match.end() > 0
        and (match.end() < len(text) or match.group(1) not in "-–—*>+§¤°o")
    ):
        glyph = match.group(1)[0]
        shape = {"–": "-", "—": "-", "‐": "-", "●": "•", "": "•"}.get(glyph, glyph)
        return Marker("bullet", match.group(1), None, match.end(), shape=shape)
    match = _ROUND.match(text)
    if match:
        code = normalise_code(match.group(1))
        return Marker("decimal", match.group(1), code, match.end(), 1, "decimal1round")
    match = _MIXED.match(text)
    if match:
        number = match.group(1) + match.group(2)
        code = normalise_code(number)
        return Marker(
            "mixed", match.group().strip(), number.replace("-", "."), match.end(),
            code.count(".") + 1, _shape("mixed", number.replace("-", "."), match.group(3), False),
        )  # fmt: skip
    match = _GLUED.match(text)
    if match:
        number = match.group(2)
        shape = f"mixed{match.group(1)}{match.group(3)}"
        return Marker("mixed", match.group().strip(), number, match.end(), 1, shape)
    match = _DECIMAL.match(text)
    if match:
        code = normalise_code(match.group(2))
        closed = bool(match.group(3)) or "." in code
        return Marker(
            "decimal", match.group().strip(), code, match.end(), code.count(".") + 1,
            _shape("decimal", code, match.group(3), bool(match.group(1))), closed,
        )  # fmt: skip
    match = _LETTERED.match(text)
    if match:
        shape = _shape("lettered", match.group(1), match.group(2), False)
        return Marker("mixed", match.group().strip(), match.group(1), match.end(), 2, shape)
    match = _ROMAN.match(text)
    if match and roman_value(match.group(2)):
        return Marker(
            "roman", match.group().strip(), match.group(2), match.end(), 1,
            _shape("roman", match.group(2), match.group(3), bool(match.group(1))),
        )  # fmt: skip
    match = _LETTER.match(text)
    if match and not _PERSON.match(text):
        return Marker(
            "letter", match.group().strip(), match.group(2), match.end(), 1,
            _shape("letter", match.group(2), match.group(3), bool(match.group(1))),
        )  # fmt: skip
    return None


def marker_from_source(marker: str) -> Marker:
    """Return the marker that a source keeps apart from the text (DOCX, ODT, HTML lists)."""
    found = find_marker(marker + " X")
    if found is None:
        found = find_marker(marker.rstrip(" :–-") + " X")
    if found is None:
        kind: MarkerKind = "mixed" if any(c.isalnum() for c in marker) else "bullet"
        return Marker(
            kind, marker, marker if kind == "mixed" else None, 0, 1, f"{kind}{fold(marker)[:1]}"
        )
    return Marker(found.kind, marker, found.code, 0, found.depth, found.shape, found.closed)
