"""The lines of recognised words: their font sizes and baselines, and how they are told apart.

In: words with their boxes in pixels. Engines take a column of signs, or texts side by side whose
baselines differ, for one line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from extractor.readers.ocr_image import DARK, Grey

HANG = 0.21  # font sizes: how far `g` and `(` go below the baseline
FEW = 20  # letters
APART = 2.0  # ems: least white between texts side by side
UNEVEN = 0.2  # ems: baselines of one line differ by less
MANY_LINES = 1000  # more than a paragraph has
_DESCENDERS = frozenset("gjpqyçQ,;()[]{}|/§")
_ACCENTED = frozenset("ÀÂÇÈÉÊËÎÏÔÛ")  # capitals
_TALL = frozenset("bdfhijkltßàâéèêëîïôùûüÉÈÀÊ'’\"()[]{}|/§!?%&")


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


def by_line(words: Sequence[Word]) -> dict[tuple[int, ...], list[Word]]:
    """Return the words of each line, in the order in which they came."""
    lines: dict[tuple[int, ...], list[Word]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    return lines


def find_frames(words: Sequence[Word]) -> Frames:
    """Return the font size and the baseline of each line, measured on the ink of its words."""
    frames: Frames = {}
    lines = by_line(words)
    for key, line in lines.items():
        solid = [word for word in line if any(map(str.isalnum, word.text))]
        sizes = [(word.bottom - word.top) / _share(word.text) for word in solid]
        size = median(sizes or [word.bottom - word.top for word in line])
        flat = [word.bottom for word in solid if not _hangs(word.text)]
        low = [word.bottom - HANG * size for word in solid if _hangs(word.text)]
        frames[key] = Frame(size, median(flat or low or [word.bottom for word in line]))
    places: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        places[word.line].append(index)
    for key, line in lines.items():
        few = sum(map(str.isalnum, "".join(word.text for word in line))) <= FEW
        above = line_above(key, places, words, frames) if few else None  # few tell the size badly
        if above and 0.7 < frames[key].size / frames[above].size < 1.3:
            frames[key] = Frame(frames[above].size, frames[key].base)
    return frames


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


def part_levels(words: Sequence[Word]) -> list[Word]:
    """Return the words, texts side by side whose baselines differ made lines of their own."""
    result: list[Word] = []
    for key, line in by_line(words).items():
        size = find_frames(line)[key].size
        starts = [0]
        for place, (word, after) in enumerate(pairwise(line), start=1):
            if after.x0 - word.x1 > APART * size:
                starts.append(place)
        number = 0
        bases: list[float] = []
        for first, last in pairwise([*starts, len(line)]):
            part = line[first:last]
            if any(char.isalnum() for word in part for char in word.text):  # no dust
                bases.append(find_frames(part)[key].base)
                number += len(bases) > 1 and abs(bases[-1] - bases[-2]) > UNEVEN * size
            own = (*key[:-1], key[-1] + MANY_LINES * number)
            result += [word._replace(line=own) for word in part]
    return result


def split_stacks(clean: Grey, words: Sequence[Word]) -> list[Word]:
    """Return the words, a column of signs that was read as a line from top to bottom split up."""
    result: list[Word] = []
    for key, line in by_line(words).items():
        x0, x1 = round(min(w.x0 for w in line)), round(max(w.x1 for w in line))
        top, bottom = round(min(w.top for w in line)), round(max(w.bottom for w in line))
        signs: list[Word] = []
        if _stand_above(line):
            for word in line:
                place = (*key, -1 - len(signs))
                signs.append(word._replace(text="•", line=place))
        elif bottom - top >= 3 * (x1 - x0) and sum(len(word.text) for word in line) > 1:
            rows = np.nonzero((clean[top:bottom, x0:x1] < DARK).sum(axis=1) > 1)[0] + top
            for part in np.split(rows, np.nonzero(np.diff(rows) > 3)[0] + 1):
                if part.size > (x1 - x0) / 2:
                    place = (*key, -1 - len(signs))
                    upper, lower = float(part[0]), float(part[-1] + 1)
                    signs.append(Word("•", x0, upper, x1, lower, line[0].confidence, place))
        low = all(sign.bottom - sign.top <= 1.5 * (x1 - x0) for sign in signs)
        result += signs if signs and low else line
    return result


def _stand_above(line: Sequence[Word]) -> bool:
    """Tell whether the words of a line are short and stand one above the other."""
    order = sorted(line, key=lambda word: word.top)
    return len(line) > 1 and all(
        upper.bottom < lower.top
        and max(upper.x0, lower.x0) < min(upper.x1, lower.x1)
        and max(len(upper.text), len(lower.text)) < 3
        for upper, lower in pairwise(order)
    )


def _hangs(text: str) -> bool:
    return any(char in _DESCENDERS for char in text)


def _share(text: str) -> float:
    """Return the height of a word's ink in font sizes."""
    tall = any(char in _TALL or char.isupper() or char.isdigit() for char in text)
    high = 0.92 if any(char in _ACCENTED for char in text) else 0.71
    return (high if tall else 0.5) + (HANG if _hangs(text) else 0.0)
