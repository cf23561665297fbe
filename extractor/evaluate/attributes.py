"""Does an extracted attribute say what the annotation says?

Annotations spell attributes as their source does (`responsible`, `pilote`, `odd`…); `ALIASES`
brings them under the keys of the contract. An attribute is right when everything annotated is
found in it: every printed form, every amount of a budget, every label of an indicator, exactly
the goals. A date agrees with an annotated month or day that it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from extractor.bounds import whole
from extractor.evaluate.folding import fold_title

ALIASES: dict[str, tuple[str, ...]] = {
    "responsibles": (
        "responsibles", "responsible", "responsable", "pilote", "responsible_admin",
    ),
    "mandataries": ("mandataries", "responsible_political"),
    "services": ("services", "services_partners"),
    "partners": ("partners", "partenaires"),
    "deadline": ("deadline", "echeance"),
    "budget": ("budget",),
    "indicators": ("indicators", "indicateurs", "indicateur"),
    "sdgs": ("sdgs", "odd"),
    "status": ("status", "etat_avancement"),
    "progress": ("progress",),
    "priority": ("priority",),
    "plans": ("plans",),
    "categories": ("categories",),
}  # fmt: skip
_PRINTED_KEYS = ("text", "label", "value", "start", "end", "amount", "printed")
_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_SEPARATORS = re.compile(r"\s*[;,]\s*|\s+et\s+")


def gold_attributes(printed: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the values under each key of the contract; a key may have several spellings."""
    found: dict[str, list[Any]] = {}
    for key, names in ALIASES.items():
        values = [
            printed[name] for name in names if printed.get(name) not in (None, "", [], {}, False)
        ]
        if values:
            found[key] = values
    return found


def says_the_same(key: str, wanted: list[Any], found: list[Any]) -> bool:
    """Tell whether each annotated value of a key is in the values found."""
    return bool(found) and all(_agrees(key, value, found) for value in wanted)


def _agrees(key: str, wanted: Any, found: list[Any]) -> bool:
    have = set(_forms(found))
    if key == "sdgs":
        return _numbers(wanted) == _numbers(found)
    if key == "budget" and isinstance(wanted, dict) and wanted.get("lines"):
        amounts = {float(line["amount"]) for line in wanted["lines"]}
        return amounts <= set(_amounts(found))
    if key == "indicators" and isinstance(wanted, list):
        labels = [item.get("label") if isinstance(item, dict) else item for item in wanted]
        return all(any(fold_title(str(label)) in form for form in have) for label in labels)
    if isinstance(wanted, list):
        return set(_forms(wanted)) <= have
    if isinstance(wanted, str):
        if key == "deadline" and _DATE.fullmatch(wanted):
            return any(form.startswith(wanted) for form in have)
        pieces = {fold_title(piece) for piece in _SEPARATORS.split(wanted) if piece.strip()}
        return fold_title(wanted) in have or (bool(pieces) and pieces <= have)
    return not set(_forms(wanted)).isdisjoint(have)


def _forms(value: Any) -> Iterator[str]:
    """Yield every printed form inside a value, folded; numbers without superfluous zeros."""
    if isinstance(value, dict):
        for key in _PRINTED_KEYS:
            yield from _forms(value.get(key))
        for line in value.get("lines") or ():
            yield from _forms(line.get("amount"))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _forms(part)
    elif isinstance(value, bool):
        if value:
            yield "1"
    elif isinstance(value, int | float):
        yield f"{value:.6g}" if abs(value) < 1e6 else f"{value:.2f}"
    elif value is not None:
        yield fold_title(str(value))


def _amounts(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        if value.get("amount") is not None:
            yield float(value["amount"])
        for line in value.get("lines") or ():
            yield from _amounts(line)
    elif isinstance(value, list):
        for part in value:
            yield from _amounts(part)


def _numbers(value: Any) -> set[int]:
    if isinstance(value, list):
        return set().union(*(_numbers(part) for part in value))
    return {whole(number) for number in re.findall(r"\d+", str(value))}
