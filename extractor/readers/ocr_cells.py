"""Read the cells of a page's tables one below the other.

Engines read across the cells of a row, and mix lines whose baselines differ by half a line. Here
the cells that rules draw are cut out and put on one tall sheet, so that one run reads them apart.
In: the picture without rules, its grids. Out: the words of the sheet, back in their places.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from extractor.readers.ocr_image import DARK, Grey
from extractor.readers.ocr_signs import Word
from extractor.readers.pdf_grid import Grid
from extractor.readers.pdf_marks import Fill

WHITE = 30  # pixels between cells on the sheet
INSET = 2  # pixels: what a rule leaves at the border of a cell
MAX_HEIGHT = 30000  # pixels: Tesseract takes less than 32768
LEAST_INK = 20  # dark pixels of a cell that holds more than dust
SHADED = 0.97  # of the paper: a darker ground is a shade
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
    sheet = np.full(
        (slots[-1].at + slots[-1].bottom - slots[-1].top + WHITE,
         max(slot.x1 - slot.x0 for slot in slots) + 2 * WHITE),
        255,
        dtype=np.uint8,
    )  # fmt: skip
    rest = clean.copy()
    for slot in slots:
        part = clean[slot.top : slot.bottom, slot.x0 : slot.x1]
        sheet[slot.at : slot.at + part.shape[0], WHITE : WHITE + part.shape[1]] = part
        rest[slot.top : slot.bottom, slot.x0 : slot.x1] = 255
    starts = np.array([slot.at for slot in slots])
    words = read(rest, dpi) if (rest < DARK).sum() > LEAST_INK else []
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
