"""The habits of those who write plans, as data: load it, check it, match with it.

In: `headings.toml` and `fields.toml` beside this file. Out: functions that say what a line or a
cell calls itself. No French wording stands in code here or elsewhere; a new habit is one entry.
Matching is done on folded text of the same length, so offsets hold for the original. Order of
precedence: forms that close a line before forms that open one, longer forms before shorter.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from extractor.diagnostics import LayoutError
from extractor.schema import Level, Volet
from extractor.text import fold, words

_HERE = Path(__file__).parent
_SECTION_KEYS = {"forms", "bare", "examples", "counter", "source", "objective"}
_HEADING_KEYS = {"level", "forms", "place", "bare", "dotted", "examples", "counter", "source"}

ORDINALS = {
    "premier": 1, "premiere": 1, "1er": 1, "1ere": 1, "deuxieme": 2, "second": 2, "seconde": 2,
    "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8,
    "neuvieme": 9, "dixieme": 10, "onzieme": 11, "douzieme": 12, "treizieme": 13,
    "quatorzieme": 14, "quinzieme": 15,
}  # fmt: skip
_ORDINAL = r"(?P<ord>" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + r"|\d{1,2}\s?e(?:me)?)"
_NUMBER_SIGN = r"(?:n\s?[°*]\s*\.?\s*|no\.?\s*(?=\d)|numero\s*|num\.\s*|#\s*)?"
_NUMBER = r"(?P<n>(?:\d{1,3}|[ivxl]{1,6}|[a-z])(?:[.\-]\d{1,3}|[.\-][a-z](?![\w'])){0,4})"
_SEPARATOR = r"(?P<sep>[.\s]*[:)\]|°/\->•·]?[.\s]*-?\s*|\s*)"
#: what may not follow a number: the line speaks of several headings, or is a sentence
_SENTENCE = re.compile(
    r"(?:et|ou|&|,|a)\s+(?:l[ea]s?\s+)?(?:[a-z.]{1,12}\s?)?\d|(?:et|ou)\s+[ivx]+\b|(?:est|sont|vise|consiste|concerne|"
    r"comprend|prevoit|a|ont|ci-dessus|ci-apres|qui|que|du|de|des|d'|pour objet|ne|se)\b"
)


@dataclass(frozen=True, slots=True)
class HeadingMatch:
    """What a heading line says of itself; `title_start` is an offset into the line."""

    level: Level | None  # None: a section such as an axis
    label: str
    number: str | None  # as printed: `1.1`, `II`, `A`
    title_start: int
    title_end: int
    bare: bool  # no number was printed
    form: str
    separator: bool = True  # something other than blanks stands between label and title


@dataclass(frozen=True, slots=True)
class _Form:
    level: Level | None
    text: str
    pattern: re.Pattern[str]
    place: Literal["start", "end"]
    bare: bool  # matches without a number
    needs_colon: bool
    dotted: bool


_MIN_PLURAL = 8  # letters of a word that a number follows and that may stand in the plural


def _word_pattern(word: str, *, numbered: bool = False) -> str:
    if word == "{n}":
        return _NUMBER_SIGN + _NUMBER
    if word == "{ord}":
        return _ORDINAL
    if word.isupper() and word.isalpha() and len(word) <= 4:
        return r"\.?\s?".join(fold(word)) + r"\.?"
    exact = re.escape(fold(word)).replace(r"\-", r"[-\s]?")
    if numbered and len(word) >= _MIN_PLURAL:
        exact += "s?"
    if len(word) < _MIN_TYPO or not word.isalpha():
        return exact
    return f"(?:{'|'.join([exact, *_misspellings(fold(word))])})"


_MIN_TYPO = 9  # letters of a word in which a typing error still leaves no doubt


def _misspellings(word: str) -> list[str]:
    """Return the word with one letter left out, or two exchanged: `stratgique`, `opérationel`."""
    dropped = [word[:i] + word[i + 1 :] for i in range(1, len(word))]
    swapped = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)]
    return sorted({*dropped, *swapped} - {word})


def _form_pattern(form: str, place: str) -> str:
    if place == "end":
        inner = re.escape(fold(form.strip("()"))).replace(r"\{n\}", r"(?P<n>\d{1,4})")
        inner = inner.replace(r"\ ", r"\s*").replace(r"\.", r"\.?\s*")
        return rf"\(\s*{inner}\s*\)\s*\.?$"
    pattern = ""
    parts = form.split()
    for before, word in zip(["", *parts], parts, strict=False):
        if before:
            glued = word == "{n}" or min(len(before), len(word)) > 5
            pattern += r"\s*" if glued else r"\s+"
        pattern += _word_pattern(word, numbered=form.endswith(" {n}"))
    return pattern


def _compile(entry: dict[str, Any], level: Level | None) -> list[_Form]:
    forms = []
    place = entry.get("place", "start")
    for form in entry["forms"]:
        numbered = "{n}" in form or "{ord}" in form
        if not numbered and place == "start" and "bare" not in entry:
            raise LayoutError(f"headings.toml: the form {form!r} has no number and no `bare`")
        forms.append(
            _Form(
                level=level,
                text=form,
                pattern=re.compile(_form_pattern(form, place)),
                place=place,
                bare=not numbered,
                needs_colon=not numbered and entry.get("bare") == "colon",
                dotted=bool(entry.get("dotted")),
            )
        )
    return forms


def load(name: str) -> dict[str, Any]:
    """Read a vocabulary file; raise `LayoutError` when it is not valid TOML."""
    try:
        return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(f"{name}: {error}") from error


def check_keys(entry: dict[str, Any], allowed: set[str], where: str) -> None:
    """Refuse unknown keys, naming the nearest known one."""
    for key in entry:
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise LayoutError(f"{where}: unknown key {key!r}{hint}")


@cache
def _forms() -> tuple[tuple[_Form, ...], tuple[_Form, ...], tuple[_Form, ...]]:
    """Return the forms that close a line, that open one, and those of sections."""
    data = load("headings.toml")
    headings: list[_Form] = []
    for entry in data["heading"]:
        check_keys(entry, _HEADING_KEYS, f"headings.toml, {entry.get('level')}")
        headings += _compile(entry, Level(entry["level"]))
    sections: list[_Form] = []
    for entry in data["section"]:
        check_keys(entry, _SECTION_KEYS, "headings.toml, section")
        sections += _compile(entry, None)

    def by_length(form: _Form) -> tuple[bool, int]:
        return form.bare, -len(form.text)

    return (
        tuple(sorted((f for f in headings if f.place == "end"), key=by_length)),
        tuple(sorted((f for f in headings if f.place == "start"), key=by_length)),
        tuple(sorted(sections, key=by_length)),
    )


_LEAD = re.compile(r"[\s•●▪■◦○➢➤►▶✓✔❖◆→⇒·∙*\"'(\-]*")


def _match_start(form: _Form, text: str, folded: str, start: int) -> HeadingMatch | None:
    match = form.pattern.match(folded, start)
    if not match:
        return None
    groups = match.groupdict()
    if len(form.text.split()[0]) == 1 and not (
        text[match.start()].isupper() and (match.groupdict().get("n") or "")[:1].isdigit()
    ):
        return None
    number: str | None = None
    if groups.get("n"):
        number = text[match.start("n") : match.end("n")]
    elif groups.get("ord"):
        word = groups["ord"]
        number = str(ORDINALS.get(word) or re.match(r"\d+", word).group())  # type: ignore[union-attr]
    end = match.end()
    if end < len(folded) and (folded[end].isalnum() or folded[end] == "'"):
        return None
    separator = re.compile(_SEPARATOR).match(folded, end)
    assert separator is not None
    rest = folded[separator.end() :]
    between = folded[end : separator.end()]
    strong = any(c in ":)]|°/->•·" for c in between) or between.startswith(".")
    abbreviated = folded[:end].endswith(".")
    if form.needs_colon and rest and not any(c in ":-|" for c in between):
        return None
    glued = match.start("n") if groups.get("n") else 0
    if number and not number[0].isdigit() and glued and folded[glued - 1].isalpha():
        return None
    if form.dotted and number is not None and not re.search(r"\d\.\d|\d-\d", number):
        return None
    if number is not None and not _number_stands(number, strong or abbreviated, rest):
        return None
    lower = text[separator.end() : separator.end() + 1].islower()
    if not strong and lower and _SENTENCE.match(rest):
        return None
    if number is not None and re.match(r"(?:et|ou|&|,)\s+(?:[a-z.]{1,4}\s?)?\d", rest):
        return None
    return HeadingMatch(
        level=form.level,
        label=text[start : match.end()].strip(),
        number=number,
        title_start=separator.end(),
        title_end=len(text),
        bare=number is None,
        form=form.text,
        separator=strong,
    )


def _number_stands(number: str, separated: bool, rest: str) -> bool:
    """Tell whether a roman numeral or letter is a number and not the start of a word."""
    if number[0].isdigit():
        return True
    if number[0].islower():
        return separated
    return separated or not rest or len(number) > 1


@lru_cache(maxsize=65536)
def match_heading(text: str) -> HeadingMatch | None:
    """Return what level a line claims by its printed marker, or None.

    >>> match_heading("O.O.3.10. Être vigilant").number
    '3.10'
    """
    folded = fold(text)
    closing, opening, _ = _forms()
    for form in closing:
        match = form.pattern.search(folded)
        if match:
            number = match.groupdict().get("n")
            return HeadingMatch(
                form.level,
                text[match.start() :].strip(),
                number,
                0,
                match.start(),
                number is None,
                form.text,
            )
    lead = _LEAD.match(folded)
    start = lead.end() if lead else 0
    for form in opening:
        found = _match_start(form, text, folded, start)
        if found:
            return found
    return None


@cache
def _parts() -> frozenset[str]:
    entries = load("headings.toml")["section"]
    return frozenset(f for e in entries if not e.get("objective", True) for f in e["forms"])


def may_be_objective(form: str) -> bool:
    """Tell whether a form of section may stand for the OS of a plan that prints none."""
    return form not in _parts()


@lru_cache(maxsize=65536)
def match_section(text: str) -> HeadingMatch | None:
    """Return the marker of an axis, theme, domain… that stands above the levels, or None."""
    folded = fold(text)
    lead = _LEAD.match(folded)
    for form in _forms()[2]:
        found = _match_start(form, text, folded, lead.end() if lead else 0)
        if found:
            return found
    return None


# ---------------------------------------------------------------- labels of fields and columns


_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")


def label_key(text: str) -> str:
    """Return the key under which labels are compared: folded words, plural endings dropped.

    >>> label_key("Responsable(s) :") == label_key("RESPONSABLES")
    True
    """
    text = re.sub(r"\((?:s|e|es|nes|trices?)\)", "", fold(text))
    text = _DOTTED.sub(lambda m: m.group().replace(".", ""), text)
    kept = (w[:-1] if len(w) > 3 and w[-1] in "sx" else w for w in words(text))
    return " ".join(kept) or ("%" if "%" in text else "")


@cache
def _fields() -> dict[str, str]:
    data = load("fields.toml")
    check_keys(data, {"field", "column"}, "fields.toml")
    table: dict[str, str] = {}
    for key, labels in data["field"].items():
        for label in labels:
            if table.setdefault(label_key(label), key) != key:
                raise LayoutError(f"fields.toml: {label!r} stands under two keys")
    return table


@cache
def _columns() -> dict[str, str]:
    data = load("fields.toml")["column"]
    return {label_key(label): kind for kind, labels in data.items() for label in labels}


def field_key(label: str) -> str | None:
    """Return the contract's key for a printed label, `other` for a known label without key."""
    key = label_key(label)
    if not key:
        return None
    return _fields().get(key) or _fields().get(
        label_key(re.sub(r"\([^)]*\)|\[[^]]*\]", " ", label))
    )


