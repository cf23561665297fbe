"""Read the cells of a page's tables one below the other.

Engines read across the cells of a row, and mix lines whose baselines differ by half a line. Here
the cells that rules draw are cut out and put on one tall sheet, so that one run reads them apart.
In: the picture without rules, its grids. Out: the words of the sheet, back in their places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extractor.readers.ocr_image import DARK, Grey
from extractor.readers.ocr_lines import Frame, Frames, Key, Word, by_line
from extractor.readers.pdf.glyphs.marks import Fill
from extractor.readers.pdf.regions.grid import Grid

WHITE = 30  # pixels between cells on the sheet
INSET = 2  # pixels: what a rule leaves at the border of a cell
MAX_HEIGHT = 30000  # pixels: Tesseract takes less than 32768
LEAST_INK = 20  # dark pixels of a cell that holds more than dust
SHADED = 0.97  # of the paper: a darker ground is a shade
BEFORE = 4.5  # ems: how far before its text a number or a label may begin
LONGEST = 12  # letters of a label: `O.O.1.10.`
BESIDE = 0.45  # ems: where it is set to be read with it
DOUBT = 0.6  # less sure a word is guessed
LEAST_READ = 0.8  # of the letters of a line, when it is read again
UNSURE = 0.3  # less sure a word is likely to be wrong
Read = Callable[[Grey, float], list[Word]]


class Slot(NamedTuple):
    """A cell on the sheet: its place on the page and the row at which it begins on the sheet."""

    x0: int
    top: int
    x1: int
    bottom: int
    at: int


def read_by_cell(
    clean: Grey, dpi: float, grids: Sequence[Grid], read: Read, read_sheet: Read
) -> list[Word]:
    """Return the words of a page, those of cells read from a sheet of cells."""
    slots = _slots(clean, dpi, grids)
    if len(slots) < 2:
        return read(clean, dpi)
    rest = clean.copy()
    for slot in slots:
        rest[slot.top : slot.bottom, slot.x0 : slot.x1] = 255
    words = read(rest, dpi) if (rest < DARK).sum() > LEAST_INK else []
    return words + _from_sheet(clean, dpi, slots, read_sheet)


def read_again(
    clean: Grey, dpi: float, words: Sequence[Word], frames: Frames, read_sheet: Read
) -> list[Word]:
    """Return the words, lines with a word of which the engine is unsure read again.

    Apart from what stands above and below, and kept where it is surer then.
    """
    lines = by_line(words)
    slots: list[Slot] = []
    keys: list[Key] = []
    at = WHITE
    for key, line in lines.items():
        unsure = any(w.confidence < UNSURE and sum(map(str.isalnum, w.text)) > 2 for w in line)
        size, base = frames[key]
        top, bottom = max(round(base - size), 0), round(base + 0.3 * size)
        if not unsure or bottom - top < WHITE / 2 or at > MAX_HEIGHT:
            continue
        x0, x1 = min(word.x0 for word in line), max(word.x1 for word in line)
        slots.append(Slot(max(round(x0) - INSET, 0), top, round(x1) + INSET, bottom, at))
        keys.append(key)
        at += bottom - top + WHITE
    more: dict[Key, list[Word]] = defaultdict(list)
    for word in _from_sheet(clean, dpi, slots, read_sheet) if slots else []:
        key = keys[word.line[1]]
        upper = max(word.top, min(known.top for known in lines[key]))  # without the lines around
        lower = min(word.bottom, max(known.bottom for known in lines[key]))
        more[key].append(word._replace(line=key, top=upper, bottom=lower))
    better = {key for key in more if _is_better(more[key], lines[key])}
    return [word for key, line in lines.items() for word in (more if key in better else lines)[key]]


def _is_better(line: Sequence[Word], known: Sequence[Word]) -> bool:
    """Tell whether a line was read with more confidence, without most of a word left out."""
    letters, before = (sum(len(word.text) for word in words) for words in (line, known))
    sure, unsure = (sum(w.confidence * len(w.text) for w in words) for words in (line, known))
    return letters >= LEAST_READ * before and sure / letters > unsure / before


def read_before(
    clean: Grey, dpi: float, words: Sequence[Word], frames: Frames, read_sheet: Read
) -> list[Word]:
    """Return the words with what was left unread, or hardly read, before a line: a list's number.

    Such ink is cut out and read again next to the line's first words: it was too far from them.
    """
    doubtful = _doubtful(words, frames)
    kept = [word for word in words if word not in doubtful]
    firsts = {word.line: word for word in reversed(kept)}
    unread = clean.copy()
    for word in kept:
        unread[round(word.top) : round(word.bottom), round(word.x0) : round(word.x1)] = 255
    near, at = clean.copy(), WHITE
    slots: list[Slot] = []
    found: list[tuple[Word, int]] = []
    for line, word in firsts.items():
        ink = _ink_before(unread, word, frames[line])
        if ink is None or at > MAX_HEIGHT:
            continue
        size, base = frames[line]
        top, bottom = max(round(base - size), 0), round(base + 0.35 * size)
        shift = max(round(word.x0 - ink[1] - BESIDE * size), 0)
        part = clean[top:bottom, ink[0] : ink[1]].copy()
        near[top:bottom, ink[0] : ink[1]] = 255
        near[top:bottom, ink[0] + shift : ink[1] + shift] = part
        right = min(round(word.x1 + 9 * size), clean.shape[1])
        slots.append(Slot(max(ink[0] + shift - INSET, 0), top, right, bottom, at))
        found.append((word, shift))
        at += bottom - top + WHITE
    more: list[Word] = []
    for word in _from_sheet(near, dpi, slots, read_sheet) if slots else []:
        first, shift = found[word.line[1]]
        code = word if word.x1 <= first.x0 + 2 else _glued_code(word, first)
        if code and any(map(str.isalnum, code.text)) and len(code.text) < LONGEST:
            stop = "." if shift and code.text.isdigit() and len(code.text) < 3 else ""
            place = code._replace(x0=code.x0 - shift, x1=code.x1 - shift, line=first.line)
            more.append(place._replace(text=code.text + stop))
    again = {word for word in doubtful if not any(_meet(word, other) for other in more)}
    return more + [word for word in words if word in again or word not in doubtful]


def _doubtful(words: Sequence[Word], frames: Frames) -> set[Word]:
    """Return the short words at the start of a line, apart from its text, that were guessed."""
    starts = {word.line: word for word in reversed(words)}
    after = {
        before.line: word
        for before, word in pairwise(words)
        if before is starts[before.line] and word.line == before.line
    }
    return {
        word
        for line, word in starts.items()
        if len(word.text) < 4
        and word.confidence < DOUBT
        and (line not in after or after[line].x0 - word.x1 > 0.8 * frames[line].size)
    }


def _ink_before(unread: Grey, word: Word, frame: Frame) -> tuple[int, int] | None:
    """Return where ink that is no dust begins and ends before a line's first word."""
    size, base = frame
    left, right = max(round(word.x0 - BEFORE * size), 0), round(word.x0 - 0.1 * size)
    ink = unread[max(round(base - 0.8 * size), 0) : round(base + 0.1 * size), left:right] < DARK
    rows, columns = np.nonzero(ink.sum(axis=1) > 1)[0], np.nonzero(ink.sum(axis=0) > 1)[0]
    if not columns.size or not rows.size or rows[-1] - rows[0] < 0.5 * size or size < WHITE / 2:
        return None
    return left + int(columns[0]), left + int(columns[-1]) + 1


