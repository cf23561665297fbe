"""Captions, volets, closing titles and names of documents: lines that are no heading of a level."""

from __future__ import annotations

import re
from functools import cache

from extractor.schema import Level, Volet
from extractor.text import words
from extractor.vocabulary.data import load
from extractor.vocabulary.labels import label_key


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


def _without_remark(text: str) -> str:
    """Return a text without the parenthesis that ends it, closed or not.

    >>> _without_remark("C. Actions (à mener) :"), _without_remark("Axes (a) et (objectifs")
    ('C. Actions ', 'Axes (a) et ')
    """
    inside = text.rstrip().removesuffix(":").rstrip()
    closed = inside.endswith(")")
    inside = inside[:-1] if closed else text
    start = inside.find("(", inside.rfind(")") + 1)
    return text[:start] if 0 <= start < len(inside) - _SHORT else text


_SHORT = 3  # characters that a remark has at least


def announced_levels(text: str) -> tuple[Level, ...]:
    """Return the levels that a caption announces, in the order printed; () if it is no caption.

    A leading letter or number and a final parenthesis are ignored: `C. Actions (…)`. A caption
    holds nothing but names of levels and words such as `nos` or `et`.

    >>> announced_levels("Nos objectifs stratégiques, opérationnels et actions :")
    (<Level.OS: 'OS'>, <Level.OO: 'OO'>, <Level.ACTION: 'ACTION'>)
    """
    plain = _without_remark(_COUNTED.sub("", text)).strip(" :.–-")
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


@cache
def _counted() -> tuple[re.Pattern[str], dict[str, int], dict[str, Level]]:
    data = load("headings.toml")["counted"]
    numbers = {label_key(word): at for at, word in enumerate(data["numbers"], 1)}
    names = {label_key(n): Level(lv) for lv, all_ in data.items() if lv != "numbers" for n in all_}
    known = "|".join(sorted(names, key=len, reverse=True))
    pattern = rf"\b(\d{{1,2}}|{'|'.join(numbers)}) (?:(?!et\b)\w+ ){{0,2}}?({known})\b"
    return re.compile(pattern), numbers, names


def counted_level(text: str) -> tuple[Level, int] | None:
    """Return the level and the number of the items that a sentence announces, or None.

    >>> counted_level("Quatre grands objectifs stratégiques ont été retenus :")
    (<Level.OS: 'OS'>, 4)
    """
    if not text.rstrip().endswith(":"):
        return None
    pattern, numbers, names = _counted()
    found = pattern.findall(label_key(text))
    if not found:
        return None
    number, name = found[-1]
    return names[name], numbers[number] if number in numbers else int(number)


_LEADING_NUMBER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-Z](?=[.)]))[.):\s–-]+")
_PART = re.compile(r"^\s*(?:partie|chapitre|titre)\s+(?:\d+|[IVX]+|[A-Z])\s*[:.–—-]*\s*", re.I)


def is_level_name(text: str) -> bool:
    """Tell whether a text is nothing but the name of a level: `objectif opérationnel`, `3 Nos
    objectifs`."""
    names, fillers = _announcing()
    parts = label_key(_LEADING_NUMBER.sub("", text)).split()
    return bool(parts) and all(p in names or p in fillers for p in parts)


def match_volet(text: str) -> tuple[Volet, bool] | None:
    """Return the volet that a line names and whether the line holds nothing else, or None."""
    plain = _PART.sub("", _COUNTED.sub("", text)).strip(' ()[]:.–-«»"')
    key = label_key(plain)
    volets = _captions()[1]
    glued = {form.replace(" ", ""): value for form, value in volets.items()}
    if key.startswith("volet") and key in glued:
        return glued[key], True  # type: ignore[return-value]
    if key in volets and (plain[:1].isupper() or text.strip()[:1] == "("):
        return volets[key], True  # type: ignore[return-value]
    for form, value in volets.items():
        if key.startswith(form + " ") and form.startswith("volet"):
            return value, False  # type: ignore[return-value]
    return None


_TRAILING_VOLET = re.compile(
    r"(?P<title>.*?[^\s|–—(\[-]|(?=[(\[]))(?P<sign>[\s|–—-]*[(\[]?)(?P<volet>[Vv]olet\s[^()\[\]]{3,40})[)\]]?$"
)
_GOES_ON = re.compile(
    r"\b(?:de|du|des|le|la|les|l['’]|d['’]|un|au|aux|son|ce|notre|et|en)\s*$", re.I
)


def split_volet(title: str) -> tuple[str, Volet | None]:
    """Return a title without the volet that is printed at its end, and that volet.

    >>> split_volet("Être une ville propre (volet externe)")
    ('Être une ville propre', 'externe')
    >>> split_volet("(volet interne)")
    ('', 'interne')
    """
    match = _TRAILING_VOLET.fullmatch(title)
    volet = match_volet(match["volet"][:1].upper() + match["volet"][1:]) if match else None
    if match is None or volet is None or not volet[1] or _GOES_ON.search(match["title"]):
        return title, None
    if match["volet"][0] == "v" and not match["sign"].strip():
        return title, None
    return match["title"].rstrip(" ,;:"), volet[0]


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
def _openings() -> tuple[frozenset[str], tuple[str, ...]]:
    data = load("headings.toml")["opening"]
    return frozenset(map(label_key, data["forms"])), tuple(map(label_key, data["starts"]))


def is_opening(text: str) -> bool:
    """Tell whether a short line titles a part of the document that is no plan: a preface, the
    legal frame, how to read it."""
    plain = _LEADING_NUMBER.sub("", _COUNTED.sub("", text)).strip(" :.–-?!")
    if len(plain) > 60:
        return False
    key = label_key(plain)
    exact, starts = _openings()
    return key in exact or any(key.startswith(s + " ") or key == s for s in starts)


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
    """Tell whether a text stands for nothing yet: `à compléter`, `/`, `Les actions seront définies
    au terme de l’étude`."""
    key = label_key(text)
    if not key or _is_pending(key):
        return True
    return any(key == p or (len(p) > 8 and key.startswith(f"{p} ")) for p in _names("placeholder"))


@cache
def _totals() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_names('total'))})\b")


def is_total(text: str) -> bool:
    """Tell whether a text names a sum: `Sous-total OO 1.1`, `TOTAL GÉNÉRAL`."""
    return len(text) <= _MAX_TOTAL and _totals().match(" ".join(words(text))) is not None


_MAX_TOTAL = 70  # characters of the name of a sum


@cache
def _pending() -> re.Pattern[str]:
    data = load("headings.toml")["pending"]
    names = ("subjects", "verbs", "open")
    subjects, verbs, left = ("|".join(map(label_key, data[name])) for name in names)
    said = rf"(?:(?:\w+ ){{0,6}}(?:{verbs})|(?:{left}))"
    return re.compile(rf"(?:\w+ ){{0,2}}(?:{subjects}) {said}(?: |$)")


def _is_pending(key: str) -> bool:
    """Tell whether a text only says that something is still to be written."""
    return _pending().match(key) is not None


def is_common_label(word: str) -> bool:
    """Tell whether a word numbers parts of any document: `Article 1.`, `Objet n° 2 :`."""
    return label_key(word) in _names("common_label")


def names_values(text: str) -> bool:
    """Tell whether a text speaks of the institution's values."""
    return any(f" {name} " in f" {label_key(text)} " for name in _names("values"))
