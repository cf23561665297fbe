"""Labels: the word and number that stand before a title, known to the vocabulary or not.

In: the texts of a document's lines. Out: `Labels`, which says of any text what its label is. A word
that opens two lines with two numbers of one series, or two titles of a plan before a colon, is a
label though no vocabulary knows it. What level a label stands for is not decided here.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from extractor import vocabulary
from extractor.document import Line
from extractor.markers import GLYPHS, find_marker, roman_value
from extractor.structure.announced import announced_words
from extractor.structure.wording import is_being, is_plan_like
from extractor.text import fold
from extractor.vocabulary.headings import ORDINALS
from extractor.vocabulary.labels import label_key
from extractor.vocabulary.words import level_odds

_LEAD = rf"[\s{GLYPHS}*\"'(>-]*"
_NAME = r"[A-ZÀ-Ý][\w’']*(?:[ -](?:(?:de|du|des|d’|d'|la|l’) ?)?[\w’'-]+){0,2}?"
_CARDINALS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_COUNT = (
    r"(?:[A-Z]?\d{1,3}|[IVXL]{1,6}(?![a-zà-ÿ’'])|[A-Z](?![\w’'])|[a-z](?=[ .:)]))"
    r"(?:\s?[.\-]\s?\d{1,3}|[.\-](?:[a-zA-Z]|[ivx]{2,4})(?![\w’'])){0,4}"
)
_SIGN = r"(?:[nN]\s?[°ºo*]\s?\.?\s*|#\s?)?"
_SEPARATOR = r"(?P<sep>\s?[.:)\]|–—>/·•-]+(?=\s|$|[A-ZÀ-Ý«])\s*|\s+(?=[A-ZÀ-Ý«“\"0-9])|\s*$)"
_OWN = re.compile(rf"{_LEAD}(?P<word>{_NAME})(?:[ .-]++|(?=\d)){_SIGN}(?P<n>{_COUNT}){_SEPARATOR}")
_CODE = re.compile(
    rf"{_LEAD}(?P<word>[A-ZÀ-Ý]{{1,5}})[ .°-]{{0,2}}"
    rf"(?P<n>\d{{1,3}}(?:[.\-]\d{{1,3}}|[.\-][a-zA-Z](?!\w)){{0,4}}){_SEPARATOR}"
)
_WORDED = re.compile(
    rf"{_LEAD}(?P<word>{_NAME})\s+(?P<n>{'|'.join(_CARDINALS)}){_SEPARATOR}", re.IGNORECASE
)
_BARE = re.compile(rf"{_LEAD}(?P<word>{_NAME})\s*[:–—]\s+(?=\S)")
_ORDINAL = re.compile(
    rf"{_LEAD}(?P<n>{'|'.join(sorted(ORDINALS, key=len, reverse=True))})\s+"
    rf"(?P<word>[a-z]{{3,}}(?: [a-z']+){{0,3}}?)\s*(?P<sep>[:.-])\s*"
)
_PATH_PART = r"(?:[A-ZÀ-Ý][A-Za-zÀ-ÿ]{0,19}(?: [a-zà-ÿ]{4,15})?[ .°]{0,2})\d{1,3}"
_PATH = re.compile(
    rf"{_LEAD}({_PATH_PART}(?:\s?[/.\-–>|›]\s?{_PATH_PART}){{1,4}})(?P<sep>\s*[:.–—)-]*\s+|\s*$)"
)
_PATH_WORD = re.compile(r"([A-ZÀ-Ý][A-Za-zÀ-ÿ]*(?: [a-zà-ÿ]+)?)[ .°]*(\d{1,3})")
_SUFFIX = re.compile(r"\s*\((?P<word>[A-ZÀ-Ý]{1,4})[. ]?(?P<n>\d{1,4})?\)\s*\.?$")
_AFTER_NUMBER = re.compile(rf"(?P<word>{_NAME})\s*[:–—-]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label; `start` and `end` bound the title in the text, `path` are the numbers above."""

    word: str  # its key: folded, without plural
    text: str  # as printed, with its number
    number: str | None
    start: int
    end: int
    known: bool = False  # the vocabulary has a form for it
    path: tuple[str, ...] = ()
    strong: bool = True  # something other than blanks stands between label and title


