"""Which words a document uses as labels of its levels, though no vocabulary knows them.

In: the texts of its lines. Out: `OwnWords`. A word is a label where it counts: it opens lines with
numbers of one series (`Cap 1 :`, `Cap 2 :`), stands behind their numbers (`1 Cap – …`), or its
numbers go on with those of another such word (`VS1`, `OT11`, `OT12`). Without numbers it is one
where titles stand behind it, again and again. Nothing here says which level a word stands for.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor import vocabulary
from extractor.lexicon import find_infinitive
from extractor.markers import GLYPHS, find_marker, roman_value
from extractor.structure.announced import announced_words, told_levels
from extractor.structure.contents import kind_of
from extractor.structure.numbers import number_parts, part_value
from extractor.structure.wording import is_being, is_plan_like
from extractor.text import fold, is_capitals
from extractor.vocabulary.headings import ORDINALS
from extractor.vocabulary.labels import label_key
from extractor.vocabulary.words import level_odds

_LEAD = rf"[\s{GLYPHS}*\"'(>-]*"
_LETTER = r"[^\W\d_]"
_NAME = (
    rf"[A-ZÀ-Ý](?:{_LETTER}|[’'])*"
    rf"(?:[ -](?:(?:de|du|des|d’|d'|la|l’) ?)?(?:{_LETTER}|[’'-])+){{0,2}}?"
)
CARDINALS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_COUNT = (
    r"(?:[A-Z]?\d{1,3}|[IVXL]{1,6}(?![a-zà-ÿ’'])|[A-Z](?![\w’'])|[a-z](?=[ .:)]))"
    r"(?:\s?[.\-]\s?\d{1,3}|[.\-](?:[a-zA-Z]|[ivx]{2,4})(?![\w’'])){0,4}"
)
_SIGN = r"(?:[nN]\s?[°ºo*]\s?\.?\s*|#\s?)?"
_SEPARATOR = r"(?P<sep>\s?[.:)\]|–—>/·•-]+(?=\s|$|[A-ZÀ-Ý«])\s*|\s+(?=[A-ZÀ-Ý«“\"0-9])|\s*$)"
OWN = re.compile(rf"{_LEAD}(?P<word>{_NAME})(?:[ .-]++|(?=\d)){_SIGN}(?P<n>{_COUNT}){_SEPARATOR}")
CODE = re.compile(
    rf"{_LEAD}(?P<word>[A-ZÀ-Ý]{{1,5}})[ .°-]{{0,2}}"
    rf"(?P<n>\d{{1,6}}(?:[.\-]\d{{1,3}}|[.\-][a-zA-Z](?!\w)){{0,4}}){_SEPARATOR}"
)
WORDED = re.compile(
    rf"{_LEAD}(?P<word>{_NAME})\s+(?P<n>{'|'.join(CARDINALS)}){_SEPARATOR}", re.IGNORECASE
)
BARE = re.compile(rf"{_LEAD}(?P<word>{_NAME})\s*[:–—]\s+(?=\S)")
#: a label whose number was forgotten: `Maillon Rénover l’école`
UNNUMBERED = re.compile(rf"{_LEAD}(?P<word>{_NAME})(?:\s*[:.–—-]+\s+|\s+)(?P<rest>[A-ZÀ-Ý].{{8,}})")
ORDINAL = re.compile(
    rf"{_LEAD}(?P<n>{'|'.join(sorted(ORDINALS, key=len, reverse=True))})\s+"
    rf"(?P<word>[a-z]{{3,}}(?: [a-z']+){{0,3}}?)\s*(?P<sep>[:.-])\s*"
)
#: a word behind a number; what parts it from the title may be a blank
NUMBERED = re.compile(
    rf"(?P<word>{_NAME})(?P<sep>\s*[:.–—-]+\s+(?=\S)|\s+(?=[A-ZÀ-Ý«“\"])|\s*[:.–—-]*\s*$)"
)
_PATH_PART = r"(?:[A-ZÀ-Ý][A-Za-zÀ-ÿ]{0,19}(?: [a-zà-ÿ]{4,15})?[ .°]{0,2})\d{1,3}"
PATH = re.compile(
    rf"{_LEAD}({_PATH_PART}(?:\s?[/.\-–>|›]\s?{_PATH_PART}){{1,4}})(?P<sep>\s*[:.–—)-]*\s+|\s*$)"
)
PATH_WORD = re.compile(r"([A-ZÀ-Ý][A-Za-zÀ-ÿ]*(?: [a-zà-ÿ]+)?)[ .°]*(\d{1,3})")
SUFFIX = re.compile(r"\s*\((?P<word>[A-ZÀ-Ý]{1,4})[. ]?(?P<n>\d{1,4})?\)\s*\.?$")

LEAST = 2  # members of a series, of one label


@dataclass(slots=True)
class OwnWords:
    """The keys of the words that are labels, by where they stand."""

    announced: Mapping[str, str] = field(default_factory=dict)  # explained, with their rank
    levels: frozenset[str] = frozenset()  # that the document says it has
    own: frozenset[str] = frozenset()  # before a number
    numbered: frozenset[str] = frozenset()  # behind a number
    bare: frozenset[str] = frozenset()  # before a colon or dash
    ordinal: frozenset[str] = frozenset()  # behind `premier`, `2e`
    suffix: frozenset[str] = frozenset()  # in brackets at the end of a title
    alone: frozenset[str] = frozenset()  # on a line of its own
    paths: frozenset[tuple[str, ...]] = frozenset()  # chains: `OS1/OO2/A3`
    lettered: bool = False  # `A.1`, `B.1` are numbers, `A` no label


@dataclass(slots=True)
class _Series:
    """The numbers that stand with one word, and what stands behind them."""

    numbers: list[str] = field(default_factory=list)
    rests: list[str] = field(default_factory=list)
    strong: int = 0  # more than a blank parts label and title
    closed: int = 0  # a sign parts label and title
    codes: int = 0  # letters and digits set together
    signed: bool = False  # `n°` and a separator


def find_own_words(texts: Sequence[str]) -> OwnWords:
    """Return the words that the lines of a document use as labels."""
    announced = announced_words(texts)
    told = frozenset(word for word in announced if len(word) > 1)
    series: dict[str, _Series] = defaultdict(_Series)
    known: list[str] = []  # numbers of labels that the vocabulary knows
    bare: dict[str, list[str]] = defaultdict(list)
    ordinal: dict[str, set[str]] = defaultdict(set)
    suffix: dict[str, set[str]] = defaultdict(set)
    paths: Counter[tuple[str, ...]] = Counter()
    for printed in texts:
        text = without_brackets(printed)
        if words := path_words(text):
            paths[words] += 1
        found = vocabulary.match_heading(text)
        if found is not None and found.number is not None:
            known.append(found.number)
            continue
        if not _add_series(series, text) and (match := BARE.match(text)):
            bare[label_key(match["word"])].append(text[match.end() :])
        if match := ORDINAL.match(fold(text)):
            ordinal[label_key(match["word"])].add(match["n"])
        if match := SUFFIX.search(text):
            suffix[label_key(match["word"])].add(match["n"] or "")
    initials = sorted(word for word in series if len(word) == 1)[:2]
    lettered = initials == ["a", "b"] and any(len(series[w].numbers) > 1 for w in initials)
    candidates = {
        word: found
        for word, found in series.items()
        if word
        and not (len(word) == 1 and lettered)
        and roman_value(word) is None
        and not vocabulary.is_common_label(word)
        and find_infinitive(word.split()[0]) is None
    }
    own = {word for word, found in candidates.items() if _counts(word, found)}
    numbered = _find_numbered(texts, told)
    return OwnWords(
        announced,
        told_levels(texts),
        own=told | _join_chains(own, candidates, [*known, *numbered.values()]),
        numbered=told | numbered.keys(),
        bare=told
        | frozenset(word for word, titles in bare.items() if word and _are_titles(word, titles)),
        ordinal=told | frozenset(w for w, found in ordinal.items() if w and len(found) >= LEAST),
        suffix=_closing_codes(suffix),
        alone=_labels_alone(texts),
        paths=frozenset(
            words[:end]
            for words, count in paths.items()
            if count >= LEAST
            for end in range(LEAST, len(words) + 1)
        ),
        lettered=lettered,
    )


def _closing_codes(found: Mapping[str, set[str]]) -> frozenset[str]:
    """Return the words of the codes that close titles: one that is printed again and again, and
    then those that stand there once with a number."""
    again = frozenset(word for word, numbers in found.items() if len(numbers) >= LEAST)
    if not again:
        return again
    return again | {word for word, numbers in found.items() if any(numbers)}


def _add_series(series: dict[str, _Series], text: str) -> bool:
    """Add the word and number that open a text, if there are any."""
    for pattern in (CODE, OWN, WORDED):
        match = pattern.match(text)
        if match is None:
            continue
        found = series[label_key(match["word"])]
        found.numbers.append(as_digits(match["n"]))
        found.rests.append(text[match.end() :])
        found.strong += _is_strong(text, match)
        found.closed += bool(match["sep"].strip())
        found.codes += pattern is CODE and match.end("word") == match.start("n")
        found.signed |= "°" in match.group() and bool(match["sep"].strip())
        return True
    return False


def _counts(word: str, found: _Series) -> bool:
    """Tell whether a word's numbers count something: two or more, near each other, and set off by
    more than a blank or followed by titles."""
    if found.signed:
        return True
    if _names_level(word) and _is_series(found.numbers, least=LEAST):
        return True
    least = 1 if level_odds(word) else LEAST
    strong = 2 * found.strong >= len(found.numbers)
    titled = len(found.rests) >= LEAST and sum(map(_is_title, found.rests)) >= _TITLES * len(
        found.rests
    )
    return (strong or titled) and _is_series(found.numbers, least=least)


def _names_level(word: str) -> bool:
    """Tell whether a label of several words has one that names a level: `objectif de fond`."""
    parts = word.split()
    return len(parts) > 1 and any(level_odds(part) for part in parts)


def _join_chains(
    own: set[str], candidates: Mapping[str, _Series], numbers: Iterable[str]
) -> frozenset[str]:
    """Return the labels with those whose numbers go on with the numbers of another: `Volet 1`
    stands above `Piste 1.1`, `VS1` above `OT11` and `OT12`, be there but one of them."""
    found = set(own)
    others = {_parts(n) for n in numbers}
    waiting = {
        w: {_parts(n) for n in s.numbers}
        for w, s in candidates.items()
        if w not in found and s.closed + s.codes >= len(s.numbers)
    }
    coded = {w for w in candidates if 2 * candidates[w].codes >= len(candidates[w].numbers)}
    while waiting:
        told = others | {_parts(n) for w in found for n in candidates[w].numbers}
        joins = {w for w, mine in waiting.items() if _goes_on(mine, told)}
        if not joins:
            joins = {
                w
                for w, mine in waiting.items()
                for v, theirs in waiting.items()
                if v != w and {v, w} <= coded and _goes_on(mine, theirs)
            }
        if not joins:
            break
        found |= joins
        for word in joins:
            del waiting[word]
    return frozenset(found)


def _parts(number: str) -> tuple[str, ...]:
    """Return the parts of a number; digits without separator may be parts too: `112` → 1, 1, 2."""
    parts = number_parts(number)
    return tuple(parts[0]) if len(parts) == 1 and parts[0].isdecimal() else tuple(parts)


def _goes_on(mine: set[tuple[str, ...]], told: set[tuple[str, ...]]) -> bool:
    """Tell whether all numbers stand just below told ones, or told ones stand just below all."""
    below = all(len(n) > 1 and n[:-1] in told for n in mine)
    above = {n[:-1] for n in told if len(n) > 1}
    return below or mine == above


def _find_numbered(texts: Sequence[str], told: frozenset[str]) -> dict[str, str]:
    """Return the words behind numbers that are labels, with one of their numbers each: nearly all
    lines with numbers of one shape have the word, or the vocabulary or the document knows it."""
    lines: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    shapes: Counter[str] = Counter()
    for text in texts:
        marker = find_marker(text)
        if marker is None or not marker.code:
            continue
        shapes[marker.shape] += 1
        rest = text[marker.end :]
        if match := NUMBERED.match(rest):
            if not match["sep"].strip() and is_capitals(rest) and rest[match.end() :].strip():
                continue  # `1 ÊTRE UNE COMMUNE PROPRE`: nothing parts a label from its title
            word = label_key(match["word"])
            lines[word].append((marker.shape, marker.code, match["sep"], rest[match.end() :]))
    found: dict[str, str] = {}
    for word, mine in lines.items():
        if not word or vocabulary.field_key(word) is not None:
            continue
        if find_infinitive(word.split()[0]) is not None:
            continue
        if vocabulary.announced_levels(word.capitalize()) or vocabulary.is_closing(word):
            continue
        strong = all(sep.strip() for _, _, sep, _ in mine)
        if word in told:
            found[word] = mine[0][1]
            continue
        share = len(mine) >= _NEARLY * sum(shapes[shape] for shape in {m[0] for m in mine})
        last = {number_parts(code)[-1] for _, code, _, _ in mine}
        if not share or len(last) < LEAST:
            continue
        titles = [rest for *_, rest in mine if rest.strip()]
        set_off = not titles or (strong and len(set(titles)) >= LEAST)
        titled = len(mine) >= _REPEATED and sum(map(_is_title, titles)) >= _MOSTLY * len(mine)
        if set_off or titled:
            found[word] = mine[0][1]
    return found


_NEARLY = 0.8  # part of the lines with numbers of one shape that have the word of a label
_TITLES = 0.6  # part of the texts behind a word that read as titles, where it is a label
_MAX_STEP = 2  # between numbers that follow each other, a slip included


def _labels_alone(texts: Sequence[str]) -> frozenset[str]:
    """Return the words that stand alone on their line, again and again, above titles."""
    below: dict[str, list[str]] = defaultdict(list)
    for text, following in itertools.pairwise(texts):
        plain = text.strip(" :")
        short = len(plain) <= _MAX_ALONE and not re.search(r"\d", plain)
        wordy = is_plan_like(plain) and len(plain.split()) >= _WORDY
        if plain[:1].isupper() and short and not wordy:
            below[label_key(plain)].append(following)
    return frozenset(
        word
        for word, found in below.items()
        if len(found) >= _REPEATED
        and word
        and vocabulary.field_key(word) is None
        and kind_of(word) in (None, "title")
        and not vocabulary.announced_levels(word.capitalize())
        and len({label_key(f) for f in found}) > 1
        and sum(map(_is_title, found)) >= _MOSTLY * len(found)
    )


def _is_title(text: str) -> bool:
    marker = find_marker(text)
    counted = marker is not None and marker.code is not None and marker.closed
    title = text[marker.end :] if marker is not None else text
    return counted or is_plan_like(title) or is_being(title)


_AMBIGUOUS = ("priority", "other", "categories")  # keys whose labels may name a level
_ALL = 0.9  # part of the values behind such a label that are titles
_MAX_ALONE = 40  # characters of a label alone on its line
_WORDY = 4  # words of a title that rows repeat, and of no label: `Facilitation de la lecture`
_REPEATED = 3  # times that it stands there
_MOSTLY = 0.7  # part of the lines below that are titles


def _is_strong(text: str, match: re.Match[str]) -> bool:
    """Tell whether more than blanks sets a number off: a separator, a line end, `n°`, its parts."""
    if match["sep"].strip() or not text[match.end() :].strip():
        return True
    glued = match.re is CODE and match.end("word") == match.start("n")  # `OC11 Rénover`
    return glued or "°" in match.group() or re.search(r"\w[.-]\w", match["n"]) is not None


def as_digits(number: str) -> str:
    """Return a number in digits where it is a word: `deux` → `2`."""
    word = number.lower()
    return str(CARDINALS.index(word) + 1) if word in CARDINALS else number


def _is_series(numbers: Sequence[str], *, least: int) -> bool:
    """Tell whether numbers after one word count something: two or more, near each other."""
    if len(set(numbers)) < least:
        return False
    last = [number_parts(n)[-1] for n in numbers]
    lettered = all(len(p) == 1 and p.isalpha() for p in last) and not set(last) <= set("IVXivx")
    read = (lambda p: ord(p.lower()) - 96) if lettered else part_value
    values = sorted({v for p in last if (v := read(p)) is not None})
    if not values or values[0] > _FIRST:
        return False
    steps = [b - a for a, b in itertools.pairwise(values)]
    return not steps or sum(s <= _MAX_STEP for s in steps) * 2 >= len(steps)


_FIRST = 12  # a series may begin inside a document, but years and quantities are none


def _are_titles(word: str, titles: Sequence[str]) -> bool:
    """Tell whether the texts behind a word and a colon are titles: the word is no field then."""
    key = vocabulary.field_key(word)
    if word.split()[0] in _OFFICES:
        return False
    if len(titles) < LEAST or key not in (None, *_AMBIGUOUS):
        return False
    if key is not None:  # `Priorité : I) Améliorer…`: a field that holds objectives
        return (sum(map(_is_title, titles)) >= _ALL * len(titles) and key != "priority") or all(
            map(_is_title, titles)
        )
    if vocabulary.match_volet(word.capitalize()) is not None:
        return False
    if _names_level(word):
        return len(set(titles)) > 1
    named = bool(level_odds(word))
    like = sum(is_plan_like(t) or fold(t).lstrip('«" ').startswith("etre ") for t in titles)
    return like >= (0.3 if named else _TITLES) * len(titles) and len(set(titles)) > 1


#: who does it: before a colon such a word names a value, never a level
_OFFICES = frozenset(
    ("direction", "service", "cellule", "departement", "pole", "bureau", "agent", "agente",
     "echevin", "echevine", "depute", "deputee", "mandataire", "responsable", "pilote", "porteur",
     "porteuse", "referent", "referente", "coordination", "coordinateur", "coordinatrice",
     "partenaire", "gestionnaire", "chef", "cheffe", "contact")
)  # fmt: skip
_BRACKETED = re.compile(r"\s*[\[{(<](?P<word>[A-ZÀ-Ý][\w .’'-]{0,30})[\]})>](?=\s?\d)")


def without_brackets(text: str) -> str:
    """Return a text with blanks for the brackets round the label that opens it, before a number.

    >>> without_brackets("[OS] 1 | Une commune sobre")
    ' OS  1 | Une commune sobre'
    """
    match = _BRACKETED.match(text)
    if match is None:
        return text
    start, end = match.start("word"), match.end("word")
    return f"{text[: start - 1]} {text[start:end]} {text[end + 1 :]}"


def path_words(text: str) -> tuple[str, ...]:
    """Return the words of a chain of labels that opens a text, () where none does."""
    match = PATH.match(text)
    return tuple(label_key(w) for w, _ in PATH_WORD.findall(match[1])) if match else ()
