"""JSON that others wrote, read at one place: whatever it holds, one line says what is wrong.

Python's own parser takes `NaN` and numbers of any length, and fails in several ways on deep
nesting; lone surrogates pass it and break every file written later. Layer 0.
"""

from __future__ import annotations

import json
from typing import Any

_MAX_DIGITS = 18  # of a whole number: what databases and tables hold
_MAX_DEPTH = 100  # of objects and lists; a plan of five levels has about twenty
_MAX_BYTES = 500_000_000  # of a file of JSON; a plan has a thousandth


def parse_json(data: bytes) -> Any:
    """Return the value of JSON in UTF-8, UTF-16 or UTF-32; raise `ValueError` with one line."""
    if len(data) > _MAX_BYTES:
        raise ValueError(f"not JSON of a plan (more than {_MAX_BYTES // 1_000_000} MB)")
    try:
        value = json.loads(data, parse_constant=_refuse, parse_float=_finite, parse_int=_integer)
    except RecursionError:
        raise ValueError("not JSON of a plan (nested too deeply)") from None
    except UnicodeDecodeError:
        raise ValueError("not JSON (it is not UTF-8)") from None
    except ValueError as error:
        reason = "a number of too many digits" if "digits" in str(error) else str(error)
        raise ValueError(f"not JSON ({reason})") from None
    _check(value)
    return value


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _integer(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise ValueError(f"{text[:20]}… is a number of too many digits")
    return int(text)


def _finite(text: str) -> float:
    value = float(text)
    if not abs(value) < 10**_MAX_DIGITS:  # `1e30` may stand for a whole number, too
        raise ValueError(f"{text[:20]} is too large a number")
    return value


def _check(value: object) -> None:
    """Raise `ValueError` on deep nesting, and on a lone surrogate, which no file can keep."""
    stack = [(value, 0)]
    while stack:
        item, depth = stack.pop()
        if depth > _MAX_DEPTH:
            raise ValueError("not JSON of a plan (nested too deeply)")
        if isinstance(item, str):
            try:
                item.encode()
            except UnicodeEncodeError:
                raise ValueError("not JSON (half of a surrogate pair in a text)") from None
        elif isinstance(item, dict):
            stack += [(part, depth + 1) for pair in item.items() for part in pair]
        elif isinstance(item, list):
            stack += [(part, depth + 1) for part in item]
