"""What a word says of a level: log-odds from `words.toml`, 0 for what it does not know.

The same table serves labels before a number (`Défi 3 :`) and headers of columns (`Défi`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from extractor.diagnostics import LayoutError
from extractor.own import OwnModel, current
from extractor.vocabulary.data import check_keys, load
from extractor.vocabulary.labels import column_kind, label_key

RANKS = ("SECTION", "OS", "OO", "PROJET", "ACTION", "SOUS_ACTION")

Odds = Mapping[str, float]


@cache
def _tables() -> tuple[dict[str, Odds], dict[str, Odds]]:
    whole: dict[str, Odds] = {}
    endings: dict[str, Odds] = {}
    for word, odds in load("words.toml")["word"].items():
        check_keys(odds, set(RANKS), f"words.toml, {word}")
        table = endings if word.startswith("+") else whole
        if table.setdefault(label_key(word), odds) is not odds:
            raise LayoutError(f"words.toml: {word!r} stands there twice")
    return whole, endings


def level_odds(word: str) -> Odds:
    """Return the log-odds of each rank for a label or a header; {} for an unknown word.

    Words that the institution accepted come first.

    >>> level_odds("Objectifs stratégiques")["OS"] > 3, dict(level_odds("Bannière"))
    (True, {})
    """
    own = current()
    if own.words and (odds := _own_table(own).get(label_key(word))) is not None:
        return odds
    return _shared_odds(word)


@lru_cache(maxsize=4)
def _own_table(model: OwnModel) -> dict[str, Odds]:
    return {label_key(word): odds for word, odds in model.words.items()}


@lru_cache(maxsize=4096)
def _shared_odds(word: str) -> Odds:
    whole, endings = _tables()
    key = label_key(word)
    key = key if key in whole else label_key(re.sub(r"\([^()]*\)", " ", word))
    if key in whole:
        return whole[key]
    parts = key.split()
    last = endings.get(parts[-1]) if len(parts) > 1 else None
    first = whole.get(parts[0]) if parts else None
    if last is not None and first is not None:
        return {rank: last.get(rank, 0.0) + 0.5 * first.get(rank, 0.0) for rank in RANKS}
    if last is not None:
        return last
    if first is not None and len(parts) == _ADJECTIVE and not is_known(parts[1]):
        return {rank: _LEANS * odds for rank, odds in first.items()}
    return {}


_ADJECTIVE = 2  # words of a label with an adjective: `Défi climatique`
_LEANS = 0.7  # what is left of a word's odds behind which an unknown one stands


def is_known(word: str) -> bool:
    """Tell whether a word is itself the label of a field or the header of a column."""
    return column_kind(word, exact=True) is not None
