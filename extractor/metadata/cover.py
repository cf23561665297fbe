"""The cover: the display lines before the text begins, and the places that repeat it.

The cover ends at the first structural heading, the first line of prose, the end of the first page
that prints something, or `MAX_LINES`. Running headers and footers are kept apart, once each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.document import Line, Role
from extractor.text import fold, repair_typography, words

MAX_LINES = 25  # a cover with logo text, addresses and signatures has about 15
MAX_WIDTH = 95  # characters; a longer line on its own is prose

_STOP = re.compile(
    r"\s*(objectifs? (strategique|operationnel)|o\.? ?[so]\.? ?\d|axe\b|volet\b|enjeu|defi\b"
    r"|table des mati|sommaire\b|introduction|preambule|avant-propos|mot d|editorial"
    r"|etat des lieux|contexte\b|fiche\b|projet \d|action \d|\d{1,2}[.)] |[ivx]{1,4}\. )"
)
_PROSE = re.compile(
    r"\b(est|sont|constitue|doit|doivent|permet|presente|vise|prevoit|avons|nous|il|ils|c'est)\b"
)
_STATEMENT = re.compile(
    r"\s*(?:adopte|approuve|arrete|presente|soumis|valide|vote)(?:e?s?)? (?:par|au|aux|en|le)\b"
)  # of the document itself: no verb has a subject
_PLAN_WORDS = (
    r"(?:programme|plan)s? *strategiques? *(?:et +operationnel +)?(?:transvers\w*"
    r"|commun\w*|general)"
    r"|(?:programme|plan)s? +transvers\w* +strategique"
    r"|(?:programme|plan)s? *strategiques?"
    r"|p\. ?s\. ?t\b\.?|\bpst\b"
)
PLAN = re.compile(rf"(?<![a-z])(?:{_PLAN_WORDS})")
_TITLE = re.compile(
    rf"\s*(?:{_PLAN_WORDS}|communes?\b|ville\b|administration\b|centre public|c\.? ?p\.? ?a\.? ?s)"
)
_YEARS = re.compile(r"\b20[1-4]\d ?(?:-{1,2}|/|a|au|et) ?(?:20)?[1-4]\d\b")


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A line, its text repaired, and the text folded (same length)."""

    index: int
    text: str
    key: str
    line: Line

    @property
    def is_prose(self) -> bool:
        """Tell whether the line reads as part of a sentence."""
        body = self.text.rstrip()
        if _STATEMENT.match(self.key) and len(body) <= 2 * MAX_WIDTH:
            return False
        return (
            (len(body) > MAX_WIDTH and not self._is_long_title)
            or (body.endswith((".", ";", ",")) and len(words(body)) > 8)
            or (len(words(body)) > 4 and bool(_PROSE.search(self.key)))
        )

    @property
    def _is_long_title(self) -> bool:
        """Tell whether a line is the plan's whole title: plan, institution and years."""
        named = _TITLE.match(self.key) and PLAN.search(self.key) and _YEARS.search(self.key)
        return bool(named) and len(self.text) <= 2 * MAX_WIDTH


@dataclass(frozen=True, slots=True)
class Cover:
    """The parts of the document that metadata is read from; no line is in two of them."""

    lines: tuple[CoverLine, ...]  # the cover
    running: tuple[CoverLine, ...]  # distinct headers and footers, first printing
    body: tuple[CoverLine, ...]  # all the rest but tables of contents and page numbers
    stem: str  # the file's name without extension
    document_title: str
    title: frozenset[int] = frozenset()  # indices of the title's lines

    def with_title(self, indices: tuple[int, ...]) -> Cover:
        """Return the cover with the title's lines known."""
        return replace(self, title=frozenset(indices))


def _close_up(text: str) -> str:
    """Undo letter spacing: `P L A N   S T R A T É G I Q U E` has two words."""
    pieces = text.split()
    if len(pieces) < 6 or sum(len(piece) == 1 for piece in pieces) < 0.8 * len(pieces):
        return text
    return " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", text.strip()))


def make_line(line: Line) -> CoverLine:
    """Repair and fold the text of a line."""
    text = repair_typography(_close_up(line.text))
    return CoverLine(line.index, text, fold(text), line)


def is_structural(key: str) -> bool:
    """Tell whether a folded line opens the plan, a table of contents or a chapter."""
    return bool(_STOP.match(key)) and not PLAN.match(key.strip())


def build_cover(
    lines: Sequence[Line],
    roles: Mapping[int, Role],
    filename: str,
    document_title: str | None,
) -> Cover:
    """Sort the non-blank lines into cover, running lines and body."""
    cover: list[CoverLine] = []
    running: list[CoverLine] = []
    body: list[CoverLine] = []
    seen: set[str] = set()
    open_cover, page = True, None
    for line in lines:
        role = roles.get(line.index)
        if line.blank or role in (Role.TOC, Role.PAGE_NUMBER):
            open_cover = open_cover and role is not Role.TOC
            continue
        item = make_line(line)
        if role is not None:
            digest = re.sub(r"[\d\W]+", "", item.key)
            if digest not in seen:
                seen.add(digest)
                running.append(item)
            continue
        if not cover:
            page = line.page
        turned = line.page != page and len(cover) > 1
        if turned or len(cover) == MAX_LINES or is_structural(item.key) or item.is_prose:
            open_cover = False
        (cover if open_cover else body).append(item)
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", filename)
    title = repair_typography(document_title or "")
    return Cover(tuple(cover), tuple(running), tuple(body), re.sub(r"[_+%]+", " ", stem), title)
