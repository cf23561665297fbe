"""What a document says of its own words: `Boussole = objectif stratégique`, `(nos « rives »)`.

In: the texts of its lines. Out: the rank that an explanation gives to a word, by the word's key;
also to its initials (`Ligne directrice` is `LD` in codes). It is evidence for looks, as strong as a
word that the vocabulary knows; nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.text import fold
from extractor.vocabulary.labels import label_key

_LEVELS = (
    (r"objectifs?\s+strategiques?|\bo\.?s\b", "OS"),
    (r"objectifs?\s+operationnels?|\bo\.?o\b", "OO"),
    (r"sous-actions?", "SOUS_ACTION"),
    (r"projets?", "PROJET"),
    (r"actions?", "ACTION"),
)
_MEANS = (
    (r"ce que nous voulons (?:etre|devenir)|ou nous voulons aller|notre vision", "OS"),
    (
        r"leviers?\b|sur quoi nous (?:agissons|agirons)|(?:pour|comment) y (?:parvenir|arriver)",
        "OO",
    ),
    (r"ce que nous (?:ferons|allons faire)|concretement", "ACTION"),
)
_PHRASE = "|".join(f"(?P<{rank}>{form})" for form, rank in _LEVELS)
_NAME = r"[a-z][\w'-]*(?: (?:d'|de |du |des )?[\w'-]+){0,3}?"
_LEAD = r"[^\w]*(?:une? |les? |la |nos |l'|d'|chaque )?"
_SAID = re.compile(
    rf"{_LEAD}(?P<name>{_NAME})\s*"
    rf"(?:=|:|->|→|\(|-|c'est(?:-a-dire)?|designe|signifie|correspond a|est)\s*"
    rf"(?:aux? |les? |la |l'|une? |nos |notre )?(?:{_PHRASE})\s*\)?\s*[.;,]?\s*$"
)
_CALLED = re.compile(
    rf"(?:{_PHRASE})\s*[,(]?\s*(?:\(|(?:appele|nomme|dit|denomme)e?s?\s|ici\s|soit\s|ou\s|nos\s|=\s?|:\s?)+"
    rf"(?:nos |les |des |ici )?[\"( ]*(?P<name>{_NAME})[\" ]*(?=[\"),;]|\.(?!\d)|$)"
)
_DEFINED = re.compile(
    rf"{_LEAD}(?P<name>{_NAME})\s*[:=-]\s*[^:]{{0,30}}?"
    rf"(?:{'|'.join(f'(?P<{r}>{f})' for f, r in _MEANS)})"
)
_NO_NAMES = frozenset(("objectif", "objectif strategique", "objectif operationnel", "plan", "pst"))


def announced_words(texts: Iterable[str]) -> dict[str, str]:
    """Return the rank of each word that the document explains.

    >>> announced_words(["Boussole = objectif stratégique"])["boussole"]
    'OS'
    >>> announced_words(["2 objectifs stratégiques (nos « rives »), qui se déclinent"])["rive"]
    'OS'
    """
    found: dict[str, str] = {}
    for text in texts:
        folded = fold(text)
        for pattern in (_SAID, _CALLED, _DEFINED):
            for match in pattern.finditer(folded):
                rank = next((r for r, v in match.groupdict().items() if v and r != "name"), None)
                name = label_key(match["name"])
                if rank is None or not name or name in _NO_NAMES or name == rank.lower():
                    continue
                found.setdefault(name, rank)
                parts = [p for p in re.findall(r"[a-z]+", match["name"]) if p not in _SMALL]
                if len(parts) > 1:
                    found.setdefault("".join(p[0] for p in parts), rank)
    return found


_SMALL = frozenset(("de", "d", "du", "des", "la", "le", "les", "l", "a"))
