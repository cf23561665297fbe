"""Printed markers of levels and sections: `Objectif stratégique 1.`, `O.O.1.2`, `(A.3)`, `Axe 2`.

Forms of `headings.toml` become patterns over folded text of the same length. Order of precedence:
forms that close a line before forms that open one, numbered before bare, longer before shorter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from extractor.diagnostics import LayoutError
from extractor.markers import GLYPHS
from extractor.schema import Level
from extractor.text import fold
from extractor.vocabulary.data import check_keys, load

_SECTION_KEYS = {"nouns", "forms", "bare", "examples", "counter", "source", "objective"}

_HEADING_KEYS = {"level", "forms", "place", "bare", "dotted", "examples", "counter", "source"}

ORDINALS = {
    "premier": 1, "premiere": 1, "1er": 1, "1ere": 1, "deuxieme": 2, "second": 2, "seconde": 2,
    "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8,
    "neuvieme": 9, "dixieme": 10, "onzieme": 11, "douzieme": 12, "treizieme": 13,
    "quatorzieme": 14, "quinzieme": 15,
}  # fmt: skip

_ADJECTIVES = ("", " stratégique", " prioritaire")

_ORDINAL = r"(?P<ord>" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + r"|\d{1,2}\s?e(?:me)?)"

_NUMBER_SIGN = r"(?:n\s?[°*]\s*\.?\s*|no\.?\s*(?=\d)|numero\s*|num\.\s*|#\s*)?"

_NUMBER = r"(?P<n>(?:\d{1,3}|[ivxl]{1,6}|[a-z])(?:[.\-]\d{1,3}|[.\-][a-z](?![\w'])){0,4})"

_SEPARATOR = r"(?P<sep>[.\s]*[:)\]|°/\->•·]?[.\s]*-?\s*|\s*)"

#: what may not follow a number: the line speaks of several headings, or is a sentence
_SENTENCE = re.compile(
    r"(?:et|ou|&|,|a)\s+(?:l[ea]s?\s+)?(?:[a-z.]{1,12}\s?)?\d|(?:et|ou)\s+[ivx]+\b|(?:est|sont|vise|consiste|concerne|"
    r"comprend|prevoit|a|ont|ci-dessus|ci-apres|qui|que|du|de|des|d'|pour objet|ne|se)\b"
)


@dataclass(frozen=True, slots=True)
class HeadingMatch:
    """What a heading line says of itself; `title_start` is an offset into the line."""

    level: Level | None  # None: a section such as an axis
    label: str
    number: str | None  # as printed: `1.1`, `II`, `A`
    title_start: int
    title_end: int
    bare: bool  # no number was printed
    form: str
    separator: bool = True  # something other than blanks stands between label and title


@dataclass(frozen=True, slots=True)
class _Form:
    level: Level | None
    text: str
    pattern: re.Pattern[str]
    place: Literal["start", "end"]
    bare: bool  # matches without a number
    needs_colon: bool
    dotted: bool


_MIN_PLURAL = 8  # letters of a word that a number follows and that may stand in the plural


def _word_pattern(word: str, *, numbered: bool = False) -> str:
    if word == "{n}":
        return _NUMBER_SIGN + _NUMBER
    if word == "{ord}":
        return _ORDINAL
    if word.isupper() and word.isalpha() and len(word) <= 4:
        return r"\.?\s?".join(fold(word)) + r"\.?"
    exact = re.escape(fold(word)).replace(r"\-", r"[-\s]?")
    if numbered and len(word) >= _MIN_PLURAL:
        exact += "s?"
    if len(word) < _MIN_TYPO or not word.isalpha():
        return exact
    return f"(?:{'|'.join([exact, *_misspellings(fold(word))])})"


_MIN_TYPO = 9  # letters of a word in which a typing error still leaves no doubt


def _misspellings(word: str) -> list[str]:
    """Return the word with one letter left out, or two exchanged: `stratgique`, `opérationel`."""
    dropped = [word[:i] + word[i + 1 :] for i in range(1, len(word))]
    swapped = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)]
    return sorted({*dropped, *swapped} - {word})


def _form_pattern(form: str, place: str) -> str:
    if place == "end":
        inner = re.escape(fold(form.strip("()"))).replace(r"\{n\}", r"(?P<n>\d{1,4})")
        inner = inner.replace(r"\ ", r"\s*").replace(r"\.", r"\.?\s*")
        return rf"\(\s*{inner}\s*\)\s*\.?$"
    pattern = ""
    parts = form.split()
    for before, word in zip(["", *parts], parts, strict=False):
        if before:
            glued = word == "{n}" or min(len(before), len(word)) > 5
            joint = r"(?:\s*|[-–])" if word == "{n}" else r"\s*"  # `OO-5`
            pattern += joint if glued else r"\s+"
        pattern += _word_pattern(word, numbered=form.endswith(" {n}"))
    return pattern


def _forms_of(entry: dict[str, Any]) -> list[str]:
    """Return the forms of an entry, those of its nouns first: `Axe {n}`, `{ord} axe`."""
    names = [f"{noun}{adjective}" for noun in entry.get("nouns", ()) for adjective in _ADJECTIVES]
    shapes = ("{} {{n}}", "{}", "{{ord}} {}", "{} {{ord}}")
    return [shape.format(name) for name in names for shape in shapes] + list(entry.get("forms", ()))


def _compile(entry: dict[str, Any], level: Level | None) -> list[_Form]:
    forms = []
    place = entry.get("place", "start")
    for form in _forms_of(entry):
        numbered = "{n}" in form or "{ord}" in form
        if not numbered and place == "start" and "bare" not in entry:
            raise LayoutError(f"headings.toml: the form {form!r} has no number and no `bare`")
        forms.append(
            _Form(
                level=level,
                text=form,
                pattern=re.compile(_form_pattern(form, place)),
                place=place,
                bare=not numbered,
                needs_colon=not numbered and entry.get("bare") == "colon",
                dotted=bool(entry.get("dotted")),
            )
        )
    return forms


@cache
def _forms() -> tuple[tuple[_Form, ...], tuple[_Form, ...], tuple[_Form, ...]]:
    """Return the forms that close a line, that open one, and those of sections."""
    data = load("headings.toml")
    headings: list[_Form] = []
    for entry in data["heading"]:
        check_keys(entry, _HEADING_KEYS, f"headings.toml, {entry.get('level')}")
        headings += _compile(entry, Level(entry["level"]))
    sections: list[_Form] = []
    for entry in data["section"]:
        check_keys(entry, _SECTION_KEYS, "headings.toml, section")
        sections += _compile(entry, None)

    def by_length(form: _Form) -> tuple[bool, int]:
        return form.bare, -len(form.text)

    return (
        tuple(sorted((f for f in headings if f.place == "end"), key=by_length)),
        tuple(sorted((f for f in headings if f.place == "start"), key=by_length)),
        tuple(sorted(sections, key=by_length)),
    )


@cache
def _any_of() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns that match where any form does that opens a line, any of a section."""

    def any_of(forms: tuple[_Form, ...]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{_GROUP.sub('(?:', f.pattern.pattern)})" for f in forms))

    return any_of(_forms()[1]), any_of(_forms()[2])


