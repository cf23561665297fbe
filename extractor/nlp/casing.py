"""Put a title printed in capitals back into sentence case, accents included.

In: a string; out: a string of the same length, character for character (ligatures that would
change it are left to `titles.py`), so offsets hold in both. Order of precedence for a word:
dotted or listed acronym, listed proper name, the lexicon with the context (rules of
`models/titles.toml`), compound of a prefix and a known word, known ending; an unknown short word
is taken for an acronym, an unknown long one for a name.
What is printed with an accent keeps it. Never looks at the meaning: no model is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from extractor import lexicon
from extractor.lexicon import key_of
from extractor.nlp.names import NameIndex
from extractor.nlp.spelling import Word, choose_form, choose_small_word, guess, level_of, rules
from extractor.text import fold, is_capitals

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+", re.UNICODE)
_SENTENCE_END = re.compile(r"[.?!]\s+[«\"(]?\s*$")
_GAP = re.compile(r"[,;:()/–—«»\"]")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_ROMAN = re.compile(r"[IVX]{2,}")

_VOWEL = re.compile(r"[aeiouy]")

MAX_ACRONYM = 4  # letters; longer unknown words are rather names
FREQUENT = 14  # level from which a word is a word, even where it is listed as an acronym
RARE = 8  # level below which a word is rather the name of a place


def restore_case(
    title: str, names: NameIndex, acronyms: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Return a title in sentence case when it is printed in capitals, unchanged otherwise.

    The result has the same length. `names` holds the proper names, `acronyms` those known beside
    the listed ones: in capitals → as they are written.
    """
    if not is_capitals(title):
        return title
    words = _split(title)
    _settle_names(title, words, names)
    _settle_places(title, words)
    known = dict.fromkeys(rules().acronyms, "") | dict(acronyms)
    # a title that prints its accents means its bare letters
    accented = sum(fold(w.printed) != w.printed.lower() for w in words) >= 2
    for position, word in enumerate(words):
        if not word.text:
            _settle(words, position, title, known, accented)
    return _write(title, words)


def _split(title: str) -> list[Word]:
    words: list[Word] = []
    for match in _TOKEN.finditer(title):
        before = title[: match.start()]
        # "C.P.A.S. QUI": the stop of an acronym ends no sentence
        after_acronym = bool(words) and "." in words[-1].printed
        first = not words or (bool(_SENTENCE_END.search(before)) and not after_acronym)
        gap = bool(words) and bool(_GAP.search(title[words[-1].end : match.start()]))
        words.append(Word(*match.span(), match.group(), key_of(match.group()), first, gap))
    return words


def _settle_names(title: str, words: Sequence[Word], names: NameIndex) -> None:
    for first, last, name in names.find([w.key for w in words]):
        span = words[first : last + 1]
        if not _is_name(words, first, last, name):
            continue
        letters = [part for part in _TOKEN.findall(name)]
        for word, part in zip(span, letters, strict=True):
            if len(part) == len(word.printed):
                word.text, word.letter = part, "N"


def _settle_places(title: str, words: Sequence[Word]) -> None:
    """Give their capitals to compounds of an unlisted place: `Ham-sur-Sable`, `Sainte-Ode`."""
    for match in _COMPOUND.finditer(title):
        span = [w for w in words if match.start() <= w.start and w.end <= match.end()]
        unknown = len(span) > 2 and not lexicon.lookup(span[0].key) and "." not in span[0].printed
        if span[0].text or not (unknown or span[0].key in ("saint", "sainte")):
            continue
        for word in span:
            small = word.key in rules().context["inside_place"] and word is not span[0]
            word.text = word.printed.lower() if small else word.printed.capitalize()
            word.letter = "N"


def _is_name(words: Sequence[Word], first: int, last: int, name: str) -> bool:
    """Tell whether a name stands here; a common word (`ans`, `spa`) needs `de` or `à` before."""
    if last > first or name in rules().proper or level_of(words[first].key) < RARE:
        return True
    if first == 0:
        return False
    before = words[first - 1].key
    return before in rules().context["before_place"] or "." in before


def _settle(
    words: list[Word], position: int, title: str, known: Mapping[str, str], accented: bool
) -> None:
    word = words[position]
    plain = word.printed.replace(".", "")
    listed = plain in known and level_of(word.key) < FREQUENT
    if "." in word.printed or listed or any(c.isdigit() for c in plain):
        word.text, word.letter = known.get(word.printed) or word.printed, "N"
        if any(c.isdigit() for c in plain) and plain not in known:
            word.text = _lower_ordinal(word.printed)
        return
    special = rules().extra.get(word.key) or choose_small_word(words, position)
    if special is not None:
        word.text, word.letter = special, lexicon.FUNCTION_WORD
        return
    form, letter = choose_form(words, position, accented)
    if form is None:
        form = guess(word)
        letter = "N"
    if form is not None and len(form) == len(word.printed):
        word.text, word.letter = _keep_accents(word.printed, form), letter
    elif form is not None and "œ" in form:  # the ligature is joined in titles.py
        word.text, word.letter = word.printed.lower(), letter
    elif _ROMAN.fullmatch(plain) or _looks_like_acronym(word):
        word.text, word.letter = word.printed, "N"
    elif form is not None:
        word.text, word.letter = word.printed.lower(), letter
    else:
        word.text, word.letter = word.printed.capitalize(), "N"


def _lower_ordinal(printed: str) -> str:
    """`1ER`, `6EME`, `2030` → `1er`, `6ème`; codes such as `CO2` stay."""
    if not printed[0].isdigit():
        return printed
    lower = printed.lower()
    return lower.replace("eme", "ème") if lower.endswith("eme") else lower


def _looks_like_acronym(word: Word) -> bool:
    return len(word.printed) <= MAX_ACRONYM or not _VOWEL.search(word.key)


def _keep_accents(printed: str, form: str) -> str:
    pairs = zip(printed.lower(), form, strict=True)
    return "".join(p if fold(p) != p else f for p, f in pairs)


def _write(title: str, words: Iterable[Word]) -> str:
    letters = list(title)
    for word in words:
        text = word.text
        if word.first and text[:1].islower():
            text = text[:1].upper() + text[1:]
        if len(text) == word.end - word.start:  # not so for a few foreign letters (İ)
            letters[word.start : word.end] = text
    return "".join(letters)
