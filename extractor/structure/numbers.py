"""Printed numbers as series: their parts, their values, letters and numerals told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.bounds import whole
from extractor.markers import normalise_code, roman_value


def value_of(number: str | None) -> int | None:
    """Return the value of the last part of a number: `II.3` → 3, `b` → 2, None without one."""
    parts = re.findall(r"[0-9]+|[A-Za-z]+", number or "")
    return part_value(parts[-1]) if parts else None


def number_parts(number: str) -> list[str]:
    """Return the parts of a printed number: `II.1-b` → `II`, `1`, `b`."""
    return re.findall(r"\d+|[A-Za-zÀ-ÿ]+", number)


def part_value(part: str) -> int | None:
    """Return the value of one part: a count, a numeral, the place of a letter."""
    if part.isdecimal():
        return whole(part)
    roman = roman_value(part)
    if roman:
        return roman
    return ord(part.lower()) - ord("a") + 1 if len(part) == 1 else None


def path_of(number: str | None) -> tuple[int, ...]:
    """Return the values of all parts of a number: `II.1` → (2, 1); () where one has none."""
    values = [part_value(p) for p in re.findall(r"[0-9]+|[A-Za-z]+", number or "")]
    return tuple(v for v in values if v is not None) if None not in values else ()


def shape_of(number: str | None) -> str:
    """Return what kind of number one is: its depth, and whether letters or numerals end it.

    >>> shape_of("1.2"), shape_of("a"), shape_of("IV"), shape_of(None)
    ('2d', '1l', '1R', '')
    """
    parts = re.findall(r"[0-9]+|[A-Za-z]+", number or "")
    if not parts:
        return ""
    last = parts[-1]
    if last.isdecimal():
        return f"{len(parts)}d"
    kind = "R" if len(last) > 1 or last in "IVX" else "L"
    return f"{len(parts)}{kind if last.isupper() else kind.lower()}"


def without_letters(code: str) -> str:
    """Return the numbers of a code that names its levels: `OS1.OO1.01` → `1.1.01`. Numerals are
    numbers: `II.1` stays."""
    if re.match(r"[IVXL]+\.\s?\d", code.strip()):
        return code.strip(" .")
    found = re.fullmatch(r"(?:[A-Z]{1,4}[\s.]?\d{1,3}[\s./_-]*)+(?:\d{1,3})?", code.strip())
    return ".".join(re.findall(r"\d+", code)) if found else code.strip(" .")


def is_letter_series(numbers: Sequence[str]) -> bool:
    """Tell whether the single letters that begin the numbers of a series are no numerals."""
    heads = {re.split(r"[.\-]", n)[0] for n in numbers}
    single = {h for h in heads if len(h) == 1 and h.isalpha()}
    if not single or any(len(h) > 1 and h.isalpha() for h in heads):
        return False
    return any(roman_value(h) is None for h in single) or not single & {"I", "i"}


def codes_of(numbers: Sequence[str]) -> list[str]:
    """Return the codes of the numbers of one series: `II.1` → `2.1`; `1.1.C` keeps its letter.

    >>> codes_of(["1.1.A", "1.1.B", "1.1.C"]), codes_of(["I", "II"])
    (['1.1.A', '1.1.B', '1.1.C'], ['1', '2'])
    """
    lettered = is_letter_series(numbers)
    tails = [re.split(r"[.\-]", n) for n in numbers]
    last = [t[-1] for t in tails if len(t) > 1 and t[-1].isalpha()]
    letters = bool(last) and (
        any(len(x) == 1 and roman_value(x) is None for x in last) or not {"I", "i"} & set(last)
    )
    out = []
    for number in numbers:
        head, sep, tail = number.rpartition(".") if "." in number else ("", "", number)
        if sep and letters and tail.isalpha() and len(tail) == 1:
            out.append(f"{normalise_code(head, letters=lettered)}.{tail}")
        else:
            out.append(normalise_code(number, letters=lettered))
    return out