def _first_part(text: str) -> str:
    """Return what stands before a slash, a bar, `et` or a dash in a header."""
    return re.split(r"[/|]| et | - ", text)[0]


_CONNECTORS = frozenset(
    """
    de du d des en et par pour l la le a au estime prevu concerne principal externe interne
    politique administratif global total annuel indicatif attendu cible tvac htva
    """.split()
)


def column_kind(header: str, *, exact: bool = False) -> str | None:
    """Return what a column holds: a level, `number`, `kind`, `title`, `volet`, or a field's key.

    The whole header is tried first, then without its parentheses, then the part before a slash,
    then the longest known label that begins it and that a connector follows. `exact` stops after
    the second.
    """
    plain = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", header)
    for text in (header, plain, *(() if exact else (_first_part(plain),))):
        key = label_key(text)
        if key in _columns():
            return _columns()[key]
        if key in _fields():
            return _fields()[key]
    if exact:
        return None
    parts = label_key(plain).split()
    if 1 < len(parts) <= 7:
        for length in range(len(parts) - 1, 0, -1):
            if parts[length] not in _CONNECTORS:
                continue
            key = " ".join(parts[:length])
            if key in _columns() and length >= 2:
                return _columns()[key]
            if key in _fields():
                return _fields()[key]
    return None


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """A label found at the start of a text; `value_start` is an offset into it."""

    key: str
    label: str
    value_start: int


