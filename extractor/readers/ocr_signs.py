"""Find the signs of lists in the picture of a page.

In: the picture without rules and the words recognised in it. Out: the words, with `•` or `-` where
a sign of that shape stands alone. Engines read a disc as `°`, `»`, `5` or `ÿ`, a dash as `_` or
`=`, and often leave the sign out: its shape on paper is surer than its name. A sign is told from a
letter by height and place: a disc is lower than an `o` and off the baseline, a dash is flat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.readers.ocr_image import DARK, Grey

REGULAR = 0.118  # ems: strokes of no regular font are thicker
CAPITALS = 1.1  # strokes of capitals to those of small letters of one font
THICKER = 1.15  # strokes of bold letters to those of the text, in long lines
UNSURE = (1.08, 1.22)  # in lines of few letters: as the line above
MANY = 16  # letters of a line
MOST = 0.6  # of the letters of a line: all of it is bold
REACH = 3.0  # ems: how far left of its text a sign that was not recognised may stand
APART = 0.22  # ems: least white between a sign and its text
LEAST_INK = 0.03  # share of a word's box; letters fill more
WIDE_GAP = 1.0  # ems: a wider gap may hold the edge of a cell


class Word(NamedTuple):
    """A recognised word in pixels; `line` groups the words of a line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float
    line: tuple[int, ...]
    bold: bool = False


class Frame(NamedTuple):
    """The font size and the baseline of a line in pixels."""

    size: float
    base: float


Key = tuple[int, ...]
Frames = dict[Key, Frame]


def real_words(clean: Grey, words: Sequence[Word]) -> list[Word]:
    """Return the words that have ink, without the underscores read in white before them.

    Engines see words in the noise of empty paper.
    """
    ink = clean < DARK
    result: list[Word] = []
    for word in words:
        part = ink[round(word.top) : round(word.bottom), round(word.x0) : round(word.x1)]
        if not part.size or part.mean() < LEAST_INK:
            continue
        text = word.text.lstrip("_")
        if text and text != word.text:
            first = int(np.argmax(part.sum(axis=0) > 1))
            word = word._replace(text=text, x0=word.x0 + first)
        result.append(word)
    return result