class Labels:
    """The labels of one document."""

    def __init__(self, texts: Iterable[str]) -> None:
        texts = list(texts)
        self.announced = announced_words(texts)
        paths = Counter(words for text in texts if (words := _path_words(text)))
        self.paths = frozenset(words for words, count in paths.items() if count >= _LEAST)
        series: dict[str, list[str]] = defaultdict(list)
        bare: dict[str, list[str]] = defaultdict(list)
        ordinal: dict[str, set[str]] = defaultdict(set)
        suffix: dict[str, set[str]] = defaultdict(set)
        headed: Counter[str] = Counter()  # words behind a number and before a dash or colon
        signed: set[str] = set()  # words before `n°`, a number and a separator
        strong: dict[str, int] = defaultdict(int)
        for text in texts:
            known = vocabulary.match_heading(text)
            if known is not None and known.number is not None:
                continue
            for pattern in (_CODE, _OWN, _WORDED):
                if match := pattern.match(text):
                    word = label_key(match["word"])
                    series[word].append(_count(match["n"]))
                    strong[word] += _is_strong(text, match)
                    if "°" in match.group() and match["sep"].strip():
                        signed.add(word)
                    break
            else:
                marker = find_marker(text)
                rest = text[marker.end :] if marker is not None and marker.code else text
                if match := _BARE.match(rest):
                    word = label_key(match["word"])
                    bare[word].append(rest[match.end() :])
                    headed[word] += rest is not text
            if match := _ORDINAL.match(fold(text)):
                ordinal[label_key(match["word"])].add(match["n"])
            if match := _SUFFIX.search(text):
                suffix[label_key(match["word"])].add(match["n"] or "")
        told = frozenset(word for word in self.announced if len(word) > 1)
        initials = sorted(
            word for word, found in series.items() if len(word) == 1 and len(found) > 1
        )
        self.lettered = initials[:2] == ["a", "b"]  # `A.1`, `B.1` are numbers, `A` no label
        self.alone = _labels_alone(texts)
        self.own = told | frozenset(
            word
            for word, numbers in series.items()
            if word
            and not (len(word) == 1 and self.lettered)
            and roman_value(word) is None
            and not vocabulary.is_common_label(word)
            and (
                word in signed
                or _is_series(numbers, strong[word], least=1 if level_odds(word) else _LEAST)
            )
        )
        self.bare = told | frozenset(
            word
            for word, titles in bare.items()
            if word and (_are_titles(word, titles) or (headed[word] == len(titles) >= _LEAST))
        )
        self.ordinal = frozenset(
            word for word, found in ordinal.items() if word and len(found) >= _LEAST
        )
        self.suffix = frozenset(word for word, found in suffix.items() if len(found) >= _LEAST)

    def match(self, text: str) -> Label | None:
        """Return the label of a text, None when it has none."""
        path = _match_path(text, self.paths) or self._match_suffix(text)
        if path is not None:
            return path
        if label_key(text) in self.alone:
            return Label(label_key(text), text.strip(" :"), None, len(text), len(text))
        known, own = match_known(text), self._match_own(text)
        if known is not None and len(known.word) == 1 and self.lettered:
            known = None
        if known is not None and own is not None and own.number:
            longer = len(own.number) > len(known.number or "")
            return own if longer and own.start > known.start >= 0 < own.start else known
        return known or own or self._match_after_number(text) or _match_quoted(text)

    def _match_suffix(self, text: str) -> Label | None:
        match = _SUFFIX.search(text) if self.suffix else None
        if match is None or label_key(match["word"]) not in self.suffix:
            return None
        return Label(
            label_key(match["word"]), match.group().strip(), match["n"], 0, match.start(), True
        )

    def _match_own(self, text: str) -> Label | None:
        field = vocabulary.match_field(text)
        value = field.value_start if field and ":" in text[: field.value_start] else len(text)
        for pattern in (_CODE, _OWN, _WORDED):
            match = pattern.match(text)
            if match and match.end("n") > value:
                continue  # `Échevin : le premier`
            if match and label_key(match["word"]) in self.own:
                label = text[match.start("word") : match.end("n")]
                strong = bool(match["sep"].strip())
                return Label(
                    label_key(match["word"]), label, _count(match["n"]), match.end(), len(text),
                    strong=strong,
                )  # fmt: skip
        match = _ORDINAL.match(fold(text)) if self.ordinal else None
        if match and label_key(match["word"]) in self.ordinal:
            label = text[match.start("n") : match.end("word")]
            number = str(ORDINALS[match["n"]])
            return Label(label_key(match["word"]), label, number, match.end(), len(text))
        match = _BARE.match(text) if self.bare else None
        if match and label_key(match["word"]) in self.bare:
            return Label(label_key(match["word"]), match["word"], None, match.end(), len(text))
        return None

    def _match_after_number(self, text: str) -> Label | None:
        """Return the label behind an outline number: `I. Objectif stratégique : Être…`."""
        marker = find_marker(text)
        if marker is None or marker.code is None:
            return None
        rest = text[marker.end :]
        if not marker.closed and label_key(rest.split(":")[0].split("–")[0])[:40] not in self.bare:
            return None
        found = match_known(rest)
        if found is not None and found.number is None and found.strong and rest[found.start :]:
            return Label(
                found.word, text[: marker.end + found.start].strip(" :–-"), marker.code,
                marker.end + found.start, len(text), found.known,
            )  # fmt: skip
        match = _AFTER_NUMBER.match(rest)
        if match and label_key(match["word"]) in self.bare:
            end = marker.end + match.end()
            return Label(
                label_key(match["word"]), text[:end].strip(" :–-"), marker.code, end, len(text)
            )
        return None