def _glued_code(word: Word, first: Word) -> Word | None:
    """Return the number that was read as one word with the text behind it."""
    code = re.match(r"\d{1,2}[.)]", word.text)
    apart = code and word.x0 < first.x0 and word.text[code.end() :] == first.text
    return word._replace(text=code[0], x1=first.x0 - 1) if code and apart else None


def _meet(word: Word, other: Word) -> bool:
    return min(word.x1, other.x1) > max(word.x0, other.x0) and min(word.bottom, other.bottom) > max(
        word.top, other.top
    )


def _from_sheet(clean: Grey, dpi: float, slots: Sequence[Slot], read_sheet: Read) -> list[Word]:
    """Return the words of the slots, read from one sheet; `line` begins with -1 and the slot."""
    words: list[Word] = []
    sheet = np.full(
        (slots[-1].at + slots[-1].bottom - slots[-1].top + WHITE,
         max(slot.x1 - slot.x0 for slot in slots) + 2 * WHITE),
        255,
        dtype=np.uint8,
    )  # fmt: skip
    for slot in slots:
        part = clean[slot.top : slot.bottom, slot.x0 : slot.x1]
        sheet[slot.at : slot.at + part.shape[0], WHITE : WHITE + part.shape[1]] = part
    starts = np.array([slot.at for slot in slots])
    for word in read_sheet(sheet, dpi):
        middle = (word.top + word.bottom) / 2
        number = max(int(np.searchsorted(starts, middle, side="right")) - 1, 0)
        slot = slots[number]
        right, down = slot.x0 - WHITE, slot.top - slot.at
        words.append(
            word._replace(
                x0=word.x0 + right,
                x1=word.x1 + right,
                top=word.top + down,
                bottom=word.bottom + down,
                line=(-1, number, *word.line),
            )
        )
    return words


