"""Split printed lists of responsibles, services and partners: one entry each, as printed.

Lines, bullets, `;`, `|`, commas and ` / ` separate; ` et ` only between two persons, two acronyms
or two names of the same kind. Nothing is split inside parentheses or guillemets, nor inside a
known name that holds a comma or `et` (institutions.toml, and the names the caller gives). What
goes on with the entry before it is joined again: a line that a narrow cell wrapped, `de
l’Environnement` after a comma, a person's function. `Services - Service Population` stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from extractor.text import collapse_spaces, fold
from extractor.values.folding import alternation, vocabulary

_BULLET = "•▪●◦‣■□➢➤✓✔\uf0b7\uf0a7"
_MASK = "\ue000"  # a private character that no separator and no letter class matches


def _words() -> dict[str, Any]:
    return vocabulary("institutions")


@cache
def _bounded(table: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{alternation(_words()[table][name])})(?:(?<!\w)|(?!\w))")


def _masked(text: str, known: Sequence[str]) -> str:
    """Return `text`, same length, with all that must not be split replaced."""
    folded = fold(text)
    patterns = [_bounded("unsplit", "forms")]
    if known:
        patterns.insert(0, re.compile(rf"(?<!\w)(?:{alternation(known)})(?!\w)"))
    chars = list(text)
    for pattern in patterns:
        for match in pattern.finditer(folded):
            chars[match.start() : match.end()] = _MASK * (match.end() - match.start())
    masked = "".join(chars)
    for _ in range(3):  # nested parentheses; deeper ones are not printed
        masked = re.sub(
            r"\([^()]*\)|\[[^\[\]]*\]|«[^«»]*»|“[^“”]*”", lambda m: _MASK * len(m.group()), masked
        )
    return masked


def _cut(text: str, masked: str, pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """Cut `text` and its mask wherever the mask shows `pattern`."""
    pieces, pos = [], 0
    for match in pattern.finditer(masked):
        pieces.append((text[pos : match.start()], masked[pos : match.start()]))
        pos = match.end()
    return [*pieces, (text[pos:], masked[pos:])]


_LINES = re.compile(rf"\n\s*(?:[{_BULLET}*]|[-–o]\s)?\s*|\s*[{_BULLET}]\s*")
_BULLETED = re.compile(rf"\n\s*(?:[{_BULLET}*]|[-–o]\s)\s*|\s*[{_BULLET}]\s*")
_HARD = re.compile(r"\s*[;|]\s*|\s+/\s+")
_COMMA = re.compile(r"\s*,(?!\d)\s*")
_AND = re.compile(r"\s+(?:et|&)\s+", re.IGNORECASE)
_OPENING = re.compile(rf"^\s*(?:[{_BULLET}*]|[-–o]\s)\s*")


def _goes_on(before: str, after: str) -> bool:
    """Tell whether `after` continues the entry `before`: a wrapped line or an enumeration."""
    start = fold(after).lstrip()
    if not before.strip():
        return False
    ends_open = before.count("(") > before.count(")")
    lower = after.lstrip()[:1].islower()
    return ends_open or (lower and _bounded("glue", "at_start").match(start) is not None)


def _ends_open(before: str) -> bool:
    last = fold(before).split()[-1:] or [""]
    return bool(last[0]) and _bounded("glue", "at_end").fullmatch(last[0]) is not None


def _join(pieces: Iterable[tuple[str, str]], glue: str, wrapped: bool) -> list[tuple[str, str]]:
    done: list[tuple[str, str]] = []
    for text, mask in pieces:
        if done and (_goes_on(done[-1][0], text) or (wrapped and _ends_open(done[-1][0]))):
            before = done.pop()
            done.append((before[0] + glue + text, before[1] + glue + mask))
        else:
            done.append((text, mask))
    return done


def _lines(text: str, masked: str) -> list[tuple[str, str]]:
    """Cut at lines and bullets; where bullets are printed, a line without one goes on."""
    opening = _OPENING.match(masked)
    begin = opening.end() if opening else 0
    text, masked = text[begin:], masked[begin:]
    if opening and _BULLETED.search(masked):
        return _cut(text, masked, _BULLETED)
    return _join(_cut(text, masked, _LINES), " ", wrapped=True)


_PERSON = re.compile(
    r"(?:(?:M|Mr|Mme|Mlle|MM|Dr|Me)\.?\s+|(?:Monsieur|Madame)\s+)?"
    r"[A-ZÀ-Ý][\w’'-]*\.?(?:\s+(?:de|du|van|von|der|den|le|la|d’|d'|[A-ZÀ-Ý][\w’'-]*\.?))*"
)


def _is_person(text: str) -> bool:
    """Tell whether the words look like a person's name: a title, or first and last name."""
    text = text.strip()
    if not _PERSON.fullmatch(text) or _bounded("heads", "forms").match(fold(text)):
        return False
    titled = _bounded("glue", "titles").match(fold(text)) is not None
    return titled or (2 <= len(text.split()) <= 4 and not text.isupper())


