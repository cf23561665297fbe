"""Goals of sustainable development (ODD) that a field prints: by number, by name, or both.

In: the text of a field, several goals joined by commas, semicolons, lines or bullets. Out: their
numbers, 1 to 17, in printed order, each once. Two official names hold a comma, so names are found
before anything is split. A number counts when `ODD` or the like announces it, when the field holds
numbers only, or when the words after it begin the name of that goal; `2 agents` is no goal.
"""

from __future__ import annotations

import re
from functools import cache

from extractor.values.folding import key, vocabulary

LAST_GOAL = 17
_LINK = r"(?:\s+(?:et|a|ou|odd|n|no)(?=\s|\d))*\s+"
_NUMBER = r"(?<!\d)(?:1[0-7]|0?[1-9])(?!\d)"


@cache
def _names() -> dict[str, int]:
    names = {n: f for n, f in vocabulary("sdgs")["names"].items() if n != "source"}
    return {key(form): int(number) for number, forms in names.items() for form in forms}


@cache
def _named() -> re.Pattern[str]:
    forms = "|".join(sorted(map(re.escape, _names()), key=lambda form: (-len(form), form)))
    return re.compile(rf"(?:(?:odd )?{_NUMBER} )?(?<![a-z0-9])(?P<name>{forms})(?![a-z0-9])")


@cache
def _announced() -> re.Pattern[str]:
    words = "|".join(re.escape(key(form)) for form in vocabulary("sdgs")["announced_by"])
    more = rf"(?:{_LINK}{_NUMBER}(?=$|\s(?:(?:et|a|ou)\b|odd|\d|x)))*"
    return re.compile(rf"(?<![a-z])(?:{words})\s?(?:n|no|nos|nr)?\s?(?P<list>{_NUMBER}{more})")


def _listed(numbers: str) -> list[int]:
    """Return the numbers of a list; `3 a 5` is a range."""
    found: list[int] = []
    for match in re.finditer(r"(a\s+)?(\d+)", numbers):
        number = int(match[2])
        if match[1] and found and found[-1] < number:
            found += range(found[-1] + 1, number)
        found.append(number)
    return found


def _begun(rest: str) -> list[tuple[int, int]]:
    """Return place and number of names that are cut off (`13 Mesures relatives…`)."""
    found = []
    for match in re.finditer(rf"(?P<n>{_NUMBER}) (?P<words>[a-z]+(?: [a-z]+)*)", rest):
        begun = match["words"].split()
        names = [name.split() for name, number in _names().items() if number == int(match["n"])]
        if any(begun[: len(name)] == name[: len(begun)] for name in names):
            found.append((match.start(), int(match["n"])))
    return found


def parse_sdgs(text: str) -> list[int]:
    """Return the goals printed in `text`, in order, each once.

    >>> parse_sdgs("Paix, justice et institutions efficaces, ODD 3 et 11")
    [16, 3, 11]
    """
    plain = key(re.sub(r"(?<![\d.])(\d{1,2})\.(?:\d{1,2}|[a-d])\b", r"\1", text))
    found: list[tuple[int, int]] = []

    def take(match: re.Match[str]) -> str:
        numbers = (
            [_names()[match["name"]]] if "name" in match.groupdict() else _listed(match["list"])
        )
        found.extend((match.start(), number) for number in numbers)
        return re.sub(r"\S", "x", match.group())

    rest = _named().sub(take, plain)
    rest = _announced().sub(take, rest)
    if all(re.fullmatch(rf"{_NUMBER}|x+|et|a|ou", word) for word in rest.split()):
        for match in re.finditer(rf"{_NUMBER}(?:{_LINK}{_NUMBER})*", rest):
            found += [(match.start(), number) for number in _listed(match.group())]
    found += _begun(rest)
    ordered = [number for _, number in sorted(found, key=lambda pair: pair[0])]
    return [number for number in dict.fromkeys(ordered) if 1 <= number <= LAST_GOAL]
