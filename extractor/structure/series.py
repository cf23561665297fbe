"""Numbers that stand apart from their title, or that a slip keeps out of their series.

In: candidates in order. A key figure and its caption are no titles. A number or letter alone, in a
disc or in huge type, is that of the title behind it where such titles are counted so; so is `A1`
at its head. Where two items of one look are numbered `A.` and `C.`, or `1)` and `3)`, the one
candidate between them that begins with the missing number, in whatever shape (`B`, `b.`, `2-`) and
at the same indentation, is made an item of their look. Nothing is said of levels here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extractor.document import Candidate, Kind
from extractor.markers import roman_value
from extractor.structure.headings import clean_title

_LEVEL, _LEVEL_BLANKS = 12.0, 2.0  # points, blanks of plain text between the indents of a series
_RARE = 8  # times as frequent as a slip is the look that was meant
_SIGN = re.compile(r"(?P<type>.*?)(?:[^\w\s]|o)@(?P<place>\d+)")
_PARTS = re.compile(r"(?:s[\d.]+[bCt]*)?(?P<shape>(?:decimal|mixed[Ul]?|roman[Ul]?)[2-9]@\d+)")
_ALONE = re.compile(r"\s*(?:\d{1,2}|[IVX]{1,4}|[A-Z])\s*")
_LETTERED = re.compile(r"([A-Z])[.-]?(\d{1,2})(?:\s?[.:–—-])?\s+(?=\S)")
_MIN_LETTERED = 3  # titles of one look that begin with `A1`, `A2`, `B1`
_KEY_FIGURE = re.compile(r"(?=.*\d)[^a-zà-ÿ]{0,12}\s?[a-zà-ÿ%€²]{0,3}")
_MAX_CAPTION = 40  # characters
_LARGE = 1.4  # times the size of its caption is that of a key figure
_NUMBER = re.compile(
    r"\s*([A-Za-z]|[IVXivx]+|\d{1,2}(?:\.\d{1,2})*)(?:\s?[.):°–-]{1,2}\s*|\s+)(?=\S)"
)


def mend_looks(candidates: Sequence[Candidate]) -> None:
    """Give a rare look the frequent one that differs only in the list sign (`-` among `>`) or,
    for numbers of several parts, only in type (`1.2.` larger than its siblings)."""
    members: dict[str, list[Candidate]] = defaultdict(list)
    for c in candidates:
        if c.kind is Kind.ITEM and c.marked and not c.in_table:
            members[c.signature].append(c)
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for look in members:
        if match := _SIGN.fullmatch(look):
            alike["sign", match["type"], match["place"]].append(look)
        elif match := _PARTS.fullmatch(look):
            alike["number", match["shape"]].append(look)
    for looks in alike.values():
        usual = max(looks, key=lambda look: len(members[look]))
        for look in looks:
            if _RARE * len(members[look]) <= len(members[usual]):
                for c in members[look]:
                    c.signature = usual


def join_numbers(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give unmarked titles the numbers or letters alone before them, where they count 1, 2, 3."""
    pairs: dict[str, list[tuple[Candidate | None, Candidate]]] = defaultdict(list)
    for before, c in pairwise(candidates):
        if c.kind is not Kind.ITEM or c.marked:
            continue
        if c.number:
            pairs[c.signature].append((None, c))
        elif before.kind is Kind.TEXT and before.page == c.page and _ALONE.fullmatch(before.text):
            pairs[c.signature].append((before, c))
    joined: set[int] = set()
    for found in pairs.values():
        numbers = [c.number or (before.text if before else "") for before, c in found]
        values = [int(n) if n.isdigit() else roman_value(n) for n in numbers]
        count = list(range(1, len(values) + 1))
        lettered = [ord(n.strip()[0]) - ord("A") + 1 if n.strip() else 0 for n in numbers]
        if len(values) < 2 or count not in (values, lettered):
            continue
        for alone, c in found:
            if alone is not None:
                c.number, c.lines = alone.text.strip(), alone.lines + c.lines
                c.evidence += ("number apart",)
                joined.add(id(alone))
    return [c for c in candidates if id(c) not in joined]


