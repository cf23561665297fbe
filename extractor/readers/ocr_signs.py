"""Find the signs of lists in the picture of a page.

In: the picture without rules and the words recognised in it. Out: the words, with `•` or `-` where
a sign of that shape stands alone. Engines read a disc as `°`, `»`, `5` or `ÿ`, a dash as `_` or
`=`, and often leave the sign out: its shape on paper is surer than its name. A sign is told from a
letter by height and place: a disc is lower than an `o` and off the baseline, a dash is flat.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.readers.ocr_image import DARK, Grey
from extractor.readers.ocr_lines import Frame, Frames, Key, Word, by_line, find_frames

REACH = 3.0  # ems: how far left of its text a sign that was not recognised may stand
APART = 0.22  # ems: least white between a sign and its text
STRAY = 0.6  # surer marks are printed
STRAYS = "‘’'`|:;,.~^"  # what engines make of dust
NARROW = 0.35  # ems a letter: less has no room for a text
BLOT = re.compile(r"[\W_oOeEaQcC0©]{1,9}")  # what engines make of a round sign
LEAST_INK = 0.03  # share of a word's box; letters fill more
LOW = 0.45  # ems: no letter is lower
DUST = 0.01  # of the square of a word's height: ink of a speck; a full stop has more
HALF = 0.5  # ems: no sign of this kind is wider
MARKS = 3  # on a page, one below the other: no dust
TRACE = 0.18  # ems: lower than any letter, and than the signs that are read as letters
WIDE_GAP = 1.0  # ems: a wider gap may hold the edge of a cell


def real_words(clean: Grey, words: Sequence[Word]) -> list[Word]:
    """Return the words that have ink, without the underscores and the dust beside them.

    Engines see words in the noise of empty paper and in the tops of letters of the next line.
    """
    ink = clean < DARK
    frames = find_frames(words)
    result: list[Word] = []
    for word in words:
        part = ink[round(word.top) : round(word.bottom), round(word.x0) : round(word.x1)]
        if not part.size or part.mean() < LEAST_INK:
            continue
        size = frames[word.line].size
        if any(map(str.isalnum, word.text)) and word.bottom - word.top < TRACE * size:
            continue
        text = word.text.lstrip("_")
        if text and text != word.text:
            first = int(np.argmax(part.sum(axis=0) > 1))
            word = word._replace(text=text, x0=word.x0 + first)
        result.append(_clean_box(ink, word))
    return result


def _clean_box(ink: NDArray[np.bool_], word: Word) -> Word:
    """Return the word, its box around its ink without dust: less than a full stop has."""
    top, x0 = round(word.top), round(word.x0)
    part = ink[top : round(word.bottom), x0 : round(word.x1)]
    least = DUST * part.shape[0] ** 2
    if not part.size or not any(map(str.isalnum, word.text)):
        return word
    rows = _bounds(part.sum(axis=1), least)
    if sum(map(str.isalnum, word.text)) > 2:
        rows = rows[0], _last_row(part, rows)
    columns = _bounds(part[rows[0] : rows[1]].sum(axis=0), least)
    return word._replace(
        x0=x0 + columns[0], x1=x0 + columns[1], top=top + rows[0], bottom=top + rows[1]
    )


def _last_row(part: NDArray[np.bool_], rows: tuple[int, int]) -> int:
    """Return where a word ends; letters and accents of the line below stand apart from it."""
    filled = rows[0] + np.nonzero(part[rows[0] : rows[1]].any(axis=1))[0]
    runs = np.split(filled, np.nonzero(np.diff(filled) > 1)[0] + 1)
    return int(max(runs, key=len)[-1]) + 1


def _bounds(profile: NDArray[np.int64], least: float) -> tuple[int, int]:
    """Return where a row of counts begins and ends without small ones that stand apart."""
    filled = np.nonzero(profile)[0]
    if not filled.size:
        return 0, len(profile)
    runs = np.split(filled, np.nonzero(np.diff(filled) > 1)[0] + 1)
    first, last = 0, len(runs) - 1
    while first < last and profile[runs[first]].sum() < least:
        first += 1
    while first < last and profile[runs[last]].sum() < least:
        last -= 1
    return int(runs[first][0]), int(runs[last][-1]) + 1


def adopt_signs(words: Sequence[Word], frames: Frames) -> list[Word]:
    """Return the words line by line, signs that stand as lines of their own put before their text.

    Engines take the signs of a list for a column, and the halves of `»` for a letter and `>`.
    """
    words = _join_halves(words, frames)
    lines = by_line(words)
    alone = {
        key: line[0]
        for key, line in lines.items()
        if len(line) == 1 and (len(line[0].text) < 3 or BLOT.fullmatch(line[0].text))
    }
    for key, sign in alone.items():
        middle = (sign.top + sign.bottom) / 2
        texts = [
            (line[0].x0 - sign.x1, other)
            for other, line in lines.items()
            if other not in alone
            and (
                not _is_named(sign)
                or len(sign.text) > 2
                or sign.bottom - sign.top < LOW * frames[other].size
            )
            and 0 < line[0].x0 - sign.x1 < REACH * frames[other].size
            and 0 < frames[other].base - middle < 0.8 * frames[other].size
        ]
        if texts:
            other = min(texts)[1]
            text = "•" if _is_named(sign) else sign.text
            lines[other].insert(0, sign._replace(text=text, line=other))
            del lines[key]
    return [word for line in lines.values() for word in line]


def _is_named(word: Word) -> bool:
    return any(map(str.isalnum, word.text))


def _join_halves(words: Sequence[Word], frames: Frames) -> list[Word]:
    """Return the words, those that were read in two boxes joined.

    That is a guess right before a `>`, taken for its other half, and a letter that the next word,
    too narrow for its text, begins with: `1` and `18`.
    """
    gone: set[int] = set()
    result = list(words)
    for index, word in enumerate(words):
        arrow = word.text in (">", "›", "»")
        size = frames[word.line].size
        narrow = len(word.text) > 1 and word.x1 - word.x0 < NARROW * size * len(word.text)
        if not arrow and not narrow:
            continue
        reach = 0.4 * size
        for other, half in enumerate(words):
            close = -reach < word.x0 - half.x1 < reach and half.x0 < word.x0
            level = half.top < word.bottom and half.bottom > word.top
            guess = arrow and len(half.text) < 3 and half.confidence < STRAY
            twice = not arrow and half.line != word.line and word.text[0] == half.text
            if close and level and (guess or twice):
                gone.add(other)
                result[index] = word._replace(text="»" if arrow else word.text, x0=half.x0)
    return [word for index, word in enumerate(result) if index not in gone]


def mend_signs(grey: Grey, words: Sequence[Word], frames: Frames) -> list[Word]:
    """Return the words with the signs of lists as their shapes say.

    `frames` are the font size and the baseline of each line, in pixels.
    """
    ink = grey < DARK + 30
    lines = by_line(words)
    places = _places(lines, frames) + _inked(ink, lines, frames)
    everything = np.array([(w.x0, w.top, w.x1, w.bottom) for w in words]).reshape(-1, 4)
    result: list[Word] = []
    for key, line in lines.items():
        band = frames[key]
        previous: Word | None = None
        for place, word in enumerate(line):
            after = line[place + 1] if place + 1 < len(line) else None
            mended = _mended(ink, word, band, previous, after, everything)
            if not place and len(mended) == 1 and mended[0] is word:
                mended = _unread_sign(ink, word, band, places) + mended
            outer = word.text == "|" and (after is None or previous is None)
            dust = outer or (word.confidence < STRAY and not mended[-1].text.strip(STRAYS))
            if len(line) > 1 and len(word.text) < 3 and (dust or not mended[-1].text.strip("_")):
                mended.pop()  # the shade of a sign
            result += mended
            previous = word
    return result


def _places(lines: dict[Key, list[Word]], frames: Frames) -> list[tuple[float, float, float]]:
    """Return where the signs of lists begin and end, and where their texts begin.

    A letter is a sign where three of the page stand one below the other: an `o` is a circle.
    """
    found: list[tuple[float, float, float]] = []
    letters: list[tuple[float, float, float]] = []
    for key, line in lines.items():
        if len(line) > 1 and line[1].x0 - line[0].x1 > APART * frames[key].size:
            place = (line[0].x0, line[0].x1, line[1].x0)
            if len(line[0].text) < 3 and not _is_named(line[0]):
                found.append(place)
            elif len(line[0].text) == 1:
                letters.append(place)
    return found + _in_columns(letters)


def _in_columns(
    marks: Sequence[tuple[float, float, float]],
) -> list[tuple[float, float, float]]:
    """Return the marks that stand below others, as the texts behind them do."""
    return [
        mark for mark in marks
        if sum(
            all(abs(a - b) < mark[1] - mark[0] for a, b in zip(mark, other, strict=True))
            for other in marks
        ) >= MARKS
    ]  # fmt: skip


def _inked(
    ink: NDArray[np.bool_], lines: dict[Key, list[Word]], frames: Frames
) -> list[tuple[float, float, float]]:
    """Return the places of marks without name before lines, where three of the page have one."""
    found: list[tuple[float, float, float]] = []
    boxes = np.array([(w.x1, w.top, w.bottom) for line in lines.values() for w in line])
    for key, line in lines.items():
        size, base = frames[key]
        x0 = line[0].x0
        level = boxes[(boxes[:, 1] < base) & (boxes[:, 2] > base - 0.6 * size), 0]
        left = round(max([x0 - REACH * size, 0.0, *(level[level <= x0 + 1] + 1)]))
        top, right = max(round(base - 0.85 * size), 0), round(x0 - APART * size)
        part = ink[top : round(base + 0.1 * size), left:right]
        rows, columns = np.nonzero(part.sum(axis=1) > 1)[0], np.nonzero(part.sum(axis=0) > 1)[0]
        if not rows.size or not columns.size:
            continue
        high, wide = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
        if 0.1 * size < max(high, wide) and high < LOW * size and wide < HALF * size:
            found.append((float(left + columns[0]), float(left + columns[-1] + 1), x0))
    return _in_columns(found)


def _unread_sign(
    ink: NDArray[np.bool_], word: Word, band: Frame, places: Sequence[tuple[float, float, float]]
) -> list[Word]:
    """Return the sign before a line when it has ink where lines like it have one, only there."""
    near = [place for place in places if abs(place[2] - word.x0) < 0.15 * band.size]
    if len(near) < 2:
        return []
    x0, x1 = (round(float(np.median([place[side] for place in near]))) for side in (0, 1))
    top, bottom = round(band.base - 0.75 * band.size), round(band.base + 0.1 * band.size)
    slack = round(0.1 * band.size)
    left, right = max(x0 - round(band.size / 2), 0), round(word.x0 - slack)
    columns = np.nonzero(ink[max(top, 0) : bottom, left:right].sum(axis=0) > 2)[0] + left
    if not columns.size or columns[0] < x0 - slack or columns[-1] > x1 + slack:
        return []
    if columns[-1] - columns[0] < (x1 - x0) / 2:
        return []
    return [Word("•", x0, band.base - 0.5 * band.size, x1, band.base, word.confidence, word.line)]


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
