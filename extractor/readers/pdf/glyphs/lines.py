"""Put pieces of text together to lines.

In: `Piece`s of one upright frame (a page, a column, a cell). Out: `DraftLine`s from top to bottom,
each with the style of most of its letters. Baselines decide what stands on one line, so that small
capitals and other sizes stay together; superscripts join the line they touch. Text that is printed
twice to look bold is read once.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from extractor.document import BBox, Role
from extractor.readers.pdf.glyphs.marks import WORD_GAP, Piece
from extractor.schema import Printed

BASELINE = 0.2  # of the font size: baselines nearer than that are one line
SCRIPT = 0.33  # of the size of the text it belongs to: a script is never smaller
SMALL = 0.85  # of its neighbour: a larger piece is no superscript
SMALL_DIGIT = 0.95
LABEL_GAP = 0.7  # of the font size: at least so much parts a label from the lines at its right
LABEL_WIDTH = 8.0  # times the font size at most: what is wider is a column of its own
LABEL_SIZE = 1.3  # times the size of the text, of a label that stands on one of its lines
CENTRED = 0.3  # of the font size between the middles of a label and of the lines at its right
DISPLAY = 2.0  # times the size of the lines beside it is a big numeral
HIGHER = 0.2  # of its size, by which the first of these lines may stand above it
MIN_TRACKED = 6  # letters of a line that stand apart
TRACKED = 0.8  # of the pieces of such a line are single letters
MAX_TRACKING = 0.5  # of the font size between them: what is further apart are cells
BULLET = "•"
_BOXES = {
    "\uf06f": "☐", "\uf0a8": "☐", "\uf0a3": "☐", "\uf0fe": "☒", "\uf0fd": "☒", "\uf078": "☒",
    "\uf052": "☒", "\uf054": "☒", "\uf051": "☒", "□": "☐", "☑": "☒", "🗹": "☒", "🗷": "☒",
    "⊠": "☒", "❏": "☐", "❐": "☐", "⬜": "☐", "◻": "☐",
}  # fmt: skip
_WINGDINGS_BOXES = {"o": "☐", "¨": "☐", "£": "☐", "þ": "☒", "ý": "☒", "x": "☒", "R": "☒", "T": "☒"}
_ARROWS = {"\uf0e0": "→", "\uf0e8": "→", "\uf0ae": "→", "\uf0b0": "°", "\uf02d": "-"}
_CID = re.compile(r"\(cid:\d+\)$")
_SPACES = re.compile(r"[ \t\u00a0\u202f\u2007]+")
_DROPPED = re.compile("[\u00ad\u200b\u200c\u200d\ufeff\x00-\x08\x0e-\x1f]")
_ACCENTS = {
    "´": "eE", "`": "aeuAEU", "ˆ": "aeiouAEIOU", "^": "aeiouAEIOU", "¨": "eiuEIU", "¸": "cC",
}  # fmt: skip
_COMBINING = {
    "´": "\u0301",
    "`": "\u0300",
    "ˆ": "\u0302",
    "^": "\u0302",
    "¨": "\u0308",
    "¸": "\u0327",
}
_APART = re.compile(r"(?<=[eE])´|(?<=[aeuAEU])`|(?<=[aeiouAEIOU])ˆ|(?<=[eiuEIU])¨|(?<=[cC])¸")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft"})


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line before it has a number and a page."""

    text: str
    bbox: BBox
    size: float
    bold: bool = False
    italic: bool = False
    color: str | None = None
    gap: float = 0.0
    quality: float = 1.0
    lead: int = 0
    room: int | None = None  # characters that still fit beside it into its box, where known
    printed: Printed = "normal"
    role: Role | None = None
    words: Sequence[float] = field(default=(), compare=False, repr=False)  # left, right of each


def build_lines(pieces: Sequence[Piece]) -> list[DraftLine]:
    """Return the lines of pieces that stand in one column, from top to bottom."""
    lines: list[DraftLine] = []
    for row in _labels_first(build_rows(pieces)):
        line = build_line(row)
        if line is not None:
            lines.append(line)
    return spaced_lines(lines)


def spaced_lines(lines: Sequence[DraftLine]) -> list[DraftLine]:
    """Return the lines with the white space above each, 0 for the first."""
    result: list[DraftLine] = []
    for line in lines:
        gap = 0.0
        if result:
            height = max(line.bbox.bottom - line.bbox.top, 1.0)
            gap = max(line.bbox.top - result[-1].bbox.bottom, 0.0) / height
        result.append(replace(line, gap=round(gap, 2)))
    return result