def read_lettered(candidates: Sequence[Candidate]) -> None:
    """Take `A1`, `A2`, `B1` at the head of unmarked titles of one look for their numbers."""
    looks: dict[str, list[Candidate]] = defaultdict(list)
    for c in candidates:
        if c.kind is Kind.ITEM and not c.marked and not c.number:
            looks[c.signature].append(c)
    for members in looks.values():
        found = [(c, match) for c in members if (match := _LETTERED.match(c.title))]
        order = [(match[1], int(match[2])) for _, match in found]
        rising = len(order) >= _MIN_LETTERED and order == sorted(set(order))
        if rising and 2 * len(found) > len(members):
            for c, match in found:
                c.number = c.label = f"{match[1]}{match[2]}"
                c.title = clean_title(c.title[match.end() :])


def forget_captions(candidates: Sequence[Candidate]) -> None:
    """Make text of the words below a key figure in large type: `2.300` / `entreprises`."""
    for figure, c in pairwise(candidates):
        large = figure.kind is Kind.TEXT and _KEY_FIGURE.fullmatch(figure.text.strip())
        small = figure.size and c.size and figure.size >= _LARGE * c.size
        caption = c.kind is Kind.ITEM and not c.marked and len(c.title) <= _MAX_CAPTION
        if large and small and caption and c.title[:1].islower() and figure.page == c.page:
            c.kind = Kind.TEXT


def mend_series(candidates: Sequence[Candidate]) -> None:
    """Give items whose number was not recognised the look of the series that misses them."""
    series: dict[str, list[int]] = defaultdict(list)
    for at, c in enumerate(candidates):
        if c.kind is Kind.ITEM and c.number and c.marked and not c.in_table:
            series[c.signature].append(at)
    for signature, places in series.items():
        for first, last in pairwise(places):
            before, after = candidates[first], candidates[last]
            wanted = _missing(before.number or "", after.number or "")
            found = [c for c in candidates[first + 1 : last] if _begins(c, wanted, before)]
            if wanted and len(found) == 1:
                _adopt(found[0], signature, wanted)


def _missing(before: str, after: str) -> str:
    """Return the number between two, '' when they are not two apart."""
    head, _, low = before.strip(".").rpartition(".")
    other, _, high = after.strip(".").rpartition(".")
    if head != other or not low or not high:
        return ""
    prefix = f"{head}." if head else ""
    if low.isdigit() and high.isdigit():
        return f"{prefix}{int(low) + 1}" if int(high) - int(low) == 2 else ""
    if len(low) == len(high) == 1 and ord(high) - ord(low) == 2:
        return prefix + chr(ord(low) + 1)
    romans = roman_value(low), roman_value(high)
    if romans[0] and romans[1] and romans[1] - romans[0] == 2:
        return prefix + next(r for r in _ROMANS if roman_value(r) == romans[0] + 1)
    return ""


_ROMANS = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
    "XVIII",
    "XIX",
    "XX",
]


def _begins(c: Candidate, wanted: str, sibling: Candidate) -> bool:
    """Tell whether a candidate begins with a number and stands where its siblings do."""
    level = abs(c.indent - sibling.indent) <= (_LEVEL if c.size else _LEVEL_BLANKS)
    if c.kind not in (Kind.ITEM, Kind.TEXT) or c.in_table or not level:
        return False
    match = _NUMBER.match(c.text)
    if match is None or match.group(1).casefold() != wanted.casefold():
        return False
    return c.bold == sibling.bold and c.text[match.end() :][:1].isupper()


def _adopt(c: Candidate, signature: str, number: str) -> None:
    match = _NUMBER.match(c.text)
    assert match is not None
    c.kind, c.signature, c.number, c.marked = Kind.ITEM, signature, number, True
    c.title = clean_title(c.text[match.end() :])
    c.label = match.group().strip()
    c.evidence += ("number missing in its series",)