_GROUP = re.compile(r"\(\?P<\w+>")
#: a title right after its number (`OO.1.1Clarifier`, `OS 2ÊTRE`), not a row of them (`Axe 1Axe 2`)
_GLUED = re.compile(r"[A-ZÀ-Ý](?:[a-zà-ÿ]|[A-ZÀ-Ý]{2}|['’])(?!.*\d[A-ZÀ-Ý]).*", re.DOTALL)
_LEAD = re.compile(rf"[\s{GLYPHS}*\"'(\-]*")


def _match_start(form: _Form, text: str, folded: str, start: int) -> HeadingMatch | None:
    match = form.pattern.match(folded, start)
    if not match:
        return None
    groups = match.groupdict()
    if len(form.text.split()[0]) == 1 and not (
        text[match.start()].isupper() and (match.groupdict().get("n") or "")[:1].isdigit()
    ):
        return None
    number: str | None = None
    if groups.get("n"):
        number = text[match.start("n") : match.end("n")]
    elif groups.get("ord"):
        word = groups["ord"]
        number = str(ORDINALS.get(word) or re.match(r"\d+", word).group())  # type: ignore[union-attr]
    end = match.end()
    cut = end < len(folded) and (folded[end].isalnum() or folded[end] == "'")
    if cut and not (number and folded[end - 1].isdigit() and _GLUED.fullmatch(text, end)):
        return None
    separator = re.compile(_SEPARATOR).match(folded, end)
    assert separator is not None
    rest = folded[separator.end() :]
    between = folded[end : separator.end()]
    strong = any(c in ":)]|°/->•·" for c in between) or between.startswith(".")
    abbreviated = folded[:end].endswith(".")
    if form.needs_colon and rest and not any(c in ":-|" for c in between):
        return None
    glued = match.start("n") if groups.get("n") else 0
    if number and not number[0].isdigit() and glued and folded[glued - 1].isalpha():
        return None
    if form.dotted and number is not None and not re.search(r"\d\.\d|\d-\d", number):
        return None
    if number is not None and not _number_stands(number, strong or abbreviated, rest):
        return None
    lower = text[separator.end() : separator.end() + 1].islower()
    if not strong and lower and _SENTENCE.match(rest):
        return None
    if number is not None and re.match(r"(?:et|ou|&|,)\s+(?:[a-z.]{1,4}\s?)?\d", rest):
        return None
    return HeadingMatch(
        level=form.level,
        label=text[start : match.end()].strip(),
        number=number,
        title_start=separator.end(),
        title_end=len(text),
        bare=number is None,
        form=form.text,
        separator=strong,
    )