def _slots(clean: Grey, dpi: float, grids: Sequence[Grid]) -> list[Slot]:
    """Return the cells with ink, each once: a cell that holds a nested table is left to it."""
    boxes = [grid.box_of(cell) for grid in grids for cell in grid.cells]
    slots: list[Slot] = []
    at = WHITE
    for box in boxes:
        inner = [
            other for other in boxes
            if other is not box and box.x0 - 1 <= other.x0 and other.x1 <= box.x1 + 1
            and box.top - 1 <= other.top and other.bottom <= box.bottom + 1
        ]  # fmt: skip
        x0, top = (round(v * dpi / 72) + INSET for v in (box.x0, box.top))
        x1, bottom = (round(v * dpi / 72) - INSET for v in (box.x1, box.bottom))
        x0, top = max(x0, 0), max(top, 0)
        x1, bottom = min(x1, clean.shape[1]), min(bottom, clean.shape[0])
        if inner or x1 - x0 < WHITE or bottom - top < WHITE / 2:
            continue
        ink = np.nonzero((clean[top:bottom, x0:x1] < DARK).sum(axis=1) > 3)[0]
        if ink.size < 3 or (clean[top:bottom, x0:x1] < DARK).sum() < LEAST_INK:
            continue
        upper = max(top + int(ink[0]) - WHITE // 2, top)
        lower = min(top + int(ink[-1]) + WHITE // 2, bottom)
        if at + lower - upper > MAX_HEIGHT:
            break
        slots.append(Slot(x0, upper, x1, lower, at))
        at += lower - upper + WHITE
    return slots


def find_shades(grey: Grey, dpi: float, grids: Sequence[Grid]) -> list[Fill]:
    """Return the cells whose ground is darker than the paper. `grey` is not flattened."""
    paper = float(np.percentile(grey[::8, ::8], 70))
    fills: list[Fill] = []
    for grid in grids:
        for cell in grid.cells:
            box = grid.box_of(cell)
            x0, top, x1, bottom = (round(v * dpi / 72) for v in box)
            part = grey[max(top + 4, 0) : bottom - 4 : 3, max(x0 + 4, 0) : x1 - 4 : 3]
            if part.size < 20:
                continue
            ground = float(np.percentile(part, 70))
            if ground < SHADED * paper:
                level = min(round(16 * ground / paper) * 16, 240)
                fills.append(Fill(box, f"#{level:02x}{level:02x}{level:02x}"))
    return fills