_INLINE = re.compile(r"^[\s•●▪◦○➢➤►✓·∙*\-–—]*([^:\n\t]{1,60}?)(?:\s*:\s*|\t+\s*|\s{3,})")


def match_field(text: str) -> FieldMatch | None:
    """Return the field that `Label : value` carries, or None."""
    match = _INLINE.match(text)
    if not match:
        return None
    key = field_key(match.group(1))
    if key is None:
        return None
    return FieldMatch(key, match.group(1).strip(), match.end())


_LABEL_START = re.compile(
    r"(?:^|[–—;|•/▪●,]\s*|\s-\s|\.\s+|\s{2,}|\n)\s*([A-ZÀ-Ý][^:\n–;|]{1,45}?)\s*:(?!//)\s*"
)


def split_fields(text: str) -> list[tuple[str, str, str]]:
    """Return key, label and value of each `Label : value` on a line; a label is a known one.

    >>> split_fields("Pilote : le juriste – Échéance : 2021")
    [('responsibles', 'Pilote', 'le juriste'), ('deadline', 'Échéance', '2021')]
    """
    starts = []
    for match in _LABEL_START.finditer(text):
        key = field_key(match.group(1))
        if key is not None:
            starts.append((match.start(), match.end(), key, match.group(1).strip()))
    ends = [*(start for start, *_ in starts[1:]), *([len(text)] if starts else [])]
    return [
        (key, label, text[begin:end].strip(" –—;|•/-\n"))
        for (_, begin, key, label), end in zip(starts, ends, strict=True)
    ]