def _number_stands(number: str, separated: bool, rest: str) -> bool:
    """Tell whether a roman numeral or letter is a number and not the start of a word."""
    if number[0].isdigit():
        return True
    if number[0].islower():
        return separated
    return separated or not rest or len(number) > 1


@lru_cache(maxsize=65536)
def match_heading(text: str) -> HeadingMatch | None:
    """Return what level a line claims by its printed marker, or None.

    >>> match_heading("O.O.3.10. Être vigilant").number
    '3.10'
    """
    folded = fold(text)
    closing, opening, _ = _forms()
    for form in closing if "(" in folded else ():  # all of them stand in brackets
        match = form.pattern.search(folded)
        if match:
            number = match.groupdict().get("n")
            return HeadingMatch(
                form.level,
                text[match.start() :].strip(),
                number,
                0,
                match.start(),
                number is None,
                form.text,
            )
    lead = _LEAD.match(folded)
    start = lead.end() if lead else 0
    if not _any_of()[0].match(folded, start):
        return None
    for form in opening:
        found = _match_start(form, text, folded, start)
        if found:
            return found
    return None


@cache
def _parts() -> frozenset[str]:
    entries = load("headings.toml")["section"]
    return frozenset(f for e in entries if not e.get("objective", True) for f in _forms_of(e))


def may_be_objective(form: str) -> bool:
    """Tell whether a form of section may stand for the OS of a plan that prints none."""
    return form not in _parts()


@lru_cache(maxsize=65536)
def match_section(text: str) -> HeadingMatch | None:
    """Return the marker of an axis, theme, domain… that stands above the levels, or None."""
    folded = fold(text)
    lead = _LEAD.match(folded)
    start = lead.end() if lead else 0
    if not _any_of()[1].match(folded, start):
        return None
    for form in _forms()[2]:
        found = _match_start(form, text, folded, start)
        if found:
            return found
    return None
