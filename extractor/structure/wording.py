"""How plans word their titles: an infinitive or a noun of action first. Supports, never decides."""

from __future__ import annotations

import re

from extractor.text import words

_INFINITIVE = re.compile(r"\w{2,}(?:er|ir|re|oir)")
_ACTION_NOUN = re.compile(r"\w{3,}(?:tion|sion|ment|age|ance|ence|ise|ture|ude|ien|oi)s?")
_SENTENCE_END = re.compile(r"(?:[^\W\d_]{2}|[)»”])\s?[.!?]\s+[A-ZÀ-Ü]")
_SKIPPED = frozenset("se s ne l la le les en y mieux et".split())  # noqa: SIM905


def has_sentences(text: str) -> bool:
    """Tell whether a sentence ends inside a text; abbreviations and numbers end none.

    >>> has_sentences("Un C.P.A.S. Où aller"), has_sentences("Il agit. Le reste suit.")
    (False, True)
    """
    return _SENTENCE_END.search(text) is not None


def is_plan_like(title: str) -> bool:
    """Tell whether a title begins as plans write them: an infinitive or a noun of action.

    >>> is_plan_like("Mettre en place un guichet"), is_plan_like("Le cadre légal")
    (True, False)
    """
    parts = words(title)
    first = next((w for w in parts if w not in _SKIPPED), "")
    if parts[:1] and parts[0] in ("l", "la", "le", "les"):
        return bool(_ACTION_NOUN.fullmatch(first))
    return bool(_INFINITIVE.fullmatch(first) or _ACTION_NOUN.fullmatch(first))
