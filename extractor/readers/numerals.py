"""Numbers as automatic numbering prints them, and bullets of symbol fonts as characters."""

from __future__ import annotations

import re

BULLET = "•"
_MAX_NUMBER = 4000  # where roman numerals end; letters would be repeated 154 times
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante")
_ORDINAL_STEMS = {"cinq": "cinqu", "neuf": "neuv", "quatre": "quatr"}
_SYMBOLS = {  # Wingdings: boxes that a form ticks
    0x6F: "☐", 0x71: "☐", 0x72: "☐", 0xA8: "☐", 0x78: "☒", 0xFD: "☒", 0xFE: "☑",
    0xFC: "✓", 0xFB: "✗", 0xE0: "→", 0xE8: "→", 0xF0: "→", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹",
}  # fmt: skip

_SYMBOL = {  # Adobe's Symbol encoding: what plans write with it
    0xA0: "€", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…",
    0xDE: "⇒", 0x2D: "−", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0x61: "α", 0x62: "β", 0x6D: "µ",
    0x70: "π",
}  # fmt: skip


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CALL = re.compile(r"(?P<space>\s*)[\[(]?(?P<n>\d{1,3})[\])]?(?P<after>\s*)")


def raised(text: str) -> str:
    """Return text set as superscript with raised digits; other text stays as it is.

    >>> raised("12"), raised("er")
    ('¹²', 'er')
    """
    match = _CALL.fullmatch(text)
    return match["space"] + match["n"].translate(_RAISED) + match["after"] if match else text


def format_number(value: int, numeral: str) -> str:
    """Print `value` in a format named as in Word; unknown formats are decimal.

    >>> [format_number(4, f) for f in ("upperRoman", "lowerLetter", "decimalZero", "ordinal")]
    ['IV', 'd', '04', '4e']
    """
    if not -_MAX_NUMBER < value < _MAX_NUMBER:
        return str(value)
    if numeral == "decimalZero":
        return f"{value:02d}"
    if numeral in ("lowerRoman", "upperRoman"):
        return _match_case(_roman(value), numeral)
    if numeral in ("lowerLetter", "upperLetter"):
        return _match_case(_letter(value), numeral)
    if numeral == "ordinal":
        return "1er" if value == 1 else f"{value}e"
    if numeral == "cardinalText":
        return cardinal(value).capitalize()
    if numeral == "ordinalText":
        return _ordinal(value).capitalize()
    return str(value)


def cardinal(value: int) -> str:
    """Spell a number below 70 in French; larger ones stay in digits."""
    if not 0 <= value < 70:
        return str(value)
    if value < 20:
        return _UNITS[value]
    tens, unit = divmod(value, 10)
    if unit == 0:
        return _TENS[tens]
    return f"{_TENS[tens]} et un" if unit == 1 else f"{_TENS[tens]}-{_UNITS[unit]}"


def is_private(char: str) -> bool:
    """Tell whether a character stands for a glyph of a symbol font."""
    return "\ue000" <= char <= "\uf8ff"


def symbol(char: str, font: str = "") -> str:
    """Return a character for a glyph of a symbol font: a box, a tick, an arrow or a bullet."""
    code = ord(char) & 0xFF if is_private(char) else ord(char)
    if "wingdings" in font.lower() or (not font and is_private(char)):
        return _SYMBOLS.get(code, BULLET)
    if "symbol" in font.lower():
        return _SYMBOL.get(code, BULLET)
    return BULLET if is_private(char) else char


def _match_case(text: str, numeral: str) -> str:
    return text.upper() if numeral.startswith("upper") else text


def _roman(value: int) -> str:
    if value <= 0:
        return str(value)
    text = ""
    for size, numeral in _ROMAN:
        count, value = divmod(value, size)
        text += numeral * count
    return text


def _letter(value: int) -> str:
    """Return a to z, then aa, bb, as Word and LibreOffice do."""
    if value <= 0:
        return str(value)
    count, rank = divmod(value - 1, 26)
    return chr(ord("a") + rank) * (count + 1)


def _ordinal(value: int) -> str:
    if value == 1:
        return "premier"
    word = cardinal(value)
    if word.isdigit():
        return f"{value}e"
    head, hyphen, last = word.rpartition("-")
    last = _ORDINAL_STEMS.get(last, last.removesuffix("e"))
    return f"{head}{hyphen}{last}ième"
