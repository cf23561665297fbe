"""Designations by their head noun: `commission locale de développement rural`, `agent technique`.

In: the tokens of a title, small letters restored. Out: spans of tokens with a label. A head noun
of `models/entities.toml` (`[nouns]`) is followed through adjectives, names and complements; most
heads are a designation only with one of these. Names of places: a capital after `à`, `au`, `de`,
or after a noun of place. Needs no spaCy.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor import lexicon
from extractor.lexicon import key_of
from extractor.nlp.words import small_words, stem
from extractor.resources import models_path

TOKEN = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*\.?(?=['’])['’]|[^\W_]+(?:[-.][^\W_]+)*|\S")
LABELS = ("ORG", "SERVICE", "FUNCTION", "PROGRAMME")
MOST_COMPLEMENTS = {"ORG": 2, "SERVICE": 2, "FUNCTION": 1, "PROGRAMME": 2, "PLACE": 1}
_INVARIABLE = frozenset(stem(word) for word in ("bus", "campus", "fonds", "parcours", "relais"))
_MIDDLE = stem("centre")
_OF = frozenset({"de", "d'", "du", "des"})
_WITH_PARTICIPLE = frozenset({"par", "avec", "pour", "sur", "dans", "entre", "à", "au"})
_EVENTS = frozenset(
    stem(word) for word in ("journée", "semaine", "quinzaine", "opération", "brevet", "forum")
)
_GIVING = frozenset({"doter", "équiper", "munir", "pourvoir", "informer", "charger", "décharger"})
_SURELY = frozenset({"entre", "vers", "depuis"})  # a capital after these is a name of a place
_ARTICLES = frozenset({"la", "l'", "le", "les"})
_TOWARDS = frozenset({"pour", "contre", "aux", "sur"})  # join the complement of a programme
_PLACE_HEADS = frozenset(
    stem(word)
    for word in (
        "rue", "avenue", "place", "chaussée", "boulevard", "quai", "route", "chemin", "ruelle",
        "quartier", "hameau", "cité", "village", "faubourg", "lavoir", "chapelle", "campus",
        "église", "château", "abbaye", "moulin", "gare", "pont", "parc", "site", "domaine",
        "étang", "bois", "vallée", "ferme", "zoning", "carrefour", "rond-point", "square",
        "ravel", "collégiale", "cimetière", "ruisseau", "plateau", "barrage", "lac", "hôtel",
        "lieu-dit", "sentier", "venelle", "passage", "rond-point", "plaine", "jardin", "halage",
    )
)  # fmt: skip
_BEFORE_PLACE = frozenset({"à", "au", "de", "d'", "du", "depuis", "vers", "entre", "a", "jusqu'"})
_NO_PLACES = frozenset({"noël", "pâques", "internet", "facebook", "saint-nicolas", "toussaint"})


@dataclass(frozen=True, slots=True)
class Span:
    """A designation, in tokens (half-open)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class _Nouns:
    heads: dict[str, list[tuple[tuple[str, ...], str, bool]]]  # first stem → (stems, label, alone)
    stop_adjectives: frozenset[str]
    stop_complements: frozenset[str]


@lru_cache(maxsize=1)
def _nouns() -> _Nouns:
    data = tomllib.loads(models_path("entities.toml").read_text("utf-8"))["nouns"]
    heads: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    for label in LABELS:
        for kind in ("alone", "with"):
            for noun in data[label][kind]:
                stems = tuple(_stem_of(part) for part in _pieces(noun))
                heads.setdefault(stems[0], []).append((stems, label, kind == "alone"))
    for entries in heads.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    stop = data["stop"]
    return _Nouns(
        heads,
        frozenset(map(stem, stop["adjectives"])),
        frozenset(map(stem, stop["complements"])),
    )


def _pieces(text: str) -> list[str]:
    return [token.rstrip("'’") for token in TOKEN.findall(text)]


def find_heads(tokens: Sequence[str], listed: Collection[int] = ()) -> Iterator[Span]:
    """Yield the designations that a head noun opens, left to right, without overlap.

    A designation does not go on into another that is listed (`listed` holds its tokens): `tuteur
    énergie` and `CPAS` are two in `tuteur énergie du CPAS`.
    """
    stems = [_stem_of(token) for token in tokens]
    place = 0
    while place < len(tokens):
        span = _head_at(tokens, stems, place, listed)
        if span is None:
            place += 1
        else:
            yield span
            place = span.end


