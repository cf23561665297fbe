"""Indicators: text or table rows in, one `Indicator` per printed indicator out.

Lines, bullets, `;` and `|` separate indicators; commas do not. `label = 20` prints the target,
`label = 12 / 20` what is reached and the target (iA.PST's export), `label : 10 par an` the target
and its unit. Years and dates are never targets. An indicator without a number keeps its text as
label (`Nombre de participants`); `% de …` and `taux de …` have the unit `%`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from extractor.text import collapse_spaces, fold
from extractor.values.folding import alternation, vocabulary
from extractor.values.numbers import NUMBER, parse_number


@dataclass(frozen=True, slots=True)
class Indicator:
    """A printed indicator; `reached` is the value already attained, where printed."""

    text: str
    label: str | None = None
    target: float | None = None
    unit: str | None = None
    year: int | None = None
    reached: float | None = None


def _words() -> dict[str, Any]:
    return vocabulary("indicators")


_YEAR = r"(?<!\d)20[0-6]\d(?!\d)"
_DATE = (
    rf"\d{{1,2}}[/. -]\d{{1,2}}[/. -](?:20)?\d\d(?!\d)|{_YEAR}(?:\s?-\s?{_YEAR})?|\b[tqs][1-4]\b"
)
_VALUE = rf"(?<![\w.,]){NUMBER}(?![\w°]|\s?(?:er|e|eme)\b)"


def _number(printed: str) -> float | None:
    value = parse_number(printed)
    return float(value) if value is not None else None


def _year(folded: str) -> int | None:
    years = {int(year) for year in re.findall(_YEAR, folded)}
    return years.pop() if len(years) == 1 else None


@cache
def _lead() -> str:
    return rf"(?:(?:{alternation(_words()['target']['forms'])})\s*){{0,4}}"


@cache
def _rate() -> re.Pattern[str]:
    forms = alternation(_words()["rate"]["forms"])
    return re.compile(rf"^\W*(?:{forms})(?!\w)|\(?en (?:%|pourcent)")


@cache
def _assigned() -> re.Pattern[str]:
    """Compile `label = 12 / 20 unit` and `label : 20 unit` (the last `=`, `:`, dash or bracket)."""
    return re.compile(
        rf"(?P<label>.*\S)\s*(?:=|:|->|→|\s-(?=\s)|\((?=[^()]*\)$))\s*{_lead()}"
        rf"(?P<number>{_VALUE})(?:\s*/\s*(?P<of>{NUMBER})(?=\s*(?:$|[|)%])))?"
        r"\s*(?P<unit>[^\d]*?)\)?\.?"
    )


@cache
def _counted() -> re.Pattern[str]:
    """Compile `20 participants`, `au moins 3 réunions par an`, `80 % de …`, `de 10 à 20 %`."""
    return re.compile(
        rf"{_lead()}(?:de\s+{NUMBER}\s*%?\s+a\s+)?(?P<number>{_VALUE})\s*(?P<unit>\D.*?)?\.?"
    )


def _masked(folded: str) -> str:
    """Hide dates, whose numbers are no values (same length)."""
    return re.sub(_DATE, lambda m: "\ue000" * len(m.group()), folded)


def _unit(printed: str | None, label: str) -> str | None:
    unit = collapse_spaces(printed or "").strip(" .:;,()")
    if unit.startswith("%"):
        return "%"
    unit = re.sub(r"\s*(?:\b(?:en|fin|pour|d[’']ici)\b\s*)?\ue000.*$", "", unit).strip(" (,")
    return unit or ("%" if _rate().search(fold(label)) else None)


def _balanced(label: str) -> str:
    """Drop what follows a bracket that is not closed: `Ateliers (objectif` of `… (objectif :
    12)`.
    """
    return label[: label.rfind("(")] if label.count("(") > label.count(")") else label


def _parse_one(text: str) -> Indicator:
    printed = collapse_spaces(text)
    folded = fold(printed)
    masked = _masked(folded)
    shown = "".join(m if m == "\ue000" else c for m, c in zip(masked, printed, strict=True))
    year = _year(folded)
    match = _assigned().fullmatch(masked)
    if match:
        label = _balanced(printed[: match.end("label")]).strip(" :=-–(")
        first, second = _number(match["number"]), _number(match["of"] or "")
        unit = _unit(shown[match.start("unit") : match.end("unit")], label)
        if second is not None:
            return Indicator(printed, label, second, unit, year, first)
        return Indicator(printed, label, first, unit, year)
    match = _counted().fullmatch(masked)
    if match and match["unit"] is None:
        return Indicator(printed, None, _number(match["number"]), None, year)
    if match:
        unit = _unit(shown[match.start("unit") : match.end("unit")], "")
        return Indicator(printed, printed.rstrip("."), _number(match["number"]), unit, year)
    return Indicator(printed, printed.rstrip(". :"), None, _unit(None, printed), year)


_SPLIT = re.compile(
    r"\n\s*(?:[•▪●◦‣■□➢➤✓✔*\uf0b7\uf0a7]|[-–o]\s)?\s*|\s*[•▪●◦‣■\uf0b7\uf0a7]\s*|\s*[;|]\s*"
)
_BULLET = re.compile(r"^\s*(?:[•▪●◦‣■□➢➤✓✔*\uf0b7\uf0a7]|[-–o]\s)\s*")


def parse_indicators(text: str) -> list[Indicator]:
    """Return the indicators that a field prints, in order.

    >>> parse_indicators("Nombre d’ateliers = 12 / 20")[0].target
    20.0
    """
    pieces: list[str] = []
    for piece in _SPLIT.split(_BULLET.sub("", text)):
        wraps = pieces and re.match(r"\s*(?:\(|(?:de|du|des|d[’']|et|à|par|en|pour|=|:)\s)", piece)
        if wraps and not re.search(r"[.;]\s*$", pieces[-1]):
            pieces[-1] = f"{pieces[-1]} {piece}"
        elif piece.strip():
            pieces.append(piece)
    dropped = {fold(form) for form in _words()["dropped"]["forms"]}
    return [_parse_one(piece) for piece in pieces if fold(piece.strip()) not in dropped]


def _glued(text: str) -> str:
    return re.sub(r"\s", "", fold(text))


def _columns(header: Sequence[str]) -> dict[str, int]:
    table = {k: v for k, v in _words()["columns"].items() if k != "source"}
    found: dict[str, int] = {}
    for index, cell in enumerate(header):
        for name, forms in table.items():
            if name not in found and _glued(cell) in {_glued(form) for form in forms}:
                found[name] = index
                break
    return found


def parse_indicator_rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Indicator]:
    """Return one indicator per row of a `Libellé | Valeur à atteindre | … | Année` table.

    Numbers and years that a narrow column broke are put together. A row without a value whose label
    goes on in lower case continues the label above (a page break).
    """
    columns = _columns(header)
    if "label" not in columns:
        return []
    found: list[Indicator] = []
    for row in rows:

        def at(name: str, cells: Sequence[str] = row) -> str:
            index = columns.get(name, len(cells))
            return cells[index] if index < len(cells) else ""

        label = collapse_spaces(at("label"))
        values = {name: _number(_glued(at(name))) for name in ("target", "reached")}
        year = _year(_glued(at("year")))
        text = " | ".join(collapse_spaces(cell) for cell in row if cell.strip())
        alone = year is None and all(value is None for value in values.values())
        if found and alone and (label[:1].islower() or label[:1] == "("):
            before = found[-1]
            merged = f"{before.label or ''} {label}".strip()
            found[-1] = replace(before, label=merged, text=f"{before.text} {text}")
        elif label or not alone:
            unit = "%" if _rate().search(fold(label)) else None
            found.append(
                Indicator(text, label or None, values["target"], unit, year, values["reached"])
            )
    return found
