"""Pure string functions. They know nothing of plans.

`fold` keeps the length of the string, so that offsets found on the folded text hold for the
original; the functions that change length say so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, wraps

_FOLD_SAME = {
    "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"',
    "–": "-", "—": "-", "‒": "-", "‑": "-", "‐": "-", "−": "-", "\u00ad": "-",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2002": " ", "\u2003": " ", "\u2007": " ",
    "\t": " ", "\u200b": " ", "\ufeff": " ", "œ": "o", "Œ": "o", "æ": "a", "Æ": "a",
    "º": "°", "˚": "°",
}  # fmt: skip


def _fold_char(char: str) -> str:
    if char in _FOLD_SAME:
        return _FOLD_SAME[char]
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


_FOLD_TABLE: dict[int, str] = {}
_KEPT = 16_384  # texts: each line of a document is folded some forty times, in several passes
_SHORT = 500  # characters; with the number of texts kept, it bounds the memory to some megabytes


def kept_when_short(function: Callable[[str], str]) -> Callable[[str], str]:
    """Return a pure function of a text that remembers what it gave for short ones."""
    kept = lru_cache(maxsize=_KEPT)(function)

    @wraps(function)
    def call(text: str) -> str:
        return kept(text) if len(text) <= _SHORT else function(text)

    return call


@kept_when_short
def fold(text: str) -> str:
    """Drop case, accents and typographic variants; the result has the same length.

    >>> fold("L’ÉTÉ «\u00a0À\u00a0»")
    'l\\'ete " a "'
    """
    for char in set(text):
        if ord(char) not in _FOLD_TABLE:
            _FOLD_TABLE[ord(char)] = _fold_char(char)
    return text.translate(_FOLD_TABLE)


def collapse_spaces(text: str) -> str:
    """Replace every run of white space by one blank and strip both ends. Changes length."""
    return re.sub(r"\s+", " ", text).strip()


_WORDS = re.compile(r"[0-9a-z]+")


def words(text: str) -> list[str]:
    """Return the folded words, letters and digits only.

    >>> words("C.P.A.S. d’Amay")
    ['c', 'p', 'a', 's', 'd', 'amay']
    """
    return _WORDS.findall(fold(text))


def letters(text: str) -> str:
    """Return the folded letters and digits glued together: a key that ignores layout."""
    return "".join(words(text))


def is_capitals(text: str) -> bool:
    """Tell whether a text of at least 4 letters is set in capitals (9 in 10 letters)."""
    cased = [c for c in text if c.isalpha()]
    return len(cased) >= 4 and sum(c.isupper() for c in cased) >= 0.9 * len(cased)


_LETTER = r"[^\W\d_]"
_UPPER = r"[A-ZÀ-ÖØ-ÞŒ]"
_REPAIRS = (
    # L ’A CTION, D ’O UPEYE: small capitals split at the change of size
    (
        re.compile(rf"\b({_UPPER}{{1,2}}|[Qq][Uu]) ([’']) ?({_UPPER}) ({_UPPER}{{2,}})"),
        r"\1\2\3\4",
    ),
    # L’ INSERTION, l ’action
    (re.compile(rf"\b([cdjlmnstCDJLMNST]|[Qq][Uu]) ?([’']) ?(?={_LETTER})"), r"\1\2"),
    # l?action: a code page that has no `’`
    (re.compile(r"\b([cdjlmnstCDJLMNST]|[Qq][Uu])\?(?=[aâàeéèêëiîïoôuûùhyœæ])", re.I), r"\1’"),
    # (ENVIRONNEMENTALE , SOCIALE
    (re.compile(rf"(?<={_LETTER}) +([,.])(?= |$)"), r"\1"),
    (re.compile(r"\( +(?=\S)"), "("),
    (re.compile(r"(?<=\S) +\)"), ")"),
)
_LIGATURE_SPLIT = re.compile(r"(ﬀ|ﬁ|ﬂ|ﬃ|ﬄ)")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}


_SPACED = re.compile(rf"(?<!\S)(?:{_LETTER} ){{3,}}{_LETTER}(?!\S)")


def close_letter_spacing(text: str) -> str:
    """Join letters that are set apart one by one; two blanks or more part words. Changes length.

    >>> close_letter_spacing("4. É V A L U A T I O N")
    '4. ÉVALUATION'
    """
    return _SPACED.sub(lambda m: m.group().replace(" ", ""), text)


def repair_typography(text: str) -> str:
    """Undo what extraction did to blanks and ligatures; words, accents and case stay.

    >>> repair_typography("CONSEIL DE L ’A CTION (ENVIRONNEMENTALE , SOCIALE")
    'CONSEIL DE L’ACTION (ENVIRONNEMENTALE, SOCIALE'
    """
    text = _LIGATURE_SPLIT.sub(lambda m: _LIGATURES[m.group()], text)
    text = collapse_spaces(text.replace("\u00ad", ""))
    for pattern, replacement in _REPAIRS:
        text = pattern.sub(replacement, text)
    return text


_HYPHENS = ("-", "‐", "\u00ad", "\u0002")
_WORD_SIGN = re.compile(r"[\w’']")
_COMPOUND_HEADS = frozenset(
    """
    socio auto anti co inter intra mi non post pre pro semi sous sur ex quasi ultra micro multi vice
    contre demi grand rez est celui celle ceux la peut vis plus savoir tout arc bien avant apres
    porte garde mieux nord sud franco euro eco info tele jeunes publics lui elle eux elles nous vous
    quelques au ci haut bas passe moyen court long public prive entre politico technico medico
    psycho petit petite hors etat
    """.split()  # noqa: SIM905 (a list of 76 quoted words would be harder to read and extend)
)


def join_lines(parts: list[str], is_word: Callable[[str], bool] | None = None) -> str:
    """Join the lines of one paragraph, undoing hyphenation at line ends. Changes length.

    A hyphen at a line's end never takes a blank. It is dropped when a lower-case letter follows
    and `is_word` knows the whole word; without `is_word`, unless what stands before is the head
    of a compound (`socio-` + `culturel`) or holds a hyphen already.

    >>> join_lines(["un accompagne-", "ment socio-", "professionnel"])
    'un accompagnement socio-professionnel'
    """
    text = ""
    for part in parts:
        part = part.strip()
        if not part:
            continue
        word = _cut_word(text)
        if not word:
            text = f"{text} {part}" if text else part
        elif text.endswith(("\u00ad", "\u0002")) or _is_cut(word, text, part, is_word):
            text = text[:-1] + part
        else:
            text += part
    return text


def _cut_word(text: str) -> str:
    """Return the word that a hyphen at the end of `text` cuts; "" where there is none.

    Read backwards from the end, so that the cost does not depend on how long the text is.
    """
    if not text.endswith(_HYPHENS):
        return ""
    start = len(text) - 1
    while start and _WORD_SIGN.match(text[start - 1]):
        start -= 1
    return text[start:-1]


def _is_cut(head: str, text: str, rest: str, is_word: Callable[[str], bool] | None) -> bool:
    """Tell whether a hyphen at a line's end only cuts a word."""
    if not rest[0].islower() or not head[-1].isalpha():
        return False
    if fold(head) in _COMPOUND_HEADS or "-" in text.rsplit(None, 1)[-1][:-1]:
        return False
    if is_word is None:
        return len(head) > 1
    tail = re.match(r"\w+", rest)
    start = re.split(r"['’]", head)[-1]
    return tail is not None and is_word(start + tail.group())


_WIDTHS = {0.28: "iIjl.,;:'’|!()[] ", 0.36: "frt-/°«»", 0.86: "mwMWŒœ%@"}
_EMS = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_CAPITAL, _OTHER = 0.68, 0.55


def ems(text: str) -> float:
    """Return about how wide a text is set in sans-serif type, in ems (font sizes).

    >>> ems("ill") < ems("WWW") / 2
    True
    """
    return sum(_EMS.get(c) or (_CAPITAL if c.isupper() else _OTHER) for c in text)
