"""What a document says of its own words: `Boussole = objectif stratégique`, `(nos « rives »)`.

In: the texts of its lines. Out: the rank that an explanation gives to a word, by the word's key;
also to its initials (`Ligne directrice` is `LD` in codes); and the levels that a sentence lists
(`3 objectifs stratégiques, qui se déclinent en actions`). It is evidence for looks and readings;
nothing is decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extractor.text import collapse_spaces, fold
from extractor.vocabulary.labels import label_key
from extractor.vocabulary.words import RANKS, level_odds

_LEVELS = (
    (r"(?:objectif|axe|orientation|ambition|priorite|enjeu)[sx]?\s+strategiques?|\bo\.?s\b", "OS"),
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
_NAME = r"[a-z][\w'-]{0,30}(?: (?:d'|de |du |des )?[\w'-]{1,30}){0,3}?"  # bounded: no long words
_LEAD = r"(?<!\W)\W*+(?:une? |les? |la |nos |l'|d'|chaque )?"
_SAID = re.compile(
    rf"{_LEAD}(?P<name>{_NAME})\s*"
    rf"(?:=|:|->|→|\(|-|c'est(?:-a-dire)?|designe|signifie|correspond a|est)\s*"
    rf"(?:aux? |les? |la |l'|une? |nos |notre )?(?:{_PHRASE})\s*\)?\s*[.;,]?\s*$"
)
_CALLED = re.compile(
    rf"(?:{_PHRASE})\s*[,(]?\s*(?:\(|(?:appele|nomme|dit|denomme)e?s?\s|ici\s|soit\s|ou\s|nos\s|=\s?|:\s?){{1,6}}"
    rf"(?:nos |les |des |ici )?[\"( ]{{0,6}}+(?P<name>{_NAME})[\" ]*(?=[\"),;]|\.(?!\d)|$)"
)
_DEFINED = re.compile(
    rf"{_LEAD}(?P<name>{_NAME})\s*[:=-]\s*[^:]{{0,30}}?"
    rf"(?:{'|'.join(f'(?P<{r}>{f})' for f, r in _MEANS)})"
)
_COUNT = (
    r"(?:(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|\d{1,3})\s+)?"
)
_IS = (
    r"(?:sont|est|constituent?|forment?|representent?|correspond(?:ent)?|designent?|presentent?|"
    r"traduisent|traduit|tiennent lieu|tient lieu|valent)"
)
_OUR = r"(?:aux? |a |de |d'|les |la |le |l'|une? |nos |notre |des |chacun |chacune ){0,3}"
#: `les cinq engagements ci-dessous sont nos objectifs stratégiques`, `quatre caps, nos objectifs
#: stratégiques`, `quatre priorités. Elles sont les objectifs stratégiques`
_TOLD_OF = re.compile(
    r"\b(?:les |nos |ces |ses |leurs |chaque |chacune? (?:des |de nos |de ces )?|des |une? |la |"
    rf"le |l'|en |de )?{_COUNT}"
    rf"(?:[«\"“]\s*)?(?P<name>(?!(?:des|les|nos|ces|une|huit|cinq|trois|deux)\b)[a-z]{{3,20}})(?:\s*[»\"”])?"
    rf"(?:(?:\s+[\w'-]{{1,20}}){{0,3}}?\s+{_IS}\s+|\s*,\s+(?=nos |notre )|"
    rf"\.\s+(?:ils|elles|ce)\s+{_IS}\s+){_OUR}(?:{_PHRASE})"
)
#: `chaque levier (objectif stratégique)`, `une fiche = un objectif opérationnel`
_GLOSSED = re.compile(
    rf"\b(?P<name>[a-z]{{3,20}})\s*(?:\(\s*|=\s*){_OUR}(?:{_PHRASE})(?=\s*[).,;]|\s*$)"
)
_NO_NAMES = frozenset(
    ("objectif", "objectif strategique", "objectif operationnel", "plan", "pst", "programme",
     "document", "commune", "college", "conseil", "cpas", "suivant", "tableau", "annexe", "qui",
     "page", "volet", "ville", "province", "service", "niveau", "action", "projet")
)  # fmt: skip


def announced_words(texts: Iterable[str]) -> dict[str, str]:
    """Return the rank of each word that the document explains.

    >>> announced_words(["Boussole = objectif stratégique"])["boussole"]
    'OS'
    >>> announced_words(["2 objectifs stratégiques (nos « rives »), qui se déclinent"])["rive"]
    'OS'
    >>> announced_words(["Les cinq élans ci-dessous sont nos objectifs stratégiques."])["elan"]
    'OS'
    """
    found: dict[str, str] = {}
    for text in (part for line in sentences(texts) for part in _entries(line)):
        folded = collapse_spaces(fold(text))
        for pattern in (_SAID, _CALLED, _DEFINED, _TOLD_OF, _GLOSSED):
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


_ENTRY = re.compile(r"\s*[;|,•]\s*|\s+[-–—/]\s+")


def _entries(text: str) -> list[str]:
    """Return the entries of a legend in one line: `AXE = objectif stratégique - ACT = action`."""
    parts = _ENTRY.split(re.sub(r"^\s*légende\s*:", "", text, flags=re.IGNORECASE))
    told = sum("=" in part for part in parts)
    return parts if told > 1 and told == len(parts) else [text]


def sentences(texts: Iterable[str]) -> Iterator[str]:
    """Yield lines, those that go on below joined: a line as long as prose is, without an end,
    before one that begins with a small letter or inside brackets or quotation marks.

    >>> list(sentences(["Le plan compte trois objectifs stratégiques, déclinés en", "actions."]))
    ['Le plan compte trois objectifs stratégiques, déclinés en actions.']
    """
    held = ""
    for text in texts:
        line = collapse_spaces(text)  # patterns cost the square of a run of blanks
        if held and (line[:1].islower() or held[-1:] in "«([" or line[:1] in "»)"):
            held = f"{held} {line}"[:_MAX_SENTENCE]
        else:
            if held:
                yield held
            held = line
        if len(line) < _WRAPPED or line[-1:] in ".;:!?":
            yield held
            held = ""
    if held:
        yield held


_WRAPPED = 45  # characters of a line that the page's edge may have ended
_MAX_SENTENCE = 2000  # characters
_CHAIN = re.compile(
    r"\b(?:se )?(?:niveaux?\b|declin|decompos|tradui|divis|structur|articul|ventil)\w*"
)
_COUNTED = re.compile(r"\b\d{1,3} objectifs? strategiques?\b")
_LAW = re.compile(r"\barticles? l|\bl\.? ?1123|\bcode de la democratie|\bdecret\b")
_LEVEL = re.compile(_PHRASE)
_GOES_ON = re.compile(
    r"[^.;]{0,40}?(?:,|\b)\s*(?:(?:puis|ensuite|enfin|et)\s+(?:en|des|par)|eux-memes|elles-memes|"
    r"(?:et )?chac\w+ (?:se|est))\b"
)


def told_levels(texts: Iterable[str]) -> frozenset[str]:
    """Return the levels that the document says it has, from the objectives down; none where it
    says nothing, or where its sentences differ. What the law says of all plans is left out.

    >>> sorted(told_levels(["Le plan compte 3 objectifs stratégiques, déclinés en 12 actions."]))
    ['ACTION', 'OS']
    """
    found: Counter[frozenset[str]] = Counter()
    texts = list(texts)
    found.update(_listed(texts))
    for text in sentences(texts):
        folded = fold(text)
        if _LAW.search(folded) or not (_CHAIN.search(folded) or _COUNTED.search(folded)):
            continue
        folded = re.sub(r"appels? a projets?", " ", folded)
        matches = list(_LEVEL.finditer(folded))
        ranks = [m.lastgroup for m in matches]
        if not matches or _GOES_ON.match(folded, matches[-1].end()):
            continue  # to a level that has another name
        if ranks[:1] == ["OS"] and len(set(ranks)) > 1:
            found[frozenset(map(str, ranks))] += 1
    best = found.most_common(2)
    return best[0][0] if len(best) == 1 or (best and best[0][1] > best[1][1]) else frozenset()


def _listed(texts: Sequence[str]) -> Iterator[frozenset[str]]:
    """Yield the levels that lines or cells in a row name, one each, from the objectives down: a
    legend, the header of a table with a column per level."""
    row: list[str] = []
    for text in (*texts, ""):
        rank = _named(text)
        if rank is not None and (not row or RANKS.index(rank) > RANKS.index(row[-1])):
            row.append(rank)
            continue
        if row[:1] == ["OS"] and len(row) > 2:
            yield frozenset(row)
        row = [rank] if rank is not None else []


def _named(text: str) -> str | None:
    """Return the level that a text names, and nothing else."""
    odds = level_odds(label_key(text.strip(" :")))
    rank = max(odds, key=lambda r: odds[r], default=None)
    return rank if rank in RANKS[1:] and odds[rank] >= _NAMED else None


_NAMED = 2.0  # log-odds of a word that names one level rather than another
_SMALL = frozenset(("de", "d", "du", "des", "la", "le", "les", "l", "a"))
