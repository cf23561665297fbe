"""The day on which the council adopted the plan.

A date counts when the words before it, up to the date before, speak of an adoption or of a
council's sitting, and not of a decree, a law, a circular or another document. On the cover and in
running lines a sitting is enough; in the text the plan must be named as well. The cover goes
before the rest; of several, the council's goes before the college's, then the last one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extractor.metadata.cover import PLAN, Cover, CoverLine

_MONTHS = ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre"]
_MONTHS += ["octobre", "novembre", "decembre"]
_DATE = re.compile(
    r"\b(?P<d>\d{1,2}|1er) ?(?:(?P<sep>[/.-]) ?(?P<m>\d{1,2}) ?(?P=sep) ?|(?P<name>"
    + "|".join(_MONTHS)
    + r") )(?P<y>20\d\d|\d\d)\b"
)
_ADOPTED = re.compile(
    r"\b(?:adopt\w*|approuv\w*|approbation|vote\w*|pris\w* acte|prise d'acte"
    r"|arrete(?:e|s|es)? (?:par|en))\b"
)
_SITTING = re.compile(
    r"\b(?:conseil(?! regional| superieur| de l'europe| d'etat)|c\. ?a\. ?s\.?|cas"
    r"|c\. ?c\.|cc|seance|reunion conjointe)\b"
)
_COUNCIL = re.compile(r"\b(?:conseil|seance|c\. ?a\. ?s\b|cas\b)")
_OTHER = re.compile(
    r"\b(?:decret|lois?|arretes? (?:royal|du|minist)|a\.r\.|a\.g\.w\.?|circulaires?|ordonnances?"
    r"|directive|articles? |code|moniteur|convention|elections?|installation|installe\w*"
    r"|budgets?"
    r"|declaration|d\.?p\.?[sc]\b|reglement|statut|cadre|evaluation|bilan|rapport|previsions?"
    r"|entree en vigueur|entre en vigueur|imprim\w+|genere|modifi\w+|actualis\w+|mise a jour"
    r"|revu\w*|depuis|des le|a partir|avant le|pour le|au plus tard|echeance|precedent\w*"
    r"|proces-verbal)\b"
)
_THIS = re.compile(
    r"\b(?:(?:presente?|ce) (?:programme|plan|document|pst)|le (?:programme|plan) (?:a|est|fut))\b"
)
_PRONOUN = re.compile(r"\b(?:en (?:a|ont) pris|l'(?:a|ont)|il a|elle a|celui-ci|ce dernier)\b")
_CLOSING = re.compile(r"\b(?:ainsi (?:fait|arrete|adopte|delibere)|(?:fait|arrete) en seance)")
_SENTENCE = re.compile(r"(?<=[a-z0-9)]{2})[.;!?] +(?=[a-z«\"])")
_REACH = 140  # characters before a date
_YEARS = range(2012, 2040)


@dataclass(frozen=True, slots=True)
class _Found:
    day: date
    rank: tuple[int, int]  # place (cover first), then council before college
    line: int


def parse_date(match: re.Match[str]) -> date | None:
    """Return the day of a match of the date pattern, None when there is no such day."""
    day = int(match["d"].removesuffix("er"))
    month = int(match["m"]) if match["m"] else _MONTHS.index(match["name"]) + 1
    year = int(match["y"]) if len(match["y"]) == 4 else 2000 + int(match["y"])
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def find_adoption(cover: Cover) -> tuple[date | None, tuple[int, ...]]:
    """Return the adoption date and the index of the line that prints it."""
    found: list[_Found] = []
    for place, lines in enumerate((cover.body, cover.running, cover.lines)):
        found += _find_in(lines, place)
    if not found:
        return None, ()
    best = max(found, key=lambda f: (f.rank, f.day))
    return best.day, (best.line,)


def _find_in(lines: tuple[CoverLine, ...], place: int) -> list[_Found]:
    """Read each line with the two before it: `Adopté en séance du` may end a line."""
    found = []
    for rank, item in enumerate(lines):
        before = " ".join(other.key.strip() for other in lines[max(0, rank - 2) : rank])
        after = lines[rank + 1].key if rank + 1 < len(lines) else ""
        text = f"{before} {item.key} {after}"
        start, end = len(before) + 1, len(before) + 1 + len(item.key)
        for match in _DATE.finditer(text, start):
            if match.start() >= end:
                break
            day = parse_date(match)
            council = _is_adoption(text, match, place) if day else None
            if day and council is not None:
                found.append(_Found(day, (place, council), item.index))
    return found


def _is_adoption(text: str, match: re.Match[str], place: int) -> int | None:
    """Return 1 when a council adopted on that date, 0 when another did, None when nobody did."""
    context = text[max(0, match.start() - _REACH) : match.start()]
    context = _DATE.split(context)[-1] or ""
    *earlier, context = _SENTENCE.split(context)
    adopted, sitting = _ADOPTED.search(context), _SITTING.search(context)
    closing = _CLOSING.search(context)
    if _OTHER.search(context) or not (adopted or closing or (sitting and place)):
        return None
    if place == 0 and not closing:
        after = _SENTENCE.split(_DATE.split(text[match.end() :])[0] or "")[0]
        named = earlier[-1:] if _PRONOUN.search(context) else []
        if not any(PLAN.search(t) or _THIS.search(t) for t in (context, after, *named)):
            return None
    return int(bool(_COUNCIL.search(context)))
