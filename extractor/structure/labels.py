"""Labels: the word and number that stand before a title, known to the vocabulary or not.

In: the texts of a document's lines. Out: `Labels`, which says of any text what its label is. Which
unknown words are labels, `series` finds. What level a label stands for is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractor import vocabulary
from extractor.document import Line
from extractor.markers import find_marker
from extractor.structure.series import (
    BARE,
    CODE,
    LEAST,
    NUMBERED,
    ORDINAL,
    OWN,
    PATH,
    PATH_WORD,
    SUFFIX,
    UNNUMBERED,
    WORDED,
    as_digits,
    find_own_words,
    without_brackets,
)
from extractor.structure.wording import is_plan_like
from extractor.text import fold
from extractor.vocabulary.headings import ORDINALS
from extractor.vocabulary.labels import label_key
from extractor.vocabulary.words import level_odds


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
    """The labels of one document; `words` are those that it uses itself."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.words = find_own_words(list(texts))

    def match(self, text: str) -> Label | None:
        """Return the label of a text, None when it has none."""
        text = without_brackets(text)
        path = _match_path(text, self.words.paths) or self._match_suffix(text)
        if path is not None:
            return path
        if label_key(text) in self.words.alone:
            return Label(label_key(text), text.strip(" :"), None, len(text), len(text))
        known, own = match_known(text), self._match_own(text)
        if known is not None and len(known.word) == 1 and self.words.lettered:
            known = None
        if known is not None and own is not None and own.number:
            longer = len(own.number) > len(known.number or "")
            return own if longer and own.start > known.start >= 0 < own.start else known
        return known or own or self._match_after_number(text) or _match_quoted(text)

    def closes(self, text: str) -> bool:
        """Tell whether a code of the document's own closes a text: `Isoler l’école (LT.2)`."""
        return self._match_suffix(text) is not None

    def _match_suffix(self, text: str) -> Label | None:
        match = SUFFIX.search(text) if self.words.suffix else None
        if match is None or label_key(match["word"]) not in self.words.suffix:
            return None
        return Label(
            label_key(match["word"]), match.group().strip(), match["n"], 0, match.start(), True
        )

    def _match_own(self, text: str) -> Label | None:
        field = vocabulary.match_field(text)
        value = field.value_start if field and ":" in text[: field.value_start] else len(text)
        for pattern in (CODE, OWN, WORDED):
            match = pattern.match(text)
            if match and match.end("n") > value:
                continue  # `Échevin : le premier`
            if match and label_key(match["word"]) in self.words.own:
                label = text[match.start("word") : match.end("n")]
                strong = bool(match["sep"].strip())
                return Label(
                    label_key(match["word"]), label, as_digits(match["n"]), match.end(), len(text),
                    strong=strong,
                )  # fmt: skip
        match = ORDINAL.match(fold(text)) if self.words.ordinal else None
        if match and label_key(match["word"]) in self.words.ordinal:
            label = text[match.start("n") : match.end("word")]
            number = str(ORDINALS[match["n"]])
            return Label(label_key(match["word"]), label, number, match.end(), len(text))
        match = UNNUMBERED.match(text) if self.words.own else None
        if match and label_key(match["word"]) in self.words.own and is_plan_like(match["rest"]):
            end = match.start("rest")
            return Label(
                label_key(match["word"]), match["word"], None, end, len(text), strong=False
            )
        match = BARE.match(text) if self.words.bare else None
        if match and label_key(match["word"]) in self.words.bare:
            return Label(label_key(match["word"]), match["word"], None, match.end(), len(text))
        return None

    def _match_after_number(self, text: str) -> Label | None:
        """Return the label behind an outline number: `I. Objectif stratégique : Être…`."""
        marker = find_marker(text)
        if marker is None or marker.code is None:
            return None
        rest = text[marker.end :]
        found = match_known(rest)
        if found is not None and found.number is None and found.strong and rest[found.start :]:
            end, word, known = marker.end + found.start, found.word, found.known
        else:
            match = NUMBERED.match(rest)
            word = label_key(match["word"]) if match else ""
            if match is None or word not in self.words.numbered:
                return None
            end, known = marker.end + match.end(), False
        return Label(word, text[:end].strip(" :–-"), marker.code, end, len(text), known)


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


def _match_path(text: str, known: frozenset[tuple[str, ...]]) -> Label | None:
    """Return the last part of a path as label: `OS1/OO2/A3` is action 3."""
    match = PATH.match(text)
    if match is None:
        return None
    parts = [(label_key(w), n) for w, n in PATH_WORD.findall(match[1])]
    words = tuple(w for w, _ in parts)
    if len(parts) < LEAST or len(set(words)) < len(parts):
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
