"""The plan's title as printed: the line of the cover that names a plan, and its continuation.

Order of precedence: the best line of the cover (size, weight, place, wording), a running header or
footer, the file's own title. A sentence about plans is no title.
"""

from __future__ import annotations

import re

from extractor.metadata.cover import PLAN, Cover, CoverLine
from extractor.text import fold, is_capitals, join_lines, letters, repair_typography

MAX_TITLE_LINES = 5
MAX_GAP = 4.0  # line heights; a line further down the cover stands for itself
MIN_SIZE = 0.55  # of the title's size; `PST` in 36 points is not continued in 11 points
_YEARS = re.compile(r"20\d\d ?(?:-|/|a|>|et) ?(?:20)?\d\d")
_INSTITUTION = re.compile(
    r"c\.? ?p\.? ?a\.? ?s\b|\bcommunes?\b|\bville\b|\bprovince\b|\bcentre public"
)
_DATED = re.compile(
    r"\b\d{1,2}(?:er)? ?[/.-] ?\d{1,2} ?[/.-] ?\d{2,4}|\b(?:1er|\d{1,2}) [a-z]{3,9} 20\d\d"
    r"|^(?:adopt|approuv|vu |conseil|seance|version|annexe|mise? a jour|presente|vote)"
)
_TAIL_START = re.compile(
    r"(?:transversal|strategique|du|de|des|de la|d'|pour|et|a|au|aux|en|sur|commun|c\.?p\.?a\.?s"
    r"|ville|administration|centre public|province|legislature|mandature|periode|annees?|\(|20\d\d"
    r"|p\.?s\.?t"
    r"|[-:] ?20|[-:] )"
)
_TAIL_END = re.compile(r"(?:\b(?:du|de|des|de la|la|le|les|l'|d'|pour|et|a|au|aux|en|sur)|[-:/&])$")
_LEAD = re.compile(r"^(?:Objet|OBJET|Point|Titre) ?: ?")  # the heading of a deliberation
_OPEN = re.compile(r"\b(?:programme|plan)$")
_COVERED = re.compile(r"(?:suivi|tableau de bord|projet de|commun)\b")


def find_title(cover: Cover) -> tuple[str | None, tuple[int, ...]]:
    """Return the title, repaired, and the indices of its lines (none when not on the cover)."""
    best: tuple[float, int] | None = None
    for rank, item in enumerate(cover.lines):
        score = _score(item, rank, cover.lines)
        if score is not None and (best is None or score > best[0]):
            best = (score, rank)
    if best is not None:
        chosen = _extend(cover.lines, best[1])
        return _join(chosen), tuple(item.index for item in chosen)
    for item in cover.running:
        if PLAN.search(item.key) and not item.is_prose:
            return item.text, ()
    if PLAN.search(fold(cover.document_title)):
        return cover.document_title, ()
    return None, ()


def _score(item: CoverLine, rank: int, lines: tuple[CoverLine, ...]) -> float | None:
    """Return how much a line looks like the title, None when it cannot be."""
    match = PLAN.search(item.key) or _find_split(rank, lines)
    if match is None or item.is_prose:
        return None
    sizes = [other.line.size for other in lines if other.line.size]
    spelled = letters(match.group()) != "pst"
    score = 2.0 * spelled - 0.1 * rank
    score += 2.0 * (match.start() == 0 or bool(_COVERED.match(item.key)))
    score += 2.0 * bool(item.line.size and item.line.size == max(sizes))
    score += 1.0 * (item.line.bold or is_capitals(item.text))
    score += 2.0 * bool(item.line.heading or (item.line.style or "").lower().startswith("tit"))
    score += 0.5 * bool(_YEARS.search(item.key)) + 0.5 * bool(_INSTITUTION.search(item.key))
    score -= 3.0 * bool(_DATED.search(item.key))
    return score


def _find_split(rank: int, lines: tuple[CoverLine, ...]) -> re.Match[str] | None:
    """Find the words of a plan that begin at the end of a line and go on below it."""
    key = lines[rank].key.rstrip()
    if not _OPEN.search(key):
        return None
    return PLAN.search(" ".join([key, *(item.key.strip() for item in lines[rank + 1 : rank + 3])]))


def _extend(lines: tuple[CoverLine, ...], rank: int) -> list[CoverLine]:
    """Add the lines that continue the title: same sentence, its institution, its years."""
    chosen = [lines[rank]]
    while rank > 0 and _TAIL_END.search(lines[rank - 1].key.strip()):
        rank -= 1
        chosen.insert(0, lines[rank])
    for item in lines[lines.index(chosen[-1]) + 1 :]:
        if len(chosen) == MAX_TITLE_LINES or not _continues(chosen, item):
            break
        chosen.append(item)
    return chosen


def _continues(chosen: list[CoverLine], item: CoverLine) -> bool:
    last = chosen[-1]
    key = item.key.strip()
    if item.is_prose or _DATED.search(key) or item.line.cell != last.line.cell:
        return False
    sizes = (item.line.size or 1.0), (chosen[0].line.size or item.line.size or 1.0)
    if item.line.gap > MAX_GAP or sizes[0] < MIN_SIZE * sizes[1]:
        return False
    if letters(key) in {letters(other.key) for other in chosen}:
        return False
    text = " ".join(other.key for other in chosen)
    if _YEARS.search(key) and _YEARS.search(text):
        return False
    if _TAIL_END.search(last.key.strip()) or item.text[:1].islower():
        return True
    return bool(_TAIL_START.match(key) or (_YEARS.search(key) and len(key) < 40))


def _join(chosen: list[CoverLine]) -> str:
    return _LEAD.sub("", repair_typography(join_lines([item.text for item in chosen])))
