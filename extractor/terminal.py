"""Text on its way to a terminal: nothing in it may command the terminal or hide what it says.

Titles, file names and foreign JSON may hold escape sequences, overrides of the writing direction
and line breaks. Every command shows text through `safe` (one line) or `safe_lines`, on standard
output as on standard error; JSON goes through `escape_json`, which changes no value. Layer 0.
"""

from __future__ import annotations

import re

# C0 and C1 controls, lone surrogates, marks and overrides of direction, line and paragraph
# separators, the byte order mark, tag characters
_UNSAFE = (
    "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_ONE = re.compile(f"[{_UNSAFE}]")
_BREAKS = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]+")
_IN_JSON = re.compile(f"(?!\n)[{_UNSAFE}]")


def safe(text: object) -> str:
    """Return `text` as one line that a terminal shows as it is.

    >>> safe("Plan\\x1b[2J\\n2019")
    'Plan�[2J 2019'
    """
    return _ONE.sub("�", _BREAKS.sub(" ", str(text)))


def safe_lines(text: str) -> str:
    """Return `text` with its lines kept, each one safe; a tab is a blank."""
    return "\n".join(map(safe, text.split("\n")))


def escape_json(text: str) -> str:
    """Return JSON of the same value whose strings hold no unsafe character."""
    return _IN_JSON.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"
