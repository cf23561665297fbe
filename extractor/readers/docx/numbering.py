"""Word's automatic numbering, computed from `numbering.xml` as Word prints it.

Lists that share an abstract definition go on counting together; a list whose `lvlOverride` has a
`startOverride` starts anew at its first use.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from extractor.readers.docx.styles import ParagraphProps, W, parse_paragraph, value_of, whole
from extractor.readers.numerals import BULLET, format_number, is_private, symbol

_PLACE = re.compile(r"%([1-9])")
_SYMBOL_FONTS = ("symbol", "wingdings", "webdings", "dingbats")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    numeral: str
    text: str
    restart: int | None  # restarts after a level of this rank (1-based) or higher; 0 = never
    legal: bool
    style: str | None
    picture: bool
    font: str
    paragraph: ParagraphProps


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """Counts through the document: call `advance` once for each numbered paragraph, in order."""

    def __init__(
        self, root: etree._Element | None, style_list: Callable[[str], str | None]
    ) -> None:
        self._style_list = style_list  # numbering style id -> the numId that it names
        self._abstracts: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            for element in root.iterfind(W + "abstractNum"):
                self._abstracts[element.get(W + "abstractNumId", "")] = element
            for element in root.iterfind(W + "num"):
                self._nums[element.get(W + "numId", "")] = element

    def find_level(self, num_id: str, style_id: str | None) -> int:
        """Return the level that a paragraph style is bound to, 0 when it is bound to none."""
        found = self._list(num_id)
        if found and style_id:
            for rank, level in found.levels.items():
                if level.style == style_id:
                    return rank
        return 0

    def paragraph(self, num_id: str, rank: int) -> ParagraphProps:
        """Return the indents of a level."""
        found = self._list(num_id)
        level = found.levels.get(rank) if found else None
        return level.paragraph if level else ParagraphProps()

    def advance(self, num_id: str, rank: int) -> str | None:
        """Count one paragraph and return its number or bullet, `None` when nothing is printed."""
        found = self._list(num_id)
        level = found.levels.get(rank) if found else None
        if found is None or level is None:
            return None
        counters = self._counters.setdefault(found.abstract, {})
        if rank in found.starts and (num_id, rank) not in self._started:
            counters.pop(rank, None)
        self._started.add((num_id, rank))
        for higher in range(rank):  # a level that was skipped counts as printed
            if higher in found.levels:
                first = found.starts.get(higher, found.levels[higher].start)
                counters.setdefault(higher, first)
        start = found.starts.get(rank, level.start)
        counters[rank] = counters[rank] + 1 if rank in counters else start
        for deeper in [r for r in counters if r > rank]:
            limit = found.levels[deeper].restart if deeper in found.levels else None
            if limit is None or rank < limit:
                del counters[deeper]
        return _print(found, rank, counters)

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = None  # a list that refers to itself has no levels
            self._lists[num_id] = self._build(num_id)
        return self._lists[num_id]

    def _build(self, num_id: str) -> _List | None:
        num = self._nums.get(num_id)
        identifier = value_of(num, "abstractNumId")
        abstract = self._abstracts.get(identifier or "")
        if num is None or identifier is None or abstract is None:
            return None
        link = value_of(abstract, "numStyleLink")
        linked = self._style_list(link) if link else None
        base = self._list(linked) if linked and linked != num_id else None
        levels = dict(base.levels) if base else _levels(abstract)
        starts: dict[int, int] = {}
        for override in num.iterfind(W + "lvlOverride"):
            rank = whole(override.get(W + "ilvl"))
            own = override.find(W + "lvl")
            if own is not None:
                levels[rank] = _parse_level(own)
            start = value_of(override, "startOverride")
            if start is not None:
                starts[rank] = whole(start)
        return _List(base.abstract if base else identifier, levels, starts)


def _levels(abstract: etree._Element) -> dict[int, _Level]:
    return {
        whole(element.get(W + "ilvl")): _parse_level(element)
        for element in abstract.iterfind(W + "lvl")
    }


def _parse_level(element: etree._Element) -> _Level:
    restart = value_of(element, "lvlRestart")
    numeral = value_of(element, "numFmt") or value_of(
        next(element.iterfind("{*}AlternateContent/{*}Fallback"), None), "numFmt"
    )
    legal = element.find(W + "isLgl")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    return _Level(
        start=whole(value_of(element, "start")),
        numeral=numeral or "decimal",
        text=value_of(element, "lvlText") or "",
        restart=whole(restart) if restart is not None else None,
        legal=legal is not None and legal.get(W + "val", "1") not in ("0", "false", "off"),
        style=value_of(element, "pStyle"),
        picture=element.find(W + "lvlPicBulletId") is not None,
        font=(fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else "",
        paragraph=parse_paragraph(element.find(W + "pPr")),
    )


def _print(found: _List, rank: int, counters: dict[int, int]) -> str | None:
    level = found.levels[rank]
    if level.numeral == "bullet":
        return _bullet(level)

    def fill(match: re.Match[str]) -> str:
        place = int(match.group(1)) - 1
        other = found.levels.get(place)
        if other is None or place > rank:
            return ""
        numeral = "decimal" if level.legal else other.numeral
        if numeral in ("none", "bullet"):
            return ""
        return format_number(counters.get(place, found.starts.get(place, other.start)), numeral)

    return _PLACE.sub(fill, level.text).strip() or None


def _bullet(level: _Level) -> str | None:
    if level.picture:
        return BULLET
    text = level.text.strip()
    if len(text) == 1 and (
        is_private(text) or any(name in level.font.lower() for name in _SYMBOL_FONTS)
    ):
        return symbol(text, level.font)
    return text or None
