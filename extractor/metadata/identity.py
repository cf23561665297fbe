"""An institution that somebody names: by an option, a table beside the documents, or a folder.

In: its name in words (`CPAS de Trooz`, `Commune et CPAS d’Ans`, `Trooz`). Out: an `Institution`
with Statbel's code of the plan's day, or None when the words name none. A name that Statbel does
not know is taken as it stands when a word for the institution is before it (`Commune de
Val-Fictif`).
"""

from __future__ import annotations

from datetime import date

from extractor.gazetteer import match_place, province_title, with_preposition
from extractor.metadata.mentions import find_mentions
from extractor.schema import Institution, Kind
from extractor.text import collapse_spaces, fold, words


def name_institution(text: str, day: date | None) -> Institution | None:
    """Return the institution that a person names; `day` is one of its plan."""
    text = collapse_spaces(text)
    tokens = words(text)
    mentions = [mention for mention in find_mentions(text) if mention.name]
    place = next((mention.place for mention in mentions if mention.place), None)
    name = place.name if place else None
    if place is None:
        hits = (match_place(tokens, at) for at in range(len(tokens)))
        place = next((hit[0] for hit in hits if hit), None)
        name = place.name if place else next((mention.name for mention in mentions), None)
    if name is None:
        return None
    kind = "province" if place and place.is_province else _kind(tokens)
    return Institution(
        name=_canonical(kind, name, text),
        kind=kind,
        municipality=None if kind == "province" else name,
        nis_code=place.code_on(day) if place else None,
        province=place.province if place else None,
    )


def name_by_folder(folder: str, day: date | None) -> Institution | None:
    """Return the institution that a folder's name is: with its kind, or the bare municipality."""
    tokens = words(folder.replace("_", " "))
    hit = match_place(tokens, 0)
    whole = hit is not None and hit[1] == len(tokens)
    if whole or {"cpas", "commune", "ville", "province"} & set(tokens):
        return name_institution(folder.replace("_", " "), day)
    return None


def name_as(given: Institution, kind: Kind) -> Institution:
    """Return an institution with the kind that its document tells."""
    name = given.municipality or given.name or ""
    return given.model_copy(update={"kind": kind, "name": _canonical(kind, name, given.name or "")})


def _kind(tokens: list[str]) -> Kind:
    cpas = "cpas" in tokens
    local = bool({"commune", "ville", "communale", "ac"} & set(tokens))
    if cpas and local:
        return "commune_cpas"
    if cpas or local:
        return "cpas" if cpas else "commune"
    return "province" if "province" in tokens else "unknown"


def _canonical(kind: Kind, name: str, text: str) -> str:
    if kind == "province":
        return province_title(name)
    local = "Ville" if "ville" in words(text) else "Commune"
    head = {"cpas": "CPAS", "commune": local, "commune_cpas": f"{local} et CPAS"}.get(kind)
    elided = f" d'{fold(name)}" in fold(text)
    return f"{head} {with_preposition(name, elide_h=elided)}" if head else name
