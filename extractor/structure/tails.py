"""Values at the end of a line: `(pilote : X ; échéance : Y)`, `[En cours – 50 %]`, `– réalisé`.

In: a title as printed. Out: the title without them, and the values with their keys. What is
labelled, or is nothing but states, is always a value; a date or names without label are values only
where most titles of their look end in such brackets (`unlabelled`), since a date alone is part of
the wording.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor import vocabulary
from extractor.lexicon import is_word
from extractor.structure.contents import kind_of
from extractor.text import fold, is_capitals
from extractor.values import parse_deadline, parse_money, parse_status
from extractor.values.states import status_at_end

Value = tuple[str, str, str]  # key, label, value

_FINAL = re.compile(
    r"\s*(?:\(([^()]*(?:\([^()]*\)[^()]*)*)\)|\[([^\[\]]+)\]|\{([^{}]+)\})\s*[.;]?\s*$"
)
_STRONG = re.compile(r"\s*[;|·•]\s*|\s+[–—-]\s+|\s*/\s+|\n")
_WEAK = re.compile(r"\s*,\s+(?!\d(?!\d{3}\b|\d{0,2}\s?%))")  # not inside `2, 3 et 4`
_DASHED = re.compile(r"\s+(?:[–—|→>✔✓☑✅-]|[–—-]{2})\s*(?P<state>[^–—|→]{3,45})\s*[.;]?$")


@lru_cache(maxsize=16384)
def split_tail(title: str) -> tuple[str, tuple[Value, ...]]:
    """Return a title without the labelled values and states that end it, and those values.

    >>> split_tail("Créer une crèche (pilote : le service Enfance ; échéance : 2026)")[0]
    'Créer une crèche'
    >>> split_tail("Créer une crèche [En cours – 50 %]")[1][1]
    ('progress', '', '50 %')
    """
    found: list[Value] = []
    rest = title
    while True:
        cut = _labelled_end(rest) or _labelled_run(rest) or _state_end(rest) or _set_off(rest)
        if cut is None:
            return rest, tuple(found)
        rest, values = cut
        found[:0] = values


def _labelled_end(title: str) -> tuple[str, list[Value]] | None:
    match = _FINAL.search(title)
    if match is None or not _titled(title[: match.start()]):
        return None
    inside = next(g for g in match.groups() if g is not None)
    if vocabulary.match_volet(inside) is not None:
        return None
    values = _labelled(inside) or _states(inside)
    return (title[: match.start()].rstrip(" –—-;,"), values) if values else None


_BETWEEN = re.compile(r"\s+[–—|•·-]{1,2}\s+(?=[^\W\d_][^:–—|]{1,40}:\s)")


def _labelled_run(title: str) -> tuple[str, list[Value]] | None:
    """Return a title without the values that dashes part: `… – Pilote : X – Budget : Y`."""
    for match in _BETWEEN.finditer(title):
        rest = title[match.end() :]
        field = vocabulary.match_field(rest)
        told = field is not None and ":" in rest[: field.value_start] and field.key != "title"
        if told and _titled(title[: match.start()]) and (values := _labelled(rest)):
            return title[: match.start()].rstrip(), values
    return None


def _titled(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= _MIN_TITLE


_MIN_TITLE = 6  # letters of what stands before the values


def _labelled(text: str) -> list[Value]:
    """Return the values of `budget : 5.000 € ; pilote : le juriste`; [] when it is no such list."""
    for pattern in (_STRONG, re.compile(r"\s*[;,]\s+(?=[^\W\d_][^:;,]{1,40}:)")):
        parts = [part for part in pattern.split(text) if part.strip()]
        out: list[Value] = []
        labelled = 0
        for part in parts:
            field = vocabulary.match_field(part)
            if field is not None and ":" in part[: field.value_start]:
                value = part[field.value_start :].strip()
                states = _states(value) if field.key == "status" else []
                out += states or [(field.key, field.label, value)]
                labelled += 1
                continue
            own = re.match(r"\s*([A-ZÀ-Ýa-zà-ÿ][^:]{2,30}?)\s*:\s+(.+)", part)
            if own and out:
                out.append(("other", own[1], own[2].strip()))
                continue
            key = kind_of(part)
            if key in (None, "title") or not (out or len(parts) > 1):
                if not out:
                    out = []
                    break
                last = out[-1]
                out[-1] = (last[0], last[1], f"{last[2]}, {part.strip()}")
                continue
            out.append((key, "", part.strip()))
        if labelled:
            return out
    return []


def _states(text: str) -> list[Value]:
    """Return the values of `en cours, 60 %`; [] when a part is no state."""
    for pattern in (_WEAK, _STRONG):
        parts = [part.strip() for part in pattern.split(text) if part.strip()]
        kinds = [state_kind(part) for part in parts]
        if parts and all(kinds) and any(kind in ("status", "progress") for kind in kinds):
            return [(str(kind), "", part) for kind, part in zip(kinds, parts, strict=True)]
    return []


def state_kind(text: str) -> str | None:
    """Return which key a text is a value of that holds nothing but a state, or None."""
    folded = fold(text).strip(" .")
    if re.fullmatch(r"(?:realise a\s*|avancement\s*:?\s*|a\s*)?\d{1,3}\s?%", folded):
        return "progress"
    if _LASTING.fullmatch(folded):
        return "status"
    if "%" in folded or "," in folded:
        return None
    if len(folded) <= _MAX_STATE and parse_status(text)[1] is not None and _is_whole_state(folded):
        return "status"
    if re.fullmatch(
        r"priorit(?:e|aire)\s*:?\s*(?:n°\s*)?(?:\d|haute|moyenne|basse|elevee|faible)?", folded
    ):
        return "priority"
    return None


_LASTING = re.compile(r"permanente?|recurrente?|perenne")
_MAX_STATE = 30  # characters


def _is_whole_state(folded: str) -> bool:
    """Tell whether a text is nothing but a state: `en cours`, not `suivi du chantier en cours`."""
    return len(folded.split()) <= _MAX_STATE_WORDS


_MAX_STATE_WORDS = 4


def _state_end(title: str) -> tuple[str, list[Value]] | None:
    match = _DASHED.search(title)
    if match is None or not _titled(title[: match.start()]):
        return None
    values = _states(match["state"])
    return (title[: match.start()].rstrip(), values) if values else None


def _set_off(title: str) -> tuple[str, list[Value]] | None:
    """Return a title without the state that a tabulator, a badge or a column set behind it: its
    capital letter inside a sentence tells it apart."""
    state = status_at_end(title)
    if state is None or not state[0].isupper():
        return None
    rest = title[: len(title) - len(state)].rstrip()
    told = _titled(rest) and not is_capitals(rest) and rest[-1] not in ",;:/–—-"
    return (rest, [("status", "", state)]) if told else None


def unlabelled(title: str) -> tuple[str, list[Value]] | None:
    """Return a title without final brackets of several values, none of them labelled, and these.

    >>> unlabelled("Créer une crèche (service technique, 2026)")[1]
    [('services', '', 'service technique'), ('deadline', '', '2026')]
    """
    match = _FINAL.search(title)
    if match is None or not _titled(title[: match.start()]):
        return None
    inside = next(g for g in match.groups() if g is not None)
    strong = _STRONG.search(inside) is not None
    parts = [p.strip() for p in (_STRONG if strong else _WEAK).split(inside) if p.strip()]
    values: list[Value] = []
    for part in parts:
        key = "deadline" if parse_deadline(part) else "budget" if _is_price(part) else "services"
        if key == "services" and state_kind(part):
            key = str(state_kind(part))
        if key == "services" and _is_person(part):
            key = "responsibles"
        if values and values[-1][0] == key == "services":
            values[-1] = (key, "", f"{values[-1][2]}, {part}")
        else:
            values.append((key, "", part))
    keys = {key for key, _, _ in values}
    square = match.group(2) is not None
    told = "deadline" in keys and len(keys) > 1
    return (title[: match.start()].rstrip(), values) if square or told else None


def _is_person(text: str) -> bool:
    """Tell whether a text is a person's name: words with a capital that are in no lexicon."""
    parts = text.split()
    names = [part for part in parts if part[:1].isupper() and not part.isupper()]
    return len(parts) <= _MAX_PERSON and len(names) == len(parts) and not any(map(is_word, parts))


_MAX_PERSON = 3  # words of a name


def _is_price(text: str) -> bool:
    return any(money.amount is not None and money.currency for money in parse_money(text))


_COUNTER = re.compile(
    r"\s*\(\s*\d{1,3}(?:\s+(?:actions?|projets?|objectifs?|mesures?|fiches?|sous-actions?)[^()]{0,20})?\s*\)\s*$",
    re.IGNORECASE,
)


def split_counter(title: str) -> str:
    """Return a title without the counter of what stands below it: `Habiter (3 actions)`."""
    match = _COUNTER.search(title)
    return title[: match.start()].rstrip() if match and _titled(title[: match.start()]) else title
