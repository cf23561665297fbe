"""The attributes of a node as French text, for readers of workbooks and XML files.

`joined_fields` gives one value per kind of field, keyed as `sheets.toml` names them. Printed
values and inferred ones never share a key.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractor.exports.french import LIST_SEPARATOR, french
from extractor.exports.tables import Value
from extractor.schema import Money, Node


def joined_fields(node: Node) -> dict[str, Value]:
    """Return the attributes and enrichment of `node`, lists joined, absent ones as None."""
    printed, inferred = node.attributes, node.enrichment
    deadline, status, health = printed.deadline, printed.status, printed.health
    return {
        "responsibles": _join(printed.responsibles),
        "services": _join(printed.services),
        "mandataries": _join(printed.mandataries),
        "partners": _join(printed.partners),
        "deadline": deadline.text if deadline else None,
        "deadline_start": deadline.start if deadline else None,
        "deadline_end": deadline.end if deadline else None,
        "budget": _join(_money_text(money) for money in printed.budget),
        "funding": _join(
            dict.fromkeys(french("funding", m.funding) or "" for m in printed.budget if m.funding)
        ),
        "indicators": _join(indicator.text for indicator in printed.indicators),
        "status": french("status", status.value) if status else None,
        "status_text": status.text if status else None,
        "progress": printed.progress,
        "health": (french("health", health.value) or health.text) if health else None,
        "priority": printed.priority.text if printed.priority else None,
        "sdgs": _join(str(sdg) for sdg in printed.sdgs),
        "sdgs_inferred": _join(str(guess.sdg) for guess in inferred.sdgs),
        "themes": _join(theme.label for theme in inferred.themes),
        "plans": _join(printed.plans),
        "categories": _join(printed.categories),
        "target_groups": _join(printed.target_groups),
        "remarks": printed.remarks,
        "observations": printed.observations,
        "other": "\n".join(f"{label} : {text}" for label, text in printed.other.items()) or None,
        "sections": " > ".join(node.sections) or None,
    }


def labelled_lines(node: Node, keys: Iterable[str]) -> list[str]:
    """Return `Label : value` for each of `keys` that `node` has; labelled fields as printed.

    The order is that of `keys`; a number is written as in French.
    """
    values = joined_fields(node)
    lines = []
    for key in keys:
        value = values[key]
        if key == "other":
            lines += [f"{label} : {text}" for label, text in node.attributes.other.items()]
        elif isinstance(value, float):
            lines.append(f"{french('field', key)} : {f'{value:g}'.replace('.', ',')}")
        elif value is not None:
            lines.append(f"{french('field', key)} : {value}")
    return lines


def _money_text(money: Money) -> str:
    """Return the amount as printed, after its year when the text does not say it."""
    if money.year and str(money.year) not in money.text:
        return f"{money.year} : {money.text}"
    return money.text


def _join(parts: Iterable[str]) -> str | None:
    return LIST_SEPARATOR.join(parts) or None