def _head_at(
    tokens: Sequence[str], stems: Sequence[str], place: int, listed: Collection[int]
) -> Span | None:
    nouns = _nouns()
    for wanted, label, alone in nouns.heads.get(stems[place], ()):
        end = place + len(wanted)
        if tuple(stems[place:end]) != wanted or _is_otherwise(tokens, place):
            continue
        known = tokens[: _limit(end, len(tokens), listed)]
        if label == "FUNCTION" and tokens[0].lower() in _GIVING:
            known = known[: _before_of(known, end)]
        if stems[place] == _MIDDLE and _is_of_town(tokens, end):
            return None
        grown = _grow(known, end, label, nouns)
        plural = key_of(tokens[place]).endswith(("s", "x")) and stems[place] not in _INVARIABLE
        several = label != "FUNCTION" and plural
        if stems[place] in _EVENTS and not _is_defined(known[end:grown]):
            return None
        if alone or (grown > end and not several):
            return Span(place, grown, label)
    return None


def _is_defined(rest: Sequence[str]) -> bool:
    """Tell whether what follows makes a name: `semaine de la mobilité`, not `journée de tri`."""
    return any(
        word in ("du", "des", "la", "l'", "le") or word[:1].isupper() or word in '«“"'
        for word in rest
    )


def _before_of(tokens: Sequence[str], place: int) -> int:
    """Return where `de` begins: in `doter les ouvriers de vêtements` it belongs to the verb."""
    return next((k for k in range(place, len(tokens)) if tokens[k] in _OF), len(tokens))


def _stem_of(token: str) -> str:
    """Return the stem of a token, part by part: `aides-soignantes` is `aide-soignante`."""
    return "-".join(stem(part) for part in token.rstrip("'").split("-"))


def _limit(end: int, length: int, listed: Collection[int]) -> int:
    """Return where the next listed designation begins, or the end; 40 words are enough."""
    most = min(length, end + 40)
    return next((k for k in range(end, most) if k in listed and k - 1 not in listed), most)


def _is_of_town(tokens: Sequence[str], end: int) -> bool:
    """Tell whether `de` and a name follow: the centre of a town is no service."""
    return end + 1 < len(tokens) and tokens[end] in _OF and tokens[end + 1][:1].isupper()


def _is_otherwise(tokens: Sequence[str], place: int) -> bool:
    """Tell whether a listed noun is something else here.

    `Guide les visiteurs`, `au service de tous`, `le fond du jardin`.
    """
    word = tokens[place].lower()
    if word == "fond" or (word == "service" and place and tokens[place - 1].lower() == "au"):
        return True
    return place == 0 and bool(lexicon.find_infinitive(tokens[0]))


def _grow(tokens: Sequence[str], end: int, label: str, nouns: _Nouns) -> int:
    """Return where a designation ends: adjectives, a name, complements, in this order."""
    end = _adjectives(tokens, end, nouns, apposed=True)
    end = _name(tokens, end)
    for rank in range(MOST_COMPLEMENTS[label]):
        after = _complement(tokens, end, label, nouns, further=rank > 0)
        if after == end or tokens[after - 1][:1].isupper():
            end = after
            break
        end = after
    return _quoted(tokens, _adjectives(tokens, end, nouns, apposed=False))


def _adjectives(tokens: Sequence[str], end: int, nouns: _Nouns, *, apposed: bool) -> int:
    """Pass adjectives, and one noun set beside the head: `relais santé`, `conseiller logement`."""
    while end < len(tokens) and tokens[end][:1].islower() and not tokens[end].endswith("'"):
        key = key_of(tokens[end])
        if key in small_words() or stem(tokens[end]) in nouns.stop_adjectives:
            break
        forms = lexicon.lookup(key)
        exact = [form for form in forms if form.text == tokens[end]] or list(forms)
        letters = {letter for form in exact for letter in form.analyses}
        if lexicon.FUNCTION_WORD in letters:
            break
        if _opens_circumstance(tokens, end, letters):
            break
        if lexicon.ADJECTIVE in letters or lexicon.PARTICIPLE in letters:
            end += 1
        elif apposed and (not forms or letters & set(lexicon.NOUNS)) and not _is_closed(letters):
            end += 1
            apposed = False
        else:
            break
    return end