def build_rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Group pieces by baseline; each row is sorted from left to right, doubles are dropped."""
    rows: list[list[Piece]] = []
    base = size = 0.0
    for piece in sorted(pieces, key=_by_base):
        if rows and piece.base - base <= BASELINE * max(min(size, piece.size), 2.0):
            rows[-1].append(piece)
            if piece.size > size:
                base, size = piece.base, piece.size
        else:
            rows.append([piece])
            base, size = piece.base, piece.size
    rows = _apart_numerals([sorted(row, key=_by_x) for row in _join_scripts(rows)])
    return [_with_accents(_drop_doubles(sorted(row, key=_by_x))) for row in rows]


def _apart_numerals(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Put a big numeral or letter that stands beside several lines on a line of its own, before
    them: it shares the baseline of one of them."""
    result: list[list[Piece]] = []
    for row in rows:
        big, rest = row[0], row[1:]
        if not rest or big.size < DISPLAY * max(piece.size for piece in rest):
            result.append(row)
            continue
        first = len(result)
        while (
            first
            and result[first - 1][0].x0 >= big.x1 - 1
            and result[first - 1][0].top > (big.top - HIGHER * big.size)
        ):
            first -= 1
        if first == len(result) or rest[0].base < big.base - BASELINE * rest[0].size:
            result.append(row)
        else:
            result.insert(first, [big])
            result.append(rest)
    return result


def _with_accents(row: list[Piece]) -> list[Piece]:
    """Put accents that are drawn apart over the letters at whose place they stand."""
    accents = [piece for piece in row if piece.text in _ACCENTS]
    if not accents:
        return row
    result = [piece for piece in row if piece.text not in _ACCENTS]
    for accent in accents:
        middle = (accent.x0 + accent.x1) / 2
        hosts = [n for n, p in enumerate(result) if p.x0 - 1 <= middle <= p.x1 + 1]
        for number in hosts:
            host = result[number]
            at = (middle - host.x0) / max(host.x1 - host.x0, 1.0) * len(host.text)
            letters = [
                n
                for n, letter in enumerate(host.text)
                if letter in _ACCENTS[accent.text] and abs(n + 0.5 - at) <= 1.5
            ]
            if letters:
                best = min(letters, key=lambda n: abs(n + 0.5 - at))
                text = host.text[: best + 1] + _COMBINING[accent.text] + host.text[best + 1 :]
                result[number] = host._replace(text=unicodedata.normalize("NFC", text))
                break
        else:
            result.append(accent)
    return sorted(result, key=_by_x)


