"""Words for people, in French and in English: one catalogue, `fr.toml`.

English stands in the code, French in the catalogue, which has one entry for each English template.
Two ways lead to it. `tell(template, *values)` is for new texts; `tell(text)` and `french(text)`
find the template of a text that is complete already, such as the message of an exception or of a
remark: `{}` in a key stands for any text.

A place of a French (or explicit English) text is `{0}`, or `{0:x}` with x one of

    q   a Python quotation becomes « … »        m   the value is a message too
    p   `87%` becomes `87 %`                    l   the name of a level: `SOUS_ACTION`
    n   the name of a node: `ACTION 'Bâtir'` becomes `Action « Bâtir »`

or `{0|singular|plural}`, chosen by the number, 0 and 1 being singular in French, 1 alone in
English. Nothing here depends on gettext's files; nothing prints.
"""

from __future__ import annotations

import locale
import os
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

LANGUAGES = ("fr", "en")
#: level → its word, by number; OS and OO are words of no language
LEVELS = {
    "PROJET": "{0|project|projects}",
    "ACTION": "{0|action|actions}",
    "SOUS_ACTION": "{0|sub-action|sub-actions}",
}
_chosen: str | None = None
_PLACE = re.compile(
    r"\{(?P<at>\d*)(?::(?P<how>[a-z]))?(?:\|(?P<one>[^|{}]*)\|(?P<many>[^|{}]*))?\}"
)
_LEVELS = {"PROJET": "Projet", "ACTION": "Action", "SOUS_ACTION": "Sous-action"}
_NAME = re.compile(r"(.+?) (['\"])(.*)\2", re.DOTALL)  # a level or label, and a Python quotation
_MAX_SPLITS = 6  # colons tried in `NAME: REASON`; a name with more is left in front whole


def choose_language(language: str | None) -> None:
    """Set the language of this process; None goes back to the system's."""
    global _chosen
    _chosen = language


def language() -> str:
    """Return `fr` or `en`: what was chosen, else what the system's locale says, else `en`."""
    if _chosen:
        return _chosen
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "fr" if value.lower().startswith("fr") else "en"
    system = locale.getlocale()[0] or ""  # Windows: `French_Belgium`
    return "fr" if system.lower().startswith("fr") else "en"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A template of complete texts: `anchor` is its longest fixed part, sought first."""

    patterns: tuple[re.Pattern[str], re.Pattern[str]]  # the first place as short, as long as can be
    anchor: str
    french: str

    def read(self, text: str) -> str | None:
        """Return the French of a text of this template; a place may hold a message of its own."""
        found = None
        for pattern in self.patterns:
            match = pattern.fullmatch(text)
            if match and found is None:
                found = fill(self.french, match.groups(), "fr")
            inner = [int(at) for at in re.findall(r"\{(\d+):m\}", self.french)]
            if match and all(french(match[at + 1]) for at in inner):
                return fill(self.french, match.groups(), "fr")
        return found


@cache
def catalogue() -> dict[str, str]:
    """Return English template → French template."""
    data = tomllib.loads(files(__package__).joinpath("fr.toml").read_text("utf-8"))
    return {english: text for section in data.values() for english, text in section.items()}


@cache
def _entries() -> tuple[_Entry, ...]:
    found = []
    for english, text in catalogue().items():
        if re.search(r"\{\d", english):
            continue  # of `tell(template, *values)` only
        parts = english.split("{}")
        fixed = [re.escape(part) for part in parts]
        short, long = (re.compile(place.join(fixed), re.DOTALL) for place in ("(.+?)", "(.+)"))
        found.append(_Entry((short, long), max(parts, key=len), text))
    found.sort(key=lambda entry: -len(entry.patterns[0].pattern))  # the most explicit first
    return tuple(found)


@lru_cache(maxsize=4096)
def french(text: str) -> str | None:
    """Return a complete English message in French, None when the catalogue does not know it."""
    for entry in _entries():
        if entry.anchor in text and (known := entry.read(text)):
            return known
    coded = re.fullmatch(r"(.+) \(([a-z]+(?:-[a-z]+)+)\)", text, re.DOTALL)
    if coded and (inner := french(coded[1])):
        return f"{inner} ({coded[2]})"
    for colon in list(re.finditer(r":\s", text))[:_MAX_SPLITS]:
        if known := french(text[colon.end() :]):
            return f"{text[: colon.start()]} : {known}"
    return None


def tell(template: str, *values: object) -> str:
    """Return a text in the language of the process; English where the catalogue has no French."""
    if not values and "{" not in template:
        return (french(template) or template) if language() == "fr" else template
    if not values:
        return (french(template) if language() == "fr" else None) or template
    chosen = catalogue().get(template, template) if language() == "fr" else template
    return fill(chosen, values, language())


def level_name(level: str, count: int | None = None) -> str:
    """Return the word for a level: `Action` as a heading, `actions` behind a count.

    >>> choose_language("en"); level_name("SOUS_ACTION"), level_name("ACTION", 2), level_name("OO")
    ('Sub-action', 'actions', 'OO')
    >>> choose_language(None)
    """
    if level not in LEVELS:
        return level
    return tell(LEVELS[level], 1).capitalize() if count is None else tell(LEVELS[level], count)


def fill(template: str, values: Sequence[object], language: str) -> str:
    """Put values into the places of a template.

    >>> fill("{0} {0|plan lu|plans lus}", [2], "fr")
    '2 plans lus'
    """
    places = iter(range(len(values)))

    def put(match: re.Match[str]) -> str:
        value = values[int(match["at"]) if match["at"] else next(places)]
        if match["one"] is not None:
            number = float(str(value).replace(",", "."))
            single = number < 2 if language == "fr" else number == 1
            return match["one"] if single else match["many"]
        return _shown(str(value), match["how"])

    return _PLACE.sub(put, template)


def _shown(value: str, how: str | None) -> str:
    if how == "q" and len(value) > 1 and value[0] in "'\"`" and value[-1] == value[0]:
        return f"« {value[1:-1]} »"
    if how == "n" and (match := _NAME.fullmatch(value)):
        return f"{_LEVELS.get(match[1], match[1])} « {match[3]} »"
    if how == "p":
        return re.sub(r"(?<=\d)%", " %", value)
    if how == "m":
        return french(value) or value
    if how == "l":
        return _LEVELS.get(value, value)
    return value