def _opens_circumstance(tokens: Sequence[str], place: int, letters: set[str]) -> bool:
    """Tell whether a participle has a complement of its own: `dessiné avec les jeunes`."""
    if lexicon.PARTICIPLE not in letters or place + 1 >= len(tokens):
        return False
    return tokens[place + 1] in _WITH_PARTICIPLE


def _is_closed(letters: set[str]) -> bool:
    return bool(letters & {lexicon.FUNCTION_WORD, lexicon.ADVERB, lexicon.INFINITIVE})


def _name(tokens: Sequence[str], end: int) -> int:
    """Pass a name in capitals: `Les P'tits Loups`, `Sambre-Logis`."""
    start = end
    while end < len(tokens) and (
        tokens[end][:1].isupper() or (end > start and tokens[end - 1].endswith("'"))
    ):
        end += 1
    return end


def _complement(
    tokens: Sequence[str], end: int, label: str, nouns: _Nouns, *, further: bool
) -> int:
    """Pass `de la …`, `des …`; of a programme also `en faveur de …`, `pour …`.

    A `further` complement may be joined by `et`.
    """
    place = end
    if label in ("PROGRAMME", "ORG", "SERVICE") and place + 1 < len(tokens):
        if tuple(key_of(t) for t in tokens[place : place + 2]) in (
            ("en", "faveur"), ("en", "matiere"), ("a", "destination"), ("en", "vue"),
        ):  # fmt: skip
            place += 2
        elif tokens[place] == "contre" or (tokens[place] in _TOWARDS and label == "PROGRAMME"):
            return _noun_group(tokens, _articles(tokens, place + 1), end, nouns)
        elif tokens[place] == "aux" and label == "SERVICE":
            return _noun_group(tokens, place + 1, end, nouns)
    if label == "FUNCTION" and place + 1 < len(tokens) and tokens[place] == "en":
        return _noun_group(tokens, place + 1, end, nouns)  # `conseiller en énergie`
    joined = further and tuple(tokens[place : place + 2]) in (("et", "de"), ("et", "d'"))
    place += joined  # `plan d’urgence et d’intervention`
    if place >= len(tokens) or tokens[place] not in _OF:
        return end
    return _noun_group(tokens, _articles(tokens, place + 1), end, nouns)


def _articles(tokens: Sequence[str], place: int) -> int:
    while place < len(tokens) and tokens[place] in _ARTICLES:
        place += 1
    return place


def _noun_group(tokens: Sequence[str], place: int, otherwise: int, nouns: _Nouns) -> int:
    """Pass a noun with its adjectives or a name; return `otherwise` when there is none."""
    if place >= len(tokens) or not tokens[place][:1].isalpha() or tokens[place].endswith("'"):
        return otherwise
    if tokens[place][:1].isupper():
        return _name(tokens, place)
    if place + 1 < len(tokens) and key_of(tokens[place]) in ("nouveaux", "nouvelles", "jeunes"):
        place += 1
    key = key_of(tokens[place])
    heads = {stem(tokens[place]), stem(tokens[place].partition("-")[0])}  # `vingt-huit places`
    if key in small_words() or not heads.isdisjoint(nouns.stop_complements):
        return otherwise
    forms = lexicon.lookup(key)
    letters = {letter for form in forms for letter in form.analyses}
    if lexicon.INFINITIVE in letters and lexicon.find_infinitive(tokens[place]) == tokens[place]:
        return otherwise
    if forms and not letters & set(lexicon.NOUNS) and lexicon.ADJECTIVE not in letters:
        return otherwise
    return _name(tokens, _adjectives(tokens, place + 1, nouns, apposed=False))


def _quoted(tokens: Sequence[str], end: int) -> int:
    """Pass a name between guillemets that follows at once."""
    if end < len(tokens) and tokens[end] in ("«", '"', "“"):
        for place in range(end + 1, min(end + 8, len(tokens))):
            if tokens[place] in ("»", '"', "”"):
                return place + 1
    return end