@cache
def _captions() -> tuple[dict[str, Level], dict[str, str]]:
    data = load("headings.toml")
    levels = {label_key(f): Level(e["level"]) for e in data["caption"] for f in e["forms"]}
    volets = {label_key(f): e["value"] for e in data["volet"] for f in e["forms"]}
    return levels, volets


_COUNTED = re.compile(r"^\s*(?:[A-Za-z]|\d{1,2}|[IVX]{1,4})\s*[.)–-]\s*")


@cache
def _announcing() -> tuple[dict[str, Level], frozenset[str]]:
    data = load("headings.toml")["announce"]
    return {
        label_key(form): Level(level)
        for level, forms in data.items()
        if level != "fillers"
        for form in forms
    }, frozenset(label_key(w) for w in data["fillers"])


def announced_levels(text: str) -> tuple[Level, ...]:
    """Return the levels that a caption announces, in the order printed; () if it is no caption.

    A leading letter or number and a final parenthesis are ignored: `C. Actions (…)`. A caption
    holds nothing but names of levels and words such as `nos` or `et`.

    >>> announced_levels("Nos objectifs stratégiques, opérationnels et actions :")
    (<Level.OS: 'OS'>, <Level.OO: 'OO'>, <Level.ACTION: 'ACTION'>)
    """
    plain = re.sub(r"\([^)]{3,}\)?\s*:?\s*$", "", _COUNTED.sub("", text)).strip(" :.–-")
    if len(plain) > 110 or re.search(r"\d", plain) or not plain[:1].isupper():
        return ()
    known = _captions()[0].get(label_key(plain))
    if known is not None:
        return (known,)
    names, fillers = _announcing()
    found: list[Level] = []
    for word in label_key(plain).split():
        if word in names:
            if names[word] not in found:
                found.append(names[word])
        elif word not in fillers:
            return ()
    return tuple(found) if len(found) > 1 else ()