_LEAST = 2  # members of a series, of one label
_TITLES = 0.6  # part of the texts behind a word that read as titles, where it is a label
_MAX_STEP = 2  # between numbers that follow each other, a slip included


def _labels_alone(texts: list[str]) -> frozenset[str]:
    """Return the words that stand alone on their line, again and again, above titles."""
    below: dict[str, list[str]] = defaultdict(list)
    for text, following in itertools.pairwise(texts):
        plain = text.strip(" :")
        if plain[:1].isupper() and len(plain) <= _MAX_ALONE and not re.search(r"\d", plain):
            below[label_key(plain)].append(following)
    return frozenset(
        word
        for word, found in below.items()
        if len(found) >= _REPEATED
        and word
        and vocabulary.field_key(word) is None
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
_REPEATED = 3  # times that it stands there
_MOSTLY = 0.7  # part of the lines below that are titles


def _is_strong(text: str, match: re.Match[str]) -> bool:
    """Tell whether more than blanks sets a number off: a separator, a line end, `n°`, its parts."""
    if match["sep"].strip() or not text[match.end() :].strip():
        return True
    glued = match.re is _CODE and match.end("word") == match.start("n")  # `OC11 Rénover`
    return glued or "°" in match.group() or re.search(r"\w[.-]\w", match["n"]) is not None


def _count(number: str) -> str:
    """Return a number in digits where it is a word: `deux` → `2`."""
    word = number.lower()
    return str(_CARDINALS.index(word) + 1) if word in _CARDINALS else number


def _value(part: str) -> int | None:
    if part.isdecimal():
        return int(part)
    return roman_value(part) or (ord(part.lower()) - 96 if len(part) == 1 else None)


def number_parts(number: str) -> list[str]:
    """Return the parts of a printed number: `II.1-b` → `II`, `1`, `b`."""
    return re.findall(r"[0-9]+|[A-Za-zÀ-ÿ]+", number)


def _is_series(numbers: list[str], strong: int, *, least: int) -> bool:
    """Tell whether numbers after one word count something: two or more, near each other."""
    if len(set(numbers)) < least or 2 * strong < len(numbers):
        return False
    last = [number_parts(n)[-1] for n in numbers]
    lettered = all(len(p) == 1 and p.isalpha() for p in last) and not set(last) <= set("IVXivx")
    read = (lambda p: ord(p.lower()) - 96) if lettered else _value
    values = sorted({v for p in last if (v := read(p)) is not None})
    if not values or values[0] > _FIRST:
        return False
    steps = [b - a for a, b in itertools.pairwise(values)]
    return not steps or sum(s <= _MAX_STEP for s in steps) * 2 >= len(steps)


_FIRST = 12  # a series may begin inside a document, but years and quantities are none


def _are_titles(word: str, titles: list[str]) -> bool:
    """Tell whether the texts behind a word and a colon are titles: the word is no field then."""
    key = vocabulary.field_key(word)
    if len(titles) < _LEAST or key not in (None, *_AMBIGUOUS):
        return False
    if key is not None:  # `Priorité : I) Améliorer…`: a field that holds objectives
        return (sum(map(_is_title, titles)) >= _ALL * len(titles) and key != "priority") or all(
            map(_is_title, titles)
        )
    if vocabulary.match_volet(word.capitalize()) is not None:
        return False
    named = bool(level_odds(word))
    like = sum(is_plan_like(t) or fold(t).lstrip('«" ').startswith("etre ") for t in titles)
    return like >= (0.3 if named else _TITLES) * len(titles) and len(set(titles)) > 1


def match_known(text: str) -> Label | None:
    """Return the label of a text that the vocabulary has a form for, or None."""
    found = vocabulary.match_heading(text)
    if found is None:
        found = vocabulary.match_section(text)
        if found is not None and found.bare and text[found.title_start :][:1].islower():
            return None
    if found is None:
        return _match_glossed(text)
    return Label(
        form_word(found.form), found.label, found.number, found.title_start, found.title_end,
        True, strong=found.separator,
    )  # fmt: skip


_GLOSSED = re.compile(r"(?P<name>[^():]{3,40})\((?P<word>[^()]{2,30})\)\s*[:–—-]\s*(?=\S)")


def _match_glossed(text: str) -> Label | None:
    """Return a label that says in brackets what it is: `Notre cap (objectif stratégique) : …`."""
    match = _GLOSSED.match(text)
    if match is None or max(level_odds(match["word"]).values(), default=0.0) < _SURE:
        return None
    label = text[: match.end()].strip(" :–—-")
    return Label(label_key(match["word"]), label, None, match.end(), len(text), True)


_QUOTED = re.compile(
    r"(?P<lead>[^«“\"]{5,140}?)\s*+:\s*+[«“\"]\s*(?P<title>[^«»“”\"]{8,})\s*[»”\"]\s*[.;]?(?:\s+[A-ZÀ-Ý].*)?\s*$"
)
_NAMED = re.compile(
    r"\bobjectif\s+(?P<level>strategique|operationnel)\b(?:\s+n\s?°)?\s*(?P<n>\d+(?:\.\d+)*|[ivx]+\b)?"
)


def _match_quoted(text: str) -> Label | None:
    """Return the label of a title that a sentence quotes: `L’objectif stratégique n° 1 est libellé
    comme suit : « Préserver… »`."""
    match = _QUOTED.match(text)
    named = _NAMED.search(fold(match["lead"])) if match else None
    if match is None or named is None:
        return None
    number = text[named.start("n") : named.end("n")] if named["n"] else None
    return Label(
        f"objectif {named['level']}", match["lead"].strip(), number, match.start("title"),
        match.end("title"), True,
    )  # fmt: skip


_SURE = 5.0  # log-odds of a word that leaves no doubt


def form_word(form: str) -> str:
    """Return the word of a form of the vocabulary: `{ord} objectif stratégique` → its noun."""
    return label_key(re.sub(r"\{\w+\}|[().]", " ", form))


def _path_words(text: str) -> tuple[str, ...]:
    match = _PATH.match(text)
    return tuple(label_key(w) for w, _ in _PATH_WORD.findall(match[1])) if match else ()


def _match_path(text: str, known: frozenset[tuple[str, ...]]) -> Label | None:
    """Return the last part of a path as label: `OS1/OO2/A3` is action 3."""
    match = _PATH.match(text)
    if match is None:
        return None
    parts = [(label_key(w), n) for w, n in _PATH_WORD.findall(match[1])]
    words = tuple(w for w, _ in parts)
    if len(parts) < _LEAST or len(set(words)) < len(parts):
        return None
    if words not in known and not any(level_odds(w) for w in words):
        return None
    word, number = parts[-1]
    return Label(
        word, match[1].strip(), number, match.end(), len(text), True,
        tuple(n for _, n in parts[:-1]), bool(match["sep"].strip()),
    )  # fmt: skip


def with_label(line: Line, text: str) -> str:
    """Return a text with the automatic label of its line: Word computes `OS 1 :` as a number."""
    named = line.marker is not None and sum(map(str.isalpha, line.marker)) >= _WORD
    return f"{line.marker} {text}" if named else text


_WORD = 2  # letters of a marker that is more than a letter or numeral
