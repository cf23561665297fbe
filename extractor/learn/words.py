"""Words of levels that corrected plans print: proposed to a person, used once she accepts them.

In: cases. Out: proposals, each a word, the level that nearly all titles behind it have, and how
many plans and titles say so. The file of words (`own.WORDS_FILE`) keeps one line a word; a line
that begins with `#` is only proposed.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.diagnostics import LayoutError
from extractor.learn.cases import Case, ranks_of
from extractor.own import RANKS, WORDS_FILE, quoted
from extractor.structure import prepare
from extractor.vocabulary.labels import column_kind, field_key, label_key
from extractor.vocabulary.words import level_odds

_TITLES = 3  # that a word opens or heads before it is proposed: two may be a coincidence
_AGREED = 0.9  # of them that have one level
_TOLD = 5.0  # log-odds of a word that needs no proposal
_BEFORE = re.compile(
    r"\W*(?P<word>[^\W\d_][^\d:–—(]{1,38}?)[\s.]*(?:[nN]\s?[°º]\s*)?(?:\d|[:–—]|$)"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that stands for a level in corrected plans."""

    word: str  # as printed
    level: str
    plans: int
    titles: int


def propose(cases: Sequence[Case], known: Iterable[str]) -> list[Proposal]:
    """Return the words that are neither told by the vocabulary nor `known`, the commonest first."""
    ranks: dict[str, Counter[str]] = defaultdict(Counter)
    printed: dict[str, Counter[str]] = defaultdict(Counter)
    plans: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        for word, rank in _words_of(case):
            key = label_key(word)
            ranks[key][rank] += 1
            printed[key][word.lower()] += 1
            plans[key].add(case.name)
    out = []
    keys = {label_key(word) for word in known}
    for word, counts in ranks.items():
        rank, titles = counts.most_common(1)[0]
        sure = titles >= _TITLES and titles >= _AGREED * counts.total() and rank != RANKS[0]
        if sure and word not in keys and level_odds(word).get(rank, 0.0) < _TOLD:
            out.append(Proposal(printed[word].most_common(1)[0][0], rank, len(plans[word]), titles))
    return sorted(out, key=lambda p: (-p.plans, -p.titles, p.word))


def _words_of(case: Case) -> Iterable[tuple[str, str]]:
    """Yield the words of a document with the rank of each title behind them."""
    blocks, looks, _, _ = prepare(case.document, case.roles)
    ranks = ranks_of(case, blocks, looks)
    for look in looks:
        for at in look.members:
            place = blocks[at].place
            word = blocks[at].word or (place.header if place else "")
            label = _BEFORE.match(blocks[at].label or "")
            if label and label_key(label["word"]) == word:
                word = label["word"]  # as printed
            if _may_be_word(word):
                yield word, RANKS[ranks.get(at, 0)]
    read = {blocks[at].title for at in ranks}
    for right in case.rights:
        before = right.text.partition(right.title)[0]
        match = _BEFORE.match(before)
        if right.title not in read and match and _may_be_word(match["word"]):
            yield match["word"], right.level


def _may_be_word(word: str) -> bool:
    """Tell whether a word may name a level: it is no label of a field, no header of a column."""
    return bool(word) and field_key(word) is None and column_kind(word, exact=True) is None


def read_words(folder: Path) -> dict[str, str]:
    """Return the accepted words of a folder: key → level; raise `LayoutError` on a bad file."""
    try:
        text = (folder / WORDS_FILE).read_text(encoding="utf-8")
        words = tomllib.loads(text).get("mot", {})
        return {str(word): str(level) for word, level in words.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        raise LayoutError(f"{WORDS_FILE}: {error}") from None


def words_text(accepted: Mapping[str, str], proposals: Sequence[Proposal]) -> str:
    """Return the text of the file of words."""
    lines = [
        "# Mots par lesquels vos plans nomment leurs niveaux : OS, OO, PROJET, ACTION,",
        "# SOUS_ACTION, ou SECTION pour un titre au-dessus des niveaux.",
        "# Une ligne qui commence par # n’est que proposée ; enlevez le # pour l’accepter.",
        "",
        "[mot]",
        *(f'{quoted(word)} = "{level}"' for word, level in sorted(accepted.items())),
        *(
            f'# {quoted(p.word)} = "{p.level}"  # {p.plans} plan(s), {p.titles} titres'
            for p in proposals
        ),
    ]
    return "\n".join(lines) + "\n"