_PART = re.compile(r"^\s*(?:partie|chapitre|titre)\s+(?:\d+|[IVX]+|[A-Z])\s*[:.–—-]*\s*", re.I)


def is_level_name(text: str) -> bool:
    """Tell whether a text is nothing but the name of a level: `objectif opérationnel`."""
    names, fillers = _announcing()
    parts = label_key(text).split()
    return bool(parts) and all(p in names or p in fillers for p in parts)


def match_volet(text: str) -> tuple[Volet, bool] | None:
    """Return the volet that a line names and whether the line holds nothing else, or None."""
    plain = _PART.sub("", _COUNTED.sub("", text)).strip(' ()[]:.–-«»"')
    key = label_key(plain)
    volets = _captions()[1]
    glued = {form.replace(" ", ""): value for form, value in volets.items()}
    if key.startswith("volet") and key in glued:
        return glued[key], True  # type: ignore[return-value]
    if key in volets and plain[:1].isupper():
        return volets[key], True  # type: ignore[return-value]
    for form, value in volets.items():
        if key.startswith(form + " ") and form.startswith("volet"):
            return value, False  # type: ignore[return-value]
    return None


@cache
def _closings() -> tuple[frozenset[str], tuple[str, ...]]:
    data = load("headings.toml")["closing"]
    return frozenset(map(label_key, data["forms"])), tuple(map(label_key, data["starts"]))


def is_closing(text: str) -> bool:
    """Tell whether a short line is a title that ends the plan (annex, glossary, signatures…)."""
    plain = _COUNTED.sub("", text).strip(" :.–-")
    if len(plain) > 90:
        return False
    key = label_key(plain)
    exact, starts = _closings()
    return key in exact or any(key == s or key.startswith(s + " ") for s in starts)


@cache
def _names(section: str) -> tuple[str, ...]:
    return tuple(" ".join(words(form)) for form in load("headings.toml")[section]["forms"])


def names_plan(text: str) -> bool:
    """Tell whether a text names the plan (`Programme stratégique transversal`, `PST`…)."""
    return any(f" {name} " in f" {' '.join(words(text))} " for name in _names("plan"))


def names_other_document(text: str) -> bool:
    """Tell whether a title names a document that is no plan, such as a policy declaration."""
    return any(f" {name} " in f" {' '.join(words(text))} " for name in _names("other_document"))


def is_placeholder(text: str) -> bool:
    """Tell whether a text stands for nothing yet: `à compléter`, `/`."""
    key = label_key(text)
    if not key:
        return True
    return any(key == p or (len(p) > 8 and key.startswith(f"{p} ")) for p in _names("placeholder"))


def is_common_label(word: str) -> bool:
    """Tell whether a word numbers parts of any document: `Article 1.`, `Objet n° 2 :`."""
    return label_key(word) in _names("common_label")


def names_values(text: str) -> bool:
    """Tell whether a text speaks of the institution's values."""
    return any(f" {name} " in f" {label_key(text)} " for name in _names("values"))
