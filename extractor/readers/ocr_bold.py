"""Tell bold words by the width of their strokes.

In: the picture without rules, the words recognised in it, the frames of their lines. Out: the words
marked. Bold strokes are thicker than those of most of the page for their size; that is measured
on whole lines, for single words are far off, and lines between bold and not are as those above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from extractor.readers.ocr_image import DARK, Grey
from extractor.readers.ocr_lines import Frames, Key, Word, line_above

REGULAR = 0.112  # ems: strokes of no regular font are thicker
CAPITALS = 1.05  # strokes of capitals to those of small letters of one font
THICKER = 1.15  # strokes of bold letters to those of the text, in long lines
UNSURE = (1.08, 1.22)  # in lines of few letters: as the line above
SAME_SIZE = 1 / 16
MANY = 16  # letters of a line
FEW = 20  # letters of a line that ends a text
MOST = 0.6  # of the letters of a line: all of it is bold


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
    thick = {
        key: _middle([(strokes[i] / usual, weights[i]) for i in line])
        for key, line in lines.items()
    }
    for key in sorted(lines, key=lambda key: frames[key].base):
        if UNSURE[0] < thick[key] < UNSURE[1] or _differ(lines[key], strokes, weights, usual):
            above = line_above(key, lines, words, frames)
            as_others = _most(_alike(key, lines, words, sizes), thick)
            as_above = result[lines[above][-1]].bold if above else as_others
            if as_above is not None:
                for index in lines[key]:
                    result[index] = result[index]._replace(bold=as_above)
    return _with_numbers(_with_capitals(result, lines, frames, thick), lines, weights)


def _differ(
    line: Sequence[int], strokes: Sequence[float], weights: Sequence[int], usual: float
) -> bool:
    """Tell whether the few words of a line are some bold, some not: one was measured wrongly."""
    found = [strokes[i] / usual for i in line if weights[i]]
    few = sum(weights[i] for i in line) <= FEW
    return few and min(found, default=1) < UNSURE[0] < UNSURE[1] < max(found, default=1)


def _with_capitals(
    words: Sequence[Word],
    lines: Mapping[Key, Sequence[int]],
    frames: Frames,
    thick: Mapping[Key, float],
) -> list[Word]:
    """Return the words, the lines of a title in capitals all as most of them are.

    Strokes of bold capitals differ less from others than those of small letters.
    """
    titles: dict[Key, list[Key]] = {}
    for key in sorted(lines, key=lambda key: frames[key].base):
        above = line_above(key, lines, words, frames)
        line = lines[key]
        if not _in_capitals(line, words) and not _in_capitals(line[len(line) // 2 :], words):
            continue  # nor does it end in them, as `Objectif stratégique 1. ÊTRE UNE` does
        near = above in titles and abs(frames[above].size / frames[key].size - 1) <= SAME_SIZE
        titles[key] = titles[above] if above in titles and near else []
        titles[key].append(key)
    result = list(words)
    for title in titles.values():
        weights = [(thick[key], sum(len(words[i].text) for i in lines[key])) for key in title]
        for index in (i for key in title for i in lines[key] if len(title) > 1):
            result[index] = words[index]._replace(bold=_middle(weights) >= THICKER)
    return result


def _in_capitals(line: Sequence[int], words: Sequence[Word]) -> bool:
    """Tell whether most letters of some words are capitals: `PRÉCARITÉ (suite)`."""
    letters = [char for i in line for char in words[i].text if char.isalpha()]
    return 2 * sum(map(str.isupper, letters)) > len(letters)


def _with_numbers(
    words: Sequence[Word], lines: Mapping[Key, Sequence[int]], weights: Sequence[int]
) -> list[Word]:
    """Return the words, the numbers that are lines of their own as bold as the text beside them."""
    result = list(words)
    for line in lines.values():
        plain = not any(weights[i] for i in line)
        text = _text_beside(words[line[-1]], lines, words) if plain else None
        if text is not None:
            for index in line:
                result[index] = result[index]._replace(bold=result[text].bold)
    return result


def _alike(
    key: Key, lines: Mapping[Key, Sequence[int]], words: Sequence[Word], sizes: Mapping[Key, float]
) -> list[Key]:
    """Return the other lines in capitals, or not, of about the size of a line."""
    capitals = {
        other: "".join(words[i].text for i in line).isupper() for other, line in lines.items()
    }
    near = [other for other in lines if abs(sizes[other] - sizes[key]) < SAME_SIZE * sizes[key]]
    return [other for other in near if other != key and capitals[other] == capitals[key]]


def _most(keys: Sequence[Key], thick: Mapping[Key, float]) -> bool | None:
    """Return whether nearly all of the sure lines are bold or are not, None when they differ."""
    sure = [thick[key] for key in keys if not UNSURE[0] < thick[key] < UNSURE[1]]
    bold = sum(value >= UNSURE[1] for value in sure)
    if not sure or len(sure) / 5 < bold < 4 * len(sure) / 5:
        return None
    return 2 * bold > len(sure)


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


def _middle(values: Sequence[tuple[float, int]]) -> float:
    """Return the median of values with weights; single words measure far off: `avec`."""
    half, total = sum(weight for _, weight in values) / 2, 0
    for value, weight in sorted(values):
        total += weight
        if weight and total >= half:
            return value
    return 0.0


def _text_beside(
    number: Word, lines: Mapping[Key, Sequence[int]], words: Sequence[Word]
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