def with_adjectives(tokens: Sequence[str], end: int) -> int:
    """Return where a listed designation ends with the adjectives that follow it."""
    return _adjectives(tokens, end, _nouns(), apposed=False)


def find_places(tokens: Sequence[str]) -> Iterator[Span]:
    """Yield names of places: after a noun of place, else capitals after `à`, `de`, `vers`."""
    place = 0
    while place < len(tokens):
        end = _place_at(tokens, place)
        if end > place:
            yield Span(place, end, "PLACE")
            place = end
        else:
            place += 1


def _place_at(tokens: Sequence[str], place: int) -> int:
    start, hyphen, last = tokens[place].rpartition("-")
    if place and hyphen and start[:1].isupper() and stem(last) in _PLACE_HEADS:
        return _joined_name(tokens, place + 1)  # `la Grand-Rue`
    if stem(tokens[place]) in _PLACE_HEADS:
        end = place + 1
        while end < len(tokens) and tokens[end] in (*_OF, *_ARTICLES):
            end += 1
        named = _name(tokens, end)
        if named > end and any(map(_is_written, tokens[end:named])):
            return _joined_name(tokens, named)
    before = tokens[place - 1].lower() if place else ""
    if before in ("la", "l'", "les") and place > 1:
        before = tokens[place - 2].lower() if tokens[place - 2].lower() in ("à", "de") else before
    if tokens[place][:1].isupper() and before in _BEFORE_PLACE:
        end = _name(tokens, place)
        several = (
            before in ("à", "de", "d'")
            and end - place > 1
            and all(_is_written(token) for token in tokens[place:end])
        )
        after_to = before == "à" and tokens[place - 1] == "à" and _is_written(tokens[place])
        sure = before in _SURELY and _is_written(tokens[place])
        if _looks_named(tokens[place]) or several or after_to or sure:
            return _joined_name(tokens, end)
    if place == 1 and lexicon.find_infinitive(tokens[0]) and _is_proper(tokens[1]):
        return _joined_name(tokens, _name(tokens, 1))  # `Relier Lessart-Haut à la gare`
    if before in ("la", "l'") and place > 1 and _is_proper(tokens[place]):
        end = _name(tokens, place)  # `rendre la Hunelle à ses méandres`
        abbreviated = tuple(tokens[end : end + 1]) == ("(",)  # an institution: `la Xyz (X)`
        if end == place + 1 and not abbreviated:
            return _joined_name(tokens, end)
    if (  # `de Limerlé et de Steinbach`, `Moxhe et Avennes`
        tokens[place][:1].isupper()
        and before in ("et", ",")
        and place > 1
        and tokens[place - 2][:1].isupper()
        and _looks_named(tokens[place])
        and _place_before(tokens, place - 2)
    ):
        return _name(tokens, place)
    return place


def _place_before(tokens: Sequence[str], place: int) -> bool:
    while place >= 0 and tokens[place][:1].isupper():
        place -= 1
    return place >= 0 and tokens[place].lower() in _BEFORE_PLACE


def _joined_name(tokens: Sequence[str], end: int) -> int:
    """Go on through `Saint-Roch`, `Pont du Diable`: small words between capitals."""
    place = end
    while place < len(tokens) and tokens[place] in (*_OF, *_ARTICLES, "sur", "sous", "en"):
        place += 1
    if end < place < len(tokens) and tokens[place][:1].isupper() and place - end <= 2:
        return _name(tokens, place)
    return end


def _is_proper(token: str) -> bool:
    """Tell whether a capitalised token is a word that French does not have."""
    return token[:1].isupper() and _is_written(token) and not lexicon.lookup(key_of(token))


def _looks_named(token: str) -> bool:
    """Tell whether a capitalised token is a name and not an acronym or a numeral."""
    forms = lexicon.lookup(key_of(token))
    nouns = any(letter in form.analyses for form in forms for letter in lexicon.NOUNS)
    return _is_written(token) and not nouns


def _is_written(token: str) -> bool:
    """Tell whether a capitalised token is neither an acronym nor a numeral."""
    shouted = len(token) < 2 or token.isupper() or any(c.isdigit() for c in token)
    return not shouted and token.lower() not in _NO_PLACES
