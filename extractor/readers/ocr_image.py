"""Prepare the picture of a page for optical recognition.

In: a page rendered in greys (numpy, 0 = black). Out: the upright picture, and the long dark lines
in it as `Rule`s, so that scanned tables go through the same code as drawn ones.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from extractor.document import BBox
from extractor.readers.pdf.glyphs.marks import Rule

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

DARK = 150  # greys below are ink
FAINT = 205  # greys below may be a rule: hairlines fade when scanned
MAX_SKEW = 4.0  # degrees; scanners and folded sheets do not exceed it
RULE_LENGTH = (0.45, 0.25)  # inches: least length across and down; letters are shorter
SHORT_RULE = 0.11  # inches: sides of a low cell, between two rules across
RULE_THICK = 0.035  # inches: a thicker dark run is a filled area
BAND_WIDTH = 0.3  # of the page
BAND_HEIGHT = 60.0  # points
NEAR = 6.0  # points between a dark band and the rules below it
SOLID = 0.94  # share of dark pixels of a rule: scans leave holes
UPRIGHT = 0.15  # most of a rule that strokes may cross; half of a row of bold letters is stems
SPECK = 3  # pixels: side of a square that holds a speck of dust
ALONE = 7  # pixels of paper round it: the dots of `i` are no bigger, but nearer to letters
TILE = 24  # pixels: paper and shades of cells are measured on tiles of this side
SHADE = 140  # darker grounds carry white letters and stay as they are


def find_skew(grey: Grey) -> float:
    """Return the angle in degrees that sets the lines of text level (counter-clockwise)."""
    step = max(round(grey.shape[0] / 1800), 1)
    ink = (grey[::step, ::step] < DARK).astype(np.float32)
    if ink.sum() < 50:
        return 0.0
    best = 0.0
    for span, unit in ((MAX_SKEW, 0.1), (0.1, 0.02)):  # hairlines show at the right angle only
        angles = [best + unit * k for k in range(-round(span / unit), round(span / unit) + 1)]
        best = max(angles, key=lambda angle: (_sharpness(ink, angle), -abs(angle)))
    return round(best, 2) if abs(best) >= 0.04 else 0.0


def _sharpness(ink: NDArray[np.float32], angle: float) -> float:
    """Return how sharply rows of text stand out when columns are shifted by the angle."""
    height, width = ink.shape
    rows, columns = np.nonzero(ink)
    shifted = rows + np.rint((columns - width / 2) * np.tan(np.radians(angle))).astype(np.int64)
    inside = shifted[(shifted >= 0) & (shifted < height)]
    counts = np.bincount(inside, minlength=height).astype(np.float64)
    return float(np.square(np.diff(counts)).sum())


def turned(grey: Grey, angle: float) -> Grey:
    """Return the picture turned counter-clockwise by an angle in degrees, white at the corners."""
    if not angle:
        return grey
    from PIL import Image

    picture = Image.fromarray(grey)
    return np.asarray(picture.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255))


def flattened(grey: Grey) -> Grey:
    """Return the picture with its paper and its light shades turned to white."""
    from PIL import Image

    height, width = (side // TILE * TILE for side in grey.shape)
    if not height or not width:
        return grey
    down, across = height // TILE, width // TILE
    parts = grey[:height:2, :width:2].reshape(down, TILE // 2, across, TILE // 2)
    tiles = parts.transpose(0, 2, 1, 3).reshape(down, across, -1)
    place = tiles.shape[2] * 7 // 10
    ground = np.partition(tiles, place, axis=2)[:, :, place]
    ground[ground < SHADE] = 255
    full = np.asarray(
        Image.fromarray(ground).resize((width, height), Image.Resampling.BILINEAR),
        dtype=np.float32,
    )
    result = grey.copy()
    result[:height, :width] = np.minimum(grey[:height, :width] * (255 / full), 255).astype(np.uint8)
    return result


def dusted(grey: Grey) -> Grey:
    """Return the picture without its dust: specks as small as the dot of an `i`, far from ink."""
    ink = grey < DARK
    if min(ink.shape) <= SPECK + 2 * ALONE:
        return grey
    near, wide = (_square_sums(ink, side) for side in (SPECK, SPECK + 2 * ALONE))
    reach, edge = SPECK // 2, SPECK // 2 + ALONE
    middle = near[ALONE : near.shape[0] - ALONE, ALONE : near.shape[1] - ALONE]
    rows, columns = np.nonzero((wide == middle) & ink[edge:-edge, edge:-edge])
    result = grey.copy()
    for down in range(-reach - 1, reach + 2):
        for across in range(-reach - 1, reach + 2):
            result[rows + edge + down, columns + edge + across] = 255
    return result


def _square_sums(ink: Mask, side: int) -> NDArray[np.int32]:
    """Return the number of dark pixels in each square of that side."""
    sums = np.pad(ink.astype(np.int32), ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    inner = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return cast("NDArray[np.int32]", inner)


def take_rules(grey: Grey, dpi: float) -> tuple[Grey, list[Rule], list[Rule]]:
    """Return the picture without its rules, and the rules across and down, in points."""
    ink = grey < FAINT
    thick = max(round(RULE_THICK * dpi), 3)
    across = _long_runs(ink, round(RULE_LENGTH[0] * dpi), thick)
    down = _long_runs(ink.T, round(RULE_LENGTH[1] * dpi), thick).T
    down |= _between(_long_runs(ink.T, round(SHORT_RULE * dpi), thick).T, across, thick)
    clean = grey.copy()
    clean[_grown(across.T, 3).T | _grown(down, 3)] = 255
    scale = 72 / dpi
    levels, sides = _rules(across, scale), _rules(down.T, scale)
    for band in _bands(_dense(ink), dpi):
        levels += [Rule(band.top, band.x0, band.x1), Rule(band.bottom, band.x0, band.x1)]
        sides += [
            Rule(side.at, band.top, band.bottom)
            for side in sides
            if band.x0 - NEAR < side.at < band.x1 + NEAR and -NEAR < side.start - band.bottom < NEAR
        ]
    return clean, levels, sides


def _between(runs: Mask, across: Mask, thick: int) -> Mask:
    """Return the runs down that begin and end at rules across; letters do neither."""
    result = np.zeros_like(runs)
    height = runs.shape[0]
    for column in np.nonzero(runs.any(axis=0))[0]:
        edges = np.diff(np.concatenate(([0], runs[:, column].astype(np.int8), [0])))
        ruled: Mask = np.any(across[:, max(column - thick, 0) : column + thick + 1], axis=1)
        for start, end in zip(np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0], strict=True):
            above = ruled[max(start - thick, 0) : start + thick].any()
            below = ruled[max(end - thick, 0) : min(end + thick, height)].any()
            result[start:end, column] = above and below
    return result


def _bands(dense: Mask, dpi: float) -> list[BBox]:
    """Return the dark bands of a page in points: the coloured heads of tables."""
    scale = 72 / dpi
    wide = dense.sum(axis=1) > BAND_WIDTH * dense.shape[1]
    edges = np.diff(np.concatenate(([0], wide.astype(np.int8), [0])))
    bands: list[BBox] = []
    for top, bottom in zip(np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0], strict=True):
        columns = np.nonzero(dense[top:bottom].any(axis=0))[0]
        if 8 < (bottom - top) * scale < BAND_HEIGHT:
            x0, x1 = float(columns[0]) * scale, float(columns[-1]) * scale
            bands.append(BBox(x0, float(top) * scale, x1, float(bottom) * scale))
    return bands


def _window(ink: Mask, length: int) -> NDArray[np.int32]:
    """Return the number of dark pixels in each window of a row."""
    sums = np.cumsum(ink, axis=1, dtype=np.int32)
    sums = np.pad(sums, ((0, 0), (1, 0)))
    return cast("NDArray[np.int32]", sums[:, length:] - sums[:, :-length])


def _long_runs(ink: Mask, length: int, thick: int) -> Mask:
    """Return the pixels of thin dark runs along the rows."""
    if ink.shape[1] <= length or ink.shape[0] <= thick:
        return np.zeros_like(ink)
    starts = _window(ink, length) >= SOLID * length
    starts &= _window(_upright(ink, thick), length) <= UPRIGHT * length
    rows, columns = np.nonzero(starts)
    marks = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int32)
    np.add.at(marks, (rows, columns), 1)
    np.add.at(marks, (rows, columns + length), -1)
    runs = (np.cumsum(marks, axis=1)[:, :-1] > 0) & ink
    return runs & ~_solid(ink, thick) & ~_dense(ink)


def _upright(ink: Mask, thick: int) -> Mask:
    """Return the pixels of strokes across the rows that are longer than a rule is thick."""
    size = 2 * thick
    tall = _window(ink.T, size) == size
    result = np.zeros_like(ink.T)
    for shift in range(size):
        result[:, shift : shift + tall.shape[1]] |= tall
    return result.T


def _solid(ink: Mask, thick: int) -> Mask:
    """Return the dark areas that hold a square of that side: fills, fat letters, no crossings."""
    across = _window(ink, thick) == thick
    square = _window(across.T, thick) == thick
    result = np.zeros_like(ink.T)
    for shift in range(thick):
        result[: square.shape[0], shift : shift + square.shape[1]] |= square
    result = result.T
    grown = np.zeros_like(ink)
    for shift in range(thick):
        grown[:, shift:] |= result[:, : ink.shape[1] - shift]
    return grown


def _dense(ink: Mask) -> Mask:
    """Return the areas that are mostly dark: white letters on a coloured ground stand there."""
    step, reach = 4, 6  # pixels; small pixels: a window of 12 points at 300 dpi
    small = ink[::step, ::step].astype(np.int32)
    sums = np.pad(small, reach).cumsum(axis=0).cumsum(axis=1)
    size = 2 * reach
    counts = sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]
    dense = counts[: small.shape[0], : small.shape[1]] > 0.55 * size * size
    full = np.repeat(np.repeat(dense, step, axis=0), step, axis=1)
    return cast("Mask", full[: ink.shape[0], : ink.shape[1]])


def _grown(mask: Mask, by: int) -> Mask:
    result = mask.copy()
    for shift in range(1, by + 1):
        result[:, shift:] |= mask[:, :-shift]
        result[:, :-shift] |= mask[:, shift:]
    return result


def _rules(mask: Mask, scale: float) -> list[Rule]:
    """Return the runs of each row of pixels as rules; neighbours are merged later."""
    rules: list[Rule] = []
    for row in np.nonzero(mask.any(axis=1))[0]:
        edges = np.diff(np.concatenate(([0], mask[row].astype(np.int8), [0])))
        for start, end in zip(np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0], strict=True):
            if end - start >= 12:
                rules.append(Rule(float(row) * scale, float(start) * scale, float(end) * scale))
    return rules
