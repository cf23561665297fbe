"""Labels of fields and headers of columns, from `fields.toml`.

Labels are compared by `label_key`: folded words, plural endings and dots of abbreviations dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractor.diagnostics import LayoutError
from extractor.text import fold, kept_when_short, words
from extractor.vocabulary.data import check_keys, load

# ---------------------------------------------------------------- labels of fields and columns


_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")


@kept_when_short
def label_key(text: str) -> str:
    """Return the key under which labels are compared: folded words, plural endings dropped.

    >>> label_key("Responsable(s) :") == label_key("RESPONSABLES")
    True
    >>> label_key("Avancement (%)")
    'avancement %'
    """
    text = re.sub(r"\((?:s|e|es|nes|trices?)\)", "", fold(text))
    text = _DOTTED.sub(lambda m: m.group().replace(".", ""), text)
    kept = (w[:-1] if len(w) > 3 and w[-1] in "sx" else w for w in words(text))
    return " ".join((*kept, *(["%"] if "%" in text else ()))) or ("#" if "#" in text else "")


@cache
def _fields() -> dict[str, str]:
    data = load("fields.toml")
    check_keys(data, {"field", "column", "steps"}, "fields.toml")
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


@cache
def _steps() -> frozenset[str]:
    return frozenset(map(label_key, load("fields.toml")["steps"]["labels"]))


def names_steps(label: str) -> bool:
    """Tell whether a label announces the steps of a project."""
    return label_key(label) in _steps()


def _first_part(text: str) -> str:
    """Return what stands before a slash, a bar, `et` or a dash in a header."""
    return re.split(r"[/|]| et | - ", text)[0]


_CONNECTORS = frozenset(
    (
        "de", "du", "d", "des", "en", "et", "par", "pour", "l", "la", "le", "a", "au", "estime",
        "prevu", "concerne", "principal", "externe", "interne", "politique", "administratif",
        "global", "total", "annuel", "indicatif", "attendu", "cible", "tvac", "htva",
    )
)  # fmt: skip


def column_kind(header: str, *, exact: bool = False) -> str | None:
    """Return what a column holds: a level, `number`, `kind`, `title`, `volet`, or a field's key.

    The whole header is tried first, then without its parentheses, then the part before a slash,
    then the longest known label that begins it and that a connector or a year follows. `exact`
    stops after the second. A sign of money makes a budget of what is no other known label.
    """
    kind = _kind_of_words(header, exact=exact)
    money = kind in (None, "other") and _MONEY.search(header) and not re.search(r"\d", header)
    return "budget" if money else kind


_MONEY = re.compile(r"€|\b(?:EUR|euros?)\b")


def _kind_of_words(header: str, *, exact: bool) -> str | None:
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
            if parts[length] not in _CONNECTORS and not re.fullmatch(r"20\d\d", parts[length]):
                continue
            key = " ".join(parts[:length])
            if key in _columns() and length >= 2:
                return _columns()[key]
            if key in _fields():
                return _fields()[key]
    return None


_LEVELS = frozenset(("OS", "OO", "PROJET", "ACTION", "SOUS_ACTION"))


def scoped_column(header: str) -> tuple[str, str] | None:
    """Return what a header says of a level, and that level: `Libellé OS`, `Échéance de l'action`.

    >>> scoped_column("N° de l’action"), scoped_column("OO (code)")
    (('number', 'ACTION'), ('number', 'OO'))
    """
    parts = label_key(header).split()
    for at in range(1, len(parts)):
        head, tail = parts[:at], parts[at:]
        while len(tail) > 1 and tail[0] in _ARTICLES:
            tail = tail[1:]
        first, second = (_columns().get(" ".join(part)) for part in (head, tail))
        if second in _LEVELS:
            first, second, head, tail = second, first, tail, head
        said = second or _fields().get(" ".join(tail))
        if first in _LEVELS and said not in (None, "other", *_LEVELS):
            return str(said), str(first)
    return None


_ARTICLES = frozenset(("de", "du", "d", "des", "l", "la", "le", "les"))


@cache
def attribute_keys() -> frozenset[str]:
    """Return the keys of typed attributes that a label may stand for."""
    return frozenset(_fields().values()) - {"other", "description"}


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """A label found at the start of a text; `value_start` is an offset into it."""

    key: str
    label: str
    value_start: int


_INLINE = re.compile(
    r"^[\s•●▪◦○➢➤►✓·∙*\-–—]*([^:\n\t]{1,60}?)(?:\s*:\s*|\s*\?\s*:?\s+(?=\S)|\t+\s*|\s{3,})"
)


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
    r"(?:^|[–—;|•·/▪●,]\s*+|\s-\s|\.\s++|\s{2,}+|\n)\s*+([A-ZÀ-Ý][^:\n–;|]{1,45}?)\s*:(?!//)\s*"
)


#: `Qui ? Le juriste Quand ? 2026`
_QUESTION = re.compile(r"(?:^|(?<=\s))([A-ZÀ-Ý][a-zà-ÿ’' -]{1,25}?)\s*\?\s+(?=\S)")


def split_fields(text: str) -> list[tuple[str, str, str]]:
    """Return key, label and value of each `Label : value` on a line; a label is a known one.

    >>> split_fields("Pilote : le juriste – Échéance : 2021")
    [('responsibles', 'Pilote', 'le juriste'), ('deadline', 'Échéance', '2021')]
    >>> split_fields("Qui ? Le juriste Quand ? 2026")
    [('responsibles', 'Qui', 'Le juriste'), ('deadline', 'Quand', '2026')]
    >>> split_fields("Pilote : le juriste · Budget : 500 €")
    [('responsibles', 'Pilote', 'le juriste'), ('budget', 'Budget', '500 €')]
    """
    starts = []
    found = [*_LABEL_START.finditer(text), *_QUESTION.finditer(text)]
    for match in sorted(found, key=lambda m: m.start()):
        key = field_key(match.group(1))
        if key is not None:
            starts.append((match.start(), match.end(), key, match.group(1).strip()))
    ends = [*(start for start, *_ in starts[1:]), *([len(text)] if starts else [])]
    return [
        (key, label, text[begin:end].strip(" –—;|•·/-\n"))
        for (_, begin, key, label), end in zip(starts, ends, strict=True)
    ]