def _labels_first(rows: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Put a label at the left before the lines at its right on whose middle it is centred: a
    number beside a title of several lines."""
    result: list[list[Piece]] = []
    at = 0
    while at < len(rows):
        found = _labelled_rows(rows, at)
        if found is None:
            result.append(rows[at])
            at += 1
        else:
            label, texts, count = found
            result += [label, *texts]
            at += count
    return result


def _labelled_rows(
    rows: Sequence[list[Piece]], first: int
) -> tuple[list[Piece], list[list[Piece]], int] | None:
    """Return the label of the lines of which a row is the first, these lines, and the number of
    rows that hold them."""
    left, size = rows[first][0].x0, rows[first][0].size
    label: list[Piece] = []
    texts: list[list[Piece]] = []
    count = 0
    for row in rows[first:]:
        before = [piece for piece in row if piece.x1 <= left - LABEL_GAP * size]
        text = row[len(before) :]
        if (before and label) or (text and not _goes_on(texts, text, left)):
            break
        if before and text and before[0].size < LABEL_SIZE * size:
            break  # the sign of a list item
        count += 1
        label = label or before
        if text:
            texts.append(text)
    if not label or len(texts) < 2 or label[-1].x1 - label[0].x0 > LABEL_WIDTH * label[0].size:
        return None
    middle = (texts[0][0].top + texts[-1][0].bottom) / 2
    centred = abs((label[0].top + label[0].bottom) / 2 - middle) <= CENTRED * label[0].size
    return (label, texts, count) if centred and label[0].base > texts[0][0].base else None


def _goes_on(texts: Sequence[Sequence[Piece]], row: Sequence[Piece], left: float) -> bool:
    """Tell whether a row stands at an edge, close below one of its type."""
    if abs(row[0].x0 - left) > 1:
        return False
    last = texts[-1][0] if texts else row[0]
    same = (last.size, last.face.bold, last.color) == (row[0].size, row[0].face.bold, row[0].color)
    return same and row[0].top - last.bottom <= 0.6 * last.size


def _by_base(piece: Piece) -> tuple[float, float]:
    return piece.base, piece.x0


def _by_x(piece: Piece) -> tuple[float, float]:
    return piece.x0, piece.x1


def _join_scripts(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Move small pieces that touch a bigger neighbour row (`1er`, `m²`) into that row."""
    sizes = [max(piece.size for piece in row) for row in rows]
    for index in range(len(rows)):
        for other in (index + 1, index - 1):
            if not 0 <= other < len(rows):
                continue
            small = max(map(_script_size, rows[index]), default=SMALL)
            if not SCRIPT * sizes[other] < sizes[index] < small * sizes[other]:
                continue
            host = rows[other]
            if not host or not rows[index]:
                continue
            if abs(host[0].base - rows[index][0].base) > 0.6 * sizes[other]:
                continue
            left: list[Piece] = []
            for piece in sorted(rows[index], key=_by_x):
                if _touches(piece, host):
                    host.append(piece)
                else:
                    left.append(piece)
            rows[index] = left
    return [row for row in rows if row]


def _script_size(piece: Piece) -> float:
    """Return below which share of its neighbour's size a piece is raised: a footnote's mark may
    be nearly as large as the text."""
    return SMALL_DIGIT if piece.text.isdigit() else SMALL


def _touches(piece: Piece, host: Sequence[Piece]) -> bool:
    """Tell whether a piece stands free and next to a bigger one, or to what joined such a one."""
    near = False
    for other in host:
        margin = 0.1 * other.size
        if piece.x0 < other.x1 - margin and piece.x1 > other.x0 + margin:
            return False
        distance = max(piece.x0 - other.x1, other.x0 - piece.x1)
        apart = abs(piece.base - other.base)
        raised = piece.size < _script_size(piece) * other.size and apart <= 0.6 * other.size
        joined = apart <= BASELINE * piece.size
        near = near or (distance <= 0.35 * other.size and (raised or joined))
    return near


def _drop_doubles(row: list[Piece]) -> list[Piece]:
    """Read once what is printed twice at almost the same place; such a piece is bold."""
    result: list[Piece] = []
    for piece in row:
        last = result[-1] if result else None
        if (
            last is not None
            and piece.text == last.text
            and piece.x0 - last.x0 < min(0.5 * (last.x1 - last.x0), 0.25 * last.size)
        ):
            if piece.x0 - last.x0 > 0.005 * last.size and not last.face.bold:
                result[-1] = last._replace(face=last.face._replace(bold=True))
            if piece.spaced and not last.spaced:
                result[-1] = result[-1]._replace(spaced=True)
            continue
        result.append(piece)
    return result


def tracking(row: Sequence[Piece]) -> float:
    """Return how far apart a designer set all letters of a line, drawn one by one.

    The dots that lead to a page number are no letters.
    """
    row = [piece for piece in row if any(map(str.isalnum, piece.text))]
    if len(row) < MIN_TRACKED or sum(len(piece.text) == 1 for piece in row) < TRACKED * len(row):
        return 0.0
    least = min(right.x0 - left.x1 for left, right in pairwise(row))
    return least if 0 < least <= MAX_TRACKING * row[0].size else 0.0


def joins(left: Piece, right: Piece, apart: float = 0.0) -> bool:
    """Tell whether two neighbours on a line, whose letters stand apart, are one word."""
    gap = right.x0 - left.x1 - apart
    big = max(left.size, right.size)
    if (
        len(left.text) == 1
        and right.size < 0.9 * left.size
        and left.text.isupper()
        and right.text[:1].isupper()
    ):  # small capitals: C(ENTRE), whatever blank the program put at the change of size
        return gap <= (0.05 if left.spaced else 0.2) * big
    return (apart > 0 or not left.spaced) and gap <= WORD_GAP * left.size


def build_line(row: Sequence[Piece]) -> DraftLine | None:
    """Make one line of pieces sorted from left to right; None when nothing is printed."""
    pieces = [piece for piece in row if piece.text]
    if not pieces:
        return None
    parts: list[str] = []
    edges = array("f")
    apart = tracking(pieces)
    for number, piece in enumerate(pieces):
        if number and not joins(pieces[number - 1], piece, apart):
            parts.append(" ")
        if not number or parts[-1] == " ":
            edges.extend((piece.x0, piece.x1))
        else:
            edges[-1] = max(edges[-1], piece.x1)
        alone = (not number or parts[-1] == " ") and (
            number + 1 == len(pieces) or not joins(piece, pieces[number + 1], apart)
        )
        parts.append(_glyphs(piece, alone, first=not number))
    text = clean("".join(parts))
    if not text:
        return None
    line = _styled(text, pieces)
    return replace(line, words=edges) if 2 * len(text.split()) == len(edges) else line


def _glyphs(piece: Piece, alone: bool, first: bool) -> str:
    """Return the text of a piece; signs of symbol fonts become the characters they stand for."""
    text = piece.text
    if text.isascii() and not piece.face.symbol and text[0] != "(":
        return text
    sign = text[0]
    if sign in _BOXES:
        return _BOXES[sign] + ("" if len(text) == 1 else " " + text[1:])
    private = "\ue000" <= sign <= "\uf8ff"
    single = len(text) == 1
    if (
        single
        and piece.face.symbol
        and "wing" in piece.face.name.lower()
        and (not first or sign not in "o")
        and sign in _WINGDINGS_BOXES
    ):
        return _WINGDINGS_BOXES[sign]
    if private and not first and sign in _ARROWS:
        return _ARROWS[sign] + text[1:]
    if first and (private or sign == "\ufffd"):
        return BULLET + ("" if single else " " + text[1:].lstrip())
    if alone and single and private:
        return BULLET
    if first and alone and (_CID.match(text) or (single and _is_sign(piece))):
        return BULLET
    return text


def _is_sign(piece: Piece) -> bool:
    """Tell whether a single character at a line's start is a list sign of a symbol font."""
    return piece.face.symbol and piece.text not in "•◦▪▫–—-➢✓✔❖→■●○☐☒"


def _styled(text: str, pieces: Sequence[Piece]) -> DraftLine:
    sizes: Counter[float] = Counter()
    colors: Counter[str | None] = Counter()
    bold = italic = True
    letters = 0
    quality = 0.0
    for piece in pieces:
        count = len(piece.text)
        quality += piece.quality * count
        if piece.face.symbol or not any(map(str.isalnum, piece.text)):
            sizes[piece.size] += 0
            continue
        if len(pieces) > 1 and piece is pieces[0] and text.startswith("o "):
            continue  # the round bullet of Courier New
        letters += count
        sizes[piece.size] += count
        colors[piece.color] += count
        bold = bold and piece.face.bold
        italic = italic and piece.face.italic
    first = pieces[0]
    if not letters:
        bold, italic = first.face.bold, first.face.italic
        colors[first.color] += 1
        sizes[first.size] += 1
    color = colors.most_common(1)[0][0]
    box = BBox(
        round(first.x0, 2),
        round(min(piece.top for piece in pieces), 2),
        round(max(piece.x1 for piece in pieces), 2),
        round(max(piece.bottom for piece in pieces), 2),
    )
    return DraftLine(
        text=text,
        bbox=box,
        size=round(sizes.most_common(1)[0][0], 1),
        bold=bold,
        italic=italic,
        color=None if color is None or is_black(color) else color,
        quality=round(quality / sum(len(piece.text) for piece in pieces), 3),
        lead=0 if bold else _bold_lead(text, pieces),
    )


def _bold_lead(text: str, pieces: Sequence[Piece]) -> int:
    """Return how many characters of a line are bold before the first that is not."""
    count = sum(len(p.text.strip()) for p in takewhile(lambda p: p.face.bold, pieces))
    places = [at for at, char in enumerate(text) if not char.isspace()]
    return places[count - 1] + 1 if 0 < count <= len(places) else 0


def is_black(color: str) -> bool:
    """Tell whether `#rrggbb` is black to the eye."""
    return max(int(color[i : i + 2], 16) for i in (1, 3, 5)) <= 0x26


def clean(text: str) -> str:
    """Return NFC text without soft hyphens, controls and typographic ligatures.

    A hyphen that pdf programs mark as U+0002 at a line's end and a soft hyphen at the end are kept
    as `-`, since the word goes on below.
    """
    text = _SPACES.sub(" ", text).strip()
    if text.endswith(("\u00ad", "\x02")):
        text = text[:-1] + "-"
    if not text.isascii():
        text = _APART.sub(lambda match: _COMBINING[match.group()], text)
        text = unicodedata.normalize("NFC", text.translate(_LIGATURES))
    if not text.isprintable() or "\u00ad" in text:
        text = _DROPPED.sub("", text)
    return text.strip()
