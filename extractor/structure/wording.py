"""How plans word their titles: an infinitive or a noun of action first, or what one wants to be.

Supports, never decides. The lexicon's parts of speech come first; `nlp` may add spaCy's.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from extractor.lexicon import NOUNS, find_infinitive, key_of, lookup
from extractor.text import fold, words

_INFINITIVE = re.compile(r"\w{2,}(?:er|ir|re|oir)")
_ACTION_NOUN = re.compile(r"\w{3,}(?:tion|sion|ment|age|ance|ence|ise|ture|ude|ien|oi)s?")
_SENTENCE_END = re.compile(r"(?:[^\W\d_]{2}|[)»”])\s?[.!?]\s+[A-ZÀ-Ü]")
_SKIPPED = frozenset("se s ne l la le les en y mieux et".split())  # noqa: SIM905
_BEING = re.compile(
    r"(?:etre|devenir|rester|demeurer)\s|"
    r"(?:pour\s+)?une?\s+(?:\w+\s+){1,3}(?:qui|ou|dont|proche|a l')\b|"
    r"une?\s+(?:commune|ville|cpas|c\.p\.a\.s|centre|administration|province|institution|entite|territoire)\b"
)


class Wording(StrEnum):
    """What a title begins as."""

    BEING = "being"  # `Être une commune qui…`, `Une ville…`
    INFINITIVE = "infinitive"
    NOUN = "noun"  # of action: `Création de…`
    PROSE = "prose"  # sentences
    OTHER = "other"


def has_sentences(text: str) -> bool:
    """Tell whether a sentence ends inside a text; abbreviations and numbers end none.

    >>> has_sentences("Un C.P.A.S. Où aller"), has_sentences("Il agit. Le reste suit.")
    (False, True)
    """
    return _SENTENCE_END.search(text) is not None


def is_being(title: str) -> bool:
    """Tell whether a title says what the institution wants to be.

    >>> is_being("ETRE UNE COMMUNE PROPRE"), is_being("Une ville à taille humaine")
    (True, True)
    """
    return _BEING.match(fold(title).lstrip('"« ')) is not None


def is_verbal(title: str) -> bool:
    """Tell whether a title begins with a verb as titles of a plan do, and with a capital.

    >>> is_verbal("Créer un guichet"), is_verbal("agents à temps plein")
    (True, False)
    """
    verbal = wording_of(title) in (Wording.INFINITIVE, Wording.BEING)
    return verbal and title.lstrip('«" ')[:1].isupper()


@lru_cache(maxsize=65536)
def wording_of(title: str) -> Wording:
    """Return how a title is worded.

    >>> wording_of("Créer un guichet"), wording_of("Le cadre légal est connu. Il change.")
    (<Wording.INFINITIVE: 'infinitive'>, <Wording.PROSE: 'prose'>)
    """
    if is_being(title):
        return Wording.BEING
    if has_sentences(title) and len(title) > _LONG:
        return Wording.PROSE
    parts = words(title)
    first = next((w for w in parts if w not in _SKIPPED), "")
    opened = parts[:1] and parts[0] in ("l", "la", "le", "les")
    if not opened and (find_infinitive(first) is not None):
        return Wording.INFINITIVE
    known = lookup(key_of(first))
    noun = any(set(NOUNS) & set(form.analyses) for form in known) if known else True
    if noun and _ACTION_NOUN.fullmatch(first):
        return Wording.NOUN
    if not known and not opened and _INFINITIVE.fullmatch(first):
        return Wording.INFINITIVE
    return Wording.OTHER


_LONG = 120  # characters of a text whose sentences make it prose


def is_plan_like(title: str) -> bool:
    """Tell whether a title begins as plans write them: an infinitive or a noun of action.

    >>> is_plan_like("Mettre en place un guichet"), is_plan_like("Le cadre légal")
    (True, False)
    """
    return wording_of(title) in (Wording.INFINITIVE, Wording.NOUN)