def adopt_signs(words: Sequence[Word], frames: Frames) -> list[Word]:
    """Return the words line by line, signs that stand as lines of their own put before their text.

    Engines take the signs of a list for a column.
    """
    lines: dict[tuple[int, ...], list[Word]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    alone = {
        key: line[0]
        for key, line in lines.items()
        if len(line) == 1 and len(line[0].text) < 3 and not any(map(str.isalnum, line[0].text))
    }
    for key, sign in alone.items():
        middle = (sign.top + sign.bottom) / 2
        texts = [
            (line[0].x0 - sign.x1, other)
            for other, line in lines.items()
            if other not in alone
            and 0 < line[0].x0 - sign.x1 < REACH * frames[other].size
            and 0 < frames[other].base - middle < 0.8 * frames[other].size
        ]
        if texts:
            other = min(texts)[1]
            lines[other].insert(0, sign._replace(line=other))
            del lines[key]
    return [word for line in lines.values() for word in line]


def mark_bold(grey: Grey, words: Sequence[Word], frames: Frames) -> list[Word]:
    """Return the words with those marked bold whose strokes are thick for their size.

    Thick is measured against the strokes of most of the page.
    """
    sizes = _usual_sizes(words, frames)
    strokes = [_stroke(grey, word) / max(sizes[word.line], 1.0) for word in words]
    weights = [len(word.text) if stroke else 0 for word, stroke in zip(words, strokes, strict=True)]
    if not sum(weights):
        return list(words)
    order = np.argsort(strokes)
    middle = np.searchsorted(np.cumsum(np.array(weights)[order]), sum(weights) / 3)
    usual = min(strokes[order[middle]], REGULAR)
    lines: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        lines[word.line].append(index)
    result = list(words)
    for line in lines.values():
        for index, bold in zip(line, _bold_words(line, strokes, weights, usual), strict=True):
            result[index] = words[index]._replace(bold=bold)
    for key, line in sorted(lines.items(), key=lambda item: frames[item[0]].base):
        values = [(strokes[i] / usual, weights[i]) for i in line]
        if UNSURE[0] < _middle(values) < UNSURE[1]:
            above = line_above(key, lines, words, frames)
            if above is not None:
                bold = result[lines[above][-1]].bold
                for index in line:
                    result[index] = result[index]._replace(bold=bold)
    for line in lines.values():
        plain = not any(weights[i] for i in line)
        text = _text_beside(words[line[-1]], lines, words) if plain else None
        if text is not None:
            for index in line:
                result[index] = result[index]._replace(bold=result[text].bold)
    return result


def _usual_sizes(words: Sequence[Word], frames: Frames) -> dict[Key, float]:
    """Return the size of each line; for few letters the most frequent one that is about theirs."""
    letters: dict[Key, int] = defaultdict(int)
    for word in words:
        letters[word.line] += len(word.text)
    counts: dict[float, int] = defaultdict(int)
    for key, count in letters.items():
        counts[round(frames[key].size)] += count
    sizes: dict[Key, float] = {}
    for key, count in letters.items():
        size = frames[key].size
        near = [other for other in counts if abs(other - size) < size / 8]
        few = count < MANY and bool(near)
        sizes[key] = max(near, key=lambda other: (counts[other], other)) if few else size
    return sizes


def _bold_words(
    line: Sequence[int], strokes: Sequence[float], weights: Sequence[int], usual: float
) -> list[bool]:
    """Tell which words of a line are bold; where most letters are, all are."""
    total = sum(weights[i] for i in line)
    least = usual * (THICKER if total >= MANY else UNSURE[1])
    found: list[bool] = []
    for place in range(len(line)):
        near = line[max(place - 2, 0) : place + 3]
        found.append(_middle([(strokes[i], weights[i]) for i in near]) >= least)
    bold = sum(weights[i] for i, is_bold in zip(line, found, strict=True) if is_bold)
    return [True] * len(found) if bold > MOST * total else found


def line_above(
    key: Key, lines: Mapping[Key, Sequence[int]], words: Sequence[Word], frames: Frames
) -> Key | None:
    """Return the line whose text a line may end: right above it, in the same block."""
    size, base = frames[key]
    left = words[lines[key][0]].x0
    above = [
        (frames[other].base, other)
        for other, line in lines.items()
        if other[:-2] == key[:-2]
        and 0.8 * size < base - frames[other].base < 1.8 * size
        and words[line[0]].x0 - 3 * size < left < words[line[-1]].x1
    ]
    return max(above)[1] if above else None


def _middle(values: Sequence[tuple[float, int]]) -> float:
    """Return the median of values with weights; single words measure far off: `avec`."""
    half, total = sum(weight for _, weight in values) / 2, 0
    for value, weight in sorted(values):
        total += weight
        if weight and total >= half:
            return value
    return 0.0


def _text_beside(
    number: Word, lines: dict[tuple[int, ...], list[int]], words: Sequence[Word]
) -> int | None:
    """Return the first word of the text right of a number that was read as a line of its own."""
    high = number.bottom - number.top
    firsts = [line[0] for line in lines.values()]
    beside = [
        (words[i].x0, i)
        for i in firsts
        if 0 < words[i].x0 - number.x1 < 4 * high
        and words[i].top < number.bottom - high / 3
        and words[i].bottom > number.top + high / 3
    ]
    return min(beside)[1] if beside else None


def _stroke(grey: Grey, word: Word) -> float:
    """Return the usual width of a word's strokes in pixels, 0 when it has too few letters.

    Pale letters end at the middle between their colour and white: they are no thinner.
    """
    if sum(map(str.isalnum, word.text)) < 2:
        return 0.0
    box = grey[round(word.top) : round(word.bottom), round(word.x0) : round(word.x1)]
    if not box.size:
        return 0.0
    part = box < max(DARK, (float(np.percentile(box, 5)) + 255) / 2)
    edges = np.diff(np.pad(part.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    widths = np.nonzero(edges == -1)[1] - np.nonzero(edges == 1)[1]
    widths = widths[widths <= 0.28 * (word.bottom - word.top)]  # stems, not bars
    mean = float(np.mean(widths)) if widths.size > 20 else 0.0
    return mean / CAPITALS if word.text.isupper() else mean


def mend_signs(grey: Grey, words: Sequence[Word], frames: Frames) -> list[Word]:
    """Return the words with the signs of lists as their shapes say.

    `frames` are the font size and the baseline of each line, in pixels.
    """
    ink = grey < DARK + 30
    lines: dict[tuple[int, ...], list[Word]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    everything = np.array([(w.x0, w.top, w.x1, w.bottom) for w in words]).reshape(-1, 4)
    result: list[Word] = []
    for key, line in lines.items():
        band = frames[key]
        previous: Word | None = None
        for place, word in enumerate(line):
            after = line[place + 1] if place + 1 < len(line) else None
            mended = _mended(ink, word, band, previous, after, everything)
            if len(line) > 1 and len(word.text) < 3 and not mended[-1].text.strip("_"):
                mended.pop()  # the shade of a sign
            result += mended
            previous = word
    return result


def _mended(
    ink: NDArray[np.bool_],
    word: Word,
    band: Frame,
    previous: Word | None,
    after: Word | None,
    others: NDArray[np.float64],
) -> list[Word]:
    """Return a word as the sign that it is, or with the sign that stands before it."""
    starts = previous is None or word.x0 - previous.x1 > WIDE_GAP * band.size
    if len(word.text) <= 2 and after is not None and word.text not in ("-", "–", "—"):
        sign = _sign(ink, word.x0 - 1, word.x1 + 1, band)
        quotes = not starts and word.text in "«»<>"
        if (
            sign
            and (starts or sign.text == "•")
            and not quotes
            and after.x0 - sign.x1 > APART * band.size
        ):
            return [sign._replace(confidence=word.confidence, line=word.line)]
    named = any(map(str.isalnum, word.text))
    if not starts or (named and len(word.text) == 1):
        return [word]
    left = word.x0 - REACH * band.size
    level = (others[:, 1] < band.base) & (others[:, 3] > band.base - 0.6 * band.size)
    before = others[level & (others[:, 2] <= word.x0 + 1), 2]
    left = max([left, *(before + 1)]) if before.size else left
    sign = _sign(ink, left, word.x0 - 0.05 * band.size, band)
    if sign and word.x0 - sign.x1 > APART * band.size:
        sign = sign._replace(confidence=word.confidence, line=word.line)
        return [sign, word] if named or after is None else [sign]
    return [word]


def _sign(ink: NDArray[np.bool_], x0: float, x1: float, band: Frame) -> Word | None:
    """Return the sign that stands alone between two places of a line, None for anything else."""
    top, bottom = round(band.base - 0.85 * band.size), round(band.base + 0.2 * band.size)
    left, right = max(round(x0), 0), round(x1)
    part = ink[max(top, 0) : bottom, left:right]
    if part.size == 0:
        return None
    rows, columns = np.nonzero(part.sum(axis=1) > 1)[0], np.nonzero(part.sum(axis=0) > 1)[0]
    if not rows.size or not columns.size:
        return None
    if any(b - a > 2 for a, b in pairwise(rows)) or any(b - a > 2 for a, b in pairwise(columns)):
        return None  # several marks
    high, wide = (rows[-1] - rows[0] + 1) / band.size, (columns[-1] - columns[0] + 1) / band.size
    lowest = (bottom - band.base) / band.size - (bottom - max(top, 0) - rows[-1] - 1) / band.size
    filled = part[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].mean()
    text = _shape(high, wide, -lowest, float(filled))
    if not text:
        return None
    at, upper = float(left + columns[0]), float(max(top, 0) + rows[0])
    below = float(max(top, 0) + rows[-1] + 1)
    return Word(text, at, upper, float(left + columns[-1] + 1), below, 1.0, ())


def _shape(high: float, wide: float, rise: float, filled: float) -> str:
    """Name a mark by its height, width and rise over the baseline in ems, and its share of ink."""
    if 0.14 <= high <= 0.46 and 0.7 <= wide / high <= 1.45 and rise >= 0.06 and filled >= 0.66:
        return "•"
    if high <= 0.16 and wide >= 0.2 and wide >= 2 * high and 0.1 <= rise <= 0.4:
        return "-" if wide < 0.45 else "–"
    return ""