def _is_name(text: str) -> bool:
    """Tell whether the words are an acronym or a short name that stands for itself."""
    bare = re.sub(r"^(?:l[’']|d[’']|[Ll][ae]s?\s+)", "", text.strip())
    if re.fullmatch(r"(?:[A-Z][A-Za-z]*[A-Z][A-Za-z]*|(?:[A-Z]\.){2,})", bare):
        return True
    return _bounded("names", "forms").fullmatch(fold(text.strip())) is not None


def _may_split(left: str, right: str) -> bool:
    heads = _bounded("heads", "forms")
    plain = [re.sub(r"^(?:l[’']|[Ll][ae]s?\s+)", "", side.strip()) for side in (left, right)]
    if all(heads.match(fold(side)) for side in plain):
        return True
    names = [_is_name(side) or _is_person(side) for side in (left, right)]
    return all(names) or (
        any(_is_name(side) for side in (left, right))
        and any(heads.match(fold(side)) and len(side.split()) > 1 for side in plain)
    )


def _ands(text: str, masked: str) -> list[str]:
    """Cut at ` et ` where both sides stand for themselves."""
    for match in _AND.finditer(masked):
        left, right = text[: match.start()], text[match.end() :]
        rest = masked[match.end() :]
        if _may_split(left, right[: len(_AND.split(rest)[0])]):
            return [left, *_ands(right, rest)]
    return [text]


def _functions(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join a person's name with the function after the comma."""
    done: list[tuple[str, str]] = []
    for text, mask in parts:
        function = _bounded("functions", "forms").match(fold(text))
        if done and function and text[:1].islower() and _is_person(done[-1][0]):
            before = done.pop()
            done.append((f"{before[0]}, {text}", f"{before[1]}, {mask}"))
        else:
            done.append((text, mask))
    return done


def _tidy(entry: str) -> str:
    entry = collapse_spaces(entry).strip(" ;,")
    return entry[:-1].rstrip() if re.search(r"[a-zà-ÿ)]{3}\.$", entry) else entry


def split_list(text: str, known: Sequence[str] = ()) -> list[str]:
    """Return the entries of a printed list, in order; `known` names are never split inside.

    >>> split_list("Service Logement, Forem et ONE")
    ['Service Logement', 'Forem', 'ONE']
    """
    entries: list[str] = []
    for line, line_mask in _lines(text, _masked(text, known)):
        for part, mask in _cut(line, line_mask, _HARD):
            commas = _functions(_join(_cut(part, mask, _COMMA), ", ", wrapped=False))
            for item, item_mask in commas:
                entries += _ands(item, item_mask)
    tidied = [_tidy(entry) for entry in entries]
    dropped = {fold(form) for form in _words()["dropped"]["forms"]}
    return [entry for entry in tidied if entry and fold(entry) not in dropped]
